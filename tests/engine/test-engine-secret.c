/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#include "confab-json.h"

/* A service that echoes the key: no reader of an answer ever sees it. */

#define THOUGHT_FRAME(text, thought, finish)                                                      \
  "id:1\nevent:result\n:HTTP_STATUS/200\n"                                                        \
  "data:{\"output\":{\"session_id\":\"0123456789abcdef0123456789abcdef\",\"finish_reason\":\""    \
  finish "\",\"text\":\"" text "\",\"thoughts\":[{\"action_type\":\"reasoning\","                 \
  "\"action\":\"reasoning\",\"thought\":\"" thought "\"}]},\"request_id\":\"r-1\"}\n\n"

/* What of TEST_KEY may be seen: no more than its first five bytes. */
#define TOO_MUCH "sk-tes"

typedef struct {
  GString *seen;   /* each state of the text */
  GString *events; /* what the events say of the text */
  GString *lines;  /* the events themselves */
} Reader;

static void
changed_cb (ConfabMessage *answer,
            guint          changes,
            gpointer       user_data)
{
  Reader *reader = user_data;

  g_string_append_printf (reader->seen, "%s\n", confab_message_get_text (answer, NULL));
}

static void
event_cb (ConfabMessage *answer,
          const char    *line,
          gpointer       user_data)
{
  Reader *reader = user_data;
  g_autoptr (JsonNode) node = confab_json_parse (line, -1, NULL);
  JsonObject *output = confab_json_get_object (json_node_get_object (node), "output");
  const char *text = confab_json_get_string (output, "text");

  if (text != NULL)
    g_string_append (reader->events, text);
  g_string_append_printf (reader->lines, "%s\n", line);
}

static void
echo_script (FaultPeer *peer,
             gpointer   user_data)
{
  static const char key[] = TEST_KEY;

  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  if (!fault_peer_wait_gate (peer))
    return;

  fault_peer_send_chunk (peer, THOUGHT_FRAME ("The key is ", "I was given ", "null"));
  for (gsize i = 0; i < sizeof key - 1; i++)
    {
      g_autofree char *frame = g_strdup_printf (THOUGHT_FRAME ("%c", "%c", "null"), key[i], key[i]);

      fault_peer_send_chunk (peer, frame);
    }
  fault_peer_send_chunk (peer, THOUGHT_FRAME (", or " TEST_KEY "; yes", " and " TEST_KEY ".",
                                              "null"));
  fault_peer_send_chunk (peer, THOUGHT_FRAME ("", "", "stop"));
  fault_peer_send_last_chunk (peer);
}

static void
test_echo (EngineFixture *fixture,
           gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (echo_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  Reader reader = { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL) };
  g_autoptr (ConfabMessage) answer = NULL;
  g_autofree char *row = NULL;
  g_autoptr (GError) error = NULL;

  confab_engine_set_event_func (fixture->engine, event_cb, &reader);
  answer = engine_send (fixture->engine, conversation, "What is my key?", &error);
  g_assert_no_error (error);
  g_signal_connect (answer, "changed", G_CALLBACK (changed_cb), &reader);
  fault_server_open_gate (server);
  engine_wait_for_end (answer);

  g_assert_cmpstr (confab_message_get_text (answer, NULL), ==, "The key is ***, or ***; yes");
  g_assert_cmpuint (confab_message_get_rewrites (answer), ==, 0);
  g_assert_null (strstr (reader.seen->str, "sk-"));

  g_assert_cmpstr (reader.events->str, ==, "The key is ***, or ***; yes");
  g_assert_null (strstr (reader.lines->str, TOO_MUCH));
  g_assert_nonnull (strstr (reader.lines->str, "I was given "));
  /* What goes on after the five bytes that may be seen does not. */
  g_assert_null (strstr (reader.lines->str, "\"thought\":\"0\""));
  g_assert_null (strstr (reader.lines->str, "\"thought\":\"9\""));

  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  row = engine_read_database (fixture, "SELECT text || thoughts FROM message"
                                       " WHERE role <> 'user'");
  g_assert_null (strstr (row, TOO_MUCH));
  g_assert_nonnull (strstr (row, "I was given *** and ***."));
  g_string_free (reader.seen, TRUE);
  g_string_free (reader.events, TRUE);
  g_string_free (reader.lines, TRUE);
}

static void
cut_echo_script (FaultPeer *peer,
                 gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, THOUGHT_FRAME ("It is sk-test-01234", "It is sk-test-01234", "null"));
  fault_peer_wait_hang_up (peer);
}

/* In the midst of the key: what is journalled, and what is kept of it after a stop. */
static void
test_stop_inside (EngineFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (cut_echo_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autofree char *row = NULL;
  g_autoptr (GError) error = NULL;

  answer = engine_send (fixture->engine, conversation, "What is my key?", &error);
  g_assert_no_error (error);
  loop_until (g_str_equal (confab_message_get_text (answer, NULL), "It is "));
  loop_until (confab_message_get_record (answer)->thoughts != NULL);
  g_assert_null (strstr (confab_message_get_record (answer)->thoughts, TOO_MUCH));

  confab_engine_stop (fixture->engine, confab_conversation_get_session (conversation));
  g_assert_cmpstr (confab_message_get_text (answer, NULL), ==, "It is ***");
  g_assert_null (strstr (confab_message_get_record (answer)->thoughts, TOO_MUCH));

  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  row = engine_read_database (fixture, "SELECT text FROM message WHERE role <> 'user'");
  g_assert_cmpstr (row, ==, "It is ***");
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

  add ("/secret/echo", test_echo);
  add ("/secret/stop-inside", test_stop_inside);

  return g_test_run ();
}
