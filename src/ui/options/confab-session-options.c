/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-options.h"

#include <glib/gi18n.h>

#include "confab-options-page.h"

/* A field that has the focus when it is taken apart hears of the loss too late (libadwaita 1.2). */
static void
unmapped_cb (GtkWindow *window)
{
  gtk_window_set_focus (window, NULL);
}

/**
 * confab_session_options_new:
 * @parent: the window over which it stands
 * @engine: (transfer none): what stores them
 * @session: (transfer none): a session
 * @page: (nullable): the page to show; %NULL for the first
 *
 * Returns: (transfer none): the window “Options of This Session”, to be presented; it goes when it is
 *   closed
 */
GtkWidget *
confab_session_options_new (GtkWindow     *parent,
                            ConfabEngine  *engine,
                            ConfabSession *session,
                            const char    *page)
{
  GtkWidget *pages = confab_options_page_new (engine, confab_session_get_app (session), session);
  GtkWidget *window =
    g_object_new (ADW_TYPE_WINDOW, "transient-for", parent, "modal", TRUE, "destroy-with-parent",
                  TRUE, "title", _("Options of This Session"), "default-width", 820,
                  "default-height", 680, "width-request", 360, "content", pages, NULL);
  g_autoptr (GtkShortcut) escape = gtk_shortcut_new (
    gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_named_action_new ("window.close"));
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        g_steal_pointer (&escape));
  gtk_widget_add_controller (window, shortcuts);
  g_signal_connect (window, "unmap", G_CALLBACK (unmapped_cb), NULL);
  if (page != NULL && *page != '\0')
    confab_options_page_show (CONFAB_OPTIONS_PAGE (pages), page);

  return window;
}
