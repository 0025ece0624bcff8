/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "confab-json-path.h"
#include "confab-json.h"

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_directory (child);
      else
        g_unlink (child);
    }

  g_rmdir (path);
}

void
engine_fixture_start (EngineFixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture->context = confab_context_new (fixture->directory, FALSE);
  confab_context_set_retry_base (fixture->context, 20);
  fixture->engine = confab_engine_new (fixture->context);
  confab_engine_start_async (fixture->engine, NULL, result_cb, &result);
  loop_until (result != NULL);
  g_assert_true (confab_engine_start_finish (fixture->engine, result, &error));
  g_assert_no_error (error);
  g_assert_true (confab_engine_get_ready (fixture->engine));
}

void
engine_fixture_stop (EngineFixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer context;

  confab_engine_close_async (fixture->engine, result_cb, &result);
  loop_until (result != NULL);
  confab_engine_close_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  g_assert_finalize_object (g_steal_pointer (&fixture->engine));

  /* A keyring that was told to stop has its answer on the way, and holds it until then. */
  context = fixture->context;
  g_object_add_weak_pointer (G_OBJECT (context), &context);
  g_clear_object (&fixture->context);
  loop_until (context == NULL);
}

void
engine_fixture_set_up (EngineFixture *fixture,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("confab-engine-XXXXXX", &error);
  g_assert_no_error (error);
  engine_fixture_start (fixture);
}

void
engine_fixture_tear_down (EngineFixture *fixture,
                          gconstpointer  data)
{
  if (fixture->engine != NULL)
    engine_fixture_stop (fixture);
  remove_directory (fixture->directory);
  g_free (fixture->directory);
}

ConfabStudioApp *
engine_add_app (ConfabEngine  *engine,
                const char    *base_url,
                const char    *app_id,
                GError       **error)
{
  ConfabAppDraft draft = { "Tested", base_url, NULL, app_id, TEST_KEY };
  g_autoptr (GAsyncResult) result = NULL;

  confab_engine_add_app_async (engine, &draft, NULL, result_cb, &result);
  loop_until (result != NULL);

  return confab_engine_add_app_finish (engine, result, error);
}

ConfabStudioApp *
engine_add_demo (ConfabEngine *engine)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConfabStudioApp *app;

  confab_engine_add_demo_async (engine, NULL, result_cb, &result);
  loop_until (result != NULL);
  app = confab_engine_add_demo_finish (engine, result, &error);
  g_assert_no_error (error);

  return app;
}

void
engine_hurry_demo (ConfabContext *context)
{
  g_autoptr (GError) error = NULL;
  ConfabDemoService *demo = confab_context_start_demo (context, &error);

  g_assert_no_error (error);
  confab_demo_service_set_pace (demo, 0);
}

char *
engine_dup_sent (ConfabContext *context,
                 const char    *path)
{
  ConfabDemoService *demo = confab_context_start_demo (context, NULL);
  g_auto (GStrv) lines = confab_demo_service_dup_requests (demo);
  g_autoptr (JsonNode) record = confab_json_parse (lines[g_strv_length (lines) - 1], -1, NULL);
  JsonNode *found;

  g_assert_nonnull (record);
  found = confab_json_path_get (json_node_get_object (record), path);

  return found != NULL ? confab_json_to_text (found) : NULL;
}

ConfabMessage *
engine_send (ConfabEngine        *engine,
             ConfabConversation  *conversation,
             const char          *prompt,
             GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_engine_send_async (engine, conversation, prompt, NULL, NULL, result_cb, &result);
  loop_until (result != NULL);

  return confab_engine_send_finish (engine, result, error);
}

ConfabMessage *
engine_retry (ConfabEngine        *engine,
              ConfabConversation  *conversation,
              ConfabMessage       *answer,
              GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_engine_retry_async (engine, conversation, answer, NULL, NULL, result_cb, &result);
  loop_until (result != NULL);

  return confab_engine_retry_finish (engine, result, error);
}

void
engine_wait_for_end (ConfabMessage *answer)
{
  loop_until (!confab_status_is_open (confab_message_get_status (answer)));
}

ConfabConversation *
engine_talk_to (ConfabEngine *engine,
                FaultServer  *server)
{
  g_autofree char *url = fault_server_dup_url (server, "/api/v1");
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (GError) error = NULL;

  app = engine_add_app (engine, url, "tested-app", &error);
  g_assert_no_error (error);
  session = confab_engine_new_session (engine, app);

  return confab_engine_dup_conversation (engine, session);
}

ConfabConversation *
engine_talk_to_demo (EngineFixture *fixture,
                     const char    *app_id)
{
  g_autoptr (ConfabStudioApp) first = engine_add_demo (fixture->engine);
  GListModel *apps = confab_engine_get_apps (fixture->engine);
  g_autoptr (ConfabSession) session = NULL;

  engine_hurry_demo (fixture->context);
  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if (g_str_equal (confab_studio_app_get_record (app)->app_id, app_id))
        session = confab_engine_new_session (fixture->engine, app);
    }
  g_assert_nonnull (session);

  return confab_engine_dup_conversation (fixture->engine, session);
}

ConfabMessage *
engine_get_message (ConfabConversation *conversation,
                    guint               position)
{
  return g_list_model_get_item (G_LIST_MODEL (conversation), position);
}

char *
engine_read_database (EngineFixture *fixture,
                      const char    *sql)
{
  g_autofree char *path = g_build_filename (fixture->directory, "confab.db", NULL);
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  char *value = NULL;
  int code;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 5000);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    value = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  else
    g_assert_cmpint (code, ==, SQLITE_DONE);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return value;
}
