/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

#include <math.h>

/* A movement of less than this many pages moves what is there; a longer one looks up by value. */
#define JUMP_PAGES 1.5

/* Scrolling */

/**
 * confab_message_list_switch_follow:
 * @self: the list
 * @event: what happened
 *
 * Follows, or lets go. What that moves is seen with the next layout.
 */
void
confab_message_list_switch_follow (ConfabMessageList *self,
                                   ConfabFollowEvent  event)
{
  ConfabFollow before = self->follow;

  self->follow = confab_follow_next (before, event);
  if (event != CONFAB_FOLLOW_EVENT_HELD)
    self->held = FALSE;
  if (before == CONFAB_FREE && self->follow == CONFAB_FOLLOW)
    self->stop_kinetic = TRUE;
}

static void
jump_to_value (ConfabMessageList *self,
               double             value)
{
  gint64 y = (gint64) value - confab_message_list_get_lower (self) - TOP_MARGIN;

  confab_message_list_set_anchor (self, confab_heights_find (self->heights, y));
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

  confab_message_list_switch_follow (self,
                                     confab_follow_event_for_scroll (self->value, value, end));
  if (fabs (value - self->value) >= JUMP_PAGES * page)
    jump_to_value (self, value);
  self->value = value;

  confab_message_list_prepare (self);
  confab_message_list_queue_allocate (self);
}

/**
 * confab_message_list_set_adjustment:
 * @self: the list
 * @target: which of its two adjustments
 * @adjustment: (nullable): the adjustment
 */
void
confab_message_list_set_adjustment (ConfabMessageList  *self,
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

  confab_message_list_queue_allocate (self);
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

  if (confab_message_list_move_caret (self, CONFAB_CARET_LINE_END, to_end ? 1 : -1, FALSE))
    return GDK_EVENT_STOP;

  if (to_end)
    confab_message_list_follow (self, CONFAB_FOLLOW_EVENT_TO_END);
  else
    scroll_to (self, (double) confab_message_list_get_lower (self));

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
  gint64 y = confab_message_list_get_view_top (self) - confab_message_list_get_lower (self) -
             TOP_MARGIN;

  if (last)
    y += self->height - 1;

  return confab_heights_find (self->heights, y);
}

static void
show_row (ConfabMessageList *self,
          guint              position)
{
  gint64 top = confab_message_list_get_row_top (self, position) - TOP_MARGIN;
  gint64 bottom = confab_message_list_get_row_top (self, position + 1) - ROW_GAP + BOTTOM_MARGIN;
  gint64 view_top = confab_message_list_get_view_top (self);
  int height = self->height;

  if (top < view_top && bottom < view_top + height)
    scroll_to (self, (double) MAX (top, bottom - height));
  else if (bottom > view_top + height && top > view_top)
    scroll_to (self, (double) MIN (top, bottom - height));
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

  confab_message_list_unfocus_link (self);
  confab_message_list_measure_row (self, position, TRUE);
  show_row (self, position);

  return gtk_widget_grab_focus (GTK_WIDGET (confab_message_list_get_row (self, position)));
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
  int height = self->height;
  gint64 hidden;

  if (position < 0)
    return GDK_EVENT_PROPAGATE;
  if (confab_message_list_move_caret (self, CONFAB_CARET_LINE, direction, FALSE))
    return GDK_EVENT_STOP;

  if (direction < 0)
    hidden = confab_message_list_get_view_top (self) -
             (confab_message_list_get_row_top (self, position) - TOP_MARGIN);
  else
    hidden = confab_message_list_get_row_top (self, position + 1) - ROW_GAP + BOTTOM_MARGIN -
             (confab_message_list_get_view_top (self) + height);

  if (hidden > 0 && confab_heights_get (self->heights, position) > height / 2)
    scroll_to (self, self->value + direction * (double) MIN (hidden, height / 4));
  else if (position + direction >= 0)
    confab_message_list_focus_row (self, (guint) (position + direction));

  return GDK_EVENT_STOP;
}

/**
 * confab_message_list_focus:
 * @widget: the list
 * @direction: where the focus goes
 *
 * The list's answer to Tab: each message is a stop, as is each link in it, and the first one is in
 * view.
 *
 * Returns: whether the focus stays inside
 */
gboolean
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
  if (confab_message_list_move_link_focus (self, forward ? 1 : -1))
    return TRUE;
  if (!forward && position == 0)
    return FALSE;

  return confab_message_list_focus_row (self, (guint) (forward ? position + 1 : position - 1));
}

/**
 * confab_message_list_add_bindings:
 * @widget_class: the class of the list
 *
 * Installs the keys.
 */
void
confab_message_list_add_bindings (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    int   direction;
  } moves[] = {
    { GDK_KEY_Up, -1 }, { GDK_KEY_KP_Up, -1 }, { GDK_KEY_Down, 1 }, { GDK_KEY_KP_Down, 1 },
  };
  static const struct {
    guint    key;
    gboolean to_end;
  } ends[] = {
    { GDK_KEY_Home, FALSE }, { GDK_KEY_KP_Home, FALSE }, { GDK_KEY_End, TRUE },
    { GDK_KEY_KP_End, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_add_binding (widget_class, moves[i].key, 0, move_row, "i",
                                  moves[i].direction);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    gtk_widget_class_add_binding (widget_class, ends[i].key, 0, go_to_end, "b", ends[i].to_end);
}
