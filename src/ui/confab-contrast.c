/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-contrast.h"

#include <adwaita.h>

#define STYLE_SHEET "/io/github/confab_chat/Confab/high-contrast.css"

static void
contrast_changed_cb (GtkCssProvider  *provider,
                     GParamSpec      *pspec,
                     AdwStyleManager *manager)
{
  if (adw_style_manager_get_high_contrast (manager))
    gtk_css_provider_load_from_resource (provider, STYLE_SHEET);
  else
    gtk_css_provider_load_from_data (provider, "", -1);
}

/**
 * confab_contrast_follow:
 * @display: a display
 *
 * Adds the style sheet of high contrast whenever the desktop asks for it. libadwaita would do so by
 * the name of the file, but no longer wants that; what it wants instead GTK 4.8 cannot read.
 */
void
confab_contrast_follow (GdkDisplay *display)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  AdwStyleManager *manager = adw_style_manager_get_for_display (display);

  /* The display keeps it. */
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (contrast_changed_cb),
                           provider, G_CONNECT_SWAPPED);
  contrast_changed_cb (provider, NULL, manager);
}
