/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-preset-group.h"

#include <glib/gi18n.h>

#include "confab-preset-changes.h"
#include "confab-preset-files.h"

struct _ConfabPresetGroup
{
  AdwPreferencesGroup parent_instance;

  ConfabOptionsEditor *editor;
  ConfabPresetKind kind;
  GPtrArray *presets;  /* of ConfabPreset: those of the application and kind */
  GPtrArray *uses;     /* of GtkWidget: of a session, one row for each */
  gboolean filling;    /* or gone */

  AdwComboRow *choice; /* of an application */
  GtkWidget *used;
  GtkWidget *use;
  GtkWidget *own;      /* of a session: whether it says which */
};

G_DEFINE_FINAL_TYPE (ConfabPresetGroup, confab_preset_group, ADW_TYPE_PREFERENCES_GROUP)

/* What is still being saved keeps the group, but not its rows: nothing is shown any more. */
static void
confab_preset_group_dispose (GObject *object)
{
  CONFAB_PRESET_GROUP (object)->filling = TRUE;

  G_OBJECT_CLASS (confab_preset_group_parent_class)->dispose (object);
}

static void
confab_preset_group_finalize (GObject *object)
{
  ConfabPresetGroup *self = CONFAB_PRESET_GROUP (object);

  g_clear_object (&self->editor);
  g_ptr_array_unref (self->presets);
  g_ptr_array_unref (self->uses);

  G_OBJECT_CLASS (confab_preset_group_parent_class)->finalize (object);
}

static ConfabEngine *
get_engine (ConfabPresetGroup *self)
{
  return confab_options_editor_get_engine (self->editor);
}

static gint64
get_id (ConfabPreset *preset)
{
  return confab_preset_get_record (preset)->id;
}

static void
list_presets (ConfabPresetGroup *self)
{
  GListModel *model = confab_engine_get_presets (get_engine (self));
  gint64 app = confab_studio_app_get_record (confab_options_editor_get_app (self->editor))->id;

  g_ptr_array_set_size (self->presets, 0);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConfabPreset) preset = g_list_model_get_item (model, i);
      const ConfabPresetRecord *record = confab_preset_get_record (preset);

      if (record->app == app && record->kind == self->kind)
        g_ptr_array_add (self->presets, g_steal_pointer (&preset));
    }
}

/* Which are used ---------------------------------------------------------------------------- */

/* (transfer full): the ids that are used now, of all kinds */
static GArray *
list_used (ConfabPresetGroup *self)
{
  g_autoptr (GPtrArray) active = confab_engine_dup_active_presets (
    get_engine (self), confab_options_editor_get_app (self->editor),
    confab_options_editor_get_session (self->editor), NULL);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < active->len; i++)
    {
      gint64 id = get_id (g_ptr_array_index (active, i));

      g_array_append_val (ids, id);
    }

  return ids;
}

static gboolean
has_id (GArray *ids,
        gint64  id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;

  return FALSE;
}

static void
app_changed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ConfabPresetGroup) self = CONFAB_PRESET_GROUP (user_data);
  g_autoptr (GError) error = NULL;

  if (!confab_engine_change_app_finish (CONFAB_ENGINE (source), result, &error))
    g_signal_emit_by_name (self->editor, "failed", error->message);
}

static void
set_used (ConfabPresetGroup *self,
          ConfabPreset      *preset,
          gboolean           use)
{
  g_autoptr (GArray) ids = list_used (self);
  g_autoptr (ConfabOptions) before = NULL;
  g_autoptr (ConfabOptions) after = NULL;
  ConfabStudioApp *app = confab_options_editor_get_app (self->editor);
  ConfabSession *session = confab_options_editor_get_session (self->editor);
  gint64 id = get_id (preset);

  for (guint i = ids->len; i > 0; i--)
    if (g_array_index (ids, gint64, i - 1) == id)
      g_array_remove_index (ids, i - 1);
  if (use)
    g_array_append_val (ids, id);

  before = session != NULL ? confab_engine_dup_session_options (get_engine (self), session)
                           : confab_engine_dup_app_options (get_engine (self), app);
  after = ids->len > 0 || session != NULL
            ? confab_options_with_presets (before, (const gint64 *) (gpointer) ids->data, ids->len)
            : confab_options_without_presets (before);
  if (session != NULL)
    confab_engine_set_session_options (get_engine (self), session, after);
  else
    confab_engine_set_app_options_async (get_engine (self), app, after, NULL, app_changed_cb,
                                         g_object_ref (self));
}

static void
use_changed_cb (ConfabPresetGroup *self)
{
  ConfabPreset *preset = confab_options_editor_get_preset (self->editor);

  if (!self->filling && preset != NULL)
    set_used (self, preset, gtk_switch_get_active (GTK_SWITCH (self->use)));
}

static void
session_use_changed_cb (ConfabPresetGroup *self,
                        GParamSpec        *pspec,
                        GtkWidget         *use)
{
  if (!self->filling)
    set_used (self, g_object_get_data (G_OBJECT (use), "preset"),
              gtk_switch_get_active (GTK_SWITCH (use)));
}

static void
own_changed_cb (ConfabPresetGroup *self)
{
  g_autoptr (ConfabOptions) before = NULL;
  g_autoptr (ConfabOptions) after = NULL;
  g_autoptr (GArray) ids = NULL;
  ConfabSession *session = confab_options_editor_get_session (self->editor);

  if (self->filling)
    return;

  ids = list_used (self);
  before = confab_engine_dup_session_options (get_engine (self), session);
  after = gtk_switch_get_active (GTK_SWITCH (self->own))
            ? confab_options_with_presets (before, (const gint64 *) (gpointer) ids->data, ids->len)
            : confab_options_without_presets (before);
  confab_engine_set_session_options (get_engine (self), session, after);
}

/* Showing ----------------------------------------------------------------------------------- */

static GtkWidget *
create_switch_row (const char  *title,
                   const char  *subtitle,
                   GtkWidget  **use)
{
  GtkWidget *row = adw_action_row_new ();

  *use = gtk_switch_new ();
  gtk_widget_set_valign (*use, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), *use);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), *use);

  return row;
}

static void
show_session (ConfabPresetGroup *self)
{
  g_autoptr (GArray) ids = list_used (self);
  ConfabOptions *options = confab_options_editor_get_options (self->editor);
  gboolean is_own = confab_options_get (options, "/presets") != NULL;

  for (guint i = 0; i < self->uses->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  g_ptr_array_index (self->uses, i));
  g_ptr_array_set_size (self->uses, 0);

  gtk_switch_set_active (GTK_SWITCH (self->own), is_own);
  for (guint i = 0; i < self->presets->len; i++)
    {
      ConfabPreset *preset = g_ptr_array_index (self->presets, i);
      GtkWidget *use;
      GtkWidget *row = create_switch_row (confab_preset_get_record (preset)->name, NULL, &use);

      gtk_switch_set_active (GTK_SWITCH (use), has_id (ids, get_id (preset)));
      gtk_widget_set_sensitive (row, is_own);
      g_object_set_data_full (G_OBJECT (use), "preset", g_object_ref (preset), g_object_unref);
      g_signal_connect_object (use, "notify::active", G_CALLBACK (session_use_changed_cb), self,
                               G_CONNECT_SWAPPED);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->uses, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->presets->len > 0);
}

/* Changes in the list what is another. A new list in its place would not do: who chooses in it leads
 * to this, and then the selection of the old one is still telling of the choice when the row lets go
 * of it. */
static void
set_names (ConfabPresetGroup *self,
           GPtrArray         *names)
{
  GtkStringList *list = GTK_STRING_LIST (adw_combo_row_get_model (self->choice));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint same = 0;

  while (same < n && same < names->len &&
         g_str_equal (gtk_string_list_get_string (list, same), g_ptr_array_index (names, same)))
    same++;
  if (same < n)
    gtk_string_list_splice (list, same, n - same, NULL);
  for (; same < names->len; same++)
    gtk_string_list_append (list, g_ptr_array_index (names, same));
}

static void
show_app (ConfabPresetGroup *self)
{
  ConfabPreset *current = confab_options_editor_get_preset (self->editor);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GArray) ids = list_used (self);
  guint selected = 0;

  g_ptr_array_add (names, _("None: always sent"));
  for (guint i = 0; i < self->presets->len; i++)
    {
      ConfabPreset *preset = g_ptr_array_index (self->presets, i);

      g_ptr_array_add (names, confab_preset_get_record (preset)->name);
      if (preset == current)
        selected = i + 1;
    }
  set_names (self, names);
  adw_combo_row_set_selected (self->choice, selected);

  gtk_widget_set_visible (self->used, current != NULL);
  gtk_switch_set_active (GTK_SWITCH (self->use),
                         current != NULL && has_id (ids, get_id (current)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preset.rename", current != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preset.duplicate", current != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preset.delete", current != NULL);
}

static void
update_cb (ConfabPresetGroup *self)
{
  if (self->filling)
    return;

  self->filling = TRUE;
  list_presets (self);
  if (confab_options_editor_get_session (self->editor) != NULL)
    show_session (self);
  else
    show_app (self);
  self->filling = FALSE;
}

static void
chosen_cb (ConfabPresetGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->choice);

  if (self->filling || selected > self->presets->len)
    return;

  confab_options_editor_set_preset (self->editor,
                                    selected > 0
                                      ? g_ptr_array_index (self->presets, selected - 1)
                                      : NULL);
}

/* Actions ----------------------------------------------------------------------------------- */

static void
new_activated (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ConfabPresetGroup *self = CONFAB_PRESET_GROUP (widget);

  confab_preset_changes_add (widget, self->editor, self->kind);
}

static void
rename_activated (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  ConfabPresetGroup *self = CONFAB_PRESET_GROUP (widget);

  confab_preset_changes_rename (widget, self->editor, self->kind);
}

static void
duplicate_activated (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  ConfabPresetGroup *self = CONFAB_PRESET_GROUP (widget);

  confab_preset_changes_duplicate (widget, self->editor, self->kind);
}

static void
delete_activated (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  confab_preset_changes_delete (widget, CONFAB_PRESET_GROUP (widget)->editor);
}

static void
export_activated (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  ConfabPresetGroup *self = CONFAB_PRESET_GROUP (widget);

  confab_preset_files_export (widget, self->editor, self->kind);
}

static void
import_activated (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  ConfabPresetGroup *self = CONFAB_PRESET_GROUP (widget);

  confab_preset_files_import (widget, self->editor);
}

/* The object -------------------------------------------------------------------------------- */

static void
confab_preset_group_class_init (ConfabPresetGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_preset_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_preset_group_finalize;

  gtk_widget_class_install_action (widget_class, "preset.new", NULL, new_activated);
  gtk_widget_class_install_action (widget_class, "preset.rename", NULL, rename_activated);
  gtk_widget_class_install_action (widget_class, "preset.duplicate", NULL, duplicate_activated);
  gtk_widget_class_install_action (widget_class, "preset.delete", NULL, delete_activated);
  gtk_widget_class_install_action (widget_class, "preset.export", NULL, export_activated);
  gtk_widget_class_install_action (widget_class, "preset.import", NULL, import_activated);
}

static void
confab_preset_group_init (ConfabPresetGroup *self)
{
  self->presets = g_ptr_array_new_with_free_func (g_object_unref);
  self->uses = g_ptr_array_new ();
}

static GMenuModel *
create_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) changes = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();

  g_menu_append (changes, _("_New Preset…"), "preset.new");
  g_menu_append (changes, _("_Rename…"), "preset.rename");
  g_menu_append (changes, _("_Duplicate…"), "preset.duplicate");
  g_menu_append (changes, _("D_elete…"), "preset.delete");
  g_menu_append (files, _("_Import…"), "preset.import");
  g_menu_append (files, _("E_xport…"), "preset.export");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (changes));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));

  return G_MENU_MODEL (menu);
}

static void
build_app (ConfabPresetGroup *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *choice = adw_combo_row_new ();
  g_autoptr (GMenuModel) menu = create_menu ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->choice = ADW_COMBO_ROW (choice);
  adw_combo_row_set_model (self->choice, G_LIST_MODEL (names));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (choice), _("Preset"));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_tooltip_text (button, _("New, Rename, Duplicate, Delete"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("New, Rename, Duplicate, Delete"), -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (choice), button);
  adw_preferences_group_add (group, choice);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);

  self->used = create_switch_row (_("Use in New Sessions"),
                                  _("A session can choose another preset, or none."), &self->use);
  adw_preferences_group_add (group, self->used);
  g_signal_connect_object (self->use, "notify::active", G_CALLBACK (use_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
build_session (ConfabPresetGroup *self)
{
  GtkWidget *row = create_switch_row (_("Presets of Its Own"),
                                      _("Otherwise this session uses those of new sessions."),
                                      &self->own);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_signal_connect_object (self->own, "notify::active", G_CALLBACK (own_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * confab_preset_group_new:
 * @editor: (transfer none): of an application, which is then set to the preset that is chosen, or of
 *   a session
 * @kind: which presets
 *
 * Returns: (transfer floating): a group
 */
GtkWidget *
confab_preset_group_new (ConfabOptionsEditor *editor,
                         ConfabPresetKind     kind)
{
  ConfabPresetGroup *self = g_object_new (CONFAB_TYPE_PRESET_GROUP, NULL);

  self->editor = g_object_ref (editor);
  self->kind = kind;
  if (confab_options_editor_get_session (editor) != NULL)
    build_session (self);
  else
    build_app (self);

  g_signal_connect_object (editor, "changed", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_options_editor_get_app (editor), "notify::options",
                           G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  update_cb (self);

  return GTK_WIDGET (self);
}
