/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ui"

#include "config.h"

#include "confab-window-private.h"

#include <glib/gi18n.h>

#include "confab-actions.h"
#include "confab-backups-dialog.h"
#include "confab-engine-sessions.h"
#include "confab-export-dialog.h"
#include "confab-export.h"
#include "confab-file-choice.h"

/* Sessions in files, out and in, and copies of everything. */

/* (transfer full): what the person sees of a file's name. */
static char *
dup_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return g_filename_display_name (base != NULL ? base : "");
}

/* Export ------------------------------------------------------------------------------------ */

static void
exported_cb (ConfabWindow *self,
             GFile        *file)
{
  g_autofree char *name = dup_name (file);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *text = NULL;

  g_assert (CONFAB_IS_WINDOW (self));

  /* Translators: %s is the name of a file. */
  text = g_strdup_printf (_("Exported as “%s”"), escaped);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

static void
export_activated (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  ConfabSession *session = confab_window_find_session (self, g_variant_get_int64 (parameter));
  GtkWidget *dialog;

  if (session == NULL || confab_session_get_id (session) == 0)
    return;

  dialog = confab_export_dialog_new (GTK_WINDOW (self), self->engine, session);
  g_signal_connect_object (dialog, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Import ------------------------------------------------------------------------------------ */

typedef struct {
  ConfabWindow *window;
  GFile *file;
  AdwToast *toast; /* as long as it lasts */
  GCancellable *cancellable;
} Import;

static void
free_import (Import *import)
{
  g_object_unref (import->window);
  g_object_unref (import->file);
  g_clear_object (&import->toast);
  g_object_unref (import->cancellable);
  g_free (import);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Import, free_import)

/* What came in goes again, and is in no trash. */
static void
remove_sessions (ConfabWindow *self,
                 GPtrArray    *sessions)
{
  g_autoptr (ConfabSession) shown = NULL;

  g_set_object (&shown, confab_window_get_session (self));
  for (guint i = 0; i < sessions->len; i++)
    {
      ConfabSession *session = g_ptr_array_index (sessions, i);

      if (session == shown)
        continue;
      confab_engine_delete_session (self->engine, session);
      confab_engine_forget_session (self->engine, session);
    }

  if (shown != NULL && g_ptr_array_find (sessions, shown, NULL))
    {
      confab_window_leave_session (self, shown);
      confab_engine_delete_session (self->engine, shown);
      confab_engine_forget_session (self->engine, shown);
    }
}

static void
undo_clicked_cb (AdwToast     *toast,
                 ConfabWindow *self)
{
  g_assert (CONFAB_IS_WINDOW (self));

  if (self->chat != NULL)
    remove_sessions (self, g_object_get_data (G_OBJECT (toast), "sessions"));
}

/* The newest of what came in is on show, in a list that has it. */
static void
show_imported (ConfabWindow *self,
               GPtrArray    *sessions)
{
  ConfabSession *newest = g_ptr_array_index (sessions, 0);
  ConfabStudioApp *filter = confab_sidebar_get_app (self->sidebar);
  g_autofree char *text = NULL;
  AdwToast *toast;

  for (guint i = 1; i < sessions->len; i++)
    {
      ConfabSession *session = g_ptr_array_index (sessions, i);

      if (confab_session_get_updated_at (session) > confab_session_get_updated_at (newest))
        newest = session;
    }

  if (filter != NULL && confab_session_get_app (newest) != filter)
    confab_sidebar_set_app (self->sidebar, NULL);
  confab_sidebar_set_archived (self->sidebar, confab_session_get_archived (newest));
  confab_window_open_session (self, newest);

  text = g_strdup_printf (ngettext ("%u session imported", "%u sessions imported", sessions->len),
                          sessions->len);
  toast = confab_window_create_undo_toast (self, text);
  g_object_set_data_full (G_OBJECT (toast), "sessions", g_ptr_array_ref (sessions),
                          (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* A reason does not fit into a toast, and should not go by itself. */
static void
show_refusal (ConfabWindow *self,
              GFile        *file,
              const GError *error)
{
  g_autofree char *name = dup_name (file);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  /* Translators: %s is the name of a file. */
  heading = g_strdup_printf (_("“%s” Was Not Imported"), name);
  body = g_strdup_printf ("%s\n\n%s", error->message,
                          _("Confab imports what it has exported as JSON."));
  dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Import) import = user_data;
  ConfabWindow *self = import->window;
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (GError) error = NULL;

  sessions = confab_engine_import_finish (CONFAB_ENGINE (source), result, &error);
  if (self->chat == NULL)
    return;

  adw_toast_dismiss (import->toast);
  if (sessions != NULL && sessions->len > 0)
    show_imported (self, sessions);
  else if (sessions != NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("There are no sessions in it")));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_refusal (self, import->file, error);
}

static void
import_file (ConfabWindow *self,
             GFile        *file)
{
  ConfabStudioApp *app = confab_window_get_app (self);
  Import *import;

  if (app == NULL || self->chat == NULL)
    return;

  import = g_new0 (Import, 1);
  import->window = g_object_ref (self);
  import->file = g_object_ref (file);
  import->cancellable = g_cancellable_new ();
  import->toast = g_object_ref_sink (adw_toast_new (_("Importing…")));
  adw_toast_set_timeout (import->toast, 0);
  adw_toast_set_button_label (import->toast, _("_Stop"));
  g_signal_connect_object (import->toast, "button-clicked", G_CALLBACK (g_cancellable_cancel),
                           import->cancellable, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (import->toast));
  confab_engine_import_async (self->engine, file, app, import->cancellable, imported_cb, import);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  ConfabWindow *self = CONFAB_WINDOW (source);
  g_autoptr (GFile) file = confab_file_choice_finish (result, NULL);

  if (file != NULL)
    import_file (self, file);
}

static void
import_activated (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);

  confab_file_choice_async (GTK_WINDOW (self),
                            &(ConfabFileChoice) {
                              .title = _("Import Sessions"),
                              .accept = _("_Import"),
                              .kind = _("Confab’s Own (JSON)"),
                              .suffix = "json",
                            },
                            self->cancellable, file_chosen_cb, NULL);
}

/* Backups ----------------------------------------------------------------------------------- */

static gboolean
quit_cb (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "quit", NULL);

  return G_SOURCE_REMOVE;
}

/* Not before the dialogs are gone: they are still telling of it. */
static void
restore_requested_cb (ConfabWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  g_assert (CONFAB_IS_WINDOW (self));

  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, quit_cb, g_object_ref (application), g_object_unref);
}

static void
restore_activated (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  ConfabWindow *self = CONFAB_WINDOW (widget);
  GtkWidget *dialog = confab_backups_dialog_new (GTK_WINDOW (self), self->engine);

  g_signal_connect_object (dialog, "requested", G_CALLBACK (restore_requested_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Called for the class. */
void
confab_window_install_file_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_EXPORT_SESSION, "x",
                                   export_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_IMPORT, NULL, import_activated);
  gtk_widget_class_install_action (widget_class, CONFAB_ACTION_RESTORE, NULL, restore_activated);
}
