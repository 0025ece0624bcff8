/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-engine-catalogue.h"

#include "confab-engine-private.h"
#include "confab-json-path.h"
#include "confab-options.h"

/* Which plug-ins have their tokens named by what, and letting go of those that nothing names. */

static gboolean
finish (ConfabEngine  *self,
        GAsyncResult  *result,
        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Naming ------------------------------------------------------------------------------------ */

static void
add_codes (GHashTable *codes,
           const char *text)
{
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GPtrArray) refs = NULL;
  JsonNode *off;
  JsonObjectIter iter;
  const char *path;

  if (text != NULL)
    options = confab_options_new_from_json (text, NULL);
  if (options == NULL)
    return;

  refs = confab_options_dup_tokens (options);
  for (guint i = 0; i < refs->len; i++)
    {
      const ConfabTokenRef *ref = g_ptr_array_index (refs, i);

      g_hash_table_add (codes, g_strdup (ref->code));
    }

  /* What is switched off can come back. */
  off = confab_options_get (options, "/local/off");
  if (off == NULL || !JSON_NODE_HOLDS_OBJECT (off))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (off));
  while (json_object_iter_next_ordered (&iter, &path, NULL))
    {
      g_auto (GStrv) names = confab_json_path_split (path);

      if (names != NULL && g_strv_length (names) == 2 && g_str_equal (names[0], "tokens"))
        g_hash_table_add (codes, g_strdup (names[1]));
    }
}

/* What holds options: an application, a session or a preset. (nullable) */
static const char *
get_options (ConfabEngine     *self,
             gpointer          object,
             ConfabStudioApp **app)
{
  const ConfabPresetRecord *preset;

  if (CONFAB_IS_STUDIO_APP (object))
    {
      *app = object;
      return confab_studio_app_get_record (object)->options;
    }
  if (CONFAB_IS_SESSION (object))
    {
      *app = confab_session_get_app (object);
      return confab_session_get_record (object)->options;
    }

  preset = confab_preset_get_record (object);
  *app = confab_engine_find_app_by_id (self, preset->app);
  return preset->options;
}

/* Sorts what @object names into @gone, when it goes with @app, or into @stays. */
static void
sort_object (ConfabEngine     *self,
             ConfabConnection *connection,
             ConfabStudioApp  *app,
             gpointer          object,
             GHashTable       *gone,
             GHashTable       *stays)
{
  ConfabStudioApp *owner = NULL;
  const char *options = get_options (self, object, &owner);

  if (owner != NULL && confab_studio_app_get_connection (owner) == connection)
    add_codes (app == NULL || owner == app ? gone : stays, options);
}

static void
sort_all (ConfabEngine     *self,
          ConfabConnection *connection,
          ConfabStudioApp  *app,
          GHashTable       *gone,
          GHashTable       *stays)
{
  GListModel *models[] = { G_LIST_MODEL (self->apps), G_LIST_MODEL (self->sessions),
                           G_LIST_MODEL (self->presets) };
  GHashTableIter iter;
  gpointer session;

  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    for (guint i = 0; i < g_list_model_get_n_items (models[m]); i++)
      {
        g_autoptr (GObject) object = g_list_model_get_item (models[m], i);

        sort_object (self, connection, app, object, gone, stays);
      }

  /* A deleted session can come back. */
  g_hash_table_iter_init (&iter, self->trash);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    sort_object (self, connection, app, session, gone, stays);
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* (transfer full): what is in @gone and not in @stays */
static GPtrArray *
list_difference (GHashTable *gone,
                 GHashTable *stays)
{
  GPtrArray *codes = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer code;

  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    if (!g_hash_table_contains (stays, code))
      g_ptr_array_add (codes, g_strdup (code));

  return codes;
}

/**
 * confab_engine_list_tokens:
 * @self: the engine
 * @connection: a connection
 * @app: (nullable): one of its applications; %NULL for all
 *
 * Returns: (transfer full): the codes of the plug-ins that only @app, its sessions and its presets
 *   name: whose tokens nothing needs any more when it goes
 */
GPtrArray *
confab_engine_list_tokens (ConfabEngine     *self,
                           ConfabConnection *connection,
                           ConfabStudioApp  *app)
{
  g_autoptr (GHashTable) gone = new_set ();
  g_autoptr (GHashTable) stays = new_set ();

  sort_all (self, connection, app, gone, stays);

  return list_difference (gone, stays);
}

/* Letting go -------------------------------------------------------------------------------- */

typedef struct {
  ConfabConnection *connection;
  GPtrArray *codes;
  guint n; /* how many are gone */
} Letting;

static void
free_letting (gpointer data)
{
  Letting *letting = data;

  g_object_unref (letting->connection);
  g_ptr_array_unref (letting->codes);
  g_free (letting);
}

static void forget_next (GTask *task);

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Letting *letting = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_context_forget_key_finish (CONFAB_CONTEXT (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  letting->n++;
  forget_next (task);
}

static void
forget_next (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  Letting *letting = g_task_get_task_data (task);

  if (letting->n == letting->codes->len)
    g_task_return_boolean (task, TRUE);
  else
    confab_context_forget_key_async (self->context, letting->connection,
                                     g_ptr_array_index (letting->codes, letting->n),
                                     g_task_get_cancellable (task), forgotten_cb,
                                     g_object_ref (task));
}

/**
 * confab_engine_forget_secrets_async:
 * @self: the engine
 * @connection: whose secrets
 * @codes: (transfer full): the codes of plug-ins, for their tokens; %NULL is the API key
 * @cancellable: (nullable): to stop waiting for the keyring
 * @callback: (nullable): called when they are gone
 * @user_data: for @callback
 *
 * Takes secrets out of the keyring, one after the other, up to the first that does not go.
 */
void
confab_engine_forget_secrets_async (ConfabEngine        *self,
                                    ConfabConnection    *connection,
                                    GPtrArray           *codes,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Letting *letting = g_new0 (Letting, 1);

  g_task_set_source_tag (task, confab_engine_forget_secrets_async);
  letting->connection = g_object_ref (connection);
  letting->codes = codes;
  g_task_set_task_data (task, letting, free_letting);
  forget_next (task);
}

/**
 * confab_engine_forget_secrets_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: whether all are gone; else a sentence for the person
 */
gboolean
confab_engine_forget_secrets_finish (ConfabEngine  *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return finish (self, result, error);
}

static void
unnamed_forgotten_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  ConfabEngine *self = CONFAB_ENGINE (source);
  g_autoptr (GError) error = NULL;

  /* The settings are gone already: the note says that the token is not. */
  if (!confab_engine_forget_secrets_finish (self, result, &error))
    confab_context_keyring_tried (self->context, error);
}

/**
 * confab_engine_forget_unnamed:
 * @self: the engine
 * @connection: whose tokens
 * @options: (nullable): options that are gone, as JSON
 *
 * Lets go of the tokens that these options named and nothing of this connection names any more.
 */
void
confab_engine_forget_unnamed (ConfabEngine     *self,
                              ConfabConnection *connection,
                              const char       *options)
{
  g_autoptr (GHashTable) gone = new_set ();
  g_autoptr (GHashTable) named = new_set ();
  g_autoptr (GPtrArray) codes = NULL;

  add_codes (gone, options);
  if (g_hash_table_size (gone) == 0)
    return;

  sort_all (self, connection, NULL, named, named);
  codes = list_difference (gone, named);
  if (codes->len > 0)
    confab_engine_forget_secrets_async (self, connection, g_steal_pointer (&codes), NULL,
                                        unnamed_forgotten_cb, NULL);
}

/* One token --------------------------------------------------------------------------------- */

static void
token_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *token;

  token = confab_context_find_key_finish (CONFAB_CONTEXT (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, token != NULL);
  confab_key_free (token);
}

/**
 * confab_engine_has_token_async:
 * @self: the engine
 * @connection: where it is sent
 * @plugin: the code of the plug-in or MCP server it is for
 * @cancellable: (nullable): to stop waiting for the keyring, which may ask the person
 * @callback: called when that is known
 * @user_data: for @callback
 *
 * Looks whether a call would find a token: in the keyring, in this run, or in the environment.
 */
void
confab_engine_has_token_async (ConfabEngine        *self,
                               ConfabConnection    *connection,
                               const char          *plugin,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));
  g_return_if_fail (plugin != NULL && *plugin != '\0');

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_has_token_async);
  if (confab_engine_resolve (self, connection, &error))
    {
      confab_context_find_token_async (self->context, connection, plugin, cancellable,
                                       token_found_cb, task);
      return;
    }

  g_task_return_error (task, error);
  g_object_unref (task);
}

/**
 * confab_engine_has_token_finish:
 * @self: the engine
 * @result: the result
 * @error: return location: when the keyring gave no answer
 *
 * Returns: whether there is one
 */
gboolean
confab_engine_has_token_finish (ConfabEngine  *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return finish (self, result, error);
}

/**
 * confab_engine_delete_token_async:
 * @self: the engine
 * @connection: whose token
 * @plugin: the code of the plug-in or MCP server it is for
 * @cancellable: (nullable): to stop waiting for the keyring
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Takes a token out of the keyring and out of this run. That there was none is no failure; one in
 * the environment stays there.
 */
void
confab_engine_delete_token_async (ConfabEngine        *self,
                                  ConfabConnection    *connection,
                                  const char          *plugin,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GPtrArray *codes;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));
  g_return_if_fail (plugin != NULL && *plugin != '\0');

  codes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (codes, g_strdup (plugin));
  confab_engine_forget_secrets_async (self, connection, codes, cancellable, callback, user_data);
}

/**
 * confab_engine_delete_token_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is gone
 */
gboolean
confab_engine_delete_token_finish (ConfabEngine  *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return finish (self, result, error);
}
