/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_theme_color_get (GtkWidget  *widget,
                             const char *name,
                             GdkRGBA    *color);

G_END_DECLS
