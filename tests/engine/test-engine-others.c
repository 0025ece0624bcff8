/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <signal.h>

/* Two at one database: a window, which looks, and somebody who writes. */

typedef struct {
  EngineFixture window;
  EngineFixture other;
} Both;

static void
both_set_up (Both          *both,
             gconstpointer  data)
{
  engine_fixture_set_up (&both->window, data);
  both->other.directory = g_strdup (both->window.directory);
  engine_fixture_start (&both->other);
}

static void
both_tear_down (Both          *both,
                gconstpointer  data)
{
  engine_fixture_stop (&both->other);
  g_free (both->other.directory);
  engine_fixture_tear_down (&both->window, data);
}

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
gated_script (FaultPeer *peer,
              gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("one", "null"));
  if (!fault_peer_wait_gate (peer))
    return;
  fault_peer_send_chunk (peer, FAULT_FRAME (" two", "stop"));
  fault_peer_send_last_chunk (peer);
}

static GListModel *
get_sessions (EngineFixture *fixture)
{
  return confab_engine_get_sessions (fixture->engine);
}

static ConfabSession *
wait_for_first_session (EngineFixture *fixture)
{
  loop_until (g_list_model_get_n_items (get_sessions (fixture)) > 0);

  return g_list_model_get_item (get_sessions (fixture), 0);
}

static gboolean
has (ConfabConversation *conversation,
     guint               position,
     ConfabStatus        status,
     const char         *text)
{
  g_autoptr (ConfabMessage) message = engine_get_message (conversation, position);

  return message != NULL && confab_message_get_status (message) == status &&
         g_strcmp0 (confab_message_get_text (message, NULL), text) == 0;
}

static void
count_cb (GListModel *model,
          guint       position,
          guint       removed,
          guint       added,
          guint      *count)
{
  (*count)++;
}

/* Session and application come by themselves, the open conversation grows at its end and follows
 * the foreign answer; the own writes that this brings about stir nothing. */
static void
test_news (Both          *both,
           gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (gated_script, NULL);
  g_autoptr (ConfabConversation) theirs = engine_talk_to (both->other.engine, server);
  g_autoptr (ConfabConversation) ours = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabMessage) first = NULL;
  g_autoptr (ConfabMessage) second = NULL;
  guint n_list_changes = 0;
  guint n_changes = 0;

  g_signal_connect (get_sessions (&both->window), "items-changed", G_CALLBACK (count_cb),
                    &n_list_changes);
  first = engine_send (both->other.engine, theirs, "Hi", NULL);
  fault_server_open_gate (server);
  engine_wait_for_end (first);
  session = wait_for_first_session (&both->window);
  g_assert_cmpuint (n_list_changes, ==, 1);
  g_assert_cmpstr (confab_session_get_title (session), ==, "Hi");
  ours = confab_engine_dup_conversation (both->window.engine, session);
  loop_until (confab_conversation_get_loaded (ours));
  loop_until (has (ours, 1, CONFAB_STATUS_COMPLETE, "one two"));

  g_signal_connect (ours, "items-changed", G_CALLBACK (count_cb), &n_changes);
  second = engine_send (both->other.engine, theirs, "Again", NULL);
  loop_until (has (ours, 3, CONFAB_STATUS_STREAMING, "one"));
  g_assert_true (has (ours, 2, CONFAB_STATUS_COMPLETE, "Again"));
  g_assert_false (confab_session_get_answering (session));
  fault_server_open_gate (server);
  loop_until (has (ours, 3, CONFAB_STATUS_COMPLETE, "one two"));
  g_assert_cmpuint (n_changes, <=, 2);
  loop_until (confab_session_get_last_status (session) == CONFAB_STATUS_COMPLETE);

  n_changes = n_list_changes = 0;
  confab_engine_rename_session (both->window.engine, session, "Renamed here");
  loop_for (800);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_cmpuint (n_list_changes, ==, 0);
  g_assert_cmpstr (confab_session_get_title (session), ==, "Renamed here");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (ours)), ==, 4);

  /* And the other way round. */
  loop_until (g_strcmp0 (confab_session_get_title (confab_conversation_get_session (theirs)),
                         "Renamed here") == 0);
  confab_engine_delete_session (both->other.engine, confab_conversation_get_session (theirs));
  loop_until (g_list_model_get_n_items (get_sessions (&both->window)) == 0);
}

/* Neither takes back what the other has written; each writes its own part only. */
static void
test_stale (Both          *both,
            gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) theirs = engine_talk_to (both->other.engine, server);
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabMessage) answer = engine_send (both->other.engine, theirs, "Hi", NULL);
  g_autofree char *row = NULL;

  engine_wait_for_end (answer);
  session = wait_for_first_session (&both->window);
  loop_until (confab_session_get_last_status (session) == CONFAB_STATUS_COMPLETE);

  confab_engine_rename_session (both->other.engine, confab_conversation_get_session (theirs),
                                "Theirs");
  confab_engine_save_draft (both->window.engine, session, "Ours");
  loop_until (g_strcmp0 (confab_session_get_title (session), "Theirs") == 0);
  g_assert_cmpstr (confab_session_get_draft (session), ==, "Ours");
  loop_until (g_strcmp0 (confab_session_get_draft (confab_conversation_get_session (theirs)),
                         "Ours") == 0);
  row = engine_read_database (&both->window, "SELECT title || '|' || draft FROM session");
  g_assert_cmpstr (row, ==, "Theirs|Ours");
}

/* Both send into one session at a time: all four messages are in both, in their order. */
static void
test_both_send (Both          *both,
                gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) theirs = engine_talk_to (both->other.engine, server);
  g_autoptr (ConfabConversation) ours = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabMessage) first = engine_send (both->other.engine, theirs, "Hi", NULL);
  g_autofree char *key = NULL;

  engine_wait_for_end (first);
  session = wait_for_first_session (&both->window);
  ours = confab_engine_dup_conversation (both->window.engine, session);
  loop_until (confab_conversation_get_loaded (ours));

  /* The key is of the other's run. */
  g_setenv ("DASHSCOPE_API_KEY", TEST_KEY, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ConfabMessage) a = engine_send (both->window.engine, ours, "Ours", NULL);
      g_autoptr (ConfabMessage) b = engine_send (both->other.engine, theirs, "Theirs", NULL);

      engine_wait_for_end (a);
      engine_wait_for_end (b);
    }
  g_unsetenv ("DASHSCOPE_API_KEY");

  loop_until (g_list_model_get_n_items (G_LIST_MODEL (ours)) == 14);
  loop_until (g_list_model_get_n_items (G_LIST_MODEL (theirs)) == 14);
  for (guint i = 0; i < 14; i++)
    {
      g_autoptr (ConfabMessage) a = engine_get_message (ours, i);
      g_autoptr (ConfabMessage) b = engine_get_message (theirs, i);

      g_assert_cmpint (confab_message_get_id (a), ==, i + 1);
      g_assert_cmpint (confab_message_get_id (b), ==, i + 1);
      loop_until (confab_message_get_status (a) == CONFAB_STATUS_COMPLETE);
      loop_until (confab_message_get_status (b) == CONFAB_STATUS_COMPLETE);
    }
  g_assert_cmpuint (g_list_model_get_n_items (get_sessions (&both->window)), ==, 1);
}

/* A process that is killed writes nothing more: the window sees all the same that it is gone. */
static void
test_killed (EngineFixture *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "store", "store-peer", NULL);
  g_autoptr (GSubprocess) peer = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  peer = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, path, "hold",
                           fixture->directory, NULL);
  g_assert_no_error (error);
  loop_until (g_list_model_get_n_items (get_sessions (fixture)) == 6);
  session = g_list_model_get_item (get_sessions (fixture), 0);
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  loop_until (confab_conversation_get_loaded (conversation));
  answer = engine_get_message (conversation, 1);
  g_assert_true (confab_status_is_open (confab_message_get_status (answer)));

  /* Long enough for all events of its writing to be over. */
  loop_for (1000);
  g_assert_true (confab_status_is_open (confab_message_get_status (answer)));

  g_subprocess_send_signal (peer, SIGKILL);
  g_subprocess_wait (peer, NULL, NULL);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_INTERRUPTED);
  g_assert_nonnull (confab_message_get_failure (answer));
}

#define ADD_BOTH(path, test)                                                                       \
  g_test_add ("/others/" path, Both, NULL, both_set_up, test, both_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

  ADD_BOTH ("news", test_news);
  ADD_BOTH ("stale", test_stale);
  ADD_BOTH ("both-send", test_both_send);
  g_test_add ("/others/killed", EngineFixture, NULL, engine_fixture_set_up, test_killed,
              engine_fixture_tear_down);

  return g_test_run ();
}
