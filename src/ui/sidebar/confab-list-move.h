/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean confab_list_move_find (GPtrArray *now,
                                GPtrArray *then,
                                guint      head,
                                guint      end,
                                guint     *from,
                                guint     *to);

G_END_DECLS
