/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

#include <math.h>

#include "confab-lazy-text.h"

/* A pointer that is held moves a little without meaning it, pixels. */
#define JITTER 3
/* How fast a pointer outside of the view scrolls: pixels a second for each pixel it is outside. */
#define AUTOSCROLL_SPEED 12

/* Showing what is selected */

static gboolean
has_focus (ConfabMessageList *self)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (GTK_WIDGET (self));

  return (flags & GTK_STATE_FLAG_FOCUS_WITHIN) != 0 && (flags & GTK_STATE_FLAG_BACKDROP) == 0;
}

/**
 * confab_message_list_show_row_marks:
 * @self: the list
 * @row: a row with a message
 *
 * Has the row draw the part of the selection that is in it, the caret, and the ring around the link that
 * has the focus.
 */
void
confab_message_list_show_row_marks (ConfabMessageList *self,
                                    ConfabMessageRow  *row)
{
  ConfabTextMarks *marks = confab_prose_get_marks (confab_message_row_get_prose (row));
  guint position = confab_message_row_get_position (row);
  gboolean focused = has_focus (self);
  ConfabTextRange range;
  ConfabTextLink link;
  ConfabSpot character;
  ConfabSpot head;

  if (confab_selection_get_part (self->selection, position, &range.start, &range.end))
    confab_text_marks_set_selection (marks, &range, focused);
  else
    confab_text_marks_set_selection (marks, NULL, focused);

  if (self->caret && focused && confab_selection_get_head (self->selection, &head) &&
      head.message == position)
    confab_text_marks_set_caret (marks, &head.place);
  else
    confab_text_marks_set_caret (marks, NULL);

  if (focused && confab_message_list_get_focus_link (self, &character, &link) &&
      character.message == position)
    confab_text_marks_set_focus (marks, &link.range);
  else
    confab_text_marks_set_focus (marks, NULL);
}

/**
 * confab_message_list_show_marks:
 * @self: the list
 *
 * Has all rows draw what is selected now.
 */
void
confab_message_list_show_marks (ConfabMessageList *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    confab_message_list_show_row_marks (self, row);
}

/**
 * confab_message_list_row_bound:
 * @self: the list
 * @row: a row that has been given a message
 *
 * Shows there what is selected. That its text is new to the row is no change of the text.
 */
void
confab_message_list_row_bound (ConfabMessageList *self,
                               ConfabMessageRow  *row)
{
  ConfabTextPlace kept;

  confab_text_marks_take_kept (confab_prose_get_marks (confab_message_row_get_prose (row)), &kept);
  confab_message_list_show_row_marks (self, row);
  if (self->needle != NULL)
    confab_message_list_show_row_found (self, row);
}

/**
 * confab_message_list_take_text_changes:
 * @self: the list
 *
 * Draws the selection back from text that is not as it was.
 */
void
confab_message_list_take_text_changes (ConfabMessageList *self)
{
  gboolean changed = FALSE;
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      ConfabTextMarks *marks = confab_prose_get_marks (confab_message_row_get_prose (row));
      ConfabTextPlace kept;

      if (!confab_text_marks_take_kept (marks, &kept))
        continue;

      if (confab_selection_keep (self->selection, confab_message_row_get_position (row), &kept))
        changed = TRUE;
      if (self->needle != NULL)
        confab_message_list_show_row_found (self, row);
    }

  if (changed)
    confab_message_list_selection_changed (self);
}

/* The primary clipboard: what is selected can be pasted with the middle button. Nothing is copied
 * for that before somebody asks. */

static char *
get_primary_text (gpointer owner)
{
  return confab_message_list_export_selection (owner, CONFAB_MARKUP_PLAIN);
}

static void
primary_lost (gpointer            owner,
              GdkContentProvider *provider)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (owner);

  if (self->primary != provider)
    return;

  /* Something else is selected on this desktop now. */
  g_clear_object (&self->primary);
  confab_selection_clear (self->selection);
  confab_message_list_show_marks (self);
}

/* Claimed with the first selection, and kept when that is gone: giving it back and claiming it again
 * crosses on its way, and what comes back then says that somebody else has it. */
static void
offer_primary (ConfabMessageList *self)
{
  if (self->primary != NULL || self->dragging || confab_selection_is_empty (self->selection))
    return;

  self->primary = confab_lazy_text_new (G_OBJECT (self), get_primary_text, primary_lost);
  gdk_clipboard_set_content (gtk_widget_get_primary_clipboard (GTK_WIDGET (self)), self->primary);
}

static void
give_primary_back (ConfabMessageList *self)
{
  g_autoptr (GdkContentProvider) ours = g_steal_pointer (&self->primary);
  GdkClipboard *clipboard = gtk_widget_get_primary_clipboard (GTK_WIDGET (self));

  if (ours != NULL && gdk_clipboard_get_content (clipboard) == ours)
    gdk_clipboard_set_content (clipboard, NULL);
}

/**
 * confab_message_list_selection_changed:
 * @self: the list
 *
 * Shows what is selected, and offers it to the primary clipboard.
 */
void
confab_message_list_selection_changed (ConfabMessageList *self)
{
  confab_message_list_show_marks (self);
  offer_primary (self);
}

/**
 * confab_message_list_clear_selection:
 * @self: the list
 *
 * Selects nothing.
 */
void
confab_message_list_clear_selection (ConfabMessageList *self)
{
  confab_selection_clear (self->selection);
  confab_message_list_selection_changed (self);
}

/* Selecting */

/* The word or the block around a spot. */
static void
expand (ConfabMessageList *self,
        const ConfabSpot  *spot,
        ConfabUnit         unit,
        ConfabSpot        *start,
        ConfabSpot        *end)
{
  g_autoptr (ConfabDocument) made = NULL;
  ConfabDocument *document = confab_message_list_get_document (self, spot->message, &made);

  start->message = spot->message;
  end->message = spot->message;
  confab_place_unit (document, &spot->place, unit, &start->place, &end->place);
}

static void
extend_to_pointer (ConfabMessageList *self)
{
  ConfabSpot spot;
  ConfabSpot character;
  ConfabSpot start;
  ConfabSpot end;

  confab_message_list_pick (self, self->pointer_x, self->pointer_y, &spot, &character);
  expand (self, self->unit == CONFAB_UNIT_CHARACTER ? &spot : &character, self->unit, &start, &end);
  confab_selection_set_head (self->selection, &start, &end);
  self->caret_x = -1;
  confab_message_list_selection_changed (self);
}

/* By how much the pointer is above or below the view. */
static double
get_outside_y (ConfabMessageList *self)
{
  return self->pointer_y < 0              ? self->pointer_y
         : self->pointer_y > self->height ? self->pointer_y - self->height
                                          : 0;
}

/* By how much it is beside the code or the table that it selects in. */
static double
get_outside_x (ConfabMessageList  *self,
               ConfabProse       **prose,
               ConfabSpot         *head)
{
  ConfabMessageRow *row = NULL;
  graphene_point_t point;

  if (confab_selection_get_head (self->selection, head))
    row = confab_message_list_get_row (self, head->message);
  if (row == NULL)
    return 0;

  *prose = confab_message_row_get_prose (row);
  if (!gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (*prose),
                                 &GRAPHENE_POINT_INIT ((float) self->pointer_x,
                                                       (float) self->pointer_y), &point))
    return 0;

  return confab_prose_get_outside (*prose, &head->place, (double) point.x);
}

static gboolean
autoscroll_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       unused)
{
  ConfabMessageList *self = CONFAB_MESSAGE_LIST (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  ConfabProse *prose = NULL;
  ConfabSpot head;
  double outside_x = get_outside_x (self, &prose, &head);
  double outside_y = get_outside_y (self);
  double seconds = MIN ((double) (now - self->autoscroll_time) / G_USEC_PER_SEC, 0.1);

  if ((outside_x == 0 && outside_y == 0) || !self->dragging)
    {
      self->autoscroll = 0;
      return G_SOURCE_REMOVE;
    }

  self->autoscroll_time = now;
  if (self->vadjustment != NULL && outside_y != 0)
    gtk_adjustment_set_value (self->vadjustment,
                              self->value + outside_y * AUTOSCROLL_SPEED * seconds);
  if (outside_x != 0)
    confab_prose_scroll_block (prose, &head.place, outside_x * AUTOSCROLL_SPEED * seconds);
  extend_to_pointer (self);

  return G_SOURCE_CONTINUE;
}

static void
stop_drag (ConfabMessageList *self)
{
  self->dragging = FALSE;
  if (self->autoscroll != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->autoscroll);
  self->autoscroll = 0;
}

/* A finger scrolls; it does not select. */
static gboolean
is_touch (GtkGesture *gesture)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  GdkDevice *device = event != NULL ? gdk_event_get_device (event) : NULL;

  return device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
}

static void
pressed_cb (ConfabMessageList *self,
            int                n_press,
            double             x,
            double             y,
            GtkGesture        *gesture)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);
  gboolean extend = (gtk_event_controller_get_current_event_state (controller) &
                     GDK_SHIFT_MASK) != 0;
  ConfabSpot spot;
  ConfabSpot character;
  ConfabSpot start;
  ConfabSpot end;
  ConfabTextLink link;
  gboolean inside;

  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  if (confab_heights_get_n (self->heights) == 0 || is_touch (gesture))
    return;

  inside = confab_message_list_pick (self, x, y, &spot, &character);
  self->unit = (ConfabUnit) ((n_press - 1) % 3);
  self->pressed_link = n_press == 1 && !extend && inside &&
                       confab_message_list_find_link (self, x, y, &self->pressed_spot, &link);
  self->pointer_x = x;
  self->pointer_y = y;
  self->caret_x = -1;
  /* Keys go where the pointer chose text; a click beside it takes them from nobody. */
  if (inside)
    gtk_widget_grab_focus (GTK_WIDGET (confab_message_list_get_row (self, spot.message)));
  confab_message_list_unfocus_link (self);

  expand (self, self->unit == CONFAB_UNIT_CHARACTER ? &spot : &character, self->unit, &start, &end);
  if (extend)
    confab_selection_set_head (self->selection, &start, &end);
  else
    confab_selection_set_base (self->selection, &start, &end);
  confab_message_list_selection_changed (self);
}

/* A link opens when the button that was pressed on it is let go on it. */
static void
released_cb (ConfabMessageList *self,
             int                n_press,
             double             x,
             double             y,
             GtkGesture        *gesture)
{
  gboolean pressed = self->pressed_link;
  ConfabSpot character;
  ConfabTextLink link;

  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  self->pressed_link = FALSE;
  if (self->dragging || (!pressed && !(is_touch (gesture) && n_press == 1)))
    return;
  if (!confab_message_list_find_link (self, x, y, &character, &link))
    return;
  if (pressed && (character.message != self->pressed_spot.message ||
                  confab_place_compare (&self->pressed_spot.place, &link.range.start) < 0 ||
                  confab_place_compare (&self->pressed_spot.place, &link.range.end) >= 0))
    return;

  confab_message_list_activate_link (self, &character);
}

static void
drag_updated_cb (ConfabMessageList *self,
                 double             offset_x,
                 double             offset_y,
                 GtkGesture        *gesture)
{
  ConfabProse *prose;
  ConfabSpot head;
  double x;
  double y;

  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  if (confab_heights_get_n (self->heights) == 0 || is_touch (gesture))
    return;
  if (!self->dragging && hypot (offset_x, offset_y) < JITTER)
    return;

  if (!self->dragging)
    {
      self->dragging = TRUE;
      self->pressed_link = FALSE;
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
    }
  gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (gesture), &x, &y);
  self->pointer_x = x + offset_x;
  self->pointer_y = y + offset_y;
  extend_to_pointer (self);

  if (self->autoscroll == 0 &&
      (get_outside_y (self) != 0 || get_outside_x (self, &prose, &head) != 0))
    {
      self->autoscroll_time =
        gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (self)));
      self->autoscroll = gtk_widget_add_tick_callback (GTK_WIDGET (self), autoscroll_cb, NULL, NULL);
    }
}

static void
drag_ended_cb (ConfabMessageList *self,
               double             offset_x,
               double             offset_y,
               GtkGesture        *gesture)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  stop_drag (self);
  confab_message_list_selection_changed (self);
}

static void
drag_cancelled_cb (ConfabMessageList *self,
                   GdkEventSequence  *sequence,
                   GtkGesture        *gesture)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  stop_drag (self);
}

/**
 * confab_message_list_select_all:
 * @self: the list
 * @message_first: whether the message that has the focus comes first, and all only when that is
 *   selected already
 *
 * Selects a message, or all that is loaded.
 */
void
confab_message_list_select_all (ConfabMessageList *self,
                                gboolean           message_first)
{
  guint n = confab_heights_get_n (self->heights);
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  ConfabSpot start = { 0, };
  ConfabSpot end = { n - 1, CONFAB_PLACE_END };

  if (n == 0)
    return;

  if (message_first && child != NULL)
    {
      guint position = confab_message_row_get_position (CONFAB_MESSAGE_ROW (child));
      ConfabSpot first = { position, { 0, } };
      ConfabSpot last = { position, CONFAB_PLACE_END };
      g_autoptr (ConfabDocument) made = NULL;
      ConfabSpot from;
      ConfabSpot to;

      confab_place_clamp (confab_message_list_get_document (self, position, &made), &last.place);
      if (!confab_selection_get_span (self->selection, &from, &to) || from.message != position ||
          to.message != position || confab_place_compare (&from.place, &first.place) != 0 ||
          confab_place_compare (&to.place, &last.place) != 0)
        {
          start = first;
          end = last;
        }
    }
  if (end.message != start.message)
    {
      g_autoptr (ConfabDocument) made = NULL;

      /* The text that is there now, and not what an answer still writes. */
      confab_place_clamp (confab_message_list_get_document (self, end.message, &made), &end.place);
    }

  confab_selection_set_base (self->selection, &start, &start);
  confab_selection_set_head (self->selection, &end, &end);
  confab_message_list_selection_changed (self);
}

/**
 * confab_message_list_splice_spots:
 * @self: the list
 * @position: the first message that changed
 * @n_removed: messages that went
 * @n_added: messages that came
 *
 * Keeps what is selected, and what has the focus, where it is.
 */
void
confab_message_list_splice_spots (ConfabMessageList *self,
                                  guint              position,
                                  guint              n_removed,
                                  guint              n_added)
{
  confab_message_list_unpoint (self);
  self->pressed_link = FALSE;
  if (self->menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->menu));
  if (self->link_focus && self->link_spot.message >= position)
    {
      if (self->link_spot.message < position + n_removed)
        self->link_focus = FALSE;
      else
        self->link_spot.message = self->link_spot.message - n_removed + n_added;
    }

  if (confab_selection_splice (self->selection, position, n_removed, n_added))
    {
      stop_drag (self);
      confab_message_list_selection_changed (self);
    }
}

/**
 * confab_message_list_stop_pointing:
 * @self: the list
 *
 * Ends what goes on with the pointer, and offers nothing any more.
 */
void
confab_message_list_stop_pointing (ConfabMessageList *self)
{
  stop_drag (self);
  confab_selection_clear (self->selection);
  give_primary_back (self);
}

static void
moved_cb (ConfabMessageList *self,
          double             x,
          double             y)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  confab_message_list_point (self, x, y);
}

static void
left_cb (ConfabMessageList *self)
{
  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  confab_message_list_unpoint (self);
}

static void
state_flags_changed_cb (ConfabMessageList *self,
                        GtkStateFlags      before)
{
  GtkStateFlags changed = before ^ gtk_widget_get_state_flags (GTK_WIDGET (self));

  g_assert (CONFAB_IS_MESSAGE_LIST (self));

  if ((changed & (GTK_STATE_FLAG_FOCUS_WITHIN | GTK_STATE_FLAG_BACKDROP)) != 0)
    confab_message_list_show_marks (self);
}

/**
 * confab_message_list_listen:
 * @self: a new list
 *
 * Adds what listens to the pointer.
 */
void
confab_message_list_listen (ConfabMessageList *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->selection = confab_selection_new ();
  self->caret_x = -1;
  self->hover = G_MAXUINT;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_updated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_ended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "cancel", G_CALLBACK (drag_cancelled_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_group (click, drag);

  g_signal_connect_object (motion, "motion", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  g_signal_connect (self, "state-flags-changed", G_CALLBACK (state_flags_changed_cb), NULL);
}
