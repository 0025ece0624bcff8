/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConfabPace:
 *
 * Shares the main loop between the streams and the painting: all streams together may work 2.5 ms
 * between two painted frames, then they are parked until the next frame (or 17 ms, when nobody
 * paints). The user interface tells of each painted frame; without a user interface nobody does
 * and the timer alone speaks.
 */
#define CONFAB_TYPE_PACE (confab_pace_get_type ())

G_DECLARE_FINAL_TYPE (ConfabPace, confab_pace, CONFAB, PACE, GObject)

typedef void (*ConfabPaceFunc) (gpointer user_data);

ConfabPace *confab_pace_new           (void);
gboolean    confab_pace_has_budget    (ConfabPace     *self);
void        confab_pace_spend         (ConfabPace     *self,
                                       gint64          microseconds);
guint       confab_pace_park          (ConfabPace     *self,
                                       ConfabPaceFunc  resume,
                                       gpointer        user_data);
void        confab_pace_unpark        (ConfabPace     *self,
                                       guint           id);
void        confab_pace_frame_painted (ConfabPace     *self);

G_END_DECLS
