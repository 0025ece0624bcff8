/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-timeline.h"

#include <glib/gi18n.h>

#include "confab-row-state.h"
#include "confab-stages.h"
#include "confab-timeline-step.h"

/* Measures, from the house's drawings: the line at the side stands under the arrow. */
#define BODY_GAP 6
#define STEP_GAP 6
#define BODY_INDENT 21
#define SIDE_X 5
#define SIDE_WIDTH 2

struct _ConfabTimeline {
  GtkWidget           parent_instance;

  ConfabChatCounters *counters; /* unowned */
  ConfabMessage      *message;
  ConfabRowState     *state; /* the message's */
  GPtrArray          *steps; /* of ConfabStage */

  GtkWidget          *head;
  GtkWidget          *arrow;
  GtkWidget          *spinner;
  GtkWidget          *label;
  GtkWidget          *side; /* the line at the side of the steps */
  GPtrArray          *widgets; /* of ConfabTimelineStep, while unfolded */

  guint               second; /* source while mapped and running */
  int                 view_top;
  int                 view_bottom;
  int                 body_top;
  int                 inner; /* width of the steps */
  gboolean            running; /* as it was taken in */
  gboolean            is_open;
};

enum {
  SIGNAL_TOGGLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabTimeline, confab_timeline, GTK_TYPE_WIDGET)

/* The line */

static void
update_label (ConfabTimeline *self)
{
  g_autofree char *caption = confab_stages_caption (self->steps, self->message,
                                                   g_get_real_time ());

  gtk_label_set_text (GTK_LABEL (self->label), caption);
  gtk_widget_set_tooltip_text (self->head, caption);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->head), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  caption, -1);
}

static gboolean
second_passed_cb (gpointer user_data)
{
  update_label (user_data);

  return G_SOURCE_CONTINUE;
}

static void
update_clock (ConfabTimeline *self)
{
  gboolean running = gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                     confab_stages_running (self->message);

  if (running && self->second == 0)
    self->second = g_timeout_add_seconds (1, second_passed_cb, self);
  else if (!running)
    g_clear_handle_id (&self->second, g_source_remove);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), running);
}

/* The steps */

/* A thought that is alone is its own line. */
static gboolean
needs_line (ConfabTimeline *self,
            ConfabStage     *step)
{
  return self->steps->len > 1 || step->text == NULL || confab_stage_has_more (step);
}

static void
step_toggled_cb (ConfabTimeline     *self,
                 gboolean            open,
                 ConfabTimelineStep *widget)
{
  ConfabStage *step;
  guint position;

  g_assert (CONFAB_IS_TIMELINE (self));

  if (!g_ptr_array_find (self->widgets, widget, &position) || position >= self->steps->len)
    return;

  if (open)
    g_hash_table_add (self->state->open_steps, GUINT_TO_POINTER (position));
  else
    g_hash_table_remove (self->state->open_steps, GUINT_TO_POINTER (position));
  step = g_ptr_array_index (self->steps, position);
  confab_timeline_step_update (widget, step, needs_line (self, step), open);
  g_signal_emit (self, signals[SIGNAL_TOGGLED], 0);
}

static void
update_steps (ConfabTimeline *self)
{
  guint n = self->is_open ? self->steps->len : 0;

  gtk_widget_set_visible (self->side, n > 0);
  while (self->widgets->len > n)
    {
      GtkWidget *widget = g_ptr_array_index (self->widgets, self->widgets->len - 1);

      confab_timeline_step_dispose_frames (CONFAB_TIMELINE_STEP (widget));
      gtk_widget_unparent (widget);
      g_ptr_array_set_size (self->widgets, (int) self->widgets->len - 1);
    }

  for (guint i = 0; i < n; i++)
    {
      ConfabStage *step = g_ptr_array_index (self->steps, i);
      GtkWidget *widget;

      if (i == self->widgets->len)
        {
          widget = confab_timeline_step_new (self->counters);
          g_signal_connect_object (widget, "toggled", G_CALLBACK (step_toggled_cb), self,
                                   G_CONNECT_SWAPPED);
          gtk_widget_set_parent (widget, GTK_WIDGET (self));
          g_ptr_array_add (self->widgets, widget);
        }
      widget = g_ptr_array_index (self->widgets, i);
      confab_timeline_step_update (CONFAB_TIMELINE_STEP (widget), step, needs_line (self, step),
                                   g_hash_table_contains (self->state->open_steps,
                                                          GUINT_TO_POINTER (i)));
    }
}

static void
set_open (ConfabTimeline *self,
          gboolean        open)
{
  self->is_open = open;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow),
                                open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->head), GTK_ACCESSIBLE_STATE_EXPANDED, open,
                               -1);
}

static void
head_clicked_cb (ConfabTimeline *self,
                 GtkButton      *head)
{
  g_assert (CONFAB_IS_TIMELINE (self));

  set_open (self, !self->is_open);
  self->state->steps = self->is_open ? CONFAB_FOLD_OPEN : CONFAB_FOLD_CLOSED;
  update_steps (self);
  g_signal_emit (self, signals[SIGNAL_TOGGLED], 0);
}

/* Whether the steps are shown, when the reader has not said. */
static gboolean
is_open_by_itself (ConfabTimeline *self,
                   gboolean        following)
{
  if (confab_stages_running (self->message))
    {
      self->state->steps_shown = TRUE;
      return TRUE;
    }

  if (following)
    self->state->steps_shown = FALSE;

  return self->state->steps_shown;
}

/* Layout */

static void
pass_viewport (ConfabTimeline *self)
{
  for (guint i = 0; i < self->widgets->len; i++)
    {
      GtkWidget *widget = g_ptr_array_index (self->widgets, i);
      graphene_rect_t bounds;
      int top = self->body_top;

      if (gtk_widget_compute_bounds (widget, GTK_WIDGET (self), &bounds))
        top = (int) bounds.origin.y;
      confab_timeline_step_set_viewport (CONFAB_TIMELINE_STEP (widget), self->view_top - top,
                                         self->view_bottom - top);
    }
}

/* Says where the parts stand; with @allocate, puts them there. Returns the height. */
static int
lay_out (ConfabTimeline *self,
         int             width,
         gboolean        allocate)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int inner = MAX (width - BODY_INDENT, 1);
  int minimum;
  int natural;
  int y;

  gtk_widget_measure (self->head, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  natural = CLAMP (natural, minimum, MAX (width, minimum));
  gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, natural, NULL, &y, NULL, NULL);
  if (allocate)
    gtk_widget_size_allocate (self->head,
                              &(GtkAllocation) { rtl ? width - natural : 0, 0, natural, y }, -1);
  if (self->widgets->len == 0)
    return y;

  y += BODY_GAP;
  self->body_top = y;
  self->inner = inner;
  for (guint i = 0; i < self->widgets->len; i++)
    {
      GtkWidget *widget = g_ptr_array_index (self->widgets, i);
      int height = confab_timeline_step_get_height (CONFAB_TIMELINE_STEP (widget), inner);

      y += i > 0 ? STEP_GAP : 0;
      if (allocate)
        {
          confab_timeline_step_set_viewport (CONFAB_TIMELINE_STEP (widget), self->view_top - y,
                                             self->view_bottom - y);
          gtk_widget_size_allocate (
            widget, &(GtkAllocation) { rtl ? 0 : BODY_INDENT, y, inner, height }, -1);
        }
      y += height;
    }
  if (allocate)
    {
      gtk_widget_measure (self->side, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_size_allocate (
        self->side,
        &(GtkAllocation) { rtl ? width - SIDE_X - SIDE_WIDTH : SIDE_X, self->body_top, SIDE_WIDTH,
                           y - self->body_top }, -1);
    }

  return y;
}

static GtkSizeRequestMode
confab_timeline_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
confab_timeline_measure (GtkWidget      *widget,
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
    *natural = lay_out (CONFAB_TIMELINE (widget), for_size, FALSE);
}

static void
confab_timeline_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  lay_out (CONFAB_TIMELINE (widget), width, TRUE);
}

static void
confab_timeline_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_timeline_parent_class)->map (widget);

  update_clock (CONFAB_TIMELINE (widget));
}

static void
confab_timeline_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_timeline_parent_class)->unmap (widget);

  update_clock (CONFAB_TIMELINE (widget));
}

static void
confab_timeline_dispose (GObject *object)
{
  ConfabTimeline *self = CONFAB_TIMELINE (object);

  g_clear_handle_id (&self->second, g_source_remove);
  confab_timeline_dispose_frames (self);
  for (guint i = 0; i < self->widgets->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->widgets, i));
  g_ptr_array_set_size (self->widgets, 0);
  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_pointer (&self->side, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_timeline_parent_class)->dispose (object);
}

static void
confab_timeline_finalize (GObject *object)
{
  ConfabTimeline *self = CONFAB_TIMELINE (object);

  g_ptr_array_unref (self->widgets);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (confab_timeline_parent_class)->finalize (object);
}

static void
confab_timeline_class_init (ConfabTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_timeline_dispose;
  object_class->finalize = confab_timeline_finalize;
  widget_class->get_request_mode = confab_timeline_get_request_mode;
  widget_class->map = confab_timeline_map;
  widget_class->measure = confab_timeline_measure;
  widget_class->size_allocate = confab_timeline_size_allocate;
  widget_class->unmap = confab_timeline_unmap;

  signals[SIGNAL_TOGGLED] =
    g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_timeline_init (ConfabTimeline *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->widgets = g_ptr_array_new ();

  self->arrow = gtk_image_new ();
  gtk_box_append (GTK_BOX (box), self->arrow);
  self->spinner = gtk_spinner_new ();
  gtk_widget_set_valign (self->spinner, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->spinner);
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_add_css_class (self->label, "dim-label");
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_box_append (GTK_BOX (box), self->label);

  self->head = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->head), box);
  gtk_widget_add_css_class (self->head, "flat");
  g_signal_connect_object (self->head, "clicked", G_CALLBACK (head_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));

  self->side = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (self->side, GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("How the answer came about"), -1);
}

/**
 * confab_timeline_new:
 * @counters: where work is counted; must outlive the widget
 * @message: the answer
 *
 * Returns: (transfer floating): the timeline of an answer
 */
GtkWidget *
confab_timeline_new (ConfabChatCounters *counters,
                     ConfabMessage      *message)
{
  ConfabTimeline *self = g_object_new (CONFAB_TYPE_TIMELINE, NULL);

  self->counters = counters;
  self->message = g_object_ref (message);
  self->state = confab_row_state_get (message);
  if (!confab_stages_running (message))
    self->state->steps_shown = FALSE;

  return GTK_WIDGET (self);
}

/**
 * confab_timeline_update:
 * @self: the timeline
 * @evidence: whether thoughts or nodes are others than before
 * @following: whether the end of the conversation is followed
 *
 * Takes in what the answer has told.
 */
void
confab_timeline_update (ConfabTimeline *self,
                        gboolean        evidence,
                        gboolean        following)
{
  gboolean running;
  gboolean open;

  g_return_if_fail (CONFAB_IS_TIMELINE (self));

  running = confab_stages_running (self->message);
  evidence = evidence || self->steps == NULL || running != self->running;
  if (evidence)
    {
      g_clear_pointer (&self->steps, g_ptr_array_unref);
      self->steps = confab_stages_new (self->message);
    }

  self->running = running;
  open = self->state->steps == CONFAB_FOLD_AUTO ? is_open_by_itself (self, following)
                                                : self->state->steps == CONFAB_FOLD_OPEN;
  if (evidence || open != self->is_open)
    {
      set_open (self, open);
      update_steps (self);
    }
  gtk_widget_set_visible (self->spinner, running);
  update_label (self);
  update_clock (self);
}

/**
 * confab_timeline_dispose_frames:
 * @self: the timeline
 *
 * Does what confab_prose_dispose_frames() does, in all its steps.
 */
void
confab_timeline_dispose_frames (ConfabTimeline *self)
{
  g_return_if_fail (CONFAB_IS_TIMELINE (self));

  for (guint i = 0; i < self->widgets->len; i++)
    confab_timeline_step_dispose_frames (g_ptr_array_index (self->widgets, i));
}

/**
 * confab_timeline_is_empty:
 * @self: the timeline, updated
 *
 * Returns: whether there is nothing to show
 */
gboolean
confab_timeline_is_empty (ConfabTimeline *self)
{
  g_return_val_if_fail (CONFAB_IS_TIMELINE (self), TRUE);

  return self->steps->len == 0;
}

/**
 * confab_timeline_get_height:
 * @self: the timeline
 * @width: its width, pixels
 *
 * Returns: its exact height, pixels
 */
int
confab_timeline_get_height (ConfabTimeline *self,
                            int             width)
{
  g_return_val_if_fail (CONFAB_IS_TIMELINE (self), 0);

  /* To GTK as well, as in confab_message_row_get_height(). */
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);

  return lay_out (self, width, FALSE);
}

/* Very long thoughts */

static int
to_pixel (gint64 y)
{
  return (int) CLAMP (y, G_MININT / 4, G_MAXINT / 4);
}

/**
 * confab_timeline_is_exact:
 * @self: the timeline, its height asked for
 *
 * Returns: whether nothing in its height is an estimate
 */
gboolean
confab_timeline_is_exact (ConfabTimeline *self)
{
  g_return_val_if_fail (CONFAB_IS_TIMELINE (self), TRUE);

  for (guint i = 0; i < self->widgets->len; i++)
    if (!confab_timeline_step_is_exact (g_ptr_array_index (self->widgets, i)))
      return FALSE;

  return TRUE;
}

/**
 * confab_timeline_show:
 * @self: the timeline, its height asked for
 * @top: the first pixel that is to be seen, from its top
 * @bottom: the first one after it that is not
 * @hold: the pixel that is not to be moved; one below the timeline stands for what is below
 * @moved: (out): how far down that has moved within the timeline, pixels
 *
 * Makes the heights exact of what is to be seen.
 *
 * Returns: whether the height has to be asked for again
 */
gboolean
confab_timeline_show (ConfabTimeline *self,
                      gint64          top,
                      gint64          bottom,
                      gint64          hold,
                      int            *moved)
{
  gboolean changed = FALSE;
  int y = self->body_top;

  g_return_val_if_fail (CONFAB_IS_TIMELINE (self), FALSE);
  g_return_val_if_fail (moved != NULL, FALSE);

  *moved = 0;
  for (guint i = 0; i < self->widgets->len; i++)
    {
      ConfabTimelineStep *step = g_ptr_array_index (self->widgets, i);
      int height = confab_timeline_step_get_height (step, self->inner);
      int step_moved = 0;

      changed = confab_timeline_step_show (step, to_pixel (top - y), to_pixel (bottom - y),
                                           to_pixel (hold - y), &step_moved) || changed;
      if (hold >= y)
        *moved += step_moved;
      y += height + STEP_GAP;
    }

  return changed;
}

/**
 * confab_timeline_refine:
 * @self: the timeline, its height asked for
 * @bytes: of text to lay out, about
 * @hold: the pixel that is not to be moved, as in confab_timeline_show()
 * @moved: (out): how far down that has moved within the timeline, pixels
 *
 * Makes some more heights exact.
 *
 * Returns: how many of the @bytes are left over
 */
gsize
confab_timeline_refine (ConfabTimeline *self,
                        gsize           bytes,
                        gint64          hold,
                        int            *moved)
{
  int y = self->body_top;

  g_return_val_if_fail (CONFAB_IS_TIMELINE (self), bytes);
  g_return_val_if_fail (moved != NULL, bytes);

  *moved = 0;
  for (guint i = 0; i < self->widgets->len && bytes > 0; i++)
    {
      ConfabTimelineStep *step = g_ptr_array_index (self->widgets, i);
      int height = confab_timeline_step_get_height (step, self->inner);
      int step_moved = 0;

      bytes = confab_timeline_step_refine (step, bytes, to_pixel (hold - y), &step_moved);
      if (hold >= y)
        *moved += step_moved;
      y += height + STEP_GAP;
    }

  return bytes;
}

/**
 * confab_timeline_set_viewport:
 * @self: the timeline
 * @top: the first pixel in view, from its top
 * @bottom: the first one after it that is not
 */
void
confab_timeline_set_viewport (ConfabTimeline *self,
                              int             top,
                              int             bottom)
{
  g_return_if_fail (CONFAB_IS_TIMELINE (self));

  self->view_top = top;
  self->view_bottom = bottom;
  pass_viewport (self);
}
