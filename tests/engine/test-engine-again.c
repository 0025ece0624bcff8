/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#include "confab-json.h"

/* What was sent with options for one message only is asked again, and edited, with the same. */

#define PLUGIN "dormitory"
#define TOKEN  "token-canary-0123456789"

#define OWN_OPTIONS                                                                                \
  "{\"stream\":\"cumulative\",\"tokens\":{\"" PLUGIN "\":true},\"input\":{\"biz_params\":{"             \
  "\"user_defined_params\":{\"" PLUGIN "\":{\"article_index\":2}}}},\"parameters\":{\"seed\":7,"       \
  "\"rag_options\":{\"pipeline_ids\":[\"one\"]}},\"body\":{\"later\":1.0}}"

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Refuses the first request. */
static void
script (FaultPeer *peer,
        gpointer   user_data)
{
  static const char refusal[] = "{\"code\":\"InvalidParameter\",\"message\":\"no\"}";
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 400 No\r\nConnection: close\r\n"
                                           "Content-Length: %zu\r\n\r\n", strlen (refusal));

  fault_peer_read_request (peer);
  if (fault_peer_get_index (peer) == 0)
    {
      fault_peer_send (peer, head);
      fault_peer_send (peer, refusal);
      return;
    }
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("Yes", "stop"));
  fault_peer_send_last_chunk (peer);
}

/* @plugin: (nullable): the plug-in whose token it is; NULL: it is the API key */
static void
keep_key (EngineFixture      *fixture,
          ConfabConversation *conversation,
          const char         *plugin,
          const char         *key)
{
  ConfabStudioApp *app = confab_session_get_app (confab_conversation_get_session (conversation));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean in_keyring;

  if (plugin != NULL)
    confab_engine_set_token_async (fixture->engine, confab_studio_app_get_connection (app), plugin,
                                   key, NULL, result_cb, &result);
  else
    confab_engine_set_key_async (fixture->engine, confab_studio_app_get_connection (app), key, NULL,
                                 result_cb, &result);
  loop_until (result != NULL);
  g_assert_true (confab_engine_set_key_finish (fixture->engine, result, &in_keyring, &error));
  g_assert_no_error (error);
}

static ConfabMessage *
send (EngineFixture      *fixture,
      ConfabConversation *conversation,
      const char         *text)
{
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConfabMessage *answer;

  options = confab_options_new_from_json (text, &error);
  g_assert_no_error (error);
  confab_engine_send_async (fixture->engine, conversation, "Which article?", options, NULL,
                            result_cb, &result);
  loop_until (result != NULL);
  answer = confab_engine_send_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);

  return answer;
}

static ConfabMessage *
ask_again (EngineFixture      *fixture,
           ConfabConversation *conversation,
           ConfabMessage      *answer)
{
  g_autoptr (GError) error = NULL;
  ConfabMessage *again = engine_retry (fixture->engine, conversation, answer, &error);

  g_assert_no_error (error);
  engine_wait_for_end (again);

  return again;
}

/* The body of a request as the server saw it, without what differs by intention. */
static JsonNode *
read_body (FaultServer *server,
           guint        index)
{
  g_autofree char *request = fault_server_dup_request (server, index);
  const char *body = request != NULL ? strstr (request, "\r\n\r\n") : NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  g_assert_nonnull (body);
  node = confab_json_parse (body + 4, -1, &error);
  g_assert_no_error (error);
  json_object_remove_member (confab_json_get_object (json_node_get_object (node), "input"), "prompt");
  json_object_remove_member (confab_json_get_object (json_node_get_object (node), "input"),
                             "session_id");
  json_object_remove_member (confab_json_get_object (json_node_get_object (node), "input"),
                             "messages");

  return node;
}

static void
assert_same_bodies (FaultServer *server,
                    guint        index)
{
  g_autoptr (JsonNode) first = read_body (server, 0);
  g_autoptr (JsonNode) other = read_body (server, index);
  g_autofree char *text = json_to_string (other, FALSE);

  g_test_message ("%u: %s", index, text);
  g_assert_nonnull (strstr (text, TOKEN));
  g_assert_nonnull (strstr (text, "\"one\""));
  g_assert_true (json_node_equal (first, other));
}

static void
test_again (EngineFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) refused = NULL;
  g_autoptr (ConfabMessage) again = NULL;
  g_autoptr (ConfabMessage) third = NULL;
  g_autoptr (ConfabMessage) edited = NULL;
  g_autoptr (ConfabMessage) prompt = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *stored = NULL;

  keep_key (fixture, conversation, PLUGIN, TOKEN);
  refused = send (fixture, conversation, OWN_OPTIONS);
  g_assert_cmpint (confab_message_get_status (refused), ==, CONFAB_STATUS_REFUSED);

  again = ask_again (fixture, conversation, refused);
  g_assert_cmpint (confab_message_get_status (again), ==, CONFAB_STATUS_COMPLETE);
  assert_same_bodies (server, 1);

  /* And what was asked again says it, too. */
  third = ask_again (fixture, conversation, again);
  g_assert_cmpint (confab_message_get_status (third), ==, CONFAB_STATUS_COMPLETE);
  assert_same_bodies (server, 2);

  prompt = engine_get_message (conversation, 0);
  confab_engine_edit_async (fixture->engine, conversation, prompt, "Which one?", NULL, NULL, result_cb,
                            &result);
  loop_until (result != NULL);
  edited = confab_engine_edit_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  engine_wait_for_end (edited);
  assert_same_bodies (server, 3);

  g_clear_object (&result);
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  stored = engine_read_database (fixture, "SELECT group_concat(request) FROM message");
  g_assert_null (strstr (stored, TOKEN));
  g_assert_nonnull (strstr (stored, "***"));
}

/* After a start it is still known: it is on disk, the token in the keyring. */
static void
test_after_start (EngineFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) refused = NULL;
  g_autoptr (ConfabMessage) kept = NULL;
  g_autoptr (ConfabMessage) again = NULL;
  g_autoptr (ConfabSession) session = NULL;

  keep_key (fixture, conversation, PLUGIN, TOKEN);
  refused = send (fixture, conversation, OWN_OPTIONS);
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);

  session = g_list_model_get_item (confab_engine_get_sessions (fixture->engine), 0);
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  loop_until (confab_conversation_get_loaded (conversation));
  keep_key (fixture, conversation, NULL, TEST_KEY); /* both were kept for that run only */
  keep_key (fixture, conversation, PLUGIN, TOKEN);
  kept = engine_get_message (conversation, 1);
  again = ask_again (fixture, conversation, kept);
  g_assert_cmpint (confab_message_get_status (again), ==, CONFAB_STATUS_COMPLETE);
  assert_same_bodies (server, 1);
}

/* Without options of its own it is what the session says, whenever that is asked. */
static void
test_of_session (EngineFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (ConfabMessage) refused = NULL;
  g_autoptr (ConfabMessage) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;
  ConfabSessionRecord *record;

  refused = engine_send (fixture->engine, conversation, "Hello", &error);
  g_assert_no_error (error);
  engine_wait_for_end (refused);
  g_assert_cmpint (confab_message_get_status (refused), ==, CONFAB_STATUS_REFUSED);

  record = confab_session_record_copy (confab_session_get_record (session));
  g_free (record->options);
  record->options = g_strdup ("{\"parameters\":{\"seed\":4711}}");
  confab_session_take_record (session, record);
  again = ask_again (fixture, conversation, refused);
  request = fault_server_dup_request (server, 1);
  g_assert_nonnull (strstr (request, "\"seed\":4711"));
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

  add ("/again/message", test_again);
  add ("/again/after-start", test_after_start);
  add ("/again/session", test_of_session);

  return g_test_run ();
}
