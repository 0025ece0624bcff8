/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-preset-files.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "confab-preset-file.h"

/* Presets of an application to a file and from one. */

static void
fail (ConfabOptionsEditor *editor,
      const char          *sentence)
{
  g_signal_emit_by_name (editor, "failed", sentence);
}

static GtkFileChooserNative *
ask_file (GtkWidget            *widget,
          const char           *title,
          GtkFileChooserAction  action,
          const char           *accept)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    title, GTK_WINDOW (gtk_widget_get_root (widget)), action, accept, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_filter_set_name (filter, _("JSON"));
  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);

  return chooser;
}

/* Exporting --------------------------------------------------------------------------------- */

typedef struct {
  ConfabOptionsEditor *editor;
  char *text;
} Export;

static void
free_export (gpointer  data,
             GClosure *closure)
{
  Export *export = data;

  g_object_unref (export->editor);
  g_free (export->text);
  g_free (export);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ConfabOptionsEditor) editor = CONFAB_OPTIONS_EDITOR (user_data);
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    fail (editor, error->message);
}

static void
export_chosen_cb (GtkNativeDialog *dialog,
                  int              response,
                  Export          *export)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    {
      bytes = g_bytes_new (export->text, strlen (export->text));
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                           written_cb, g_object_ref (export->editor));
    }
  g_object_unref (dialog);
}

/**
 * confab_preset_files_export:
 * @widget: where it was asked for
 * @editor: (transfer none): of an application
 * @kind: which of its presets
 *
 * Asks for a file and writes the presets to it, without tokens.
 */
void
confab_preset_files_export (GtkWidget           *widget,
                            ConfabOptionsEditor *editor,
                            ConfabPresetKind     kind)
{
  GListModel *model = confab_engine_get_presets (confab_options_editor_get_engine (editor));
  gint64 app = confab_studio_app_get_record (confab_options_editor_get_app (editor))->id;
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  GtkFileChooserNative *chooser;
  Export *export;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabPreset) preset = g_list_model_get_item (model, i); /* the list holds it */
      const ConfabPresetRecord *record = confab_preset_get_record (preset);

      if (record->app == app && record->kind == kind)
        g_ptr_array_add (records, (gpointer) record);
    }
  if (records->len == 0)
    {
      fail (editor, _("There are no presets to export."));
      return;
    }

  export = g_new0 (Export, 1);
  export->editor = g_object_ref (editor);
  export->text = confab_preset_file_write (records);
  chooser = ask_file (widget, _("Export Presets"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "presets.json");
  g_signal_connect_data (chooser, "response", G_CALLBACK (export_chosen_cb), export, free_export,
                         0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Importing --------------------------------------------------------------------------------- */

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ConfabOptionsEditor) editor = CONFAB_OPTIONS_EDITOR (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabPreset) preset =
    confab_engine_save_preset_finish (CONFAB_ENGINE (source), result, &error);

  if (preset == NULL)
    fail (editor, error->message);
}

typedef struct {
  ConfabOptionsEditor *editor;
  GtkWidget *widget; /* where it was asked for */
} Import;

static Import *
new_import (ConfabOptionsEditor *editor,
            GtkWidget           *widget)
{
  Import *import = g_new0 (Import, 1);

  import->editor = g_object_ref (editor);
  import->widget = g_object_ref (widget);

  return import;
}

static void
free_import (Import *import)
{
  g_object_unref (import->editor);
  g_object_unref (import->widget);
  g_free (import);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Import, free_import)

static void
import_gone_cb (gpointer  import,
                GClosure *closure)
{
  free_import (import);
}

/* A reason does not fit into a toast, and should not go by itself. */
static void
show_refusal (GtkWidget  *widget,
              GFile      *file,
              const char *reason)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  if (!GTK_IS_WINDOW (root))
    return;

  /* Translators: %s is the name of a file. */
  heading = g_strdup_printf (_("“%s” Was Not Imported"), name);
  body = g_strdup_printf ("%s\n\n%s", reason, _("Nothing has been changed."));
  dialog = adw_message_dialog_new (GTK_WINDOW (root), heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The function that asks whether to go on has no data of its own. */
static gboolean
read_more_cb (const char *text,
              goffset     size,
              gpointer    unused)
{
  return size <= CONFAB_PRESET_FILE_MAX;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Import) import = user_data;
  ConfabOptionsEditor *editor = import->editor;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) records = NULL;
  gsize length = 0;

  if (g_file_load_partial_contents_finish (G_FILE (source), result, &text, &length, NULL, &error) &&
      length <= CONFAB_PRESET_FILE_MAX)
    records = confab_preset_file_read (text, (gssize) length, &error);
  if (records == NULL)
    {
      show_refusal (import->widget, G_FILE (source),
                    error != NULL ? error->message : _("This file is too large."));
      return;
    }

  for (guint i = 0; i < records->len; i++)
    {
      ConfabPresetRecord *record = g_ptr_array_index (records, i);

      record->app = confab_studio_app_get_record (confab_options_editor_get_app (editor))->id;
      confab_engine_save_preset_async (confab_options_editor_get_engine (editor), record, NULL,
                                       saved_cb, g_object_ref (editor));
    }
}

static void
import_chosen_cb (GtkNativeDialog *dialog,
                  int              response,
                  Import          *import)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    g_file_load_partial_contents_async (file, NULL, read_more_cb, loaded_cb,
                                        new_import (import->editor, import->widget));
  g_object_unref (dialog);
}

/**
 * confab_preset_files_import:
 * @widget: where it was asked for
 * @editor: (transfer none): of an application
 *
 * Asks for a file and adds the presets in it.
 */
void
confab_preset_files_import (GtkWidget           *widget,
                            ConfabOptionsEditor *editor)
{
  GtkFileChooserNative *chooser =
    ask_file (widget, _("Import Presets"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"));

  g_signal_connect_data (chooser, "response", G_CALLBACK (import_chosen_cb),
                         new_import (editor, widget), import_gone_cb, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
