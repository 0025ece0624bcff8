/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-turn-state.h"

/* "Nothing changes": an event that means nothing in a state. */
#define IGNORED -1

/* Rows are states, columns are events, in the order of their enumerations. An end state has no way
 * out: what comes after it (a late frame, a second stop) is ignored.
 *
 * LOSE and RECOVER say what is known of the request when nothing more will be heard of it; only a
 * process that was killed does not know whether it got beyond connecting (confab_status_recover()).
 * A result may come before the request has left us whole, since a service may answer
 * on the headers alone. */
static const signed char table[CONFAB_N_STATUSES][CONFAB_N_TURN_EVENTS] = {
  [CONFAB_STATUS_QUEUED] = {
    [CONFAB_TURN_EVENT_START] = CONFAB_STATUS_CONNECTING,
    [CONFAB_TURN_EVENT_SENT] = IGNORED,
    [CONFAB_TURN_EVENT_RESULT] = IGNORED,
    [CONFAB_TURN_EVENT_FINISH] = IGNORED,
    [CONFAB_TURN_EVENT_REFUSE] = IGNORED,
    [CONFAB_TURN_EVENT_LOSE] = CONFAB_STATUS_FAILED,
    [CONFAB_TURN_EVENT_RETRY] = IGNORED,
    [CONFAB_TURN_EVENT_STOP] = CONFAB_STATUS_STOPPED,
    [CONFAB_TURN_EVENT_RECOVER] = CONFAB_STATUS_FAILED,
  },
  [CONFAB_STATUS_CONNECTING] = {
    [CONFAB_TURN_EVENT_START] = IGNORED,
    [CONFAB_TURN_EVENT_SENT] = CONFAB_STATUS_SENT,
    [CONFAB_TURN_EVENT_RESULT] = CONFAB_STATUS_STREAMING,
    [CONFAB_TURN_EVENT_FINISH] = IGNORED,
    [CONFAB_TURN_EVENT_REFUSE] = CONFAB_STATUS_REFUSED,
    [CONFAB_TURN_EVENT_LOSE] = CONFAB_STATUS_FAILED,
    [CONFAB_TURN_EVENT_RETRY] = CONFAB_STATUS_QUEUED,
    [CONFAB_TURN_EVENT_STOP] = CONFAB_STATUS_STOPPED,
    [CONFAB_TURN_EVENT_RECOVER] = CONFAB_STATUS_UNKNOWN,
  },
  [CONFAB_STATUS_SENT] = {
    [CONFAB_TURN_EVENT_START] = IGNORED,
    [CONFAB_TURN_EVENT_SENT] = IGNORED,
    [CONFAB_TURN_EVENT_RESULT] = CONFAB_STATUS_STREAMING,
    [CONFAB_TURN_EVENT_FINISH] = IGNORED,
    [CONFAB_TURN_EVENT_REFUSE] = CONFAB_STATUS_REFUSED,
    [CONFAB_TURN_EVENT_LOSE] = CONFAB_STATUS_UNKNOWN,
    [CONFAB_TURN_EVENT_RETRY] = CONFAB_STATUS_QUEUED,
    [CONFAB_TURN_EVENT_STOP] = CONFAB_STATUS_STOPPED,
    [CONFAB_TURN_EVENT_RECOVER] = CONFAB_STATUS_UNKNOWN,
  },
  [CONFAB_STATUS_STREAMING] = {
    [CONFAB_TURN_EVENT_START] = IGNORED,
    [CONFAB_TURN_EVENT_SENT] = IGNORED,
    [CONFAB_TURN_EVENT_RESULT] = IGNORED,
    [CONFAB_TURN_EVENT_FINISH] = CONFAB_STATUS_COMPLETE,
    [CONFAB_TURN_EVENT_REFUSE] = CONFAB_STATUS_REFUSED,
    [CONFAB_TURN_EVENT_LOSE] = CONFAB_STATUS_INTERRUPTED,
    [CONFAB_TURN_EVENT_RETRY] = IGNORED,
    [CONFAB_TURN_EVENT_STOP] = CONFAB_STATUS_STOPPED,
    [CONFAB_TURN_EVENT_RECOVER] = CONFAB_STATUS_INTERRUPTED,
  },
  [CONFAB_STATUS_COMPLETE] = { IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED },
  [CONFAB_STATUS_STOPPED] = { IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED },
  [CONFAB_STATUS_INTERRUPTED] = { IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED },
  [CONFAB_STATUS_REFUSED] = { IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED },
  [CONFAB_STATUS_FAILED] = { IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED },
  [CONFAB_STATUS_UNKNOWN] = { IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED },
};

/**
 * confab_turn_next_status:
 * @status: where a turn stands
 * @event: what happens to it
 * @next: (out): where it stands then; untouched when the event is ignored
 *
 * The whole behaviour of a turn, as a pure function.
 *
 * Returns: whether the event changes anything
 */
gboolean
confab_turn_next_status (ConfabStatus     status,
                         ConfabTurnEvent  event,
                         ConfabStatus    *next)
{
  int found;

  g_return_val_if_fail ((guint) status < CONFAB_N_STATUSES, FALSE);
  g_return_val_if_fail ((guint) event < CONFAB_N_TURN_EVENTS, FALSE);
  g_return_val_if_fail (next != NULL, FALSE);

  found = table[status][event];
  if (found == IGNORED)
    return FALSE;

  *next = (ConfabStatus) found;
  return TRUE;
}
