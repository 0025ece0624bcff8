/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-filter.h"

#include "confab-json.h"

/* A number and its text are the same value: a table does not know what a client wrote. */
static char *
dup_value (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");

  return g_strdup_printf ("%.15g", json_node_get_double (node));
}

static gboolean
is_same_value (JsonNode *first,
               JsonNode *second)
{
  g_autofree char *one = dup_value (first);
  g_autofree char *other = dup_value (second);

  return one != NULL && g_strcmp0 (one, other) == 0;
}

/* One value, or any of an array. */
static gboolean
matches (JsonNode *wanted,
         JsonNode *value)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (wanted))
    return is_same_value (wanted, value);

  array = json_node_get_array (wanted);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (is_same_value (json_array_get_element (array, i), value))
      return TRUE;

  return FALSE;
}

/* Every member of @filter has to match; a document without such members is left out. */
static gboolean
matches_all (JsonObject *filter,
             JsonObject *values)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *wanted;

  if (filter == NULL || json_object_get_size (filter) == 0)
    return TRUE;
  if (values == NULL)
    return FALSE;

  json_object_iter_init (&iter, filter);
  while (json_object_iter_next (&iter, &name, &wanted))
    {
      JsonNode *value = json_object_get_member (values, name);

      if (value == NULL || !matches (wanted, value))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_string (JsonArray  *array,
            const char *text)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (g_strcmp0 (json_array_get_string_element (array, i), text) == 0)
      return TRUE;

  return FALSE;
}

/* An empty list is no list. */
static JsonArray *
get_list (JsonObject *options,
          const char *member)
{
  JsonArray *array = confab_json_get_array (options, member);

  return array != NULL && json_array_get_length (array) > 0 ? array : NULL;
}

/**
 * confab_demo_filter_accepts:
 * @options: (nullable): the `rag_options` of a request, checked
 * @document: a document of the shop
 *
 * The six fields are ANDed; values within one are ORed. Tags, files and metadata belong to
 * documents, the structured filter to rows of a table: asking for one leaves the others out.
 *
 * Returns: whether the document may be used
 */
gboolean
confab_demo_filter_accepts (JsonObject *options,
                            JsonObject *document)
{
  JsonArray *pipelines;
  JsonArray *files;
  JsonArray *tags;

  if (options == NULL)
    return TRUE;

  pipelines = get_list (options, "pipeline_ids");
  if (pipelines != NULL && !has_string (pipelines, confab_json_get_string (document, "pipeline")))
    return FALSE;

  files = get_list (options, "file_ids");
  if (files != NULL && !has_string (files, confab_json_get_string (document, "id")))
    return FALSE;

  tags = get_list (options, "tags");
  if (tags != NULL)
    {
      JsonArray *own = confab_json_get_array (document, "tags");
      gboolean is_tagged = FALSE;

      for (guint i = 0; own != NULL && i < json_array_get_length (own); i++)
        is_tagged = is_tagged || has_string (tags, json_array_get_string_element (own, i));
      if (!is_tagged)
        return FALSE;
    }

  return matches_all (confab_json_get_object (options, "metadata_filter"),
                      confab_json_get_object (document, "metadata")) &&
         matches_all (confab_json_get_object (options, "structured_filter"),
                      confab_json_get_object (document, "columns"));
}
