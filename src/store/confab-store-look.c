/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/* What other processes have written. */

typedef struct {
  gboolean    force;
  ConfabNews *news;
} LookJob;

static void
free_look_job (LookJob *job)
{
  g_clear_pointer (&job->news, confab_news_free);
  g_free (job);
}

/**
 * confab_news_free:
 * @self: (nullable) (transfer full): what is stored
 */
void
confab_news_free (ConfabNews *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->catalogue, confab_catalogue_free);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_free (self);
}

/* SQLite's number stays the same for what this connection itself commits. The writer's connection
 * is asked where there is one: the reader would take the writer's changes for foreign ones. */
static gboolean
find_whether_changed (ConfabStore     *self,
                      ConfabDatabase  *database,
                      gboolean        *changed,
                      GError         **error)
{
  gint64 *last = database == self->writing ? &self->writing_version : &self->reading_version;
  gint64 version;

  if (!confab_database_query_int (database, "PRAGMA data_version", &version, error))
    return FALSE;

  *changed = version != *last;
  *last = version;

  return TRUE;
}

#define RUNS_AT_WORK                                                                               \
  "SELECT run FROM message WHERE run IS NOT NULL"                                                  \
  " UNION ALL SELECT deleting FROM session WHERE deleting IS NOT NULL"

/* A process that was killed leaves its answers open, and writes nothing that would tell. */
static gssize
recover_foreign (ConfabStore    *self,
                 ConfabDatabase *database)
{
  g_autoptr (GError) error = NULL;
  gint64 own = self->run != NULL ? confab_run_get_id (self->run) : 0;
  gint64 first;
  gint64 last;
  gssize n_marked = 0;

  if (confab_database_query_int (database, "SELECT min (run) FROM (" RUNS_AT_WORK ")", &first,
                                 &error) &&
      confab_database_query_int (database, "SELECT max (run) FROM (" RUNS_AT_WORK ")", &last,
                                 &error) &&
      ((first != 0 && first != own) || (last != 0 && last != own)))
    n_marked = confab_run_recover (database, self->locks, &error);

  /* The next look tries again. */
  if (error != NULL)
    g_debug ("Recovering: %s", error->message);

  return n_marked;
}

static gboolean
look_job (gpointer   source,
          gpointer   data,
          GError   **error)
{
  ConfabStore *self = source;
  ConfabDatabase *database = confab_store_get_in_turn (self, error);
  LookJob *job = data;
  gboolean changed;

  if (database == NULL || !find_whether_changed (self, database, &changed, error))
    return FALSE;

  if (confab_worker_is_current (self->writer) && recover_foreign (self, database) > 0)
    changed = TRUE;
  if (!changed && !job->force)
    return TRUE;

  job->news = g_new0 (ConfabNews, 1);
  job->news->catalogue = confab_store_read_catalogue (database, error);
  if (job->news->catalogue != NULL)
    job->news->sessions = confab_store_read_sessions (database, error);

  return job->news->sessions != NULL;
}

/**
 * confab_store_look_async:
 * @self: a store that is open
 * @force: whether to read also when nothing has changed
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Looks whether another process has written since the last look, marks open answers whose run is
 * gone, and reads everything but the messages. What this store was asked to write before is in it,
 * and whoever asked for that has been told before @callback is called; what was asked for later is
 * not (see confab_store_get_n_writes()).
 */
void
confab_store_look_async (ConfabStore         *self,
                         gboolean             force,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  LookJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));

  job = g_new0 (LookJob, 1);
  job->force = force;
  confab_store_push (self, CONFAB_STORE_IN_TURN, confab_store_look_async, job,
                     (GDestroyNotify) free_look_job, look_job, cancellable, callback, user_data);
}

/**
 * confab_store_look_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what is stored; %NULL without an error when nobody else has
 *   changed anything
 */
ConfabNews *
confab_store_look_finish (ConfabStore   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  LookJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  job = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&job->news);
}
