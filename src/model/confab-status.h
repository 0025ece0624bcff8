/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabStatus:
 * @CONFAB_STATUS_QUEUED: durable, nothing done yet
 * @CONFAB_STATUS_CONNECTING: name look-up, connection, TLS
 * @CONFAB_STATUS_SENT: the whole request has left us
 * @CONFAB_STATUS_STREAMING: at least one result frame came
 * @CONFAB_STATUS_COMPLETE: the service said so, by a finish reason
 * @CONFAB_STATUS_STOPPED: by the person
 * @CONFAB_STATUS_INTERRUPTED: cut after the first result frame
 * @CONFAB_STATUS_REFUSED: a 4xx answer or an error frame
 * @CONFAB_STATUS_FAILED: nothing left us
 * @CONFAB_STATUS_UNKNOWN: sent, and no result frame came
 *
 * The state of an answer, which is the state of its turn. The same words are used in the
 * database and in the output of `confab ask --json`: append, never rename.
 */
typedef enum {
  CONFAB_STATUS_QUEUED,
  CONFAB_STATUS_CONNECTING,
  CONFAB_STATUS_SENT,
  CONFAB_STATUS_STREAMING,
  CONFAB_STATUS_COMPLETE,
  CONFAB_STATUS_STOPPED,
  CONFAB_STATUS_INTERRUPTED,
  CONFAB_STATUS_REFUSED,
  CONFAB_STATUS_FAILED,
  CONFAB_STATUS_UNKNOWN,
} ConfabStatus;

#define CONFAB_N_STATUSES (CONFAB_STATUS_UNKNOWN + 1)

const char *confab_status_to_word   (ConfabStatus  status);
gboolean    confab_status_from_word (const char   *word,
                                     ConfabStatus *status);
gboolean    confab_status_is_open   (ConfabStatus  status);
ConfabStatus
            confab_status_recover   (ConfabStatus  status);

G_END_DECLS
