/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-answer.h"
#include "confab-demo-question.h"

G_BEGIN_DECLS

typedef ConfabDemoAnswer *(*ConfabDemoAppFunc) (const ConfabDemoQuestion  *question,
                                                ConfabDemoProblem        **problem);

/* The applications without faults: what answers for an App ID, or NULL; and all their App IDs. */
ConfabDemoAppFunc   confab_demo_apps_find    (const char *app_id);
const char * const *confab_demo_apps_get_ids (void);

G_END_DECLS
