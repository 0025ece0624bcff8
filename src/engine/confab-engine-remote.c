/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-private.h"
#include "confab-history.h"
#include "confab-json.h"

/* The person's word on how a session goes on; until then it goes on as it did. */
typedef enum {
  AS_BEFORE,
  WITH_HISTORY,
  AFRESH,
} Choice;

static Choice
get_choice (ConfabEngine  *self,
            ConfabSession *session)
{
  return (Choice) GPOINTER_TO_INT (g_hash_table_lookup (self->choices, session));
}

/* Whether the remote session stands where the path does, before @before when that is not 0: not when
 * it has heard another version. What has no text the service has not counted. */
static gboolean
stands_here (ConfabConversation *conversation,
             gint64              before)
{
  const ConfabSessionRecord *session =
    confab_session_get_record (confab_conversation_get_session (conversation));
  GListModel *messages = G_LIST_MODEL (conversation);

  for (guint i = g_list_model_get_n_items (messages); i > 0; i--)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (messages, i - 1);
      gint64 id = confab_message_get_id (message);

      if ((before != 0 && id >= before) || confab_message_get_role (message) == CONFAB_ROLE_USER)
        continue;

      if (session->remote_head != 0 && id == session->remote_head)
        return TRUE;
      if (*confab_message_get_text (message, NULL) != '\0')
        return session->remote_head == 0 && session->remote_id != NULL;
    }

  return session->remote_head == 0;
}

static ConfabRemoteState
judge (ConfabEngine       *self,
       ConfabConversation *conversation)
{
  ConfabSession *session = confab_conversation_get_session (conversation);
  GListModel *messages = G_LIST_MODEL (conversation);
  g_autoptr (ConfabMessage) answer = NULL;

  for (guint i = g_list_model_get_n_items (messages); i > 0 && answer == NULL; i--)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (messages, i - 1);

      if (confab_message_get_role (message) == CONFAB_ROLE_ASSISTANT)
        answer = g_steal_pointer (&message);
    }

  return confab_remote_judge (
    confab_studio_app_get_record (confab_session_get_app (session))->kind,
    confab_session_get_record (session),
    answer != NULL ? confab_message_get_record (answer) : NULL,
    confab_clock_get_wall (confab_context_get_clock (self->context)));
}

static ConfabRemoteState
get_state (ConfabEngine       *self,
           ConfabConversation *conversation,
           gint64              before)
{
  ConfabRemoteState state;

  switch (get_choice (self, confab_conversation_get_session (conversation)))
    {
    case WITH_HISTORY:
      return CONFAB_REMOTE_OWN;
    case AFRESH:
      return CONFAB_REMOTE_NEW;
    case AS_BEFORE:
    default:
      break;
    }

  if (!confab_conversation_get_loaded (conversation))
    return CONFAB_REMOTE_NEW;

  /* The service cannot go back, nor does it know a copy. */
  state = judge (self, conversation);
  if ((state == CONFAB_REMOTE_LIVE || state == CONFAB_REMOTE_NEW) &&
      !stands_here (conversation, before))
    state = CONFAB_REMOTE_OWN;

  return state;
}

/**
 * confab_engine_get_remote_state:
 * @self: the engine
 * @conversation: a conversation
 *
 * Returns: what the service probably knows of it, and how the next message goes there; as long as
 *   the conversation is not loaded, %CONFAB_REMOTE_NEW
 */
ConfabRemoteState
confab_engine_get_remote_state (ConfabEngine       *self,
                                ConfabConversation *conversation)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), CONFAB_REMOTE_NEW);
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (conversation), CONFAB_REMOTE_NEW);

  return get_state (self, conversation, 0);
}

/**
 * confab_engine_carry_on:
 * @self: the engine
 * @session: a session whose service may have forgotten it
 * @with_history: whether the earlier messages are sent along from now on; else the next message
 *   begins a new session there
 *
 * Takes the person's word on how the session goes on.
 */
void
confab_engine_carry_on (ConfabEngine  *self,
                        ConfabSession *session,
                        gboolean       with_history)
{
  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  g_hash_table_insert (self->choices, g_object_ref (session),
                       GINT_TO_POINTER (with_history ? WITH_HISTORY : AFRESH));
}

/**
 * confab_engine_choice_made:
 * @self: the engine
 * @session: a session to which something was sent
 *
 * What was sent says from now on how the session goes on.
 */
void
confab_engine_choice_made (ConfabEngine  *self,
                           ConfabSession *session)
{
  g_hash_table_remove (self->choices, session);
}

/**
 * confab_engine_aim_call:
 * @self: the engine
 * @conversation: (nullable): the conversation, loaded
 * @before: id of the prompt that is asked again or becomes another version, or 0
 * @call: the call
 *
 * Decides what the service learns of the earlier messages: the session to continue, the messages
 * themselves, or nothing.
 */
void
confab_engine_aim_call (ConfabEngine       *self,
                        ConfabConversation *conversation,
                        gint64              before,
                        ConfabCall         *call)
{
  g_autoptr (JsonArray) history = NULL;
  ConfabSession *session;
  ConfabRemoteState state;

  /* The person's own messages are enough, and say more. */
  if (conversation == NULL ||
      confab_json_get_array (confab_options_get_input (call->options), "messages") != NULL)
    return;

  session = confab_conversation_get_session (conversation);
  state = get_state (self, conversation, before);
  if (state == CONFAB_REMOTE_OWN)
    {
      g_clear_pointer (&call->session_id, g_free);
      g_clear_pointer (&call->history, json_array_unref);
      history = confab_history_collect (G_LIST_MODEL (conversation), before);
      if (json_array_get_length (history) > 0)
        call->history = g_steal_pointer (&history);
    }
  else if (get_choice (self, session) == AFRESH)
    g_clear_pointer (&call->session_id, g_free);
}
