/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-fields.h"

#include "confab-json-path.h"

#define AGENT    (1 << CONFAB_KIND_AGENT)
#define AGENT_2  (1 << CONFAB_KIND_AGENT_2)
#define AGENTS   (AGENT | AGENT_2)
#define FLOWS    (1 << CONFAB_KIND_WORKFLOW | 1 << CONFAB_KIND_DIALOG_WORKFLOW |                   \
                  1 << CONFAB_KIND_ORCHESTRATION)
#define ALL      (AGENTS | FLOWS)

#define RAG "/parameters/rag_options"

/* Protocol 2.1 to 2.4, in the order of ConfabField. */
static const ConfabFieldInfo infos[CONFAB_N_FIELDS] = {
  [CONFAB_FIELD_MESSAGES] = { "/input/messages", CONFAB_FIELD_TYPE_ARRAY, AGENT | FLOWS },
  [CONFAB_FIELD_HISTORY] = { "/input/history", CONFAB_FIELD_TYPE_ARRAY, AGENT },
  [CONFAB_FIELD_MEMORY_ID] = { "/input/memory_id", CONFAB_FIELD_TYPE_STRING, AGENT },
  [CONFAB_FIELD_IMAGE_LIST] = { "/input/image_list", CONFAB_FIELD_TYPE_STRINGS, ALL },
  [CONFAB_FIELD_FILE_LIST] = { "/input/file_list", CONFAB_FIELD_TYPE_STRINGS, AGENTS },
  [CONFAB_FIELD_DOC_TAG_CODES] = { "/input/doc_tag_codes", CONFAB_FIELD_TYPE_STRINGS, AGENT },
  [CONFAB_FIELD_DOC_REFERENCE_TYPE] = { "/input/doc_reference_type", CONFAB_FIELD_TYPE_STRING,
                                        AGENT },
  [CONFAB_FIELD_BIZ_PARAMS] = { "/input/biz_params", CONFAB_FIELD_TYPE_OBJECT, ALL },
  [CONFAB_FIELD_USER_PROMPT_PARAMS] = { "/input/biz_params/user_prompt_params",
                                        CONFAB_FIELD_TYPE_OBJECT, AGENTS },
  [CONFAB_FIELD_USER_DEFINED_PARAMS] = { "/input/biz_params/user_defined_params",
                                         CONFAB_FIELD_TYPE_OBJECT, AGENTS },

  [CONFAB_FIELD_INCREMENTAL_OUTPUT] = { "/parameters/incremental_output",
                                        CONFAB_FIELD_TYPE_BOOLEAN, ALL },
  [CONFAB_FIELD_HAS_THOUGHTS] = { "/parameters/has_thoughts", CONFAB_FIELD_TYPE_BOOLEAN, ALL },
  [CONFAB_FIELD_FLOW_STREAM_MODE] = { "/parameters/flow_stream_mode", CONFAB_FIELD_TYPE_STRING,
                                      FLOWS },
  [CONFAB_FIELD_ENABLE_THINKING] = { "/parameters/enable_thinking", CONFAB_FIELD_TYPE_BOOLEAN,
                                     AGENTS },
  [CONFAB_FIELD_ENABLE_WEB_SEARCH] = { "/parameters/enable_web_search",
                                       CONFAB_FIELD_TYPE_BOOLEAN, AGENT },
  [CONFAB_FIELD_ENABLE_SYSTEM_TIME] = { "/parameters/enable_system_time",
                                        CONFAB_FIELD_TYPE_BOOLEAN, AGENT },
  [CONFAB_FIELD_ENABLE_PREMIUM] = { "/parameters/enable_premium", CONFAB_FIELD_TYPE_BOOLEAN,
                                    AGENT },
  [CONFAB_FIELD_MODEL_ID] = { "/parameters/model_id", CONFAB_FIELD_TYPE_STRING, AGENTS },
  [CONFAB_FIELD_DIALOG_ROUND] = { "/parameters/dialog_round", CONFAB_FIELD_TYPE_INTEGER, AGENT },
  [CONFAB_FIELD_MCP_SERVERS] = { "/parameters/mcp_servers", CONFAB_FIELD_TYPE_STRINGS, AGENT },
  [CONFAB_FIELD_CIP_SERVICE_CODES] = { "/parameters/cip_service_codes", CONFAB_FIELD_TYPE_OBJECT,
                                       AGENT },
  [CONFAB_FIELD_TEMPERATURE] = { "/parameters/temperature", CONFAB_FIELD_TYPE_NUMBER, ALL },
  [CONFAB_FIELD_TOP_P] = { "/parameters/top_p", CONFAB_FIELD_TYPE_NUMBER, ALL },
  [CONFAB_FIELD_TOP_K] = { "/parameters/top_k", CONFAB_FIELD_TYPE_INTEGER, ALL },
  [CONFAB_FIELD_SEED] = { "/parameters/seed", CONFAB_FIELD_TYPE_INTEGER, ALL },
  [CONFAB_FIELD_MAX_TOKENS] = { "/parameters/max_tokens", CONFAB_FIELD_TYPE_INTEGER, ALL },

  [CONFAB_FIELD_RAG_OPTIONS] = { RAG, CONFAB_FIELD_TYPE_OBJECT, AGENTS },
  [CONFAB_FIELD_PIPELINE_IDS] = { RAG "/pipeline_ids", CONFAB_FIELD_TYPE_STRINGS, AGENTS },
  [CONFAB_FIELD_FILE_IDS] = { RAG "/file_ids", CONFAB_FIELD_TYPE_STRINGS, AGENTS },
  [CONFAB_FIELD_METADATA_FILTER] = { RAG "/metadata_filter", CONFAB_FIELD_TYPE_OBJECT, AGENTS },
  [CONFAB_FIELD_TAGS] = { RAG "/tags", CONFAB_FIELD_TYPE_STRINGS, AGENTS },
  [CONFAB_FIELD_STRUCTURED_FILTER] = { RAG "/structured_filter", CONFAB_FIELD_TYPE_OBJECT,
                                       AGENTS },
  [CONFAB_FIELD_SESSION_FILE_IDS] = { RAG "/session_file_ids", CONFAB_FIELD_TYPE_STRINGS, AGENTS },

  [CONFAB_FIELD_DATA_INSPECTION] = { "/headers/X-DashScope-DataInspection",
                                     CONFAB_FIELD_TYPE_STRING, ALL },
  [CONFAB_FIELD_OSS_RESOLVE] = { "/headers/X-DashScope-OssResourceResolve",
                                 CONFAB_FIELD_TYPE_STRING, ALL },

  [CONFAB_FIELD_DEBUG] = { "/debug", CONFAB_FIELD_TYPE_ANY, ALL },
};

/**
 * confab_field_get_info:
 * @field: a field
 *
 * Returns: (transfer none): where it stands and what it takes
 */
const ConfabFieldInfo *
confab_field_get_info (ConfabField field)
{
  g_return_val_if_fail ((guint) field < CONFAB_N_FIELDS, NULL);

  return &infos[field];
}

/**
 * confab_field_is_for:
 * @field: a field
 * @kind: a kind of application
 *
 * Returns: whether the service documents the field for this kind
 */
gboolean
confab_field_is_for (ConfabField   field,
                     ConfabAppKind kind)
{
  g_return_val_if_fail ((guint) field < CONFAB_N_FIELDS, FALSE);

  return (infos[field].kinds & 1u << kind) != 0;
}

static gboolean
are_strings (JsonArray *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return FALSE;
    }

  return TRUE;
}

/**
 * confab_field_fits:
 * @field: a field
 * @value: a value
 *
 * Returns: whether @value is of the field's type, or null
 */
gboolean
confab_field_fits (ConfabField  field,
                   JsonNode    *value)
{
  GType type;

  g_return_val_if_fail ((guint) field < CONFAB_N_FIELDS, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (JSON_NODE_HOLDS_NULL (value))
    return TRUE;
  type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

  switch (infos[field].type)
    {
    case CONFAB_FIELD_TYPE_STRING:
      return type == G_TYPE_STRING;
    case CONFAB_FIELD_TYPE_BOOLEAN:
      return type == G_TYPE_BOOLEAN;
    case CONFAB_FIELD_TYPE_INTEGER:
      return type == G_TYPE_INT64;
    case CONFAB_FIELD_TYPE_NUMBER:
      return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
    case CONFAB_FIELD_TYPE_STRINGS:
      return JSON_NODE_HOLDS_ARRAY (value) && are_strings (json_node_get_array (value));
    case CONFAB_FIELD_TYPE_ARRAY:
      return JSON_NODE_HOLDS_ARRAY (value);
    case CONFAB_FIELD_TYPE_OBJECT:
      return JSON_NODE_HOLDS_OBJECT (value);
    case CONFAB_FIELD_TYPE_ANY:
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* Reading ----------------------------------------------------------------------------------- */

/**
 * confab_options_get_value:
 * @self: options
 * @field: a field
 *
 * Returns: (transfer none) (nullable): its value, of whatever type; %NULL when it is unset
 */
JsonNode *
confab_options_get_value (ConfabOptions *self,
                          ConfabField    field)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail ((guint) field < CONFAB_N_FIELDS, NULL);

  return confab_options_get (self, infos[field].path);
}

/**
 * confab_options_is_set:
 * @self: options
 * @field: a field
 *
 * Returns: whether it is sent, be it as null
 */
gboolean
confab_options_is_set (ConfabOptions *self,
                       ConfabField    field)
{
  return confab_options_get_value (self, field) != NULL;
}

/* The value when it is of the field's type and not null. */
static JsonNode *
get_fitting (ConfabOptions *self,
             ConfabField    field)
{
  JsonNode *node = confab_options_get_value (self, field);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) && confab_field_fits (field, node) ? node
                                                                                        : NULL;
}

/**
 * confab_options_get_string:
 * @self: options
 * @field: a field that is a string
 *
 * Returns: (transfer none) (nullable): its value; %NULL when it is unset or something else
 */
const char *
confab_options_get_string (ConfabOptions *self,
                           ConfabField    field)
{
  JsonNode *node;

  g_return_val_if_fail (infos[field].type == CONFAB_FIELD_TYPE_STRING, NULL);

  node = get_fitting (self, field);

  return node != NULL ? json_node_get_string (node) : NULL;
}

/**
 * confab_options_get_boolean:
 * @self: options
 * @field: a field that is a boolean
 * @value: (out): its value
 *
 * Returns: whether it is set; else @value is untouched
 */
gboolean
confab_options_get_boolean (ConfabOptions *self,
                            ConfabField    field,
                            gboolean      *value)
{
  JsonNode *node;

  g_return_val_if_fail (infos[field].type == CONFAB_FIELD_TYPE_BOOLEAN, FALSE);

  node = get_fitting (self, field);
  if (node != NULL)
    *value = json_node_get_boolean (node);

  return node != NULL;
}

/**
 * confab_options_get_integer:
 * @self: options
 * @field: a field that is a whole number
 * @value: (out): its value
 *
 * Returns: whether it is set; else @value is untouched
 */
gboolean
confab_options_get_integer (ConfabOptions *self,
                            ConfabField    field,
                            gint64        *value)
{
  JsonNode *node;

  g_return_val_if_fail (infos[field].type == CONFAB_FIELD_TYPE_INTEGER, FALSE);

  node = get_fitting (self, field);
  if (node != NULL)
    *value = json_node_get_int (node);

  return node != NULL;
}

/**
 * confab_options_get_number:
 * @self: options
 * @field: a field that is a number
 * @value: (out): its value
 *
 * Returns: whether it is set; else @value is untouched
 */
gboolean
confab_options_get_number (ConfabOptions *self,
                           ConfabField    field,
                           double        *value)
{
  JsonNode *node;

  g_return_val_if_fail (infos[field].type == CONFAB_FIELD_TYPE_NUMBER ||
                        infos[field].type == CONFAB_FIELD_TYPE_INTEGER, FALSE);

  node = get_fitting (self, field);
  if (node != NULL)
    *value = json_node_get_double (node);

  return node != NULL;
}

/**
 * confab_options_dup_strings:
 * @self: options
 * @field: a field that is a list of strings
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): its value; %NULL when it is unset
 *   or something else
 */
char **
confab_options_dup_strings (ConfabOptions *self,
                            ConfabField    field)
{
  g_autoptr (GStrvBuilder) strings = NULL;
  JsonArray *array;
  JsonNode *node;

  g_return_val_if_fail (infos[field].type == CONFAB_FIELD_TYPE_STRINGS, NULL);

  node = get_fitting (self, field);
  if (node == NULL)
    return NULL;

  strings = g_strv_builder_new ();
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (strings, json_array_get_string_element (array, i));

  return g_strv_builder_end (strings);
}

/* Other values ------------------------------------------------------------------------------ */

/**
 * confab_options_without:
 * @self: options
 * @field: a field
 *
 * Returns: (transfer full): the same options without a value for it
 */
ConfabOptions *
confab_options_without (ConfabOptions *self,
                        ConfabField    field)
{
  g_return_val_if_fail ((guint) field < CONFAB_N_FIELDS, NULL);

  return confab_options_with (self, infos[field].path, NULL);
}

/**
 * confab_options_with_value:
 * @self: options
 * @field: a field
 * @value: (nullable): JSON that fits the field and must not be changed later; %NULL for unset
 *
 * Returns: (transfer full): the same options with this value
 */
ConfabOptions *
confab_options_with_value (ConfabOptions *self,
                           ConfabField    field,
                           JsonNode      *value)
{
  g_return_val_if_fail ((guint) field < CONFAB_N_FIELDS, NULL);
  g_return_val_if_fail (value == NULL || confab_field_fits (field, value), NULL);

  return confab_options_with (self, infos[field].path, value);
}

/**
 * confab_options_with_string:
 * @self: options
 * @field: a field that is a string
 * @value: (nullable): its value; %NULL for unset
 *
 * Returns: (transfer full): the same options with this value
 */
ConfabOptions *
confab_options_with_string (ConfabOptions *self,
                            ConfabField    field,
                            const char    *value)
{
  g_autoptr (JsonNode) node = NULL;

  if (value != NULL)
    {
      node = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (node, value);
    }

  return confab_options_with_value (self, field, node);
}

/**
 * confab_options_with_boolean:
 * @self: options
 * @field: a field that is a boolean
 * @value: its value
 *
 * Returns: (transfer full): the same options with this value
 */
ConfabOptions *
confab_options_with_boolean (ConfabOptions *self,
                             ConfabField    field,
                             gboolean       value)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  json_node_set_boolean (node, value);

  return confab_options_with_value (self, field, node);
}

/**
 * confab_options_with_integer:
 * @self: options
 * @field: a field that is a number
 * @value: its value
 *
 * Returns: (transfer full): the same options with this value
 */
ConfabOptions *
confab_options_with_integer (ConfabOptions *self,
                             ConfabField    field,
                             gint64         value)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  json_node_set_int (node, value);

  return confab_options_with_value (self, field, node);
}

/**
 * confab_options_with_number:
 * @self: options
 * @field: a field that is a number
 * @value: its value
 *
 * Returns: (transfer full): the same options with this value
 */
ConfabOptions *
confab_options_with_number (ConfabOptions *self,
                            ConfabField    field,
                            double         value)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  json_node_set_double (node, value);

  return confab_options_with_value (self, field, node);
}

/**
 * confab_options_with_strings:
 * @self: options
 * @field: a field that is a list of strings
 * @value: (nullable) (array zero-terminated=1): its value; %NULL for unset
 *
 * Returns: (transfer full): the same options with this value
 */
ConfabOptions *
confab_options_with_strings (ConfabOptions      *self,
                             ConfabField         field,
                             const char * const *value)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (value == NULL)
    return confab_options_without (self, field);

  array = json_array_new ();
  for (guint i = 0; value[i] != NULL; i++)
    json_array_add_string_element (array, value[i]);
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);

  return confab_options_with_value (self, field, node);
}

/**
 * confab_options_with_parameter:
 * @self: options
 * @code: a plug-in or MCP server
 * @name: one of its parameters, and not its token
 * @value: (nullable): its value, of any type; %NULL for unset
 *
 * Returns: (transfer full): the same options with this value
 */
ConfabOptions *
confab_options_with_parameter (ConfabOptions *self,
                               const char    *code,
                               const char    *name,
                               JsonNode      *value)
{
  g_autofree char *path =
    confab_json_path_join (infos[CONFAB_FIELD_USER_DEFINED_PARAMS].path, code, name, NULL);

  return confab_options_with (self, path, value);
}
