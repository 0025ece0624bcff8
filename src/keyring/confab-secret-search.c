/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring"

#include "config.h"

#include "confab-secret-key-store-private.h"

#include <glib/gi18n.h>

#include "confab-error.h"

/* A plain password lookup says "nothing" for a locked keyring as well as for an absent key, so each
 * operation searches first, without unlocking, and then knows which it is. */

/* Attributes are not secret, and stay as they are for ever: a change loses all keys. */
const SecretSchema confab_secret_schema = {
  .name = "io.github.confab_chat.Confab.ApiKey",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "host", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void
free_operation (gpointer data)
{
  ConfabSecretOperation *operation = data;

  g_free (operation->account);
  g_free (operation->host);
  g_list_free_full (operation->items, g_object_unref);
  g_free (operation);
}

/**
 * confab_secret_begin:
 * @self: a key store
 * @account: whose key
 * @host: (nullable): where it goes
 * @cancellable: (nullable): of the operation
 * @callback: called when it is done
 * @user_data: for @callback
 * @tag: the function that begins
 *
 * Returns: (transfer full): a task with a #ConfabSecretOperation
 */
GTask *
confab_secret_begin (ConfabSecretKeyStore *self,
                     const char           *account,
                     const char           *host,
                     GCancellable         *cancellable,
                     GAsyncReadyCallback   callback,
                     gpointer              user_data,
                     gpointer              tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ConfabSecretOperation *operation = g_new0 (ConfabSecretOperation, 1);

  g_task_set_source_tag (task, tag);
  operation->account = g_strdup (account);
  /* As it is stored and compared: names of hosts know no case. */
  operation->host = host != NULL ? g_ascii_strdown (host, -1) : NULL;
  g_task_set_task_data (task, operation, free_operation);

  return task;
}

/**
 * confab_secret_make_attributes:
 * @account: whose key
 * @host: (nullable): where it goes; %NULL for any
 *
 * Returns: (transfer full): what libsecret looks for
 */
GHashTable *
confab_secret_make_attributes (const char *account,
                               const char *host)
{
  if (host == NULL)
    return secret_attributes_build (&confab_secret_schema, "account", account, NULL);

  return secret_attributes_build (&confab_secret_schema, "account", account, "host", host, NULL);
}

/**
 * confab_secret_get_state:
 * @self: a key store
 *
 * Returns: how the keyring is, as far as is known
 */
ConfabKeyringState
confab_secret_get_state (ConfabSecretKeyStore *self)
{
  return self->n_waiting > 0 ? CONFAB_KEYRING_WAITING : self->state;
}

static void
change_state (ConfabSecretKeyStore *self,
              ConfabKeyringState    state,
              guint                 n_waiting)
{
  ConfabKeyringState before = confab_secret_get_state (self);

  self->state = state;
  self->n_waiting = n_waiting;
  if (confab_secret_get_state (self) != before)
    confab_key_store_emit_state_changed (CONFAB_KEY_STORE (self));
}

/**
 * confab_secret_set_state:
 * @self: a key store
 * @state: what an operation has found
 */
void
confab_secret_set_state (ConfabSecretKeyStore *self,
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

/**
 * confab_secret_return_locked:
 * @task: an operation that ends here: the person has not unlocked the keyring
 */
void
confab_secret_return_locked (GTask *task)
{
  confab_secret_set_state (g_task_get_source_object (task), CONFAB_KEYRING_LOCKED);
  g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING, "%s",
                           _("The keyring is locked, and it was not unlocked."));
}

/**
 * confab_secret_return_failed:
 * @task: an operation that ends here
 * @error: what libsecret says
 *
 * Says it in words for the person, and keeps the state.
 */
void
confab_secret_return_failed (GTask        *task,
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
      confab_secret_return_locked (task);
      return;
    }

  if (is_absence (error))
    {
      confab_secret_set_state (self, CONFAB_KEYRING_ABSENT);
      g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING, "%s",
                               _("No keyring answers on this computer."));
      return;
    }

  /* Something is there, and says so. */
  confab_secret_set_state (self, CONFAB_KEYRING_AVAILABLE);
  plain = g_error_copy (error);
  g_dbus_error_strip_remote_error (plain);
  g_task_return_new_error (task, CONFAB_ERROR, CONFAB_ERROR_KEYRING,
                           _("The keyring reports an error: %s."), plain->message);
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
  ConfabSecretOperation *operation;
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
      confab_secret_return_failed (task, error);
      return;
    }

  /* A dismissed prompt is no error, but leaves them locked. */
  operation = g_task_get_task_data (task);
  locked = get_locked (operation->items);
  if (locked != NULL)
    {
      confab_secret_return_locked (task);
      return;
    }

  confab_secret_set_state (self, CONFAB_KEYRING_AVAILABLE);
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
  ConfabSecretOperation *operation = g_task_get_task_data (task);
  g_autoptr (GList) locked = NULL;
  g_autoptr (GError) error = NULL;

  operation->items = secret_password_search_finish (result, &error);
  if (error != NULL)
    {
      confab_secret_return_failed (task, error);
      return;
    }

  locked = get_locked (operation->items);
  if (locked == NULL)
    {
      confab_secret_set_state (self, CONFAB_KEYRING_AVAILABLE);
      operation->next (g_steal_pointer (&task));
      return;
    }

  if (!g_task_return_error_if_cancelled (task))
    unlock_items (g_steal_pointer (&task), locked);
}

/**
 * confab_secret_find_items:
 * @task: (transfer full): an operation
 * @host: (nullable): where the keys go; %NULL for any
 * @next: called with the task, which owns the unlocked items then
 *
 * Searches, and unlocks what was found.
 */
void
confab_secret_find_items (GTask                 *task,
                          const char            *host,
                          ConfabSecretItemsFunc  next)
{
  ConfabSecretOperation *operation = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = confab_secret_make_attributes (operation->account, host);

  operation->next = next;
  secret_password_searchv (&confab_secret_schema, attributes, SECRET_SEARCH_ALL,
                           g_task_get_cancellable (task), items_found_cb, task);
}
