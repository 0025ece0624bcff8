/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *confab_access_name_inner (GtkWidget  *widget,
                                     GType       type,
                                     const char *css_class,
                                     const char *name);

G_END_DECLS
