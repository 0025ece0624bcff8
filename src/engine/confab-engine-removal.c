/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-catalogue.h"

#include <glib/gi18n.h>

#include "confab-engine-private.h"
#include "confab-error.h"

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

/* @error: (transfer full): what keeps a secret in the keyring */
static void
return_not_deleted (GTask  *task,
                    GError *error)
{
  if (error->domain == CONFAB_ERROR)
    g_prefix_error (&error, "%s ", _("Nothing was deleted."));
  g_task_return_error (task, error);
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

static void
app_tokens_forgotten_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = CONFAB_ENGINE (source);
  ConfabStudioApp *app = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_engine_forget_secrets_finish (self, result, &error))
    return_not_deleted (task, error);
  else
    confab_store_delete_app_async (confab_context_get_store (self->context),
                                   confab_studio_app_get_record (app)->id, NULL, app_deleted_cb,
                                   g_object_ref (task));
}

/**
 * confab_engine_delete_app_async:
 * @self: the engine
 * @app: an application
 * @cancellable: (nullable): to stop waiting for the keyring
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Deletes an application with its sessions and presets, for good, and with the tokens that nothing
 * else of its connection needs.
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
    confab_engine_forget_secrets_async (
      self, confab_studio_app_get_connection (app),
      confab_engine_list_tokens (self, confab_studio_app_get_connection (app), app), cancellable,
      app_tokens_forgotten_cb, g_object_ref (task));
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

  confab_engine_drop_connection (self, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

static void
connection_secrets_forgotten_cb (GObject      *source,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = CONFAB_ENGINE (source);
  ConfabConnection *connection = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_engine_forget_secrets_finish (self, result, &error))
    return_not_deleted (task, error);
  else
    confab_store_delete_connection_async (confab_context_get_store (self->context),
                                          confab_connection_get_record (connection)->id, NULL,
                                          connection_deleted_cb, g_object_ref (task));
}

/**
 * confab_engine_delete_connection_async:
 * @self: the engine
 * @connection: a connection
 * @cancellable: (nullable): to stop waiting for the keyring
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Deletes a connection with its key, the tokens of its plug-ins, its applications and their
 * sessions, for good. The secrets go first: none must stay in the keyring without anything that
 * names it.
 */
void
confab_engine_delete_connection_async (ConfabEngine        *self,
                                       ConfabConnection    *connection,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GPtrArray *secrets;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_delete_connection_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (connection), g_object_unref);

  if (!confab_engine_check_can_write (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* The key is the last: with it a connection whose tokens stay can still be used. */
  secrets = confab_engine_list_tokens (self, connection, NULL);
  g_ptr_array_add (secrets, NULL);
  confab_engine_forget_secrets_async (self, connection, secrets, cancellable,
                                      connection_secrets_forgotten_cb, g_object_ref (task));
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
