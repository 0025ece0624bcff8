/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-records.h"

G_BEGIN_DECLS

/*
 * What the service still knows of a session, as far as can be told from here. It keeps one for an
 * hour after the last message, and fifty rounds of it (protocol.md 1.5 and 5.3); what it does with a
 * message to one that is gone is not documented: an error, or a new session without a word.
 */
typedef enum {
  CONFAB_REMOTE_STANDALONE, /* this kind of application keeps none: each message stands alone */
  CONFAB_REMOTE_NEW,        /* nothing was said so far */
  CONFAB_REMOTE_LIVE,
  CONFAB_REMOTE_EXPIRED,    /* probably forgotten by now */
  CONFAB_REMOTE_FULL,       /* probably takes no more */
  CONFAB_REMOTE_CHANGED,    /* the last answer came from another session than was asked for */
  CONFAB_REMOTE_REFUSED,    /* the last answer was an error about the session */
  CONFAB_REMOTE_OWN,        /* the messages kept here are sent along */
} ConfabRemoteState;

#define CONFAB_REMOTE_MAX_IDLE   (60 * 60 * (gint64) G_USEC_PER_SEC)
#define CONFAB_REMOTE_MAX_ROUNDS 50

ConfabRemoteState confab_remote_judge    (ConfabAppKind              kind,
                                          const ConfabSessionRecord *session,
                                          const ConfabMessageRecord *answer,
                                          gint64                     now);
const char       *confab_remote_get_note (ConfabRemoteState          state);

G_END_DECLS
