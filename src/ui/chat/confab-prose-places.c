/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-prose-private.h"

/**
 * confab_prose_get_place:
 * @self: the widget, its height asked for
 * @y: pixels from its top
 * @place: (out caller-allocates): the text there
 *
 * Returns: whether there is text
 */
gboolean
confab_prose_get_place (ConfabProse     *self,
                        int              y,
                        ConfabTextPlace *place)
{
  g_return_val_if_fail (CONFAB_IS_PROSE (self), FALSE);

  return confab_text_lines_get_place (self->lines, (gint64) y * PANGO_SCALE, place);
}

/**
 * confab_prose_find_place:
 * @self: the widget, its height asked for
 * @place: a place in the text
 *
 * Returns: where it is now, pixels from the top
 */
int
confab_prose_find_place (ConfabProse           *self,
                         const ConfabTextPlace *place)
{
  g_return_val_if_fail (CONFAB_IS_PROSE (self), 0);

  return to_pixels (confab_text_lines_find_place (self->lines, place));
}

/**
 * confab_prose_pick:
 * @self: the widget, its height asked for
 * @x: pixels from its left edge
 * @y: pixels from its top
 * @place: (out caller-allocates): the place between two characters that is nearest
 *
 * Returns: whether there is a character at that point
 */
gboolean
confab_prose_pick (ConfabProse     *self,
                   double           x,
                   double           y,
                   ConfabTextPlace *place)
{
  g_return_val_if_fail (CONFAB_IS_PROSE (self), FALSE);

  return confab_text_lines_pick (self->lines, (gint64) (x * PANGO_SCALE),
                                 (gint64) (y * PANGO_SCALE), place);
}

/**
 * confab_prose_pick_character:
 * @self: the widget, its height asked for
 * @x: pixels from its left edge
 * @y: pixels from its top
 * @place: (out caller-allocates): where the nearest character starts
 */
void
confab_prose_pick_character (ConfabProse     *self,
                             double           x,
                             double           y,
                             ConfabTextPlace *place)
{
  g_return_if_fail (CONFAB_IS_PROSE (self));

  confab_text_lines_pick_character (self->lines, (gint64) (x * PANGO_SCALE),
                                    (gint64) (y * PANGO_SCALE), place);
}

/**
 * confab_prose_pick_span:
 * @self: the widget, its height asked for
 * @x: pixels from its left edge
 * @y: pixels from its top
 * @place: (out caller-allocates): where the span starts
 *
 * Finds the link, the citation mark or the like at a point.
 *
 * Returns: (transfer none) (nullable): the span, valid until the document's next update
 */
const ConfabSpan *
confab_prose_pick_span (ConfabProse     *self,
                        double           x,
                        double           y,
                        ConfabTextPlace *place)
{
  g_return_val_if_fail (CONFAB_IS_PROSE (self), NULL);

  return confab_text_lines_pick_span (self->lines, (gint64) (x * PANGO_SCALE),
                                      (gint64) (y * PANGO_SCALE), place);
}

/**
 * confab_prose_get_area:
 * @self: the widget, its height asked for
 * @from: where a range starts, a span as a rule
 * @to: where it ends
 * @area: (out caller-allocates): where the first visual line of it is drawn, pixels
 *
 * Returns: whether it is drawn at all, and not scrolled out of its frame
 */
gboolean
confab_prose_get_area (ConfabProse           *self,
                       const ConfabTextPlace *from,
                       const ConfabTextPlace *to,
                       GdkRectangle          *area)
{
  g_autoptr (GArray) areas = NULL;
  const ConfabTextArea *first;

  g_return_val_if_fail (CONFAB_IS_PROSE (self), FALSE);
  g_return_val_if_fail (area != NULL, FALSE);

  areas = confab_text_lines_get_areas (self->lines, from, to, 0, G_MAXINT64);
  if (areas->len == 0)
    return FALSE;

  first = &g_array_index (areas, ConfabTextArea, 0);
  *area = (GdkRectangle) { to_pixels (first->x), to_pixels (first->y), to_pixels (first->width),
                           to_pixels (first->height) };

  return TRUE;
}

/**
 * confab_prose_get_caret_area:
 * @self: the widget, its height asked for
 * @place: a place in the text
 * @area: (out caller-allocates): where a caret stands, pixels
 *
 * Returns: whether there is text
 */
gboolean
confab_prose_get_caret_area (ConfabProse           *self,
                             const ConfabTextPlace *place,
                             GdkRectangle          *area)
{
  ConfabTextArea units;

  g_return_val_if_fail (CONFAB_IS_PROSE (self), FALSE);

  if (!confab_text_lines_get_caret (self->lines, place, &units))
    return FALSE;

  area->x = to_pixels (units.x);
  area->y = to_pixels (units.y);
  area->width = 1;
  area->height = to_pixels (units.height);

  return TRUE;
}

/**
 * confab_prose_step_visually:
 * @self: the widget, its height asked for
 * @place: (inout): a place in the text
 * @direction: 1 to the right, -1 to the left
 *
 * Returns: %FALSE where the line ends
 */
gboolean
confab_prose_step_visually (ConfabProse     *self,
                            ConfabTextPlace *place,
                            int              direction)
{
  g_return_val_if_fail (CONFAB_IS_PROSE (self), FALSE);

  return confab_text_lines_step_visually (self->lines, place, direction);
}

/**
 * confab_prose_step_to_line_end:
 * @self: the widget, its height asked for
 * @place: (inout): a place in the text
 * @direction: 1 for the end of the visual line, -1 for its start
 */
void
confab_prose_step_to_line_end (ConfabProse     *self,
                               ConfabTextPlace *place,
                               int              direction)
{
  g_return_if_fail (CONFAB_IS_PROSE (self));

  confab_text_lines_step_to_line_end (self->lines, place, direction);
}

/**
 * confab_prose_get_outside:
 * @self: the widget, its height asked for
 * @place: a place in the text
 * @x: pixels from its left edge
 *
 * Returns: by how much @x is beside the frame of a block that can be scrolled that way, pixels: less
 *   than 0 at its left, 0 where it is not
 */
double
confab_prose_get_outside (ConfabProse           *self,
                          const ConfabTextPlace *place,
                          double                 x)
{
  g_return_val_if_fail (CONFAB_IS_PROSE (self), 0);

  return (double) confab_text_lines_get_outside (self->lines, place,
                                                 (gint64) (x * PANGO_SCALE)) / PANGO_SCALE;
}
