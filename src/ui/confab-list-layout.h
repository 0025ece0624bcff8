/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_list_lay_out         (GtkListView *view);
void confab_list_lay_out_in_time (GtkListView *view);

G_END_DECLS
