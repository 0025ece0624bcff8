/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which requests the demo service takes, which it refuses, and what it writes down of them. */

#include "config.h"

#include <string.h>

#include "confab-json.h"

#include "demo-call.h"

static void
check_code (DemoReply  *reply,
            guint       status,
            const char *code,
            const char *message)
{
  g_autofree char *type = demo_reply_header (reply, "content-type");

  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpint (reply->end, ==, DEMO_END_COMPLETE);
  g_assert_cmpstr (type, ==, "application/json");
  g_assert_nonnull (reply->json);
  g_assert_cmpstr (confab_json_get_string (reply->json, "code"), ==, code);
  g_assert_cmpstr (confab_json_get_string (reply->json, "message"), ==, message);
  g_assert_true (g_uuid_string_is_valid (confab_json_get_string (reply->json, "request_id")));
}

/* Either header is enough, and a debug or a model of whatever kind does not disturb. */
static void
test_what_clients_send (DemoFixture   *fixture,
                        gconstpointer  unused)
{
  static const struct {
    const char *headers;
    gboolean is_stream;
    const char *body;
  } cases[] = {
    { NULL, FALSE, "{\"input\":{\"prompt\":\"hi\"}}" },
    { NULL, FALSE, "{\"input\":{\"prompt\":\"hi\"},\"debug\":[]}" },
    { NULL, FALSE, "{\"input\":{\"prompt\":\"hi\"},\"parameters\":null,\"debug\":7}" },
    { NULL, FALSE, "{\"model\":\"\",\"input\":{\"prompt\":\"hi\",\"history\":[],\"x\":{}},"
                   "\"parameters\":{\"workspace\":null,\"stream\":true,\"y\":[1]},\"app_id\":\"z\"}" },
    { "X-DashScope-SSE: disable\r\n", FALSE, "{\"input\":{\"prompt\":\"hi\"}}" },
    { "Accept: application/json\r\n", FALSE, "{\"input\":{\"prompt\":\"hi\"}}" },
    { "X-DashScope-SSE: enable\r\n", TRUE, "{\"input\":{\"prompt\":\"hi\"}}" },
    { "Accept: text/event-stream\r\n", TRUE, "{\"input\":{\"prompt\":\"hi\"}}" },
    { "accept: text/event-stream; charset=utf-8\r\nX-DashScope-WorkSpace: w\r\n"
      "X-DashScope-DataInspection: enable\r\n", TRUE, "{\"input\":{\"prompt\":\"hi\"}}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DemoCall call = { .headers = cases[i].headers, .body = cases[i].body };
      g_autoptr (DemoReply) reply = demo_call (fixture->service, &call);
      g_autoptr (JsonObject) last = NULL;

      g_test_message ("%s", cases[i].body);
      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpint (reply->json == NULL, ==, cases[i].is_stream);
      last = demo_reply_last (reply);
      g_assert_cmpstr (demo_output (last, "finish_reason"), ==, "stop");
    }

  {
    const DemoCall call = { .headers = "Content-Type: application/json; charset=utf-8\r\n",
                            .without_type = TRUE, .body = "{\"input\":{\"prompt\":\"hi\"}}" };
    g_autoptr (DemoReply) reply = demo_call (fixture->service, &call);

    g_assert_cmpuint (reply->status, ==, 200);
  }
}

/* What the gateway refuses is an HTTP error, also when a stream was asked for. */
static void
test_gateway_refuses (DemoFixture   *fixture,
                      gconstpointer  unused)
{
  const char *const good = "{\"input\":{\"prompt\":\"hi\"}}";
  const struct {
    DemoCall call;
    guint status;
    const char *code;
    const char *message;
  } cases[] = {
    { { .key = "", .body = good }, 401, "InvalidApiKey", "Invalid API-key provided." },
    { { .key = "sk-wrong", .body = good }, 401, "InvalidApiKey", "Invalid API-key provided." },
    { { .key = "sk-righ", .body = good }, 401, "InvalidApiKey", "Invalid API-key provided." },
    { { .key = "sk-rightt", .body = good }, 401, "InvalidApiKey", "Invalid API-key provided." },
    { { .method = "GET" }, 400, "InvalidParameter", "Request method 'GET' is not supported." },
    { { .method = "PUT", .body = good }, 400, "InvalidParameter",
      "Request method 'PUT' is not supported." },
    { { .path = "/", .body = good }, 404, "NotFound", "Not found." },
    { { .path = "/api/v1/apps/completion", .body = good }, 404, "NotFound", "Not found." },
    { { .path = "/api/v2/apps/assistant/completion", .body = good }, 404, "NotFound", "Not found." },
    { { .path = "/api/v1/apps/a/b/completion", .body = good }, 404, "NotFound", "Not found." },
    { { .headers = "X-DashScope-Async: enable\r\n", .body = good }, 403, "AccessDenied",
      "Current user api does not support asynchronous calls." },
    { { .without_type = TRUE, .body = good }, 400, "BadRequest.IllegalInput",
      "The input parameter requires json format." },
    { { .without_type = TRUE, .headers = "Content-Type: text/plain\r\n", .body = good }, 400,
      "BadRequest.IllegalInput", "The input parameter requires json format." },
    { { .body = "{\"input\":" }, 400, "BadRequest.IllegalInput",
      "The input parameter requires json format." },
    { { .body = "" }, 400, "BadRequest.IllegalInput", "The input parameter requires json format." },
    { { .body = "[1]" }, 400, "BadRequest.IllegalInput",
      "The input parameter requires json format." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint is_stream = 0; is_stream < 2; is_stream++)
        {
          DemoCall call = cases[i].call;
          g_autoptr (DemoReply) reply = NULL;

          call.is_stream = is_stream;
          reply = demo_call (fixture->service, &call);
          check_code (reply, cases[i].status, cases[i].code, cases[i].message);
        }
    }
}

/* What the application refuses is an HTTP error too, or one frame when a stream was asked for. */
static void
test_application_refuses (DemoFixture   *fixture,
                          gconstpointer  unused)
{
#define INPUT(members) "{\"input\":{\"prompt\":\"a\"," members "}}"
#define PARAMETERS(parameters) "{\"input\":{\"prompt\":\"a\"},\"parameters\":" parameters "}"
#define RAG(options) PARAMETERS ("{\"rag_options\":" options "}")
#define INVALID(name) "Required parameter(" name ") missing or invalid, please check the request " \
                      "parameters."
  static const struct {
    const char *app;
    const char *body;
    guint status;
    const char *code;
    const char *message;
  } cases[] = {
    { "nobody", "{\"input\":{\"prompt\":\"hi\"}}", 400, "InvalidParameter", INVALID ("AppId") },
    { "fault-", "{\"input\":{\"prompt\":\"hi\"}}", 400, "InvalidParameter", INVALID ("AppId") },
    { "fault-..%2Fguide", "{\"input\":{\"prompt\":\"hi\"}}", 400, "InvalidParameter",
      INVALID ("AppId") },
    { "%00", "{\"input\":{\"prompt\":\"hi\"}}", 400, "InvalidParameter", INVALID ("AppId") },
    { NULL, "{}", 400, "BadRequest.EmptyInput", "Required input parameter missing from request." },
    { NULL, "{\"input\":7}", 400, "BadRequest.EmptyInput",
      "Required input parameter missing from request." },
    { NULL, "{\"input\":{}}", 400, "InvalidParameter",
      "Either \"prompt\" or \"messages\" must exist and cannot both be none" },
    { NULL, "{\"input\":{\"prompt\":\"\",\"messages\":[]}}", 400, "InvalidParameter",
      "Either \"prompt\" or \"messages\" must exist and cannot both be none" },
    { NULL, "{\"input\":{\"prompt\":7}}", 400, "InvalidParameter",
      "Either \"prompt\" or \"messages\" must exist and cannot both be none" },
    { NULL, "{\"input\":{\"messages\":[{\"role\":\"system\",\"content\":\"a\"}]}}", 400,
      "InvalidParameter", "The input messages do not contain elements with the role of user." },
    { NULL, "{\"input\":{\"messages\":[\"a\"]}}", 400, "InvalidParameter", INVALID ("messages") },
    { NULL, "{\"input\":{\"messages\":[{\"role\":\"dog\",\"content\":\"a\"}]}}", 500,
      "InternalError.Algo", "Role must be in [user, assistant]" },
    { NULL, "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
            "{\"role\":\"assistant\",\"content\":\"a\"}]}}", 500, "InternalError.Algo",
      "list index out of range" },
    { NULL, "{\"input\":{\"prompt\":\"a\"},\"parameters\":{\"rag_options\":"
            "{\"pipeline_ids\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]}}}", 400, "InvalidParameter",
      "The size of pipeline_ids should not exceed 5." },
    { NULL, "{\"input\":{\"prompt\":\"a\"},\"parameters\":{\"rag_options\":"
            "{\"file_ids\":[\"1\"]}}}", 400, "InvalidParameter", INVALID ("pipeline_ids") },
    { NULL, "{\"input\":{\"prompt\":\"a\"},\"parameters\":{\"rag_options\":"
            "{\"pipeline_ids\":[1]}}}", 400, "InvalidParameter", INVALID ("pipeline_ids") },
    { NULL, RAG ("{\"session_file_ids\":[\"file_1\"]}"), 400, "InvalidParameter",
      INVALID ("session_file_ids") },
    { NULL, RAG ("{\"pipeline_ids\":[\"1\"],\"file_ids\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]}"), 400,
      "InvalidParameter", "The size of file_ids should not exceed 5." },
    { NULL, RAG ("{\"session_file_ids\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]}"),
      400, "InvalidParameter", "The size of session_file_ids should not exceed 10." },
    { NULL, RAG ("{\"metadata_filter\":{\"a\":\"b\"}}"), 400, "InvalidParameter",
      INVALID ("pipeline_ids") },
    { NULL, RAG ("{\"structured_filter\":{\"a\":null}}"), 400, "InvalidParameter",
      INVALID ("structured_filter") },
    { NULL, RAG ("{\"structured_filter\":[1]}"), 400, "InvalidParameter",
      INVALID ("structured_filter") },
    { NULL, RAG ("[]"), 400, "InvalidParameter", INVALID ("rag_options") },
    { NULL, PARAMETERS ("{\"flow_stream_mode\":\"dance\"}"), 400, "InvalidParameter",
      INVALID ("flow_stream_mode") },
    { NULL, PARAMETERS ("{\"temperature\":2}"), 400, "InvalidParameter",
      "Temperature should be in [0.0, 2.0)" },
    { NULL, PARAMETERS ("{\"top_p\":0}"), 400, "InvalidParameter",
      "Range of top_p should be (0.0, 1.0]" },
    { NULL, PARAMETERS ("{\"top_k\":-1}"), 400, "InvalidParameter",
      "Parameter top_k be greater than or equal to 0" },
    { NULL, PARAMETERS ("{\"seed\":-1}"), 400, "InvalidParameter",
      "Range of seed should be [0, 9223372036854775807]" },
    { NULL, INPUT ("\"image_list\":[\"ftp://a\"]"), 400, "InvalidURL",
      "Invalid URL provided in your request." },
    { NULL, INPUT ("\"file_list\":\"https://a\""), 400, "InvalidParameter", INVALID ("file_list") },
    { NULL, INPUT ("\"memory_id\":7"), 400, "InvalidParameter", INVALID ("memory_id") },
    { NULL, INPUT ("\"biz_params\":[]"), 400, "InvalidParameter", INVALID ("biz_params") },
    { NULL, INPUT ("\"biz_params\":{\"user_defined_params\":{\"a\":1}}"), 400, "InvalidParameter",
      INVALID ("user_defined_params") },
    { NULL, INPUT ("\"biz_params\":{\"user_prompt_params\":{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,"
                   "\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"10\":1,\"11\":1}}"), 400, "InvalidParameter",
      "The size of user_prompt_params should not exceed 10." },
    { NULL, INPUT ("\"history\":[{\"bot\":\"a\"}]"), 400, "InvalidParameter", INVALID ("history") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DemoCall call = { .app = cases[i].app, .body = cases[i].body };
      g_autoptr (DemoReply) plain = demo_call (fixture->service, &call);
      g_autoptr (DemoReply) stream = NULL;
      g_autofree char *request_id = NULL;
      g_autofree char *finished = NULL;
      g_autofree char *escaped = NULL;
      g_autofree char *frame = NULL;

      g_test_message ("%s %s", cases[i].app, cases[i].body);
      check_code (plain, cases[i].status, cases[i].code, cases[i].message);

      call.is_stream = TRUE;
      stream = demo_call (fixture->service, &call);
      request_id = demo_reply_header (stream, "x-request-id");
      finished = demo_reply_header (stream, "x-dashscope-finished");
      escaped = g_strescape (cases[i].message, NULL);
      frame = g_strdup_printf ("id:1\nevent:error\n:HTTP_STATUS/%u\n"
                               "data:{\"code\":\"%s\",\"message\":\"%s\",\"request_id\":\"%s\"}\n\n",
                               cases[i].status, cases[i].code, escaped, request_id);
      g_assert_cmpuint (stream->status, ==, 200);
      g_assert_cmpint (stream->end, ==, DEMO_END_COMPLETE);
      g_assert_cmpstr (finished, ==, "true");
      g_assert_cmpstr (stream->body->str, ==, frame);
    }
}

static void
test_too_large (DemoFixture   *fixture,
                gconstpointer  unused)
{
  g_autoptr (GString) body = g_string_new ("{\"input\":{\"prompt\":\"");
  DemoCall call = { 0 };
  g_autoptr (DemoReply) reply = NULL;
  gsize start = body->len;

  g_string_set_size (body, 17 * 1024 * 1024);
  memset (body->str + start, 'a', body->len - start);
  g_string_append (body, "\"}}");
  call.body = body->str;
  reply = demo_call (fixture->service, &call);
  check_code (reply, 413, "BadRequest.TooLarge", "Payload Too Large");
}

static void
test_counts_requests (DemoFixture   *fixture,
                      gconstpointer  unused)
{
  const DemoCall wrong = { .key = "sk-wrong", .body = "{}" };
  const DemoCall lost = { .key = "sk-wrong", .path = "/", .body = "{}" };
  const DemoCall right = { .body = "{}" };
  g_autoptr (DemoReply) refused = demo_call (fixture->service, &wrong);
  g_autoptr (DemoReply) not_found = demo_call (fixture->service, &lost);
  g_autoptr (DemoReply) taken = NULL;

  g_assert_cmpuint (not_found->status, ==, 404);
  g_assert_cmpuint (refused->status, ==, 401);
  g_assert_cmpuint (confab_demo_service_get_n_requests (fixture->service), ==, 0);
  taken = demo_call (fixture->service, &right);
  g_assert_cmpuint (taken->status, ==, 400);
  g_assert_cmpuint (confab_demo_service_get_n_requests (fixture->service), ==, 1);
}

static void
note_line (const char *line,
           gpointer    user_data)
{
  GAsyncQueue *lines = user_data;

  g_async_queue_push (lines, g_strdup (line));
}

static void
test_log (void)
{
  g_autoptr (ConfabDemoService) service = confab_demo_service_new ();
  g_autoptr (GAsyncQueue) lines = g_async_queue_new_full (g_free);
  g_autofree char *line = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *record;
  const DemoCall call = { .key = "sk-secret",
                          .path = "/api/v1/apps/assistant/completion?token=sk-secret",
                          .body = "{}" };
  g_autoptr (DemoReply) reply = NULL;

  confab_demo_service_set_log (service, note_line, lines);
  confab_demo_service_start (service, 0, "sk-right", NULL);
  reply = demo_call (service, &call);
  confab_demo_service_stop (service);

  line = g_async_queue_try_pop (lines);
  node = confab_json_parse (line, -1, NULL);
  record = json_node_get_object (node);
  g_assert_cmpstr (confab_json_get_string (record, "method"), ==, "POST");
  g_assert_cmpstr (confab_json_get_string (record, "path"), ==, "/api/v1/apps/assistant/completion");
  g_assert_cmpstr (confab_json_get_string (record, "code"), ==, "InvalidApiKey");
  g_assert_null (strstr (line, "sk-secret"));
}

/* What the two official SDKs really send (their own sources, run here): an empty model, the workspace
 * and the stream among the parameters, members that are null, booleans for what was not set. */
static void
test_sdk_bodies (DemoFixture   *fixture,
                 gconstpointer  unused)
{
  static const struct {
    const char *app;
    gboolean is_stream;
    const char *body;
    const char *words;
  } cases[] = {
    { "assistant", FALSE,
      "{\"model\":\"\",\"parameters\":{\"workspace\":null},\"input\":{\"prompt\":\"Who are you?\"}}",
      "demo assistant" },
    { "assistant", TRUE,
      "{\"model\":\"\",\"parameters\":{\"workspace\":\"ws\",\"stream\":true,\"incremental_output\":true,"
      "\"has_thoughts\":true},\"input\":{\"prompt\":\"Who are you?\"}}",
      "demo assistant" },
    { "assistant", TRUE,
      "{\"model\":\"\",\"parameters\":{\"workspace\":null,\"stream\":true,\"incremental_output\":true},"
      "\"input\":{\"history\":[{\"user\":\"I want to visit Singapore\",\"bot\":\"Good\"}],"
      "\"prompt\":\"What are the foods there?\"}}",
      "Laksa" },
    { "dormitory-auth", FALSE,
      "{\"model\":\"\",\"parameters\":{\"workspace\":null,\"stream\":false},\"input\":"
      "{\"prompt\":\"Dormitory convention content\",\"biz_params\":{\"user_defined_params\":{\"dormitory\":"
      "{\"article_index\":2}},\"user_defined_tokens\":{\"dormitory\":{\"user_token\":\"demo-token\"}}}}}",
      "help each other" },
    { "cities", FALSE,
      "{\"input\":{\"prompt\":\"Query the administrative divisions of this city\",\"biz_params\":"
      "{\"city\":\"Singapore\"}},\"parameters\":{\"has_thoughts\":false,\"incremental_output\":false},"
      "\"debug\":[]}",
      "Central Region" },
    { "cities", TRUE,
      "{\"app_id\":\"cities\",\"input\":{\"prompt\":\"Query\",\"biz_params\":{\"city\":\"Hangzhou\"}},"
      "\"parameters\":{\"flow_stream_mode\":\"AGENT_FORMAT\",\"incremental_output\":true},\"debug\":null}",
      "Xihu" },
    { "phones", TRUE,
      "{\"model\":\"\",\"parameters\":{\"workspace\":null,\"stream\":true,\"incremental_output\":true,"
      "\"rag_options\":{\"pipeline_ids\":[\"kb_phones\"],\"file_ids\":[],\"tags\":null,"
      "\"metadata_filter\":{},\"structured_filter\":null,\"session_file_ids\":[]}},"
      "\"input\":{\"prompt\":\"Tell me about the Tern T6\"}}",
      "long days" },
  };
  static const char user_agent[] =
    "User-Agent: dashscope/1.26.2; python/3.11.2; platform/Linux; processor/; "
    "incremental_to_full/0\r\nAccept: text/event-stream\r\nX-Accel-Buffering: no\r\n"
    "Cache-Control: no-cache\r\n";

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DemoCall call = { .app = cases[i].app, .is_stream = cases[i].is_stream,
                              .headers = cases[i].is_stream ? user_agent : NULL,
                              .body = cases[i].body };
      g_autoptr (DemoReply) reply = demo_call (fixture->service, &call);
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].body);
      g_assert_cmpuint (reply->status, ==, 200);
      text = demo_reply_text (reply, TRUE);
      g_assert_nonnull (strstr (text, cases[i].words));
    }
}

/* How many of the earlier rounds count. */
static void
test_dialog_round (DemoFixture   *fixture,
                   gconstpointer  unused)
{
  g_autoptr (DemoReply) first = demo_ask (fixture->service, "assistant", FALSE, "First question",
                                          NULL, NULL);
  const char *session_id = demo_output (first->json, "session_id");
  g_autoptr (DemoReply) second = demo_ask (fixture->service, "assistant", FALSE, "Second question",
                                           session_id, NULL);
  g_autoptr (DemoReply) last = demo_ask (fixture->service, "assistant", FALSE,
                                         "What did I ask before?", session_id,
                                         "{\"dialog_round\":1}");
  g_autoptr (DemoReply) all = demo_ask (fixture->service, "assistant", FALSE,
                                        "What did I ask before?", session_id, NULL);

  g_assert_null (strstr (demo_output (last->json, "text"), "First question"));
  g_assert_nonnull (strstr (demo_output (last->json, "text"), "Second question"));
  g_assert_nonnull (strstr (demo_output (all->json, "text"), "First question"));
}

/* A prefix of the path is the business of whoever stands in front. */
static void
test_path_prefix (DemoFixture   *fixture,
                  gconstpointer  unused)
{
  const DemoCall call = { .path = "/proxy/x/api/v1/apps/assistant/completion",
                          .body = "{\"input\":{\"prompt\":\"hi\"}}" };
  g_autoptr (DemoReply) reply = demo_call (fixture->service, &call);

  g_assert_cmpuint (reply->status, ==, 200);
}

/* The last requests with their exact types; no key and no token. */
static void
test_requests (DemoFixture   *fixture,
               gconstpointer  unused)
{
  const DemoCall call = {
    .app = "dormitory", .headers = "X-DashScope-WorkSpace: ws-1\r\nCookie: sk-cookie\r\n",
    .body = "{\"input\":{\"prompt\":\"a\",\"biz_params\":{\"user_defined_params\":{\"dormitory\":"
            "{\"article_index\":2,\"x\":2.0,\"y\":\"2\",\"z\":[true,null]},\"mcp\":{\"Authorization\":"
            "\"sk-mcp\"}},\"user_defined_tokens\":{\"dormitory\":{\"user_token\":\"sk-token\"}}}}}",
  };
  g_autoptr (DemoReply) reply = demo_call (fixture->service, &call);
  g_auto (GStrv) lines = confab_demo_service_dup_requests (fixture->service);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *record;
  g_autofree char *body = NULL;

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (g_strv_length (lines), ==, 1);
  g_assert_null (strstr (lines[0], "sk-"));
  node = confab_json_parse (lines[0], -1, NULL);
  record = json_node_get_object (node);
  g_assert_cmpstr (confab_json_get_string (confab_json_get_object (record, "headers"),
                                           "X-DashScope-WorkSpace"), ==, "ws-1");
  body = confab_json_to_text (json_object_get_member (record, "body"));
  g_assert_cmpstr (body, ==,
                   "{\"input\":{\"prompt\":\"a\",\"biz_params\":{\"user_defined_params\":{\"dormitory\":"
                   "{\"article_index\":2,\"x\":2.0,\"y\":\"2\",\"z\":[true,null]},\"mcp\":"
                   "{\"Authorization\":\"***\"}},\"user_defined_tokens\":{\"dormitory\":"
                   "{\"user_token\":\"***\"}}}}}");

  for (guint i = 0; i < 70; i++)
    {
      g_autoptr (DemoReply) other = demo_ask (fixture->service, "nobody", FALSE, "a", NULL, NULL);
    }
  g_clear_pointer (&lines, g_strfreev);
  lines = confab_demo_service_dup_requests (fixture->service);
  g_assert_cmpuint (g_strv_length (lines), ==, 64);
}

/* An hour without use, and a session is another one. */
static void
test_session_expires (DemoFixture   *fixture,
                      gconstpointer  unused)
{
  g_autoptr (DemoReply) first = demo_ask (fixture->service, "assistant", FALSE, "hi", NULL, NULL);
  const char *session_id = demo_output (first->json, "session_id");
  g_autoptr (DemoReply) alive = NULL;
  g_autoptr (DemoReply) gone = NULL;

  confab_demo_service_age_sessions (fixture->service, 3000);
  alive = demo_ask (fixture->service, "assistant", FALSE, "hi", session_id, NULL);
  g_assert_cmpstr (demo_output (alive->json, "session_id"), ==, session_id);
  confab_demo_service_age_sessions (fixture->service, 3601);
  gone = demo_ask (fixture->service, "assistant", FALSE, "hi", session_id, NULL);
  g_assert_cmpstr (demo_output (gone->json, "session_id"), !=, session_id);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/demo/requests/" path, DemoFixture, NULL, demo_fixture_set_up, function,            \
              demo_fixture_tear_down)
  ADD ("what-clients-send", test_what_clients_send);
  ADD ("sdk-bodies", test_sdk_bodies);
  ADD ("gateway-refuses", test_gateway_refuses);
  ADD ("application-refuses", test_application_refuses);
  ADD ("too-large", test_too_large);
  ADD ("counts-requests", test_counts_requests);
  ADD ("dialog-round", test_dialog_round);
  ADD ("path-prefix", test_path_prefix);
  ADD ("requests", test_requests);
  ADD ("session-expires", test_session_expires);
#undef ADD
  g_test_add_func ("/demo/requests/log", test_log);

  return g_test_run ();
}
