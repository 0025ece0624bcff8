/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring"

#include "config.h"

#include "confab-key-store.h"

#include <string.h>

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "confab-error.h"

#include "confab-keyring-file.h"

/* Keys in the Secret Service, or in libsecret's own file inside a sandbox.
 *
 * A plain password lookup says "nothing" for a locked keyring as well as for an absent key, so
 * each operation searches first, without unlocking, and then knows which it is. */

#define CONFAB_TYPE_SECRET_KEY_STORE (confab_secret_key_store_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSecretKeyStore, confab_secret_key_store, CONFAB, SECRET_KEY_STORE,
                      GObject)

struct _ConfabSecretKeyStore
{
  GObject parent_instance;

  ConfabKeyringState state;
  guint n_waiting; /* operations that wait for a person */
  gboolean file_checked;
  char *damaged_file; /* where it is now, when there was one */
  gboolean damage_told;
};

typedef void (*ItemsFunc) (GTask *task); /* (transfer full) */

typedef struct
{
  char *account;
  char *host; /* (nullable) */
  GList *items; /* of SecretRetrievable */
  ItemsFunc next; /* once they are found and unlocked */
  guint n_pending;
} Operation;

/* Attributes are not secret, and stay as they are for ever: a change loses all keys. */
static const SecretSchema key_schema = {
  .name = "io.github.confab_chat.Confab.ApiKey",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "host", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void confab_secret_key_store_iface_init (ConfabKeyStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabSecretKeyStore, confab_secret_key_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CONFAB_TYPE_KEY_STORE,
                                                      confab_secret_key_store_iface_init))

/* Helpers */

static void
free_operation (gpointer data)
{
  Operation *operation = data;

  g_free (operation->account);
  g_free (operation->host);
  g_list_free_full (operation->items, g_object_unref);
  g_free (operation);
}

static void
free_key (gpointer key)
{
  confab_key_free (key);
}

static GTask *
make_task (ConfabSecretKeyStore *self,
           const char           *account,
           const char           *host,
           GCancellable         *cancellable,
           GAsyncReadyCallback   callback,
           gpointer              user_data,
           gpointer              tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Operation *operation = g_new0 (Operation, 1);

  g_task_set_source_tag (task, tag);
  operation->account = g_strdup (account);
  /* As it is stored and compared: names of hosts know no case. */
  operation->host = host != NULL ? g_ascii_strdown (host, -1) : NULL;
  g_task_set_task_data (task, operation, free_operation);

  return task;
}

static GHashTable *
make_attributes (const char *account,
                 const char *host)
{
  if (host == NULL)
    return secret_attributes_build (&key_schema, "account", account, NULL);

  return secret_attributes_build (&key_schema, "account", account, "host", host, NULL);
}

static ConfabKeyringState
get_state (ConfabSecretKeyStore *self)
{
  return self->n_waiting > 0 ? CONFAB_KEYRING_WAITING : self->state;
}

static void
change_state (ConfabSecretKeyStore *self,
              ConfabKeyringState    state,
              guint                 n_waiting)
{
  ConfabKeyringState before = get_state (self);

  self->state = state;
  self->n_waiting = n_waiting;
  if (get_state (self) != before)
    confab_key_store_emit_state_changed (CONFAB_KEY_STORE (self));
}

static void
set_state (ConfabSecretKeyStore *self,
           ConfabKeyringState    state)
{
  change_state (self, state, self->n_waiting);
}

static gboolean
is_absence (const GError *error)
{
  /* The bus says that nobody answers to the name, or there is not even a bus. */
  if (error->domain == G_DBUS_ERROR)
    switch ((GDBusError) error->code)
      {
      case G_DBUS_ERROR_SERVICE_UNKNOWN:
      case G_DBUS_ERROR_NAME_HAS_NO_OWNER:
      case G_DBUS_ERROR_NO_SERVER:
      case G_DBUS_ERROR_NO_REPLY:
      case G_DBUS_ERROR_ACCESS_DENIED:
      case G_DBUS_ERROR_DISCONNECTED:
      case G_DBUS_ERROR_SPAWN_EXEC_FAILED:
      case G_DBUS_ERROR_SPAWN_FORK_FAILED:
      case G_DBUS_ERROR_SPAWN_CHILD_EXITED:
      case G_DBUS_ERROR_SPAWN_CHILD_SIGNALED:
      case G_DBUS_ERROR_SPAWN_FAILED:
      case G_DBUS_ERROR_SPAWN_SETUP_FAILED:
      case G_DBUS_ERROR_SPAWN_SERVICE_INVALID:
      case G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND:
      case G_DBUS_ERROR_SPAWN_PERMISSIONS_INVALID:
      case G_DBUS_ERROR_SPAWN_FILE_INVALID:
        return TRUE;
      default:
        return FALSE;
      }

  return error->domain == G_IO_ERROR && error->code != G_IO_ERROR_CANCELLED;
}

static void
return_locked (GTask *task)
{
  set_state (g_task_get_source_object (task), CONFAB_KEYRING_LOCKED);
  g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING, "%s",
                           _("The keyring is locked, and it was not unlocked."));
}

static void
return_failed (GTask        *task,
               const GError *error)
{
  ConfabSecretKeyStore *self = g_task_get_source_object (task);
  g_autoptr (GError) plain = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      /* Not our cancellable: the person closed the prompt. */
      return_locked (task);
      return;
    }

  if (is_absence (error))
    {
      set_state (self, CONFAB_KEYRING_ABSENT);
      g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING, "%s",
                               _("No keyring answers on this computer."));
      return;
    }

  /* Something is there, and says so. */
  set_state (self, CONFAB_KEYRING_AVAILABLE);
  plain = g_error_copy (error);
  g_dbus_error_strip_remote_error (plain);
  g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING,
                           _("The keyring reports an error: %s."), plain->message);
}

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

static GList *
get_locked (GList *items)
{
  GList *locked = NULL;

  /* Items of the file are of another type, and never locked. */
  for (GList *link = items; link != NULL; link = link->next)
    if (SECRET_IS_ITEM (link->data) && secret_item_get_locked (link->data))
      locked = g_list_prepend (locked, link->data);

  return locked;
}

/* Search, and unlock what was found */

/* A prompt that is open stays open, whoever gives up waiting for it: told to take it away,
 * gnome-keyring 42 aborts, with the keys of all programs, and libsecret 0.20 returns twice. */
typedef struct
{
  ConfabSecretKeyStore *self;
  GTask *task; /* (nullable): it waits no more */
  gulong cancelled;
} Unlock;

static void
unlock_cancelled_cb (GCancellable *cancellable,
                     Unlock       *unlock)
{
  g_autoptr (GTask) task = g_steal_pointer (&unlock->task);

  if (task != NULL)
    g_task_return_error_if_cancelled (task);
}

static void
items_unlocked_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autofree Unlock *unlock = user_data;
  g_autoptr (ConfabSecretKeyStore) self = g_steal_pointer (&unlock->self);
  g_autoptr (GTask) task = g_steal_pointer (&unlock->task);
  Operation *operation;
  g_autoptr (GList) locked = NULL;
  g_autoptr (GError) error = NULL;
  int n_unlocked;

  n_unlocked = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);
  change_state (self, n_unlocked > 0 ? CONFAB_KEYRING_AVAILABLE : CONFAB_KEYRING_LOCKED,
                self->n_waiting - 1);
  if (task == NULL)
    return;

  if (g_task_get_cancellable (task) != NULL)
    g_signal_handler_disconnect (g_task_get_cancellable (task), unlock->cancelled);
  if (error != NULL)
    {
      return_failed (task, error);
      return;
    }

  /* A dismissed prompt is no error, but leaves them locked. */
  operation = g_task_get_task_data (task);
  locked = get_locked (operation->items);
  if (locked != NULL)
    {
      return_locked (task);
      return;
    }

  set_state (self, CONFAB_KEYRING_AVAILABLE);
  operation->next (g_steal_pointer (&task));
}

static void
unlock_items (GTask *task, /* (transfer full) */
              GList *locked)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Unlock *unlock = g_new0 (Unlock, 1);

  unlock->self = g_object_ref (g_task_get_source_object (task));
  unlock->task = task;
  if (cancellable != NULL)
    unlock->cancelled = g_signal_connect (cancellable, "cancelled",
                                          G_CALLBACK (unlock_cancelled_cb), unlock);

  /* From now on it may be a person we wait for: whoever watches the state can say so. */
  change_state (unlock->self, CONFAB_KEYRING_LOCKED, unlock->self->n_waiting + 1);
  secret_service_unlock (secret_item_get_service (locked->data), locked, NULL, items_unlocked_cb,
                         unlock);
}

static void
items_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabSecretKeyStore *self = g_task_get_source_object (task);
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GList) locked = NULL;
  g_autoptr (GError) error = NULL;

  operation->items = secret_password_search_finish (result, &error);
  if (error != NULL)
    {
      return_failed (task, error);
      return;
    }

  locked = get_locked (operation->items);
  if (locked == NULL)
    {
      set_state (self, CONFAB_KEYRING_AVAILABLE);
      operation->next (g_steal_pointer (&task));
      return;
    }

  if (!g_task_return_error_if_cancelled (task))
    unlock_items (g_steal_pointer (&task), locked);
}

/* Calls @next with the task, which owns the unlocked items then. */
static void
find_items (GTask      *task, /* (transfer full) */
            const char *host,
            ItemsFunc   next)
{
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (operation->account, host);

  operation->next = next;
  secret_password_searchv (&key_schema, attributes, SECRET_SEARCH_ALL,
                           g_task_get_cancellable (task), items_found_cb, task);
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
      return_failed (task, error);
      return;
    }

  bytes = value != NULL ? secret_value_get (value, &length) : NULL;
  if (bytes == NULL || length == 0 || !g_utf8_validate_len (bytes, length, NULL))
    {
      g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING, "%s",
                               _("What the keyring holds for this connection is no key."));
      return;
    }

  g_task_return_pointer (task, g_strndup (bytes, length), free_key);
}

static void
lookup_found (GTask *owned)
{
  g_autoptr (GTask) task = owned;
  Operation *operation = g_task_get_task_data (task);
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
  g_autoptr (GTask) task = make_task (self, account, host, cancellable, callback, user_data,
                                      confab_secret_key_store_lookup_async);
  Operation *operation = g_task_get_task_data (task);

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

  find_items (g_steal_pointer (&task), operation->host, lookup_found);
}

static char *
confab_secret_key_store_lookup_finish (ConfabKeyStore  *store,
                                       GAsyncResult    *result,
                                       GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Save */

static void
old_key_cleared_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
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
  Operation *operation = g_task_get_task_data (task);

  operation->items = secret_password_search_finish (result, NULL);
  operation->n_pending = 1;

  for (GList *link = operation->items; link != NULL; link = link->next)
    {
      g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (link->data);
      const char *host = g_hash_table_lookup (attributes, "host");
      g_autoptr (GHashTable) old = NULL;

      if (host == NULL || strcmp (host, operation->host) == 0)
        continue;
      old = make_attributes (operation->account, host);
      operation->n_pending++;
      secret_password_clearv (&key_schema, old, g_task_get_cancellable (task), old_key_cleared_cb,
                              g_object_ref (task));
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
  Operation *operation = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) error = NULL;

  if (!secret_password_store_finish (result, &error))
    {
      /* FALSE alone: a prompt was dismissed. */
      if (error != NULL)
        return_failed (task, error);
      else
        return_locked (task);
      return;
    }

  set_state (g_task_get_source_object (task), CONFAB_KEYRING_AVAILABLE);

  /* The new one first, then the old ones go: at no time is there none. */
  attributes = make_attributes (operation->account, NULL);
  secret_password_searchv (&key_schema, attributes, SECRET_SEARCH_ALL,
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
  g_autoptr (GTask) task = make_task (self, account, host, cancellable, callback, user_data,
                                      confab_secret_key_store_save_async);
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  /* What is saved now is not lost: whoever looks for it next is not told so. */
  check_file (self);
  self->damage_told = TRUE;
  attributes = make_attributes (operation->account, operation->host);
  secret_password_storev (&key_schema, attributes, SECRET_COLLECTION_DEFAULT, label, key,
                          cancellable, key_stored_cb, g_steal_pointer (&task));
}

static gboolean
confab_secret_key_store_save_finish (ConfabKeyStore  *store,
                                     GAsyncResult    *result,
                                     GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
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
    return_failed (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
clear_found (GTask *owned)
{
  g_autoptr (GTask) task = owned;
  Operation *operation = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GHashTable) attributes = NULL;

  if (operation->items == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  attributes = make_attributes (operation->account, NULL);
  secret_password_clearv (&key_schema, attributes, cancellable, keys_cleared_cb,
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
  g_autoptr (GTask) task = make_task (self, account, NULL, cancellable, callback, user_data,
                                      confab_secret_key_store_clear_async);

  if (g_task_return_error_if_cancelled (task))
    return;

  check_file (self);
  find_items (g_steal_pointer (&task), NULL, clear_found);
}

static gboolean
confab_secret_key_store_clear_finish (ConfabKeyStore  *store,
                                      GAsyncResult    *result,
                                      GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static ConfabKeyringState
confab_secret_key_store_get_state (ConfabKeyStore *store)
{
  return get_state (CONFAB_SECRET_KEY_STORE (store));
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
  iface->lookup_finish = confab_secret_key_store_lookup_finish;
  iface->save_async = confab_secret_key_store_save_async;
  iface->save_finish = confab_secret_key_store_save_finish;
  iface->clear_async = confab_secret_key_store_clear_async;
  iface->clear_finish = confab_secret_key_store_clear_finish;
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
