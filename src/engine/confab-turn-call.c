/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-turn-private.h"

#include <glib/gi18n.h>

#include "confab-advice.h"
#include "confab-context-private.h"
#include "confab-json.h"
#include "confab-retry.h"
#include "confab-turn-failure.h"

/* Trying again ------------------------------------------------------------------------------ */

static void
show_countdown (ConfabTurn *self,
                gint64      remaining_us)
{
  g_autofree char *note = NULL;
  guint seconds = (guint) ((remaining_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);

  /* Translators: the first %s is what went wrong, such as “Too many requests”. */
  note = g_strdup_printf (_("%s. Waiting %u s, then trying again (%u of %u)…"),
                          self->retry_reason, MAX (seconds, 1), self->n_retries,
                          CONFAB_RETRY_MAX);
  confab_message_set_note (self->answer, note);
}

static gboolean
wait_for_retry_cb (gpointer user_data)
{
  ConfabTurn *self = CONFAB_TURN (user_data);
  gint64 remaining = self->retry_at - g_get_monotonic_time ();

  self->retry_source = 0;

  if (remaining <= 0)
    {
      confab_message_set_note (self->answer, NULL);
      confab_turn_find_key (self);
      return G_SOURCE_REMOVE;
    }

  show_countdown (self, remaining);
  self->retry_source = g_timeout_add ((guint) MIN (remaining / 1000 + 1, 1000),
                                      wait_for_retry_cb, self);

  return G_SOURCE_REMOVE;
}

static void
emit_retry (ConfabTurn          *self,
            const ConfabFailure *failure,
            guint                delay)
{
  g_autoptr (JsonObject) event = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  if (!confab_turn_is_watched (self))
    return;

  event = json_object_new ();
  json_object_set_string_member (event, "type", "retry");
  json_object_set_int_member (event, "attempt", self->n_retries);
  json_object_set_double_member (event, "delay", delay / 1000.0);
  if (failure->code != NULL)
    json_object_set_string_member (event, "code", failure->code);

  text = confab_json_object_to_text (event);
  line = confab_intake_mask (self->intake, text);
  confab_turn_emit_event (self, line);
}

static void
try_again (ConfabTurn          *self,
           const ConfabFailure *failure)
{
  guint delay;
  ConfabAdvice advice;

  delay = confab_retry_get_delay (failure, self->n_retries,
                                  confab_context_get_retry_base (self->context),
                                  g_random_double ());
  confab_advice_for (CONFAB_STATUS_REFUSED, failure, &advice);
  g_free (self->retry_reason);
  self->retry_reason = g_strdup (advice.title);

  self->n_retries++;
  confab_turn_apply (self, CONFAB_TURN_EVENT_RETRY);
  confab_intake_forget (self->intake);
  confab_journal_write (self->journal);

  emit_retry (self, failure, delay);
  self->retry_at = g_get_monotonic_time () + (gint64) delay * 1000;
  wait_for_retry_cb (self);
}

/* The call ---------------------------------------------------------------------------------- */

static void
stage_reached (ConfabCallStage stage,
               gpointer        user_data)
{
  ConfabTurn *self = CONFAB_TURN (user_data);
  gboolean changed = FALSE;

  switch (stage)
    {
    case CONFAB_STAGE_QUEUED:
    case CONFAB_STAGE_CONNECTING:
      break;
    case CONFAB_STAGE_SENT:
      changed = confab_turn_apply (self, CONFAB_TURN_EVENT_SENT);
      break;
    case CONFAB_STAGE_STREAMING:
      changed = confab_turn_apply (self, CONFAB_TURN_EVENT_RESULT);
      break;
    }

  /* A crash must not make "not sent" of what was sent: this is not left to the timer. */
  if (changed)
    confab_journal_write (self->journal);
}

static void
delta_received (const ConfabDelta  *delta,
                ConfabReplyDecoder *decoder,
                gpointer            user_data)
{
  ConfabTurn *self = CONFAB_TURN (user_data);

  if (self->ended)
    return;

  if (delta->flags & CONFAB_DELTA_RESULT)
    stage_reached (CONFAB_STAGE_STREAMING, self);

  if ((delta->flags & CONFAB_DELTA_TEXT) && delta->text_length > 0 && self->first_text_us < 0)
    {
      self->first_text_us =
        confab_clock_get_monotonic (confab_context_get_clock (self->context)) - self->started_at;
      confab_message_set_times (self->answer, self->first_text_us, -1);
    }

  confab_intake_delta (self->intake, delta, decoder);
  confab_intake_show_evidence (self->intake);
  confab_journal_touch (self->journal);

  if (confab_turn_is_watched (self))
    {
      g_autofree char *line = confab_intake_describe_delta (self->intake, delta);

      confab_turn_emit_event (self, line);
    }
}

static void
stall_changed (gboolean stalled,
               gpointer user_data)
{
  ConfabTurn *self = CONFAB_TURN (user_data);

  confab_message_set_note (self->answer,
                           stalled ? _("No data for 15 seconds. The answer may still come.")
                                   : NULL);
}

static const ConfabCallEvents call_events = {
  .stage = stage_reached,
  .delta = delta_received,
  .stalled = stall_changed,
};

static void
take_result (ConfabTurn             *self,
             const ConfabCallResult *result)
{
  g_autoptr (ConfabFailure) failure = NULL;
  ConfabStatus status;

  if (result->decoder != NULL)
    {
      if (confab_reply_decoder_get_n_results (result->decoder) > 0)
        confab_turn_apply (self, CONFAB_TURN_EVENT_RESULT);
      confab_intake_reply (self->intake, result->decoder);
    }

  if (result->complete)
    {
      confab_turn_end (self, CONFAB_TURN_EVENT_FINISH, NULL);
      return;
    }

  failure = result->failure != NULL
              ? confab_failure_copy (result->failure)
              : confab_failure_new (CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE, NULL);

  /* A part of the request is enough to be acted on, for all we know. */
  if (!confab_turn_was_never_sent (failure))
    confab_turn_apply (self, CONFAB_TURN_EVENT_SENT);
  status = confab_message_get_status (self->answer);

  if (confab_retry_is_allowed (failure, status, self->n_retries))
    try_again (self, failure);
  else
    confab_turn_end (self, confab_turn_event_for_failure (failure, status), failure);
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ConfabTurn) self = user_data;
  g_autoptr (ConfabCallResult) call_result = NULL;
  g_autoptr (GError) error = NULL;

  call_result = confab_client_call_finish (CONFAB_CLIENT (source), result, &error);
  if (call_result == NULL || self->ended)
    return; /* stopped: the end was stored then */

  take_result (self, call_result);
}

static const ConfabConnectionRecord *
get_connection (ConfabTurn *self)
{
  ConfabSession *session = confab_conversation_get_session (self->conversation);

  return confab_connection_get_record (
    confab_studio_app_get_connection (confab_session_get_app (session)));
}

/**
 * confab_turn_send_request:
 * @self: a turn whose request waits
 *
 * Lets the request go.
 */
void
confab_turn_send_request (ConfabTurn *self)
{
  const ConfabConnectionRecord *connection = get_connection (self);
  ConfabDeadlines deadlines = {
    .connect_timeout = connection->connect_timeout,
    .idle_timeout = self->idle_timeout != 0 ? self->idle_timeout : connection->idle_timeout,
  };

  self->waits = FALSE;
  self->started_at = confab_clock_get_monotonic (confab_context_get_clock (self->context));
  confab_client_call_async (confab_context_get_client (self->context), self->request,
                            confab_intake_get_secrets (self->intake),
                            &deadlines, &call_events, self, self->cancellable, called_cb,
                            g_object_ref (self));
}

/**
 * confab_turn_call:
 * @self: a turn that has its key
 *
 * Calls the service. That we are about to connect is on disk before we do: if the process is killed
 * now, the next one knows that the request may have left, and that it did not when this is missing.
 */
void
confab_turn_call (ConfabTurn *self)
{
  self->waits = TRUE;
  confab_turn_apply (self, CONFAB_TURN_EVENT_START);
  confab_journal_commit (self->journal);
  if (confab_journal_is_clean (self->journal))
    confab_turn_send_request (self); /* nothing is stored of this one */
}
