/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-key-store.h"

/* Keys for this run: what is left when there is no keyring, and what tests use. */
#define CONFAB_TYPE_MEMORY_KEY_STORE (confab_memory_key_store_get_type ())

G_DECLARE_FINAL_TYPE (ConfabMemoryKeyStore, confab_memory_key_store, CONFAB, MEMORY_KEY_STORE,
                      GObject)

typedef struct
{
  char *host;
  char *key;
} Entry;

struct _ConfabMemoryKeyStore
{
  GObject parent_instance;

  GHashTable *entries; /* account -> Entry */
};

static void confab_memory_key_store_iface_init (ConfabKeyStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabMemoryKeyStore, confab_memory_key_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CONFAB_TYPE_KEY_STORE,
                                                      confab_memory_key_store_iface_init))

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->host);
  confab_key_free (entry->key);
  g_free (entry);
}

/* Interface */

static void
confab_memory_key_store_lookup_async (ConfabKeyStore      *store,
                                      const char          *account,
                                      const char          *host,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  ConfabMemoryKeyStore *self = CONFAB_MEMORY_KEY_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Entry *entry = g_hash_table_lookup (self->entries, account);

  g_task_set_source_tag (task, confab_memory_key_store_lookup_async);
  if (entry != NULL && g_ascii_strcasecmp (entry->host, host) == 0)
    g_task_return_pointer (task, g_strdup (entry->key), (GDestroyNotify) confab_key_free);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
confab_memory_key_store_save_async (ConfabKeyStore      *store,
                                    const char          *account,
                                    const char          *host,
                                    const char          *label,
                                    const char          *key,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  ConfabMemoryKeyStore *self = CONFAB_MEMORY_KEY_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Entry *entry;

  g_task_set_source_tag (task, confab_memory_key_store_save_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  entry = g_new0 (Entry, 1);
  entry->host = g_strdup (host);
  entry->key = g_strdup (key);
  g_hash_table_replace (self->entries, g_strdup (account), entry);
  g_task_return_boolean (task, TRUE);
}

static void
confab_memory_key_store_clear_async (ConfabKeyStore      *store,
                                     const char          *account,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  ConfabMemoryKeyStore *self = CONFAB_MEMORY_KEY_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_memory_key_store_clear_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  g_hash_table_remove (self->entries, account);
  g_task_return_boolean (task, TRUE);
}

static ConfabKeyringState
confab_memory_key_store_get_state (ConfabKeyStore *store)
{
  return CONFAB_KEYRING_AVAILABLE;
}

static void
confab_memory_key_store_iface_init (ConfabKeyStoreInterface *iface)
{
  iface->lookup_async = confab_memory_key_store_lookup_async;
  iface->save_async = confab_memory_key_store_save_async;
  iface->clear_async = confab_memory_key_store_clear_async;
  iface->get_state = confab_memory_key_store_get_state;
}

/* Class */

static void
confab_memory_key_store_finalize (GObject *object)
{
  ConfabMemoryKeyStore *self = CONFAB_MEMORY_KEY_STORE (object);

  g_clear_pointer (&self->entries, g_hash_table_unref);

  G_OBJECT_CLASS (confab_memory_key_store_parent_class)->finalize (object);
}

static void
confab_memory_key_store_class_init (ConfabMemoryKeyStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_memory_key_store_finalize;
}

static void
confab_memory_key_store_init (ConfabMemoryKeyStore *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_entry);
}

/* Public API */

/**
 * confab_memory_key_store_new:
 *
 * Returns: (transfer full): a key store that forgets all with the program's end
 */
ConfabKeyStore *
confab_memory_key_store_new (void)
{
  return g_object_new (CONFAB_TYPE_MEMORY_KEY_STORE, NULL);
}
