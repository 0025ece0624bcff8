/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-lines-private.h"

#include <string.h>

/**
 * confab_text_lines_find:
 * @self: measured lines
 * @y: Pango units
 *
 * Returns: the first piece of the last row that starts at or above @y, or 0
 */
guint
confab_text_lines_find (ConfabTextLines *self,
                        gint64           y)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (self != NULL, 0);

  high = self->pieces->len;
  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_piece (self, middle)->top <= y)
        low = middle;
      else
        high = middle;
    }

  while (low > 0 && low < self->pieces->len &&
         get_piece (self, low - 1)->top == get_piece (self, low)->top)
    low--;

  return low;
}

/**
 * confab_text_lines_find_box:
 * @self: measured lines
 * @y: Pango units
 *
 * Returns: the block at @y, or the one above where there is a gap; G_MAXUINT when there is none
 */
guint
confab_text_lines_find_box (ConfabTextLines *self,
                            gint64           y)
{
  g_return_val_if_fail (self != NULL, G_MAXUINT);

  if (self->pieces->len == 0)
    return G_MAXUINT;

  return get_piece (self, confab_text_lines_find (self, y))->block;
}

/**
 * confab_text_lines_get_piece_x:
 * @self: measured lines
 * @piece: a piece
 *
 * Returns: where the left edge of its layout is drawn
 */
int
confab_text_lines_get_piece_x (ConfabTextLines       *self,
                               const ConfabTextPiece *piece)
{
  const ConfabBlockBox *box;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (piece != NULL, 0);

  box = get_box (self, piece->block);
  if (confab_block_box_has_frame (box->kind))
    return piece->x - confab_text_lines_get_scroll (self, piece->block);

  /* Right to left text stands at the right edge of the layout, which may be wider than we are. */
  return piece->rtl ? piece->x + (self->shown - self->width) * PANGO_SCALE : piece->x;
}

/* The place at the top of the view */

/**
 * confab_text_lines_get_place:
 * @self: measured lines
 * @y: Pango units
 * @place: (out): the text at @y
 *
 * Returns: whether there is text
 */
gboolean
confab_text_lines_get_place (ConfabTextLines *self,
                             gint64           y,
                             ConfabTextPlace *place)
{
  const ConfabTextPiece *piece;
  PangoRectangle position;
  int index;
  int trailing;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->pieces->len == 0)
    return FALSE;

  piece = confab_text_lines_get_piece (self, confab_text_lines_find (self, y), TRUE);
  pango_layout_xy_to_index (piece->layout, piece->rtl ? MAX (piece->room, 0) : 0,
                            (int) CLAMP (y - piece->y, 0, G_MAXINT), &index, &trailing);
  pango_layout_index_to_pos (piece->layout, index, &position);

  place->block = piece->block;
  place->line = piece->line;
  place->byte = piece->start + index;
  place->offset = (int) CLAMP ((y - piece->y - position.y) * 1024 /
                                 confab_text_style_get_em (self->style),
                               G_MININT, G_MAXINT);

  return TRUE;
}

/**
 * confab_text_lines_find_at:
 * @self: measured lines
 * @place: a place in the text
 *
 * Returns: the piece it is in, or the one before; of two pieces that meet there, the second
 */
guint
confab_text_lines_find_at (ConfabTextLines       *self,
                           const ConfabTextPlace *place)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (place != NULL, 0);

  high = self->pieces->len;
  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;
      const ConfabTextPiece *piece = get_piece (self, middle);

      if (piece->block < place->block ||
          (piece->block == place->block && piece->line < place->line) ||
          (piece->block == place->block && piece->line == place->line &&
           piece->start <= place->byte))
        low = middle;
      else
        high = middle;
    }

  return low;
}

/**
 * confab_text_lines_find_place:
 * @self: measured lines
 * @place: a place in the text
 *
 * Returns: where it is now, Pango units
 */
gint64
confab_text_lines_find_place (ConfabTextLines       *self,
                              const ConfabTextPlace *place)
{
  const ConfabTextPiece *piece;
  PangoRectangle position;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (place != NULL, 0);

  if (self->pieces->len == 0)
    return 0;

  /* Where the visual lines of that piece begin has to be known; where it stands is found later. */
  confab_text_lines_make_exact_at (self, place);
  piece = confab_text_lines_get_piece (self, confab_text_lines_find_at (self, place), TRUE);
  pango_layout_index_to_pos (piece->layout,
                             (int) MIN (place->byte - MIN (place->byte, piece->start),
                                        piece->length),
                             &position);

  return piece->y + position.y +
         (gint64) place->offset * confab_text_style_get_em (self->style) / 1024;
}

/* Points */

/* How far a point is from an interval. */
static gint64
get_distance (gint64 at,
              gint64 start,
              gint64 end)
{
  return at < start ? start - at : at > end ? at - end : 0;
}

/* Of the pieces of a row, cells of a table as a rule, the one that is nearest to a point. */
static guint
find_nearest (ConfabTextLines *self,
              guint            first,
              int              x,
              gint64           y)
{
  const ConfabTextPiece *piece = get_piece (self, first);
  gint64 top = piece->top;
  gint64 least_x = G_MAXINT64;
  gint64 least_y = G_MAXINT64;
  guint nearest = first;

  for (guint i = first; i < self->pieces->len && get_piece (self, i)->top == top; i++)
    {
      gint64 distance_x;
      gint64 distance_y;
      int left;

      piece = get_piece (self, i);
      left = confab_text_lines_get_piece_x (self, piece);
      distance_x = get_distance (x, left, left + (piece->room >= 0 ? piece->room : piece->width));
      distance_y = get_distance (y, piece->y, piece->y + piece->height);
      if (distance_x < least_x || (distance_x == least_x && distance_y < least_y))
        {
          least_x = distance_x;
          least_y = distance_y;
          nearest = i;
        }
    }

  return nearest;
}

static const ConfabSpan *
find_span (const ConfabLine *line,
           gsize             byte)
{
  guint low = 0;
  guint high = line->n_spans;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (line->spans[middle].end <= byte)
        low = middle + 1;
      else
        high = middle;
    }

  return low < line->n_spans && line->spans[low].start <= byte ? &line->spans[low] : NULL;
}

/* In a gap between two rows, what is nearer. */
static guint
find_row (ConfabTextLines *self,
          gint64           y)
{
  guint first = confab_text_lines_find (self, y);
  guint end = first;

  while (end < self->pieces->len && get_piece (self, end)->top == get_piece (self, first)->top)
    end++;
  if (end < self->pieces->len && y > get_piece (self, end - 1)->bottom &&
      get_piece (self, end)->top - y < y - get_piece (self, end - 1)->bottom)
    return end;

  return first;
}

/* Finds the character at a point, or the one that is nearest. */
static const ConfabTextPiece *
hit (ConfabTextLines *self,
     gint64           x,
     gint64           y,
     int             *index,
     int             *trailing,
     gboolean        *inside)
{
  const ConfabTextPiece *piece;
  int at;
  int left;
  int right;
  gint64 bottom;

  at = (int) CLAMP (x, G_MININT / 4, G_MAXINT / 4);
  piece = confab_text_lines_get_piece (self, find_nearest (self, find_row (self, y), at, y), TRUE);
  *inside = pango_layout_xy_to_index (piece->layout,
                                      at - confab_text_lines_get_piece_x (self, piece),
                                      (int) CLAMP (y - piece->y, G_MININT / 4, G_MAXINT / 4),
                                      index, trailing);

  /* What is scrolled out of the frame is not there. */
  confab_text_lines_get_box_bounds (self, piece->block, &left, &right, &bottom);
  if (confab_block_box_has_frame (get_box (self, piece->block)->kind) && (at < left || at > right))
    *inside = FALSE;

  return piece;
}

/**
 * confab_text_lines_pick:
 * @self: measured lines
 * @x: Pango units
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
  const ConfabTextPiece *last;
  gboolean inside;
  int index;
  int trailing;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  *place = (ConfabTextPlace) { 0, };
  if (self->pieces->len == 0)
    return FALSE;

  /* Above and below all text is before and behind it. */
  if (y < 0)
    return FALSE;

  last = get_piece (self, self->pieces->len - 1);
  if (y >= last->bottom)
    {
      place->block = last->block;
      place->line = last->line;
      place->byte = last->start + last->length;
      return FALSE;
    }

  piece = hit (self, x, y, &index, &trailing, &inside);
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
 * confab_text_lines_pick_character:
 * @self: measured lines
 * @x: Pango units
 * @y: Pango units
 * @place: (out caller-allocates): where the nearest character starts
 */
void
confab_text_lines_pick_character (ConfabTextLines *self,
                                  gint64           x,
                                  gint64           y,
                                  ConfabTextPlace *place)
{
  const ConfabTextPiece *piece;
  gboolean inside;
  int index;
  int trailing;

  g_return_if_fail (self != NULL);
  g_return_if_fail (place != NULL);

  *place = (ConfabTextPlace) { 0, };
  if (self->pieces->len == 0)
    return;

  piece = hit (self, x, y, &index, &trailing, &inside);
  *place = (ConfabTextPlace) { piece->block, piece->line, piece->start + (gsize) index, 0 };
}

/**
 * confab_text_lines_pick_span:
 * @self: measured lines
 * @x: Pango units
 * @y: Pango units
 * @place: (out caller-allocates): where the span starts
 *
 * Finds the link, the citation mark or the like at a point.
 *
 * Returns: (transfer none) (nullable): the span, valid until the document's next update
 */
const ConfabSpan *
confab_text_lines_pick_span (ConfabTextLines *self,
                             gint64           x,
                             gint64           y,
                             ConfabTextPlace *place)
{
  const ConfabTextPiece *piece;
  const ConfabSpan *span;
  gboolean inside;
  int index;
  int trailing;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (place != NULL, NULL);

  *place = (ConfabTextPlace) { 0, };
  if (self->pieces->len == 0)
    return NULL;

  piece = hit (self, x, y, &index, &trailing, &inside);
  if (!inside || piece->length == 0)
    return NULL;

  span = find_span (get_line (self, piece->block, piece->line), piece->start + (gsize) index);
  if (span == NULL)
    return NULL;

  place->block = piece->block;
  place->line = piece->line;
  place->byte = span->start;

  return span;
}

/**
 * confab_text_lines_get_caret:
 * @self: measured lines
 * @place: a place in the text
 * @area: (out caller-allocates): where a caret stands; it has no width
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
  g_return_val_if_fail (area != NULL, FALSE);

  *area = (ConfabTextArea) { 0, };
  if (self->pieces->len == 0)
    return FALSE;

  piece = confab_text_lines_get_piece (self, confab_text_lines_find_at (self, place), TRUE);
  pango_layout_get_cursor_pos (piece->layout,
                               (int) MIN (place->byte - MIN (place->byte, piece->start),
                                          piece->length),
                               &position, NULL);
  area->x = confab_text_lines_get_piece_x (self, piece) + position.x;
  area->y = piece->y + position.y;
  area->height = position.height;

  return TRUE;
}

/* Areas */

static void
add_areas (ConfabTextLines       *self,
           const ConfabTextPiece *piece,
           int                    start,
           int                    end,
           GArray                *areas)
{
  g_autoptr (PangoLayoutIter) iter = pango_layout_get_iter (piece->layout);
  gboolean framed = confab_block_box_has_frame (get_box (self, piece->block)->kind);
  int x = confab_text_lines_get_piece_x (self, piece);
  int left;
  int right;
  gint64 bottom;

  confab_text_lines_get_box_bounds (self, piece->block, &left, &right, &bottom);
  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      g_autofree int *ranges = NULL;
      PangoRectangle extents;
      int n_ranges;

      if (line->start_index + line->length <= start || line->start_index >= end)
        continue;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      pango_layout_line_get_x_ranges (line, MAX (start, line->start_index),
                                      MIN (end, line->start_index + line->length), &ranges,
                                      &n_ranges);
      for (int i = 0; i < n_ranges; i++)
        {
          int from = x + ranges[2 * i];
          int to = x + ranges[2 * i + 1];
          ConfabTextArea area;

          if (framed)
            {
              from = CLAMP (from, left, right);
              to = CLAMP (to, left, right);
            }
          if (from == to)
            continue;

          area = (ConfabTextArea) { from, piece->y + extents.y, to - from, extents.height };
          g_array_append_val (areas, area);
        }
    }
  while (pango_layout_iter_next_line (iter));
}

/**
 * confab_text_lines_get_areas:
 * @self: measured lines
 * @from: where a range starts
 * @to: where it ends
 * @top: Pango units
 * @bottom: Pango units
 *
 * Finds where the text of a range is drawn, as far as it is between @top and @bottom: one area or
 * more for each visual line. What is scrolled out of its frame is left out.
 *
 * Returns: (transfer full) (element-type ConfabTextArea): the areas
 */
GArray *
confab_text_lines_get_areas (ConfabTextLines       *self,
                             const ConfabTextPlace *from,
                             const ConfabTextPlace *to,
                             gint64                 top,
                             gint64                 bottom)
{
  GArray *areas = g_array_new (FALSE, FALSE, sizeof (ConfabTextArea));
  guint first;
  guint last;

  g_return_val_if_fail (self != NULL, areas);
  g_return_val_if_fail (from != NULL && to != NULL, areas);

  if (self->pieces->len == 0)
    return areas;

  first = MAX (confab_text_lines_find_at (self, from), confab_text_lines_find (self, top));
  last = confab_text_lines_find_at (self, to);
  for (guint i = first; i <= last; i++)
    {
      const ConfabTextPiece *piece = get_piece (self, i);
      gsize start = piece->start;
      gsize end = piece->start + piece->length;

      if (piece->top > bottom)
        break;
      if (piece->bottom < top)
        continue;

      if (piece->block == from->block && piece->line == from->line)
        start = CLAMP (from->byte, start, end);
      if (piece->block == to->block && piece->line == to->line)
        end = CLAMP (to->byte, start, end);
      if (start < end)
        add_areas (self, confab_text_lines_get_piece (self, i, TRUE),
                   (int) (start - piece->start), (int) (end - piece->start), areas);
    }

  return areas;
}
