/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-context-private.h"

#include <glib/gi18n.h>

#include "confab-app-draft.h"
#include "confab-error.h"
#include "confab-secrets.h"
#include "confab-url.h"

/* Where the service's own programs look for a key. */
#define KEY_VARIABLE "DASHSCOPE_API_KEY"

/* An entry in a key store: the account is the connection's, with the plug-in when it is a token, and
 * the host is the one it was made for. */
typedef struct {
  char *account;
  char *variable; /* of the environment */
  gboolean is_token;
  const char *demo_token; /* (nullable): what the demo's plug-in takes, when there is no other */
  char *host;
  char *label;
  gboolean may_use_environment;
  char *key; /* when one is kept */
  gboolean in_keyring; /* that is where it is kept */

  GCancellable *lookup; /* in the keyring */
  guint deadline;
  gboolean given_up;
} Entry;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->account);
  g_free (entry->variable);
  g_free (entry->host);
  g_free (entry->label);
  g_clear_pointer (&entry->key, confab_key_free);
  g_clear_object (&entry->lookup);
  g_free (entry);
}

static Entry *
create_entry (ConfabContext    *self,
              ConfabConnection *connection,
              const char       *plugin)
{
  const ConfabConnectionRecord *record = confab_connection_get_record (connection);
  Entry *entry = g_new0 (Entry, 1);

  entry->is_token = plugin != NULL;
  if (record->is_demo && g_strcmp0 (plugin, CONFAB_DEMO_PLUGIN) == 0)
    entry->demo_token = CONFAB_DEMO_TOKEN;
  entry->account = plugin != NULL ? g_strdup_printf ("%s/token/%s", record->account, plugin)
                                  : g_strdup (record->account);
  entry->variable = plugin != NULL ? confab_secrets_dup_variable (plugin)
                                   : g_strdup (KEY_VARIABLE);
  entry->host = confab_url_dup_host (record->base_url);
  if (entry->host == NULL)
    entry->host = g_strdup ("");
  /* The embedded service is this program: what goes there stays here. */
  entry->may_use_environment = confab_context_may_use_environment (self, record->base_url) ||
                               (plugin != NULL && record->is_demo);
  entry->label = g_strdup_printf (plugin != NULL ? "Confab: %s (%s)" : "Confab: %s",
                                  record->name != NULL ? record->name : entry->host, plugin);

  return entry;
}

static gboolean
is_secret (const Entry *entry,
           const char  *text)
{
  return entry->is_token ? confab_secrets_is_token (text) : confab_app_draft_is_key (text);
}

static const char *
describe_secret (const Entry *entry)
{
  return entry->is_token
           ? _("A token is one line of text without control characters.")
           : _("An API key holds only letters, digits and signs, without spaces.");
}

/* The environment's key or token, if there is one that may be sent to this host. */
static char *
dup_key_of_environment (const Entry  *entry,
                        GError      **error)
{
  char *key;

  if (!entry->may_use_environment)
    return NULL;

  key = confab_app_draft_tidy (g_getenv (entry->variable));
  if (key == NULL || is_secret (entry, key))
    return key;

  confab_key_free (key);
  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "%s: %s", entry->variable,
               describe_secret (entry));

  return NULL;
}

static void
return_key_of_environment (GTask        *task,
                           const GError *keyring_error)
{
  g_autoptr (GError) error = NULL;
  Entry *entry = g_task_get_task_data (task);
  char *key = dup_key_of_environment (entry, &error);

  if (key == NULL && error == NULL)
    key = g_strdup (entry->demo_token);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (key == NULL && keyring_error != NULL)
    g_task_return_error (task, g_error_copy (keyring_error));
  else
    g_task_return_pointer (task, key, (GDestroyNotify) confab_key_free);
}

static GError *
create_overdue_error (ConfabContext *self)
{
  return g_error_new_literal (CONFAB_ERROR, CONFAB_ERROR_KEYRING,
                              confab_context_get_keyring_waits (self)
                                ? _("The keyring was not unlocked in time.")
                                : _("The keyring does not answer."));
}

/* The keyring may wait for a person, who may be elsewhere: an end is told all the same. */
static void
set_deadline (GTask       *task,
              GSourceFunc  overdue)
{
  ConfabContext *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);

  entry->deadline = g_timeout_add_full (G_PRIORITY_DEFAULT,
                                        confab_context_get_keyring_timeout (self), overdue,
                                        g_object_ref (task), g_object_unref);
}

static gboolean
lookup_overdue_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  ConfabContext *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);
  g_autoptr (GError) error = create_overdue_error (self);

  entry->deadline = 0;
  entry->given_up = TRUE;
  confab_context_keyring_tried (self, error);
  return_key_of_environment (task, error);
  g_cancellable_cancel (entry->lookup);

  return G_SOURCE_REMOVE;
}

static void
keyring_looked_up_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Entry *entry = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *key;

  key = confab_key_store_lookup_finish (CONFAB_KEY_STORE (source), result, &error);
  if (entry->given_up)
    {
      confab_key_free (key);
      return;
    }

  g_clear_handle_id (&entry->deadline, g_source_remove);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  confab_context_keyring_tried (g_task_get_source_object (task), error);

  if (key != NULL)
    g_task_return_pointer (task, key, (GDestroyNotify) confab_key_free);
  else
    return_key_of_environment (task, error);
}

static void
look_in_keyring (GTask          *task,
                 ConfabKeyStore *keyring)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Entry *entry = g_task_get_task_data (task);

  entry->lookup = g_cancellable_new ();
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel),
                             entry->lookup, G_CONNECT_SWAPPED);
  set_deadline (task, lookup_overdue_cb);
  confab_key_store_lookup_async (keyring, entry->account, entry->host, entry->lookup,
                                 keyring_looked_up_cb, g_object_ref (task));
}

static void
run_keys_looked_up_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ConfabContext *self = g_task_get_source_object (task);
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
    return_key_of_environment (task, NULL);
  else
    look_in_keyring (task, keyring);
}

static void
look_everywhere (GTask *task)
{
  ConfabContext *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);

  if (confab_context_get_environment_first (self))
    {
      GError *error = NULL;
      char *key = dup_key_of_environment (entry, &error);

      if (error != NULL)
        g_task_return_error (task, error);
      else if (key != NULL)
        g_task_return_pointer (task, key, (GDestroyNotify) confab_key_free);
      if (error != NULL || key != NULL)
        return;
    }

  confab_key_store_lookup_async (confab_context_get_run_keys (self), entry->account, entry->host,
                                 g_task_get_cancellable (task), run_keys_looked_up_cb,
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
 * Looks for a key: in the keys of this run, in the keyring, in the environment, unless that goes
 * first. The demo's connection has the key of the embedded service, which is started for it.
 */
void
confab_context_find_key_async (ConfabContext       *self,
                               ConfabConnection    *connection,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

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

  g_task_set_task_data (task, create_entry (self, connection, NULL), free_entry);
  look_everywhere (task);
}

/**
 * confab_context_find_token_async:
 * @self: a context
 * @connection: where it is sent
 * @plugin: the code of the plug-in it is for
 * @cancellable: (nullable): to stop waiting, for the keyring may ask the person
 * @callback: called when it is found or not; confab_context_find_key_finish() gives it
 * @user_data: for @callback
 *
 * Looks for the token of a plug-in where keys are found, in the variable of its own name
 * (confab_secrets_dup_variable()).
 */
void
confab_context_find_token_async (ConfabContext       *self,
                                 ConfabConnection    *connection,
                                 const char          *plugin,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));
  g_return_if_fail (plugin != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_context_find_token_async);
  g_task_set_task_data (task, create_entry (self, connection, plugin), free_entry);
  look_everywhere (task);
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
keep_instead (GTask        *task,
              const GError *error)
{
  Entry *entry = g_task_get_task_data (task);
  g_autoptr (GError) told = NULL;

  /* Translators: %s is a sentence on why the keyring did not take the key or token. */
  told = g_error_new (CONFAB_ERROR, CONFAB_ERROR_KEYRING,
                      entry->is_token ? _("%s The token is kept for this run only.")
                                      : _("%s The API key is kept for this run only."),
                      error->message);
  confab_context_keyring_tried (g_task_get_source_object (task), told);
  keep_for_this_run (task);
}

static gboolean
saving_overdue_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Entry *entry = g_task_get_task_data (task);
  g_autoptr (GError) error = create_overdue_error (g_task_get_source_object (task));

  entry->deadline = 0;
  entry->given_up = TRUE;
  keep_instead (task, error);

  return G_SOURCE_REMOVE;
}

static void
key_saved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree GWeakRef *waiting = user_data;
  g_autoptr (GTask) task = g_weak_ref_get (waiting);
  g_autoptr (GError) error = NULL;
  gboolean saved = confab_key_store_save_finish (CONFAB_KEY_STORE (source), result, &error);
  ConfabContext *self;
  Entry *entry;

  g_weak_ref_clear (waiting);
  /* Unlocked after all: from the next run on it is found there. */
  if (task == NULL)
    return;
  self = g_task_get_source_object (task);
  entry = g_task_get_task_data (task);
  if (entry->given_up)
    return;

  entry->in_keyring = saved;
  g_clear_handle_id (&entry->deadline, g_source_remove);
  if (!entry->in_keyring)
    {
      keep_instead (task, error);
      return;
    }

  confab_context_keyring_tried (self, NULL);

  /* An older key of this run would be found before the new one. */
  confab_key_store_clear_async (confab_context_get_run_keys (self), entry->account, NULL,
                                run_key_cleared_cb, g_object_ref (task));
}

static void
keep (GTask *task)
{
  ConfabContext *self = g_task_get_source_object (task);
  ConfabKeyStore *keyring = confab_context_get_keyring (self);
  Entry *entry = g_task_get_task_data (task);
  GWeakRef *waiting;

  if (keyring == NULL)
    {
      confab_context_keyring_tried (self, NULL);
      keep_for_this_run (task);
      return;
    }

  /* libsecret does not survive being stopped while its prompt is open: it goes on, and the task does
   * not wait for it. */
  waiting = g_new (GWeakRef, 1);
  g_weak_ref_init (waiting, task);
  set_deadline (task, saving_overdue_cb);
  confab_key_store_save_async (keyring, entry->account, entry->host, entry->label, entry->key,
                               NULL, key_saved_cb, waiting);
}

/**
 * confab_context_keep_key_async:
 * @self: a context
 * @connection: whose key
 * @plugin: (nullable): the code of the plug-in whose token it is; %NULL for the API key
 * @key: the key or token
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps a key or token in the keyring, or, when that cannot be, in memory until this run ends.
 */
void
confab_context_keep_key_async (ConfabContext       *self,
                               ConfabConnection    *connection,
                               const char          *plugin,
                               const char          *key,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Entry *entry;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (CONFAB_IS_CONNECTION (connection));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_context_keep_key_async);

  entry = create_entry (self, connection, plugin);
  entry->key = g_strdup (key);
  g_task_set_task_data (task, entry, free_entry);
  keep (task);
}

/**
 * confab_context_keep_key_finish:
 * @self: a context
 * @result: the result
 * @in_keyring: (out) (optional): whether it is kept in the keyring; else for this run only
 * @error: return location
 *
 * Returns: whether the key is kept, for good or for this run
 */
gboolean
confab_context_keep_key_finish (ConfabContext  *self,
                                GAsyncResult   *result,
                                gboolean       *in_keyring,
                                GError        **error)
{
  const Entry *entry;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  entry = g_task_get_task_data (G_TASK (result));
  if (in_keyring != NULL)
    *in_keyring = entry->in_keyring;

  return g_task_propagate_boolean (G_TASK (result), error);
}
