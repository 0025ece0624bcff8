/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json-long.h"

#include <string.h>

#include "confab-json-escape.h"
#include "confab-utf8.h"

/*
 * A frame of cumulative output is one long string and little else, and json-glib takes a string byte
 * by byte: it is most of the time that such a frame costs. So the longest string goes around it: json-glib
 * gets a short text with a word in its place, and the string is put in afterwards.
 */

/* Shorter ones are not worth the way around. */
#define MIN_LONG 512

#define STAND_IN "the longest string"

/**
 * confab_json_long_take:
 * @text: a JSON text
 * @length: its length in bytes
 * @scan: what was found out about it: it is whole
 * @rest: (out) (transfer full): the same text with a word instead of its longest string
 * @string: (out) (transfer full): that string
 *
 * Returns: %FALSE when that is not worth it, or the word might be in the text already
 */
gboolean
confab_json_long_take (const char            *text,
                       gsize                  length,
                       const ConfabJsonScan  *scan,
                       GString              **rest,
                       char                 **string)
{
  const char *begin = text + scan->longest_start;
  const char *end = begin + scan->longest_length;

  if (scan->longest_length < MIN_LONG ||
      confab_utf8_valid_prefix (begin, scan->longest_length) < scan->longest_length)
    return FALSE;

  *rest = g_string_sized_new (length - scan->longest_length + strlen (STAND_IN) + 1);
  g_string_append_len (*rest, text, (gssize) scan->longest_start);
  g_string_append_len (*rest, end, (gssize) (length - (gsize) (end - text)));

  /* Letters stand for themselves, or are written as \uXXXX. */
  if (strstr ((*rest)->str, STAND_IN) != NULL || strstr ((*rest)->str, "\\u") != NULL)
    {
      g_string_free (*rest, TRUE);
      *rest = NULL;
      return FALSE;
    }

  g_string_insert (*rest, (gssize) scan->longest_start, STAND_IN);
  *string = confab_json_unescape (begin, scan->longest_length);

  return TRUE;
}

static gboolean
put (JsonNode   *node,
     const char *string)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      JsonNode *value;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &value))
        if (put (value, string))
          return TRUE;
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (put (json_array_get_element (array, i), string))
          return TRUE;
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING &&
           g_str_equal (json_node_get_string (node), STAND_IN))
    {
      json_node_set_string (node, string);
      return TRUE;
    }

  return FALSE;
}

/**
 * confab_json_long_put:
 * @root: what became of the rest
 * @string: the string
 *
 * Puts it where the word is; a later member of the same name may have taken its place.
 */
void
confab_json_long_put (JsonNode   *root,
                      const char *string)
{
  put (root, string);
}
