/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-limits.h"

#include "confab-json.h"

#define MAX_PIPELINES 5
#define MAX_FILES 5
#define MAX_SESSION_FILES 10
#define MAX_VARIABLES 10
#define MAX_PLUGINS 10
#define SESSION_FILE_PREFIX "file_session_"

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* A member that is there, and is not null: what SDKs send for "unset". */
static JsonNode *
get_set (JsonObject *object,
         const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static ConfabDemoProblem *
check_list (JsonObject *object,
            const char *member,
            guint       limit)
{
  JsonNode *node = get_set (object, member);
  JsonArray *array;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return confab_demo_problem_new_parameter (member);

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!is_string (json_array_get_element (array, i)))
      return confab_demo_problem_new_parameter (member);

  if (json_array_get_length (array) > limit)
    {
      g_autofree char *message =
          g_strdup_printf ("The size of %s should not exceed %u.", member, limit);

      return confab_demo_problem_new_invalid (message);
    }

  return NULL;
}

/* An object, in which no key is without a value. */
static ConfabDemoProblem *
check_filter (JsonObject *options,
              const char *member)
{
  JsonNode *node = get_set (options, member);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return confab_demo_problem_new_parameter (member);

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    if (JSON_NODE_HOLDS_NULL (value) || JSON_NODE_HOLDS_OBJECT (value) ||
        (JSON_NODE_HOLDS_ARRAY (value) &&
         json_array_get_length (json_node_get_array (value)) == 0))
      return confab_demo_problem_new_parameter (member);

  return NULL;
}

static gboolean
is_filled (JsonObject *options,
           const char *member)
{
  JsonNode *node = get_set (options, member);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_length (json_node_get_array (node)) > 0;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) &&
         json_object_get_size (json_node_get_object (node)) > 0;
}

/* The limits of the knowledge filter (protocol 2.4). */
static ConfabDemoProblem *
check_rag_options (JsonObject *options)
{
  static const struct {
    const char *member;
    guint limit;
  } lists[] = {
    { "pipeline_ids", MAX_PIPELINES },
    { "file_ids", MAX_FILES },
    { "tags", G_MAXUINT },
    { "session_file_ids", MAX_SESSION_FILES },
  };
  ConfabDemoProblem *problem = NULL;
  JsonArray *session_files;

  for (guint i = 0; i < G_N_ELEMENTS (lists) && problem == NULL; i++)
    problem = check_list (options, lists[i].member, lists[i].limit);
  if (problem == NULL)
    problem = check_filter (options, "metadata_filter");
  if (problem == NULL)
    problem = check_filter (options, "structured_filter");
  if (problem != NULL)
    return problem;

  if ((is_filled (options, "file_ids") || is_filled (options, "metadata_filter")) &&
      !is_filled (options, "pipeline_ids"))
    return confab_demo_problem_new_parameter ("pipeline_ids");

  session_files = confab_json_get_array (options, "session_file_ids");
  for (guint i = 0; session_files != NULL && i < json_array_get_length (session_files); i++)
    if (!g_str_has_prefix (json_array_get_string_element (session_files, i), SESSION_FILE_PREFIX))
      return confab_demo_problem_new_parameter ("session_file_ids");

  return NULL;
}

static ConfabDemoProblem *
check_addresses (JsonObject *input,
                 const char *member)
{
  static const char *const schemes[] = { "http://", "https://", "data:", "oss://" };
  ConfabDemoProblem *problem = check_list (input, member, G_MAXUINT);
  JsonArray *array;

  if (problem != NULL || get_set (input, member) == NULL)
    return problem;

  array = json_object_get_array_member (input, member);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *address = json_array_get_string_element (array, i);
      gboolean is_known = FALSE;

      for (gsize k = 0; k < G_N_ELEMENTS (schemes); k++)
        is_known = is_known || g_str_has_prefix (address, schemes[k]);
      if (!is_known)
        return confab_demo_problem_new (400, "InvalidURL", "Invalid URL provided in your request.",
                                        FALSE);
    }

  return NULL;
}

/* An object whose members are counted; those of @of_objects have to be objects. */
static ConfabDemoProblem *
check_counted (JsonObject *params,
               const char *member,
               guint       limit,
               gboolean    of_objects)
{
  JsonNode *node = get_set (params, member);
  g_autofree char *message = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return confab_demo_problem_new_parameter (member);

  json_object_iter_init (&iter, json_node_get_object (node));
  while (of_objects && json_object_iter_next (&iter, &name, &value))
    if (!JSON_NODE_HOLDS_OBJECT (value))
      return confab_demo_problem_new_parameter (member);

  if (json_object_get_size (json_node_get_object (node)) <= limit)
    return NULL;

  message = g_strdup_printf ("The size of %s should not exceed %u.", member, limit);

  return confab_demo_problem_new_invalid (message);
}

static gboolean
is_outside (JsonObject *parameters,
            const char *member,
            double      least,
            gboolean    with_least,
            double      most,
            gboolean    with_most)
{
  JsonNode *node = get_set (parameters, member);
  double value;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (node) || (json_node_get_value_type (node) != G_TYPE_INT64 &&
                                        json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return TRUE;

  value = json_node_get_double (node);

  return value < least || value > most || (!with_least && value <= least) ||
         (!with_most && value >= most);
}

static ConfabDemoProblem *
check_sampling (JsonObject *parameters)
{
  if (is_outside (parameters, "temperature", 0.0, TRUE, 2.0, FALSE))
    return confab_demo_problem_new_invalid ("Temperature should be in [0.0, 2.0)");
  if (is_outside (parameters, "top_p", 0.0, FALSE, 1.0, TRUE))
    return confab_demo_problem_new_invalid ("Range of top_p should be (0.0, 1.0]");
  if (is_outside (parameters, "top_k", 0.0, TRUE, G_MAXDOUBLE, TRUE))
    return confab_demo_problem_new_invalid ("Parameter top_k be greater than or equal to 0");
  if (is_outside (parameters, "seed", 0.0, TRUE, (double) G_MAXINT64, TRUE))
    return confab_demo_problem_new_invalid ("Range of seed should be [0, 9223372036854775807]");

  return NULL;
}

/**
 * confab_demo_limits_check_input:
 * @input: the `input` of a request
 *
 * Returns: (transfer full) (nullable): what is wrong with it
 */
ConfabDemoProblem *
confab_demo_limits_check_input (JsonObject *input)
{
  JsonNode *params = get_set (input, "biz_params");
  JsonNode *memory = get_set (input, "memory_id");
  ConfabDemoProblem *problem;
  JsonObject *object;

  if (memory != NULL && !is_string (memory))
    return confab_demo_problem_new_parameter ("memory_id");

  problem = check_addresses (input, "image_list");
  if (problem == NULL)
    problem = check_addresses (input, "file_list");
  if (problem == NULL)
    problem = check_list (input, "doc_tag_codes", G_MAXUINT);
  if (problem != NULL || params == NULL)
    return problem;

  if (!JSON_NODE_HOLDS_OBJECT (params))
    return confab_demo_problem_new_parameter ("biz_params");

  object = json_node_get_object (params);
  problem = check_counted (object, "user_prompt_params", MAX_VARIABLES, FALSE);
  if (problem == NULL)
    problem = check_counted (object, "user_defined_params", MAX_PLUGINS, TRUE);
  if (problem == NULL)
    problem = check_counted (object, "user_defined_tokens", MAX_PLUGINS, TRUE);

  return problem;
}

/**
 * confab_demo_limits_check_parameters:
 * @parameters: the `parameters` of a request
 * @is_stream: whether the reply is to be a stream
 *
 * Returns: (transfer full) (nullable): what is wrong with them
 */
ConfabDemoProblem *
confab_demo_limits_check_parameters (JsonObject *parameters,
                                     gboolean    is_stream)
{
  JsonNode *options = get_set (parameters, "rag_options");
  gboolean is_thinking = FALSE;

  if (options != NULL)
    {
      ConfabDemoProblem *problem;

      if (!JSON_NODE_HOLDS_OBJECT (options))
        return confab_demo_problem_new_parameter ("rag_options");
      problem = check_rag_options (json_node_get_object (options));
      if (problem != NULL)
        return problem;
    }

  if (confab_json_get_boolean (parameters, "enable_thinking", &is_thinking) && is_thinking &&
      !is_stream)
    return confab_demo_problem_new_invalid ("parameter.enable_thinking only support stream call");

  return check_sampling (parameters);
}
