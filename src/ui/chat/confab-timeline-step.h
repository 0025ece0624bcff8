/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-chat-counters.h"
#include "confab-stages.h"

G_BEGIN_DECLS

/**
 * ConfabTimelineStep:
 *
 * One step of an unfolded timeline: a line with its name, what came of it and how long it took;
 * under it what was thought, and on demand what went in and out.
 *
 * Signal `toggled` (open as gboolean): the reader has opened or closed what is on demand.
 */
#define CONFAB_TYPE_TIMELINE_STEP (confab_timeline_step_get_type ())

G_DECLARE_FINAL_TYPE (ConfabTimelineStep, confab_timeline_step, CONFAB, TIMELINE_STEP, GtkWidget)

GtkWidget *confab_timeline_step_new          (ConfabChatCounters *counters);
void       confab_timeline_step_update       (ConfabTimelineStep *self,
                                              ConfabStage         *step,
                                              gboolean            with_line,
                                              gboolean            is_open);
void       confab_timeline_step_dispose_frames (ConfabTimelineStep *self);
int        confab_timeline_step_get_height   (ConfabTimelineStep *self,
                                              int                 width);
gboolean   confab_timeline_step_is_exact     (ConfabTimelineStep *self);
gboolean   confab_timeline_step_show         (ConfabTimelineStep *self,
                                              int                 top,
                                              int                 bottom,
                                              int                 hold,
                                              int                *moved);
gsize      confab_timeline_step_refine       (ConfabTimelineStep *self,
                                              gsize               bytes,
                                              int                 hold,
                                              int                *moved);
void       confab_timeline_step_set_viewport (ConfabTimelineStep *self,
                                              int                 top,
                                              int                 bottom);

G_END_DECLS
