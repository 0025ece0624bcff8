/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-turn-private.h"

#include <glib/gi18n.h>

#include "confab-context-private.h"
#include "confab-preview.h"

#define PREVIEW_CHARACTERS 160

G_DEFINE_FINAL_TYPE (ConfabTurn, confab_turn, G_TYPE_OBJECT)

enum {
  ENDED,
  SAVED,
  JOURNALLED,
  EVENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/**
 * confab_turn_apply:
 * @self: a turn
 * @event: what has happened
 *
 * Returns: whether it means another status, which the answer has now
 */
gboolean
confab_turn_apply (ConfabTurn      *self,
                   ConfabTurnEvent  event)
{
  ConfabStatus next;

  if (!confab_turn_next_status (confab_message_get_status (self->answer), event, &next))
    return FALSE;

  confab_message_set_status (self->answer, next);

  return TRUE;
}

/* Journal ----------------------------------------------------------------------------------- */

static void
journal_writing_cb (ConfabTurn    *self,
                    ConfabJournal *journal)
{
  confab_intake_show_details (self->intake);
}

static void
journal_written_cb (ConfabTurn    *self,
                    const GError  *error,
                    ConfabJournal *journal)
{
  g_signal_emit (self, signals[JOURNALLED], 0, error);

  if (!self->waits || self->ended)
    return;

  /* Nothing has left us yet, and what comes could not be kept either. */
  if (error != NULL)
    {
      g_autoptr (ConfabFailure) failure =
        confab_failure_new (CONFAB_ERROR_STORE, CONFAB_FAILURE_STORE, error->message);

      confab_turn_end (self, CONFAB_TURN_EVENT_LOSE, failure);
    }
  else if (confab_journal_is_clean (journal))
    confab_turn_send_request (self);
}

static void
journal_saved_cb (ConfabTurn    *self,
                  ConfabJournal *journal)
{
  g_signal_emit (self, signals[SAVED], 0);
}

/**
 * confab_turn_is_watched:
 * @self: a turn
 *
 * Returns: whether somebody listens to its events
 */
gboolean
confab_turn_is_watched (ConfabTurn *self)
{
  return g_signal_has_handler_pending (self, signals[EVENT], 0, TRUE);
}

/**
 * confab_turn_emit_event:
 * @self: a turn
 * @line: JSON text of one decoded event, without the key
 */
void
confab_turn_emit_event (ConfabTurn *self,
                        const char *line)
{
  g_signal_emit (self, signals[EVENT], 0, line);
}

/* The end ----------------------------------------------------------------------------------- */

/* What the person should know of the service's memory of this session, or NULL. */
static const char *
find_session_note (ConfabTurn *self)
{
  const char *got = confab_intake_get_session_id (self->intake);

  if (got == NULL || self->call->session_id == NULL || g_str_equal (got, self->call->session_id))
    return NULL;

  return _("The service has begun a new session: it no longer knows the earlier messages.");
}

static void
update_session (ConfabTurn *self)
{
  ConfabSession *session = confab_conversation_get_session (self->conversation);
  const ConfabSessionRecord *record = confab_session_get_record (session);
  ConfabAppKind kind = confab_studio_app_get_record (confab_session_get_app (session))->kind;
  gint64 now = confab_clock_get_wall (confab_context_get_clock (self->context));
  const char *remote_id = confab_intake_get_session_id (self->intake);
  g_autofree char *preview = NULL;

  if (remote_id != NULL && confab_kind_keeps_session (kind))
    {
      guint rounds = g_strcmp0 (remote_id, record->remote_id) == 0 ? record->remote_rounds + 1 : 1;
      g_autofree char *masked = confab_intake_mask (self->intake, remote_id);

      confab_session_set_remote (session, masked, now, rounds);
      confab_session_set_remote_head (session, confab_message_get_id (self->answer));
      confab_journal_session_changed (self->journal, CONFAB_SESSION_REMOTE);
    }

  preview = confab_preview_from_markdown (confab_message_get_text (self->answer, NULL),
                                          PREVIEW_CHARACTERS);
  if (*preview != '\0')
    confab_session_set_preview (session, preview);

  confab_session_set_last_status (session, confab_message_get_status (self->answer));
  confab_session_set_updated_at (session, now);
}

static void
set_failure (ConfabTurn          *self,
             const ConfabFailure *failure,
             ConfabStatus         status)
{
  g_autoptr (ConfabFailure) copy = confab_intake_mask_failure (self->intake, failure);

  /* A connection that breaks has no id of its own; the frames before it had. */
  if (copy->request_id == NULL)
    copy->request_id = g_strdup (confab_message_get_record (self->answer)->request_id);

  /* What was a matter of the network is one of the answer, once there is some of it. */
  if (status == CONFAB_STATUS_INTERRUPTED && copy->error_class == CONFAB_ERROR_NETWORK)
    copy->error_class = CONFAB_ERROR_INCOMPLETE;

  confab_message_set_failure (self->answer, copy);
}

/**
 * confab_turn_end:
 * @self: a turn
 * @event: what ends it
 * @failure: (nullable): why it is not complete
 *
 * The only way to an end state; what comes after it is ignored. The status is set last, so that who
 * is told of it finds everything else in place.
 */
void
confab_turn_end (ConfabTurn          *self,
                 ConfabTurnEvent      event,
                 const ConfabFailure *failure)
{
  ConfabClock *clock = confab_context_get_clock (self->context);
  gint64 duration = -1;
  ConfabStatus next;

  if (self->ended ||
      !confab_turn_next_status (confab_message_get_status (self->answer), event, &next))
    return;

  g_assert (!confab_status_is_open (next));

  self->ended = TRUE;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (event == CONFAB_TURN_EVENT_STOP)
    g_cancellable_cancel (self->cancellable);

  confab_intake_end_text (self->intake);
  confab_intake_show_details (self->intake);
  if (self->started_at != 0)
    duration = confab_clock_get_monotonic (clock) - self->started_at;
  confab_message_set_times (self->answer, self->first_text_us, duration);
  if (failure != NULL)
    set_failure (self, failure, next);
  confab_message_set_note (self->answer, find_session_note (self));
  confab_message_set_status (self->answer, next);
  update_session (self);
  confab_intake_take_secrets (self->intake, NULL);

  g_signal_emit (self, signals[ENDED], 0);
  confab_journal_end (self->journal);
}

/* The key ------------------------------------------------------------------------------------ */

/* Nothing goes on before a person has done something, who may not see the window that asks. */
static void
keyring_changed_cb (ConfabTurn    *self,
                    ConfabContext *context)
{
  if (!self->ended)
    confab_message_set_note (self->answer,
                             confab_context_get_keyring_waits (context)
                               ? _("Waiting for the keyring. Please unlock it in the window that "
                                   "asks for its password.")
                               : NULL);
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ConfabTurn) self = user_data;
  g_autoptr (ConfabFailure) failure = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSecrets) secrets = NULL;

  secrets = confab_context_find_secrets_finish (CONFAB_CONTEXT (source), result, &error);
  g_signal_handlers_disconnect_by_func (source, keyring_changed_cb, self);
  if (self->ended)
    return;

  confab_message_set_note (self->answer, NULL);
  if (secrets != NULL)
    {
      confab_intake_take_secrets (self->intake, g_steal_pointer (&secrets));
      confab_turn_call (self);
      return;
    }

  if (error == NULL)
    failure = confab_failure_new (CONFAB_ERROR_AUTH, CONFAB_FAILURE_NO_KEY, NULL);
  else if (error->domain == CONFAB_ERROR && error->code == CONFAB_ERROR_KEYRING)
    failure = confab_failure_new (CONFAB_ERROR_KEYRING, CONFAB_FAILURE_KEYRING, error->message);
  else if (error->domain == CONFAB_ERROR && error->code == CONFAB_ERROR_AUTH)
    failure = confab_failure_new (CONFAB_ERROR_AUTH, CONFAB_FAILURE_NO_TOKEN, error->message);
  else
    failure = confab_failure_new (error->domain == CONFAB_ERROR ? (ConfabErrorClass) error->code
                                                                : CONFAB_ERROR_OTHER,
                                  NULL, error->message);

  confab_turn_end (self, CONFAB_TURN_EVENT_LOSE, failure);
}

/**
 * confab_turn_find_key:
 * @self: a turn
 *
 * Each attempt begins with the key and the tokens, which may be others by now.
 */
void
confab_turn_find_key (ConfabTurn *self)
{
  ConfabSession *session = confab_conversation_get_session (self->conversation);

  g_signal_connect_object (self->context, "keyring-changed", G_CALLBACK (keyring_changed_cb), self,
                           G_CONNECT_SWAPPED);
  confab_context_find_secrets_async (
    self->context, confab_studio_app_get_connection (confab_session_get_app (session)),
    self->call->options, self->cancellable, key_found_cb, g_object_ref (self));
  keyring_changed_cb (self, self->context); /* an earlier one may be waiting still */
}

/* Class ------------------------------------------------------------------------------------- */

static void
confab_turn_dispose (GObject *object)
{
  ConfabTurn *self = CONFAB_TURN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_object (&self->journal);
  g_clear_object (&self->answer);
  g_clear_object (&self->conversation);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (confab_turn_parent_class)->dispose (object);
}

static void
confab_turn_finalize (GObject *object)
{
  ConfabTurn *self = CONFAB_TURN (object);

  g_clear_pointer (&self->intake, confab_intake_free);
  g_clear_pointer (&self->call, confab_call_free);
  g_clear_pointer (&self->request, confab_request_free);
  g_object_unref (self->cancellable);
  g_free (self->retry_reason);

  G_OBJECT_CLASS (confab_turn_parent_class)->finalize (object);
}

static void
confab_turn_class_init (ConfabTurnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = confab_turn_dispose;
  object_class->finalize = confab_turn_finalize;

  signals[ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[JOURNALLED] = g_signal_new ("journalled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[EVENT] = g_signal_new ("event", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
confab_turn_init (ConfabTurn *self)
{
  self->cancellable = g_cancellable_new ();
  self->first_text_us = -1;
}

/**
 * confab_turn_new:
 * @context: the services
 * @conversation: where the answer stands
 * @answer: the open answer, queued
 * @call: what to send
 * @request: (transfer full): made of it
 * @idle_timeout: seconds without a byte, or 0 for what the connection says
 * @stored: whether the answer is in the database
 *
 * Returns: (transfer full): a turn that has not begun
 */
ConfabTurn *
confab_turn_new (ConfabContext      *context,
                 ConfabConversation *conversation,
                 ConfabMessage      *answer,
                 const ConfabCall   *call,
                 ConfabRequest      *request,
                 guint               idle_timeout,
                 gboolean            stored)
{
  ConfabTurn *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (conversation), NULL);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (answer), NULL);

  self = g_object_new (CONFAB_TYPE_TURN, NULL);
  self->context = g_object_ref (context);
  self->conversation = g_object_ref (conversation);
  self->answer = g_object_ref (answer);
  self->call = confab_call_copy (call);
  self->request = request;
  self->idle_timeout = idle_timeout;
  self->intake = confab_intake_new (answer, confab_options_get_stream (call->options));
  self->journal = confab_journal_new (stored ? confab_context_get_store (context) : NULL, answer,
                                      confab_conversation_get_session (conversation));
  g_signal_connect_object (self->journal, "writing", G_CALLBACK (journal_writing_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->journal, "written", G_CALLBACK (journal_written_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->journal, "saved", G_CALLBACK (journal_saved_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * confab_turn_get_conversation:
 * @self: a turn
 *
 * Returns: (transfer none): where its answer stands
 */
ConfabConversation *
confab_turn_get_conversation (ConfabTurn *self)
{
  g_return_val_if_fail (CONFAB_IS_TURN (self), NULL);

  return self->conversation;
}

/**
 * confab_turn_get_answer:
 * @self: a turn
 *
 * Returns: (transfer none): its answer
 */
ConfabMessage *
confab_turn_get_answer (ConfabTurn *self)
{
  g_return_val_if_fail (CONFAB_IS_TURN (self), NULL);

  return self->answer;
}

/**
 * confab_turn_has_ended:
 * @self: a turn
 *
 * Returns: whether its answer has an end state
 */
gboolean
confab_turn_has_ended (ConfabTurn *self)
{
  g_return_val_if_fail (CONFAB_IS_TURN (self), TRUE);

  return self->ended;
}

/**
 * confab_turn_start:
 * @self: a turn whose prompt and answer are on disk
 */
void
confab_turn_start (ConfabTurn *self)
{
  g_return_if_fail (CONFAB_IS_TURN (self));

  confab_turn_find_key (self);
}

/**
 * confab_turn_stop:
 * @self: a turn
 *
 * Ends it at once, in whatever state it is; what arrived is kept.
 */
void
confab_turn_stop (ConfabTurn *self)
{
  g_autoptr (ConfabTurn) alive = NULL;

  g_return_if_fail (CONFAB_IS_TURN (self));

  alive = g_object_ref (self);
  confab_turn_end (self, CONFAB_TURN_EVENT_STOP, NULL);
}

/**
 * confab_turn_close:
 * @self: a turn
 *
 * Stops it; when its end could not be written so far, that is tried once more and no longer.
 */
void
confab_turn_close (ConfabTurn *self)
{
  g_autoptr (ConfabTurn) alive = NULL;

  g_return_if_fail (CONFAB_IS_TURN (self));

  alive = g_object_ref (self);
  confab_journal_close (self->journal);
  confab_turn_stop (self);
}
