/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/* Connections, applications and their presets, on their way out of the database. */

typedef struct {
  ConfabCatalogue *catalogue;
} LoadJob;

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
  g_clear_pointer (&self->presets, g_ptr_array_unref);
  g_free (self);
}

static gboolean
load_connections (ConfabDatabase  *database,
                  GPtrArray       *connections,
                  GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  statement = confab_database_prepare (database,
                                       "SELECT id, name, base_url, workspace, connect_timeout,"
                                       " idle_timeout, is_demo, account FROM connection"
                                       " WHERE deleted = 0 ORDER BY id",
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
                                       " position FROM app WHERE deleted = 0"
                                       " ORDER BY position, id",
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

static gboolean
load_presets (ConfabDatabase  *database,
              GPtrArray       *presets,
              GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  statement = confab_database_prepare (database,
                                       "SELECT id, app, name, kind, options FROM preset"
                                       " ORDER BY name, id",
                                       error);
  if (statement == NULL)
    return FALSE;

  while ((step = confab_statement_step (statement, error)) == CONFAB_STEP_ROW)
    {
      ConfabPresetKind kind;
      ConfabPresetRecord *record;

      /* One of a newer version is left alone. */
      if (!confab_preset_kind_from_word (confab_statement_get_text (statement, 3), &kind))
        continue;

      record = confab_preset_record_new ();
      record->id = confab_statement_get_int (statement, 0);
      record->app = confab_statement_get_int (statement, 1);
      record->name = confab_statement_dup_text (statement, 2);
      record->kind = kind;
      record->options = confab_statement_dup_text (statement, 4);
      g_ptr_array_add (presets, record);
    }

  return step == CONFAB_STEP_DONE;
}

/**
 * confab_store_read_catalogue:
 * @database: a database
 * @error: return location
 *
 * Returns: (transfer full) (nullable): all connections, applications and presets
 */
ConfabCatalogue *
confab_store_read_catalogue (ConfabDatabase  *database,
                             GError         **error)
{
  g_autoptr (ConfabCatalogue) catalogue = g_new0 (ConfabCatalogue, 1);

  catalogue->connections =
    g_ptr_array_new_with_free_func ((GDestroyNotify) confab_connection_record_free);
  catalogue->apps = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_app_record_free);
  catalogue->presets = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_preset_record_free);

  if (!load_connections (database, catalogue->connections, error) ||
      !load_apps (database, catalogue->apps, error) ||
      !load_presets (database, catalogue->presets, error))
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
