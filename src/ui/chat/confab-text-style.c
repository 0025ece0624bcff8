/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-style.h"

#include <adwaita.h>

#include "confab-theme-color.h"

#define LINE_HEIGHT 1.25

/* Sizes beside the body's 11 points: those of the style classes title-3 and caption. */
#define TITLE_SCALE (15.0 / 11)
#define CAPTION_SCALE (9.0 / 11)

/* The mark of a citation. */
#define MARK_SCALE 0.72
#define MARK_RISE 0.2 /* em, as are the next two */
#define MARK_SPACE 0.42
#define MARK_SPACE_LONG 0.14 /* with two digits and more, where it also stands between them */

/* Code in a line is made as high as the letters around it, which monospace fonts exceed. */
#define CODE_SCALE 0.9

#define DIM_ALPHA 0.72f
#define TAB_COLUMNS 4

/* Spans of a line that are given their looks. Far more of them, one on each character, would make
 * the layout slower than its text does. */
#define MAX_SPANS 2000

struct _ConfabTextStyle {
  GtkWidget        *widget; /* unowned: the owner's owner */
  PangoContext     *contexts[CONFAB_TEXT_N_DIRECTIONS];
  PangoAttrList    *attributes[CONFAB_TEXT_N_ROLES];
  PangoTabArray    *tabs; /* of code */
  ConfabTextColors  colors;
  guint             serial; /* of the widget's Pango context */
  int               em; /* size of the body's font, Pango units */
  gboolean          spacious;
  gboolean          stale;
};

/* Fonts */

static void
clear (ConfabTextStyle *self)
{
  for (guint i = 0; i < CONFAB_TEXT_N_DIRECTIONS; i++)
    g_clear_object (&self->contexts[i]);
  for (guint i = 0; i < CONFAB_TEXT_N_ROLES; i++)
    g_clear_pointer (&self->attributes[i], pango_attr_list_unref);
  g_clear_pointer (&self->tabs, pango_tab_array_free);
}

static PangoContext *
make_context (ConfabTextStyle *self)
{
  PangoContext *context = gtk_widget_create_pango_context (self->widget);
  const PangoFontDescription *before = pango_context_get_font_description (context);
  g_autoptr (PangoFontDescription) font = pango_font_description_copy (before);
  double size = pango_font_description_get_size (font);

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72;
  pango_font_description_set_absolute_size (font, size);
  pango_context_set_font_description (context, font);
  self->em = (int) size;

  return context;
}

/* Layouts have no opacity, and the text's own colour is not opaque. */
static PangoAttribute *
make_dim (ConfabTextStyle *self)
{
  return pango_attr_foreground_alpha_new (
    (guint16) MAX (self->colors.text.alpha * DIM_ALPHA * 0xffff, 1));
}

static PangoAttrList *
make_attributes (ConfabTextStyle *self,
                 ConfabTextRole   role)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  /* A hyphen that is not in the text has no place in an address or a key. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));

  switch (role)
    {
    case CONFAB_TEXT_BODY:
      if (self->spacious)
        pango_attr_list_insert (attributes, pango_attr_line_height_new (LINE_HEIGHT));
      break;

    case CONFAB_TEXT_TITLE:
      pango_attr_list_insert (attributes, pango_attr_scale_new (TITLE_SCALE));
      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      break;

    case CONFAB_TEXT_HEADING:
      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      break;

    case CONFAB_TEXT_CODE:
      pango_attr_list_insert (attributes, pango_attr_family_new ("monospace"));
      break;

    case CONFAB_TEXT_CELL:
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      break;

    case CONFAB_TEXT_HEAD:
      pango_attr_list_insert (attributes, pango_attr_scale_new (CAPTION_SCALE));
      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_attr_list_insert (attributes, make_dim (self));
      break;

    case CONFAB_TEXT_N_ROLES:
    default:
      g_assert_not_reached ();
    }

  return attributes;
}

/* Lines of code and rows of a table are all of one height, whatever font a character needs. */
static void
fix_line_height (ConfabTextStyle *self,
                 ConfabTextRole   role)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->contexts[CONFAB_TEXT_LTR]);
  int height;

  pango_layout_set_attributes (layout, self->attributes[role]);
  pango_layout_set_text (layout, "0", 1);
  pango_layout_get_size (layout, NULL, &height);
  pango_attr_list_insert (self->attributes[role],
                          pango_attr_line_height_new_absolute (PANGO_UNITS_CEIL (height)));
}

static void
make_all_attributes (ConfabTextStyle *self)
{
  for (guint i = 0; i < CONFAB_TEXT_N_ROLES; i++)
    {
      g_clear_pointer (&self->attributes[i], pango_attr_list_unref);
      self->attributes[i] = make_attributes (self, i);
    }
  fix_line_height (self, CONFAB_TEXT_CODE);
  fix_line_height (self, CONFAB_TEXT_CELL);
}

static PangoTabArray *
make_tabs (ConfabTextStyle *self)
{
  PangoTabArray *tabs = pango_tab_array_new (1, FALSE);
  g_autoptr (PangoLayout) layout = pango_layout_new (self->contexts[CONFAB_TEXT_LTR]);
  int width;

  pango_layout_set_attributes (layout, self->attributes[CONFAB_TEXT_CODE]);
  pango_layout_set_text (layout, "0", 1);
  pango_layout_get_size (layout, &width, NULL);
  pango_tab_array_set_tab (tabs, 0, PANGO_TAB_LEFT, MAX (width, 1) * TAB_COLUMNS);

  return tabs;
}

/**
 * confab_text_style_follow:
 * @self: the style
 *
 * Takes in what may have changed of the widget's fonts and its direction.
 *
 * Returns: whether all layouts made before are out of date
 */
gboolean
confab_text_style_follow (ConfabTextStyle *self)
{
  guint serial;

  g_return_val_if_fail (self != NULL, FALSE);

  serial = pango_context_get_serial (gtk_widget_get_pango_context (self->widget));
  if (serial == self->serial && !self->stale && self->contexts[0] != NULL)
    return FALSE;

  clear (self);
  self->serial = serial;
  self->stale = FALSE;
  for (guint i = 0; i < CONFAB_TEXT_N_DIRECTIONS; i++)
    self->contexts[i] = make_context (self);
  /* Each line goes to the side that its own text begins at, whatever the window's direction is:
   * Pango turns the alignment only where a line runs against its context. */
  pango_context_set_base_dir (self->contexts[CONFAB_TEXT_AUTO], PANGO_DIRECTION_WEAK_LTR);
  pango_context_set_base_dir (self->contexts[CONFAB_TEXT_LTR], PANGO_DIRECTION_LTR);
  pango_context_set_base_dir (self->contexts[CONFAB_TEXT_RTL], PANGO_DIRECTION_RTL);
  make_all_attributes (self);
  self->tabs = make_tabs (self);

  return TRUE;
}

/**
 * confab_text_style_follow_colors:
 * @self: the style
 *
 * Takes in what may have changed of the colours.
 *
 * Returns: whether all that was drawn before is out of date, and the colours of all layouts
 */
gboolean
confab_text_style_follow_colors (ConfabTextStyle *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  ConfabTextColors colors = { 0, };

  g_return_val_if_fail (self != NULL, FALSE);

  confab_theme_color_get (self->widget, NULL, &colors.text);
  confab_theme_color_get (self->widget, "accent_color", &colors.accent);
  colors.dark = adw_style_manager_get_dark (manager);
  colors.high_contrast = adw_style_manager_get_high_contrast (manager);

  if (gdk_rgba_equal (&colors.text, &self->colors.text) &&
      gdk_rgba_equal (&colors.accent, &self->colors.accent) &&
      colors.dark == self->colors.dark && colors.high_contrast == self->colors.high_contrast)
    return FALSE;

  self->colors = colors;
  if (self->contexts[0] != NULL)
    make_all_attributes (self);

  return TRUE;
}

/**
 * confab_text_style_has_colors:
 * @self: the style
 *
 * Returns: whether colours were followed yet
 */
gboolean
confab_text_style_has_colors (ConfabTextStyle *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->colors.text.alpha > 0;
}

/**
 * confab_text_style_set_spacious:
 * @self: the style
 * @spacious: whether visual lines stand apart, as in a text to read, or as the font says
 */
void
confab_text_style_set_spacious (ConfabTextStyle *self,
                                gboolean         spacious)
{
  g_return_if_fail (self != NULL);

  self->stale |= spacious != self->spacious;
  self->spacious = spacious;
}

/**
 * confab_text_style_get_colors:
 * @self: the style
 *
 * Returns: (transfer none): the colours, as they were followed last
 */
const ConfabTextColors *
confab_text_style_get_colors (ConfabTextStyle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->colors;
}

/**
 * confab_text_style_get_em:
 * @self: the style, followed at least once
 *
 * Returns: the size of the body's font, Pango units
 */
int
confab_text_style_get_em (ConfabTextStyle *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->em;
}

/* Layouts */

static void
insert (PangoAttrList  *attributes,
        PangoAttribute *attribute,
        gsize           start,
        gsize           end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (attributes, attribute);
}

/* The colour as it is: text is not opaque, and one that is as transparent would be too pale. */
static void
insert_accent (ConfabTextStyle *self,
               PangoAttrList   *attributes,
               gsize            start,
               gsize            end)
{
  const GdkRGBA *color = &self->colors.accent;

  insert (attributes,
          pango_attr_foreground_new ((guint16) (color->red * 0xffff),
                                     (guint16) (color->green * 0xffff),
                                     (guint16) (color->blue * 0xffff)), start, end);
  insert (attributes, pango_attr_foreground_alpha_new ((guint16) (color->alpha * 0xffff)), start, end);
}

/* A small number, raised, with a little room for the tint behind it; never the first of a line. */
static void
insert_mark (ConfabTextStyle *self,
             PangoAttrList   *attributes,
             const char      *text,
             gsize            start,
             gsize            end)
{
  double space = end - start > 1 ? MARK_SPACE_LONG : MARK_SPACE;
  gsize before = start;

  while (before > 0 && (text[--before] & 0xc0) == 0x80)
    ;
  insert (attributes, pango_attr_allow_breaks_new (FALSE), before, end);
  insert (attributes, pango_attr_scale_new (MARK_SCALE), start, end);
  insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
  insert (attributes, pango_attr_rise_new ((int) (self->em * MARK_RISE)), start, end);
  insert (attributes, pango_attr_letter_spacing_new ((int) (self->em * space)), start, end);
  insert_accent (self, attributes, start, end);
}

static void
insert_span (ConfabTextStyle  *self,
             PangoAttrList    *attributes,
             const char       *text,
             const ConfabSpan *span,
             gsize             start,
             gsize             end)
{
  if (span->flags & CONFAB_SPAN_CITATION)
    {
      insert_mark (self, attributes, text, start, end);
      return;
    }

  if (span->flags & CONFAB_SPAN_STRONG)
    insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
  if (span->flags & CONFAB_SPAN_EMPHASIS)
    insert (attributes, pango_attr_style_new (PANGO_STYLE_ITALIC), start, end);
  if (span->flags & CONFAB_SPAN_STRIKE)
    insert (attributes, pango_attr_strikethrough_new (TRUE), start, end);
  if (span->flags & (CONFAB_SPAN_CODE | CONFAB_SPAN_MATH))
    {
      insert (attributes, pango_attr_family_new ("monospace"), start, end);
      insert (attributes, pango_attr_scale_new (CODE_SCALE), start, end);
    }
  if (span->flags & CONFAB_SPAN_LINK)
    insert_accent (self, attributes, start, end);
  else if (span->flags & CONFAB_SPAN_IMAGE)
    insert (attributes, make_dim (self), start, end);
}

/**
 * confab_text_style_find_span:
 * @line: a line
 * @byte: a byte in it
 *
 * Returns: the first span that ends after the byte, or the number of spans
 */
guint
confab_text_style_find_span (const ConfabLine *line,
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

  return low;
}

static void
set_attributes (ConfabTextStyle  *self,
                PangoLayout      *layout,
                ConfabTextRole    role,
                const ConfabLine *line,
                gsize             start,
                gsize             length)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  guint first = confab_text_style_find_span (line, start);
  guint last = MIN (line->n_spans, first + MAX_SPANS);

  if (first == last || line->spans[first].start >= start + length)
    {
      pango_layout_set_attributes (layout, self->attributes[role]);
      return;
    }

  attributes = pango_attr_list_copy (self->attributes[role]);
  for (guint i = first; i < last && line->spans[i].start < start + length; i++)
    {
      const ConfabSpan *span = &line->spans[i];

      insert_span (self, attributes, line->text + start, span, MAX (span->start, start) - start,
                   MIN (span->end, start + length) - start);
    }
  pango_layout_set_attributes (layout, attributes);
}

/**
 * confab_text_style_make_layout:
 * @self: the style, followed at least once
 * @role: what the line is
 * @direction: its base direction
 * @line: the line
 * @start: the first byte to show
 * @length: bytes to show
 *
 * Returns: (transfer full): a layout that does not wrap yet
 */
PangoLayout *
confab_text_style_make_layout (ConfabTextStyle     *self,
                               ConfabTextRole       role,
                               ConfabTextDirection  direction,
                               const ConfabLine    *line,
                               gsize                start,
                               gsize                length)
{
  PangoLayout *layout;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (line != NULL, NULL);
  g_return_val_if_fail (start + length <= line->length, NULL);

  layout = pango_layout_new (self->contexts[direction]);
  pango_layout_set_auto_dir (layout, direction == CONFAB_TEXT_AUTO);
  if (direction == CONFAB_TEXT_RTL)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (role == CONFAB_TEXT_CODE)
    pango_layout_set_tabs (layout, self->tabs);
  set_attributes (self, layout, role, line, start, length);
  pango_layout_set_text (layout, line->text + start, (int) length);

  return layout;
}

/**
 * confab_text_style_make_marker:
 * @self: the style, followed at least once
 * @text: what stands before a list item
 *
 * Returns: (transfer full): its layout
 */
PangoLayout *
confab_text_style_make_marker (ConfabTextStyle *self,
                               const char      *text)
{
  PangoLayout *layout;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  layout = pango_layout_new (self->contexts[CONFAB_TEXT_LTR]);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_attr_list_insert (attributes, make_dim (self));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

/* Making and freeing */

/**
 * confab_text_style_new:
 * @widget: (transfer none): whose style it follows; must outlive it
 *
 * Returns: (transfer full): a style, to be followed before it makes layouts
 */
ConfabTextStyle *
confab_text_style_new (GtkWidget *widget)
{
  ConfabTextStyle *self = g_new0 (ConfabTextStyle, 1);

  self->widget = widget;

  return self;
}

/**
 * confab_text_style_free:
 * @self: (transfer full): a style
 */
void
confab_text_style_free (ConfabTextStyle *self)
{
  g_return_if_fail (self != NULL);

  clear (self);
  g_free (self);
}
