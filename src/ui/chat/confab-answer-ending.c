/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-answer-ending.h"

#include <glib/gi18n.h>

#include "confab-evidence.h"
#include "confab-json.h"
#include "confab-text.h"

/* Of a word that the service gives and we do not know. */
#define MAX_REASON 40

/* protocol.md 3.1: the application was told not to answer this. */
static gboolean
is_rejected (const ConfabMessageRecord *record)
{
  g_autoptr (JsonObject) rest = confab_evidence_parse_object (record->rest);
  JsonObject *output = rest != NULL ? confab_json_get_object (rest, "output") : NULL;
  gboolean rejected = FALSE;

  return output != NULL && confab_json_get_boolean (output, "reject_status", &rejected) && rejected;
}

/**
 * confab_answer_ending_dup_reason:
 * @finish_reason: (nullable): why the service says that the answer ended
 *
 * Returns: (transfer full) (nullable): the reason in words; %NULL for the normal one
 */
char *
confab_answer_ending_dup_reason (const char *finish_reason)
{
  g_autofree char *word = NULL;

  if (finish_reason == NULL || finish_reason[0] == '\0' ||
      g_str_equal (finish_reason, "stop") || g_str_equal (finish_reason, "null"))
    return NULL;

  if (g_str_equal (finish_reason, "length"))
    return g_strdup (_("cut off at the length limit"));
  if (g_str_equal (finish_reason, "tool_calls"))
    return g_strdup (_("ended to call a tool"));

  word = confab_text_one_line (finish_reason, MAX_REASON);

  /* Translators: %s is the service's own word for why an answer ended */
  return g_strdup_printf (_("ended with “%s”"), word);
}

/**
 * confab_answer_ending_dup:
 * @message: an answer
 *
 * Returns: (transfer full) (nullable): how it ended, for the line under it; %NULL when there is
 *   nothing to say
 */
char *
confab_answer_ending_dup (ConfabMessage *message)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);
  gboolean empty = record->text == NULL || record->text[0] == '\0';
  char *reason;

  switch (record->status)
    {
    case CONFAB_STATUS_COMPLETE:
      if (is_rejected (record))
        return g_strdup (_("the application declined to answer"));
      reason = confab_answer_ending_dup_reason (record->finish_reason);
      if (reason == NULL && empty)
        return g_strdup (_("empty answer"));
      return reason;

    case CONFAB_STATUS_STOPPED:
      return g_strdup (_("stopped"));

    case CONFAB_STATUS_INTERRUPTED:
    case CONFAB_STATUS_REFUSED:
    case CONFAB_STATUS_FAILED:
    case CONFAB_STATUS_UNKNOWN:
      return empty ? NULL : g_strdup (_("incomplete"));

    case CONFAB_STATUS_QUEUED:
    case CONFAB_STATUS_CONNECTING:
    case CONFAB_STATUS_SENT:
    case CONFAB_STATUS_STREAMING:
      return NULL;
    }

  return NULL;
}

/**
 * confab_answer_ending_dup_status:
 * @message: an answer
 *
 * Returns: (transfer full): its status in words, for its details
 */
char *
confab_answer_ending_dup_status (ConfabMessage *message)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);

  switch (record->status)
    {
    case CONFAB_STATUS_COMPLETE:
      return g_strdup (is_rejected (record) ? _("Complete: the application declined to answer")
                                            : _("Complete"));

    case CONFAB_STATUS_STOPPED:
      return g_strdup (_("Stopped by you"));

    case CONFAB_STATUS_INTERRUPTED:
      return g_strdup (_("Interrupted: cut after the first part"));

    case CONFAB_STATUS_REFUSED:
      return g_strdup (_("Refused by the service"));

    case CONFAB_STATUS_FAILED:
      return g_strdup (_("Failed: nothing was sent"));

    case CONFAB_STATUS_UNKNOWN:
      return g_strdup (_("Unknown: sent, but no result came"));

    case CONFAB_STATUS_QUEUED:
    case CONFAB_STATUS_CONNECTING:
      return g_strdup (_("Connecting"));

    case CONFAB_STATUS_SENT:
      return g_strdup (_("Sent, waiting for the answer"));

    case CONFAB_STATUS_STREAMING:
      return g_strdup (_("Answering"));
    }

  return g_strdup ("");
}
