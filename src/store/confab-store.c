/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store.h"

#include "confab-error.h"
#include "confab-store-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (ConfabStore, confab_store, G_TYPE_OBJECT)

enum {
  TOUCHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  gssize n_recovered;
} CountJob;

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

  g_clear_pointer (&self->watch, confab_file_watch_free);

  /* Every task holds a reference, so what is left are chores at most. They look for their worker,
   * so it is forgotten only when it has ended. */
  confab_worker_free (self->reader);
  self->reader = NULL;
  confab_worker_free (self->writer);
  self->writer = NULL;

  g_clear_pointer (&self->reading, confab_database_close);
  if (self->run != NULL)
    confab_run_end (g_steal_pointer (&self->run), self->writing);
  g_clear_pointer (&self->writing, confab_database_close);

  g_free (self->directory);
  g_free (self->path);
  g_free (self->locks);
  g_free (self->note);
  g_free (self->rescue_note);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->gate);

  G_OBJECT_CLASS (confab_store_parent_class)->finalize (object);
}

static void
confab_store_class_init (ConfabStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_store_finalize;

  signals[TOUCHED] = g_signal_new ("touched", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_store_init (ConfabStore *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->gate);
}

/* --- For the other files of the store --- */

static ConfabWorker *
choose_worker (ConfabStore     *self,
               ConfabStoreSide  side)
{
  switch (side)
    {
    case CONFAB_STORE_WRITER:
      g_mutex_lock (&self->mutex);
      self->n_writes++;
      g_mutex_unlock (&self->mutex);
      return self->writer;
    case CONFAB_STORE_READER:
      return self->reader;
    case CONFAB_STORE_IN_TURN:
      return confab_store_get_state (self) == CONFAB_STORE_OPEN ? self->writer : self->reader;
    }

  g_assert_not_reached ();
}

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
  ConfabWorker *worker = choose_worker (self, side);
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
 * confab_store_get_in_turn:
 * @self: a store
 * @error: return location
 *
 * Returns: (nullable): the database of the thread that %CONFAB_STORE_IN_TURN has led to
 */
ConfabDatabase *
confab_store_get_in_turn (ConfabStore  *self,
                          GError      **error)
{
  return confab_worker_is_current (self->writer) ? confab_store_get_writing (self, error)
                                                 : confab_store_get_reading (self, error);
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
 * confab_store_write_in_run:
 * @self: a store
 * @lazily: whether it need not wait for the disk each time
 * @write: writes something, in a transaction, and gets the run that an open answer belongs to
 * @data: for @write
 * @error: return location
 *
 * Does all of it in one transaction, on the writer's thread.
 *
 * Returns: whether it is written
 */
gboolean
confab_store_write_in_run (ConfabStore           *self,
                           gboolean               lazily,
                           ConfabStoreWriteFunc   write,
                           gpointer               data,
                           GError               **error)
{
  ConfabDatabase *database = confab_store_get_writing (self, error);
  ConfabRun *run;

  if (database == NULL)
    return FALSE;

  run = confab_store_ensure_run (self, error);
  if (run == NULL || !(lazily ? confab_database_begin_lazily (database, error)
                              : confab_database_begin (database, error)))
    return FALSE;

  return confab_database_end (database, write (database, confab_run_get_id (run), data, error),
                              error);
}

/**
 * confab_store_set_gone_error:
 * @error: return location; %G_IO_ERROR_NOT_FOUND, since trying again is of no use
 */
void
confab_store_set_gone_error (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       _("What was to be changed is no longer there."));
}

/**
 * confab_store_check_changed:
 * @database: a database that has just updated one row
 * @error: return location; %G_IO_ERROR_NOT_FOUND, since trying again is of no use
 *
 * Returns: whether there was such a row
 */
gboolean
confab_store_check_changed (ConfabDatabase  *database,
                            GError         **error)
{
  if (confab_database_get_changes (database) > 0)
    return TRUE;

  confab_store_set_gone_error (error);

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
 * confab_store_dup_rescue_note:
 * @self: a store
 *
 * Returns: (transfer full) (nullable): that the file was damaged, and where it is kept
 */
char *
confab_store_dup_rescue_note (ConfabStore *self)
{
  char *note;

  g_return_val_if_fail (CONFAB_IS_STORE (self), NULL);

  g_mutex_lock (&self->mutex);
  note = g_strdup (self->rescue_note);
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
 * confab_store_get_n_writes:
 * @self: a store
 *
 * Returns: how often it was asked to write something; when that is the same before and after
 *   something was read, the caller's view of what is stored is as new as what was read
 */
guint64
confab_store_get_n_writes (ConfabStore *self)
{
  guint64 n_writes;

  g_return_val_if_fail (CONFAB_IS_STORE (self), 0);

  g_mutex_lock (&self->mutex);
  n_writes = self->n_writes;
  g_mutex_unlock (&self->mutex);

  return n_writes;
}

static void
emit_touched (gpointer user_data)
{
  g_autoptr (ConfabStore) self = g_object_ref (user_data);

  g_signal_emit (self, signals[TOUCHED], 0);
}

/**
 * confab_store_watch:
 * @self: a store that has been opened
 *
 * From now on `touched` is emitted in the caller's thread-default context. Where files cannot be
 * watched it never is.
 */
void
confab_store_watch (ConfabStore *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (CONFAB_IS_STORE (self));

  if (self->watch != NULL)
    return;

  self->watch = confab_file_watch_new (self->directory, CONFAB_STORE_FILE, emit_touched, self,
                                       &error);
  if (self->watch == NULL)
    g_info ("The database is not watched: %s", error->message);
}

/**
 * confab_store_unwatch:
 * @self: a store
 *
 * Ends what confab_store_watch() began.
 */
void
confab_store_unwatch (ConfabStore *self)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  g_clear_pointer (&self->watch, confab_file_watch_free);
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

  confab_worker_push_chore (self->reader, self, confab_store_wait_for_writer);
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_open_async, NULL, NULL,
                     confab_store_open_job, cancellable, callback, user_data);
  confab_worker_push_chore (self->writer, self, confab_store_let_reader_begin);
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

  confab_worker_push_chore (self->reader, self, confab_store_close_reader);
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_close_async, NULL, NULL,
                     confab_store_close_job, NULL, callback, user_data);
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
