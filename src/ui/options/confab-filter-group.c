/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-filter-group.h"

#include <glib/gi18n.h>

#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-options-parts.h"
#include "confab-tag-box.h"
#include "confab-wrap-box.h"

struct _ConfabFilterGroup
{
  AdwPreferencesGroup parent_instance;

  ConfabOptionsEditor *editor;
  char *path;
  gboolean with_numbers;
  GPtrArray *rows; /* of Row */
  gboolean filling;

  GtkWidget *add;
  GtkWidget *none;
  ConfabFieldNote *note;
};

G_DEFINE_FINAL_TYPE (ConfabFilterGroup, confab_filter_group, ADW_TYPE_PREFERENCES_GROUP)

/* Its widgets belong to the group. */
typedef struct {
  GtkWidget *row;
  GtkWidget *key;
  ConfabTagBox *tags;
  GtkWidget *error;
  gboolean is_list; /* a single value stays in a list when it was in one */
} Row;

static void
confab_filter_group_finalize (GObject *object)
{
  ConfabFilterGroup *self = CONFAB_FILTER_GROUP (object);

  g_clear_object (&self->editor);
  g_clear_object (&self->none);
  g_free (self->path);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (confab_filter_group_parent_class)->finalize (object);
}

static void
confab_filter_group_class_init (ConfabFilterGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_filter_group_finalize;
}

/* Reading the rows -------------------------------------------------------------------------- */

static char *
dup_key (Row *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row->key))));
}

/* What is wrong with a condition (transfer none) (nullable), and which field it is */
static const char *
check_row (ConfabFilterGroup  *self,
           guint               position,
           GtkWidget         **field)
{
  Row *row = g_ptr_array_index (self->rows, position);
  g_autofree char *key = dup_key (row);
  g_autoptr (JsonNode) values = confab_tag_box_dup_values (row->tags);

  *field = row->key;
  if (*key == '\0')
    return _("Enter a name, or remove the condition.");
  for (guint i = 0; i < position; i++)
    {
      g_autofree char *other = dup_key (g_ptr_array_index (self->rows, i));

      if (g_str_equal (other, key))
        return _("There is a condition on this already: add the value there.");
    }

  *field = confab_tag_box_get_entry (row->tags);
  return json_array_get_length (json_node_get_array (values)) == 0
           ? _("Enter a value, or remove the condition.")
           : NULL;
}

/* (transfer full) */
static JsonNode *
get_value (Row *row)
{
  JsonNode *values = confab_tag_box_dup_values (row->tags);
  JsonArray *array = json_node_get_array (values);
  JsonNode *single;

  if (json_array_get_length (array) != 1)
    row->is_list = TRUE;
  if (row->is_list)
    return values;

  single = json_array_dup_element (array, 0);
  json_node_unref (values);

  return single;
}

/* (transfer full) (nullable): the whole conditions as they are sent */
static JsonNode *
dup_filter (ConfabFilterGroup *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  GtkWidget *field;

  for (guint i = 0; i < self->rows->len; i++)
    if (check_row (self, i, &field) == NULL)
      {
        Row *row = g_ptr_array_index (self->rows, i);
        g_autofree char *key = dup_key (row);

        json_object_set_member (object, key, get_value (row));
      }

  json_node_take_object (node, object);
  if (json_object_get_size (object) == 0)
    g_clear_pointer (&node, json_node_unref);

  return node;
}

/* (transfer full) (nullable): the others, as they were typed; one in which nothing stands is none */
static JsonNode *
dup_drafts (ConfabFilterGroup *self)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  GtkWidget *field;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      g_autofree char *key = dup_key (row);
      g_autoptr (JsonNode) values = confab_tag_box_dup_values (row->tags);
      JsonObject *draft;

      if (check_row (self, i, &field) == NULL ||
          (*key == '\0' && json_array_get_length (json_node_get_array (values)) == 0))
        continue;
      draft = json_object_new ();
      json_object_set_string_member (draft, "key", key);
      json_object_set_member (draft, "values", json_node_copy (values));
      json_array_add_object_element (array, draft);
    }

  json_node_take_array (node, array);
  if (json_array_get_length (array) == 0)
    g_clear_pointer (&node, json_node_unref);

  return node;
}

/* Showing ----------------------------------------------------------------------------------- */

static void
show_none (ConfabFilterGroup *self)
{
  confab_options_parts_show_none (ADW_PREFERENCES_GROUP (self), self->none, self->editor,
                                  self->path, NULL, NULL, self->rows->len == 0);
}

static void
show_state (ConfabFilterGroup *self)
{
  g_autofree char *problem = confab_options_editor_dup_problem (self->editor, self->path, TRUE);

  show_none (self);
  confab_field_note_set_text (self->note, problem);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      g_autofree char *key = dup_key (row);
      g_autofree char *path = confab_json_path_join (self->path, key, NULL);
      g_autofree char *wrong = NULL;
      GtkWidget *field;
      const char *sentence = check_row (self, i, &field);

      if (sentence == NULL)
        wrong = confab_options_editor_dup_problem (self->editor, path, FALSE);
      confab_options_parts_set_error (row->key, row->error, NULL);
      confab_options_parts_set_error (confab_tag_box_get_entry (row->tags), row->error, NULL);
      confab_options_parts_set_error (field, row->error, sentence != NULL ? sentence : wrong);
    }
}

static void
changed_cb (ConfabFilterGroup *self)
{
  g_autoptr (JsonNode) filter = NULL;
  g_autoptr (JsonNode) drafts = NULL;

  if (self->filling)
    return;

  self->filling = TRUE;
  filter = dup_filter (self);
  drafts = dup_drafts (self);
  confab_options_editor_set (self->editor, self->path, filter, drafts);
  self->filling = FALSE;
  show_state (self);
}

static void
remove_clicked_cb (ConfabFilterGroup *self,
                   GtkWidget         *button)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (row->row != g_object_get_data (G_OBJECT (button), "row"))
        continue;

      gtk_widget_grab_focus (self->add);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row->row);
      g_ptr_array_remove_index (self->rows, i);
      changed_cb (self);
      return;
    }
}

static Row *
add_row (ConfabFilterGroup *self,
         const char        *key,
         JsonNode          *values)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *fields = confab_wrap_box_new (10);
  GtkWidget *is = gtk_label_new (_("is"));
  GtkWidget *remove =
    confab_options_parts_new_button ("user-trash-symbolic", _("Remove Condition"), NULL);
  GtkWidget *tags = confab_tag_box_new (_("Value"), self->with_numbers, TRUE);

  row->key = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (row->key),
                                  self->with_numbers ? _("Column") : _("Key"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->key), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->with_numbers ? _("Column") : _("Key"), -1);
  gtk_editable_set_text (GTK_EDITABLE (row->key), key);
  gtk_editable_set_width_chars (GTK_EDITABLE (row->key), 10);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (row->key), 10);
  gtk_widget_set_valign (row->key, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (is, "dim-label");
  row->tags = CONFAB_TAG_BOX (tags);
  row->is_list = values != NULL && JSON_NODE_HOLDS_ARRAY (values);
  confab_tag_box_set_values (row->tags, values);
  gtk_widget_set_hexpand (tags, TRUE);

  confab_wrap_box_append (CONFAB_WRAP_BOX (fields), row->key);
  confab_wrap_box_append (CONFAB_WRAP_BOX (fields), is);
  confab_wrap_box_append (CONFAB_WRAP_BOX (fields), tags);
  gtk_widget_set_hexpand (fields, TRUE);
  gtk_box_append (GTK_BOX (line), fields);
  gtk_box_append (GTK_BOX (line), remove);
  gtk_box_append (GTK_BOX (column), line);
  gtk_box_append (GTK_BOX (column), confab_options_parts_new_error (&row->error));
  gtk_widget_add_css_class (column, "form-line");

  row->row = adw_preferences_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->row), column);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), FALSE);
  gtk_widget_set_focusable (row->row, FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), _("Condition"));
  g_object_set_data (G_OBJECT (remove), "row", row->row);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row->key, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row->tags, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row->row);
  g_ptr_array_add (self->rows, row);

  return row;
}

/* What is wrong is said once something was typed. */
static void
add_clicked_cb (ConfabFilterGroup *self)
{
  Row *row = add_row (self, "", NULL);

  show_none (self);
  gtk_widget_grab_focus (row->key);
}

static void
update (ConfabFilterGroup *self)
{
  JsonNode *filter = confab_options_editor_get (self->editor, self->path);
  JsonNode *drafts = confab_options_editor_get_draft (self->editor, self->path);

  self->filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  ((Row *) g_ptr_array_index (self->rows, i))->row);
  g_ptr_array_set_size (self->rows, 0);

  if (filter != NULL && JSON_NODE_HOLDS_OBJECT (filter))
    {
      JsonObjectIter iter;
      const char *key;
      JsonNode *values;

      json_object_iter_init_ordered (&iter, json_node_get_object (filter));
      while (json_object_iter_next_ordered (&iter, &key, &values))
        add_row (self, key, values);
    }

  for (guint i = 0; drafts != NULL && JSON_NODE_HOLDS_ARRAY (drafts) &&
                    i < json_array_get_length (json_node_get_array (drafts)); i++)
    {
      JsonNode *node = json_array_get_element (json_node_get_array (drafts), i);
      JsonObject *draft = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *key = confab_json_get_string (draft, "key");

      if (draft != NULL)
        add_row (self, key != NULL ? key : "", json_object_get_member (draft, "values"));
    }
  self->filling = FALSE;
  show_state (self);
}

static void
editor_changed_cb (ConfabFilterGroup *self)
{
  g_autoptr (JsonNode) filter = NULL;
  g_autoptr (JsonNode) drafts = NULL;

  if (self->filling)
    return;

  filter = dup_filter (self);
  drafts = dup_drafts (self);
  if (confab_json_equal (filter, confab_options_editor_get (self->editor, self->path)) &&
      confab_json_equal (drafts, confab_options_editor_get_draft (self->editor, self->path)))
    {
      g_autofree char *problem = confab_options_editor_dup_problem (self->editor, self->path, TRUE);

      confab_field_note_set_text (self->note, problem);
      show_none (self);
    }
  else
    {
      update (self);
    }
}

static void
confab_filter_group_init (ConfabFilterGroup *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_free);
}

/**
 * confab_filter_group_new:
 * @editor: (transfer none): whose filter
 * @path: a JSON pointer to it
 * @with_numbers: whether values can be numbers, too
 * @title: its name
 * @description: what it does
 *
 * Returns: (transfer floating): a group
 */
GtkWidget *
confab_filter_group_new (ConfabOptionsEditor *editor,
                         const char          *path,
                         gboolean             with_numbers,
                         const char          *title,
                         const char          *description)
{
  ConfabFilterGroup *self = g_object_new (CONFAB_TYPE_FILTER_GROUP, NULL);
  g_autofree char *name = NULL;

  self->editor = g_object_ref (editor);
  self->path = g_strdup (path);
  self->with_numbers = with_numbers;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), description);

  name = g_strdup_printf ("%s: %s", title, _("Add Condition"));
  self->add = confab_options_parts_new_add (ADW_PREFERENCES_GROUP (self), _("Add Condition"), name);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_clicked_cb), self,
                           G_CONNECT_SWAPPED);

  self->none = confab_options_parts_new_none ();
  self->note = confab_options_parts_add_note (ADW_PREFERENCES_GROUP (self));

  g_signal_connect_object (editor, "changed", G_CALLBACK (editor_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
