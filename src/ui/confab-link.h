/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean confab_link_is_allowed (const char *uri);
gboolean confab_link_open       (GtkWidget  *widget,
                                 const char *uri);

G_END_DECLS
