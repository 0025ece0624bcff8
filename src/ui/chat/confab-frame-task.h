/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabFrameTask:
 *
 * Work that is done at most once a frame, however often it is asked for, by a tick callback that
 * goes away when nothing is left to do. While its widget is not mapped it only remembers. A frame
 * that took long is followed by as long a pause, so that never more than half of the time is spent
 * in it, whatever comes.
 */
typedef struct _ConfabFrameTask ConfabFrameTask;

typedef void (*ConfabFrameTaskFunc) (GtkWidget *widget);

ConfabFrameTask *confab_frame_task_new        (GtkWidget           *widget,
                                               ConfabFrameTaskFunc  func);
void             confab_frame_task_free       (ConfabFrameTask     *self);
void             confab_frame_task_queue      (ConfabFrameTask     *self);
void             confab_frame_task_set_mapped (ConfabFrameTask     *self,
                                               gboolean             mapped);
void             confab_frame_task_painted    (ConfabFrameTask     *self);
gboolean         confab_frame_task_is_ticking (ConfabFrameTask     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabFrameTask, confab_frame_task_free)

G_END_DECLS
