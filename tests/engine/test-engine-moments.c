/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-engine-sessions.h"
#include "engine-fixture.h"

#include "confab-error.h"

/* What a person does in the moment in which a prompt is being written to disk. */

static void
greeting_script (FaultPeer *peer,
                 gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("Hello.", "stop"));
  fault_peer_send_last_chunk (peer);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
send_and_wait (EngineFixture      *fixture,
               ConfabConversation *conversation,
               const char         *prompt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabMessage) answer = engine_send (fixture->engine, conversation, prompt, &error);

  g_assert_no_error (error);
  engine_wait_for_end (answer);
}

static void
check_draft_on_disk (EngineFixture *fixture,
                     const char    *draft)
{
  g_autofree char *stored = NULL;

  engine_fixture_stop (fixture);
  stored = engine_read_database (fixture, "SELECT draft FROM session");
  g_assert_cmpstr (stored, ==, draft);
}

/* A prompt from elsewhere leaves alone what is being typed. */
static void
test_other_draft (EngineFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);

  send_and_wait (fixture, conversation, "One");
  confab_engine_save_draft (fixture->engine, session, "half a thou");
  send_and_wait (fixture, conversation, "Two");
  g_assert_cmpstr (confab_session_get_draft (session), ==, "half a thou");

  g_clear_object (&conversation);
  check_draft_on_disk (fixture, "half a thou");
}

static void
test_sent_draft (EngineFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);

  confab_engine_save_draft (fixture->engine, session, " One\n");
  send_and_wait (fixture, conversation, "One");
  g_assert_null (confab_session_get_draft (session));

  g_clear_object (&conversation);
  check_draft_on_disk (fixture, NULL);
}

/* The next thought begins before the last one is on disk. */
static void
test_draft_while_writing (EngineFixture *fixture,
                          gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabMessage) answer = NULL;

  confab_engine_save_draft (fixture->engine, session, "One");
  confab_engine_send_async (fixture->engine, conversation, "One", NULL, NULL, result_cb, &result);
  confab_engine_save_draft (fixture->engine, session, "And");
  loop_until (result != NULL);
  answer = confab_engine_send_finish (fixture->engine, result, NULL);
  engine_wait_for_end (answer);
  g_assert_cmpstr (confab_session_get_draft (session), ==, "And");

  g_clear_object (&answer);
  g_clear_object (&result);
  g_clear_object (&conversation);
  check_draft_on_disk (fixture, "And");
}

static void
test_stop (EngineFixture *fixture,
           gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autofree char *row = NULL;
  g_autoptr (GError) error = NULL;

  confab_engine_send_async (fixture->engine, conversation, "One", NULL, NULL, result_cb, &result);
  g_assert_true (confab_session_get_answering (session));
  confab_engine_stop (fixture->engine, session);
  loop_until (result != NULL);
  answer = confab_engine_send_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_STOPPED);
  g_assert_false (confab_session_get_answering (session));
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, 0);

  /* It was this prompt alone that was stopped. */
  send_and_wait (fixture, conversation, "Two");
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 1);

  g_clear_object (&conversation);
  g_clear_object (&result);
  engine_fixture_stop (fixture);
  row = engine_read_database (
    fixture, "SELECT group_concat (status) FROM message WHERE role <> 'user'");
  g_assert_cmpstr (row, ==, "stopped,complete");
}

static gboolean
has_no_session (EngineFixture *fixture)
{
  g_autofree char *n = engine_read_database (
    fixture, "SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM message)");

  return g_str_equal (n, "0");
}

static void
test_delete (EngineFixture *fixture,
             gconstpointer  data)
{
  gboolean is_new = GPOINTER_TO_INT (data);
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;
  guint n_before;

  if (!is_new)
    send_and_wait (fixture, conversation, "One");
  n_before = fault_server_get_n_connections (server);

  confab_engine_send_async (fixture->engine, conversation, "Two", NULL, NULL, result_cb, &result);
  confab_engine_delete_session (fixture->engine, session);
  loop_until (result != NULL);
  answer = confab_engine_send_finish (fixture->engine, result, &error);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
  g_assert_null (answer);
  g_assert_false (confab_session_get_answering (session));
  g_assert_cmpuint (
    g_list_model_get_n_items (confab_engine_get_sessions (fixture->engine)), ==, 0);
  confab_engine_forget_session (fixture->engine, session);
  loop_until (has_no_session (fixture));
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, n_before);
  g_assert_null (confab_engine_get_store_note (fixture->engine));
}

/* What is stored is reported, whoever has lost interest. */
static void
test_cancel (EngineFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  confab_engine_send_async (fixture->engine, conversation, "One", NULL, cancellable, result_cb,
                            &result);
  g_cancellable_cancel (cancellable);
  loop_until (result != NULL);
  answer = confab_engine_send_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
}

/* As long as nothing is written, it can be called off. */
static void
test_cancel_while_loading (EngineFixture *fixture,
                           gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  send_and_wait (fixture, conversation, "One");
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);

  session = g_list_model_get_item (confab_engine_get_sessions (fixture->engine), 0);
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  g_assert_false (confab_conversation_get_loaded (conversation));
  confab_engine_send_async (fixture->engine, conversation, "Two", NULL, cancellable, result_cb,
                            &result);
  g_cancellable_cancel (cancellable);
  loop_until (result != NULL);
  answer = confab_engine_send_finish (fixture->engine, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (answer);
  g_assert_false (confab_session_get_answering (session));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 2);
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 1);
}

static void
test_cancel_app (EngineFixture *fixture,
                 gconstpointer  data)
{
  const ConfabAppDraft draft = { "A", "https://h.example/api/v1", NULL, "app", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (GError) error = NULL;

  confab_engine_ensure_app_async (fixture->engine, &draft, TRUE, cancellable, result_cb, &result);
  g_cancellable_cancel (cancellable);
  loop_until (result != NULL);
  app = confab_engine_ensure_app_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (app);
  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_apps (fixture->engine)), ==, 1);
}

static void
add (const char    *path,
     gconstpointer  data,
     void         (*test) (EngineFixture *, gconstpointer))
{
  g_test_add (path, EngineFixture, data, engine_fixture_set_up, test, engine_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

  add ("/moments/other-draft", NULL, test_other_draft);
  add ("/moments/sent-draft", NULL, test_sent_draft);
  add ("/moments/draft-while-writing", NULL, test_draft_while_writing);
  add ("/moments/stop", NULL, test_stop);
  add ("/moments/delete-new", GINT_TO_POINTER (TRUE), test_delete);
  add ("/moments/delete", GINT_TO_POINTER (FALSE), test_delete);
  add ("/moments/cancel", NULL, test_cancel);
  add ("/moments/cancel-while-loading", NULL, test_cancel_while_loading);
  add ("/moments/cancel-app", NULL, test_cancel_app);

  return g_test_run ();
}
