/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-error.h"
#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-options-fields.h"
#include "confab-options-merge.h"
#include "random-options.h"

static ConfabOptions *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  ConfabOptions *options = confab_options_new_from_json (text, &error);

  g_assert_no_error (error);
  return options;
}

static void
assert_text (ConfabOptions *options,
             const char    *text)
{
  g_autofree char *have = confab_options_to_json (options);

  g_assert_cmpstr (have, ==, text);
}

/* JSON out and in again is the same, byte for byte the second time. */
static void
test_property (void)
{
  g_autoptr (GRand) rand = random_options_start ();

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (ConfabOptions) options = random_options_next (rand);
      g_autofree char *text = confab_options_to_json (options);
      g_autoptr (ConfabOptions) second = parse (text);
      g_autofree char *again = confab_options_to_json (second);

      g_assert_true (confab_options_equal (options, second));
      g_assert_cmpstr (again, ==, text);
    }
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    const char *begins;
  } cases[] = {
    { "[]", "" },
    { "{", "" },
    { "{\"input\":1}", "/input" },
    { "{\"parameters\":[]}", "/parameters" },
    { "{\"headers\":\"x\"}", "/headers" },
    { "{\"body\":null}", "/body" },
    { "{\"stream\":\"x\"}", "/stream" },
    { "{\"stream\":1}", "/stream" },
    { "{\"tokens\":{\"a\":\"\"}}", "/tokens/a" },
    { "{\"tokens\":{\"a\":1}}", "/tokens/a" },
    { "{\"tokens\":{\"\":true}}", "/tokens/" },
    { "{\"unset\":\"/a\"}", "/unset" },
    { "{\"unset\":[\"a\"]}", "/unset" },
    { "{\"parameters\":{\"seed\":12345678901234567890}}", "" },
    { "{\"parameters\":{\"x\":1e999}}", "" },
    /* Secrets never get in. */
    { "{\"input\":{\"biz_params\":{\"user_defined_tokens\":{}}}}",
      "/input/biz_params/user_defined_tokens" },
    { "{\"input\":{\"biz_params\":{\"user_defined_params\":{\"m/1\":{\"AUTHORIZATION\":\"x\"}}}}}",
      "/input/biz_params/user_defined_params/m~11/AUTHORIZATION" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (confab_options_new_from_json (cases[i].text, &error));
      g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
      g_assert_true (g_str_has_prefix (error->message, cases[i].begins));
    }
}

/* Each field goes in and out as its type, and back to unset. */
static void
test_fields (void)
{
  static const char * const strings[] = { "a", "b", NULL };
  g_autoptr (ConfabOptions) empty = confab_options_new_empty ();

  for (guint i = 0; i < CONFAB_N_FIELDS; i++)
    {
      ConfabField field = (ConfabField) i;
      const ConfabFieldInfo *info = confab_field_get_info (field);
      g_autoptr (ConfabOptions) with = NULL;
      g_autoptr (ConfabOptions) without = NULL;
      g_autoptr (JsonNode) any = NULL;
      g_auto (GStrv) list = NULL;
      gboolean flag = FALSE;
      gint64 integer = 0;
      double number = 0;

      g_assert_nonnull (info->path);
      g_assert_false (confab_options_is_set (empty, field));
      switch (info->type)
        {
        case CONFAB_FIELD_TYPE_STRING:
          with = confab_options_with_string (empty, field, "x");
          g_assert_cmpstr (confab_options_get_string (with, field), ==, "x");
          break;
        case CONFAB_FIELD_TYPE_BOOLEAN:
          with = confab_options_with_boolean (empty, field, TRUE);
          g_assert_true (confab_options_get_boolean (with, field, &flag) && flag);
          break;
        case CONFAB_FIELD_TYPE_INTEGER:
          with = confab_options_with_integer (empty, field, G_MAXINT64);
          g_assert_true (confab_options_get_integer (with, field, &integer));
          g_assert_cmpint (integer, ==, G_MAXINT64);
          break;
        case CONFAB_FIELD_TYPE_NUMBER:
          with = confab_options_with_number (empty, field, 0.1);
          g_assert_true (confab_options_get_number (with, field, &number));
          g_assert_cmpfloat (number, ==, 0.1);
          break;
        case CONFAB_FIELD_TYPE_STRINGS:
          with = confab_options_with_strings (empty, field, strings);
          list = confab_options_dup_strings (with, field);
          g_assert_true (g_strv_equal ((const char * const *) list, strings));
          break;
        case CONFAB_FIELD_TYPE_ARRAY:
        case CONFAB_FIELD_TYPE_OBJECT:
        case CONFAB_FIELD_TYPE_ANY:
        default:
          any = confab_json_parse (info->type == CONFAB_FIELD_TYPE_ARRAY ? "[1]" : "{\"a\":1}", -1,
                                   NULL);
          with = confab_options_with_value (empty, field, any);
          g_assert_true (json_node_equal (confab_options_get_value (with, field), any));
          break;
        }

      g_assert_true (confab_options_is_set (with, field));
      assert_text (empty, "{}");
      without = confab_options_without (with, field);
      assert_text (without, "{}");
    }
}

static void
test_builders (void)
{
  g_autoptr (ConfabOptions) empty = confab_options_new_empty ();
  g_autoptr (JsonNode) two = confab_json_parse ("2", -1, NULL);
  g_autoptr (ConfabOptions) one = confab_options_with_parameter (empty, "dorm/1", "article", two);
  g_autoptr (ConfabOptions) token = confab_options_with_token (one, "dorm/1", NULL);
  g_autoptr (ConfabOptions) both = confab_options_with_token (token, "mcp", "Authorization");
  g_autoptr (ConfabOptions) less = confab_options_without_token (both, "dorm/1");
  g_autoptr (GPtrArray) refs = confab_options_dup_tokens (both);
  const ConfabTokenRef *ref;

  assert_text (both, "{\"input\":{\"biz_params\":{\"user_defined_params\":{\"dorm/1\":{"
                     "\"article\":2}}}},\"tokens\":{\"dorm/1\":true,\"mcp\":\"Authorization\"}}");
  assert_text (less, "{\"input\":{\"biz_params\":{\"user_defined_params\":{\"dorm/1\":{"
                     "\"article\":2}}}},\"tokens\":{\"mcp\":\"Authorization\"}}");
  g_assert_cmpuint (refs->len, ==, 2);
  ref = g_ptr_array_index (refs, 0);
  g_assert_cmpstr (ref->path, ==, "/input/biz_params/user_defined_tokens/dorm~11/user_token");
  ref = g_ptr_array_index (refs, 1);
  g_assert_cmpstr (ref->path, ==, "/input/biz_params/user_defined_params/mcp/Authorization");
}

/* Merging ----------------------------------------------------------------------------------- */

static const struct {
  ConfabLayer layer;
  const char *name;
  const char *options;
} layers[] = {
  { CONFAB_LAYER_APP, NULL,
    "{\"stream\":\"none\",\"parameters\":{\"temperature\":0.5,\"top_k\":3,\"rag_options\":{"
    "\"pipeline_ids\":[\"a\",\"b\"],\"metadata_filter\":{\"year\":\"2023\",\"type\":\"x\"}}},"
    "\"input\":{\"biz_params\":{\"file\":{\"type\":\"audio\",\"name\":\"a\"},"
    "\"user_defined_params\":{\"p\":{\"n\":1,\"m\":{\"x\":1}}}}},\"tokens\":{\"p\":true}}" },
  { CONFAB_LAYER_PRESET, "First",
    "{\"parameters\":{\"rag_options\":{\"pipeline_ids\":[\"c\"],\"tags\":[\"t\"]}}}" },
  { CONFAB_LAYER_PRESET, "Second",
    "{\"parameters\":{\"rag_options\":{\"metadata_filter\":{\"year\":\"2024\"}}},"
    "\"input\":{\"biz_params\":{\"user_defined_params\":{\"p\":{\"m\":{\"y\":2}}}}}}" },
  { CONFAB_LAYER_SESSION, NULL,
    "{\"unset\":[\"/parameters/temperature\",\"/parameters/rag_options/tags\"],"
    "\"input\":{\"biz_params\":{\"file\":{\"type\":\"video\"}}},\"tokens\":{\"p\":false}}" },
  { CONFAB_LAYER_MESSAGE, NULL, "{\"stream\":\"cumulative\",\"parameters\":{\"top_k\":null}}" },
};

static void
test_merge (void)
{
  static const struct {
    const char *path;
    ConfabLayer layer;
    const char *name;
    const char *value; /* NULL: it is taken away */
  } wanted[] = {
    { "/stream", CONFAB_LAYER_MESSAGE, NULL, "\"cumulative\"" },
    { "/parameters/temperature", CONFAB_LAYER_SESSION, NULL, NULL },
    { "/parameters/top_k", CONFAB_LAYER_MESSAGE, NULL, "null" },
    /* Arrays are one value, filters are several. */
    { "/parameters/rag_options/pipeline_ids", CONFAB_LAYER_PRESET, "First", "[\"c\"]" },
    { "/parameters/rag_options/tags", CONFAB_LAYER_SESSION, NULL, NULL },
    { "/parameters/rag_options/metadata_filter/year", CONFAB_LAYER_PRESET, "Second", "\"2024\"" },
    { "/parameters/rag_options/metadata_filter/type", CONFAB_LAYER_APP, NULL, "\"x\"" },
    { "/parameters/rag_options/metadata_filter", CONFAB_LAYER_PRESET, "Second",
      "{\"year\":\"2024\",\"type\":\"x\"}" },
    /* A workflow's own object is one value, as is a parameter of a plug-in. */
    { "/input/biz_params/file", CONFAB_LAYER_SESSION, NULL, "{\"type\":\"video\"}" },
    { "/input/biz_params/file/type", CONFAB_LAYER_SESSION, NULL, "\"video\"" },
    { "/input/biz_params/user_defined_params/p/n", CONFAB_LAYER_APP, NULL, "1" },
    { "/input/biz_params/user_defined_params/p/m", CONFAB_LAYER_PRESET, "Second", "{\"y\":2}" },
    { "/tokens/p", CONFAB_LAYER_SESSION, NULL, "false" },
  };
  ConfabOptionsLayer given[G_N_ELEMENTS (layers)];
  g_autoptr (ConfabOptionsMerge) merge = NULL;
  g_autoptr (GPtrArray) tokens = NULL;
  g_auto (GStrv) paths = NULL;
  ConfabOptions *effective;

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      given[i].layer = layers[i].layer;
      given[i].name = layers[i].name;
      given[i].options = parse (layers[i].options);
    }
  merge = confab_options_merge (given, G_N_ELEMENTS (layers));
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      assert_text (given[i].options, layers[i].options);
      confab_options_unref (given[i].options);
    }

  effective = confab_options_merge_get_options (merge);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      JsonNode *node = confab_options_get (effective, wanted[i].path);
      g_autofree char *text = node != NULL ? confab_json_to_text (node) : NULL;
      ConfabLayer layer = CONFAB_LAYER_APP;
      const char *name = NULL;

      g_assert_cmpstr (text, ==, wanted[i].value);
      g_assert_true (confab_options_merge_find (merge, wanted[i].path, &layer, &name));
      g_assert_cmpint (layer, ==, wanted[i].layer);
      g_assert_cmpstr (name, ==, wanted[i].name);
    }

  g_assert_false (confab_options_merge_find (merge, "/parameters/seed", NULL, NULL));
  g_assert_false (confab_options_merge_find (merge, "/parameters/temperatures", NULL, NULL));
  tokens = confab_options_dup_tokens (effective);
  g_assert_cmpuint (tokens->len, ==, 0);
  g_assert_null (confab_options_get (effective, "/unset"));

  /* Every value that is set has its origin. */
  paths = confab_options_merge_dup_paths (merge);
  g_assert_cmpuint (g_strv_length (paths), ==, 11);
}

static void
test_overlay (void)
{
  static const struct {
    const char *under;
    const char *over;
    const char *both;
  } cases[] = {
    { "{}", "{}", "{}" },
    { "{\"debug\":{\"a\":1}}", "{\"debug\":{\"b\":1}}", "{\"debug\":{\"b\":1}}" },
    { "{\"parameters\":{\"rag_options\":1}}", "{\"parameters\":{\"rag_options\":{\"tags\":[]}}}",
      "{\"parameters\":{\"rag_options\":{\"tags\":[]}}}" },
    { "{\"parameters\":{\"rag_options\":{\"tags\":[]}}}", "{\"parameters\":{\"rag_options\":1}}",
      "{\"parameters\":{\"rag_options\":1}}" },
    { "{\"input\":{\"a\":1}}", "{\"input\":{}}", "{\"input\":{\"a\":1}}" },
    { "{\"input\":{\"a\":1}}", "{\"unset\":[\"/input\"]}", "{}" },
    { "{\"body\":{\"model\":\"\"}}", "{\"body\":{\"app_id\":\"x\"}}",
      "{\"body\":{\"model\":\"\",\"app_id\":\"x\"}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabOptions) under = parse (cases[i].under);
      g_autoptr (ConfabOptions) over = parse (cases[i].over);
      g_autoptr (ConfabOptions) both = confab_options_overlay (under, over);

      assert_text (both, cases[i].both);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/options/property", test_property);
  g_test_add_func ("/options/refused", test_refused);
  g_test_add_func ("/options/fields", test_fields);
  g_test_add_func ("/options/builders", test_builders);
  g_test_add_func ("/options/merge", test_merge);
  g_test_add_func ("/options/overlay", test_overlay);

  return g_test_run ();
}
