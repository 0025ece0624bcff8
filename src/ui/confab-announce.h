/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *confab_announce_new_label (void);
void       confab_announce           (GtkWidget  *label,
                                      const char *text);

G_END_DECLS
