/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#include "confab-error.h"

/* The engine on a real database, against servers that do what the scripts below say. */

#define FRAME(text) FAULT_FRAME (text, "null")
#define LAST_FRAME(text) FAULT_FRAME (text, "stop")
#define SESSION_OF_FRAMES "0123456789abcdef0123456789abcdef"

static const char *
get_text (ConfabMessage *message)
{
  return confab_message_get_text (message, NULL);
}

static void
complete_script (FaultPeer *peer,
                 gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FRAME ("Good "));
  fault_peer_send_chunk (peer, FRAME ("morning"));
  fault_peer_send_chunk (peer, LAST_FRAME ("!"));
  fault_peer_send_last_chunk (peer);
}

/* --- What is on disk, and when --- */

typedef struct {
  EngineFixture *fixture;
  char *prompt;
  char *answer;
} Seen;

/* Runs in the server's thread: the moment the service has the request. */
static void
look_at_disk_script (FaultPeer *peer,
                     gpointer   user_data)
{
  Seen *seen = user_data;

  fault_peer_read_request (peer);
  seen->prompt = engine_read_database (
    seen->fixture, "SELECT text FROM message WHERE role = 'user' AND parent IS NULL");
  seen->answer = engine_read_database (
    seen->fixture,
    "SELECT status || '|' || text || '|' || (run IS NOT NULL) FROM message WHERE role <> 'user'");
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, LAST_FRAME ("Hello."));
  fault_peer_send_last_chunk (peer);
}

static void
test_durable_before_sent (EngineFixture *fixture,
                          gconstpointer  data)
{
  Seen seen = { fixture, NULL, NULL };
  g_autoptr (FaultServer) server = fault_server_new (look_at_disk_script, &seen);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = engine_send (fixture->engine, conversation, "Who are you?", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);

  g_assert_cmpstr (seen.prompt, ==, "Who are you?");
  g_assert_nonnull (seen.answer);
  /* And that it may have been sent: the status says so before the first byte goes. */
  g_assert_true (g_str_has_suffix (seen.answer, "||1"));
  g_assert_true (g_str_has_prefix (seen.answer, "connecting|") ||
                 g_str_has_prefix (seen.answer, "sent|"));
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
  g_free (seen.prompt);
  g_free (seen.answer);
}

static void
gated_script (FaultPeer *peer,
              gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FRAME ("one"));
  if (!fault_peer_wait_gate (peer))
    return;
  fault_peer_send_chunk (peer, FRAME (" two"));
  if (!fault_peer_wait_gate (peer))
    return;
  fault_peer_send_chunk (peer, LAST_FRAME (" three"));
  fault_peer_send_last_chunk (peer);
}

static gboolean
is_on_disk (EngineFixture *fixture,
            const char    *expected)
{
  g_autofree char *row = engine_read_database (
    fixture,
    "SELECT status || '|' || coalesce ((SELECT group_concat (text, '') FROM open_text), text)"
    " FROM message WHERE role <> 'user'");

  return g_strcmp0 (row, expected) == 0;
}

static void
test_growth_and_journal (EngineFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (gated_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;
  gint64 arrived;

  answer = engine_send (fixture->engine, conversation, "Count", &error);
  g_assert_no_error (error);
  g_assert_true (confab_session_get_answering (session));

  loop_until (g_str_equal (get_text (answer), "one"));
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_STREAMING);
  loop_until (is_on_disk (fixture, "streaming|one"));

  /* The second piece is not the first: it is left to the timer, and still there in a second. */
  fault_server_open_gate (server);
  loop_until (g_str_equal (get_text (answer), "one two"));
  arrived = g_get_monotonic_time ();
  loop_until (is_on_disk (fixture, "streaming|one two"));
  g_assert_cmpint (g_get_monotonic_time () - arrived, <, 1500 * 1000);

  fault_server_open_gate (server);
  engine_wait_for_end (answer);
  g_assert_cmpstr (get_text (answer), ==, "one two three");
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
  g_assert_false (confab_session_get_answering (session));
  g_assert_cmpstr (confab_session_get_preview (session), ==, "one two three");
  g_assert_cmpint (confab_message_get_record (answer)->first_text_us, >=, 0);
  g_assert_cmpint (confab_message_get_record (answer)->duration_us, >=,
                   confab_message_get_record (answer)->first_text_us);
  loop_until (is_on_disk (fixture, "complete|one two three"));
}

static void
test_restart (EngineFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (complete_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabMessage) prompt = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *sessions;

  answer = engine_send (fixture->engine, conversation, "  Good\tday\nand more", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  confab_engine_save_draft (fixture->engine, confab_conversation_get_session (conversation),
                            "half a thou");
  g_clear_object (&answer);
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);

  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_apps (fixture->engine)), ==, 1);
  sessions = confab_engine_get_sessions (fixture->engine);
  g_assert_cmpuint (g_list_model_get_n_items (sessions), ==, 1);
  session = g_list_model_get_item (sessions, 0);
  g_assert_cmpstr (confab_session_get_title (session), ==, "Good day");
  g_assert_cmpstr (confab_session_get_preview (session), ==, "Good morning!");
  g_assert_cmpstr (confab_session_get_draft (session), ==, "half a thou");
  g_assert_cmpstr (confab_session_get_record (session)->remote_id, ==, SESSION_OF_FRAMES);
  g_assert_true (confab_session_get_unread (session));

  conversation = confab_engine_dup_conversation (fixture->engine, session);
  loop_until (confab_conversation_get_loaded (conversation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 2);
  prompt = engine_get_message (conversation, 0);
  answer = engine_get_message (conversation, 1);
  g_assert_cmpstr (get_text (prompt), ==, "  Good\tday\nand more");
  g_assert_cmpstr (get_text (answer), ==, "Good morning!");
  g_assert_cmpint (confab_message_get_record (answer)->parent, ==,
                   confab_message_get_id (prompt));
  g_assert_null (g_strstr_len (confab_message_get_record (answer)->request, -1, TEST_KEY));

  confab_engine_set_current_session (fixture->engine, session);
  g_assert_false (confab_session_get_unread (session));
}

/* --- Ends --- */

static void
holding_script (FaultPeer *peer,
                gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FRAME ("one"));
  fault_peer_wait_hang_up (peer);
}

static void
test_stop (EngineFixture *fixture,
           gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (holding_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = engine_send (fixture->engine, conversation, "Count", &error);
  g_assert_no_error (error);
  loop_until (g_str_equal (get_text (answer), "one"));

  confab_engine_stop (fixture->engine, confab_conversation_get_session (conversation));
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_STOPPED);
  g_assert_null (confab_message_get_failure (answer));

  /* The connection is closed, and a second stop changes nothing. */
  loop_until (fault_server_get_n_hang_ups (server) == 1);
  confab_engine_stop (fixture->engine, confab_conversation_get_session (conversation));
  loop_until (is_on_disk (fixture, "stopped|one"));
  g_assert_cmpstr (get_text (answer), ==, "one");
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 1);
}

static void
cut_script (FaultPeer *peer,
            gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FRAME ("half"));
}

static void
test_cut_and_retry (EngineFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (cut_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabMessage) again = NULL;
  g_autoptr (GError) error = NULL;

  answer = engine_send (fixture->engine, conversation, "Count", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_INTERRUPTED);
  g_assert_cmpstr (get_text (answer), ==, "half");
  g_assert_cmpint (confab_message_get_failure (answer)->error_class, ==,
                   CONFAB_ERROR_INCOMPLETE);
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 1);

  /* A person's retry is a new answer to the same prompt, and another version of the first one. */
  again = engine_retry (fixture->engine, conversation, answer, &error);
  g_assert_no_error (error);
  engine_wait_for_end (again);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 2);
  g_assert_cmpuint (confab_message_get_n_versions (again, NULL), ==, 2);
  g_assert_cmpint (confab_message_get_record (again)->parent, ==,
                   confab_message_get_record (answer)->parent);
  g_assert_cmpint (confab_message_get_id (again), >, confab_message_get_id (answer));
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 2);
}

static void
closing_script (FaultPeer *peer,
                gpointer   user_data)
{
  fault_peer_read_request (peer);
}

static void
test_unknown (EngineFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (closing_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = engine_send (fixture->engine, conversation, "Pay", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);

  /* It may have been acted on: it is never sent again by itself. */
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_UNKNOWN);
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 1);
  g_assert_null (confab_session_get_record (confab_conversation_get_session (conversation))
                   ->remote_id);
}

/* --- Trying again by itself --- */

#define THROTTLED                                                                                 \
  "HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nContent-Length: 84\r\n"    \
  "Connection: close\r\n\r\n"                                                                     \
  "{\"code\":\"Throttling.RateQuota\",\"message\":\"no, " TEST_KEY "\",\"request_id\":\"r-429\"}  "

static void
throttled_twice_script (FaultPeer *peer,
                        gpointer   user_data)
{
  if (fault_peer_get_index (peer) >= 2)
    {
      complete_script (peer, NULL);
      return;
    }

  fault_peer_read_request (peer);
  fault_peer_send (peer, THROTTLED);
}

static void
test_throttled_twice (EngineFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (throttled_twice_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  loop_until (confab_message_get_note (answer) != NULL);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
  g_assert_cmpstr (get_text (answer), ==, "Good morning!");
  g_assert_null (confab_message_get_note (answer));
  g_assert_null (confab_message_get_failure (answer));
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 3);
}

static void
throttled_script (FaultPeer *peer,
                  gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, THROTTLED);
}

static void
test_throttled_for_good (EngineFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (throttled_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_REFUSED);
  g_assert_cmpint (confab_message_get_failure (answer)->error_class, ==, CONFAB_ERROR_QUOTA);
  g_assert_null (g_strstr_len (confab_message_get_failure (answer)->message, -1, TEST_KEY));
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 4);
}

static void
test_stop_while_waiting (EngineFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (throttled_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  confab_context_set_retry_base (fixture->context, 60 * 1000);
  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  loop_until (confab_message_get_note (answer) != NULL);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_QUEUED);

  confab_engine_stop (fixture->engine, confab_conversation_get_session (conversation));
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_STOPPED);
  g_assert_null (confab_message_get_note (answer));
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 1);
}

/* --- Sessions of the service --- */

static void
other_session_script (FaultPeer *peer,
                      gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  if (fault_peer_get_index (peer) == 0)
    fault_peer_send_chunk (peer, LAST_FRAME ("First."));
  else
    fault_peer_send_chunk (
      peer, "id:1\nevent:result\n:HTTP_STATUS/200\n"
            "data:{\"output\":{\"session_id\":\"ffffffffffffffffffffffffffffffff\","
            "\"finish_reason\":\"stop\",\"text\":\"Who?\"},\"request_id\":\"r-2\"}\n\n");
  fault_peer_send_last_chunk (peer);
}

static void
test_forgotten_session (EngineFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (other_session_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (ConfabMessage) first = NULL;
  g_autoptr (ConfabMessage) second = NULL;
  g_autofree char *request = NULL;
  g_autoptr (GError) error = NULL;

  first = engine_send (fixture->engine, conversation, "One", &error);
  g_assert_no_error (error);
  engine_wait_for_end (first);
  g_assert_null (confab_message_get_note (first));

  second = engine_send (fixture->engine, conversation, "Two", &error);
  g_assert_no_error (error);
  engine_wait_for_end (second);
  request = fault_server_dup_request (server, 1);
  g_assert_nonnull (g_strstr_len (request, -1, SESSION_OF_FRAMES));
  g_assert_nonnull (confab_message_get_note (second));
  g_assert_cmpstr (confab_session_get_record (session)->remote_id, ==,
                   "ffffffffffffffffffffffffffffffff");
}

/* --- What is refused before it is sent --- */

static void
test_one_at_a_time (EngineFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (gated_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabMessage) second = NULL;
  g_autoptr (GError) error = NULL;

  second = engine_send (fixture->engine, conversation, " \n\t", &error);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
  g_assert_null (second);
  g_clear_error (&error);

  answer = engine_send (fixture->engine, conversation, "Count", &error);
  g_assert_no_error (error);
  second = engine_send (fixture->engine, conversation, "More", &error);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
  g_assert_null (second);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 2);
}

static void
test_no_key (EngineFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (complete_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  /* A new run has only what a keyring would have kept. */
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);

  {
    g_autoptr (ConfabStudioApp) app =
      g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);

    session = confab_engine_new_session (fixture->engine, app);
  }
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  answer = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_FAILED);
  g_assert_cmpstr (confab_message_get_failure (answer)->code, ==, CONFAB_FAILURE_NO_KEY);
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, 0);
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

  add ("/engine/durable-before-sent", test_durable_before_sent);
  add ("/engine/growth-and-journal", test_growth_and_journal);
  add ("/engine/restart", test_restart);
  add ("/engine/stop", test_stop);
  add ("/engine/cut-and-retry", test_cut_and_retry);
  add ("/engine/unknown", test_unknown);
  add ("/engine/throttled-twice", test_throttled_twice);
  add ("/engine/throttled-for-good", test_throttled_for_good);
  add ("/engine/stop-while-waiting", test_stop_while_waiting);
  add ("/engine/forgotten-session", test_forgotten_session);
  add ("/engine/one-at-a-time", test_one_at_a_time);
  add ("/engine/no-key", test_no_key);

  return g_test_run ();
}
