/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a parameter of a plug-in or an input of a workflow can be. */
typedef enum {
  CONFAB_VALUE_TEXT,
  CONFAB_VALUE_NUMBER,
  CONFAB_VALUE_BOOLEAN,
  CONFAB_VALUE_LIST,
  CONFAB_VALUE_OBJECT,
  CONFAB_VALUE_NULL,
} ConfabValueType;

#define CONFAB_N_VALUE_TYPES (CONFAB_VALUE_NULL + 1)

ConfabValueType  confab_value_get_type_of (JsonNode         *value);
JsonNode        *confab_value_from_text   (ConfabValueType   type,
                                           const char       *text,
                                           GError          **error);
char            *confab_value_to_text     (JsonNode         *value);
JsonNode        *confab_value_guess       (const char       *text);
char            *confab_value_to_guess    (JsonNode         *value);

G_END_DECLS
