/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include <glib/gi18n.h>

#include "confab-app-draft.h"
#include "confab-engine-private.h"
#include "confab-error.h"
#include "confab-text.h"
#include "confab-url.h"

#define NAME_CHARACTERS 80

/* Colours of applications, in the order they are handed out. */
static const char * const colors[] = {
  "blue_3", "green_4", "orange_3", "purple_3", "red_3", "yellow_5", "brown_2",
};

/* A checked draft, and what has been made of it so far. */
typedef struct {
  char *name;
  char *base_url;
  char *workspace;
  char *app_id;
  char *key;
  gboolean is_demo;
  ConfabAppKind kind;
  char *options; /* (nullable): JSON */
  guint n_before; /* new ones that are not in the list yet */

  ConfabConnection *connection;
  ConfabStudioApp *app;
  ConfabConnectionRecord *connection_record;
  ConfabAppRecord *app_record;
} Addition;

static void
free_addition (gpointer data)
{
  Addition *addition = data;

  g_free (addition->name);
  g_free (addition->base_url);
  g_free (addition->workspace);
  g_free (addition->app_id);
  g_clear_pointer (&addition->key, confab_key_free);
  g_free (addition->options);
  g_clear_object (&addition->connection);
  g_clear_object (&addition->app);
  g_clear_pointer (&addition->connection_record, confab_connection_record_free);
  g_clear_pointer (&addition->app_record, confab_app_record_free);
  g_free (addition);
}

/* Checks ------------------------------------------------------------------------------------ */

/* The draft as it will be stored, or NULL with a sentence about @field. */
static Addition *
check_draft (ConfabEngine          *self,
             const ConfabAppDraft  *draft,
             gboolean               needs_key,
             ConfabAppField        *field,
             GError               **error)
{
  Addition *addition;

  if (!confab_app_draft_check (draft, field, error))
    return NULL;

  addition = g_new0 (Addition, 1);
  addition->name = confab_text_one_line (draft->name, NAME_CHARACTERS);
  addition->base_url = confab_url_normalize_base (draft->base_url, NULL);
  addition->workspace = confab_app_draft_tidy (draft->workspace);
  addition->app_id = confab_app_draft_tidy (draft->app_id);
  addition->key = confab_app_draft_tidy (draft->key);

  if (addition->key != NULL || !needs_key || draft->connection != NULL ||
      confab_engine_find_connection (self, addition->base_url, addition->workspace) != NULL)
    return addition;

  free_addition (addition);
  if (field != NULL)
    *field = CONFAB_APP_FIELD_KEY;
  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, _("Enter the API key."));

  return NULL;
}

/**
 * confab_engine_check_app:
 * @self: the engine
 * @draft: what was entered
 * @field: (out) (optional): the field that is wrong
 * @error: return location
 *
 * Checks the fields without asking anyone.
 *
 * Returns: whether they make sense; else @error is a sentence about @field
 */
gboolean
confab_engine_check_app (ConfabEngine          *self,
                         const ConfabAppDraft  *draft,
                         ConfabAppField        *field,
                         GError               **error)
{
  Addition *addition;

  g_return_val_if_fail (CONFAB_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (draft != NULL, FALSE);

  addition = check_draft (self, draft, TRUE, field, error);
  if (addition == NULL)
    return FALSE;

  free_addition (addition);

  return TRUE;
}

/* Finding what is there --------------------------------------------------------------------- */

/**
 * confab_engine_find_connection:
 * @self: the engine
 * @base_url: normalized
 * @workspace: (nullable): its workspace
 *
 * Returns: (transfer none) (nullable): the stored connection to that place
 */
ConfabConnection *
confab_engine_find_connection (ConfabEngine *self,
                               const char   *base_url,
                               const char   *workspace)
{
  GListModel *model = G_LIST_MODEL (self->connections);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabConnection) connection = g_list_model_get_item (model, i);
      const ConfabConnectionRecord *record = confab_connection_get_record (connection);

      if (!record->is_demo && g_strcmp0 (record->base_url, base_url) == 0 &&
          g_strcmp0 (record->workspace, workspace) == 0)
        return connection; /* the list holds it */
    }

  return NULL;
}

/**
 * confab_engine_find_demo:
 * @self: the engine
 *
 * Returns: (transfer none) (nullable): the stored connection of the demo
 */
ConfabConnection *
confab_engine_find_demo (ConfabEngine *self)
{
  GListModel *model = G_LIST_MODEL (self->connections);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabConnection) connection = g_list_model_get_item (model, i);

      if (confab_connection_get_record (connection)->is_demo)
        return connection; /* the list holds it */
    }

  return NULL;
}

static ConfabStudioApp *
find_app (ConfabEngine     *self,
          ConfabConnection *connection,
          const char       *app_id)
{
  GListModel *apps = G_LIST_MODEL (self->apps);

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if (confab_studio_app_get_connection (app) == connection &&
          g_strcmp0 (confab_studio_app_get_record (app)->app_id, app_id) == 0)
        return app; /* the list holds it */
    }

  return NULL;
}

static void
prepare_records (ConfabEngine *self,
                 Addition     *addition)
{
  guint n_apps = g_list_model_get_n_items (G_LIST_MODEL (self->apps)) + addition->n_before;
  ConfabConnectionRecord *connection = confab_connection_record_new ();
  ConfabAppRecord *app = confab_app_record_new ();

  g_free (connection->base_url);
  connection->base_url = g_strdup (addition->is_demo ? "" : addition->base_url);
  g_free (connection->name);
  /* Translators: the name of the connection to the service inside the program. */
  connection->name = addition->is_demo ? g_strdup (_("Demo"))
                                       : confab_url_dup_host (addition->base_url);
  connection->workspace = g_strdup (addition->workspace);
  connection->is_demo = addition->is_demo;

  app->app_id = g_strdup (addition->app_id);
  g_free (app->name);
  app->name = g_strdup (*addition->name != '\0' ? addition->name : addition->app_id);
  g_free (app->color);
  app->color = g_strdup (colors[n_apps % G_N_ELEMENTS (colors)]);
  app->position = (int) n_apps;
  app->kind = addition->kind;
  g_free (app->options);
  app->options = g_strdup (addition->options);

  addition->connection_record = connection;
  addition->app_record = app;
}

/* Adding ------------------------------------------------------------------------------------ */

static void
key_kept_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Addition *addition = g_task_get_task_data (task);
  GError *error = NULL;

  if (confab_context_keep_key_finish (CONFAB_CONTEXT (source), result, NULL, &error))
    g_task_return_pointer (task, g_object_ref (addition->app), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
keep_key (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);

  if (addition->key == NULL)
    g_task_return_pointer (task, g_object_ref (addition->app), g_object_unref);
  else
    confab_context_keep_key_async (self->context, addition->connection, NULL, addition->key,
                                   g_task_get_cancellable (task), key_kept_cb,
                                   g_object_ref (task));
}

static void
app_saved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 id;

  id = confab_store_save_app_finish (CONFAB_STORE (source), result, &error);
  confab_engine_write_done (self, error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  addition->app_record->id = id;
  addition->app = confab_studio_app_new (g_steal_pointer (&addition->app_record),
                                         addition->connection);
  /* Those of the demo become visible together. */
  if (!addition->is_demo)
    g_list_store_append (self->apps, addition->app);
  keep_key (task);
}

static void
save_app (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);
  ConfabStudioApp *app = find_app (self, addition->connection, addition->app_id);

  if (app != NULL)
    {
      addition->app = g_object_ref (app);
      keep_key (task);
      return;
    }

  addition->app_record->connection_id =
    confab_connection_get_record (addition->connection)->id;
  confab_store_save_app_async (confab_context_get_store (self->context),
                               confab_app_record_copy (addition->app_record), NULL,
                               app_saved_cb, g_object_ref (task));
}

static void
connection_saved_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 id;

  id = confab_store_save_connection_finish (CONFAB_STORE (source), result, &error);
  confab_engine_write_done (self, error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  addition->connection_record->id = id;
  addition->connection = confab_connection_new (g_steal_pointer (&addition->connection_record));
  g_list_store_append (self->connections, addition->connection);
  save_app (task);
}

static void
add (GTask    *task,
     Addition *addition)
{
  ConfabEngine *self = g_task_get_source_object (task);
  ConfabConnection *connection;
  GError *error = NULL;

  g_task_set_task_data (task, addition, free_addition);

  if (!confab_engine_check_can_write (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* What is being written is not taken back. */
  g_task_set_check_cancellable (task, FALSE);

  prepare_records (self, addition);
  connection = addition->is_demo
                 ? confab_engine_find_demo (self)
                 : confab_engine_find_connection (self, addition->base_url, addition->workspace);
  if (connection != NULL)
    {
      addition->connection = g_object_ref (connection);
      save_app (task);
      return;
    }

  confab_store_save_connection_async (confab_context_get_store (self->context),
                                      confab_connection_record_copy (addition->connection_record),
                                      NULL, connection_saved_cb, g_object_ref (task));
}

/**
 * confab_engine_add_app_async:
 * @self: the engine
 * @draft: what was entered
 * @cancellable: (nullable): to stop waiting for the keyring
 * @callback: called when it is added
 * @user_data: for @callback
 *
 * Stores connection and application, unless they are there, and the key in the keyring. Where that
 * cannot be, the key is kept for this run, and `keyring-note` says so. When the wait for the
 * keyring is cancelled, that is the error, and the application is there without its key.
 */
void
confab_engine_add_app_async (ConfabEngine         *self,
                             const ConfabAppDraft *draft,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Addition *addition;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (draft != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_add_app_async);

  addition = check_draft (self, draft, TRUE, NULL, &error);
  if (addition == NULL)
    g_task_return_error (task, error);
  else
    add (task, addition);
}

/**
 * confab_engine_add_app_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the application, or %NULL with a sentence for the person
 */
ConfabStudioApp *
confab_engine_add_app_finish (ConfabEngine  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * confab_engine_ensure_app_async:
 * @self: the engine
 * @draft: name, address, workspace and App ID; a key is checked like the others, and not kept
 * @store: whether a new application is stored; else the object is of this run only
 * @cancellable: (nullable): not used once it is being written
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Finds an application by its address and App ID, or makes it, without asking for a key.
 */
void
confab_engine_ensure_app_async (ConfabEngine         *self,
                                const ConfabAppDraft *draft,
                                gboolean              store,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  ConfabConnection *connection;
  ConfabStudioApp *app = NULL;
  Addition *addition;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (draft != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_ensure_app_async);

  addition = check_draft (self, draft, FALSE, NULL, &error);
  if (addition == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_pointer (&addition->key, confab_key_free);

  connection = confab_engine_find_connection (self, addition->base_url, addition->workspace);
  if (connection != NULL)
    app = find_app (self, connection, addition->app_id);
  if (app == NULL && store)
    {
      add (task, addition);
      return;
    }

  g_task_set_task_data (task, addition, free_addition);
  if (app != NULL)
    {
      g_task_return_pointer (task, g_object_ref (app), g_object_unref);
      return;
    }

  prepare_records (self, addition);
  addition->connection = connection != NULL
                           ? g_object_ref (connection)
                           : confab_connection_new (g_steal_pointer (&addition->connection_record));
  app = confab_studio_app_new (g_steal_pointer (&addition->app_record), addition->connection);
  g_task_return_pointer (task, app, g_object_unref);
}

/**
 * confab_engine_ensure_app_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the application, or %NULL with a sentence for the person
 */
ConfabStudioApp *
confab_engine_ensure_app_finish (ConfabEngine  *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * confab_engine_add_demo_app_async:
 * @self: the engine
 * @app_id: of the demo's application
 * @name: what people call it
 * @kind: of the application
 * @options: (nullable): its options, JSON
 * @n_before: how many were added before it and are not in the list of applications yet
 * @callback: called when it is added; confab_engine_add_app_finish() gives it
 * @user_data: for @callback
 *
 * Stores the demo's connection and one of its applications, unless they are there. A new one is not
 * put into the list of applications: the caller does that.
 */
void
confab_engine_add_demo_app_async (ConfabEngine        *self,
                                  const char          *app_id,
                                  const char          *name,
                                  ConfabAppKind        kind,
                                  const char          *options,
                                  guint                n_before,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Addition *addition = g_new0 (Addition, 1);

  g_task_set_source_tag (task, confab_engine_add_demo_app_async);
  addition->is_demo = TRUE;
  addition->app_id = g_strdup (app_id);
  addition->name = g_strdup (name);
  addition->kind = kind;
  addition->options = g_strdup (options);
  addition->n_before = n_before;
  add (task, addition);
}
