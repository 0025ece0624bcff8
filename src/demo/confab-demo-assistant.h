/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-answer.h"
#include "confab-demo-library.h"
#include "confab-demo-request.h"

G_BEGIN_DECLS

#define CONFAB_DEMO_ASSISTANT_ID "assistant"

ConfabDemoAnswer *confab_demo_assistant_answer (ConfabDemoLibrary       *library,
                                                const ConfabDemoRequest *request,
                                                const char * const      *earlier,
                                                const char              *session_id,
                                                const char              *request_id);

G_END_DECLS
