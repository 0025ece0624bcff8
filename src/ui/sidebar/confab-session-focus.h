/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-session.h"

G_BEGIN_DECLS

void     confab_session_focus_forget      (GtkWidget     *outer);
void     confab_session_focus_settle      (GtkListView   *view);
gboolean confab_session_focus_step        (GtkListView   *view,
                                           gboolean       forward);
gboolean confab_session_focus_is_near_top (GtkListView   *view);
gboolean confab_session_focus_page        (GtkListView   *view,
                                           gboolean       forward);
void     confab_session_focus_go_to       (GtkListView   *view,
                                           ConfabSession *session);
gboolean confab_session_focus_select      (GtkListView   *view,
                                           ConfabSession *session);

G_END_DECLS
