/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The widget that shows a document, which is one class in five files:
 *   confab-prose.c         the widget, and what it is asked
 *   confab-prose-draw.c    drawing
 *   confab-prose-places.c  questions: what is where
 *   confab-prose-blocks.c  code and tables: scrolling them sideways, what their buttons do
 *   confab-prose-frames.c  their widgets: buttons and a scroll bar for those that are in view
 */

#pragma once

#include "confab-code-painter.h"
#include "confab-prose.h"

G_BEGIN_DECLS

/* Sideways, with one click of a wheel, pixels. */
#define CONFAB_PROSE_STEP 40

struct _ConfabProse {
  GtkWidget           parent_instance;

  ConfabTextLines    *lines;
  ConfabTextMarks    *marks;
  ConfabCodePainter  *painter; /* (nullable): made when there is code to be coloured */
  ConfabDocument     *document; /* unowned */
  ConfabChatCounters *counters; /* unowned */
  int                 view_top; /* what is in view, pixels from the top of this widget */
  int                 view_bottom;
  int                 drawn_top; /* what was drawn */
  int                 drawn_bottom;

  GPtrArray          *frames; /* of ConfabBlockFrame */
  guint               frames_tick; /* 0 when all blocks in view have theirs */
  guint               hovered; /* id of the framed block under the pointer, or G_MAXUINT */
  double              pointer_x;
  double              pointer_y;
  gboolean            frames_stale; /* lines have been moved under them */
  gboolean            caret;
};

/* The widgets of a block that is in view. */
typedef struct {
  guint          id;
  guint          block;
  GtkWidget     *bar;
  GtkWidget     *scrollbar;
  GtkAdjustment *adjustment; /* of the scroll bar */
  gboolean       used;
} ConfabBlockFrame;

static inline int
to_pixels (gint64 units)
{
  return (int) ((units + PANGO_SCALE / 2) / PANGO_SCALE);
}

/* Drawing */
void  confab_prose_draw            (ConfabProse      *self,
                                    GtkSnapshot      *snapshot);

/* Blocks */
void  confab_prose_install_actions (GtkWidgetClass   *widget_class);
void  confab_prose_init_blocks     (ConfabProse      *self);

/* Frames */
void  confab_prose_init_frames     (ConfabProse      *self);
guint confab_prose_find_block      (ConfabProse      *self,
                                    guint             id);
void  confab_prose_release_frames  (ConfabProse      *self);
void  confab_prose_want_frames     (ConfabProse      *self);
void  confab_prose_place_frames    (ConfabProse      *self);
void  confab_prose_draw_frames     (ConfabProse      *self,
                                    GtkSnapshot      *snapshot);

G_END_DECLS
