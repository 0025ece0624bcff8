/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-options.h"
#include "confab-records.h"

G_BEGIN_DECLS

/* The service's own fields (protocol 2.1 to 2.4), but for prompt and session, which are a call's. */
typedef enum {
  CONFAB_FIELD_MESSAGES,
  CONFAB_FIELD_HISTORY,
  CONFAB_FIELD_MEMORY_ID,
  CONFAB_FIELD_IMAGE_LIST,
  CONFAB_FIELD_FILE_LIST,
  CONFAB_FIELD_DOC_TAG_CODES,
  CONFAB_FIELD_DOC_REFERENCE_TYPE,
  CONFAB_FIELD_BIZ_PARAMS, /* of a workflow: the variables of its start node */
  CONFAB_FIELD_USER_PROMPT_PARAMS,
  CONFAB_FIELD_USER_DEFINED_PARAMS,

  CONFAB_FIELD_INCREMENTAL_OUTPUT, /* set by the stream mode, unless it is set here */
  CONFAB_FIELD_HAS_THOUGHTS,
  CONFAB_FIELD_FLOW_STREAM_MODE,
  CONFAB_FIELD_ENABLE_THINKING,
  CONFAB_FIELD_ENABLE_WEB_SEARCH,
  CONFAB_FIELD_ENABLE_SYSTEM_TIME,
  CONFAB_FIELD_ENABLE_PREMIUM,
  CONFAB_FIELD_MODEL_ID,
  CONFAB_FIELD_DIALOG_ROUND,
  CONFAB_FIELD_MCP_SERVERS,
  CONFAB_FIELD_CIP_SERVICE_CODES,
  CONFAB_FIELD_TEMPERATURE,
  CONFAB_FIELD_TOP_P,
  CONFAB_FIELD_TOP_K,
  CONFAB_FIELD_SEED,
  CONFAB_FIELD_MAX_TOKENS,

  CONFAB_FIELD_RAG_OPTIONS,
  CONFAB_FIELD_PIPELINE_IDS,
  CONFAB_FIELD_FILE_IDS,
  CONFAB_FIELD_METADATA_FILTER,
  CONFAB_FIELD_TAGS,
  CONFAB_FIELD_STRUCTURED_FILTER,
  CONFAB_FIELD_SESSION_FILE_IDS,

  CONFAB_FIELD_DATA_INSPECTION, /* headers */
  CONFAB_FIELD_OSS_RESOLVE,     /* set by itself when an address needs it */

  CONFAB_FIELD_DEBUG,
} ConfabField;

#define CONFAB_N_FIELDS (CONFAB_FIELD_DEBUG + 1)

typedef enum {
  CONFAB_FIELD_TYPE_STRING,
  CONFAB_FIELD_TYPE_BOOLEAN,
  CONFAB_FIELD_TYPE_INTEGER,
  CONFAB_FIELD_TYPE_NUMBER,
  CONFAB_FIELD_TYPE_STRINGS,
  CONFAB_FIELD_TYPE_ARRAY,
  CONFAB_FIELD_TYPE_OBJECT,
  CONFAB_FIELD_TYPE_ANY,
} ConfabFieldType;

/**
 * ConfabFieldInfo:
 * @path: a JSON pointer into options
 * @type: of its value; null is allowed for each
 * @kinds: the kinds of applications that know it: one bit each, (1 << #ConfabAppKind)
 */
typedef struct {
  const char      *path;
  ConfabFieldType  type;
  guint            kinds;
} ConfabFieldInfo;

const ConfabFieldInfo *confab_field_get_info         (ConfabField          field);
gboolean               confab_field_is_for           (ConfabField          field,
                                                      ConfabAppKind        kind);
gboolean               confab_field_fits             (ConfabField          field,
                                                      JsonNode            *value);

gboolean               confab_options_is_set         (ConfabOptions       *self,
                                                      ConfabField          field);
JsonNode              *confab_options_get_value      (ConfabOptions       *self,
                                                      ConfabField          field);
const char            *confab_options_get_string     (ConfabOptions       *self,
                                                      ConfabField          field);
gboolean               confab_options_get_boolean    (ConfabOptions       *self,
                                                      ConfabField          field,
                                                      gboolean            *value);
gboolean               confab_options_get_integer    (ConfabOptions       *self,
                                                      ConfabField          field,
                                                      gint64              *value);
gboolean               confab_options_get_number     (ConfabOptions       *self,
                                                      ConfabField          field,
                                                      double              *value);
char                 **confab_options_dup_strings    (ConfabOptions       *self,
                                                      ConfabField          field);

ConfabOptions         *confab_options_without        (ConfabOptions       *self,
                                                      ConfabField          field);
ConfabOptions         *confab_options_with_value     (ConfabOptions       *self,
                                                      ConfabField          field,
                                                      JsonNode            *value);
ConfabOptions         *confab_options_with_string    (ConfabOptions       *self,
                                                      ConfabField          field,
                                                      const char          *value);
ConfabOptions         *confab_options_with_boolean   (ConfabOptions       *self,
                                                      ConfabField          field,
                                                      gboolean             value);
ConfabOptions         *confab_options_with_integer   (ConfabOptions       *self,
                                                      ConfabField          field,
                                                      gint64               value);
ConfabOptions         *confab_options_with_number    (ConfabOptions       *self,
                                                      ConfabField          field,
                                                      double               value);
ConfabOptions         *confab_options_with_strings   (ConfabOptions       *self,
                                                      ConfabField          field,
                                                      const char * const  *value);

ConfabOptions         *confab_options_with_parameter (ConfabOptions       *self,
                                                      const char          *code,
                                                      const char          *name,
                                                      JsonNode            *value);

G_END_DECLS
