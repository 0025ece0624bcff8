/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-value-row.h"

#include <glib/gi18n.h>

#include "confab-json.h"

#define NAME_CHARACTERS 16

struct _ConfabValueRow
{
  GtkBox parent_instance;

  char *path;
  JsonNode *before;
  GtkWidget *entry;
  GtkWidget *error;
};

G_DEFINE_FINAL_TYPE (ConfabValueRow, confab_value_row, GTK_TYPE_BOX)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* A number stays a number, be it whole or not; null becomes anything. */
static gboolean
fits (JsonNode *before,
      JsonNode *after)
{
  GType a = json_node_get_value_type (before);
  GType b = json_node_get_value_type (after);

  if (JSON_NODE_HOLDS_NULL (before))
    return TRUE;
  if (json_node_get_node_type (before) != json_node_get_node_type (after))
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (before))
    return TRUE;

  return a == b || ((a == G_TYPE_INT64 || a == G_TYPE_DOUBLE) &&
                    (b == G_TYPE_INT64 || b == G_TYPE_DOUBLE));
}

static const char *
describe (JsonNode *before)
{
  if (JSON_NODE_HOLDS_ARRAY (before))
    return _("This must be a list, such as [\"a\", \"b\"].");
  if (JSON_NODE_HOLDS_OBJECT (before))
    return _("This must be a JSON object.");
  if (JSON_NODE_HOLDS_VALUE (before) && json_node_get_value_type (before) == G_TYPE_BOOLEAN)
    return _("This must be true or false.");
  if (JSON_NODE_HOLDS_NULL (before))
    return _("This must be JSON: a text in quotes, a number, true, false or null.");

  return _("This must be a number.");
}

/**
 * confab_value_row_dup_value:
 * @self: a row
 *
 * Returns: (transfer full) (nullable): what stands there; %NULL when it makes no sense
 */
JsonNode *
confab_value_row_dup_value (ConfabValueRow *self)
{
  const char *text;
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (CONFAB_IS_VALUE_ROW (self), NULL);

  text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  if (is_text (self->before))
    {
      node = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (node, text);
      return g_steal_pointer (&node);
    }

  node = confab_json_parse (text, -1, NULL);

  return node != NULL && fits (self->before, node) ? g_steal_pointer (&node) : NULL;
}

static void
changed_cb (ConfabValueRow *self)
{
  g_autoptr (JsonNode) value = confab_value_row_dup_value (self);

  gtk_widget_set_visible (self->error, value == NULL);
  if (value == NULL)
    {
      gtk_widget_add_css_class (self->entry, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      return;
    }

  gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
confab_value_row_finalize (GObject *object)
{
  ConfabValueRow *self = CONFAB_VALUE_ROW (object);

  g_free (self->path);
  g_clear_pointer (&self->before, json_node_unref);

  G_OBJECT_CLASS (confab_value_row_parent_class)->finalize (object);
}

static void
confab_value_row_class_init (ConfabValueRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_value_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_value_row_init (ConfabValueRow *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 2);
}

/**
 * confab_value_row_new:
 * @path: a JSON pointer to the value
 * @name: what it is called
 * @value: what it is now
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
confab_value_row_new (const char *path,
                      const char *name,
                      JsonNode   *value)
{
  ConfabValueRow *self = g_object_new (CONFAB_TYPE_VALUE_ROW, NULL);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (name);
  g_autofree char *text = NULL;

  self->path = g_strdup (path);
  self->before = json_node_copy (value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), NAME_CHARACTERS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARACTERS);
  gtk_widget_set_tooltip_text (label, name);
  gtk_box_append (GTK_BOX (line), label);

  self->entry = gtk_entry_new ();
  text = is_text (value) ? g_strdup (json_node_get_string (value)) : confab_json_to_text (value);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), self->entry);
  gtk_box_append (GTK_BOX (self), line);

  self->error = gtk_label_new (describe (value));
  gtk_label_set_xalign (GTK_LABEL (self->error), 0);
  gtk_label_set_wrap (GTK_LABEL (self->error), TRUE);
  gtk_widget_add_css_class (self->error, "caption");
  gtk_widget_add_css_class (self->error, "error");
  gtk_widget_set_visible (self->error, FALSE);
  gtk_box_append (GTK_BOX (self), self->error);

  return GTK_WIDGET (self);
}

/**
 * confab_value_row_get_path:
 * @self: a row
 *
 * Returns: (transfer none): where the value is
 */
const char *
confab_value_row_get_path (ConfabValueRow *self)
{
  g_return_val_if_fail (CONFAB_IS_VALUE_ROW (self), NULL);

  return self->path;
}
