/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-rows.h"

#include <glib/gi18n.h>

#include "confab-field-note.h"
#include "confab-json.h"
#include "confab-tag-box.h"
#include "confab-wrap-box.h"

/* A row and what it is about. It belongs to the row's widget and goes with it. */
typedef struct {
  ConfabOptionsEditor *editor;
  char *path;
  char *subtitle;
  ConfabValueType type;
  const ConfabChoice *choices;
  guint n_choices;
  gboolean filling;

  GtkWidget *widget; /* unowned, as is the next */
  ConfabFieldNote *note;
} Row;

static void
free_row (gpointer data)
{
  Row *row = data;

  g_object_unref (row->editor);
  g_free (row->path);
  g_free (row->subtitle);
  g_free (row);
}

static Row *
add_row (AdwPreferencesGroup *group,
         ConfabOptionsEditor *editor,
         GtkWidget           *widget,
         const char          *path,
         const char          *title)
{
  Row *row = g_new0 (Row, 1);

  row->editor = g_object_ref (editor);
  row->path = g_strdup (path);
  row->widget = widget;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), title);
  adw_preferences_group_add (group, widget);
  row->note = g_object_new (CONFAB_TYPE_FIELD_NOTE, "field", widget, NULL);
  adw_preferences_group_add (group, GTK_WIDGET (row->note));
  g_object_set_data_full (G_OBJECT (widget), "confab-row", row, free_row);

  return row;
}

static Row *
get_row (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "confab-row");
}

/* What holds while nothing is set. (transfer full) (nullable) */
static char *
describe_below (Row *row)
{
  JsonNode *below = confab_options_get (confab_options_editor_get_below (row->editor), row->path);
  g_autofree char *text = NULL;

  if (below == NULL)
    return NULL;

  for (guint i = 0; i < row->n_choices; i++)
    {
      g_autoptr (JsonNode) value = confab_json_parse (row->choices[i].json, -1, NULL);

      if (json_node_equal (value, below))
        text = g_strdup (_(row->choices[i].name));
    }
  if (text == NULL)
    text = confab_value_to_text (below);

  return g_strdup_printf (_("As set elsewhere: %s"), text);
}

static void
show_problem (Row        *row,
              const char *sentence)
{
  g_autofree char *problem = NULL;

  if (sentence == NULL)
    problem = confab_options_editor_dup_problem (row->editor, row->path, FALSE);
  confab_field_note_set_text (row->note, sentence != NULL ? sentence : problem);
}

/* Choices ----------------------------------------------------------------------------------- */

static void
choice_changed_cb (GtkWidget *widget)
{
  Row *row = get_row (widget);
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (widget));
  g_autoptr (JsonNode) value = NULL;

  if (row->filling || selected > row->n_choices)
    return;

  if (selected > 0)
    value = confab_json_parse (row->choices[selected - 1].json, -1, NULL);
  confab_options_editor_set (row->editor, row->path, value, NULL);
}

static void
update_choice_cb (GtkWidget *widget)
{
  Row *row = get_row (widget);
  JsonNode *value = confab_options_editor_get (row->editor, row->path);
  g_autofree char *below = describe_below (row);
  guint selected = value != NULL ? GTK_INVALID_LIST_POSITION : 0;

  for (guint i = 0; value != NULL && i < row->n_choices; i++)
    {
      g_autoptr (JsonNode) each = confab_json_parse (row->choices[i].json, -1, NULL);

      if (json_node_equal (each, value))
        selected = i + 1;
    }

  row->filling = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (widget), selected);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget),
                               value == NULL && below != NULL ? below
                               : row->subtitle != NULL        ? row->subtitle
                                                              : "");
  row->filling = FALSE;
  show_problem (row, NULL);
}

/**
 * confab_options_rows_add_choice:
 * @group: where it goes
 * @editor: (transfer none): whose value
 * @path: a JSON pointer to the value
 * @title: its name
 * @subtitle: (nullable): what it does
 * @choices: what it can be; they are static
 * @n_choices: how many
 */
void
confab_options_rows_add_choice (AdwPreferencesGroup *group,
                                ConfabOptionsEditor *editor,
                                const char          *path,
                                const char          *title,
                                const char          *subtitle,
                                const ConfabChoice  *choices,
                                guint                n_choices)
{
  GtkWidget *widget = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  Row *row = add_row (group, editor, widget, path, title);

  row->subtitle = g_strdup (subtitle);
  row->choices = choices;
  row->n_choices = n_choices;
  gtk_string_list_append (names, _("Not Set"));
  for (guint i = 0; i < n_choices; i++)
    gtk_string_list_append (names, _(choices[i].name));
  row->filling = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (widget), G_LIST_MODEL (names));
  row->filling = FALSE;

  g_signal_connect (widget, "notify::selected", G_CALLBACK (choice_changed_cb), NULL);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update_choice_cb), widget,
                           G_CONNECT_SWAPPED);
  update_choice_cb (widget);
}

/**
 * confab_options_rows_add_boolean:
 * @group: where it goes
 * @editor: (transfer none): whose value
 * @path: a JSON pointer to the value
 * @title: its name
 * @subtitle: (nullable): what it does
 */
void
confab_options_rows_add_boolean (AdwPreferencesGroup *group,
                                 ConfabOptionsEditor *editor,
                                 const char          *path,
                                 const char          *title,
                                 const char          *subtitle)
{
  static const ConfabChoice choices[] = { { "true", N_("Yes") }, { "false", N_("No") } };

  confab_options_rows_add_choice (group, editor, path, title, subtitle, choices,
                                  G_N_ELEMENTS (choices));
}

/* Texts ------------------------------------------------------------------------------------- */

static void
text_changed_cb (GtkWidget *widget)
{
  Row *row = get_row (widget);
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
  g_autoptr (JsonNode) value = NULL;
  g_autoptr (JsonNode) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *objection = NULL;

  if (row->filling)
    return;

  g_strstrip (text);
  if (*text != '\0')
    value = confab_value_from_text (row->type, text, &error);
  if (value != NULL)
    objection = confab_options_editor_dup_objection (row->editor, row->path, value);
  if (objection != NULL)
    g_clear_pointer (&value, json_node_unref);
  else if (error != NULL)
    objection = g_strdup (error->message);
  if (objection != NULL)
    draft = confab_value_from_text (CONFAB_VALUE_TEXT, text, NULL);

  row->filling = TRUE;
  confab_options_editor_set (row->editor, row->path, value, draft);
  row->filling = FALSE;
  show_problem (row, objection);
}

static void
update_text_cb (GtkWidget *widget)
{
  Row *row = get_row (widget);
  JsonNode *value = confab_options_editor_get (row->editor, row->path);
  JsonNode *draft = confab_options_editor_get_draft (row->editor, row->path);
  g_autofree char *text = NULL;
  g_autofree char *objection = NULL;
  g_autoptr (GError) error = NULL;

  if (row->filling)
    return;

  if (draft != NULL)
    {
      g_autoptr (JsonNode) refused = NULL;

      text = confab_value_to_text (draft);
      refused = confab_value_from_text (row->type, text, &error);
      objection = refused != NULL
                    ? confab_options_editor_dup_objection (row->editor, row->path, refused)
                    : g_strdup (error->message);
    }
  else if (value != NULL)
    text = confab_value_to_text (value);

  row->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (widget), text != NULL ? text : "");
  row->filling = FALSE;
  show_problem (row, objection);
}

/**
 * confab_options_rows_add_text:
 * @group: where it goes
 * @editor: (transfer none): whose value
 * @path: a JSON pointer to the value
 * @title: its name
 * @type: what it must be
 */
void
confab_options_rows_add_text (AdwPreferencesGroup *group,
                              ConfabOptionsEditor *editor,
                              const char          *path,
                              const char          *title,
                              ConfabValueType      type)
{
  GtkWidget *widget = adw_entry_row_new ();
  Row *row = add_row (group, editor, widget, path, title);

  row->type = type;
  g_signal_connect (widget, "changed", G_CALLBACK (text_changed_cb), NULL);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update_text_cb), widget,
                           G_CONNECT_SWAPPED);
  update_text_cb (widget);
}

/* Members that no row has ------------------------------------------------------------------- */

typedef struct {
  ConfabOptionsEditor *editor;
  char *base;
  const char * const *but;
  gboolean filling;
  ConfabFieldNote *note; /* unowned */
} Extra;

static void
free_extra (gpointer data)
{
  Extra *extra = data;

  g_object_unref (extra->editor);
  g_free (extra->base);
  g_free (extra);
}

/* (transfer full) (nullable): the members of the object but those of rows */
static JsonNode *
dup_extra (Extra *extra)
{
  JsonNode *node = confab_options_editor_get (extra->editor, extra->base);
  g_autoptr (JsonNode) rest = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_node_take_object (rest, object);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_strv_contains (extra->but, name))
      json_object_set_member (object, name, json_node_copy (value));

  return json_object_get_size (object) > 0 ? g_steal_pointer (&rest) : NULL;
}

/* (transfer full): the options with other members but those of rows */
static ConfabOptions *
replace_extra (Extra      *extra,
               JsonObject *members)
{
  JsonNode *node = confab_options_editor_get (extra->editor, extra->base);
  g_autoptr (JsonNode) changed = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_node_take_object (changed, object);
  for (guint i = 0; node != NULL && JSON_NODE_HOLDS_OBJECT (node) && extra->but[i] != NULL; i++)
    {
      value = json_object_get_member (json_node_get_object (node), extra->but[i]);
      if (value != NULL)
        json_object_set_member (object, extra->but[i], json_node_copy (value));
    }
  if (members != NULL)
    {
      json_object_iter_init_ordered (&iter, members);
      while (json_object_iter_next_ordered (&iter, &name, &value))
        json_object_set_member (object, name, json_node_copy (value));
    }

  return confab_options_put (confab_options_editor_get_options (extra->editor), extra->base,
                             json_object_get_size (object) > 0 ? changed : NULL);
}

static void
extra_changed_cb (GtkWidget *widget)
{
  Extra *extra = g_object_get_data (G_OBJECT (widget), "confab-extra");
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget))));
  g_autofree char *path = g_strconcat (extra->base, "/*", NULL);
  g_autoptr (JsonNode) value = NULL;
  g_autoptr (JsonNode) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabOptions) valued = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_autofree char *wrong = NULL;

  if (extra->filling)
    return;

  if (*text != '\0')
    value = confab_value_from_text (CONFAB_VALUE_OBJECT, text, &error);
  if (error != NULL)
    wrong = g_strdup (error->message);
  for (guint i = 0; value != NULL && wrong == NULL && extra->but[i] != NULL; i++)
    if (json_object_has_member (json_node_get_object (value), extra->but[i]))
      wrong = g_strdup_printf (_("“%s” has a row of its own."), extra->but[i]);
  if (wrong != NULL)
    draft = confab_value_from_text (CONFAB_VALUE_TEXT, text, NULL);

  valued = replace_extra (extra, value != NULL && wrong == NULL ? json_node_get_object (value)
                                                                : NULL);
  options = confab_options_with_about (valued, path, "draft", draft);
  extra->filling = TRUE;
  confab_options_editor_set_options (extra->editor, options);
  extra->filling = FALSE;
  confab_field_note_set_text (extra->note, wrong);
}

static void
update_extra_cb (GtkWidget *widget)
{
  Extra *extra = g_object_get_data (G_OBJECT (widget), "confab-extra");
  g_autofree char *path = g_strconcat (extra->base, "/*", NULL);
  JsonNode *draft = confab_options_editor_get_draft (extra->editor, path);
  g_autoptr (JsonNode) rest = NULL;
  g_autofree char *text = NULL;

  if (extra->filling)
    return;

  rest = dup_extra (extra);
  if (draft != NULL || rest != NULL)
    text = confab_value_to_text (draft != NULL ? draft : rest);
  extra->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (widget), text != NULL ? text : "");
  extra->filling = FALSE;
  confab_field_note_set_text (extra->note,
                              draft != NULL ? _("This is no object of other members.") : NULL);
}

/**
 * confab_options_rows_add_extra:
 * @group: where it goes
 * @editor: (transfer none): whose values
 * @base: a JSON pointer to an object
 * @but: (array zero-terminated=1): static names of members that have rows of their own
 * @title: its name
 *
 * Adds a row for all other members of an object, as JSON.
 */
void
confab_options_rows_add_extra (AdwPreferencesGroup *group,
                               ConfabOptionsEditor *editor,
                               const char          *base,
                               const char * const  *but,
                               const char          *title)
{
  GtkWidget *widget = adw_entry_row_new ();
  Extra *extra = g_new0 (Extra, 1);

  extra->editor = g_object_ref (editor);
  extra->base = g_strdup (base);
  extra->but = but;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), title);
  adw_preferences_group_add (group, widget);
  extra->note = g_object_new (CONFAB_TYPE_FIELD_NOTE, "field", widget, NULL);
  adw_preferences_group_add (group, GTK_WIDGET (extra->note));
  g_object_set_data_full (G_OBJECT (widget), "confab-extra", extra, free_extra);

  g_signal_connect (widget, "changed", G_CALLBACK (extra_changed_cb), NULL);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update_extra_cb), widget,
                           G_CONNECT_SWAPPED);
  update_extra_cb (widget);
}

/* Tags -------------------------------------------------------------------------------------- */

static void
tags_changed_cb (GtkWidget    *widget,
                 ConfabTagBox *tags)
{
  Row *row = get_row (widget);
  g_autoptr (JsonNode) values = confab_tag_box_dup_values (tags);
  gboolean empty = json_array_get_length (json_node_get_array (values)) == 0;

  row->filling = TRUE;
  confab_options_editor_set (row->editor, row->path, empty ? NULL : values, NULL);
  row->filling = FALSE;
  show_problem (row, NULL);
}

static void
update_tags_cb (GtkWidget *widget)
{
  Row *row = get_row (widget);
  ConfabTagBox *tags = g_object_get_data (G_OBJECT (widget), "tags");

  if (row->filling)
    return;

  confab_tag_box_set_values (tags, confab_options_editor_get (row->editor, row->path));
  show_problem (row, NULL);
}

/**
 * confab_options_rows_add_tags:
 * @group: where it goes
 * @editor: (transfer none): whose value
 * @path: a JSON pointer to a list of texts
 * @title: its name
 * @name: what one of them is
 */
void
confab_options_rows_add_tags (AdwPreferencesGroup *group,
                              ConfabOptionsEditor *editor,
                              const char          *path,
                              const char          *title,
                              const char          *name)
{
  GtkWidget *widget = adw_preferences_row_new ();
  GtkWidget *line = confab_wrap_box_new (10);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *tags = confab_tag_box_new (name, FALSE, FALSE);

  gtk_widget_set_hexpand (tags, TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  confab_wrap_box_append (CONFAB_WRAP_BOX (line), label);
  confab_wrap_box_append (CONFAB_WRAP_BOX (line), tags);
  gtk_widget_add_css_class (line, "form-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), FALSE);
  gtk_widget_set_focusable (widget, FALSE);
  add_row (group, editor, widget, path, title);
  g_object_set_data (G_OBJECT (widget), "tags", tags);

  g_signal_connect_object (tags, "changed", G_CALLBACK (tags_changed_cb), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update_tags_cb), widget,
                           G_CONNECT_SWAPPED);
  update_tags_cb (widget);
}

/* No rows ----------------------------------------------------------------------------------- */

/**
 * confab_options_rows_new_none:
 *
 * Returns: (transfer full): a row that says that there is none
 */
GtkWidget *
confab_options_rows_new_none (void)
{
  GtkWidget *none = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (none), _("None"));
  gtk_widget_add_css_class (none, "dim-label");
  gtk_widget_set_focusable (none, FALSE);

  return g_object_ref_sink (none);
}

/**
 * confab_options_rows_show_none:
 * @group: a group
 * @none: of confab_options_rows_new_none()
 * @show: whether it stands in the group; an invisible one would still be read out
 */
void
confab_options_rows_show_none (AdwPreferencesGroup *group,
                               GtkWidget           *none,
                               gboolean             show)
{
  gboolean shown = gtk_widget_get_parent (none) != NULL;

  if (show && !shown)
    adw_preferences_group_add (group, none);
  else if (!show && shown)
    adw_preferences_group_remove (group, none);
}

/* Errors within a row ----------------------------------------------------------------------- */

/**
 * confab_options_rows_new_error:
 * @label: (out): what takes the sentence
 *
 * Returns: (transfer floating): a line that says what is wrong, invisible
 */
GtkWidget *
confab_options_rows_new_error (GtkWidget **label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  *label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (*label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (*label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (*label), 0);
  gtk_widget_add_css_class (*label, "caption");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), *label);
  gtk_widget_add_css_class (box, "error");
  gtk_widget_add_css_class (box, "form-error");
  gtk_widget_set_visible (box, FALSE);

  return box;
}

/**
 * confab_options_rows_set_error:
 * @field: what is wrong
 * @label: of confab_options_rows_new_error()
 * @sentence: (nullable): what is wrong with it; %NULL for nothing
 */
void
confab_options_rows_set_error (GtkWidget  *field,
                               GtkWidget  *label,
                               const char *sentence)
{
  gtk_label_set_text (GTK_LABEL (label), sentence != NULL ? sentence : "");
  gtk_widget_set_visible (gtk_widget_get_parent (label), sentence != NULL);
  if (sentence != NULL)
    {
      gtk_widget_add_css_class (field, "error");
      gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      sentence, -1);
      gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (field, "error");
      gtk_accessible_reset_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      gtk_accessible_reset_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID);
    }
}
