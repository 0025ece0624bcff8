/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-session-look.h"
#include "confab-session.h"

G_BEGIN_DECLS

/**
 * ConfabSessionRow:
 *
 * One line of the sidebar: a session with its application, last words and state. A row is bound to
 * a session and shows it until it is unbound. GTK keeps two hundred of them for a long list: so it is
 * one widget that draws what it says, when it is in view; only a mark that moves or has a tooltip is
 * a widget in it. All rows are of one height.
 */
#define CONFAB_TYPE_SESSION_ROW (confab_session_row_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSessionRow, confab_session_row, CONFAB, SESSION_ROW, GtkWidget)

GtkWidget     *confab_session_row_new         (void);
ConfabSession *confab_session_row_get_session (ConfabSessionRow  *self);
gboolean       confab_session_row_has_texts   (ConfabSessionRow  *self);
void           confab_session_row_bind        (ConfabSessionRow  *self,
                                               ConfabSession     *session,
                                               ConfabSessionLook *look,
                                               GDateTime         *now,
                                               gboolean           with_app);
void           confab_session_row_unbind      (ConfabSessionRow  *self);

G_END_DECLS
