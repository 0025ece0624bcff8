/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-salvage.h"

#include "confab-database.h"
#include "confab-migrations.h"
#include "confab-store-private.h"

#include <glib/gstdio.h>

/* Row by row, also where there is none: beyond this many ids nobody waits for more. */
#define MAX_IDS 4000000

/* So many ids in a row that give nothing, and there is nothing more. */
#define MAX_GAP 20000

/* In the order in which they name each other. */
static const char * const tables[] = { "connection", "app", "preset", "session", "message",
                                      "extras", "open_answer", "open_text" };

static char *
make_mark_path (const char *path)
{
  return g_strconcat (path, ".damaged", NULL);
}

/**
 * confab_salvage_mark:
 * @path: a database that was found to be damaged
 *
 * The next opening puts it aside.
 */
void
confab_salvage_mark (const char *path)
{
  g_autofree char *mark = make_mark_path (path);

  if (!g_file_test (mark, G_FILE_TEST_EXISTS) && !g_file_set_contents (mark, "", 0, NULL))
    g_debug ("A damaged database could not be marked");
}

/**
 * confab_salvage_is_marked:
 * @path: a database
 *
 * Returns: whether it was found to be damaged
 */
gboolean
confab_salvage_is_marked (const char *path)
{
  g_autofree char *mark = make_mark_path (path);

  return g_file_test (mark, G_FILE_TEST_EXISTS);
}

/* What a look at everything says: the tables first, then what full-text search keeps in its own. */
static gboolean
check_all (ConfabDatabase *database)
{
  g_autoptr (ConfabStatement) check = NULL;

  check = confab_database_prepare (database, "PRAGMA integrity_check (1)", NULL);
  if (check == NULL || confab_statement_step (check, NULL) != CONFAB_STEP_ROW)
    return !confab_database_is_damaged (database);
  if (g_strcmp0 (confab_statement_get_text (check, 0), "ok") != 0)
    return FALSE;

  confab_statement_reset (check);

  return confab_database_execute (
           database,
           "INSERT INTO session_index (session_index) VALUES ('integrity-check');"
           "INSERT INTO message_index (message_index) VALUES ('integrity-check')",
           NULL) ||
         !confab_database_is_damaged (database);
}

/**
 * confab_salvage_confirm:
 * @path: a database that is marked
 *
 * Looks at all of it: an error of the disk, which may be over, can look like damage. A mark that is
 * not confirmed goes; whatever has set it would set it again.
 *
 * Returns: whether it is damaged
 */
gboolean
confab_salvage_confirm (const char *path)
{
  g_autoptr (ConfabDatabase) database = confab_database_open (path, CONFAB_DATABASE_WRITE, NULL);
  g_autofree char *mark = make_mark_path (path);

  if (database != NULL && !check_all (database))
    return TRUE;

  g_unlink (mark);

  return FALSE;
}

/* --- Reading what can be read --- */

/* The columns that both have; names come from the new one. (transfer full) (nullable) */
static char *
list_columns (ConfabDatabase *from,
              ConfabDatabase *to,
              const char     *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT name FROM pragma_table_info ('%s')", table);
  g_autoptr (GHashTable) old = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ConfabStatement) theirs = confab_database_prepare (from, sql, NULL);
  g_autoptr (ConfabStatement) ours = NULL;
  GString *columns = g_string_new (NULL);

  while (theirs != NULL && confab_statement_step (theirs, NULL) == CONFAB_STEP_ROW)
    g_hash_table_add (old, confab_statement_dup_text (theirs, 0));

  ours = confab_database_prepare (to, sql, NULL);
  while (ours != NULL && confab_statement_step (ours, NULL) == CONFAB_STEP_ROW)
    if (g_hash_table_contains (old, confab_statement_get_text (ours, 0)))
      g_string_append_printf (columns, "%s%s", columns->len > 0 ? ", " : "",
                              confab_statement_get_text (ours, 0));

  return g_string_free (columns, columns->len == 0);
}

static gboolean
copy_row (ConfabStatement *select,
          ConfabStatement *insert,
          guint            n_columns,
          gint64           id)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  gboolean ok;

  confab_statement_reset (select);
  confab_statement_bind_int (select, 1, id);
  if (confab_statement_step (select, NULL) != CONFAB_STEP_ROW)
    return FALSE;

  confab_statement_reset (insert);
  for (guint i = 0; i < n_columns; i++)
    {
      char *text;

      if (confab_statement_is_null (select, (int) i))
        continue;
      if (confab_statement_is_int (select, (int) i))
        {
          confab_statement_bind_int (insert, (int) i + 1,
                                     confab_statement_get_int (select, (int) i));
          continue;
        }
      text = confab_statement_dup_text (select, (int) i);
      g_ptr_array_add (texts, text);
      confab_statement_bind_text (insert, (int) i + 1, text);
    }

  /* A row that makes no sense is left out. */
  ok = confab_statement_run (insert, NULL);
  confab_statement_reset (insert);

  return ok;
}

static void
copy_table (ConfabDatabase *from,
            ConfabDatabase *to,
            const char     *table)
{
  g_autofree char *columns = list_columns (from, to, table);
  g_autofree char *select_sql = NULL;
  g_autofree char *insert_sql = NULL;
  g_autofree char *max_sql = g_strdup_printf ("SELECT max (id) FROM %s", table);
  ConfabStatement *select = NULL;
  ConfabStatement *insert = NULL;
  GString *values = g_string_new (NULL);
  guint n_columns = 1;
  guint gap = 0;
  gint64 last;

  if (columns == NULL)
    {
      g_string_free (values, TRUE);
      return;
    }

  for (const char *at = columns; *at != '\0'; at++)
    n_columns += *at == ',';
  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (values, "%s?%u", i > 0 ? ", " : "", i + 1);
  select_sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?1", columns, table);
  insert_sql = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", table, columns, values->str);
  g_string_free (values, TRUE);

  if (!confab_database_query_int (from, max_sql, &last, NULL))
    last = MAX_IDS;
  select = confab_database_prepare (from, select_sql, NULL);
  insert = confab_database_prepare (to, insert_sql, NULL);
  for (gint64 id = 1; select != NULL && insert != NULL && id <= MIN (last, MAX_IDS) &&
                      gap < MAX_GAP; id++)
    gap = copy_row (select, insert, n_columns, id) ? 0 : gap + 1;

  confab_statement_drop (select);
  confab_statement_drop (insert);
}

/* What was recovered may name what was not. */
static gboolean
mend (ConfabDatabase  *database,
      GError         **error)
{
  return confab_store_gather_answers (database, error) && confab_database_execute (
    database,
    "INSERT INTO connection (account, name, base_url, connect_timeout, idle_timeout, is_demo)"
    " SELECT lower (hex (randomblob (16))), 'Recovered', '', 15, 300, 0"
    " WHERE EXISTS (SELECT 1 FROM session WHERE app NOT IN (SELECT id FROM app))"
    " OR EXISTS (SELECT 1 FROM app WHERE connection NOT IN (SELECT id FROM connection))"
    " OR EXISTS (SELECT 1 FROM message WHERE session NOT IN (SELECT id FROM session));"
    "UPDATE app SET connection = (SELECT max (id) FROM connection)"
    " WHERE connection NOT IN (SELECT id FROM connection);"
    "INSERT INTO app (connection, app_id, name, kind, position)"
    " SELECT (SELECT max (id) FROM connection), 'recovered', 'Recovered', 'agent', 999"
    " WHERE EXISTS (SELECT 1 FROM session WHERE app NOT IN (SELECT id FROM app))"
    " OR EXISTS (SELECT 1 FROM message WHERE session NOT IN (SELECT id FROM session));"
    "UPDATE session SET app = (SELECT max (id) FROM app) WHERE app NOT IN (SELECT id FROM app);"
    "INSERT INTO session (id, app, title, remote_used_at, remote_rounds, created_at, updated_at,"
    " pinned, archived, unread, last_status, message_count)"
    " SELECT DISTINCT session, (SELECT max (id) FROM app), 'Recovered', 0, 0, 0,"
    " (SELECT max (created_at) FROM message AS m WHERE m.session = message.session),"
    " 0, 0, 0, 'complete', 0 FROM message WHERE session NOT IN (SELECT id FROM session);"
    "DELETE FROM preset WHERE app NOT IN (SELECT id FROM app);"
    "DELETE FROM extras WHERE id NOT IN (SELECT id FROM session);"
    "UPDATE message SET run = NULL, status = 'interrupted' WHERE run IS NOT NULL;"
    "UPDATE session SET deleted = CASE deleted WHEN 2 THEN 0 WHEN 3 THEN 1 ELSE deleted END,"
    " deleting = NULL,"
    " message_count = (SELECT count (*) FROM message WHERE message.session = session.id);"
    "INSERT INTO session_index (session_index) VALUES ('rebuild');"
    "INSERT INTO message_index (message_index) VALUES ('rebuild');",
    error);
}

static gboolean
copy_all (ConfabDatabase  *from,
          ConfabDatabase  *to,
          gint64          *n_sessions,
          GError         **error)
{
  gboolean ok;

  if (!confab_database_execute (to, "PRAGMA foreign_keys = OFF", error) ||
      !confab_database_begin (to, error))
    return FALSE;

  for (guint i = 0; from != NULL && i < G_N_ELEMENTS (tables); i++)
    copy_table (from, to, tables[i]);
  ok = mend (to, error);

  return confab_database_end (to, ok, error) &&
         confab_database_query_int (to, "SELECT count (*) FROM session WHERE deleted = 0",
                                    n_sessions, error);
}

/* --- Putting aside --- */

/**
 * confab_salvage_move:
 * @from: a database
 * @to: its new name
 *
 * Moves it with the files beside it: the -wal file is a part of it.
 *
 * Returns: whether it has the new name; else `errno` says why
 */
gboolean
confab_salvage_move (const char *from,
                     const char *to)
{
  static const char * const suffixes[] = { "-wal", "-shm" };

  if (g_rename (from, to) != 0)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *side = g_strconcat (from, suffixes[i], NULL);
      g_autofree char *new_side = g_strconcat (to, suffixes[i], NULL);

      g_rename (side, new_side);
    }

  return TRUE;
}

/**
 * confab_salvage_put_aside:
 * @path: a database
 * @word: why
 * @error: return location
 *
 * Gives it another name, together with its -wal file, which is a part of it.
 *
 * Returns: (transfer full) (nullable): the new name
 */
char *
confab_salvage_put_aside (const char  *path,
                          const char  *word,
                          GError     **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *mark = make_mark_path (path);
  char *aside = NULL;

  for (guint n = 0; aside == NULL || g_file_test (aside, G_FILE_TEST_EXISTS); n++)
    {
      g_free (aside);
      aside = n == 0 ? g_strdup_printf ("%s.%s-%s", path, word, stamp)
                     : g_strdup_printf ("%s.%s-%s-%u", path, word, stamp, n);
    }

  if (!confab_salvage_move (path, aside))
    {
      confab_database_set_file_error (error);
      g_free (aside);
      return NULL;
    }
  g_unlink (mark);

  return aside;
}

static gboolean
make_new (const char  *damaged,
          const char  *path,
          gint64      *n_sessions,
          GError     **error)
{
  g_autoptr (ConfabDatabase) from = NULL;
  g_autoptr (ConfabDatabase) to = NULL;
  gsize n_steps;
  const ConfabMigration *steps = confab_migrations_get (&n_steps);

  /* With its -wal file where that can be; a file that is no database at all gives none. */
  from = confab_database_open (damaged, CONFAB_DATABASE_READ, NULL);
  to = confab_database_open (path, CONFAB_DATABASE_WRITE, error);

  return to != NULL && confab_migrations_run (to, NULL, steps, n_steps, error) &&
         copy_all (from, to, n_sessions, error);
}

static gboolean
copy_backup (const char  *backup,
             const char  *path,
             gint64      *n_sessions,
             GError     **error)
{
  g_autoptr (ConfabDatabase) from = confab_database_open (backup, CONFAB_DATABASE_IMMUTABLE, error);

  return from != NULL &&
         confab_database_query_int (from, "SELECT count (*) FROM session", n_sessions, error) &&
         confab_database_copy (from, path, error);
}

/**
 * confab_salvage:
 * @path: a damaged database, or what is there in place of one
 * @backup: (nullable): a copy, for where nothing can be read
 * @n_sessions: (out): how many sessions there are now
 * @error: return location
 *
 * Makes a new database of what can be read of the old one, or else of the backup, or an empty one.
 *
 * Returns: (transfer full) (nullable): where the old one is
 */
char *
confab_salvage (const char  *path,
                const char  *backup,
                gint64      *n_sessions,
                GError     **error)
{
  g_autofree char *part = g_strconcat (path, ".salvage", NULL);
  char *aside;
  gboolean ok;

  *n_sessions = 0;
  g_unlink (part);
  aside = confab_salvage_put_aside (path, "damaged", error);
  if (aside == NULL)
    return NULL;

  ok = make_new (aside, part, n_sessions, error);
  if (ok && *n_sessions == 0 && backup != NULL)
    {
      g_unlink (part);
      ok = copy_backup (backup, part, n_sessions, NULL) || make_new (aside, part, n_sessions, error);
    }
  if (ok && g_rename (part, path) == 0)
    return aside;

  /* Another time: it is where it was. */
  g_unlink (part);
  confab_salvage_move (aside, path);
  if (error != NULL && *error == NULL)
    confab_database_set_file_error (error);
  g_free (aside);

  return NULL;
}
