/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-error.h"
#include "confab-json.h"
#include "confab-options-fields.h"
#include "confab-request.h"

#define BASE "https://dashscope-intl.aliyuncs.com/api/v1"

static ConfabCall *
create_call (const char *prompt,
             const char *options)
{
  ConfabCall *call = confab_call_new (BASE, "YOUR_APP_ID", prompt);
  g_autoptr (GError) error = NULL;

  if (options != NULL)
    {
      confab_options_unref (call->options);
      call->options = confab_options_new_from_json (options, &error);
      g_assert_no_error (error);
    }

  return call;
}

static ConfabRequest *
build (const ConfabCall *call)
{
  g_autoptr (GError) error = NULL;
  ConfabRequest *request = confab_request_build (call, &error);

  g_assert_no_error (error);
  return request;
}

static const char *
get_header (const ConfabRequest *request,
            const char          *name)
{
  for (guint i = 0; i < request->headers->len; i++)
    {
      const ConfabHeader *header = g_ptr_array_index (request->headers, i);

      if (g_ascii_strcasecmp (header->name, name) == 0)
        return header->value;
    }

  return NULL;
}

/* The bodies of the service's own cURL samples, and those of the rest of the protocol. */
static const struct {
  const char *prompt;
  const char *session_id;
  const char *options;
  const char *body;
} bodies[] = {
  /* Single round; the streaming sample has the same body. */
  { "Who are you?", NULL, "{\"stream\":\"none\"}",
    "{\"input\":{\"prompt\":\"Who are you?\"},\"parameters\":{},\"debug\":{}}" },
  { "Who are you?", NULL, "{\"stream\":\"cumulative\"}",
    "{\"input\":{\"prompt\":\"Who are you?\"},\"parameters\":{},\"debug\":{}}" },
  { "Who are you?", NULL, "{\"stream\":\"incremental\"}",
    "{\"input\":{\"prompt\":\"Who are you?\"},\"parameters\":{\"incremental_output\":true},"
    "\"debug\":{}}" },
  { "Who are you?", NULL, NULL,
    "{\"input\":{\"prompt\":\"Who are you?\"},\"parameters\":{\"incremental_output\":true},"
    "\"debug\":{}}" },
  /* Multi-round. */
  { "I want to visit Singapore", NULL, "{\"stream\":\"none\"}",
    "{\"input\":{\"prompt\":\"I want to visit Singapore\"},\"parameters\":{},\"debug\":{}}" },
  { "What are the foods there?", "d380aeb21d4b4b018f1d7ae9f98de404", "{\"stream\":\"none\"}",
    "{\"input\":{\"prompt\":\"What are the foods there?\","
    "\"session_id\":\"d380aeb21d4b4b018f1d7ae9f98de404\"},\"parameters\":{},\"debug\":{}}" },
  /* Workflow inputs, plug-in parameters, knowledge bases. */
  { "Query the administrative divisions of this city", NULL,
    "{\"stream\":\"none\",\"input\":{\"biz_params\":{\"city\":\"Singapore\"}}}",
    "{\"input\":{\"prompt\":\"Query the administrative divisions of this city\","
    "\"biz_params\":{\"city\":\"Singapore\"}},\"parameters\":{},\"debug\":{}}" },
  { "Dormitory convention content", NULL,
    "{\"stream\":\"none\",\"input\":{\"biz_params\":{\"user_defined_params\":{"
    "\"your_plugin_code\":{\"article_index\":2}}}}}",
    "{\"input\":{\"prompt\":\"Dormitory convention content\",\"biz_params\":{"
    "\"user_defined_params\":{\"your_plugin_code\":{\"article_index\":2}}}},"
    "\"parameters\":{},\"debug\":{}}" },
  { "Please recommend a phone under 3000 yuan", NULL,
    "{\"stream\":\"none\",\"parameters\":{\"rag_options\":{\"pipeline_ids\":[\"p\"]},"
    "\"has_thoughts\":true,\"temperature\":0.5}}",
    "{\"input\":{\"prompt\":\"Please recommend a phone under 3000 yuan\"},\"parameters\":{"
    "\"rag_options\":{\"pipeline_ids\":[\"p\"]},\"has_thoughts\":true,\"temperature\":0.5},"
    "\"debug\":{}}" },
  /* Types are kept; what the person gives wins. */
  { "新加坡 \"x\" \\ \n", "", "{\"input\":{\"a\":[1,2.5,null,true,\"s\",{}]},"
    "\"parameters\":{\"incremental_output\":false,\"top_k\":0}}",
    "{\"input\":{\"prompt\":\"新加坡 \\\"x\\\" \\\\ \\n\",\"a\":[1,2.5,null,true,\"s\",{}]},"
    "\"parameters\":{\"incremental_output\":false,\"top_k\":0},\"debug\":{}}" },
  /* The caller's own history: the prompt is its last message, and there is no session. */
  { "And now?", "d380aeb21d4b4b018f1d7ae9f98de404",
    "{\"stream\":\"none\",\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
    "{\"role\":\"assistant\",\"content\":\"Hello\"}]}}",
    "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
    "{\"role\":\"assistant\",\"content\":\"Hello\"},{\"role\":\"user\",\"content\":\"And now?\"}]},"
    "\"parameters\":{},\"debug\":{}}" },
};

static void
test_bodies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (ConfabCall) call = create_call (bodies[i].prompt, bodies[i].options);
      g_autoptr (ConfabRequest) request = NULL;
      g_autofree char *before = confab_options_to_json (call->options);
      g_autofree char *after = NULL;

      call->session_id = g_strdup (bodies[i].session_id);
      request = build (call);
      /* The order of the members is part of it. */
      g_assert_cmpstr (request->body, ==, bodies[i].body);
      g_assert_cmpuint (request->body_length, ==, strlen (bodies[i].body));

      /* Options are one value for many calls: nothing was changed in them. */
      after = confab_options_to_json (call->options);
      g_assert_cmpstr (after, ==, before);
    }
}

static void
test_headers (void)
{
  static const struct {
    const char *options;
    const char *accept;
    const char *sse;
    const char *cache;
  } cases[] = {
    { "{\"stream\":\"incremental\"}", "text/event-stream", "enable", "no-cache" },
    { "{\"stream\":\"cumulative\"}", "text/event-stream", "enable", "no-cache" },
    { "{\"stream\":\"none\"}", "application/json", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabCall) call = create_call ("x", cases[i].options);
      g_autoptr (ConfabRequest) request = build (call);
      g_autoptr (ConfabRequest) with_workspace = NULL;

      g_assert_cmpstr (request->url, ==, BASE "/apps/YOUR_APP_ID/completion");
      g_assert_cmpint (request->stream, ==, confab_options_get_stream (call->options));
      g_assert_cmpstr (get_header (request, "Content-Type"), ==, "application/json");
      g_assert_cmpstr (get_header (request, "Accept"), ==, cases[i].accept);
      g_assert_cmpstr (get_header (request, "X-DashScope-SSE"), ==, cases[i].sse);
      g_assert_cmpstr (get_header (request, "Cache-Control"), ==, cases[i].cache);
      g_assert_null (get_header (request, "X-DashScope-WorkSpace"));
      g_assert_null (get_header (request, "Authorization"));

      call->workspace = g_strdup ("llm-123");
      with_workspace = build (call);
      g_assert_cmpstr (get_header (with_workspace, "X-DashScope-WorkSpace"), ==, "llm-123");
    }
}

/* An App ID is one segment of the path, whatever it holds. */
static void
test_app_id (void)
{
  static const struct {
    const char *app_id;
    const char *segment;
  } cases[] = {
    { "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef" },
    { "a/../b", "a%2F..%2Fb" },
    { "a?b#c", "a%3Fb%23c" },
    { "%2e%2e", "%252e%252e" },
    { "a b", "a%20b" },
    { "fault-429", "fault-429" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabCall) call = confab_call_new (BASE, cases[i].app_id, "x");
      g_autoptr (ConfabRequest) request = build (call);
      g_autofree char *url = g_strdup_printf (BASE "/apps/%s/completion", cases[i].segment);

      g_assert_cmpstr (request->url, ==, url);
    }
}

typedef enum {
  FIELD_BASE_URL,
  FIELD_APP_ID,
  FIELD_SESSION,
  FIELD_WORKSPACE,
  FIELD_PROMPT,
} Field;

static void
test_refused (void)
{
  g_autofree char *long_id = g_strnfill (64 * 1024, 'a');
  const struct {
    Field field;
    const char *value;
    const char *name;
  } cases[] = {
    { FIELD_BASE_URL, "", "Base URL" },
    { FIELD_BASE_URL, "https://a/\r\nX: y", "Base URL" },
    { FIELD_APP_ID, "", "App ID" },
    { FIELD_APP_ID, ".", "App ID" },
    { FIELD_APP_ID, "..", "App ID" },
    { FIELD_APP_ID, "a\nb", "App ID" },
    { FIELD_APP_ID, long_id, "App ID" },
    { FIELD_SESSION, "a\rb", "Session ID" },
    { FIELD_SESSION, long_id, "Session ID" },
    { FIELD_WORKSPACE, "ws\r\nX-Evil: 1", "Workspace" },
    { FIELD_WORKSPACE, "ws\n", "Workspace" },
    { FIELD_WORKSPACE, "wörk", "Workspace" },
    { FIELD_WORKSPACE, "ws\x7f", "Workspace" },
    { FIELD_WORKSPACE, long_id, "Workspace" },
    { FIELD_PROMPT, "\xff", "Prompt" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabCall) call = create_call ("x", NULL);
      g_autoptr (ConfabRequest) request = NULL;
      g_autoptr (GError) error = NULL;
      char **members[] = { &call->base_url, &call->app_id, &call->session_id, &call->workspace,
                           &call->prompt };

      g_free (*members[cases[i].field]);
      *members[cases[i].field] = g_strdup (cases[i].value);
      request = confab_request_build (call, &error);
      g_assert_null (request);
      g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
      g_assert_true (g_str_has_prefix (error->message, cases[i].name));
    }
}

static void
test_tokens (void)
{
  g_autoptr (ConfabCall) call = NULL;
  g_autoptr (ConfabRequest) request = NULL;
  g_autoptr (ConfabSecrets) secrets = confab_secrets_new (g_strdup ("sk-1"));
  g_autoptr (GBytes) filled = NULL;
  g_autoptr (GBytes) nothing = NULL;
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;

  call = create_call ("x", "{\"tokens\":{\"mcp\":\"Authorization\",\"off\":false,\"to/ol\":true},"
                           "\"input\":{\"biz_params\":{\"user_defined_params\":{\"mcp\":{"
                           "\"n\":1}}}}}");
  call->workspace = g_strdup ("ws");
  request = build (call);
  g_assert_cmpstr (request->body, ==,
                   "{\"input\":{\"prompt\":\"x\",\"biz_params\":{\"user_defined_params\":{"
                   "\"mcp\":{\"n\":1,\"Authorization\":\"\"}},\"user_defined_tokens\":{"
                   "\"to/ol\":{\"user_token\":\"\"}}}},"
                   "\"parameters\":{\"incremental_output\":true},\"debug\":{}}");

  text = confab_request_to_json (request);
  g_assert_cmpstr (text, ==,
                   "{\"method\":\"POST\",\"url\":\"" BASE "/apps/YOUR_APP_ID/completion\","
                   "\"headers\":{\"Authorization\":\"Bearer ***\","
                   "\"Content-Type\":\"application/json\",\"Accept\":\"text/event-stream\","
                   "\"X-DashScope-SSE\":\"enable\",\"X-Accel-Buffering\":\"no\","
                   "\"Cache-Control\":\"no-cache\",\"X-DashScope-WorkSpace\":\"ws\"},"
                   "\"body\":{\"input\":{\"prompt\":\"x\",\"biz_params\":{"
                   "\"user_defined_params\":{\"mcp\":{\"n\":1,\"Authorization\":\"***\"}},"
                   "\"user_defined_tokens\":{\"to/ol\":{\"user_token\":\"***\"}}}},"
                   "\"parameters\":{\"incremental_output\":true},\"debug\":{}}}");

  confab_secrets_take_token (secrets, "to/ol", g_strdup ("se\"cret\\-1 é"));
  confab_secrets_take_token (secrets, "mcp", g_strdup ("Bearer 2"));
  filled = confab_request_fill (request, secrets);
  body = g_strndup (g_bytes_get_data (filled, NULL), g_bytes_get_size (filled));
  g_assert_cmpstr (body, ==,
                   "{\"input\":{\"prompt\":\"x\",\"biz_params\":{\"user_defined_params\":{"
                   "\"mcp\":{\"n\":1,\"Authorization\":\"Bearer 2\"}},\"user_defined_tokens\":{"
                   "\"to/ol\":{\"user_token\":\"se\\\"cret\\\\-1 é\"}}}},"
                   "\"parameters\":{\"incremental_output\":true},\"debug\":{}}");
  g_assert_null (strstr (request->body, "cret"));

  nothing = confab_request_fill (request, NULL);
  g_assert_cmpmem (g_bytes_get_data (nothing, NULL), g_bytes_get_size (nothing), request->body,
                   request->body_length);
}

/* A token and a value in the same place: one of them would be lost. */
static void
test_token_collision (void)
{
  g_autoptr (ConfabCall) call = create_call ("x", "{\"tokens\":{\"p\":\"n\"},\"input\":{"
                                                  "\"biz_params\":{\"user_defined_params\":{"
                                                  "\"p\":{\"n\":1}}}}}");
  g_autoptr (GError) error = NULL;

  g_assert_null (confab_request_build (call, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
  g_assert_true (g_str_has_prefix (error->message, "/input/biz_params/user_defined_params/p/n:"));
}

/* What somebody has put elsewhere under these names is not shown either. */
static void
test_redaction (void)
{
  g_autoptr (ConfabCall) call = create_call ("x", "{\"body\":{\"authorization\":\"secret-1\","
                                                  "\"a\":[{\"user_token\":\"secret-2\"}]}}");
  g_autoptr (ConfabRequest) request = build (call);
  g_autofree char *text = confab_request_to_json (request);

  g_assert_nonnull (strstr (request->body, "secret-1"));
  g_assert_null (strstr (text, "secret-"));
}

static void
test_kinds (void)
{
  static const struct {
    ConfabAppKind kind;
    gboolean keeps;
  } kinds[] = {
    { CONFAB_KIND_AGENT, TRUE },           { CONFAB_KIND_AGENT_2, TRUE },
    { CONFAB_KIND_WORKFLOW, FALSE },       { CONFAB_KIND_DIALOG_WORKFLOW, TRUE },
    { CONFAB_KIND_ORCHESTRATION, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ConfabCall) call = create_call ("x", "{}");
      g_autoptr (ConfabRequest) request = NULL;

      call->kind = kinds[i].kind;
      call->session_id = g_strdup ("d380aeb21d4b4b018f1d7ae9f98de404");
      request = build (call);
      g_assert_true ((strstr (request->body, "session_id") != NULL) == kinds[i].keeps);
    }
}

static void
test_own_headers (void)
{
  g_autoptr (ConfabCall) call =
    create_call ("x", "{\"headers\":{\"X-DashScope-DataInspection\":\"{\\\"input\\\":\\\"cip\\\"}\"},"
                      "\"input\":{\"image_list\":[\"OSS://bucket/a.png\"]},"
                      "\"body\":{\"model\":\"\"},\"debug\":[]}");
  g_autoptr (ConfabRequest) request = build (call);

  g_assert_cmpstr (get_header (request, "X-DashScope-DataInspection"), ==, "{\"input\":\"cip\"}");
  g_assert_cmpstr (get_header (request, "X-DashScope-OssResourceResolve"), ==, "enable");
  g_assert_cmpstr (get_header (request, "X-Accel-Buffering"), ==, "no");
  g_assert_true (g_str_has_suffix (request->body, "\"debug\":[],\"model\":\"\"}"));
}

/* What is kept of a request gives back the options it was built of: another one is the same. */
static void
check_record (ConfabCall *call)
{
  g_autoptr (ConfabRequest) request = build (call);
  g_autofree char *record = confab_request_to_record (request, call);
  g_autofree char *shown = confab_request_to_json (request);
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (ConfabRequest) again = NULL;
  g_autoptr (JsonNode) first = NULL;
  g_autoptr (JsonNode) second = NULL;
  g_autofree char *shown_again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (confab_request_read_record (record, call->prompt, &options, &error));
  g_assert_no_error (error);
  g_assert_nonnull (options);
  g_assert_null (strstr (record, "sk-"));

  confab_options_unref (call->options);
  call->options = g_steal_pointer (&options);
  again = build (call);
  shown_again = confab_request_to_json (again);
  first = confab_json_parse (shown, -1, NULL);
  second = confab_json_parse (shown_again, -1, NULL);
  g_test_message ("%s", shown_again);
  g_assert_true (json_node_equal (first, second));
  g_assert_cmpuint (again->tokens->len, ==, request->tokens->len);
  for (guint i = 0; i < again->tokens->len; i++)
    {
      const ConfabTokenSlot *slot = g_ptr_array_index (again->tokens, i);
      const ConfabTokenSlot *old = g_ptr_array_index (request->tokens, i);

      g_assert_cmpstr (slot->code, ==, old->code);
      g_assert_cmpstr (slot->path, ==, old->path);
    }
}

static void
test_record (void)
{
  static const char * const others[] = {
    "{\"tokens\":{\"a/b\":true,\"mcp\":\"Authorization\",\"off\":false},\"input\":{\"biz_params\":{"
    "\"user_defined_params\":{\"a/b\":{\"article_index\":2,\"star\":\"***\"}}}}}",
    "{\"stream\":\"cumulative\",\"parameters\":{\"incremental_output\":false,\"seed\":7}}",
    "{\"stream\":\"none\",\"parameters\":{\"incremental_output\":true},\"debug\":{\"a\":1}}",
    "{\"headers\":{\"X-DashScope-DataInspection\":\"disable\"},\"body\":{\"later\":[1.0,1,null]}}",
    "{\"input\":{\"image_list\":[\"oss://a/b\"]}}",
  };
  g_autoptr (ConfabCall) with_history = create_call ("And then?", "{\"parameters\":{\"seed\":1}}");
  g_autoptr (JsonNode) history = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (ConfabCall) call = create_call (bodies[i].prompt, bodies[i].options);

      call->session_id = g_strdup (bodies[i].session_id);
      check_record (call);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (ConfabCall) call = create_call ("Which article?", others[i]);

      check_record (call);
    }

  /* The session's messages are the call's, and not options. */
  history = confab_json_parse ("[{\"role\":\"user\",\"content\":\"One\"}]", -1, NULL);
  with_history->history = json_node_dup_array (history);
  check_record (with_history);
  g_assert_false (confab_options_is_set (with_history->options, CONFAB_FIELD_MESSAGES));
}

static void
test_record_without_options (void)
{
  g_autoptr (ConfabCall) call = create_call ("Hello", NULL);
  g_autoptr (ConfabCall) secret = NULL;
  g_autoptr (ConfabRequest) request = build (call);
  g_autofree char *shown = confab_request_to_json (request);
  g_autofree char *record = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GError) error = NULL;

  /* It says nothing of its own. */
  g_assert_true (confab_request_read_record (shown, "Hello", &options, &error));
  g_assert_null (options);
  g_assert_true (confab_request_read_record (NULL, "Hello", &options, &error));
  g_assert_null (options);
  g_assert_true (confab_request_read_record ("no JSON", "Hello", &options, &error));
  g_assert_null (options);
  g_assert_no_error (error);

  g_assert_false (confab_request_read_record ("{\"own\":{},\"body\":1}", "Hello", &options, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_OTHER);
  g_clear_error (&error);
  g_assert_false (confab_request_read_record ("{\"own\":{\"tokens\":{\"a\":1}},\"headers\":{},"
                                              "\"body\":{\"input\":{},\"parameters\":{}}}",
                                              "Hello", &options, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  /* A secret that stood among the options itself is gone: three stars are no secret. */
  secret = create_call ("Hello", "{\"input\":{\"biz_params\":{\"user_token\":\"sk-lost\"}}}");
  g_clear_pointer (&request, confab_request_free);
  request = build (secret);
  record = confab_request_to_record (request, secret);
  g_assert_null (strstr (record, "sk-lost"));
  g_assert_false (confab_request_read_record (record, "Hello", &options, &error));
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_OTHER);
  g_assert_null (options);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request/bodies", test_bodies);
  g_test_add_func ("/request/headers", test_headers);
  g_test_add_func ("/request/app-id", test_app_id);
  g_test_add_func ("/request/refused", test_refused);
  g_test_add_func ("/request/tokens", test_tokens);
  g_test_add_func ("/request/token-collision", test_token_collision);
  g_test_add_func ("/request/redaction", test_redaction);
  g_test_add_func ("/request/kinds", test_kinds);
  g_test_add_func ("/request/own-headers", test_own_headers);
  g_test_add_func ("/request/record", test_record);
  g_test_add_func ("/request/record-without-options", test_record_without_options);

  return g_test_run ();
}
