/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-link.h"

/**
 * confab_link_is_allowed:
 * @uri: an address
 *
 * Returns: whether it is one that Confab hands to another program: https, http or mailto
 */
gboolean
confab_link_is_allowed (const char *uri)
{
  g_autofree char *scheme = NULL;

  g_return_val_if_fail (uri != NULL, FALSE);

  scheme = g_uri_parse_scheme (uri);

  return scheme != NULL && (g_ascii_strcasecmp (scheme, "https") == 0 ||
                            g_ascii_strcasecmp (scheme, "http") == 0 ||
                            g_ascii_strcasecmp (scheme, "mailto") == 0);
}

static void
uri_shown_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("Cannot open a link: %s", error->message);
}

/**
 * confab_link_open:
 * @widget: what the person clicked
 * @uri: the address
 *
 * Opens an address in the program that is meant for it, on a click and never otherwise.
 *
 * Returns: %FALSE when the address is not of an allowed kind
 */
gboolean
confab_link_open (GtkWidget  *widget,
                  const char *uri)
{
  GtkRoot *root;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);
  g_return_val_if_fail (uri != NULL, FALSE);

  root = gtk_widget_get_root (widget);
  if (!confab_link_is_allowed (uri) || !GTK_IS_WINDOW (root))
    return FALSE;

  gtk_show_uri_full (GTK_WINDOW (root), uri, GDK_CURRENT_TIME, NULL, uri_shown_cb, NULL);

  return TRUE;
}
