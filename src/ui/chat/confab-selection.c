/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-selection.h"

#include "confab-place.h"

enum {
  BASE_START,
  BASE_END,
  HEAD_START,
  HEAD_END,
  N_SPOTS,
};

struct _ConfabSelection {
  gboolean   set;
  ConfabSpot spots[N_SPOTS];
};

static int
compare (const ConfabSpot *a,
         const ConfabSpot *b)
{
  if (a->message != b->message)
    return a->message < b->message ? -1 : 1;

  return confab_place_compare (&a->place, &b->place);
}

static const ConfabSpot *
get_start (ConfabSelection *self)
{
  return compare (&self->spots[HEAD_START], &self->spots[BASE_START]) < 0
             ? &self->spots[HEAD_START]
             : &self->spots[BASE_START];
}

static const ConfabSpot *
get_end (ConfabSelection *self)
{
  return compare (&self->spots[HEAD_END], &self->spots[BASE_END]) > 0 ? &self->spots[HEAD_END]
                                                                      : &self->spots[BASE_END];
}

/**
 * confab_selection_new:
 *
 * Returns: (transfer full): a selection of nothing
 */
ConfabSelection *
confab_selection_new (void)
{
  return g_new0 (ConfabSelection, 1);
}

/**
 * confab_selection_free:
 * @self: (transfer full): the selection
 */
void
confab_selection_free (ConfabSelection *self)
{
  g_return_if_fail (self != NULL);

  g_free (self);
}

/**
 * confab_selection_clear:
 * @self: the selection
 *
 * Forgets both ends.
 */
void
confab_selection_clear (ConfabSelection *self)
{
  g_return_if_fail (self != NULL);

  self->set = FALSE;
}

/**
 * confab_selection_set_base:
 * @self: the selection
 * @start: where the base starts
 * @end: where it ends; the same as @start when it is a point
 *
 * Begins anew: the base is all that is selected.
 */
void
confab_selection_set_base (ConfabSelection  *self,
                           const ConfabSpot *start,
                           const ConfabSpot *end)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (start != NULL && end != NULL);

  self->set = TRUE;
  self->spots[BASE_START] = *start;
  self->spots[BASE_END] = *end;
  self->spots[HEAD_START] = *start;
  self->spots[HEAD_END] = *end;
}

/**
 * confab_selection_set_head:
 * @self: the selection
 * @start: where the head starts
 * @end: where it ends; the same as @start when it is a point
 *
 * Selects from the base to there, both included. Without a base this is the base.
 */
void
confab_selection_set_head (ConfabSelection  *self,
                           const ConfabSpot *start,
                           const ConfabSpot *end)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (start != NULL && end != NULL);

  if (!self->set)
    {
      confab_selection_set_base (self, start, end);
      return;
    }

  self->spots[HEAD_START] = *start;
  self->spots[HEAD_END] = *end;
}

/**
 * confab_selection_is_empty:
 * @self: the selection
 *
 * Returns: whether no text is selected; there may be a head all the same
 */
gboolean
confab_selection_is_empty (ConfabSelection *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return !self->set || compare (get_start (self), get_end (self)) == 0;
}

/**
 * confab_selection_get_head:
 * @self: the selection
 * @head: (out caller-allocates): the end that moves
 *
 * Returns: whether there is one
 */
gboolean
confab_selection_get_head (ConfabSelection *self,
                           ConfabSpot      *head)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->set)
    return FALSE;

  if (compare (&self->spots[HEAD_START], &self->spots[BASE_START]) < 0)
    *head = self->spots[HEAD_START];
  else
    *head = *get_end (self);

  return TRUE;
}

/**
 * confab_selection_get_span:
 * @self: the selection
 * @start: (out caller-allocates): the first spot
 * @end: (out caller-allocates): the spot behind the last character
 *
 * Returns: whether anything is selected
 */
gboolean
confab_selection_get_span (ConfabSelection *self,
                           ConfabSpot      *start,
                           ConfabSpot      *end)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (confab_selection_is_empty (self))
    return FALSE;

  *start = *get_start (self);
  *end = *get_end (self);

  return TRUE;
}

/**
 * confab_selection_get_part:
 * @self: the selection
 * @message: a message's position
 * @start: (out caller-allocates): where the selection starts in it
 * @end: (out caller-allocates): where it ends in it, %CONFAB_PLACE_END when it goes on
 *
 * Returns: whether any of the message is selected
 */
gboolean
confab_selection_get_part (ConfabSelection *self,
                           guint            message,
                           ConfabTextPlace *start,
                           ConfabTextPlace *end)
{
  ConfabSpot first;
  ConfabSpot last;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!confab_selection_get_span (self, &first, &last) ||
      message < first.message || message > last.message)
    return FALSE;

  *start = message == first.message ? first.place : (ConfabTextPlace) { 0, };
  *end = message == last.message ? last.place : (ConfabTextPlace) CONFAB_PLACE_END;

  return confab_place_compare (start, end) < 0;
}

/**
 * confab_selection_splice:
 * @self: the selection
 * @position: the first message that changed
 * @n_removed: messages that went
 * @n_added: messages that came
 *
 * Goes along with the list. What loses one of its ends is no selection any more.
 *
 * Returns: whether that cleared it
 */
gboolean
confab_selection_splice (ConfabSelection *self,
                         guint            position,
                         guint            n_removed,
                         guint            n_added)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->set)
    return FALSE;

  for (guint i = 0; i < N_SPOTS; i++)
    {
      ConfabSpot *spot = &self->spots[i];

      if (spot->message < position)
        continue;
      if (spot->message < position + n_removed)
        {
          self->set = FALSE;
          return TRUE;
        }
      spot->message = spot->message - n_removed + n_added;
    }

  return FALSE;
}

/**
 * confab_selection_keep:
 * @self: the selection
 * @message: a message whose text changed
 * @kept: where the part of its text ends that is as it was
 *
 * Draws back what stands in text that is not there any more.
 *
 * Returns: whether anything had to be drawn back
 */
gboolean
confab_selection_keep (ConfabSelection       *self,
                       guint                  message,
                       const ConfabTextPlace *kept)
{
  gboolean changed = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (kept != NULL, FALSE);

  if (!self->set)
    return FALSE;

  for (guint i = 0; i < N_SPOTS; i++)
    {
      ConfabSpot *spot = &self->spots[i];

      if (spot->message == message && confab_place_compare (&spot->place, kept) > 0)
        {
          spot->place = *kept;
          spot->place.offset = 0;
          changed = TRUE;
        }
    }

  return changed;
}
