/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_dialogs_adopt          (GtkApplication       *application);
void confab_dialogs_close          (GtkApplication       *application);
void confab_dialogs_show_about     (GtkWindow            *parent);
void confab_dialogs_show_shortcuts (GtkApplicationWindow *window);

G_END_DECLS
