/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with sessions, applications and connections as a whole. */

#include "config.h"

#include "confab-engine-catalogue.h"
#include "confab-engine-extras.h"
#include "confab-engine-sessions.h"
#include "confab-title.h"
#include "engine-fixture.h"

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
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static guint
count (EngineFixture *fixture)
{
  return g_list_model_get_n_items (confab_engine_get_sessions (fixture->engine));
}

static gboolean
reads (EngineFixture *fixture,
       const char    *sql,
       const char    *expected)
{
  g_autofree char *value = engine_read_database (fixture, sql);

  return g_strcmp0 (value, expected) == 0;
}

static void
say (EngineFixture      *fixture,
     ConfabConversation *conversation,
     const char         *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabMessage) answer = engine_send (fixture->engine, conversation, text, &error);

  g_assert_no_error (error);
  engine_wait_for_end (answer);
}

static void
restart (EngineFixture *fixture)
{
  engine_fixture_stop (fixture);
  engine_fixture_start (fixture);
}

static ConfabSession *
get_session (EngineFixture *fixture,
             guint          position)
{
  return g_list_model_get_item (confab_engine_get_sessions (fixture->engine), position);
}

static void
test_marks (EngineFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (ConfabSession) again = NULL;

  say (fixture, conversation, "Hi");
  confab_engine_pin_session (fixture->engine, session, TRUE);
  confab_engine_archive_session (fixture->engine, session, TRUE);
  confab_engine_mark_session (fixture->engine, session, TRUE);
  g_clear_object (&conversation);
  restart (fixture);

  again = get_session (fixture, 0);
  g_assert_true (confab_session_get_pinned (again));
  g_assert_true (confab_session_get_archived (again));
  g_assert_true (confab_session_get_unread (again));
}

static void
test_delete_and_undo (EngineFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabSession) session =
    g_object_ref (confab_conversation_get_session (conversation));

  say (fixture, conversation, "Hi");
  confab_engine_delete_session (fixture->engine, session);
  g_assert_cmpuint (count (fixture), ==, 0);
  g_assert_true (confab_engine_restore_session (fixture->engine, session));
  g_assert_false (confab_engine_restore_session (fixture->engine, session));
  g_assert_cmpuint (count (fixture), ==, 1);
  say (fixture, conversation, "Again");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 4);

  /* As it is killed: nobody has said that it shall go for good. */
  confab_engine_delete_session (fixture->engine, session);
  loop_until (reads (fixture, "SELECT deleted FROM session", "2"));
  {
    g_autofree char *copy = g_strconcat (fixture->directory, "-killed", NULL);
    const char *argv[] = { "cp", "-r", fixture->directory, copy, NULL };
    EngineFixture killed = { copy, NULL, NULL };
    const char *rm[] = { "rm", "-r", copy, NULL };

    g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                                 NULL, NULL, NULL));
    engine_fixture_start (&killed);
    g_assert_cmpuint (count (&killed), ==, 1);
    g_assert_true (reads (&killed, "SELECT deleted FROM session", "0"));
    engine_fixture_stop (&killed);
    g_spawn_sync (NULL, (char **) rm, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                  NULL);
  }

  /* Closing is saying so. */
  g_clear_object (&session);
  g_clear_object (&conversation);
  restart (fixture);
  g_assert_cmpuint (count (fixture), ==, 0);
  loop_until (reads (fixture, "SELECT count(*) FROM message", "0"));
}

static void
test_duplicate (EngineFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabSession) copy = NULL;
  g_autoptr (ConfabConversation) copied = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    say (fixture, conversation, "Hi");
  confab_engine_duplicate_session_async (fixture->engine, session, NULL, result_cb, &result);
  loop_until (result != NULL);
  copy = confab_engine_duplicate_session_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpstr (confab_session_get_title (copy), ==, "Hi (copy)");
  g_assert_null (confab_session_get_record (copy)->remote_id);

  copied = confab_engine_dup_conversation (fixture->engine, copy);
  loop_until (confab_conversation_get_loaded (copied));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (copied)), ==, 6);
  say (fixture, copied, "More");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (copied)), ==, 8);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 6);
}

/* With its presets, labels and options, and with what waits in the composer. */
static void
test_duplicate_extras (EngineFixture *fixture,
                       gconstpointer  data)
{
  static const char text[] =
    "{\"parameters\":{\"seed\":7},\"presets\":[3,1],\"local\":{\"labels\":{\"plugins\":{\"a\":\"A\"}}}}";
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabSession *session = confab_conversation_get_session (conversation);
  g_autoptr (ConfabOptions) options = confab_options_new_from_json (text, NULL);
  g_autoptr (ConfabAttachment) attachment =
    confab_attachment_new (CONFAB_ATTACHMENT_IMAGE, "https://example.com/roof.png", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabSession) copy = NULL;
  g_autoptr (ConfabOptions) copied = NULL;
  g_autoptr (ConfabAttachment) there = NULL;
  g_autoptr (GError) error = NULL;
  ConfabExtras *extras;

  say (fixture, conversation, "Hi");
  confab_engine_set_session_options (fixture->engine, session, options);
  confab_engine_save_draft (fixture->engine, session, "What is on the");
  g_assert_true (confab_extras_add (confab_engine_get_extras (fixture->engine, session), attachment,
                                    &error));

  /* At once: it need not have come to disk by itself. */
  confab_engine_duplicate_session_async (fixture->engine, session, NULL, result_cb, &result);
  loop_until (result != NULL);
  copy = confab_engine_duplicate_session_finish (fixture->engine, result, &error);
  g_assert_no_error (error);

  copied = confab_engine_dup_session_options (fixture->engine, copy);
  g_assert_true (confab_options_equal (copied, options));
  g_assert_cmpstr (confab_session_get_draft (copy), ==, "What is on the");
  extras = confab_engine_get_extras (fixture->engine, copy);
  loop_until (!confab_extras_is_empty (extras));
  there = g_list_model_get_item (confab_extras_get_attachments (extras), 0);
  g_assert_cmpstr (confab_attachment_get_address (there), ==, "https://example.com/roof.png");

  /* They are two from here on. */
  confab_extras_clear (extras);
  g_assert_false (confab_extras_is_empty (confab_engine_get_extras (fixture->engine, session)));
}

static void
test_temporary (EngineFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabConversation) temporary = NULL;

  session = confab_engine_new_temporary (
    fixture->engine, confab_session_get_app (confab_conversation_get_session (conversation)));
  temporary = confab_engine_dup_conversation (fixture->engine, session);
  confab_engine_save_draft (fixture->engine, session, "secret draft");
  say (fixture, temporary, "Secret");
  g_assert_cmpuint (count (fixture), ==, 1);

  /* It is still there when it was left, also after a look at what others have written. */
  g_clear_object (&temporary);
  say (fixture, conversation, "Stored");
  g_assert_cmpuint (count (fixture), ==, 2);
  confab_engine_look_again (fixture->engine);
  temporary = confab_engine_dup_conversation (fixture->engine, session);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (temporary)), ==, 2);
  confab_engine_delete_session (fixture->engine, session);
  g_assert_cmpuint (count (fixture), ==, 1);

  g_clear_object (&temporary);
  g_clear_object (&session);
  g_clear_object (&conversation);
  restart (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_true (reads (fixture, "SELECT count(*) FROM message", "2"));
}

static void
test_move (EngineFixture *fixture,
           gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (FaultServer) other = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  g_autoptr (ConfabConversation) second = engine_talk_to (fixture->engine, other);
  g_autoptr (ConfabStudioApp) app = NULL;
  ConfabSession *session = confab_conversation_get_session (conversation);

  app = g_object_ref (confab_session_get_app (confab_conversation_get_session (second)));
  say (fixture, conversation, "Hi");
  g_assert_true (confab_engine_move_session (fixture->engine, session, app));
  g_assert_null (confab_session_get_record (session)->remote_id);
  say (fixture, conversation, "There");
  g_assert_cmpuint (fault_server_get_n_requests (other), ==, 1);
  g_assert_cmpuint (confab_engine_count_sessions (fixture->engine, app), ==, 1);
}

/* Both go with all that belongs to them; the key leaves the keyring. */
static void
test_delete_connection (EngineFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (greeting_script, NULL);
  g_autoptr (ConfabConversation) conversation = engine_talk_to (fixture->engine, server);
  ConfabStudioApp *app = confab_session_get_app (confab_conversation_get_session (conversation));
  g_autoptr (ConfabConnection) connection =
    g_object_ref (confab_studio_app_get_connection (app));
  ConfabPresetRecord preset = { 0, confab_studio_app_get_record (app)->id, (char *) "Rules",
                                CONFAB_PRESET_PLUGIN, (char *) "{}" };
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) deleted = NULL;
  g_autoptr (ConfabPreset) stored = NULL;
  g_autoptr (GAsyncResult) looked_up = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  say (fixture, conversation, "Hi");
  confab_engine_save_preset_async (fixture->engine, &preset, NULL, result_cb, &saved);
  loop_until (saved != NULL);
  stored = confab_engine_save_preset_finish (fixture->engine, saved, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_presets (fixture->engine)), ==, 1);

  g_clear_object (&conversation);
  confab_engine_delete_connection_async (fixture->engine, connection, NULL, result_cb, &deleted);
  loop_until (deleted != NULL);
  g_assert_true (confab_engine_delete_connection_finish (fixture->engine, deleted, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_apps (fixture->engine)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (confab_engine_get_presets (fixture->engine)), ==, 0);
  loop_until (reads (fixture,
                     "SELECT (SELECT count(*) FROM connection) + (SELECT count(*) FROM app) +"
                     " (SELECT count(*) FROM session) + (SELECT count(*) FROM message) +"
                     " (SELECT count(*) FROM preset)",
                     "0"));

  confab_context_find_key_async (fixture->context, connection, NULL, result_cb, &looked_up);
  loop_until (looked_up != NULL);
  key = confab_context_find_key_finish (fixture->context, looked_up, NULL);
  g_assert_null (key);
}

static void
test_change_and_order (EngineFixture *fixture,
                       gconstpointer  data)
{
  GListModel *apps = confab_engine_get_apps (fixture->engine);
  g_autoptr (GAsyncResult) changed = NULL;
  g_autoptr (ConfabAppRecord) record = NULL;
  g_autoptr (ConfabStudioApp) first = NULL;
  g_autoptr (GError) error = NULL;
  const char *names[] = { "one", "two", "three" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_unref (engine_add_app (fixture->engine, "https://h.example/api/v1", names[i], NULL));
  first = g_list_model_get_item (apps, 0);
  record = confab_app_record_copy (confab_studio_app_get_record (first));
  g_free (record->name);
  record->name = g_strdup ("Renamed");
  confab_engine_change_app_async (fixture->engine, first, record, NULL, result_cb, &changed);
  loop_until (changed != NULL);
  g_assert_true (confab_engine_change_app_finish (fixture->engine, changed, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (confab_studio_app_get_name (first), ==, "Renamed");
  confab_engine_move_app (fixture->engine, first, 2);
  g_clear_object (&first);
  g_clear_object (&changed);
  restart (fixture);

  apps = confab_engine_get_apps (fixture->engine);
  first = g_list_model_get_item (apps, 2);
  g_assert_cmpstr (confab_studio_app_get_name (first), ==, "Renamed");
}

static void
test_titles (void)
{
  static const char * const cases[][2] = {
    { "Hi", "Hi" },
    { "\n\n  ## What is new?\nTell me.", "What is new?" },
    { "```\ncode\n```", "code" },
    { "Translate the following text into French, and keep its tone and its line breaks as they are",
      "Translate the following text into French, and keep its…" },
    { "宿舍可以用大功率电器吗？如果不可以，请说明原因和处罚规定。", "宿舍可以用大功率电器吗？" },
    { "请根据学校的宿舍管理规定详细说明一下学生在宿舍里面可以使用哪些电器以及哪些电器是不允许使用的",
      "请根据学校的宿舍管理规定详细说明一下学生在宿舍里面可以使…" },
    { "   ", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = confab_title_from_prompt (cases[i][0]);

      g_assert_cmpstr (title, ==, cases[i][1]);
    }
}

#define ADD(path, test)                                                                            \
  g_test_add ("/sessions/" path, EngineFixture, NULL, engine_fixture_set_up, test,                 \
              engine_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_unsetenv ("DASHSCOPE_HTTP_BASE_URL");

  ADD ("marks", test_marks);
  ADD ("delete-and-undo", test_delete_and_undo);
  ADD ("duplicate", test_duplicate);
  ADD ("duplicate-extras", test_duplicate_extras);
  ADD ("temporary", test_temporary);
  ADD ("move", test_move);
  ADD ("delete-connection", test_delete_connection);
  ADD ("change-and-order", test_change_and_order);
  g_test_add_func ("/sessions/titles", test_titles);

  return g_test_run ();
}
