/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-request.h"

#include <string.h>

#include "confab-json-writer.h"
#include "confab-json.h"

/* A request and its secrets: how they get in, and that they are never shown. */

#define REDACTED  "***"
#define BODY_PATH "/body"

static void
free_filled (gpointer data)
{
  GString *body = data;

  explicit_bzero (body->str, body->len);
  g_string_free (body, TRUE);
}

/**
 * confab_request_fill:
 * @self: a request
 * @secrets: (nullable): with the tokens it names
 *
 * Puts the tokens into the body, at the last moment. What comes out of this is sent, and nothing
 * else is done with it.
 *
 * Returns: (transfer full): the bytes to send, overwritten when they are freed
 */
GBytes *
confab_request_fill (const ConfabRequest *self,
                     ConfabSecrets       *secrets)
{
  GString *body;
  gsize room = self->body_length + 1;
  gsize done = 0;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->tokens == NULL || self->tokens->len == 0)
    return g_bytes_new (self->body, self->body_length);

  /* It must not be moved while it grows: what it leaves behind is not overwritten. */
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const ConfabTokenSlot *slot = g_ptr_array_index (self->tokens, i);
      const char *token = confab_secrets_get_token (secrets, slot->code);

      room += token != NULL ? strlen (token) * 6 + 2 : 0;
    }

  body = g_string_sized_new (room);
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const ConfabTokenSlot *slot = g_ptr_array_index (self->tokens, i);
      const char *token = confab_secrets_get_token (secrets, slot->code);

      /* Up to the empty string and without its quotes, which the token brings along. */
      g_string_append_len (body, self->body + done, (gssize) (slot->offset - 1 - done));
      confab_json_append_string (body, token != NULL ? token : "", FALSE);
      done = slot->offset + 1;
    }
  g_string_append_len (body, self->body + done, (gssize) (self->body_length - done));

  return g_bytes_new_with_free_func (body->str, body->len, free_filled, body);
}

/* What is shown ----------------------------------------------------------------------------- */

static JsonNode *
redact_all (JsonNode *node)
{
  JsonNode *copy;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_object_new ();
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        json_object_set_member (object, name, redact_all (value));

      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, object);
      return copy;
    }

  copy = json_node_new (JSON_NODE_VALUE);
  json_node_set_string (copy, REDACTED);
  return copy;
}

/**
 * confab_request_is_secret_name:
 * @name: name of a member in the body of a request
 *
 * Returns: whether its value is a secret: all of `user_defined_tokens`, and an `Authorization` for an
 *   MCP server in `user_defined_params` (protocol 2.2)
 */
gboolean
confab_request_is_secret_name (const char *name)
{
  return g_str_equal (name, "user_defined_tokens") || g_str_equal (name, "user_token") ||
         g_ascii_strcasecmp (name, "authorization") == 0;
}

static JsonNode *
redact (JsonNode *node)
{
  JsonObject *object;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  JsonNode *copy;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      JsonArray *redacted = json_array_new ();

      for (guint i = 0; i < json_array_get_length (array); i++)
        json_array_add_element (redacted, redact (json_array_get_element (array, i)));

      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, redacted);
      return copy;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return json_node_copy (node);

  object = json_object_new ();
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (confab_request_is_secret_name (name))
      json_object_set_member (object, name, redact_all (value));
    else
      json_object_set_member (object, name, redact (value));

  copy = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (copy, object);
  return copy;
}

static gboolean
write_masked_token (const char *path,
                    GString    *out,
                    gpointer    user_data)
{
  const ConfabRequest *self = user_data;

  if (!g_str_has_prefix (path, BODY_PATH "/"))
    return FALSE;

  for (guint i = 0; self->tokens != NULL && i < self->tokens->len; i++)
    {
      const ConfabTokenSlot *slot = g_ptr_array_index (self->tokens, i);

      if (g_str_equal (slot->path, path + strlen (BODY_PATH)))
        {
          confab_json_append_string (out, REDACTED, FALSE);
          return TRUE;
        }
    }

  return FALSE;
}

/* What is sent, without secrets. (transfer full) */
static JsonObject *
describe (const ConfabRequest *self)
{
  g_autoptr (JsonNode) body = NULL;
  JsonObject *root = json_object_new ();
  JsonObject *headers = json_object_new ();

  json_object_set_string_member (headers, "Authorization", "Bearer " REDACTED);
  for (guint i = 0; i < self->headers->len; i++)
    {
      const ConfabHeader *header = g_ptr_array_index (self->headers, i);

      json_object_set_string_member (headers, header->name, header->value);
    }

  json_object_set_string_member (root, "method", "POST");
  json_object_set_string_member (root, "url", self->url);
  json_object_set_object_member (root, "headers", headers);
  body = confab_json_parse (self->body, (gssize) self->body_length, NULL);
  json_object_set_member (root, "body",
                          body != NULL ? redact (body) : json_node_new (JSON_NODE_NULL));

  return root;
}

/* Takes over @root. */
static char *
write_masked (const ConfabRequest *self,
              JsonObject          *root)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  const ConfabJsonStyle style = { .string_func = write_masked_token, .user_data = (gpointer) self };

  json_node_take_object (node, root);

  return confab_json_write (node, &style);
}

/**
 * confab_request_to_json:
 * @self: a request
 *
 * Describes the request as it would be sent, for `--dry-run`, for the record and for people:
 * `method`, `url`, `headers` and `body`. Secrets are replaced by `***`.
 *
 * Returns: (transfer full): one line of JSON
 */
char *
confab_request_to_json (const ConfabRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return write_masked (self, describe (self));
}

/**
 * confab_request_to_record:
 * @self: a request
 * @call: the call it was built of
 *
 * Describes the request as confab_request_to_json() does, and with it what its body does not tell:
 * which tokens were put in, by name, and whether the messages were the session's own.
 *
 * Returns: (transfer full): one line of JSON, for confab_request_read_record()
 */
char *
confab_request_to_record (const ConfabRequest *self,
                          const ConfabCall    *call)
{
  JsonNode *tokens;
  JsonObject *root;
  JsonObject *own;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (call != NULL, NULL);

  root = describe (self);
  own = json_object_new ();
  tokens = confab_options_get (call->options, "/tokens");
  if (tokens != NULL)
    json_object_set_member (own, "tokens", json_node_copy (tokens));
  if (call->history != NULL)
    json_object_set_boolean_member (own, "history", TRUE);
  json_object_set_object_member (root, CONFAB_REQUEST_OWN, own);

  return write_masked (self, root);
}
