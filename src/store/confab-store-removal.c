/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/*
 * What is deleted, and the trash. `deleted` of a session: 0 it is there, 1 gone, 2 in the trash of the
 * run `deleting`, 3 being made by it.
 * Rows of what is gone go in steps, since overwriting them takes longer than anybody may wait.
 */

/* So many messages a step, a few milliseconds each. */
#define PURGE_STEP 64

typedef struct {
  gint64         id;
  ConfabDeletion deletion;
} RemovalJob;

static void
push (ConfabStore         *self,
      gpointer             tag,
      gint64               id,
      ConfabDeletion       deletion,
      ConfabWorkerFunc     func,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  RemovalJob *job = g_new0 (RemovalJob, 1);

  job->id = id;
  job->deletion = deletion;
  confab_store_push (self, CONFAB_STORE_WRITER, tag, job, g_free, func, cancellable, callback,
                     user_data);
}

/* --- Purging --- */

static gboolean
purge_step (ConfabDatabase  *database,
            gint64           session,
            GError         **error)
{
  guint n_deleted;

  if (!confab_store_delete_messages (database, session, PURGE_STEP, &n_deleted, error))
    return FALSE;

  return n_deleted > 0 ||
         (confab_store_unindex_title (database, session, error) &&
          confab_database_run_with_id (database, "DELETE FROM session WHERE id = ?1", session,
                                       error));
}

/* Applications and connections stay until nothing names them any more. */
static gboolean
purge_catalogue (ConfabDatabase  *database,
                 GError         **error)
{
  return confab_database_execute (database,
                                  "DELETE FROM app WHERE deleted = 1 AND id NOT IN"
                                  " (SELECT app FROM session);"
                                  "DELETE FROM connection WHERE deleted = 1 AND id NOT IN"
                                  " (SELECT connection FROM app);",
                                  error);
}

/**
 * confab_store_purge_some:
 * @source: a store
 *
 * Removes some of the rows of what is deleted: just now, or by an earlier run that did not get to
 * it.
 *
 * Returns: whether there is more to do
 */
gboolean
confab_store_purge_some (gpointer source)
{
  ConfabDatabase *database = confab_store_get_writing (source, NULL);
  g_autoptr (GError) error = NULL;
  gint64 session;
  gboolean ok;

  if (database == NULL)
    return FALSE;

  ok = confab_database_query_int (database,
                                  "SELECT coalesce (min (id), 0) FROM session WHERE deleted = 1",
                                  &session, &error) &&
       confab_database_begin (database, &error);
  if (ok)
    ok = confab_database_end (database,
                              session != 0 ? purge_step (database, session, &error)
                                           : purge_catalogue (database, &error),
                              &error);

  /* The next opening goes on with it. */
  if (!ok)
    g_debug ("Purging: %s", error->message);

  return ok && session != 0;
}

/* --- Sessions --- */

static gboolean
trash (ConfabStore     *self,
       ConfabDatabase  *database,
       gint64           session,
       GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabRun *run = confab_store_ensure_run (self, error);

  if (run == NULL)
    return FALSE;

  statement = confab_database_prepare (database,
                                       "UPDATE session SET deleted = 2, deleting = ?2"
                                       " WHERE id = ?1 AND deleted = 0",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, session);
  confab_statement_bind_int (statement, 2, confab_run_get_id (run));

  return confab_statement_run (statement, error);
}

static gboolean
delete_session_job (gpointer   source,
                    gpointer   data,
                    GError   **error)
{
  ConfabStore *self = source;
  ConfabDatabase *database = confab_store_get_writing (self, error);
  RemovalJob *job = data;
  gboolean ok = FALSE;

  if (database == NULL)
    return FALSE;

  switch (job->deletion)
    {
    case CONFAB_DELETE_FOR_GOOD:
      ok = confab_database_run_with_id (database,
                                        "UPDATE session SET deleted = 1, deleting = NULL"
                                        " WHERE id = ?1 AND deleted <> 1",
                                        job->id, error);
      break;
    case CONFAB_DELETE_BLANK:
      ok = confab_database_run_with_id (database,
                                        "UPDATE session SET deleted = 1 WHERE id = ?1"
                                        " AND deleted = 0 AND message_count = 0 AND title = ''",
                                        job->id, error);
      break;
    case CONFAB_DELETE_TO_TRASH:
      ok = trash (self, database, job->id, error);
      break;
    }

  if (!ok || !confab_store_check_changed (database, error))
    return FALSE;

  if (job->deletion != CONFAB_DELETE_TO_TRASH)
    confab_worker_push_chore (self->writer, self, confab_store_purge_some);

  return TRUE;
}

/**
 * confab_store_delete_session_async:
 * @self: a store
 * @session: a session's id
 * @deletion: how
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Deletes a session with its messages. One that goes for good is gone when this finishes, also
 * after a crash; its rows are overwritten in steps right after.
 */
void
confab_store_delete_session_async (ConfabStore         *self,
                                   gint64               session,
                                   ConfabDeletion       deletion,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  push (self, confab_store_delete_session_async, session, deletion, delete_session_job,
        cancellable, callback, user_data);
}

/**
 * confab_store_delete_session_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether the session is deleted
 */
gboolean
confab_store_delete_session_finish (ConfabStore   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
restore_session_job (gpointer   source,
                     gpointer   data,
                     GError   **error)
{
  ConfabDatabase *database = confab_store_get_writing (source, error);
  RemovalJob *job = data;

  return database != NULL &&
         confab_database_run_with_id (database,
                                      "UPDATE session SET deleted = 0, deleting = NULL"
                                      " WHERE id = ?1 AND deleted = 2",
                                      job->id, error) &&
         confab_store_check_changed (database, error);
}

/**
 * confab_store_restore_session_async:
 * @self: a store
 * @session: the id of a session in the trash
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Takes a session out of the trash: it is as it was.
 */
void
confab_store_restore_session_async (ConfabStore         *self,
                                    gint64               session,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  push (self, confab_store_restore_session_async, session, 0, restore_session_job, cancellable,
        callback, user_data);
}

/**
 * confab_store_restore_session_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether the session is back
 */
gboolean
confab_store_restore_session_finish (ConfabStore   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_store_empty_hands:
 * @database: a database for writing, in a transaction
 * @run: a run that is gone
 * @error: return location
 *
 * Brings back what the run had in its trash: nobody has said that it shall go for good. What it was
 * about to make (a copy) goes.
 *
 * Returns: whether it worked
 */
gboolean
confab_store_empty_hands (ConfabDatabase  *database,
                          gint64           run,
                          GError         **error)
{
  return confab_database_run_with_id (database,
                                      "UPDATE session SET deleting = NULL,"
                                      " deleted = CASE deleted WHEN 2 THEN 0 ELSE 1 END"
                                      " WHERE deleting = ?1",
                                      run, error);
}

/* --- Applications and connections --- */

static gboolean
delete_rows (ConfabStore        *self,
             RemovalJob         *job,
             const char * const *sqls,
             GError            **error)
{
  ConfabDatabase *database = confab_store_get_writing (self, error);
  gboolean ok;

  if (database == NULL || !confab_database_begin (database, error))
    return FALSE;

  /* The first one is what it is about. */
  ok = confab_database_run_with_id (database, sqls[0], job->id, error) &&
       confab_store_check_changed (database, error);
  for (guint i = 1; ok && sqls[i] != NULL; i++)
    ok = confab_database_run_with_id (database, sqls[i], job->id, error);
  if (!confab_database_end (database, ok, error))
    return FALSE;

  confab_worker_push_chore (self->writer, self, confab_store_purge_some);

  return TRUE;
}

static gboolean
delete_app_job (gpointer   source,
                gpointer   data,
                GError   **error)
{
  static const char * const sqls[] = {
    "UPDATE app SET deleted = 1 WHERE id = ?1 AND deleted = 0",
    "UPDATE session SET deleted = 1, deleting = NULL WHERE app = ?1",
    "DELETE FROM preset WHERE app = ?1",
    NULL,
  };

  return delete_rows (source, data, sqls, error);
}

/**
 * confab_store_delete_app_async:
 * @self: a store
 * @app: an application's id
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Deletes an application with its presets and all its sessions, for good.
 */
void
confab_store_delete_app_async (ConfabStore         *self,
                               gint64               app,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  push (self, confab_store_delete_app_async, app, 0, delete_app_job, cancellable, callback,
        user_data);
}

/**
 * confab_store_delete_app_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is deleted
 */
gboolean
confab_store_delete_app_finish (ConfabStore   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
delete_connection_job (gpointer   source,
                       gpointer   data,
                       GError   **error)
{
  static const char * const sqls[] = {
    "UPDATE connection SET deleted = 1 WHERE id = ?1 AND deleted = 0",
    "UPDATE session SET deleted = 1, deleting = NULL"
    " WHERE app IN (SELECT id FROM app WHERE connection = ?1)",
    "DELETE FROM preset WHERE app IN (SELECT id FROM app WHERE connection = ?1)",
    "UPDATE app SET deleted = 1 WHERE connection = ?1",
    NULL,
  };

  return delete_rows (source, data, sqls, error);
}

/**
 * confab_store_delete_connection_async:
 * @self: a store
 * @connection: a connection's id
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Deletes a connection with all its applications, as confab_store_delete_app_async() does. Its key
 * is not here.
 */
void
confab_store_delete_connection_async (ConfabStore         *self,
                                      gint64               connection,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  push (self, confab_store_delete_connection_async, connection, 0, delete_connection_job,
        cancellable, callback, user_data);
}

/**
 * confab_store_delete_connection_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is deleted
 */
gboolean
confab_store_delete_connection_finish (ConfabStore   *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
