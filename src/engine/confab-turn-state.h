/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-status.h"

G_BEGIN_DECLS

/* What can happen to a turn. */
typedef enum {
  CONFAB_TURN_EVENT_START,        /* durable, key at hand: connecting begins */
  CONFAB_TURN_EVENT_SENT,         /* the whole request has left */
  CONFAB_TURN_EVENT_RESULT,       /* a result frame came */
  CONFAB_TURN_EVENT_FINISH,       /* a finish reason came */
  CONFAB_TURN_EVENT_REFUSE,       /* a 4xx answer, or an error frame */
  CONFAB_TURN_EVENT_LOSE,         /* the connection or the service failed, a limit, a deadline */
  CONFAB_TURN_EVENT_RETRY,        /* refused or not sent, and safe to send again: back to queued */
  CONFAB_TURN_EVENT_STOP,         /* the person stops it */
  CONFAB_TURN_EVENT_RECOVER,      /* found open at start, its run is gone */
} ConfabTurnEvent;

#define CONFAB_N_TURN_EVENTS (CONFAB_TURN_EVENT_RECOVER + 1)

gboolean confab_turn_next_status (ConfabStatus     status,
                                  ConfabTurnEvent  event,
                                  ConfabStatus    *next);

G_END_DECLS
