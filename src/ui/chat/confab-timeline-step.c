/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-timeline-step.h"

#include <glib/gi18n.h>
#include <string.h>

#include "confab-document.h"
#include "confab-prose.h"
#include "confab-raw-text.h"

#define PART_GAP 4
#define INDENT 18
#define MARK_SIZE 16 /* of icon and spinner: a step that ends does not move its name */

enum {
  BOX_INPUT,
  BOX_OUTPUT,
  BOX_ERROR,
  N_BOXES,
};

struct _ConfabTimelineStep {
  GtkWidget           parent_instance;

  ConfabChatCounters *counters; /* unowned */
  GtkWidget          *line;
  GtkWidget          *icon;
  GtkWidget          *spinner;
  GtkWidget          *title;
  GtkWidget          *note;
  GtkWidget          *status;
  GtkWidget          *arrow;
  GtkWidget          *prose; /* (nullable), as is the next one */
  GtkWidget          *details;
  GtkWidget          *boxes[N_BOXES]; /* (nullable) */

  ConfabDocument     *document; /* (nullable): the text of @prose */
  char               *text;     /* (nullable): what @document holds */
  guint               depth;
  int                 prose_top;
  int                 inner; /* width of the parts */
  int                 view_top;
  int                 view_bottom;
  gboolean            is_open;
};

enum {
  SIGNAL_TOGGLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabTimelineStep, confab_timeline_step, GTK_TYPE_WIDGET)

static void
line_clicked_cb (ConfabTimelineStep *self,
                 GtkButton          *line)
{
  g_assert (CONFAB_IS_TIMELINE_STEP (self));

  g_signal_emit (self, signals[SIGNAL_TOGGLED], 0, !self->is_open);
}

static GtkWidget *
make_label (GtkWidget  *box,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
make_line (ConfabTimelineStep *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->icon = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), 12);
  gtk_widget_set_size_request (self->icon, MARK_SIZE, -1);
  gtk_box_append (GTK_BOX (box), self->icon);
  self->spinner = gtk_spinner_new ();
  gtk_widget_set_size_request (self->spinner, MARK_SIZE, -1);
  gtk_widget_set_valign (self->spinner, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->spinner);

  self->title = make_label (box, NULL);
  self->note = make_label (box, "dim-label");
  gtk_widget_set_hexpand (self->note, TRUE);
  self->status = make_label (box, "dim-label");
  gtk_widget_add_css_class (self->status, "numeric");
  self->arrow = gtk_image_new_from_icon_name ("pan-end-symbolic");
  gtk_box_append (GTK_BOX (box), self->arrow);

  self->line = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->line), box);
  gtk_widget_add_css_class (self->line, "flat");
  g_signal_connect_object (self->line, "clicked", G_CALLBACK (line_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
}

/* Layout */

static int
measure (GtkWidget *part,
         int        width)
{
  int natural;

  gtk_widget_measure (part, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);

  return natural;
}

static void
put (ConfabTimelineStep *self,
     GtkWidget          *part,
     int                 width,
     int                 top,
     int                 height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int indent = (int) self->depth * INDENT;

  gtk_widget_size_allocate (part,
                            &(GtkAllocation) { rtl ? 0 : indent, top, width - indent, height }, -1);
}

static void
pass_viewport (ConfabTimelineStep *self)
{
  if (self->prose != NULL)
    confab_prose_set_viewport (CONFAB_PROSE (self->prose), self->view_top - self->prose_top,
                               self->view_bottom - self->prose_top);
}

/* Says where the parts stand; with @allocate, puts them there. Returns the height. */
static int
lay_out (ConfabTimelineStep *self,
         int                 width,
         gboolean            allocate)
{
  int inner = width - (int) self->depth * INDENT;
  int y = 0;
  int height;

  self->inner = inner;
  if (gtk_widget_get_visible (self->line))
    {
      height = measure (self->line, inner);
      if (allocate)
        put (self, self->line, width, 0, height);
      y = height;
    }

  if (self->prose != NULL)
    {
      y += y > 0 ? PART_GAP : 0;
      self->prose_top = y;
      height = confab_prose_get_height (CONFAB_PROSE (self->prose), inner);
      if (allocate)
        {
          put (self, self->prose, width, y, height);
          pass_viewport (self);
        }
      y += height;
    }

  if (self->details != NULL)
    {
      y += y > 0 ? PART_GAP : 0;
      height = measure (self->details, inner);
      if (allocate)
        put (self, self->details, width, y, height);
      y += height;
    }

  return y;
}

static GtkSizeRequestMode
confab_timeline_step_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
confab_timeline_step_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0)
    *natural = lay_out (CONFAB_TIMELINE_STEP (widget), for_size, FALSE);
}

static void
confab_timeline_step_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  lay_out (CONFAB_TIMELINE_STEP (widget), width, TRUE);
}

static void
drop_prose (ConfabTimelineStep *self)
{
  if (self->prose != NULL)
    {
      confab_prose_set_document (CONFAB_PROSE (self->prose), NULL);
      confab_prose_dispose_frames (CONFAB_PROSE (self->prose));
    }
  g_clear_pointer (&self->prose, gtk_widget_unparent);
  g_clear_pointer (&self->document, confab_document_free);
  g_clear_pointer (&self->text, g_free);
}

static void
confab_timeline_step_dispose (GObject *object)
{
  ConfabTimelineStep *self = CONFAB_TIMELINE_STEP (object);

  drop_prose (self);
  g_clear_pointer (&self->line, gtk_widget_unparent);
  g_clear_pointer (&self->details, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_timeline_step_parent_class)->dispose (object);
}

static void
confab_timeline_step_class_init (ConfabTimelineStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_timeline_step_dispose;
  widget_class->get_request_mode = confab_timeline_step_get_request_mode;
  widget_class->measure = confab_timeline_step_measure;
  widget_class->size_allocate = confab_timeline_step_size_allocate;

  signals[SIGNAL_TOGGLED] =
    g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_css_name (widget_class, "timelinestep");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_timeline_step_init (ConfabTimelineStep *self)
{
  make_line (self);
}

/**
 * confab_timeline_step_new:
 * @counters: where work is counted; must outlive the widget
 *
 * Returns: (transfer floating): a widget for a step
 */
GtkWidget *
confab_timeline_step_new (ConfabChatCounters *counters)
{
  ConfabTimelineStep *self = g_object_new (CONFAB_TYPE_TIMELINE_STEP, NULL);

  self->counters = counters;

  return GTK_WIDGET (self);
}

static void
set_label (GtkWidget  *label,
           const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

static void
update_line (ConfabTimelineStep *self,
             ConfabStage         *step)
{
  g_autofree char *status = confab_stage_status (step);
  gboolean running = step->state == CONFAB_STAGE_RUNNING;
  gboolean has_more = confab_stage_has_more (step);
  GString *spoken = g_string_new (step->title);

  set_label (self->title, step->title);
  set_label (self->note, step->note != NULL ? step->note : "");
  set_label (self->status, status);
  gtk_widget_set_visible (self->spinner, running);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), running);
  gtk_widget_set_visible (self->icon, !running);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), step->state == CONFAB_STAGE_DONE
                                                          ? "object-select-symbolic"
                                                          : "dialog-warning-symbolic");

  /* Without more to show it is a line of text and not a button. */
  gtk_widget_set_visible (self->arrow, has_more);
  gtk_widget_set_focusable (self->line, has_more);
  gtk_widget_set_can_target (self->line, has_more);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow),
                                self->is_open ? "pan-down-symbolic" : "pan-end-symbolic");

  if (step->note != NULL)
    g_string_append_printf (spoken, ", %s", step->note);
  if (running)
    g_string_append_printf (spoken, ", %s", _("running"));
  if (status != NULL)
    g_string_append_printf (spoken, ", %s", status);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->line), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken->str, -1);
  if (has_more)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->line), GTK_ACCESSIBLE_STATE_EXPANDED,
                                 self->is_open, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (self->line), GTK_ACCESSIBLE_STATE_EXPANDED);
  g_string_free (spoken, TRUE);
}

static void
update_text (ConfabTimelineStep *self,
             ConfabStage         *step)
{
  gsize before = self->text != NULL ? strlen (self->text) : 0;
  ConfabDocumentChange change;
  gboolean rewritten;

  if (step->text == NULL)
    {
      drop_prose (self);
      return;
    }

  if (self->prose == NULL)
    {
      self->document = confab_document_new ();
      self->prose = confab_prose_new (self->counters);
      gtk_widget_add_css_class (self->prose, "caption");
      confab_prose_set_sliced (CONFAB_PROSE (self->prose), TRUE);
      confab_prose_set_document (CONFAB_PROSE (self->prose), self->document);
      gtk_widget_insert_after (self->prose, GTK_WIDGET (self), self->line);
    }
  else if (g_strcmp0 (self->text, step->text) == 0 && step->state == CONFAB_STAGE_RUNNING)
    {
      return;
    }

  rewritten = before > 0 && strncmp (self->text, step->text, before) != 0;
  confab_document_update (self->document, step->text, strlen (step->text), rewritten,
                          step->state != CONFAB_STAGE_RUNNING, &change);
  confab_prose_update (CONFAB_PROSE (self->prose), &change);
  g_free (self->text);
  self->text = g_strdup (step->text);
}

/* What is unchanged stays, with what the reader has selected in it. */
static void
update_box (ConfabTimelineStep *self,
            guint               which,
            const char         *name,
            const char         *text)
{
  if (text == NULL)
    {
      if (self->boxes[which] != NULL)
        gtk_box_remove (GTK_BOX (self->details), self->boxes[which]);
      self->boxes[which] = NULL;
      return;
    }

  if (self->boxes[which] == NULL)
    {
      self->boxes[which] = confab_raw_text_new (name);
      gtk_box_append (GTK_BOX (self->details), self->boxes[which]);
    }
  confab_raw_text_set_text (CONFAB_RAW_TEXT (self->boxes[which]), text);
}

static void
update_details (ConfabTimelineStep *self,
                ConfabStage         *step)
{
  if (!self->is_open || !confab_stage_has_more (step))
    {
      g_clear_pointer (&self->details, gtk_widget_unparent);
      memset (self->boxes, 0, sizeof self->boxes);
      return;
    }

  if (self->details == NULL)
    {
      self->details = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
      gtk_widget_add_css_class (self->details, "details");
      gtk_widget_insert_before (self->details, GTK_WIDGET (self), NULL);
    }
  update_box (self, BOX_INPUT, _("Input"), step->input);
  update_box (self, BOX_OUTPUT, _("Output"), step->output);
  update_box (self, BOX_ERROR, _("Error"), step->error);
}

/**
 * confab_timeline_step_update:
 * @self: the widget
 * @step: the step, as it is now
 * @with_line: whether it has a line with its name: a thought that is alone needs none
 * @is_open: whether what is on demand is shown
 */
void
confab_timeline_step_update (ConfabTimelineStep *self,
                             ConfabStage         *step,
                             gboolean            with_line,
                             gboolean            is_open)
{
  g_return_if_fail (CONFAB_IS_TIMELINE_STEP (self));
  g_return_if_fail (step != NULL);

  self->is_open = is_open;
  self->depth = step->depth;
  gtk_widget_set_visible (self->line, with_line);
  update_line (self, step);
  update_text (self, step);
  update_details (self, step);
}

/**
 * confab_timeline_step_dispose_frames:
 * @self: the step
 *
 * Does what confab_prose_dispose_frames() does, in its text.
 */
void
confab_timeline_step_dispose_frames (ConfabTimelineStep *self)
{
  g_return_if_fail (CONFAB_IS_TIMELINE_STEP (self));

  if (self->prose != NULL)
    confab_prose_dispose_frames (CONFAB_PROSE (self->prose));
}

/**
 * confab_timeline_step_get_height:
 * @self: the widget
 * @width: its width, pixels
 *
 * Returns: its exact height, pixels
 */
int
confab_timeline_step_get_height (ConfabTimelineStep *self,
                                 int                 width)
{
  g_return_val_if_fail (CONFAB_IS_TIMELINE_STEP (self), 0);

  /* To GTK as well, as in confab_message_row_get_height(). */
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);

  return lay_out (self, width, FALSE);
}

/* Very long thoughts */

/**
 * confab_timeline_step_is_exact:
 * @self: the widget, its height asked for
 *
 * Returns: whether nothing in its height is an estimate
 */
gboolean
confab_timeline_step_is_exact (ConfabTimelineStep *self)
{
  g_return_val_if_fail (CONFAB_IS_TIMELINE_STEP (self), TRUE);

  return self->prose == NULL || confab_prose_is_exact (CONFAB_PROSE (self->prose));
}

static int
get_prose_height (ConfabTimelineStep *self)
{
  return confab_prose_get_height (CONFAB_PROSE (self->prose), self->inner);
}

/* How far what stands at @hold has moved, when that in the text has by @moved; @before is the height
 * that the text had. */
static int
get_moved (ConfabTimelineStep *self,
           int                 hold,
           int                 before,
           int                 moved)
{
  if (hold < self->prose_top)
    return 0;

  return hold < self->prose_top + before ? moved : get_prose_height (self) - before;
}

/**
 * confab_timeline_step_show:
 * @self: the widget, its height asked for
 * @top: the first pixel that is to be seen, from its top
 * @bottom: the first one after it that is not
 * @hold: the pixel whose text is not to be moved
 * @moved: (out): how far down it has moved within the step, pixels
 *
 * Makes the heights exact of what is to be seen.
 *
 * Returns: whether the height has to be asked for again
 */
gboolean
confab_timeline_step_show (ConfabTimelineStep *self,
                           int                 top,
                           int                 bottom,
                           int                 hold,
                           int                *moved)
{
  int before;

  g_return_val_if_fail (CONFAB_IS_TIMELINE_STEP (self), FALSE);
  g_return_val_if_fail (moved != NULL, FALSE);

  *moved = 0;
  if (self->prose == NULL)
    return FALSE;

  before = get_prose_height (self);
  if (!confab_prose_show (CONFAB_PROSE (self->prose), CLAMP (top - self->prose_top, 0, before),
                          CLAMP (bottom - self->prose_top, 0, before),
                          CLAMP (hold - self->prose_top, 0, before), moved))
    return FALSE;

  *moved = get_moved (self, hold, before, *moved);

  return TRUE;
}

/**
 * confab_timeline_step_refine:
 * @self: the widget, its height asked for
 * @bytes: of text to lay out, about
 * @hold: the pixel whose text is not to be moved
 * @moved: (out): how far down it has moved within the step, pixels
 *
 * Makes some more heights exact.
 *
 * Returns: how many of the @bytes are left over
 */
gsize
confab_timeline_step_refine (ConfabTimelineStep *self,
                             gsize               bytes,
                             int                 hold,
                             int                *moved)
{
  int before;

  g_return_val_if_fail (CONFAB_IS_TIMELINE_STEP (self), bytes);
  g_return_val_if_fail (moved != NULL, bytes);

  *moved = 0;
  if (self->prose == NULL)
    return bytes;

  before = get_prose_height (self);
  bytes = confab_prose_refine (CONFAB_PROSE (self->prose), bytes,
                               CLAMP (hold - self->prose_top, 0, before), moved);
  *moved = get_moved (self, hold, before, *moved);

  return bytes;
}

/**
 * confab_timeline_step_set_viewport:
 * @self: the widget
 * @top: the first pixel in view, from its top
 * @bottom: the first one after it that is not
 */
void
confab_timeline_step_set_viewport (ConfabTimelineStep *self,
                                   int                 top,
                                   int                 bottom)
{
  g_return_if_fail (CONFAB_IS_TIMELINE_STEP (self));

  self->view_top = top;
  self->view_bottom = bottom;
  pass_viewport (self);
}
