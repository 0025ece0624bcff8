/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-preset-changes.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "confab-prompt.h"

/* Presets of an application made, named and deleted, as the person answers. */

typedef enum {
  NEW,
  COPY,
  RENAME,
} What;

/* What is being named. */
typedef struct {
  ConfabOptionsEditor *editor;
  ConfabPresetKind kind;
  What what;
} Naming;

static void
free_naming (Naming *naming)
{
  g_object_unref (naming->editor);
  g_free (naming);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Naming, free_naming)

/* Saving ------------------------------------------------------------------------------------ */

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
    g_signal_emit_by_name (editor, "failed", error->message);
  else if (preset != confab_options_editor_get_preset (editor))
    confab_options_editor_set_preset (editor, preset);
  else
    /* While its options are being written, the editor does not tell of its new name. */
    g_signal_emit_by_name (editor, "changed");
}

static void
save (Naming     *naming,
      gint64      id,
      const char *name,
      const char *options)
{
  ConfabPresetRecord record = {
    .id = id,
    .app = confab_studio_app_get_record (confab_options_editor_get_app (naming->editor))->id,
    .name = (char *) name,
    .kind = naming->kind,
    .options = (char *) options,
  };

  confab_engine_save_preset_async (confab_options_editor_get_engine (naming->editor), &record, NULL,
                                   saved_cb, g_object_ref (naming->editor));
}

/* Naming ------------------------------------------------------------------------------------ */

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Naming) naming = user_data;
  ConfabPreset *current = confab_options_editor_get_preset (naming->editor);
  g_autofree char *name = confab_prompt_text_finish (result, NULL);
  g_autofree char *options = NULL;

  if (name == NULL || *name == '\0')
    return;

  switch (naming->what)
    {
    case NEW:
      save (naming, 0, name, "{}");
      break;
    case COPY:
      options = confab_options_to_json (confab_options_editor_get_options (naming->editor));
      save (naming, 0, name, options);
      break;
    case RENAME:
      if (current != NULL)
        save (naming, confab_preset_get_record (current)->id, name,
              confab_preset_get_record (current)->options);
      break;
    }
}

static void
ask_name (GtkWidget           *widget,
          ConfabOptionsEditor *editor,
          ConfabPresetKind     kind,
          What                 what,
          const char          *heading,
          const char          *initial)
{
  const ConfabPrompt prompt = {
    .heading = heading,
    .label = _("Name"),
    .initial = initial,
    .accept = what == RENAME ? _("_Rename") : _("_Add"),
  };
  Naming *naming = g_new0 (Naming, 1);

  naming->editor = g_object_ref (editor);
  naming->kind = kind;
  naming->what = what;
  confab_prompt_text_async (widget, &prompt, NULL, named_cb, naming);
}

/**
 * confab_preset_changes_add:
 * @widget: where it was asked for
 * @editor: (transfer none): of an application
 * @kind: of the new preset
 *
 * Asks for a name and makes an empty preset, which is then the one that is edited.
 */
void
confab_preset_changes_add (GtkWidget           *widget,
                           ConfabOptionsEditor *editor,
                           ConfabPresetKind     kind)
{
  ask_name (widget, editor, kind, NEW, _("New Preset"), NULL);
}

/**
 * confab_preset_changes_duplicate:
 * @widget: where it was asked for
 * @editor: (transfer none): of an application, set to a preset
 * @kind: of that preset
 *
 * Asks for a name and makes a copy, which is then the one that is edited.
 */
void
confab_preset_changes_duplicate (GtkWidget           *widget,
                                 ConfabOptionsEditor *editor,
                                 ConfabPresetKind     kind)
{
  ConfabPreset *current = confab_options_editor_get_preset (editor);
  g_autofree char *copy = NULL;

  if (current == NULL)
    return;

  copy = g_strdup_printf (_("Copy of %s"), confab_preset_get_record (current)->name);
  ask_name (widget, editor, kind, COPY, _("Duplicate Preset"), copy);
}

/**
 * confab_preset_changes_rename:
 * @widget: where it was asked for
 * @editor: (transfer none): of an application, set to a preset
 * @kind: of that preset
 *
 * Asks for another name.
 */
void
confab_preset_changes_rename (GtkWidget           *widget,
                              ConfabOptionsEditor *editor,
                              ConfabPresetKind     kind)
{
  ConfabPreset *current = confab_options_editor_get_preset (editor);

  if (current != NULL)
    ask_name (widget, editor, kind, RENAME, _("Rename Preset"),
              confab_preset_get_record (current)->name);
}

/* Deleting ---------------------------------------------------------------------------------- */

static void
delete_answered_cb (AdwMessageDialog    *dialog,
                    const char          *response,
                    ConfabOptionsEditor *editor)
{
  ConfabPreset *current = confab_options_editor_get_preset (editor);

  if (g_strcmp0 (response, "delete") == 0 && current != NULL)
    confab_engine_delete_preset (confab_options_editor_get_engine (editor), current);
}

/**
 * confab_preset_changes_delete:
 * @widget: where it was asked for
 * @editor: (transfer none): of an application, set to a preset
 *
 * Asks, and deletes it.
 */
void
confab_preset_changes_delete (GtkWidget           *widget,
                              ConfabOptionsEditor *editor)
{
  ConfabPreset *current = confab_options_editor_get_preset (editor);
  g_autofree char *heading = NULL;
  GtkWidget *dialog;

  if (current == NULL)
    return;

  heading = g_strdup_printf (_("Delete “%s”?"), confab_preset_get_record (current)->name);
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading,
                                   _("Sessions that use it go on without it. This cannot be "
                                     "undone."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "delete",
                                    _("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (delete_answered_cb), editor, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
