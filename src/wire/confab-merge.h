/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * Frames repeat what earlier ones said, and empty it again: merging keeps the last value that said
 * something, and counts what is kept.
 */

/* A rough charge for each JSON value, so that many tiny ones count as well. */
#define CONFAB_MERGE_VALUE_COST     64
#define CONFAB_MERGE_CONTAINER_COST 256

gsize       confab_merge_measure      (JsonNode   *node);
gboolean    confab_merge_is_empty     (JsonNode   *node);
gboolean    confab_merge_set          (JsonObject *object,
                                       const char *name,
                                       JsonNode   *value,
                                       gsize      *size);
JsonObject *confab_merge_parse_object (const char *text);

G_END_DECLS
