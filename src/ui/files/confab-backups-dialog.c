/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-backups-dialog.h"

#include <glib/gi18n.h>

#include "confab-export.h"

#define RESPONSE_RESTORE "restore"

struct _ConfabBackupsDialog
{
  AdwWindow parent_instance;

  ConfabEngine *engine;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (ConfabBackupsDialog, confab_backups_dialog, ADW_TYPE_WINDOW)

enum {
  REQUESTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The day stands in the name, such as confab-20261125.db. (transfer full) */
static char *
dup_day (const char *name)
{
  g_autoptr (GDateTime) day = NULL;
  int year;
  int month;
  int date;

  if (sscanf (name, "confab-%4d%2d%2d.db", &year, &month, &date) == 3)
    day = g_date_time_new_local (year, month, date, 0, 0, 0);
  if (day == NULL)
    return g_strdup (name);

  /* Translators: a day as it is written in full, for strftime. */
  return g_date_time_format (day, _("%A, %B %-d, %Y"));
}

static void
request (ConfabBackupsDialog *self,
         const char          *name)
{
  g_autoptr (GError) error = NULL;

  if (!confab_engine_request_restore (self->engine, name, &error))
    {
      g_autofree char *text = g_markup_escape_text (error->message, -1);

      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
      return;
    }

  g_signal_emit (self, signals[REQUESTED], 0);
}

static void
answered_cb (AdwMessageDialog    *question,
             const char          *response,
             ConfabBackupsDialog *self)
{
  const char *name = g_object_get_data (G_OBJECT (question), "name");

  g_assert (CONFAB_IS_BACKUPS_DIALOG (self));

  if (g_str_equal (response, RESPONSE_RESTORE))
    request (self, name);
}

static void
row_activated_cb (ConfabBackupsDialog *self,
                  GtkListBoxRow       *row)
{
  const char *name = g_object_get_data (G_OBJECT (row), "name");
  g_autofree char *day = dup_day (name);
  g_autofree char *heading = NULL;
  GtkWidget *question;

  /* Translators: %s is a day. */
  heading = g_strdup_printf (_("Restore the Backup of %s?"), day);
  question = adw_message_dialog_new (
    GTK_WINDOW (self), heading,
    _("Confab quits. When it starts again, everything is as it was in the backup; what came after "
      "it is kept in a file beside it."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "cancel", _("_Cancel"),
                                    RESPONSE_RESTORE, _("_Quit and Restore"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), RESPONSE_RESTORE,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "cancel");
  g_object_set_data_full (G_OBJECT (question), "name", g_strdup (name), g_free);
  g_signal_connect_object (question, "response", G_CALLBACK (answered_cb), self, 0);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (question), TRUE);
  gtk_window_present (GTK_WINDOW (question));
}

static void
confab_backups_dialog_dispose (GObject *object)
{
  ConfabBackupsDialog *self = CONFAB_BACKUPS_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_BACKUPS_DIALOG);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (confab_backups_dialog_parent_class)->dispose (object);
}

static void
confab_backups_dialog_class_init (ConfabBackupsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_backups_dialog_dispose;

  signals[REQUESTED] = g_signal_new ("requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/files/confab-backups-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabBackupsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, ConfabBackupsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabBackupsDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_backups_dialog_init (ConfabBackupsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
create_row (ConfabBackupsDialog *self,
            const char          *name)
{
  gint64 bytes = confab_engine_get_backup_size (self->engine, name);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *day = dup_day (name);
  g_autofree char *size = g_format_size ((guint64) MAX (bytes, 0));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), day);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (name), g_free);

  return row;
}

/**
 * confab_backups_dialog_new:
 * @parent: the window it stands before
 * @engine: (transfer none): whose copies
 *
 * Returns: (transfer none): the dialog, owned by GTK until it is closed
 */
GtkWidget *
confab_backups_dialog_new (GtkWindow    *parent,
                           ConfabEngine *engine)
{
  ConfabBackupsDialog *self;
  g_autoptr (GPtrArray) names = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (CONFAB_IS_ENGINE (engine), NULL);

  self = g_object_new (CONFAB_TYPE_BACKUPS_DIALOG, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  names = confab_engine_list_backups (engine);
  for (guint i = 0; i < names->len; i++)
    gtk_list_box_append (self->list, create_row (self, g_ptr_array_index (names, i)));
  gtk_stack_set_visible_child_name (self->stack, names->len > 0 ? "list" : "empty");

  return GTK_WIDGET (self);
}
