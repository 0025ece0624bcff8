/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-private.h"

static ConfabTurn *
find_open_turn (ConfabEngine  *self,
                ConfabSession *session)
{
  for (guint i = 0; i < self->turns->len; i++)
    {
      ConfabTurn *turn = g_ptr_array_index (self->turns, i);

      if (!confab_turn_has_ended (turn) &&
          confab_conversation_get_session (confab_turn_get_conversation (turn)) == session)
        return turn;
    }

  return NULL;
}

static void
turn_ended_cb (ConfabEngine *self,
               ConfabTurn   *turn)
{
  ConfabConversation *conversation = confab_turn_get_conversation (turn);
  ConfabSession *session = confab_conversation_get_session (conversation);

  confab_session_set_answering (session, FALSE);
  if (session != self->current &&
      confab_message_get_status (confab_turn_get_answer (turn)) != CONFAB_STATUS_STOPPED)
    confab_session_set_unread (session, TRUE);
  if (confab_session_list_contains (self->sessions, session))
    confab_session_list_place (self->sessions, session);
  confab_engine_tell_ended (self, session, confab_turn_get_answer (turn));
}

static void
turn_journalled_cb (ConfabEngine *self,
                    const GError *error,
                    ConfabTurn   *turn)
{
  confab_engine_write_done (self, error);
}

static void
turn_event_cb (ConfabEngine *self,
               const char   *line,
               ConfabTurn   *turn)
{
  if (self->event_func != NULL)
    self->event_func (confab_turn_get_answer (turn), line, self->event_data);
}

/**
 * confab_engine_start_turn:
 * @self: the engine
 * @conversation: where the answer stands
 * @answer: the answer, on disk as the prompt is
 * @call: what to send
 * @request: (transfer full): made of it
 * @stopped: whether the person does not want it any more
 *
 * Sends a prompt and follows its answer to the end.
 */
void
confab_engine_start_turn (ConfabEngine       *self,
                          ConfabConversation *conversation,
                          ConfabMessage      *answer,
                          const ConfabCall   *call,
                          ConfabRequest      *request,
                          gboolean            stopped)
{
  gboolean stored = confab_conversation_is_stored (conversation);
  g_autoptr (ConfabTurn) turn = NULL;

  turn = confab_turn_new (self->context, conversation, answer, call, request, self->idle_timeout,
                          stored);
  g_ptr_array_add (self->turns, g_object_ref (turn));

  g_signal_connect_object (turn, "ended", G_CALLBACK (turn_ended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (turn, "saved", G_CALLBACK (confab_engine_turn_saved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (turn, "journalled", G_CALLBACK (turn_journalled_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->event_func != NULL)
    g_signal_connect_object (turn, "event", G_CALLBACK (turn_event_cb), self,
                             G_CONNECT_SWAPPED);

  if (self->is_closing)
    confab_turn_close (turn);
  else if (stopped)
    confab_turn_stop (turn);
  else
    confab_turn_start (turn);
}

/**
 * confab_engine_stop:
 * @self: the engine
 * @session: a session
 *
 * Ends the session's open answer at once; what arrived is kept. A prompt that is being written at
 * that moment is stored with a stopped answer, and not sent.
 */
void
confab_engine_stop (ConfabEngine  *self,
                    ConfabSession *session)
{
  ConfabTurn *turn;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_SESSION (session));

  turn = find_open_turn (self, session);
  if (turn != NULL)
    confab_turn_stop (turn);

  confab_engine_stop_sending (self, session, FALSE);
}

/**
 * confab_engine_stop_all:
 * @self: the engine
 *
 * Ends all open answers at once, as confab_engine_stop() does.
 */
void
confab_engine_stop_all (ConfabEngine *self)
{
  g_autoptr (GPtrArray) turns = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));

  /* Turns may leave the array as they end. */
  turns = g_ptr_array_copy (self->turns, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  g_ptr_array_set_free_func (turns, g_object_unref);
  for (guint i = 0; i < turns->len; i++)
    {
      ConfabTurn *turn = g_ptr_array_index (turns, i);

      if (!confab_turn_has_ended (turn))
        confab_turn_stop (turn);
    }

  confab_engine_stop_sending (self, NULL, FALSE);
}

/**
 * confab_engine_set_idle_timeout:
 * @self: the engine
 * @seconds: without a byte, first byte included; 0 for what each connection says
 *
 * For answers that are asked for from now on.
 */
void
confab_engine_set_idle_timeout (ConfabEngine *self,
                                guint         seconds)
{
  g_return_if_fail (CONFAB_IS_ENGINE (self));

  self->idle_timeout = seconds;
}

/**
 * confab_engine_set_event_func:
 * @self: the engine
 * @func: (nullable) (scope notified): called with each decoded event
 * @user_data: for @func, to outlive the engine
 *
 * For answers that are asked for from now on.
 */
void
confab_engine_set_event_func (ConfabEngine    *self,
                              ConfabEventFunc  func,
                              gpointer         user_data)
{
  g_return_if_fail (CONFAB_IS_ENGINE (self));

  self->event_func = func;
  self->event_data = user_data;
}
