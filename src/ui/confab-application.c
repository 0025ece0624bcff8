/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-engine.h"
#include "confab-versions.h"
#include "confab-window.h"

/* Closing stops streams and writes what is left: milliseconds. Never wait for it longer than
 * this many seconds; what was written until then is kept in any case. */
#define CLOSE_SECONDS 5

struct _ConfabApplication
{
  AdwApplication parent_instance;

  ConfabContext *context;
  ConfabEngine *engine;
  GSettings *settings; /* (nullable) */
  gboolean demo_wanted;
  gboolean started;    /* the engine, after the first frame */
  gboolean closing;
  guint close_source;
  guint interrupt_source;
  guint terminate_source;
};

G_DEFINE_FINAL_TYPE (ConfabApplication, confab_application, ADW_TYPE_APPLICATION)

static const struct {
  const char *action;
  const char *accels[2];
} accels[] = {
  { CONFAB_ACTION_QUIT, { "<Control>q" } },
  { CONFAB_ACTION_SHORTCUTS, { "<Control>question" } },
  { CONFAB_ACTION_CLOSE, { "<Control>w" } },
  { CONFAB_ACTION_NEW_SESSION, { "<Control>n" } },
  { CONFAB_ACTION_FOCUS_COMPOSER, { "<Control>l" } },
  { CONFAB_ACTION_SHOW_SIDEBAR, { "F9" } },
  { CONFAB_ACTION_NEXT_SESSION, { "<Control>Tab" } },
  { CONFAB_ACTION_PREVIOUS_SESSION, { "<Control><Shift>Tab" } },
  { CONFAB_ACTION_RENAME, { "F2" } },
  { CONFAB_ACTION_ASK_AGAIN, { "<Control>r" } },
  { CONFAB_ACTION_COPY_LAST, { "<Control><Shift>c" } },
};

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

/* The last window is gone: the program lives on until the engine has written all. */
static void
close_engine (ConfabApplication *self)
{
  if (self->closing)
    return;

  self->closing = TRUE;
  if (!self->started)
    return;

  g_application_hold (G_APPLICATION (self));
  self->close_source = g_timeout_add_seconds (CLOSE_SECONDS, close_overdue_cb, self);
  confab_engine_close_async (self->engine, engine_closed_cb, g_object_ref (self));
}

static void
close_windows (ConfabApplication *self)
{
  ConfabWindow *window = get_window (self);

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
}

static gboolean
signal_received_cb (gpointer user_data)
{
  close_windows (CONFAB_APPLICATION (user_data));

  return G_SOURCE_CONTINUE;
}

static void
quit_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  close_windows (CONFAB_APPLICATION (user_data));
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

/* Built when it is asked for: a file under GTK's own name for it would be read at every start. */
static void
shortcuts_activated_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  ConfabWindow *window = get_window (CONFAB_APPLICATION (user_data));
  GtkApplicationWindow *application_window;

  if (window == NULL)
    return;

  application_window = GTK_APPLICATION_WINDOW (window);
  if (gtk_application_window_get_help_overlay (application_window) == NULL)
    {
      g_autoptr (GtkBuilder) builder = NULL;
      GObject *overlay;

      builder = gtk_builder_new_from_resource ("/io/github/confab_chat/Confab/help-overlay.ui");
      overlay = gtk_builder_get_object (builder, "help_overlay");
      gtk_application_window_set_help_overlay (application_window, GTK_SHORTCUTS_WINDOW (overlay));
    }

  gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (application_window)));
}

static void
about_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);
  static const char * const developers[] = { "The Confab developers", NULL };
  g_autofree char *versions = confab_versions_dup_text ();
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (adw_about_window_new ());

  adw_about_window_set_application_name (about, "Confab");
  adw_about_window_set_application_icon (about, APPLICATION_ID);
  adw_about_window_set_version (about, PACKAGE_VERSION);
  adw_about_window_set_developer_name (about, _("The Confab developers"));
  adw_about_window_set_developers (about, (const char **) developers);
  adw_about_window_set_comments (
    about, _("Chat with your applications in Alibaba Cloud Model Studio. Confab is not made or "
             "endorsed by Alibaba Cloud."));
  adw_about_window_set_copyright (about, "© 2026 The Confab developers");
  adw_about_window_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_debug_info (about, versions);
  adw_about_window_set_debug_info_filename (about, "confab-versions.txt");
  /* Translators: your names, one a line. */
  if (!g_str_equal (_("translator-credits"), "translator-credits"))
    adw_about_window_set_translator_credits (about, _("translator-credits"));

  gtk_window_set_destroy_with_parent (GTK_WINDOW (about), TRUE);
  gtk_window_set_modal (GTK_WINDOW (about), TRUE);
  if (get_window (self) != NULL)
    gtk_window_set_transient_for (GTK_WINDOW (about), GTK_WINDOW (get_window (self)));
  gtk_window_present (GTK_WINDOW (about));
}

static void
set_accels (ConfabApplication *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           (const char **) accels[i].accels);

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *action = g_strdup_printf ("%s(%d)", CONFAB_ACTION_FILTER_POSITION, i);
      g_autofree char *accel = g_strdup_printf ("<Alt>%d", i);

      gtk_application_set_accels_for_action (GTK_APPLICATION (self), action,
                                             (const char *[]) { accel, NULL });
    }
}

static const GActionEntry entries[] = {
  { .name = "quit", .activate = quit_activated_cb },
  { .name = "about", .activate = about_activated_cb },
  { .name = "shortcuts", .activate = shortcuts_activated_cb },
  { .name = "demo", .activate = demo_activated_cb },
};

static void
confab_application_startup (GApplication *application)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);

  G_APPLICATION_CLASS (confab_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  set_accels (self);

  self->settings = create_settings ();
  self->engine = confab_engine_new (self->context);
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

  /* Before the parent class lets go of the last thing that keeps the program running. */
  if (CONFAB_IS_WINDOW (window))
    close_engine (self);

  GTK_APPLICATION_CLASS (confab_application_parent_class)->window_removed (application, window);
}

static void
confab_application_dispose (GObject *object)
{
  ConfabApplication *self = CONFAB_APPLICATION (object);

  g_clear_handle_id (&self->close_source, g_source_remove);
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
