/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-lines-private.h"

static const ConfabTextPiece *
find (ConfabTextLines       *self,
      const ConfabTextPlace *place,
      int                   *index)
{
  const ConfabTextPiece *piece =
    confab_text_lines_get_piece (self, confab_text_lines_find_at (self, place), TRUE);

  *index = (int) MIN (place->byte - MIN (place->byte, piece->start), piece->length);

  return piece;
}

static int
move_visually (PangoLayout *layout,
               int          index,
               int          direction)
{
  const char *text = pango_layout_get_text (layout);
  int trailing;

  pango_layout_move_cursor_visually (layout, TRUE, index, 0, direction, &index, &trailing);
  if (index < 0 || index == G_MAXINT)
    return -1;

  return (int) (g_utf8_offset_to_pointer (text + index, trailing) - text);
}

/**
 * confab_text_lines_step_visually:
 * @self: measured lines
 * @place: (inout): a place in the text
 * @direction: 1 to the right, -1 to the left, whatever the text's own direction is there
 *
 * Goes to the next place between two characters as they stand on screen.
 *
 * Returns: %FALSE where the line ends
 */
gboolean
confab_text_lines_step_visually (ConfabTextLines *self,
                                 ConfabTextPlace *place,
                                 int              direction)
{
  const ConfabTextPiece *piece;
  int index;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  if (self->pieces->len == 0)
    return FALSE;

  piece = find (self, place, &index);
  if (piece->block != place->block || piece->line != place->line)
    return FALSE;

  index = move_visually (piece->layout, index, direction);
  if (index < 0 || piece->start + (gsize) index == place->byte)
    return FALSE;

  place->byte = piece->start + (gsize) index;

  return TRUE;
}

/* The last place of a visual line that goes on: the place after it is the first of the next one. */
static int
get_last_place (PangoLayout     *layout,
                PangoLayoutLine *line)
{
  const char *text = pango_layout_get_text (layout);
  const PangoLogAttr *attrs;
  int n_attrs;
  int at = line->start_index + line->length;
  int character = (int) g_utf8_pointer_to_offset (text, text + at);

  attrs = pango_layout_get_log_attrs_readonly (layout, &n_attrs);
  do
    character--;
  while (character > 0 && !attrs[character].is_cursor_position);

  return MAX ((int) (g_utf8_offset_to_pointer (text, MAX (character, 0)) - text),
              line->start_index);
}

/**
 * confab_text_lines_step_to_line_end:
 * @self: measured lines
 * @place: (inout): a place in the text
 * @direction: 1 for the end, -1 for the start
 *
 * Goes to the end of the visual line, which is a part of the document's line where that wraps.
 */
void
confab_text_lines_step_to_line_end (ConfabTextLines *self,
                                    ConfabTextPlace *place,
                                    int              direction)
{
  const ConfabTextPiece *piece;
  PangoLayoutLine *line;
  int index;
  int number;
  gboolean goes_on;

  g_return_if_fail (self != NULL);
  g_return_if_fail (place != NULL);

  if (self->pieces->len == 0)
    return;

  piece = find (self, place, &index);
  if (piece->block != place->block || piece->line != place->line)
    return;

  pango_layout_index_to_line_x (piece->layout, index, FALSE, &number, NULL);
  line = pango_layout_get_line_readonly (piece->layout, number);
  goes_on = number + 1 < pango_layout_get_line_count (piece->layout) ||
            piece->start + piece->length <
              get_line (self, piece->block, piece->line)->length;
  if (direction < 0)
    index = line->start_index;
  else if (goes_on && line->length > 0)
    index = get_last_place (piece->layout, line);
  else
    index = line->start_index + line->length;
  place->byte = piece->start + (gsize) index;
}

/**
 * confab_text_lines_reveal:
 * @self: measured lines
 * @place: a place in the text
 *
 * Scrolls the block that it is in sideways, no more than it takes to see the place.
 *
 * Returns: whether it moved
 */
gboolean
confab_text_lines_reveal (ConfabTextLines       *self,
                          const ConfabTextPlace *place)
{
  ConfabTextArea area;
  gint64 bottom;
  int scroll;
  int left;
  int right;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  if (place->block >= self->boxes->len || confab_text_lines_get_overflow (self, place->block) == 0 ||
      !confab_text_lines_get_caret (self, place, &area))
    return FALSE;

  confab_text_lines_get_box_bounds (self, place->block, &left, &right, &bottom);
  scroll = confab_text_lines_get_scroll (self, place->block);
  left += CONFAB_BLOCK_SIDE;
  right -= CONFAB_BLOCK_SIDE;
  if (area.x < left)
    scroll -= (int) (left - area.x);
  else if (area.x > right)
    scroll += (int) (area.x - right);

  return confab_text_lines_set_scroll (self, place->block, scroll);
}

/**
 * confab_text_lines_get_outside:
 * @self: measured lines
 * @place: a place in the text
 * @x: Pango units
 *
 * Returns: how far @x is to the right of the frame of the block, less than 0 to the left; 0 where
 *   nothing more of it could be seen there
 */
int
confab_text_lines_get_outside (ConfabTextLines       *self,
                               const ConfabTextPlace *place,
                               gint64                 x)
{
  gint64 bottom;
  int overflow;
  int scroll;
  int left;
  int right;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (place != NULL, 0);

  if (place->block >= self->boxes->len)
    return 0;

  overflow = confab_text_lines_get_overflow (self, place->block);
  if (overflow == 0)
    return 0;

  confab_text_lines_get_box_bounds (self, place->block, &left, &right, &bottom);
  scroll = confab_text_lines_get_scroll (self, place->block);
  if (x < left && scroll > 0)
    return (int) MAX (x - left, G_MININT / 2);
  if (x > right && scroll < overflow)
    return (int) MIN (x - right, G_MAXINT / 2);

  return 0;
}
