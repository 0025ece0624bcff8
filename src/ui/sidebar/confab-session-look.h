/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabSessionLook:
 *
 * How the rows of a list of sessions look: the fonts, the heights and the layouts of their texts, as
 * the list's own font says. One is made for all rows of a list: a row out of view costs no layout.
 */
#define CONFAB_TYPE_SESSION_LOOK (confab_session_look_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSessionLook, confab_session_look, CONFAB, SESSION_LOOK, GObject)

typedef enum {
  CONFAB_LOOK_TITLE,
  CONFAB_LOOK_TITLE_UNREAD,
  CONFAB_LOOK_TIME,
  CONFAB_LOOK_LINE,
  CONFAB_LOOK_N_TEXTS,
} ConfabLookText;

ConfabSessionLook *confab_session_look_new         (GtkWidget         *view);
gboolean           confab_session_look_has_changed (ConfabSessionLook *self,
                                                    guint             *serial);
int                confab_session_look_get_height  (ConfabSessionLook *self,
                                                    ConfabLookText     text);
int                confab_session_look_get_columns (ConfabSessionLook *self,
                                                    guint              n);
PangoLayout       *confab_session_look_make_layout (ConfabSessionLook *self,
                                                    ConfabLookText     text,
                                                    const char        *string);
void               confab_session_look_draw_text   (ConfabSessionLook *self,
                                                    GtkSnapshot       *snapshot,
                                                    PangoLayout       *layout,
                                                    ConfabLookText     text,
                                                    GtkWidget         *row,
                                                    int                x,
                                                    int                y,
                                                    int                width);
void               confab_session_look_draw_dot    (ConfabSessionLook *self,
                                                    GtkSnapshot       *snapshot,
                                                    const char        *color,
                                                    GtkWidget         *row,
                                                    int                x,
                                                    int                y,
                                                    int                size);

G_END_DECLS
