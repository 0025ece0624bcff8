/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-prose-private.h"

#include <math.h>

#include "confab-block-bar.h"

/* One click of a wheel, and one key, pixels. */
#define WHEEL_STEP 40
#define KEY_STEP 60
#define SCROLLBAR_HEIGHT 10

/* The widgets of a block that is in view. */
typedef struct {
  guint          id;
  guint          block;
  GtkWidget     *bar;
  GtkWidget     *scrollbar;
  GtkAdjustment *adjustment; /* of the scroll bar */
  gboolean       used;
} Frame;

static void
free_frame (gpointer data)
{
  Frame *frame = data;

  gtk_widget_unparent (frame->bar);
  gtk_widget_unparent (frame->scrollbar);
  g_free (frame);
}

/* Which block has an id; G_MAXUINT when it has gone. Framed blocks with widgets are few, and known. */
static guint
find_block (ConfabProse *self,
            guint        id)
{
  for (guint i = 0; i < confab_text_lines_get_n_boxes (self->lines); i++)
    {
      const ConfabBlockBox *box = confab_text_lines_get_box (self->lines, i);

      if (box->id == id && confab_block_box_has_frame (box->kind))
        return i;
    }

  return G_MAXUINT;
}

/* Scrolling */

static void
scroll_by (ConfabProse *self,
           guint        block,
           double       pixels)
{
  int scroll = confab_text_lines_get_scroll (self->lines, block);
  double to = scroll + pixels * PANGO_SCALE;

  if (!confab_text_lines_set_scroll (self->lines, block, (int) CLAMP (to, 0, G_MAXINT / 2)))
    return;

  confab_prose_place_frames (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * confab_prose_scroll_block:
 * @self: the widget, measured
 * @place: a place in the text
 * @pixels: how far the block that it is in is moved to the left
 */
void
confab_prose_scroll_block (ConfabProse           *self,
                           const ConfabTextPlace *place,
                           double                 pixels)
{
  g_return_if_fail (CONFAB_IS_PROSE (self));

  if (place->block < confab_text_lines_get_n_boxes (self->lines))
    scroll_by (self, place->block, pixels);
}

/**
 * confab_prose_reveal:
 * @self: the widget, measured
 * @place: a place in the text
 *
 * Scrolls the block that it is in sideways, as far as it takes to see it.
 */
void
confab_prose_reveal (ConfabProse           *self,
                     const ConfabTextPlace *place)
{
  g_return_if_fail (CONFAB_IS_PROSE (self));

  if (!confab_text_lines_reveal (self->lines, place))
    return;

  confab_prose_place_frames (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
adjustment_changed_cb (ConfabProse   *self,
                       GtkAdjustment *adjustment)
{
  for (guint i = 0; i < self->frames->len; i++)
    {
      const Frame *frame = g_ptr_array_index (self->frames, i);

      if (frame->adjustment == adjustment &&
          frame->block < confab_text_lines_get_n_boxes (self->lines) &&
          confab_text_lines_set_scroll (self->lines, frame->block,
                                        (int) (gtk_adjustment_get_value (adjustment) *
                                               PANGO_SCALE)))
        gtk_widget_queue_draw (GTK_WIDGET (self));
    }
}

/* The framed block at a height, or G_MAXUINT. */
static guint
find_frame_at (ConfabProse *self,
               double       y)
{
  gint64 units = (gint64) (y * PANGO_SCALE);
  guint block = confab_text_lines_find_box (self->lines, units);
  int left;
  int right;
  gint64 bottom;

  if (block == G_MAXUINT ||
      !confab_block_box_has_frame (confab_text_lines_get_box (self->lines, block)->kind))
    return G_MAXUINT;

  confab_text_lines_get_box_bounds (self->lines, block, &left, &right, &bottom);

  return units < confab_text_lines_get_box (self->lines, block)->y || units > bottom ? G_MAXUINT
                                                                                     : block;
}

/* Only what goes sideways; the list takes the rest. */
static gboolean
scroll_cb (ConfabProse              *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  guint block = find_frame_at (self, self->pointer_y);
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  g_assert (CONFAB_IS_PROSE (self));

  if (block == G_MAXUINT || confab_text_lines_get_overflow (self->lines, block) == 0)
    return GDK_EVENT_PROPAGATE;

  if (dx == 0 && (state & GDK_SHIFT_MASK) != 0)
    {
      dx = dy;
      dy = 0;
    }
  if (fabs (dx) <= fabs (dy))
    return GDK_EVENT_PROPAGATE;

  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL)
    dx *= WHEEL_STEP;
  scroll_by (self, block, dx);

  return GDK_EVENT_STOP;
}

/* The pointer */

static void
set_hovered (ConfabProse *self,
             guint        id)
{
  if (self->hovered == id)
    return;

  self->hovered = id;
  for (guint i = 0; i < self->frames->len; i++)
    {
      const Frame *frame = g_ptr_array_index (self->frames, i);

      confab_block_bar_set_shown (CONFAB_BLOCK_BAR (frame->bar), frame->id == id);
    }
}

static void
pointer_moved_cb (ConfabProse              *self,
                  double                    x,
                  double                    y,
                  GtkEventControllerMotion *controller)
{
  guint block;

  g_assert (CONFAB_IS_PROSE (self));

  self->pointer_x = x;
  self->pointer_y = y;
  block = find_frame_at (self, y);
  set_hovered (self, block == G_MAXUINT ? G_MAXUINT
                                        : confab_text_lines_get_box (self->lines, block)->id);
}

static void
pointer_left_cb (ConfabProse              *self,
                 GtkEventControllerMotion *controller)
{
  g_assert (CONFAB_IS_PROSE (self));

  set_hovered (self, G_MAXUINT);
}

/* Actions */

/* Exactly what is shown; of a table the cells with tabs between them, as a spreadsheet takes them. */
static void
copy (ConfabProse        *self,
      guint               id,
      ConfabMarkupFormat  format)
{
  guint block = find_block (self, id);
  const ConfabBlock *b;
  const ConfabLine *last;
  g_autofree char *text = NULL;

  if (block == G_MAXUINT)
    return;

  b = confab_document_get_block (self->document, block);
  last = g_ptr_array_index (b->lines, b->lines->len - 1);
  text = confab_document_export (self->document, &(ConfabPlace) { block, 0, 0 },
                                 &(ConfabPlace) { block, b->lines->len - 1, last->length },
                                 format);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_plain (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  copy (CONFAB_PROSE (widget), g_variant_get_uint32 (parameter), CONFAB_MARKUP_PLAIN);
}

static void
copy_markdown (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  copy (CONFAB_PROSE (widget), g_variant_get_uint32 (parameter), CONFAB_MARKUP_MARKDOWN);
}

static void
wrap (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ConfabProse *self = CONFAB_PROSE (widget);
  guint id;
  gboolean wrapped;
  guint block;

  g_variant_get (parameter, "(ub)", &id, &wrapped);
  block = find_block (self, id);
  if (block == G_MAXUINT)
    return;

  confab_text_lines_set_wrapped (self->lines, block, wrapped);
  gtk_widget_queue_resize (widget);
}

static void
scroll (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ConfabProse *self = CONFAB_PROSE (widget);
  guint id;
  int direction;
  guint block;

  g_variant_get (parameter, "(ui)", &id, &direction);
  block = find_block (self, id);
  if (block != G_MAXUINT)
    scroll_by (self, block, (double) direction * KEY_STEP);
}

/**
 * confab_prose_install_actions:
 * @widget_class: the class
 *
 * Adds what the buttons of blocks do; the parameter is the id of the block.
 */
void
confab_prose_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "block.copy", "u", copy_plain);
  gtk_widget_class_install_action (widget_class, "block.copy-markdown", "u", copy_markdown);
  gtk_widget_class_install_action (widget_class, "block.wrap", "(ub)", wrap);
  gtk_widget_class_install_action (widget_class, "block.scroll", "(ui)", scroll);
}

/* Frames */

static Frame *
find_frame (ConfabProse *self,
            guint        id)
{
  for (guint i = 0; i < self->frames->len; i++)
    {
      Frame *frame = g_ptr_array_index (self->frames, i);

      if (frame->id == id)
        return frame;
    }

  return NULL;
}

/* Calls @func for each framed block that is in view or near. */
static void
foreach_near (ConfabProse *self,
              void       (*func) (ConfabProse *, guint))
{
  int margin = (self->view_bottom - self->view_top) / 2;
  gint64 limit = (gint64) (self->view_bottom + margin) * PANGO_SCALE;
  guint block = confab_text_lines_find_box (self->lines,
                                            (gint64) (self->view_top - margin) * PANGO_SCALE);

  if (block == G_MAXUINT)
    return;

  for (; block < confab_text_lines_get_n_boxes (self->lines); block++)
    {
      const ConfabBlockBox *box = confab_text_lines_get_box (self->lines, block);

      if (box->y > limit)
        break;
      if (confab_block_box_has_frame (box->kind))
        func (self, block);
    }
}

static Frame *
make_frame (ConfabProse *self)
{
  Frame *frame = g_new0 (Frame, 1);

  frame->bar = confab_block_bar_new ();
  gtk_widget_set_parent (frame->bar, GTK_WIDGET (self));
  frame->adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  g_signal_connect_object (frame->adjustment, "value-changed", G_CALLBACK (adjustment_changed_cb),
                           self, G_CONNECT_SWAPPED);
  frame->scrollbar = gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, frame->adjustment);
  gtk_widget_set_parent (frame->scrollbar, GTK_WIDGET (self));
  g_ptr_array_add (self->frames, frame);
  self->counters->frames_alive++;

  return frame;
}

static void
use_frame (ConfabProse *self,
           guint        block)
{
  const ConfabBlock *b = confab_document_get_block (self->document, block);
  Frame *frame = find_frame (self, b->id);

  if (frame == NULL)
    {
      for (guint i = 0; i < self->frames->len && frame == NULL; i++)
        {
          Frame *other = g_ptr_array_index (self->frames, i);

          if (!other->used && gtk_widget_get_focus_child (GTK_WIDGET (self)) != other->bar)
            frame = other;
        }
      if (frame == NULL)
        frame = make_frame (self);
      frame->id = b->id;
      confab_block_bar_set_block (CONFAB_BLOCK_BAR (frame->bar), b,
                                  confab_text_lines_get_wrapped (self->lines, block));
      confab_block_bar_set_shown (CONFAB_BLOCK_BAR (frame->bar), self->hovered == b->id);
    }

  frame->block = block;
  frame->used = TRUE;
}

static void
mark_used (ConfabProse *self,
           guint        block)
{
  Frame *frame = find_frame (self, confab_text_lines_get_box (self->lines, block)->id);

  if (frame != NULL)
    frame->used = TRUE;
}

static gboolean
make_frames_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       unused)
{
  ConfabProse *self = CONFAB_PROSE (widget);

  self->frames_tick = 0;
  if (self->document == NULL)
    return G_SOURCE_REMOVE;

  for (guint i = 0; i < self->frames->len; i++)
    ((Frame *) g_ptr_array_index (self->frames, i))->used = FALSE;
  /* Those that have theirs keep them. */
  foreach_near (self, mark_used);
  foreach_near (self, use_frame);
  for (guint i = self->frames->len; i > 0; i--)
    {
      Frame *frame = g_ptr_array_index (self->frames, i - 1);

      if (!frame->used && gtk_widget_get_focus_child (widget) != frame->bar)
        {
          g_ptr_array_remove_index (self->frames, i - 1);
          self->counters->frames_alive--;
        }
    }
  gtk_widget_queue_allocate (widget);

  return G_SOURCE_REMOVE;
}

static void
want_frame (ConfabProse *self,
            guint        block)
{
  if (self->frames_tick == 0 &&
      find_frame (self, confab_text_lines_get_box (self->lines, block)->id) == NULL)
    self->frames_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), make_frames_cb, NULL,
                                                      NULL);
}

/**
 * confab_prose_want_frames:
 * @self: the widget, measured
 *
 * Sees to it that the blocks in view get their widgets before the next frame: not now, since this
 * is asked while the window is laid out, when a new child could not be.
 */
void
confab_prose_want_frames (ConfabProse *self)
{
  if (self->document != NULL && self->frames_tick == 0)
    foreach_near (self, want_frame);
}

static void
place_scrollbar (ConfabProse *self,
                 Frame       *frame,
                 int          left,
                 int          right,
                 gint64       bottom)
{
  int overflow = confab_text_lines_get_overflow (self->lines, frame->block);
  double page = (double) (right - left) / PANGO_SCALE;
  int side = CONFAB_BLOCK_SIDE / PANGO_SCALE / 2;

  gtk_widget_set_child_visible (frame->scrollbar, overflow > 0);
  if (overflow == 0)
    return;

  gtk_adjustment_configure (frame->adjustment,
                            (double) confab_text_lines_get_scroll (self->lines, frame->block) /
                              PANGO_SCALE,
                            0, page + (double) overflow / PANGO_SCALE, WHEEL_STEP, page * 0.9,
                            page);
  gtk_widget_measure (frame->scrollbar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (frame->scrollbar,
                            &(GtkAllocation) { to_pixels (left) + side,
                                               to_pixels (bottom) - SCROLLBAR_HEIGHT,
                                               MAX (to_pixels (right) - to_pixels (left) -
                                                    2 * side, 1),
                                               SCROLLBAR_HEIGHT },
                            -1);
}

static gboolean
place_frame (ConfabProse *self,
             Frame       *frame)
{
  const ConfabBlockBox *box;
  int left;
  int right;
  gint64 bottom;
  int width;
  int height;
  int minimum;

  if (frame->block >= confab_text_lines_get_n_boxes (self->lines) ||
      confab_text_lines_get_box (self->lines, frame->block)->id != frame->id)
    frame->block = find_block (self, frame->id);
  if (frame->block == G_MAXUINT)
    return FALSE;

  box = confab_text_lines_get_box (self->lines, frame->block);
  confab_text_lines_get_box_bounds (self->lines, frame->block, &left, &right, &bottom);
  gtk_widget_measure (frame->bar, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (frame->bar, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  if (box->kind == CONFAB_BLOCK_CODE)
    height = to_pixels (confab_block_box_get_code_head (
      confab_text_style_get_em (confab_text_lines_get_style (self->lines))));
  width = to_pixels (right) - to_pixels (left);
  if (box->kind != CONFAB_BLOCK_CODE)
    width = MIN (width, minimum);
  gtk_widget_set_child_visible (frame->bar, TRUE);
  gtk_widget_size_allocate (frame->bar,
                            &(GtkAllocation) {
                              gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
                                ? to_pixels (left) : to_pixels (right) - width,
                              to_pixels (box->y), MAX (width, minimum), height },
                            -1);
  place_scrollbar (self, frame, left, right, bottom);

  return TRUE;
}

/**
 * confab_prose_place_frames:
 * @self: the widget, measured
 *
 * Puts the widgets of blocks where the blocks are.
 */
void
confab_prose_place_frames (ConfabProse *self)
{
  for (guint i = 0; i < self->frames->len; i++)
    {
      Frame *frame = g_ptr_array_index (self->frames, i);

      if (self->document == NULL || !place_frame (self, frame))
        {
          gtk_widget_set_child_visible (frame->bar, FALSE);
          gtk_widget_set_child_visible (frame->scrollbar, FALSE);
        }
    }
}

/**
 * confab_prose_draw_frames:
 * @self: the widget
 * @snapshot: what is drawn on
 */
void
confab_prose_draw_frames (ConfabProse *self,
                          GtkSnapshot *snapshot)
{
  for (guint i = 0; i < self->frames->len; i++)
    {
      const Frame *frame = g_ptr_array_index (self->frames, i);

      gtk_widget_snapshot_child (GTK_WIDGET (self), frame->bar, snapshot);
      gtk_widget_snapshot_child (GTK_WIDGET (self), frame->scrollbar, snapshot);
    }
}

/**
 * confab_prose_release_frames:
 * @self: the widget
 *
 * Hides the widgets of all blocks until there are others to have them.
 */
void
confab_prose_release_frames (ConfabProse *self)
{
  for (guint i = 0; i < self->frames->len; i++)
    {
      Frame *frame = g_ptr_array_index (self->frames, i);

      frame->id = G_MAXUINT;
      frame->block = G_MAXUINT;
      gtk_widget_set_child_visible (frame->bar, FALSE);
      gtk_widget_set_child_visible (frame->scrollbar, FALSE);
    }
  self->hovered = G_MAXUINT;
}

/**
 * confab_prose_init_blocks:
 * @self: the widget
 */
void
confab_prose_init_blocks (ConfabProse *self)
{
  GtkEventController *controller;

  self->hovered = G_MAXUINT;
  self->frames = g_ptr_array_new_with_free_func (free_frame);

  controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect_object (controller, "scroll", G_CALLBACK (scroll_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  controller = gtk_event_controller_motion_new ();
  g_signal_connect_object (controller, "enter", G_CALLBACK (pointer_moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "motion", G_CALLBACK (pointer_moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "leave", G_CALLBACK (pointer_left_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/**
 * confab_prose_dispose_blocks:
 * @self: the widget
 *
 * Lets the widgets of all blocks go.
 */
void
confab_prose_dispose_blocks (ConfabProse *self)
{
  if (self->frames_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->frames_tick);
  self->frames_tick = 0;
  /* Somebody may hold a row longer than the list, which has the counters. */
  if (self->frames->len == 0)
    return;

  self->counters->frames_alive -= self->frames->len;
  g_ptr_array_set_size (self->frames, 0);
}
