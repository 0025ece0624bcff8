/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

/**
 * ConfabJsonTab:
 *
 * What one page of settings shows, as JSON to be changed. Follows the form and is followed by it; what
 * cannot be read stays as it was typed, with line and column of what is wrong, and changes nothing.
 */
#define CONFAB_TYPE_JSON_TAB (confab_json_tab_get_type ())

G_DECLARE_FINAL_TYPE (ConfabJsonTab, confab_json_tab, CONFAB, JSON_TAB, GtkWidget)

GtkWidget *confab_json_tab_new (ConfabOptionsEditor *editor,
                                const char * const  *paths);

G_END_DECLS
