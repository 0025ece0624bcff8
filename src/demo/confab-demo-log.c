/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-log.h"

#include <string.h>

#include "confab-json.h"

/* A longer body is not kept: it is mostly pictures. */
#define MAX_BODY (1024 * 1024)

#define REDACTED "***"

struct _ConfabDemoLog {
  GMutex lock;
  GQueue lines; /* of char * */
};

/* Members whose text is a secret, wherever they stand: the tokens of plug-ins, and what an MCP server
 * wants for its header (protocol 2.2). */
static gboolean
is_secret (const char *member)
{
  return g_ascii_strcasecmp (member, "user_token") == 0 ||
         g_ascii_strcasecmp (member, "authorization") == 0 ||
         g_ascii_strcasecmp (member, "api_key") == 0 || g_ascii_strcasecmp (member, "token") == 0;
}

/* A copy without secrets; what was parsed cannot be changed. */
static JsonNode *
redact (JsonNode *node)
{
  JsonNode *copy = json_node_new (JSON_NODE_TYPE (node));

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      json_node_take_array (copy, json_array_new ());
      for (guint i = 0; i < json_array_get_length (array); i++)
        json_array_add_element (json_node_get_array (copy),
                                redact (json_array_get_element (array, i)));
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_node_take_object (copy, json_object_new ());
      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        if (is_secret (name) && JSON_NODE_HOLDS_VALUE (member))
          json_object_set_string_member (json_node_get_object (copy), name, REDACTED);
        else
          json_object_set_member (json_node_get_object (copy), name, redact (member));
    }
  else if (JSON_NODE_HOLDS_VALUE (node))
    {
      GValue value = G_VALUE_INIT;

      json_node_get_value (node, &value);
      json_node_set_value (copy, &value);
      g_value_unset (&value);
    }

  return copy;
}

static JsonObject *
make_headers (SoupServerMessage *message)
{
  JsonObject *headers = json_object_new ();
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_autofree char *valid = g_utf8_make_valid (value, -1);
      gboolean is_shown = g_ascii_strcasecmp (name, "Authorization") != 0 &&
                          g_ascii_strcasecmp (name, "Proxy-Authorization") != 0 &&
                          g_ascii_strcasecmp (name, "Cookie") != 0;

      json_object_set_string_member (headers, name, is_shown ? valid : REDACTED);
    }

  return headers;
}

/* The body with its types as they came; NULL when it is no JSON, or very long. */
static JsonNode *
make_body (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (JsonNode) node = NULL;

  if (body->data == NULL || body->length <= 0 || body->length > MAX_BODY)
    return NULL;

  node = confab_json_parse (body->data, (gssize) body->length, NULL);

  return node != NULL ? redact (node) : NULL;
}

/**
 * confab_demo_log_new:
 *
 * Returns: (transfer full): a log without lines
 */
ConfabDemoLog *
confab_demo_log_new (void)
{
  ConfabDemoLog *self = g_new0 (ConfabDemoLog, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->lines);

  return self;
}

/**
 * confab_demo_log_free:
 * @self: (transfer full): a log
 */
void
confab_demo_log_free (ConfabDemoLog *self)
{
  g_queue_clear_full (&self->lines, g_free);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * confab_demo_log_add:
 * @self: a log
 * @message: the request
 * @path: of its URL; a query is not logged
 * @reply: how it is answered: `json`, `increments`, `cumulative` or `error`
 * @problem: (nullable): why it was refused
 *
 * Returns: (transfer full): the line that was added
 */
char *
confab_demo_log_add (ConfabDemoLog           *self,
                     SoupServerMessage       *message,
                     const char              *path,
                     const char              *reply,
                     const ConfabDemoProblem *problem)
{
  g_autoptr (JsonObject) record = json_object_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%FT%TZ");
  JsonNode *body = make_body (message);
  char *line;

  json_object_set_string_member (record, "time", time);
  json_object_set_string_member (record, "method", soup_server_message_get_method (message));
  json_object_set_string_member (record, "path", path);
  json_object_set_string_member (record, "reply", reply);
  json_object_set_int_member (record, "status", problem != NULL ? problem->status : 200);
  if (problem != NULL)
    json_object_set_string_member (record, "code", problem->code);
  json_object_set_object_member (record, "headers", make_headers (message));
  if (body != NULL)
    json_object_set_member (record, "body", body);

  line = confab_json_object_to_text (record);
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->lines, g_strdup (line));
  if (self->lines.length > CONFAB_DEMO_LOG_REQUESTS)
    g_free (g_queue_pop_head (&self->lines));
  g_mutex_unlock (&self->lock);

  return line;
}

/**
 * confab_demo_log_dup_lines:
 * @self: a log
 *
 * Returns: (transfer full) (array zero-terminated=1): the last requests, oldest first
 */
char **
confab_demo_log_dup_lines (ConfabDemoLog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_mutex_lock (&self->lock);
  for (GList *link = self->lines.head; link != NULL; link = link->next)
    g_strv_builder_add (builder, link->data);
  g_mutex_unlock (&self->lock);

  return g_strv_builder_end (builder);
}
