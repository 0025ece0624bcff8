/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-json-number.h"
#include "confab-json-path.h"
#include "confab-json-writer.h"
#include "confab-json.h"

/* Numbers come out as the same number, of the same type, and always as JSON. */
static void
test_numbers (void)
{
  static const struct {
    const char *text;
    const char *written;
  } cases[] = {
    { "0", "0" },
    { "-1", "-1" },
    { "1.0", "1.0" },
    { "-0.0", "-0.0" },
    { "0.1", "0.1" },
    { "0.30000000000000004", "0.30000000000000004" },
    { "1e5", "100000.0" },
    { "1e22", "1e+22" },
    { "1E-7", "1e-07" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775808", "-9223372036854775808" },
    /* Out of range: the nearest that can be, and never a number that wraps around. */
    { "9223372036854775808", "9.223372036854776e+18" },
    { "-9223372036854775809", "-9.223372036854776e+18" },
    { "123456789012345678901234567890", "1.2345678901234568e+29" },
    { "1e400", "1.7976931348623157e+308" },
    { "-1e400", "-1.7976931348623157e+308" },
    { "1e-400", "0.0" },
    { "[1e400,\"1e400\",99999999999999999999]",
      "[1.7976931348623157e+308,\"1e400\",1e+20]" },
    { "{\"a\\\"1e999\":1e999}", "{\"a\\\"1e999\":1.7976931348623157e+308}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = confab_json_parse (cases[i].text, -1, &error);
      g_autofree char *text = NULL;
      g_autoptr (JsonNode) again = NULL;

      g_assert_no_error (error);
      text = confab_json_to_text (node);
      g_assert_cmpstr (text, ==, cases[i].written);
      again = confab_json_parse (text, -1, &error);
      g_assert_no_error (error);
      g_assert_true (json_node_equal (node, again));
    }
}

static void
test_repair (void)
{
  g_assert_null (confab_json_number_repair ("[1,2.5,\"99999999999999999999\"]", 28));
  g_assert_null (confab_json_number_repair ("", 0));
}

static gboolean
write_hidden (const char *path,
              GString    *out,
              gpointer    user_data)
{
  if (!g_str_equal (path, user_data))
    return FALSE;

  g_string_append (out, "HERE");
  return TRUE;
}

static void
test_styles (void)
{
  static const char text[] = "{\"a/b\":{\"~\":[true,null,\"\\u202e! 新\\u0007\"]},\"e\":[],\"o\":{}}";
  ConfabJsonStyle python = { .is_python = TRUE, .is_plain = TRUE };
  ConfabJsonStyle pretty = { .indent = 2 };
  ConfabJsonStyle hidden = { .string_func = write_hidden, .user_data = (gpointer) "/a~1b/~0/2" };
  g_autoptr (JsonNode) node = confab_json_parse (text, -1, NULL);
  g_autofree char *as_python = confab_json_write (node, &python);
  g_autofree char *as_pretty = confab_json_write (node, &pretty);
  g_autofree char *as_hidden = confab_json_write (node, &hidden);

  g_assert_cmpstr (as_python, ==, "{\"a/b\":{\"~\":[True,None,\"\\u202e\\u0021 新\\u0007\"]},\"e\":[],"
                                  "\"o\":{}}");
  g_assert_cmpstr (as_pretty, ==,
                   "{\n  \"a/b\": {\n    \"~\": [\n      true,\n      null,\n"
                   "      \"\342\200\256! 新\\u0007\"\n    ]\n  },\n  \"e\": [],\n  \"o\": {}\n}");
  g_assert_cmpstr (as_hidden, ==, "{\"a/b\":{\"~\":[true,null,HERE]},\"e\":[],\"o\":{}}");
}

static void
test_paths (void)
{
  g_autoptr (JsonNode) node = confab_json_parse ("{\"a\":{\"b/c\":1},\"d\":2}", -1, NULL);
  g_autoptr (JsonNode) three = confab_json_parse ("3", -1, NULL);
  JsonObject *root = json_node_get_object (node);
  static const struct {
    const char *path;
    gboolean sets;
    const char *text;
  } cases[] = {
    { "/a/b~1c", TRUE, "{\"a\":{\"b/c\":3},\"d\":2}" },
    { "/a/x", TRUE, "{\"a\":{\"b/c\":1,\"x\":3},\"d\":2}" },
    { "/d/e/f", TRUE, "{\"a\":{\"b/c\":1},\"d\":{\"e\":{\"f\":3}}}" },
    { "/", TRUE, "{\"a\":{\"b/c\":1},\"d\":2,\"\":3}" },
    { "/a/b~1c", FALSE, "{\"d\":2}" },
    { "/a", FALSE, "{\"d\":2}" },
    { "/d/e", FALSE, "{\"a\":{\"b/c\":1},\"d\":2}" },
    { "/x/y/z", FALSE, "{\"a\":{\"b/c\":1},\"d\":2}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonObject) changed =
        confab_json_path_set (root, cases[i].path, cases[i].sets ? three : NULL);
      g_autofree char *text = confab_json_object_to_text (changed);
      g_autofree char *before = confab_json_object_to_text (root);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (before, ==, "{\"a\":{\"b/c\":1},\"d\":2}");
      if (cases[i].sets)
        g_assert_nonnull (confab_json_path_get (changed, cases[i].path));
      else
        g_assert_null (confab_json_path_get (changed, cases[i].path));
    }

  g_assert_null (confab_json_path_get (root, "a"));
  g_assert_null (confab_json_path_get (root, ""));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-writer/numbers", test_numbers);
  g_test_add_func ("/json-writer/repair", test_repair);
  g_test_add_func ("/json-writer/styles", test_styles);
  g_test_add_func ("/json-writer/paths", test_paths);

  return g_test_run ();
}
