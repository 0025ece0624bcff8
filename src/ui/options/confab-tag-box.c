/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-tag-box.h"

#include <glib/gi18n.h>

#include "confab-value.h"
#include "confab-wrap-box.h"

struct _ConfabTagBox
{
  GtkWidget parent_instance;

  ConfabWrapBox *box;
  GtkWidget *entry;
  GPtrArray *values; /* of JsonNode */
  char *name;
  char *below; /* (nullable): what holds while there are no tags */
  gboolean with_numbers;
  gboolean with_or;
};

G_DEFINE_FINAL_TYPE (ConfabTagBox, confab_tag_box, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void show_tags (ConfabTagBox *self);

static void
confab_tag_box_dispose (GObject *object)
{
  ConfabTagBox *self = CONFAB_TAG_BOX (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (confab_tag_box_parent_class)->dispose (object);
}

static void
confab_tag_box_finalize (GObject *object)
{
  ConfabTagBox *self = CONFAB_TAG_BOX (object);

  g_clear_object (&self->entry);
  g_ptr_array_unref (self->values);
  g_free (self->name);
  g_free (self->below);

  G_OBJECT_CLASS (confab_tag_box_parent_class)->finalize (object);
}

static void
confab_tag_box_class_init (ConfabTagBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_tag_box_dispose;
  object_class->finalize = confab_tag_box_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
free_value (gpointer value)
{
  json_node_unref (value);
}

/* (transfer full): as it stands on the tag */
static char *
describe_value (ConfabTagBox *self,
                JsonNode     *value)
{
  return self->with_numbers || confab_value_get_type_of (value) != CONFAB_VALUE_TEXT
           ? confab_value_to_guess (value)
           : confab_value_to_text (value);
}

static void
value_changed (ConfabTagBox *self)
{
  show_tags (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_clicked_cb (ConfabTagBox *self,
                   GtkWidget    *button)
{
  guint position = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "position"));

  /* The focus would go nowhere with the button. */
  gtk_widget_grab_focus (self->entry);
  if (position < self->values->len)
    g_ptr_array_remove_index (self->values, position);
  value_changed (self);
}

/* What stands in the entry becomes a tag; what is there already is none again. */
static gboolean
take_entry (ConfabTagBox *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  JsonNode *value;

  g_strstrip (text);
  if (*text == '\0')
    return FALSE;

  value = self->with_numbers ? confab_value_guess (text)
                             : confab_value_from_text (CONFAB_VALUE_TEXT, text, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  for (guint i = 0; i < self->values->len; i++)
    if (json_node_equal (g_ptr_array_index (self->values, i), value))
      {
        json_node_unref (value);
        return FALSE;
      }

  g_ptr_array_add (self->values, value);
  value_changed (self);

  return TRUE;
}

static void
focus_left_cb (ConfabTagBox *self)
{
  take_entry (self);
}

static gboolean
key_pressed_cb (ConfabTagBox    *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (keyval != GDK_KEY_BackSpace || *text != '\0' || self->values->len == 0)
    return GDK_EVENT_PROPAGATE;

  g_ptr_array_remove_index (self->values, self->values->len - 1);
  value_changed (self);

  return GDK_EVENT_STOP;
}

static GtkWidget *
create_tag (ConfabTagBox *self,
            guint         position)
{
  g_autofree char *text = describe_value (self, g_ptr_array_index (self->values, position));
  g_autofree char *tip = g_strdup_printf (_("Remove %s"), text);
  GtkWidget *tag = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_set_tooltip_text (label, text);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "position", GUINT_TO_POINTER (position));
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (tag), label);
  gtk_box_append (GTK_BOX (tag), button);
  gtk_widget_add_css_class (tag, "tag");
  gtk_widget_set_valign (tag, GTK_ALIGN_CENTER);

  return tag;
}

static void
show_placeholder (ConfabTagBox *self)
{
  const char *first = self->below != NULL ? self->below : self->name;

  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), self->values->len == 0 ? first
                                                           : self->with_or        ? _("or …")
                                                                                  : self->name);
}

/* The entry stays where it is: it may have the focus. */
static void
show_tags (ConfabTagBox *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->box));

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (child != self->entry)
        gtk_widget_unparent (child);
      child = next;
    }

  for (guint i = 0; i < self->values->len; i++)
    {
      if (i > 0 && self->with_or)
        {
          GtkWidget *label = gtk_label_new (_("or"));

          gtk_widget_add_css_class (label, "dim-label");
          gtk_widget_add_css_class (label, "caption");
          gtk_widget_insert_before (label, GTK_WIDGET (self->box), self->entry);
        }
      gtk_widget_insert_before (create_tag (self, i), GTK_WIDGET (self->box), self->entry);
    }

  show_placeholder (self);
}

static void
confab_tag_box_init (ConfabTagBox *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->values = g_ptr_array_new_with_free_func (free_value);
  self->box = CONFAB_WRAP_BOX (confab_wrap_box_new (6));
  gtk_widget_set_parent (GTK_WIDGET (self->box), GTK_WIDGET (self));

  self->entry = g_object_ref_sink (gtk_entry_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 6);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 6);
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_widget_set_valign (self->entry, GTK_ALIGN_CENTER);
  confab_wrap_box_append (self->box, self->entry);

  g_signal_connect_object (self->entry, "activate", G_CALLBACK (take_entry), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, keys);
}

/**
 * confab_tag_box_new:
 * @name: what one of them is, for the entry
 * @with_numbers: whether what looks like a number is one
 * @with_or: whether one of them is enough, which the word between them says
 *
 * Returns: (transfer floating): a box without tags
 */
GtkWidget *
confab_tag_box_new (const char *name,
                    gboolean    with_numbers,
                    gboolean    with_or)
{
  ConfabTagBox *self = g_object_new (CONFAB_TYPE_TAG_BOX, NULL);

  self->name = g_strdup (name);
  self->with_numbers = with_numbers;
  self->with_or = with_or;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  show_tags (self);

  return GTK_WIDGET (self);
}

/**
 * confab_tag_box_set_values:
 * @self: a tag box
 * @values: (nullable): a list of values, or one; %NULL for none
 */
void
confab_tag_box_set_values (ConfabTagBox *self,
                           JsonNode     *values)
{
  g_return_if_fail (CONFAB_IS_TAG_BOX (self));

  g_ptr_array_set_size (self->values, 0);
  if (values != NULL && JSON_NODE_HOLDS_ARRAY (values))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (values)); i++)
      g_ptr_array_add (self->values,
                       json_array_dup_element (json_node_get_array (values), i));
  else if (values != NULL)
    g_ptr_array_add (self->values, json_node_copy (values));
  show_tags (self);
}

/**
 * confab_tag_box_set_below:
 * @self: a tag box
 * @below: (nullable): what holds while it has no tags, as a sentence
 */
void
confab_tag_box_set_below (ConfabTagBox *self,
                          const char   *below)
{
  g_return_if_fail (CONFAB_IS_TAG_BOX (self));

  g_free (self->below);
  self->below = g_strdup (below);
  show_placeholder (self);
}

/**
 * confab_tag_box_dup_values:
 * @self: a tag box
 *
 * Returns: (transfer full): a list of its values
 */
JsonNode *
confab_tag_box_dup_values (ConfabTagBox *self)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < self->values->len; i++)
    json_array_add_element (array, json_node_copy (g_ptr_array_index (self->values, i)));
  json_node_take_array (node, array);

  return node;
}

/**
 * confab_tag_box_get_entry:
 * @self: a tag box
 *
 * Returns: (transfer none): where the next one is typed
 */
GtkWidget *
confab_tag_box_get_entry (ConfabTagBox *self)
{
  return self->entry;
}
