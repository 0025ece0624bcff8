/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-prose-private.h"

#include <math.h>

#include "confab-block-bar.h"

/* Pixels, with one key. */
#define KEY_STEP 60

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
    dx *= CONFAB_PROSE_STEP;
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
      const ConfabBlockFrame *frame = g_ptr_array_index (self->frames, i);

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
  guint block = confab_prose_find_block (self, id);
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
  block = confab_prose_find_block (self, id);
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
  block = confab_prose_find_block (self, id);
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

/**
 * confab_prose_init_blocks:
 * @self: the widget
 */
void
confab_prose_init_blocks (ConfabProse *self)
{
  GtkEventController *controller;

  self->hovered = G_MAXUINT;
  confab_prose_init_frames (self);

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
