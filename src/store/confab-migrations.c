/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-migrations.h"

#include "confab-tokenizer.h"

/*
 * Version 1. Statuses, roles, kinds and classes are stored as the words of their *_to_word()
 * functions. What is JSON is kept as the text it came as.
 *
 * An open answer names the run (the process) that writes it, and ends with `run` NULL. The
 * full-text tables hold no text of their own (confab-store-index.c keeps them); an answer gets into
 * them once, when it is no longer open.
 */
static const char version_1[] =
  "CREATE TABLE connection ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  account TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL,"
  "  base_url TEXT NOT NULL,"
  "  workspace TEXT,"
  "  connect_timeout INTEGER NOT NULL,"
  "  idle_timeout INTEGER NOT NULL,"
  "  is_demo INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE app ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  connection INTEGER NOT NULL REFERENCES connection (id),"
  "  app_id TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  color TEXT,"
  "  options TEXT,"
  "  position INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX app_connection ON app (connection);"

  "CREATE TABLE preset ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  app INTEGER NOT NULL REFERENCES app (id) ON DELETE CASCADE,"
  "  name TEXT NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  options TEXT NOT NULL"
  ") STRICT;"
  "CREATE INDEX preset_app ON preset (app);"

  /* message_count, preview and last_status say what the messages say: counting them for a list of
   * all sessions would take half a second. */
  "CREATE TABLE session ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  app INTEGER NOT NULL REFERENCES app (id),"
  "  title TEXT NOT NULL,"
  "  remote_id TEXT,"
  "  remote_used_at INTEGER NOT NULL,"
  "  remote_rounds INTEGER NOT NULL,"
  "  created_at INTEGER NOT NULL,"
  "  updated_at INTEGER NOT NULL,"
  "  pinned INTEGER NOT NULL,"
  "  archived INTEGER NOT NULL,"
  "  unread INTEGER NOT NULL,"
  "  options TEXT,"
  "  draft TEXT,"
  "  preview TEXT,"
  "  last_status TEXT NOT NULL,"
  "  message_count INTEGER NOT NULL,"
  "  deleted INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"
  "CREATE INDEX session_app ON session (app);"
  "CREATE INDEX session_updated ON session (deleted, updated_at DESC, id DESC);"

  "CREATE TABLE run ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  started_at INTEGER NOT NULL"
  ") STRICT;"

  /* Messages are ordered by id: clocks go back. AUTOINCREMENT never gives an id twice. */
  "CREATE TABLE message ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  session INTEGER NOT NULL REFERENCES session (id),"
  "  parent INTEGER,"
  "  run INTEGER REFERENCES run (id),"
  "  role TEXT NOT NULL,"
  "  status TEXT NOT NULL,"
  "  text TEXT NOT NULL,"
  "  thoughts TEXT,"
  "  doc_references TEXT,"
  "  nodes TEXT,"
  "  usage TEXT,"
  "  request_id TEXT,"
  "  finish_reason TEXT,"
  "  request TEXT,"
  "  error_class TEXT,"
  "  error_code TEXT,"
  "  error_message TEXT,"
  "  error_request_id TEXT,"
  "  error_http_status INTEGER,"
  "  error_retry_after INTEGER,"
  "  created_at INTEGER NOT NULL,"
  "  first_text_us INTEGER NOT NULL,"
  "  duration_us INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX message_session ON message (session, id);"
  "CREATE INDEX message_run ON message (run) WHERE run IS NOT NULL;"

  "CREATE VIRTUAL TABLE session_index USING fts5 ("
  "  title, content = 'session', content_rowid = 'id', tokenize = '" CONFAB_TOKENIZER_NAME "');"

  "CREATE VIRTUAL TABLE message_index USING fts5 ("
  "  text, content = 'message', content_rowid = 'id', tokenize = '" CONFAB_TOKENIZER_NAME "');";

/* What the service said that has no column of its own. */
static const char version_2[] = "ALTER TABLE message ADD COLUMN rest TEXT;";

/*
 * Version 3. A conversation is a tree, of which one path is shown: the one that leads to `head`, or
 * to the newest message where there is none. What has been in one line so far stays in it, also
 * where two processes have written at a time.
 *
 * A session with `deleted` 2 can be brought back as long as the run `deleting` lives, and comes back
 * by itself when that run is gone; with 1 it is gone, and its rows go in steps. Applications and
 * connections that are deleted go when their last session has.
 */
static const char version_3[] =
  "ALTER TABLE session ADD COLUMN head INTEGER;"
  "ALTER TABLE session ADD COLUMN remote_head INTEGER;"
  "ALTER TABLE session ADD COLUMN deleting INTEGER;"
  "ALTER TABLE app ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE connection ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;"
  "CREATE INDEX message_parent ON message (session, parent, id);"
  "CREATE INDEX session_deleting ON session (deleting) WHERE deleting IS NOT NULL;"
  "UPDATE message SET parent = (SELECT max (earlier.id) FROM message AS earlier"
  "  WHERE earlier.session = message.session AND earlier.id < message.id)"
  "  WHERE role = 'user';";

/*
 * Version 4. What the next message of a session carries besides its text: a row of its own, since it may
 * hold images, and the rows of all sessions are read at the start.
 */
static const char version_4[] =
  "CREATE TABLE extras ("
  "  id INTEGER PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,"
  "  content TEXT NOT NULL"
  ") STRICT;";

/*
 * Version 5. What an answer that is still open has grown to (confab-store-answer.c): its text in pieces,
 * in the order of where they begin, and what else changes of it. Where there is nothing of an open
 * answer, it is in its row of `message`, as before.
 */
static const char version_5[] =
  "CREATE TABLE open_answer ("
  "  id INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,"
  "  thoughts TEXT,"
  "  doc_references TEXT,"
  "  nodes TEXT,"
  "  usage TEXT,"
  "  request_id TEXT,"
  "  finish_reason TEXT,"
  "  first_text_us INTEGER NOT NULL,"
  "  duration_us INTEGER NOT NULL,"
  "  rest TEXT"
  ") STRICT;"
  "CREATE TABLE open_text ("
  "  id INTEGER PRIMARY KEY,"
  "  answer INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,"
  "  start INTEGER NOT NULL,"
  "  text TEXT NOT NULL"
  ") STRICT;"
  "CREATE UNIQUE INDEX open_text_answer ON open_text (answer, start);";

/* Append only. Each version also lives as an SQL file in tests/fixtures/schema/. */
static const ConfabMigration migrations[] = {
  { 1, version_1 },
  { 2, version_2 },
  { 3, version_3 },
  { 4, version_4 },
  { 5, version_5 },
};

/**
 * confab_migrations_get:
 * @n_steps: (out): how many there are
 *
 * Returns: (transfer none): the steps from nothing to the present schema
 */
const ConfabMigration *
confab_migrations_get (gsize *n_steps)
{
  *n_steps = G_N_ELEMENTS (migrations);

  return migrations;
}

/**
 * confab_migrations_get_newest:
 * @steps: steps, by version
 * @n_steps: how many
 *
 * Returns: the version they lead to
 */
int
confab_migrations_get_newest (const ConfabMigration *steps,
                              gsize                  n_steps)
{
  g_assert (n_steps > 0);

  return steps[n_steps - 1].version;
}

static gboolean
run_steps (ConfabDatabase         *database,
           gint64                  version,
           const ConfabMigration  *steps,
           gsize                   n_steps,
           GError                **error)
{
  for (gsize i = 0; i < n_steps; i++)
    {
      g_autofree char *pragma = NULL;

      if (steps[i].version <= version)
        continue;

      if (!confab_database_execute (database, steps[i].sql, error))
        return FALSE;

      pragma = g_strdup_printf ("PRAGMA user_version = %d", steps[i].version);
      if (!confab_database_execute (database, pragma, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * confab_migrations_run:
 * @database: a database for writing, no newer than @steps
 * @path: (nullable): its file, for the copy; %NULL for a database in memory
 * @steps: steps, by version
 * @n_steps: how many
 * @error: return location
 *
 * Brings a database to the newest version, in one transaction. One that holds something is copied
 * to a file beside it first; without the copy nothing is done.
 *
 * Returns: whether the database has the newest version now
 */
gboolean
confab_migrations_run (ConfabDatabase         *database,
                       const char             *path,
                       const ConfabMigration  *steps,
                       gsize                   n_steps,
                       GError                **error)
{
  g_autofree char *application_id = NULL;
  gint64 version;
  gboolean ok;

  g_return_val_if_fail (database != NULL, FALSE);

  if (!confab_database_query_int (database, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version >= confab_migrations_get_newest (steps, n_steps))
    return TRUE;

  if (version > 0 && path != NULL)
    {
      g_autofree char *copy = g_strdup_printf ("%s.version-%d", path, (int) version);

      if (!confab_database_copy (database, copy, error))
        return FALSE;
    }

  if (!confab_database_begin (database, error))
    return FALSE;

  /* Another process may have been faster. */
  application_id = g_strdup_printf ("PRAGMA application_id = %d", CONFAB_APPLICATION_ID);
  ok = confab_database_query_int (database, "PRAGMA user_version", &version, error) &&
       confab_database_execute (database, application_id, error) &&
       run_steps (database, version, steps, n_steps, error);

  return confab_database_end (database, ok, error);
}
