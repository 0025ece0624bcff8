/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-history.h"
#include "confab-json.h"
#include "confab-remote.h"
#include "engine-fixture.h"

/* What the service knows of a session, and how the next message goes there. */

#define HOUR ((gint64) 60 * 60 * G_USEC_PER_SEC)
#define NOW  (1000 * HOUR)

#define ASKED(members) "{\"body\":{\"input\":{" members "}}}"

static const struct {
  ConfabAppKind kind;
  const char *remote_id;
  gint64 idle;
  guint rounds;
  const char *request; /* of the last answer */
  ConfabStatus status;
  const char *error;
  ConfabRemoteState state;
} cases[] = {
  { CONFAB_KIND_AGENT, NULL, 0, 0, NULL, 0, NULL, CONFAB_REMOTE_NEW },
  { CONFAB_KIND_WORKFLOW, NULL, 0, 0, NULL, 0, NULL, CONFAB_REMOTE_STANDALONE },
  { CONFAB_KIND_ORCHESTRATION, "s", 0, 1, NULL, 0, NULL, CONFAB_REMOTE_STANDALONE },
  { CONFAB_KIND_DIALOG_WORKFLOW, "s", 0, 1, NULL, 0, NULL, CONFAB_REMOTE_LIVE },
  { CONFAB_KIND_AGENT_2, "s", HOUR, 49, ASKED ("\"session_id\":\"s\""), CONFAB_STATUS_COMPLETE,
    NULL, CONFAB_REMOTE_LIVE },
  { CONFAB_KIND_AGENT, "s", HOUR + 1, 3, ASKED ("\"session_id\":\"s\""), CONFAB_STATUS_COMPLETE,
    NULL, CONFAB_REMOTE_EXPIRED },
  { CONFAB_KIND_AGENT, "s", 0, 50, ASKED ("\"session_id\":\"s\""), CONFAB_STATUS_COMPLETE, NULL,
    CONFAB_REMOTE_FULL },
  { CONFAB_KIND_AGENT, "s", 0, 1, ASKED ("\"session_id\":\"old\""), CONFAB_STATUS_COMPLETE, NULL,
    CONFAB_REMOTE_CHANGED },
  { CONFAB_KIND_AGENT, "s", 0, 1, ASKED ("\"session_id\":\"s\""), CONFAB_STATUS_REFUSED,
    "Session s does not exist or has expired.", CONFAB_REMOTE_REFUSED },
  { CONFAB_KIND_AGENT, "s", 0, 1, ASKED ("\"session_id\":\"s\""), CONFAB_STATUS_REFUSED,
    "Requests rate limit exceeded.", CONFAB_REMOTE_LIVE },
  { CONFAB_KIND_AGENT, "s", 0, 1, ASKED ("\"session_id\":\"s\""), CONFAB_STATUS_REFUSED,
    "session_file_ids must start with file_session_.", CONFAB_REMOTE_LIVE },
  { CONFAB_KIND_AGENT, "s", 0, 1, ASKED ("\"prompt\":\"x\""), CONFAB_STATUS_REFUSED,
    "A session is missing.", CONFAB_REMOTE_LIVE },
  { CONFAB_KIND_AGENT, "s", 2 * HOUR, 60, ASKED ("\"messages\":[]"), CONFAB_STATUS_COMPLETE, NULL,
    CONFAB_REMOTE_OWN },
  /* A clock that was set back, and what nobody can read. */
  { CONFAB_KIND_AGENT, "s", -5 * HOUR, 1, "{broken", CONFAB_STATUS_COMPLETE, NULL,
    CONFAB_REMOTE_LIVE },
};

static void
test_judge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabSessionRecord) session = confab_session_record_new ();
      g_autoptr (ConfabMessageRecord) answer = NULL;
      ConfabRemoteState state;

      session->remote_id = g_strdup (cases[i].remote_id);
      session->remote_used_at = NOW - cases[i].idle;
      session->remote_rounds = cases[i].rounds;
      if (cases[i].request != NULL)
        {
          answer = confab_message_record_new ();
          answer->request = g_strdup (cases[i].request);
          answer->status = cases[i].status;
          if (cases[i].error != NULL)
            answer->failure = confab_failure_new (CONFAB_ERROR_USAGE, "InvalidParameter",
                                                  cases[i].error);
        }

      state = confab_remote_judge (cases[i].kind, session, answer, NOW);
      g_test_message ("%u", i);
      g_assert_cmpint (state, ==, cases[i].state);
      g_assert_true ((confab_remote_get_note (state) == NULL) ==
                     (state == CONFAB_REMOTE_NEW || state == CONFAB_REMOTE_LIVE));
    }
}

/* --- The messages that are sent along --- */

static void
add (GListStore *list,
     gint64      id,
     gint64      parent,
     const char *text)
{
  ConfabMessageRecord *record = confab_message_record_new ();
  g_autoptr (ConfabMessage) message = NULL;

  record->id = id;
  record->parent = parent;
  record->role = text[0] == '?' ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT;
  record->text = g_strdup (text[0] == '?' || text[0] == '!' ? text + 1 : text);
  message = confab_message_new (record);
  g_list_store_append (list, message);
}

static char *
collect (GListStore *list,
         gint64      before)
{
  g_autoptr (JsonArray) history = confab_history_collect (G_LIST_MODEL (list), before);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_set_array (node, history);

  return confab_json_to_text (node);
}

static void
test_history (void)
{
  g_autoptr (GListStore) list = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autofree char *nothing = collect (list, 0);
  g_autofree char *all = NULL;
  g_autofree char *asked_again = NULL;

  g_assert_cmpstr (nothing, ==, "[]");

  add (list, 1, 0, "?one");
  add (list, 2, 1, "!first");
  add (list, 3, 1, "!second");
  add (list, 4, 3, "?refused");
  add (list, 5, 4, "!");
  add (list, 6, 5, "?two\n\"x\"");
  add (list, 7, 6, "!cut");
  add (list, 8, 7, "?open");

  all = collect (list, 0);
  g_assert_cmpstr (all, ==,
                   "[{\"role\":\"user\",\"content\":\"one\"},"
                   "{\"role\":\"assistant\",\"content\":\"second\"},"
                   "{\"role\":\"user\",\"content\":\"two\\n\\\"x\\\"\"},"
                   "{\"role\":\"assistant\",\"content\":\"cut\"}]");

  /* What is asked again is not its own past. */
  asked_again = collect (list, 6);
  g_assert_cmpstr (asked_again, ==,
                   "[{\"role\":\"user\",\"content\":\"one\"},"
                   "{\"role\":\"assistant\",\"content\":\"second\"}]");
}

static void
test_history_bounds (void)
{
  g_autoptr (GListStore) list = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr (JsonArray) rounds = NULL;
  g_autoptr (JsonArray) bytes = NULL;
  g_autoptr (JsonArray) huge = NULL;
  g_autofree char *exact = g_strnfill (CONFAB_HISTORY_MAX_BYTES - 6, 'x');
  g_autofree char *longer = NULL;
  g_autofree char *text = g_strconcat ("!", exact, NULL);

  for (gint64 i = 0; i < CONFAB_HISTORY_MAX_ROUNDS + 3; i++)
    {
      add (list, 2 * i + 1, 2 * i, "?ab");
      add (list, 2 * i + 2, 2 * i + 1, "!c");
    }
  rounds = confab_history_collect (G_LIST_MODEL (list), 0);
  g_assert_cmpuint (json_array_get_length (rounds), ==, 2 * CONFAB_HISTORY_MAX_ROUNDS);

  /* With the round of 3 bytes before it, it is the limit; with one byte more it stands alone. */
  add (list, 1001, 0, "?abc");
  add (list, 1002, 1001, text);
  bytes = confab_history_collect (G_LIST_MODEL (list), 0);
  g_assert_cmpuint (json_array_get_length (bytes), ==, 4);

  longer = g_strconcat (text, "y", NULL);
  add (list, 1003, 1001, longer);
  huge = confab_history_collect (G_LIST_MODEL (list), 0);
  g_assert_cmpuint (json_array_get_length (huge), ==, 2);
}

/* --- With a server --- */

#define OLD_ID "0123456789abcdef0123456789abcdef"
#define NEW_ID "ffffffffffffffffffffffffffffffff"

/* From the second request on it has another session. */
static void
forgetful_script (FaultPeer *peer,
                  gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (
    peer, fault_peer_get_index (peer) == 0
            ? FAULT_FRAME ("answer", "stop")
            : "data:{\"output\":{\"session_id\":\"" NEW_ID "\",\"finish_reason\":\"stop\","
              "\"text\":\"answer\"},\"usage\":{},\"request_id\":\"r\"}\n\n");
  fault_peer_send_last_chunk (peer);
}

static void
send (EngineFixture      *fixture,
      ConfabConversation *conversation,
      const char         *prompt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabMessage) answer = engine_send (fixture->engine, conversation, prompt, &error);

  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Keys in memory do not outlive a run. */
static void
set_key (EngineFixture *fixture,
         ConfabSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean in_keyring;

  confab_engine_set_key_async (fixture->engine,
                               confab_studio_app_get_connection (confab_session_get_app (session)),
                               TEST_KEY, NULL, result_cb, &result);
  loop_until (result != NULL);
  g_assert_true (confab_engine_set_key_finish (fixture->engine, result, &in_keyring, NULL));
}

/* `input` of a request. */
static char *
dup_input (FaultServer *server,
           guint        index)
{
  g_autofree char *request = fault_server_dup_request (server, index);
  const char *body = strstr (request, "\r\n\r\n");
  g_autoptr (JsonNode) root = confab_json_parse (body + 4, -1, NULL);

  return confab_json_object_to_text (
    confab_json_get_object (json_node_get_object (root), "input"));
}

static void
test_carry_on (EngineFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (forgetful_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  char *inputs[7] = { NULL };
  g_autofree char *preview = NULL;

  g_assert_cmpint (confab_engine_get_remote_state (fixture->engine, conversation), ==,
                   CONFAB_REMOTE_NEW);
  send (fixture, conversation, "one");
  g_assert_cmpint (confab_engine_get_remote_state (fixture->engine, conversation), ==,
                   CONFAB_REMOTE_LIVE);

  /* The session is continued; the service answers from another one. */
  send (fixture, conversation, "two");
  inputs[1] = dup_input (server, 1);
  g_assert_cmpstr (inputs[1], ==, "{\"prompt\":\"two\",\"session_id\":\"" OLD_ID "\"}");
  g_assert_cmpint (confab_engine_get_remote_state (fixture->engine, conversation), ==,
                   CONFAB_REMOTE_CHANGED);

  /* With the history, from now on and without being told again. */
  confab_engine_carry_on (fixture->engine, session, TRUE);
  g_assert_cmpint (confab_engine_get_remote_state (fixture->engine, conversation), ==,
                   CONFAB_REMOTE_OWN);
  preview = confab_engine_preview_request (fixture->engine, session, "three", NULL, NULL);
  g_assert_nonnull (strstr (preview, "\"messages\""));
  send (fixture, conversation, "three");
  inputs[2] = dup_input (server, 2);
  g_assert_cmpstr (inputs[2], ==,
                   "{\"messages\":[{\"role\":\"user\",\"content\":\"one\"},"
                   "{\"role\":\"assistant\",\"content\":\"answer\"},"
                   "{\"role\":\"user\",\"content\":\"two\"},"
                   "{\"role\":\"assistant\",\"content\":\"answer\"},"
                   "{\"role\":\"user\",\"content\":\"three\"}]}");
  send (fixture, conversation, "four");
  inputs[3] = dup_input (server, 3);
  g_assert_nonnull (strstr (inputs[3], "\"content\":\"three\""));
  g_assert_null (strstr (inputs[3], "session_id"));

  /* Also in another run. */
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);
  {
    g_autoptr (ConfabSession) again =
      g_list_model_get_item (confab_engine_get_sessions (fixture->engine), 0);

    set_key (fixture, again);
    conversation = confab_engine_dup_conversation (fixture->engine, again);
    send (fixture, conversation, "five");
    inputs[4] = dup_input (server, 4);
    g_assert_nonnull (strstr (inputs[4], "\"content\":\"four\""));
    g_assert_cmpint (confab_engine_get_remote_state (fixture->engine, conversation), ==,
                     CONFAB_REMOTE_OWN);

    /* Afresh: one message that knows nothing, and then the new session. */
    confab_engine_carry_on (fixture->engine, again, FALSE);
    send (fixture, conversation, "six");
    inputs[5] = dup_input (server, 5);
    g_assert_cmpstr (inputs[5], ==, "{\"prompt\":\"six\"}");
    g_assert_cmpint (confab_engine_get_remote_state (fixture->engine, conversation), ==,
                     CONFAB_REMOTE_LIVE);
    send (fixture, conversation, "seven");
    inputs[6] = dup_input (server, 6);
    g_assert_cmpstr (inputs[6], ==, "{\"prompt\":\"seven\",\"session_id\":\"" NEW_ID "\"}");
  }

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    g_clear_pointer (&inputs[i], g_free);
}

/* An hour is known of beforehand. */
static void
test_expired (EngineFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (forgetful_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);

  send (fixture, conversation, "one");
  g_assert_cmpuint (confab_session_get_record (session)->remote_rounds, ==, 1);
  confab_session_set_remote (session, OLD_ID, g_get_real_time () - HOUR - G_USEC_PER_SEC, 1);
  g_assert_cmpint (confab_engine_get_remote_state (fixture->engine, conversation), ==,
                   CONFAB_REMOTE_EXPIRED);
  confab_session_set_remote (session, OLD_ID, g_get_real_time (), 50);
  g_assert_cmpint (confab_engine_get_remote_state (fixture->engine, conversation), ==,
                   CONFAB_REMOTE_FULL);
}

/* A workflow is never sent a session, whatever it answers with. */
static void
test_standalone (EngineFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (forgetful_script, NULL);
  g_autoptr (ConfabConversation) model = engine_talk_to (fixture->engine, server);
  ConfabStudioApp *agent =
    confab_session_get_app (confab_conversation_get_session (model));
  static const ConfabAppKind kinds[] = { CONFAB_KIND_WORKFLOW, CONFAB_KIND_ORCHESTRATION };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      ConfabAppRecord *record = confab_app_record_copy (confab_studio_app_get_record (agent));
      g_autoptr (ConfabStudioApp) app = NULL;
      g_autoptr (ConfabConversation) conversation = NULL;
      g_autofree char *input = NULL;

      record->kind = kinds[i];
      app = confab_studio_app_new (record, confab_studio_app_get_connection (agent));
      conversation = confab_engine_new_unstored (fixture->engine, app);
      send (fixture, conversation, "one");
      send (fixture, conversation, "two");
      input = dup_input (server, 2 * i + 1);
      g_assert_cmpstr (input, ==, "{\"prompt\":\"two\"}");
      g_assert_cmpint (confab_engine_get_remote_state (fixture->engine, conversation), ==,
                       CONFAB_REMOTE_STANDALONE);
    }
}

#define ADD(name, func)                                                                            \
  g_test_add ("/engine/remote/" name, EngineFixture, NULL, engine_fixture_set_up, func,            \
              engine_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/remote/judge", test_judge);
  g_test_add_func ("/engine/remote/history", test_history);
  g_test_add_func ("/engine/remote/history-bounds", test_history_bounds);
  ADD ("carry-on", test_carry_on);
  ADD ("expired", test_expired);
  ADD ("standalone", test_standalone);

  return g_test_run ();
}
