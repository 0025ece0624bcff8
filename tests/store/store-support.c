/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-support.h"

#include "confab-database.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define WAIT_SECONDS 60

char *
test_directory_new (void)
{
  g_autoptr (GError) error = NULL;
  char *directory = g_dir_make_tmp ("confab-store-XXXXXX", &error);

  g_assert_no_error (error);

  return directory;
}

void
test_directory_remove (char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        {
          test_directory_remove (path);
        }
      else
        {
          g_unlink (path);
          g_free (path);
        }
    }

  g_rmdir (directory);
  g_free (directory);
}

void
store_fixture_set_up (StoreFixture  *fixture,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = test_directory_new ();
  fixture->path = g_build_filename (fixture->directory, "confab.db", NULL);
  fixture->store = confab_store_new (fixture->directory);
  store_open (fixture->store, &error);
  g_assert_no_error (error);
}

void
store_fixture_tear_down (StoreFixture  *fixture,
                         gconstpointer  data)
{
  store_close (fixture->store);
  g_assert_finalize_object (fixture->store);
  g_free (fixture->path);
  test_directory_remove (fixture->directory);
}

void
pending_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Pending *pending = user_data;

  g_assert_null (pending->result);
  pending->result = g_object_ref (result);
}

static gboolean
give_up_cb (gpointer user_data)
{
  g_error ("The store did not answer within %d seconds", WAIT_SECONDS);

  return G_SOURCE_REMOVE;
}

/* The result stays in @pending, which the caller clears. */
GAsyncResult *
pending_wait (Pending *pending)
{
  guint id = g_timeout_add_seconds (WAIT_SECONDS, give_up_cb, NULL);

  while (pending->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);

  return pending->result;
}

gboolean
store_open (ConfabStore  *store,
            GError      **error)
{
  Pending pending = { NULL };
  gboolean ok;

  confab_store_open_async (store, NULL, pending_cb, &pending);
  ok = confab_store_open_finish (store, pending_wait (&pending), error);
  g_object_unref (pending.result);

  return ok;
}

void
store_close (ConfabStore *store)
{
  g_autoptr (GError) error = NULL;
  Pending pending = { NULL };

  confab_store_close_async (store, pending_cb, &pending);
  g_assert_true (confab_store_close_finish (store, pending_wait (&pending), &error));
  g_assert_no_error (error);
  g_object_unref (pending.result);
  g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_CLOSED);
}

gssize
store_recover (ConfabStore *store)
{
  g_autoptr (GError) error = NULL;
  Pending pending = { NULL };
  gssize n_marked;

  confab_store_recover_async (store, NULL, pending_cb, &pending);
  n_marked = confab_store_recover_finish (store, pending_wait (&pending), &error);
  g_assert_no_error (error);
  g_object_unref (pending.result);

  return n_marked;
}

ConfabCatalogue *
store_load_catalogue (ConfabStore  *store,
                      GError      **error)
{
  Pending pending = { NULL };
  ConfabCatalogue *catalogue;

  confab_store_load_catalogue_async (store, NULL, pending_cb, &pending);
  catalogue = confab_store_load_catalogue_finish (store, pending_wait (&pending), error);
  g_object_unref (pending.result);

  return catalogue;
}

GPtrArray *
store_load_sessions (ConfabStore  *store,
                     GError      **error)
{
  Pending pending = { NULL };
  GPtrArray *sessions;

  confab_store_load_sessions_async (store, NULL, pending_cb, &pending);
  sessions = confab_store_load_sessions_finish (store, pending_wait (&pending), error);
  g_object_unref (pending.result);

  return sessions;
}

GPtrArray *
store_load_messages (ConfabStore  *store,
                     gint64        session,
                     gint64        before,
                     guint         limit,
                     GError      **error)
{
  Pending pending = { NULL };
  GPtrArray *messages;

  confab_store_load_messages_async (store, session, before, limit, NULL, pending_cb, &pending);
  messages = confab_store_load_messages_finish (store, pending_wait (&pending), error);
  g_object_unref (pending.result);

  return messages;
}

/* A connection and an application on it. */
gint64
store_add_app (ConfabStore  *store,
               GError      **error)
{
  ConfabConnectionRecord *connection = confab_connection_record_new ();
  ConfabAppRecord *app = confab_app_record_new ();
  Pending pending = { NULL };
  gint64 id;

  connection->name = g_strdup ("Somewhere");
  connection->base_url = g_strdup ("https://example.org/api/v1");
  confab_store_save_connection_async (store, connection, NULL, pending_cb, &pending);
  id = confab_store_save_connection_finish (store, pending_wait (&pending), error);
  g_clear_object (&pending.result);
  if (id == 0)
    {
      confab_app_record_free (app);
      return 0;
    }

  app->connection_id = id;
  app->app_id = g_strdup ("assistant");
  app->name = g_strdup ("Assistant");
  app->kind = CONFAB_KIND_AGENT;
  app->color = g_strdup ("blue_3");
  confab_store_save_app_async (store, app, NULL, pending_cb, &pending);
  id = confab_store_save_app_finish (store, pending_wait (&pending), error);
  g_object_unref (pending.result);

  return id;
}

gint64
store_save_session (ConfabStore          *store,
                    ConfabSessionRecord  *record,
                    GError              **error)
{
  Pending pending = { NULL };
  gint64 id;

  confab_store_save_session_async (store, record, TEST_ALL_PARTS, NULL, pending_cb, &pending);
  id = confab_store_save_session_finish (store, pending_wait (&pending), error);
  g_object_unref (pending.result);

  return id;
}

gboolean
store_delete_session (ConfabStore  *store,
                      gint64        session,
                      GError      **error)
{
  Pending pending = { NULL };
  gboolean ok;

  confab_store_delete_session_async (store, session, CONFAB_DELETE_FOR_GOOD, NULL, pending_cb,
                                     &pending);
  ok = confab_store_delete_session_finish (store, pending_wait (&pending), error);
  g_object_unref (pending.result);

  return ok;
}

gboolean
store_begin_turn (ConfabStore          *store,
                  ConfabSessionRecord  *session,
                  ConfabMessageRecord  *prompt,
                  ConfabMessageRecord  *answer,
                  ConfabTurnIds        *ids,
                  GError              **error)
{
  Pending pending = { NULL };
  gboolean ok;

  confab_store_begin_turn_async (store, session, TEST_ALL_PARTS, prompt, answer, FALSE, NULL,
                                 pending_cb, &pending);
  ok = confab_store_begin_turn_finish (store, pending_wait (&pending), ids, error);
  g_object_unref (pending.result);

  return ok;
}

gboolean
store_save_answer (ConfabStore          *store,
                   ConfabMessageRecord  *answer,
                   ConfabSessionRecord  *session,
                   GError              **error)
{
  Pending pending = { NULL };
  gboolean ok;

  confab_store_save_answer_async (store, answer, session, TEST_ALL_PARTS, NULL, pending_cb,
                                  &pending);
  ok = confab_store_save_answer_finish (store, pending_wait (&pending), error);
  g_object_unref (pending.result);

  return ok;
}

ConfabSessionRecord *
make_session (gint64      id,
              gint64      app,
              const char *title)
{
  ConfabSessionRecord *record = confab_session_record_new ();

  record->id = id;
  record->app = app;
  record->title = g_strdup (title);
  record->created_at = 1000;
  record->updated_at = 1000;

  return record;
}

ConfabMessageRecord *
make_prompt (const char *text)
{
  ConfabMessageRecord *record = confab_message_record_new ();

  record->role = CONFAB_ROLE_USER;
  record->text = g_strdup (text);
  record->created_at = 2000;

  return record;
}

ConfabMessageRecord *
make_answer (gint64        id,
             ConfabStatus  status,
             const char   *text)
{
  ConfabMessageRecord *record = confab_message_record_new ();

  record->id = id;
  record->role = CONFAB_ROLE_ASSISTANT;
  record->status = status;
  record->text = g_strdup (text);
  record->created_at = 2000;

  return record;
}

ConfabSessionRecord *
store_find_session (ConfabStore *store,
                    gint64       id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = store_load_sessions (store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < sessions->len; i++)
    {
      ConfabSessionRecord *record = g_ptr_array_index (sessions, i);

      if (record->id == id)
        return confab_session_record_copy (record);
    }

  return NULL;
}

/* From the SQL of a version as it was published, with rows in it. */
void
database_load_fixture (const char *path,
              const char *name)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "fixtures", "schema", name, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabDatabase) database = NULL;

  g_file_get_contents (file, &sql, NULL, &error);
  g_assert_no_error (error);
  database = confab_database_open (path, CONFAB_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  confab_database_execute (database, sql, &error);
  g_assert_no_error (error);
}

gint64
database_ask (const char *path,
              const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabDatabase) database = NULL;
  gint64 value;

  database = confab_database_open (path, CONFAB_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  confab_database_query_int (database, sql, &value, &error);
  g_assert_no_error (error);

  return value;
}

char *
file_hash (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, length);
}

/* Closes and opens again, so that what is read afterwards came from the disk. */
void
store_fixture_reopen (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  store_close (fixture->store);
  store_open (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (confab_store_get_state (fixture->store), ==, CONFAB_STORE_OPEN);
}

/* The full-text tables hold exactly what the messages and titles hold. No answer may be open. */
void
database_check_index (const char *path)
{
  g_assert_cmpint (database_ask (path, "INSERT INTO message_index (message_index, rank)"
                                       " VALUES ('integrity-check', 1)"), ==, 0);
  g_assert_cmpint (database_ask (path, "INSERT INTO session_index (session_index, rank)"
                                       " VALUES ('integrity-check', 1)"), ==, 0);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM pragma_integrity_check"
                                       " WHERE integrity_check <> 'ok'"), ==, 0);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);
}

gint64
store_fixture_begin (StoreFixture  *fixture,
                     gint64         session,
                     gint64         app,
                     const char    *prompt,
                     ConfabTurnIds *ids)
{
  g_autoptr (GError) error = NULL;

  store_begin_turn (fixture->store, make_session (session, app, "A title"), make_prompt (prompt),
                    make_answer (0, CONFAB_STATUS_QUEUED, ""), ids, &error);
  g_assert_no_error (error);

  return ids->session;
}
