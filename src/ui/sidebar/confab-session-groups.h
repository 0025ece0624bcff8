/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-clock.h"
#include "confab-heading.h"
#include "confab-session-list.h"

G_BEGIN_DECLS

/**
 * ConfabSessionGroups:
 *
 * The sessions as the sidebar shows them: newest first, pinned ones before all, grouped by day
 * with a #ConfabHeading at the head of each group; filtered by application and title; either those
 * in the archive or all others, and never a temporary one. A GListModel
 * of GObject: #ConfabHeading and #ConfabSession. Property: `n-sessions`.
 */
#define CONFAB_TYPE_SESSION_GROUPS (confab_session_groups_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSessionGroups, confab_session_groups, CONFAB, SESSION_GROUPS, GObject)

ConfabSessionGroups *confab_session_groups_new            (ConfabSessionList   *sessions,
                                                           ConfabClock         *clock);
guint                confab_session_groups_get_n_sessions (ConfabSessionGroups *self);
ConfabStudioApp     *confab_session_groups_get_app        (ConfabSessionGroups *self);
void                 confab_session_groups_set_app        (ConfabSessionGroups *self,
                                                           ConfabStudioApp     *app);
void                 confab_session_groups_set_archived   (ConfabSessionGroups *self,
                                                           gboolean             archived);
void                 confab_session_groups_set_text       (ConfabSessionGroups *self,
                                                           const char          *text);
gboolean             confab_session_groups_find           (ConfabSessionGroups *self,
                                                           ConfabSession       *session,
                                                           guint               *position);
ConfabSession       *confab_session_groups_get_neighbour  (ConfabSessionGroups *self,
                                                           ConfabSession       *session,
                                                           int                  step);
gint64               confab_session_groups_get_now        (ConfabSessionGroups *self);
GDateTime           *confab_session_groups_get_local_now  (ConfabSessionGroups *self);
void                 confab_session_groups_check_day      (ConfabSessionGroups *self);

G_END_DECLS
