/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-document.h"

/* All blocks as one text: lines end in a bar, blocks in a paragraph sign, frozen ones are so. */
static char *
describe (ConfabDocument *document)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < confab_document_get_n_blocks (document); i++)
    {
      const ConfabBlock *block = confab_document_get_block (document, i);

      for (guint k = 0; k < block->lines->len; k++)
        {
          const ConfabLine *line = g_ptr_array_index (block->lines, k);

          g_assert_cmpuint (strlen (line->text), ==, line->length);
          g_assert_true (g_utf8_validate (line->text, line->length, NULL));
          g_string_append_printf (text, "%s|", line->text);
        }
      g_string_append (text, block->frozen ? "¶" : "…");
    }

  return g_string_free (text, FALSE);
}

static char *
describe_text (const char *text,
               gsize       length,
               gboolean    finished)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentChange change;

  confab_document_update (document, text, length, FALSE, finished, &change);

  return describe (document);
}

static void
test_blocks (void)
{
  static const struct {
    const char *text;
    const char *blocks;
  } cases[] = {
    { "", "" },
    { "a", "a|¶" },
    { "a\nb", "a|b|¶" },
    { "a\n\nb\n", "a|¶b|¶" },
    { "\n\n  \na\n \t \n\n\nb", "a|¶b|¶" },
    { "a\r\nb\r\n\r\nc\rd", "a|b|¶c|d|¶" },
    { "  indented\n\ttabbed", "  indented|\ttabbed|¶" },
    { "trailing  \nspaces ", "trailing  |spaces |¶" },
    { "a\x01z\x1b[31mred\x7f", "a␁z␛[31mred␡|¶" },
    { "a\xc2\x85" "b\xe2\x80\xa8" "c\xe2\x80\xa9" "d", "a|b|c|d|¶" },
    { "a\xc2\x9b" "b", "a\xef\xbf\xbd" "b|¶" },
    { "bad \xff\xfe end \xe4\xbd", "bad \xef\xbf\xbd\xef\xbf\xbd end \xef\xbf\xbd\xef\xbf\xbd|¶" },
    { "你好\n\nمرحبا\n\n👩‍👩‍👧", "你好|¶مرحبا|¶👩‍👩‍👧|¶" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blocks = describe_text (cases[i].text, strlen (cases[i].text), TRUE);

      g_assert_cmpstr (blocks, ==, cases[i].blocks);
    }
}

/* Text must not be shown in another order than it has: each such character is seen. */
static void
test_directions (void)
{
  static const gunichar directions[] = { 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067,
                                         0x2068, 0x2069 };

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      g_autoptr (GString) text = g_string_new ("a");
      g_autofree char *blocks = NULL;

      g_string_append_unichar (text, directions[i]);
      g_string_append_c (text, 'b');
      blocks = describe_text (text->str, text->len, TRUE);
      g_assert_cmpstr (blocks, ==, "a\xef\xbf\xbd" "b|¶");
    }
}

static void
test_nul (void)
{
  g_autofree char *blocks = describe_text ("a\0b", 3, TRUE);

  g_assert_cmpstr (blocks, ==, "a␀b|¶");
}

/* Pieces that are easy to cut in the wrong place. */
static const char *nasty[] = {
  "a", "word ", " ", "\t", "\n", "\r", "\r\n", "\n\n", " \n", "你", "好。", "😀", "👩‍👧", "é", "e\xcc\x81",
  "\xcc\x81", "\x01", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\x8d", "\xff", "\xe4\xbd", "ا", "longer text, ",
};

static GString *
make_nasty_text (void)
{
  GString *text = g_string_new (NULL);
  int n = g_test_rand_int_range (0, 60);

  for (int i = 0; i < n; i++)
    {
      const char *piece = nasty[g_test_rand_int_range (0, G_N_ELEMENTS (nasty))];
      int repeat = g_test_rand_int_range (0, 40) == 0 ? 1200 : 1;

      while (repeat-- > 0)
        g_string_append (text, piece);
    }

  return text;
}

/* What update() says is kept must be as it was. */
static GPtrArray *
remember (ConfabDocument *document)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < confab_document_get_n_blocks (document); i++)
    {
      const ConfabBlock *block = confab_document_get_block (document, i);
      GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

      for (guint k = 0; k < block->lines->len; k++)
        g_ptr_array_add (lines,
                         g_strdup (((ConfabLine *) g_ptr_array_index (block->lines, k))->text));
      g_ptr_array_add (blocks, lines);
    }

  return blocks;
}

static void
check_kept (GPtrArray                  *before,
            ConfabDocument             *document,
            const ConfabDocumentChange *change)
{
  g_assert_cmpuint (change->kept_blocks, <=, before->len);
  for (guint i = 0; i < change->kept_blocks; i++)
    {
      GPtrArray *lines = g_ptr_array_index (before, i);
      const ConfabBlock *block = confab_document_get_block (document, i);

      g_assert_cmpuint (block->lines->len, ==, lines->len);
      for (guint k = 0; k < lines->len; k++)
        g_assert_cmpstr (((ConfabLine *) g_ptr_array_index (block->lines, k))->text, ==,
                         g_ptr_array_index (lines, k));
    }

  if (change->kept_blocks < before->len &&
      change->kept_blocks < confab_document_get_n_blocks (document))
    {
      GPtrArray *lines = g_ptr_array_index (before, change->kept_blocks);
      const ConfabBlock *block = confab_document_get_block (document, change->kept_blocks);

      g_assert_cmpuint (change->kept_lines, <=, lines->len);
      g_assert_cmpuint (change->kept_lines, <=, block->lines->len);
      for (guint k = 0; k < change->kept_lines; k++)
        g_assert_cmpstr (((ConfabLine *) g_ptr_array_index (block->lines, k))->text, ==,
                         g_ptr_array_index (lines, k));
      if (change->kept_bytes > 0)
        {
          const ConfabLine *line = g_ptr_array_index (block->lines, change->kept_lines);
          const char *old = g_ptr_array_index (lines, change->kept_lines);

          g_assert_cmpuint (change->kept_bytes, <=, line->length);
          g_assert_true (strncmp (line->text, old, change->kept_bytes) == 0);
          g_assert_true (g_utf8_validate (line->text, change->kept_bytes, NULL));
        }
    }
  else
    {
      g_assert_cmpuint (change->kept_lines, ==, 0);
      g_assert_cmpuint (change->kept_bytes, ==, 0);
    }
}

static void
test_random_cuts (void)
{
  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = make_nasty_text ();
      g_autofree char *whole = describe_text (text->str, text->len, TRUE);
      g_autofree char *pieces = NULL;
      g_autoptr (ConfabDocument) document = confab_document_new ();
      ConfabDocumentChange change;
      ConfabDocumentCounters counters;
      gsize length = 0;

      while (length < text->len)
        {
          g_autoptr (GPtrArray) before = remember (document);

          length += (gsize) g_test_rand_int_range (1, 30);
          length = MIN (length, text->len);
          confab_document_update (document, text->str, length, FALSE, FALSE, &change);
          check_kept (before, document, &change);
        }
      confab_document_update (document, text->str, length, FALSE, TRUE, &change);

      pieces = describe (document);
      g_assert_cmpstr (pieces, ==, whole);

      confab_document_get_counters (document, &counters);
      g_assert_cmpuint (counters.parsed_bytes, ==, text->len);
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
      g_autoptr (GPtrArray) before = NULL;
      g_autofree char *expected = NULL;
      g_autofree char *blocks = NULL;
      ConfabDocumentChange change;

      /* Half of the rounds share a beginning. */
      if (g_test_rand_bit ())
        g_string_prepend_len (second, first->str, (gssize) first->len / 2);

      confab_document_update (document, first->str, first->len, FALSE, FALSE, &change);
      before = remember (document);
      confab_document_update (document, second->str, second->len, TRUE, FALSE, &change);
      check_kept (before, document, &change);

      expected = describe_text (second->str, second->len, FALSE);
      blocks = describe (document);
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

static void
test_long_run (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ConfabDocument) document = confab_document_new ();
  const ConfabLine *line;
  ConfabDocumentChange change;
  guint run = 0;
  guint breaks = 0;

  for (guint i = 0; i < 10000; i++)
    g_string_append_c (text, (char) ('a' + i % 26));
  confab_document_update (document, text->str, text->len, FALSE, TRUE, &change);

  line = g_ptr_array_index (confab_document_get_block (document, 0)->lines, 0);
  for (const char *p = line->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      run = g_utf8_get_char (p) == 0x200b ? 0 : run + 1;
      breaks += run == 0;
      g_assert_cmpuint (run, <=, CONFAB_LINE_MAX_RUN);
    }
  g_assert_cmpuint (breaks, ==, 9);
}

static void
test_marks (void)
{
  g_autoptr (GString) text = g_string_new ("a");
  g_autofree char *blocks = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "\xcc\x81");
  g_string_append (text, "b");
  blocks = describe_text (text->str, text->len, TRUE);
  g_assert_cmpuint (strlen (blocks), ==, strlen ("ab|¶") + 2 * CONFAB_LINE_MAX_MARKS);
}

/* A megabyte without a line end costs per byte what the first kilobyte costs. */
static void
test_constant_cost (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentCounters counters;
  guint updates = 0;

  while (text->len < 1024 * 1024)
    {
      ConfabDocumentChange change;

      g_string_append (text, "some words of one endless paragraph, ");
      confab_document_update (document, text->str, text->len, FALSE, FALSE, &change);
      updates++;
      if (updates > 1)
        g_assert_cmpuint (change.kept_bytes, ==, text->len - 37);
    }

  confab_document_get_counters (document, &counters);
  g_assert_cmpuint (counters.parsed_bytes, ==, text->len);
  g_assert_cmpuint (counters.made_lines, ==, updates);
  g_assert_cmpuint (counters.updates, ==, updates);
}

static void
test_frozen (void)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  const char *text = "one\n\ntwo";
  ConfabDocumentChange change;
  guint id;

  confab_document_update (document, text, 4, FALSE, FALSE, &change);
  g_assert_false (confab_document_get_block (document, 0)->frozen);
  confab_document_update (document, text, 5, FALSE, FALSE, &change);
  g_assert_true (confab_document_get_block (document, 0)->frozen);
  id = confab_document_get_block (document, 0)->id;
  confab_document_update (document, text, 8, FALSE, FALSE, &change);
  g_assert_cmpuint (change.kept_blocks, ==, 1);
  g_assert_cmpuint (confab_document_get_block (document, 0)->id, ==, id);
  g_assert_false (confab_document_get_block (document, 1)->frozen);
  confab_document_update (document, text, 8, FALSE, TRUE, &change);
  g_assert_true (confab_document_get_block (document, 1)->frozen);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document/blocks", test_blocks);
  g_test_add_func ("/document/directions", test_directions);
  g_test_add_func ("/document/nul", test_nul);
  g_test_add_func ("/document/random-cuts", test_random_cuts);
  g_test_add_func ("/document/rewritten", test_rewritten);
  g_test_add_func ("/document/rewritten-ids", test_rewritten_ids);
  g_test_add_func ("/document/long-run", test_long_run);
  g_test_add_func ("/document/marks", test_marks);
  g_test_add_func ("/document/constant-cost", test_constant_cost);
  g_test_add_func ("/document/frozen", test_frozen);

  return g_test_run ();
}
