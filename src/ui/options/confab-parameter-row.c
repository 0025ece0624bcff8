/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-parameter-row.h"

#include <glib/gi18n.h>

#include "confab-access.h"
#include "confab-options-parts.h"
#include "confab-tag-box.h"
#include "confab-wrap-box.h"

struct _ConfabParameterRow
{
  AdwPreferencesRow parent_instance;

  gboolean filling;
  GtkWidget *on;
  GtkWidget *name;
  GtkWidget *values; /* a stack of the next four */
  GtkWidget *entry;
  GtkWidget *yes;
  GtkWidget *choice;
  GtkWidget *type;
  GtkWidget *details;
  GtkWidget *required;
  GtkWidget *description;
  ConfabTagBox *choices;
  GtkWidget *note;
  GtkWidget *error;
};

G_DEFINE_FINAL_TYPE (ConfabParameterRow, confab_parameter_row, ADW_TYPE_PREFERENCES_ROW)

enum {
  CHANGED,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* In the order of ConfabValueType. */
static const char * const type_names[] = {
  N_("Text"), N_("Number"), N_("Yes or No"), N_("List"), N_("Object"), N_("Null"),
};

/* The value of a row ------------------------------------------------------------------------ */

/**
 * confab_parameter_new:
 * @name: its name
 * @value: its value
 * @on: whether it is sent
 *
 * Returns: (transfer full): a parameter of which nothing else is known
 */
ConfabParameter *
confab_parameter_new (const char *name,
                      JsonNode   *value,
                      gboolean    on)
{
  ConfabParameter *self = g_new0 (ConfabParameter, 1);

  self->name = g_strdup (name);
  self->type = confab_value_get_type_of (value);
  self->text = confab_value_to_text (value);
  self->on = on;

  return self;
}

/**
 * confab_parameter_free:
 * @self: (nullable) (transfer full): a parameter
 */
void
confab_parameter_free (ConfabParameter *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->text);
  g_clear_pointer (&self->choices, json_node_unref);
  g_free (self->description);
  g_free (self);
}

/* The row ----------------------------------------------------------------------------------- */

static void
confab_parameter_row_class_init (ConfabParameterRowClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static ConfabValueType
get_type_of (ConfabParameterRow *self)
{
  return (ConfabValueType) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->type));
}

/* The choices as texts. (transfer full) */
static GPtrArray *
list_choices (ConfabParameterRow *self)
{
  g_autoptr (JsonNode) values = confab_tag_box_dup_values (self->choices);
  JsonArray *array = json_node_get_array (values);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (texts, confab_value_to_text (json_array_get_element (array, i)));

  return texts;
}

/* Shows what fits the type; the text stays, so that nothing is lost by trying another type. */
static void
show_value (ConfabParameterRow *self)
{
  ConfabValueType type = get_type_of (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GPtrArray) choices = list_choices (self);
  gboolean filling = self->filling;
  const char *page = "entry";
  const char *note = gtk_editable_get_text (GTK_EDITABLE (self->description));

  self->filling = TRUE;
  if (type == CONFAB_VALUE_BOOLEAN)
    page = "switch";
  else if (type == CONFAB_VALUE_NULL)
    page = "null";
  else if (choices->len > 0 && (type == CONFAB_VALUE_TEXT || type == CONFAB_VALUE_NUMBER))
    {
      g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
      guint selected = GTK_INVALID_LIST_POSITION;

      for (guint i = 0; i < choices->len; i++)
        {
          gtk_string_list_append (list, g_ptr_array_index (choices, i));
          if (g_str_equal (g_ptr_array_index (choices, i), text))
            selected = i;
        }
      if (selected == GTK_INVALID_LIST_POSITION)
        {
          gtk_string_list_append (list, text);
          selected = choices->len;
        }
      gtk_drop_down_set_model (GTK_DROP_DOWN (self->choice), G_LIST_MODEL (list));
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), selected);
      page = "choice";
    }

  gtk_stack_set_visible_child_name (GTK_STACK (self->values), page);
  gtk_switch_set_active (GTK_SWITCH (self->yes), g_str_equal (text, "true"));
  if (type == CONFAB_VALUE_LIST || type == CONFAB_VALUE_OBJECT)
    gtk_widget_add_css_class (self->entry, "monospace");
  else
    gtk_widget_remove_css_class (self->entry, "monospace");

  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->required)))
    {
      g_autofree char *text_note =
        *note != '\0' ? g_strdup_printf (_("Required. %s"), note) : g_strdup (_("Required"));

      gtk_label_set_text (GTK_LABEL (self->note), text_note);
      gtk_widget_set_visible (self->note, TRUE);
    }
  else
    {
      gtk_label_set_text (GTK_LABEL (self->note), note);
      gtk_widget_set_visible (self->note, *note != '\0');
    }
  self->filling = filling;
}

static void
changed_cb (ConfabParameterRow *self)
{
  if (self->filling)
    return;

  show_value (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
yes_changed_cb (ConfabParameterRow *self)
{
  if (!self->filling)
    gtk_editable_set_text (GTK_EDITABLE (self->entry),
                           gtk_switch_get_active (GTK_SWITCH (self->yes)) ? "true" : "false");
}

/* The choices stay as they are: their selection is still telling of itself. */
static void
choice_changed_cb (ConfabParameterRow *self)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->choice));

  if (self->filling || chosen == NULL)
    return;

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), gtk_string_object_get_string (chosen));
  self->filling = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_clicked_cb (ConfabParameterRow *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->details));
  g_signal_emit (self, signals[REMOVE], 0);
}

/* Of a drop-down or menu button, what it is made of takes the focus. */
static void
set_name (GtkWidget  *widget,
          const char *name)
{
  confab_access_name_inner (widget, GTK_TYPE_TOGGLE_BUTTON, NULL, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static GtkWidget *
create_details (ConfabParameterRow *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *remove = gtk_button_new_with_mnemonic (_("Re_move Parameter"));

  self->required = gtk_check_button_new_with_mnemonic (_("_Required"));
  self->description = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->description), _("Description"));
  set_name (self->description, _("Description"));
  self->choices = CONFAB_TAG_BOX (confab_tag_box_new (_("Choice"), FALSE, FALSE));
  gtk_widget_set_size_request (GTK_WIDGET (self->choices), 260, -1);
  gtk_box_append (GTK_BOX (box), self->required);
  gtk_box_append (GTK_BOX (box), self->description);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->choices));
  gtk_box_append (GTK_BOX (box), remove);
  gtk_popover_set_child (GTK_POPOVER (popover), box);

  g_signal_connect_object (self->required, "toggled", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->description, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choices, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_clicked_cb), self,
                           G_CONNECT_SWAPPED);

  self->details = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->details), "view-more-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->details), popover);
  gtk_widget_set_tooltip_text (self->details, _("Description, Choices, Remove"));
  set_name (self->details, _("Description, Choices, Remove"));
  gtk_widget_add_css_class (self->details, "flat");

  return self->details;
}

static GtkWidget *
create_values (ConfabParameterRow *self)
{
  GtkWidget *null = gtk_label_new ("null");

  self->values = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->values), FALSE);
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("Value"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 8);
  set_name (self->entry, _("Value"));
  self->yes = gtk_switch_new ();
  gtk_widget_set_halign (self->yes, GTK_ALIGN_END);
  gtk_widget_set_valign (self->yes, GTK_ALIGN_CENTER);
  set_name (self->yes, _("Value"));
  self->choice = gtk_drop_down_new (NULL, NULL);
  set_name (self->choice, _("Value"));
  gtk_widget_add_css_class (null, "monospace");
  gtk_widget_add_css_class (null, "dim-label");
  gtk_widget_set_halign (null, GTK_ALIGN_END);
  gtk_stack_add_named (GTK_STACK (self->values), self->entry, "entry");
  gtk_stack_add_named (GTK_STACK (self->values), self->yes, "switch");
  gtk_stack_add_named (GTK_STACK (self->values), self->choice, "choice");
  gtk_stack_add_named (GTK_STACK (self->values), null, "null");
  gtk_widget_set_hexpand (self->values, TRUE);
  /* The same for all types: the columns of a list line up. */
  gtk_widget_set_size_request (self->values, 140, -1);

  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->yes, "notify::active", G_CALLBACK (yes_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choice, "notify::selected", G_CALLBACK (choice_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self->values;
}

static void
confab_parameter_row_init (ConfabParameterRow *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = confab_wrap_box_new (8);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *second = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autoptr (GtkStringList) types = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    gtk_string_list_append (types, _(type_names[i]));

  self->filling = TRUE;
  self->on = gtk_check_button_new ();
  gtk_widget_set_tooltip_text (self->on, _("Send This"));
  self->name = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->name), _("Name"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->name), 9);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->name), 9);
  gtk_widget_set_hexpand (self->name, TRUE);
  set_name (self->name, _("Name"));
  self->type = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (types)), NULL);
  gtk_widget_set_tooltip_text (self->type, _("Type"));
  set_name (self->type, _("Type"));
  gtk_widget_set_size_request (self->type, 116, -1);

  gtk_box_append (GTK_BOX (first), self->on);
  gtk_box_append (GTK_BOX (first), self->name);
  gtk_widget_set_hexpand (first, TRUE);
  gtk_box_append (GTK_BOX (second), create_values (self));
  gtk_box_append (GTK_BOX (second), self->type);
  gtk_box_append (GTK_BOX (second), create_details (self));
  confab_wrap_box_append (CONFAB_WRAP_BOX (line), first);
  confab_wrap_box_append (CONFAB_WRAP_BOX (line), second);

  self->note = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->note), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_widget_add_css_class (self->note, "caption");
  gtk_widget_add_css_class (self->note, "dim-label");
  gtk_box_append (GTK_BOX (column), line);
  gtk_box_append (GTK_BOX (column), self->note);
  gtk_box_append (GTK_BOX (column), confab_options_parts_new_error (&self->error));
  gtk_widget_add_css_class (column, "form-line");

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), column);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);

  g_signal_connect_object (self->on, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->name, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->type, "notify::selected", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->filling = FALSE;
}

/**
 * confab_parameter_row_new:
 * @parameter: what it shows
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
confab_parameter_row_new (const ConfabParameter *parameter)
{
  ConfabParameterRow *self = g_object_new (CONFAB_TYPE_PARAMETER_ROW, NULL);
  g_autofree char *on_name = g_strdup_printf (_("Send %s"), parameter->name);

  self->filling = TRUE;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), parameter->name);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->on), parameter->on);
  set_name (self->on, *parameter->name != '\0' ? on_name : _("Send This"));
  gtk_editable_set_text (GTK_EDITABLE (self->name), parameter->name);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), parameter->text);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->type), parameter->type);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->required), parameter->required);
  gtk_editable_set_text (GTK_EDITABLE (self->description),
                         parameter->description != NULL ? parameter->description : "");
  confab_tag_box_set_values (self->choices, parameter->choices);
  show_value (self);
  self->filling = FALSE;

  return GTK_WIDGET (self);
}

/**
 * confab_parameter_row_dup:
 * @self: a row
 *
 * Returns: (transfer full): what it shows
 */
ConfabParameter *
confab_parameter_row_dup (ConfabParameterRow *self)
{
  ConfabParameter *parameter = g_new0 (ConfabParameter, 1);
  const char *description = gtk_editable_get_text (GTK_EDITABLE (self->description));

  parameter->name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  parameter->type = get_type_of (self);
  parameter->text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (parameter->type == CONFAB_VALUE_BOOLEAN && !g_str_equal (parameter->text, "true"))
    {
      g_free (parameter->text);
      parameter->text = g_strdup ("false");
    }
  parameter->on = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->on));
  parameter->required = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->required));
  parameter->choices = confab_tag_box_dup_values (self->choices);
  if (json_array_get_length (json_node_get_array (parameter->choices)) == 0)
    g_clear_pointer (&parameter->choices, json_node_unref);
  parameter->description = *description != '\0' ? g_strdup (description) : NULL;

  return parameter;
}

/**
 * confab_parameter_row_set_error:
 * @self: a row
 * @of_name: whether it is the name, else the value
 * @sentence: (nullable): what is wrong; %NULL when nothing is
 */
void
confab_parameter_row_set_error (ConfabParameterRow *self,
                                gboolean            of_name,
                                const char         *sentence)
{
  confab_options_parts_set_error (self->name, self->error, NULL);
  confab_options_parts_set_error (self->entry, self->error, NULL);
  confab_options_parts_set_error (of_name ? self->name : self->entry, self->error, sentence);
}

/**
 * confab_parameter_row_focus:
 * @self: a row
 *
 * Puts the focus into its first field.
 */
void
confab_parameter_row_focus (ConfabParameterRow *self)
{
  gtk_widget_grab_focus (self->name);
}
