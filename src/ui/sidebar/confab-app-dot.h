/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabAppDot:
 *
 * The mark of an application's colour. Property: `color`, a palette name such as "blue_3".
 */
#define CONFAB_TYPE_APP_DOT (confab_app_dot_get_type ())

G_DECLARE_FINAL_TYPE (ConfabAppDot, confab_app_dot, CONFAB, APP_DOT, GtkWidget)

GtkWidget  *confab_app_dot_new         (void);
const char *confab_app_dot_get_color   (ConfabAppDot *self);
void        confab_app_dot_set_color   (ConfabAppDot *self,
                                        const char   *color);
const char *confab_app_dot_check_color (const char   *color);

G_END_DECLS
