/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-service.h"

#include <glib/gi18n.h>

#include "confab-demo-apps.h"
#include "confab-demo-fault.h"
#include "confab-demo-frame.h"
#include "confab-demo-script.h"
#include "confab-demo-server.h"
#include "confab-error.h"

/* A reply in preparation is dropped in so many turns of the loop, and this is plenty. */
#define MAX_LAST_TURNS 1000

struct _ConfabDemoService {
  GObject parent_instance;

  GMutex lock; /* for all below, but not for shared */
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  guint16 port;
  char *base_url;
  char *key;
  ConfabDemoLogFunc log;
  gpointer log_data;

  ConfabDemoShared shared;
};

G_DEFINE_FINAL_TYPE (ConfabDemoService, confab_demo_service, G_TYPE_OBJECT)

/* What the new thread needs, and what it answers. */
typedef struct {
  GMainContext *context;
  GMainLoop *loop;
  guint16 port;
  const char *key;
  ConfabDemoShared *shared;
  ConfabDemoLogFunc log;
  gpointer log_data;

  GMutex lock;
  GCond is_ready_changed;
  gboolean is_ready;
  GError *error;
} Start;

static void
report_ready (Start   *start,
              guint16  port,
              GError  *error)
{
  g_mutex_lock (&start->lock);
  start->port = port;
  start->error = error;
  start->is_ready = TRUE;
  g_cond_signal (&start->is_ready_changed);
  g_mutex_unlock (&start->lock);
}

/* The thread. @start belongs to the starter and is gone once it is told. */
static gpointer
serve (gpointer data)
{
  Start *start = data;
  g_autoptr (GMainContext) context = g_main_context_ref (start->context);
  g_autoptr (GMainLoop) loop = g_main_loop_ref (start->loop);
  g_autoptr (GError) error = NULL;
  ConfabDemoServer *server;

  g_main_context_push_thread_default (context);

  server = confab_demo_server_new (start->port, start->key, start->shared, start->log,
                                   start->log_data, &error);
  if (server != NULL)
    {
      report_ready (start, confab_demo_server_get_port (server), NULL);
      g_main_loop_run (loop);
      confab_demo_server_free (server);
    }
  else
    {
      report_ready (start, 0, g_steal_pointer (&error));
    }

  /* What was cancelled still has to come back. */
  for (guint i = 0; i < MAX_LAST_TURNS && g_main_context_iteration (context, FALSE); i++)
    ;

  g_main_context_pop_thread_default (context);

  return NULL;
}

static gboolean
quit_loop_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/* Through the loop and not directly: it may be about to start. */
static void
stop_locked (ConfabDemoService *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->thread == NULL)
    return;

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, quit_loop_cb, self->loop, NULL);
  g_source_attach (source, self->context);

  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  self->port = 0;
}

static void
confab_demo_service_finalize (GObject *object)
{
  ConfabDemoService *self = CONFAB_DEMO_SERVICE (object);

  stop_locked (self);
  g_clear_pointer (&self->shared.log, confab_demo_log_free);
  g_free (self->base_url);
  g_free (self->key);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (confab_demo_service_parent_class)->finalize (object);
}

static void
confab_demo_service_class_init (ConfabDemoServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = confab_demo_service_finalize;
}

static void
confab_demo_service_init (ConfabDemoService *self)
{
  g_mutex_init (&self->lock);
  self->shared.pace = 1000;
  self->shared.log = confab_demo_log_new ();
}

/**
 * confab_demo_service_new:
 *
 * All functions may be called in any thread.
 *
 * Returns: (transfer full): a service that does not run
 */
ConfabDemoService *
confab_demo_service_new (void)
{
  return g_object_new (CONFAB_TYPE_DEMO_SERVICE, NULL);
}

/**
 * confab_demo_service_start:
 * @self: a service
 * @port: to listen on; 0: any that is free
 * @key: (nullable): the key it accepts; %NULL: one made for this run
 * @error: return location
 *
 * Returns when the service listens on 127.0.0.1. A service that runs goes on as it is.
 *
 * Returns: whether it runs; else @error is set
 */
gboolean
confab_demo_service_start (ConfabDemoService  *self,
                           guint16             port,
                           const char         *key,
                           GError            **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  Start start = { 0 };

  g_return_val_if_fail (CONFAB_IS_DEMO_SERVICE (self), FALSE);

  locker = g_mutex_locker_new (&self->lock);
  if (self->thread != NULL)
    return TRUE;

  g_free (self->key);
  self->key = key != NULL ? g_strdup (key) : confab_demo_make_key ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);

  start.context = self->context;
  start.loop = self->loop;
  start.port = port;
  start.key = self->key;
  start.shared = &self->shared;
  start.log = self->log;
  start.log_data = self->log_data;
  g_mutex_init (&start.lock);
  g_cond_init (&start.is_ready_changed);

  self->thread = g_thread_new ("confab-demo", serve, &start);

  g_mutex_lock (&start.lock);
  while (!start.is_ready)
    g_cond_wait (&start.is_ready_changed, &start.lock);
  g_mutex_unlock (&start.lock);
  g_mutex_clear (&start.lock);
  g_cond_clear (&start.is_ready_changed);

  if (start.error != NULL)
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_OTHER,
                   _("The demo service cannot listen on 127.0.0.1, port %u: %s"), port,
                   start.error->message);
      g_error_free (start.error);
      stop_locked (self);
      return FALSE;
    }

  self->port = start.port;
  g_free (self->base_url);
  self->base_url = g_strdup_printf ("http://127.0.0.1:%u/api/v1", self->port);

  return TRUE;
}

/**
 * confab_demo_service_stop:
 * @self: a service
 *
 * Closes all connections at once, and returns when the thread has ended. A service that does not
 * run stays so.
 */
void
confab_demo_service_stop (ConfabDemoService *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (CONFAB_IS_DEMO_SERVICE (self));

  locker = g_mutex_locker_new (&self->lock);
  stop_locked (self);
}

/**
 * confab_demo_service_get_port:
 * @self: a service
 *
 * Returns: the port it listens on; 0 when it does not run
 */
guint16
confab_demo_service_get_port (ConfabDemoService *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (CONFAB_IS_DEMO_SERVICE (self), 0);

  locker = g_mutex_locker_new (&self->lock);

  return self->port;
}

/**
 * confab_demo_service_get_base_url:
 * @self: a service
 *
 * Returns: (transfer none) (nullable): its base URL, valid until the next start; %NULL before the
 *   first one
 */
const char *
confab_demo_service_get_base_url (ConfabDemoService *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (CONFAB_IS_DEMO_SERVICE (self), NULL);

  locker = g_mutex_locker_new (&self->lock);

  return self->base_url;
}

/**
 * confab_demo_service_get_key:
 * @self: a service
 *
 * Returns: (transfer none) (nullable): the key it accepts, valid until the next start; %NULL
 *   before the first one
 */
const char *
confab_demo_service_get_key (ConfabDemoService *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (CONFAB_IS_DEMO_SERVICE (self), NULL);

  locker = g_mutex_locker_new (&self->lock);

  return self->key;
}

/**
 * confab_demo_service_set_log:
 * @self: a service
 * @log: (nullable): called in the service's thread for each request, from the next start on
 * @user_data: for @log
 */
void
confab_demo_service_set_log (ConfabDemoService *self,
                             ConfabDemoLogFunc  log,
                             gpointer           user_data)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (CONFAB_IS_DEMO_SERVICE (self));

  locker = g_mutex_locker_new (&self->lock);
  self->log = log;
  self->log_data = user_data;
}

/**
 * confab_demo_service_dup_app_ids:
 *
 * Returns: (transfer full) (array zero-terminated=1): the App IDs the service answers to
 */
char **
confab_demo_service_dup_app_ids (void)
{
  g_auto (GStrv) faults = confab_demo_script_dup_names ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) confab_demo_apps_get_ids ());
  for (gsize i = 0; faults[i] != NULL; i++)
    {
      g_autofree char *app_id = g_strconcat (CONFAB_DEMO_FAULT_PREFIX, faults[i], NULL);

      g_strv_builder_add (builder, app_id);
    }

  return g_strv_builder_end (builder);
}

/**
 * confab_demo_service_get_n_requests:
 * @self: a service
 *
 * Returns: how many requests with the right key came, over all starts
 */
guint
confab_demo_service_get_n_requests (ConfabDemoService *self)
{
  g_return_val_if_fail (CONFAB_IS_DEMO_SERVICE (self), 0);

  return (guint) g_atomic_int_get (&self->shared.n_requests);
}

/**
 * confab_demo_service_get_n_closed_early:
 * @self: a service
 *
 * Returns: how many replies were not finished because the other side closed, over all starts
 */
guint
confab_demo_service_get_n_closed_early (ConfabDemoService *self)
{
  g_return_val_if_fail (CONFAB_IS_DEMO_SERVICE (self), 0);

  return (guint) g_atomic_int_get (&self->shared.n_closed_early);
}

/**
 * confab_demo_service_set_pace:
 * @self: a service
 * @factor: on all waiting: 1 as a real service, 0 not at all
 *
 * Takes effect with the next wait.
 */
void
confab_demo_service_set_pace (ConfabDemoService *self,
                              double             factor)
{
  g_return_if_fail (CONFAB_IS_DEMO_SERVICE (self));
  g_return_if_fail (factor >= 0.0 && factor <= 1000.0);

  g_atomic_int_set (&self->shared.pace, (gint) (factor * 1000.0));
}

/**
 * confab_demo_service_dup_requests:
 * @self: a service
 *
 * What came lately, over all starts: lines of JSON with the members `time`, `method`, `path`, `reply`
 * (how it was answered), `status`, `code`, `headers` and `body`, all types as they came, secrets
 * redacted.
 *
 * Returns: (transfer full) (array zero-terminated=1): the last requests, oldest first
 */
char **
confab_demo_service_dup_requests (ConfabDemoService *self)
{
  g_return_val_if_fail (CONFAB_IS_DEMO_SERVICE (self), NULL);

  return confab_demo_log_dup_lines (self->shared.log);
}

/**
 * confab_demo_service_age_sessions:
 * @self: a service
 * @seconds: more than 0
 *
 * Makes all sessions older by so much: after an hour without use they are forgotten.
 */
void
confab_demo_service_age_sessions (ConfabDemoService *self,
                                  guint              seconds)
{
  g_return_if_fail (CONFAB_IS_DEMO_SERVICE (self));

  g_atomic_int_add (&self->shared.lead, (gint) seconds);
}
