/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-catalogue.h"

#include "confab-engine-private.h"
#include "confab-options.h"

/* Deleting applications and connections, with all that belongs to them. */

static gboolean
finish (ConfabEngine  *self,
        GAsyncResult  *result,
        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_engine_count_sessions:
 * @self: the engine
 * @app: an application
 *
 * Returns: how many sessions it has
 */
guint
confab_engine_count_sessions (ConfabEngine    *self,
                              ConfabStudioApp *app)
{
  GListModel *model;
  guint n = 0;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), 0);

  model = G_LIST_MODEL (self->sessions);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (model, i);

      n += confab_session_get_app (session) == app;
    }

  return n;
}

/**
 * confab_engine_drop_app:
 * @self: the engine
 * @app: an application
 *
 * Takes it out of sight, with its sessions and presets. What is stored stays.
 */
void
confab_engine_drop_app (ConfabEngine    *self,
                        ConfabStudioApp *app)
{
  g_autoptr (ConfabStudioApp) alive = g_object_ref (app);
  GListModel *sessions = G_LIST_MODEL (self->sessions);
  GListModel *presets = G_LIST_MODEL (self->presets);
  guint position;

  for (guint i = g_list_model_get_n_items (sessions); i > 0; i--)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (sessions, i - 1);

      if (session != NULL && confab_session_get_app (session) == app)
        confab_engine_drop_session (self, session);
    }

  for (guint i = g_list_model_get_n_items (presets); i > 0; i--)
    {
      g_autoptr (ConfabPreset) preset = g_list_model_get_item (presets, i - 1);

      if (confab_preset_get_record (preset)->app == confab_studio_app_get_record (app)->id)
        g_list_store_remove (self->presets, i - 1);
    }

  if (g_list_store_find (self->apps, app, &position))
    g_list_store_remove (self->apps, position);
}

/**
 * confab_engine_drop_connection:
 * @self: the engine
 * @connection: a connection
 *
 * Takes it out of sight, with its applications. What is stored stays.
 */
void
confab_engine_drop_connection (ConfabEngine     *self,
                               ConfabConnection *connection)
{
  GListModel *apps = G_LIST_MODEL (self->apps);
  guint position;

  for (guint i = g_list_model_get_n_items (apps); i > 0; i--)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i - 1);

      if (confab_studio_app_get_connection (app) == connection)
        confab_engine_drop_app (self, app);
    }

  if (g_list_store_find (self->connections, connection, &position))
    g_list_store_remove (self->connections, position);
}

/* Applications ------------------------------------------------------------------------------ */

static void
app_deleted_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  GError *error = NULL;

  confab_store_delete_app_finish (CONFAB_STORE (source), result, &error);
  confab_engine_session_written (self, error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  confab_engine_drop_app (self, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * confab_engine_delete_app_async:
 * @self: the engine
 * @app: an application
 * @cancellable: (nullable): not used once it is being written
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Deletes an application with its sessions and presets, for good.
 */
void
confab_engine_delete_app_async (ConfabEngine        *self,
                                ConfabStudioApp     *app,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_STUDIO_APP (app));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_delete_app_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (app), g_object_unref);

  if (!confab_engine_check_can_write (self, &error))
    g_task_return_error (task, error);
  else
    confab_store_delete_app_async (confab_context_get_store (self->context),
                                   confab_studio_app_get_record (app)->id, NULL, app_deleted_cb,
                                   g_object_ref (task));
}

/**
 * confab_engine_delete_app_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is gone
 */
gboolean
confab_engine_delete_app_finish (ConfabEngine  *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return finish (self, result, error);
}

/* Connections ------------------------------------------------------------------------------- */

typedef struct {
  ConfabConnection *connection;
  GPtrArray *secrets;
  guint n;                    /* how many are gone */
} Removal;

static void
free_removal (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->connection);
  g_ptr_array_unref (removal->secrets);
  g_free (removal);
}

static void
connection_deleted_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  GError *error = NULL;

  confab_store_delete_connection_finish (CONFAB_STORE (source), result, &error);
  confab_engine_session_written (self, error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  confab_engine_drop_connection (self, ((Removal *) g_task_get_task_data (task))->connection);
  g_task_return_boolean (task, TRUE);
}

/* The codes of the plug-ins that options name. */
static void
add_plugins (GHashTable *codes,
             const char *text)
{
  g_autoptr (ConfabOptions) options = text != NULL ? confab_options_new_from_json (text, NULL) : NULL;
  g_autoptr (GPtrArray) refs = options != NULL ? confab_options_dup_tokens (options) : NULL;

  for (guint i = 0; refs != NULL && i < refs->len; i++)
    {
      const ConfabTokenRef *ref = g_ptr_array_index (refs, i);

      g_hash_table_add (codes, g_strdup (ref->code));
    }
}

/* All plug-ins that a connection may have tokens for; the API key is the last. (transfer full) */
static GPtrArray *
list_secrets (ConfabEngine     *self,
              ConfabConnection *connection)
{
  GPtrArray *secrets = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *models[] = { G_LIST_MODEL (self->apps), G_LIST_MODEL (self->sessions),
                           G_LIST_MODEL (self->presets) };
  GHashTableIter iter;
  gpointer code;

  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    for (guint i = 0; i < g_list_model_get_n_items (models[m]); i++)
      {
        g_autoptr (GObject) object = g_list_model_get_item (models[m], i);
        ConfabStudioApp *app = NULL;
        const char *options = NULL;

        if (CONFAB_IS_STUDIO_APP (object))
          {
            app = CONFAB_STUDIO_APP (object);
            options = confab_studio_app_get_record (app)->options;
          }
        else if (CONFAB_IS_SESSION (object))
          {
            app = confab_session_get_app (CONFAB_SESSION (object));
            options = confab_session_get_record (CONFAB_SESSION (object))->options;
          }
        else
          {
            const ConfabPresetRecord *preset = confab_preset_get_record (CONFAB_PRESET (object));

            app = confab_engine_find_app_by_id (self, preset->app);
            options = preset->options;
          }

        if (app != NULL && confab_studio_app_get_connection (app) == connection)
          add_plugins (codes, options);
      }

  g_hash_table_iter_init (&iter, codes);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    g_ptr_array_add (secrets, g_strdup (code));
  g_ptr_array_add (secrets, NULL);

  return secrets;
}

static void forget_next (GTask *task);

static void
key_forgotten_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_context_forget_key_finish (CONFAB_CONTEXT (source), result, &error))
    g_task_return_error (task, error);
  else if (++removal->n < removal->secrets->len)
    forget_next (task);
  else
    confab_store_delete_connection_async (confab_context_get_store (self->context),
                                          confab_connection_get_record (removal->connection)->id,
                                          NULL, connection_deleted_cb, g_object_ref (task));
}

static void
forget_next (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  Removal *removal = g_task_get_task_data (task);

  confab_context_forget_key_async (self->context, removal->connection,
                                   g_ptr_array_index (removal->secrets, removal->n),
                                   g_task_get_cancellable (task), key_forgotten_cb,
                                   g_object_ref (task));
}

/**
 * confab_engine_delete_connection_async:
 * @self: the engine
 * @connection: a connection
 * @cancellable: (nullable): to stop waiting for the keyring
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Deletes a connection with its key, the tokens of its plug-ins, its applications and
 * their sessions, for good. The secrets go first: none must stay in the keyring without anything that names it.
 */
void
confab_engine_delete_connection_async (ConfabEngine        *self,
                                       ConfabConnection    *connection,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Removal *removal;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_delete_connection_async);
  g_task_set_check_cancellable (task, FALSE);
  removal = g_new0 (Removal, 1);
  removal->connection = g_object_ref (connection);
  removal->secrets = list_secrets (self, connection);
  g_task_set_task_data (task, removal, free_removal);

  if (!confab_engine_check_can_write (self, &error))
    g_task_return_error (task, error);
  else
    forget_next (task);
}

/**
 * confab_engine_delete_connection_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is gone
 */
gboolean
confab_engine_delete_connection_finish (ConfabEngine  *self,
                                        GAsyncResult  *result,
                                        GError       **error)
{
  return finish (self, result, error);
}
