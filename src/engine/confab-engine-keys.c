/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include <glib/gi18n.h>

#include "confab-app-draft.h"
#include "confab-engine-private.h"
#include "confab-error.h"
#include "confab-secrets.h"

static void
connection_key_kept_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  gboolean in_keyring;
  GError *error = NULL;

  if (confab_context_keep_key_finish (CONFAB_CONTEXT (source), result, &in_keyring, &error))
    {
      g_task_set_task_data (task, GINT_TO_POINTER (in_keyring), NULL);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

static void
set_key (GTask            *task,
         ConfabConnection *connection,
         const char       *plugin,
         const char       *key)
{
  ConfabEngine *self = g_task_get_source_object (task);
  char *tidied = confab_app_draft_tidy (key);
  GError *error = NULL;

  /* A secret is bound to its host: the demo's has none before it was started. */
  if (!confab_engine_resolve (self, connection, &error))
    g_task_return_error (task, error);
  else if (plugin != NULL && (tidied == NULL || !confab_secrets_is_token (tidied)))
    g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                             _("A token is one line of text without control characters."));
  else if (plugin == NULL && (tidied == NULL || !confab_app_draft_is_key (tidied)))
    g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                             _("An API key holds only letters, digits and signs, without spaces."));
  else
    confab_context_keep_key_async (self->context, connection, plugin, tidied,
                                   g_task_get_cancellable (task), connection_key_kept_cb,
                                   g_object_ref (task));

  g_clear_pointer (&tidied, confab_key_free);
}

/**
 * confab_engine_set_key_async:
 * @self: the engine
 * @connection: whose key
 * @key: the key
 * @cancellable: (nullable): to stop waiting for the keyring
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps a key in the keyring, or for this run only, and then `keyring-note` says so.
 */
void
confab_engine_set_key_async (ConfabEngine        *self,
                             ConfabConnection    *connection,
                             const char          *key,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_set_key_async);
  set_key (task, connection, NULL, key);
}

/**
 * confab_engine_set_token_async:
 * @self: the engine
 * @connection: where it is sent
 * @plugin: the code of the plug-in or MCP server it is for
 * @token: the token
 * @cancellable: (nullable): to stop waiting for the keyring
 * @callback: called when it is kept; confab_engine_set_key_finish() tells how
 * @user_data: for @callback
 *
 * Keeps a token as confab_engine_set_key_async() keeps a key.
 */
void
confab_engine_set_token_async (ConfabEngine        *self,
                               ConfabConnection    *connection,
                               const char          *plugin,
                               const char          *token,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));
  g_return_if_fail (plugin != NULL && *plugin != '\0');

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_set_token_async);
  set_key (task, connection, plugin, token);
}

/**
 * confab_engine_set_key_finish:
 * @self: the engine
 * @result: the result
 * @in_keyring: (out) (optional): whether it is kept in the keyring; else for this run only
 * @error: return location
 *
 * Returns: whether the key is kept; else a sentence for the person
 */
gboolean
confab_engine_set_key_finish (ConfabEngine  *self,
                              GAsyncResult  *result,
                              gboolean      *in_keyring,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (in_keyring != NULL)
    *in_keyring = GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)));

  return g_task_propagate_boolean (G_TASK (result), error);
}
