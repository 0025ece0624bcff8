/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store.h"

#include "confab-error.h"
#include "confab-lock.h"
#include "confab-migrations.h"
#include "confab-store-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Another process that opens the same folder needs a few milliseconds, or a migration. */
#define OPENING_WAIT_MS 5000

G_DEFINE_FINAL_TYPE (ConfabStore, confab_store, G_TYPE_OBJECT)

/* --- What the files are --- */

/* What a look at the file tells before anything is written. */
typedef enum {
  FOUND_NOTHING,   /* there is no database yet */
  FOUND_OURS,
  FOUND_NEWER,
  FOUND_BROKEN,
} Found;

typedef struct {
  gssize n_recovered;
} CountJob;

static void
set_result (ConfabStore      *self,
            ConfabStoreState  state,
            const char       *note)
{
  g_mutex_lock (&self->mutex);
  self->state = state;
  g_free (self->note);
  self->note = g_strdup (note);
  g_mutex_unlock (&self->mutex);
}

/* Whether the database is one of ours, and of which version. */
static gboolean
identify (ConfabDatabase  *database,
          Found           *found,
          GError         **error)
{
  gint64 application_id;
  gint64 version;
  gint64 n_tables;
  gsize n_steps;
  const ConfabMigration *steps = confab_migrations_get (&n_steps);

  if (!confab_database_query_int (database, "PRAGMA application_id", &application_id, error) ||
      !confab_database_query_int (database, "PRAGMA user_version", &version, error) ||
      !confab_database_query_int (database, "SELECT count(*) FROM sqlite_schema", &n_tables,
                                  error))
    return FALSE;

  if (application_id == 0 && version == 0 && n_tables == 0)
    *found = FOUND_NOTHING;
  else if (application_id != CONFAB_APPLICATION_ID || version <= 0)
    *found = FOUND_BROKEN;
  else if (version > confab_migrations_get_newest (steps, n_steps))
    *found = FOUND_NEWER;
  else
    *found = FOUND_OURS;

  return TRUE;
}

static ConfabDatabase *
open_and_identify (ConfabStore         *self,
                   ConfabDatabaseMode   mode,
                   Found               *found,
                   GError             **error)
{
  g_autoptr (ConfabDatabase) database = NULL;

  database = confab_database_open (self->path, mode, error);
  if (database == NULL || !identify (database, found, error))
    return NULL;

  return g_steal_pointer (&database);
}

/* Looks at the file through a connection that cannot change it. FOUND_NOTHING comes with none. */
static ConfabDatabase *
look (ConfabStore  *self,
      Found        *found,
      GError      **error)
{
  ConfabDatabase *database;
  GStatBuf info;

  if (g_stat (self->path, &info) != 0 && errno == ENOENT)
    {
      *found = FOUND_NOTHING;
      return NULL;
    }

  *found = FOUND_BROKEN;
  database = open_and_identify (self, CONFAB_DATABASE_READ, found, NULL);
  /* SQLite wants to make its side files, and cannot where nothing can be written. */
  if (database == NULL)
    database = open_and_identify (self, CONFAB_DATABASE_IMMUTABLE, found, error);

  if (database != NULL && *found == FOUND_NOTHING)
    g_clear_pointer (&database, confab_database_close);

  if (database != NULL && *found == FOUND_BROKEN)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("The file with the conversations is not a database of Confab."));
      g_clear_pointer (&database, confab_database_close);
    }

  return database;
}

/* --- Opening: on the writer's thread --- */

static gboolean
make_directories (ConfabStore  *self,
                  GError      **error)
{
  /* Both are made for their owner only; what exists is left as it is. */
  if (g_mkdir_with_parents (self->locks, 0700) == 0 &&
      access (self->directory, W_OK | X_OK) == 0 &&
      access (self->locks, W_OK | X_OK) == 0 &&
      (access (self->path, W_OK) == 0 || errno == ENOENT))
    return TRUE;

  if (errno == ENOSPC || errno == EDQUOT)
    g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                         _("The disk is full: nothing could be saved."));
  else
    g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                         _("The folder with the conversations cannot be written to."));

  return FALSE;
}

static gboolean
open_for_writing (ConfabStore  *self,
                  GError      **error)
{
  g_autoptr (ConfabDatabase) writing = NULL;
  g_autoptr (ConfabDatabase) reading = NULL;
  gsize n_steps;
  const ConfabMigration *steps = confab_migrations_get (&n_steps);

  writing = confab_database_open (self->path, CONFAB_DATABASE_WRITE, error);
  if (writing == NULL || !confab_database_execute (writing, "PRAGMA journal_mode = WAL", error) ||
      !confab_migrations_run (writing, self->path, steps, n_steps, error))
    return FALSE;

  reading = confab_database_open (self->path, CONFAB_DATABASE_READ, error);
  if (reading == NULL)
    return FALSE;

  self->writing = g_steal_pointer (&writing);
  self->reading = g_steal_pointer (&reading);

  return TRUE;
}

/* Where nothing can be written and nothing was, the conversations are an empty database. */
static ConfabDatabase *
open_empty (GError **error)
{
  g_autoptr (ConfabDatabase) database = NULL;
  gsize n_steps;
  const ConfabMigration *steps = confab_migrations_get (&n_steps);

  database = confab_database_open (NULL, CONFAB_DATABASE_MEMORY, error);
  if (database == NULL || !confab_migrations_run (database, NULL, steps, n_steps, error))
    return NULL;

  return g_steal_pointer (&database);
}

static gboolean
open_files (ConfabStore  *self,
            GError      **error)
{
  g_autoptr (ConfabDatabase) looking = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean can_write;
  Found found;
  int opening;

  can_write = make_directories (self, &local_error);
  looking = look (self, &found, error);

  switch (found)
    {
    case FOUND_BROKEN:
      return FALSE;

    case FOUND_NEWER:
      self->reading = g_steal_pointer (&looking);
      set_result (self, CONFAB_STORE_NEWER,
                  _("A newer version of Confab has written these conversations. They can be read "
                    "here, and nothing new is saved."));
      return TRUE;

    case FOUND_NOTHING:
    case FOUND_OURS:
      break;
    }

  if (can_write)
    {
      g_autofree char *opening_path = g_build_filename (self->locks, "opening.lock", NULL);

      /* One process after the other makes or migrates the database. Without the lock SQLite's own
       * ones still keep it whole. */
      opening = confab_lock_acquire (opening_path, OPENING_WAIT_MS, NULL);
      can_write = open_for_writing (self, &local_error);
      confab_lock_release (opening);
    }

  if (can_write)
    {
      /* A disk that is full now must not keep the program from starting, nor from saving later. */
      if (confab_store_ensure_run (self, &local_error) == NULL ||
          confab_run_recover (self->writing, self->locks, &local_error) < 0)
        g_debug ("Opening: %s", local_error->message);

      set_result (self, CONFAB_STORE_OPEN, local_error != NULL ? local_error->message : NULL);
      confab_worker_push_chore (self->writer, self, confab_store_purge_some);
      return TRUE;
    }

  self->reading = looking != NULL ? g_steal_pointer (&looking) : open_empty (error);
  if (self->reading == NULL)
    return FALSE;

  set_result (self, CONFAB_STORE_READ_ONLY, local_error->message);

  return TRUE;
}

static void
set_gate (ConfabStore *self,
          gboolean    *gate)
{
  g_mutex_lock (&self->mutex);
  *gate = TRUE;
  g_cond_broadcast (&self->gate);
  g_mutex_unlock (&self->mutex);
}

static void
wait_at_gate (ConfabStore *self,
              gboolean    *gate)
{
  g_mutex_lock (&self->mutex);
  while (!*gate)
    g_cond_wait (&self->gate, &self->mutex);
  *gate = FALSE;
  g_mutex_unlock (&self->mutex);
}

static gboolean
open_job (gpointer   source,
          gpointer   data,
          GError   **error)
{
  ConfabStore *self = source;
  GError *local_error = NULL;
  gboolean ok = TRUE;

  g_assert (confab_worker_is_current (self->writer));

  if (confab_store_get_state (self) == CONFAB_STORE_CLOSED ||
      confab_store_get_state (self) == CONFAB_STORE_BROKEN)
    ok = open_files (self, &local_error);

  if (!ok)
    {
      set_result (self, CONFAB_STORE_BROKEN, local_error->message);
      g_propagate_error (error, local_error);
    }

  return ok;
}

/* A chore of its own: the opening itself can be cancelled before its turn comes. */
static gboolean
let_reader_begin (gpointer source)
{
  ConfabStore *self = source;

  g_assert (confab_worker_is_current (self->writer));

  set_gate (self, &self->writer_opened);

  return FALSE;
}

/* Nothing is read before the writer has opened. */
static gboolean
wait_for_writer (gpointer source)
{
  ConfabStore *self = source;

  g_assert (confab_worker_is_current (self->reader));

  wait_at_gate (self, &self->writer_opened);

  return FALSE;
}

/* --- Closing --- */

static gboolean
close_reader (gpointer source)
{
  ConfabStore *self = source;

  g_assert (confab_worker_is_current (self->reader));

  g_clear_pointer (&self->reading, confab_database_close);
  set_gate (self, &self->reader_closed);

  return FALSE;
}

static gboolean
close_job (gpointer   source,
           gpointer   data,
           GError   **error)
{
  ConfabStore *self = source;

  g_assert (confab_worker_is_current (self->writer));

  /* The last connection puts the -wal file back and removes it, and must be able to write. */
  wait_at_gate (self, &self->reader_closed);

  if (self->run != NULL)
    confab_run_end (g_steal_pointer (&self->run), self->writing);
  g_clear_pointer (&self->writing, confab_database_close);

  g_mutex_lock (&self->mutex);
  self->run_id = 0;
  g_mutex_unlock (&self->mutex);
  set_result (self, CONFAB_STORE_CLOSED, NULL);

  return TRUE;
}

static gboolean
recover_job (gpointer   source,
             gpointer   data,
             GError   **error)
{
  ConfabStore *self = source;
  ConfabDatabase *database = confab_store_get_writing (self, error);
  CountJob *job = data;

  if (database == NULL)
    return FALSE;

  job->n_recovered = confab_run_recover (database, self->locks, error);

  return job->n_recovered >= 0;
}

/* --- GObject --- */

static void
confab_store_finalize (GObject *object)
{
  ConfabStore *self = CONFAB_STORE (object);

  /* Every task holds a reference, so what is left are chores at most. */
  g_clear_pointer (&self->reader, confab_worker_free);
  g_clear_pointer (&self->writer, confab_worker_free);

  g_clear_pointer (&self->reading, confab_database_close);
  if (self->run != NULL)
    confab_run_end (g_steal_pointer (&self->run), self->writing);
  g_clear_pointer (&self->writing, confab_database_close);

  g_free (self->directory);
  g_free (self->path);
  g_free (self->locks);
  g_free (self->note);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->gate);

  G_OBJECT_CLASS (confab_store_parent_class)->finalize (object);
}

static void
confab_store_class_init (ConfabStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_store_finalize;
}

static void
confab_store_init (ConfabStore *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->gate);
}

/* --- For the other files of the store --- */

/**
 * confab_store_push:
 * @self: a store
 * @side: which thread
 * @source_tag: the public function
 * @data: (nullable) (transfer full): input and result of @func
 * @free_data: (nullable): frees @data
 * @func: the job
 * @cancellable: (nullable): keeps the job from being done while it waits
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Gives a job to one of the threads.
 */
void
confab_store_push (ConfabStore         *self,
                   ConfabStoreSide      side,
                   gpointer             source_tag,
                   gpointer             data,
                   GDestroyNotify       free_data,
                   ConfabWorkerFunc     func,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  ConfabWorker *worker = side == CONFAB_STORE_WRITER ? self->writer : self->reader;
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, data, free_data);

  if (worker != NULL)
    {
      confab_worker_push (worker, task, func);
      return;
    }

  g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_STORE,
                           _("The conversations are not open."));
  g_object_unref (task);
}

static void
set_closed_error (ConfabStore  *self,
                  GError      **error)
{
  g_autofree char *note = confab_store_dup_note (self);

  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                       note != NULL ? note : _("The conversations are not open."));
}

/**
 * confab_store_get_writing:
 * @self: a store
 * @error: return location
 *
 * Returns: (nullable): the database, on the writer's thread; %NULL when nothing can be saved
 */
ConfabDatabase *
confab_store_get_writing (ConfabStore  *self,
                          GError      **error)
{
  g_assert (confab_worker_is_current (self->writer));

  if (self->writing == NULL)
    set_closed_error (self, error);

  return self->writing;
}

/**
 * confab_store_get_reading:
 * @self: a store
 * @error: return location
 *
 * Returns: (nullable): the database, on the reader's thread; %NULL when there is none
 */
ConfabDatabase *
confab_store_get_reading (ConfabStore  *self,
                          GError      **error)
{
  g_assert (confab_worker_is_current (self->reader));

  if (self->reading == NULL)
    set_closed_error (self, error);

  return self->reading;
}

/**
 * confab_store_ensure_run:
 * @self: a store that is open for writing
 * @error: return location
 *
 * Gives this process's run. It is taken when the store opens, or later when that failed.
 *
 * Returns: (nullable): the run, on the writer's thread
 */
ConfabRun *
confab_store_ensure_run (ConfabStore  *self,
                         GError      **error)
{
  g_assert (confab_worker_is_current (self->writer));

  if (self->run == NULL)
    {
      self->run = confab_run_begin (self->writing, self->locks, error);
      if (self->run != NULL)
        {
          g_mutex_lock (&self->mutex);
          self->run_id = confab_run_get_id (self->run);
          g_mutex_unlock (&self->mutex);
        }
    }

  return self->run;
}

/**
 * confab_store_check_changed:
 * @database: a database that has just updated one row
 * @error: return location
 *
 * Returns: whether there was such a row
 */
gboolean
confab_store_check_changed (ConfabDatabase  *database,
                            GError         **error)
{
  if (confab_database_get_changes (database) > 0)
    return TRUE;

  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_STORE,
                       _("What was to be changed is no longer there."));

  return FALSE;
}

/* --- Public --- */

/**
 * confab_store_new:
 * @directory: where the files are or will be; the store makes it, for its owner only
 *
 * Makes a store. Nothing on disk is touched, and no thread is started, before it is opened.
 *
 * Returns: (transfer full): the store
 */
ConfabStore *
confab_store_new (const char *directory)
{
  ConfabStore *self;

  g_return_val_if_fail (directory != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_STORE, NULL);
  self->directory = g_strdup (directory);
  self->path = g_build_filename (directory, CONFAB_STORE_FILE, NULL);
  self->locks = g_build_filename (directory, "runs", NULL);

  return self;
}

/**
 * confab_store_get_directory:
 * @self: a store
 *
 * Returns: (transfer none): the directory it was made with
 */
const char *
confab_store_get_directory (ConfabStore *self)
{
  g_return_val_if_fail (CONFAB_IS_STORE (self), NULL);

  return self->directory;
}

/**
 * confab_store_get_state:
 * @self: a store
 *
 * Returns: what the store can do; %CONFAB_STORE_CLOSED until it has been opened
 */
ConfabStoreState
confab_store_get_state (ConfabStore *self)
{
  ConfabStoreState state;

  g_return_val_if_fail (CONFAB_IS_STORE (self), CONFAB_STORE_CLOSED);

  g_mutex_lock (&self->mutex);
  state = self->state;
  g_mutex_unlock (&self->mutex);

  return state;
}

/**
 * confab_store_dup_note:
 * @self: a store
 *
 * Returns: (transfer full) (nullable): what the person should know about its state, in plain
 *   words; %NULL when all is well
 */
char *
confab_store_dup_note (ConfabStore *self)
{
  char *note;

  g_return_val_if_fail (CONFAB_IS_STORE (self), NULL);

  g_mutex_lock (&self->mutex);
  note = g_strdup (self->note);
  g_mutex_unlock (&self->mutex);

  return note;
}

/**
 * confab_store_get_run:
 * @self: a store
 *
 * Returns: the run this process writes as, or 0 when there is none
 */
gint64
confab_store_get_run (ConfabStore *self)
{
  gint64 run;

  g_return_val_if_fail (CONFAB_IS_STORE (self), 0);

  g_mutex_lock (&self->mutex);
  run = self->run_id;
  g_mutex_unlock (&self->mutex);

  return run;
}

/**
 * confab_store_open_async:
 * @self: a store
 * @cancellable: (nullable): keeps it from being opened while that has not begun
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens or makes the database, migrates it, takes this run's lock file, and marks the open answers
 * of runs that are gone. All other functions may be called from now on.
 */
void
confab_store_open_async (ConfabStore         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  if (self->writer == NULL)
    {
      self->writer = confab_worker_new ("store-writer");
      self->reader = confab_worker_new ("store-reader");
    }

  confab_worker_push_chore (self->reader, self, wait_for_writer);
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_open_async, NULL, NULL, open_job,
                     cancellable, callback, user_data);
  confab_worker_push_chore (self->writer, self, let_reader_begin);
}

/**
 * confab_store_open_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether there is something to read from: the state is then open, read-only or newer,
 *   and confab_store_dup_note() says why nothing can be saved. %FALSE with an error means broken.
 */
gboolean
confab_store_open_finish (ConfabStore   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_store_close_async:
 * @self: a store
 * @callback: called when it is closed
 * @user_data: for @callback
 *
 * Does what was asked for before, ends the run and closes both connections. No -wal file stays,
 * unless another process has the database open.
 */
void
confab_store_close_async (ConfabStore         *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  if (self->writer == NULL)
    {
      GTask *task = g_task_new (self, NULL, callback, user_data);

      g_task_set_source_tag (task, confab_store_close_async);
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  confab_worker_push_chore (self->reader, self, close_reader);
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_close_async, NULL, NULL, close_job,
                     NULL, callback, user_data);
}

/**
 * confab_store_close_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: %TRUE
 */
gboolean
confab_store_close_finish (ConfabStore   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_store_recover_async:
 * @self: a store
 * @cancellable: (nullable): keeps it from being done while it waits
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Marks open answers whose run is gone, as opening does.
 */
void
confab_store_recover_async (ConfabStore         *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_recover_async,
                     g_new0 (CountJob, 1), g_free, recover_job,
                     cancellable, callback, user_data);
}

/**
 * confab_store_recover_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: how many answers were marked, or -1
 */
gssize
confab_store_recover_finish (ConfabStore   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  CountJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return -1;

  job = g_task_get_task_data (G_TASK (result));

  return job->n_recovered;
}
