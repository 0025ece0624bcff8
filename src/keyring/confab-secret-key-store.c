/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring"

#include "config.h"

#include "confab-secret-key-store-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-keyring-file.h"

/* Keys in the Secret Service, or in libsecret's own file inside a sandbox. */

static void confab_secret_key_store_iface_init (ConfabKeyStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabSecretKeyStore, confab_secret_key_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CONFAB_TYPE_KEY_STORE,
                                                      confab_secret_key_store_iface_init))

/* A damaged file is moved aside, and then everything works, but the keys in it are gone. */
static void
check_file (ConfabSecretKeyStore *self)
{
  g_autofree char *path = NULL;

  if (self->file_checked)
    return;

  self->file_checked = TRUE;
  path = confab_keyring_file_dup_path ();
  if (path != NULL)
    self->damaged_file = confab_keyring_file_check (path);
}

static char *
describe_damage (ConfabSecretKeyStore *self)
{
  if (self->damaged_file == NULL)
    return NULL;

  return g_strdup_printf (_("The keyring file was damaged and is now “%s”. "
                            "API keys that were in it have to be entered again."),
                          self->damaged_file);
}

/* Lookup */

static void
secret_retrieved_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;
  const char *bytes;
  gsize length;

  value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);
  if (error != NULL)
    {
      confab_secret_return_failed (task, error);
      return;
    }

  bytes = value != NULL ? secret_value_get (value, &length) : NULL;
  if (bytes == NULL || length == 0 || !g_utf8_validate_len (bytes, length, NULL))
    {
      g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING, "%s",
                               _("What the keyring holds for this connection is no key."));
      return;
    }

  g_task_return_pointer (task, g_strndup (bytes, length), (GDestroyNotify) confab_key_free);
}

static void
lookup_found (GTask *owned)
{
  g_autoptr (GTask) task = owned;
  ConfabSecretOperation *operation = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (operation->items == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }

  secret_retrievable_retrieve_secret (operation->items->data, cancellable, secret_retrieved_cb,
                                      g_steal_pointer (&task));
}

static void
confab_secret_key_store_lookup_async (ConfabKeyStore      *store,
                                      const char          *account,
                                      const char          *host,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  ConfabSecretKeyStore *self = CONFAB_SECRET_KEY_STORE (store);
  g_autoptr (GTask) task = confab_secret_begin (self, account, host, cancellable, callback,
                                                user_data, confab_secret_key_store_lookup_async);
  ConfabSecretOperation *operation = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  check_file (self);
  if (self->damaged_file != NULL && !self->damage_told)
    {
      g_autofree char *sentence = describe_damage (self);

      self->damage_told = TRUE;
      g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING, "%s", sentence);
      return;
    }

  confab_secret_find_items (g_steal_pointer (&task), operation->host, lookup_found);
}

/* Save */

static void
old_key_cleared_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabSecretOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* The new key is safe, and the old one is still bound to its old host: no failure. */
  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_debug ("A key for another host stays in the keyring: %s", error->message);

  if (--operation->n_pending == 0)
    g_task_return_boolean (task, TRUE);
}

static void
old_items_found_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabSecretOperation *operation = g_task_get_task_data (task);

  operation->items = secret_password_search_finish (result, NULL);
  operation->n_pending = 1;

  for (GList *link = operation->items; link != NULL; link = link->next)
    {
      g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (link->data);
      const char *host = g_hash_table_lookup (attributes, "host");
      g_autoptr (GHashTable) old = NULL;

      if (host == NULL || strcmp (host, operation->host) == 0)
        continue;
      old = confab_secret_make_attributes (operation->account, host);
      operation->n_pending++;
      secret_password_clearv (&confab_secret_schema, old, g_task_get_cancellable (task),
                              old_key_cleared_cb, g_object_ref (task));
    }

  if (--operation->n_pending == 0)
    g_task_return_boolean (task, TRUE);
}

static void
key_stored_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabSecretOperation *operation = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) error = NULL;

  if (!secret_password_store_finish (result, &error))
    {
      /* FALSE alone: a prompt was dismissed. */
      if (error != NULL)
        confab_secret_return_failed (task, error);
      else
        confab_secret_return_locked (task);
      return;
    }

  confab_secret_set_state (g_task_get_source_object (task), CONFAB_KEYRING_AVAILABLE);

  /* The new one first, then the old ones go: at no time is there none. */
  attributes = confab_secret_make_attributes (operation->account, NULL);
  secret_password_searchv (&confab_secret_schema, attributes, SECRET_SEARCH_ALL,
                           cancellable, old_items_found_cb, g_steal_pointer (&task));
}

static void
confab_secret_key_store_save_async (ConfabKeyStore      *store,
                                    const char          *account,
                                    const char          *host,
                                    const char          *label,
                                    const char          *key,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  ConfabSecretKeyStore *self = CONFAB_SECRET_KEY_STORE (store);
  g_autoptr (GTask) task = confab_secret_begin (self, account, host, cancellable, callback,
                                                user_data, confab_secret_key_store_save_async);
  ConfabSecretOperation *operation = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  /* What is saved now is not lost: whoever looks for it next is not told so. */
  check_file (self);
  self->damage_told = TRUE;
  attributes = confab_secret_make_attributes (operation->account, operation->host);
  secret_password_storev (&confab_secret_schema, attributes, SECRET_COLLECTION_DEFAULT, label, key,
                          cancellable, key_stored_cb, g_steal_pointer (&task));
}

/* Clear */

static void
keys_cleared_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    confab_secret_return_failed (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
clear_found (GTask *owned)
{
  g_autoptr (GTask) task = owned;
  ConfabSecretOperation *operation = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GHashTable) attributes = NULL;

  if (operation->items == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  attributes = confab_secret_make_attributes (operation->account, NULL);
  secret_password_clearv (&confab_secret_schema, attributes, cancellable, keys_cleared_cb,
                          g_steal_pointer (&task));
}

static void
confab_secret_key_store_clear_async (ConfabKeyStore      *store,
                                     const char          *account,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  ConfabSecretKeyStore *self = CONFAB_SECRET_KEY_STORE (store);
  g_autoptr (GTask) task = confab_secret_begin (self, account, NULL, cancellable, callback,
                                                user_data, confab_secret_key_store_clear_async);

  if (g_task_return_error_if_cancelled (task))
    return;

  check_file (self);
  confab_secret_find_items (g_steal_pointer (&task), NULL, clear_found);
}

static ConfabKeyringState
confab_secret_key_store_get_state (ConfabKeyStore *store)
{
  return confab_secret_get_state (CONFAB_SECRET_KEY_STORE (store));
}

static char *
confab_secret_key_store_dup_notice (ConfabKeyStore *store)
{
  return describe_damage (CONFAB_SECRET_KEY_STORE (store));
}

static void
confab_secret_key_store_iface_init (ConfabKeyStoreInterface *iface)
{
  iface->lookup_async = confab_secret_key_store_lookup_async;
  iface->save_async = confab_secret_key_store_save_async;
  iface->clear_async = confab_secret_key_store_clear_async;
  iface->get_state = confab_secret_key_store_get_state;
  iface->dup_notice = confab_secret_key_store_dup_notice;
}

/* Class */

static void
confab_secret_key_store_finalize (GObject *object)
{
  ConfabSecretKeyStore *self = CONFAB_SECRET_KEY_STORE (object);

  g_clear_pointer (&self->damaged_file, g_free);

  G_OBJECT_CLASS (confab_secret_key_store_parent_class)->finalize (object);
}

static void
confab_secret_key_store_class_init (ConfabSecretKeyStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_secret_key_store_finalize;
}

static void
confab_secret_key_store_init (ConfabSecretKeyStore *self)
{
  self->state = CONFAB_KEYRING_UNTRIED;
}

/* Public API */

/**
 * confab_secret_key_store_new:
 *
 * Nothing is asked of the keyring before the first operation.
 *
 * Returns: (transfer full): a key store in the person's keyring
 */
ConfabKeyStore *
confab_secret_key_store_new (void)
{
  return g_object_new (CONFAB_TYPE_SECRET_KEY_STORE, NULL);
}
