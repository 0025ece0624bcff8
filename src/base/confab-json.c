/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json.h"

#include <string.h>

#include "confab-error.h"
#include "confab-text.h"

/* Counts nesting outside of strings, in one pass, before json-glib recurses over the text: it
 * crashes the process on deep nesting instead of reporting it. Malformed text is its business. */
static gboolean
check_depth (const char *text,
             gsize       length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '{' || c == '[')
        {
          if (++depth > CONFAB_JSON_MAX_DEPTH)
            return FALSE;
        }
      else if ((c == '}' || c == ']') && depth > 0)
        depth--;
    }

  return TRUE;
}

/* json-glib hands out C strings, so an escaped NUL would cut a text short without a word. Each
 * `\u0000` becomes `\ufffd` (as long as the original); NULL when there is none. */
static char *
replace_escaped_nul (const char *text,
                     gsize       length)
{
  const char *found = memmem (text, length, "\\u0000", 6);
  char *copy;

  if (found == NULL)
    return NULL;

  copy = g_strndup (text, length);
  for (gsize i = 0; i < length; i++)
    {
      if (copy[i] != '\\')
        continue;
      if (length - i >= 6 && memcmp (copy + i, "\\u0000", 6) == 0)
        memcpy (copy + i, "\\ufffd", 6);
      i++; /* whatever is escaped is no escape itself */
    }

  return copy;
}

/**
 * confab_json_parse:
 * @text: JSON text, not necessarily NUL-terminated; hostile
 * @length: its length in bytes, or -1 when NUL-terminated
 * @error: return location
 *
 * Parses one JSON text. Invalid UTF-8 and escaped NULs become U+FFFD; nesting over
 * %CONFAB_JSON_MAX_DEPTH is refused.
 *
 * Returns: (transfer full): the root, or %NULL with %CONFAB_ERROR_SERVER
 */
JsonNode *
confab_json_parse (const char  *text,
                   gssize       length,
                   GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *valid = NULL;
  g_autofree char *without_nul = NULL;
  gsize size;

  g_return_val_if_fail (text != NULL, NULL);

  size = length < 0 ? strlen (text) : (gsize) length;

  if (!g_utf8_validate_len (text, size, NULL))
    {
      valid = confab_text_make_valid (text, size);
      text = valid;
      size = strlen (valid);
    }

  without_nul = replace_escaped_nul (text, size);
  if (without_nul != NULL)
    text = without_nul;

  if (!check_depth (text, size))
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER,
                   "JSON is nested deeper than %d levels", CONFAB_JSON_MAX_DEPTH);
      return NULL;
    }

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) size, &parse_error))
    {
      /* The parser's own text quotes the input; where it stopped is enough. */
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER,
                   "Not valid JSON (line %u, column %u)",
                   json_parser_get_current_line (parser), json_parser_get_current_pos (parser));
      return NULL;
    }

  if (json_parser_get_root (parser) == NULL)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_SERVER, "Empty JSON text");
      return NULL;
    }

  return json_parser_steal_root (parser);
}

/**
 * confab_json_to_text:
 * @node: a node
 *
 * Returns: (transfer full): its compact text
 */
char *
confab_json_to_text (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return json_to_string (node, FALSE);
}

/**
 * confab_json_object_to_text:
 * @object: an object
 *
 * Returns: (transfer full): its compact text
 */
char *
confab_json_object_to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);

  return json_to_string (node, FALSE);
}

static JsonNode *
get_typed (JsonObject   *object,
           const char   *member,
           JsonNodeType  type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_TYPE (node) == type ? node : NULL;
}

/**
 * confab_json_get_string:
 * @object: (nullable): an object
 * @member: name of a member
 *
 * Returns: (transfer none) (nullable): the string, or %NULL when it is absent or no string
 */
const char *
confab_json_get_string (JsonObject *object,
                        const char *member)
{
  JsonNode *node = get_typed (object, member, JSON_NODE_VALUE);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/**
 * confab_json_get_int:
 * @object: (nullable): an object
 * @member: name of a member
 * @value: (out): the number
 *
 * Returns: whether the member is a whole number; else @value is untouched
 */
gboolean
confab_json_get_int (JsonObject *object,
                     const char *member,
                     gint64     *value)
{
  JsonNode *node = get_typed (object, member, JSON_NODE_VALUE);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;

  *value = json_node_get_int (node);
  return TRUE;
}

/**
 * confab_json_get_boolean:
 * @object: (nullable): an object
 * @member: name of a member
 * @value: (out): the value
 *
 * Returns: whether the member is a boolean; else @value is untouched
 */
gboolean
confab_json_get_boolean (JsonObject *object,
                         const char *member,
                         gboolean   *value)
{
  JsonNode *node = get_typed (object, member, JSON_NODE_VALUE);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;

  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * confab_json_get_object:
 * @object: (nullable): an object
 * @member: name of a member
 *
 * Returns: (transfer none) (nullable): the object, or %NULL when it is absent or something else
 */
JsonObject *
confab_json_get_object (JsonObject *object,
                        const char *member)
{
  JsonNode *node = get_typed (object, member, JSON_NODE_OBJECT);

  return node != NULL ? json_node_get_object (node) : NULL;
}

/**
 * confab_json_get_array:
 * @object: (nullable): an object
 * @member: name of a member
 *
 * Returns: (transfer none) (nullable): the array, or %NULL when it is absent or something else
 */
JsonArray *
confab_json_get_array (JsonObject *object,
                       const char *member)
{
  JsonNode *node = get_typed (object, member, JSON_NODE_ARRAY);

  return node != NULL ? json_node_get_array (node) : NULL;
}
