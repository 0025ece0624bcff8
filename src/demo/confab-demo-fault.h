/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-answer.h"
#include "confab-demo-request.h"
#include "confab-demo-script.h"

G_BEGIN_DECLS

#define CONFAB_DEMO_FAULT_PREFIX "fault-"

ConfabDemoAnswer *confab_demo_fault_answer (ConfabDemoScript        *script,
                                            const ConfabDemoRequest *request,
                                            const char              *session_id,
                                            const char              *request_id);

G_END_DECLS
