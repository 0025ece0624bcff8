/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

#include <glib/gi18n.h>

#include "confab-answer-facts.h"
#include "confab-link.h"

/* A link is found again by where it is whenever it is needed: what it points to belongs to a text
 * that may change. */
static gboolean
get_link (ConfabMessageList *self,
          const ConfabSpot  *character,
          ConfabTextLink    *link)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, character->message);

  return row != NULL &&
         confab_text_link_find_at (confab_prose_get_document (confab_message_row_get_prose (row)),
                                   &character->place, link);
}

/**
 * confab_message_list_find_link:
 * @self: the list
 * @x: pixels from its left edge
 * @y: pixels from its top
 * @character: (out caller-allocates): where the nearest character starts
 * @link: (out caller-allocates): the link there; its target is only good until the text changes
 *
 * Returns: whether there is one at that very point
 */
gboolean
confab_message_list_find_link (ConfabMessageList *self,
                               double             x,
                               double             y,
                               ConfabSpot        *character,
                               ConfabTextLink    *link)
{
  ConfabSpot spot;

  return confab_message_list_pick (self, x, y, &spot, character) && get_link (self, character, link);
}

/* What is said of a link before it is opened: where it leads, and what is odd about it. */
static char *
describe (ConfabMessageList    *self,
          const ConfabSpot     *character,
          const ConfabTextLink *link)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, character->message);
  ConfabDocument *document = confab_prose_get_document (confab_message_row_get_prose (row));
  g_autofree char *text = confab_text_link_dup_text (document, link);

  if (link->citation)
    /* Translators: a mark in the text that leads to the source with this number. */
    return g_strdup_printf (_("Source %s"), text);

  return confab_link_describe (link->target, text);
}

/* Pointing */

static void
set_hover (ConfabMessageList *self,
           const ConfabSpot  *character,
           ConfabTextLink    *link)
{
  guint position = link != NULL ? character->message : G_MAXUINT;
  ConfabMessageRow *row;

  if (self->hover != G_MAXUINT && self->hover != position)
    {
      row = confab_message_list_get_row (self, self->hover);
      if (row != NULL)
        confab_text_marks_set_hover (confab_prose_get_marks (confab_message_row_get_prose (row)),
                                     NULL);
    }
  self->hover = position;
  if (link != NULL)
    {
      row = confab_message_list_get_row (self, position);
      confab_text_marks_set_hover (confab_prose_get_marks (confab_message_row_get_prose (row)),
                                   link->citation ? NULL : &link->range);
    }
}

/**
 * confab_message_list_point:
 * @self: the list
 * @x: pixels from its left edge
 * @y: pixels from its top
 *
 * Shows what the pointer would do there.
 */
void
confab_message_list_point (ConfabMessageList *self,
                           double             x,
                           double             y)
{
  ConfabSpot spot;
  ConfabSpot character;
  ConfabTextLink link;
  gboolean on_text;
  gboolean on_link;

  if (self->dragging)
    return;

  on_text = confab_message_list_pick (self, x, y, &spot, &character);
  on_link = on_text && get_link (self, &character, &link);
  set_hover (self, &character, on_link ? &link : NULL);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), on_link   ? "pointer"
                                                      : on_text ? "text"
                                                                : NULL);
}

/**
 * confab_message_list_unpoint:
 * @self: the list
 *
 * The pointer has gone, or what was under it.
 */
void
confab_message_list_unpoint (ConfabMessageList *self)
{
  set_hover (self, NULL, NULL);
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

/* Of a prompt, when it was written: its card shows no more than the text. */
static char *
dup_time (ConfabMessageList *self,
          guint              position,
          GdkRectangle      *area)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, position);
  graphene_rect_t bounds;

  if (row == NULL ||
      confab_message_get_role (confab_message_row_get_message (row)) != CONFAB_ROLE_USER ||
      !gtk_widget_compute_bounds (GTK_WIDGET (confab_message_row_get_prose (row)),
                                  GTK_WIDGET (self), &bounds))
    return NULL;

  *area = (GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                           (int) bounds.size.height };

  return confab_answer_facts_time (confab_message_row_get_message (row));
}

/**
 * confab_message_list_dup_tooltip:
 * @self: the list
 * @x: pixels from its left edge
 * @y: pixels from its top
 * @keyboard: whether it is asked for by a key, and so for what has the focus
 * @area: (out caller-allocates): what it is about, pixels from the list's origin
 *
 * One place says all that a tooltip says of the text: one of a part of the row would hide those of
 * the links in it.
 *
 * Returns: (transfer full) (nullable): where a link leads, or the time of a prompt
 */
char *
confab_message_list_dup_tooltip (ConfabMessageList *self,
                                 double             x,
                                 double             y,
                                 gboolean           keyboard,
                                 GdkRectangle      *area)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  ConfabSpot character;
  ConfabSpot start;
  ConfabTextLink link;

  if (keyboard ? !confab_message_list_get_focus_link (self, &character, &link)
               : !confab_message_list_find_link (self, x, y, &character, &link))
    {
      if (keyboard)
        return child != NULL
                 ? dup_time (self, confab_message_row_get_position (CONFAB_MESSAGE_ROW (child)),
                             area)
                 : NULL;

      return confab_message_list_is_on_prose (self, x, y) ? dup_time (self, character.message, area)
                                                          : NULL;
    }

  start = (ConfabSpot) { character.message, link.range.start };
  if (!confab_message_list_get_spot_area (self, &start, area))
    *area = (GdkRectangle) { (int) x, (int) y, 1, 1 };
  if (!keyboard)
    area->width = MAX (area->width, (int) x - area->x + 1);

  return describe (self, &character, &link);
}

/**
 * confab_message_list_query_tooltip:
 * @widget: the list
 * @x: pixels from its left edge
 * @y: pixels from its top
 * @keyboard: whether it is asked for by a key
 * @tooltip: what shows it
 *
 * Returns: whether there is anything to say
 */
gboolean
confab_message_list_query_tooltip (GtkWidget  *widget,
                                   int         x,
                                   int         y,
                                   gboolean    keyboard,
                                   GtkTooltip *tooltip)
{
  GdkRectangle area;
  g_autofree char *text =
    confab_message_list_dup_tooltip (CONFAB_MESSAGE_LIST (widget), x, y, keyboard, &area);

  if (text == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &area);

  return TRUE;
}

/* Opening */

typedef struct {
  ConfabMessageList *list;
  char              *uri;
} Opening;

static void
link_confirmed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  Opening *opening = user_data;

  if (confab_link_confirm_finish (result, NULL))
    confab_message_list_emit_open_uri (opening->list, opening->uri);

  g_object_unref (opening->list);
  g_free (opening->uri);
  g_free (opening);
}

/**
 * confab_message_list_activate_link:
 * @self: the list
 * @character: a character of a link
 *
 * Opens a link, on a click or a key of the person and never otherwise. One that may lead elsewhere
 * than it seems to asks first.
 *
 * Returns: whether there is a link
 */
gboolean
confab_message_list_activate_link (ConfabMessageList *self,
                                   const ConfabSpot  *character)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, character->message);
  g_autofree char *text = NULL;
  ConfabTextLink link;
  Opening *opening;

  if (!get_link (self, character, &link))
    return FALSE;

  if (link.citation)
    {
      GdkRectangle area = { 0, };

      confab_message_list_get_spot_area (
          self, &(ConfabSpot) { character->message, link.range.start }, &area);
      gtk_widget_activate_action (GTK_WIDGET (row), "message.show-citation", "(siiii)", link.target,
                                  area.x, area.y, MAX (area.width, 1), area.height);
      return TRUE;
    }

  text = confab_text_link_dup_text (confab_prose_get_document (confab_message_row_get_prose (row)),
                                    &link);
  opening = g_new0 (Opening, 1);
  opening->list = g_object_ref (self);
  opening->uri = g_strdup (link.target);
  confab_link_confirm_async (GTK_WIDGET (self), link.target, text, link_confirmed_cb, opening);

  return TRUE;
}

/* The focus */

/**
 * confab_message_list_get_focus_link:
 * @self: the list
 * @character: (out caller-allocates): its first character
 * @link: (out caller-allocates): the link that has the focus
 *
 * Returns: whether one has
 */
gboolean
confab_message_list_get_focus_link (ConfabMessageList *self,
                                    ConfabSpot        *character,
                                    ConfabTextLink    *link)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (!self->link_focus || child == NULL || !gtk_widget_is_focus (child) ||
      confab_message_row_get_position (CONFAB_MESSAGE_ROW (child)) != self->link_spot.message)
    return FALSE;

  *character = self->link_spot;

  return get_link (self, character, link);
}

/* A screen reader hears of the link as it would of a link with the focus. */
static void
speak_link (ConfabMessageRow *row,
            const char       *text)
{
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                    -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/**
 * confab_message_list_unfocus_link:
 * @self: the list
 *
 * Takes the focus from a link; that of its message stays.
 */
void
confab_message_list_unfocus_link (ConfabMessageList *self)
{
  ConfabMessageRow *row;

  if (!self->link_focus)
    return;

  self->link_focus = FALSE;
  row = confab_message_list_get_row (self, self->link_spot.message);
  if (row == NULL)
    return;

  speak_link (row, NULL);
  confab_message_list_show_row_marks (self, row);
}

/**
 * confab_message_list_move_link_focus:
 * @self: the list
 * @direction: 1 or -1
 *
 * Goes to the next link in the message that has the focus.
 *
 * Returns: %FALSE when there is none
 */
gboolean
confab_message_list_move_link_focus (ConfabMessageList *self,
                                     int                direction)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  ConfabMessageRow *row;
  ConfabDocument *document;
  ConfabTextLink link;
  ConfabTextLink next;
  ConfabSpot character;
  g_autofree char *spoken = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (child == NULL || !gtk_widget_is_focus (child))
    return FALSE;

  row = CONFAB_MESSAGE_ROW (child);
  document = confab_prose_get_document (confab_message_row_get_prose (row));
  if (confab_message_list_get_focus_link (self, &character, &link))
    {
      if (!confab_text_link_find_next (document, &link.range, direction, &next))
        {
          confab_message_list_unfocus_link (self);
          return direction < 0; /* back to the message itself */
        }
    }
  else if (direction < 0 || !confab_text_link_find_next (document, NULL, 1, &next))
    {
      return FALSE;
    }

  self->link_focus = TRUE;
  self->link_spot = (ConfabSpot) { confab_message_row_get_position (row), next.range.start };
  confab_message_list_show_row_marks (self, row);
  confab_message_list_reveal (self, &self->link_spot);

  text = describe (self, &self->link_spot, &next);
  name = confab_text_link_dup_text (document, &next);
  /* Translators: what a screen reader says of a link: its text, then where it leads. */
  spoken = next.citation ? g_strdup (text) : g_strdup_printf (_("Link: %s, %s"), name, text);
  speak_link (row, spoken);

  return TRUE;
}
