/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-backup.h"
#include "confab-database-private.h"
#include "confab-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* A megabyte a step: the reader has other things to do in between. */
#define STEP_PAGES 256

/* Each page is read once and written once: none is kept at hand. */
#define FEW_PAGES "PRAGMA cache_size = 16"

typedef struct {
  char           *name;
  guint           keep;
  char           *path;
  char           *part;   /* until it is whole */
  ConfabDatabase *from;   /* a connection of its own, which sees one moment all the time */
  sqlite3        *to;
  sqlite3_backup *backup;
  gboolean        done;
} BackupJob;

static void
drop_copy (BackupJob *job)
{
  if (job->backup != NULL)
    sqlite3_backup_finish (job->backup);
  job->backup = NULL;
  sqlite3_close (job->to);
  job->to = NULL;
  if (job->from != NULL)
    confab_database_end (job->from, FALSE, NULL);
  g_clear_pointer (&job->from, confab_database_close);
  if (job->part != NULL && !job->done)
    g_unlink (job->part);
}

static void
free_backup_job (BackupJob *job)
{
  drop_copy (job);
  g_free (job->name);
  g_free (job->path);
  g_free (job->part);
  g_free (job);
}

static gboolean
begin_copy (ConfabStore  *self,
            BackupJob    *job,
            GError      **error)
{
  g_autofree char *folder = confab_backup_make_path (self->directory, NULL);
  gint64 n;
  int fd;

  job->path = confab_backup_make_path (self->directory, job->name);
  if (g_file_test (job->path, G_FILE_TEST_EXISTS))
    {
      job->done = TRUE;
      return TRUE;
    }

  job->part = g_strconcat (job->path, ".part", NULL);
  g_mkdir_with_parents (folder, 0700);
  g_unlink (job->part);
  fd = g_open (job->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      confab_database_set_file_error (error);
      return FALSE;
    }
  close (fd);

  job->from = confab_database_open (self->path, CONFAB_DATABASE_READ, error);
  if (job->from == NULL || !confab_database_execute (job->from, FEW_PAGES, error) ||
      !confab_database_execute (job->from, "BEGIN", error) ||
      !confab_database_query_int (job->from, "SELECT count (*) FROM sqlite_schema", &n, error))
    return FALSE;

  if (sqlite3_open_v2 (job->part, &job->to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
        SQLITE_OK &&
      sqlite3_exec (job->to, FEW_PAGES, NULL, NULL, NULL) == SQLITE_OK)
    job->backup = sqlite3_backup_init (job->to, "main", job->from->handle, "main");
  if (job->backup == NULL)
    confab_database_set_error (error, job->to, sqlite3_errcode (job->to));

  return job->backup != NULL;
}

static gboolean
end_copy (ConfabStore  *self,
          BackupJob    *job,
          GError      **error)
{
  int code = sqlite3_backup_finish (job->backup);

  job->backup = NULL;
  if (code == SQLITE_OK)
    code = sqlite3_close (job->to);
  else
    sqlite3_close (job->to);
  job->to = NULL;
  if (code != SQLITE_OK)
    {
      confab_database_set_error (error, NULL, code);
      return FALSE;
    }
  if (g_rename (job->part, job->path) != 0)
    {
      confab_database_set_file_error (error);
      return FALSE;
    }

  job->done = TRUE;
  confab_backup_thin_out (self->directory, job->keep);

  return TRUE;
}

static gboolean
backup_job (gpointer   source,
            gpointer   data,
            GError   **error)
{
  ConfabStore *self = source;
  BackupJob *job = g_task_get_task_data (data);
  int code;

  if (confab_store_get_reading (self, error) == NULL ||
      (job->backup == NULL && !begin_copy (self, job, error)))
    return FALSE;
  if (job->done)
    return TRUE;

  code = sqlite3_backup_step (job->backup, STEP_PAGES);
  if (code == SQLITE_DONE)
    return end_copy (self, job, error);
  if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)
    return TRUE;

  confab_database_set_error (error, job->to, code);

  return FALSE;
}

static void back_up_on (GTask *task);

static void
backed_up_some_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BackupJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      drop_copy (job);
      g_task_return_error (task, error);
    }
  else if (!job->done)
    back_up_on (task);
  else
    {
      drop_copy (job);
      g_task_return_boolean (task, TRUE);
    }
}

static void
back_up_on (GTask *task)
{
  confab_store_push (g_task_get_source_object (task), CONFAB_STORE_READER,
                     confab_store_back_up_async, g_object_ref (task), g_object_unref, backup_job,
                     g_task_get_cancellable (task), backed_up_some_cb, g_object_ref (task));
}

/**
 * confab_store_back_up_async:
 * @self: a store that is open
 * @now: the time, in microseconds since the epoch
 * @keep: how many copies stay, the newest ones
 * @cancellable: (nullable): what was copied by then goes
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Copies the database, once a day, in steps. There are no secrets in it.
 */
void
confab_store_back_up_async (ConfabStore         *self,
                            gint64               now,
                            guint                keep,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  BackupJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (keep > 0);

  job = g_new0 (BackupJob, 1);
  job->name = local != NULL ? g_date_time_format (local, "confab-%Y%m%d.db")
                            : g_strdup ("confab-00000000.db");
  job->keep = keep;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_store_back_up_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify) free_backup_job);
  back_up_on (task);
}

/**
 * confab_store_back_up_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether today's copy is there
 */
gboolean
confab_store_back_up_finish (ConfabStore   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_store_list_backups:
 * @self: a store
 *
 * Returns: (transfer full) (element-type filename): the names of the copies, the newest first; each
 *   holds the day
 */
GPtrArray *
confab_store_list_backups (ConfabStore *self)
{
  g_return_val_if_fail (CONFAB_IS_STORE (self), NULL);

  return confab_backup_list (self->directory);
}

/**
 * confab_store_request_restore:
 * @self: a store
 * @name: the name of a copy
 * @error: return location
 *
 * At the next opening the copy takes the database's place, as soon as no other process has that
 * open. What was there before is kept beside it.
 *
 * Returns: whether it is noted
 */
gboolean
confab_store_request_restore (ConfabStore  *self,
                              const char   *name,
                              GError      **error)
{
  g_return_val_if_fail (CONFAB_IS_STORE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return confab_backup_request (self->directory, name, error);
}

/**
 * confab_store_get_backup_size:
 * @self: a store
 * @name: the name of a copy
 *
 * Returns: its size in bytes, or -1 where it is gone
 */
gint64
confab_store_get_backup_size (ConfabStore *self,
                              const char  *name)
{
  g_return_val_if_fail (CONFAB_IS_STORE (self), -1);
  g_return_val_if_fail (name != NULL, -1);

  return confab_backup_get_size (self->directory, name);
}
