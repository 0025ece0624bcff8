/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-search.h"
#include "confab-session-groups.h"

G_BEGIN_DECLS

/**
 * ConfabSidebar:
 *
 * The sessions, the switch between applications and the search over titles. Property: `archived`
 * (gboolean: it shows the archive).
 *
 * Signal `opened` (ConfabSession, gboolean): the person chose a session; TRUE when it was a click
 * or Enter, which leads on to the text, FALSE while going through the list with the arrow keys.
 * Signal `hit-opened` (ConfabSearchHit, string): the person chose what was found for this text.
 */
#define CONFAB_TYPE_SIDEBAR (confab_sidebar_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSidebar, confab_sidebar, CONFAB, SIDEBAR, AdwBin)

GtkWidget           *confab_sidebar_new         (void);
ConfabSessionGroups *confab_sidebar_get_groups  (ConfabSidebar       *self);
void                 confab_sidebar_set_groups  (ConfabSidebar       *self,
                                                 ConfabSessionGroups *groups,
                                                 GListModel          *apps);
void                 confab_sidebar_set_search  (ConfabSidebar       *self,
                                                 ConfabSearch        *search);
void                 confab_sidebar_focus_search (ConfabSidebar      *self);
ConfabStudioApp     *confab_sidebar_get_app     (ConfabSidebar       *self);
void                 confab_sidebar_set_app     (ConfabSidebar       *self,
                                                 ConfabStudioApp     *app);
void                 confab_sidebar_set_archived (ConfabSidebar      *self,
                                                 gboolean             archived);
ConfabSession       *confab_sidebar_get_current (ConfabSidebar       *self);
void                 confab_sidebar_set_current (ConfabSidebar       *self,
                                                 ConfabSession       *session);

G_END_DECLS
