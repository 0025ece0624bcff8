/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-file-choice.h"

#include <glib/gi18n.h>

static void
return_cancelled (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
}

static void
responded_cb (GtkNativeDialog *dialog,
              int              response,
              GTask           *task)
{
  g_autoptr (GTask) alive = g_object_ref (task);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_signal_handlers_disconnect_by_data (g_task_get_source_object (task), task);
  g_signal_handlers_disconnect_by_data (dialog, task);
  /* It ends with the task. */
  gtk_native_dialog_hide (dialog);

  if (file != NULL)
    g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
  else
    return_cancelled (task);
}

/* The window over which it stands goes: nobody chooses any more. */
static void
parent_destroyed_cb (GtkWidget *parent,
                     GTask     *task)
{
  responded_cb (g_task_get_task_data (task), GTK_RESPONSE_CANCEL, task);
}

static void
unref_task (gpointer  task,
            GClosure *closure)
{
  g_object_unref (task);
}

static void
add_filter (GtkFileChooser *chooser,
            const char     *name,
            const char     *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

/**
 * confab_file_choice_async:
 * @parent: the window over which it stands
 * @choice: what is asked
 * @cancellable: (nullable): a cancellable
 * @callback: called when the person has chosen
 * @user_data: for @callback
 *
 * Asks for a file with the desktop's own dialog, which also asks before one is replaced.
 */
void
confab_file_choice_async (GtkWindow              *parent,
                          const ConfabFileChoice *choice,
                          GCancellable           *cancellable,
                          GAsyncReadyCallback     callback,
                          gpointer                user_data)
{
  GtkFileChooserNative *dialog;
  GTask *task;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (choice != NULL);

  dialog = gtk_file_chooser_native_new (choice->title, parent,
                                        choice->name != NULL ? GTK_FILE_CHOOSER_ACTION_SAVE
                                                             : GTK_FILE_CHOOSER_ACTION_OPEN,
                                        choice->accept, _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (choice->name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), choice->name);
  if (choice->suffix != NULL)
    {
      g_autofree char *pattern = g_strconcat ("*.", choice->suffix, NULL);

      add_filter (GTK_FILE_CHOOSER (dialog), choice->kind, pattern);
      add_filter (GTK_FILE_CHOOSER (dialog), _("All Files"), "*");
    }

  task = g_task_new (parent, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_file_choice_async);
  g_task_set_task_data (task, dialog, g_object_unref);
  g_signal_connect_data (dialog, "response", G_CALLBACK (responded_cb), task, unref_task, 0);
  g_signal_connect (parent, "destroy", G_CALLBACK (parent_destroyed_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * confab_file_choice_finish:
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED when the person did not want to
 *
 * Returns: (transfer full) (nullable): what was chosen
 */
GFile *
confab_file_choice_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
