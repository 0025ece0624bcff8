/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-options-fields.h"
#include "confab-request.h"

/* Every field of the protocol (2.1 to 2.4) stands in the body where the protocol has it, as the type
 * that was given, and nothing else changes. */

#define BASE "{\"input\":{\"prompt\":\"p\"},\"parameters\":{\"incremental_output\":true},\"debug\":{}}"

/* No messages: they take the place of the prompt, which test-request.c shows. */
static const char * const samples[CONFAB_N_FIELDS] = {
  [CONFAB_FIELD_HISTORY] = "[{\"user\":\"a\",\"bot\":\"b\"}]",
  [CONFAB_FIELD_MEMORY_ID] = "\"memory-1\"",
  [CONFAB_FIELD_IMAGE_LIST] = "[\"https://a/b.png\",\"data:image/png;base64,AAAA\"]",
  [CONFAB_FIELD_FILE_LIST] = "[\"https://a/b.pdf\"]",
  [CONFAB_FIELD_DOC_TAG_CODES] = "[\"t1\",\"t2\"]",
  [CONFAB_FIELD_DOC_REFERENCE_TYPE] = "\"indexed\"",
  [CONFAB_FIELD_BIZ_PARAMS] = "{\"city\":\"新加坡\",\"n\":1,\"x\":1.0,\"b\":true,\"z\":null,\"l\":[1,\"1\"],"
                              "\"file\":{\"type\":\"audio\",\"name\":\"a.m4a\",\"mimeType\":\"audio/mp4\","
                              "\"source\":\"url\",\"url\":\"https://a/a.m4a\"}}",
  [CONFAB_FIELD_USER_PROMPT_PARAMS] = "{\"tone\":\"dry\",\"n\":0.1}",
  [CONFAB_FIELD_USER_DEFINED_PARAMS] = "{\"p\":{\"article_index\":2,\"s\":\"2\",\"o\":{\"a\":[null]}}}",
  [CONFAB_FIELD_INCREMENTAL_OUTPUT] = "false",
  [CONFAB_FIELD_HAS_THOUGHTS] = "true",
  [CONFAB_FIELD_FLOW_STREAM_MODE] = "\"message_format_plus\"",
  [CONFAB_FIELD_ENABLE_THINKING] = "false",
  [CONFAB_FIELD_ENABLE_WEB_SEARCH] = "true",
  [CONFAB_FIELD_ENABLE_SYSTEM_TIME] = "false",
  [CONFAB_FIELD_ENABLE_PREMIUM] = "true",
  [CONFAB_FIELD_MODEL_ID] = "\"qwen-max\"",
  [CONFAB_FIELD_DIALOG_ROUND] = "3",
  [CONFAB_FIELD_MCP_SERVERS] = "[\"amap-maps\",\"Meitu\"]",
  [CONFAB_FIELD_CIP_SERVICE_CODES] = "{\"text\":{\"input\":\"query_security_check\",\"output\":\"c\"},"
                                     "\"image\":{\"input\":\"c\",\"output\":\"c\"}}",
  [CONFAB_FIELD_TEMPERATURE] = "1.0",
  [CONFAB_FIELD_TOP_P] = "0.8",
  [CONFAB_FIELD_TOP_K] = "50",
  [CONFAB_FIELD_SEED] = "9223372036854775807",
  [CONFAB_FIELD_MAX_TOKENS] = "1500",
  [CONFAB_FIELD_RAG_OPTIONS] = "{\"later\":[1]}",
  [CONFAB_FIELD_PIPELINE_IDS] = "[\"p1\",\"p2\"]",
  [CONFAB_FIELD_FILE_IDS] = "[\"f1\"]",
  [CONFAB_FIELD_METADATA_FILTER] = "{\"year\":[\"2023\",\"2024\"],\"type\":\"x\"}",
  [CONFAB_FIELD_TAGS] = "[\"budget\",\"新\"]",
  [CONFAB_FIELD_STRUCTURED_FILTER] = "{\"price\":2999.5,\"n\":1,\"color\":[\"red\",2]}",
  [CONFAB_FIELD_SESSION_FILE_IDS] = "[\"file_session_1\"]",
  [CONFAB_FIELD_DATA_INSPECTION] = "\"{\\\"input\\\":\\\"cip\\\",\\\"output\\\":\\\"cip\\\"}\"",
  [CONFAB_FIELD_OSS_RESOLVE] = "\"enable\"",
  [CONFAB_FIELD_DEBUG] = "[]",
};

static ConfabRequest *
build (ConfabOptions *options)
{
  g_autoptr (ConfabCall) call = confab_call_new ("https://a/api/v1", "app", "p");
  g_autoptr (GError) error = NULL;
  ConfabRequest *request;

  confab_options_unref (call->options);
  call->options = confab_options_ref (options);
  request = confab_request_build (call, &error);
  g_assert_no_error (error);

  return request;
}

/* Compares what was written, so that 1 is neither 1.0 nor true. */
static void
assert_same (JsonNode   *have,
             const char *wanted)
{
  g_autofree char *text = have != NULL ? confab_json_to_text (have) : NULL;

  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_header (const ConfabRequest *request,
               const char          *name,
               const char          *wanted_json)
{
  g_autoptr (JsonNode) wanted = confab_json_parse (wanted_json, -1, NULL);
  guint n = 0;

  for (guint i = 0; i < request->headers->len; i++)
    {
      const ConfabHeader *header = g_ptr_array_index (request->headers, i);

      if (!g_str_equal (header->name, name))
        continue;
      g_assert_cmpstr (header->value, ==, json_node_get_string (wanted));
      n++;
    }
  g_assert_cmpuint (n, ==, 1);
}

static void
test_alone (void)
{
  g_autoptr (ConfabOptions) empty = confab_options_new_empty ();
  g_autoptr (JsonNode) pipelines = confab_json_parse (samples[CONFAB_FIELD_PIPELINE_IDS], -1, NULL);
  g_autoptr (ConfabOptions) with_pipelines = NULL;
  g_autoptr (ConfabRequest) without = NULL;

  with_pipelines = confab_options_with_value (empty, CONFAB_FIELD_PIPELINE_IDS, pipelines);
  without = build (empty);
  g_assert_cmpstr (without->body, ==, BASE);
  for (guint i = 0; i < CONFAB_N_FIELDS; i++)
    {
      const ConfabFieldInfo *info = confab_field_get_info ((ConfabField) i);
      /* These say nothing without their knowledge base, and are refused. */
      gboolean needs_pipelines = i == CONFAB_FIELD_FILE_IDS || i == CONFAB_FIELD_METADATA_FILTER;
      ConfabOptions *before = needs_pipelines ? with_pipelines : empty;
      g_autoptr (ConfabRequest) base_request = build (before);
      g_autoptr (JsonNode) base = confab_json_parse (base_request->body, -1, NULL);
      g_autoptr (JsonNode) sample = NULL;
      g_autoptr (JsonNode) body = NULL;
      g_autoptr (ConfabOptions) options = NULL;
      g_autoptr (ConfabRequest) request = NULL;
      g_autoptr (JsonObject) wanted = NULL;
      g_autofree char *wanted_text = NULL;

      if (i == CONFAB_FIELD_MESSAGES)
        continue;
      g_test_message ("%s", info->path);
      g_assert_nonnull (samples[i]);
      sample = confab_json_parse (samples[i], -1, NULL);
      options = confab_options_with_value (before, (ConfabField) i, sample);
      request = build (options);
      body = confab_json_parse (request->body, -1, NULL);

      if (g_str_has_prefix (info->path, "/headers/"))
        {
          assert_header (request, info->path + strlen ("/headers/"), samples[i]);
          g_assert_cmpstr (request->body, ==, BASE);
          continue;
        }
      assert_same (confab_json_path_get (json_node_get_object (body), info->path), samples[i]);
      wanted = confab_json_path_set (json_node_get_object (base), info->path, sample);
      wanted_text = confab_json_object_to_text (wanted);
      g_assert_cmpstr (request->body, ==, wanted_text);
    }
}

/* Together, with what nobody knows yet beside them, none is in the way of another. */
static void
test_together (void)
{
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (ConfabRequest) request = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (GError) error = NULL;

  options = confab_options_new_from_json ("{\"input\":{\"later\":[1.0,1,null]},\"parameters\":{"
                                          "\"later\":{\"a\":true}},\"body\":{\"model\":\"\"}}", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < CONFAB_N_FIELDS; i++)
    {
      g_autoptr (ConfabOptions) less = g_steal_pointer (&options);
      g_autoptr (JsonNode) sample = samples[i] != NULL ? confab_json_parse (samples[i], -1, NULL) : NULL;

      options = sample != NULL ? confab_options_with_value (less, (ConfabField) i, sample)
                               : confab_options_ref (less);
    }

  request = build (options);
  body = confab_json_parse (request->body, -1, NULL);
  for (guint i = 0; i < CONFAB_N_FIELDS; i++)
    {
      const ConfabFieldInfo *info = confab_field_get_info ((ConfabField) i);
      gboolean has_more = i == CONFAB_FIELD_BIZ_PARAMS || i == CONFAB_FIELD_RAG_OPTIONS;

      g_test_message ("%s", info->path);
      if (samples[i] == NULL || has_more)
        continue;
      if (g_str_has_prefix (info->path, "/headers/"))
        assert_header (request, info->path + strlen ("/headers/"), samples[i]);
      else
        assert_same (confab_json_path_get (json_node_get_object (body), info->path), samples[i]);
    }
  assert_same (confab_json_path_get (json_node_get_object (body), "/input/biz_params/x"), "1.0");
  assert_same (confab_json_path_get (json_node_get_object (body), "/parameters/rag_options/later"),
               "[1]");
  assert_same (confab_json_path_get (json_node_get_object (body), "/input/later"), "[1.0,1,null]");
  assert_same (confab_json_path_get (json_node_get_object (body), "/parameters/later"), "{\"a\":true}");
  assert_same (confab_json_path_get (json_node_get_object (body), "/model"), "\"\"");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request-fields/alone", test_alone);
  g_test_add_func ("/request-fields/together", test_together);

  return g_test_run ();
}
