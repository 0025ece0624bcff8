/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/* Connections, applications and their presets, on their way into the database. */

typedef gboolean (*WriteFunc) (ConfabDatabase  *database,
                               gpointer         record,
                               GError         **error);

/* One record, whatever it is of. */
typedef struct {
  gpointer       record;
  GDestroyNotify free_record;
  WriteFunc      write;
  gint64         id;     /* of a new one 0, until it is written */
} SaveJob;

static void
free_save_job (SaveJob *job)
{
  if (job->record != NULL)
    job->free_record (job->record);
  g_free (job);
}

static gboolean
save_job (gpointer   source,
          gpointer   data,
          GError   **error)
{
  ConfabDatabase *database = confab_store_get_writing (source, error);
  SaveJob *job = data;

  if (database == NULL || !job->write (database, job->record, error) ||
      !confab_store_check_changed (database, error))
    return FALSE;

  if (job->id == 0)
    job->id = confab_database_get_last_id (database);

  return TRUE;
}

static void
save (ConfabStore         *self,
      gpointer             tag,
      gpointer             record,
      GDestroyNotify       free_record,
      gint64               id,
      WriteFunc            write,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  SaveJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (record != NULL);

  job = g_new0 (SaveJob, 1);
  job->record = record;
  job->free_record = free_record;
  job->write = write;
  job->id = id;
  confab_store_push (self, CONFAB_STORE_WRITER, tag, job, (GDestroyNotify) free_save_job, save_job,
                     cancellable, callback, user_data);
}

static gint64
finish_saving (ConfabStore   *self,
               GAsyncResult  *result,
               GError       **error)
{
  SaveJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return 0;

  job = g_task_get_task_data (G_TASK (result));

  return job->id;
}

/* --- Connections --- */

static gboolean
write_connection (ConfabDatabase  *database,
                  gpointer         data,
                  GError         **error)
{
  const ConfabConnectionRecord *record = data;
  g_autoptr (ConfabStatement) statement = NULL;

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
                                         " idle_timeout = ?6, is_demo = ?7"
                                         " WHERE id = ?1 AND deleted = 0",
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

  return confab_statement_run (statement, error);
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
  save (self, confab_store_save_connection_async, record,
        (GDestroyNotify) confab_connection_record_free, record != NULL ? record->id : 0,
        write_connection, cancellable, callback, user_data);
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
  return finish_saving (self, result, error);
}

/* --- Applications --- */

static gboolean
write_app (ConfabDatabase  *database,
           gpointer         data,
           GError         **error)
{
  const ConfabAppRecord *record = data;
  g_autoptr (ConfabStatement) statement = NULL;

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
                                         " WHERE id = ?1 AND deleted = 0",
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

  return confab_statement_run (statement, error);
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
  save (self, confab_store_save_app_async, record, (GDestroyNotify) confab_app_record_free,
        record != NULL ? record->id : 0, write_app, cancellable, callback, user_data);
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
  return finish_saving (self, result, error);
}

static gboolean
set_position (ConfabDatabase  *database,
              gint64           app,
              guint            position,
              GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database, "UPDATE app SET position = ?2 WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, app);
  confab_statement_bind_int (statement, 2, position);

  return confab_statement_run (statement, error);
}

static gboolean
order_apps_job (gpointer   source,
                gpointer   data,
                GError   **error)
{
  ConfabDatabase *database = confab_store_get_writing (source, error);
  GArray *ids = data;
  gboolean ok = TRUE;

  if (database == NULL || !confab_database_begin (database, error))
    return FALSE;

  for (guint i = 0; ok && i < ids->len; i++)
    ok = set_position (database, g_array_index (ids, gint64, i), i, error);

  return confab_database_end (database, ok, error);
}

/**
 * confab_store_order_apps_async:
 * @self: a store
 * @ids: (transfer full) (element-type gint64): the ids of all applications, in their order
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_store_order_apps_async (ConfabStore         *self,
                               GArray              *ids,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (ids != NULL);

  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_order_apps_async, ids,
                     (GDestroyNotify) g_array_unref, order_apps_job, cancellable, callback,
                     user_data);
}

/**
 * confab_store_order_apps_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether the order is stored
 */
gboolean
confab_store_order_apps_finish (ConfabStore   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- Presets --- */

static gboolean
write_preset (ConfabDatabase  *database,
              gpointer         data,
              GError         **error)
{
  const ConfabPresetRecord *record = data;
  g_autoptr (ConfabStatement) statement = NULL;

  if (record->id == 0)
    statement = confab_database_prepare (database,
                                         "INSERT INTO preset (id, app, name, kind, options)"
                                         " VALUES (?1, ?2, ?3, ?4, ?5)",
                                         error);
  else
    statement = confab_database_prepare (database,
                                         "UPDATE preset SET app = ?2, name = ?3, kind = ?4,"
                                         " options = ?5 WHERE id = ?1",
                                         error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_id (statement, 1, record->id);
  confab_statement_bind_int (statement, 2, record->app);
  confab_statement_bind_text (statement, 3, record->name != NULL ? record->name : "");
  confab_statement_bind_text (statement, 4, confab_preset_kind_to_word (record->kind));
  confab_statement_bind_text (statement, 5, record->options != NULL ? record->options : "{}");

  return confab_statement_run (statement, error);
}

/**
 * confab_store_save_preset_async:
 * @self: a store
 * @record: (transfer full): a preset of a stored application; inserted when its id is 0
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_store_save_preset_async (ConfabStore         *self,
                                ConfabPresetRecord  *record,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  save (self, confab_store_save_preset_async, record, (GDestroyNotify) confab_preset_record_free,
        record != NULL ? record->id : 0, write_preset, cancellable, callback, user_data);
}

/**
 * confab_store_save_preset_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: the preset's id, or 0
 */
gint64
confab_store_save_preset_finish (ConfabStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return finish_saving (self, result, error);
}

static gboolean
delete_preset (ConfabDatabase  *database,
               gpointer         id,
               GError         **error)
{
  return confab_database_run_with_id (database, "DELETE FROM preset WHERE id = ?1",
                                      *(gint64 *) id, error);
}

/**
 * confab_store_delete_preset_async:
 * @self: a store
 * @preset: a preset's id
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_store_delete_preset_async (ConfabStore         *self,
                                  gint64               preset,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  save (self, confab_store_delete_preset_async, g_memdup2 (&preset, sizeof preset), g_free, preset,
        delete_preset, cancellable, callback, user_data);
}

/**
 * confab_store_delete_preset_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is deleted
 */
gboolean
confab_store_delete_preset_finish (ConfabStore   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return finish_saving (self, result, error) != 0;
}
