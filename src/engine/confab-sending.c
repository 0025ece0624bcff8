/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-sending.h"

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-request-maker.h"

/* From the person's word until prompt and empty answer are on disk. */

/* It has become a turn, or nothing comes of it. */
static void
leave (ConfabSending *sending)
{
  if (sending->list != NULL)
    g_ptr_array_remove_fast (sending->list, sending);
  g_clear_pointer (&sending->list, g_ptr_array_unref);
}

/**
 * confab_sending_free:
 * @data: (transfer full): a sending, the data of its task
 */
void
confab_sending_free (gpointer data)
{
  ConfabSending *sending = data;

  leave (sending);
  if (sending->loaded_handler != 0)
    g_signal_handler_disconnect (sending->conversation, sending->loaded_handler);
  if (sending->stored_handler != 0)
    g_signal_handler_disconnect (confab_conversation_get_session (sending->conversation),
                                 sending->stored_handler);
  g_clear_object (&sending->conversation);
  g_clear_object (&sending->prompt);
  g_clear_object (&sending->answer);
  g_clear_object (&sending->edited);
  g_clear_object (&sending->extras);
  g_clear_pointer (&sending->options, confab_options_unref);
  g_clear_pointer (&sending->call, confab_call_free);
  g_clear_pointer (&sending->request, confab_request_free);
  g_free (sending);
}

/**
 * confab_sending_find:
 * @self: the engine
 * @session: a session
 *
 * Returns: (transfer none) (nullable): what is about to be sent to it
 */
ConfabSending *
confab_sending_find (ConfabEngine  *self,
                     ConfabSession *session)
{
  for (guint i = 0; i < self->sendings->len; i++)
    {
      ConfabSending *sending = g_ptr_array_index (self->sendings, i);

      if (confab_conversation_get_session (sending->conversation) == session)
        return sending;
    }

  return NULL;
}

/* The turn ---------------------------------------------------------------------------------- */

/* Prompt and answer are on disk (or need not be): they may be shown and sent. */
static void
begin (GTask               *task,
       const ConfabTurnIds *ids)
{
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabSending *sending = g_task_get_task_data (task);
  ConfabSession *session = confab_conversation_get_session (sending->conversation);

  if (sending->prompt_is_new)
    {
      confab_message_set_ids (sending->prompt, ids->prompt, ids->session, ids->parent);
      confab_message_set_versions (sending->prompt, ids->n_prompts,
                                   MAX (ids->n_prompts, 1) - 1);
    }
  confab_message_set_ids (sending->answer, ids->answer, ids->session,
                          confab_message_get_id (sending->prompt));

  confab_message_set_versions (sending->answer, ids->n_answers, MAX (ids->n_answers, 1) - 1);

  confab_conversation_append (sending->conversation,
                              sending->prompt_is_new ? sending->prompt : NULL, sending->answer,
                              ids->parent);
  if (confab_conversation_is_stored (sending->conversation) ||
      confab_session_get_temporary (session))
    confab_session_list_place (self->sessions, session);

  confab_engine_choice_made (self, session);
  if (sending->extras != NULL)
    {
      confab_extras_clear (sending->extras);
      confab_engine_flush_extras (self);
    }
  confab_engine_start_turn (self, sending->conversation, sending->answer, sending->call,
                            g_steal_pointer (&sending->request), sending->stopped);
  leave (sending);
  g_task_return_pointer (task, g_object_ref (sending->answer), g_object_unref);
  confab_engine_close_when_saved (self);
}

/* Nothing comes of it: the session takes another prompt. */
static void
give_up (GTask  *task,
         GError *error)
{
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabSending *sending = g_task_get_task_data (task);

  leave (sending);
  confab_session_set_answering (confab_conversation_get_session (sending->conversation), FALSE);
  g_task_return_error (task, error);
  confab_engine_close_when_saved (self);
}

static GError *
create_deleted_error (void)
{
  return g_error_new_literal (CONFAB_ERROR, CONFAB_ERROR_USAGE,
                              _("The conversation was deleted before the message was sent."));
}

static void
unsent_ended_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ConfabEngine) self = user_data;
  g_autoptr (GError) error = NULL;

  confab_store_save_answer_finish (CONFAB_STORE (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    confab_engine_write_done (self, error);
}

/* What was deleted before it was sent has no turn that would end it. */
static void
end_unsent (ConfabEngine        *self,
            ConfabSending       *sending,
            const ConfabTurnIds *ids)
{
  ConfabMessageRecord *record = confab_message_dup_record (sending->answer);

  record->id = ids->answer;
  record->status = CONFAB_STATUS_STOPPED;
  confab_store_save_answer_async (confab_context_get_store (self->context), record, NULL, 0, NULL,
                                  unsent_ended_cb, g_object_ref (self));
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabSending *sending = g_task_get_task_data (task);
  ConfabSession *session = confab_conversation_get_session (sending->conversation);
  g_autoptr (GError) error = NULL;
  ConfabTurnIds ids = { 0 };

  if (!confab_store_begin_turn_finish (CONFAB_STORE (source), result, &ids, &error))
    {
      confab_engine_write_done (self, error);
      give_up (task, g_error_new (CONFAB_ERROR, CONFAB_ERROR_STORE,
                                  _("The message was not sent, because it could not be saved: %s"),
                                  error->message));
    }
  else if (sending->deleted)
    {
      confab_engine_write_done (self, NULL);
      if (confab_session_get_id (session) == 0)
        confab_engine_delete_stored (self, ids.session, CONFAB_DELETE_FOR_GOOD);
      else /* the deletion is on its way, and may be taken back */
        end_unsent (self, sending, &ids);
      give_up (task, create_deleted_error ());
    }
  else
    {
      g_autoptr (ConfabSessionRecord) record =
        confab_engine_prepare_session (self, session, sending->prompt, sending->prompt_is_new);

      confab_engine_write_done (self, NULL);
      confab_engine_show_session (self, session, record, ids.session);
      begin (task, &ids);
    }
}

/* What the new prompt follows: the last message that is shown, or what the prompt that it is another
 * version of followed. */
static gint64
find_parent (ConfabSending *sending)
{
  return sending->edited != NULL
           ? confab_message_get_record (sending->edited)->parent
           : confab_conversation_get_last_id (sending->conversation);
}

static void
begin_unstored (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabSending *sending = g_task_get_task_data (task);
  ConfabSession *session = confab_conversation_get_session (sending->conversation);
  gint64 id = confab_conversation_get_free_id (sending->conversation);
  g_autoptr (ConfabSessionRecord) record =
    confab_engine_prepare_session (self, session, sending->prompt, sending->prompt_is_new);
  ConfabTurnIds ids = { 0, id, id + 1, find_parent (sending), 1, 1 };

  confab_engine_show_session (self, session, record, 0);
  begin (task, &ids);
}

/* The prompt of which there will be another version or another answer: what is before it, is what the
 * service should know. */
static gint64
find_before (ConfabSending *sending)
{
  if (sending->edited != NULL)
    return confab_message_get_id (sending->edited);

  return sending->prompt_is_new ? 0 : confab_message_get_id (sending->prompt);
}

/* The empty answer, which tells what is sent. Takes over @request. */
static void
create_answer (ConfabEngine  *self,
               ConfabSending *sending,
               char          *request)
{
  ConfabMessageRecord *record = confab_message_record_new ();

  record->role = CONFAB_ROLE_ASSISTANT;
  record->status = CONFAB_STATUS_QUEUED;
  record->text = g_strdup ("");
  record->created_at = confab_clock_get_wall (confab_context_get_clock (self->context));
  record->request = request;
  sending->answer = confab_message_new (record);
}

static void
write_answer (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabSending *sending = g_task_get_task_data (task);
  ConfabSession *session = confab_conversation_get_session (sending->conversation);
  ConfabStore *store = confab_context_get_store (self->context);
  ConfabMessageRecord *prompt = NULL;
  ConfabMessageRecord *answer;
  ConfabSessionRecord *record;

  if (!confab_conversation_is_stored (sending->conversation))
    {
      begin_unstored (task);
      return;
    }

  if (sending->prompt_is_new)
    {
      prompt = confab_message_dup_record (sending->prompt);
      prompt->session = confab_session_get_id (session);
      prompt->parent = find_parent (sending);
    }

  answer = confab_message_dup_record (sending->answer);
  answer->session = confab_session_get_id (session);
  answer->parent = confab_message_get_id (sending->prompt);
  answer->run = confab_store_get_run (store);

  record = confab_engine_prepare_session (self, session, sending->prompt, sending->prompt_is_new);
  confab_store_begin_turn_async (store, record, confab_engine_find_parts (self, session, record),
                                 prompt, answer,
                                 sending->edited != NULL, NULL, begun_cb, g_object_ref (task));
}

static void
request_made_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabSending *sending = g_task_get_task_data (task);
  GError *error = NULL;
  char *record = NULL;

  sending->request = confab_request_maker_run_finish (result, &record, &error);
  if (sending->request == NULL)
    {
      give_up (task, error);
    }
  else if (sending->deleted)
    {
      g_free (record);
      give_up (task, create_deleted_error ());
    }
  else
    {
      create_answer (self, sending, record);
      write_answer (task);
    }
}

/* Before anything is written or shown: whether it can be made at all. */
static void
write_turn (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabSending *sending = g_task_get_task_data (task);

  /* What is being written is not taken back: who stops it hears of the answer all the same. */
  g_task_set_check_cancellable (task, FALSE);

  confab_engine_aim_call (self, sending->conversation, find_before (sending), sending->call);
  confab_request_maker_run_async (sending->call, sending->options != NULL, request_made_cb,
                                  g_object_ref (task));
}

static void
session_stored_cb (ConfabSession *session,
                   GParamSpec    *pspec,
                   gpointer       user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  ConfabSending *sending = g_task_get_task_data (task);

  g_clear_signal_handler (&sending->stored_handler, session);
  if (sending->deleted)
    give_up (task, create_deleted_error ());
  else
    write_turn (task);
}

/* A session that is being stored for its draft must not be stored a second time. */
static void
write_turn_when_stored (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabSending *sending = g_task_get_task_data (task);
  ConfabSession *session = confab_conversation_get_session (sending->conversation);

  if (g_hash_table_contains (self->storing, session))
    sending->stored_handler =
      g_signal_connect_data (session, "notify::id", G_CALLBACK (session_stored_cb),
                             g_object_ref (task),
                             (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  else
    write_turn (task);
}

/* The parent of a message is known only when the conversation is here. */
static void
conversation_loaded_cb (ConfabConversation *conversation,
                        GParamSpec         *pspec,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  ConfabSending *sending = g_task_get_task_data (task);
  const char *error = confab_conversation_get_error (conversation);
  g_autoptr (GError) cancelled = NULL;

  if (!confab_conversation_get_loaded (conversation) && error == NULL)
    return;

  g_clear_signal_handler (&sending->loaded_handler, conversation);
  if (sending->deleted)
    give_up (task, create_deleted_error ());
  else if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &cancelled))
    give_up (task, g_steal_pointer (&cancelled));
  else if (confab_conversation_get_loaded (conversation))
    write_turn_when_stored (task);
  else
    give_up (task, g_error_new (CONFAB_ERROR, CONFAB_ERROR_STORE,
                                _("The message was not sent, because what it follows could not be "
                                  "read: %s"),
                                error));
}

static gboolean
prepare (ConfabEngine   *self,
         ConfabSending  *sending,
         GError        **error)
{
  ConfabSession *session = confab_conversation_get_session (sending->conversation);
  const char *prompt = confab_message_get_text (sending->prompt, NULL);

  if (self->is_closing)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_OTHER, _("Confab is closing."));
      return FALSE;
    }

  if (confab_conversation_is_stored (sending->conversation) &&
      !confab_engine_check_can_write (self, error))
    return FALSE;

  if (confab_session_get_answering (session))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("An answer is still coming. Wait for its end, or stop it first."));
      return FALSE;
    }

  sending->call = confab_engine_create_call (self, session, prompt, sending->options, error);

  return sending->call != NULL;
}

/**
 * confab_sending_run:
 * @task: a task of the engine with a #ConfabSending as its data
 *
 * Checks it, saves prompt and empty answer, and begins the turn. The task returns the answer.
 */
void
confab_sending_run (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabSending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  if (!prepare (self, sending, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* From here on a second prompt is refused; when it cannot be saved this is taken back. */
  confab_session_set_answering (confab_conversation_get_session (sending->conversation), TRUE);
  sending->list = g_ptr_array_ref (self->sendings);
  g_ptr_array_add (self->sendings, sending);

  if (confab_conversation_get_loaded (sending->conversation))
    {
      write_turn_when_stored (task);
      return;
    }

  /* Where it could not be read, this is one more try. */
  confab_conversation_load_older (sending->conversation);
  sending->loaded_handler =
    g_signal_connect_data (sending->conversation, "notify",
                           G_CALLBACK (conversation_loaded_cb), g_object_ref (task),
                           (GClosureNotify) (void (*) (void)) g_object_unref, 0);
}
