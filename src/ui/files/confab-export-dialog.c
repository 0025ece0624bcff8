/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-export-dialog.h"

#include <glib/gi18n.h>

#include "confab-export.h"
#include "confab-field-note.h"
#include "confab-file-choice.h"

/* In the order of the drop-down. */
typedef enum {
  SCOPE_SESSION,
  SCOPE_APP,
  SCOPE_ALL,
} Scope;

struct _ConfabExportDialog
{
  AdwWindow parent_instance;

  ConfabEngine *engine;
  ConfabSession *session;
  GCancellable *cancellable; /* ends with the dialog */
  gboolean exporting;

  AdwComboRow *scope;
  AdwComboRow *format;
  ConfabFieldNote *note;
  GtkSwitch *thoughts;
  GtkSwitch *citations;
  GtkSwitch *parameters;
  GtkWidget *export_button;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ConfabExportDialog, confab_export_dialog, ADW_TYPE_WINDOW)

enum {
  EXPORTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* In the order of ConfabExportFormat. */
static const struct {
  const char *kind;
  const char *suffix;
  const char *note;
} formats[] = {
  { N_("Markdown"), "md", N_("Text for notes and editors") },
  { N_("Web Page"), "html", N_("Opens in any browser and loads nothing") },
  { N_("Confab’s Own (JSON)"), "json", N_("Complete, with all versions; Confab can import it") },
};

/* (transfer full) (element-type ConfabSession): those that are stored. */
static GPtrArray *
list_sessions (ConfabExportDialog *self,
               Scope               scope)
{
  GListModel *all = confab_engine_get_sessions (self->engine);
  ConfabStudioApp *app = confab_session_get_app (self->session);
  GPtrArray *sessions = g_ptr_array_new_with_free_func (g_object_unref);

  if (scope == SCOPE_SESSION)
    {
      g_ptr_array_add (sessions, g_object_ref (self->session));
      return sessions;
    }

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (all, i);

      if (confab_session_get_id (session) != 0 && confab_session_has_begun (session) &&
          (scope == SCOPE_ALL || confab_session_get_app (session) == app))
        g_ptr_array_add (sessions, g_steal_pointer (&session));
    }

  return sessions;
}

static ConfabExportFormat
get_format (ConfabExportDialog *self)
{
  return (ConfabExportFormat) adw_combo_row_get_selected (self->format);
}

static void
set_exporting (ConfabExportDialog *self,
               gboolean            exporting)
{
  self->exporting = exporting;
  gtk_widget_set_sensitive (self->export_button, !exporting);
  gtk_spinner_set_spinning (self->spinner, exporting);
}

/* What happened, and what to do. */
static void
show_error (ConfabExportDialog *self,
            const GError       *error)
{
  const char *advice = _("Try again, or choose another folder.");
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    advice = _("Make room on the disk, or choose another folder.");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    advice = _("Choose another folder.");

  /* Translators: what happened, and what to do; each is a sentence. */
  text = g_strdup_printf (_("Not exported: %s. %s"), error->message, advice);
  confab_field_note_set_text (self->note, text);
}

typedef struct {
  ConfabExportDialog *dialog;
  GPtrArray *sessions;
  GFile *file;
} Job;

static void
free_job (Job *job)
{
  g_object_unref (job->dialog);
  g_ptr_array_unref (job->sessions);
  g_clear_object (&job->file);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, free_job)

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Job) job = user_data;
  ConfabExportDialog *self = job->dialog;
  g_autoptr (GError) error = NULL;
  gboolean good = confab_engine_export_finish (CONFAB_ENGINE (source), result, &error);

  if (self->export_button == NULL)
    return;

  set_exporting (self, FALSE);
  if (good)
    {
      g_signal_emit (self, signals[EXPORTED], 0, job->file);
      gtk_window_close (GTK_WINDOW (self));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      show_error (self, error);
    }
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Job) job = user_data;
  ConfabExportDialog *self = job->dialog;
  g_autoptr (GFile) file = confab_file_choice_finish (result, NULL);
  g_autoptr (GPtrArray) sessions = NULL;
  ConfabExportParts parts = 0;

  if (file == NULL || self->export_button == NULL)
    return;

  if (gtk_switch_get_active (self->thoughts))
    parts |= CONFAB_EXPORT_THOUGHTS;
  if (gtk_switch_get_active (self->citations))
    parts |= CONFAB_EXPORT_CITATIONS;
  if (gtk_switch_get_active (self->parameters))
    parts |= CONFAB_EXPORT_PARAMETERS;

  set_exporting (self, TRUE);
  job->file = g_object_ref (file);
  sessions = g_ptr_array_ref (job->sessions);
  confab_engine_export_async (self->engine, sessions, get_format (self), parts, file,
                              self->cancellable, exported_cb, g_steal_pointer (&job));
}

static void
export_clicked_cb (ConfabExportDialog *self)
{
  ConfabExportFormat format = get_format (self);
  g_autofree char *name = NULL;
  Job *job;

  if (self->exporting)
    return;

  confab_field_note_set_text (self->note, NULL);
  job = g_new0 (Job, 1);
  job->dialog = g_object_ref (self);
  job->sessions = list_sessions (self, (Scope) adw_combo_row_get_selected (self->scope));
  name = confab_export_suggest_name (job->sessions, format);
  confab_file_choice_async (GTK_WINDOW (self),
                            &(ConfabFileChoice) {
                              .title = _("Export As"),
                              .accept = _("_Export"),
                              .name = name,
                              .kind = _(formats[format].kind),
                              .suffix = formats[format].suffix,
                            },
                            self->cancellable, file_chosen_cb, job);
}

static void
format_selected_cb (ConfabExportDialog *self)
{
  guint format = adw_combo_row_get_selected (self->format);

  if (format < G_N_ELEMENTS (formats))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->format), _(formats[format].note));
  confab_field_note_set_text (self->note, NULL);
}

/* Which one is said only where it is one. */
static void
scope_selected_cb (ConfabExportDialog *self)
{
  gboolean one = adw_combo_row_get_selected (self->scope) == SCOPE_SESSION;

  if (self->session != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->scope),
                                 one ? confab_session_get_title (self->session) : NULL);
}

static void
confab_export_dialog_dispose (GObject *object)
{
  ConfabExportDialog *self = CONFAB_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (confab_export_dialog_parent_class)->dispose (object);
}

static void
confab_export_dialog_class_init (ConfabExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_export_dialog_dispose;

  signals[EXPORTED] = g_signal_new ("exported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);

  g_type_ensure (CONFAB_TYPE_FIELD_NOTE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab_chat/Confab/files/confab-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabExportDialog, scope);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportDialog, note);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportDialog, thoughts);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportDialog, citations);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportDialog, parameters);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabExportDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, scope_selected_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_export_dialog_init (ConfabExportDialog *self)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    gtk_string_list_append (kinds, _(formats[i].kind));
  adw_combo_row_set_model (self->format, G_LIST_MODEL (kinds));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->export_button);
}

/* What each choice means in numbers. */
static void
fill_scope (ConfabExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) of_app = list_sessions (self, SCOPE_APP);
  g_autoptr (GPtrArray) all = list_sessions (self, SCOPE_ALL);
  g_autofree char *app_text = NULL;
  g_autofree char *all_text = NULL;

  /* Translators: the name of an application, and how many sessions there are with it. */
  app_text = g_strdup_printf (_("All with %s (%u)"),
                              confab_studio_app_get_name (confab_session_get_app (self->session)),
                              of_app->len);
  /* Translators: how many sessions there are. */
  all_text = g_strdup_printf (_("All sessions (%u)"), all->len);
  gtk_string_list_append (names, _("This session"));
  gtk_string_list_append (names, app_text);
  gtk_string_list_append (names, all_text);
  adw_combo_row_set_model (self->scope, G_LIST_MODEL (names));
  scope_selected_cb (self);
}

/**
 * confab_export_dialog_new:
 * @parent: the window it stands before
 * @engine: (transfer none): what exports
 * @session: (transfer none): a stored session, which is the first choice
 *
 * Returns: (transfer none): the dialog, owned by GTK until it is closed
 */
GtkWidget *
confab_export_dialog_new (GtkWindow     *parent,
                          ConfabEngine  *engine,
                          ConfabSession *session)
{
  ConfabExportDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (CONFAB_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (CONFAB_IS_SESSION (session), NULL);

  self = g_object_new (CONFAB_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  self->session = g_object_ref (session);
  fill_scope (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->scope));

  return GTK_WIDGET (self);
}
