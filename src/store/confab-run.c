/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-run.h"

#include "confab-error.h"
#include "confab-failure.h"
#include "confab-lock.h"
#include "confab-status.h"
#include "confab-store-private.h"

#include <glib/gstdio.h>

#define LOCK_SUFFIX ".lock"

struct _ConfabRun {
  gint64  id;
  int     lock;
  char   *path;
};

static char *
make_lock_path (const char *directory,
                gint64      id)
{
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT LOCK_SUFFIX, id);

  return g_build_filename (directory, name, NULL);
}

static void
free_run (ConfabRun *self)
{
  confab_lock_release (self->lock);
  g_free (self->path);
  g_free (self);
}

static gboolean
insert_run (ConfabDatabase  *database,
            gint64          *id,
            GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database, "INSERT INTO run (started_at) VALUES (?1)",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, g_get_real_time ());
  if (!confab_statement_run (statement, error))
    return FALSE;

  *id = confab_database_get_last_id (database);

  return TRUE;
}

/**
 * confab_run_begin:
 * @database: a database for writing
 * @directory: where the lock files are
 * @error: return location
 *
 * Takes a row and its lock. Both happen inside one transaction, so that nobody who looks for runs
 * that are gone sees one without the other.
 *
 * Returns: (transfer full) (nullable): the run
 */
ConfabRun *
confab_run_begin (ConfabDatabase  *database,
                  const char      *directory,
                  GError         **error)
{
  ConfabRun *self;
  gboolean ok;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (directory != NULL, NULL);

  if (!confab_database_begin (database, error))
    return NULL;

  self = g_new0 (ConfabRun, 1);
  self->lock = -1;

  ok = insert_run (database, &self->id, error);
  if (ok)
    {
      self->path = make_lock_path (directory, self->id);
      self->lock = confab_lock_acquire (self->path, 0, error);
      ok = self->lock >= 0;
    }

  if (confab_database_end (database, ok, error))
    return self;

  if (self->lock >= 0)
    g_unlink (self->path);
  free_run (self);

  return NULL;
}

/**
 * confab_run_get_id:
 * @self: a run
 *
 * Returns: its id in the database, never 0
 */
gint64
confab_run_get_id (ConfabRun *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->id;
}

/**
 * confab_run_end:
 * @self: (transfer full): a run
 * @database: its database
 *
 * Ends a run in good order: what is in its trash goes for good. Where answers are still open (or the disk does not want to) the row
 * stays, and the next start finds that the lock is free.
 */
void
confab_run_end (ConfabRun      *self,
                ConfabDatabase *database)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);

  if (confab_database_run_with_id (database,
                                   "UPDATE session SET deleted = 1, deleting = NULL"
                                   " WHERE deleting = ?1",
                                   self->id, &error) &&
      confab_database_run_with_id (database, "DELETE FROM run WHERE id = ?1", self->id, &error))
    g_unlink (self->path);
  else
    g_debug ("The run %" G_GINT64_FORMAT " leaves its row: %s", self->id, error->message);

  free_run (self);
}

/* --- Runs that are gone --- */

static gboolean
list_gone_runs (ConfabDatabase  *database,
                const char      *directory,
                GArray          *gone,
                GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  statement = confab_database_prepare (database, "SELECT id FROM run", error);
  if (statement == NULL)
    return FALSE;

  while ((step = confab_statement_step (statement, error)) == CONFAB_STEP_ROW)
    {
      gint64 id = confab_statement_get_int (statement, 0);
      g_autofree char *path = make_lock_path (directory, id);

      if (!confab_lock_is_held (path))
        g_array_append_val (gone, id);
    }

  return step == CONFAB_STEP_DONE;
}

/* What an open answer becomes when its process is gone. It was saved at most a second before. */
static ConfabStatus
get_status_after (const char *word,
                  gboolean    has_content)
{
  ConfabStatus status;

  if (has_content)
    return CONFAB_STATUS_INTERRUPTED;

  if (!confab_status_from_word (word, &status))
    return CONFAB_STATUS_UNKNOWN;

  return confab_status_recover (status);
}

static gboolean
mark_answer (ConfabDatabase  *database,
             gint64           id,
             const char      *text,
             ConfabStatus     status,
             GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabErrorClass error_class;

  error_class = status == CONFAB_STATUS_FAILED ? CONFAB_ERROR_OTHER : CONFAB_ERROR_INCOMPLETE;

  statement = confab_database_prepare (database,
                                       "UPDATE message SET run = NULL, status = ?2,"
                                       " error_class = ?3, error_code = ?4, error_message = NULL,"
                                       " error_request_id = NULL, error_http_status = 0,"
                                       " error_retry_after = -1 WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, id);
  confab_statement_bind_text (statement, 2, confab_status_to_word (status));
  confab_statement_bind_text (statement, 3, confab_error_to_word (error_class));
  confab_statement_bind_text (statement, 4, CONFAB_FAILURE_CRASHED);
  if (!confab_statement_run (statement, error))
    return FALSE;

  return confab_store_index_message (database, id, error) &&
         confab_store_note_answer (database, id, status, text, 0, error);
}

/* One at a time: the rows change while they are looked through. */
static gssize
mark_next_answer (ConfabDatabase  *database,
                  gint64           run,
                  GError         **error)
{
  g_autoptr (ConfabStatement) ask = NULL;
  g_autoptr (ConfabStatement) statement = NULL;
  g_autofree char *text = NULL;
  ConfabStatus status;
  ConfabStep step;
  gint64 id;

  ask = confab_database_prepare (database,
                                 "SELECT id FROM message WHERE run = ?1 ORDER BY id LIMIT 1", error);
  if (ask == NULL)
    return -1;

  confab_statement_bind_int (ask, 1, run);
  step = confab_statement_step (ask, error);
  if (step != CONFAB_STEP_ROW)
    return step == CONFAB_STEP_DONE ? 0 : -1;

  id = confab_statement_get_int (ask, 0);
  confab_statement_reset (ask);
  if (!confab_store_gather_answer (database, id, error))
    return -1;

  statement = confab_database_prepare (database,
                                       "SELECT status, text,"
                                       " text <> '' OR length (coalesce (thoughts, '')) > 2"
                                       " OR length (coalesce (nodes, '')) > 2"
                                       " FROM message WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return -1;

  confab_statement_bind_int (statement, 1, id);
  if (confab_statement_step (statement, error) != CONFAB_STEP_ROW)
    return -1;

  text = confab_statement_dup_text (statement, 1);
  status = get_status_after (confab_statement_get_text (statement, 0),
                             confab_statement_get_int (statement, 2) != 0);
  confab_statement_reset (statement);
  if (!mark_answer (database, id, text, status, error))
    return -1;

  return 1;
}

static gssize
mark_answers_of (ConfabDatabase  *database,
                 gint64           run,
                 GError         **error)
{
  gssize n_marked = 0;
  gssize n_step;

  while ((n_step = mark_next_answer (database, run, error)) > 0)
    n_marked += n_step;

  return n_step < 0 ? -1 : n_marked;
}

/* Also the files of runs that have no row, such as those of a database that was put back. */
static void
remove_stale_locks (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  if (dir == NULL)
    return;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;

      if (!g_ascii_isdigit (name[0]) || !g_str_has_suffix (name, LOCK_SUFFIX))
        continue;

      path = g_build_filename (directory, name, NULL);
      if (!confab_lock_is_held (path))
        g_unlink (path);
    }
}

/**
 * confab_run_recover:
 * @database: a database for writing
 * @directory: where the lock files are
 * @error: return location
 *
 * Gives the open answers of runs whose lock is free their end state, and removes what those runs
 * left behind. Runs that live are not touched, in whichever process or sandbox they are.
 *
 * Returns: how many answers were marked, or -1
 */
gssize
confab_run_recover (ConfabDatabase  *database,
                    const char      *directory,
                    GError         **error)
{
  g_autoptr (GArray) gone = NULL;
  gssize n_marked = 0;
  gboolean ok;

  g_return_val_if_fail (database != NULL, -1);
  g_return_val_if_fail (directory != NULL, -1);

  gone = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!confab_database_begin (database, error))
    return -1;

  ok = list_gone_runs (database, directory, gone, error);
  for (guint i = 0; ok && i < gone->len; i++)
    {
      gint64 run = g_array_index (gone, gint64, i);
      gssize n_of_run = mark_answers_of (database, run, error);

      ok = n_of_run >= 0 &&
           confab_store_empty_hands (database, run, error) &&
           confab_database_run_with_id (database, "DELETE FROM run WHERE id = ?1", run, error);
      n_marked += n_of_run;
    }
  if (ok)
    remove_stale_locks (directory);

  if (!confab_database_end (database, ok, error))
    return -1;

  return n_marked;
}

/**
 * confab_run_is_any_alive:
 * @directory: where the lock files are
 *
 * Returns: whether a process has the database open for writing
 */
gboolean
confab_run_is_any_alive (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  gboolean alive = FALSE;
  const char *name;

  while (dir != NULL && !alive && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      alive = g_ascii_isdigit (name[0]) && g_str_has_suffix (name, LOCK_SUFFIX) &&
              confab_lock_is_held (path);
    }

  return alive;
}
