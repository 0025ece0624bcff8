/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-access.h"

/* A label that the widget has chosen itself would come before a name. */
static void
name_itself (GtkWidget  *widget,
             const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
name_inner (GtkWidget  *widget,
            GType       type,
            const char *css_class,
            const char *name)
{
  GtkWidget *first = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (!gtk_widget_get_visible (child))
        continue;

      if (g_type_is_a (G_OBJECT_TYPE (child), type) &&
          (css_class == NULL || gtk_widget_has_css_class (child, css_class)))
        {
          found = child;
          name_itself (child, name);
        }
      /* The button in a menu button belongs to that. */
      else if (!GTK_IS_MENU_BUTTON (child))
        found = name_inner (child, type, css_class, name);

      if (first == NULL)
        first = found;
    }

  return first;
}

/**
 * confab_access_name_inner:
 * @widget: a widget of GTK's or libadwaita's that is made of others
 * @type: the kind of the widgets inside
 * @css_class: (nullable): a style class they have
 * @name: what assistive tools call them
 *
 * Names parts of a widget that take the focus when the name of the whole is not handed on to them,
 * such as the button inside a drop-down: they would be read as the name of their class. Without
 * such a part nothing happens: another version may be made otherwise. A menu button has the name
 * itself, too: newer GTK names the button in it by all that it holds, which is its popover as well.
 * So has a drop-down: newer GTK calls it by what is chosen, and does not tell what for.
 *
 * Returns: (transfer none) (nullable): the first visible part of that kind
 */
GtkWidget *
confab_access_name_inner (GtkWidget  *widget,
                          GType       type,
                          const char *css_class,
                          const char *name)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget))
    name_itself (widget, name);

  return name_inner (widget, type, css_class, name);
}
