/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-json-scan.h"

G_BEGIN_DECLS

gboolean confab_json_long_take (const char            *text,
                                gsize                  length,
                                const ConfabJsonScan  *scan,
                                GString              **rest,
                                char                 **string);
void     confab_json_long_put  (JsonNode              *root,
                                const char            *string);

G_END_DECLS
