/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The message list, which is one class in these files:
 *   confab-message-list.c         the widget and its frames
 *   confab-message-list-model.c   its model: messages that come and go
 *   confab-message-list-layout.c  coordinates: what is where
 *   confab-message-list-rows.c    widgets for rows, heights for the others
 *   confab-message-list-scroll.c  what the reader does: scrolling, keys, focus
 *   confab-message-list-select.c  selecting text with the pointer, and showing what is selected
 *   confab-message-list-spots.c   from a point to a place in the text of a message, and back
 *   confab-message-list-caret.c   the same with the keyboard
 *   confab-message-list-copy.c    copying what is selected
 *   confab-message-list-found.c   marking what a search found, and showing it
 *   confab-message-list-links.c   links and citation marks: pointing, focus, opening
 *   confab-message-list-menu.c    the menu of what is under the pointer
 */

#pragma once

#include "confab-find-text.h"
#include "confab-frame-task.h"
#include "confab-heights.h"
#include "confab-message-list.h"
#include "confab-place.h"
#include "confab-selection.h"
#include "confab-text-link.h"

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
  gint64               placed_top; /* the coordinate at the top of the view that was laid out last */
  int                  width; /* of the last allocation */
  int                  height;
  int                  column; /* width of the rows, 0 before the first allocation */
  gboolean             narrow;
  double               text_scale;
  GtkCssProvider      *text_style; /* the text scale */
  guint                laid_serial; /* of our Pango context when the rows were measured: font and size */
  ConfabTextPlace      read; /* what was at the top of the view when all was last measured again */
  guint                read_row;
  double               read_value; /* and as long as the view is there, NAN for nowhere */

  ConfabFrameTask     *task;
  ConfabPace          *pace;
  GdkFrameClock       *clock; /* while realized */
  char                *author;
  ConfabChatCounters   counters;

  ConfabSelection     *selection;
  ConfabUnit           unit; /* of the drag that is under way */
  GdkContentProvider  *primary; /* (nullable): what we put on the primary clipboard */
  double               pointer_x; /* where the drag is */
  double               pointer_y;
  guint                autoscroll; /* tick callback, while the pointer is above or below us */
  gint64               autoscroll_time;
  int                  caret_x; /* where Up and Down lead to, -1 when they have not begun */

  ConfabNeedle        *needle; /* (nullable): what is looked for */
  gint64               found_message; /* with the place that is meant, or 0 */
  guint                found_index; /* of that place in the message */

  guint                hover; /* the message with the link under the pointer, or G_MAXUINT */
  ConfabSpot           link_spot; /* the link that has the focus, with link_focus */
  ConfabSpot           pressed_spot; /* where a link was pressed, with pressed_link */
  GtkWidget           *menu; /* (nullable) */
  ConfabSpot           menu_spot; /* what it is for */

  guint                reveal_due : 1; /* the found message is to be shown, when it is here */
  guint                dragging : 1; /* the drag selects */
  guint                link_focus : 1;
  guint                pressed_link : 1;
  guint                menu_on_text : 1; /* a character is there */
  guint                menu_on_block : 1;
  guint                caret : 1; /* keys move a caret in the text */
  guint                configuring : 1;
  guint                at_newest : 1; /* as it was last notified */
  guint                near_first : 1; /* the first row has a widget */
  guint                asked_older : 1; /* since the first row is what it is */
  guint                stop_kinetic : 1;
  guint                held : 1; /* let go because the reader opened something */
};

/* The text scale */
void     confab_message_list_add_text_style (ConfabMessageList *self,
                                             GtkWidget         *widget);

/* Layout */
gboolean confab_message_list_is_exact      (ConfabMessageList  *self);
void     confab_message_list_refine        (ConfabMessageList  *self);
gint64   confab_message_list_get_row_top   (ConfabMessageList  *self,
                                            guint               position);
gint64   confab_message_list_get_lower     (ConfabMessageList  *self);
gint64   confab_message_list_get_upper     (ConfabMessageList  *self);
gint64   confab_message_list_get_view_top  (ConfabMessageList  *self);
void     confab_message_list_set_anchor    (ConfabMessageList  *self,
                                            guint               position);
void     confab_message_list_prepare       (ConfabMessageList  *self);
void     confab_message_list_configure     (ConfabMessageList  *self);
void     confab_message_list_queue_allocate (ConfabMessageList *self);
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

/* How far the caret goes. */
typedef enum {
  CONFAB_CARET_CHARACTER,
  CONFAB_CARET_WORD,
  CONFAB_CARET_LINE,
  CONFAB_CARET_PAGE,
  CONFAB_CARET_LINE_END, /* as it is seen */
  CONFAB_CARET_END,      /* of the message, then of the conversation */
} ConfabCaretMove;

/* Selecting */
void            confab_message_list_listen              (ConfabMessageList  *self);
gboolean        confab_message_list_pick                (ConfabMessageList  *self,
                                                         double              x,
                                                         double              y,
                                                         ConfabSpot         *spot,
                                                         ConfabSpot         *character);
ConfabDocument *confab_message_list_get_document        (ConfabMessageList  *self,
                                                         guint               position,
                                                         ConfabDocument    **made);
void            confab_message_list_stop_pointing       (ConfabMessageList  *self);
void            confab_message_list_splice_spots        (ConfabMessageList  *self,
                                                         guint               position,
                                                         guint               n_removed,
                                                         guint               n_added);
void            confab_message_list_show_marks          (ConfabMessageList  *self);
void            confab_message_list_show_row_marks      (ConfabMessageList  *self,
                                                         ConfabMessageRow   *row);
void            confab_message_list_row_bound           (ConfabMessageList  *self,
                                                         ConfabMessageRow   *row);
void            confab_message_list_take_text_changes   (ConfabMessageList  *self);
void            confab_message_list_selection_changed   (ConfabMessageList  *self);
void            confab_message_list_clear_selection     (ConfabMessageList  *self);
void            confab_message_list_select_all          (ConfabMessageList  *self,
                                                         gboolean            message_first);
gboolean        confab_message_list_get_spot_area       (ConfabMessageList  *self,
                                                         const ConfabSpot   *spot,
                                                         GdkRectangle       *area);
gboolean        confab_message_list_is_on_prose         (ConfabMessageList  *self,
                                                         double              x,
                                                         double              y);

/* What was found */
void            confab_message_list_show_row_found      (ConfabMessageList  *self,
                                                         ConfabMessageRow   *row);
void            confab_message_list_reveal_found        (ConfabMessageList  *self);

/* The caret */
gboolean        confab_message_list_move_caret          (ConfabMessageList  *self,
                                                         ConfabCaretMove     move,
                                                         int                 direction,
                                                         gboolean            extend);
void            confab_message_list_reveal              (ConfabMessageList  *self,
                                                         const ConfabSpot   *spot);
void            confab_message_list_add_caret_bindings  (GtkWidgetClass     *widget_class);

/* Copying */
char           *confab_message_list_export_selection    (ConfabMessageList  *self,
                                                         ConfabMarkupFormat  format);
char           *confab_message_list_export_block        (ConfabMessageList  *self,
                                                         const ConfabSpot   *spot,
                                                         ConfabMarkupFormat  format);
void            confab_message_list_copy_selection      (ConfabMessageList  *self);

/* Links */
gboolean        confab_message_list_find_link           (ConfabMessageList  *self,
                                                         double              x,
                                                         double              y,
                                                         ConfabSpot         *character,
                                                         ConfabTextLink     *link);
void            confab_message_list_point               (ConfabMessageList  *self,
                                                         double              x,
                                                         double              y);
void            confab_message_list_unpoint             (ConfabMessageList  *self);
char           *confab_message_list_dup_tooltip         (ConfabMessageList  *self,
                                                         double              x,
                                                         double              y,
                                                         gboolean            keyboard,
                                                         GdkRectangle       *area);
gboolean        confab_message_list_query_tooltip       (GtkWidget          *widget,
                                                         int                 x,
                                                         int                 y,
                                                         gboolean            keyboard,
                                                         GtkTooltip         *tooltip);
gboolean        confab_message_list_activate_link       (ConfabMessageList  *self,
                                                         const ConfabSpot   *character);
void            confab_message_list_emit_open_uri       (ConfabMessageList  *self,
                                                         const char         *uri);
gboolean        confab_message_list_get_focus_link      (ConfabMessageList  *self,
                                                         ConfabSpot         *character,
                                                         ConfabTextLink     *link);
void            confab_message_list_unfocus_link        (ConfabMessageList  *self);
gboolean        confab_message_list_move_link_focus     (ConfabMessageList  *self,
                                                         int                 direction);

/* The menu */
void            confab_message_list_add_menu            (ConfabMessageList  *self);
void            confab_message_list_install_actions     (GtkWidgetClass     *widget_class);

G_END_DECLS
