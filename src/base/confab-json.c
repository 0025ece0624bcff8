/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json-escape.h"
#include "confab-json-long.h"
#include "confab-json-number.h"
#include "confab-json-scan.h"
#include "confab-json-writer.h"
#include "confab-text.h"

/* json-glib takes more than JSON (single quotes, comments, `var a =`), stops without a word after
 * the first of several texts, and crashes the process on deep nesting: only what was found to be
 * one whole JSON text gets to it. */
static gboolean
check_whole (const char      *text,
             gsize            length,
             ConfabJsonScan  *scan,
             GError         **error)
{
  gboolean is_cut;
  guint line = 1;
  guint column = 1;

  confab_json_scan_reset (scan);
  confab_json_scan_feed (scan, text, length);
  if (confab_json_scan_is_whole (scan, TRUE))
    return TRUE;

  if (scan->is_too_deep)
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER,
                   _("This JSON is nested deeper than %d levels."), CONFAB_JSON_MAX_DEPTH);
      return FALSE;
    }

  for (gsize i = 0; i < scan->n_accepted; i++)
    if (text[i] == '\n')
      {
        line++;
        column = 1;
      }
    else if (((guint8) text[i] & 0xc0) != 0x80)
      column++;

  /* The text itself is not quoted: it may hold secrets. */
  is_cut = scan->n_accepted == length;
  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER,
               is_cut ? _("This JSON ends too early (line %u, column %u).")
                      : _("This is not valid JSON (line %u, column %u)."),
               line, column);
  return FALSE;
}

/* What json-glib makes of a text that is whole, and fit for it once what @scan saw is mended. */
static JsonNode *
parse_mended (const char            *text,
              gsize                  size,
              const ConfabJsonScan  *scan,
              GError               **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *repaired = NULL;
  g_autofree char *renumbered = NULL;

  if (scan->has_unicode)
    repaired = confab_json_escape_repair (text, size);
  if (repaired != NULL)
    text = repaired;

  if (scan->has_odd_number)
    renumbered = confab_json_number_repair (text, size);
  if (renumbered != NULL)
    {
      text = renumbered;
      size = strlen (renumbered);
    }

  /* Not an immutable one: it would compute a hash of each string. */
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, text, (gssize) size, NULL))
    {
      /* The parser's own text quotes the input; where it stopped is enough. */
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER,
                   _("This is not valid JSON (line %u, column %u)."),
                   json_parser_get_current_line (parser), json_parser_get_current_pos (parser));
      return NULL;
    }

  return json_parser_steal_root (parser);
}

static JsonNode *
parse_whole (const char  *text,
             gsize        size,
             GError     **error)
{
  ConfabJsonScan scan;
  GString *rest = NULL;
  JsonNode *root = NULL;
  char *string = NULL;

  if (!check_whole (text, size, &scan, error))
    return NULL;

  if (confab_json_long_take (text, size, &scan, &rest, &string))
    {
      root = parse_mended (rest->str, rest->len, &scan, NULL);
      if (root != NULL)
        confab_json_long_put (root, string);
      g_string_free (rest, TRUE);
      g_free (string);
    }

  return root != NULL ? root : parse_mended (text, size, &scan, error);
}

/**
 * confab_json_parse:
 * @text: JSON text, not necessarily NUL-terminated; hostile
 * @length: its length in bytes, or -1 when NUL-terminated
 * @error: return location
 *
 * Parses one whole JSON text (RFC 8259). Invalid UTF-8, escaped NULs and escaped halves of a
 * surrogate pair become U+FFFD; nesting over %CONFAB_JSON_MAX_DEPTH is refused. A number that fits
 * neither 64 bits nor a double becomes the nearest one that does.
 *
 * Returns: (transfer full): the root, or %NULL with %CONFAB_ERROR_SERVER
 */
JsonNode *
confab_json_parse (const char  *text,
                   gssize       length,
                   GError     **error)
{
  g_autoptr (GError) first_error = NULL;
  g_autofree char *valid = NULL;
  JsonNode *root;
  gsize size;

  g_return_val_if_fail (text != NULL, NULL);

  size = length < 0 ? strlen (text) : (gsize) length;

  /* json-glib looks at the encoding itself, and nearly all that comes is valid. */
  root = parse_whole (text, size, &first_error);
  if (root != NULL)
    return root;
  if (g_utf8_validate_len (text, size, NULL))
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return NULL;
    }

  valid = confab_text_make_valid (text, (gssize) size);

  return parse_whole (valid, strlen (valid), error);
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

  return confab_json_write (node, NULL);
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

  return confab_json_write (node, NULL);
}

static JsonNode *
copy_value (JsonNode *node)
{
  JsonNode *copy = json_node_alloc ();

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return json_node_init_string (copy, json_node_get_string (node));
    case G_TYPE_INT64:
      return json_node_init_int (copy, json_node_get_int (node));
    case G_TYPE_DOUBLE:
      return json_node_init_double (copy, json_node_get_double (node));
    case G_TYPE_BOOLEAN:
      return json_node_init_boolean (copy, json_node_get_boolean (node));
    default:
      return json_node_init_null (copy);
    }
}

static JsonNode *
copy_node (JsonNode *node)
{
  JsonNode *copy;

  switch (JSON_NODE_TYPE (node))
    {
    case JSON_NODE_OBJECT:
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, confab_json_copy_object (json_node_get_object (node)));
      return copy;
    case JSON_NODE_ARRAY:
      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, confab_json_copy_array (json_node_get_array (node)));
      return copy;
    case JSON_NODE_VALUE:
      return copy_value (node);
    case JSON_NODE_NULL:
    default:
      return json_node_new (JSON_NODE_NULL);
    }
}

/**
 * confab_json_copy_object:
 * @object: an object, nested no deeper than the parser lets through
 *
 * json_node_copy() shares what is below, whose references are counted by one thread only.
 *
 * Returns: (transfer full): a copy that another thread may have
 */
JsonObject *
confab_json_copy_object (JsonObject *object)
{
  JsonObject *copy;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  g_return_val_if_fail (object != NULL, NULL);

  copy = json_object_new ();
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (copy, name, copy_node (value));

  return copy;
}

/**
 * confab_json_copy_array:
 * @array: an array, nested no deeper than the parser lets through
 *
 * Returns: (transfer full): a copy as of confab_json_copy_object()
 */
JsonArray *
confab_json_copy_array (JsonArray *array)
{
  JsonArray *copy;
  guint n;

  g_return_val_if_fail (array != NULL, NULL);

  n = json_array_get_length (array);
  copy = json_array_sized_new (n);
  for (guint i = 0; i < n; i++)
    json_array_add_element (copy, copy_node (json_array_get_element (array, i)));

  return copy;
}

/**
 * confab_json_equal:
 * @a: (nullable): a node
 * @b: (nullable): another
 *
 * Returns: whether they say the same, or neither is there
 */
gboolean
confab_json_equal (JsonNode *a,
                   JsonNode *b)
{
  return a == NULL || b == NULL ? a == b : json_node_equal (a, b);
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
