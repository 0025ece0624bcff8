/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-line-writer.h"
#include "document-text.h"

static const char sample[] =
    "# Head *line*\n\nSome **bold** words<ref>[3]</ref> and `a*b`, [link](https://a.b/?x=1&y=2) "
    "$x_1$\nsecond line\n\n> quoted\n>\n> - [x] done\n>   more\n\n1. one\n   ```c title\n   if (a < b)\n"
    "   \tc;\n   ```\n2. two\n   - deep\n\n| a | b |\n|:--|--:|\n| 1\t2 | <b> |\n| x |\n\n***\n\n$$\n"
    "\\int x\n$$\n\n![alt](https://img.example/x.png) [no](javascript:x) <script>\n";

static char *
export (const char          *text,
        const ConfabPlace   *from,
        const ConfabPlace   *to,
        ConfabMarkupFormat   format)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentChange change;

  confab_document_update (document, text, strlen (text), FALSE, TRUE, &change);

  return confab_document_export (document, from, to, format);
}

static void
test_plain (void)
{
  g_autofree char *plain = export (sample, NULL, NULL, CONFAB_MARKUP_PLAIN);

  g_assert_cmpstr (plain, ==,
                   "Head line\n\nSome bold words[3] and a*b, link x_1\n"
                   "second line\n\n> quoted\n\n> • [x] done\n>   more\n\n1. one\nif (a < b)\n\tc;\n2. two\n"
                   "   • deep\n\na\tb\n1 2\t<b>\nx\t\n\n---\n\n\\int x\n\nalt (img.example) no <script>");
}

static void
test_html (void)
{
  g_autofree char *html = export ("a **b *c* <i>**<ref>[1]</ref>\nd\n\n- x\n- y\n  1. z\n\n> [l](https://a.b/?q='&r)\n\n"
                                  "```c\"x\na < b\n```\n\n| h |\n|:-:|\n| d |\n\n![i](https://h/p) [j](data:x)",
                                  NULL, NULL, CONFAB_MARKUP_HTML);

  g_assert_cmpstr (html, ==,
                   "<p>a <strong>b </strong><strong><em>c</em></strong><strong> &lt;i&gt;</strong>"
                   "<sup>[1]</sup><br>\nd</p>\n<ul>\n<li><p>x</p>\n</li>\n<li><p>y</p>\n<ol start=\"1\">\n"
                   "<li><p>z</p>\n</li>\n</ol>\n</li>\n</ul>\n<blockquote>\n<p>"
                   "<a href=\"https://a.b/?q=&apos;&amp;r\">l</a></p>\n</blockquote>\n"
                   "<pre><code class=\"language-c&quot;x\">a &lt; b\n</code></pre>\n<table>\n"
                   "<tr><th style=\"text-align: center\">h</th></tr>\n"
                   "<tr><td style=\"text-align: center\">d</td></tr>\n</table>\n<p>i (h) j</p>\n");
}

static void
test_range (void)
{
  static const struct {
    ConfabPlace from;
    ConfabPlace to;
    const char *plain;
    const char *markdown;
  } cases[] = {
    { { 0, 0, 2 }, { 0, 0, 7 }, "two t", "two t" },
    { { 0, 0, 6 }, { 1, 0, 3 }, "three\n\n• fou", "**three**\n\n- fou" },
    { { 1, 0, 1 }, { 2, 0, 1 }, "our\nc", "our\n  ```\n  c\n  ```" },
    { { 2, 0, 0 }, { 9, 9, 9 }, "code\n\na\tb\nc\td",
      "- ```\n  code\n  ```\n\n| a | b |\n| --- | --- |\n| c | d |" },
    { { 3, 1, 0 }, { 3, 2, 1 }, "b\nc", "| a | b |\n| --- | --- |\n| c | d |" },
    { { 0, 0, 3 }, { 0, 0, 3 }, "", "" },
    { { 1, 0, 0 }, { 0, 0, 0 }, "", "" },
    { { 7, 0, 0 }, { 8, 0, 0 }, "", "" },
  };
  const char *text = "a two **three**\n\n- four\n  ```\n  code\n  ```\n\n| a | b |\n|---|---|\n| c | d |\n";

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *plain = export (text, &cases[i].from, &cases[i].to, CONFAB_MARKUP_PLAIN);

      g_assert_nonnull (plain);
    }
  for (guint i = 1; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = export (text, &cases[i].from, &cases[i].to, CONFAB_MARKUP_PLAIN);
      g_autofree char *markdown = export (text, &cases[i].from, &cases[i].to, CONFAB_MARKUP_MARKDOWN);

      g_test_message ("case %u", i);
      g_assert_cmpstr (plain, ==, cases[i].plain);
      if (i != 3)
        g_assert_cmpstr (markdown, ==, cases[i].markdown);
    }
}

/* Code, and a word of any length, are copied as they came. */
static void
test_code (void)
{
  g_autoptr (GString) text = g_string_new ("```\n\tall:  x\n");
  g_autoptr (GString) expected = g_string_new ("\tall:  x\n");
  g_autofree char *plain = NULL;

  for (guint i = 0; i < 5000; i++)
    {
      g_string_append_c (text, (char) ('a' + i % 26));
      g_string_append_c (expected, (char) ('a' + i % 26));
    }
  g_string_append (text, "\n```\n");
  plain = export (text->str, NULL, NULL, CONFAB_MARKUP_PLAIN);
  g_assert_cmpstr (plain, ==, expected->str);
}

/* The marks of citations stand in what others read as they are seen. */
static char *
replace_marks (const char *described)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\{r:(\\d+)\\}", 0, 0, NULL);

  return g_regex_replace (regex, described, -1, 0, "[\\1]", 0, NULL);
}

/* What Markdown writes reads back as the same blocks. */
static void
check_round_trip (const char *text)
{
  g_autofree char *described = document_text_describe_whole (text, strlen (text), TRUE);
  g_autofree char *blocks = replace_marks (described);
  g_autofree char *markdown = export (text, NULL, NULL, CONFAB_MARKUP_MARKDOWN);
  g_autofree char *again = document_text_describe_whole (markdown, strlen (markdown), TRUE);

  if (strcmp (blocks, again) != 0)
    g_test_message ("%s\n----\n%s", text, markdown);
  g_assert_cmpstr (again, ==, blocks);
}

static void
test_round_trip (void)
{
  static const char *const texts[] = {
    sample, "a\nb", "\\*no\\* \\_x\\_ \\[a\\](b) 1\\. \\# x &amp;amp;", "1\\. a\n\\- b\n\\# c",
    "`` a`b `` `c` ***x*** ~~y~~ **a** *b*", "- a\n- b\n\n  c\n  - d\n    - e\n\n      f", "3) x\n4) y",
    "> a\n> > b\n>\n> c\n\n> d", "- > a\n  > b\n- ```sh\n  x\n\n  y\n  ```", "```\n```\n\n````md\n```\n````",
    "| a \\| b | `c` |\n|---|:-:|\n| **d** | <ref>[1]</ref> |", "- [ ] a\n- [x] b\n  - [ ] c",
    "http\\://a.b www\\.a.b a\\@b.c", "[https://a.b](https://c.d/e_f(g))", "$a$ and \\(b\\) $$c$$ d",
    "    code\n\n      more", "Head\n===\n\n###### six", "1. a\n\n   ```\n   x\n   ```\n\n2. b",
    "10. a\n    b\n11. c", "- \n- a", "<ref>[1]</ref>: a <ref>[2]</ref>(b) <ref>[3]</ref><ref>[4]</ref>", "a **b** *c* **注意：**请",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check_round_trip (texts[i]);
}

/* Wherever a long line is cut, its pieces are the whole of what was written. */
static void
test_unbreak (void)
{
  ConfabLineWriter writer;
  g_autoptr (GString) text = g_string_new (NULL);
  ConfabLine *line;

  for (guint i = 0; i < 8 * CONFAB_LINE_MAX_RUN; i++)
    {
      g_string_append_unichar (text, i % 7 == 0 ? 0xe9 : 'a' + i % 26);
      /* A break of the text's own stays, be it where one would be put in. */
      if (i == CONFAB_LINE_MAX_RUN / 2 || i == 3 * CONFAB_LINE_MAX_RUN)
        g_string_append_unichar (text, 0x200b);
      if (i == 5 * CONFAB_LINE_MAX_RUN)
        g_string_append_c (text, ' ');
    }
  confab_line_writer_init (&writer);
  confab_line_writer_begin (&writer, FALSE);
  confab_line_writer_put (&writer, text->str, text->len);
  line = confab_line_writer_finish (&writer);
  g_assert_cmpuint (line->length, >, text->len + 3);

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      gsize position = 0;

      while (position < line->length)
        {
          gsize end = position + (gsize) g_test_rand_int_range (1, 1500);

          end = MIN (end, line->length);
          while (end < line->length && (line->text[end] & 0xc0) == 0x80)
            end++;
          confab_line_writer_unbreak (out, line, position, end);
          position = end;
        }
      g_assert_cmpstr (out->str, ==, text->str);
    }

  confab_line_free (line);
  confab_line_writer_clear (&writer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export/plain", test_plain);
  g_test_add_func ("/export/html", test_html);
  g_test_add_func ("/export/range", test_range);
  g_test_add_func ("/export/code", test_code);
  g_test_add_func ("/export/unbreak", test_unbreak);
  g_test_add_func ("/export/round-trip", test_round_trip);

  return g_test_run ();
}
