/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-database.h"

#include "confab-database-private.h"
#include "confab-error.h"
#include "confab-tokenizer.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Two processes share the file (a window and `confab ask`); their transactions are short. */
#define BUSY_TIMEOUT_MS 5000

/* Of SQLite's machine, between two looks whether a query is still wanted: some ten microseconds. */
#define STEPS_BETWEEN_LOOKS 1000

static int
configure (sqlite3            *handle,
           ConfabDatabaseMode  mode)
{
  int code;

  sqlite3_extended_result_codes (handle, 1);
  sqlite3_busy_timeout (handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_limit (handle, SQLITE_LIMIT_ATTACHED, 0);

  code = confab_tokenizer_register (handle);

  /* Set per connection. This is the first look into the file: no database fails here. */
  if (code == SQLITE_OK && mode == CONFAB_DATABASE_WRITE)
    code = sqlite3_exec (handle,
                         "PRAGMA synchronous = FULL;"
                         "PRAGMA secure_delete = ON;"
                         "PRAGMA cell_size_check = ON;"
                         "PRAGMA journal_size_limit = 4194304;",
                         NULL, NULL, NULL);

  return code;
}

/* The name of the file as SQLite's URI, for the modes that only an URI can ask for. */
static char *
make_immutable_uri (const char *path)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);

  return g_strconcat ("file:", escaped, "?immutable=1", NULL);
}

/**
 * confab_database_set_error:
 * @error: return location
 * @handle: (nullable): the connection it happened on
 * @code: a result code of SQLite
 *
 * Says in words for the person what went wrong. What SQLite says goes to the debug log: it can hold
 * parts of our SQL, which means nothing to a reader, and never any content.
 */
void
confab_database_set_error (GError  **error,
                           sqlite3  *handle,
                           int       code)
{
  const char *words = handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (code);

  g_debug ("SQLite: %s (%d)", words, code);

  switch (code & 0xff)
    {
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled"));
      break;
    case SQLITE_FULL:
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("The disk is full: nothing could be saved."));
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("The folder with the sessions cannot be written to. See to it that it is "
                             "yours, and that its disk is not write-protected."));
      break;
    case SQLITE_CANTOPEN:
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("The file with the sessions cannot be opened."));
      break;
    case SQLITE_CORRUPT:
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("The file with the conversations is damaged."));
      break;
    case SQLITE_NOTADB:
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("The file with the conversations is not a database."));
      break;
    case SQLITE_IOERR:
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("The disk reported an error in the file with the conversations."));
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("Another Confab is busy with the conversations. Try again."));
      break;
    default:
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                   _("The conversations could not be read or saved (%s)."), words);
      break;
    }
}

/* SQLite gives its side files the mode of the database: made here, it is 0600 whatever the umask is.
 *
 * A file that is there is never opened and closed here: closing any descriptor of a file drops all
 * locks that the process has on it (fcntl(2)), so another connection of this process would stand
 * without its own, and the next process to close would take the -wal file away from under it. */
static int
prepare_file (const char *path)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean ok = fd >= 0;

  if (ok)
    {
      if (fchmod (fd, 0600) != 0)
        g_debug ("chmod: %s", g_strerror (errno));
      close (fd);
    }
  else if (errno == EEXIST && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      ok = access (path, R_OK | W_OK) == 0;
      if (ok && chmod (path, 0600) != 0)
        g_debug ("chmod: %s", g_strerror (errno));
    }

  if (ok)
    return SQLITE_OK;
  if (errno == ENOSPC || errno == EDQUOT)
    return SQLITE_FULL;
  if (errno == EROFS || errno == EACCES || errno == EPERM)
    return SQLITE_READONLY;

  return SQLITE_CANTOPEN;
}

/**
 * confab_database_open:
 * @path: (nullable): the file; of no meaning for a database in memory
 * @mode: what for
 * @error: return location
 *
 * Opens a connection with all settings that make it safe. The file is
 * made readable for its owner only. A file that is no database fails here or at the first query.
 *
 * Returns: (transfer full) (nullable): the connection
 */
ConfabDatabase *
confab_database_open (const char           *path,
                      ConfabDatabaseMode    mode,
                      GError              **error)
{
  ConfabDatabase *self;
  g_autofree char *name = NULL;
  sqlite3 *handle = NULL;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  int code = SQLITE_OK;

  g_return_val_if_fail (path != NULL || mode == CONFAB_DATABASE_MEMORY, NULL);

  switch (mode)
    {
    case CONFAB_DATABASE_WRITE:
      code = prepare_file (path);
      flags |= SQLITE_OPEN_READWRITE;
      name = g_strdup (path);
      break;
    case CONFAB_DATABASE_READ:
      flags |= SQLITE_OPEN_READONLY;
      name = g_strdup (path);
      break;
    case CONFAB_DATABASE_IMMUTABLE:
      flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
      name = make_immutable_uri (path);
      break;
    case CONFAB_DATABASE_MEMORY:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY;
      name = g_strdup (":memory:");
      break;
    }

  if (code == SQLITE_OK)
    code = sqlite3_open_v2 (name, &handle, flags, NULL);
  if (code == SQLITE_OK)
    code = configure (handle, mode);

  if (code != SQLITE_OK)
    {
      confab_database_set_error (error, handle, code);
      sqlite3_close (handle);
      return NULL;
    }

  self = g_new0 (ConfabDatabase, 1);
  self->handle = handle;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                            (GDestroyNotify) confab_statement_free);

  return self;
}

/**
 * confab_database_close:
 * @self: (nullable) (transfer full): a database without statements in use
 *
 * Closes the connection. The last one that may write puts the -wal file back into the database.
 */
void
confab_database_close (ConfabDatabase *self)
{
  int code;

  if (self == NULL)
    return;

  g_hash_table_unref (self->statements);
  g_free (self->mark);
  code = sqlite3_close (self->handle);
  if (code != SQLITE_OK)
    g_critical ("A database was closed with statements in use (%d)", code);
  g_free (self);
}

/**
 * confab_database_release_memory:
 * @self: a database
 *
 * Lets go of the pages that it keeps at hand, after work that read many and will not come again soon.
 */
void
confab_database_release_memory (ConfabDatabase *self)
{
  sqlite3_db_release_memory (self->handle);
}

/**
 * confab_database_is_damaged:
 * @self: a database on which something has just failed
 *
 * Returns: whether that was because the file is damaged
 */
gboolean
confab_database_is_damaged (ConfabDatabase *self)
{
  int code = sqlite3_errcode (self->handle) & 0xff;

  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

/**
 * confab_database_set_mark:
 * @self: a database
 * @path: its file
 *
 * When it is found to be damaged while it is used, the file is marked: confab_salvage_mark().
 */
void
confab_database_set_mark (ConfabDatabase *self,
                          const char     *path)
{
  g_return_if_fail (self != NULL);

  g_free (self->mark);
  self->mark = g_strdup (path);
}

/**
 * confab_database_set_file_error:
 * @error: return location
 *
 * Says why a file could not be made or moved, after `errno`.
 */
void
confab_database_set_file_error (GError **error)
{
  confab_database_set_error (error, NULL,
                             errno == ENOSPC || errno == EDQUOT ? SQLITE_FULL : SQLITE_CANTOPEN);
}

/**
 * confab_database_get_last_id:
 * @self: a database
 *
 * Returns: the id of the row that was inserted last
 */
gint64
confab_database_get_last_id (ConfabDatabase *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

/**
 * confab_database_get_changes:
 * @self: a database
 *
 * Returns: how many rows the last statement itself inserted, changed or deleted
 */
int
confab_database_get_changes (ConfabDatabase *self)
{
  return sqlite3_changes (self->handle);
}

/**
 * confab_database_execute:
 * @self: a database
 * @sql: statements of our own making, without any foreign text
 * @error: return location
 *
 * Runs statements that give no rows of interest.
 *
 * Returns: whether all of them worked
 */
gboolean
confab_database_execute (ConfabDatabase  *self,
                         const char      *sql,
                         GError         **error)
{
  int code;

  g_return_val_if_fail (self != NULL, FALSE);

  code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return TRUE;

  confab_database_set_error (error, self->handle, code);

  return FALSE;
}

/**
 * confab_database_query_int:
 * @self: a database
 * @sql: a query
 * @value: (out): first column of the first row; 0 when there is none
 * @error: return location
 *
 * Returns: whether the query worked
 */
gboolean
confab_database_query_int (ConfabDatabase  *self,
                           const char      *sql,
                           gint64          *value,
                           GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  *value = 0;

  statement = confab_database_prepare (self, sql, error);
  if (statement == NULL)
    return FALSE;

  step = confab_statement_step (statement, error);
  if (step == CONFAB_STEP_ROW)
    *value = confab_statement_get_int (statement, 0);

  return step != CONFAB_STEP_ERROR;
}

/**
 * confab_database_run_with_id:
 * @self: a database
 * @sql: a statement with the one parameter ?1: a string that lives as long as the program
 * @id: the parameter
 * @error: return location
 *
 * Runs a statement that gives no rows of interest.
 *
 * Returns: whether it worked
 */
gboolean
confab_database_run_with_id (ConfabDatabase  *self,
                             const char      *sql,
                             gint64           id,
                             GError         **error)
{
  g_autoptr (ConfabStatement) statement = confab_database_prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, id);

  return confab_statement_run (statement, error);
}

static int
is_unwanted (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

/**
 * confab_database_set_cancellable:
 * @self: a database
 * @cancellable: (nullable): to live until this is called with %NULL
 *
 * Lets a query that takes long be cancelled from another thread: it ends with
 * %G_IO_ERROR_CANCELLED.
 */
void
confab_database_set_cancellable (ConfabDatabase *self,
                                 GCancellable   *cancellable)
{
  g_return_if_fail (self != NULL);

  if (cancellable != NULL)
    sqlite3_progress_handler (self->handle, STEPS_BETWEEN_LOOKS, is_unwanted, cancellable);
  else
    sqlite3_progress_handler (self->handle, 0, NULL, NULL);
}
