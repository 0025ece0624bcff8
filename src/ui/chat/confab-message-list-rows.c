/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

#include <math.h>

#include "confab-row-estimate.h"

/* Row widgets that wait for another message. */
#define MAX_POOL 8
/* Of the text of rows whose height is in part an estimate, what is laid out in a frame, besides what
 * is in view. */
#define SLICE_BYTES 12000
/* Messages of a splice that are estimated one by one. */
#define MAX_ESTIMATES 2000

/* Rows */

/**
 * confab_message_list_get_row:
 * @self: the list
 * @position: a message
 *
 * Returns: (transfer none) (nullable): its widget, when it has one
 */
ConfabMessageRow *
confab_message_list_get_row (ConfabMessageList *self,
                             guint              position)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), NULL);

  return g_hash_table_lookup (self->live, GUINT_TO_POINTER (position));
}

static void
row_stale_cb (ConfabMessageList *self,
              ConfabMessageRow  *row)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  confab_frame_task_queue (self->task);
}

/* What the reader opens grows downwards from where it was opened, also at the end. */
static void
row_held_cb (ConfabMessageList *self,
             ConfabMessageRow  *row)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  self->held = self->held || self->follow == CONFAB_FOLLOW;
  confab_message_list_switch_follow (self, CONFAB_FOLLOW_EVENT_HELD);
  confab_message_list_set_anchor (self, confab_message_row_get_position (row));
  confab_frame_task_queue (self->task);
}

/* A third from the top, where the eye looks first; what is well in view stays where it is. */
static void
row_reveal_cb (ConfabMessageList *self,
               int                y,
               ConfabMessageRow  *row)
{
  gint64 at = confab_message_list_get_row_top (self, confab_message_row_get_position (row)) + y;
  gint64 top = confab_message_list_get_view_top (self);
  int margin = self->height / 10;

  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  if (self->vadjustment != NULL && (at < top + margin || at > top + self->height - 2 * margin))
    gtk_adjustment_set_value (self->vadjustment, (double) (at - self->height / 3));
}

/* Assistive tools walk our children in their order as widgets. */
static void
put_in_order (ConfabMessageList *self,
              ConfabMessageRow  *row,
              guint              position)
{
  ConfabMessageRow *neighbour = NULL;

  if (position > 0)
    neighbour = confab_message_list_get_row (self, position - 1);
  if (neighbour != NULL)
    {
      gtk_widget_insert_after (GTK_WIDGET (row), GTK_WIDGET (self), GTK_WIDGET (neighbour));
      return;
    }

  neighbour = confab_message_list_get_row (self, position + 1);
  if (neighbour != NULL)
    gtk_widget_insert_before (GTK_WIDGET (row), GTK_WIDGET (self), GTK_WIDGET (neighbour));
}

static ConfabMessageRow *
take_row (ConfabMessageList *self,
          guint              position)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, position);
  g_autoptr (ConfabMessage) message = NULL;

  if (row != NULL)
    return row;

  if (self->pool->len > 0)
    {
      row = g_ptr_array_steal_index (self->pool, self->pool->len - 1);
    }
  else
    {
      row = CONFAB_MESSAGE_ROW (confab_message_row_new (&self->counters));
      g_signal_connect_object (row, "stale", G_CALLBACK (row_stale_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "reveal", G_CALLBACK (row_reveal_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "held", G_CALLBACK (row_held_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_set_parent (GTK_WIDGET (row), GTK_WIDGET (self));
      self->counters.rows_alive++;
    }

  message = g_list_model_get_item (self->model, position);
  confab_message_row_set_following (row, self->follow == CONFAB_FOLLOW);
  confab_message_row_set_author (row, self->author);
  confab_message_row_set_position (row, position, confab_heights_get_n (self->heights));
  confab_message_row_set_message (row, message);
  self->counters.rows_bound++;

  put_in_order (self, row, position);
  g_hash_table_insert (self->live, GUINT_TO_POINTER (position), row);
  confab_message_list_row_bound (self, row);

  return row;
}

static void
destroy_row (ConfabMessageList *self,
             ConfabMessageRow  *row)
{
  confab_message_row_leave (row);
  self->counters.rows_alive--;
}

/**
 * confab_message_list_release_row:
 * @self: the list
 * @row: a row that is out of the table of live rows already
 *
 * Keeps the widget for another message, or lets it go.
 */
void
confab_message_list_release_row (ConfabMessageList *self,
                                 ConfabMessageRow  *row)
{
  if (self->pool->len >= MAX_POOL ||
      gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (row))
    {
      destroy_row (self, row);
      return;
    }

  gtk_widget_set_child_visible (GTK_WIDGET (row), FALSE);
  confab_message_row_set_message (row, NULL);
  g_ptr_array_add (self->pool, row);
}

/**
 * confab_message_list_destroy_rows:
 * @self: the list
 *
 * Lets all widgets go.
 */
void
confab_message_list_destroy_rows (ConfabMessageList *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      g_hash_table_iter_remove (&iter);
      destroy_row (self, row);
    }
  while (self->pool->len > 0)
    destroy_row (self, g_ptr_array_steal_index (self->pool, self->pool->len - 1));
}

/**
 * confab_message_list_measure_row:
 * @self: the list
 * @position: a message
 * @create: whether it may be given a widget; if not, and it has none, its estimate stands
 *
 * Finds the exact height of a row.
 *
 * Returns: the height, gap included
 */
int
confab_message_list_measure_row (ConfabMessageList *self,
                                 guint              position,
                                 gboolean           create)
{
  ConfabMessageRow *row = create ? take_row (self, position)
                                 : confab_message_list_get_row (self, position);
  int height;

  if (row == NULL)
    return confab_heights_get (self->heights, position);

  if (create)
    confab_message_row_set_narrow (row, self->narrow);
  height = confab_message_row_get_height (row, self->column) + ROW_GAP;
  confab_heights_set (self->heights, position, height);

  return height;
}

/**
 * confab_message_list_is_exact:
 * @self: the list
 *
 * Returns: whether the rows that have a widget have an exact height
 */
gboolean
confab_message_list_is_exact (ConfabMessageList *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (!confab_message_row_is_exact (row))
      return FALSE;

  return TRUE;
}

/**
 * confab_message_list_refine:
 * @self: the list
 *
 * Corrects some of the heights that were estimated, within rows. What is being read stays.
 */
void
confab_message_list_refine (ConfabMessageList *self)
{
  gint64 top = confab_message_list_get_view_top (self);
  gsize bytes = SLICE_BYTES;
  GHashTableIter iter;
  gpointer key;
  gpointer row;

  if (self->column == 0)
    return;

  g_hash_table_iter_init (&iter, self->live);
  while (bytes > 0 && g_hash_table_iter_next (&iter, &key, &row))
    {
      guint position = GPOINTER_TO_UINT (key);
      gint64 y = confab_message_list_get_row_top (self, position);
      int height = confab_heights_get (self->heights, position);
      int moved;

      if (confab_message_row_is_exact (row))
        continue;

      bytes = confab_message_row_refine (row, bytes, CLAMP (top - y, 0, height), &moved);
      if (position == self->anchor && self->follow == CONFAB_FREE)
        self->anchor_y -= moved;
      self->counters.slices++;
    }
}

/* The model */

/* A message that grows out of view has no row that would tell, and the scroll bar must know. */
static void
open_message_changed_cb (ConfabMessageList *self,
                         guint              changes,
                         ConfabMessage     *message)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  confab_frame_task_queue (self->task);
}

static void
close_message (ConfabMessageList *self,
               guint              position)
{
  ConfabMessage *message = g_ptr_array_index (self->open, position);

  g_signal_handlers_disconnect_by_func (message, open_message_changed_cb, self);
  g_ptr_array_remove_index (self->open, position);
}

/* The position of a message, or G_MAXUINT. Open ones are the newest: looked for from the end. */
static guint
find_message (ConfabMessageList *self,
              ConfabMessage     *message)
{
  for (guint position = confab_heights_get_n (self->heights); position > 0; position--)
    {
      g_autoptr (ConfabMessage) item = g_list_model_get_item (self->model, position - 1);

      if (item == message)
        return position - 1;
    }

  return G_MAXUINT;
}

static void
estimate_open_messages (ConfabMessageList *self)
{
  for (guint i = self->open->len; i > 0; i--)
    {
      ConfabMessage *message = g_ptr_array_index (self->open, i - 1);
      guint position = find_message (self, message);

      if (position != G_MAXUINT && confab_message_list_get_row (self, position) == NULL)
        confab_heights_set (self->heights, position,
                            confab_row_estimate (message, self->column) + ROW_GAP);

      if (position == G_MAXUINT || !confab_status_is_open (confab_message_get_status (message)))
        close_message (self, i - 1);
    }
}

/**
 * confab_message_list_update_rows:
 * @self: the list
 *
 * Takes in what the messages have told.
 */
void
confab_message_list_update_rows (ConfabMessageList *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      confab_message_row_set_following (row, self->follow == CONFAB_FOLLOW);
      confab_message_row_update (row);
    }
  estimate_open_messages (self);
}

/* Heights for new messages: of the newest ones by their text, of the others the mean of those, so
 * that opening a conversation costs the same however long it is. */
static void
splice_heights (ConfabMessageList *self,
                guint              position,
                guint              n_removed,
                guint              n_added)
{
  g_autofree int *added = g_new (int, MAX (n_added, 1));
  guint first = n_added > MAX_ESTIMATES ? n_added - MAX_ESTIMATES : 0;
  gint64 sum = 0;

  for (guint i = first; i < n_added; i++)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (self->model, position + i);

      added[i] = confab_row_estimate (message, self->column) + ROW_GAP;
      sum += added[i];

      if (confab_status_is_open (confab_message_get_status (message)))
        {
          g_signal_connect_object (message, "changed", G_CALLBACK (open_message_changed_cb), self,
                                   G_CONNECT_SWAPPED);
          g_ptr_array_add (self->open, g_object_ref (message));
        }
    }
  for (guint i = 0; i < first; i++)
    added[i] = (int) (sum / (n_added - first));

  confab_heights_splice (self->heights, position, n_removed, added, n_added);
}

/* Rows of removed messages go, those after them get their new positions. */
static void
shift_rows (ConfabMessageList *self,
            guint              position,
            guint              n_removed,
            guint              n_added)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->live);
  guint n = confab_heights_get_n (self->heights);
  GHashTableIter iter;
  gpointer key;
  gpointer row;

  self->live = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      guint at = GPOINTER_TO_UINT (key);

      if (at >= position && at < position + n_removed)
        {
          confab_message_list_release_row (self, row);
          continue;
        }

      if (at >= position)
        at = at - n_removed + n_added;
      g_hash_table_insert (self->live, GUINT_TO_POINTER (at), row);
      confab_message_row_set_position (row, at, n);
    }
}

/**
 * confab_message_list_splice_rows:
 * @self: the list
 * @position: the first message that changed
 * @n_removed: messages that went
 * @n_added: messages that came
 *
 * Brings heights and rows in line with the model.
 */
void
confab_message_list_splice_rows (ConfabMessageList *self,
                                 guint              position,
                                 guint              n_removed,
                                 guint              n_added)
{
  self->read_value = NAN;
  splice_heights (self, position, n_removed, n_added);
  shift_rows (self, position, n_removed, n_added);
}

/**
 * confab_message_list_close_all:
 * @self: the list
 *
 * Stops listening to messages.
 */
void
confab_message_list_close_all (ConfabMessageList *self)
{
  while (self->open->len > 0)
    close_message (self, self->open->len - 1);
}
