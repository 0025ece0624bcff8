/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-request.h"

#include <string.h>

#include "confab-demo-limits.h"
#include "confab-json.h"

#define PATH_START "/api/v1/apps/"
#define PATH_END "/completion"

#define GATEWAY TRUE
#define APPLICATION FALSE

static gboolean
header_has (SoupMessageHeaders *headers,
            const char         *name,
            const char         *token)
{
  const char *value = soup_message_headers_get_list (headers, name);
  g_autofree char *lower = value != NULL ? g_ascii_strdown (value, -1) : NULL;

  return lower != NULL && strstr (lower, token) != NULL;
}

/* No early way out at the first difference: the time must not tell how much of a key is right. */
static gboolean
is_same_secret (const char *given,
                const char *expected)
{
  gsize length = strlen (expected);
  guint8 difference = 0;

  if (strlen (given) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guint8) given[i] ^ (guint8) expected[i];

  return difference == 0;
}

/* The App ID of a path, unescaped; NULL when it is another path. What stands before it does not
 * matter: a base URL may have a prefix. */
static char *
dup_app_id (const char *path)
{
  g_autofree char *escaped = NULL;
  const char *start = g_strrstr (path, PATH_START);
  char *app_id;
  gsize length;

  if (start == NULL)
    return NULL;
  path = start;
  length = strlen (path);
  if (!g_str_has_prefix (path, PATH_START) || !g_str_has_suffix (path, PATH_END) ||
      length < strlen (PATH_START) + strlen (PATH_END))
    return NULL;

  escaped = g_strndup (path + strlen (PATH_START),
                       length - strlen (PATH_START) - strlen (PATH_END));
  if (strchr (escaped, '/') != NULL)
    return NULL;

  app_id = g_uri_unescape_string (escaped, NULL);

  return app_id != NULL ? app_id : g_strdup ("");
}

static gboolean
read_flag (JsonObject *object,
           const char *member)
{
  gboolean value = FALSE;

  return object != NULL && confab_json_get_boolean (object, member, &value) && value;
}

/* Takes the user's messages apart: the last one is the prompt, the others came before it. */
static ConfabDemoProblem *
read_messages (ConfabDemoRequest *self,
               JsonArray         *messages)
{
  g_autoptr (GPtrArray) prompts = g_ptr_array_new_with_free_func (g_free);
  const char *last_role = NULL;

  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonNode *node = json_array_get_element (messages, i);
      JsonObject *message = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *role = message != NULL ? confab_json_get_string (message, "role") : NULL;
      const char *content = message != NULL ? confab_json_get_string (message, "content") : NULL;

      if (role == NULL || content == NULL)
        return confab_demo_problem_new_parameter ("messages");
      if (!g_str_equal (role, "system") && !g_str_equal (role, "user") &&
          !g_str_equal (role, "assistant"))
        return confab_demo_problem_new (500, "InternalError.Algo",
                                        "Role must be in [user, assistant]", APPLICATION);

      if (g_str_equal (role, "user"))
        g_ptr_array_add (prompts, g_strdup (content));
      last_role = role;
    }

  if (prompts->len == 0)
    return confab_demo_problem_new_no_user ();
  if (!g_str_equal (last_role, "user"))
    return confab_demo_problem_new (500, "InternalError.Algo", "list index out of range",
                                    APPLICATION);

  self->prompt = g_ptr_array_steal_index (prompts, prompts->len - 1);
  g_ptr_array_add (prompts, NULL);
  self->earlier = (char **) g_ptr_array_free (g_steal_pointer (&prompts), FALSE);

  return NULL;
}

/* The old way to bring the history along: pairs of what was asked and what was answered. */
static ConfabDemoProblem *
read_history (ConfabDemoRequest *self,
              JsonArray         *history)
{
  g_autoptr (GStrvBuilder) prompts = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (history); i++)
    {
      JsonNode *node = json_array_get_element (history, i);
      JsonObject *round = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *prompt = round != NULL ? confab_json_get_string (round, "user") : NULL;

      if (prompt == NULL)
        return confab_demo_problem_new_parameter ("history");
      g_strv_builder_add (prompts, prompt);
    }

  self->earlier = g_strv_builder_end (prompts);

  return NULL;
}

static ConfabDemoProblem *
read_parameters (ConfabDemoRequest *self,
                 JsonObject        *parameters)
{
  const char *flow_mode = confab_json_get_string (parameters, "flow_stream_mode");

  if (flow_mode != NULL && !confab_demo_flow_mode_from_word (flow_mode, &self->flow_mode))
    return confab_demo_problem_new_parameter ("flow_stream_mode");

  self->is_incremental = read_flag (parameters, "incremental_output");
  self->has_thoughts = read_flag (parameters, "has_thoughts");
  if (self->has_thoughts)
    self->wants_references = self->wants_marks = TRUE;
  confab_json_get_int (parameters, "dialog_round", &self->dialog_round);

  return confab_demo_limits_check_parameters (parameters, self->is_stream);
}

static ConfabDemoProblem *
read_input (ConfabDemoRequest *self,
            JsonObject        *input)
{
  JsonArray *messages = confab_json_get_array (input, "messages");
  const char *prompt = confab_json_get_string (input, "prompt");
  const char *session_id = confab_json_get_string (input, "session_id");
  const char *reference_type = confab_json_get_string (input, "doc_reference_type");

  /* Messages win over the prompt, and over the session (protocol 2.1). */
  if (messages != NULL && json_array_get_length (messages) > 0)
    {
      ConfabDemoProblem *problem = read_messages (self, messages);

      if (problem != NULL)
        return problem;
    }
  else if (prompt != NULL && *prompt != '\0')
    {
      JsonArray *history = confab_json_get_array (input, "history");

      self->prompt = g_strdup (prompt);
      if (history != NULL && json_array_get_length (history) > 0)
        {
          ConfabDemoProblem *problem = read_history (self, history);

          if (problem != NULL)
            return problem;
        }
    }
  else
    {
      return confab_demo_problem_new_invalid ("Either \"prompt\" or \"messages\" must exist and "
                                              "cannot both be none");
    }

  if (session_id != NULL && *session_id != '\0')
    self->session_id = g_strdup (session_id);
  if (reference_type != NULL)
    {
      self->wants_references = TRUE;
      self->wants_marks = g_str_equal (reference_type, "indexed");
    }

  return confab_demo_limits_check_input (input);
}

/**
 * confab_demo_request_wants_stream:
 * @headers: of a request
 *
 * Either header is enough (protocol 1.3).
 *
 * Returns: whether frames are wanted, and not one JSON reply
 */
gboolean
confab_demo_request_wants_stream (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "X-DashScope-SSE");

  return (value != NULL && g_ascii_strcasecmp (value, "enable") == 0) ||
         header_has (headers, "Accept", "text/event-stream");
}

/**
 * confab_demo_request_has_key:
 * @headers: of a request
 * @key: the key that is accepted
 *
 * Returns: whether the request brings it
 */
gboolean
confab_demo_request_has_key (SoupMessageHeaders *headers,
                             const char         *key)
{
  const char *value = soup_message_headers_get_one (headers, "Authorization");

  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", strlen ("Bearer ")) != 0)
    return FALSE;

  value += strlen ("Bearer ");
  while (*value == ' ')
    value++;

  return is_same_secret (value, key);
}

/**
 * confab_demo_request_check_head:
 * @method: the HTTP method
 * @path: of the URL, without query
 * @headers: of the request
 * @key: the key that is accepted
 *
 * What the gateway checks, before anybody looks into the body.
 *
 * Returns: (transfer full) (nullable): %NULL when all is well
 */
ConfabDemoProblem *
confab_demo_request_check_head (const char         *method,
                                const char         *path,
                                SoupMessageHeaders *headers,
                                const char         *key)
{
  g_autofree char *app_id = dup_app_id (path);
  const char *content_type;

  if (app_id == NULL)
    return confab_demo_problem_new (404, "NotFound", "Not found.", GATEWAY);
  if (!g_str_equal (method, SOUP_METHOD_POST))
    {
      g_autofree char *message =
          g_strdup_printf ("Request method '%s' is not supported.", method);

      return confab_demo_problem_new (400, "InvalidParameter", message, GATEWAY);
    }
  if (!confab_demo_request_has_key (headers, key))
    return confab_demo_problem_new (401, "InvalidApiKey", "Invalid API-key provided.", GATEWAY);
  if (soup_message_headers_get_one (headers, "X-DashScope-Async") != NULL)
    return confab_demo_problem_new (403, "AccessDenied",
                                    "Current user api does not support asynchronous calls.",
                                    GATEWAY);

  content_type = soup_message_headers_get_content_type (headers, NULL);
  if (content_type == NULL || g_ascii_strcasecmp (content_type, "application/json") != 0)
    return confab_demo_problem_new (400, "BadRequest.IllegalInput",
                                    "The input parameter requires json format.", GATEWAY);

  return NULL;
}

/**
 * confab_demo_request_read:
 * @path: of the URL; confab_demo_request_check_head() has accepted it
 * @headers: of the request
 * @body: its bytes
 * @length: how many
 * @problem: (out) (transfer full): why it is refused
 *
 * Accepts what the official SDKs really send (protocol 4.6): unknown members, an empty `model`, no
 * `parameters`, a `debug` of any type.
 *
 * Returns: (transfer full) (nullable): the request, or %NULL with @problem set
 */
ConfabDemoRequest *
confab_demo_request_read (const char          *path,
                          SoupMessageHeaders  *headers,
                          const char          *body,
                          gsize                length,
                          ConfabDemoProblem  **problem)
{
  g_autoptr (ConfabDemoRequest) self = g_new0 (ConfabDemoRequest, 1);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *input;
  JsonObject *parameters;

  root = length > 0 ? confab_json_parse (body, (gssize) length, NULL) : NULL;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      *problem = confab_demo_problem_new (400, "BadRequest.IllegalInput",
                                          "The input parameter requires json format.", GATEWAY);
      return NULL;
    }

  self->app_id = dup_app_id (path);
  self->dialog_round = -1;
  self->is_stream = confab_demo_request_wants_stream (headers);
  self->accepts_gzip = header_has (headers, "Accept-Encoding", "gzip");
  self->body = json_object_ref (json_node_get_object (root));

  if (*self->app_id == '\0')
    {
      *problem = confab_demo_problem_new_app_id ();
      return NULL;
    }

  input = confab_json_get_object (self->body, "input");
  if (input == NULL)
    {
      *problem = confab_demo_problem_new (400, "BadRequest.EmptyInput",
                                          "Required input parameter missing from request.",
                                          APPLICATION);
      return NULL;
    }

  *problem = read_input (self, input);
  if (*problem != NULL)
    return NULL;

  parameters = confab_json_get_object (self->body, "parameters");
  if (parameters != NULL)
    {
      *problem = read_parameters (self, parameters);
      if (*problem != NULL)
        return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * confab_demo_request_free:
 * @self: (transfer full): a request
 */
void
confab_demo_request_free (ConfabDemoRequest *self)
{
  g_free (self->app_id);
  g_free (self->prompt);
  g_strfreev (self->earlier);
  g_free (self->session_id);
  g_clear_pointer (&self->body, json_object_unref);
  g_free (self);
}

/**
 * confab_demo_request_get_biz_params:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): its `biz_params`
 */
JsonObject *
confab_demo_request_get_biz_params (const ConfabDemoRequest *self)
{
  return confab_json_get_object (confab_json_get_object (self->body, "input"), "biz_params");
}

/**
 * confab_demo_request_get_plugin:
 * @self: a request
 * @member: `user_defined_params` or `user_defined_tokens`
 * @code: of a plug-in
 *
 * Returns: (transfer none) (nullable): what the request has for it
 */
JsonObject *
confab_demo_request_get_plugin (const ConfabDemoRequest *self,
                                const char              *member,
                                const char              *code)
{
  JsonObject *params = confab_demo_request_get_biz_params (self);
  JsonObject *plugins = params != NULL ? confab_json_get_object (params, member) : NULL;

  return plugins != NULL ? confab_json_get_object (plugins, code) : NULL;
}

/**
 * confab_demo_request_get_rag_options:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): its `rag_options`
 */
JsonObject *
confab_demo_request_get_rag_options (const ConfabDemoRequest *self)
{
  JsonObject *parameters = confab_json_get_object (self->body, "parameters");

  return parameters != NULL ? confab_json_get_object (parameters, "rag_options") : NULL;
}
