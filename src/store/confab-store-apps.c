/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/* Connections and applications. */

typedef struct {
  ConfabConnectionRecord *connection;
  ConfabAppRecord        *app;
  gint64                  id;
} SaveJob;

typedef struct {
  ConfabCatalogue *catalogue;
} LoadJob;

static void
free_save_job (SaveJob *job)
{
  g_clear_pointer (&job->connection, confab_connection_record_free);
  g_clear_pointer (&job->app, confab_app_record_free);
  g_free (job);
}

static void
free_load_job (LoadJob *job)
{
  g_clear_pointer (&job->catalogue, confab_catalogue_free);
  g_free (job);
}

/**
 * confab_catalogue_free:
 * @self: (nullable) (transfer full): a catalogue
 */
void
confab_catalogue_free (ConfabCatalogue *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_clear_pointer (&self->apps, g_ptr_array_unref);
  g_free (self);
}

/* --- Loading --- */

static gboolean
load_connections (ConfabDatabase  *database,
                  GPtrArray       *connections,
                  GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  statement = confab_database_prepare (database,
                                       "SELECT id, name, base_url, workspace, connect_timeout,"
                                       " idle_timeout, is_demo, account FROM connection ORDER BY id",
                                       error);
  if (statement == NULL)
    return FALSE;

  while ((step = confab_statement_step (statement, error)) == CONFAB_STEP_ROW)
    {
      ConfabConnectionRecord *record = confab_connection_record_new ();

      record->id = confab_statement_get_int (statement, 0);
      record->name = confab_statement_dup_text (statement, 1);
      record->base_url = confab_statement_dup_text (statement, 2);
      record->workspace = confab_statement_dup_text (statement, 3);
      record->connect_timeout = (guint) confab_statement_get_int (statement, 4);
      record->idle_timeout = (guint) confab_statement_get_int (statement, 5);
      record->is_demo = confab_statement_get_int (statement, 6) != 0;
      g_free (record->account);
      record->account = confab_statement_dup_text (statement, 7);
      g_ptr_array_add (connections, record);
    }

  return step == CONFAB_STEP_DONE;
}

static gboolean
load_apps (ConfabDatabase  *database,
           GPtrArray       *apps,
           GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  statement = confab_database_prepare (database,
                                       "SELECT id, connection, app_id, name, kind, color, options,"
                                       " position FROM app ORDER BY position, id",
                                       error);
  if (statement == NULL)
    return FALSE;

  while ((step = confab_statement_step (statement, error)) == CONFAB_STEP_ROW)
    {
      ConfabAppRecord *record = confab_app_record_new ();

      record->id = confab_statement_get_int (statement, 0);
      record->connection_id = confab_statement_get_int (statement, 1);
      record->app_id = confab_statement_dup_text (statement, 2);
      record->name = confab_statement_dup_text (statement, 3);
      /* An unknown word, from a newer version, is shown as the commonest kind. */
      record->kind = CONFAB_KIND_AGENT;
      confab_kind_from_word (confab_statement_get_text (statement, 4), &record->kind);
      record->color = confab_statement_dup_text (statement, 5);
      record->options = confab_statement_dup_text (statement, 6);
      record->position = (int) confab_statement_get_int (statement, 7);
      g_ptr_array_add (apps, record);
    }

  return step == CONFAB_STEP_DONE;
}

/**
 * confab_store_read_catalogue:
 * @database: a database
 * @error: return location
 *
 * Returns: (transfer full) (nullable): all connections and applications
 */
ConfabCatalogue *
confab_store_read_catalogue (ConfabDatabase  *database,
                             GError         **error)
{
  g_autoptr (ConfabCatalogue) catalogue = g_new0 (ConfabCatalogue, 1);

  catalogue->connections =
    g_ptr_array_new_with_free_func ((GDestroyNotify) confab_connection_record_free);
  catalogue->apps = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_app_record_free);

  if (!load_connections (database, catalogue->connections, error) ||
      !load_apps (database, catalogue->apps, error))
    return NULL;

  return g_steal_pointer (&catalogue);
}

static gboolean
load_catalogue_job (gpointer   source,
                    gpointer   data,
                    GError   **error)
{
  ConfabDatabase *database = confab_store_get_reading (source, error);
  LoadJob *job = data;

  if (database == NULL)
    return FALSE;

  job->catalogue = confab_store_read_catalogue (database, error);

  return job->catalogue != NULL;
}

/**
 * confab_store_load_catalogue_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Loads all connections and applications.
 */
void
confab_store_load_catalogue_async (ConfabStore         *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  confab_store_push (self, CONFAB_STORE_READER, confab_store_load_catalogue_async,
                     g_new0 (LoadJob, 1), (GDestroyNotify) free_load_job, load_catalogue_job,
                     cancellable, callback, user_data);
}

/**
 * confab_store_load_catalogue_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the connections, and the applications by position
 */
ConfabCatalogue *
confab_store_load_catalogue_finish (ConfabStore   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  LoadJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  job = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&job->catalogue);
}

/* --- Saving --- */

static gboolean
save_connection_job (gpointer   source,
                     gpointer   data,
                     GError   **error)
{
  ConfabDatabase *database = confab_store_get_writing (source, error);
  g_autoptr (ConfabStatement) statement = NULL;
  SaveJob *job = data;
  const ConfabConnectionRecord *record = job->connection;

  if (database == NULL)
    return FALSE;

  if (record->id == 0)
    statement = confab_database_prepare (database,
                                         "INSERT INTO connection (id, name, base_url, workspace,"
                                         " connect_timeout, idle_timeout, is_demo, account)"
                                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                                         error);
  else /* the account stays: a key is filed under it */
    statement = confab_database_prepare (database,
                                         "UPDATE connection SET name = ?2, base_url = ?3,"
                                         " workspace = ?4, connect_timeout = ?5,"
                                         " idle_timeout = ?6, is_demo = ?7 WHERE id = ?1",
                                         error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_id (statement, 1, record->id);
  confab_statement_bind_text (statement, 2, record->name != NULL ? record->name : "");
  confab_statement_bind_text (statement, 3, record->base_url != NULL ? record->base_url : "");
  confab_statement_bind_text (statement, 4, record->workspace);
  confab_statement_bind_int (statement, 5, record->connect_timeout);
  confab_statement_bind_int (statement, 6, record->idle_timeout);
  confab_statement_bind_int (statement, 7, record->is_demo ? 1 : 0);
  if (record->id == 0)
    confab_statement_bind_text (statement, 8, record->account);

  if (!confab_statement_run (statement, error) || !confab_store_check_changed (database, error))
    return FALSE;

  job->id = record->id != 0 ? record->id : confab_database_get_last_id (database);

  return TRUE;
}

static gboolean
save_app_job (gpointer   source,
              gpointer   data,
              GError   **error)
{
  ConfabDatabase *database = confab_store_get_writing (source, error);
  g_autoptr (ConfabStatement) statement = NULL;
  SaveJob *job = data;
  const ConfabAppRecord *record = job->app;

  if (database == NULL)
    return FALSE;

  if (record->id == 0)
    statement = confab_database_prepare (database,
                                         "INSERT INTO app (id, connection, app_id, name, kind,"
                                         " color, options, position)"
                                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                                         error);
  else
    statement = confab_database_prepare (database,
                                         "UPDATE app SET connection = ?2, app_id = ?3, name = ?4,"
                                         " kind = ?5, color = ?6, options = ?7, position = ?8"
                                         " WHERE id = ?1",
                                         error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_id (statement, 1, record->id);
  confab_statement_bind_int (statement, 2, record->connection_id);
  confab_statement_bind_text (statement, 3, record->app_id != NULL ? record->app_id : "");
  confab_statement_bind_text (statement, 4, record->name != NULL ? record->name : "");
  confab_statement_bind_text (statement, 5, confab_kind_to_word (record->kind));
  confab_statement_bind_text (statement, 6, record->color);
  confab_statement_bind_text (statement, 7, record->options);
  confab_statement_bind_int (statement, 8, record->position);

  if (!confab_statement_run (statement, error) || !confab_store_check_changed (database, error))
    return FALSE;

  job->id = record->id != 0 ? record->id : confab_database_get_last_id (database);

  return TRUE;
}

static gint64
finish_saving (ConfabStore   *self,
               GAsyncResult  *result,
               GError       **error)
{
  SaveJob *job;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return 0;

  job = g_task_get_task_data (G_TASK (result));

  return job->id;
}

/**
 * confab_store_save_connection_async:
 * @self: a store
 * @record: (transfer full): a connection; inserted when its id is 0
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_store_save_connection_async (ConfabStore            *self,
                                    ConfabConnectionRecord *record,
                                    GCancellable           *cancellable,
                                    GAsyncReadyCallback     callback,
                                    gpointer                user_data)
{
  SaveJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (record != NULL);

  job = g_new0 (SaveJob, 1);
  job->connection = record;
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_save_connection_async,
                     job, (GDestroyNotify) free_save_job, save_connection_job,
                     cancellable, callback, user_data);
}

/**
 * confab_store_save_connection_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: the connection's id, or 0
 */
gint64
confab_store_save_connection_finish (ConfabStore   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  return finish_saving (self, result, error);
}

/**
 * confab_store_save_app_async:
 * @self: a store
 * @record: (transfer full): an application of a stored connection; inserted when its id is 0
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_store_save_app_async (ConfabStore         *self,
                             ConfabAppRecord     *record,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  SaveJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (record != NULL);

  job = g_new0 (SaveJob, 1);
  job->app = record;
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_save_app_async,
                     job, (GDestroyNotify) free_save_job, save_app_job,
                     cancellable, callback, user_data);
}

/**
 * confab_store_save_app_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: the application's id, or 0
 */
gint64
confab_store_save_app_finish (ConfabStore   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  return finish_saving (self, result, error);
}
