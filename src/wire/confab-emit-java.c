/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-emit-private.h"

#include <string.h>

#include "confab-json-path.h"
#include "confab-json-writer.h"
#include "confab-json.h"

/* A class for the SDK `com.alibaba.dashscope`. All parameters go into its map of further ones, as
 * JSON: so each keeps its type, and there is one for those that the SDK has no method for. */

/* A constant of a class has at most 65,535 bytes. */
#define MAX_LITERAL 16000

/* Where the declarations are collected, and the chain of methods that builds the request. */
typedef struct {
  const ConfabRequest *request;
  GString *before;
  GString *chain;
  GPtrArray *unsent;
} Source;

static void
append_character (GString  *out,
                  gunichar  c)
{
  switch (c)
    {
    case '"':
      g_string_append (out, "\\\"");
      break;
    case '\\':
      g_string_append (out, "\\\\");
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    default:
      /* A \u escape is read before anything else: one of a line break would be one. */
      if (c < 0x20 || c == 0x7f)
        g_string_append_printf (out, "\\%03o", c);
      else if (c < 0x7f)
        g_string_append_c (out, (char) c);
      else if (c < 0x10000)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_printf (out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                                0xdc00 + ((c - 0x10000) & 0x3ff));
      break;
    }
}

static void
append_literal (GString    *out,
                const char *text)
{
  gboolean is_long = strlen (text) > MAX_LITERAL;
  gsize begin;

  g_string_append (out, is_long ? "String.join(\"\", \"" : "\"");
  begin = out->len;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      append_character (out, g_utf8_get_char (p));
      if (is_long && out->len - begin > MAX_LITERAL)
        {
          g_string_append (out, "\",\n        \"");
          begin = out->len;
        }
    }
  g_string_append (out, is_long ? "\")" : "\"");
}

static void
append_method (Source     *source,
               const char *name,
               const char *text)
{
  g_string_append_printf (source->chain, "        .%s(", name);
  append_literal (source->chain, text);
  g_string_append (source->chain, ")\n");
}

static void
append_json (GString  *out,
             JsonNode *node)
{
  static const ConfabJsonStyle plain = { .is_plain = TRUE };
  g_autofree char *text = confab_json_write (node, &plain);

  g_string_append (out, "JsonUtils.parse(");
  append_literal (out, text);
  g_string_append_c (out, ')');
}

/* The tokens are put into what was parsed, from the environment. */
static void
append_tokens (Source *source)
{
  GPtrArray *tokens = source->request->tokens;

  for (guint i = 0; tokens != NULL && i < tokens->len; i++)
    {
      const ConfabTokenSlot *slot = g_ptr_array_index (tokens, i);
      g_autofree char *variable = confab_secrets_dup_variable (slot->code);
      g_auto (GStrv) names = confab_json_path_split (slot->path);

      /* /input/biz_params/… */
      g_string_append (source->before, "    bizParams");
      for (guint k = 2; names[k + 1] != NULL; k++)
        {
          g_string_append (source->before, ".getAsJsonObject(");
          append_literal (source->before, names[k]);
          g_string_append_c (source->before, ')');
        }
      g_string_append (source->before, "\n        .addProperty(");
      append_literal (source->before, names[g_strv_length (names) - 1]);
      g_string_append_printf (source->before, ", System.getenv(\"%s\"));\n", variable);
    }
}

static void
append_messages (Source    *source,
                 JsonArray *messages)
{
  g_string_append (source->before, "    List<Message> messages = new ArrayList<>();\n");
  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonObject *message = json_array_get_object_element (messages, i);

      g_string_append (source->before, "    messages.add(Message.builder().role(");
      append_literal (source->before, confab_json_get_string (message, "role"));
      g_string_append (source->before, ").content(");
      append_literal (source->before, confab_json_get_string (message, "content"));
      g_string_append (source->before, ").build());\n");
    }
  g_string_append (source->chain, "        .messages(messages)\n");
}

static void
append_list (Source     *source,
             const char *method,
             JsonArray  *list)
{
  g_string_append_printf (source->chain, "        .%s(Arrays.asList(", method);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_string_append (source->chain, i > 0 ? ", " : "");
      append_literal (source->chain, json_array_get_string_element (list, i));
    }
  g_string_append (source->chain, "))\n");
}

/* Returns: whether there is a method for it */
static gboolean
append_input_member (Source     *source,
                     const char *name,
                     JsonNode   *value)
{
  static const struct {
    const char *name;
    const char *method;
  } texts[] = { { "prompt", "prompt" }, { "session_id", "sessionId" }, { "memory_id", "memoryId" } },
    lists[] = { { "image_list", "images" }, { "file_list", "files" } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (name, texts[i].name) && JSON_NODE_HOLDS_VALUE (value))
      {
        append_method (source, texts[i].method, json_node_get_string (value));
        return TRUE;
      }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (name, lists[i].name) && JSON_NODE_HOLDS_ARRAY (value))
      {
        append_list (source, lists[i].method, json_node_get_array (value));
        return TRUE;
      }
  if (g_str_equal (name, "messages") && JSON_NODE_HOLDS_ARRAY (value))
    {
      append_messages (source, json_node_get_array (value));
      return TRUE;
    }
  if (g_str_equal (name, "biz_params") && JSON_NODE_HOLDS_OBJECT (value))
    {
      g_string_append (source->before, "    JsonObject bizParams = ");
      append_json (source->before, value);
      g_string_append (source->before, ";\n");
      append_tokens (source);
      g_string_append (source->chain, "        .bizParams(bizParams)\n");
      return TRUE;
    }

  return FALSE;
}

static void
append_input (Source     *source,
              JsonObject *input)
{
  g_autoptr (GList) names = json_object_get_members (input);

  for (GList *l = names; l != NULL; l = l->next)
    if (!append_input_member (source, l->data, json_object_get_member (input, l->data)))
      g_ptr_array_add (source->unsent, confab_json_path_join ("/input", l->data, NULL));
}

static void
append_parameters (Source   *source,
                   JsonNode *parameters)
{
  if (json_object_get_size (json_node_get_object (parameters)) == 0)
    return;

  g_string_append (source->before, "    Map<String, Object> parameters = new HashMap<>();\n"
                                   "    for (Map.Entry<String, JsonElement> entry : ");
  append_json (source->before, parameters);
  g_string_append (source->before, ".entrySet()) {\n"
                                   "      parameters.put(entry.getKey(), entry.getValue());\n"
                                   "    }\n");
  g_string_append (source->chain, "        .parameters(parameters)\n");
}

static void
append_headers (Source *source)
{
  const char *workspace = confab_emit_find_header (source->request, "X-DashScope-WorkSpace");
  gboolean any = FALSE;

  if (workspace != NULL)
    append_method (source, "workspace", workspace);

  for (guint i = 0; i < source->request->headers->len; i++)
    {
      const ConfabHeader *header = g_ptr_array_index (source->request->headers, i);

      if (confab_emit_is_own_header (header->name))
        continue;
      if (!any)
        g_string_append (source->before, "    Map<String, Object> headers = new HashMap<>();\n");
      g_string_append (source->before, "    headers.put(");
      append_literal (source->before, header->name);
      g_string_append (source->before, ", ");
      append_literal (source->before, header->value);
      g_string_append (source->before, ");\n");
      any = TRUE;
    }
  if (any)
    g_string_append (source->chain, "        .headers(headers)\n");
}

static void
append_imports (GString  *out,
                gboolean  streams)
{
  static const char * const imports[] = {
    "com.alibaba.dashscope.app.Application",
    "com.alibaba.dashscope.app.ApplicationParam",
    "com.alibaba.dashscope.app.ApplicationResult",
    "com.alibaba.dashscope.common.Message",
    "com.alibaba.dashscope.utils.Constants",
    "com.alibaba.dashscope.utils.JsonUtils",
    "com.google.gson.JsonElement",
    "com.google.gson.JsonObject",
  };

  for (guint i = 0; i < G_N_ELEMENTS (imports); i++)
    g_string_append_printf (out, "import %s;\n", imports[i]);
  if (streams)
    g_string_append (out, "import io.reactivex.Flowable;\n");
  g_string_append (out, "import java.util.ArrayList;\n"
                        "import java.util.Arrays;\n"
                        "import java.util.HashMap;\n"
                        "import java.util.List;\n"
                        "import java.util.Map;\n\n");
}

/**
 * confab_emit_java:
 * @request: a request
 *
 * Returns: (transfer full): a class Main
 */
char *
confab_emit_java (const ConfabRequest *request)
{
  GString *out = g_string_new ("// Needs the environment variable " CONFAB_EMIT_KEY ".\n");
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) chain = g_string_new (NULL);
  g_autoptr (GPtrArray) unsent = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonNode) root = confab_json_parse (request->body, (gssize) request->body_length, NULL);
  JsonObject *body = json_node_get_object (root);
  Source source = { request, before, chain, unsent };
  gboolean streams = request->stream != CONFAB_STREAM_NONE;
  g_autoptr (GList) names = json_object_get_members (body);
  g_autofree char *base_url = NULL;
  g_autofree char *app_id = NULL;

  confab_emit_parse_url (request, &base_url, &app_id);
  append_method (&source, "appId", app_id);
  append_input (&source, confab_json_get_object (body, "input"));
  append_parameters (&source, json_object_get_member (body, "parameters"));
  append_headers (&source);
  for (GList *l = names; l != NULL; l = l->next)
    if (!g_str_equal (l->data, "input") && !g_str_equal (l->data, "parameters") &&
        !g_str_equal (l->data, "debug"))
      g_ptr_array_add (unsent, confab_json_path_join ("", l->data, NULL));

  confab_emit_append_unsent (out, "//", unsent);
  append_imports (out, streams);
  g_string_append (out, "public class Main {\n"
                        "  public static void main(String[] args) throws Exception {\n"
                        "    Constants.baseHttpApiUrl = ");
  append_literal (out, base_url);
  g_string_append_printf (out,
                          ";\n%s"
                          "    ApplicationParam param = ApplicationParam.builder()\n"
                          "        .apiKey(System.getenv(\"" CONFAB_EMIT_KEY "\"))\n"
                          "%s        .build();\n"
                          "    Application application = new Application();\n",
                          before->str, chain->str);
  if (streams)
    g_string_append (out, "    Flowable<ApplicationResult> results = application.streamCall(param);\n"
                          "    results.blockingForEach(result ->\n"
                          "        System.out.println(JsonUtils.toJson(result.getOutput())));\n");
  else
    g_string_append (out, "    ApplicationResult result = application.call(param);\n"
                          "    System.out.println(JsonUtils.toJson(result.getOutput()));\n");
  g_string_append (out, "    System.exit(0);\n"
                        "  }\n"
                        "}\n");

  return g_string_free (out, FALSE);
}
