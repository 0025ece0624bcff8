/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-prose-private.h"

#include "confab-block-bar.h"

#define SCROLLBAR_HEIGHT 10

static void
free_frame (gpointer data)
{
  ConfabBlockFrame *frame = data;

  gtk_widget_unparent (frame->bar);
  gtk_widget_unparent (frame->scrollbar);
  g_free (frame);
}

/**
 * confab_prose_find_block:
 * @self: the widget
 * @id: of a framed block
 *
 * Returns: which block has it; %G_MAXUINT when it has gone
 */
guint
confab_prose_find_block (ConfabProse *self,
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

static void
adjustment_changed_cb (ConfabProse   *self,
                       GtkAdjustment *adjustment)
{
  for (guint i = 0; i < self->frames->len; i++)
    {
      const ConfabBlockFrame *frame = g_ptr_array_index (self->frames, i);

      if (frame->adjustment == adjustment &&
          frame->block < confab_text_lines_get_n_boxes (self->lines) &&
          confab_text_lines_set_scroll (self->lines, frame->block,
                                        (int) (gtk_adjustment_get_value (adjustment) *
                                               PANGO_SCALE)))
        gtk_widget_queue_draw (GTK_WIDGET (self));
    }
}

static ConfabBlockFrame *
find_frame (ConfabProse *self,
            guint        id)
{
  for (guint i = 0; i < self->frames->len; i++)
    {
      ConfabBlockFrame *frame = g_ptr_array_index (self->frames, i);

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

static ConfabBlockFrame *
make_frame (ConfabProse *self)
{
  ConfabBlockFrame *frame = g_new0 (ConfabBlockFrame, 1);

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
  ConfabBlockFrame *frame = find_frame (self, b->id);

  if (frame == NULL)
    {
      for (guint i = 0; i < self->frames->len && frame == NULL; i++)
        {
          ConfabBlockFrame *other = g_ptr_array_index (self->frames, i);

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
  ConfabBlockFrame *frame = find_frame (self, confab_text_lines_get_box (self->lines, block)->id);

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
    ((ConfabBlockFrame *) g_ptr_array_index (self->frames, i))->used = FALSE;
  /* Those that have theirs keep them. */
  foreach_near (self, mark_used);
  foreach_near (self, use_frame);
  for (guint i = self->frames->len; i > 0; i--)
    {
      ConfabBlockFrame *frame = g_ptr_array_index (self->frames, i - 1);

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
place_scrollbar (ConfabProse      *self,
                 ConfabBlockFrame *frame,
                 int               left,
                 int               right,
                 gint64            bottom)
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
                            0, page + (double) overflow / PANGO_SCALE, CONFAB_PROSE_STEP, page * 0.9,
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
place_frame (ConfabProse      *self,
             ConfabBlockFrame *frame)
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
    frame->block = confab_prose_find_block (self, frame->id);
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
      ConfabBlockFrame *frame = g_ptr_array_index (self->frames, i);

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
      const ConfabBlockFrame *frame = g_ptr_array_index (self->frames, i);

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
      ConfabBlockFrame *frame = g_ptr_array_index (self->frames, i);

      frame->id = G_MAXUINT;
      frame->block = G_MAXUINT;
      gtk_widget_set_child_visible (frame->bar, FALSE);
      gtk_widget_set_child_visible (frame->scrollbar, FALSE);
    }
  self->hovered = G_MAXUINT;
}

/**
 * confab_prose_init_frames:
 * @self: the widget
 */
void
confab_prose_init_frames (ConfabProse *self)
{
  self->frames = g_ptr_array_new_with_free_func (free_frame);
}

/**
 * confab_prose_dispose_frames:
 * @self: the widget
 *
 * Lets the widgets of all blocks go, and with them the counters: for a widget that is taken out of its
 * parent. Somebody may hold it longer than the list that has the counters, such as GTK under the pointer.
 */
void
confab_prose_dispose_frames (ConfabProse *self)
{
  if (self->frames_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->frames_tick);
  self->frames_tick = 0;
  if (self->frames->len == 0)
    return;

  self->counters->frames_alive -= self->frames->len;
  g_ptr_array_set_size (self->frames, 0);
}
