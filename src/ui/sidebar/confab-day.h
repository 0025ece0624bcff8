/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All take and give local time; @then and @now are microseconds since the epoch. */
char   *confab_day_dup_name      (gint64  then,
                                  gint64  now,
                                  gint64 *since);
char   *confab_day_dup_time      (gint64     then,
                                  GDateTime *now);
guint   confab_day_until_next    (gint64 now);

G_END_DECLS
