/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-key-store.h"

#include <string.h>

G_DEFINE_INTERFACE (ConfabKeyStore, confab_key_store, G_TYPE_OBJECT)

enum {
  STATE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Where an implementation says nothing else, what it gives is a task's. */

static char *
finish_with_key (ConfabKeyStore  *self,
                 GAsyncResult    *result,
                 GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
finish (ConfabKeyStore  *self,
        GAsyncResult    *result,
        GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
confab_key_store_default_init (ConfabKeyStoreInterface *iface)
{
  iface->lookup_finish = finish_with_key;
  iface->save_finish = finish;
  iface->clear_finish = finish;

  /**
   * ConfabKeyStore::state-changed:
   *
   * confab_key_store_get_state() says something else than before.
   */
  signals[STATE_CHANGED] = g_signal_new ("state-changed", CONFAB_TYPE_KEY_STORE,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

/**
 * confab_key_store_emit_state_changed:
 * @self: a key store
 *
 * For implementations: emits #ConfabKeyStore::state-changed.
 */
void
confab_key_store_emit_state_changed (ConfabKeyStore *self)
{
  g_return_if_fail (CONFAB_IS_KEY_STORE (self));

  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

/**
 * confab_key_store_lookup_async:
 * @self: a key store
 * @account: whose key, the account of a connection
 * @host: the host it will be sent to
 * @cancellable: (nullable): stops waiting, also for a person who has not unlocked the keyring yet
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Fetches a key. Only one that was saved for the same account and the same host is given out.
 */
void
confab_key_store_lookup_async (ConfabKeyStore      *self,
                               const char          *account,
                               const char          *host,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_KEY_STORE (self));
  g_return_if_fail (account != NULL && *account != '\0');
  g_return_if_fail (host != NULL && *host != '\0');
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  CONFAB_KEY_STORE_GET_IFACE (self)->lookup_async (self, account, host, cancellable, callback,
                                                   user_data);
}

/**
 * confab_key_store_lookup_finish:
 * @self: a key store
 * @result: what the callback got
 * @error: return location: %CONFAB_ERROR_KEYRING, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the key, to be freed by confab_key_free(); %NULL without
 *   @error when there is none for this account and host
 */
char *
confab_key_store_lookup_finish (ConfabKeyStore  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_KEY_STORE (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return CONFAB_KEY_STORE_GET_IFACE (self)->lookup_finish (self, result, error);
}

/**
 * confab_key_store_save_async:
 * @self: a key store
 * @account: whose key
 * @host: the host it may be sent to
 * @label: what the person reads in a keyring program; never holds the key
 * @key: the key
 * @cancellable: (nullable): stops waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Saves a key. It replaces each other key of this account, whatever host that was for.
 */
void
confab_key_store_save_async (ConfabKeyStore      *self,
                             const char          *account,
                             const char          *host,
                             const char          *label,
                             const char          *key,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_KEY_STORE (self));
  g_return_if_fail (account != NULL && *account != '\0');
  g_return_if_fail (host != NULL && *host != '\0');
  g_return_if_fail (label != NULL);
  g_return_if_fail (key != NULL && *key != '\0');
  g_return_if_fail (strstr (label, key) == NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  CONFAB_KEY_STORE_GET_IFACE (self)->save_async (self, account, host, label, key, cancellable,
                                                 callback, user_data);
}

/**
 * confab_key_store_save_finish:
 * @self: a key store
 * @result: what the callback got
 * @error: return location: %CONFAB_ERROR_KEYRING, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the key is saved
 */
gboolean
confab_key_store_save_finish (ConfabKeyStore  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_KEY_STORE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return CONFAB_KEY_STORE_GET_IFACE (self)->save_finish (self, result, error);
}

/**
 * confab_key_store_clear_async:
 * @self: a key store
 * @account: whose keys
 * @cancellable: (nullable): stops waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Removes all keys of an account. That there was none is no failure.
 */
void
confab_key_store_clear_async (ConfabKeyStore      *self,
                              const char          *account,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_KEY_STORE (self));
  g_return_if_fail (account != NULL && *account != '\0');
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  CONFAB_KEY_STORE_GET_IFACE (self)->clear_async (self, account, cancellable, callback,
                                                  user_data);
}

/**
 * confab_key_store_clear_finish:
 * @self: a key store
 * @result: what the callback got
 * @error: return location: %CONFAB_ERROR_KEYRING, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether no key of this account is left
 */
gboolean
confab_key_store_clear_finish (ConfabKeyStore  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_KEY_STORE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return CONFAB_KEY_STORE_GET_IFACE (self)->clear_finish (self, result, error);
}

/**
 * confab_key_store_get_state:
 * @self: a key store
 *
 * Returns: what the last operation found; see #ConfabKeyStore::state-changed
 */
ConfabKeyringState
confab_key_store_get_state (ConfabKeyStore *self)
{
  g_return_val_if_fail (CONFAB_IS_KEY_STORE (self), CONFAB_KEYRING_UNTRIED);

  return CONFAB_KEY_STORE_GET_IFACE (self)->get_state (self);
}

/**
 * confab_key_store_dup_notice:
 * @self: a key store
 *
 * What the person should know for as long as this run lasts, although all works: that keys of
 * before are gone.
 *
 * Returns: (transfer full) (nullable): a sentence, translated
 */
char *
confab_key_store_dup_notice (ConfabKeyStore *self)
{
  ConfabKeyStoreInterface *iface;

  g_return_val_if_fail (CONFAB_IS_KEY_STORE (self), NULL);

  iface = CONFAB_KEY_STORE_GET_IFACE (self);

  return iface->dup_notice != NULL ? iface->dup_notice (self) : NULL;
}

/**
 * confab_key_free:
 * @key: (nullable) (transfer full): a key
 *
 * Overwrites a key and frees it.
 */
void
confab_key_free (char *key)
{
  if (key == NULL)
    return;

  explicit_bzero (key, strlen (key));
  g_free (key);
}
