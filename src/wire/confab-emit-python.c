/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-emit-private.h"

#include <string.h>

#include "confab-json-path.h"
#include "confab-json-writer.h"
#include "confab-json.h"

/* A program for the SDK `dashscope`: Application.call() with the request's members as arguments. It
 * puts what it knows of the input there, and all other arguments into the parameters. */

typedef struct {
  const ConfabRequest *request;
  GString *prefix; /* where in the body the value stands that is written */
  gboolean *uses_environment;
} Place;

static gboolean
write_variable (const char *path,
                GString    *out,
                gpointer    user_data)
{
  Place *place = user_data;
  g_autofree char *whole = g_strconcat (place->prefix->str, path, NULL);
  const ConfabTokenSlot *slot = confab_emit_find_slot (place->request, whole);
  g_autofree char *variable = NULL;

  if (slot == NULL)
    return FALSE;

  variable = confab_secrets_dup_variable (slot->code);
  g_string_append_printf (out, "os.environ[\"%s\"]", variable);
  *place->uses_environment = TRUE;

  return TRUE;
}

static gboolean
is_name (const char *text)
{
  static const char * const reserved[] = {
    /* of the language, and of the SDK, which takes these for itself */
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
    "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with",
    "yield", NULL,
  };

  if (!g_ascii_isalpha (*text) && *text != '_')
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_')
      return FALSE;

  return !g_strv_contains (reserved, text);
}

/* Arguments that mean something else than a parameter of the request. */
static gboolean
is_taken (const char *name)
{
  static const char * const taken[] = {
    "app_id", "prompt", "history", "workspace", "api_key", "messages", "stream", "headers", "session_id",
    "doc_reference_type", "doc_tag_codes", "memory_id", "biz_params", "image_list", "file_list",
    "model", "input", "task", "task_group", "function", "is_service", "api_protocol",
    "ws_stream_mode", "is_binary_input", "http_method", "async_request", "query", "request_timeout",
    "form", "resources", "base_address", "flattened_output", "extra_url_parameters", "user_agent",
    "encryption", "session", NULL,
  };

  return g_strv_contains (taken, name);
}

static void
append_value (GString  *out,
              Place    *place,
              JsonNode *value)
{
  const ConfabJsonStyle style = {
    .indent = 4,
    .is_python = TRUE,
    .is_plain = TRUE,
    .string_func = write_variable,
    .user_data = place,
  };
  g_autofree char *text = confab_json_write (value, &style);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "\n    " : "", lines[i]);
}

static void
append_argument (GString    *out,
                 Place      *place,
                 const char *folder,
                 const char *name,
                 JsonNode   *value)
{
  g_autofree char *path = confab_json_path_join (folder, name, NULL);

  g_string_assign (place->prefix, path);
  g_string_append_printf (out, "    %s=", name);
  append_value (out, place, value);
  g_string_append (out, ",\n");
}

static void
append_text_argument (GString    *out,
                      const char *name,
                      const char *value)
{
  g_string_append_printf (out, "    %s=", name);
  confab_json_append_string (out, value, TRUE);
  g_string_append (out, ",\n");
}

/* Names that are no names of Python go by `**`. */
static void
append_parameters (GString    *out,
                   Place      *place,
                   JsonObject *parameters,
                   GPtrArray  *unsent)
{
  g_autoptr (GPtrArray) odd = g_ptr_array_new ();
  g_autoptr (GList) names = json_object_get_members (parameters);

  for (GList *l = names; l != NULL; l = l->next)
    if (is_taken (l->data))
      g_ptr_array_add (unsent, confab_json_path_join ("/parameters", l->data, NULL));
    else if (is_name (l->data))
      append_argument (out, place, "/parameters", l->data,
                       json_object_get_member (parameters, l->data));
    else
      g_ptr_array_add (odd, l->data);

  if (odd->len == 0)
    return;

  g_string_append (out, "    **{\n");
  for (guint i = 0; i < odd->len; i++)
    {
      g_string_append (out, "        ");
      confab_json_append_string (out, g_ptr_array_index (odd, i), TRUE);
      g_string_append (out, ": ");
      append_value (out, place, json_object_get_member (parameters, g_ptr_array_index (odd, i)));
      g_string_append (out, ",\n");
    }
  g_string_append (out, "    },\n");
}

static void
append_input (GString    *out,
              Place      *place,
              JsonObject *input,
              GPtrArray  *unsent)
{
  static const char * const known[] = {
    "prompt", "messages", "history", "session_id", "memory_id", "biz_params", "image_list",
    "file_list", "doc_tag_codes", "doc_reference_type", NULL,
  };
  g_autoptr (GList) names = json_object_get_members (input);

  for (GList *l = names; l != NULL; l = l->next)
    if (g_strv_contains (known, l->data))
      append_argument (out, place, "/input", l->data, json_object_get_member (input, l->data));
    else
      g_ptr_array_add (unsent, confab_json_path_join ("/input", l->data, NULL));
}

static void
append_headers (GString             *out,
                const ConfabRequest *request)
{
  gboolean any = FALSE;

  for (guint i = 0; i < request->headers->len; i++)
    {
      const ConfabHeader *header = g_ptr_array_index (request->headers, i);

      if (confab_emit_is_own_header (header->name))
        continue;
      g_string_append (out, any ? ", " : "    headers={");
      confab_json_append_string (out, header->name, TRUE);
      g_string_append (out, ": ");
      confab_json_append_string (out, header->value, TRUE);
      any = TRUE;
    }
  if (any)
    g_string_append (out, "},\n");
}

static void
append_call (GString             *out,
             const ConfabRequest *request,
             JsonObject          *body,
             gboolean            *uses_environment,
             GPtrArray           *unsent)
{
  g_autoptr (GString) prefix = g_string_new (NULL);
  Place place = { request, prefix, uses_environment };
  const char *workspace = confab_emit_find_header (request, "X-DashScope-WorkSpace");
  gboolean streams = request->stream != CONFAB_STREAM_NONE;
  g_autofree char *base_url = NULL;
  g_autofree char *app_id = NULL;
  g_autoptr (GList) names = json_object_get_members (body);

  confab_emit_parse_url (request, &base_url, &app_id);
  g_string_append (out, "dashscope.base_http_api_url = ");
  confab_json_append_string (out, base_url, TRUE);
  g_string_append_printf (out, "\n\n%s = Application.call(\n", streams ? "responses" : "response");
  append_text_argument (out, "app_id", app_id);
  append_input (out, &place, confab_json_get_object (body, "input"), unsent);
  if (workspace != NULL)
    append_text_argument (out, "workspace", workspace);
  if (streams)
    g_string_append (out, "    stream=True,\n");
  append_parameters (out, &place, confab_json_get_object (body, "parameters"), unsent);
  append_headers (out, request);
  g_string_append (out, ")\n");

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_str_equal (l->data, "input") && !g_str_equal (l->data, "parameters") &&
        !g_str_equal (l->data, "debug"))
      g_ptr_array_add (unsent, confab_json_path_join ("", l->data, NULL));
}

/**
 * confab_emit_python:
 * @request: a request
 *
 * Returns: (transfer full): a program
 */
char *
confab_emit_python (const ConfabRequest *request)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GString) call = g_string_new (NULL);
  g_autoptr (GPtrArray) unsent = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonNode) root = confab_json_parse (request->body, (gssize) request->body_length, NULL);
  gboolean uses_environment = FALSE;

  append_call (call, request, json_node_get_object (root), &uses_environment, unsent);

  /* The key is in the variable that the SDK reads. */
  g_string_append (out, "# Needs the environment variable " CONFAB_EMIT_KEY ".\n");
  confab_emit_append_unsent (out, "#", unsent);
  if (uses_environment)
    g_string_append (out, "import os\n");
  g_string_append (out, "from http import HTTPStatus\n\n"
                        "import dashscope\n"
                        "from dashscope import Application\n\n");
  g_string_append (out, call->str);

  if (request->stream != CONFAB_STREAM_NONE)
    g_string_append (out, "for response in responses:\n"
                          "    if response.status_code != HTTPStatus.OK:\n"
                          "        print(response.request_id, response.code, response.message)\n"
                          "    else:\n"
                          "        print(response.output)\n");
  else
    g_string_append (out, "if response.status_code != HTTPStatus.OK:\n"
                          "    print(response.request_id, response.code, response.message)\n"
                          "else:\n"
                          "    print(response.output)\n");

  return g_string_free (out, FALSE);
}
