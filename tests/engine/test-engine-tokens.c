/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#include "confab-json.h"

/* A plug-in's token goes from the keyring into the body of the request and nowhere else: not into the
 * database, not into an event, not into a log, whatever the service does with it. */

#define PLUGIN "dormitory"
#define TOKEN  "to\"ken-canary\\0123456789"

/* As it stands in JSON. */
#define TOKEN_JSON "to\\\"ken-canary\\\\0123456789"

/* What both forms have in common. */
#define CANARY "ken-canary"

#define TOKEN_OPTIONS                                                                              \
  "{\"tokens\":{\"" PLUGIN "\":true},\"input\":{\"biz_params\":{\"user_defined_params\":{\"" PLUGIN  \
  "\":{\"article_index\":2}}}}}"

static GString *logged;

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static GLogWriterOutput
log_writer (GLogLevelFlags   level,
            const GLogField *fields,
            gsize            n_fields,
            gpointer         user_data)
{
  g_autofree char *line = g_log_writer_format_fields (level, fields, n_fields, FALSE);

  g_string_append (logged, line);

  return G_LOG_WRITER_HANDLED;
}

static void
log_handler (const char     *domain,
             GLogLevelFlags  level,
             const char     *message,
             gpointer        user_data)
{
  g_string_append_printf (logged, "%s\n", message);
}

static void
event_cb (ConfabMessage *answer,
          const char    *line,
          gpointer       user_data)
{
  g_string_append_printf (user_data, "%s\n", line);
}

static void
keep_token (EngineFixture      *fixture,
            ConfabConversation *conversation)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean in_keyring = TRUE;
  ConfabStudioApp *app =
    confab_session_get_app (confab_conversation_get_session (conversation));

  confab_engine_set_token_async (fixture->engine, confab_studio_app_get_connection (app), PLUGIN,
                                 TOKEN, NULL, result_cb, &result);
  loop_until (result != NULL);
  g_assert_true (confab_engine_set_key_finish (fixture->engine, result, &in_keyring, &error));
  g_assert_no_error (error);
  g_assert_false (in_keyring);
}

static ConfabMessage *
send (EngineFixture      *fixture,
      ConfabConversation *conversation)
{
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConfabMessage *answer;

  options = confab_options_new_from_json (TOKEN_OPTIONS, &error);
  g_assert_no_error (error);
  confab_engine_send_async (fixture->engine, conversation, "Which article?", options, NULL, result_cb,
                            &result);
  loop_until (result != NULL);
  answer = confab_engine_send_finish (fixture->engine, result, &error);
  g_assert_no_error (error);

  return answer;
}

/* Every file of the database, as bytes. */
static void
assert_not_on_disk (EngineFixture *fixture)
{
  g_autoptr (GDir) directory = g_dir_open (fixture->directory, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      if (!g_file_get_contents (path, &contents, &length, NULL))
        continue;
      g_assert_null (memmem (contents, length, CANARY, strlen (CANARY)));
      g_assert_null (memmem (contents, length, TEST_KEY, strlen (TEST_KEY)));
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

static void
echo_script (FaultPeer *peer,
             gpointer   user_data)
{
  static const char * const pieces[] = {
    "Your token: to", "\\\"ken-can", "ary\\\\0123", "456789, again " TOKEN_JSON ", and the key sk-te",
    "st-0123456789.",
  };

  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *frame = g_strdup_printf (
        "id:1\nevent:result\n:HTTP_STATUS/200\ndata:{\"output\":{\"session_id\":\"s\","
        "\"finish_reason\":\"null\",\"text\":\"%s\",\"thoughts\":[{\"action_type\":\"api\","
        "\"action\":\"" PLUGIN "\",\"observation\":\"used " TOKEN_JSON "\"}],"
        "\"later\":{\"" TOKEN_JSON "\":\"" TOKEN_JSON "\"}},\"request_id\":\"" TOKEN_JSON "\"}\n\n",
        pieces[i]);

      fault_peer_send_chunk (peer, frame);
    }
  fault_peer_send_chunk (peer, FAULT_FRAME ("", "stop"));
  fault_peer_send_last_chunk (peer);
}

static void
test_echo (EngineFixture *fixture,
           gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (echo_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (GString) events = g_string_new (NULL);
  g_autoptr (ConfabMessage) answer = NULL;
  g_autofree char *request = NULL;
  g_autofree char *stored = NULL;

  keep_token (fixture, conversation);
  confab_engine_set_event_func (fixture->engine, event_cb, events);
  answer = send (fixture, conversation);
  engine_wait_for_end (answer);

  /* It was sent, as JSON, in its place. */
  request = fault_server_dup_request (server, 0);
  g_assert_nonnull (strstr (request, "\"user_defined_tokens\":{\"" PLUGIN "\":{\"user_token\":\""
                                     TOKEN_JSON "\"}}"));

  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
  g_assert_cmpstr (confab_message_get_text (answer, NULL), ==,
                   "Your token: ***, again ***, and the key ***.");
  g_assert_nonnull (strstr (events->str, "and the key"));
  g_assert_null (strstr (events->str, CANARY));
  g_assert_null (strstr (events->str, TEST_KEY));

  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  assert_not_on_disk (fixture);
  stored = engine_read_database (fixture, "SELECT request FROM message WHERE request IS NOT NULL");
  g_assert_nonnull (strstr (stored, "\"user_token\":\"***\""));
}

static void
error_script (FaultPeer *peer,
              gpointer   user_data)
{
  const char *body = user_data;
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 500 No\r\nContent-Length: %zu\r\n\r\n",
                                           strlen (body));

  fault_peer_read_request (peer);
  fault_peer_send (peer, head);
  fault_peer_send (peer, body);
}

/* An error that quotes the token, as JSON or as it is, or quotes the request. */
static void
test_error (EngineFixture *fixture,
            gconstpointer  data)
{
  static char bodies[][160] = {
    "{\"code\":\"" TOKEN_JSON "\",\"message\":\"bad token " TOKEN_JSON "\",\"request_id\":\"r\"}",
    "<html>{&quot;user_token&quot;:&quot;" TOKEN "&quot;}</html>",
    "{\"error\":\"not an object, but " TOKEN_JSON,
    "refused: \"" TOKEN_JSON "\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (FaultServer) server = fault_server_new (error_script, bodies[i]);
      g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
      g_autoptr (ConfabMessage) answer = NULL;
      const ConfabFailure *failure;

      keep_token (fixture, conversation);
      answer = send (fixture, conversation);
      engine_wait_for_end (answer);
      failure = confab_message_get_failure (answer);
      g_assert_nonnull (failure);
      g_assert_true (failure->code == NULL || strstr (failure->code, CANARY) == NULL);
      g_assert_true (failure->message == NULL || strstr (failure->message, CANARY) == NULL);
    }

  engine_fixture_stop (fixture);
  assert_not_on_disk (fixture);
}

/* Without its token nothing is sent; and a host that it was not kept for does not get it. */
static void
test_missing (EngineFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (echo_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) answer = send (fixture, conversation);

  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_FAILED);
  g_assert_cmpstr (confab_message_get_failure (answer)->code, ==, CONFAB_FAILURE_NO_TOKEN);
  g_assert_nonnull (strstr (confab_message_get_failure (answer)->message, PLUGIN));
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, 0);

  keep_token (fixture, conversation);
  g_clear_object (&answer);
  answer = send (fixture, conversation);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
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
  int status;

  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  logged = g_string_new (NULL);
  g_log_set_writer_func (log_writer, NULL, NULL);
  g_log_set_default_handler (log_handler, NULL);

  add ("/tokens/echo", test_echo);
  add ("/tokens/error", test_error);
  add ("/tokens/missing", test_missing);

  status = g_test_run ();
  g_assert_cmpuint (logged->len, >, 0);
  g_assert_null (strstr (logged->str, CANARY));
  g_assert_null (strstr (logged->str, TEST_KEY));
  g_string_free (logged, TRUE);

  return status;
}
