/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-request.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "confab-error.h"
#include "confab-json.h"

/* Ids are short words; a longer one is a slip of the pen or an attack. */
#define MAX_ID 512

#define REDACTED "***"

static void
free_header (gpointer data)
{
  ConfabHeader *header = data;

  g_free (header->name);
  g_free (header->value);
  g_free (header);
}

static void
add_header (ConfabRequest *self,
            const char    *name,
            const char    *value)
{
  ConfabHeader *header = g_new0 (ConfabHeader, 1);

  header->name = g_strdup (name);
  header->value = g_strdup (value);
  g_ptr_array_add (self->headers, header);
}

/* What becomes part of a header or of the URL holds no control character and nothing but ASCII:
 * a line end there would be a second header (reliability A21). */
static gboolean
check_id (const char  *field,
          const char  *value,
          GError     **error)
{
  if (strlen (value) > MAX_ID)
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "%s: longer than %d characters", field,
                   MAX_ID);
      return FALSE;
    }

  for (const char *p = value; *p != '\0'; p++)
    if (!g_ascii_isprint (*p))
      {
        g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                     "%s: holds a line break, a control character or a letter that is not ASCII",
                     field);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_call (const ConfabCall  *call,
            GError           **error)
{
  if (call->base_url == NULL || *call->base_url == '\0')
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "Base URL: missing");
      return FALSE;
    }
  if (call->app_id == NULL || *call->app_id == '\0' || g_str_equal (call->app_id, ".") ||
      g_str_equal (call->app_id, ".."))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "App ID: missing");
      return FALSE;
    }
  if (call->prompt != NULL && !g_utf8_validate (call->prompt, -1, NULL))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "Prompt: not valid UTF-8");
      return FALSE;
    }

  return check_id ("Base URL", call->base_url, error) &&
         check_id ("App ID", call->app_id, error) &&
         (call->session_id == NULL || check_id ("Session ID", call->session_id, error)) &&
         (call->workspace == NULL || check_id ("Workspace", call->workspace, error));
}

/* Members of the person's own win over ours: that is what the extra members are for. */
static void
copy_members (JsonObject *to,
              JsonObject *from)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (to, name, json_node_copy (value));
}

/* The caller's own history excludes prompt and session: the prompt becomes its last message, as
 * the SDKs do it, so that the service need not choose (protocol 2.1). */
static JsonNode *
create_messages (JsonArray  *history,
                 const char *prompt)
{
  JsonArray *messages = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < json_array_get_length (history); i++)
    json_array_add_element (messages, json_node_copy (json_array_get_element (history, i)));

  if (prompt != NULL && *prompt != '\0')
    {
      JsonObject *message = json_object_new ();

      json_object_set_string_member (message, "role", "user");
      json_object_set_string_member (message, "content", prompt);
      json_array_add_object_element (messages, message);
    }

  json_node_take_array (node, messages);
  return node;
}

static JsonObject *
create_input (const ConfabCall *call)
{
  JsonObject *own = confab_options_get_input (call->options);
  JsonArray *history = confab_json_get_array (own, "messages");
  JsonObject *input = json_object_new ();

  if (history == NULL)
    history = call->history;

  if (history == NULL)
    {
      if (call->prompt != NULL)
        json_object_set_string_member (input, "prompt", call->prompt);
      if (call->session_id != NULL && *call->session_id != '\0')
        json_object_set_string_member (input, "session_id", call->session_id);
    }

  copy_members (input, own);
  if (history != NULL)
    json_object_set_member (input, "messages", create_messages (history, call->prompt));

  return input;
}

static JsonObject *
create_parameters (const ConfabCall *call)
{
  JsonObject *parameters = json_object_new ();

  /* False is the service's default, and its documents leave it out. */
  if (confab_options_get_stream (call->options) == CONFAB_STREAM_INCREMENTAL)
    json_object_set_boolean_member (parameters, "incremental_output", TRUE);
  copy_members (parameters, confab_options_get_parameters (call->options));

  return parameters;
}

static char *
create_body (const ConfabCall *call)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_object_member (body, "input", create_input (call));
  json_object_set_object_member (body, "parameters", create_parameters (call));
  json_object_set_object_member (body, "debug", json_object_new ());

  return confab_json_object_to_text (body);
}

/**
 * confab_request_build:
 * @call: what is to be asked; its base URL normalized
 * @error: return location for %CONFAB_ERROR_USAGE, which names the field
 *
 * Makes the request of a call (protocol 1 and 2): all but the key.
 *
 * Returns: (transfer full): a request
 */
ConfabRequest *
confab_request_build (const ConfabCall  *call,
                      GError           **error)
{
  g_autoptr (ConfabRequest) self = NULL;
  g_autofree char *segment = NULL;
  gboolean streams;

  g_return_val_if_fail (call != NULL, NULL);
  g_return_val_if_fail (call->options != NULL, NULL);

  if (!check_call (call, error))
    return NULL;

  self = g_new0 (ConfabRequest, 1);
  self->stream = confab_options_get_stream (call->options);
  streams = self->stream != CONFAB_STREAM_NONE;

  segment = g_uri_escape_string (call->app_id, NULL, FALSE);
  self->url = g_strdup_printf ("%s/apps/%s/completion", call->base_url, segment);

  self->headers = g_ptr_array_new_with_free_func (free_header);
  add_header (self, "Content-Type", "application/json");
  add_header (self, "Accept", streams ? "text/event-stream" : "application/json");
  if (streams)
    {
      add_header (self, "X-DashScope-SSE", "enable");
      add_header (self, "Cache-Control", "no-cache");
    }
  if (call->workspace != NULL && *call->workspace != '\0')
    add_header (self, "X-DashScope-WorkSpace", call->workspace);

  self->body = create_body (call);
  self->body_length = strlen (self->body);

  return g_steal_pointer (&self);
}

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

/* Secrets in a body: all of `user_defined_tokens`, and an `Authorization` for an MCP server in
 * `user_defined_params` (protocol 2.2). */
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
    if (g_str_equal (name, "user_defined_tokens") || g_str_equal (name, "user_token") ||
        g_ascii_strcasecmp (name, "authorization") == 0)
      json_object_set_member (object, name, redact_all (value));
    else
      json_object_set_member (object, name, redact (value));

  copy = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (copy, object);
  return copy;
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
  g_autoptr (JsonObject) root = NULL;
  g_autoptr (JsonNode) body = NULL;
  JsonObject *headers;

  g_return_val_if_fail (self != NULL, NULL);

  headers = json_object_new ();
  json_object_set_string_member (headers, "Authorization", "Bearer " REDACTED);
  for (guint i = 0; i < self->headers->len; i++)
    {
      const ConfabHeader *header = g_ptr_array_index (self->headers, i);

      json_object_set_string_member (headers, header->name, header->value);
    }

  root = json_object_new ();
  json_object_set_string_member (root, "method", "POST");
  json_object_set_string_member (root, "url", self->url);
  json_object_set_object_member (root, "headers", headers);
  body = confab_json_parse (self->body, (gssize) self->body_length, NULL);
  json_object_set_member (root, "body",
                          body != NULL ? redact (body) : json_node_new (JSON_NODE_NULL));

  return confab_json_object_to_text (root);
}

/**
 * confab_request_free:
 * @self: (nullable) (transfer full): a request
 */
void
confab_request_free (ConfabRequest *self)
{
  if (self == NULL)
    return;

  g_free (self->url);
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  g_free (self->body);
  g_free (self);
}
