/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

static void
items_changed_cb (ConfabMessageList *self,
                  guint              position,
                  guint              n_removed,
                  guint              n_added,
                  GListModel        *model)
{
  guint n_before = confab_heights_get_n (self->heights);
  guint n = n_before - n_removed + n_added;
  gint64 top;

  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  if (n_before == 0)
    {
      confab_message_list_switch_follow (self, CONFAB_FOLLOW_EVENT_OPENED);
      self->anchor = 0;
      self->anchor_y = TOP_MARGIN;
    }

  top = n_before > 0 ? confab_message_list_get_row_top (self, position) : TOP_MARGIN;
  confab_message_list_splice_rows (self, position, n_removed, n_added);

  if (n_before > 0 && self->anchor >= position)
    {
      if (self->anchor >= position + n_removed)
        {
          self->anchor = self->anchor - n_removed + n_added;
        }
      else
        {
          /* What was read is gone; what takes its place stands where it stood. */
          self->anchor = n > 0 ? MIN (position, n - 1) : 0;
          self->anchor_y = top;
          if (self->anchor < position && n > 0)
            self->anchor_y -= confab_heights_get (self->heights, self->anchor);
        }
    }

  confab_message_list_splice_spots (self, position, n_removed, n_added);
  if (position == 0)
    self->asked_older = FALSE;

  confab_frame_task_queue (self->task);
}

/**
 * confab_message_list_get_model:
 * @self: the list
 *
 * Returns: (transfer none) (nullable): the messages
 */
GListModel *
confab_message_list_get_model (ConfabMessageList *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), NULL);

  return self->model;
}

/**
 * confab_message_list_set_model:
 * @self: the list
 * @model: (nullable): messages, oldest first
 *
 * Opens a conversation, at its end.
 */
void
confab_message_list_set_model (ConfabMessageList *self,
                               GListModel        *model)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    {
      guint n = confab_heights_get_n (self->heights);

      g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);
      if (n > 0)
        items_changed_cb (self, 0, n, 0, self->model);
      confab_message_list_close_all (self);
      confab_message_list_set_found (self, NULL);
      g_clear_object (&self->model);
    }

  if (model != NULL)
    {
      self->model = g_object_ref (model);
      g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self,
                               G_CONNECT_SWAPPED);
      items_changed_cb (self, 0, 0, g_list_model_get_n_items (model), model);
    }
}
