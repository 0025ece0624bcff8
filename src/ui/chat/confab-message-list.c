/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list.h"

#include <math.h>

#include "confab-frame-task.h"
#include "confab-heights.h"
#include "confab-row-estimate.h"

/* Measures of the column, from the house's drawings. */
#define COLUMN_WIDTH 760
#define COLUMN_MARGIN 24
#define NARROW_WIDTH 560
#define NARROW_MARGIN 14
#define ROW_GAP 22
#define TOP_MARGIN 12
#define BOTTOM_MARGIN 18

#define MIN_WIDTH 240
#define MIN_HEIGHT 100

/* A movement of less than this many pages moves what is there; a longer one looks up by value. */
#define JUMP_PAGES 1.5
#define STEP_SHARE 0.1
#define MAX_POOL 8
#define MAX_ESTIMATES 2000
#define MAX_PASSES 4

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
};

enum {
  PROP_0,
  PROP_AT_NEWEST,
  N_PROPS,
  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_OLDER_WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabMessageList, confab_message_list, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* Coordinates */

static gint64
get_row_top (ConfabMessageList *self,
             guint              position)
{
  return self->anchor_y + confab_heights_sum (self->heights, position) -
         confab_heights_sum (self->heights, self->anchor);
}

static void
set_anchor (ConfabMessageList *self,
            guint              position)
{
  self->anchor_y = get_row_top (self, position);
  self->anchor = position;
}

static gint64
get_lower (ConfabMessageList *self)
{
  return get_row_top (self, 0) - TOP_MARGIN;
}

static gint64
get_upper (ConfabMessageList *self)
{
  return get_row_top (self, confab_heights_get_n (self->heights)) - ROW_GAP + BOTTOM_MARGIN;
}

static gint64
get_view_top (ConfabMessageList *self)
{
  return (gint64) floor (self->value + 0.5);
}

/* Rows */

static void
row_stale_cb (ConfabMessageList *self,
              ConfabMessageRow  *row)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  confab_frame_task_queue (self->task);
}

static ConfabMessageRow *
get_live (ConfabMessageList *self,
          guint              position)
{
  return g_hash_table_lookup (self->live, GUINT_TO_POINTER (position));
}

/* Assistive tools walk our children in their order as widgets. */
static void
put_in_order (ConfabMessageList *self,
              ConfabMessageRow  *row,
              guint              position)
{
  ConfabMessageRow *neighbour = position > 0 ? get_live (self, position - 1) : NULL;

  if (neighbour != NULL)
    {
      gtk_widget_insert_after (GTK_WIDGET (row), GTK_WIDGET (self), GTK_WIDGET (neighbour));
      return;
    }

  neighbour = get_live (self, position + 1);
  if (neighbour != NULL)
    gtk_widget_insert_before (GTK_WIDGET (row), GTK_WIDGET (self), GTK_WIDGET (neighbour));
}

static ConfabMessageRow *
take_row (ConfabMessageList *self,
          guint              position)
{
  ConfabMessageRow *row = get_live (self, position);
  g_autoptr (ConfabMessage) message = NULL;

  if (row != NULL)
    return row;

  if (self->pool->len > 0)
    {
      row = g_ptr_array_steal_index (self->pool, self->pool->len - 1);
    }
  else
    {
      row = CONFAB_MESSAGE_ROW (confab_message_row_new (&self->counters));
      g_signal_connect_object (row, "stale", G_CALLBACK (row_stale_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_set_parent (GTK_WIDGET (row), GTK_WIDGET (self));
      self->counters.rows_alive++;
    }

  message = g_list_model_get_item (self->model, position);
  confab_message_row_set_author (row, self->author);
  confab_message_row_set_position (row, position, confab_heights_get_n (self->heights));
  confab_message_row_set_message (row, message);
  self->counters.rows_bound++;

  put_in_order (self, row, position);
  g_hash_table_insert (self->live, GUINT_TO_POINTER (position), row);

  return row;
}

static void
destroy_row (ConfabMessageList *self,
             ConfabMessageRow  *row)
{
  gtk_widget_unparent (GTK_WIDGET (row));
  self->counters.rows_alive--;
}

/* The row must be out of the table already. */
static void
release_row (ConfabMessageList *self,
             ConfabMessageRow  *row)
{
  if (self->pool->len >= MAX_POOL ||
      gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (row))
    {
      destroy_row (self, row);
      return;
    }

  gtk_widget_set_child_visible (GTK_WIDGET (row), FALSE);
  confab_message_row_set_message (row, NULL);
  g_ptr_array_add (self->pool, row);
}

/* Gives the row a widget and its exact height. Returns it, gap included. */
static int
measure_row (ConfabMessageList *self,
             guint              position)
{
  ConfabMessageRow *row = take_row (self, position);
  int height;

  confab_message_row_set_narrow (row, self->narrow);
  height = confab_message_row_get_height (row, self->column) + ROW_GAP;
  confab_heights_set (self->heights, position, height);

  return height;
}

/* Layout */

typedef struct {
  guint first; /* rows that are in view or near it */
  guint last;
} Range;

/* Gives exact heights to all rows that the view shows, from the anchor on, whose coordinate is the
 * one thing that is certain. */
static Range
fill (ConfabMessageList *self,
      int                height,
      int                margin)
{
  guint n = confab_heights_get_n (self->heights);
  Range range;
  gint64 top;
  gint64 bottom;

  if (self->follow == CONFAB_FOLLOW)
    {
      set_anchor (self, n - 1);
      measure_row (self, n - 1);
      self->value = (double) (get_upper (self) - height);
    }
  else
    {
      measure_row (self, self->anchor);
    }

  top = self->anchor_y;
  bottom = top + confab_heights_get (self->heights, self->anchor);
  for (range.first = self->anchor; range.first > 0 && top > get_view_top (self) - margin;)
    top -= measure_row (self, --range.first);
  for (range.last = self->anchor;
       range.last < n - 1 && bottom < get_view_top (self) + height + margin;)
    bottom += measure_row (self, ++range.last);

  return range;
}

/* Keeps the value where there is something to see; in FOLLOW, at the end. %TRUE if it moved. */
static gboolean
settle_value (ConfabMessageList *self,
              int                height)
{
  double before = self->value;
  double lower = (double) get_lower (self);
  double end = MAX (lower, (double) get_upper (self) - height);

  self->value = self->follow == CONFAB_FOLLOW ? end : CLAMP (self->value, lower, end);

  return self->value != before;
}

static void
anchor_first_visible (ConfabMessageList *self,
                      Range              range)
{
  gint64 top = get_view_top (self);
  guint position = range.first;

  while (position < range.last &&
         get_row_top (self, position + 1) - ROW_GAP <= top)
    position++;
  set_anchor (self, position);
}

static void
release_far_rows (ConfabMessageList *self,
                  int                height,
                  int                margin)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));
  gint64 top = get_view_top (self);
  GHashTableIter iter;
  gpointer key;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      guint position = GPOINTER_TO_UINT (key);
      gint64 y = get_row_top (self, position);

      if (y < top + height + margin &&
          y + confab_heights_get (self->heights, position) > top - margin)
        continue;
      if (row == focus)
        continue; /* the reader comes back to it by a key */

      g_hash_table_iter_remove (&iter);
      release_row (self, row);
    }
}

static void
place_rows (ConfabMessageList *self,
            int                width,
            int                height)
{
  gint64 top = get_view_top (self);
  GHashTableIter iter;
  gpointer key;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      guint position = GPOINTER_TO_UINT (key);
      gint64 y = CLAMP (get_row_top (self, position) - top, G_MININT / 2, G_MAXINT / 2);
      GtkAllocation allocation = {
        (width - self->column) / 2,
        (int) y,
        self->column,
        confab_heights_get (self->heights, position) - ROW_GAP,
      };

      confab_message_row_set_viewport (row, (int) -y, (int) -y + height);
      gtk_widget_set_child_visible (row, TRUE);
      gtk_widget_size_allocate (row, &allocation, -1);
    }
}

static void
configure_adjustments (ConfabMessageList *self,
                       int                width,
                       int                height)
{
  double lower = 0;
  double upper = height;

  if (confab_heights_get_n (self->heights) > 0)
    {
      lower = (double) get_lower (self);
      upper = MAX ((double) get_upper (self), lower + height);
    }

  self->configuring = TRUE;
  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, width * STEP_SHARE, width, width);
  if (self->vadjustment != NULL)
    gtk_adjustment_configure (self->vadjustment, self->value, lower, upper, height * STEP_SHARE,
                              height * (1 - STEP_SHARE), height);
  self->configuring = FALSE;
}

/* Another width: all heights but those of the live rows are estimates again, and the line that is
 * at the top of the view stays there. */
static void
change_column (ConfabMessageList *self,
               int                column)
{
  ConfabMessageRow *row = NULL;
  ConfabTextPlace place;
  gboolean has_place = FALSE;

  if (self->column != 0 && self->follow == CONFAB_FREE)
    row = get_live (self, self->anchor);
  if (row != NULL)
    {
      gint64 y = get_view_top (self) - self->anchor_y;

      has_place = y >= 0 && y < G_MAXINT &&
                  confab_message_row_get_place (row, (int) y, &place);
    }

  self->column = column;

  if (has_place)
    {
      measure_row (self, self->anchor);
      self->value = (double) (self->anchor_y + confab_message_row_find_place (row, &place));
    }
}

static void
confab_message_list_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  gboolean narrow = width < NARROW_WIDTH;
  int side = narrow ? NARROW_MARGIN : COLUMN_MARGIN;
  int column = CLAMP (width - 2 * side, 1, COLUMN_WIDTH);
  int margin = height / 2;

  self->narrow = narrow;
  if (confab_heights_get_n (self->heights) == 0)
    {
      self->column = column;
      self->value = 0;
      self->anchor = 0;
      self->anchor_y = TOP_MARGIN;
    }
  else
    {
      Range range = { 0, };

      if (column != self->column)
        change_column (self, column);

      /* Exact heights can bring the end nearer than the estimates said; then once more. */
      for (guint pass = 0; pass < MAX_PASSES; pass++)
        {
          range = fill (self, height, margin);
          if (!settle_value (self, height) || self->follow == CONFAB_FOLLOW)
            break;
        }
      if (self->follow == CONFAB_FREE)
        anchor_first_visible (self, range);

      self->near_first = range.first == 0;
      if (!self->near_first)
        self->asked_older = FALSE;
      release_far_rows (self, height, margin);
      place_rows (self, width, height);
    }

  configure_adjustments (self, width, height);
}

/* Constant: a list that asked for more would lay out the whole window with each word. */
static void
confab_message_list_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = COLUMN_WIDTH + 2 * COLUMN_MARGIN;
    }
  else
    {
      *minimum = MIN_HEIGHT;
      *natural = MIN_HEIGHT;
    }
}

static void
confab_message_list_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  gint64 top = get_view_top (self);
  GHashTableIter iter;
  gpointer key;
  gpointer row;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      guint position = GPOINTER_TO_UINT (key);
      gint64 y = get_row_top (self, position) - top;

      if (y < height && y + confab_heights_get (self->heights, position) > 0)
        gtk_widget_snapshot_child (widget, row, snapshot);
    }
  gtk_snapshot_pop (snapshot);
}

/* Frames */

static void
notify_at_newest (ConfabMessageList *self)
{
  gboolean at_newest = self->follow == CONFAB_FOLLOW ||
                       confab_heights_get_n (self->heights) == 0 ||
                       get_view_top (self) + gtk_widget_get_height (GTK_WIDGET (self)) >=
                           get_upper (self);

  if (self->at_newest == at_newest)
    return;

  self->at_newest = at_newest;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AT_NEWEST]);
}

/* What follows from a frame and may change widgets waits until it is painted. */
static void
after_paint_cb (ConfabMessageList *self,
                GdkFrameClock     *clock)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  self->counters.frames++;
  confab_frame_task_painted (self->task);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (self->pace != NULL)
    confab_pace_frame_painted (self->pace);

  if (self->stop_kinetic)
    {
      GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

      /* A movement that goes on would be taken for one of the reader, away from the end. */
      self->stop_kinetic = FALSE;
      if (GTK_IS_SCROLLED_WINDOW (parent) &&
          gtk_scrolled_window_get_kinetic_scrolling (GTK_SCROLLED_WINDOW (parent)))
        {
          gtk_scrolled_window_set_kinetic_scrolling (GTK_SCROLLED_WINDOW (parent), FALSE);
          gtk_scrolled_window_set_kinetic_scrolling (GTK_SCROLLED_WINDOW (parent), TRUE);
        }
    }

  notify_at_newest (self);

  if (self->near_first && !self->asked_older && confab_heights_get_n (self->heights) > 0)
    {
      self->asked_older = TRUE;
      g_signal_emit (self, signals[SIGNAL_OLDER_WANTED], 0);
    }
}

/* Scrolling */

static void
switch_follow (ConfabMessageList *self,
               ConfabFollowEvent  event)
{
  ConfabFollow before = self->follow;

  self->follow = confab_follow_next (before, event);
  if (before == CONFAB_FREE && self->follow == CONFAB_FOLLOW)
    self->stop_kinetic = TRUE;
}

static void
jump_to_value (ConfabMessageList *self,
               double             value)
{
  gint64 y = (gint64) value - get_lower (self) - TOP_MARGIN;

  set_anchor (self, confab_heights_find (self->heights, y));
}

/* All that moves the value and is not us is the reader: wheel, touch, scroll bar, keys. */
static void
value_changed_cb (ConfabMessageList *self,
                  GtkAdjustment     *adjustment)
{
  double value = gtk_adjustment_get_value (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);
  double end = gtk_adjustment_get_upper (adjustment) - page;

  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  if (self->configuring || value == self->value || confab_heights_get_n (self->heights) == 0)
    return;

  switch_follow (self, confab_follow_event_for_scroll (self->value, value, end));
  if (fabs (value - self->value) >= JUMP_PAGES * page)
    jump_to_value (self, value);
  self->value = value;

  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (ConfabMessageList  *self,
                GtkAdjustment     **target,
                GtkAdjustment      *adjustment)
{
  if (*target == adjustment)
    return;

  if (*target != NULL)
    g_signal_handlers_disconnect_by_func (*target, value_changed_cb, self);
  g_set_object (target, adjustment);
  if (adjustment != NULL && target == &self->vadjustment)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self,
                             G_CONNECT_SWAPPED);

  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
scroll_to (ConfabMessageList *self,
           double             value)
{
  if (self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, value);
}

static gboolean
go_to_end (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   unused)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  gboolean to_end = g_variant_get_boolean (arguments);

  if (confab_heights_get_n (self->heights) == 0)
    return GDK_EVENT_PROPAGATE;

  if (to_end)
    confab_message_list_follow (self, CONFAB_FOLLOW_EVENT_TO_END);
  else
    scroll_to (self, (double) get_lower (self));

  return GDK_EVENT_STOP;
}

/* Focus */

static int
get_focus_position (ConfabMessageList *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  return child != NULL ? (int) confab_message_row_get_position (CONFAB_MESSAGE_ROW (child)) : -1;
}

/* The visible row that is first, or last, in the view. */
static guint
get_edge_row (ConfabMessageList *self,
              gboolean           last)
{
  gint64 y = get_view_top (self) - get_lower (self) - TOP_MARGIN;

  if (last)
    y += gtk_widget_get_height (GTK_WIDGET (self)) - 1;

  return confab_heights_find (self->heights, y);
}

static void
show_row (ConfabMessageList *self,
          guint              position)
{
  gint64 top = get_row_top (self, position) - TOP_MARGIN;
  gint64 bottom = get_row_top (self, position + 1) - ROW_GAP + BOTTOM_MARGIN;
  gint64 view_top = get_view_top (self);
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (top < view_top && bottom < view_top + height)
    scroll_to (self, (double) MAX (top, bottom - height));
  else if (bottom > view_top + height && top > view_top)
    scroll_to (self, (double) MIN (top, bottom - height));
}

/* Up and Down go from message to message, and through one that is longer than the view. */
static gboolean
move_row (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   unused)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  int direction = g_variant_get_int32 (arguments);
  int position = get_focus_position (self);
  int height = gtk_widget_get_height (widget);
  gint64 hidden;

  if (position < 0)
    return GDK_EVENT_PROPAGATE;

  if (direction < 0)
    hidden = get_view_top (self) - (get_row_top (self, position) - TOP_MARGIN);
  else
    hidden = get_row_top (self, position + 1) - ROW_GAP + BOTTOM_MARGIN -
             (get_view_top (self) + height);

  if (hidden > 0 && confab_heights_get (self->heights, position) > height / 2)
    scroll_to (self, self->value + direction * (double) MIN (hidden, height / 4));
  else if (position + direction >= 0)
    confab_message_list_focus_row (self, (guint) (position + direction));

  return GDK_EVENT_STOP;
}

static gboolean
confab_message_list_focus (GtkWidget        *widget,
                           GtkDirectionType  direction)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  int position = get_focus_position (self);

  if (confab_heights_get_n (self->heights) == 0)
    return FALSE;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return child != NULL && gtk_widget_child_focus (child, direction);

  if (position < 0)
    return confab_message_list_focus_row (self, get_edge_row (self, !forward));
  if (!forward && position == 0)
    return FALSE;

  return confab_message_list_focus_row (self, (guint) (forward ? position + 1 : position - 1));
}

/* The model */

/* A message that grows out of view has no row that would tell, and the scroll bar must know. */
static void
open_message_changed_cb (ConfabMessageList *self,
                         guint              changes,
                         ConfabMessage     *message)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  confab_frame_task_queue (self->task);
}

static void
close_message (ConfabMessageList *self,
               guint              position)
{
  ConfabMessage *message = g_ptr_array_index (self->open, position);

  g_signal_handlers_disconnect_by_func (message, open_message_changed_cb, self);
  g_ptr_array_remove_index (self->open, position);
}

/* The position of a message, or G_MAXUINT. Open ones are the newest: looked for from the end. */
static guint
find_message (ConfabMessageList *self,
              ConfabMessage     *message)
{
  for (guint position = confab_heights_get_n (self->heights); position > 0; position--)
    {
      g_autoptr (ConfabMessage) item = g_list_model_get_item (self->model, position - 1);

      if (item == message)
        return position - 1;
    }

  return G_MAXUINT;
}

static void
estimate_open_messages (ConfabMessageList *self)
{
  for (guint i = self->open->len; i > 0; i--)
    {
      ConfabMessage *message = g_ptr_array_index (self->open, i - 1);
      guint position = find_message (self, message);

      if (position != G_MAXUINT && get_live (self, position) == NULL)
        confab_heights_set (self->heights, position,
                            confab_row_estimate (message, self->column) + ROW_GAP);

      if (position == G_MAXUINT || !confab_status_is_open (confab_message_get_status (message)))
        close_message (self, i - 1);
    }
}

/* Takes in what the messages have told since the last frame. */
static void
update_rows (GtkWidget *widget)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  GHashTableIter iter;
  gpointer row;

  self->counters.updates++;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    confab_message_row_update (row);
  estimate_open_messages (self);

  gtk_widget_queue_allocate (widget);
}

/* Heights for new messages: of the newest ones by their text, of the others the mean of those, so
 * that opening a conversation costs the same however long it is. */
static void
splice_heights (ConfabMessageList *self,
                guint              position,
                guint              n_removed,
                guint              n_added)
{
  g_autofree int *added = g_new (int, MAX (n_added, 1));
  guint first = n_added > MAX_ESTIMATES ? n_added - MAX_ESTIMATES : 0;
  gint64 sum = 0;

  for (guint i = first; i < n_added; i++)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (self->model, position + i);

      added[i] = confab_row_estimate (message, self->column) + ROW_GAP;
      sum += added[i];

      if (confab_status_is_open (confab_message_get_status (message)))
        {
          g_signal_connect_object (message, "changed", G_CALLBACK (open_message_changed_cb), self,
                                   G_CONNECT_SWAPPED);
          g_ptr_array_add (self->open, g_object_ref (message));
        }
    }
  for (guint i = 0; i < first; i++)
    added[i] = (int) (sum / (n_added - first));

  confab_heights_splice (self->heights, position, n_removed, added, n_added);
}

/* Rows of removed messages go, those after them get their new positions. */
static void
shift_rows (ConfabMessageList *self,
            guint              position,
            guint              n_removed,
            guint              n_added)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->live);
  guint n = confab_heights_get_n (self->heights);
  GHashTableIter iter;
  gpointer key;
  gpointer row;

  self->live = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      guint at = GPOINTER_TO_UINT (key);

      if (at >= position && at < position + n_removed)
        {
          release_row (self, row);
          continue;
        }

      if (at >= position)
        at = at - n_removed + n_added;
      g_hash_table_insert (self->live, GUINT_TO_POINTER (at), row);
      confab_message_row_set_position (row, at, n);
    }
}

static void
items_changed_cb (ConfabMessageList *self,
                  guint              position,
                  guint              n_removed,
                  guint              n_added,
                  GListModel        *model)
{
  guint n_before = confab_heights_get_n (self->heights);
  guint n = n_before - n_removed + n_added;
  gint64 top;

  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  if (n_before == 0)
    {
      switch_follow (self, CONFAB_FOLLOW_EVENT_OPENED);
      self->anchor = 0;
      self->anchor_y = TOP_MARGIN;
    }

  top = n_before > 0 ? get_row_top (self, position) : TOP_MARGIN;
  splice_heights (self, position, n_removed, n_added);
  shift_rows (self, position, n_removed, n_added);

  if (n_before > 0 && self->anchor >= position)
    {
      if (self->anchor >= position + n_removed)
        {
          self->anchor = self->anchor - n_removed + n_added;
        }
      else
        {
          /* What was read is gone; what takes its place stands where it stood. */
          self->anchor = n > 0 ? MIN (position, n - 1) : 0;
          self->anchor_y = top;
          if (self->anchor < position && n > 0)
            self->anchor_y -= confab_heights_get (self->heights, self->anchor);
        }
    }

  if (position == 0)
    self->asked_older = FALSE;

  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* GtkWidget and GObject */

static void
confab_message_list_realize (GtkWidget *widget)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);

  GTK_WIDGET_CLASS (confab_message_list_parent_class)->realize (widget);

  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  g_signal_connect_object (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
confab_message_list_unrealize (GtkWidget *widget)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);

  g_signal_handlers_disconnect_by_func (self->clock, after_paint_cb, self);
  g_clear_object (&self->clock);

  GTK_WIDGET_CLASS (confab_message_list_parent_class)->unrealize (widget);
}

static void
confab_message_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_message_list_parent_class)->map (widget);

  confab_frame_task_set_mapped (CONFAB_MESSAGE_LIST (widget)->task, TRUE);
}

static void
confab_message_list_unmap (GtkWidget *widget)
{
  confab_frame_task_set_mapped (CONFAB_MESSAGE_LIST (widget)->task, FALSE);

  GTK_WIDGET_CLASS (confab_message_list_parent_class)->unmap (widget);
}

static void
confab_message_list_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (object);

  switch (property_id)
    {
    case PROP_AT_NEWEST:
      g_value_set_boolean (value, self->at_newest);
      break;

    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;

    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;

    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hscroll_policy);
      break;

    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vscroll_policy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
confab_message_list_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (object);

  switch (property_id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;

    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;

    case PROP_HSCROLL_POLICY:
      self->hscroll_policy = g_value_get_enum (value);
      break;

    case PROP_VSCROLL_POLICY:
      self->vscroll_policy = g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
confab_message_list_dispose (GObject *object)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (object);
  GHashTableIter iter;
  gpointer row;

  confab_message_list_set_model (self, NULL);

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      g_hash_table_iter_remove (&iter);
      destroy_row (self, row);
    }
  while (self->pool->len > 0)
    destroy_row (self, g_ptr_array_steal_index (self->pool, self->pool->len - 1));

  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  g_clear_object (&self->pace);

  G_OBJECT_CLASS (confab_message_list_parent_class)->dispose (object);
}

static void
confab_message_list_finalize (GObject *object)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (object);

  confab_frame_task_free (self->task);
  confab_heights_free (self->heights);
  g_hash_table_unref (self->live);
  g_ptr_array_unref (self->pool);
  g_ptr_array_unref (self->open);
  g_free (self->author);

  G_OBJECT_CLASS (confab_message_list_parent_class)->finalize (object);
}

static void
confab_message_list_class_init (ConfabMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_message_list_dispose;
  object_class->finalize = confab_message_list_finalize;
  object_class->get_property = confab_message_list_get_property;
  object_class->set_property = confab_message_list_set_property;

  widget_class->focus = confab_message_list_focus;
  widget_class->map = confab_message_list_map;
  widget_class->measure = confab_message_list_measure;
  widget_class->realize = confab_message_list_realize;
  widget_class->size_allocate = confab_message_list_size_allocate;
  widget_class->snapshot = confab_message_list_snapshot;
  widget_class->unmap = confab_message_list_unmap;
  widget_class->unrealize = confab_message_list_unrealize;

  properties[PROP_AT_NEWEST] =
    g_param_spec_boolean ("at-newest", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[SIGNAL_OLDER_WANTED] =
    g_signal_new ("older-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, move_row, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Up, 0, move_row, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, move_row, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Down, 0, move_row, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, go_to_end, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Home, 0, go_to_end, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, 0, go_to_end, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_End, 0, go_to_end, "b", TRUE);

  gtk_widget_class_set_css_name (widget_class, "messages");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
confab_message_list_init (ConfabMessageList *self)
{
  self->heights = confab_heights_new ();
  self->live = g_hash_table_new (NULL, NULL);
  self->pool = g_ptr_array_new ();
  self->open = g_ptr_array_new_with_free_func (g_object_unref);
  self->task = confab_frame_task_new (GTK_WIDGET (self), update_rows);
  self->at_newest = TRUE;
}

/**
 * confab_message_list_new:
 *
 * Returns: (transfer floating): a list without a model
 */
GtkWidget *
confab_message_list_new (void)
{
  return g_object_new (CONFAB_TYPE_MESSAGE_LIST, NULL);
}

/**
 * confab_message_list_get_model:
 * @self: the list
 *
 * Returns: (transfer none) (nullable): the messages
 */
GListModel *
confab_message_list_get_model (ConfabMessageList *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), NULL);

  return self->model;
}

/**
 * confab_message_list_set_model:
 * @self: the list
 * @model: (nullable): messages, oldest first
 *
 * Opens a conversation, at its end.
 */
void
confab_message_list_set_model (ConfabMessageList *self,
                               GListModel        *model)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    {
      guint n = confab_heights_get_n (self->heights);

      g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);
      if (n > 0)
        items_changed_cb (self, 0, n, 0, self->model);
      while (self->open->len > 0)
        close_message (self, self->open->len - 1);
      g_clear_object (&self->model);
    }

  if (model != NULL)
    {
      self->model = g_object_ref (model);
      g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self,
                               G_CONNECT_SWAPPED);
      items_changed_cb (self, 0, 0, g_list_model_get_n_items (model), model);
    }
}

/**
 * confab_message_list_set_pace:
 * @self: the list
 * @pace: (nullable): what is told of each painted frame
 */
void
confab_message_list_set_pace (ConfabMessageList *self,
                              ConfabPace        *pace)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));
  g_return_if_fail (pace == NULL || CONFAB_IS_PACE (pace));

  g_set_object (&self->pace, pace);
}

/**
 * confab_message_list_set_author:
 * @self: the list
 * @author: (nullable): who answers, for assistive tools
 */
void
confab_message_list_set_author (ConfabMessageList *self,
                                const char        *author)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));

  g_free (self->author);
  self->author = g_strdup (author);

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    confab_message_row_set_author (row, author);
}

/**
 * confab_message_list_get_follow:
 * @self: the list
 *
 * Returns: whether the end is followed
 */
ConfabFollow
confab_message_list_get_follow (ConfabMessageList *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), CONFAB_FOLLOW);

  return self->follow;
}

/**
 * confab_message_list_follow:
 * @self: the list
 * @event: what happened, other than scrolling
 */
void
confab_message_list_follow (ConfabMessageList *self,
                            ConfabFollowEvent  event)
{
  g_return_if_fail (CONFAB_IS_MESSAGE_LIST (self));

  switch_follow (self, event);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * confab_message_list_get_at_newest:
 * @self: the list
 *
 * Returns: whether the end was followed or in view when the last frame was painted
 */
gboolean
confab_message_list_get_at_newest (ConfabMessageList *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), TRUE);

  return self->at_newest;
}

/**
 * confab_message_list_get_row:
 * @self: the list
 * @position: a message
 *
 * Returns: (transfer none) (nullable): its widget, when it has one
 */
ConfabMessageRow *
confab_message_list_get_row (ConfabMessageList *self,
                             guint              position)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), NULL);

  return get_live (self, position);
}

/**
 * confab_message_list_focus_row:
 * @self: the list
 * @position: a message
 *
 * Moves the focus to a message and brings it into view.
 *
 * Returns: %FALSE when there is no such message
 */
gboolean
confab_message_list_focus_row (ConfabMessageList *self,
                               guint              position)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), FALSE);

  if (position >= confab_heights_get_n (self->heights) || self->column == 0)
    return FALSE;

  measure_row (self, position);
  show_row (self, position);

  return gtk_widget_grab_focus (GTK_WIDGET (get_live (self, position)));
}

/**
 * confab_message_list_get_counters:
 * @self: the list
 *
 * Returns: (transfer none): the work done so far
 */
const ConfabChatCounters *
confab_message_list_get_counters (ConfabMessageList *self)
{
  g_return_val_if_fail (CONFAB_IS_MESSAGE_LIST (self), NULL);

  return &self->counters;
}
