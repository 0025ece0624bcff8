/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray *confab_title_search (GListModel         *sessions,
                                const char * const *terms,
                                guint               limit);

G_END_DECLS
