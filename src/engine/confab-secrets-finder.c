/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-context-private.h"

#include <glib/gi18n.h>

#include "confab-error.h"

/* The key first, then each token that the options name. */
typedef struct {
  ConfabConnection *connection;
  GPtrArray *refs; /* of ConfabTokenRef */
  guint next;
  ConfabSecrets *secrets;
} Search;

static void look_for_next (GTask *task);

static void
free_search (gpointer data)
{
  Search *search = data;

  g_clear_object (&search->connection);
  g_clear_pointer (&search->refs, g_ptr_array_unref);
  g_clear_pointer (&search->secrets, confab_secrets_unref);
  g_free (search);
}

/* That the keyring cannot be asked is half of the truth only: the environment was, too. */
static void
return_missing (GTask                *task,
                const ConfabTokenRef *ref,
                const GError         *error)
{
  if (error == NULL)
    g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_AUTH,
                             _("There is no token for the plug-in “%s”."), ref->code);
  else if (g_error_matches (error, CONFAB_ERROR, CONFAB_ERROR_KEYRING))
    g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_AUTH,
                             /* Translators: the second %s is a sentence on the keyring. */
                             _("There is no token for the plug-in “%s”. %s"), ref->code,
                             error->message);
  else
    g_task_return_error (task, g_error_copy (error));
}

static void
token_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  const ConfabTokenRef *ref = g_ptr_array_index (search->refs, search->next);
  g_autoptr (GError) error = NULL;
  char *token;

  token = confab_context_find_key_finish (CONFAB_CONTEXT (source), result, &error);
  if (token == NULL)
    {
      return_missing (task, ref, error);
      return;
    }

  confab_secrets_take_token (search->secrets, ref->code, token);
  search->next++;
  look_for_next (task);
}

static void
look_for_next (GTask *task)
{
  ConfabContext *self = g_task_get_source_object (task);
  Search *search = g_task_get_task_data (task);
  const ConfabTokenRef *ref;

  if (search->next >= search->refs->len)
    {
      g_task_return_pointer (task, g_steal_pointer (&search->secrets),
                             (GDestroyNotify) confab_secrets_unref);
      return;
    }

  ref = g_ptr_array_index (search->refs, search->next);
  confab_context_find_token_async (self, search->connection, ref->code,
                                   g_task_get_cancellable (task), token_found_cb,
                                   g_object_ref (task));
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  char *key;

  key = confab_context_find_key_finish (CONFAB_CONTEXT (source), result, &error);
  if (key == NULL || *key == '\0')
    {
      confab_key_free (key);
      if (error != NULL)
        g_task_return_error (task, error);
      else
        g_task_return_pointer (task, NULL, NULL);
      return;
    }

  search->secrets = confab_secrets_new (key);
  look_for_next (task);
}

/**
 * confab_context_find_secrets_async:
 * @self: a context
 * @connection: where to
 * @options: say which tokens are needed beside the key
 * @cancellable: (nullable): to stop waiting, for the keyring may ask the person
 * @callback: called when all are found, or one is not
 * @user_data: for @callback
 *
 * Finds all that one call needs.
 */
void
confab_context_find_secrets_async (ConfabContext       *self,
                                   ConfabConnection    *connection,
                                   ConfabOptions       *options,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));
  g_return_if_fail (options != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_context_find_secrets_async);

  search = g_new0 (Search, 1);
  search->connection = g_object_ref (connection);
  search->refs = confab_options_dup_tokens (options);
  g_task_set_task_data (task, search, free_search);
  confab_context_find_key_async (self, connection, cancellable, key_found_cb,
                                 g_object_ref (task));
}

/**
 * confab_context_find_secrets_finish:
 * @self: a context
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the key and the tokens; %NULL without error when there is no
 *   key; %NULL with %CONFAB_ERROR_AUTH when there is no token, %CONFAB_ERROR_KEYRING when the
 *   keyring gave no answer
 */
ConfabSecrets *
confab_context_find_secrets_finish (ConfabContext  *self,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
