/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "confab-demo-problem.h"

G_BEGIN_DECLS

/* So many of the last requests are kept. */
#define CONFAB_DEMO_LOG_REQUESTS 64

/**
 * ConfabDemoLog:
 *
 * The last requests, each as one line of JSON, without secrets. For every thread.
 */
typedef struct _ConfabDemoLog ConfabDemoLog;

ConfabDemoLog *confab_demo_log_new       (void);
void           confab_demo_log_free      (ConfabDemoLog           *self);
char          *confab_demo_log_add       (ConfabDemoLog           *self,
                                          SoupServerMessage       *message,
                                          const char              *path,
                                          const char              *reply,
                                          const ConfabDemoProblem *problem);
char         **confab_demo_log_dup_lines (ConfabDemoLog           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoLog, confab_demo_log_free)

G_END_DECLS
