/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabLazyMenuFunc:
 * @user_data: as given with the function
 *
 * Returns: (transfer full) (nullable): the menu as it is now; %NULL when there is no other than
 * before
 */
typedef GMenuModel *(*ConfabLazyMenuFunc) (gpointer user_data);

void confab_lazy_menu_set (GtkMenuButton      *button,
                           ConfabLazyMenuFunc  create,
                           gpointer            user_data);

G_END_DECLS
