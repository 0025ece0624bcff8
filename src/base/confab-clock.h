/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConfabClock:
 *
 * Where the time comes from. The context owns one and passes it down, so that a test can own the
 * time. Deadlines use the monotonic time, what is stored uses the wall time.
 */
#define CONFAB_TYPE_CLOCK (confab_clock_get_type ())

G_DECLARE_FINAL_TYPE (ConfabClock, confab_clock, CONFAB, CLOCK, GObject)

ConfabClock *confab_clock_new_system     (void);
ConfabClock *confab_clock_new_manual     (gint64       wall_us);
gint64       confab_clock_get_monotonic  (ConfabClock *self);
gint64       confab_clock_get_wall       (ConfabClock *self);
void         confab_clock_advance        (ConfabClock *self,
                                          gint64       microseconds);

G_END_DECLS
