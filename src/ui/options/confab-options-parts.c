/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-parts.h"

#include <glib/gi18n.h>

/* Buttons ----------------------------------------------------------------------------------- */

/**
 * confab_options_parts_new_button:
 * @icon: name of an icon
 * @tip: what it does
 * @name: (nullable): the same for a screen reader, where @tip says too little; %NULL for @tip
 *
 * Returns: (transfer floating): a button beside a title or in a row
 */
GtkWidget *
confab_options_parts_new_button (const char *icon,
                                 const char *tip,
                                 const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : tip, -1);

  return button;
}

/**
 * confab_options_parts_new_add:
 * @group: (nullable): a group whose title the button stands beside; %NULL: it will stand elsewhere
 * @tip: what it does
 * @name: (nullable): as for confab_options_parts_new_button()
 *
 * Returns: (transfer floating): a button that adds one
 */
GtkWidget *
confab_options_parts_new_add (AdwPreferencesGroup *group,
                              const char          *tip,
                              const char          *name)
{
  GtkWidget *button = confab_options_parts_new_button ("list-add-symbolic", tip, name);

  if (group != NULL)
    adw_preferences_group_set_header_suffix (group, button);

  return button;
}

/**
 * confab_options_parts_add_note:
 * @group: a group
 *
 * Returns: (transfer none): its first row, which says what is wrong with all of it
 */
ConfabFieldNote *
confab_options_parts_add_note (AdwPreferencesGroup *group)
{
  ConfabFieldNote *note = g_object_new (CONFAB_TYPE_FIELD_NOTE, NULL);

  adw_preferences_group_add (group, GTK_WIDGET (note));

  return note;
}

/**
 * confab_options_parts_add_row:
 * @group: where it goes
 * @row: (transfer floating): a row
 * @title: its name, plain
 *
 * Returns: (transfer none): the row after it, which says what is wrong with it
 */
ConfabFieldNote *
confab_options_parts_add_row (AdwPreferencesGroup *group,
                              GtkWidget           *row,
                              const char          *title)
{
  ConfabFieldNote *note = g_object_new (CONFAB_TYPE_FIELD_NOTE, "field", row, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (group, row);
  adw_preferences_group_add (group, GTK_WIDGET (note));

  return note;
}

/* No rows ----------------------------------------------------------------------------------- */

/**
 * confab_options_parts_describe_below:
 * @editor: whose values
 * @path: a JSON pointer to a list of texts or an object
 * @label_group: (nullable): what the texts or the names of the members are labelled as
 * @but: (nullable) (array zero-terminated=1): names of members that do not matter
 *
 * Returns: (transfer full) (nullable): what holds from the layers below and is not covered, as a
 *   sentence: a list as long as there is none here, members of an object that are not here, too
 */
char *
confab_options_parts_describe_below (ConfabOptionsEditor *editor,
                                     const char          *path,
                                     const char          *label_group,
                                     const char * const  *but)
{
  ConfabOptions *below = confab_options_editor_get_below (editor);
  JsonNode *node = confab_options_get (below, path);
  JsonNode *own = confab_options_editor_get (editor, path);
  JsonObject *covered =
    own != NULL && JSON_NODE_HOLDS_OBJECT (own) ? json_node_get_object (own) : NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *text = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node) && own == NULL)
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *each = json_array_get_element (array, i);

          if (JSON_NODE_HOLDS_VALUE (each) && json_node_get_value_type (each) == G_TYPE_STRING)
            g_ptr_array_add (names, (gpointer) json_node_get_string (each));
        }
    }
  else if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        if ((covered == NULL || !json_object_has_member (covered, name)) &&
            (but == NULL || !g_strv_contains (but, name)))
          g_ptr_array_add (names, (gpointer) name);
    }
  if (names->len == 0)
    return NULL;

  for (guint i = 0; label_group != NULL && i < names->len; i++)
    {
      const char *label = confab_options_get_label (below, label_group, names->pdata[i]);

      if (label != NULL)
        names->pdata[i] = (gpointer) label;
    }
  g_ptr_array_add (names, NULL);
  text = g_strjoinv (_(", "), (char **) names->pdata);

  return g_strdup_printf (_("As set elsewhere: %s"), text);
}

/**
 * confab_options_parts_new_none:
 *
 * Returns: (transfer full): a row that says that there is none, or what holds from elsewhere
 */
GtkWidget *
confab_options_parts_new_none (void)
{
  GtkWidget *none = adw_preferences_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  /* Without a title: it is no place to look for. */
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "form-none");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (none), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (none), FALSE);
  gtk_widget_set_focusable (none, FALSE);

  return g_object_ref_sink (none);
}

/**
 * confab_options_parts_show_none:
 * @group: a group
 * @none: of confab_options_parts_new_none()
 * @editor: whose values
 * @path: a JSON pointer to what the group shows, a list of texts or an object
 * @label_group: (nullable): what the texts or the names of the members are labelled as
 * @but: (nullable) (array zero-terminated=1): names of members that are shown elsewhere
 * @show: whether “None” is to be said where nothing holds from elsewhere, either
 *
 * Has the row stand in the group, as the last, when there is something to say: an invisible one would
 * still be read out.
 */
void
confab_options_parts_show_none (AdwPreferencesGroup *group,
                                GtkWidget           *none,
                                ConfabOptionsEditor *editor,
                                const char          *path,
                                const char          *label_group,
                                const char * const  *but,
                                gboolean             show)
{
  g_autofree char *below = confab_options_parts_describe_below (editor, path, label_group, but);

  if (gtk_widget_get_parent (none) != NULL)
    adw_preferences_group_remove (group, none);
  if (below == NULL && !show)
    return;

  gtk_label_set_text (GTK_LABEL (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (none))),
                      below != NULL ? below : _("None"));
  adw_preferences_group_add (group, none);
}

/* Errors within a row ----------------------------------------------------------------------- */

/**
 * confab_options_parts_new_error:
 * @label: (out): what takes the sentence
 *
 * Returns: (transfer floating): a line that says what is wrong, invisible
 */
GtkWidget *
confab_options_parts_new_error (GtkWidget **label)
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
 * confab_options_parts_set_error:
 * @field: what is wrong
 * @label: of confab_options_parts_new_error()
 * @sentence: (nullable): what is wrong with it; %NULL for nothing
 */
void
confab_options_parts_set_error (GtkWidget  *field,
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
