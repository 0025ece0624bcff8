/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-code-colors.h"

typedef struct {
  guint      start; /* bytes of the line */
  guint      end;
  PangoColor color;
} Run;

struct _ConfabCodeColors {
  GArray *runs;
  GArray *ends; /* of guint: how many runs there are up to the end of each line */
};

/**
 * confab_code_colors_get_n_lines:
 * @self: the colours
 *
 * Returns: the number of lines that are known
 */
guint
confab_code_colors_get_n_lines (ConfabCodeColors *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->ends->len;
}

/**
 * confab_code_colors_add_run:
 * @self: the colours
 * @start: the first byte in the line that is now the last
 * @end: the first byte after it
 * @color: its colour
 */
void
confab_code_colors_add_run (ConfabCodeColors *self,
                            gsize             start,
                            gsize             end,
                            const PangoColor *color)
{
  Run run = { (guint) start, (guint) end, *color };

  g_return_if_fail (self != NULL);

  g_array_append_val (self->runs, run);
}

/**
 * confab_code_colors_end_line:
 * @self: the colours
 *
 * Says that the line has all of its colours. The next run belongs to the next line.
 */
void
confab_code_colors_end_line (ConfabCodeColors *self)
{
  g_return_if_fail (self != NULL);

  g_array_append_val (self->ends, self->runs->len);
}

/**
 * confab_code_colors_apply:
 * @self: the colours
 * @line: a line
 * @start: the first byte of it that is shown
 * @length: bytes that are shown
 * @attributes: the attributes of the layout
 *
 * Returns: (transfer full): the attributes, with the colours
 */
PangoAttrList *
confab_code_colors_apply (ConfabCodeColors *self,
                          guint             line,
                          gsize             start,
                          gsize             length,
                          PangoAttrList    *attributes)
{
  PangoAttrList *colored;
  guint first;

  g_return_val_if_fail (self != NULL, NULL);

  colored = pango_attr_list_copy (attributes);
  if (line >= self->ends->len)
    return colored;

  first = line > 0 ? g_array_index (self->ends, guint, line - 1) : 0;
  for (guint i = first; i < g_array_index (self->ends, guint, line); i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);
      PangoAttribute *attribute;

      if (run->end <= start || run->start >= start + length)
        continue;

      attribute = pango_attr_foreground_new (run->color.red, run->color.green, run->color.blue);
      attribute->start_index = (guint) (MAX (run->start, start) - start);
      attribute->end_index = (guint) (MIN (run->end, start + length) - start);
      pango_attr_list_insert (colored, attribute);
    }

  return colored;
}

/**
 * confab_code_colors_new:
 *
 * Returns: (transfer full): colours of no line
 */
ConfabCodeColors *
confab_code_colors_new (void)
{
  ConfabCodeColors *self = g_new0 (ConfabCodeColors, 1);

  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint));

  return self;
}

/**
 * confab_code_colors_free:
 * @self: (transfer full): the colours
 */
void
confab_code_colors_free (ConfabCodeColors *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->runs);
  g_array_unref (self->ends);
  g_free (self);
}
