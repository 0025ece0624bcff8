/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "document-text.h"

/* A1: what must never be a link, whatever form it has. */
static const char *const addresses[] = {
  "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "smb://h/x",
  "calculator:", "ms-msdt:/id", "vscode://x", "//host/x", "\\\\\\\\host\\\\x", "../x", "x.html", "#x", "/x",
  "ftp://h/x", "http:x", "http:/x", "http:///x", "https://", "http:\\\\\\\\h\\\\x", "java&#115;cript:x",
  "&#106;avascript:x", "javascript&colon;x", "java&Tab;script:x", "java&NewLine;script:x",
  "java&#9;script:x", "&#1;javascript:x", "&#32;javascript:x", "javascript%3Ax", "http&#58//h",
  "https://h%00/x", "https://h/%0d%0aX", "https://h\xe2\x80\xae/x", "https://h/\xe2\x80\x8bx",
  "https://a%2eb@h%2f/", "mailto:a@b?attach=/etc/passwd", "mailto:a@b?ATTACH=x", "mailto:x",
  "mailto:a@b?subject=x%0aBcc:y@z", "https://h\xef\xbb\xbf/x", "http://[::1", "feed:https://h/x",
  "view-source:https://h/", "blob:https://h/x", "about:blank", "tel:1", "xhttps://h/", "https//h/x",
};

static void
check_no_link (const char *text)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentChange change;

  confab_document_update (document, text, strlen (text), FALSE, TRUE, &change);
  for (guint i = 0; i < confab_document_get_n_blocks (document); i++)
    {
      const ConfabBlock *block = confab_document_get_block (document, i);

      for (guint k = 0; k < block->lines->len; k++)
        {
          const ConfabLine *line = g_ptr_array_index (block->lines, k);

          for (guint s = 0; s < line->n_spans; s++)
            {
              if ((line->spans[s].flags & CONFAB_SPAN_LINK) != 0)
                g_test_message ("%s: %s", text, line->spans[s].target);
              g_assert_false (line->spans[s].flags & CONFAB_SPAN_LINK);
            }
        }
    }
}

static void
test_links (void)
{
  static const char *const forms[] = { "[x](%s)", "[x](<%s>)", "[x](%s \"t\")", "[x](<%s> 't')",
                                       "[x]\n\n[x]: %s", "[x][y]\n\n[y]: <%s>", "[x][]\n\n[x]: %s 't'",
                                       "**[x](%s)**", "| [x](%s) |\n|---|", "# [x](%s)",
                                       "- [x](%s)\n", "> [x](%s)", "[![i](%s)](%s)" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (forms); k++)
        {
          g_auto (GStrv) parts = g_strsplit (forms[k], "%s", -1);
          g_autofree char *text = g_strjoinv (addresses[i], parts);

          check_no_link (text);
        }
    }

  /* In angle brackets md4c itself wants a scheme, bare it wants one it knows. */
  check_no_link ("<javascript:x> <data:x> <file:///x> <smb://h/x> <x+y:z> <java\nscript:x> <mailto:x>");
  check_no_link ("javascript:x file:///x ftp://h.example/x smb://h/x vscode://x");
  check_no_link ("[x](java\nscript:y) [x](java\tscript:y) [x](java\x01script:y)");
}

static void
test_real_links (void)
{
  static const struct {
    const char *text;
    const char *blocks;
  } cases[] = {
    { "[x](HTTPS://h/p)", "P {l https://h/p:x}|\n" },
    { "[x](<http://h/a b>)", "P {l http://h/a%20b:x}|\n" },
    { "[x](http://u:p@h:8/?q#f)", "P {l http://u:p@h:8/?q#f:x}|\n" },
    { "[x](http://[::1]:8/)", "P {l http://[::1]:8/:x}|\n" },
    { "[x](https://例子.测试/路)", "P {l https://例子.测试/路:x}|\n" },
    { "[x](https://h/?a=1&amp;b=2)", "P {l https://h/?a=1&b=2:x}|\n" },
    { "[x](mailto:a@b.c?subject=s&body=l%0Am)", "P {l mailto:a@b.c?subject=s&body=l%0Am:x}|\n" },
    { "[a\xe2\x80\xae" "b](https://h/)", "P {l https://h/:a\xef\xbf\xbd" "b}|\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blocks = document_text_describe_whole (cases[i].text, strlen (cases[i].text),
                                                              TRUE);

      g_assert_cmpstr (blocks, ==, cases[i].blocks);
    }
}

static void
test_directions (void)
{
  static const struct {
    const char *text;
    const char *blocks;
  } cases[] = {
    { "a\xe2\x80\xae" "b", "P a\xef\xbf\xbd" "b|\n" },
    { "a\xe2\x81\xa7" "b", "P a\xe2\x81\xa7" "b\xe2\x81\xa9|\n" },
    { "\xe2\x81\xa6" "a\xe2\x80\xab" "b\xe2\x81\xa9" "c",
      "P \xe2\x81\xa6" "a\xe2\x80\xab" "b\xe2\x81\xa9" "c|\n" },
    { "a\xe2\x80\xac\xe2\x81\xa9", "P a\xef\xbf\xbd\xef\xbf\xbd|\n" },
    { "`a\xe2\x81\xa7" "b`", "P {c:a\xef\xbf\xbd" "b}|\n" },
    { "    a\xe2\x81\xa7" "b", "C() a\xef\xbf\xbd" "b|\n" },
    { "a&#x202e;b&#x2067;c", "P a\xef\xbf\xbd" "b\xe2\x81\xa7" "c\xe2\x81\xa9|\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blocks = document_text_describe_whole (cases[i].text, strlen (cases[i].text),
                                                              TRUE);

      g_assert_cmpstr (blocks, ==, cases[i].blocks);
    }
}

/* A5: much of one thing. It comes to an end, and what comes out has bounds. */
static void
add_many (GString    *text,
          const char *piece,
          guint       n)
{
  while (n-- > 0)
    g_string_append (text, piece);
}

static void
check_rows (const ConfabBlock *block)
{
  gsize length = 0;

  for (guint i = 0; i < block->lines->len; i++)
    {
      if (i % block->n_columns == 0)
        length = 0;
      length += ((const ConfabLine *) g_ptr_array_index (block->lines, i))->length;
      g_assert_cmpuint (length, <=, CONFAB_TABLE_MAX_ROW);
    }
}

static void
check_bounds (const GString *text)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentChange change;

  confab_document_update (document, text->str, text->len / 2, FALSE, FALSE, &change);
  confab_document_update (document, text->str, text->len, FALSE, TRUE, &change);
  for (guint i = 0; i < confab_document_get_n_blocks (document); i++)
    {
      const ConfabBlock *block = confab_document_get_block (document, i);

      g_assert_cmpuint (block->n_containers, <=, CONFAB_BLOCK_MAX_CONTAINERS);
      g_assert_cmpuint (block->n_columns, <=, CONFAB_TABLE_MAX_COLUMNS);
      if (block->kind == CONFAB_BLOCK_TABLE)
        {
          g_assert_cmpuint (block->lines->len, <=, CONFAB_TABLE_MAX_CELLS);
          check_rows (block);
        }
      for (guint k = 0; k < block->lines->len; k++)
        {
          const ConfabLine *line = g_ptr_array_index (block->lines, k);
          guint run = 0;
          guint marks = 0;

          for (const char *p = line->text; *p != '\0'; p = g_utf8_next_char (p))
            {
              gunichar ch = g_utf8_get_char (p);

              run = ch == ' ' || ch == 0x200b || g_unichar_iswide (ch) ? 0 : run + 1;
              marks = g_unichar_ismark (ch) ? marks + 1 : 0;
              g_assert_cmpuint (run, <=, 2 * CONFAB_LINE_MAX_RUN + 16);
              g_assert_cmpuint (marks, <=, CONFAB_LINE_MAX_MARKS);
            }
        }
    }
}

static void
test_much (void)
{
  static const struct {
    const char *start;
    const char *piece;
    guint       n;
  } cases[] = {
    { "", "a", 100000 },          { "a", "\xcc\x81", 50000 },  { "", "> ", 100000 },
    { "", "- ", 100000 },         { "", "👩\xe2\x80\x8d", 200000 }, { "", "\xe2\x80\xae", 50000 },
    { "", "\xe2\x81\xa6", 50000 }, { "", "*", 100000 },        { "", "*a **b ", 20000 },
    { "", "[", 50000 },           { "", "![a](", 20000 },      { "", "`", 100000 },
    { "", "$", 100000 },          { "", "$a ", 50000 },        { "", "\\(", 50000 },
    { "", "\\[\n", 50000 },       { "", "$$\n", 50000 },       { "", "<ref>[", 30000 },
    { "", "<ref>[1]</ref>", 20000 }, { "", "&lt;", 50000 },    { "", "\n", 100000 },
    { "", "1. ", 50000 },         { "```\n", "x\n", 50000 },   { "| a |\n|---|\n", "|\n", 50000 },
    { "", "a\n", 50000 },         { "", "<", 100000 },         { "", "~", 100000 },
    { "", "_a_", 50000 },         { "", "# ", 50000 },         { "", "- a\n  ", 20000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (cases[i].start);

      add_many (text, cases[i].piece, cases[i].n);
      check_bounds (text);
    }
}

/* Ten thousand columns in ten thousand rows, of which nearly all are empty. */
static void
test_table (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_many (text, "|a", 10000);
  g_string_append_c (text, '\n');
  add_many (text, "|---", 10000);
  g_string_append_c (text, '\n');
  add_many (text, "|b\n", 10000);
  check_bounds (text);

  g_string_truncate (text, 0);
  add_many (text, "|a", CONFAB_TABLE_MAX_COLUMNS - 2);
  g_string_append (text, "|\n");
  add_many (text, "|---", CONFAB_TABLE_MAX_COLUMNS - 2);
  g_string_append (text, "|\n");
  add_many (text, "|b\n", 10000);
  check_bounds (text);
}

/* One cell has it all, in the head or further down: what is before it stays a table. */
static void
test_cell (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GString) text = g_string_new (i == 0 ? "|a|" : "|a|b|\n|---|---|\n|c|d|\n|e|");
      g_autoptr (ConfabDocument) document = confab_document_new ();
      ConfabDocumentChange change;
      const ConfabBlock *block;

      add_many (text, "all of it ", 100000);
      g_string_append (text, i == 0 ? "|\n|---|---|\n|c|d|\n" : "|\n|f|g|\n");
      check_bounds (text);

      confab_document_update (document, text->str, text->len, FALSE, TRUE, &change);
      block = confab_document_get_block (document, 0);
      g_assert_cmpint (block->kind, ==, i == 0 ? CONFAB_BLOCK_PARAGRAPH : CONFAB_BLOCK_TABLE);
      g_assert_cmpuint (block->lines->len, ==, i == 0 ? 3 : 4);
      if (i == 0)
        continue;

      g_assert_cmpuint (confab_document_get_n_blocks (document), ==, 2);
      block = confab_document_get_block (document, 1);
      g_assert_cmpint (block->kind, ==, CONFAB_BLOCK_PARAGRAPH);
      g_assert_cmpuint (block->lines->len, ==, 3);
      g_assert_cmpstr (((const ConfabLine *) g_ptr_array_index (block->lines, 2))->text, ==, "f | g");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hostile/links", test_links);
  g_test_add_func ("/hostile/real-links", test_real_links);
  g_test_add_func ("/hostile/directions", test_directions);
  g_test_add_func ("/hostile/much", test_much);
  g_test_add_func ("/hostile/table", test_table);
  g_test_add_func ("/hostile/cell", test_cell);

  return g_test_run ();
}
