/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-plugins-group.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-json-path.h"
#include "confab-options-parts.h"
#include "confab-parameter-list.h"
#include "confab-prompt.h"
#include "confab-token-rows.h"

#define PARAMS "/input/biz_params/user_defined_params"
#define TOKENS "/tokens"

/* That a plug-in is in the list although nothing of it is set. */
#define LISTED "listed"

struct _ConfabPluginsGroup
{
  AdwPreferencesGroup parent_instance;

  ConfabOptionsEditor *editor;
  GPtrArray *rows; /* of GtkWidget, owned by the group */
  gboolean filling;
  GtkWidget *none;
  GtkWidget *add;
  ConfabFieldNote *note;
};

G_DEFINE_FINAL_TYPE (ConfabPluginsGroup, confab_plugins_group, ADW_TYPE_PREFERENCES_GROUP)

static void
confab_plugins_group_finalize (GObject *object)
{
  ConfabPluginsGroup *self = CONFAB_PLUGINS_GROUP (object);

  g_clear_object (&self->editor);
  g_clear_object (&self->none);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (confab_plugins_group_parent_class)->finalize (object);
}

static void
confab_plugins_group_class_init (ConfabPluginsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_plugins_group_finalize;
}

static const char *
get_code (GtkWidget *row)
{
  return gtk_widget_get_name (row);
}

/* The codes --------------------------------------------------------------------------------- */

static void
add_code (GPtrArray  *codes,
          const char *code)
{
  if (!g_ptr_array_find_with_equal_func (codes, code, g_str_equal, NULL))
    g_ptr_array_add (codes, g_strdup (code));
}

static void
add_members (ConfabPluginsGroup *self,
             GPtrArray          *codes,
             const char         *path)
{
  JsonNode *node = confab_options_editor_get (self->editor, path);
  JsonObjectIter iter;
  const char *name;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    add_code (codes, name);
}

/* Of what is kept beside the values: the first name after the place where plug-ins are. */
static void
add_kept (ConfabPluginsGroup *self,
          GPtrArray          *codes,
          const char         *place)
{
  static const char * const prefixes[] = { PARAMS "/", TOKENS "/" };
  JsonNode *node = confab_options_editor_get (self->editor, place);
  JsonObjectIter iter;
  const char *path;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &path, NULL))
    for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
      if (g_str_has_prefix (path, prefixes[i]))
        {
          g_auto (GStrv) names = confab_json_path_split (path + strlen (prefixes[i]) - 1);

          if (names != NULL && names[0] != NULL)
            add_code (codes, names[0]);
        }
}

static GPtrArray *
list_codes (ConfabPluginsGroup *self)
{
  GPtrArray *codes = g_ptr_array_new_with_free_func (g_free);

  add_members (self, codes, PARAMS);
  add_members (self, codes, TOKENS);
  add_kept (self, codes, "/local/off");
  add_kept (self, codes, "/local/about");

  return codes;
}

/* On and off -------------------------------------------------------------------------------- */

static gboolean
is_off (ConfabPluginsGroup *self,
        const char         *code)
{
  g_autofree char *path = confab_json_path_join (PARAMS, code, NULL);
  JsonNode *off =
    confab_options_get_about (confab_options_editor_get_options (self->editor), path, "off");

  return off != NULL;
}

/* All of a plug-in goes out of what is sent, or comes back. */
static void
set_on (ConfabPluginsGroup *self,
        const char         *code,
        gboolean            on)
{
  g_autofree char *params = confab_json_path_join (PARAMS, code, NULL);
  g_autofree char *token = confab_json_path_join (TOKENS, code, NULL);
  g_autoptr (JsonNode) off = on ? NULL : json_node_init_boolean (json_node_alloc (), TRUE);
  g_autoptr (ConfabOptions) without = NULL;
  g_autoptr (ConfabOptions) silent = NULL;
  g_autoptr (ConfabOptions) options = NULL;

  without = confab_options_switch (confab_options_editor_get_options (self->editor), params, on);
  silent = confab_options_switch (without, token, on);
  options = confab_options_with_about (silent, params, "off", off);
  confab_options_editor_set_options (self->editor, options);
}

static void
on_changed_cb (ConfabPluginsGroup *self,
               GParamSpec         *pspec,
               GtkWidget          *on)
{
  GtkWidget *row = g_object_get_data (G_OBJECT (on), "row");

  if (!self->filling)
    set_on (self, get_code (row), gtk_switch_get_active (GTK_SWITCH (on)));
}

/* The rows ---------------------------------------------------------------------------------- */

/* (transfer full): without anything of a plug-in */
static ConfabOptions *
forget (ConfabOptions *options,
        const char    *code)
{
  static const char * const places[] = { "/local/off", "/local/about" };
  g_autofree char *params = confab_json_path_join (PARAMS, code, NULL);
  g_autofree char *token = confab_json_path_join (TOKENS, code, NULL);
  g_autoptr (ConfabOptions) labelled = confab_options_put (options, params, NULL);
  g_autoptr (ConfabOptions) named = confab_options_put (labelled, token, NULL);
  ConfabOptions *rest = confab_options_with_label (named, CONFAB_LABEL_PLUGIN, code, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      JsonNode *node = confab_options_get (rest, places[i]);
      g_autoptr (JsonNode) kept = node != NULL ? json_node_copy (node) : NULL;
      g_autoptr (GList) paths = NULL;

      if (kept == NULL || !JSON_NODE_HOLDS_OBJECT (kept))
        continue;
      paths = json_object_get_members (json_node_get_object (kept));
      for (GList *l = paths; l != NULL; l = l->next)
        {
          const char *path = l->data;
          gsize length = strlen (params);
          g_autofree char *whole = confab_json_path_join (places[i], path, NULL);
          ConfabOptions *next;

          if (!g_str_equal (path, token) &&
              (strncmp (path, params, length) != 0 ||
               (path[length] != '/' && path[length] != '\0')))
            continue;
          next = confab_options_put (rest, whole, NULL);
          confab_options_unref (rest);
          rest = next;
        }
    }

  return rest;
}

/* The token leaves the keyring with the last options that name it. */
static void
remove_clicked_cb (ConfabPluginsGroup *self,
                   GtkWidget          *button)
{
  GtkWidget *row = g_object_get_data (G_OBJECT (button), "row");
  g_autoptr (ConfabOptions) options =
    forget (confab_options_editor_get_options (self->editor), get_code (row));

  gtk_widget_grab_focus (self->add);
  confab_options_editor_set_options (self->editor, options);
}

static void
label_changed_cb (ConfabPluginsGroup *self,
                  GtkEditable        *entry)
{
  GtkWidget *row = g_object_get_data (G_OBJECT (entry), "row");
  const char *text = gtk_editable_get_text (entry);
  g_autoptr (ConfabOptions) options =
    confab_options_with_label (confab_options_editor_get_options (self->editor),
                               CONFAB_LABEL_PLUGIN, get_code (row), *text != '\0' ? text : NULL);

  if (!self->filling)
    confab_options_editor_set_options (self->editor, options);
}

static void
add_clicked_cb (ConfabParameterList *list)
{
  confab_parameter_list_add (list);
}

static void
show_row (ConfabPluginsGroup *self,
          GtkWidget          *row)
{
  const char *code = get_code (row);
  const char *label = confab_options_editor_get_label (self->editor, CONFAB_LABEL_PLUGIN, code);
  gboolean off = is_off (self, code);
  GtkEditable *entry = g_object_get_data (G_OBJECT (row), "label");
  g_autofree char *subtitle =
    off ? g_strdup (_("Not sent")) : g_strdup (label != NULL ? code : "");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label != NULL ? label : code);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  if (g_strcmp0 (gtk_editable_get_text (entry), label != NULL ? label : "") != 0)
    gtk_editable_set_text (entry, label != NULL ? label : "");
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), !off);
  gtk_switch_set_active (GTK_SWITCH (g_object_get_data (G_OBJECT (row), "on")), !off);
}

static GtkWidget *
create_button_row (const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);

  return row;
}

static GtkWidget *
add_row (ConfabPluginsGroup *self,
         const char         *code)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *on = gtk_switch_new ();
  GtkWidget *remove = confab_options_parts_new_button (
    "user-trash-symbolic", _("Remove Plug-in and Its Token"), NULL);
  GtkWidget *label = adw_entry_row_new ();
  GtkWidget *tail = create_button_row (_("Add Parameter"));
  const char *known = confab_options_editor_get_label (self->editor, CONFAB_LABEL_PLUGIN, code);
  g_autofree char *base = confab_json_path_join (PARAMS, code, NULL);
  ConfabParameterList *list;

  gtk_widget_set_name (row, code);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_set_valign (on, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (on), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Send This Plug-in"), -1);
  gtk_widget_set_tooltip_text (on, _("Send This Plug-in"));
  g_object_set_data (G_OBJECT (on), "row", row);
  g_object_set_data (G_OBJECT (remove), "row", row);
  g_object_set_data (G_OBJECT (row), "on", on);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), remove);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), on);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (label), _("Label (optional)"));
  gtk_editable_set_text (GTK_EDITABLE (label), known != NULL ? known : "");
  g_object_set_data (G_OBJECT (label), "row", row);
  g_object_set_data (G_OBJECT (row), "label", label);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), label);
  g_object_set_data_full (G_OBJECT (row), "token",
                          confab_token_rows_new (self->editor, code, ADW_EXPANDER_ROW (row)),
                          g_object_unref);
  list = confab_parameter_list_new (self->editor, base, NULL, row, tail);
  g_object_set_data_full (G_OBJECT (row), "list", list, g_object_unref);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
  show_row (self, row);
  g_signal_connect_object (on, "notify::active", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (label, "changed", G_CALLBACK (label_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tail, "activated", G_CALLBACK (add_clicked_cb), list,
                           G_CONNECT_SWAPPED);

  return row;
}

/* What is wrong with all of them: too many, or not for this kind of application. */
static void
show_problem (ConfabPluginsGroup *self)
{
  g_autofree char *problem = confab_options_editor_dup_problem (self->editor, PARAMS, TRUE);

  if (problem == NULL)
    problem = confab_options_editor_dup_problem (self->editor, TOKENS, TRUE);
  confab_field_note_set_text (self->note, problem);
}

static void
update_cb (ConfabPluginsGroup *self)
{
  g_autoptr (GPtrArray) codes = list_codes (self);

  self->filling = TRUE;
  for (guint i = self->rows->len; i > 0; i--)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i - 1);
      guint position;

      if (g_ptr_array_find_with_equal_func (codes, get_code (row), g_str_equal, &position))
        {
          g_ptr_array_remove_index (codes, position);
          show_row (self, row);
          continue;
        }
      g_ptr_array_remove_index (self->rows, i - 1);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
    }
  for (guint i = 0; i < codes->len; i++)
    add_row (self, g_ptr_array_index (codes, i));
  confab_options_parts_show_none (ADW_PREFERENCES_GROUP (self), self->none, self->editor, PARAMS,
                                  CONFAB_LABEL_PLUGIN, NULL, self->rows->len == 0);
  show_problem (self);
  self->filling = FALSE;
}

/* Adding ------------------------------------------------------------------------------------ */

static void
code_given_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ConfabPluginsGroup) self = CONFAB_PLUGINS_GROUP (user_data);
  g_autofree char *code = confab_prompt_text_finish (result, NULL);
  g_autoptr (JsonNode) yes = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_autofree char *path = NULL;

  if (code == NULL || *code == '\0')
    return;

  path = confab_json_path_join (PARAMS, code, NULL);
  yes = json_node_init_boolean (json_node_alloc (), TRUE);
  options = confab_options_with_about (confab_options_editor_get_options (self->editor), path,
                                       LISTED, yes);
  confab_options_editor_set_options (self->editor, options);
  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (get_code (g_ptr_array_index (self->rows, i)), code))
      adw_expander_row_set_expanded (g_ptr_array_index (self->rows, i), TRUE);
}

static void
add_plugin_clicked_cb (ConfabPluginsGroup *self)
{
  const ConfabPrompt prompt = {
    .heading = _("Add Plug-in"),
    .body = _("The ID of the plug-in, or the code of the MCP server, as Model Studio shows it."),
    .label = _("ID"),
    .accept = _("_Add"),
  };

  confab_prompt_text_async (GTK_WIDGET (self), &prompt, NULL, code_given_cb,
                            g_object_ref (self));
}

static void
confab_plugins_group_init (ConfabPluginsGroup *self)
{
  self->rows = g_ptr_array_new ();
}

/**
 * confab_plugins_group_new:
 * @editor: (transfer none): whose plug-ins
 *
 * Returns: (transfer floating): a group
 */
GtkWidget *
confab_plugins_group_new (ConfabOptionsEditor *editor)
{
  ConfabPluginsGroup *self = g_object_new (CONFAB_TYPE_PLUGINS_GROUP, NULL);

  self->editor = g_object_ref (editor);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Plug-ins"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self), _("What is off is not sent. Types are kept as they are."));

  self->add = confab_options_parts_new_add (ADW_PREFERENCES_GROUP (self), _("Add Plug-in"), NULL);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_plugin_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  self->note = confab_options_parts_add_note (ADW_PREFERENCES_GROUP (self));
  self->none = confab_options_parts_new_none ();

  g_signal_connect_object (editor, "changed", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  update_cb (self);

  return GTK_WIDGET (self);
}
