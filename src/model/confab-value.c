/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-value.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json-number.h"
#include "confab-json.h"

/* Values as they stand in a form: a type that is kept, and a text. */

/**
 * confab_value_get_type_of:
 * @value: a value
 *
 * Returns: its type
 */
ConfabValueType
confab_value_get_type_of (JsonNode *value)
{
  g_return_val_if_fail (value != NULL, CONFAB_VALUE_NULL);

  if (JSON_NODE_HOLDS_OBJECT (value))
    return CONFAB_VALUE_OBJECT;
  if (JSON_NODE_HOLDS_ARRAY (value))
    return CONFAB_VALUE_LIST;
  if (JSON_NODE_HOLDS_NULL (value))
    return CONFAB_VALUE_NULL;

  switch (json_node_get_value_type (value))
    {
    case G_TYPE_STRING:
      return CONFAB_VALUE_TEXT;
    case G_TYPE_BOOLEAN:
      return CONFAB_VALUE_BOOLEAN;
    default:
      return CONFAB_VALUE_NUMBER;
    }
}

static const char *
describe (ConfabValueType type)
{
  switch (type)
    {
    case CONFAB_VALUE_NUMBER:
      return _("This is no number. Write it like 42 or 0.5.");
    case CONFAB_VALUE_BOOLEAN:
      return _("This must be true or false.");
    case CONFAB_VALUE_LIST:
      return _("This is no list. Write it like [\"A\", \"C\"].");
    case CONFAB_VALUE_OBJECT:
      return _("This is no object. Write it like {\"name\": \"value\"}.");
    case CONFAB_VALUE_NULL:
    case CONFAB_VALUE_TEXT:
    default:
      return _("This cannot be read.");
    }
}

/* What begins as a list or an object was meant as JSON: then it helps to know where it stops being
 * any. (transfer full) */
static GError *
explain (ConfabValueType  type,
         const char      *text,
         const GError    *parse_error)
{
  const char *start = text + strspn (text, " \t\n");
  gboolean is_meant = (type == CONFAB_VALUE_LIST && *start == '[') ||
                      (type == CONFAB_VALUE_OBJECT && *start == '{');

  return g_error_new_literal (CONFAB_ERROR, CONFAB_ERROR_USAGE,
                              parse_error != NULL && is_meant ? parse_error->message
                                                              : describe (type));
}

/**
 * confab_value_from_text:
 * @type: what it is to be
 * @text: as somebody typed it; of a text the text itself, else JSON
 * @error: return location
 *
 * Returns: (transfer full): the value, or %NULL with %CONFAB_ERROR_USAGE and a sentence that helps
 */
JsonNode *
confab_value_from_text (ConfabValueType   type,
                        const char       *text,
                        GError          **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *changed = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (type == CONFAB_VALUE_TEXT)
    return json_node_init_string (json_node_alloc (), text);
  if (type == CONFAB_VALUE_NULL)
    return json_node_new (JSON_NODE_NULL);

  node = confab_json_parse (text, -1, &parse_error);
  if (node == NULL || confab_value_get_type_of (node) != type)
    {
      g_propagate_error (error, explain (type, text, parse_error));
      return NULL;
    }

  changed = confab_json_number_repair (text, strlen (text));
  if (changed != NULL)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           type == CONFAB_VALUE_NUMBER
                             ? _("This number is too large to be kept exactly.")
                             : _("A number is too large to be kept exactly. Write it as a text, in "
                                 "quotes."));
      return NULL;
    }

  return g_steal_pointer (&node);
}

/**
 * confab_value_to_text:
 * @value: a value
 *
 * Returns: (transfer full): the text of which confab_value_from_text() makes the value again
 */
char *
confab_value_to_text (JsonNode *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  if (confab_value_get_type_of (value) == CONFAB_VALUE_TEXT)
    return json_node_dup_string (value);
  if (JSON_NODE_HOLDS_NULL (value))
    return g_strdup ("");

  return confab_json_to_text (value);
}

/**
 * confab_value_guess:
 * @text: as somebody typed it
 *
 * Where a text and a number are possible and there is no place to say which: what looks like a number
 * is one, and in quotes it is a text.
 *
 * Returns: (transfer full): the value, a number or a text
 */
JsonNode *
confab_value_guess (const char *text)
{
  JsonNode *node = confab_value_from_text (CONFAB_VALUE_NUMBER, text, NULL);

  if (node != NULL)
    return node;

  if (*text == '"')
    node = confab_json_parse (text, -1, NULL);
  if (node != NULL && confab_value_get_type_of (node) == CONFAB_VALUE_TEXT)
    return node;
  g_clear_pointer (&node, json_node_unref);

  return confab_value_from_text (CONFAB_VALUE_TEXT, text, NULL);
}

/**
 * confab_value_to_guess:
 * @value: a value
 *
 * Returns: (transfer full): the text of which confab_value_guess() makes the number or text again
 */
char *
confab_value_to_guess (JsonNode *value)
{
  g_autofree char *text = confab_value_to_text (value);
  g_autoptr (JsonNode) guess = confab_value_guess (text);

  return json_node_equal (guess, value) ? g_steal_pointer (&text) : confab_json_to_text (value);
}
