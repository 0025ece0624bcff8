/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-status.h"

static const char * const words[CONFAB_N_STATUSES] = {
  [CONFAB_STATUS_QUEUED] = "queued",
  [CONFAB_STATUS_CONNECTING] = "connecting",
  [CONFAB_STATUS_SENT] = "sent",
  [CONFAB_STATUS_STREAMING] = "streaming",
  [CONFAB_STATUS_COMPLETE] = "complete",
  [CONFAB_STATUS_STOPPED] = "stopped",
  [CONFAB_STATUS_INTERRUPTED] = "interrupted",
  [CONFAB_STATUS_REFUSED] = "refused",
  [CONFAB_STATUS_FAILED] = "failed",
  [CONFAB_STATUS_UNKNOWN] = "unknown",
};

/**
 * confab_status_to_word:
 * @status: a status
 *
 * Returns: (transfer none): its word in database and JSON
 */
const char *
confab_status_to_word (ConfabStatus status)
{
  g_return_val_if_fail ((guint) status < CONFAB_N_STATUSES, "unknown");

  return words[status];
}

/**
 * confab_status_from_word:
 * @word: (nullable): a word of confab_status_to_word()
 * @status: (out): the status
 *
 * Returns: whether @word is one; else @status is untouched
 */
gboolean
confab_status_from_word (const char   *word,
                         ConfabStatus *status)
{
  for (guint i = 0; i < CONFAB_N_STATUSES; i++)
    if (g_strcmp0 (word, words[i]) == 0)
      {
        *status = (ConfabStatus) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * confab_status_is_open:
 * @status: a status
 *
 * Returns: whether an answer in it may still change
 */
gboolean
confab_status_is_open (ConfabStatus status)
{
  return status <= CONFAB_STATUS_STREAMING;
}

/**
 * confab_status_recover:
 * @status: what is on disk of an answer whose process is gone
 *
 * Says only what is certain. That a turn connects is on disk before it does, but that the request
 * has left may not have got there any more.
 *
 * Returns: the end state; @status when it is one
 */
ConfabStatus
confab_status_recover (ConfabStatus status)
{
  switch (status)
    {
    case CONFAB_STATUS_QUEUED:
      return CONFAB_STATUS_FAILED;

    case CONFAB_STATUS_CONNECTING:
    case CONFAB_STATUS_SENT:
      return CONFAB_STATUS_UNKNOWN;

    case CONFAB_STATUS_STREAMING:
      return CONFAB_STATUS_INTERRUPTED;

    case CONFAB_STATUS_COMPLETE:
    case CONFAB_STATUS_STOPPED:
    case CONFAB_STATUS_INTERRUPTED:
    case CONFAB_STATUS_REFUSED:
    case CONFAB_STATUS_FAILED:
    case CONFAB_STATUS_UNKNOWN:
      break;
    }

  return status;
}
