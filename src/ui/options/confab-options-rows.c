/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-rows.h"

#include <glib/gi18n.h>

#include "confab-json.h"
#include "confab-options-parts.h"
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
  ConfabFieldNote *note; /* unowned */
  GtkWidget *below;      /* (nullable): unowned; a label */
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
  row->note = confab_options_parts_add_row (group, widget, title);
  g_object_set_data_full (G_OBJECT (widget), "confab-row", row, free_row);

  return row;
}

static Row *
get_row (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "confab-row");
}

/* The value that holds while nothing is set. (transfer full) (nullable) */
static char *
dup_below (Row *row)
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

  return g_steal_pointer (&text);
}

/* The same as a sentence. (transfer full) (nullable) */
static char *
describe_below (Row *row)
{
  g_autofree char *text = dup_below (row);

  return text != NULL ? g_strdup_printf (_("As set elsewhere: %s"), text) : NULL;
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

/* What the person has made of the row, which is not filled in again for it. */
static void
write_value (Row        *row,
             JsonNode   *value,
             JsonNode   *draft,
             const char *objection)
{
  row->filling = TRUE;
  confab_options_editor_set (row->editor, row->path, value, draft);
  row->filling = FALSE;
  show_problem (row, objection);
}

/* Choices ----------------------------------------------------------------------------------- */

static void
show_choice (GtkWidget *widget)
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
  write_value (row, value, NULL, NULL);
  show_choice (widget);
}

static void
update_choice_cb (GtkWidget *widget)
{
  if (!get_row (widget)->filling)
    show_choice (widget);
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

/* A value from elsewhere, at the end of a row in which nothing is set. */
static GtkWidget *
new_below_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

static void
show_below (Row      *row,
            gboolean  is_set)
{
  g_autofree char *below = is_set ? NULL : dup_below (row);
  g_autofree char *sentence = is_set ? NULL : describe_below (row);

  gtk_label_set_text (GTK_LABEL (row->below), below);
  gtk_widget_set_visible (row->below, below != NULL);
  gtk_widget_set_tooltip_text (row->below, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->below), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence != NULL ? sentence : "", -1);
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
  /* A draft is stored, too: a request with a token in it is not. */
  if (objection != NULL && !confab_options_may_hold_token (text))
    draft = confab_value_from_text (CONFAB_VALUE_TEXT, text, NULL);

  write_value (row, value, draft, objection);
  show_below (row, *text != '\0');
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
  show_below (row, text != NULL);
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
  row->below = new_below_label ();
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (widget), row->below);
  g_signal_connect (widget, "changed", G_CALLBACK (text_changed_cb), NULL);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update_text_cb), widget,
                           G_CONNECT_SWAPPED);
  update_text_cb (widget);
}

/* Tags -------------------------------------------------------------------------------------- */

static void
tags_changed_cb (GtkWidget    *widget,
                 ConfabTagBox *tags)
{
  Row *row = get_row (widget);
  g_autoptr (JsonNode) values = confab_tag_box_dup_values (tags);
  gboolean empty = json_array_get_length (json_node_get_array (values)) == 0;

  write_value (row, empty ? NULL : values, NULL, NULL);
}

static void
update_tags_cb (GtkWidget *widget)
{
  Row *row = get_row (widget);
  ConfabTagBox *tags = g_object_get_data (G_OBJECT (widget), "tags");

  g_autofree char *below =
    confab_options_parts_describe_below (row->editor, row->path, NULL, NULL);

  confab_tag_box_set_below (tags, below);
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
