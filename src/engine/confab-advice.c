/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-advice.h"

#include <glib/gi18n.h>

#include "confab-error-table.h"

/* What the state alone tells, when no failure says more. */
static void
advise_on_status (ConfabStatus  status,
                  ConfabAdvice *advice)
{
  switch (status)
    {
    case CONFAB_STATUS_QUEUED:
    case CONFAB_STATUS_CONNECTING:
    case CONFAB_STATUS_SENT:
    case CONFAB_STATUS_STREAMING:
      advice->title = _("An answer is coming");
      advice->text = "";
      advice->can_retry = FALSE;
      break;
    case CONFAB_STATUS_COMPLETE:
      advice->title = _("Complete");
      advice->text = "";
      advice->can_retry = FALSE;
      break;
    case CONFAB_STATUS_STOPPED:
      advice->title = _("Stopped");
      advice->text = _("You stopped this answer. What had arrived is kept.");
      advice->can_retry = TRUE;
      break;
    case CONFAB_STATUS_INTERRUPTED:
      advice->title = _("The answer is not complete");
      advice->text = _("It broke off before its end. What had arrived is kept.");
      advice->can_retry = TRUE;
      break;
    case CONFAB_STATUS_REFUSED:
      advice->title = _("The service refused");
      advice->text = _("It gave no reason that Confab knows.");
      advice->can_retry = TRUE;
      break;
    case CONFAB_STATUS_FAILED:
      advice->title = _("Nothing was sent");
      advice->text = _("The service was not reached. It is safe to try again.");
      advice->can_retry = TRUE;
      break;
    case CONFAB_STATUS_UNKNOWN:
      advice->title = _("No answer came");
      advice->text = _("The service may have received the message and acted on it. "
                       "Trying again sends it a second time.");
      advice->can_retry = TRUE;
      break;
    }
}

/**
 * confab_advice_for:
 * @status: how the answer ended
 * @failure: (nullable): why
 * @advice: (out): what to tell the person
 *
 * Puts into words what happened and what to do, in the person's language: the failure's row of the
 * error table, or the state alone. The texts are constants and hold nothing foreign.
 */
void
confab_advice_for (ConfabStatus         status,
                   const ConfabFailure *failure,
                   ConfabAdvice        *advice)
{
  const ConfabErrorEntry *entry = NULL;

  g_return_if_fail (advice != NULL);

  advise_on_status (status, advice);
  if (failure == NULL || status == CONFAB_STATUS_STOPPED)
    return;

  entry = confab_error_table_lookup (failure->code, failure->http_status, failure->message);
  if (entry == NULL)
    return;

  if (entry->title != NULL && *entry->title != '\0')
    advice->title = _(entry->title);
  if (entry->advice != NULL && *entry->advice != '\0')
    advice->text = _(entry->advice);
}

/**
 * confab_advice_describe:
 * @failure: why a test did not succeed
 *
 * Returns: (transfer full): what happened and what to do, then code and request id, each in a line
 */
char *
confab_advice_describe (const ConfabFailure *failure)
{
  g_autoptr (GString) text = g_string_new (NULL);
  ConfabAdvice advice;

  g_return_val_if_fail (failure != NULL, NULL);

  confab_advice_for (CONFAB_STATUS_REFUSED, failure, &advice);
  g_string_append (text, advice.title);
  if (advice.text != NULL)
    g_string_append_printf (text, "\n%s", advice.text);
  if (failure->code != NULL)
    g_string_append_printf (text, "\n%s %s", _("Code:"), failure->code);
  if (failure->request_id != NULL)
    g_string_append_printf (text, "\n%s %s", _("Request ID:"), failure->request_id);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
