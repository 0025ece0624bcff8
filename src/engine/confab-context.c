/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-context.h"

#include "confab-context-private.h"

#include "confab-url.h"

/* The first wait; each further one is longer (confab-retry.c). */
#define RETRY_BASE_MS 1000

/* Long enough for a password, and short enough that nobody believes in an answer still. */
#define KEYRING_TIMEOUT_MS 60000

/* Where the service's own programs look for a base URL, beside the key. */
#define BASE_URL_VARIABLE "DASHSCOPE_HTTP_BASE_URL"
#define SERVICE_DOMAIN    ".aliyuncs.com"

struct _ConfabContext
{
  GObject parent_instance;

  char *data_directory;
  gboolean use_keyring;
  guint keyring_timeout;
  guint retry_base;
  gboolean environment_first;
  char *named_host; /* (nullable): by the person, for the environment's key */

  ConfabClock *clock;
  ConfabPace *pace;

  /* Made when they are first needed. */
  ConfabStore *store;
  ConfabClient *client;
  ConfabKeyStore *keyring;
  ConfabKeyStore *run_keys;
  ConfabDemoService *demo;
};

G_DEFINE_FINAL_TYPE (ConfabContext, confab_context, G_TYPE_OBJECT)

enum {
  KEYRING_CHANGED,
  KEYRING_TRIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
confab_context_dispose (GObject *object)
{
  ConfabContext *self = CONFAB_CONTEXT (object);

  if (self->demo != NULL)
    confab_demo_service_stop (self->demo);

  g_clear_object (&self->demo);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_object (&self->keyring);
  g_clear_object (&self->run_keys);
  g_clear_object (&self->pace);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (confab_context_parent_class)->dispose (object);
}

static void
confab_context_finalize (GObject *object)
{
  ConfabContext *self = CONFAB_CONTEXT (object);

  g_free (self->data_directory);
  g_free (self->named_host);

  G_OBJECT_CLASS (confab_context_parent_class)->finalize (object);
}

static void
confab_context_class_init (ConfabContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_context_dispose;
  object_class->finalize = confab_context_finalize;

  signals[KEYRING_CHANGED] = g_signal_new ("keyring-changed", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[KEYRING_TRIED] = g_signal_new ("keyring-tried", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                         G_TYPE_UINT, G_TYPE_STRING);
}

static void
confab_context_init (ConfabContext *self)
{
  self->retry_base = RETRY_BASE_MS;
  self->keyring_timeout = KEYRING_TIMEOUT_MS;
  self->clock = confab_clock_new_system ();
  self->pace = confab_pace_new ();
}

/**
 * confab_context_new:
 * @data_directory: (nullable): where the database is, or %NULL for the user's
 * @use_keyring: whether keys go to the desktop's keyring; else they are for this run only
 *
 * Returns: (transfer full): a context in which nothing has been opened yet
 */
ConfabContext *
confab_context_new (const char *data_directory,
                    gboolean    use_keyring)
{
  ConfabContext *self = g_object_new (CONFAB_TYPE_CONTEXT, NULL);

  self->use_keyring = use_keyring;
  self->data_directory = data_directory != NULL
                           ? g_strdup (data_directory)
                           : g_build_filename (g_get_user_data_dir (), "confab", NULL);

  return self;
}

/**
 * confab_context_get_clock:
 * @self: a context
 *
 * Returns: (transfer none): where the time comes from
 */
ConfabClock *
confab_context_get_clock (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->clock;
}

/**
 * confab_context_get_pace:
 * @self: a context
 *
 * Returns: (transfer none): what shares the main loop between streams and painting
 */
ConfabPace *
confab_context_get_pace (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->pace;
}

/**
 * confab_context_get_data_directory:
 * @self: a context
 *
 * Returns: (transfer none): the directory of the database
 */
const char *
confab_context_get_data_directory (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->data_directory;
}

/**
 * confab_context_get_store:
 * @self: a context
 *
 * Returns: (transfer none): the database, maybe not opened yet
 */
ConfabStore *
confab_context_get_store (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  if (self->store == NULL)
    self->store = confab_store_new (self->data_directory);

  return self->store;
}

/**
 * confab_context_get_client:
 * @self: a context
 *
 * Returns: (transfer none): what sends requests
 */
ConfabClient *
confab_context_get_client (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  if (self->client == NULL)
    self->client = confab_client_new (self->clock, self->pace);

  return self->client;
}

/**
 * confab_context_start_demo:
 * @self: a context
 * @error: return location
 *
 * Starts the embedded service unless it runs already. It ends with the context.
 *
 * Returns: (transfer none): the running service, or %NULL with an error
 */
ConfabDemoService *
confab_context_start_demo (ConfabContext  *self,
                           GError        **error)
{
  g_autoptr (ConfabDemoService) demo = NULL;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  if (self->demo != NULL)
    return self->demo;

  demo = confab_demo_service_new ();
  if (!confab_demo_service_start (demo, 0, NULL, error))
    return NULL;

  self->demo = g_steal_pointer (&demo);

  return self->demo;
}

static void
keyring_state_changed_cb (ConfabContext  *self,
                          ConfabKeyStore *keyring)
{
  g_signal_emit (self, signals[KEYRING_CHANGED], 0);
}

static void
watch_keyring (ConfabContext *self)
{
  g_signal_connect_object (self->keyring, "state-changed", G_CALLBACK (keyring_state_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/**
 * confab_context_set_keyring:
 * @self: a context
 * @keyring: (nullable): where keys are kept for good
 */
void
confab_context_set_keyring (ConfabContext  *self,
                            ConfabKeyStore *keyring)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  if (self->keyring != NULL)
    g_signal_handlers_disconnect_by_func (self->keyring, keyring_state_changed_cb, self);
  g_set_object (&self->keyring, keyring);
  self->use_keyring = keyring != NULL;
  if (keyring != NULL)
    watch_keyring (self);
}

/**
 * confab_context_get_keyring:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): where keys are kept for good; %NULL when this run has none
 */
ConfabKeyStore *
confab_context_get_keyring (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  if (self->keyring == NULL && self->use_keyring)
    {
      self->keyring = confab_secret_key_store_new ();
      watch_keyring (self);
    }

  return self->keyring;
}

/**
 * confab_context_get_run_keys:
 * @self: a context
 *
 * Returns: (transfer none): the keys of this run, which are gone when it ends
 */
ConfabKeyStore *
confab_context_get_run_keys (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  if (self->run_keys == NULL)
    self->run_keys = confab_memory_key_store_new ();

  return self->run_keys;
}

/**
 * confab_context_keyring_tried:
 * @self: a context
 * @error: (nullable): why that did not work, a sentence for the person
 *
 * Tells those who listen how the keyring is, after it was used.
 */
void
confab_context_keyring_tried (ConfabContext *self,
                              const GError  *error)
{
  ConfabKeyStore *keyring;
  ConfabKeyringState state = CONFAB_KEYRING_ABSENT;
  g_autofree char *notice = NULL;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  keyring = confab_context_get_keyring (self);
  if (keyring != NULL)
    {
      state = confab_key_store_get_state (keyring);
      notice = confab_key_store_dup_notice (keyring);
    }

  g_signal_emit (self, signals[KEYRING_TRIED], 0, (guint) state,
                 error != NULL ? error->message : notice);
}

/**
 * confab_context_get_keyring_waits:
 * @self: a context
 *
 * Returns: whether a person is being asked to unlock the keyring
 */
gboolean
confab_context_get_keyring_waits (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), FALSE);

  return self->keyring != NULL &&
         confab_key_store_get_state (self->keyring) == CONFAB_KEYRING_WAITING;
}

/**
 * confab_context_get_keyring_timeout:
 * @self: a context
 *
 * Returns: how long the keyring may take to find or keep something, in milliseconds
 */
guint
confab_context_get_keyring_timeout (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), KEYRING_TIMEOUT_MS);

  return self->keyring_timeout;
}

/**
 * confab_context_set_keyring_timeout:
 * @self: a context
 * @milliseconds: how long a lookup in the keyring may take
 */
void
confab_context_set_keyring_timeout (ConfabContext *self,
                                    guint          milliseconds)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  self->keyring_timeout = milliseconds;
}

/**
 * confab_context_prefer_environment:
 * @self: a context
 * @base_url: (nullable): an address that the person has named for this run
 *
 * From now on the key of the environment goes before all others, wherever it may be sent; that is
 * also the host of @base_url.
 */
void
confab_context_prefer_environment (ConfabContext *self,
                                   const char    *base_url)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  self->environment_first = TRUE;
  g_free (self->named_host);
  self->named_host = base_url != NULL ? confab_url_dup_host (base_url) : NULL;
}

/**
 * confab_context_get_environment_first:
 * @self: a context
 *
 * Returns: whether the key of the environment goes before all others
 */
gboolean
confab_context_get_environment_first (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), FALSE);

  return self->environment_first;
}

/**
 * confab_context_may_use_environment:
 * @self: a context
 * @base_url: where a key would be sent
 *
 * The key in the environment was set for Model Studio: it goes there, to where the variable beside
 * it or the person points, or to this very computer, and to no other host that a connection names.
 *
 * Returns: whether the environment's key may be sent there
 */
gboolean
confab_context_may_use_environment (ConfabContext *self,
                                    const char    *base_url)
{
  const char *variable = g_getenv (BASE_URL_VARIABLE);
  g_autofree char *host = NULL;
  g_autofree char *meant = NULL;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), FALSE);
  g_return_val_if_fail (base_url != NULL, FALSE);

  host = confab_url_dup_host (base_url);
  if (host == NULL)
    return FALSE;
  if (confab_url_is_loopback (base_url) || g_str_has_suffix (host, SERVICE_DOMAIN) ||
      g_strcmp0 (host, self->named_host) == 0)
    return TRUE;

  meant = variable != NULL ? confab_url_dup_host (variable) : NULL;

  return g_strcmp0 (meant, host) == 0;
}

/**
 * confab_context_get_retry_base:
 * @self: a context
 *
 * Returns: the wait before the first automatic retry, in milliseconds
 */
guint
confab_context_get_retry_base (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), RETRY_BASE_MS);

  return self->retry_base;
}

/**
 * confab_context_set_retry_base:
 * @self: a context
 * @milliseconds: the wait before the first automatic retry
 */
void
confab_context_set_retry_base (ConfabContext *self,
                               guint          milliseconds)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  self->retry_base = milliseconds;
}
