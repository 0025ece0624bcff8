/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-parameter-list.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-field-note.h"
#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-parameter-row.h"

#define DRAFT "draft"

struct _ConfabParameterList
{
  GObject parent_instance;

  ConfabOptionsEditor *editor;
  char *base;
  const char * const *but; /* (nullable): members that are elsewhere */
  GtkWidget *container;    /* unowned: it owns us */
  GtkWidget *tail;         /* (nullable): the row after all others */
  ConfabFieldNote *note;   /* unowned: what is wrong with all of them */
  GPtrArray *rows;         /* of ConfabParameterRow, owned by the container */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (ConfabParameterList, confab_parameter_list, G_TYPE_OBJECT)

static void
confab_parameter_list_finalize (GObject *object)
{
  ConfabParameterList *self = CONFAB_PARAMETER_LIST (object);

  g_clear_object (&self->editor);
  g_clear_object (&self->tail);
  g_free (self->base);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (confab_parameter_list_parent_class)->finalize (object);
}

static void
confab_parameter_list_class_init (ConfabParameterListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_parameter_list_finalize;
}

static void
confab_parameter_list_init (ConfabParameterList *self)
{
  self->rows = g_ptr_array_new ();
}

/* The container ----------------------------------------------------------------------------- */

static void
container_add (ConfabParameterList *self,
               GtkWidget           *row)
{
  if (ADW_IS_EXPANDER_ROW (self->container))
    adw_expander_row_add_row (ADW_EXPANDER_ROW (self->container), row);
  else
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->container), row);
}

static void
container_remove (ConfabParameterList *self,
                  GtkWidget           *row)
{
  if (ADW_IS_EXPANDER_ROW (self->container))
    adw_expander_row_remove (ADW_EXPANDER_ROW (self->container), row);
  else
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->container), row);
}

/* Writing ----------------------------------------------------------------------------------- */

static char *
get_path (ConfabParameterList *self,
          const char          *name)
{
  return confab_json_path_join (self->base, name, NULL);
}

static gboolean
is_elsewhere (ConfabParameterList *self,
              const char          *name)
{
  return self->but != NULL && g_strv_contains (self->but, name);
}

/* What is wrong with a parameter. (transfer full) (nullable) */
static char *
check (ConfabParameterList   *self,
       guint                  position,
       const ConfabParameter *parameter,
       gboolean              *of_name)
{
  g_autofree char *path = get_path (self, parameter->name);
  g_autoptr (JsonNode) value = NULL;
  g_autoptr (GError) error = NULL;

  *of_name = TRUE;
  if (*parameter->name == '\0')
    return g_strdup (_("Enter a name, or remove the parameter."));
  if (confab_options_is_secret (path) || is_elsewhere (self, parameter->name))
    return g_strdup (_("This is no parameter. A token has a row of its own, which keeps it in the "
                       "keyring."));
  for (guint i = 0; i < position; i++)
    {
      g_autoptr (ConfabParameter) other =
        confab_parameter_row_dup (g_ptr_array_index (self->rows, i));

      if (g_str_equal (other->name, parameter->name))
        return g_strdup (_("There is a parameter of this name already."));
    }

  *of_name = FALSE;
  value = confab_value_from_text (parameter->type, parameter->text, &error);

  return value == NULL ? g_strdup (error->message) : NULL;
}

static void
put (ConfabOptions **options,
     ConfabOptions  *changed)
{
  confab_options_unref (*options);
  *options = changed;
}

static void
put_about (ConfabOptions **options,
           const char     *path,
           const char     *member,
           JsonNode       *value)
{
  put (options, confab_options_with_about (*options, path, member, value));
}

/* All that is in the options of this object now. (transfer full) */
static GPtrArray *
list_names (ConfabParameterList *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  JsonNode *object = confab_options_editor_get (self->editor, self->base);
  JsonNode *off = confab_options_editor_get (self->editor, "/local/off");
  gsize length = strlen (self->base);
  JsonObjectIter iter;
  const char *name;

  if (object != NULL && JSON_NODE_HOLDS_OBJECT (object))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (object));
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        if (!is_elsewhere (self, name))
          g_ptr_array_add (names, g_strdup (name));
    }
  if (off == NULL || !JSON_NODE_HOLDS_OBJECT (off))
    return names;

  json_object_iter_init_ordered (&iter, json_node_get_object (off));
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      g_auto (GStrv) parts = NULL;

      if (strncmp (name, self->base, length) != 0 || name[length] != '/' ||
          strchr (name + length + 1, '/') != NULL)
        continue;
      parts = confab_json_path_split (name + length);
      if (parts != NULL && parts[0] != NULL && !is_elsewhere (self, parts[0]) &&
          !g_ptr_array_find_with_equal_func (names, parts[0], g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (parts[0]));
    }

  return names;
}

/* What is refused, as it was typed. (transfer full) (nullable) */
static JsonObject *
create_draft (ConfabParameterList   *self,
              const ConfabParameter *parameter)
{
  g_autofree char *path = get_path (self, parameter->name);
  JsonObject *draft;

  /* In the place of a token there may be one, and that is for the keyring alone. */
  if (confab_options_is_secret (path) ||
      (*parameter->name == '\0' && *parameter->text == '\0' && parameter->description == NULL))
    return NULL;

  draft = json_object_new ();
  json_object_set_string_member (draft, "name", parameter->name);
  json_object_set_int_member (draft, "type", parameter->type);
  json_object_set_string_member (draft, "text", parameter->text);
  json_object_set_boolean_member (draft, "on", parameter->on);
  if (parameter->required)
    json_object_set_boolean_member (draft, "required", TRUE);
  if (parameter->description != NULL)
    json_object_set_string_member (draft, "description", parameter->description);
  if (parameter->choices != NULL)
    json_object_set_member (draft, "choices", json_node_copy (parameter->choices));

  return draft;
}

static void
write_parameter (ConfabOptions         **options,
                 const char             *path,
                 const ConfabParameter  *parameter)
{
  g_autoptr (JsonNode) value =
    confab_value_from_text (parameter->type, parameter->text, NULL);
  g_autoptr (JsonNode) required = NULL;
  g_autoptr (JsonNode) description = NULL;

  if (parameter->on)
    put (options, confab_options_put (*options, path, value));
  else
    put (options, confab_options_with_off (*options, path, value));

  if (parameter->required)
    required = json_node_init_boolean (json_node_alloc (), TRUE);
  if (parameter->description != NULL)
    description = json_node_init_string (json_node_alloc (), parameter->description);
  put_about (options, path, "required", required);
  put_about (options, path, "description", description);
  put_about (options, path, "choices", parameter->choices);
}

/* (transfer full): the options as the rows say */
static ConfabOptions *
read_rows (ConfabParameterList *self)
{
  g_autoptr (ConfabOptions) options =
    confab_options_ref (confab_options_editor_get_options (self->editor));
  g_autoptr (GPtrArray) names = list_names (self);
  g_autoptr (JsonNode) drafts = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (drafts, array);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = get_path (self, g_ptr_array_index (names, i));

      put (&options, confab_options_put (options, path, NULL));
      put (&options, confab_options_with_off (options, path, NULL));
      put_about (&options, path, "required", NULL);
      put_about (&options, path, "description", NULL);
      put_about (&options, path, "choices", NULL);
    }

  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autoptr (ConfabParameter) parameter =
        confab_parameter_row_dup (g_ptr_array_index (self->rows, i));
      g_autofree char *path = get_path (self, parameter->name);
      gboolean of_name;
      g_autofree char *wrong = check (self, i, parameter, &of_name);
      JsonObject *draft = wrong != NULL ? create_draft (self, parameter) : NULL;

      if (wrong == NULL)
        write_parameter (&options, path, parameter);
      else if (draft != NULL)
        json_array_add_object_element (array, draft);
    }
  put_about (&options, self->base, DRAFT, json_array_get_length (array) > 0 ? drafts : NULL);

  return g_steal_pointer (&options);
}

/* On each row what is wrong with it, and before them what is wrong with all. */
static void
show_problems (ConfabParameterList *self)
{
  g_autofree char *problem =
    confab_options_editor_dup_problem (self->editor, self->base, TRUE);

  confab_field_note_set_text (self->note, problem);
  for (guint i = 0; i < self->rows->len; i++)
    {
      ConfabParameterRow *row = g_ptr_array_index (self->rows, i);
      g_autoptr (ConfabParameter) parameter = confab_parameter_row_dup (row);
      g_autofree char *path = get_path (self, parameter->name);
      gboolean of_name;
      g_autofree char *wrong = check (self, i, parameter, &of_name);

      if (wrong == NULL && parameter->required &&
          (!parameter->on || (parameter->type == CONFAB_VALUE_TEXT && *parameter->text == '\0')))
        wrong = g_strdup (_("This parameter is required."));
      if (wrong == NULL && parameter->on)
        wrong = confab_options_editor_dup_problem (self->editor, path, FALSE);
      confab_parameter_row_set_error (row, of_name, wrong);
    }
}

/**
 * confab_parameter_list_write:
 * @self: a list
 *
 * Stores what the rows say.
 */
void
confab_parameter_list_write (ConfabParameterList *self)
{
  g_autoptr (ConfabOptions) options = NULL;

  if (self->filling)
    return;

  self->filling = TRUE;
  options = read_rows (self);
  confab_options_editor_set_options (self->editor, options);
  self->filling = FALSE;
  show_problems (self);
}

/* Showing ----------------------------------------------------------------------------------- */

static void
remove_cb (ConfabParameterList *self,
           GtkWidget           *row)
{
  if (self->tail != NULL)
    gtk_widget_grab_focus (self->tail);
  g_ptr_array_remove (self->rows, row);
  container_remove (self, row);
  confab_parameter_list_write (self);
}

static GtkWidget *
add_row (ConfabParameterList   *self,
         const ConfabParameter *parameter)
{
  GtkWidget *row = confab_parameter_row_new (parameter);

  if (self->tail != NULL)
    container_remove (self, self->tail);
  container_add (self, row);
  if (self->tail != NULL)
    container_add (self, self->tail); /* which is ours, too */
  g_ptr_array_add (self->rows, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (confab_parameter_list_write), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static void
set_about (ConfabParameter *parameter,
           JsonNode        *required,
           JsonNode        *description,
           JsonNode        *choices)
{
  parameter->required = required != NULL && JSON_NODE_HOLDS_VALUE (required) &&
                        json_node_get_boolean (required);
  if (description != NULL && confab_value_get_type_of (description) == CONFAB_VALUE_TEXT)
    parameter->description = json_node_dup_string (description);
  if (choices != NULL && JSON_NODE_HOLDS_ARRAY (choices))
    parameter->choices = json_node_copy (choices);
}

static void
add_known (ConfabParameterList *self,
           const char          *name)
{
  g_autofree char *path = get_path (self, name);
  JsonNode *value = confab_options_editor_get (self->editor, path);
  JsonNode *off = confab_options_get_off (confab_options_editor_get_options (self->editor), path);
  ConfabOptions *options = confab_options_editor_get_options (self->editor);
  g_autoptr (ConfabParameter) parameter =
    confab_parameter_new (name, value != NULL ? value : off, value != NULL);
  JsonNode *required = confab_options_get_about (options, path, "required");
  JsonNode *description = confab_options_get_about (options, path, "description");
  JsonNode *choices = confab_options_get_about (options, path, "choices");

  set_about (parameter, required, description, choices);
  add_row (self, parameter);
}

static void
add_draft (ConfabParameterList *self,
           JsonObject          *draft)
{
  const char *name = confab_json_get_string (draft, "name");
  const char *text = confab_json_get_string (draft, "text");
  g_autoptr (ConfabParameter) parameter = g_new0 (ConfabParameter, 1);
  gint64 type = 0;

  parameter->name = g_strdup (name != NULL ? name : "");
  parameter->text = g_strdup (text != NULL ? text : "");
  if (confab_json_get_int (draft, "type", &type) && type >= 0 && type < CONFAB_N_VALUE_TYPES)
    parameter->type = (ConfabValueType) type;
  confab_json_get_boolean (draft, "on", &parameter->on);
  set_about (parameter, json_object_get_member (draft, "required"),
             json_object_get_member (draft, "description"),
             json_object_get_member (draft, "choices"));
  add_row (self, parameter);
}

static void
update (ConfabParameterList *self)
{
  JsonNode *drafts = confab_options_editor_get_draft (self->editor, self->base);
  g_autoptr (GPtrArray) names = list_names (self);

  self->filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    container_remove (self, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < names->len; i++)
    add_known (self, g_ptr_array_index (names, i));
  for (guint i = 0; drafts != NULL && JSON_NODE_HOLDS_ARRAY (drafts) &&
                    i < json_array_get_length (json_node_get_array (drafts)); i++)
    {
      JsonNode *node = json_array_get_element (json_node_get_array (drafts), i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        add_draft (self, json_node_get_object (node));
    }
  self->filling = FALSE;
  show_problems (self);
}

static void
editor_changed_cb (ConfabParameterList *self)
{
  g_autoptr (ConfabOptions) shown = NULL;

  if (self->filling)
    return;

  shown = read_rows (self);
  if (confab_options_equal (shown, confab_options_editor_get_options (self->editor)))
    show_problems (self);
  else
    update (self);
}

/**
 * confab_parameter_list_add:
 * @self: a list
 *
 * Adds a row for a new one.
 */
void
confab_parameter_list_add (ConfabParameterList *self)
{
  const ConfabParameter parameter = { .name = (char *) "", .text = (char *) "", .on = TRUE };
  GtkWidget *row = add_row (self, &parameter);

  confab_parameter_row_focus (CONFAB_PARAMETER_ROW (row));
}

/**
 * confab_parameter_list_learn:
 * @self: a list
 * @sample: values by name
 *
 * Adds those that are not in the list yet.
 */
void
confab_parameter_list_learn (ConfabParameterList *self,
                             JsonObject          *sample)
{
  g_autoptr (GPtrArray) names = list_names (self);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, sample);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *path = get_path (self, name);
      g_autoptr (ConfabParameter) parameter = NULL;

      if (is_elsewhere (self, name) || confab_options_is_secret (path) ||
          g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        continue;
      parameter = confab_parameter_new (name, value, TRUE);
      add_row (self, parameter);
    }
  confab_parameter_list_write (self);
}

/**
 * confab_parameter_list_new:
 * @editor: (transfer none): whose options
 * @base: a JSON pointer to the object
 * @but: (nullable) (array zero-terminated=1): static names of members that are shown elsewhere
 * @container: an AdwExpanderRow or AdwPreferencesGroup that keeps the list
 * @tail: (nullable): the last row in it
 *
 * Returns: (transfer full): a list, whose rows are in @container
 */
ConfabParameterList *
confab_parameter_list_new (ConfabOptionsEditor *editor,
                           const char          *base,
                           const char * const  *but,
                           GtkWidget           *container,
                           GtkWidget           *tail)
{
  ConfabParameterList *self = g_object_new (CONFAB_TYPE_PARAMETER_LIST, NULL);

  self->editor = g_object_ref (editor);
  self->base = g_strdup (base);
  self->but = but;
  self->container = container;
  self->tail = tail != NULL ? g_object_ref_sink (tail) : NULL;
  self->note = g_object_new (CONFAB_TYPE_FIELD_NOTE, NULL);
  container_add (self, GTK_WIDGET (self->note));
  if (tail != NULL)
    container_add (self, tail);
  g_signal_connect_object (editor, "changed", G_CALLBACK (editor_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return self;
}
