/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a point to a place in the text, and back. */

#include "config.h"

#include "confab-text-lines.h"

/**
 * confab_text_lines_pick:
 * @self: measured lines
 * @x: Pango units from the left edge of the layouts
 * @y: Pango units
 * @place: (out caller-allocates): the place between two characters that is nearest
 *
 * Returns: whether there is a character at that point
 */
gboolean
confab_text_lines_pick (ConfabTextLines *self,
                        gint64           x,
                        gint64           y,
                        ConfabTextPlace *place)
{
  const ConfabTextPiece *piece;
  guint n;
  guint at;
  gboolean inside;
  int trailing;
  int index;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  *place = (ConfabTextPlace) { 0, };
  n = confab_text_lines_get_n (self);
  if (n == 0)
    return FALSE;

  at = confab_text_lines_find (self, y);
  piece = confab_text_lines_get_piece (self, at, FALSE);
  /* Between two blocks the nearer one is meant. */
  if (at + 1 < n && y >= piece->y + piece->height &&
      y - (piece->y + piece->height) >
          confab_text_lines_get_piece (self, at + 1, FALSE)->y - y)
    at++;

  piece = confab_text_lines_get_piece (self, at, TRUE);
  inside = pango_layout_xy_to_index (piece->layout, (int) CLAMP (x, G_MININT / 2, G_MAXINT / 2),
                                     (int) CLAMP (y - piece->y, G_MININT / 2, G_MAXINT / 2),
                                     &index, &trailing);
  /* Above and below all text is before and behind it. */
  if (y < 0 && at == 0)
    {
      index = 0;
      trailing = 0;
    }
  else if (at + 1 == n && y >= piece->y + piece->height)
    {
      index = (int) piece->length;
      trailing = 0;
    }
  place->block = piece->block;
  place->line = piece->line;
  place->byte = piece->start + (gsize) index;
  if (trailing > 0)
    {
      const char *text = pango_layout_get_text (piece->layout);

      place->byte = piece->start + (gsize) (g_utf8_offset_to_pointer (text + index, trailing) -
                                            text);
    }

  return inside;
}

/**
 * confab_text_lines_get_caret:
 * @self: measured lines
 * @place: a place in the text
 * @area: (out caller-allocates): where a caret stands, Pango units from the left edge of the layouts
 *   and the top of the first piece
 *
 * Returns: whether there is text
 */
gboolean
confab_text_lines_get_caret (ConfabTextLines       *self,
                             const ConfabTextPlace *place,
                             ConfabTextArea        *area)
{
  const ConfabTextPiece *piece;
  PangoRectangle position;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  *area = (ConfabTextArea) { 0, };
  if (confab_text_lines_get_n (self) == 0)
    return FALSE;

  piece = confab_text_lines_get_piece (self, confab_text_lines_find_at (self, place), TRUE);
  pango_layout_get_cursor_pos (piece->layout,
                               (int) MIN (place->byte - MIN (place->byte, piece->start),
                                          piece->length),
                               &position, NULL);
  area->x = position.x;
  area->y = piece->y + position.y;
  area->height = position.height;

  return TRUE;
}
