/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every libadwaita program pays: an application window with a header bar and nothing else. */

#include "config.h"

#include <adwaita.h>

static void
application_activated_cb (GApplication *application)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application = NULL;

  application = adw_application_new (APPLICATION_ID ".EmptyWindow", G_APPLICATION_DEFAULT_FLAGS);
  g_signal_connect (application, "activate", G_CALLBACK (application_activated_cb), NULL);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
