/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Helpers for tests that show widgets. Display tests run in ui-session.sh. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       ui_wait_frames     (GtkWidget   *widget,
                               guint        n_frames);
GtkWidget *ui_show            (GtkWidget   *child,
                               int          width,
                               int          height);
void       ui_close           (GtkWidget   *window);
GtkWidget *ui_find_type       (GtkWidget   *root,
                               GType        type);
GtkWidget *ui_find_label      (GtkWidget   *root,
                               const char  *text);
GtkWidget *ui_find_action     (GtkWidget   *root,
                               const char  *action_name);
gboolean   ui_press           (GtkWidget   *widget,
                               guint        key,
                               GdkModifierType modifiers);
gboolean   ui_has_keys        (void);
void       ui_type_keys       (const char  *keys);
void       ui_point           (GtkWidget   *widget,
                               double       x,
                               double       y);
void       ui_hold_button     (guint        button,
                               gboolean     down);
void       ui_hold_key        (const char  *key,
                               gboolean     down);
void       ui_turn_wheel      (gboolean     down,
                               guint        n_clicks);
void       ui_click           (GtkWidget   *widget,
                               double       x,
                               double       y,
                               guint        button,
                               guint        n_press);
void       ui_load_css        (const char  *path);
gboolean   ui_save_png        (GtkWidget   *widget,
                               const char  *path);

G_END_DECLS
