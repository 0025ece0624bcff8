/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-dialogs.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "confab-access.h"
#include "confab-versions.h"

static void
parent_set_cb (GtkWindow *window)
{
  GtkWindow *parent = gtk_window_get_transient_for (window);

  if (parent != NULL && gtk_window_get_application (window) == NULL)
    gtk_window_set_application (window, gtk_window_get_application (parent));
}

static void
toplevels_changed_cb (GListModel *toplevels,
                      guint       position,
                      guint       n_removed,
                      guint       n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (GObject) window = g_list_model_get_item (toplevels, i);

      g_signal_connect (window, "notify::transient-for", G_CALLBACK (parent_set_cb), NULL);
    }
}

/**
 * confab_dialogs_adopt:
 * @application: the application
 *
 * From now on each dialog over one of its windows is a window of @application, too. Without it the
 * keys of the application (to quit, above all) do nothing while a dialog is in front.
 */
void
confab_dialogs_adopt (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed",
                           G_CALLBACK (toplevels_changed_cb), application, 0);
}

/**
 * confab_dialogs_close:
 * @application: the application
 *
 * Closes all that stands over another window. This comes before the windows under them are closed:
 * when the key for it came through a dialog, GTK still holds that one after the window under it is
 * gone, and then looks for it.
 */
void
confab_dialogs_close (GtkApplication *application)
{
  GList *windows;

  g_return_if_fail (GTK_IS_APPLICATION (application));

  windows = g_list_copy_deep (gtk_application_get_windows (application),
                              (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  for (GList *l = windows; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) != NULL)
      {
        gtk_window_set_transient_for (l->data, NULL);
        gtk_window_destroy (l->data);
      }
  g_list_free_full (windows, g_object_unref);
}

/**
 * confab_dialogs_show_about:
 * @parent: (nullable): the window it belongs to
 *
 * Who made this, under which licence, with which libraries.
 */
void
confab_dialogs_show_about (GtkWindow *parent)
{
  const char * const developers[] = { _("Confab contributors"), NULL };
  g_autofree char *versions = confab_versions_dup_text ();
  /* Translators: %s is a number such as 1.2.0. */
  g_autofree char *version = g_strdup_printf (_("Version %s"), PACKAGE_VERSION);
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (adw_about_window_new ());

  adw_about_window_set_application_name (about, "Confab");
  adw_about_window_set_application_icon (about, APPLICATION_ID);
  adw_about_window_set_version (about, PACKAGE_VERSION);
  adw_about_window_set_developer_name (about, developers[0]);
  adw_about_window_set_developers (about, (const char **) developers);
  adw_about_window_set_comments (
    about, _("Chat with your applications in Alibaba Cloud Model Studio. Confab is not made or "
             "endorsed by Alibaba Cloud."));
  adw_about_window_set_copyright (about, "© 2026 Confab contributors");
  adw_about_window_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_debug_info (about, versions);
  adw_about_window_set_debug_info_filename (about, "confab-versions.txt");
  /* Translators: your names, one a line. */
  if (!g_str_equal (_("translator-credits"), "translator-credits"))
    adw_about_window_set_translator_credits (about, _("translator-credits"));

  gtk_window_set_destroy_with_parent (GTK_WINDOW (about), TRUE);
  gtk_window_set_modal (GTK_WINDOW (about), TRUE);
  if (parent != NULL)
    gtk_window_set_transient_for (GTK_WINDOW (about), parent);
  /* libadwaita 1.2 leaves these nameless. */
  confab_access_name_inner (GTK_WIDGET (about), GTK_TYPE_BUTTON, "app-version", version);
  confab_access_name_inner (GTK_WIDGET (about), GTK_TYPE_TEXT_VIEW, NULL, _("Details"));
  gtk_window_present (GTK_WINDOW (about));
}

/* GTK 4.8 leaves these nameless. */
static void
name_shortcuts_parts (GtkWidget *overlay)
{
  GtkWidget *bar = gtk_window_get_titlebar (GTK_WINDOW (overlay));
  const char *name = _("Search Shortcuts");
  GtkWidget *menu;

  confab_access_name_inner (overlay, GTK_TYPE_SEARCH_ENTRY, NULL, name);
  if (bar == NULL)
    return;

  confab_access_name_inner (bar, GTK_TYPE_TOGGLE_BUTTON, NULL, name);
  menu = confab_access_name_inner (bar, GTK_TYPE_MENU_BUTTON, NULL, _("Keyboard Shortcuts"));
  if (menu != NULL)
    confab_access_name_inner (menu, GTK_TYPE_TOGGLE_BUTTON, NULL, _("Keyboard Shortcuts"));
}

/**
 * confab_dialogs_show_shortcuts:
 * @window: the window whose keys are meant
 *
 * Built when it is asked for: a file under GTK's own name for it would be read at every start.
 */
void
confab_dialogs_show_shortcuts (GtkApplicationWindow *window)
{
  g_return_if_fail (GTK_IS_APPLICATION_WINDOW (window));

  if (gtk_application_window_get_help_overlay (window) == NULL)
    {
      g_autoptr (GtkBuilder) builder = NULL;
      GObject *overlay;

      builder = gtk_builder_new_from_resource ("/io/github/confab_chat/Confab/help-overlay.ui");
      overlay = gtk_builder_get_object (builder, "help_overlay");
      gtk_application_window_set_help_overlay (window, GTK_SHORTCUTS_WINDOW (overlay));
      name_shortcuts_parts (GTK_WIDGET (overlay));
    }

  gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (window)));
}
