/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-context-private.h"

#include <glib/gi18n.h>

#include "confab-error.h"

/* Taking a connection's key out of the keyring, and out of this run. */

static void
run_key_cleared_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (confab_key_store_clear_finish (CONFAB_KEY_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
clear_run_key (GTask *task)
{
  ConfabContext *self = g_task_get_source_object (task);

  confab_key_store_clear_async (confab_context_get_run_keys (self), g_task_get_task_data (task),
                                NULL, run_key_cleared_cb, g_object_ref (task));
}

static void
key_cleared_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabKeyStore *keyring = CONFAB_KEY_STORE (source);
  g_autoptr (GError) error = NULL;

  /* Where there is no keyring there is no key in it. */
  if (confab_key_store_clear_finish (keyring, result, &error) ||
      confab_key_store_get_state (keyring) == CONFAB_KEYRING_ABSENT)
    clear_run_key (task);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    /* Translators: %s is a sentence on what is the matter with the keyring. */
    g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING,
                             _("The API key or token could not be removed from the keyring: %s"),
                             error->message);
}

/**
 * confab_context_forget_key_async:
 * @self: a context
 * @connection: whose key
 * @plugin: (nullable): the code of a plug-in, for its token; %NULL for the API key
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Removes a connection's key, or the token of a plug-in, from wherever it is kept.
 */
void
confab_context_forget_key_async (ConfabContext       *self,
                                 ConfabConnection    *connection,
                                 const char          *plugin,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  const ConfabConnectionRecord *record;
  ConfabKeyStore *keyring;
  char *account;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));

  record = confab_connection_get_record (connection);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_context_forget_key_async);
  account = plugin != NULL ? g_strdup_printf ("%s/token/%s", record->account, plugin)
                           : g_strdup (record->account);
  g_task_set_task_data (task, account, g_free);

  /* The demo's key is made afresh for each run. */
  keyring = record->is_demo ? NULL : confab_context_get_keyring (self);
  if (keyring == NULL)
    clear_run_key (task);
  else
    confab_key_store_clear_async (keyring, account, cancellable, key_cleared_cb,
                                  g_object_ref (task));
}

/**
 * confab_context_forget_key_finish:
 * @self: a context
 * @result: the result
 * @error: return location
 *
 * Returns: whether the key is gone, if there was one
 */
gboolean
confab_context_forget_key_finish (ConfabContext  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
