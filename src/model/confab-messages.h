/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Far above what the service takes. */
#define CONFAB_MESSAGES_MAX_BYTES (16 * 1024 * 1024)

JsonNode *confab_messages_parse     (const char  *bytes,
                                     gsize        length,
                                     GError     **error);
char     *confab_messages_take_last (JsonNode   **messages);

G_END_DECLS
