/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#include "confab-error.h"

/* Applications before they are added, and the lists of what there is. */

/* The last change of a list, and how many there were. */
typedef struct {
  guint n;
  guint position;
  guint removed;
  guint added;
} Change;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  Change *change = user_data;

  change->n++;
  change->position = position;
  change->removed = removed;
  change->added = added;
}

static void
complete_script (FaultPeer *peer,
                 gpointer   user_data)
{
  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("Good morning!", "stop"));
  fault_peer_send_last_chunk (peer);
}

static const struct {
  ConfabAppDraft draft;
  ConfabAppField field;
} drafts[] = {
  { { "A", "https://h.example/api/v1", NULL, "app", "sk-123456" }, CONFAB_APP_FIELD_NONE },
  { { NULL, "https://h.example/api/v1", " ", " app ", " sk-123456 " }, CONFAB_APP_FIELD_NONE },
  { { "A", "", NULL, "app", "sk-123456" }, CONFAB_APP_FIELD_BASE_URL },
  { { "A", "http://h.example/api/v1", NULL, "app", "sk-123456" }, CONFAB_APP_FIELD_BASE_URL },
  { { "A", "https://u:p@h.example/", NULL, "app", "sk-123456" }, CONFAB_APP_FIELD_BASE_URL },
  { { "A", "https://h.example/api/v1", "a b", "app", "sk-123456" }, CONFAB_APP_FIELD_WORKSPACE },
  { { "A", "https://h.example/api/v1", "a\r\nX: y", "app", "sk-1" }, CONFAB_APP_FIELD_WORKSPACE },
  { { "A", "https://h.example/api/v1", NULL, "", "sk-123456" }, CONFAB_APP_FIELD_APP_ID },
  { { "A", "https://h.example/api/v1", NULL, "a p", "sk-123456" }, CONFAB_APP_FIELD_APP_ID },
  { { "A", "https://h.example/api/v1", NULL, "a/p", "sk-123456" }, CONFAB_APP_FIELD_APP_ID },
  { { "A", "https://h.example/api/v1", NULL, "..", "sk-123456" }, CONFAB_APP_FIELD_APP_ID },
  { { "A", "https://h.example/api/v1", NULL, "a\nb", "sk-123456" }, CONFAB_APP_FIELD_APP_ID },
  { { "A", "https://h.example/api/v1", NULL, "app", NULL }, CONFAB_APP_FIELD_KEY },
  { { "A", "https://h.example/api/v1", NULL, "app", " " }, CONFAB_APP_FIELD_KEY },
  { { "A", "https://h.example/api/v1", NULL, "app", "sk 1" }, CONFAB_APP_FIELD_KEY },
  { { "A", "https://h.example/api/v1", NULL, "app", "sk-1\nX: y" }, CONFAB_APP_FIELD_KEY },
};

static void
test_check_app (EngineFixture *fixture,
                gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    {
      g_autoptr (GError) error = NULL;
      ConfabAppField field = CONFAB_APP_FIELD_NAME;
      gboolean fine = drafts[i].field == CONFAB_APP_FIELD_NONE;

      g_test_message ("draft %u", i);
      g_assert_cmpint (confab_engine_check_app (fixture->engine, &drafts[i].draft, &field, &error),
                       ==, fine);
      g_assert_cmpint (field, ==, drafts[i].field);
      g_assert_cmpint (error == NULL, ==, fine);
    }
}

/* --- Applications --- */

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static ConfabFailure *
test_draft (EngineFixture        *fixture,
            const ConfabAppDraft *draft)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConfabFailure *failure = NULL;

  confab_engine_test_app_async (fixture->engine, draft, NULL, result_cb, &result);
  loop_until (result != NULL);
  g_assert_true (confab_engine_test_app_finish (fixture->engine, result, &failure, &error));
  g_assert_no_error (error);

  return failure;
}

static void
test_test_app (EngineFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (ConfabDemoService) service = confab_demo_service_new ();
  g_autoptr (ConfabFailure) failure = NULL;
  ConfabAppDraft draft = { "Demo", NULL, NULL, "assistant", TEST_KEY };
  g_autoptr (GError) error = NULL;

  g_assert_true (confab_demo_service_start (service, 0, TEST_KEY, &error));
  g_assert_no_error (error);
  confab_demo_service_set_pace (service, 0);
  draft.base_url = confab_demo_service_get_base_url (service);

  failure = test_draft (fixture, &draft);
  g_assert_null (failure);

  draft.key = "sk-wrong-123456";
  failure = test_draft (fixture, &draft);
  g_assert_nonnull (failure);
  g_assert_cmpint (failure->error_class, ==, CONFAB_ERROR_AUTH);
  g_clear_pointer (&failure, confab_failure_free);

  draft.key = TEST_KEY;
  draft.app_id = "fault-429";
  failure = test_draft (fixture, &draft);
  g_assert_nonnull (failure);
  g_assert_cmpint (failure->error_class, ==, CONFAB_ERROR_QUOTA);
  g_assert_cmpuint (confab_demo_service_get_n_requests (service), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_apps (fixture->engine)), ==, 0);

  confab_demo_service_stop (service);
}

/* A stored connection stands for its address and key: the demo's is known to nobody else. */
static void
test_test_stored (EngineFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (ConfabStudioApp) app = engine_add_demo (fixture->engine);
  g_autoptr (ConfabFailure) failure = NULL;
  ConfabAppDraft draft = {
    .name = "Demo",
    .app_id = "assistant",
    .connection = confab_studio_app_get_connection (app),
  };

  failure = test_draft (fixture, &draft);
  g_assert_null (failure);

  draft.app_id = "fault-not-published";
  failure = test_draft (fixture, &draft);
  g_assert_nonnull (failure);
  g_assert_cmpstr (failure->code, ==, "FlowNotPublished");
  g_assert_nonnull (failure->request_id);
}

static void
test_demo (EngineFixture *fixture,
           gconstpointer  data)
{
  g_autoptr (ConfabStudioApp) app = engine_add_demo (fixture->engine);
  g_autoptr (ConfabStudioApp) again = engine_add_demo (fixture->engine);
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (app == again);
  g_clear_object (&app);
  g_clear_object (&again);
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);

  /* In another run the service is at another address, and comes up when it is needed. */
  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_apps (fixture->engine)), ==, 5);
  app = g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  g_assert_cmpstr (confab_studio_app_get_record (app)->app_id, ==, "assistant");
  engine_hurry_demo (fixture->context);
  session = confab_engine_new_session (fixture->engine, app);
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  answer = engine_send (fixture->engine, conversation, "Who are you?", &error);
  g_assert_no_error (error);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
  g_assert_nonnull (strstr (confab_message_get_text (answer, NULL), "demo"));

  stored = engine_read_database (fixture, "SELECT base_url FROM connection");
  g_assert_cmpstr (stored, ==, "");
}

/* --- Lists --- */

static void
test_session_list (EngineFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (complete_script, NULL);
  GListModel *sessions = confab_engine_get_sessions (fixture->engine);
  g_autoptr (ConfabSession) top = NULL;
  ConfabConversation *conversations[3];
  Change change = { 0 };
  gulong handler;

  for (guint i = 0; i < G_N_ELEMENTS (conversations); i++)
    {
      g_autoptr (ConfabMessage) answer = NULL;

      conversations[i] = engine_talk_to (fixture->engine, server);
      g_assert_cmpuint (g_list_model_get_n_items (sessions), ==, i);
      answer = engine_send (fixture->engine, conversations[i], "Hello", NULL);
      engine_wait_for_end (answer);
      g_assert_cmpuint (g_list_model_get_n_items (sessions), ==, i + 1);
      top = g_list_model_get_item (sessions, 0);
      g_assert_true (top == confab_conversation_get_session (conversations[i]));
      g_clear_object (&top);
    }

  /* The oldest one comes to the top in one change. */
  handler = g_signal_connect (sessions, "items-changed", G_CALLBACK (items_changed_cb), &change);
  {
    g_autoptr (ConfabMessage) answer =
      engine_send (fixture->engine, conversations[0], "Again", NULL);

    engine_wait_for_end (answer);
  }
  g_assert_cmpuint (change.n, ==, 1);
  g_assert_cmpuint (change.position, ==, 0);
  g_assert_cmpuint (change.removed, ==, 3);
  g_assert_cmpuint (change.added, ==, 3);
  g_signal_handler_disconnect (sessions, handler);
  top = g_list_model_get_item (sessions, 0);
  g_assert_true (top == confab_conversation_get_session (conversations[0]));

  confab_engine_delete_session (fixture->engine, top);
  g_assert_cmpuint (g_list_model_get_n_items (sessions), ==, 2);
  confab_engine_rename_session (fixture->engine,
                                confab_conversation_get_session (conversations[1]), "New\nname");
  g_assert_cmpstr (confab_session_get_title (confab_conversation_get_session (conversations[1])),
                   ==, "New name");

  for (guint i = 0; i < G_N_ELEMENTS (conversations); i++)
    g_object_unref (conversations[i]);
}

static void
test_pages (EngineFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (complete_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabConversation) same = NULL;
  g_autoptr (ConfabSession) session =
    g_object_ref (confab_conversation_get_session (conversation));
  gint64 last = 0;

  for (guint i = 0; i < 28; i++)
    {
      g_autoptr (ConfabMessage) answer =
        engine_send (fixture->engine, conversation, "Hello", NULL);

      engine_wait_for_end (answer);
    }

  same = confab_engine_dup_conversation (fixture->engine, session);
  g_assert_true (same == conversation);
  g_clear_object (&same);
  loop_until (!confab_session_get_answering (session));

  /* Gone when nobody holds it, and read again. The turn's last write may still hold it. */
  {
    gpointer weak = conversation;

    g_object_add_weak_pointer (G_OBJECT (conversation), &weak);
    g_clear_object (&conversation);
    loop_until (weak == NULL);
  }
  conversation = confab_engine_dup_conversation (fixture->engine, session);
  g_assert_false (confab_conversation_get_loaded (conversation));
  loop_until (confab_conversation_get_loaded (conversation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 50);
  g_assert_true (confab_conversation_get_has_older (conversation));

  confab_conversation_load_older (conversation);
  confab_conversation_load_older (conversation);
  loop_until (!confab_conversation_get_has_older (conversation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 56);

  for (guint i = 0; i < 56; i++)
    {
      g_autoptr (ConfabMessage) message = engine_get_message (conversation, i);

      g_assert_cmpint (confab_message_get_id (message), >, last);
      g_assert_cmpint (confab_message_get_role (message), ==,
                       i % 2 == 0 ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT);
      last = confab_message_get_id (message);
    }
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

  add ("/engine-apps/check-app", test_check_app);
  add ("/engine-apps/test-app", test_test_app);
  add ("/engine-apps/test-stored", test_test_stored);
  add ("/engine-apps/demo", test_demo);
  add ("/engine-apps/session-list", test_session_list);
  add ("/engine-apps/pages", test_pages);

  return g_test_run ();
}
