/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-session.h"

G_BEGIN_DECLS

/**
 * ConfabSessionList:
 *
 * Sessions as a GListModel, newest first. A session that moves is one change of the rows between
 * its old place and its new one, so that a selection model keeps its selected item. The signal
 * "session-changed" (#ConfabSession, #GParamSpec) tells of each property that changes in any of
 * them. A session is in one list at a time.
 */
#define CONFAB_TYPE_SESSION_LIST (confab_session_list_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSessionList, confab_session_list, CONFAB, SESSION_LIST, GObject)

ConfabSessionList *confab_session_list_new      (void);
void               confab_session_list_set_all  (ConfabSessionList *self,
                                                 GPtrArray         *sessions);
void               confab_session_list_place    (ConfabSessionList *self,
                                                 ConfabSession     *session);
gboolean           confab_session_list_remove   (ConfabSessionList *self,
                                                 ConfabSession     *session);
gboolean           confab_session_list_contains (ConfabSessionList *self,
                                                 ConfabSession     *session);

G_END_DECLS
