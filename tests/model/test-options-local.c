/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What options keep for the person only. */

#include "config.h"

#include "confab-error.h"
#include "confab-json-path.h"
#include "confab-options-local.h"
#include "confab-options-merge.h"

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

#define PARAMETER "/input/biz_params/user_defined_params/code/a~1b"
#define ON        "{\"input\":{\"biz_params\":{\"user_defined_params\":{\"code\":{\"a/b\":1.0}}}}}"

/* Off and on again is the same, and what is off is not sent. */
static void
test_switch (void)
{
  g_autoptr (ConfabOptions) on = parse (ON);
  g_autoptr (ConfabOptions) off = confab_options_switch (on, PARAMETER, FALSE);
  g_autoptr (ConfabOptions) again = NULL;
  g_autoptr (ConfabOptions) same = confab_options_switch (on, "/parameters/seed", FALSE);
  g_autofree char *text = confab_options_to_json (off);
  g_autoptr (ConfabOptions) read = parse (text);
  ConfabOptionsLayer layer = { CONFAB_LAYER_APP, NULL, off };
  g_autoptr (ConfabOptionsMerge) merge = confab_options_merge (&layer, 1);

  assert_text (off, "{\"local\":{\"off\":{\"" "/input/biz_params/user_defined_params/code/a~1b"
                    "\":1.0}}}");
  assert_text (confab_options_merge_get_options (merge), "{}");
  g_assert_nonnull (confab_options_get_off (read, PARAMETER));
  again = confab_options_switch (read, PARAMETER, TRUE);
  assert_text (again, ON);
  assert_text (same, ON);
}

static void
test_labels (void)
{
  g_autoptr (ConfabOptions) empty = confab_options_new_empty ();
  g_autoptr (ConfabOptions) app =
    confab_options_with_label (empty, CONFAB_LABEL_PIPELINE, "x/1", "Phones");
  g_autoptr (ConfabOptions) session =
    confab_options_with_label (app, CONFAB_LABEL_PIPELINE, "x/1", "Mine");
  g_autoptr (ConfabOptions) gone =
    confab_options_with_label (session, CONFAB_LABEL_PIPELINE, "x/1", NULL);
  ConfabOptionsLayer layers[] = {
    { CONFAB_LAYER_APP, NULL, app },
    { CONFAB_LAYER_SESSION, NULL, session },
  };
  g_autoptr (ConfabOptionsMerge) merge = confab_options_merge (layers, G_N_ELEMENTS (layers));

  g_assert_cmpstr (confab_options_get_label (app, CONFAB_LABEL_PIPELINE, "x/1"), ==, "Phones");
  g_assert_cmpstr (confab_options_merge_get_label (merge, CONFAB_LABEL_PIPELINE, "x/1"), ==,
                   "Mine");
  g_assert_null (confab_options_merge_get_label (merge, CONFAB_LABEL_FILE, "x/1"));
  assert_text (gone, "{}");
}

static void
test_about (void)
{
  g_autoptr (ConfabOptions) empty = confab_options_new_empty ();
  g_autoptr (JsonNode) yes = json_node_init_boolean (json_node_alloc (), TRUE);
  g_autoptr (ConfabOptions) set = confab_options_with_about (empty, PARAMETER, "required", yes);
  g_autoptr (ConfabOptions) gone = confab_options_with_about (set, PARAMETER, "required", NULL);

  g_assert_true (json_node_get_boolean (confab_options_get_about (set, PARAMETER, "required")));
  assert_text (gone, "{}");
}

/* A token is refused when it is switched off as well. */
static void
test_refused (void)
{
  static const char * const cases[] = {
    "{\"presets\":1}",
    "{\"presets\":[\"1\"]}",
    "{\"presets\":[1.5]}",
    "{\"local\":[]}",
    "{\"local\":{\"labels\":1}}",
    "{\"local\":{\"labels\":{\"plugins\":\"x\"}}}",
    "{\"local\":{\"off\":{\"/input/biz_params/user_defined_tokens/c/user_token\":\"t\"}}}",
    "{\"local\":{\"off\":{\"/input/biz_params/user_defined_params/c\":{\"authorization\":\"t\"}}}}",
    "{\"local\":{\"off\":{\"/input\":{\"biz_params\":{\"user_defined_tokens\":{}}}}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ConfabOptions) options = confab_options_new_from_json (cases[i], &error);

      g_assert_null (options);
      g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/options-local/switch", test_switch);
  g_test_add_func ("/options-local/labels", test_labels);
  g_test_add_func ("/options-local/about", test_about);
  g_test_add_func ("/options-local/refused", test_refused);

  return g_test_run ();
}
