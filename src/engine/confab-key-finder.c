/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-context-private.h"

#include "confab-error.h"
#include "confab-url.h"

/* Where the service's own programs look for a key and a base URL. */
#define KEY_VARIABLE      "DASHSCOPE_API_KEY"
#define BASE_URL_VARIABLE "DASHSCOPE_HTTP_BASE_URL"
#define SERVICE_DOMAIN    ".aliyuncs.com"

/* An entry in a key store: the account is the connection's, and the host is the one it was made for. */
typedef struct {
  char *account;
  char *host;
  gboolean is_loopback;
  char *label;
  char *key; /* when one is kept */
} Entry;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->account);
  g_free (entry->host);
  g_free (entry->label);
  g_clear_pointer (&entry->key, confab_key_free);
  g_free (entry);
}

static Entry *
create_entry (ConfabConnection *connection)
{
  const ConfabConnectionRecord *record = confab_connection_get_record (connection);
  Entry *entry = g_new0 (Entry, 1);

  entry->account = g_strdup (record->account);
  entry->host = confab_url_dup_host (record->base_url);
  if (entry->host == NULL)
    entry->host = g_strdup ("");
  entry->is_loopback = confab_url_is_loopback (record->base_url);
  entry->label = g_strdup_printf ("Confab: %s", record->name != NULL ? record->name : entry->host);

  return entry;
}

/* The key in the environment was set for Model Studio: it goes there, to where the variable beside
 * it points, or to this very computer, and to no other host that a connection may name. */
static char *
dup_key_of_environment (const char *host,
                        gboolean    is_loopback)
{
  const char *key = g_getenv (KEY_VARIABLE);
  const char *base_url = g_getenv (BASE_URL_VARIABLE);
  g_autofree char *meant = NULL;

  if (key == NULL || *key == '\0')
    return NULL;

  if (is_loopback || g_str_has_suffix (host, SERVICE_DOMAIN))
    return g_strdup (key);

  meant = base_url != NULL ? confab_url_dup_host (base_url) : NULL;

  return meant != NULL && g_strcmp0 (meant, host) == 0 ? g_strdup (key) : NULL;
}

static void
return_key_of_environment (GTask  *task,
                           GError *keyring_error)
{
  Entry *entry = g_task_get_task_data (task);
  char *key = dup_key_of_environment (entry->host, entry->is_loopback);

  if (key == NULL && keyring_error != NULL)
    g_task_return_error (task, g_error_copy (keyring_error));
  else
    g_task_return_pointer (task, key, (GDestroyNotify) confab_key_free);
}

static void
keyring_looked_up_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char *key;

  key = confab_key_store_lookup_finish (CONFAB_KEY_STORE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  confab_context_keyring_tried (g_task_get_source_object (task));

  if (key != NULL)
    g_task_return_pointer (task, key, (GDestroyNotify) confab_key_free);
  else
    return_key_of_environment (task, error);
}

static void
run_keys_looked_up_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ConfabContext *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);
  ConfabKeyStore *keyring;
  char *key;

  key = confab_key_store_lookup_finish (CONFAB_KEY_STORE (source), result, &error);
  if (key != NULL)
    {
      g_task_return_pointer (task, key, (GDestroyNotify) confab_key_free);
      return;
    }

  if (g_task_return_error_if_cancelled (task))
    return;

  keyring = confab_context_get_keyring (self);
  if (keyring == NULL)
    {
      return_key_of_environment (task, NULL);
      return;
    }

  confab_key_store_lookup_async (keyring, entry->account, entry->host,
                                 g_task_get_cancellable (task), keyring_looked_up_cb,
                                 g_object_ref (task));
}

/**
 * confab_context_find_key_async:
 * @self: a context
 * @connection: whose key
 * @cancellable: (nullable): to stop waiting, for the keyring may ask the person
 * @callback: called when it is found or not
 * @user_data: for @callback
 *
 * Looks for a key: in the keys of this run, in the keyring, in the environment. The demo's
 * connection has the key of the embedded service, which is started for it.
 */
void
confab_context_find_key_async (ConfabContext       *self,
                               ConfabConnection    *connection,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Entry *entry;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_context_find_key_async);

  if (confab_connection_get_record (connection)->is_demo)
    {
      GError *error = NULL;
      ConfabDemoService *demo = confab_context_start_demo (self, &error);

      if (demo == NULL)
        g_task_return_error (task, error);
      else
        g_task_return_pointer (task, g_strdup (confab_demo_service_get_key (demo)),
                               (GDestroyNotify) confab_key_free);
      return;
    }

  entry = create_entry (connection);
  g_task_set_task_data (task, entry, free_entry);
  confab_key_store_lookup_async (confab_context_get_run_keys (self), entry->account, entry->host,
                                 cancellable, run_keys_looked_up_cb, g_object_ref (task));
}

/**
 * confab_context_find_key_finish:
 * @self: a context
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the key, to be wiped with confab_key_free(); %NULL without
 *   error when there is none; %NULL with %CONFAB_ERROR_KEYRING when the keyring gave no answer
 */
char *
confab_context_find_key_finish (ConfabContext  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_key_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (confab_key_store_save_finish (CONFAB_KEY_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
keep_for_this_run (GTask *task)
{
  ConfabContext *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);

  confab_key_store_save_async (confab_context_get_run_keys (self), entry->account, entry->host,
                               entry->label, entry->key, g_task_get_cancellable (task),
                               run_key_saved_cb, g_object_ref (task));
}

static void
run_key_cleared_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  confab_key_store_clear_finish (CONFAB_KEY_STORE (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
key_saved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ConfabContext *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);
  gboolean saved;

  saved = confab_key_store_save_finish (CONFAB_KEY_STORE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  confab_context_keyring_tried (self);

  if (!saved)
    {
      keep_for_this_run (task);
      return;
    }

  /* An older key of this run would be found before the new one. */
  confab_key_store_clear_async (confab_context_get_run_keys (self), entry->account, NULL,
                                run_key_cleared_cb, g_object_ref (task));
}

/**
 * confab_context_keep_key_async:
 * @self: a context
 * @connection: whose key
 * @key: the key
 * @for_this_run: whether it is for this run only, even when there is a keyring
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps a key in the keyring, or, when that cannot be, in memory until this run ends.
 */
void
confab_context_keep_key_async (ConfabContext       *self,
                               ConfabConnection    *connection,
                               const char          *key,
                               gboolean             for_this_run,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  ConfabKeyStore *keyring;
  Entry *entry;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_context_keep_key_async);

  entry = create_entry (connection);
  entry->key = g_strdup (key);
  g_task_set_task_data (task, entry, free_entry);

  keyring = for_this_run ? NULL : confab_context_get_keyring (self);
  if (keyring == NULL)
    {
      if (!for_this_run)
        confab_context_keyring_tried (self);
      keep_for_this_run (task);
      return;
    }

  confab_key_store_save_async (keyring, entry->account, entry->host, entry->label, entry->key,
                               cancellable, key_saved_cb, g_object_ref (task));
}

/**
 * confab_context_keep_key_finish:
 * @self: a context
 * @result: the result
 * @error: return location
 *
 * Returns: whether the key is kept, for good or for this run
 */
gboolean
confab_context_keep_key_finish (ConfabContext  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
