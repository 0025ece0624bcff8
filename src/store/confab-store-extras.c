/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/* What the next message of a session carries: beside the session's row, which is read with all others
 * at the start and written with each pause in typing. */

typedef struct {
  gint64 session;
  char *content; /* (nullable) */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->content);
  g_free (job);
}

static Job *
new_job (gint64      session,
         const char *content)
{
  Job *job = g_new0 (Job, 1);

  job->session = session;
  job->content = g_strdup (content);

  return job;
}

static gboolean
save_job (gpointer   source,
          gpointer   data,
          GError   **error)
{
  ConfabDatabase *database = confab_store_get_writing (source, error);
  g_autoptr (ConfabStatement) statement = NULL;
  Job *job = data;

  if (database == NULL)
    return FALSE;
  if (job->content == NULL)
    return confab_database_run_with_id (database, "DELETE FROM extras WHERE id = ?1", job->session,
                                        error);

  /* Of a session that is gone there is nothing to keep. */
  statement = confab_database_prepare (database,
                                       "INSERT OR REPLACE INTO extras (id, content)"
                                       " SELECT id, ?2 FROM session WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, job->session);
  confab_statement_bind_text (statement, 2, job->content);

  return confab_statement_run (statement, error);
}

/**
 * confab_store_save_extras_async:
 * @self: a store
 * @session: a session's id
 * @content: (nullable): what its next message carries; %NULL for nothing
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_store_save_extras_async (ConfabStore         *self,
                                gint64               session,
                                const char          *content,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_save_extras_async,
                     new_job (session, content), free_job, save_job, cancellable, callback,
                     user_data);
}

/**
 * confab_store_save_extras_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is stored
 */
gboolean
confab_store_save_extras_finish (ConfabStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
load_job (gpointer   source,
          gpointer   data,
          GError   **error)
{
  ConfabDatabase *database = confab_store_get_in_turn (source, error);
  g_autoptr (ConfabStatement) statement = NULL;
  Job *job = data;
  ConfabStep step;

  if (database == NULL)
    return FALSE;

  statement = confab_database_prepare (database, "SELECT content FROM extras WHERE id = ?1", error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, job->session);
  step = confab_statement_step (statement, error);
  if (step == CONFAB_STEP_ROW)
    job->content = confab_statement_dup_text (statement, 0);

  return step == CONFAB_STEP_ROW || step == CONFAB_STEP_DONE;
}

/**
 * confab_store_load_extras_async:
 * @self: a store
 * @session: a session's id
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_store_load_extras_async (ConfabStore         *self,
                                gint64               session,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  confab_store_push (self, CONFAB_STORE_IN_TURN, confab_store_load_extras_async,
                     new_job (session, NULL), free_job, load_job, cancellable, callback, user_data);
}

/**
 * confab_store_load_extras_finish:
 * @self: a store
 * @result: the result
 * @error: return location; untouched when there is nothing
 *
 * Returns: (transfer full) (nullable): what the next message carries
 */
char *
confab_store_load_extras_finish (ConfabStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  Job *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  job = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&job->content);
}
