/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-disguise.h"

#include <libsoup/soup.h>
#include <string.h>

#include "confab-json.h"

#define DATE_START "{date+"

/* {date+N}: the time in N seconds. */
static void
expand_date (GString *text)
{
  char *at = strstr (text->str, DATE_START);
  char *end = at != NULL ? strchr (at, '}') : NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) then = NULL;
  g_autofree char *date = NULL;
  gssize position;

  if (end == NULL)
    return;

  now = g_date_time_new_now_utc ();
  then = g_date_time_add_seconds (now, (double) g_ascii_strtoull (at + strlen (DATE_START), NULL,
                                                                  10));
  date = soup_date_time_to_string (then, SOUP_DATE_HTTP);
  position = at - text->str;
  g_string_erase (text, position, end + 1 - at);
  g_string_insert (text, position, date);
}

/* The members of each object in the opposite order, all the way down. */
static JsonNode *
reverse_node (JsonNode *node)
{
  g_autoptr (GPtrArray) names = NULL;
  JsonNode *reversed;
  JsonObjectIter iter;
  const char *name;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      reversed = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (reversed, json_array_new ());
      for (guint i = 0; i < json_array_get_length (array); i++)
        json_array_add_element (json_node_get_array (reversed),
                                reverse_node (json_array_get_element (array, i)));
      return reversed;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return json_node_copy (node);

  names = g_ptr_array_new ();
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    g_ptr_array_add (names, (char *) name);

  reversed = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (reversed, json_object_new ());
  for (guint i = names->len; i > 0; i--)
    {
      const char *member = g_ptr_array_index (names, i - 1);

      json_object_set_member (json_node_get_object (reversed), member,
                              reverse_node (json_object_get_member (json_node_get_object (node),
                                                                    member)));
    }

  return reversed;
}

/* A copy of @object with another member. */
static JsonNode *
replace_member (JsonObject *object,
                const char *name,
                JsonNode   *value)
{
  JsonNode *copy = json_node_new (JSON_NODE_OBJECT);
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_node_take_object (copy, json_object_new ());
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    if (!g_str_equal (member, name))
      json_object_set_member (json_node_get_object (copy), member, json_node_copy (node));
    else
      json_object_set_member (json_node_get_object (copy), member, json_node_copy (value));

  return copy;
}

/**
 * confab_demo_disguise_expand:
 * @text: of a script
 * @key: (nullable): in place of {key}
 * @session_id: in place of {session-id}
 * @request_id: in place of {request-id}
 *
 * Returns: (transfer full): the text with what it leaves open
 */
char *
confab_demo_disguise_expand (const char *text,
                             const char *key,
                             const char *session_id,
                             const char *request_id)
{
  GString *expanded = g_string_new (text);

  g_string_replace (expanded, "{key}", key != NULL ? key : "", 0);
  g_string_replace (expanded, "{session-id}", session_id, 0);
  g_string_replace (expanded, "{request-id}", request_id, 0);
  expand_date (expanded);

  return g_string_free (expanded, FALSE);
}

/**
 * confab_demo_disguise_payload:
 * @script: says what is different
 * @json: a reply, one line of JSON
 * @finish_reason: (nullable): in place of its own
 *
 * Returns: (transfer full): the reply as the script wants it
 */
char *
confab_demo_disguise_payload (ConfabDemoScript *script,
                              const char       *json,
                              const char       *finish_reason)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *output;

  if (!script->is_shuffled && !script->is_without_usage && finish_reason == NULL)
    return g_strdup (json);

  /* What was parsed cannot be changed: each step makes a copy. */
  root = confab_json_parse (json, -1, NULL);
  g_return_val_if_fail (root != NULL, g_strdup (json));

  output = confab_json_get_object (json_node_get_object (root), "output");
  if (finish_reason != NULL && output != NULL)
    {
      g_autoptr (JsonNode) reason = json_node_init_string (json_node_alloc (), finish_reason);
      g_autoptr (JsonNode) new_output = replace_member (output, "finish_reason", reason);
      JsonNode *new_root = replace_member (json_node_get_object (root), "output", new_output);

      json_node_unref (root);
      root = new_root;
    }
  if (script->is_without_usage)
    {
      g_autoptr (JsonNode) usage = json_node_new (JSON_NODE_OBJECT);
      JsonNode *new_root;

      json_node_take_object (usage, json_object_new ());
      new_root = replace_member (json_node_get_object (root), "usage", usage);
      json_node_unref (root);
      root = new_root;
    }
  if (script->is_shuffled)
    {
      JsonNode *new_root = reverse_node (root);

      json_node_unref (root);
      root = new_root;
    }

  return confab_json_to_text (root);
}
