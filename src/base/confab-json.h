/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* reliability: json-glib recurses, so nesting is counted before it sees the text. */
#define CONFAB_JSON_MAX_DEPTH 64

JsonNode   *confab_json_parse        (const char  *text,
                                      gssize       length,
                                      GError     **error);
char       *confab_json_to_text      (JsonNode    *node);
char       *confab_json_object_to_text (JsonObject *object);
JsonObject *confab_json_copy_object  (JsonObject  *object);
JsonArray  *confab_json_copy_array   (JsonArray   *array);
gboolean    confab_json_equal        (JsonNode    *a,
                                      JsonNode    *b);

const char *confab_json_get_string   (JsonObject  *object,
                                      const char  *member);
gboolean    confab_json_get_int      (JsonObject  *object,
                                      const char  *member,
                                      gint64      *value);
gboolean    confab_json_get_boolean  (JsonObject  *object,
                                      const char  *member,
                                      gboolean    *value);
JsonObject *confab_json_get_object   (JsonObject  *object,
                                      const char  *member);
JsonArray  *confab_json_get_array    (JsonObject  *object,
                                      const char  *member);

G_END_DECLS
