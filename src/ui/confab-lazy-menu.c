/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-lazy-menu.h"

typedef struct {
  ConfabLazyMenuFunc create;
  gpointer           user_data;
} LazyMenu;

/* One popover for all times: GTK 4.8 keeps some of a menu's widgets when another takes its place. */
static void
menu_wanted_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  const LazyMenu *lazy = user_data;
  GtkPopover *popover = gtk_menu_button_get_popover (button);
  g_autoptr (GMenuModel) menu = lazy->create (lazy->user_data);

  if (menu == NULL)
    return;

  if (popover != NULL)
    gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (popover), menu);
  else
    gtk_menu_button_set_menu_model (button, menu);
}

/**
 * confab_lazy_menu_set:
 * @button: a button that has no menu yet
 * @create: makes its menu
 * @user_data: for @create; to outlive the button
 *
 * Has the menu made when it is opened, each time. A menu is a dozen widgets, and of the buttons in a
 * conversation few are ever pressed.
 */
void
confab_lazy_menu_set (GtkMenuButton      *button,
                      ConfabLazyMenuFunc  create,
                      gpointer            user_data)
{
  LazyMenu *lazy;

  g_return_if_fail (GTK_IS_MENU_BUTTON (button));
  g_return_if_fail (create != NULL);

  lazy = g_new (LazyMenu, 1);
  lazy->create = create;
  lazy->user_data = user_data;
  gtk_menu_button_set_create_popup_func (button, menu_wanted_cb, lazy, g_free);
}
