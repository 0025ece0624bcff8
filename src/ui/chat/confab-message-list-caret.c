/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

/* How far a spot on another line is looked for: over gaps, footers and cards. */
#define LOOK_STEP 6
#define DIRECTION_BYTES 200
/* Of a page that is scrolled by key: the rest is seen before and after. */
#define PAGE_SHARE 0.9

/**
 * confab_message_list_reveal:
 * @self: the list
 * @spot: a spot in a message that has a widget
 *
 * Scrolls no more than it takes to see it, also within a block of code or a table.
 */
void
confab_message_list_reveal (ConfabMessageList *self,
                            const ConfabSpot  *spot)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, spot->message);
  GdkRectangle area;

  if (row != NULL)
    confab_prose_reveal (confab_message_row_get_prose (row), &spot->place);
  if (self->vadjustment == NULL || !confab_message_list_get_spot_area (self, spot, &area))
    return;

  if (area.y < TOP_MARGIN)
    gtk_adjustment_set_value (self->vadjustment, self->value + area.y - TOP_MARGIN);
  else if (area.y + area.height > self->height - BOTTOM_MARGIN)
    gtk_adjustment_set_value (self->vadjustment, self->value + area.y + area.height +
                                                     BOTTOM_MARGIN - self->height);
}

/* To the end of what is a line on screen. */
static void
step_to_line_end (ConfabMessageList *self,
                  ConfabSpot        *spot,
                  int                direction)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, spot->message);

  if (row != NULL)
    confab_prose_step_to_line_end (confab_message_row_get_prose (row), &spot->place, direction);
}

/* The same character column on the line above or below, in whichever message that is. */
static gboolean
step_line (ConfabMessageList *self,
           ConfabSpot        *spot,
           int                direction)
{
  GdkRectangle area;
  int y;

  if (!confab_message_list_get_spot_area (self, spot, &area))
    return FALSE;
  if (self->caret_x < 0)
    self->caret_x = area.x;

  y = direction > 0 ? area.y + area.height + 1 : area.y - 1;
  for (int looked = 0; looked <= self->height / 2; looked += LOOK_STEP)
    {
      ConfabSpot found;
      ConfabSpot character;
      GdkRectangle there;

      int at = y + direction * looked;

      confab_message_list_pick (self, self->caret_x, at, &found, &character);
      if (!confab_message_list_get_spot_area (self, &found, &there) || at < there.y ||
          at >= there.y + there.height)
        continue; /* between two lines */
      if (direction > 0 ? there.y >= area.y + area.height : there.y + there.height <= area.y)
        {
          *spot = found;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
is_without_text (ConfabMessageList *self,
                 guint              position)
{
  g_autoptr (ConfabDocument) made = NULL;

  return confab_document_get_n_blocks (
             confab_message_list_get_document (self, position, &made)) == 0;
}

/* Into the next message that has text. */
static gboolean
step_message (ConfabMessageList *self,
              ConfabSpot        *spot,
              int                direction)
{
  int n = (int) confab_heights_get_n (self->heights);

  for (int position = (int) spot->message + direction; position >= 0 && position < n;
       position += direction)
    {
      g_autoptr (ConfabDocument) made = NULL;

      if (is_without_text (self, (guint) position))
        continue;

      spot->message = (guint) position;
      spot->place = direction > 0 ? (ConfabTextPlace) { 0, } : (ConfabTextPlace) CONFAB_PLACE_END;
      confab_place_clamp (confab_message_list_get_document (self, spot->message, &made),
                          &spot->place);
      return TRUE;
    }

  return FALSE;
}

static gboolean
step_text (ConfabMessageList *self,
           ConfabSpot        *spot,
           ConfabStep         step,
           int                direction)
{
  g_autoptr (ConfabDocument) made = NULL;

  return confab_place_step (confab_message_list_get_document (self, spot->message, &made),
                            &spot->place, step, direction) ||
         step_message (self, spot, direction);
}

/* A page is scrolled, and the caret stays where it is in the view. Where the conversation ends, it
 * is the caret that moves. */
static void
step_page (ConfabMessageList *self,
           ConfabSpot        *spot,
           int                direction)
{
  double page = (self->height - TOP_MARGIN - BOTTOM_MARGIN) * PAGE_SHARE;
  ConfabSpot character;
  GdkRectangle area;
  double before = self->value;
  double y;

  confab_message_list_reveal (self, spot);
  if (self->vadjustment == NULL || !confab_message_list_get_spot_area (self, spot, &area))
    return;
  if (self->caret_x < 0)
    self->caret_x = area.x;

  before = self->value;
  gtk_adjustment_set_value (self->vadjustment, before + direction * page);
  y = area.y + area.height / 2.0 + direction * page - (self->value - before);
  confab_message_list_pick (self, self->caret_x, CLAMP (y, 0, self->height - 1), spot, &character);
}

/* To the end of the message, and from there to that of the conversation. */
static void
step_to_end (ConfabMessageList *self,
             ConfabSpot        *spot,
             int                direction)
{
  ConfabTextPlace place = direction > 0 ? (ConfabTextPlace) CONFAB_PLACE_END
                                        : (ConfabTextPlace) { 0, };
  g_autoptr (ConfabDocument) own = NULL;
  guint n = confab_heights_get_n (self->heights);
  ConfabSpot beyond = { direction > 0 ? n : G_MAXUINT, { 0, } };

  confab_place_clamp (confab_message_list_get_document (self, spot->message, &own), &place);
  if (confab_place_compare (&place, &spot->place) != 0)
    {
      spot->place = place;
      return;
    }

  if (direction > 0)
    step_message (self, &beyond, -1);
  else
    step_message (self, &beyond, 1);
  if (beyond.message < n)
    {
      *spot = beyond;
      spot->place = direction > 0 ? (ConfabTextPlace) CONFAB_PLACE_END : (ConfabTextPlace) { 0, };
      {
        g_autoptr (ConfabDocument) made = NULL;

        confab_place_clamp (confab_message_list_get_document (self, spot->message, &made),
                            &spot->place);
      }
    }
}

/* Puts the head there, brings it into view and the focus to its message. */
static void
set_head (ConfabMessageList *self,
          const ConfabSpot  *spot,
          gboolean           extend)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  GtkWidget *row;

  confab_message_list_measure_row (self, spot->message, TRUE);
  row = GTK_WIDGET (confab_message_list_get_row (self, spot->message));
  if (extend)
    confab_selection_set_head (self->selection, spot, spot);
  else
    confab_selection_set_base (self->selection, spot, spot);
  if (child != row || !gtk_widget_is_focus (row))
    gtk_widget_grab_focus (row);
  confab_message_list_unfocus_link (self);
  confab_message_list_selection_changed (self);
  confab_message_list_reveal (self, spot);
}

/* Which way a line is read: 1 to the right, -1 to the left. */
static int
get_reading (ConfabMessageList *self,
             const ConfabSpot  *spot)
{
  g_autoptr (ConfabDocument) made = NULL;
  ConfabDocument *document = confab_message_list_get_document (self, spot->message, &made);
  ConfabTextPlace place = spot->place;
  g_autoptr (PangoLayout) layout = NULL;
  const ConfabBlock *block;
  const ConfabLine *line;

  if (confab_document_get_n_blocks (document) == 0)
    return 1;

  confab_place_clamp (document, &place);
  block = confab_document_get_block (document, place.block);
  line = g_ptr_array_index (block->lines, place.line);
  /* The first letter that has a direction says it; it stands near the beginning. */
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  pango_layout_set_text (layout, line->text, (int) MIN (line->length, DIRECTION_BYTES));

  return pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL ? -1 : 1;
}

/**
 * confab_message_list_move_caret:
 * @self: the list
 * @move: how far
 * @direction: 1 or -1
 * @extend: whether the selection grows, or the caret moves
 *
 * Moves the caret, or the end of the selection, by keys.
 *
 * Returns: %FALSE when keys do not move in the text: there is no caret, and nothing to extend
 */
gboolean
confab_message_list_move_caret (ConfabMessageList *self,
                                ConfabCaretMove    move,
                                int                direction,
                                gboolean           extend)
{
  ConfabSpot spot;
  ConfabSpot start;
  ConfabSpot end;
  ConfabMessageRow *row;
  gboolean keeps_column = move == CONFAB_CARET_LINE || move == CONFAB_CARET_PAGE;
  int x = self->caret_x;

  if (!self->caret && !(extend && !confab_selection_is_empty (self->selection)))
    return FALSE;
  if (!confab_selection_get_head (self->selection, &spot))
    return FALSE;

  confab_message_list_measure_row (self, spot.message, TRUE);
  row = confab_message_list_get_row (self, spot.message);
  if (!keeps_column)
    self->caret_x = -1;
  switch (move)
    {
    case CONFAB_CARET_CHARACTER:
      /* Without Shift the caret goes to that end of the selection first. */
      if (!extend && confab_selection_get_span (self->selection, &start, &end))
        spot = direction * get_reading (self, &spot) > 0 ? end : start;
      else if (!confab_prose_step_visually (confab_message_row_get_prose (row), &spot.place,
                                            direction))
        step_text (self, &spot, CONFAB_STEP_CHARACTER, direction * get_reading (self, &spot));
      break;

    case CONFAB_CARET_WORD:
      step_text (self, &spot, CONFAB_STEP_WORD, direction * get_reading (self, &spot));
      break;

    case CONFAB_CARET_LINE:
      if (!step_line (self, &spot, direction))
        step_message (self, &spot, direction);
      x = self->caret_x;
      break;

    case CONFAB_CARET_PAGE:
      step_page (self, &spot, direction);
      x = self->caret_x;
      break;

    case CONFAB_CARET_LINE_END:
      step_to_line_end (self, &spot, direction);
      break;

    case CONFAB_CARET_END:
      step_to_end (self, &spot, direction);
      break;

    default:
      g_assert_not_reached ();
    }

  set_head (self, &spot, extend);
  self->caret_x = keeps_column ? x : -1;

  return TRUE;
}

/* Where the view begins, or where a message does that begins below. */
static ConfabSpot
find_start (ConfabMessageList *self,
            guint              position)
{
  ConfabSpot spot;
  ConfabSpot character;

  confab_message_list_pick (self, 0, 0, &spot, &character);

  return spot.message == position ? spot : (ConfabSpot) { position, { 0, } };
}

/* In the last message, where the keys went elsewhere. */
static void
start_caret (ConfabMessageList *self)
{
  ConfabSpot last = { confab_heights_get_n (self->heights), { 0, } };
  ConfabSpot spot;

  if (!step_message (self, &last, -1))
    return;

  self->caret = TRUE;
  spot = find_start (self, last.message);
  set_head (self, &spot, FALSE);
}

/**
 * confab_message_list_toggle_caret:
 * @self: the list
 *
 * Shows a caret that is moved by the keys, or takes it away. Where the keys went elsewhere it is
 * shown in the last message, and they go there.
 */
void
confab_message_list_toggle_caret (ConfabMessageList *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  ConfabSpot head;

  if (child == NULL ||
      (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0)
    {
      start_caret (self);
      return;
    }

  self->caret = !self->caret;
  if (self->caret && !confab_selection_get_head (self->selection, &head))
    {
      ConfabSpot spot =
        find_start (self, confab_message_row_get_position (CONFAB_MESSAGE_ROW (child)));

      confab_selection_set_base (self->selection, &spot, &spot);
    }
  if (self->caret && confab_selection_get_head (self->selection, &head))
    confab_message_list_reveal (self, &head);

  confab_message_list_show_marks (self);
}

/* Keys */

static gboolean
caret_key (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   unused)
{
  int move;
  int direction;
  gboolean extend;

  g_variant_get (arguments, "(iib)", &move, &direction, &extend);

  return confab_message_list_move_caret (CONFAB_MESSAGE_LIST (widget), (ConfabCaretMove) move,
                                         direction, extend);
}

static void
add_keys (GtkWidgetClass  *widget_class,
          guint            key,
          guint            keypad_key,
          GdkModifierType  modifiers,
          ConfabCaretMove  move,
          int              direction)
{
  const guint keys[] = { key, keypad_key };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      /* Without a modifier Up, Down, Home and End are the list's own keys, which ask here first. */
      if (modifiers != 0 || move == CONFAB_CARET_CHARACTER || move == CONFAB_CARET_PAGE)
        gtk_widget_class_add_binding (widget_class, keys[i], modifiers, caret_key, "(iib)",
                                      (int) move, direction, FALSE);
      gtk_widget_class_add_binding (widget_class, keys[i], modifiers | GDK_SHIFT_MASK, caret_key,
                                    "(iib)", (int) move, direction, TRUE);
    }
}

static gboolean
toggle_key (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   unused)
{
  confab_message_list_toggle_caret (CONFAB_MESSAGE_LIST (widget));

  return GDK_EVENT_STOP;
}

/**
 * confab_message_list_add_caret_bindings:
 * @widget_class: the class of the list
 *
 * Installs the keys that move in the text.
 */
void
confab_message_list_add_caret_bindings (GtkWidgetClass *widget_class)
{
  add_keys (widget_class, GDK_KEY_Left, GDK_KEY_KP_Left, 0, CONFAB_CARET_CHARACTER, -1);
  add_keys (widget_class, GDK_KEY_Right, GDK_KEY_KP_Right, 0, CONFAB_CARET_CHARACTER, 1);
  add_keys (widget_class, GDK_KEY_Left, GDK_KEY_KP_Left, GDK_CONTROL_MASK, CONFAB_CARET_WORD, -1);
  add_keys (widget_class, GDK_KEY_Right, GDK_KEY_KP_Right, GDK_CONTROL_MASK, CONFAB_CARET_WORD, 1);
  add_keys (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, 0, CONFAB_CARET_LINE, -1);
  add_keys (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, 0, CONFAB_CARET_LINE, 1);
  add_keys (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, CONFAB_CARET_PAGE, -1);
  add_keys (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, CONFAB_CARET_PAGE, 1);
  add_keys (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, 0, CONFAB_CARET_LINE_END, -1);
  add_keys (widget_class, GDK_KEY_End, GDK_KEY_KP_End, 0, CONFAB_CARET_LINE_END, 1);
  add_keys (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, GDK_CONTROL_MASK, CONFAB_CARET_END, -1);
  add_keys (widget_class, GDK_KEY_End, GDK_KEY_KP_End, GDK_CONTROL_MASK, CONFAB_CARET_END, 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F7, 0, toggle_key, NULL);
}
