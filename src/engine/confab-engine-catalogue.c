/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-catalogue.h"

#include "confab-engine-private.h"

/* Changing connections, applications and presets. */

/**
 * confab_engine_get_connections:
 * @self: the engine
 *
 * Returns: (transfer none): the connections, oldest first
 */
GListModel *
confab_engine_get_connections (ConfabEngine *self)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);

  return G_LIST_MODEL (self->connections);
}

/**
 * confab_engine_get_presets:
 * @self: the engine
 *
 * Returns: (transfer none): the presets of all applications
 */
GListModel *
confab_engine_get_presets (ConfabEngine *self)
{
  g_return_val_if_fail (CONFAB_IS_ENGINE (self), NULL);

  return G_LIST_MODEL (self->presets);
}

/* A change that is being stored, and how it is shown then. */
typedef struct {
  GObject *object;         /* (nullable): what is changed */
  gpointer record;
  GDestroyNotify free_record;
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_clear_object (&change->object);
  if (change->record != NULL)
    change->free_record (change->record);
  g_free (change);
}

/* (transfer full): the task of a change; %NULL when it has failed already */
static GTask *
begin (ConfabEngine        *self,
       gpointer             tag,
       gpointer             object,
       gpointer             record,
       GDestroyNotify       free_record,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);
  GError *error = NULL;

  change->object = object != NULL ? g_object_ref (object) : NULL;
  change->record = record;
  change->free_record = free_record;

  /* What is being written is not taken back. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, change, free_change);

  if (confab_engine_check_can_write (self, &error))
    return task;

  g_task_return_error (task, error);
  g_object_unref (task);

  return NULL;
}

static gboolean
end (GTask  *task,
     GError *error)
{
  confab_engine_session_written (g_task_get_source_object (task), error);
  if (error == NULL)
    return TRUE;

  g_task_return_error (task, error);

  return FALSE;
}

static gboolean
finish (ConfabEngine  *self,
        GAsyncResult  *result,
        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Applications ------------------------------------------------------------------------------ */

static void
app_changed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  ConfabStudioApp *app = CONFAB_STUDIO_APP (change->object);
  ConfabAppRecord *record = change->record;
  g_autoptr (ConfabConnection) old_connection = NULL;
  g_autofree char *old_options = NULL;
  ConfabConnection *connection;
  GError *error = NULL;

  confab_store_save_app_finish (CONFAB_STORE (source), result, &error);
  if (!end (task, error))
    return;

  old_connection = g_object_ref (confab_studio_app_get_connection (app));
  old_options = g_strdup (confab_studio_app_get_record (app)->options);
  connection = confab_engine_find_connection_by_id (self, record->connection_id);
  if (connection == NULL)
    connection = old_connection;
  confab_studio_app_take_record (app, g_steal_pointer (&change->record), connection);
  confab_engine_forget_unnamed (self, old_connection, old_options);
  g_task_return_boolean (task, TRUE);
}

/**
 * confab_engine_change_app_async:
 * @self: the engine
 * @app: an application
 * @record: what it is from now on; its id is of no meaning
 * @cancellable: (nullable): not used once it is being written
 * @callback: called when it is stored
 * @user_data: for @callback
 */
void
confab_engine_change_app_async (ConfabEngine          *self,
                                ConfabStudioApp       *app,
                                const ConfabAppRecord *record,
                                GCancellable          *cancellable,
                                GAsyncReadyCallback    callback,
                                gpointer               user_data)
{
  ConfabAppRecord *copy;
  GTask *task;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_STUDIO_APP (app));
  g_return_if_fail (record != NULL);

  copy = confab_app_record_copy (record);
  copy->id = confab_studio_app_get_record (app)->id;
  task = begin (self, confab_engine_change_app_async, app, copy,
                (GDestroyNotify) confab_app_record_free, cancellable, callback, user_data);
  if (task != NULL)
    confab_store_save_app_async (confab_context_get_store (self->context),
                                 confab_app_record_copy (copy), NULL, app_changed_cb, task);
}

/**
 * confab_engine_change_app_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is stored
 */
gboolean
confab_engine_change_app_finish (ConfabEngine  *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return finish (self, result, error);
}

static void
apps_ordered_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ConfabEngine) self = user_data;
  g_autoptr (GError) error = NULL;

  confab_store_order_apps_finish (CONFAB_STORE (source), result, &error);
  confab_engine_session_written (self, error);
}

/**
 * confab_engine_move_app:
 * @self: the engine
 * @app: an application
 * @position: its new place in the model
 */
void
confab_engine_move_app (ConfabEngine    *self,
                        ConfabStudioApp *app,
                        guint            position)
{
  g_autoptr (GPtrArray) moved = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *model;
  GArray *ids;
  guint from;
  guint first;
  guint n;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_STUDIO_APP (app));

  model = G_LIST_MODEL (self->apps);
  n = g_list_model_get_n_items (model);
  if (!g_list_store_find (self->apps, app, &from) || position >= n || position == from ||
      !confab_engine_check_can_write (self, NULL))
    return;

  /* At one stroke: to who has chosen one of them it must not be gone for a moment. */
  first = MIN (from, position);
  for (guint i = first; i <= MAX (from, position); i++)
    g_ptr_array_add (moved, g_list_model_get_item (model, i));
  g_ptr_array_insert (moved, (int) (position - first),
                      g_ptr_array_steal_index (moved, from - first));
  g_list_store_splice (self->apps, first, moved->len, moved->pdata, moved->len);

  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConfabStudioApp) item = g_list_model_get_item (model, i);
      ConfabAppRecord *record = confab_app_record_copy (confab_studio_app_get_record (item));

      record->position = (int) i;
      g_array_append_val (ids, record->id);
      confab_studio_app_take_record (item, record, confab_studio_app_get_connection (item));
    }
  confab_store_order_apps_async (confab_context_get_store (self->context), ids, NULL,
                                 apps_ordered_cb, g_object_ref (self));
}

/* Connections ------------------------------------------------------------------------------- */

static void
connection_changed_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  confab_store_save_connection_finish (CONFAB_STORE (source), result, &error);
  if (!end (task, error))
    return;

  confab_connection_take_record (CONFAB_CONNECTION (change->object),
                                 g_steal_pointer (&change->record));
  g_task_return_boolean (task, TRUE);
}

/**
 * confab_engine_change_connection_async:
 * @self: the engine
 * @connection: a connection
 * @record: what it is from now on; its id and account are of no meaning
 * @cancellable: (nullable): not used once it is being written
 * @callback: called when it is stored
 * @user_data: for @callback
 *
 * A key is bound to the host it was entered for: with another address another one is asked for.
 */
void
confab_engine_change_connection_async (ConfabEngine                 *self,
                                       ConfabConnection             *connection,
                                       const ConfabConnectionRecord *record,
                                       GCancellable                 *cancellable,
                                       GAsyncReadyCallback           callback,
                                       gpointer                      user_data)
{
  ConfabConnectionRecord *copy;
  GTask *task;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));
  g_return_if_fail (record != NULL);

  copy = confab_connection_record_copy (record);
  copy->id = confab_connection_get_record (connection)->id;
  g_free (copy->account);
  copy->account = g_strdup (confab_connection_get_record (connection)->account);
  task = begin (self, confab_engine_change_connection_async, connection, copy,
                (GDestroyNotify) confab_connection_record_free, cancellable, callback, user_data);
  if (task != NULL)
    confab_store_save_connection_async (confab_context_get_store (self->context),
                                        confab_connection_record_copy (copy), NULL,
                                        connection_changed_cb, task);
}

/**
 * confab_engine_change_connection_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is stored
 */
gboolean
confab_engine_change_connection_finish (ConfabEngine  *self,
                                        GAsyncResult  *result,
                                        GError       **error)
{
  return finish (self, result, error);
}

static void
connection_added_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  ConfabConnectionRecord *record;
  ConfabConnection *connection;
  GError *error = NULL;
  gint64 id = confab_store_save_connection_finish (CONFAB_STORE (source), result, &error);

  if (!end (task, error))
    return;

  record = g_steal_pointer (&change->record);
  record->id = id;
  connection = confab_connection_new (record);
  g_list_store_append (self->connections, connection);
  g_task_return_pointer (task, connection, g_object_unref);
}

/**
 * confab_engine_add_connection_async:
 * @self: the engine
 * @record: what it is; its id is of no meaning
 * @cancellable: (nullable): not used once it is being written
 * @callback: called when it is stored
 * @user_data: for @callback
 *
 * Adds a connection that has no application and no key yet.
 */
void
confab_engine_add_connection_async (ConfabEngine                 *self,
                                    const ConfabConnectionRecord *record,
                                    GCancellable                 *cancellable,
                                    GAsyncReadyCallback           callback,
                                    gpointer                      user_data)
{
  ConfabConnectionRecord *copy;
  GTask *task;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (record != NULL);

  copy = confab_connection_record_copy (record);
  copy->id = 0;
  task = begin (self, confab_engine_add_connection_async, NULL, copy,
                (GDestroyNotify) confab_connection_record_free, cancellable, callback, user_data);
  if (task != NULL)
    confab_store_save_connection_async (confab_context_get_store (self->context),
                                        confab_connection_record_copy (copy), NULL,
                                        connection_added_cb, task);
}

/**
 * confab_engine_add_connection_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the connection, which is in the model
 */
ConfabConnection *
confab_engine_add_connection_finish (ConfabEngine  *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Presets ----------------------------------------------------------------------------------- */

static int
compare_presets (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  const ConfabPresetRecord *record_a = confab_preset_get_record ((ConfabPreset *) a);
  const ConfabPresetRecord *record_b = confab_preset_get_record ((ConfabPreset *) b);
  int order = g_strcmp0 (record_a->name, record_b->name);

  return order != 0 ? order : record_a->id < record_b->id ? -1 : record_a->id > record_b->id;
}

/**
 * confab_engine_show_preset:
 * @self: the engine
 * @record: (transfer full): what is stored of a preset
 *
 * Returns: (transfer none): the preset, new to the model or as it is now
 */
ConfabPreset *
confab_engine_show_preset (ConfabEngine       *self,
                           ConfabPresetRecord *record)
{
  GListModel *model = G_LIST_MODEL (self->presets);
  ConfabPreset *preset;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabPreset) item = g_list_model_get_item (model, i);

      if (confab_preset_get_record (item)->id != record->id)
        continue;

      confab_preset_take_record (item, record);
      return item; /* the list holds it */
    }

  preset = confab_preset_new (record);
  g_list_store_insert_sorted (self->presets, preset, compare_presets, NULL);
  g_object_unref (preset);

  return preset;
}

/* (transfer full) (nullable): what a preset has said so far */
static char *
dup_preset_options (ConfabEngine *self,
                    gint64        id)
{
  GListModel *model = G_LIST_MODEL (self->presets);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabPreset) preset = g_list_model_get_item (model, i);

      if (confab_preset_get_record (preset)->id == id)
        return g_strdup (confab_preset_get_record (preset)->options);
    }

  return NULL;
}

static void
preset_saved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  ConfabPresetRecord *record = change->record;
  g_autofree char *old = NULL;
  ConfabPreset *preset;
  ConfabStudioApp *app;
  GError *error = NULL;
  gint64 id;

  id = confab_store_save_preset_finish (CONFAB_STORE (source), result, &error);
  if (!end (task, error))
    return;

  record->id = id;
  change->record = NULL;
  old = dup_preset_options (self, id);
  preset = confab_engine_show_preset (self, record);
  app = confab_engine_find_app_by_id (self, record->app);
  if (old != NULL && app != NULL)
    confab_engine_forget_unnamed (self, confab_studio_app_get_connection (app), old);
  g_task_return_pointer (task, g_object_ref (preset), g_object_unref);
}

/**
 * confab_engine_save_preset_async:
 * @self: the engine
 * @record: a preset of a stored application; a new one when its id is 0
 * @cancellable: (nullable): not used once it is being written
 * @callback: called when it is stored
 * @user_data: for @callback
 */
void
confab_engine_save_preset_async (ConfabEngine             *self,
                                 const ConfabPresetRecord *record,
                                 GCancellable             *cancellable,
                                 GAsyncReadyCallback       callback,
                                 gpointer                  user_data)
{
  ConfabPresetRecord *copy;
  GTask *task;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (record != NULL);

  copy = confab_preset_record_copy (record);
  task = begin (self, confab_engine_save_preset_async, NULL, copy,
                (GDestroyNotify) confab_preset_record_free, cancellable, callback, user_data);
  if (task != NULL)
    confab_store_save_preset_async (confab_context_get_store (self->context),
                                    confab_preset_record_copy (copy), NULL, preset_saved_cb, task);
}

/**
 * confab_engine_save_preset_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the preset, or %NULL with a sentence for the person
 */
ConfabPreset *
confab_engine_save_preset_finish (ConfabEngine  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
preset_deleted_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  const ConfabPresetRecord *record = confab_preset_get_record (g_task_get_task_data (task));
  ConfabStudioApp *app = confab_engine_find_app_by_id (self, record->app);
  g_autoptr (GError) error = NULL;

  confab_store_delete_preset_finish (CONFAB_STORE (source), result, &error);
  confab_engine_session_written (self, error);
  if (error == NULL && app != NULL)
    confab_engine_forget_unnamed (self, confab_studio_app_get_connection (app), record->options);
  g_task_return_boolean (task, error == NULL);
}

/**
 * confab_engine_delete_preset:
 * @self: the engine
 * @preset: a preset
 */
void
confab_engine_delete_preset (ConfabEngine *self,
                             ConfabPreset *preset)
{
  GTask *task;
  guint position;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_PRESET (preset));

  if (!confab_engine_check_can_write (self, NULL) ||
      !g_list_store_find (self->presets, preset, &position))
    return;

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, confab_engine_delete_preset);
  g_task_set_task_data (task, g_object_ref (preset), g_object_unref);
  g_list_store_remove (self->presets, position);
  confab_store_delete_preset_async (confab_context_get_store (self->context),
                                    confab_preset_get_record (preset)->id, NULL,
                                    preset_deleted_cb, task);
}
