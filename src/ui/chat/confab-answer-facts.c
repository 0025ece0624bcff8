/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-answer-facts.h"

#include <glib/gi18n.h>
#include <string.h>

#include "confab-advice.h"
#include "confab-attachment.h"
#include "confab-answer-ending.h"
#include "confab-preview.h"
#include "confab-stages.h"

#define SEPARATOR "  ·  "
/* What a screen reader is given of a text: more would stall it. */
#define MAX_SPOKEN (64 * 1024)
/* Characters of an answer that are read out by themselves: about a minute. */
#define MAX_ANNOUNCED 800
/* What was written in less time than this says nothing of how fast it was. */
#define MIN_WRITING_US (G_USEC_PER_SEC / 2)

static void
append_fact (GString    *facts,
             const char *fact)
{
  if (facts->len > 0)
    g_string_append (facts, SEPARATOR);
  g_string_append (facts, fact);
}

static char *
format_seconds (gint64 microseconds)
{
  return g_strdup_printf ("%.1f", (double) microseconds / G_USEC_PER_SEC);
}

/* One model's name, or all of them. */
static char *
dup_models (GPtrArray *usage)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; usage != NULL && i < usage->len; i++)
    {
      const ConfabModelUsage *model = g_ptr_array_index (usage, i);

      if (model->model_id == NULL || model->model_id[0] == '\0')
        continue;
      if (names->len > 0)
        g_string_append (names, ", ");
      g_string_append (names, model->model_id);
    }

  return g_string_free (names, FALSE);
}

static void
add_tokens (GPtrArray *usage,
            gint64    *input,
            gint64    *output)
{
  *input = 0;
  *output = 0;
  for (guint i = 0; usage != NULL && i < usage->len; i++)
    {
      const ConfabModelUsage *model = g_ptr_array_index (usage, i);

      *input += model->input_tokens;
      *output += model->output_tokens;
    }
}

/**
 * confab_answer_facts_footer:
 * @message: a message
 * @narrow: whether there is room for model and rate only
 *
 * Returns: (transfer full) (nullable): the line under a finished answer; %NULL for one that is
 *   still open, for a prompt, and when there is nothing to say
 */
char *
confab_answer_facts_footer (ConfabMessage *message,
                            gboolean       narrow)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);
  g_autoptr (GString) facts = NULL;
  g_autofree char *models = NULL;
  g_autofree char *ending = NULL;
  gint64 input;
  gint64 output;

  if (record->role != CONFAB_ROLE_ASSISTANT || confab_status_is_open (record->status))
    return NULL;

  facts = g_string_new (NULL);
  models = dup_models (record->usage);
  add_tokens (record->usage, &input, &output);

  if (models[0] != '\0')
    append_fact (facts, models);
  if (!narrow && (input > 0 || output > 0))
    {
      /* Translators: tokens sent → tokens received */
      g_autofree char *tokens = g_strdup_printf (_("%d → %d tokens"), (int) input, (int) output);

      append_fact (facts, tokens);
    }
  if (!narrow && record->first_text_us >= 0)
    {
      g_autofree char *seconds = format_seconds (record->first_text_us);
      g_autofree char *first = g_strdup_printf (_("%s s to first token"), seconds);

      append_fact (facts, first);
    }
  if (output > 0 && record->first_text_us >= 0 &&
      record->duration_us - record->first_text_us >= MIN_WRITING_US)
    {
      double writing = (double) (record->duration_us - record->first_text_us) / G_USEC_PER_SEC;
      g_autofree char *number = g_strdup_printf ("%.0f", (double) output / writing);
      /* Translators: tokens in a second, short */
      g_autofree char *rate = g_strdup_printf (_("%s tok/s"), number);

      append_fact (facts, rate);
    }

  ending = confab_answer_ending_dup (message);
  if (ending != NULL)
    append_fact (facts, ending);

  /* An answer without text is told about by its error alone. */
  if (facts->len == 0 && (record->text == NULL || record->text[0] == '\0'))
    return NULL;

  return g_strdup (facts->str);
}

/**
 * confab_answer_facts_tooltip:
 * @message: an answer
 *
 * Returns: (transfer full) (nullable): all facts, also those that the line has no room for
 */
char *
confab_answer_facts_tooltip (ConfabMessage *message)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);
  g_autofree char *time = confab_answer_facts_time (message);
  g_autofree char *facts = confab_answer_facts_footer (message, FALSE);
  GString *tooltip = g_string_new (facts);

  if (time != NULL)
    g_string_append_printf (tooltip, "%s%s", tooltip->len > 0 ? "\n" : "", time);
  if (record->request_id != NULL && record->request_id[0] != '\0')
    g_string_append_printf (tooltip, "%s%s: %s", tooltip->len > 0 ? "\n" : "", _("Request ID"),
                            record->request_id);

  return g_string_free (tooltip, tooltip->len == 0);
}

/**
 * confab_answer_facts_received:
 * @message: an answer that failed
 *
 * Returns: (transfer full) (nullable): how much came, in what time, and the HTTP status
 */
char *
confab_answer_facts_received (ConfabMessage *message)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);
  const ConfabFailure *failure = confab_message_get_failure (message);
  g_autoptr (GString) received = g_string_new (NULL);
  long characters = record->text != NULL ? g_utf8_strlen (record->text, -1) : 0;

  if (characters > 0)
    {
      g_string_append_printf (received,
                              g_dngettext (NULL, "%ld character", "%ld characters", characters),
                              characters);
      if (record->duration_us >= 0)
        {
          g_autofree char *seconds = format_seconds (record->duration_us);

          /* Translators: follows "412 characters": the time they took */
          g_string_append_printf (received, _(" in %s s"), seconds);
        }
    }
  if (failure != NULL && failure->http_status > 0)
    g_string_append_printf (received, "%sHTTP %d", received->len > 0 ? ", " : "",
                            failure->http_status);

  return received->len > 0 ? g_strdup (received->str) : NULL;
}

/**
 * confab_answer_facts_has_error:
 * @message: a message
 *
 * Returns: whether the answer ended in a way that needs an explanation
 */
gboolean
confab_answer_facts_has_error (ConfabMessage *message)
{
  if (confab_message_get_role (message) != CONFAB_ROLE_ASSISTANT)
    return FALSE;

  switch (confab_message_get_status (message))
    {
    case CONFAB_STATUS_INTERRUPTED:
    case CONFAB_STATUS_REFUSED:
    case CONFAB_STATUS_FAILED:
    case CONFAB_STATUS_UNKNOWN:
      return TRUE;

    case CONFAB_STATUS_QUEUED:
    case CONFAB_STATUS_CONNECTING:
    case CONFAB_STATUS_SENT:
    case CONFAB_STATUS_STREAMING:
    case CONFAB_STATUS_COMPLETE:
    case CONFAB_STATUS_STOPPED:
      return FALSE;
    }

  return FALSE;
}

/**
 * confab_answer_facts_wants_key:
 * @message: an answer that failed
 *
 * Returns: whether another key may help: there was none, or the service did not know it
 */
gboolean
confab_answer_facts_wants_key (ConfabMessage *message)
{
  const ConfabFailure *failure = confab_message_get_failure (message);

  if (failure == NULL)
    return FALSE;
  if (g_strcmp0 (failure->code, CONFAB_FAILURE_NO_KEY) == 0)
    return TRUE;

  return failure->error_class == CONFAB_ERROR_AUTH &&
         (failure->http_status == 401 || g_strcmp0 (failure->code, "InvalidApiKey") == 0);
}

/**
 * confab_answer_facts_error:
 * @message: an answer that failed
 *
 * Returns: (transfer full): all that the error card says, as text to pass on
 */
char *
confab_answer_facts_error (ConfabMessage *message)
{
  const ConfabFailure *failure = confab_message_get_failure (message);
  g_autofree char *received = confab_answer_facts_received (message);
  GString *text = g_string_new (NULL);
  ConfabAdvice advice = { 0, };

  confab_advice_for (confab_message_get_status (message), failure, &advice);
  if (advice.title != NULL)
    g_string_append_printf (text, "%s\n", advice.title);
  if (failure != NULL && failure->code != NULL)
    g_string_append_printf (text, "%s: %s\n", _("Code"), failure->code);
  if (failure != NULL && failure->message != NULL)
    g_string_append_printf (text, "%s: %s\n", _("Message"), failure->message);
  if (failure != NULL && failure->request_id != NULL)
    g_string_append_printf (text, "%s: %s\n", _("Request ID"), failure->request_id);
  if (received != NULL)
    g_string_append_printf (text, "%s: %s\n", _("Received"), received);
  if (text->len > 0)
    g_string_truncate (text, text->len - 1);

  return g_string_free (text, FALSE);
}

/**
 * confab_answer_facts_wait:
 * @message: a message
 * @now: the wall time, microseconds
 *
 * Returns: (transfer full) (nullable): what is being waited for; %NULL when nothing is
 */
char *
confab_answer_facts_wait (ConfabMessage *message,
                          gint64         now)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);
  const char *note = confab_message_get_note (message);
  g_autoptr (GString) text = NULL;
  gboolean empty = record->text == NULL || record->text[0] == '\0';

  if (record->role != CONFAB_ROLE_ASSISTANT || !confab_status_is_open (record->status) ||
      (!empty && note == NULL))
    return NULL;

  text = g_string_new (NULL);
  if (empty && (record->status == CONFAB_STATUS_QUEUED ||
                record->status == CONFAB_STATUS_CONNECTING))
    {
      g_string_append (text, _("Connecting…"));
    }
  else if (empty)
    {
      gint64 seconds = record->created_at > 0 ? (now - record->created_at) / G_USEC_PER_SEC : 0;

      g_string_append (text, _("Waiting for the answer…"));
      if (seconds > 0)
        {
          g_string_append_c (text, ' ');
          g_string_append_printf (text, _("%d s"), (int) MIN (seconds, G_MAXINT));
        }
    }
  if (note != NULL)
    append_fact (text, note);

  return g_strdup (text->str);
}

/**
 * confab_answer_facts_time:
 * @message: a message
 *
 * Returns: (transfer full) (nullable): when it was written, in the person's time zone
 */
char *
confab_answer_facts_time (ConfabMessage *message)
{
  gint64 created = confab_message_get_record (message)->created_at;
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) now = NULL;

  if (created <= 0)
    return NULL;

  time = g_date_time_new_from_unix_local (created / G_USEC_PER_SEC);
  now = g_date_time_new_now_local ();
  if (time == NULL)
    return NULL;

  if (g_date_time_get_year (time) == g_date_time_get_year (now) &&
      g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now))
    return g_date_time_format (time, "%H:%M");

  return g_date_time_format (time, "%x %H:%M");
}

static const char *
get_spoken_state (ConfabMessage *message)
{
  const ConfabMessageRecord *record = confab_message_get_record (message);

  switch (record->status)
    {
    case CONFAB_STATUS_QUEUED:
    case CONFAB_STATUS_CONNECTING:
      return _("connecting");

    case CONFAB_STATUS_SENT:
      return _("waiting for the answer");

    case CONFAB_STATUS_STREAMING:
      if (confab_stages_running (message) && (record->thoughts != NULL || record->nodes != NULL))
        return _("thinking");
      return _("answering");

    case CONFAB_STATUS_COMPLETE:
      return NULL;

    case CONFAB_STATUS_STOPPED:
      return _("stopped");

    case CONFAB_STATUS_INTERRUPTED:
      return _("incomplete");

    case CONFAB_STATUS_REFUSED:
    case CONFAB_STATUS_FAILED:
    case CONFAB_STATUS_UNKNOWN:
      return _("failed");
    }

  return NULL;
}

static gsize
cut_at_character (const char *text,
                  gsize       length,
                  gsize       limit)
{
  if (length <= limit)
    return length;
  while (limit > 0 && (text[limit] & 0xc0) == 0x80)
    limit--;

  return limit;
}

static void
append_attached (GString    *spoken,
                 const char *rest)
{
  g_autoptr (GPtrArray) attachments = confab_attachments_from_rest (rest);

  for (guint i = 0; i < attachments->len; i++)
    g_string_append_printf (spoken, "%s%s", i == 0 ? "\n" : ", ",
                            confab_attachment_get_name (g_ptr_array_index (attachments, i)));
}

/**
 * confab_answer_facts_spoken:
 * @message: a message
 * @author: (nullable): who answers
 *
 * Makes the accessible label: author, time and state; the text and the error only once the answer
 * is finished, so that nothing is read out again with each word.
 *
 * Returns: (transfer full): the label
 */
char *
confab_answer_facts_spoken (ConfabMessage *message,
                            const char    *author)
{
  ConfabStatus status = confab_message_get_status (message);
  g_autofree char *time = confab_answer_facts_time (message);
  const char *state = NULL;
  GString *spoken;

  if (confab_message_get_role (message) == CONFAB_ROLE_USER)
    author = _("You");
  else
    state = get_spoken_state (message);

  spoken = g_string_new (author != NULL ? author : _("Answer"));
  if (time != NULL)
    g_string_append_printf (spoken, ", %s", time);
  if (state != NULL)
    g_string_append_printf (spoken, ", %s", state);

  if (!confab_status_is_open (status))
    {
      gsize length;
      const char *text = confab_message_get_text (message, &length);

      if (length > 0)
        {
          g_string_append (spoken, ": ");
          g_string_append_len (spoken, text, cut_at_character (text, length, MAX_SPOKEN));
        }
      append_attached (spoken, confab_message_get_record (message)->rest);
      if (confab_answer_facts_has_error (message))
        {
          ConfabAdvice advice = { 0, };

          confab_advice_for (status, confab_message_get_failure (message), &advice);
          if (advice.title != NULL)
            g_string_append_printf (spoken, "\n%s. %s", advice.title, advice.text);
        }
    }

  return g_string_free (spoken, FALSE);
}

/**
 * confab_answer_facts_announced:
 * @message: an answer that has ended
 * @author: (nullable): who answers
 *
 * Makes what is read out when an answer has ended, wherever the focus is: who, the state if it is
 * not whole, and the beginning of the text without its marks. All of it is in the message itself.
 *
 * Returns: (transfer full): the announcement
 */
char *
confab_answer_facts_announced (ConfabMessage *message,
                               const char    *author)
{
  const char *state = get_spoken_state (message);
  g_autofree char *text = confab_preview_from_markdown (confab_message_get_text (message, NULL),
                                                        MAX_ANNOUNCED);
  GString *announced = g_string_new (author != NULL ? author : _("Answer"));

  if (state != NULL)
    g_string_append_printf (announced, ", %s", state);
  if (text != NULL && text[0] != '\0')
    g_string_append_printf (announced, ": %s", text);
  if (confab_answer_facts_has_error (message))
    {
      ConfabAdvice advice = { 0, };

      confab_advice_for (confab_message_get_status (message), confab_message_get_failure (message),
                         &advice);
      if (advice.title != NULL)
        g_string_append_printf (announced, "\n%s. %s", advice.title, advice.text);
    }

  return g_string_free (announced, FALSE);
}
