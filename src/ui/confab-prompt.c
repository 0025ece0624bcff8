/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-prompt.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define RESPONSE_CANCEL "cancel"
#define RESPONSE_ACCEPT "accept"

typedef struct {
  GtkEditable *entry;
  gboolean answered;
} PromptState;

/* Without blanks at both ends, copied once: nothing of a key stays behind in a longer copy. */
static char *
dup_stripped (const char *text)
{
  const char *end = text + strlen (text);

  while (g_ascii_isspace (*text))
    text++;
  while (end > text && g_ascii_isspace (end[-1]))
    end--;

  return g_strndup (text, (gsize) (end - text));
}

static void
entry_changed_cb (GtkEditable      *entry,
                  AdwMessageDialog *dialog)
{
  const char *text = gtk_editable_get_text (entry);

  adw_message_dialog_set_response_enabled (dialog, RESPONSE_ACCEPT,
                                           text[strspn (text, " \t")] != '\0');
}

static void
dialog_responded_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     GTask            *task)
{
  PromptState *state = g_task_get_task_data (task);

  if (state->answered)
    return;
  state->answered = TRUE;

  if (g_strcmp0 (response, RESPONSE_ACCEPT) != 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  else
    g_task_return_pointer (task, dup_stripped (gtk_editable_get_text (state->entry)),
                           (GDestroyNotify) confab_prompt_wipe);

  gtk_editable_set_text (state->entry, "");
}

/* Takes the focus out while everything is alive. A password row that still has it when it is taken
 * apart hears of the loss after it has freed what it then looks at (libadwaita 1.2). */
static void
dialog_unmapped_cb (GtkWindow *dialog)
{
  gtk_window_set_focus (dialog, NULL);
}

/* The window under it was closed: nobody answers any more. */
static void
dialog_destroyed_cb (GtkWidget *dialog,
                     GTask     *task)
{
  PromptState *state = g_task_get_task_data (task);

  if (state->answered)
    return;
  state->answered = TRUE;

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
}

static void
unref_task (gpointer  task,
            GClosure *closure)
{
  g_object_unref (task);
}

/**
 * confab_prompt_text_async:
 * @parent: a widget of the window that asks
 * @prompt: the question
 * @cancellable: (nullable): a GCancellable
 * @callback: called when the person has answered
 * @user_data: for @callback
 *
 * Asks for one line of text in a dialog.
 */
void
confab_prompt_text_async (GtkWidget           *parent,
                          const ConfabPrompt  *prompt,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GtkRoot *root;
  GtkWidget *dialog;
  GtkWidget *list;
  GtkWidget *entry;
  PromptState *state;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (prompt != NULL);

  root = gtk_widget_get_root (parent);
  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   prompt->heading, prompt->body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    RESPONSE_CANCEL, _("_Cancel"),
                                    RESPONSE_ACCEPT, prompt->accept,
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), RESPONSE_ACCEPT,
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), RESPONSE_ACCEPT);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), RESPONSE_CANCEL);

  entry = prompt->secret ? adw_password_entry_row_new () : adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), prompt->label);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  if (!prompt->secret && prompt->initial != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), prompt->initial);

  list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_size_request (list, 300, -1);
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);

  g_signal_connect_object (entry, "changed", G_CALLBACK (entry_changed_cb), dialog,
                           G_CONNECT_DEFAULT);
  entry_changed_cb (GTK_EDITABLE (entry), ADW_MESSAGE_DIALOG (dialog));

  task = g_task_new (parent, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_prompt_text_async);
  state = g_new0 (PromptState, 1);
  state->entry = GTK_EDITABLE (entry);
  g_task_set_task_data (task, state, g_free);
  g_signal_connect_data (dialog, "response", G_CALLBACK (dialog_responded_cb), task, unref_task, 0);
  g_signal_connect (dialog, "unmap", G_CALLBACK (dialog_unmapped_cb), NULL);
  g_signal_connect (dialog, "destroy", G_CALLBACK (dialog_destroyed_cb), task);

  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
}

/**
 * confab_prompt_text_finish:
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED when the person did not want to
 *
 * Returns: (transfer full) (nullable): the text without blanks at its ends; a key is freed with
 * confab_prompt_wipe()
 */
char *
confab_prompt_text_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * confab_prompt_wipe:
 * @secret: (nullable) (transfer full): a text nobody should find in memory
 *
 * Overwrites and frees it.
 */
void
confab_prompt_wipe (char *secret)
{
  if (secret == NULL)
    return;

  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
