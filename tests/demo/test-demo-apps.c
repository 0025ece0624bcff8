/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's applications besides the assistant: plug-in, workflow, knowledge bases. */

#include "config.h"

#include <string.h>

#include "confab-json.h"

#include "demo-call.h"

#define DORMITORY(params)                                                                          \
  "{\"input\":{\"prompt\":\"Dormitory convention content\",\"biz_params\":" params "},"            \
  "\"parameters\":{\"has_thoughts\":true},\"debug\":{}}"
#define ARTICLE(value) "{\"user_defined_params\":{\"dormitory\":{\"article_index\":" value "}}}"
#define WITH_TOKEN(value)                                                                          \
  "{\"user_defined_params\":{\"dormitory\":{\"article_index\":2}},"                                \
  "\"user_defined_tokens\":{\"dormitory\":{\"user_token\":\"" value "\"}}}"

static DemoReply *
call (DemoFixture *fixture,
      const char  *app,
      const char  *body,
      gboolean     is_stream)
{
  const DemoCall request = { .app = app, .body = body, .is_stream = is_stream };

  return demo_call (fixture->service, &request);
}

static JsonObject *
get_thought (JsonObject *payload,
             guint       nth)
{
  JsonArray *thoughts = confab_json_get_array (confab_json_get_object (payload, "output"),
                                               "thoughts");

  g_assert_nonnull (thoughts);
  g_assert_cmpuint (json_array_get_length (thoughts), >, nth);

  return json_array_get_object_element (thoughts, nth);
}

static void
check_plugin_failed (DemoReply *reply)
{
  g_assert_cmpuint (reply->status, ==, 500);
  g_assert_cmpstr (confab_json_get_string (reply->json, "code"), ==, "InvokePluginFailed");
  g_assert_cmpstr (confab_json_get_string (reply->json, "message"), ==,
                   "Failed to proceed application request.");
}

/* Each article another one; a number and its text are the same. */
static void
test_dormitory (DemoFixture   *fixture,
                gconstpointer  unused)
{
  g_autoptr (DemoReply) first = call (fixture, "dormitory", DORMITORY (ARTICLE ("1")), FALSE);
  g_autoptr (DemoReply) second = call (fixture, "dormitory", DORMITORY (ARTICLE ("2")), FALSE);
  g_autoptr (DemoReply) text = call (fixture, "dormitory", DORMITORY (ARTICLE ("\"2\"")), FALSE);
  g_autoptr (DemoReply) none = call (fixture, "dormitory", DORMITORY (ARTICLE ("99")), FALSE);
  g_autoptr (DemoReply) wrong = call (fixture, "dormitory", DORMITORY (ARTICLE ("[2]")), FALSE);
  g_autoptr (DemoReply) words = demo_ask (fixture->service, "dormitory", FALSE, "宿舍公约第三条", NULL,
                                          NULL);
  g_autoptr (DemoReply) list = demo_ask (fixture->service, "dormitory", FALSE, "The convention?",
                                         NULL, NULL);
  JsonObject *thought = get_thought (second->json, 0);

  g_assert_nonnull (strstr (demo_output (first->json, "text"), "The first article"));
  g_assert_nonnull (strstr (demo_output (second->json, "text"), "help each other"));
  g_assert_cmpstr (demo_output (text->json, "text"), ==, demo_output (second->json, "text"));
  g_assert_nonnull (strstr (demo_output (none->json, "text"), "no article 99"));
  g_assert_nonnull (strstr (demo_output (words->json, "text"), "第 3 条"));
  g_assert_nonnull (strstr (demo_output (list->json, "text"), "\n1. Quiet\n2. Living together\n"));
  check_plugin_failed (wrong);

  g_assert_cmpstr (confab_json_get_string (thought, "action_type"), ==, "api");
  g_assert_cmpstr (confab_json_get_string (thought, "action"), ==, "dormitory");
  g_assert_nonnull (confab_json_get_object (thought, "action_input"));
  g_assert_cmpstr (confab_json_get_string (thought, "action_input_stream"), ==,
                   "{\"article_index\":2}");
  g_assert_nonnull (strstr (confab_json_get_string (thought, "observation"), "help each other"));
}

static void
test_dormitory_token (DemoFixture   *fixture,
                      gconstpointer  unused)
{
  g_autoptr (DemoReply) right = call (fixture, "dormitory-auth",
                                      DORMITORY (WITH_TOKEN ("demo-token")), FALSE);
  g_autoptr (DemoReply) wrong = call (fixture, "dormitory-auth", DORMITORY (WITH_TOKEN ("demo")),
                                      FALSE);
  g_autoptr (DemoReply) none = call (fixture, "dormitory-auth", DORMITORY (ARTICLE ("2")), FALSE);
  g_autoptr (DemoReply) frame = call (fixture, "dormitory-auth", DORMITORY (ARTICLE ("2")), TRUE);
  JsonObject *thought = get_thought (right->json, 0);

  g_assert_nonnull (strstr (demo_output (right->json, "text"), "help each other"));
  g_assert_cmpstr (confab_json_get_string (thought, "action_input"), ==, "{\"article_index\":2}");
  g_assert_null (strstr (right->body->str, "demo-token"));
  check_plugin_failed (wrong);
  check_plugin_failed (none);
  g_assert_cmpuint (frame->status, ==, 200);
  g_assert_true (g_str_has_prefix (frame->body->str, "id:1\nevent:error\n:HTTP_STATUS/500\n"));
}

static char *
make_city (const char *city,
           const char *parameters)
{
  return g_strdup_printf ("{\"input\":{\"prompt\":\"Query the administrative divisions of this city\","
                          "\"biz_params\":{\"city\":\"%s\"}},\"parameters\":%s}", city, parameters);
}

static DemoReply *
ask_city (DemoFixture *fixture,
          const char  *city,
          const char  *parameters,
          gboolean     is_stream)
{
  g_autofree char *body = make_city (city, parameters);

  return call (fixture, "cities", body, is_stream);
}

/* All four modes, each both ways, give the text that comes without a stream, and no usage. */
static void
test_cities_modes (DemoFixture   *fixture,
                   gconstpointer  unused)
{
  static const char *const modes[] = { "full_thoughts", "message_format", "message_format_plus",
                                       "agent_format", "FULL_THOUGHTS" };
  g_autoptr (DemoReply) plain = ask_city (fixture, "Hangzhou", "{}", FALSE);
  const char *text = demo_output (plain->json, "text");

  g_assert_nonnull (strstr (text, "| Xihu | "));
  g_assert_true (json_object_get_size (confab_json_get_object (plain->json, "usage")) == 0);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    for (guint is_incremental = 0; is_incremental < 2; is_incremental++)
      {
        g_autofree char *parameters =
            g_strdup_printf ("{\"flow_stream_mode\":\"%s\",\"has_thoughts\":true,"
                             "\"incremental_output\":%s}",
                             modes[i], is_incremental ? "true" : "false");
        g_autoptr (DemoReply) reply = ask_city (fixture, "Hangzhou", parameters, TRUE);
        g_autoptr (JsonObject) last = demo_reply_last (reply);
        g_autoptr (GPtrArray) frames = demo_reply_frames (reply);

        g_test_message ("%s %u", modes[i], is_incremental);
        g_assert_cmpuint (frames->len, >, 10);
        g_assert_cmpstr (demo_output (last, "finish_reason"), ==, "stop");
        if (g_str_equal (modes[i], "agent_format"))
          {
            g_autofree char *whole = demo_reply_text (reply, is_incremental);

            g_assert_cmpstr (whole, ==, text);
          }
        else
          {
            g_assert_cmpstr (demo_output (last, "text"), ==, text);
            g_assert_null (demo_output (g_ptr_array_index (frames, 0), "text"));
          }
      }
}

/* The messages of each node are put together again; parallel nodes and rounds of a batch interleave. */
static void
test_cities_messages (DemoFixture   *fixture,
                      gconstpointer  unused)
{
  g_autoptr (DemoReply) reply = ask_city (fixture, "Singapore",
                                          "{\"flow_stream_mode\":\"message_format_plus\"}", TRUE);
  g_autoptr (GPtrArray) frames = demo_reply_frames (reply);
  g_autoptr (GString) end = g_string_new (NULL);
  g_autoptr (GString) order = g_string_new (NULL);
  gboolean is_end_over = FALSE;
  guint n_children = 0;

  for (guint i = 0; i + 1 < frames->len; i++)
    {
      JsonObject *output = confab_json_get_object (g_ptr_array_index (frames, i), "output");
      JsonObject *message = confab_json_get_object (output, "workflow_message");
      const char *parent = confab_json_get_string (message, "parent_node_id");
      const char *type = confab_json_get_string (message, "node_type");
      const char *content =
          confab_json_get_string (confab_json_get_object (message, "message"), "content");
      gboolean is_over = FALSE;

      g_assert_true (confab_json_get_boolean (message, "node_is_completed", &is_over));
      g_string_append_c (order, parent != NULL ? 'c' : type[0]);
      if (g_str_equal (type, "End"))
        {
          g_string_append (end, content);
          is_end_over = is_over;
          /* The last piece comes with the message that ends the node. */
          g_assert_true (!is_over || *content != '\0');
        }
      if (parent != NULL)
        {
          g_autoptr (JsonNode) child = confab_json_parse (content, -1, NULL);
          gint64 index = -1;

          g_assert_cmpstr (parent, ==, "Component_Vq2p");
          g_assert_true (confab_json_get_int (json_node_get_object (child), "index", &index));
          g_assert_cmpint (index, ==, n_children);
          n_children++;
        }
    }

  g_assert_cmpuint (n_children, ==, 5);
  g_assert_true (is_end_over);
  g_assert_nonnull (strstr (order->str, "LPL")); /* the plug-in works beside the model */
  g_assert_nonnull (strstr (order->str, "CcccccC"));
  g_assert_cmpstr (end->str, ==, demo_output (g_ptr_array_index (frames, frames->len - 1), "text"));
}

/* The default mode: nodes are told of in thoughts, when these are asked for, and else not at all. */
static void
test_cities_thoughts (DemoFixture   *fixture,
                      gconstpointer  unused)
{
  g_autoptr (DemoReply) silent = ask_city (fixture, "Singapore", "{}", TRUE);
  g_autoptr (DemoReply) reply = ask_city (fixture, "Singapore",
                                          "{\"has_thoughts\":true,\"incremental_output\":true}", TRUE);
  g_autoptr (GPtrArray) silent_frames = demo_reply_frames (silent);
  g_autoptr (GPtrArray) frames = demo_reply_frames (reply);
  g_autoptr (GString) result = g_string_new (NULL);
  gboolean has_id_for_name = FALSE;

  g_assert_cmpuint (silent_frames->len, ==, 1);
  for (guint i = 0; i + 1 < frames->len; i++)
    {
      JsonArray *thoughts = confab_json_get_array (
          confab_json_get_object (g_ptr_array_index (frames, i), "output"), "thoughts");

      for (guint k = 0; k < json_array_get_length (thoughts); k++)
        {
          JsonObject *thought = json_array_get_object_element (thoughts, k);
          g_autoptr (JsonNode) node =
              confab_json_parse (confab_json_get_string (thought, "response"), -1, NULL);
          JsonObject *description = json_node_get_object (node);

          if (g_strcmp0 (confab_json_get_string (description, "nodeId"), "End_7w1V") != 0)
            continue;
          g_string_append (result, confab_json_get_string (description, "nodeResult"));
          if (g_strcmp0 (confab_json_get_string (description, "nodeName"), "End_7w1V") == 0)
            has_id_for_name = TRUE;
        }
    }
  g_assert_true (has_id_for_name);
  g_assert_cmpstr (result->str, ==,
                   demo_output (g_ptr_array_index (frames, frames->len - 1), "text"));
}

static void
test_cities_inputs (DemoFixture   *fixture,
                    gconstpointer  unused)
{
  g_autoptr (DemoReply) chinese = ask_city (fixture, "杭州", "{}", FALSE);
  g_autoptr (DemoReply) unknown = ask_city (fixture, "convention", "{}", FALSE);
  g_autoptr (DemoReply) none = demo_ask (fixture->service, "cities", FALSE, "Query", NULL, NULL);
  g_autoptr (DemoReply) prompt_params =
      call (fixture, "cities", "{\"input\":{\"prompt\":\"a\",\"biz_params\":{\"user_prompt_params\":"
                               "{\"city\":\"Singapore\"}}}}", FALSE);

  g_assert_nonnull (strstr (demo_output (chinese->json, "text"), "西湖区"));
  g_assert_nonnull (strstr (demo_output (unknown->json, "text"), "- Singapore\n"));
  g_assert_cmpstr (confab_json_get_string (none->json, "message"), ==,
                   "Required parameter(city) missing or invalid, please check the request "
                   "parameters.");
  g_assert_cmpstr (confab_json_get_string (prompt_params->json, "message"), ==,
                   "The input messages do not contain elements with the role of user.");
}

static char *
list_sources (DemoReply *reply)
{
  JsonArray *references =
      confab_json_get_array (confab_json_get_object (reply->json, "output"), "doc_references");
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; references != NULL && i < json_array_get_length (references); i++)
    {
      JsonObject *reference = json_array_get_object_element (references, i);
      g_autofree char *mark = g_strdup_printf ("<ref>[%u]</ref>", i + 1);

      g_assert_nonnull (strstr (demo_output (reply->json, "text"), mark));
      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "",
                              confab_json_get_string (reference, "doc_id"));
    }

  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* Each of the filters leaves other documents. */
static void
test_phones_filters (DemoFixture   *fixture,
                     gconstpointer  unused)
{
  static const struct {
    const char *prompt;
    const char *options;
    const char *sources;
  } cases[] = {
    { "Please recommend a phone under 3000 yuan", "{}",
      "file_kestrel_k3 file_tern_t6 file_pebble_p2" },
    { "推荐一款3000元以下的手机", "{}", "file_kestrel_k3 file_tern_t6 file_pebble_p2" },
    { "Please recommend a phone under 3000 yuan",
      "{\"pipeline_ids\":[\"kb_phones\"],\"file_ids\":[\"file_tern_t6\",\"file_lumen_l5\"]}",
      "file_tern_t6" },
    { "Please recommend a phone",
      "{\"pipeline_ids\":[\"kb_phones\"],\"metadata_filter\":{\"brand\":\"Kestrel\"}}",
      "file_kestrel_k3_pro file_kestrel_k3" },
    { "Please recommend a phone",
      "{\"pipeline_ids\":[\"kb_phones\"],\"metadata_filter\":"
      "{\"brand\":[\"Lumen\",\"Meridian\"],\"year\":\"2025\"}}",
      "file_meridian_m8 file_lumen_l5" },
    { "Please recommend a phone", "{\"tags\":[\"budget\"]}", "file_tern_t6 file_pebble_p2" },
    { "Please recommend a phone", "{\"structured_filter\":{\"price\":999}}", "row_pebble_p2" },
    { "Please recommend a phone",
      "{\"structured_filter\":{\"brand\":[\"Lumen\",\"Tern\"],\"stock\":\"in stock\"}}",
      "row_tern_t6" },
    { "How long is the warranty?", "{\"pipeline_ids\":[\"kb_service\"]}", "file_warranty" },
    { "How long is the warranty?", "{\"pipeline_ids\":[\"kb_phones\"]}", "" },
    { "Please recommend a phone", "{\"pipeline_ids\":[\"your_pipeline_id1\"]}", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *parameters = g_strdup_printf ("{\"rag_options\":%s}", cases[i].options);
      g_autoptr (DemoReply) reply = demo_ask (fixture->service, "phones", FALSE, cases[i].prompt,
                                              NULL, parameters);
      g_autofree char *sources = NULL;

      g_test_message ("%s %s", cases[i].prompt, cases[i].options);
      g_assert_cmpuint (reply->status, ==, 200);
      sources = list_sources (reply);
      g_assert_cmpstr (sources, ==, cases[i].sources);
    }
}

/* Sources are always named, with page and picture, and the picture is there. */
static void
test_phones_references (DemoFixture   *fixture,
                        gconstpointer  unused)
{
  g_autoptr (DemoReply) reply = demo_ask (fixture->service, "phones", FALSE,
                                          "Which phone has a good camera?", NULL, NULL);
  const DemoCall get = { .method = "GET", .path = "/images/file_kestrel_k3.svg", .key = "" };
  const DemoCall get_other = { .method = "GET", .path = "/images/file_warranty.svg", .key = "" };
  g_autoptr (DemoReply) picture = demo_call (fixture->service, &get);
  g_autoptr (DemoReply) no_picture = demo_call (fixture->service, &get_other);
  JsonObject *reference;
  JsonArray *images;

  reference = json_array_get_object_element (
      confab_json_get_array (confab_json_get_object (reply->json, "output"), "doc_references"), 0);
  images = confab_json_get_array (reference, "images");
  g_assert_true (g_str_has_prefix (confab_json_get_string (reference, "title"), "Kestrel K3"));
  g_assert_cmpint (json_array_get_int_element (confab_json_get_array (reference, "page_number"), 0),
                   ==, 2);
  g_assert_true (g_str_has_suffix (json_array_get_string_element (images, 0), ".svg"));
  g_assert_cmpuint (picture->status, ==, 200);
  g_assert_cmpuint (no_picture->status, ==, 404);
}

/* Retrieval, memory, then reasoning piece by piece, then the text; the same text in every mode. */
static void
test_phones_thoughts (DemoFixture   *fixture,
                      gconstpointer  unused)
{
  const char *const prompt = "Please recommend a phone under 3000 yuan";
  g_autoptr (DemoReply) plain = demo_ask (fixture->service, "phones", FALSE, prompt, NULL,
                                          "{\"has_thoughts\":true}");
  g_autoptr (DemoReply) pieces = demo_ask (fixture->service, "phones", TRUE, prompt, NULL,
                                           "{\"has_thoughts\":true,\"incremental_output\":true}");
  g_autoptr (DemoReply) growing = demo_ask (fixture->service, "phones", TRUE, prompt, NULL,
                                            "{\"has_thoughts\":true}");
  g_autoptr (GPtrArray) frames = demo_reply_frames (pieces);
  g_autoptr (JsonObject) last_growing = demo_reply_last (growing);
  g_autoptr (GString) reasoning = g_string_new (NULL);
  g_autofree char *pieces_text = demo_reply_text (pieces, TRUE);
  g_autofree char *growing_text = demo_reply_text (growing, FALSE);
  JsonObject *whole = get_thought (plain->json, 2);
  JsonObject *retrieval = get_thought (plain->json, 0);
  gboolean has_text = FALSE;

  g_assert_cmpstr (pieces_text, ==, demo_output (plain->json, "text"));
  g_assert_cmpstr (growing_text, ==, demo_output (plain->json, "text"));

  g_assert_cmpstr (confab_json_get_string (retrieval, "action_type"), ==, "agentRag");
  g_assert_nonnull (strstr (confab_json_get_string (retrieval, "arguments"), prompt));
  g_assert_cmpstr (confab_json_get_string (get_thought (plain->json, 1), "observation"), ==, "[]");
  g_assert_cmpstr (confab_json_get_string (whole, "action_type"), ==, "reasoning");

  for (guint i = 0; i < frames->len; i++)
    {
      JsonObject *frame = g_ptr_array_index (frames, i);
      JsonArray *thoughts = confab_json_get_array (confab_json_get_object (frame, "output"),
                                                   "thoughts");

      has_text = has_text || *demo_output (frame, "text") != '\0';
      if (json_array_get_length (thoughts) < 3)
        {
          g_assert_false (has_text);
          continue;
        }
      g_string_append (reasoning, confab_json_get_string (get_thought (frame, 2), "thought"));
      if (has_text)
        g_assert_cmpstr (confab_json_get_string (get_thought (frame, 2), "thought"), ==, "");
    }
  g_assert_cmpstr (reasoning->str, ==, confab_json_get_string (whole, "thought"));
  g_assert_cmpstr (confab_json_get_string (get_thought (last_growing, 2), "response"), ==,
                   reasoning->str);
}

/* The memory holds what was asked before in the session. */
static void
test_phones_session (DemoFixture   *fixture,
                     gconstpointer  unused)
{
  g_autoptr (DemoReply) first = demo_ask (fixture->service, "phones", FALSE,
                                          "Tell me about the Tern T6", NULL, NULL);
  g_autoptr (DemoReply) second = demo_ask (fixture->service, "phones", FALSE, "Its battery?",
                                           demo_output (first->json, "session_id"),
                                           "{\"has_thoughts\":true}");
  JsonObject *reference;

  g_assert_cmpstr (confab_json_get_string (get_thought (second->json, 1), "observation"), ==,
                   "[\"Tell me about the Tern T6\"]");
  reference = json_array_get_object_element (
      confab_json_get_array (confab_json_get_object (second->json, "output"), "doc_references"), 0);
  g_assert_cmpstr (confab_json_get_string (reference, "doc_id"), ==, "file_tern_t6");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/demo/apps/" path, DemoFixture, NULL, demo_fixture_set_up, function,                \
              demo_fixture_tear_down)
  ADD ("dormitory", test_dormitory);
  ADD ("dormitory-token", test_dormitory_token);
  ADD ("cities-modes", test_cities_modes);
  ADD ("cities-messages", test_cities_messages);
  ADD ("cities-thoughts", test_cities_thoughts);
  ADD ("cities-inputs", test_cities_inputs);
  ADD ("phones-filters", test_phones_filters);
  ADD ("phones-references", test_phones_references);
  ADD ("phones-thoughts", test_phones_thoughts);
  ADD ("phones-session", test_phones_session);
#undef ADD

  return g_test_run ();
}
