/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-evidence.h"

#include "confab-json.h"
#include "confab-text.h"

/**
 * confab_evidence_parse_array:
 * @text: (nullable): JSON text
 *
 * Returns: (transfer full) (nullable): the array, %NULL when it is none
 */
JsonArray *
confab_evidence_parse_array (const char *text)
{
  g_autoptr (JsonNode) root = text != NULL ? confab_json_parse (text, -1, NULL) : NULL;

  return root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_dup_array (root) : NULL;
}

/**
 * confab_evidence_parse_object:
 * @text: (nullable): JSON text, or any other
 *
 * Returns: (transfer full) (nullable): the object, %NULL when it is none
 */
JsonObject *
confab_evidence_parse_object (const char *text)
{
  g_autoptr (JsonNode) root = NULL;

  while (text != NULL && g_ascii_isspace (*text))
    text++;
  if (text == NULL || *text != '{')
    return NULL;

  root = confab_json_parse (text, -1, NULL);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_dup_object (root) : NULL;
}

static char *
node_to_text (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return *json_node_get_string (node) != '\0' ? json_node_dup_string (node) : NULL;

  return confab_json_to_text (node);
}

/**
 * confab_evidence_dup_text:
 * @object: an object
 * @member: name of a member
 *
 * Reads a member whatever its type is: a string as it stands, all else as JSON text.
 *
 * Returns: (transfer full) (nullable): its text; %NULL when it is absent, null or empty
 */
char *
confab_evidence_dup_text (JsonObject *object,
                          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL ? node_to_text (node) : NULL;
}

/**
 * confab_evidence_dup_list:
 * @object: an object
 * @member: name of a member that should be an array
 *
 * Returns: (transfer full): the text of each of its elements, without empty ones; empty when it is
 *   no array
 */
char **
confab_evidence_dup_list (JsonObject *object,
                          const char *member)
{
  JsonArray *array = confab_json_get_array (object, member);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      char *text = node_to_text (json_array_get_element (array, i));

      if (text != NULL)
        g_ptr_array_add (list, text);
    }
  g_ptr_array_add (list, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);
}

/**
 * confab_evidence_dup_rest:
 * @object: an object
 * @known: %NULL-terminated: the members that have a place of their own
 *
 * Returns: (transfer full) (nullable): JSON text of an object with all other members that are not
 *   null, %NULL when there is none
 */
char *
confab_evidence_dup_rest (JsonObject         *object,
                          const char * const *known)
{
  g_autoptr (JsonObject) rest = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_strv_contains (known, name) && !JSON_NODE_HOLDS_NULL (value))
      json_object_set_member (rest, name, json_node_copy (value));

  return json_object_get_size (rest) > 0 ? confab_json_object_to_text (rest) : NULL;
}

/**
 * confab_evidence_dup_pretty:
 * @text: (nullable): JSON text, or any other
 *
 * Returns: (transfer full) (nullable): an object or array on lines of its own, for people; any
 * other text as it stands
 */
char *
confab_evidence_dup_pretty (const char *text)
{
  g_autoptr (JsonNode) root = NULL;

  if (text == NULL)
    return NULL;

  root = confab_json_parse (text, -1, NULL);
  if (root == NULL || JSON_NODE_HOLDS_VALUE (root) || JSON_NODE_HOLDS_NULL (root))
    return confab_text_make_valid (text, -1);

  return json_to_string (root, TRUE);
}
