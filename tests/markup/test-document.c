/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "document-text.h"

static void
test_blocks (void)
{
  static const struct {
    const char *text;
    const char *blocks;
  } cases[] = {
    { "", "" },
    { "a", "P a|\n" },
    { "a\nb", "P a|b|\n" },
    { "a\n\nb\n", "P a|\nP b|\n" },
    { "\n\n  \na\n \t \n\n\nb", "P a|\nP b|\n" },
    { "a\r\nb\r\n\r\nc\rd", "P a|b|\nP c|d|\n" },
    { "hard  \nbreak\\\nhere", "P hard|break|here|\n" },
    { "# One\n## Two *too*\nThree\n===", "H1 One|\nH2 Two {i:too}|\nH1 Three|\n" },
    { "#\n", "H1 |\n" },
    { "a\n***\nb", "P a|\nR |\nP b|\n" },
    { "**b** *i* ~~s~~ `c` ***bi***", "P {b:b} {i:i} {s:s} {c:c} {bi:bi}|\n" },
    { "```c title\nint  x;\n\n\ty;\n```\nz", "C(c title) int  x;||\ty;|\nP z|\n" },
    { "```\n```", "C() |\n" },
    { "    one\n\n      two\n", "C() one||  two|\n" },
    { "> a\n> b\n>\n> > c", "> P a|b|\n> > P c|\n" },
    { "- a\n- b\n  - c\n", "• P' a|\n• P' b|\n(•) ◦ P' c|\n" },
    { "- a\n\n  b\n- c\n", "• P' a|\n(•) P b|\n• P' c|\n" },
    { "7) a\n3) b\n", "7) P' a|\n8) P' b|\n" },
    { "-\n- x", "• P' |\n• P' x|\n" },
    { "- [ ] a\n- [x] b\n- [X] c", "•[ ] P' a|\n•[x] P' b|\n•[x] P' c|\n" },
    { "1. a\n   ```sh\n   ls\n   ```\n   b", "1. P' a|\n(1.) C(sh)' ls|\n(1.) P' b|\n" },
    { "- > q\n", "• > P' q|\n" },
    { "> ", "P >|\n" },
    { ">\n> >\n\n  > ", "P >|> >|\nP >|\n" },
    { "[a]: http://a.b/_c_ \"t\"\n[b]: <d>", "P [a]: http://a.b/_c_ \"t\"|[b]: <d>|\n" },
    { " \t\n\n", "" },
    { "| a | b |\n|:-:|--:|\n| 1 | *2* |\n| 3 |", "T^> a|b|1|{i:2}|3||\n" },
    { "<b>x</b>\n\n<div>\ny", "P <b>x</b>|\nP <div>|y|\n" },
    { "&copy; &#65; &nosuch; &#0; &amp;lt;", "P © A &nosuch; \xef\xbf\xbd &lt;|\n" },
    { "&ngE; &AMP; &LT;&frac34;", "P ≧̸ & <¾|\n" },
    { "<https://a.b/c> https://a.b/d www.a.b m@a.b",
      "P {l https://a.b/c:https://a.b/c} {l https://a.b/d:https://a.b/d} "
      "{l http://www.a.b:www.a.b} {l mailto:m@a.b:m@a.b}|\n" },
    { "[t *x*](http://a.b \"title\") [r]\n\n[r]: https://c.d",
      "P {l http://a.b:t }{il http://a.b:x} {l https://c.d:r}|\n" },
    { "![alt](https://img.example/x.png) ![](http://h/) ![z](data:x) ![](/p)",
      "P {x img.example:alt}{xo img.example: (img.example)} {x h:h} {x :z} {x :…}|\n" },
    { "[![alt](https://i/x.png)](https://l/)", "P {lx https://l/:alt}|\n" },
    { "a\x01z\x1b[31mred\x7f", "P a␁z␛[31mred␡|\n" },
    { "a\xc2\x85" "b\xe2\x80\xa8" "c\xe2\x80\xa9" "d", "P a|b|c|d|\n" },
    { "a\xc2\x9b" "b", "P a\xef\xbf\xbd" "b|\n" },
    { "bad \xff\xfe end \xe4\xbd",
      "P bad \xef\xbf\xbd\xef\xbf\xbd end \xef\xbf\xbd\xef\xbf\xbd|\n" },
    { "你好\n\nمرحبا\n\n👩‍👩‍👧", "P 你好|\nP مرحبا|\nP 👩‍👩‍👧|\n" },
    { "**注意：**请看**“引号”**后", "P {b:注意：}请看{b:“引号”}后|\n" },
    { "气温10~20度，30~40度 ~~no~~", "P 气温10~20度，30~40度 {s:no}|\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blocks = document_text_describe_whole (cases[i].text, strlen (cases[i].text),
                                                              TRUE);

      g_assert_cmpstr (blocks, ==, cases[i].blocks);
    }
}

static void
test_marks (void)
{
  static const struct {
    const char *text;
    const char *blocks;
  } cases[] = {
    { "So <ref>[4]</ref>.", "P So {r:4}.|\n" },
    { "a<ref>[1]</ref><ref>[12]</ref>", "P a{r:1}{r:12}|\n" },
    { "<ref>[1][2]</ref> <ref>[3, 4]</ref>", "P {r:1}{r:2} {r:3}{r:4}|\n" },
    { "**b<ref>[1]</ref>**", "P {b:b}{br:1}|\n" },
    { "**so.**<ref>[1]</ref>**“q”** **所以。**<ref>[2]</ref>", "P {b:so.}{r:1}{b:“q”} {b:所以。}{r:2}|\n" },
    { "`<ref>[1]</ref>`\n\n    <ref>[2]</ref>", "P {c:<ref>[1]</ref>}|\nC() <ref>[2]</ref>|\n" },
    { "\\<ref>[1]</ref> <ref>[x]</ref> <ref></ref> <ref>[1]",
      "P <ref>[1]</ref> <ref>[x]</ref> <ref></ref> <ref>[1]|\n" },
    { "| a<ref>[1]</ref> |\n|---|\n", "T- a{r:1}|\n" },
    { "$x^2$ and \\(y_1 * z_1\\)", "P {m:x^2} and {m:y_1 * z_1}|\n" },
    { "$5 and $6, $5-$6, US$5, 5$ or 6$", "P $5 and $6, $5-$6, US$5, 5$ or 6$|\n" },
    { "$HOME/$USER costs $20 (or 20$)", "P $HOME/$USER costs $20 (or 20$)|\n" },
    { "$a$b $ a$ $a $", "P $a$b $ a$ $a $|\n" },
    { "`$a$` \\$a\\$", "P {c:$a$} $a$|\n" },
    { "so $$a*b*c$$ it", "P so {m:a*b*c} it|\n" },
    { "$$\nx\ny\n$$", "C(maths) x|y|\n" },
    { "a\n$$x$$\nb", "P a|\nC(maths) x|\nP b|\n" },
    { "\\[ x \\]\n\n\\[\ny\n\\]", "C(maths) x|\nC(maths) y|\n" },
    { "1. a\n   $$\n   x\n   $$\n   b", "1. P' a|\n(1.) C(maths)' x|\n(1.) P' b|\n" },
    { "> $$\n> > x\n> $$", "> C(maths) > x|\n" },
    { "$$\nx\n\ny\n$$", "P $$|x|\nP y|$$|\n" },
    { "```\n$$\nx\n$$\n```", "C() $$|x|$$|\n" },
    { "| $|x|$ |\n|---|\n", "T- {m:|x|}|\n" },
    { "\\[foo\\] and \\(\\)", "P [foo] and ()|\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blocks = document_text_describe_whole (cases[i].text, strlen (cases[i].text),
                                                              TRUE);

      g_assert_cmpstr (blocks, ==, cases[i].blocks);
    }
}

/* What is there before the end is known. */
static void
test_open (void)
{
  static const struct {
    const char *text;
    const char *blocks;
  } cases[] = {
    { "a <", "P a|\n" },
    { "a <re", "P a|\n" },
    { "a <ref>[12", "P a|\n" },
    { "a <ref>[12]</ref", "P a|\n" },
    { "a <ref>[12]</ref>", "P a {r:12}|\n" },
    { "a <ret", "P a <ret|\n" },
    { "a <\n", "P a <|\n" },
    { "```c\nx", "C(c)… x|\n" },
    { "```c\nx\n", "C(c)… x|\n" },
    { "```c\nx\n``", "C(c)… x|``|\n" },
    { "```c\nx\n```", "C(c) x|\n" },
    { "```c\n", "C(c)… |\n" },
    { "```c\n```\n", "C(c) |\n" },
    { "a\n\n- ```c\n  x\n", "P a|\n• C(c)… x|\n" },
    { "$$\nx", "C(maths)… x|\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blocks = document_text_describe_whole (cases[i].text, strlen (cases[i].text),
                                                              FALSE);

      g_assert_cmpstr (blocks, ==, cases[i].blocks);
    }
}

static void
test_nul (void)
{
  g_autofree char *blocks = document_text_describe_whole ("a\0b", 3, TRUE);

  g_assert_cmpstr (blocks, ==, "P a␀b|\n");
}

/* Pieces that are easy to cut in the wrong place. */
static const char *nasty[] = {
  "a", "word ", " ", "\t", "\n", "\r", "\r\n", "\n\n", " \n", "你", "好。", "😀", "👩‍👧", "é", "e\xcc\x81",
  "\xcc\x81", "\x01", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\x8d", "\xff", "\xe4\xbd", "ا",
  "longer text, ", "**", "*", "`", "```\n", "- ", "1. ", "> ", "    ", "# ", "| ", "|---|\n", "[a](",
  "http://a.b/", ")", "$", "$$\n", "<ref>[1]</ref>", "\xe2\x81\xa7", "\xe2\x81\xa9", "\xe2\x80\xae",
};

static GString *
make_nasty_text (void)
{
  GString *text = g_string_new (NULL);
  int n = g_test_rand_int_range (0, 60);

  for (int i = 0; i < n; i++)
    {
      const char *piece = nasty[g_test_rand_int_range (0, G_N_ELEMENTS (nasty))];
      int repeat = g_test_rand_int_range (0, 80) == 0 ? 1200 : 1;

      while (repeat-- > 0)
        g_string_append (text, piece);
    }

  return text;
}

static void
test_random_cuts (void)
{
  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (GString) text = make_nasty_text ();
      g_autofree char *whole = document_text_describe_whole (text->str, text->len, TRUE);
      g_autofree char *pieces = document_text_describe_cut (text->str, text->len,
                                                            text->len > 1000 ? 300 : 30);

      g_assert_cmpstr (pieces, ==, whole);
    }
}

static void
test_rewritten (void)
{
  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (GString) first = make_nasty_text ();
      g_autoptr (GString) second = make_nasty_text ();
      g_autoptr (ConfabDocument) document = confab_document_new ();
      g_autofree char *expected = NULL;
      g_autofree char *blocks = NULL;
      ConfabDocumentChange change;

      /* Half of the rounds share a beginning. */
      if (g_test_rand_bit ())
        g_string_prepend_len (second, first->str, (gssize) first->len / 2);

      confab_document_update (document, first->str, first->len, FALSE, FALSE, &change);
      confab_document_update (document, second->str, second->len, TRUE, FALSE, &change);

      expected = document_text_describe_whole (second->str, second->len, FALSE);
      blocks = document_text_describe (document);
      g_assert_cmpstr (blocks, ==, expected);
    }
}

static void
test_rewritten_ids (void)
{
  const char *first = "one\n\ntwo\nthree\n\nfour";
  const char *second = "one\n\ntwo\nthrough\n\nfour";
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentChange change;
  guint ids[2];

  confab_document_update (document, first, strlen (first), FALSE, TRUE, &change);
  ids[0] = confab_document_get_block (document, 0)->id;
  ids[1] = confab_document_get_block (document, 1)->id;
  confab_document_update (document, second, strlen (second), TRUE, TRUE, &change);

  g_assert_cmpuint (change.kept_blocks, ==, 1);
  g_assert_cmpuint (change.kept_lines, ==, 1);
  g_assert_cmpuint (change.kept_bytes, ==, 3);
  g_assert_cmpuint (confab_document_get_block (document, 0)->id, ==, ids[0]);
  g_assert_cmpuint (confab_document_get_block (document, 1)->id, ==, ids[1]);
}

/* A fence that is closed is another state of the same lines. */
static void
test_closed_fence (void)
{
  const char *text = "```c\none\ntwo\n```\n";
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentChange change;

  confab_document_update (document, text, strlen (text) - 4, FALSE, FALSE, &change);
  confab_document_update (document, text, strlen (text), FALSE, FALSE, &change);
  g_assert_cmpuint (change.kept_blocks, ==, 0);
  g_assert_cmpuint (change.kept_lines, ==, 2);
  g_assert_true (confab_document_get_block (document, 0)->closed);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document/blocks", test_blocks);
  g_test_add_func ("/document/marks", test_marks);
  g_test_add_func ("/document/open", test_open);
  g_test_add_func ("/document/nul", test_nul);
  g_test_add_func ("/document/random-cuts", test_random_cuts);
  g_test_add_func ("/document/rewritten", test_rewritten);
  g_test_add_func ("/document/rewritten-ids", test_rewritten_ids);
  g_test_add_func ("/document/closed-fence", test_closed_fence);

  return g_test_run ();
}
