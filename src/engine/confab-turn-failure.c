/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-turn-failure.h"

#include "confab-text.h"

static gboolean
has_code (const ConfabFailure *failure,
          const char * const  *codes)
{
  return failure->code != NULL && g_strv_contains (codes, failure->code);
}

/**
 * confab_turn_was_never_sent:
 * @failure: why a call did not work
 *
 * Returns: whether not a byte of the request can have arrived
 */
gboolean
confab_turn_was_never_sent (const ConfabFailure *failure)
{
  static const char * const codes[] = {
    CONFAB_FAILURE_CONNECT, CONFAB_FAILURE_RESOLVE,  CONFAB_FAILURE_TLS,
    CONFAB_FAILURE_PROXY,   CONFAB_FAILURE_NOT_SENT, NULL,
  };

  g_return_val_if_fail (failure != NULL, FALSE);

  return has_code (failure, codes);
}

/**
 * confab_turn_event_for_failure:
 * @failure: why a call did not work
 * @status: how far the turn had come
 *
 * Tells a refusal, which is the service's word, from a loss, which is none. Before any result the
 * status decides: a redirect or a 4xx says that nothing was done; with 408 and 5xx it may have
 * been.
 *
 * Returns: %CONFAB_TURN_EVENT_REFUSE or %CONFAB_TURN_EVENT_LOSE
 */
ConfabTurnEvent
confab_turn_event_for_failure (const ConfabFailure *failure,
                               ConfabStatus         status)
{
  static const char * const losses[] = {
    CONFAB_FAILURE_INCOMPLETE,  CONFAB_FAILURE_STALLED,   CONFAB_FAILURE_CONNECTION,
    CONFAB_FAILURE_NOT_SERVICE, CONFAB_FAILURE_BAD_FRAME, CONFAB_FAILURE_TOO_LARGE, NULL,
  };
  gboolean refused;

  g_return_val_if_fail (failure != NULL, CONFAB_TURN_EVENT_LOSE);

  if (confab_turn_was_never_sent (failure))
    refused = FALSE;
  else if (status == CONFAB_STATUS_STREAMING)
    refused = !has_code (failure, losses);
  else
    refused = failure->http_status >= 300 && failure->http_status < 500 &&
              failure->http_status != 408;

  return refused ? CONFAB_TURN_EVENT_REFUSE : CONFAB_TURN_EVENT_LOSE;
}

static void
mask_string (char               **text,
             const char * const  *secrets)
{
  char *masked = confab_text_mask_secrets (*text, secrets);

  g_free (*text);
  *text = masked;
}

/**
 * confab_turn_failure_mask:
 * @failure: what the service said
 * @secrets: (array zero-terminated=1): the key and tokens it may echo
 *
 * Returns: (transfer full): a copy without them
 */
ConfabFailure *
confab_turn_failure_mask (const ConfabFailure *failure,
                          const char * const  *secrets)
{
  ConfabFailure *copy = confab_failure_copy (failure);

  mask_string (&copy->code, secrets);
  mask_string (&copy->message, secrets);
  mask_string (&copy->request_id, secrets);

  return copy;
}
