/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-search-provider.h"

#include "confab-title-search.h"

#define MAX_RESULTS 20
/* What another program may keep waiting while the sessions are being read. */
#define MAX_WAITING 64

struct _ConfabSearchProvider
{
  GObject parent_instance;

  GDBusConnection *connection; /* (nullable) */
  guint registration;
  ConfabEngine *engine;        /* (nullable) */
  GSettings *settings;         /* (nullable) */
  GPtrArray *waiting;          /* of GDBusMethodInvocation, until the engine is ready */
};

G_DEFINE_FINAL_TYPE (ConfabSearchProvider, confab_search_provider, G_TYPE_OBJECT)

enum
{
  ASKED,
  OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char interface_xml[] =
  "<node>"
  "  <interface name='org.gnome.Shell.SearchProvider2'>"
  "    <method name='GetInitialResultSet'>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='as' name='results' direction='out'/>"
  "    </method>"
  "    <method name='GetSubsearchResultSet'>"
  "      <arg type='as' name='previous_results' direction='in'/>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='as' name='results' direction='out'/>"
  "    </method>"
  "    <method name='GetResultMetas'>"
  "      <arg type='as' name='identifiers' direction='in'/>"
  "      <arg type='aa{sv}' name='metas' direction='out'/>"
  "    </method>"
  "    <method name='ActivateResult'>"
  "      <arg type='s' name='identifier' direction='in'/>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='u' name='timestamp' direction='in'/>"
  "    </method>"
  "    <method name='LaunchSearch'>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='u' name='timestamp' direction='in'/>"
  "    </method>"
  "  </interface>"
  "</node>";

static gboolean
is_switched_off (ConfabSearchProvider *self)
{
  return self->settings != NULL && !g_settings_get_boolean (self->settings, "search-provider");
}

/* Identifiers come back from outside: only the plain number of a session that exists will do. */
static ConfabSession *
find_session (ConfabSearchProvider *self,
              const char           *identifier)
{
  GListModel *sessions = confab_engine_get_sessions (self->engine);
  guint n = g_list_model_get_n_items (sessions);
  guint64 id;

  if (!g_ascii_string_to_unsigned (identifier, 10, 1, G_MAXINT64, &id, NULL))
    return NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (sessions, i);

      if (confab_session_get_id (session) == (gint64) id)
        return g_steal_pointer (&session);
    }

  return NULL;
}

static void
reply_results (ConfabSearchProvider  *self,
               GDBusMethodInvocation *invocation,
               const char * const    *terms)
{
  g_autoptr (GPtrArray) found = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  if (!is_switched_off (self))
    {
      found = confab_title_search (confab_engine_get_sessions (self->engine), terms, MAX_RESULTS);
      for (guint i = 0; i < found->len; i++)
        {
          gint64 id = confab_session_get_id (g_ptr_array_index (found, i));
          g_autofree char *identifier = g_strdup_printf ("%" G_GINT64_FORMAT, id);

          g_variant_builder_add (&builder, "s", identifier);
        }
    }

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(as)", &builder));
}

static void
reply_metas (ConfabSearchProvider  *self,
             GDBusMethodInvocation *invocation,
             const char * const    *identifiers)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; identifiers[i] != NULL && i < MAX_RESULTS && !is_switched_off (self); i++)
    {
      g_autoptr (ConfabSession) session = find_session (self, identifiers[i]);
      ConfabStudioApp *app;

      if (session == NULL)
        continue;

      app = confab_session_get_app (session);
      g_variant_builder_open (&builder, G_VARIANT_TYPE ("a{sv}"));
      g_variant_builder_add (&builder, "{sv}", "id", g_variant_new_string (identifiers[i]));
      g_variant_builder_add (&builder, "{sv}", "name",
                             g_variant_new_string (confab_session_get_title (session)));
      if (app != NULL)
        g_variant_builder_add (&builder, "{sv}", "description",
                               g_variant_new_string (confab_studio_app_get_name (app)));
      g_variant_builder_close (&builder);
    }

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &builder));
}

static void
open_result (ConfabSearchProvider  *self,
             GDBusMethodInvocation *invocation,
             const char            *identifier)
{
  g_autoptr (ConfabSession) session = find_session (self, identifier);

  g_signal_emit (self, signals[OPENED], 0, session != NULL ? confab_session_get_id (session) : 0);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* Takes the invocation. The engine is ready. */
static void
answer (ConfabSearchProvider  *self,
        GDBusMethodInvocation *invocation)
{
  const char *method = g_dbus_method_invocation_get_method_name (invocation);
  GVariant *parameters = g_dbus_method_invocation_get_parameters (invocation);

  if (g_str_equal (method, "GetInitialResultSet") || g_str_equal (method, "GetSubsearchResultSet"))
    {
      g_autofree const char **terms = NULL;

      if (g_str_equal (method, "GetInitialResultSet"))
        g_variant_get (parameters, "(^a&s)", &terms);
      else
        g_variant_get (parameters, "(@as^a&s)", NULL, &terms);
      reply_results (self, invocation, terms);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    {
      g_autofree const char **identifiers = NULL;

      g_variant_get (parameters, "(^a&s)", &identifiers);
      reply_metas (self, invocation, identifiers);
    }
  else if (g_str_equal (method, "ActivateResult"))
    {
      const char *identifier;

      g_variant_get (parameters, "(&s@asu)", &identifier, NULL, NULL);
      open_result (self, invocation, identifier);
    }
  else
    {
      g_signal_emit (self, signals[OPENED], 0, (gint64) 0);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static void
method_called (GDBusConnection       *connection,
               const char            *sender,
               const char            *path,
               const char            *interface_name,
               const char            *method,
               GVariant              *parameters,
               GDBusMethodInvocation *invocation,
               gpointer               user_data)
{
  ConfabSearchProvider *self = user_data;

  g_signal_emit (self, signals[ASKED], 0);

  if (self->engine != NULL && confab_engine_get_ready (self->engine))
    answer (self, invocation);
  else if (self->waiting->len < MAX_WAITING)
    g_ptr_array_add (self->waiting, invocation);
  else
    g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR,
                                                   G_DBUS_ERROR_LIMITS_EXCEEDED,
                                                   "Too many searches wait");
}

static void
engine_ready_cb (ConfabSearchProvider *self)
{
  g_autoptr (GPtrArray) waiting = NULL;

  g_assert (CONFAB_IS_SEARCH_PROVIDER (self));

  if (!confab_engine_get_ready (self->engine))
    return;

  waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new ();
  for (guint i = 0; i < waiting->len; i++)
    answer (self, g_ptr_array_index (waiting, i));
}

static void
confab_search_provider_dispose (GObject *object)
{
  ConfabSearchProvider *self = CONFAB_SEARCH_PROVIDER (object);

  confab_search_provider_unexport (self);
  for (guint i = 0; self->waiting != NULL && i < self->waiting->len; i++)
    g_dbus_method_invocation_return_error_literal (g_ptr_array_index (self->waiting, i),
                                                   G_DBUS_ERROR, G_DBUS_ERROR_FAILED,
                                                   "The program ends");
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (confab_search_provider_parent_class)->dispose (object);
}

static void
confab_search_provider_class_init (ConfabSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_search_provider_dispose;

  signals[ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
confab_search_provider_init (ConfabSearchProvider *self)
{
  self->waiting = g_ptr_array_new ();
}

/**
 * confab_search_provider_new:
 *
 * Returns: (transfer full): a provider that is not on a bus yet
 */
ConfabSearchProvider *
confab_search_provider_new (void)
{
  return g_object_new (CONFAB_TYPE_SEARCH_PROVIDER, NULL);
}

/**
 * confab_search_provider_export:
 * @self: a provider
 * @connection: the session's bus
 * @path: where it is to be found
 * @error: return location
 *
 * Returns: whether it is there
 */
gboolean
confab_search_provider_export (ConfabSearchProvider  *self,
                               GDBusConnection       *connection,
                               const char            *path,
                               GError               **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_called };
  g_autoptr (GDBusNodeInfo) node = NULL;

  g_return_val_if_fail (CONFAB_IS_SEARCH_PROVIDER (self), FALSE);
  g_return_val_if_fail (self->registration == 0, FALSE);

  node = g_dbus_node_info_new_for_xml (interface_xml, error);
  if (node == NULL)
    return FALSE;

  self->registration = g_dbus_connection_register_object (connection, path, node->interfaces[0],
                                                          &vtable, self, NULL, error);
  if (self->registration != 0)
    self->connection = g_object_ref (connection);

  return self->registration != 0;
}

/**
 * confab_search_provider_unexport:
 * @self: a provider
 */
void
confab_search_provider_unexport (ConfabSearchProvider *self)
{
  g_return_if_fail (CONFAB_IS_SEARCH_PROVIDER (self));

  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  g_clear_object (&self->connection);
}

/**
 * confab_search_provider_set_engine:
 * @self: a provider
 * @engine: (transfer none): knows the sessions
 * @settings: (transfer none) (nullable): may switch the search off
 */
void
confab_search_provider_set_engine (ConfabSearchProvider *self,
                                   ConfabEngine         *engine,
                                   GSettings            *settings)
{
  g_return_if_fail (CONFAB_IS_SEARCH_PROVIDER (self));
  g_return_if_fail (CONFAB_IS_ENGINE (engine));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  if (settings != NULL)
    self->settings = g_object_ref (settings);
  g_signal_connect_object (engine, "notify::ready", G_CALLBACK (engine_ready_cb), self,
                           G_CONNECT_SWAPPED);
}
