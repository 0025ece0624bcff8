/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-code-colors.h"

#include <math.h>

/* What is behind code, light and dark, as luminance; and the contrast that small text needs. */
#define LIGHT_LUMINANCE 0.90
#define DARK_LUMINANCE 0.025
#define CONTRAST 4.5
#define MIX_STEPS 20

typedef struct {
  guint      start; /* bytes of the line */
  guint      end;
  PangoColor color;
} Run;

struct _ConfabCodeColors {
  GArray *runs;
  GArray *ends; /* of guint: how many runs there are up to the end of each line */
};

static double
get_linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (double red,
               double green,
               double blue)
{
  return 0.2126 * get_linear (red) + 0.7152 * get_linear (green) + 0.0722 * get_linear (blue);
}

static double
get_contrast (double a,
              double b)
{
  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

/**
 * confab_code_colors_make_legible:
 * @color: a colour of a style scheme
 * @dark: whether what is behind it is dark
 *
 * Returns: the colour, as much darker or lighter as it takes to be read
 */
PangoColor
confab_code_colors_make_legible (const GdkRGBA *color,
                                 gboolean       dark)
{
  double behind = dark ? DARK_LUMINANCE : LIGHT_LUMINANCE;
  double to = dark ? 1 : 0;
  double red = 0;
  double green = 0;
  double blue = 0;

  for (guint i = 0; i <= MIX_STEPS; i++)
    {
      double share = (double) i / MIX_STEPS;

      red = color->red + (to - color->red) * share;
      green = color->green + (to - color->green) * share;
      blue = color->blue + (to - color->blue) * share;
      if (get_contrast (get_luminance (red, green, blue), behind) >= CONTRAST)
        break;
    }

  return (PangoColor) { (guint16) (red * 0xffff), (guint16) (green * 0xffff),
                        (guint16) (blue * 0xffff) };
}

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
      PangoAttribute *alpha;

      if (run->end <= start || run->start >= start + length)
        continue;

      attribute = pango_attr_foreground_new (run->color.red, run->color.green, run->color.blue);
      attribute->start_index = (guint) (MAX (run->start, start) - start);
      attribute->end_index = (guint) (MIN (run->end, start + length) - start);
      /* As it is, and not as transparent as text is. */
      alpha = pango_attr_foreground_alpha_new (G_MAXUINT16);
      alpha->start_index = attribute->start_index;
      alpha->end_index = attribute->end_index;
      pango_attr_list_insert (colored, attribute);
      pango_attr_list_insert (colored, alpha);
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
