/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-id-group.h"

#include <glib/gi18n.h>

#include "confab-json.h"
#include "confab-options-parts.h"

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
  char *labelled; /* (nullable): the id under which its label is stored */
} Row;

static void
free_row (gpointer data)
{
  Row *row = data;

  g_free (row->labelled);
  g_free (row);
}

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
  if (has_room)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->add),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->add),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, full, -1);
  confab_options_parts_show_none (ADW_PREFERENCES_GROUP (self), self->none, self->editor,
                                  self->kind->path, self->kind->label_group, NULL,
                                  self->rows->len == 0);
  confab_field_note_set_text (self->note, problem);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      g_autofree char *id = dup_id (row);
      g_autofree char *wrong = check_id (self, i);
      const char *label = get_text (row->label);

      /* What is wrong with a new row is said once something was typed. */
      if (*id == '\0' && *label == '\0')
        g_clear_pointer (&wrong, g_free);
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

/* (transfer full) */
static char *
dup_label (Row *row)
{
  return g_strstrip (g_strdup (get_text (row->label)));
}

static JsonNode *
take_array (JsonArray *array)
{
  JsonNode *node;

  if (json_array_get_length (array) == 0)
    {
      json_array_unref (array);
      return NULL;
    }

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);

  return node;
}

/* (transfer full) (nullable): the ids that are sent */
static JsonNode *
dup_ids (ConfabIdGroup *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autofree char *id = dup_id (g_ptr_array_index (self->rows, i));
      g_autofree char *wrong = check_id (self, i);

      if (wrong == NULL)
        json_array_add_string_element (array, id);
    }

  return take_array (array);
}

/* (transfer full) (nullable): the others, as they were typed; one in which nothing stands is none */
static JsonNode *
dup_drafts (ConfabIdGroup *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      g_autofree char *id = dup_id (row);
      g_autofree char *label = dup_label (row);
      g_autofree char *wrong = check_id (self, i);
      JsonObject *draft;

      if (wrong == NULL || (*id == '\0' && *label == '\0'))
        continue;
      draft = json_object_new ();
      json_object_set_string_member (draft, "id", id);
      json_object_set_string_member (draft, "label", label);
      json_array_add_object_element (array, draft);
    }

  return take_array (array);
}

static void
put (ConfabOptions **options,
     ConfabOptions  *changed)
{
  confab_options_unref (*options);
  *options = changed;
}

static void
forget_label (ConfabIdGroup  *self,
              ConfabOptions **options,
              Row            *row)
{
  if (row->labelled != NULL)
    put (options, confab_options_with_label (*options, self->kind->label_group, row->labelled,
                                             NULL));
  g_clear_pointer (&row->labelled, g_free);
}

/* Stores what the rows say in @options, which are those of the editor but for a row that is gone. */
static void
write_rows (ConfabIdGroup *self,
            ConfabOptions *options)
{
  g_autoptr (ConfabOptions) changed = confab_options_ref (options);
  g_autoptr (JsonNode) ids = dup_ids (self);
  g_autoptr (JsonNode) drafts = dup_drafts (self);

  /* First all go: the id of one may be another's by now, or a beginning of what is being typed. */
  for (guint i = 0; i < self->rows->len; i++)
    forget_label (self, &changed, g_ptr_array_index (self->rows, i));
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      g_autofree char *label = dup_label (row);
      g_autofree char *wrong = check_id (self, i);

      if (wrong != NULL || *label == '\0')
        continue;
      row->labelled = dup_id (row);
      put (&changed, confab_options_with_label (changed, self->kind->label_group, row->labelled,
                                                label));
    }
  put (&changed, confab_options_put (changed, self->kind->path, ids));
  put (&changed, confab_options_with_about (changed, self->kind->path, "draft", drafts));

  self->filling = TRUE;
  confab_options_editor_set_options (self->editor, changed);
  self->filling = FALSE;
  show_state (self);
}

static void
changed_cb (ConfabIdGroup *self)
{
  if (!self->filling)
    write_rows (self, confab_options_editor_get_options (self->editor));
}

static void
remove_clicked_cb (ConfabIdGroup *self,
                   GtkWidget     *button)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      g_autoptr (ConfabOptions) options = NULL;

      if (row->row != g_object_get_data (G_OBJECT (button), "row"))
        continue;

      options = confab_options_ref (confab_options_editor_get_options (self->editor));
      forget_label (self, &options, row);
      gtk_widget_grab_focus (self->add);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row->row);
      g_ptr_array_remove_index (self->rows, i);
      write_rows (self, options);
      return;
    }
}

static GtkWidget *
create_entry (const char *title,
              const char *text)
{
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);

  return entry;
}

static Row *
add_row (ConfabIdGroup *self,
         const char    *id,
         const char    *label)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *remove =
    confab_options_parts_new_button ("user-trash-symbolic", _("Remove"), NULL);

  row->row = adw_expander_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  row->id = create_entry (_("ID"), id);
  row->label = create_entry (_("Label (optional)"), label);
  row->note = g_object_new (CONFAB_TYPE_FIELD_NOTE, "field", row->id, NULL);
  /* After the note, which forgets what it says when the field changes. */
  g_signal_connect_object (row->id, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row->label, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row->row), row->id);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row->row), GTK_WIDGET (row->note));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row->row), row->label);

  row->shown_id = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (row->shown_id), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (row->shown_id), 20);
  gtk_widget_add_css_class (row->shown_id, "monospace");
  gtk_widget_add_css_class (row->shown_id, "dim-label");
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
  Row *row = add_row (self, "", "");

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row->row), TRUE);
  gtk_widget_grab_focus (row->id);
  show_state (self);
}

static JsonArray *
get_array (JsonNode *list)
{
  return list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;
}

static void
add_ids (ConfabIdGroup *self,
         JsonArray     *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *id;
      const char *label;
      Row *row;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;

      id = json_node_get_string (node);
      label = confab_options_editor_get_label (self->editor, self->kind->label_group, id);
      row = add_row (self, id, label != NULL ? label : "");
      row->labelled = label != NULL ? g_strdup (id) : NULL;
    }
}

static void
add_drafts (ConfabIdGroup *self,
            JsonArray     *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *draft = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *id = confab_json_get_string (draft, "id");
      const char *label = confab_json_get_string (draft, "label");

      /* Earlier versions kept the id alone. */
      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        id = json_node_get_string (node);
      if (id != NULL)
        add_row (self, id, label != NULL ? label : "");
    }
}

static void
update (ConfabIdGroup *self)
{
  self->filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  ((Row *) g_ptr_array_index (self->rows, i))->row);
  g_ptr_array_set_size (self->rows, 0);
  add_ids (self, get_array (confab_options_editor_get (self->editor, self->kind->path)));
  add_drafts (self, get_array (confab_options_editor_get_draft (self->editor, self->kind->path)));
  self->filling = FALSE;
  show_state (self);
}

static gboolean
has_labels (ConfabIdGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      g_autofree char *id = dup_id (row);
      g_autofree char *wrong = check_id (self, i);
      g_autofree char *label = dup_label (row);
      const char *stored =
        confab_options_editor_get_label (self->editor, self->kind->label_group, id);

      if (wrong == NULL && !g_str_equal (stored != NULL ? stored : "", label))
        return FALSE;
    }

  return TRUE;
}

/* A row that is being filled in is not taken away because something else has changed. */
static void
editor_changed_cb (ConfabIdGroup *self)
{
  g_autoptr (JsonNode) ids = NULL;
  g_autoptr (JsonNode) drafts = NULL;

  if (self->filling)
    return;

  ids = dup_ids (self);
  drafts = dup_drafts (self);
  if (confab_json_equal (ids, confab_options_editor_get (self->editor, self->kind->path)) &&
      confab_json_equal (drafts,
                         confab_options_editor_get_draft (self->editor, self->kind->path)) &&
      has_labels (self))
    show_state (self);
  else
    update (self);
}

static void
confab_id_group_init (ConfabIdGroup *self)
{
  self->rows = g_ptr_array_new_with_free_func (free_row);
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
  self->add = confab_options_parts_new_add (NULL, _(kind->add), NULL);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (suffix), self->count);
  gtk_box_append (GTK_BOX (suffix), self->add);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), suffix);

  self->none = confab_options_parts_new_none ();
  self->note = confab_options_parts_add_note (ADW_PREFERENCES_GROUP (self));

  g_signal_connect_object (editor, "changed", G_CALLBACK (editor_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
