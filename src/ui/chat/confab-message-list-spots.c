/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-message-list-private.h"

#include <math.h>

/* Where a row's text stands in the list as of now; its widget may not have been moved there yet. */
static gboolean
get_prose_origin (ConfabMessageList *self,
                  guint              position,
                  graphene_point_t  *origin)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, position);

  if (row == NULL ||
      !gtk_widget_compute_point (GTK_WIDGET (confab_message_row_get_prose (row)), GTK_WIDGET (row),
                                 &GRAPHENE_POINT_INIT (0, 0), origin))
    return FALSE;

  origin->x += (float) ((self->width - self->column) / 2);
  origin->y += (float) (confab_message_list_get_row_top (self, position) -
                        confab_message_list_get_view_top (self));

  return TRUE;
}

/**
 * confab_message_list_pick:
 * @self: the list
 * @x: pixels from its left edge
 * @y: pixels from its top
 * @spot: (out caller-allocates): the place between two characters that is nearest
 * @character: (out caller-allocates): where the nearest character starts
 *
 * Returns: whether there is a character at that point
 */
gboolean
confab_message_list_pick (ConfabMessageList *self,
                          double             x,
                          double             y,
                          ConfabSpot        *spot,
                          ConfabSpot        *character)
{
  graphene_point_t origin;
  ConfabProse *prose;
  guint position;
  gint64 below;

  *spot = (ConfabSpot) { 0, };
  *character = *spot;
  /* The pointer is told of rows that go while the list is still counting them. */
  if (self->anchor >= confab_heights_get_n (self->heights) || self->column == 0)
    return FALSE;

  below = confab_message_list_get_view_top (self) + (gint64) floor (y) -
          confab_message_list_get_row_top (self, 0);
  position = confab_heights_find (self->heights, below);
  if (!get_prose_origin (self, position, &origin))
    return FALSE;

  spot->message = position;
  character->message = position;

  prose = confab_message_row_get_prose (confab_message_list_get_row (self, position));
  confab_prose_pick_character (prose, x - origin.x, y - origin.y, &character->place);

  return confab_prose_pick (prose, x - origin.x, y - origin.y, &spot->place);
}

/**
 * confab_message_list_is_on_prose:
 * @self: the list
 * @x: pixels from its left edge
 * @y: pixels from its top
 *
 * Returns: whether that is within the text of a message, if not on a character
 */
gboolean
confab_message_list_is_on_prose (ConfabMessageList *self,
                                 double             x,
                                 double             y)
{
  graphene_point_t origin;
  ConfabSpot spot;
  ConfabSpot character;
  GtkWidget *prose;

  confab_message_list_pick (self, x, y, &spot, &character);
  if (!get_prose_origin (self, spot.message, &origin))
    return FALSE;

  prose = GTK_WIDGET (confab_message_row_get_prose (
      confab_message_list_get_row (self, spot.message)));

  return gtk_widget_contains (prose, x - origin.x, y - origin.y);
}

/**
 * confab_message_list_get_spot_area:
 * @self: the list
 * @spot: a spot in a message that has a widget
 * @area: (out caller-allocates): where a caret stands there, pixels from the list's origin
 *
 * Returns: whether there is text
 */
gboolean
confab_message_list_get_spot_area (ConfabMessageList *self,
                                   const ConfabSpot  *spot,
                                   GdkRectangle      *area)
{
  graphene_point_t origin;
  ConfabProse *prose;

  if (!get_prose_origin (self, spot->message, &origin))
    return FALSE;

  prose = confab_message_row_get_prose (confab_message_list_get_row (self, spot->message));
  if (!confab_prose_get_caret_area (prose, &spot->place, area))
    return FALSE;

  area->x += (int) origin.x;
  area->y += (int) origin.y;

  return TRUE;
}

/**
 * confab_message_list_get_document:
 * @self: the list
 * @position: a message
 * @made: (out) (transfer full) (nullable): the document, when it had to be made
 *
 * Returns: (transfer none): the text of a message, whether it has a widget or not
 */
ConfabDocument *
confab_message_list_get_document (ConfabMessageList  *self,
                                  guint               position,
                                  ConfabDocument    **made)
{
  ConfabMessageRow *row = confab_message_list_get_row (self, position);
  g_autoptr (ConfabMessage) message = NULL;
  ConfabDocumentChange change;
  const char *text;
  gsize length;

  *made = NULL;
  if (row != NULL)
    return confab_prose_get_document (confab_message_row_get_prose (row));

  message = g_list_model_get_item (self->model, position);
  text = confab_message_get_text (message, &length);
  *made = confab_document_new ();
  confab_document_update (*made, text, length, FALSE,
                          !confab_status_is_open (confab_message_get_status (message)), &change);

  return *made;
}
