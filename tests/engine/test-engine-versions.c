/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking again, editing, and paging through what came of it. */

#include "config.h"

#include "engine-fixture.h"

/* Answers with the number of the request, so that each answer is another one. */
static void
counting_script (FaultPeer *peer,
                 gpointer   user_data)
{
  int *n = user_data;
  g_autofree char *frame = NULL;

  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  frame = g_strdup_printf ("id:1\nevent:result\n:HTTP_STATUS/200\n"
                           "data:{\"output\":{\"text\":\"a%d\",\"finish_reason\":\"stop\","
                           "\"session_id\":\"0123456789abcdef0123456789abcdef\"},"
                           "\"request_id\":\"r\"}\n\n",
                           g_atomic_int_add (n, 1));
  fault_peer_send_chunk (peer, frame);
  fault_peer_send_last_chunk (peer);
}

/* The texts that are shown, with the versions of what has several: "one a0[1/2]". */
static char *
describe (ConfabConversation *conversation)
{
  GListModel *model = G_LIST_MODEL (conversation);
  GString *result = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabMessage) message = g_list_model_get_item (model, i);
      guint which;
      guint n = confab_message_get_n_versions (message, &which);

      g_string_append_printf (result, "%s%s", i > 0 ? " " : "",
                              confab_message_get_text (message, NULL));
      if (n > 1)
        g_string_append_printf (result, "[%u/%u]", which + 1, n);
    }

  return g_string_free (result, FALSE);
}

static gboolean
shows (ConfabConversation *conversation,
       const char         *expected)
{
  g_autofree char *shown = describe (conversation);

  return g_str_equal (shown, expected);
}

static void
edited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
edit (ConfabEngine       *engine,
      ConfabConversation *conversation,
      guint               position,
      const char         *text)
{
  g_autoptr (ConfabMessage) prompt = engine_get_message (conversation, position);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (GError) error = NULL;

  confab_engine_edit_async (engine, conversation, prompt, text, NULL, NULL, edited_cb, &result);
  loop_until (result != NULL);
  answer = confab_engine_edit_finish (engine, result, &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
}

static void
say (ConfabEngine       *engine,
     ConfabConversation *conversation,
     const char         *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabMessage) answer = engine_send (engine, conversation, text, &error);

  g_assert_no_error (error);
  engine_wait_for_end (answer);
}

static void
ask_again (ConfabEngine       *engine,
           ConfabConversation *conversation,
           guint               position)
{
  g_autoptr (ConfabMessage) answer = engine_get_message (conversation, position);
  g_autoptr (ConfabMessage) again = NULL;
  g_autoptr (GError) error = NULL;

  again = engine_retry (engine, conversation, answer, &error);
  g_assert_no_error (error);
  engine_wait_for_end (again);
}

static void
page (ConfabConversation *conversation,
      guint               position,
      guint               which)
{
  g_autoptr (ConfabMessage) message = engine_get_message (conversation, position);

  confab_conversation_show_version (conversation, message, which);
}

static void
count_items_cb (GListModel *model,
                guint       position,
                guint       removed,
                guint       added,
                guint      *n)
{
  *n += removed + added;
}

/* The same whether it is stored or not. */
static void
go_through (ConfabEngine       *engine,
            ConfabConversation *conversation)
{
  guint n_items = 0;

  say (engine, conversation, "one");
  say (engine, conversation, "two");
  ask_again (engine, conversation, 3);
  g_assert_true (shows (conversation, "one a0 two a2[2/2]"));

  /* What follows belongs to the version it was said after. */
  say (engine, conversation, "three");
  g_assert_true (shows (conversation, "one a0 two a2[2/2] three a3"));
  page (conversation, 3, 0);
  loop_until (shows (conversation, "one a0 two a1[1/2]"));
  page (conversation, 3, 1);
  loop_until (shows (conversation, "one a0 two a2[2/2] three a3"));

  edit (engine, conversation, 0, "uno");
  g_assert_true (shows (conversation, "uno[2/2] a4"));
  say (engine, conversation, "due");
  g_signal_connect (conversation, "items-changed", G_CALLBACK (count_items_cb), &n_items);
  page (conversation, 0, 0);
  loop_until (shows (conversation, "one[1/2] a0 two a2[2/2] three a3"));
  g_assert_cmpuint (n_items, ==, 4 + 6);
  edit (engine, conversation, 4, "drei");
  g_assert_true (shows (conversation, "one[1/2] a0 two a2[2/2] drei[2/2] a6"));
  g_signal_handlers_disconnect_by_data (conversation, &n_items);
}

static void
test_stored (EngineFixture *fixture,
             gconstpointer  data)
{
  int n = 0;
  g_autoptr (FaultServer) server = fault_server_new (counting_script, &n);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabConversation) again = NULL;
  g_autoptr (ConfabSession) session = NULL;

  go_through (fixture->engine, conversation);
  page (conversation, 0, 1);
  loop_until (shows (conversation, "uno[2/2] a4 due a5"));
  page (conversation, 0, 0);
  loop_until (shows (conversation, "one[1/2] a0 two a2[2/2] drei[2/2] a6"));
  page (conversation, 3, 0);
  loop_until (shows (conversation, "one[1/2] a0 two a1[1/2]"));

  /* The session remembers it, and what was not shown is still there. */
  g_clear_object (&conversation);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);
  session = g_list_model_get_item (confab_engine_get_sessions (fixture->engine), 0);
  again = confab_engine_dup_conversation (fixture->engine, session);
  loop_until (confab_conversation_get_loaded (again));
  g_assert_true (shows (again, "one[1/2] a0 two a1[1/2]"));

  /* A hit of a search, on another path. */
  {
    g_autofree char *id = engine_read_database (fixture, "SELECT id FROM message WHERE text = 'a5'");

    confab_conversation_show_message (again, g_ascii_strtoll (id, NULL, 10));
    loop_until (shows (again, "uno[2/2] a4 due a5"));
  }
}

static void
test_unstored (EngineFixture *fixture,
               gconstpointer  data)
{
  int n = 0;
  g_autoptr (FaultServer) server = fault_server_new (counting_script, &n);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabConversation) unstored = NULL;

  unstored = confab_engine_new_unstored (
    fixture->engine, confab_session_get_app (confab_conversation_get_session (conversation)));
  go_through (fixture->engine, unstored);
}

static void
gated_script (FaultPeer *peer,
              gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("so", "null"));
  if (!fault_peer_wait_gate (peer))
    return;
  fault_peer_send_chunk (peer, FAULT_FRAME (" what", "stop"));
  fault_peer_send_last_chunk (peer);
}

/* An answer that is still coming goes on out of sight, and is the same one when it is seen again. */
static void
test_open_answer (EngineFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (gated_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabMessage) first = NULL;
  g_autoptr (ConfabMessage) second = NULL;
  g_autoptr (ConfabMessage) shown = NULL;
  g_autoptr (GError) error = NULL;

  first = engine_send (fixture->engine, conversation, "one", &error);
  fault_server_open_gate (server);
  engine_wait_for_end (first);
  second = engine_retry (fixture->engine, conversation, first, &error);
  g_assert_no_error (error);
  loop_until (shows (conversation, "one so[2/2]"));

  page (conversation, 1, 0);
  loop_until (shows (conversation, "one so what[1/2]"));
  fault_server_open_gate (server);
  engine_wait_for_end (second);
  page (conversation, 1, 1);
  loop_until (shows (conversation, "one so what[2/2]"));
  shown = engine_get_message (conversation, 1);
  g_assert_true (shown == second);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/versions/" path, EngineFixture, NULL, engine_fixture_set_up, test,                 \
              engine_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

  ADD ("stored", test_stored);
  ADD ("unstored", test_unstored);
  ADD ("open-answer", test_open_answer);

  return g_test_run ();
}
