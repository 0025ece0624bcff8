/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A thread that does jobs one after the other, in the order they were given. Private to store/.
 */
typedef struct _ConfabWorker ConfabWorker;

/* Runs on the worker's thread. Results go into @data, which belongs to the task. */
typedef gboolean (*ConfabWorkerFunc) (gpointer   source,
                                      gpointer   data,
                                      GError   **error);
/* Runs on the worker's thread, without anybody waiting. %TRUE: once more, after what waits. */
typedef gboolean (*ConfabChoreFunc)  (gpointer   source);

ConfabWorker *confab_worker_new        (const char       *name);
void          confab_worker_free       (ConfabWorker     *self);
gboolean      confab_worker_is_current (ConfabWorker     *self);
void          confab_worker_push       (ConfabWorker     *self,
                                        GTask            *task,
                                        ConfabWorkerFunc  func);
void          confab_worker_push_chore (ConfabWorker     *self,
                                        gpointer          source,
                                        ConfabChoreFunc   func);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabWorker, confab_worker_free)

G_END_DECLS
