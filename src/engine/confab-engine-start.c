/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-private.h"

static void
become_ready (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);

  confab_engine_become_ready (self);
  confab_engine_watch (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * confab_engine_find_app_by_id:
 * @self: the engine
 * @id: a row id
 *
 * Returns: (transfer none) (nullable): the application
 */
ConfabStudioApp *
confab_engine_find_app_by_id (ConfabEngine *self,
                              gint64        id)
{
  GListModel *apps = G_LIST_MODEL (self->apps);

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if (confab_studio_app_get_record (app)->id == id)
        return app; /* the list holds it */
    }

  return NULL;
}

static void
sessions_loaded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *sessions;

  records = confab_store_load_sessions_finish (CONFAB_STORE (source), result, &error);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (records == NULL)
    {
      confab_engine_load_done (self, error->message);
      become_ready (task);
      return;
    }

  sessions = g_ptr_array_new_full (records->len, g_object_unref);
  while (records->len > 0)
    {
      g_autoptr (ConfabSessionRecord) record = NULL;
      ConfabStudioApp *app;

      record = g_ptr_array_steal_index_fast (records, records->len - 1);
      app = confab_engine_find_app_by_id (self, record->app);
      /* One broken row must not hide the others. */
      if (app != NULL)
        g_ptr_array_add (sessions, confab_session_new (g_steal_pointer (&record), app));
    }
  confab_session_list_set_all (self->sessions, sessions);

  become_ready (task);
}

/**
 * confab_engine_find_connection_by_id:
 * @self: the engine
 * @id: a row id
 *
 * Returns: (transfer none) (nullable): the connection
 */
ConfabConnection *
confab_engine_find_connection_by_id (ConfabEngine *self,
                                     gint64        id)
{
  GListModel *model = G_LIST_MODEL (self->connections);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabConnection) connection = g_list_model_get_item (model, i);

      if (confab_connection_get_record (connection)->id == id)
        return connection; /* the list holds it */
    }

  return NULL;
}

static void
catalogue_loaded_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  g_autoptr (ConfabCatalogue) catalogue = NULL;
  g_autoptr (GError) error = NULL;

  catalogue = confab_store_load_catalogue_finish (CONFAB_STORE (source), result, &error);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (catalogue == NULL)
    {
      confab_engine_load_done (self, error->message);
      become_ready (task);
      return;
    }

  confab_engine_show_catalogue (self, catalogue);

  confab_store_load_sessions_async (CONFAB_STORE (source), g_task_get_cancellable (task),
                                    sessions_loaded_cb, g_object_ref (task));
}

static void
store_opened_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ConfabStore *store = CONFAB_STORE (source);

  if (!confab_store_open_finish (store, result, &error))
    g_info ("The database was not opened: %s", error->message);
  if (g_task_return_error_if_cancelled (task))
    return;

  switch (confab_store_get_state (store))
    {
    case CONFAB_STORE_OPEN:
    case CONFAB_STORE_READ_ONLY:
    case CONFAB_STORE_NEWER:
      confab_store_load_catalogue_async (store, g_task_get_cancellable (task),
                                         catalogue_loaded_cb, g_object_ref (task));
      break;
    case CONFAB_STORE_CLOSED:
    case CONFAB_STORE_BROKEN:
      become_ready (task);
      break;
    }
}

/**
 * confab_engine_start_async:
 * @self: an engine that was not started before
 * @cancellable: (nullable): to give up
 * @callback: called when it is ready
 * @user_data: for @callback
 *
 * Opens the database, marks answers that a crash left open, loads applications and sessions. A
 * database that cannot be used is no error: the engine starts, and `store-note` says so.
 */
void
confab_engine_start_async (ConfabEngine        *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (!self->started);

  self->started = TRUE;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_start_async);
  confab_store_open_async (confab_context_get_store (self->context), cancellable,
                           store_opened_cb, g_object_ref (task));
}

/**
 * confab_engine_start_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: %TRUE, or %FALSE when it was cancelled
 */
gboolean
confab_engine_start_finish (ConfabEngine  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
