/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "confab-accels.h"
#include "confab-contrast.h"
#include "confab-dialogs.h"
#include "confab-engine.h"
#include "confab-export.h"
#include "confab-notifier.h"
#include "confab-search-provider.h"
#include "confab-versions.h"
#include "confab-window.h"

/* Closing stops streams and writes what is left: milliseconds. Never wait for it longer than
 * this many seconds; what was written until then is kept in any case. */
#define CLOSE_SECONDS 5
/* How long the program stays after the desktop's search has started it without a window. */
#define SEARCH_SECONDS 20

struct _ConfabApplication
{
  AdwApplication parent_instance;

  ConfabContext *context;
  ConfabEngine *engine;
  GSettings *settings; /* (nullable) */
  ConfabNotifier *notifier;
  ConfabSearchProvider *search_provider;
  gboolean demo_wanted;
  gboolean started;    /* the engine, after the first frame */
  gboolean quitting;   /* what is open ends now, too */
  gboolean lingering;  /* held, while answers come that have no window */
  gboolean closing;
  guint search_source; /* held, for the desktop's search */
  guint close_source;
  guint interrupt_source;
  guint terminate_source;
};

G_DEFINE_FINAL_TYPE (ConfabApplication, confab_application, ADW_TYPE_APPLICATION)

static ConfabWindow *
get_window (ConfabApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (CONFAB_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

/* Without the schema (a build folder whose environment does not name it) the window works all the
 * same, it only forgets its size. */
static GSettings *
create_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  if (schema == NULL)
    {
      g_info ("No settings schema %s: nothing is remembered", APPLICATION_ID);
      return NULL;
    }

  return g_settings_new_full (schema, NULL, NULL);
}

static void
engine_started_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (ConfabApplication) self = CONFAB_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  /* The engine's store note says it in the window. */
  if (!confab_engine_start_finish (CONFAB_ENGINE (source), result, &error))
    g_message ("The engine did not start well: %s", error->message);
  else
    confab_engine_back_up (CONFAB_ENGINE (source));
}

static void
start_engine (ConfabApplication *self)
{
  if (self->started || self->closing)
    return;

  self->started = TRUE;
  confab_engine_start_async (self->engine, NULL, engine_started_cb, g_object_ref (self));
}

static void
frame_painted_cb (GdkFrameClock     *clock,
                  ConfabApplication *self)
{
  g_signal_handlers_disconnect_by_func (clock, frame_painted_cb, self);
  start_engine (self);
}

/* Store, keyring and all else wait until there is something to see. */
static void
window_mapped_cb (GtkWidget         *window,
                  ConfabApplication *self)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (frame_painted_cb), self, 0);
}

static void
end (ConfabApplication *self)
{
  if (self->close_source == 0)
    return;

  g_clear_handle_id (&self->close_source, g_source_remove);
  g_application_release (G_APPLICATION (self));
}

static void
engine_closed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (ConfabApplication) self = CONFAB_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (!confab_engine_close_finish (CONFAB_ENGINE (source), result, &error))
    g_message ("The engine did not close well: %s", error->message);

  end (self);
}

static gboolean
close_overdue_cb (gpointer user_data)
{
  ConfabApplication *self = user_data;

  g_message ("The engine did not close in time");
  self->close_source = 0;
  g_application_release (G_APPLICATION (self));

  return G_SOURCE_REMOVE;
}

/* The program lives on until the engine has written all. */
static void
close_engine (ConfabApplication *self)
{
  if (self->closing)
    return;

  self->closing = TRUE;
  if (self->search_source != 0)
    {
      g_clear_handle_id (&self->search_source, g_source_remove);
      g_application_release (G_APPLICATION (self));
    }
  if (!self->started)
    return;

  g_application_hold (G_APPLICATION (self));
  self->close_source = g_timeout_add_seconds (CLOSE_SECONDS, close_overdue_cb, self);
  confab_engine_close_async (self->engine, engine_closed_cb, g_object_ref (self));
}

/* Nothing is shown any more: is there a reason to stay? */
static void
leave (ConfabApplication *self)
{
  if (get_window (self) != NULL)
    return;

  if (self->started && !self->quitting && confab_engine_is_answering (self->engine))
    {
      /* Nobody sees an answer that comes now. */
      confab_engine_set_current_session (self->engine, NULL);
      if (!self->lingering)
        {
          self->lingering = TRUE;
          g_application_hold (G_APPLICATION (self));
        }
      return;
    }

  if (self->search_source == 0 || self->quitting)
    close_engine (self);
}

static void
engine_quiet_cb (ConfabApplication *self)
{
  g_assert (CONFAB_IS_APPLICATION (self));

  if (!self->lingering || confab_engine_is_answering (self->engine))
    return;

  self->lingering = FALSE;
  leave (self);
  g_application_release (G_APPLICATION (self));
}

static gboolean
search_over_cb (gpointer user_data)
{
  ConfabApplication *self = user_data;

  self->search_source = 0;
  leave (self);
  g_application_release (G_APPLICATION (self));

  return G_SOURCE_REMOVE;
}

static void
search_asked_cb (ConfabApplication *self)
{
  g_assert (CONFAB_IS_APPLICATION (self));

  if (self->closing)
    return;

  if (self->search_source == 0)
    g_application_hold (G_APPLICATION (self));
  else
    g_source_remove (self->search_source);
  self->search_source = g_timeout_add_seconds (SEARCH_SECONDS, search_over_cb, self);
  start_engine (self);
}

/* All that is open ends now, and is stored as far as it has come. */
static void
quit (ConfabApplication *self)
{
  ConfabWindow *window = get_window (self);

  self->quitting = TRUE;
  confab_dialogs_close (GTK_APPLICATION (self));
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    leave (self);
}

static gboolean
signal_received_cb (gpointer user_data)
{
  quit (CONFAB_APPLICATION (user_data));

  return G_SOURCE_CONTINUE;
}

static void
quit_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  quit (CONFAB_APPLICATION (user_data));
}

/* In the window, or in a dialog over it; or nothing shall be told. */
static gboolean
is_seen (ConfabSession *session,
         gpointer       user_data)
{
  ConfabApplication *self = user_data;
  ConfabWindow *window = get_window (self);

  if (self->settings != NULL && !g_settings_get_boolean (self->settings, "notifications"))
    return TRUE;

  if (window == NULL || confab_window_get_session (window) != session)
    return FALSE;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (gtk_window_is_active (l->data))
      return TRUE;

  return FALSE;
}

static void
session_seen_cb (ConfabApplication *self,
                 ConfabSession     *session)
{
  g_assert (CONFAB_IS_APPLICATION (self));

  confab_notifier_withdraw (self->notifier, session);
}

static void
open_session (ConfabApplication *self,
              gint64             id)
{
  ConfabWindow *window;

  g_application_activate (G_APPLICATION (self));
  window = get_window (self);
  if (window != NULL && id > 0)
    confab_window_open_by_id (window, id);
}

static void
open_session_activated_cb (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  open_session (CONFAB_APPLICATION (user_data), g_variant_get_int64 (parameter));
}

static void
stop_all_activated_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  confab_engine_stop_all (CONFAB_APPLICATION (user_data)->engine);
}

static void
search_opened_cb (ConfabApplication *self,
                  gint64             id)
{
  g_assert (CONFAB_IS_APPLICATION (self));

  open_session (self, id);
}

static void
demo_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  g_application_activate (G_APPLICATION (self));
  if (get_window (self) != NULL)
    confab_window_try_demo (get_window (self));
}

static void
shortcuts_activated_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  ConfabWindow *window = get_window (CONFAB_APPLICATION (user_data));

  if (window != NULL)
    confab_dialogs_show_shortcuts (GTK_APPLICATION_WINDOW (window));
}

static void
about_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  ConfabWindow *window = get_window (CONFAB_APPLICATION (user_data));

  confab_dialogs_show_about (window != NULL ? GTK_WINDOW (window) : NULL);
}

static const GActionEntry entries[] = {
  { .name = "quit", .activate = quit_activated_cb },
  { .name = "about", .activate = about_activated_cb },
  { .name = "shortcuts", .activate = shortcuts_activated_cb },
  { .name = "demo", .activate = demo_activated_cb },
  { .name = "stop-all", .activate = stop_all_activated_cb },
  { .name = "open-session", .activate = open_session_activated_cb, .parameter_type = "x" },
};

static void
confab_application_startup (GApplication *application)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);

  G_APPLICATION_CLASS (confab_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APPLICATION_ID);
  confab_contrast_follow (gdk_display_get_default ());
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  confab_accels_set (GTK_APPLICATION (self));
  confab_dialogs_adopt (GTK_APPLICATION (self));

  self->settings = create_settings ();
  self->engine = confab_engine_new (self->context);
  g_signal_connect_object (self->engine, "quiet", G_CALLBACK (engine_quiet_cb), self,
                           G_CONNECT_SWAPPED);
  self->notifier = confab_notifier_new (application, self->engine, is_seen, self);
  confab_search_provider_set_engine (self->search_provider, self->engine, self->settings);
  self->interrupt_source = g_unix_signal_add (SIGINT, signal_received_cb, self);
  self->terminate_source = g_unix_signal_add (SIGTERM, signal_received_cb, self);
}

static void
confab_application_activate (GApplication *application)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);
  ConfabWindow *window = get_window (self);

  if (self->closing)
    return;

  if (window == NULL)
    {
      window = CONFAB_WINDOW (
        confab_window_new (GTK_APPLICATION (self), self->engine, self->settings));
      g_signal_connect_object (window, "map", G_CALLBACK (window_mapped_cb), self,
                               G_CONNECT_AFTER);
      g_signal_connect_object (window, "seen", G_CALLBACK (session_seen_cb), self,
                               G_CONNECT_SWAPPED);
    }

  if (self->demo_wanted)
    {
      self->demo_wanted = FALSE;
      confab_window_try_demo (window);
    }

  gtk_window_present (GTK_WINDOW (window));
}

static void
confab_application_shutdown (GApplication *application)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);

  g_clear_handle_id (&self->interrupt_source, g_source_remove);
  g_clear_handle_id (&self->terminate_source, g_source_remove);
  g_clear_handle_id (&self->search_source, g_source_remove);
  g_clear_object (&self->notifier);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (confab_application_parent_class)->shutdown (application);
}

static int
confab_application_handle_local_options (GApplication *application,
                                         GVariantDict *options)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_autofree char *text = confab_versions_dup_text ();

      g_print ("%s", text);
      return 0;
    }

  if (!g_variant_dict_contains (options, "demo"))
    return -1;

  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  if (!g_application_get_is_remote (application))
    {
      self->demo_wanted = TRUE;
      return -1;
    }

  g_action_group_activate_action (G_ACTION_GROUP (application), "demo", NULL);

  return 0;
}

static void
confab_application_window_removed (GtkApplication *application,
                                   GtkWindow      *window)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);

  /* The parent class lets go of the last thing that keeps the program running. */
  if (CONFAB_IS_WINDOW (window))
    g_application_hold (G_APPLICATION (self));

  GTK_APPLICATION_CLASS (confab_application_parent_class)->window_removed (application, window);

  if (CONFAB_IS_WINDOW (window))
    {
      leave (self);
      g_application_release (G_APPLICATION (self));
    }
}

static gboolean
confab_application_dbus_register (GApplication     *application,
                                  GDBusConnection  *connection,
                                  const char       *path,
                                  GError          **error)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);
  g_autofree char *search_path = g_strconcat (path, "/SearchProvider", NULL);

  return G_APPLICATION_CLASS (confab_application_parent_class)
           ->dbus_register (application, connection, path, error) &&
         confab_search_provider_export (self->search_provider, connection, search_path, error);
}

static void
confab_application_dbus_unregister (GApplication    *application,
                                    GDBusConnection *connection,
                                    const char      *path)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);

  if (self->search_provider != NULL)
    confab_search_provider_unexport (self->search_provider);

  G_APPLICATION_CLASS (confab_application_parent_class)->dbus_unregister (application, connection,
                                                                          path);
}

static void
confab_application_dispose (GObject *object)
{
  ConfabApplication *self = CONFAB_APPLICATION (object);

  g_clear_handle_id (&self->close_source, g_source_remove);
  g_clear_handle_id (&self->search_source, g_source_remove);
  g_clear_object (&self->notifier);
  g_clear_object (&self->search_provider);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (confab_application_parent_class)->dispose (object);
}

static void
confab_application_class_init (ConfabApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);
  GtkApplicationClass *gtk_application_class = GTK_APPLICATION_CLASS (klass);

  object_class->dispose = confab_application_dispose;
  application_class->startup = confab_application_startup;
  application_class->activate = confab_application_activate;
  application_class->shutdown = confab_application_shutdown;
  application_class->handle_local_options = confab_application_handle_local_options;
  application_class->dbus_register = confab_application_dbus_register;
  application_class->dbus_unregister = confab_application_dbus_unregister;
  gtk_application_class->window_removed = confab_application_window_removed;
}

static void
confab_application_init (ConfabApplication *self)
{
  const GOptionEntry options[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_("Open the demo, which needs no key and no network"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print versions and exit"), NULL },
    { NULL },
  };

  /* Before the bus: another program may ask as soon as the name is ours. */
  self->search_provider = confab_search_provider_new ();
  g_signal_connect_object (self->search_provider, "asked", G_CALLBACK (search_asked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search_provider, "opened", G_CALLBACK (search_opened_cb), self,
                           G_CONNECT_SWAPPED);

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (
    G_APPLICATION (self),
    _("Chat with your Model Studio applications. “confab ask --help” tells how to do it without "
      "a window."));
}

/**
 * confab_application_new:
 * @context: (transfer none): the services
 * @flags: of GApplication
 *
 * Returns: (transfer full): the application
 */
ConfabApplication *
confab_application_new (ConfabContext     *context,
                        GApplicationFlags  flags)
{
  ConfabApplication *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);

  self = g_object_new (CONFAB_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", flags,
                       NULL);
  self->context = g_object_ref (context);

  return self;
}
