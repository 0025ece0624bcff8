/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * Reading what a service sent beside its text: hostile JSON of any type, where everything may be
 * missing. Shared by citations, thoughts and nodes.
 */

JsonArray  *confab_evidence_parse_array  (const char          *text);
JsonObject *confab_evidence_parse_object (const char          *text);
char       *confab_evidence_dup_text     (JsonObject          *object,
                                          const char          *member);
char      **confab_evidence_dup_list     (JsonObject          *object,
                                          const char          *member);
char       *confab_evidence_dup_rest     (JsonObject          *object,
                                          const char * const  *known);
char       *confab_evidence_dup_pretty   (const char          *text);

G_END_DECLS
