/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include <glib/gi18n.h>

#include "confab-engine-extras.h"
#include "confab-error.h"
#include "confab-sending.h"
#include "confab-text.h"

/**
 * confab_engine_find_own_options:
 * @prompt: a prompt
 * @answer: an answer to it
 * @options: (out) (transfer full) (nullable): what it was asked with, when that was said for this one
 *   message: it is what is meant when it is asked again, whatever the session has been told since
 * @error: return location
 *
 * Returns: %FALSE when they are not to be had back
 */
gboolean
confab_engine_find_own_options (ConfabMessage  *prompt,
                                ConfabMessage  *answer,
                                ConfabOptions **options,
                                GError        **error)
{
  return confab_request_read_record (confab_message_get_record (answer)->request,
                                     confab_message_get_text (prompt, NULL), options, error);
}

/**
 * confab_engine_find_answer:
 * @conversation: a conversation
 * @prompt: one of its prompts
 *
 * Returns: (transfer full) (nullable): the answer to it that is shown
 */
ConfabMessage *
confab_engine_find_answer (ConfabConversation *conversation,
                           ConfabMessage      *prompt)
{
  GListModel *messages = G_LIST_MODEL (conversation);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (messages, i);

      if (confab_message_get_role (message) == CONFAB_ROLE_ASSISTANT &&
          confab_message_get_record (message)->parent == confab_message_get_id (prompt))
        return g_steal_pointer (&message);
    }

  return NULL;
}

/* @edited: (nullable): the prompt of which it is another version; @extras: (nullable): what the options
 * are from. */
static void
send_prompt (ConfabEngine       *self,
             GTask              *task,
             ConfabConversation *conversation,
             const char         *prompt,
             ConfabMessage      *edited,
             ConfabOptions      *options,
             ConfabExtras       *extras)
{
  g_autofree char *visible = g_strstrip (g_strdup (prompt));
  ConfabMessageRecord *record;
  ConfabSending *sending;

  if (*visible == '\0')
    {
      g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                               _("There is nothing to send."));
      return;
    }

  record = confab_message_record_new ();
  record->role = CONFAB_ROLE_USER;
  record->status = CONFAB_STATUS_COMPLETE;
  record->text = confab_text_make_valid (prompt, -1);
  record->created_at = confab_clock_get_wall (confab_context_get_clock (self->context));
  if (extras != NULL)
    record->rest = confab_extras_dup_rest (extras);

  sending = g_new0 (ConfabSending, 1);
  sending->conversation = g_object_ref (conversation);
  sending->prompt = confab_message_new (record);
  sending->prompt_is_new = TRUE;
  g_set_object (&sending->edited, edited);
  g_set_object (&sending->extras, extras);
  sending->options = options != NULL ? confab_options_ref (options) : NULL;
  g_task_set_task_data (task, sending, confab_sending_free);

  confab_sending_run (task);
}

/**
 * confab_engine_send_async:
 * @self: the engine
 * @conversation: where to
 * @prompt: what the person wrote
 * @options: (nullable): what else is sent; %NULL for what the session says
 * @cancellable: (nullable): not used once the prompt is being written
 * @callback: called when prompt and empty answer are on disk
 * @user_data: for @callback
 *
 * Sends a prompt. The answer comes by itself, see the message that the finish gives.
 */
void
confab_engine_send_async (ConfabEngine        *self,
                          ConfabConversation  *conversation,
                          const char          *prompt,
                          ConfabOptions       *options,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONVERSATION (conversation));
  g_return_if_fail (prompt != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_send_async);
  send_prompt (self, task, conversation, prompt, NULL, options, NULL);
}

/**
 * confab_engine_send_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the open answer, or %NULL with a sentence for the person: then nothing
 *   was sent and nothing is in the conversation
 */
ConfabMessage *
confab_engine_send_finish (ConfabEngine  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * confab_engine_send_extras_async:
 * @self: the engine
 * @conversation: where to
 * @edited: (nullable): the prompt of which it is another version
 * @prompt: what the person wrote
 * @extras: what it carries; those of the session are empty afterwards
 * @cancellable: (nullable): as in confab_engine_send_async()
 * @callback: called when prompt and empty answer are on disk
 * @user_data: for @callback
 *
 * Sends a prompt, or another version of one, with what was added to it.
 */
void
confab_engine_send_extras_async (ConfabEngine        *self,
                                 ConfabConversation  *conversation,
                                 ConfabMessage       *edited,
                                 const char          *prompt,
                                 ConfabExtras        *extras,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (ConfabOptionsMerge) merge = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONVERSATION (conversation));
  g_return_if_fail (edited == NULL || CONFAB_IS_MESSAGE (edited));
  g_return_if_fail (prompt != NULL);
  g_return_if_fail (CONFAB_IS_EXTRAS (extras));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_send_extras_async);

  if (!confab_extras_is_empty (extras))
    merge = confab_engine_merge_extras (self, confab_conversation_get_session (conversation),
                                        extras, TRUE);
  send_prompt (self, task, conversation, prompt, edited,
               merge != NULL ? confab_options_merge_get_options (merge) : NULL, extras);
}

/**
 * confab_engine_send_extras_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the open answer, or %NULL with a sentence for the person: then nothing
 *   was sent, and nothing is lost
 */
ConfabMessage *
confab_engine_send_extras_finish (ConfabEngine  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * confab_engine_edit_async:
 * @self: the engine
 * @conversation: a conversation
 * @message: one of its prompts
 * @prompt: what it should have said
 * @options: (nullable): what else is sent; %NULL for what @message was sent with, or what the session
 *   says when that was all
 * @cancellable: (nullable): as in confab_engine_send_async()
 * @callback: called when the new version and its empty answer are on disk
 * @user_data: for @callback
 *
 * Makes another version of a prompt, and sends it. What followed the first one stays, on a path of
 * its own.
 */
void
confab_engine_edit_async (ConfabEngine        *self,
                          ConfabConversation  *conversation,
                          ConfabMessage       *message,
                          const char          *prompt,
                          ConfabOptions       *options,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabOptions) own = NULL;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONVERSATION (conversation));
  g_return_if_fail (CONFAB_IS_MESSAGE (message));
  g_return_if_fail (confab_message_get_role (message) == CONFAB_ROLE_USER);
  g_return_if_fail (prompt != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_edit_async);

  answer = options == NULL ? confab_engine_find_answer (conversation, message) : NULL;
  if (answer != NULL && !confab_engine_find_own_options (message, answer, &own, &error))
    g_task_return_error (task, error);
  else
    send_prompt (self, task, conversation, prompt, message, own != NULL ? own : options, NULL);
}

/**
 * confab_engine_edit_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the open answer, or %NULL with a sentence for the person
 */
ConfabMessage *
confab_engine_edit_finish (ConfabEngine  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * confab_engine_find_asked:
 * @conversation: a conversation
 * @answer: one of its answers
 * @options: (out) (transfer full) (nullable): what its prompt is asked again with, when that was said
 *   for this one message; %NULL for what the session says
 * @error: return location
 *
 * Returns: (transfer none) (nullable): its prompt; %NULL when it cannot be asked again
 */
ConfabMessage *
confab_engine_find_asked (ConfabConversation  *conversation,
                          ConfabMessage       *answer,
                          ConfabOptions      **options,
                          GError             **error)
{
  ConfabMessage *prompt =
    confab_conversation_find (conversation, confab_message_get_record (answer)->parent);

  if (prompt == NULL || confab_message_get_role (prompt) != CONFAB_ROLE_USER)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("The prompt of this answer is not here any more."));
      return NULL;
    }

  return confab_engine_find_own_options (prompt, answer, options, error) ? prompt : NULL;
}

/**
 * confab_engine_retry_async:
 * @self: the engine
 * @conversation: a conversation
 * @answer: one of its answers, ended
 * @options: (nullable): for this one message; %NULL for those that were given for it the first time,
 *   or else what the session says now
 * @cancellable: (nullable): as in confab_engine_send_async()
 * @callback: called when the new empty answer is on disk
 * @user_data: for @callback
 *
 * Asks the prompt of @answer again. What came the first time stays, as another version.
 */
void
confab_engine_retry_async (ConfabEngine        *self,
                           ConfabConversation  *conversation,
                           ConfabMessage       *answer,
                           ConfabOptions       *options,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (ConfabOptions) own = NULL;
  GError *error = NULL;
  ConfabMessage *prompt;
  ConfabSending *sending;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONVERSATION (conversation));
  g_return_if_fail (CONFAB_IS_MESSAGE (answer));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_retry_async);

  prompt = confab_engine_find_asked (conversation, answer, &own, &error);
  if (prompt == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  sending = g_new0 (ConfabSending, 1);
  sending->conversation = g_object_ref (conversation);
  sending->prompt = g_object_ref (prompt);
  sending->options = options != NULL ? confab_options_ref (options) : g_steal_pointer (&own);
  g_task_set_task_data (task, sending, confab_sending_free);

  confab_sending_run (task);
}

/**
 * confab_engine_retry_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the new open answer, or %NULL with a sentence for the person
 */
ConfabMessage *
confab_engine_retry_finish (ConfabEngine  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * confab_engine_stop_sending:
 * @self: the engine
 * @session: (nullable): a session; %NULL for all
 * @deleted: whether it is being deleted
 *
 * What is about to be sent to it is stored and does not leave; nor does it bring back a session
 * that is being deleted.
 */
void
confab_engine_stop_sending (ConfabEngine  *self,
                            ConfabSession *session,
                            gboolean       deleted)
{
  for (guint i = 0; i < self->sendings->len; i++)
    {
      ConfabSending *sending = g_ptr_array_index (self->sendings, i);

      if (session == NULL || confab_conversation_get_session (sending->conversation) == session)
        {
          sending->stopped = TRUE;
          sending->deleted |= deleted;
        }
    }
}
