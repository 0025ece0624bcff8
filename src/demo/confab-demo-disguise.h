/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-script.h"

G_BEGIN_DECLS

/* What a script makes of texts and of replies. */
char *confab_demo_disguise_expand  (const char       *text,
                                    const char       *key,
                                    const char       *session_id,
                                    const char       *request_id);
char *confab_demo_disguise_payload (ConfabDemoScript *script,
                                    const char       *json,
                                    const char       *finish_reason);

G_END_DECLS
