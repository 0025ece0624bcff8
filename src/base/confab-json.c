/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json.h"

#include <string.h>

#include "confab-error.h"
#include "confab-json-number.h"
#include "confab-json-scan.h"
#include "confab-json-writer.h"
#include "confab-text.h"

/* The code unit of a `\uXXXX` at the start of @text, or -1. */
static int
read_escape (const char *text,
             gsize       length)
{
  int unit = 0;

  if (length < 6 || text[0] != '\\' || text[1] != 'u')
    return -1;

  for (gsize i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return -1;
      unit = unit * 16 + g_ascii_xdigit_value (text[i]);
    }

  return unit;
}

static gboolean
is_surrogate (int unit)
{
  return unit >= 0xd800 && unit <= 0xdfff;
}

/* json-glib hands out C strings, so an escaped NUL would cut a text short without a word; half of
 * an escaped surrogate pair makes it fail, or hand out invalid UTF-8. Each such escape becomes
 * `\ufffd` (as long as the original); NULL when there is none. */
static char *
replace_bad_escapes (const char *text,
                     gsize       length)
{
  char *copy = NULL;

  for (gsize i = 0; i < length; i++)
    {
      int unit;

      if (text[i] != '\\')
        {
          const char *next = memchr (text + i, '\\', length - i);

          if (next == NULL)
            break;
          i = (gsize) (next - text);
        }

      unit = read_escape (text + i, length - i);
      if (unit >= 0xd800 && unit <= 0xdbff)
        {
          int low = read_escape (text + i + 6, length - i - 6);

          if (low >= 0xdc00 && low <= 0xdfff)
            {
              i += 11;
              continue;
            }
        }
      if (unit == 0 || is_surrogate (unit))
        {
          if (copy == NULL)
            copy = g_strndup (text, length);
          memcpy (copy + i, "\\ufffd", 6);
        }
      i++; /* whatever is escaped is no escape itself */
    }

  return copy;
}

/* json-glib takes more than JSON (single quotes, comments, `var a =`), stops without a word after
 * the first of several texts, and crashes the process on deep nesting: only what was found to be
 * one whole JSON text gets to it. */
static gboolean
check_whole (const char  *text,
             gsize        length,
             GError     **error)
{
  ConfabJsonScan scan;
  guint line = 1;
  guint column = 1;

  confab_json_scan_reset (&scan);
  confab_json_scan_feed (&scan, text, length);
  if (confab_json_scan_is_whole (&scan, TRUE))
    return TRUE;

  if (scan.is_too_deep)
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER,
                   "JSON is nested deeper than %d levels", CONFAB_JSON_MAX_DEPTH);
      return FALSE;
    }

  for (gsize i = 0; i < scan.n_accepted; i++)
    if (text[i] == '\n')
      {
        line++;
        column = 1;
      }
    else if (((guint8) text[i] & 0xc0) != 0x80)
      column++;

  /* The text itself is not quoted: it may hold secrets. */
  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER, "Not valid JSON (line %u, column %u)",
               line, column);
  return FALSE;
}

static JsonNode *
parse_whole (const char  *text,
             gsize        size,
             GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *repaired = NULL;
  g_autofree char *renumbered = NULL;

  repaired = replace_bad_escapes (text, size);
  if (repaired != NULL)
    text = repaired;

  if (!check_whole (text, size, error))
    return NULL;

  renumbered = confab_json_number_repair (text, size);
  if (renumbered != NULL)
    {
      text = renumbered;
      size = strlen (renumbered);
    }

  /* Not an immutable one: it would compute a hash of each string. */
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, text, (gssize) size, &parse_error))
    {
      /* The parser's own text quotes the input; where it stopped is enough. */
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER,
                   "Not valid JSON (line %u, column %u)",
                   json_parser_get_current_line (parser), json_parser_get_current_pos (parser));
      return NULL;
    }

  return json_parser_steal_root (parser);
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
