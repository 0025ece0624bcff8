/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-demo-log.h"
#include "confab-demo-service.h"

G_BEGIN_DECLS

/**
 * ConfabDemoShared:
 *
 * What the service's thread and the others both use; numbers are atomic.
 */
typedef struct {
  gint pace;           /* thousandths */
  gint n_requests;
  gint n_closed_early;
  gint lead;           /* seconds by which sessions were made older */
  ConfabDemoLog *log;  /* for every thread */
} ConfabDemoShared;

/**
 * ConfabDemoServer:
 *
 * The service itself, which lives in one thread. #ConfabDemoService gives it one.
 */
typedef struct _ConfabDemoServer ConfabDemoServer;

ConfabDemoServer *confab_demo_server_new      (guint16              port,
                                               const char          *key,
                                               ConfabDemoShared    *shared,
                                               ConfabDemoLogFunc    log,
                                               gpointer             log_data,
                                               GError             **error);
void              confab_demo_server_free     (ConfabDemoServer    *self);
guint16           confab_demo_server_get_port (ConfabDemoServer    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoServer, confab_demo_server_free)

G_END_DECLS
