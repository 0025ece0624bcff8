/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-json-scan.h"
#include "confab-json.h"

typedef enum {
  NOT_WHOLE,
  WHOLE,
  WHOLE_AT_END, /* a number: more digits might follow */
} Expected;

static const struct {
  const char *text;
  Expected expected;
} texts[] = {
  { "{}", WHOLE },
  { "[]", WHOLE },
  { " \t\r\n{} \n", WHOLE },
  { "{\"a\":1}", WHOLE },
  { "{\"a\":[1,2,{\"b\":null}],\"c\":true,\"d\":false}", WHOLE },
  { "{\"a\":\"}\"}", WHOLE },
  { "{\"a\":\"\\\"}\"}", WHOLE },
  { "\"\\u00e9\\n\\/\"", WHOLE },
  { "\"x\"", WHOLE },
  { "true", WHOLE },
  { "null", WHOLE },
  { "0", WHOLE_AT_END },
  { "-0", WHOLE_AT_END },
  { "12.50", WHOLE_AT_END },
  { "1e5", WHOLE_AT_END },
  { "1E+05", WHOLE_AT_END },
  { "1 ", WHOLE },
  { "[-1.5e-3]", WHOLE },
  { "", NOT_WHOLE },
  { "  ", NOT_WHOLE },
  { "{", NOT_WHOLE },
  { "{\"a\":", NOT_WHOLE },
  { "{\"a\"}", NOT_WHOLE },
  { "{\"a\":1", NOT_WHOLE },
  { "{\"a\":1,}", NOT_WHOLE },
  { "{,}", NOT_WHOLE },
  { "[1,]", NOT_WHOLE },
  { "[,1]", NOT_WHOLE },
  { "[1 2]", NOT_WHOLE },
  { "[1}", NOT_WHOLE },
  { "{]", NOT_WHOLE },
  { "]", NOT_WHOLE },
  { "{}}", NOT_WHOLE },
  { "{}{}", NOT_WHOLE },
  { "{}\n{}", NOT_WHOLE },
  { "{'a':1}", NOT_WHOLE },
  { "{a:1}", NOT_WHOLE },
  { "\"\\x\"", NOT_WHOLE },
  { "\"\\u00g0\"", NOT_WHOLE },
  { "\"\\u00\"", NOT_WHOLE },
  { "\"\\u00e\"", NOT_WHOLE },
  { "\"a\nb\"", NOT_WHOLE },
  { "\"", NOT_WHOLE },
  { "01", NOT_WHOLE },
  { "-", NOT_WHOLE },
  { "+1", NOT_WHOLE },
  { ".5", NOT_WHOLE },
  { "1.", NOT_WHOLE },
  { "1e", NOT_WHOLE },
  { "1e+", NOT_WHOLE },
  { "tru", NOT_WHOLE },
  { "truex", NOT_WHOLE },
  { "nulL", NOT_WHOLE },
  { "NaN", NOT_WHOLE },
  { "[DONE]", NOT_WHOLE },
  { "not json", NOT_WHOLE },
  { "var a = {};", NOT_WHOLE },
  { "/* c */ 5", NOT_WHOLE },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize length = strlen (texts[i].text);

      g_test_message ("%s", texts[i].text);

      /* In one piece, and in two pieces cut anywhere. */
      for (gsize cut = 0; cut <= length; cut++)
        {
          ConfabJsonScan scan;

          confab_json_scan_reset (&scan);
          confab_json_scan_feed (&scan, texts[i].text, cut);
          confab_json_scan_feed (&scan, texts[i].text + cut, length - cut);
          g_assert_cmpint (confab_json_scan_is_whole (&scan, FALSE), ==,
                           texts[i].expected == WHOLE);
          g_assert_cmpint (confab_json_scan_is_whole (&scan, TRUE), ==,
                           texts[i].expected != NOT_WHOLE);
        }
    }
}

static void
test_nul (void)
{
  ConfabJsonScan scan;

  confab_json_scan_reset (&scan);
  confab_json_scan_feed (&scan, "\"\\\0\"", 4);
  g_assert_false (confab_json_scan_is_whole (&scan, TRUE));
}

/* The limit is that of the parser behind it. */
static void
test_depth (void)
{
  for (int depth = CONFAB_JSON_MAX_DEPTH - 1; depth <= CONFAB_JSON_MAX_DEPTH + 1; depth++)
    for (int mixed = 0; mixed < 2; mixed++)
      {
        g_autoptr (GString) text = g_string_new (NULL);
        g_autoptr (JsonNode) node = NULL;
        ConfabJsonScan scan;

        for (int i = 0; i < depth - 1; i++)
          g_string_append (text, mixed && i % 2 == 1 ? "{\"a\":" : "[");
        g_string_append (text, "[]");
        for (int i = depth - 2; i >= 0; i--)
          g_string_append_c (text, mixed && i % 2 == 1 ? '}' : ']');

        confab_json_scan_reset (&scan);
        confab_json_scan_feed (&scan, text->str, text->len);
        node = confab_json_parse (text->str, (gssize) text->len, NULL);
        g_assert_cmpint (confab_json_scan_is_whole (&scan, TRUE), ==,
                         depth <= CONFAB_JSON_MAX_DEPTH);
        g_assert_cmpint (node != NULL, ==, depth <= CONFAB_JSON_MAX_DEPTH);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-scan/texts", test_texts);
  g_test_add_func ("/json-scan/nul", test_nul);
  g_test_add_func ("/json-scan/depth", test_depth);

  return g_test_run ();
}
