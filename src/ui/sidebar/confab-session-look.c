/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-look.h"

#include <adwaita.h>

#include "confab-theme-color.h"

/* Of the style class caption, beside the body's 11 points. */
#define CAPTION_SCALE (9.0 / 11)

/* Of small type on the sidebar, as in style.css and high-contrast.css. */
#define DIM_OPACITY               0.72
#define DIM_OPACITY_HIGH_CONTRAST 0.9

struct _ConfabSessionLook
{
  GObject parent_instance;

  GtkWidget *view; /* weak */
  PangoAttrList *attributes[CONFAB_LOOK_N_TEXTS]; /* (nullable): the font as it is */

  guint serial; /* of the view's Pango context, for which the following holds; 0 is none */
  int heights[CONFAB_LOOK_N_TEXTS];   /* pixels */
  int baselines[CONFAB_LOOK_N_TEXTS]; /* from the top, Pango units */
  int column; /* width of a letter of the title, Pango units */
};

G_DEFINE_FINAL_TYPE (ConfabSessionLook, confab_session_look, G_TYPE_OBJECT)

static PangoAttrList *
make_attributes (ConfabLookText text)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  if (text == CONFAB_LOOK_TITLE_UNREAD)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (text == CONFAB_LOOK_TIME || text == CONFAB_LOOK_LINE)
    pango_attr_list_insert (attributes, pango_attr_scale_new (CAPTION_SCALE));
  if (text == CONFAB_LOOK_TIME)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));

  return attributes;
}

static gboolean
is_small (ConfabLookText text)
{
  return text == CONFAB_LOOK_TIME || text == CONFAB_LOOK_LINE;
}

/* A line is as high as the font, whatever else its characters need: a list of many rows of one height
 * need not look at what is in them. */
static void
take_heights (ConfabSessionLook *self,
              PangoContext      *context)
{
  g_autoptr (PangoFontDescription) font =
    pango_font_description_copy (pango_context_get_font_description (context));
  int size = pango_font_description_get_size (font);
  gboolean absolute = pango_font_description_get_size_is_absolute (font);

  for (guint i = 0; i < CONFAB_LOOK_N_TEXTS; i++)
    {
      double scale = is_small (i) ? CAPTION_SCALE : 1;
      PangoFontMetrics *metrics;

      if (absolute)
        pango_font_description_set_absolute_size (font, size * scale);
      else
        pango_font_description_set_size (font, (int) (size * scale));
      metrics = pango_context_get_metrics (context, font, NULL);
      self->baselines[i] = pango_font_metrics_get_ascent (metrics);
      self->heights[i] = PANGO_PIXELS_CEIL (self->baselines[i] +
                                            pango_font_metrics_get_descent (metrics));
      if (i == CONFAB_LOOK_TITLE)
        self->column = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                            pango_font_metrics_get_approximate_digit_width (metrics));
      pango_font_metrics_unref (metrics);
    }
}

static void
follow (ConfabSessionLook *self)
{
  PangoContext *context;

  if (self->view == NULL)
    return;

  context = gtk_widget_get_pango_context (self->view);
  if (self->serial == pango_context_get_serial (context))
    return;

  self->serial = pango_context_get_serial (context);
  take_heights (self, context);
}

static void
confab_session_look_finalize (GObject *object)
{
  ConfabSessionLook *self = CONFAB_SESSION_LOOK (object);

  g_clear_weak_pointer (&self->view);
  for (guint i = 0; i < CONFAB_LOOK_N_TEXTS; i++)
    pango_attr_list_unref (self->attributes[i]);

  G_OBJECT_CLASS (confab_session_look_parent_class)->finalize (object);
}

static void
confab_session_look_class_init (ConfabSessionLookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_session_look_finalize;
}

static void
confab_session_look_init (ConfabSessionLook *self)
{
  for (guint i = 0; i < CONFAB_LOOK_N_TEXTS; i++)
    self->attributes[i] = make_attributes (i);
}

/**
 * confab_session_look_new:
 * @view: (transfer none): the list, whose font the rows have
 *
 * Returns: (transfer full): the look of its rows
 */
ConfabSessionLook *
confab_session_look_new (GtkWidget *view)
{
  ConfabSessionLook *self;

  g_return_val_if_fail (GTK_IS_WIDGET (view), NULL);

  self = g_object_new (CONFAB_TYPE_SESSION_LOOK, NULL);
  g_set_weak_pointer (&self->view, view);

  return self;
}

/**
 * confab_session_look_has_changed:
 * @self: a look
 * @serial: (inout): which look was taken in last, 0 for none; becomes that of now
 *
 * Returns: whether heights may have changed since
 */
gboolean
confab_session_look_has_changed (ConfabSessionLook *self,
                                 guint             *serial)
{
  gboolean changed;

  g_return_val_if_fail (CONFAB_IS_SESSION_LOOK (self), FALSE);
  g_return_val_if_fail (serial != NULL, FALSE);

  follow (self);
  changed = *serial != self->serial;
  *serial = self->serial;

  return changed;
}

/**
 * confab_session_look_get_height:
 * @self: a look
 * @text: which text
 *
 * Returns: how high its line is, pixels
 */
int
confab_session_look_get_height (ConfabSessionLook *self,
                                ConfabLookText     text)
{
  g_return_val_if_fail (CONFAB_IS_SESSION_LOOK (self), 0);
  g_return_val_if_fail (text < CONFAB_LOOK_N_TEXTS, 0);

  follow (self);

  return self->heights[text];
}

/**
 * confab_session_look_get_columns:
 * @self: a look
 * @n: letters
 *
 * Returns: how wide so many letters of a title are, about, pixels
 */
int
confab_session_look_get_columns (ConfabSessionLook *self,
                                 guint              n)
{
  g_return_val_if_fail (CONFAB_IS_SESSION_LOOK (self), 0);

  follow (self);

  return PANGO_PIXELS_CEIL (self->column * (int) n);
}

/**
 * confab_session_look_make_layout:
 * @self: a look
 * @text: which text
 * @string: what it says
 *
 * Returns: (transfer full) (nullable): its layout, which follows the font by itself; %NULL if the
 *   list is gone
 */
PangoLayout *
confab_session_look_make_layout (ConfabSessionLook *self,
                                 ConfabLookText     text,
                                 const char        *string)
{
  PangoLayout *layout;

  g_return_val_if_fail (CONFAB_IS_SESSION_LOOK (self), NULL);
  g_return_val_if_fail (text < CONFAB_LOOK_N_TEXTS, NULL);
  g_return_val_if_fail (string != NULL, NULL);

  if (self->view == NULL)
    return NULL;

  layout = pango_layout_new (gtk_widget_get_pango_context (self->view));
  pango_layout_set_attributes (layout, self->attributes[text]);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, string, -1);

  return layout;
}

/**
 * confab_session_look_draw_text:
 * @self: a look
 * @snapshot: where to draw
 * @layout: of @text
 * @text: which text
 * @row: (transfer none): whose colour it has
 * @x: the left edge of its line
 * @y: the top of its line
 * @width: of its line, at whose beginning it stands; where that is the direction of @row says
 */
void
confab_session_look_draw_text (ConfabSessionLook *self,
                               GtkSnapshot       *snapshot,
                               PangoLayout       *layout,
                               ConfabLookText     text,
                               GtkWidget         *row,
                               int                x,
                               int                y,
                               int                width)
{
  PangoRectangle logical;
  GdkRGBA color;

  g_return_if_fail (CONFAB_IS_SESSION_LOOK (self));
  g_return_if_fail (GTK_IS_SNAPSHOT (snapshot));
  g_return_if_fail (PANGO_IS_LAYOUT (layout));
  g_return_if_fail (text < CONFAB_LOOK_N_TEXTS);
  g_return_if_fail (GTK_IS_WIDGET (row));

  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_pixel_extents (layout, NULL, &logical);
  if (gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL)
    x += width - logical.width;
  x -= logical.x;
  /* All texts of a line stand on one baseline, also in a font that asks for more room above. */
  y += PANGO_PIXELS (self->baselines[text] - pango_layout_get_baseline (layout));

  confab_theme_color_get (row, NULL, &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  if (is_small (text))
    gtk_snapshot_push_opacity (
      snapshot, adw_style_manager_get_high_contrast (adw_style_manager_get_default ())
                  ? DIM_OPACITY_HIGH_CONTRAST
                  : DIM_OPACITY);
  gtk_snapshot_append_layout (snapshot, layout, &color);
  if (is_small (text))
    gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
}

/**
 * confab_session_look_draw_dot:
 * @self: a look
 * @snapshot: where to draw
 * @color: the name of a colour of the style sheet
 * @row: (transfer none): where it stands
 * @x: its left edge
 * @y: its top
 * @size: its diameter
 */
void
confab_session_look_draw_dot (ConfabSessionLook *self,
                              GtkSnapshot       *snapshot,
                              const char        *color,
                              GtkWidget         *row,
                              int                x,
                              int                y,
                              int                size)
{
  GskRoundedRect outline;
  GdkRGBA fill;
  GdkRGBA ring;

  g_return_if_fail (CONFAB_IS_SESSION_LOOK (self));
  g_return_if_fail (GTK_IS_SNAPSHOT (snapshot));
  g_return_if_fail (color != NULL);
  g_return_if_fail (GTK_IS_WIDGET (row));

  confab_theme_color_get (row, NULL, &ring);
  confab_theme_color_get (row, color, &fill);

  gsk_rounded_rect_init_from_rect (
    &outline, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) size, (float) size),
    (float) size / 2);
  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    gtk_snapshot_append_outset_shadow (snapshot, &outline, &ring, 0, 0, 1, 0);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}
