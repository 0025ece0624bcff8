/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-prose.h"

/* The caret: a block behind the last character of an answer that is being written. */
#define CARET_GAP 2
#define CARET_WIDTH 4
#define CARET_HEIGHT 0.8 /* of the visual line */
#define CARET_ALPHA 0.7

struct _ConfabProse {
  GtkWidget           parent_instance;

  ConfabTextLines    *lines;
  ConfabTextMarks    *marks;
  ConfabDocument     *document; /* unowned */
  ConfabChatCounters *counters; /* unowned */
  GdkRGBA             color; /* of the render nodes */
  int                 view_top; /* what is in view, pixels from the top of this widget */
  int                 view_bottom;
  int                 drawn_top; /* what was drawn */
  int                 drawn_bottom;
  gboolean            caret;
};

G_DEFINE_FINAL_TYPE (ConfabProse, confab_prose, GTK_TYPE_WIDGET)

/* Drawing */

static int
to_pixels (gint64 units)
{
  return (int) ((units + PANGO_SCALE / 2) / PANGO_SCALE);
}

static float
get_x (ConfabProse           *self,
       const ConfabTextPiece *piece)
{
  /* Right to left text stands at the right edge of the layout, which may be wider than we are. */
  return piece->rtl ? gtk_widget_get_width (GTK_WIDGET (self)) -
                          confab_text_lines_get_width (self->lines)
                    : 0;
}

static void
draw_piece (ConfabProse     *self,
            GtkSnapshot     *snapshot,
            ConfabTextPiece *piece)
{
  if (piece->node == NULL)
    {
      GtkSnapshot *own = gtk_snapshot_new ();

      gtk_snapshot_append_layout (own, piece->layout, &self->color);
      piece->node = gtk_snapshot_free_to_node (own);
      self->counters->nodes_made++;
    }

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (get_x (self, piece), to_pixels (piece->y)));
  confab_text_marks_draw_below (self->marks, snapshot, piece);
  if (piece->node != NULL) /* else blanks only */
    gtk_snapshot_append_node (snapshot, piece->node);
  confab_text_marks_draw_above (self->marks, snapshot, piece);
  gtk_snapshot_restore (snapshot);
}

static void
draw_caret (ConfabProse *self,
            GtkSnapshot *snapshot)
{
  ConfabTextPiece *piece;
  PangoRectangle position;
  GdkRGBA color = self->color;
  float height;
  float x;
  float y;

  piece = confab_text_lines_get_piece (self->lines,
                                       confab_text_lines_get_n (self->lines) - 1, TRUE);
  pango_layout_index_to_pos (piece->layout, (int) piece->length, &position);
  height = (float) position.height / PANGO_SCALE;
  x = (float) position.x / PANGO_SCALE + get_x (self, piece);
  x = piece->rtl ? x - CARET_GAP - CARET_WIDTH : x + CARET_GAP;
  y = (float) (to_pixels (piece->y) + (float) position.y / PANGO_SCALE +
               height * (1 - CARET_HEIGHT) / 2);
  color.alpha *= (float) CARET_ALPHA;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (x, y, CARET_WIDTH,
                                                  height * (float) CARET_HEIGHT));
}

static void
confab_prose_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  ConfabProse *self = CONFAB_PROSE (widget);
  guint n = confab_text_lines_get_n (self->lines);
  int margin = (self->view_bottom - self->view_top) / 2;
  GdkRGBA color;
  guint first;
  guint end;

  if (n == 0)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  if (!gdk_rgba_equal (&color, &self->color))
    {
      confab_text_lines_drop_nodes (self->lines);
      self->color = color;
    }

  self->drawn_top = self->view_top - margin;
  self->drawn_bottom = self->view_bottom + margin;
  first = confab_text_lines_find (self->lines, (gint64) self->drawn_top * PANGO_SCALE);
  for (end = first; end < n; end++)
    {
      ConfabTextPiece *piece = confab_text_lines_get_piece (self->lines, end, FALSE);

      if (piece->y > (gint64) self->drawn_bottom * PANGO_SCALE)
        break;
      draw_piece (self, snapshot, confab_text_lines_get_piece (self->lines, end, TRUE));
    }

  if (self->caret && end == n)
    draw_caret (self, snapshot);

  confab_text_lines_keep_only (self->lines, first, end);
}

/* GtkWidget */

static GtkSizeRequestMode
confab_prose_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The row asks by confab_prose_get_height(); to GTK any size is enough, since the height changes
 * without a resize. */
static void
confab_prose_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  ConfabProse *self = CONFAB_PROSE (widget);

  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0)
    *natural = confab_prose_get_height (self, for_size);
}

static void
confab_prose_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (confab_prose_parent_class)->css_changed (widget, change);

  /* Fonts are noticed when the height is asked for, colours when it is drawn. */
  gtk_widget_queue_draw (widget);
}

static void
confab_prose_dispose (GObject *object)
{
  ConfabProse *self = CONFAB_PROSE (object);

  self->document = NULL;
  confab_text_lines_set_document (self->lines, NULL);

  G_OBJECT_CLASS (confab_prose_parent_class)->dispose (object);
}

static void
confab_prose_finalize (GObject *object)
{
  ConfabProse *self = CONFAB_PROSE (object);

  confab_text_lines_free (self->lines);
  confab_text_marks_free (self->marks);

  G_OBJECT_CLASS (confab_prose_parent_class)->finalize (object);
}

static void
confab_prose_class_init (ConfabProseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_prose_dispose;
  object_class->finalize = confab_prose_finalize;

  widget_class->get_request_mode = confab_prose_get_request_mode;
  widget_class->measure = confab_prose_measure;
  widget_class->snapshot = confab_prose_snapshot;
  widget_class->css_changed = confab_prose_css_changed;

  gtk_widget_class_set_css_name (widget_class, "prose");
  /* The row speaks for its text. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
confab_prose_init (ConfabProse *self)
{
}

/**
 * confab_prose_new:
 * @counters: where work is counted; must outlive the widget
 *
 * Returns: (transfer floating): a widget that shows nothing yet
 */
GtkWidget *
confab_prose_new (ConfabChatCounters *counters)
{
  ConfabProse *self = g_object_new (CONFAB_TYPE_PROSE, NULL);

  self->counters = counters;
  self->lines = confab_text_lines_new (GTK_WIDGET (self), counters);
  self->marks = confab_text_marks_new (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

/**
 * confab_prose_set_document:
 * @self: the widget
 * @document: (nullable): the text, which must outlive its use here
 */
void
confab_prose_set_document (ConfabProse    *self,
                           ConfabDocument *document)
{
  g_return_if_fail (CONFAB_IS_PROSE (self));

  self->document = document;
  confab_text_lines_set_document (self->lines, document);
  confab_text_marks_reset (self->marks);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * confab_prose_set_spacious:
 * @self: the widget
 * @spacious: whether visual lines stand apart, as in a text to read, or as the font says
 */
void
confab_prose_set_spacious (ConfabProse *self,
                           gboolean     spacious)
{
  g_return_if_fail (CONFAB_IS_PROSE (self));

  confab_text_lines_set_spacious (self->lines, spacious);
}

/**
 * confab_prose_update:
 * @self: the widget
 * @change: what the document's update answered
 */
void
confab_prose_update (ConfabProse                *self,
                     const ConfabDocumentChange *change)
{
  g_return_if_fail (CONFAB_IS_PROSE (self));

  confab_text_lines_update (self->lines, change);
  confab_text_marks_note_change (self->marks, change);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * confab_prose_set_caret:
 * @self: the widget
 * @caret: whether a caret stands at the end of the text
 */
void
confab_prose_set_caret (ConfabProse *self,
                        gboolean     caret)
{
  g_return_if_fail (CONFAB_IS_PROSE (self));

  if (self->caret == caret)
    return;

  self->caret = caret;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * confab_prose_get_height:
 * @self: the widget
 * @width: the width of the text, pixels
 *
 * Returns: the height of all of the text at that width, pixels
 */
int
confab_prose_get_height (ConfabProse *self,
                         int          width)
{
  gint64 height;

  g_return_val_if_fail (CONFAB_IS_PROSE (self), 0);

  confab_text_lines_measure (self->lines, width);
  height = confab_text_lines_get_height (self->lines);

  return (int) MIN ((height + PANGO_SCALE - 1) / PANGO_SCALE, G_MAXINT);
}

/**
 * confab_prose_get_text_width:
 * @self: the widget, its height asked for
 *
 * Returns: the width of its widest visual line, pixels
 */
int
confab_prose_get_text_width (ConfabProse *self)
{
  g_return_val_if_fail (CONFAB_IS_PROSE (self), 0);

  return PANGO_PIXELS_CEIL (confab_text_lines_get_widest (self->lines));
}

/**
 * confab_prose_set_viewport:
 * @self: the widget
 * @top: the first pixel that is in view, from the top of the widget
 * @bottom: the first one after it that is not
 *
 * Says what has to be drawn. Draws again only when that leaves what was drawn.
 */
void
confab_prose_set_viewport (ConfabProse *self,
                           int          top,
                           int          bottom)
{
  g_return_if_fail (CONFAB_IS_PROSE (self));

  self->view_top = top;
  self->view_bottom = bottom;
  if (top < self->drawn_top || bottom > self->drawn_bottom)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

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
 * confab_prose_get_document:
 * @self: the widget
 *
 * Returns: (transfer none) (nullable): the text it shows
 */
ConfabDocument *
confab_prose_get_document (ConfabProse *self)
{
  g_return_val_if_fail (CONFAB_IS_PROSE (self), NULL);

  return self->document;
}

/**
 * confab_prose_get_marks:
 * @self: the widget
 *
 * Returns: (transfer none): what is marked in its text
 */
ConfabTextMarks *
confab_prose_get_marks (ConfabProse *self)
{
  g_return_val_if_fail (CONFAB_IS_PROSE (self), NULL);

  return self->marks;
}

/* Where the left edge of the layouts is at that height. */
static float
get_left (ConfabProse *self,
          guint        position)
{
  return get_x (self, confab_text_lines_get_piece (self->lines, position, FALSE));
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
  gint64 units = (gint64) (y * PANGO_SCALE);

  g_return_val_if_fail (CONFAB_IS_PROSE (self), FALSE);

  if (confab_text_lines_get_n (self->lines) > 0)
    x -= get_left (self, confab_text_lines_find (self->lines, units));

  return confab_text_lines_pick (self->lines, (gint64) (x * PANGO_SCALE), units, place);
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

  area->x = to_pixels (units.x) +
            (int) get_left (self, confab_text_lines_find_at (self->lines, place));
  area->y = to_pixels (units.y);
  area->width = 1;
  area->height = to_pixels (units.height);

  return TRUE;
}
