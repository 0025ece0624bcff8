/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-prose-private.h"

G_DEFINE_FINAL_TYPE (ConfabProse, confab_prose, GTK_TYPE_WIDGET)

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
confab_prose_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  ConfabProse *self = CONFAB_PROSE (widget);

  confab_text_lines_set_shown (self->lines, width);
  confab_prose_place_frames (self);
}

static void
confab_prose_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  confab_prose_draw (CONFAB_PROSE (widget), snapshot);
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

  confab_prose_set_document (self, NULL);
  confab_prose_dispose_frames (self);

  G_OBJECT_CLASS (confab_prose_parent_class)->dispose (object);
}

static void
confab_prose_finalize (GObject *object)
{
  ConfabProse *self = CONFAB_PROSE (object);

  g_clear_pointer (&self->painter, confab_code_painter_free);
  g_ptr_array_unref (self->frames);
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
  widget_class->size_allocate = confab_prose_size_allocate;
  widget_class->snapshot = confab_prose_snapshot;
  widget_class->css_changed = confab_prose_css_changed;

  confab_prose_install_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "prose");
  /* The row speaks for its text; the buttons of blocks speak for themselves. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_prose_init (ConfabProse *self)
{
  confab_prose_init_blocks (self);
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
  confab_prose_release_frames (self);
  if (self->painter != NULL)
    confab_code_painter_reset (self->painter);
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

  confab_text_style_set_spacious (confab_text_lines_get_style (self->lines), spacious);
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

  confab_text_lines_remember (self->lines, (gint64) self->view_top * PANGO_SCALE);
  confab_text_lines_update (self->lines, change);
  confab_text_marks_note_change (self->marks, change);
  if (self->frames->len > 0)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
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
 * confab_prose_set_sliced:
 * @self: the widget
 * @sliced: whether the height of a very long text may be estimated, because the owner asks by
 *   confab_prose_show() for what is in view
 */
void
confab_prose_set_sliced (ConfabProse *self,
                         gboolean     sliced)
{
  g_return_if_fail (CONFAB_IS_PROSE (self));

  confab_text_lines_set_sliced (self->lines, sliced);
}

/**
 * confab_prose_is_exact:
 * @self: the widget, its height asked for
 *
 * Returns: whether nothing in its height is an estimate
 */
gboolean
confab_prose_is_exact (ConfabProse *self)
{
  g_return_val_if_fail (CONFAB_IS_PROSE (self), TRUE);

  return confab_text_lines_is_exact (self->lines);
}

/* Lines that have been moved are drawn elsewhere. This may be in the middle of a layout, where nothing
 * may ask for another one: what belongs to blocks is put there when the row says what is in view. */
static void
redraw (ConfabProse *self)
{
  self->drawn_top = 0;
  self->drawn_bottom = 0;
  self->frames_stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * confab_prose_show:
 * @self: the widget, its height asked for
 * @top: the first pixel that is to be seen, from the top of the widget
 * @bottom: the first one after it that is not
 * @hold: the pixel whose text is not to be moved
 * @moved: (out): how far down it has moved within the widget, pixels
 *
 * Makes the heights exact of what is to be seen.
 *
 * Returns: whether anything has changed
 */
gboolean
confab_prose_show (ConfabProse *self,
                   int          top,
                   int          bottom,
                   int          hold,
                   int         *moved)
{
  gboolean changed;
  gint64 units;

  g_return_val_if_fail (CONFAB_IS_PROSE (self), FALSE);
  g_return_val_if_fail (moved != NULL, FALSE);

  changed = confab_text_lines_show (self->lines, (gint64) top * PANGO_SCALE,
                                    (gint64) bottom * PANGO_SCALE, (gint64) hold * PANGO_SCALE,
                                    &units);
  *moved = (int) (units / PANGO_SCALE);
  if (changed)
    redraw (self);

  return changed;
}

/**
 * confab_prose_refine:
 * @self: the widget, its height asked for
 * @bytes: of text to lay out, about
 * @hold: the pixel whose text is not to be moved
 * @moved: (out): how far down it has moved within the widget, pixels
 *
 * Makes some more heights exact.
 *
 * Returns: how many of the @bytes are left over
 */
gsize
confab_prose_refine (ConfabProse *self,
                     gsize        bytes,
                     int          hold,
                     int         *moved)
{
  gboolean exact;
  gint64 units;
  gsize left;

  g_return_val_if_fail (CONFAB_IS_PROSE (self), bytes);
  g_return_val_if_fail (moved != NULL, bytes);

  exact = confab_text_lines_is_exact (self->lines);
  left = confab_text_lines_refine (self->lines, bytes, (gint64) hold * PANGO_SCALE, &units);
  *moved = (int) (units / PANGO_SCALE);
  if (!exact)
    redraw (self);

  return left;
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
  if (self->frames_stale)
    confab_prose_place_frames (self);
  self->frames_stale = FALSE;
  confab_prose_want_frames (self);
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
