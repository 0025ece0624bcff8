/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-clock.h"
#include "confab-error.h"
#include "confab-json.h"
#include "confab-preview.h"
#include "confab-text.h"
#include "confab-url.h"

static void
test_error_words (void)
{
  for (guint i = 0; i < CONFAB_N_ERROR_CLASSES; i++)
    {
      const char *word = confab_error_to_word ((ConfabErrorClass) i);
      ConfabErrorClass back = CONFAB_ERROR_OTHER;

      g_assert_true (confab_error_from_word (word, &back));
      g_assert_cmpuint (back, ==, i);
      g_assert_cmpint (confab_error_get_exit_status ((ConfabErrorClass) i), !=, 0);
    }

  g_assert_cmpint (confab_error_get_exit_status (CONFAB_ERROR_AUTH), ==, 3);
  g_assert_cmpint (confab_error_get_exit_status (CONFAB_ERROR_QUOTA), ==, 4);
  g_assert_cmpint (confab_error_get_exit_status (CONFAB_ERROR_INCOMPLETE), ==, 8);
  g_assert_cmpint (confab_error_get_exit_status (CONFAB_ERROR_CANCELLED), ==, 130);
}

static char *
nest (guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, ']');

  return g_string_free (text, FALSE);
}

static void
test_json_depth (void)
{
  const struct {
    guint depth;
    gboolean good;
  } rows[] = { { 1, TRUE }, { 63, TRUE }, { 64, TRUE }, { 65, FALSE }, { 100000, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = nest (rows[i].depth);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = confab_json_parse (text, -1, &error);

      if (rows[i].good)
        {
          g_assert_no_error (error);
          g_assert_nonnull (node);
        }
      else
        {
          g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER);
          g_assert_null (node);
        }
    }
}

static void
test_json_hostile (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  gint64 number = 7;
  gboolean flag = TRUE;

  /* Brackets in strings do not count; an escaped NUL does not cut the text short. */
  node = confab_json_parse ("{\"a\":\"[[[{{\\\"[\",\"b\":\"x\\u0000y\",\"c\":\"\\\\u0000\",\"n\":\"5\"}",
                            -1, &error);
  g_assert_no_error (error);
  object = json_node_get_object (node);
  g_assert_cmpstr (confab_json_get_string (object, "a"), ==, "[[[{{\"[");
  g_assert_cmpstr (confab_json_get_string (object, "b"), ==, "x\357\277\275y");
  g_assert_cmpstr (confab_json_get_string (object, "c"), ==, "\\u0000");

  /* Wrong types are "not there", never a critical warning. */
  g_assert_false (confab_json_get_int (object, "n", &number));
  g_assert_cmpint (number, ==, 7);
  g_assert_false (confab_json_get_boolean (object, "n", &flag));
  g_assert_null (confab_json_get_object (object, "a"));
  g_assert_null (confab_json_get_array (object, "missing"));
  g_assert_null (confab_json_get_string (NULL, "a"));
}

static void
test_json_invalid (void)
{
  const char *texts[] = { "", " ", "{", "{\"a\":}", "nonsense", "{\"a\":1}}", "\377\376" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = confab_json_parse (texts[i], -1, &error);

      g_assert_null (node);
      g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER);
    }
}

static void
test_json_bad_utf8 (void)
{
  g_autoptr (GError) error = NULL;
  const char text[] = "{\"a\":\"x\377y\"} garbage after the end";
  g_autoptr (JsonNode) node = confab_json_parse (text, 11, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (confab_json_get_string (json_node_get_object (node), "a"), ==,
                   "x\357\277\275y");
}

static void
test_text_terminal (void)
{
  g_autofree char *osc = confab_text_for_terminal ("a\033]52;c;eA==\007b\tc\n", -1);
  g_autofree char *c1 = confab_text_for_terminal ("x\302\233y\177", -1);
  g_autofree char *bidi = confab_text_for_terminal ("a\342\200\256b", -1);
  g_autofree char *nul = confab_text_for_terminal ("a\0b", 3);

  g_assert_null (strchr (osc, '\033'));
  g_assert_null (strchr (osc, '\007'));
  g_assert_cmpstr (osc, ==, "a␛]52;c;eA==␇b\tc\n");
  g_assert_cmpstr (c1, ==, "x\357\277\275y␡");
  g_assert_cmpstr (bidi, ==, "ab");
  g_assert_cmpstr (nul, ==, "a\357\277\275b");
}

static void
test_text_one_line (void)
{
  const struct {
    const char *text;
    gsize max;
    const char *expected;
  } rows[] = {
    { "", 10, "" },
    { NULL, 10, "" },
    { "  two \n\n words ", 20, "two words" },
    { "0123456789", 10, "0123456789" },
    { "01234567890", 10, "0123456789…" },
    { "新加坡有什么好吃的", 3, "新加坡…" },
    { "a\342\200\256b", 10, "a b" },
    { "a\346\226", 10, "a\357\277\275\357\277\275" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = confab_text_one_line (rows[i].text, rows[i].max);

      g_assert_cmpstr (line, ==, rows[i].expected);
    }
}

static void
test_preview (void)
{
  static const struct {
    const char *markdown;
    const char *preview;
  } rows[] = {
    { NULL, "" },
    { "", "" },
    { "### Foods\n\n- **Laksa**: noodles in a *spicy* soup", "Foods Laksa: noodles in a spicy soup" },
    { "> 1. quoted\n> 2. again", "quoted again" },
    { "```sh\nls -l `pwd`\n```\nDone.", "ls -l pwd Done." },
    { "| a | b |\n|---|:-:|\n| 1 | 2 |", "a b 1 2" },
    { "---\n- [x] 已完成<ref>[1]</ref>，见文档<ref>[", "已完成，见文档" },
    { "2*3 * 4 is 24, #1 of a_b __c__", "2*3 * 4 is 24, #1 of a_b c" },
    { "2024 was a year. 3.5 too", "2024 was a year. 3.5 too" },
    { "a**粗**体 \xff", "a粗体 \xef\xbf\xbd" },
    { "one two three four", "one two th…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize max = i + 1 < G_N_ELEMENTS (rows) ? 100 : 10;
      g_autofree char *preview = confab_preview_from_markdown (rows[i].markdown, max);

      g_assert_cmpstr (preview, ==, rows[i].preview);
    }
}

/* A passage loses its marks, and the places in it go along with their words. */
static void
test_preview_strip (void)
{
  static const struct {
    const char *markdown;
    const char *word; /* marked in both */
    const char *expected;
  } rows[] = {
    { "plain text", "text", "plain text" },
    { "### Foods\n\n- **Laksa**: a *spicy* soup", "Laksa", "Foods Laksa: a spicy soup" },
    { "one `two`<ref>[1]</ref> three\n\n> four", "four", "one two three four" },
    { "one `two`<ref>[1]</ref> three\n\n> four", "three", "one two three four" },
    { "**海南鸡饭**：很**好吃**", "好吃", "海南鸡饭：很好吃" },
    { "**海南鸡饭**\n", "海南鸡饭", "海南鸡饭" },
    { "", "", "" },
    { "\n\n```\n", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize start = strstr (rows[i].markdown, rows[i].word) - rows[i].markdown;
      ConfabRange range = { start, start + strlen (rows[i].word) };
      g_autofree char *words = confab_preview_strip (rows[i].markdown, &range, 1);
      g_autofree char *found = NULL;

      g_assert_cmpstr (words, ==, rows[i].expected);
      g_assert_cmpuint (range.end, <=, strlen (words));
      found = g_strndup (words + range.start, range.end - range.start);
      g_assert_cmpstr (found, ==, rows[i].word);
    }
}

static void
test_text_mask (void)
{
  const char *secrets[] = { "sk-canary-1", "abc", NULL };
  g_autofree char *masked =
    confab_text_mask_secrets ("key sk-canary-1 and sk-canary-1, abc stays", secrets);

  g_assert_cmpstr (masked, ==, "key *** and ***, abc stays");
}

static void
test_url_normalize (void)
{
  const struct {
    const char *url;
    const char *expected; /* NULL: refused */
  } rows[] = {
    { "https://dashscope.aliyuncs.com/api/v1", "https://dashscope.aliyuncs.com/api/v1" },
    { " https://dashscope.aliyuncs.com/api/v1/// ", "https://dashscope.aliyuncs.com/api/v1" },
    { "https://h.example/api/v1/apps/abc/completion", "https://h.example/api/v1" },
    { "http://127.0.0.1:8099/api/v1", "http://127.0.0.1:8099/api/v1" },
    { "http://localhost:8099/api/v1", "http://localhost:8099/api/v1" },
    { "http://[::1]:8099/api/v1", "http://[::1]:8099/api/v1" },
    { "https://例子.example/api/v1", "https://xn--fsqu00a.example/api/v1" },
    { "http://127.1/api/v1", NULL },
    { "http://2130706433/api/v1", NULL },
    { "http://localhost.evil.example/api/v1", NULL },
    { "http://127.0.0.1@evil.example/api/v1", NULL },
    { "https://user:pw@h.example/api/v1", NULL },
    { "http://127.0.0.1\\@evil.example/", NULL },
    { "https://h.example/api/v1?x=1", NULL },
    { "https://h.example/api/v1#x", NULL },
    { "https://h.example/a b", NULL },
    { "https://h.example/\r\nX: y", NULL },
    { "ftp://h.example/", NULL },
    { "h.example/api/v1", NULL },
    { "https:///api/v1", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *url = confab_url_normalize_base (rows[i].url, &error);

      g_assert_cmpstr (url, ==, rows[i].expected);
      if (rows[i].expected == NULL)
        g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE);
    }

  g_assert_true (confab_url_is_loopback ("http://127.0.0.1:1/x"));
  g_assert_true (confab_url_is_loopback ("http://[::1]:1/x"));
  g_assert_false (confab_url_is_loopback ("https://dashscope.aliyuncs.com/api/v1"));
}

static void
test_clock_manual (void)
{
  g_autoptr (ConfabClock) clock = confab_clock_new_manual (1000);
  gint64 before = confab_clock_get_monotonic (clock);

  g_assert_cmpint (confab_clock_get_wall (clock), ==, 1000);
  confab_clock_advance (clock, 5);
  g_assert_cmpint (confab_clock_get_wall (clock), ==, 1005);
  g_assert_cmpint (confab_clock_get_monotonic (clock), ==, before + 5);
}

/* A long string goes around json-glib: it is the same as what a short one becomes, in each place. */
static void
test_json_long (void)
{
  static const char * const ends[] = {
    "", "x", "\\n\\t\\r\\b\\f\\/\\\\\\\"", "\\u00e9\\u0041", "\\ud83d\\ude00", "\\ud83d", "\\ude00\\ud83d",
    "\\ud83dx\\ude00", "\\ud83d\\u0041", "\\u0000y", "\\\\u0041", "\346\226\260\345\212\240\345\235\241", "\377\303",
    "\\uD83D\\uDE00\\ud83d\\n", "the longest string", "\177",
  };
  static const char * const places[] = {
    "{\"a\":\"%s\"}", "{\"a\":\"short\",\"a\":\"%s\"}", "{\"b\":[1,\"two\"],\"a\":\"%s\",\"c\":1e999}",
    "{\"b\":\"the longest string\",\"a\":\"%s\"}", "{\"a\":\"%s\",\"b\":\"\\u0074he longest string\"}",
    "{\"the longest string\":\"x\",\"a\":\"%s\"}", "{\"b\":\"\\u0000\",\"a\":\"%s\"}",
  };
  g_autofree char *run = g_strnfill (600, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (guint k = 0; k < G_N_ELEMENTS (places); k++)
      {
        g_autofree char *string = g_strconcat (run, ends[i], NULL);
        g_auto (GStrv) around = g_strsplit (places[k], "%s", 2);
        g_autofree char *long_text = g_strconcat (around[0], string, around[1], NULL);
        g_autofree char *short_text = g_strconcat (around[0], ends[i], around[1], NULL);
        g_autoptr (GError) error = NULL;
        g_autoptr (JsonNode) of_long = confab_json_parse (long_text, -1, &error);
        g_autoptr (JsonNode) of_short = confab_json_parse (short_text, -1, NULL);
        g_autofree char *expected = NULL;
        JsonObject *object;

        g_assert_no_error (error);
        object = json_node_get_object (of_short);
        expected = g_strconcat (run, confab_json_get_string (object, "a"), NULL);
        json_object_set_string_member (object, "a", expected);
        g_assert_cmpstr (confab_json_get_string (json_node_get_object (of_long), "a"), ==, expected);
        g_assert_true (json_node_equal (of_long, of_short));
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/error/words", test_error_words);
  g_test_add_func ("/base/json/depth", test_json_depth);
  g_test_add_func ("/base/json/hostile", test_json_hostile);
  g_test_add_func ("/base/json/invalid", test_json_invalid);
  g_test_add_func ("/base/json/bad-utf8", test_json_bad_utf8);
  g_test_add_func ("/base/json/long", test_json_long);
  g_test_add_func ("/base/text/terminal", test_text_terminal);
  g_test_add_func ("/base/text/one-line", test_text_one_line);
  g_test_add_func ("/base/text/mask", test_text_mask);
  g_test_add_func ("/base/preview", test_preview);
  g_test_add_func ("/base/preview-strip", test_preview_strip);
  g_test_add_func ("/base/url/normalize", test_url_normalize);
  g_test_add_func ("/base/clock/manual", test_clock_manual);

  return g_test_run ();
}
