/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-link.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "confab-link-doubt.h"

#define RESPONSE_CANCEL "cancel"
#define RESPONSE_OPEN "open"

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

/* One sentence a doubt. */
static void
append_doubts (GString         *description,
               ConfabLinkDoubt  doubts)
{
  if ((doubts & CONFAB_LINK_OTHER_TEXT) != 0)
    g_string_append_printf (description, "\n%s",
                            _("The text of the link names another address."));
  if ((doubts & CONFAB_LINK_USERINFO) != 0)
    g_string_append_printf (description, "\n%s",
                            _("What stands before the @ is not where it leads."));
  if ((doubts & CONFAB_LINK_LOOK_ALIKE) != 0)
    g_string_append_printf (description, "\n%s",
                            _("The address has letters that only look like others."));
  if ((doubts & CONFAB_LINK_HIDDEN) != 0)
    g_string_append_printf (description, "\n%s",
                            _("The text of the link has hidden characters."));
}

/**
 * confab_link_describe:
 * @uri: the address of a link
 * @text: (nullable): what is read there
 *
 * Returns: (transfer full): where the link really leads, and in lines after that what is odd
 */
char *
confab_link_describe (const char *uri,
                      const char *text)
{
  g_autofree char *shown = NULL;
  g_autoptr (GString) description = NULL;

  g_return_val_if_fail (uri != NULL, NULL);

  shown = confab_link_dup_shown (uri);
  description = g_string_new (shown);
  append_doubts (description, confab_link_get_doubts (uri, text));

  return g_string_free (g_steal_pointer (&description), FALSE);
}

static void
dialog_responded_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     GTask            *task)
{
  if (g_task_get_completed (task))
    return;

  g_task_return_boolean (task, g_strcmp0 (response, RESPONSE_OPEN) == 0);
}

/* The window under it was closed: nobody answers any more. */
static void
dialog_destroyed_cb (GtkWidget *dialog,
                     GTask     *task)
{
  if (!g_task_get_completed (task))
    g_task_return_boolean (task, FALSE);
  g_object_unref (task);
}

/**
 * confab_link_confirm_async:
 * @widget: what the person clicked
 * @uri: the address
 * @text: (nullable): what the person read there
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks before a link is opened that may lead elsewhere than it seems to. Any other is answered for.
 */
void
confab_link_confirm_async (GtkWidget           *widget,
                           const char          *uri,
                           const char          *text,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *description = NULL;
  GtkRoot *root;
  GtkWidget *dialog;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (uri != NULL);

  task = g_task_new (widget, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_link_confirm_async);
  if (confab_link_get_doubts (uri, text) == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  root = gtk_widget_get_root (widget);
  description = confab_link_describe (uri, text);
  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   _("Open This Link?"), description);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), RESPONSE_CANCEL, _("_Cancel"),
                                    RESPONSE_OPEN, _("_Open Link"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), RESPONSE_CANCEL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), RESPONSE_CANCEL);
  g_signal_connect (dialog, "response", G_CALLBACK (dialog_responded_cb), task);
  g_signal_connect (dialog, "destroy", G_CALLBACK (dialog_destroyed_cb), g_object_ref (task));
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * confab_link_confirm_finish:
 * @result: what the callback was given
 * @error: nothing fails
 *
 * Returns: whether the link is to be opened
 */
gboolean
confab_link_confirm_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
