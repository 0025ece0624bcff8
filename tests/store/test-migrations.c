/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-support.h"

#include "confab-database.h"
#include "confab-migrations.h"

#include <glib/gstdio.h>
#include <string.h>

/* Databases of earlier versions, and the way to this one. */


static const ConfabMigration steps[] = {
  { 1, "CREATE TABLE thing (name TEXT) STRICT; INSERT INTO thing VALUES ('first');" },
  { 2, "ALTER TABLE thing ADD COLUMN size INTEGER; UPDATE thing SET size = 2;" },
  { 3, "INSERT INTO thing VALUES ('third', 3);" },
};

static const ConfabMigration bad_steps[] = {
  { 1, "" },
  { 2, "UPDATE thing SET name = 'spoilt';" },
  { 3, "INSERT INTO no_such_table VALUES (1);" },
};

static void
test_migrations (void)
{
  char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);
  g_autofree char *copy = g_strconcat (path, ".version-1", NULL);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  {
    g_autoptr (ConfabDatabase) database = NULL;

    database = confab_database_open (path, CONFAB_DATABASE_WRITE, &error);
    g_assert_no_error (error);
    g_assert_true (confab_migrations_run (database, path, steps, 1, &error));
    g_assert_no_error (error);
    /* A new one needs no copy. */
    g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));

    /* A step that fails takes back those before it. */
    g_assert_false (confab_migrations_run (database, path, bad_steps, 3, &error));
    g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
    g_clear_error (&error);
  }
  g_assert_cmpint (database_ask (path, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM thing WHERE name = 'first'"), ==, 1);

  {
    g_autoptr (ConfabDatabase) database = NULL;

    database = confab_database_open (path, CONFAB_DATABASE_WRITE, &error);
    g_assert_true (confab_migrations_run (database, path, steps, G_N_ELEMENTS (steps), &error));
    g_assert_no_error (error);
    /* Nothing to do is fine. */
    g_assert_true (confab_migrations_run (database, path, steps, G_N_ELEMENTS (steps), &error));
  }
  g_assert_cmpint (database_ask (path, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (database_ask (path, "PRAGMA application_id"), ==, CONFAB_APPLICATION_ID);
  g_assert_cmpint (database_ask (path, "SELECT sum (size) FROM thing"), ==, 5);

  /* The copy is the database as it was, for its owner only. */
  g_assert_cmpint (database_ask (copy, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (database_ask (copy, "SELECT count(*) FROM thing"), ==, 1);
  g_assert_cmpint (g_stat (copy, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  /* Without the copy nothing is done. */
  {
    g_autoptr (ConfabDatabase) database = NULL;
    g_autofree char *nowhere = g_build_filename (directory, "no", "such", "place", NULL);

    database_ask (path, "PRAGMA user_version = 2");
    database = confab_database_open (path, CONFAB_DATABASE_WRITE, &error);
    g_assert_false (confab_migrations_run (database, nowhere, steps, G_N_ELEMENTS (steps),
                                           &error));
    g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE);
  }
  g_assert_cmpint (database_ask (path, "PRAGMA user_version"), ==, 2);

  test_directory_remove (directory);
}

static void
test_version (gconstpointer data)
{
  const char *fixture = data;
  char *directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "confab.db", NULL);
  g_autoptr (ConfabStore) store = confab_store_new (directory);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabCatalogue) catalogue = NULL;
  g_autoptr (ConfabSessionRecord) session = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  ConfabConnectionRecord *connection;
  ConfabAppRecord *app;
  ConfabMessageRecord *message;

  database_load_fixture (path, fixture);
  store_open (store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (confab_store_get_state (store), ==, CONFAB_STORE_OPEN);

  catalogue = store_load_catalogue (store, &error);
  g_assert_no_error (error);
  connection = g_ptr_array_index (catalogue->connections, 0);
  g_assert_cmpstr (connection->name, ==, "Singapore");
  g_assert_cmpstr (connection->account, ==, "00112233445566778899aabbccddeeff");
  g_assert_cmpuint (connection->connect_timeout, ==, 15);
  app = g_ptr_array_index (catalogue->apps, 0);
  g_assert_cmpstr (app->name, ==, "Travel guide");
  g_assert_cmpint (app->kind, ==, CONFAB_KIND_ORCHESTRATION);

  session = store_find_session (store, 3);
  g_assert_cmpstr (session->title, ==, "新加坡 food");
  g_assert_cmpstr (session->remote_id, ==, "00112233445566778899aabbccddeeff");
  g_assert_cmpuint (session->message_count, ==, 3);
  g_assert_cmpint (session->last_status, ==, CONFAB_STATUS_INTERRUPTED);

  messages = store_load_messages (store, 3, 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 3);
  message = g_ptr_array_index (messages, 0);
  g_assert_cmpint (message->role, ==, CONFAB_ROLE_USER);
  g_assert_cmpstr (message->text, ==, "有什么美食？");
  message = g_ptr_array_index (messages, 1);
  g_assert_cmpint (message->status, ==, CONFAB_STATUS_REFUSED);
  g_assert_cmpint (message->failure->error_class, ==, CONFAB_ERROR_QUOTA);
  g_assert_cmpint (message->failure->http_status, ==, 429);
  /* Its run is long gone. */
  message = g_ptr_array_index (messages, 2);
  g_assert_cmpint (message->status, ==, CONFAB_STATUS_INTERRUPTED);
  g_assert_cmpstr (message->text, ==, "Laksa and");
  g_assert_cmpuint (message->usage->len, ==, 1);
  if (g_str_equal (fixture, "1.sql"))
    g_assert_null (message->rest);
  else
    g_assert_cmpstr (message->rest, ==, "{\"output\":{\"reject_status\":true}}");
  if (g_str_equal (fixture, "3.sql"))
    {
      /* Deleted by a run that is gone: it has come back by itself. */
      g_autoptr (ConfabSessionRecord) back = store_find_session (store, 4);

      g_assert_nonnull (back);
      g_assert_cmpstr (back->title, ==, "Brought back");
    }
  store_close (store);

  g_assert_cmpint (database_ask (path, "SELECT count(*) FROM message_index"
                                       " WHERE message_index MATCH '\"美食\" OR laksa'"), ==, 2);
  g_assert_cmpint (database_ask (path, "INSERT INTO message_index (message_index, rank)"
                                       " VALUES ('integrity-check', 1)"), ==, 0);
  test_directory_remove (directory);
}

static char *
describe_schema (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabDatabase) database = NULL;
  g_autoptr (ConfabStatement) statement = NULL;
  GString *description = g_string_new (NULL);

  database = confab_database_open (path, CONFAB_DATABASE_READ, &error);
  g_assert_no_error (error);
  statement = confab_database_prepare (database,
                                       "SELECT t.name || ' ' || coalesce (c.name, '') || ' ' ||"
                                       " coalesce (c.type, '') || ' ' || coalesce (c.\"notnull\","
                                       " '') || ' ' || coalesce (c.pk, '') FROM sqlite_schema t"
                                       " LEFT JOIN pragma_table_info (t.name) c"
                                       " ORDER BY t.name, c.cid",
                                       &error);
  g_assert_no_error (error);
  while (confab_statement_step (statement, &error) == CONFAB_STEP_ROW)
    g_string_append_printf (description, "%s\n", confab_statement_get_text (statement, 0));
  g_assert_no_error (error);

  return g_string_free (description, FALSE);
}

/* A database that came a long way has the same tables as a new one. */
static void
test_same_schema (gconstpointer data)
{
  char *old = test_directory_new ();
  char *fresh = test_directory_new ();
  g_autofree char *old_path = g_build_filename (old, "confab.db", NULL);
  g_autofree char *fresh_path = g_build_filename (fresh, "confab.db", NULL);
  g_autoptr (ConfabStore) old_store = confab_store_new (old);
  g_autoptr (ConfabStore) fresh_store = confab_store_new (fresh);
  g_autofree char *old_schema = NULL;
  g_autofree char *fresh_schema = NULL;

  database_load_fixture (old_path, data);
  g_assert_true (store_open (old_store, NULL));
  store_close (old_store);
  g_assert_true (store_open (fresh_store, NULL));
  store_close (fresh_store);

  old_schema = describe_schema (old_path);
  fresh_schema = describe_schema (fresh_path);
  g_assert_cmpstr (old_schema, ==, fresh_schema);

  test_directory_remove (old);
  test_directory_remove (fresh);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/migrations/steps", test_migrations);
  g_test_add_data_func ("/store/migrations/version-1", "1.sql", test_version);
  g_test_add_data_func ("/store/migrations/version-2", "2.sql", test_version);
  g_test_add_data_func ("/store/migrations/version-3", "3.sql", test_version);
  g_test_add_data_func ("/store/migrations/version-4", "4.sql", test_version);
  g_test_add_data_func ("/store/migrations/version-5", "5.sql", test_version);
  g_test_add_data_func ("/store/migrations/same-schema-1", "1.sql", test_same_schema);
  g_test_add_data_func ("/store/migrations/same-schema-2", "2.sql", test_same_schema);
  g_test_add_data_func ("/store/migrations/same-schema-3", "3.sql", test_same_schema);
  g_test_add_data_func ("/store/migrations/same-schema-4", "4.sql", test_same_schema);
  g_test_add_data_func ("/store/migrations/same-schema-5", "5.sql", test_same_schema);

  return g_test_run ();
}
