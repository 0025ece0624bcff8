/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char       **confab_json_path_split (const char        *path);
char        *confab_json_path_join  (const char        *first,
                                     ...) G_GNUC_NULL_TERMINATED;
JsonNode    *confab_json_path_get   (JsonObject        *root,
                                     const char        *path);
JsonObject  *confab_json_path_set   (JsonObject        *root,
                                     const char        *path,
                                     JsonNode          *value);

G_END_DECLS
