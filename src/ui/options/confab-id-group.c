/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-id-group.h"

#include <glib/gi18n.h>

#include "confab-field-note.h"
#include "confab-json-path.h"
#include "confab-options-rows.h"

struct _ConfabIdGroup
{
  AdwPreferencesGroup parent_instance;

  ConfabOptionsEditor *editor;
  const ConfabIdKind *kind;
  GPtrArray *rows; /* of Row */
  gboolean filling;

  GtkWidget *count;
  GtkWidget *add;
  GtkWidget *none;
  ConfabFieldNote *note;
};

G_DEFINE_FINAL_TYPE (ConfabIdGroup, confab_id_group, ADW_TYPE_PREFERENCES_GROUP)

/* Its widgets belong to the group. */
typedef struct {
  GtkWidget *row;
  GtkWidget *id;
  GtkWidget *label;
  GtkWidget *shown_id;
  ConfabFieldNote *note;
} Row;

static void
confab_id_group_finalize (GObject *object)
{
  ConfabIdGroup *self = CONFAB_ID_GROUP (object);

  g_clear_object (&self->editor);
  g_clear_object (&self->none);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (confab_id_group_parent_class)->finalize (object);
}

static void
confab_id_group_class_init (ConfabIdGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_id_group_finalize;
}

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

/* (transfer full): without what a paste may bring along */
static char *
dup_id (Row *row)
{
  return g_strstrip (g_strdup (get_text (row->id)));
}

/* What is wrong with an id. (transfer full) (nullable) */
static char *
check_id (ConfabIdGroup *self,
          guint          position)
{
  g_autofree char *id = dup_id (g_ptr_array_index (self->rows, position));

  if (*id == '\0')
    return g_strdup (_("Enter the ID, or remove the row."));
  if (self->kind->prefix != NULL && !g_str_has_prefix (id, self->kind->prefix))
    return g_strdup_printf (_("The id of a session file begins with “%s”."), self->kind->prefix);
  for (guint i = 0; i < position; i++)
    {
      g_autofree char *other = dup_id (g_ptr_array_index (self->rows, i));

      if (g_str_equal (other, id))
        return g_strdup (_("This ID is in the list already."));
    }

  return NULL;
}

static void
show_state (ConfabIdGroup *self)
{
  guint limit = self->kind->limit;
  g_autofree char *count = g_strdup_printf (_("%u of %u"), self->rows->len, limit);
  g_autofree char *problem =
    confab_options_editor_dup_problem (self->editor, self->kind->path, TRUE);
  g_autofree char *full = NULL;
  gboolean has_room = self->rows->len < limit;

  gtk_label_set_text (GTK_LABEL (self->count), count);
  gtk_widget_set_sensitive (self->add, has_room);
  full = g_strdup_printf (ngettext ("There can be at most %u.", "There can be at most %u.", limit),
                          limit);
  gtk_widget_set_tooltip_text (self->add, has_room ? _(self->kind->add) : full);
  confab_options_rows_show_none (ADW_PREFERENCES_GROUP (self), self->none, self->rows->len == 0);
  confab_field_note_set_text (self->note, problem);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      g_autofree char *id = dup_id (row);
      g_autofree char *wrong = check_id (self, i);
      const char *label = get_text (row->label);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), *label != '\0' ? label
                                                                     : *id != '\0'  ? id
                                                                                    : _("New"));
      gtk_label_set_text (GTK_LABEL (row->shown_id), *label != '\0' ? id : "");
      confab_field_note_set_text (row->note, wrong);
      if (wrong != NULL)
        gtk_widget_add_css_class (row->row, "error");
      else
        gtk_widget_remove_css_class (row->row, "error");
    }
}

/* (transfer full): the ids that are sent, or those that are not */
static JsonNode *
list_ids (ConfabIdGroup *self,
          gboolean       good)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autofree char *id = dup_id (g_ptr_array_index (self->rows, i));
      g_autofree char *wrong = check_id (self, i);

      if ((wrong == NULL) == good && *id != '\0')
        json_array_add_string_element (array, id);
    }
  json_node_take_array (node, array);

  return node;
}

static JsonNode *
or_null (JsonNode *list)
{
  return json_array_get_length (json_node_get_array (list)) > 0 ? list : NULL;
}

static void
changed_cb (ConfabIdGroup *self)
{
  g_autoptr (JsonNode) good = NULL;
  g_autoptr (JsonNode) bad = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_autofree char *all = NULL;

  if (self->filling)
    return;

  self->filling = TRUE;
  good = list_ids (self, TRUE);
  bad = list_ids (self, FALSE);
  /* All labels anew: that of an id which is being typed would stay behind at each key. */
  all = confab_json_path_join ("/local/labels", self->kind->label_group, NULL);
  options = confab_options_put (confab_options_editor_get_options (self->editor), all, NULL);
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      g_autofree char *id = dup_id (row);
      g_autofree char *label = g_strstrip (g_strdup (get_text (row->label)));
      g_autoptr (ConfabOptions) before = g_steal_pointer (&options);

      options = *id != '\0' ? confab_options_with_label (before, self->kind->label_group, id,
                                                         *label != '\0' ? label : NULL)
                            : confab_options_ref (before);
    }
  {
    g_autoptr (ConfabOptions) labelled = g_steal_pointer (&options);
    g_autoptr (ConfabOptions) valued =
      confab_options_put (labelled, self->kind->path, or_null (good));

    options = confab_options_with_about (valued, self->kind->path, "draft", or_null (bad));
  }
  confab_options_editor_set_options (self->editor, options);
  self->filling = FALSE;
  show_state (self);
}

static void
remove_clicked_cb (ConfabIdGroup *self,
                   GtkWidget     *button)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (row->row != g_object_get_data (G_OBJECT (button), "row"))
        continue;

      gtk_widget_grab_focus (self->add);
      gtk_editable_set_text (GTK_EDITABLE (row->label), "");
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row->row);
      g_ptr_array_remove_index (self->rows, i);
      changed_cb (self);
      return;
    }
}

static GtkWidget *
create_entry (ConfabIdGroup *self,
              const char    *title,
              const char    *text)
{
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return entry;
}

static Row *
add_row (ConfabIdGroup *self,
         const char    *id)
{
  Row *row = g_new0 (Row, 1);
  const char *label = confab_options_editor_get_label (self->editor, self->kind->label_group, id);
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");

  row->row = adw_expander_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  row->id = create_entry (self, _("ID"), id);
  row->label = create_entry (self, _("Label (optional)"), label != NULL ? label : "");
  row->note = g_object_new (CONFAB_TYPE_FIELD_NOTE, "field", row->id, NULL);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row->row), row->id);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row->row), GTK_WIDGET (row->note));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row->row), row->label);

  row->shown_id = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (row->shown_id), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (row->shown_id), 20);
  gtk_widget_add_css_class (row->shown_id, "monospace");
  gtk_widget_add_css_class (row->shown_id, "dim-label");
  gtk_widget_set_tooltip_text (remove, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Remove"), -1);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (remove), "row", row->row);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row->row), remove);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row->row), row->shown_id);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row->row);
  g_ptr_array_add (self->rows, row);

  return row;
}

static void
add_clicked_cb (ConfabIdGroup *self)
{
  Row *row = add_row (self, "");

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row->row), TRUE);
  gtk_widget_grab_focus (row->id);
  show_state (self);
}

static void
add_all (ConfabIdGroup *self,
         JsonNode      *list)
{
  JsonArray *array =
    list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        add_row (self, json_node_get_string (node));
    }
}

static void
update_cb (ConfabIdGroup *self)
{
  if (self->filling)
    return;

  self->filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  ((Row *) g_ptr_array_index (self->rows, i))->row);
  g_ptr_array_set_size (self->rows, 0);
  add_all (self, confab_options_editor_get (self->editor, self->kind->path));
  add_all (self, confab_options_editor_get_draft (self->editor, self->kind->path));
  self->filling = FALSE;
  show_state (self);
}

static void
editor_changed_cb (ConfabIdGroup *self)
{
  g_autoptr (JsonNode) have = list_ids (self, TRUE);
  JsonNode *value = confab_options_editor_get (self->editor, self->kind->path);
  g_autoptr (JsonNode) bad = list_ids (self, FALSE);
  JsonNode *draft = confab_options_editor_get_draft (self->editor, self->kind->path);
  JsonNode *good = or_null (have);

  /* A row that is being filled in is not taken away because something else has changed. */
  if ((good == NULL) == (value == NULL) && (good == NULL || json_node_equal (good, value)) &&
      (or_null (bad) == NULL) == (draft == NULL) &&
      (draft == NULL || json_node_equal (bad, draft)))
    show_state (self);
  else
    update_cb (self);
}

static void
confab_id_group_init (ConfabIdGroup *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_free);
}

/**
 * confab_id_group_new:
 * @editor: (transfer none): whose ids
 * @kind: which ones; static
 *
 * Returns: (transfer floating): a group
 */
GtkWidget *
confab_id_group_new (ConfabOptionsEditor *editor,
                     const ConfabIdKind  *kind)
{
  ConfabIdGroup *self = g_object_new (CONFAB_TYPE_ID_GROUP, NULL);
  GtkWidget *suffix = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->editor = g_object_ref (editor);
  self->kind = kind;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _(kind->title));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _(kind->description));

  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "caption");
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_add_css_class (self->count, "numeric");
  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(kind->add), -1);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (suffix), self->count);
  gtk_box_append (GTK_BOX (suffix), self->add);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), suffix);

  self->none = confab_options_rows_new_none ();
  self->note = g_object_new (CONFAB_TYPE_FIELD_NOTE, NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->note));

  g_signal_connect_object (editor, "changed", G_CALLBACK (editor_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_cb (self);

  return GTK_WIDGET (self);
}
