/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

/* Where in the view a place that was far away is shown: a third from the top. */
#define SHOWN_AT 3

/* Marking what was found. A search counts places in the text as it was sent; what is drawn is that
 * text as Markdown shows it. So what is marked is looked for once more, line by line, and the
 * chosen one is the one with the same number. */

/* (transfer full) */
static GArray *
find_in_document (ConfabDocument     *document,
                  const ConfabNeedle *needle)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (ConfabTextRange));
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (ConfabRange));
  guint n_blocks = confab_document_get_n_blocks (document);

  for (guint i = 0; i < n_blocks; i++)
    {
      const ConfabBlock *block = confab_document_get_block (document, i);

      for (guint j = 0; j < block->lines->len; j++)
        {
          const ConfabLine *line = g_ptr_array_index (block->lines, j);

          g_array_set_size (ranges, 0);
          confab_needle_find (needle, line->text, line->length, G_MAXUINT, ranges);
          for (guint k = 0; k < ranges->len; k++)
            {
              const ConfabRange *range = &g_array_index (ranges, ConfabRange, k);
              ConfabTextRange place = { { i, j, range->start, 0 }, { i, j, range->end, 0 } };

              g_array_append_val (found, place);
            }
        }
    }

  return found;
}

/* The one that is drawn as chosen; %FALSE when there is none in this message. */
static gboolean
get_chosen (ConfabMessageList *self,
            ConfabMessage     *message,
            GArray            *found,
            guint             *index)
{
  if (self->found_message == 0 || confab_message_get_id (message) != self->found_message ||
      found->len == 0)
    return FALSE;

  *index = MIN (self->found_index, found->len - 1);

  return TRUE;
}

/**
 * confab_message_list_show_row_found:
 * @self: the list
 * @row: a row with a message
 *
 * Has the row draw what was found in it.
 */
void
confab_message_list_show_row_found (ConfabMessageList *self,
                                    ConfabMessageRow  *row)
{
  ConfabProse *prose = confab_message_row_get_prose (row);
  ConfabTextMarks *marks = confab_prose_get_marks (prose);
  g_autoptr (GArray) found = NULL;
  guint chosen = G_MAXUINT;

  if (self->needle != NULL)
    {
      found = find_in_document (confab_prose_get_document (prose), self->needle);
      get_chosen (self, confab_message_row_get_message (row), found, &chosen);
    }
  confab_text_marks_set_found (marks, found, chosen);
}

static void
show_all (ConfabMessageList *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    confab_message_list_show_row_found (self, row);
}

static gboolean
find_message (ConfabMessageList *self,
              gint64             id,
              guint             *position)
{
  guint n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;

  for (guint i = n; i > 0; i--)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (self->model, i - 1);

      if (confab_message_get_id (message) == id)
        {
          *position = i - 1;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * confab_message_list_reveal_found:
 * @self: the list, between two frames
 *
 * Brings the chosen place into view, if that is still due and its message is there.
 */
void
confab_message_list_reveal_found (ConfabMessageList *self)
{
  ConfabSpot spot = { 0, };
  g_autoptr (GArray) found = NULL;
  GdkRectangle area;
  ConfabMessageRow *row;
  guint chosen;

  if (!self->reveal_due || self->column == 0 || self->vadjustment == NULL ||
      !find_message (self, self->found_message, &spot.message))
    return;

  self->reveal_due = FALSE;
  confab_message_list_measure_row (self, spot.message, TRUE);
  row = confab_message_list_get_row (self, spot.message);
  if (self->needle != NULL)
    {
      found = find_in_document (
        confab_prose_get_document (confab_message_row_get_prose (row)), self->needle);
      if (get_chosen (self, confab_message_row_get_message (row), found, &chosen))
        spot.place = g_array_index (found, ConfabTextRange, chosen).start;
    }

  /* The reader wants to see this and not the end. */
  confab_message_list_switch_follow (self, CONFAB_FOLLOW_EVENT_SCROLLED_UP);
  if (!confab_message_list_get_spot_area (self, &spot, &area))
    return;

  if (area.y < TOP_MARGIN || area.y + area.height > self->height - BOTTOM_MARGIN)
    {
      confab_message_list_set_anchor (self, spot.message);
      gtk_adjustment_set_value (self->vadjustment,
                                self->value + area.y - self->height / SHOWN_AT);
    }
}

/**
 * confab_message_list_set_found:
 * @self: the list
 * @text: (nullable): what was looked for
 *
 * Marks all places of a text in all messages, whatever case they are written in.
 */
void
confab_message_list_set_found (ConfabMessageList *self,
                               const char        *text)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));

  g_clear_pointer (&self->needle, confab_needle_free);
  if (text != NULL && *text != '\0')
    self->needle = confab_needle_new (text);
  self->found_message = 0;
  self->reveal_due = FALSE;
  show_all (self);
}

/**
 * confab_message_list_show_found:
 * @self: the list
 * @message: a message's id; it may come into the list later
 * @index: which of the places in it, from 0
 *
 * Marks one of the places as the one that is meant, and scrolls there.
 */
void
confab_message_list_show_found (ConfabMessageList *self,
                                gint64             message,
                                guint              index)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));

  self->found_message = message;
  self->found_index = index;
  self->reveal_due = TRUE;
  show_all (self);
  confab_frame_task_queue (self->task);
}
