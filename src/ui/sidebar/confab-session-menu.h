/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-session.h"

G_BEGIN_DECLS

/* What can be done with @session as a whole, of @apps to move it to. (transfer full) */
GMenuModel *confab_session_menu_new (ConfabSession *session,
                                     GListModel    *apps,
                                     gboolean       on_show);

G_END_DECLS
