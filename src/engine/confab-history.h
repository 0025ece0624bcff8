/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What is sent along of a conversation: whole rounds, the newest ones. */
#define CONFAB_HISTORY_MAX_ROUNDS 20
#define CONFAB_HISTORY_MAX_BYTES  (64 * 1024)

JsonArray *confab_history_collect (GListModel *messages,
                                   gint64      before);

G_END_DECLS
