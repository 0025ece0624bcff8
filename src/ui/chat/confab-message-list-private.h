/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The message list, which is one class in four files:
 *   confab-message-list.c         the widget, its model and its frames
 *   confab-message-list-layout.c  coordinates: what is where
 *   confab-message-list-rows.c    widgets for rows, heights for the others
 *   confab-message-list-scroll.c  what the reader does: scrolling, keys, focus
 */

#pragma once

#include "confab-frame-task.h"
#include "confab-heights.h"
#include "confab-message-list.h"

G_BEGIN_DECLS

/* Measures, from the house's drawings. */
#define ROW_GAP 22
#define TOP_MARGIN 12
#define BOTTOM_MARGIN 18
#define STEP_SHARE 0.1

struct _ConfabMessageList {
  GtkWidget            parent_instance;

  GtkAdjustment       *hadjustment;
  GtkAdjustment       *vadjustment;
  GtkScrollablePolicy  hscroll_policy;
  GtkScrollablePolicy  vscroll_policy;

  GListModel          *model;
  ConfabHeights       *heights; /* gap included */
  GHashTable          *live; /* position → ConfabMessageRow */
  GPtrArray           *pool; /* rows without a message, still our children */
  GPtrArray           *open; /* messages that may still grow, whether in view or not */

  ConfabFollow         follow;
  guint                anchor; /* the row whose coordinate is fixed */
  gint64               anchor_y;
  double               value; /* the adjustment's value as we last knew it */
  int                  width; /* of the last allocation */
  int                  height;
  int                  column; /* width of the rows, 0 before the first allocation */
  gboolean             narrow;

  ConfabFrameTask     *task;
  ConfabPace          *pace;
  GdkFrameClock       *clock; /* while realized */
  char                *author;
  ConfabChatCounters   counters;

  guint                configuring : 1;
  guint                at_newest : 1; /* as it was last notified */
  guint                near_first : 1; /* the first row has a widget */
  guint                asked_older : 1; /* since the first row is what it is */
  guint                stop_kinetic : 1;
  guint                held : 1; /* let go because the reader opened something */
};

/* Layout */
gint64   confab_message_list_get_row_top   (ConfabMessageList  *self,
                                            guint               position);
gint64   confab_message_list_get_lower     (ConfabMessageList  *self);
gint64   confab_message_list_get_upper     (ConfabMessageList  *self);
gint64   confab_message_list_get_view_top  (ConfabMessageList  *self);
void     confab_message_list_set_anchor    (ConfabMessageList  *self,
                                            guint               position);
void     confab_message_list_prepare       (ConfabMessageList  *self);
void     confab_message_list_allocate      (ConfabMessageList  *self,
                                            int                 width,
                                            int                 height);

/* Rows */
int      confab_message_list_measure_row   (ConfabMessageList  *self,
                                            guint               position,
                                            gboolean            create);
void     confab_message_list_release_row   (ConfabMessageList  *self,
                                            ConfabMessageRow   *row);
void     confab_message_list_destroy_rows  (ConfabMessageList  *self);
void     confab_message_list_update_rows   (ConfabMessageList  *self);
void     confab_message_list_splice_rows   (ConfabMessageList  *self,
                                            guint               position,
                                            guint               n_removed,
                                            guint               n_added);
void     confab_message_list_close_all     (ConfabMessageList  *self);

/* Scrolling */
void     confab_message_list_switch_follow  (ConfabMessageList  *self,
                                             ConfabFollowEvent   event);
void     confab_message_list_set_adjustment (ConfabMessageList  *self,
                                             GtkAdjustment     **target,
                                             GtkAdjustment      *adjustment);
gboolean confab_message_list_focus          (GtkWidget          *widget,
                                             GtkDirectionType    direction);
void     confab_message_list_add_bindings   (GtkWidgetClass     *widget_class);

G_END_DECLS
