/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-lines-private.h"

typedef struct {
  int               scroll; /* Pango units from where the lines begin */
  gboolean          wrapped;
  ConfabCodeColors *colors; /* (nullable) */
} State;

static void
free_state (gpointer data)
{
  State *state = data;

  g_clear_pointer (&state->colors, confab_code_colors_free);
  g_free (state);
}

static State *
find_state (ConfabTextLines *self,
            guint            block)
{
  guint id = confab_document_get_block (self->document, block)->id;

  return g_hash_table_lookup (self->states, GUINT_TO_POINTER (id));
}

static State *
take_state (ConfabTextLines *self,
            guint            block)
{
  guint id = confab_document_get_block (self->document, block)->id;
  State *state = g_hash_table_lookup (self->states, GUINT_TO_POINTER (id));

  if (state == NULL)
    {
      state = g_new0 (State, 1);
      g_hash_table_insert (self->states, GUINT_TO_POINTER (id), state);
    }

  return state;
}

/**
 * confab_text_lines_clear_states:
 * @self: the lines
 *
 * Forgets what was set of all blocks.
 */
void
confab_text_lines_clear_states (ConfabTextLines *self)
{
  if (self->states == NULL)
    self->states = g_hash_table_new_full (NULL, NULL, NULL, free_state);
  else if (g_hash_table_size (self->states) > 0)
    g_hash_table_remove_all (self->states);
}

/* Scrolling */

/**
 * confab_text_lines_set_shown:
 * @self: the lines
 * @width: of the widget, pixels: less than they were measured for where the text is narrow
 */
void
confab_text_lines_set_shown (ConfabTextLines *self,
                             int              width)
{
  g_return_if_fail (self != NULL);

  self->shown = width;
}

/**
 * confab_text_lines_get_overflow:
 * @self: measured lines
 * @block: a block
 *
 * Returns: by how much it is wider than its frame: how far it can be scrolled
 */
int
confab_text_lines_get_overflow (ConfabTextLines *self,
                                guint            block)
{
  int left;
  int right;
  gint64 bottom;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (block < self->boxes->len, 0);

  if (!confab_block_box_has_frame (get_box (self, block)->kind))
    return 0;

  confab_text_lines_get_box_bounds (self, block, &left, &right, &bottom);

  return MAX (get_piece (self, get_box_end (self, block) - 1)->extent + CONFAB_BLOCK_SIDE - right,
              0);
}

/**
 * confab_text_lines_get_scroll:
 * @self: measured lines
 * @block: a block
 *
 * Returns: how far its content is moved to the left
 */
int
confab_text_lines_get_scroll (ConfabTextLines *self,
                              guint            block)
{
  State *state;
  int overflow;
  int scroll;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (block < self->boxes->len, 0);

  overflow = confab_text_lines_get_overflow (self, block);
  if (overflow == 0)
    return 0;

  state = find_state (self, block);
  scroll = state != NULL ? MIN (state->scroll, overflow) : 0;

  /* Where the first column is at the right, that is where reading begins. */
  return get_box (self, block)->rtl ? overflow - scroll : scroll;
}

/**
 * confab_text_lines_set_scroll:
 * @self: measured lines
 * @block: a block
 * @scroll: how far its content is to be moved to the left
 *
 * Returns: whether it moved
 */
gboolean
confab_text_lines_set_scroll (ConfabTextLines *self,
                              guint            block,
                              int              scroll)
{
  int overflow;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (block < self->boxes->len, FALSE);

  overflow = confab_text_lines_get_overflow (self, block);
  scroll = CLAMP (scroll, 0, overflow);
  if (scroll == confab_text_lines_get_scroll (self, block))
    return FALSE;

  take_state (self, block)->scroll = get_box (self, block)->rtl ? overflow - scroll : scroll;

  return TRUE;
}

/* Wrapping */

/**
 * confab_text_lines_get_wrapped:
 * @self: the lines
 * @block: a block
 *
 * Returns: whether its lines wrap, of code
 */
gboolean
confab_text_lines_get_wrapped (ConfabTextLines *self,
                               guint            block)
{
  State *state;

  g_return_val_if_fail (self != NULL, FALSE);

  state = find_state (self, block);

  return state != NULL && state->wrapped;
}

/**
 * confab_text_lines_set_wrapped:
 * @self: the lines
 * @block: a block
 * @wrapped: whether its lines wrap
 *
 * What comes from there on has to be measured again.
 */
void
confab_text_lines_set_wrapped (ConfabTextLines *self,
                               guint            block,
                               gboolean         wrapped)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (block < self->boxes->len);

  if (confab_text_lines_get_wrapped (self, block) == wrapped)
    return;

  take_state (self, block)->wrapped = wrapped;
  confab_text_lines_truncate (self, get_box (self, block)->first);
}

/* Colours of code */

/**
 * confab_text_lines_get_colors:
 * @self: the lines
 * @block: a block of code
 *
 * Returns: (transfer none) (nullable): its colours, as far as they are known
 */
ConfabCodeColors *
confab_text_lines_get_colors (ConfabTextLines *self,
                              guint            block)
{
  State *state;

  g_return_val_if_fail (self != NULL, NULL);

  state = find_state (self, block);

  return state != NULL ? state->colors : NULL;
}

/**
 * confab_text_lines_set_colors:
 * @self: the lines
 * @block: a block of code
 * @colors: (transfer full): its colours, which may still grow
 */
void
confab_text_lines_set_colors (ConfabTextLines  *self,
                              guint             block,
                              ConfabCodeColors *colors)
{
  State *state;

  g_return_if_fail (self != NULL);

  state = take_state (self, block);
  g_clear_pointer (&state->colors, confab_code_colors_free);
  state->colors = colors;
}

/**
 * confab_text_lines_color_lines:
 * @self: the lines
 * @block: a block of code
 * @first: the first line whose colours have become known
 * @end: the first line after those
 *
 * Shows the colours of lines that have been laid out before.
 */
void
confab_text_lines_color_lines (ConfabTextLines *self,
                               guint            block,
                               guint            first,
                               guint            end)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (block < self->boxes->len);

  for (guint i = MAX (get_box (self, block)->first, self->live_first);
       i < MIN (get_box_end (self, block), self->live_end); i++)
    {
      ConfabTextPiece *piece = get_piece (self, i);

      if (piece->line >= first && piece->line < end)
        {
          g_clear_object (&piece->layout);
          g_clear_pointer (&piece->node, gsk_render_node_unref);
        }
    }
}

/**
 * confab_text_lines_forget_colors:
 * @self: the lines
 * @id: of a block whose text is no longer what it was
 */
void
confab_text_lines_forget_colors (ConfabTextLines *self,
                                 guint            id)
{
  State *state = g_hash_table_lookup (self->states, GUINT_TO_POINTER (id));

  if (state != NULL)
    g_clear_pointer (&state->colors, confab_code_colors_free);
}

/**
 * confab_text_lines_drop_colors:
 * @self: the lines
 *
 * Forgets the colours of all code: they are other ones now.
 */
void
confab_text_lines_drop_colors (ConfabTextLines *self)
{
  GHashTableIter iter;
  gpointer state;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &state))
    g_clear_pointer (&((State *) state)->colors, confab_code_colors_free);
}
