/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-call-check.h"
#include "confab-options-fields.h"

/* Every limit from both sides, every field with a value that is none for it, and every field to every
 * kind of application (protocol 1.5, 2.1 to 2.4). */

static GPtrArray *
check (ConfabAppKind  kind,
       ConfabOptions *options)
{
  g_autoptr (ConfabCall) call = confab_call_new ("https://a/api/v1", "app", "p");

  call->kind = kind;
  confab_options_unref (call->options);
  call->options = confab_options_ref (options);

  return confab_call_check (call);
}

static guint
count_problems (ConfabAppKind  kind,
                const char    *options_json,
                const char    *path,
                gboolean      *is_error)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabOptions) options = confab_options_new_from_json (options_json, &error);
  g_autoptr (GPtrArray) problems = NULL;
  guint n = 0;

  g_assert_no_error (error);
  problems = check (kind, options);
  *is_error = FALSE;
  for (guint i = 0; i < problems->len; i++)
    {
      const ConfabProblem *problem = g_ptr_array_index (problems, i);

      if (!g_str_equal (problem->path, path))
        continue;
      n++;
      *is_error |= problem->is_error;
    }

  return n;
}

#define RAG "/parameters/rag_options/"
#define BIZ "/input/biz_params/"
#define RAG_BEGIN "{\"parameters\":{\"rag_options\":{"
#define BIZ_BEGIN "{\"input\":{\"biz_params\":{"

/* One more than @limit is one too many. Each element has its number between @before and @after. */
static const struct {
  const char *path;
  guint limit;
  const char *begin;
  const char *before;
  const char *after;
  const char *end;
} counts[] = {
  { RAG "pipeline_ids", 5, RAG_BEGIN "\"pipeline_ids\":[", "\"p", "\"", "]}}}" },
  { RAG "file_ids", 5, RAG_BEGIN "\"pipeline_ids\":[\"p\"],\"file_ids\":[", "\"f", "\"", "]}}}" },
  { RAG "session_file_ids", 10, RAG_BEGIN "\"session_file_ids\":[", "\"file_session_", "\"", "]}}}" },
  { BIZ "user_prompt_params", 10, BIZ_BEGIN "\"user_prompt_params\":{", "\"v", "\":1", "}}}}" },
  { BIZ "user_defined_params", 10, BIZ_BEGIN "\"user_defined_params\":{", "\"p", "\":{}", "}}}}" },
  { "/tokens", 10, "{\"tokens\":{", "\"p", "\":true", "}}" },
};

static void
test_counts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint n = counts[i].limit - 1; n <= counts[i].limit + 1; n++)
      {
        g_autoptr (GString) options = g_string_new (counts[i].begin);
        gboolean is_error;
        guint found;

        for (guint k = 0; k < n; k++)
          g_string_append_printf (options, "%s%s%u%s", k > 0 ? "," : "", counts[i].before, k,
                                  counts[i].after);
        g_string_append (options, counts[i].end);
        g_test_message ("%s", options->str);
        found = count_problems (CONFAB_KIND_AGENT, options->str, counts[i].path, &is_error);
        g_assert_cmpuint (found, ==, n > counts[i].limit);
        g_assert_true (is_error == (n > counts[i].limit));
      }
}

static void
test_numbers (void)
{
  static const struct {
    const char *name;
    const char *value;
    gboolean is_good;
  } numbers[] = {
    { "temperature", "-0.01", FALSE }, { "temperature", "0", TRUE },
    { "temperature", "1.9999", TRUE }, { "temperature", "2", FALSE },
    { "temperature", "2.0", FALSE },   { "top_p", "0", FALSE },
    { "top_p", "0.0001", TRUE },       { "top_p", "1", TRUE },
    { "top_p", "1.0001", FALSE },      { "top_k", "-1", FALSE },
    { "top_k", "0", TRUE },            { "top_k", "101", TRUE },
    { "top_k", "null", TRUE },         { "seed", "-1", FALSE },
    { "seed", "0", TRUE },             { "seed", "9223372036854775807", TRUE },
    { "dialog_round", "-1", FALSE },   { "dialog_round", "0", TRUE },
    { "max_tokens", "-1", FALSE },     { "max_tokens", "0", TRUE },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *options = g_strdup_printf ("{\"parameters\":{\"%s\":%s}}", numbers[i].name,
                                                  numbers[i].value);
      g_autofree char *path = g_strconcat ("/parameters/", numbers[i].name, NULL);
      gboolean is_error;

      g_test_message ("%s", options);
      count_problems (CONFAB_KIND_AGENT, options, path, &is_error);
      g_assert_true (is_error == !numbers[i].is_good);
    }

  /* What no integer of 64 bits holds does not even get that far. */
  g_assert_null (confab_options_new_from_json ("{\"parameters\":{\"seed\":9223372036854775808}}",
                                               &error));
  g_assert_nonnull (error);
}

static const char *
get_wrong_value (ConfabFieldType type)
{
  switch (type)
    {
    case CONFAB_FIELD_TYPE_STRING:
      return "1";
    case CONFAB_FIELD_TYPE_BOOLEAN:
    case CONFAB_FIELD_TYPE_NUMBER:
      return "\"1\"";
    case CONFAB_FIELD_TYPE_INTEGER:
      return "1.0";
    case CONFAB_FIELD_TYPE_STRINGS:
      return "[\"a\",1]";
    case CONFAB_FIELD_TYPE_ARRAY:
      return "{}";
    case CONFAB_FIELD_TYPE_OBJECT:
      return "[]";
    case CONFAB_FIELD_TYPE_ANY:
    default:
      return NULL;
    }
}

static void
test_types (void)
{
  g_autoptr (ConfabOptions) empty = confab_options_new_empty ();

  for (guint i = 0; i < CONFAB_N_FIELDS; i++)
    {
      const ConfabFieldInfo *info = confab_field_get_info ((ConfabField) i);
      const char *value = get_wrong_value (info->type);
      g_autoptr (JsonNode) node = value != NULL ? json_from_string (value, NULL) : NULL;
      g_autoptr (ConfabOptions) options = NULL;
      g_autoptr (GPtrArray) problems = NULL;
      const ConfabProblem *problem;

      if (node == NULL)
        continue;
      options = confab_options_with (empty, info->path, node);
      problems = check (CONFAB_KIND_AGENT, options);
      problem = confab_problems_first_error (problems);
      g_test_message ("%s: %s", info->path, value);
      g_assert_nonnull (problem);
      g_assert_cmpstr (problem->path, ==, info->path);
    }
}

/* By kind: agent, agent 2.0, workflow, dialog workflow, orchestration. "." is all right, "w" a warning
 * and "e" an error. An agent may be one whose kind nobody has said. */
static const struct {
  const char *path;
  const char *value;
  const char *said;
} kinds[] = {
  { "/input/messages", "[{\"role\":\"user\",\"content\":\"a\"}]", ".w..." },
  { "/input/history", "[]", ".wwww" },
  { "/input/memory_id", "\"m\"", ".wwww" },
  { "/input/image_list", "[\"https://a\"]", "....." },
  { "/input/file_list", "[\"https://a\"]", "..www" },
  { "/input/doc_tag_codes", "[\"t\"]", ".wwww" },
  { "/input/doc_reference_type", "\"simple\"", ".wwww" },
  { "/input/biz_params", "{\"city\":\"Singapore\"}", "....." },
  { "/input/biz_params/user_prompt_params", "{\"v\":1}", "..eee" },
  { "/input/biz_params/user_defined_params", "{\"p\":{}}", "..www" },
  { "/tokens", "{\"p\":true}", "..eee" },
  { "/parameters/incremental_output", "true", "....." },
  { "/parameters/has_thoughts", "true", "....." },
  { "/parameters/flow_stream_mode", "\"message_format\"", ".w..." },
  { "/parameters/rag_options", "{\"tags\":[\"t\"]}", "..www" },
  { "/parameters/enable_thinking", "false", "..www" },
  { "/parameters/enable_web_search", "true", ".wwww" },
  { "/parameters/enable_system_time", "true", ".wwww" },
  { "/parameters/enable_premium", "true", ".wwww" },
  { "/parameters/model_id", "\"m\"", "..www" },
  { "/parameters/dialog_round", "3", ".wwww" },
  { "/parameters/mcp_servers", "[\"m\"]", ".wwww" },
  { "/parameters/cip_service_codes", "{}", ".wwww" },
  { "/parameters/temperature", "1", "....." },
  { "/parameters/top_p", "1", "....." },
  { "/parameters/top_k", "1", "....." },
  { "/parameters/seed", "1", "....." },
  { "/parameters/max_tokens", "1", "....." },
  { "/headers/X-DashScope-DataInspection", "\"enable\"", "....." },
  { "/debug", "[]", "....." },
};

static void
test_kinds (void)
{
  static const ConfabAppKind order[] = {
    CONFAB_KIND_AGENT, CONFAB_KIND_AGENT_2, CONFAB_KIND_WORKFLOW, CONFAB_KIND_DIALOG_WORKFLOW,
    CONFAB_KIND_ORCHESTRATION,
  };
  g_autoptr (ConfabOptions) empty = confab_options_new_empty ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (kinds[i].value, NULL);
      g_autoptr (ConfabOptions) options = confab_options_with (empty, kinds[i].path, node);
      g_autofree char *json = confab_options_to_json (options);

      g_assert_cmpuint (strlen (kinds[i].said), ==, G_N_ELEMENTS (order));
      for (guint k = 0; k < G_N_ELEMENTS (order); k++)
        {
          gboolean is_error;
          guint n = count_problems (order[k], json, kinds[i].path, &is_error);

          g_test_message ("%s to kind %u", kinds[i].path, k);
          g_assert_cmpint (n == 0 ? '.' : is_error ? 'e' : 'w', ==, kinds[i].said[k]);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/call-limits/counts", test_counts);
  g_test_add_func ("/call-limits/numbers", test_numbers);
  g_test_add_func ("/call-limits/types", test_types);
  g_test_add_func ("/call-limits/kinds", test_kinds);

  return g_test_run ();
}
