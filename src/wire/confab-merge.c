/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-merge.h"

#include <string.h>

#include "confab-json.h"

/**
 * confab_merge_measure:
 * @node: (nullable): any JSON, nested no deeper than the parser lets through
 *
 * Returns: about how much memory it takes, in bytes; the same for the same JSON
 */
gsize
confab_merge_measure (JsonNode *node)
{
  gsize size = CONFAB_MERGE_VALUE_COST;

  if (node == NULL)
    return 0;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      size = CONFAB_MERGE_CONTAINER_COST;
      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &value))
        size += strlen (name) + confab_merge_measure (value);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      size = CONFAB_MERGE_CONTAINER_COST;
      for (guint i = 0; i < json_array_get_length (array); i++)
        size += confab_merge_measure (json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    size += strlen (json_node_get_string (node));

  return size;
}

/**
 * confab_merge_is_empty:
 * @node: a value
 *
 * Returns: whether it says nothing: null, or the empty string
 */
gboolean
confab_merge_is_empty (JsonNode *node)
{
  return JSON_NODE_HOLDS_NULL (node) ||
    (json_node_get_value_type (node) == G_TYPE_STRING && *json_node_get_string (node) == '\0');
}

/**
 * confab_merge_set:
 * @object: what is kept
 * @name: name of a member
 * @value: what a frame says of it
 * @size: (inout): about how much memory is kept
 *
 * Sets a member. An empty value never takes the place of another.
 *
 * Returns: whether anything changed
 */
gboolean
confab_merge_set (JsonObject *object,
                  const char *name,
                  JsonNode   *value,
                  gsize      *size)
{
  JsonNode *old = json_object_get_member (object, name);

  if (old != NULL && (confab_merge_is_empty (value) || json_node_equal (old, value)))
    return FALSE;

  *size -= old != NULL ? confab_merge_measure (old) : 0;
  *size += confab_merge_measure (value) + (old == NULL ? strlen (name) : 0);
  json_object_set_member (object, name, json_node_copy (value));

  return TRUE;
}

/**
 * confab_merge_parse_object:
 * @text: (nullable): JSON text within JSON text, or any other
 *
 * Returns: (transfer full) (nullable): the object, %NULL when it is none
 */
JsonObject *
confab_merge_parse_object (const char *text)
{
  g_autoptr (JsonNode) node = NULL;

  if (text == NULL || *text != '{')
    return NULL;

  node = confab_json_parse (text, -1, NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}
