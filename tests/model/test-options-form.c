/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands between options and the pages that show them: values as text, parts as JSON, files. */

#include "config.h"

#include <string.h>

#include "confab-error.h"
#include "confab-options-local.h"
#include "confab-options-slice.h"
#include "confab-preset-file.h"
#include "confab-value.h"
#include "confab-json.h"

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

/* Each value is the same again, with its type. */
static void
test_values (void)
{
  static const char * const values[] = {
    "\"\"", "\"2\"", "\"true\"", "\"a\\nb\"", "\"新加坡\"", "\"\\\"x\\\"\"", "\" 1 \"", "0", "1", "1.0",
    "-0.0", "9223372036854775807", "1e22", "true", "false", "null", "[]", "[1,\"1\",1.0,null]", "{}",
    "{\"a\":{\"b\":[true]}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (JsonNode) value = confab_json_parse (values[i], -1, NULL);
      g_autofree char *text = confab_value_to_text (value);
      g_autofree char *guess_text = confab_value_to_guess (value);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) again =
        confab_value_from_text (confab_value_get_type_of (value), text, &error);
      g_autoptr (JsonNode) guessed = confab_value_guess (guess_text);

      g_assert_no_error (error);
      g_assert_true (json_node_equal (again, value));
      if (confab_value_get_type_of (value) <= CONFAB_VALUE_NUMBER)
        g_assert_true (json_node_equal (guessed, value));
    }
}

/* Each with a sentence that helps; JSON with where it stops. */
static void
test_refused_values (void)
{
  static const struct {
    ConfabValueType type;
    const char *text;
    const char *says;
  } cases[] = {
    { CONFAB_VALUE_NUMBER, "", "Write it like 42" },
    { CONFAB_VALUE_NUMBER, "1,5", "Write it like 42" },
    { CONFAB_VALUE_NUMBER, "0x10", "Write it like 42" },
    { CONFAB_VALUE_NUMBER, "1e999", "too large" },
    { CONFAB_VALUE_NUMBER, "\"1\"", "Write it like 42" },
    { CONFAB_VALUE_NUMBER, "9223372036854775808123", "too large" },
    { CONFAB_VALUE_LIST, "a, b", "Write it like [" },
    { CONFAB_VALUE_LIST, "{}", "Write it like [" },
    { CONFAB_VALUE_LIST, "[1", "ends too early (line 1, column 3)" },
    { CONFAB_VALUE_LIST, "[1e999]", "in quotes" },
    { CONFAB_VALUE_OBJECT, "[]", "Write it like {" },
    { CONFAB_VALUE_OBJECT, " {a:1}", "not valid JSON (line 1, column 3)" },
    { CONFAB_VALUE_OBJECT, "{\"a\":\n1,}", "not valid JSON (line 2, column 3)" },
    { CONFAB_VALUE_BOOLEAN, "yes", "true or false" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) value = confab_value_from_text (cases[i].type, cases[i].text, &error);

      g_assert_null (value);
      g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
      if (strstr (error->message, cases[i].says) == NULL)
        g_error ("%s: %s", cases[i].text, error->message);
    }
}

#define WHOLE                                                                                      \
  "{\"parameters\":{\"rag_options\":{\"tags\":[\"a\"],\"new\":{\"x\":1}},\"seed\":1},"             \
  "\"local\":{\"off\":{\"/parameters/rag_options/file_ids\":[],\"/parameters/seed\":2},"           \
  "\"labels\":{\"pipeline_ids\":{\"p\":\"P\"}}},\"other\":true}"

/* A page takes its part out and puts it back; unknown members of it stay, and so does the rest. */
static void
test_slice (void)
{
  static const char * const paths[] = { "/parameters/rag_options", "/local/labels/pipeline_ids",
                                        NULL };
  g_autoptr (ConfabOptions) whole = parse (WHOLE);
  g_autoptr (ConfabOptions) slice = confab_options_slice (whole, paths);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabOptions) same = confab_options_with_slice (whole, paths, slice, &error);
  g_autoptr (ConfabOptions) empty = confab_options_new_empty ();
  g_autoptr (ConfabOptions) without = confab_options_with_slice (whole, paths, empty, NULL);
  g_autoptr (ConfabOptions) foreign = parse ("{\"parameters\":{\"seed\":3}}");
  g_autoptr (ConfabOptions) refused = NULL;

  g_assert_no_error (error);
  assert_text (slice, "{\"parameters\":{\"rag_options\":{\"tags\":[\"a\"],\"new\":{\"x\":1}}},"
                      "\"local\":{\"labels\":{\"pipeline_ids\":{\"p\":\"P\"}},"
                      "\"off\":{\"/parameters/rag_options/file_ids\":[]}}}");
  g_assert_true (confab_options_equal (same, whole));
  assert_text (without, "{\"parameters\":{\"seed\":1},\"local\":{\"off\":{\"/parameters/seed\":2}},"
                        "\"other\":true}");

  refused = confab_options_with_slice (whole, paths, foreign, &error);
  g_assert_null (refused);
  g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "/parameters/seed"));
}

static void
test_files (void)
{
  ConfabPresetRecord record = { 7, 9, (char *) "Phones", CONFAB_PRESET_KNOWLEDGE,
                                (char *) "{\"tokens\":{\"p\":true}}" };
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const ConfabPresetRecord *first;

  g_ptr_array_add (records, &record);
  text = confab_preset_file_write (records);
  read = confab_preset_file_read (text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, 1);
  first = g_ptr_array_index (read, 0);
  g_assert_cmpint (first->id, ==, 0);
  g_assert_cmpstr (first->name, ==, "Phones");
  g_assert_cmpint (first->kind, ==, CONFAB_PRESET_KNOWLEDGE);
  g_assert_cmpstr (first->options, ==, record.options);
}

static void
test_hostile_files (void)
{
  static const char * const cases[] = {
    "", "[]", "{}", "{\"confab_presets\":{}}", "{\"confab_presets\":[1]}",
    "{\"confab_presets\":[{\"name\":\"a\"}]}",
    "{\"confab_presets\":[{\"name\":\"a\",\"options\":{\"input\":1}}]}",
    "{\"confab_presets\":[{\"name\":\"a\",\"options\":{\"input\":{\"biz_params\":"
    "{\"user_defined_tokens\":{\"x\":{\"user_token\":\"secret\"}}}}}}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) read = confab_preset_file_read (cases[i], -1, &error);

      g_assert_null (read);
      g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
      g_assert_null (strstr (error->message, "secret"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/options-form/values", test_values);
  g_test_add_func ("/options-form/refused-values", test_refused_values);
  g_test_add_func ("/options-form/slice", test_slice);
  g_test_add_func ("/options-form/files", test_files);
  g_test_add_func ("/options-form/hostile-files", test_hostile_files);

  return g_test_run ();
}
