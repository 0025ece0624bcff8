/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is typed in a session in which nothing was sent yet. */

#include "config.h"

#include "confab-engine-private.h"
#include "engine-fixture.h"

static void
complete_script (FaultPeer *peer,
                 gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("Good morning!", "stop"));
  fault_peer_send_last_chunk (peer);
}

static ConfabSession *
get_only_session (EngineFixture *fixture)
{
  GListModel *sessions = confab_engine_get_sessions (fixture->engine);
  ConfabSession *session;

  g_assert_cmpuint (g_list_model_get_n_items (sessions), ==, 1);
  session = g_list_model_get_item (sessions, 0);

  return session;
}

/* What is typed where nothing was sent yet is kept as any draft is, and takes its place in the list
 * with it; it gives the place up again when it is left empty. */
static void
test_first_draft (EngineFixture *fixture,
                  gconstpointer  data)
{
  GListModel *sessions = confab_engine_get_sessions (fixture->engine);
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabSession) stored = NULL;
  g_autoptr (GError) error = NULL;

  app = engine_add_app (fixture->engine, "https://h.example/api/v1", "app", &error);
  g_assert_no_error (error);
  session = confab_engine_new_session (fixture->engine, app);
  confab_engine_set_current_session (fixture->engine, session);
  confab_engine_save_draft (fixture->engine, session, "half a");
  loop_until (confab_session_get_id (session) != 0);
  stored = get_only_session (fixture);
  g_assert_true (stored == session);
  confab_engine_save_draft (fixture->engine, session, "half a thought");
  g_clear_object (&stored);
  g_clear_object (&session);
  g_clear_object (&app);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);

  session = get_only_session (fixture);
  g_assert_cmpstr (confab_session_get_draft (session), ==, "half a thought");
  g_assert_false (confab_session_has_begun (session));
  sessions = confab_engine_get_sessions (fixture->engine);
  confab_engine_set_current_session (fixture->engine, session);
  confab_engine_set_current_session (fixture->engine, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (sessions), ==, 1);

  confab_engine_set_current_session (fixture->engine, session);
  confab_engine_save_draft (fixture->engine, session, " ");
  g_assert_cmpuint (g_list_model_get_n_items (sessions), ==, 1);
  g_clear_object (&session);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);
  sessions = confab_engine_get_sessions (fixture->engine);
  g_assert_cmpuint (g_list_model_get_n_items (sessions), ==, 0);
}

/* Closing at once, and leaving at once: the text was given before its row had a number. */
static void
test_first_draft_in_haste (EngineFixture *fixture,
                           gconstpointer  data)
{
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (GError) error = NULL;

  app = engine_add_app (fixture->engine, "https://h.example/api/v1", "app", &error);
  g_assert_no_error (error);
  session = confab_engine_new_session (fixture->engine, app);
  confab_engine_save_draft (fixture->engine, session, "in haste");
  g_clear_object (&session);
  session = confab_engine_new_session (fixture->engine, app);
  confab_engine_save_draft (fixture->engine, session, "taken back");
  confab_engine_save_draft (fixture->engine, session, "");
  g_clear_object (&session);
  g_clear_object (&app);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);

  session = get_only_session (fixture);
  g_assert_cmpstr (confab_session_get_draft (session), ==, "in haste");
}

/* Enter while the draft is on its way to disk: one session, not two. */
static void
test_first_draft_sent (EngineFixture *fixture,
                       gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (complete_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabSession) stored = NULL;
  g_autoptr (GError) error = NULL;

  confab_engine_save_draft (fixture->engine, session, "Good day");
  confab_engine_flush_drafts (fixture->engine);
  g_assert_cmpint (confab_session_get_id (session), ==, 0);
  answer = engine_send (fixture->engine, conversation, "Good day", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  stored = get_only_session (fixture);
  g_assert_true (stored == session);
  g_assert_null (confab_session_get_draft (session));
  g_assert_cmpint (confab_message_get_record (answer)->session, ==,
                   confab_session_get_id (session));
  g_clear_object (&stored);
  g_clear_object (&answer);
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);

  stored = get_only_session (fixture);
  g_assert_null (confab_session_get_draft (stored));
  g_assert_cmpuint (confab_session_get_record (stored)->message_count, ==, 2);
}

static void
add (const char *path,
     void      (*test) (EngineFixture *, gconstpointer))
{
  g_test_add (path, EngineFixture, NULL, engine_fixture_set_up, test, engine_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

  add ("/engine/drafts/first", test_first_draft);
  add ("/engine/drafts/in-haste", test_first_draft_in_haste);
  add ("/engine/drafts/sent", test_first_draft_sent);

  return g_test_run ();
}
