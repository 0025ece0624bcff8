/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-extra.h"

#include <glib/gi18n.h>

#include "confab-options-parts.h"
#include "confab-value.h"

/* A row for the members of an object that have no row of their own, as JSON. */

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

static Extra *
get_extra (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "confab-extra");
}

/* What is typed, as an object (transfer full) (nullable), and what is wrong with it. */
static JsonNode *
read_text (Extra       *extra,
           const char  *text,
           char       **wrong)
{
  g_autoptr (JsonNode) value = NULL;
  g_autoptr (GError) error = NULL;

  if (*text == '\0')
    return NULL;

  value = confab_value_from_text (CONFAB_VALUE_OBJECT, text, &error);
  if (error != NULL)
    *wrong = g_strdup (error->message);
  for (guint i = 0; value != NULL && *wrong == NULL && extra->but[i] != NULL; i++)
    if (json_object_has_member (json_node_get_object (value), extra->but[i]))
      *wrong = g_strdup_printf (_("“%s” has a row of its own."), extra->but[i]);

  return g_steal_pointer (&value);
}

/* Whether a token may be in it, as in the whole input of a request. What is refused is kept as it was
 * typed, in the database, and that is no place for one. */
static gboolean
may_hold_token (JsonNode   *value,
                const char *text)
{
  return (value != NULL && json_object_has_member (json_node_get_object (value), "biz_params")) ||
         confab_options_may_hold_token (text);
}

static void
show_problem (Extra      *extra,
              const char *wrong)
{
  g_autofree char *problem = NULL;

  if (wrong == NULL)
    problem = confab_options_editor_dup_problem_but (extra->editor, extra->base, extra->but);
  confab_field_note_set_text (extra->note, wrong != NULL ? wrong : problem);
}

static void
changed_cb (GtkWidget *widget)
{
  Extra *extra = get_extra (widget);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget))));
  g_autofree char *path = g_strconcat (extra->base, "/*", NULL);
  g_autoptr (JsonNode) value = NULL;
  g_autoptr (JsonNode) draft = NULL;
  g_autoptr (ConfabOptions) valued = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_autofree char *wrong = NULL;

  if (extra->filling)
    return;

  value = read_text (extra, text, &wrong);
  if (wrong != NULL && !may_hold_token (value, text))
    draft = confab_value_from_text (CONFAB_VALUE_TEXT, text, NULL);

  valued = replace_extra (extra, value != NULL && wrong == NULL ? json_node_get_object (value)
                                                                : NULL);
  options = confab_options_with_about (valued, path, "draft", draft);
  extra->filling = TRUE;
  confab_options_editor_set_options (extra->editor, options);
  extra->filling = FALSE;
  show_problem (extra, wrong);
}

static void
update_cb (GtkWidget *widget)
{
  Extra *extra = get_extra (widget);
  g_autofree char *path = g_strconcat (extra->base, "/*", NULL);
  JsonNode *draft = confab_options_editor_get_draft (extra->editor, path);
  g_autoptr (JsonNode) rest = NULL;
  g_autoptr (JsonNode) value = NULL;
  g_autofree char *text = NULL;
  g_autofree char *wrong = NULL;

  if (extra->filling)
    return;

  rest = dup_extra (extra);
  if (draft != NULL || rest != NULL)
    text = confab_value_to_text (draft != NULL ? draft : rest);
  if (draft != NULL)
    value = read_text (extra, text, &wrong);
  extra->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (widget), text != NULL ? text : "");
  extra->filling = FALSE;
  show_problem (extra, wrong);
}

/**
 * confab_options_extra_add:
 * @group: where it goes
 * @editor: (transfer none): whose values
 * @base: a JSON pointer to an object
 * @but: (array zero-terminated=1): static names of members that have rows of their own
 * @title: its name
 *
 * Adds a row for all other members of an object, as JSON.
 */
void
confab_options_extra_add (AdwPreferencesGroup *group,
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
  extra->note = confab_options_parts_add_row (group, widget, title);
  g_object_set_data_full (G_OBJECT (widget), "confab-extra", extra, free_extra);

  g_signal_connect (widget, "changed", G_CALLBACK (changed_cb), NULL);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update_cb), widget,
                           G_CONNECT_SWAPPED);
  update_cb (widget);
}
