/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-chat-counters.h"
#include "confab-message.h"

G_BEGIN_DECLS

/**
 * ConfabTimeline:
 *
 * How an answer came about, above it: one flat line, and unfolded the steps behind a line at their
 * side. While the steps run they are shown; when the text begins they fold by themselves, but only
 * if the reader has not said otherwise and only while the end is followed. Folded, nothing but the
 * line is made.
 *
 * Signal `toggled`: the reader has opened or closed something.
 */
#define CONFAB_TYPE_TIMELINE (confab_timeline_get_type ())

G_DECLARE_FINAL_TYPE (ConfabTimeline, confab_timeline, CONFAB, TIMELINE, GtkWidget)

GtkWidget *confab_timeline_new          (ConfabChatCounters *counters,
                                         ConfabMessage      *message);
void       confab_timeline_update       (ConfabTimeline     *self,
                                         gboolean            evidence,
                                         gboolean            following);
void       confab_timeline_dispose_frames (ConfabTimeline  *self);
gboolean   confab_timeline_is_empty     (ConfabTimeline     *self);
int        confab_timeline_get_height   (ConfabTimeline     *self,
                                         int                 width);
gboolean   confab_timeline_is_exact     (ConfabTimeline     *self);
gboolean   confab_timeline_show         (ConfabTimeline     *self,
                                         gint64              top,
                                         gint64              bottom,
                                         gint64              hold,
                                         int                *moved);
gsize      confab_timeline_refine       (ConfabTimeline     *self,
                                         gsize               bytes,
                                         gint64              hold,
                                         int                *moved);
void       confab_timeline_set_viewport (ConfabTimeline     *self,
                                         int                 top,
                                         int                 bottom);

G_END_DECLS
