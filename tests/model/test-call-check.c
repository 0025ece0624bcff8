/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-call-check.h"

#define USER "{\"role\":\"user\",\"content\":\"a\"}"
#define RAG(members) "{\"parameters\":{\"rag_options\":{" members "}}}"
#define PARAMETERS(members) "{\"parameters\":{" members "}}"
#define MESSAGES(elements) "{\"input\":{\"messages\":[" elements "]}}"

/* What is said of a call; NULL: nothing. */
static const struct {
  ConfabAppKind kind;
  const char *prompt;
  const char *options;
  const char *path;
  gboolean is_error;
} cases[] = {
  { CONFAB_KIND_AGENT, "p", "{}", NULL, FALSE },
  { CONFAB_KIND_AGENT, "", "{}", "/input/prompt", TRUE },
  { CONFAB_KIND_AGENT, NULL, "{}", "/input/prompt", TRUE },

  /* Knowledge bases */
  { CONFAB_KIND_AGENT, "p", RAG ("\"pipeline_ids\":[\"1\",\"2\",\"3\",\"4\",\"5\"]"), NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"pipeline_ids\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]"),
    "/parameters/rag_options/pipeline_ids", TRUE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"pipeline_ids\":[\"1\",2]"),
    "/parameters/rag_options/pipeline_ids", TRUE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"pipeline_ids\":[\"\"]"),
    "/parameters/rag_options/pipeline_ids/0", TRUE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"file_ids\":[\"1\"]"), "/parameters/rag_options/file_ids", TRUE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"pipeline_ids\":[\"p\"],\"file_ids\":[\"1\"]"), NULL, FALSE },
  { CONFAB_KIND_AGENT, "p",
    RAG ("\"pipeline_ids\":[\"p\"],\"file_ids\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]"),
    "/parameters/rag_options/file_ids", TRUE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"metadata_filter\":{\"a\":\"b\"}"),
    "/parameters/rag_options/metadata_filter", TRUE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"pipeline_ids\":[\"p\"],\"metadata_filter\":{\"a\":1}"),
    "/parameters/rag_options/metadata_filter/a", TRUE },
  { CONFAB_KIND_AGENT, "p",
    RAG ("\"pipeline_ids\":[\"p\"],\"metadata_filter\":{\"a\":[\"b\",\"c\"]}"), NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"structured_filter\":{\"a\":1.5,\"b\":[\"x\",2]}"), NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"structured_filter\":{\"a/b\":null}"),
    "/parameters/rag_options/structured_filter/a~1b", TRUE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"structured_filter\":{\"a\":\"\"}"),
    "/parameters/rag_options/structured_filter/a", TRUE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"structured_filter\":{\"a\":[]}"),
    "/parameters/rag_options/structured_filter/a", TRUE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"session_file_ids\":[\"file_session_1\"]"), NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", RAG ("\"session_file_ids\":[\"file_1\"]"),
    "/parameters/rag_options/session_file_ids/0", TRUE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"rag_options\":[]"), "/parameters/rag_options", TRUE },

  /* Messages */
  { CONFAB_KIND_AGENT, NULL, MESSAGES (USER), NULL, FALSE },
  { CONFAB_KIND_AGENT, NULL, MESSAGES (""), "/input/messages", TRUE },
  { CONFAB_KIND_AGENT, "p", MESSAGES (""), NULL, FALSE },
  { CONFAB_KIND_AGENT, NULL, MESSAGES (USER ",{\"role\":\"assistant\",\"content\":\"b\"}"),
    "/input/messages", TRUE },
  { CONFAB_KIND_AGENT, "p", MESSAGES (USER ",{\"role\":\"assistant\",\"content\":\"b\"}"), NULL,
    FALSE },
  { CONFAB_KIND_AGENT, "p", MESSAGES (USER ",{\"role\":\"system\",\"content\":\"b\"}"),
    "/input/messages/1", TRUE },
  { CONFAB_KIND_AGENT, "p", MESSAGES ("{\"role\":\"tool\",\"content\":\"b\"}"),
    "/input/messages/0", TRUE },
  { CONFAB_KIND_AGENT, "p", MESSAGES ("{\"role\":\"user\",\"content\":[]}"), "/input/messages/0",
    TRUE },
  { CONFAB_KIND_AGENT, "p", MESSAGES ("1"), "/input/messages/0", TRUE },
  { CONFAB_KIND_AGENT_2, "p", MESSAGES (USER), "/input/messages", FALSE },

  /* Images and files */
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"image_list\":[\"https://a/b\",\"oss://c\","
                            "\"data:image/png;base64,AAAA\"]}}", NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"image_list\":[\"pictures/a.png\"]}}",
    "/input/image_list/0", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"image_list\":[\"data:image/png,x\"]}}",
    "/input/image_list/0", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"file_list\":[\"file:///etc/passwd\"]}}",
    "/input/file_list/0", TRUE },

  /* Plug-ins and variables */
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"biz_params\":{\"user_prompt_params\":{\"1\":1,\"2\":1,"
                            "\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"10\":1}}}}",
    NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"biz_params\":{\"user_prompt_params\":{\"1\":1,\"2\":1,"
                            "\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"10\":1,"
                            "\"11\":1}}}}",
    "/input/biz_params/user_prompt_params", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"biz_params\":{\"user_defined_params\":{\"p\":1}}}}",
    "/input/biz_params/user_defined_params/p", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"tokens\":{\"1\":true,\"2\":true,\"3\":true,\"4\":true,\"5\":true,"
                            "\"6\":true,\"7\":true,\"8\":true,\"9\":true,\"10\":true,\"11\":true}}",
    "/tokens", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"biz_params\":{\"user_defined_params\":{\"m/1\":{\"X-T\":1}}}},"
                            "\"tokens\":{\"m/1\":\"X-T\"}}",
    "/input/biz_params/user_defined_params/m~11/X-T", TRUE },
  { CONFAB_KIND_WORKFLOW, "p", "{\"input\":{\"biz_params\":{\"city\":\"x\"}}}", NULL, FALSE },
  { CONFAB_KIND_WORKFLOW, "p", "{\"input\":{\"biz_params\":{\"user_prompt_params\":{\"c\":1}}}}",
    "/input/biz_params/user_prompt_params", TRUE },

  /* Sampling and thinking */
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"temperature\":0"), NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"temperature\":1.99"), NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"temperature\":2"), "/parameters/temperature", TRUE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"temperature\":\"1\""), "/parameters/temperature", TRUE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"temperature\":null"), NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"top_p\":1"), NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"top_p\":0"), "/parameters/top_p", TRUE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"top_k\":-1"), "/parameters/top_k", TRUE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"top_k\":1.5"), "/parameters/top_k", TRUE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"seed\":9223372036854775807"), NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"enable_thinking\":true,\"has_thoughts\":true"), NULL,
    FALSE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"enable_thinking\":true"), "/parameters/enable_thinking",
    FALSE },
  { CONFAB_KIND_AGENT, "p",
    "{\"stream\":\"none\",\"parameters\":{\"enable_thinking\":true}}",
    "/parameters/enable_thinking", TRUE },
  { CONFAB_KIND_AGENT, "p",
    "{\"stream\":\"cumulative\",\"parameters\":{\"enable_thinking\":true}}",
    "/parameters/enable_thinking", TRUE },
  { CONFAB_KIND_AGENT, "p", PARAMETERS ("\"enable_thinking\":true,\"incremental_output\":false"),
    "/parameters/enable_thinking", TRUE },

  /* Kinds and words */
  { CONFAB_KIND_WORKFLOW, "p", RAG ("\"tags\":[\"a\"]"), "/parameters/rag_options", FALSE },
  { CONFAB_KIND_AGENT_2, "p", PARAMETERS ("\"flow_stream_mode\":\"message_format\""),
    "/parameters/flow_stream_mode", FALSE },
  { CONFAB_KIND_WORKFLOW, "p", PARAMETERS ("\"flow_stream_mode\":\"message_format\""), NULL, FALSE },
  { CONFAB_KIND_WORKFLOW, "p", PARAMETERS ("\"flow_stream_mode\":\"full_thoughts\""),
    "/parameters/flow_stream_mode", FALSE },
  { CONFAB_KIND_WORKFLOW, "p", PARAMETERS ("\"flow_stream_mode\":\"x\""),
    "/parameters/flow_stream_mode", FALSE },
  { CONFAB_KIND_WORKFLOW, "p", "{\"tokens\":{\"tool\":true}}", "/tokens", TRUE },
  { CONFAB_KIND_DIALOG_WORKFLOW, "p", "{\"tokens\":{\"tool\":\"Authorization\"}}", "/tokens", TRUE },
  { CONFAB_KIND_WORKFLOW, "p", "{\"tokens\":{\"tool\":false}}", NULL, FALSE },
  { CONFAB_KIND_AGENT_2, "p", "{\"tokens\":{\"tool\":true}}", NULL, FALSE },
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"doc_reference_type\":\"x\"}}",
    "/input/doc_reference_type", FALSE },

  /* Headers and the rest */
  { CONFAB_KIND_AGENT, "p", "{\"headers\":{\"X-DashScope-DataInspection\":\"enable\"}}", NULL,
    FALSE },
  { CONFAB_KIND_AGENT, "p", "{\"headers\":{\"X-DashScope-DataInspection\":\"a\\r\\nX: y\"}}",
    "/headers/X-DashScope-DataInspection", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"headers\":{\"Authorization\":\"Bearer x\"}}",
    "/headers/Authorization", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"headers\":{\"x-dashscope-async\":\"enable\"}}",
    "/headers/x-dashscope-async", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"headers\":{\"X-A: b\\r\\nX-C\":\"d\"}}", "/headers/X-A: b\r\nX-C",
    TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"headers\":{\"X-A\":1}}", "/headers/X-A", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"body\":{\"input\":{}}}", "/body/input", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"prompt\":\"other\"}}", "/input/prompt", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"input\":{\"session_id\":\"x\"}}", "/input/session_id", TRUE },
  { CONFAB_KIND_AGENT, "p", "{\"body\":{\"model\":\"\"},\"debug\":[]}", NULL, FALSE },
};

static GPtrArray *
check (ConfabAppKind  kind,
       const char    *prompt,
       const char    *options)
{
  g_autoptr (ConfabCall) call = confab_call_new ("https://a/api/v1", "app", prompt);
  g_autoptr (GError) error = NULL;

  call->kind = kind;
  confab_options_unref (call->options);
  call->options = confab_options_new_from_json (options, &error);
  g_assert_no_error (error);

  return confab_call_check (call);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) problems = check (cases[i].kind, cases[i].prompt, cases[i].options);
      const ConfabProblem *problem = problems->len > 0 ? g_ptr_array_index (problems, 0) : NULL;

      g_test_message ("%s", cases[i].options);
      g_assert_cmpstr (problem != NULL ? problem->path : NULL, ==, cases[i].path);
      g_assert_cmpint (confab_problems_first_error (problems) != NULL, ==, cases[i].is_error);
      if (problem != NULL)
        g_assert_true (g_utf8_validate (problem->sentence, -1, NULL) && *problem->sentence != '\0');
    }
}

/* The limit is exact. */
static void
test_large_image (void)
{
  static const gsize limit = 10 * 1024 * 1024;

  for (gsize extra = 0; extra < 2; extra++)
    {
      g_autoptr (GString) options = g_string_new ("{\"input\":{\"image_list\":[\"");
      g_autofree char *data = g_strnfill (limit - strlen ("data:image/png;base64,") + extra, 'A');
      g_autoptr (GPtrArray) problems = NULL;

      g_string_append_printf (options, "data:image/png;base64,%s\"]}}", data);
      problems = check (CONFAB_KIND_AGENT, "p", options->str);
      g_assert_cmpuint (problems->len, ==, extra);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/call-check/cases", test_cases);
  g_test_add_func ("/call-check/large-image", test_large_image);

  return g_test_run ();
}
