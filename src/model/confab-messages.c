/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-messages.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json-number.h"
#include "confab-json.h"

/* A history of the caller's own, as a file holds it: a list of messages, or an object that has one
 * as its member `messages`. */

static JsonNode *
refuse (GError     **error,
        const char  *sentence)
{
  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, sentence);
  return NULL;
}

static gboolean
check_message (JsonNode  *node,
               guint      i,
               GError   **error)
{
  static const char * const roles[] = { "system", "user", "assistant", NULL };
  JsonObject *message = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *role = confab_json_get_string (message, "role");
  const char *content = confab_json_get_string (message, "content");

  if (role != NULL && content != NULL && g_strv_contains (roles, role) &&
      (i == 0 || !g_str_equal (role, "system")))
    return TRUE;

  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
               _("Message %u is not as it has to be: a role (user, assistant, or system for the "
                 "first) and a content that is a text."), i + 1);
  return FALSE;
}

/**
 * confab_messages_parse:
 * @bytes: what a file holds; hostile
 * @length: how many
 * @error: return location for %CONFAB_ERROR_USAGE with a sentence
 *
 * Returns: (transfer full): an array of messages, the first of which may be the system's, or %NULL
 */
JsonNode *
confab_messages_parse (const char  *bytes,
                       gsize        length,
                       GError     **error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *changed = NULL;
  JsonArray *messages;

  if (length > CONFAB_MESSAGES_MAX_BYTES)
    return refuse (error, _("It is too long."));
  if (memchr (bytes, '\0', length) != NULL || !g_utf8_validate_len (bytes, length, NULL))
    return refuse (error, _("It is no text in UTF-8."));

  root = confab_json_parse (bytes, (gssize) length, &parse_error);
  if (root == NULL)
    return refuse (error, parse_error->message);
  changed = confab_json_number_repair (bytes, length);
  if (changed != NULL)
    return refuse (error, _("A number is too large to be kept exactly. Write it as a text, in "
                            "quotes."));

  if (JSON_NODE_HOLDS_ARRAY (root))
    messages = json_node_get_array (root);
  else
    messages = JSON_NODE_HOLDS_OBJECT (root)
                 ? confab_json_get_array (json_node_get_object (root), "messages")
                 : NULL;
  if (messages == NULL)
    return refuse (error, _("It holds no list of messages."));
  if (json_array_get_length (messages) == 0)
    return refuse (error, _("The list of messages is empty."));

  for (guint i = 0; i < json_array_get_length (messages); i++)
    if (!check_message (json_array_get_element (messages, i), i, error))
      return NULL;

  return json_node_init_array (json_node_alloc (), messages);
}

/**
 * confab_messages_take_last:
 * @messages: (inout) (transfer full): an array of messages, as confab_messages_parse() gives it;
 *   gets one without the last, or %NULL when that was the only one
 *
 * Returns: (transfer full) (nullable): what the user says in the last message; %NULL when that is
 *   somebody else's, and then nothing is changed
 */
char *
confab_messages_take_last (JsonNode **messages)
{
  JsonArray *array = json_node_get_array (*messages);
  guint n = json_array_get_length (array);
  JsonObject *last = json_array_get_object_element (array, n - 1);
  g_autofree char *content = NULL;
  JsonArray *rest;

  if (!g_str_equal (confab_json_get_string (last, "role"), "user"))
    return NULL;

  content = g_strdup (confab_json_get_string (last, "content"));
  rest = json_array_new ();
  for (guint i = 0; i + 1 < n; i++)
    json_array_add_element (rest, json_node_copy (json_array_get_element (array, i)));

  json_node_unref (*messages);
  *messages = NULL;
  if (n > 1)
    {
      *messages = json_node_new (JSON_NODE_ARRAY);
      json_node_set_array (*messages, rest);
    }
  json_array_unref (rest);

  return g_steal_pointer (&content);
}
