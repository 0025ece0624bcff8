/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-request.h"

G_BEGIN_DECLS

/* One file for each language. */
char                  *confab_emit_curl          (const ConfabRequest  *request);
char                  *confab_emit_python        (const ConfabRequest  *request);
char                  *confab_emit_java          (const ConfabRequest  *request);

/* The key's variable, which the SDKs read by themselves. */
#define CONFAB_EMIT_KEY "DASHSCOPE_API_KEY"

const ConfabTokenSlot *confab_emit_find_slot     (const ConfabRequest  *request,
                                                  const char           *path);
void                   confab_emit_parse_url     (const ConfabRequest  *request,
                                                  char                **base_url,
                                                  char                **app_id);
gboolean               confab_emit_is_own_header (const char           *name);
const char            *confab_emit_find_header   (const ConfabRequest  *request,
                                                  const char           *name);
void                   confab_emit_append_unsent (GString              *out,
                                                  const char           *mark,
                                                  GPtrArray            *names);

G_END_DECLS
