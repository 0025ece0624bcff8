/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "document-text.h"
#include "loop.h"

/*
 * What streaming costs, counted and not timed; and that the parts parsed one by one are what the
 * whole is.
 */

#define SIZE (200 * 1024)
/* What comes in one frame at 480 events a second, 20 bytes each. */
#define STEP 160

static void
add_prose (GString *text,
           guint    n)
{
  static const char *words[] = { "the", "answer", "is", "**bold**", "and", "`code`", "not", "a", "*few*",
                                 "words", "of", "snake_case", "3", "[link](https://example.org/)",
                                 "more", "than", "that", "<ref>[2]</ref>", "x", "$y_1$" };

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
      g_string_append_c (text, ' ');
    }
}

static void
add_mixed (GString *text,
           guint    round)
{
  switch (round % 7)
    {
    case 0:
      g_string_append_printf (text, "## Part %u\n", round);
      add_prose (text, 40);
      break;
    case 1:
      for (guint i = 0; i < 4; i++)
        {
          g_string_append_printf (text, "%u. ", i + 1);
          add_prose (text, 12);
          g_string_append (text, "\n   - ");
          add_prose (text, 6);
          g_string_append_c (text, '\n');
        }
      break;
    case 2:
      g_string_append (text, "```python\n");
      for (guint i = 0; i < 12; i++)
        g_string_append_printf (text, "    value_%u = compute (%u)\n%s", i, i, i % 5 == 0 ? "\n" : "");
      g_string_append (text, "```");
      break;
    case 3:
      g_string_append (text, "| name | value | note |\n|---|--:|---|\n");
      for (guint i = 0; i < 6; i++)
        g_string_append_printf (text, "| row %u | %u | some words |\n", i, i * 7);
      break;
    case 4:
      g_string_append (text, "> ");
      add_prose (text, 20);
      break;
    case 5:
      g_string_append (text, "中文的段落，没有空格，**重点：**后面还有很多字，一直写到这一行的末尾。");
      break;
    default:
      g_string_append (text, "$$\n\\sum_i x_i\n$$\n\n");
      add_prose (text, 60);
      break;
    }
  g_string_append (text, "\n\n");
}

static void
add_fence (GString *text,
           guint    round)
{
  if (round == 0)
    g_string_append (text, "```c\n");
  g_string_append_printf (text, "  line_%u (of, code);\n%s", round, round % 9 == 0 ? "\n" : "");
}

static void
add_list (GString *text,
          guint    round)
{
  g_string_append_printf (text, "%u. ", round + 1);
  add_prose (text, 10);
  g_string_append (text, round % 3 == 0 ? "\n   - nested\n   - more\n" : round % 5 == 0 ? "\n\n" : "\n");
}

static void
add_table (GString *text,
           guint    round)
{
  if (round == 0)
    g_string_append (text, "| a | b | c |\n|---|:-:|--:|\n");
  g_string_append_printf (text, "| row %u | **bold** | `%u` |\n", round, round);
}

static void
add_paragraph (GString *text,
               guint    round)
{
  add_prose (text, 10);
}

static void
add_lines (GString *text,
           guint    round)
{
  add_prose (text, 10);
  text->str[text->len - 1] = '\n';
}

/* Something waits for its second half all the time. */
static void
add_loose (GString *text,
           guint    round)
{
  g_string_append (text, round % 20 == 0 ? "see *this and [that " : "words go on and on ");
}

static void
add_chinese (GString *text,
             guint    round)
{
  g_string_append (text, "这是一个没有空格也没有换行的很长的段落，它一直写下去。");
}

static const struct {
  const char  *name;
  void       (*add) (GString *text, guint round);
  guint        n_blocks; /* 0: many */
} texts[] = {
  { "mixed", add_mixed, 0 },
  { "fence", add_fence, 1 },
  { "list", add_list, 0 },
  { "table", add_table, 1 },
  { "paragraph", add_paragraph, 1 },
  { "lines", add_lines, 1 },
  { "loose", add_loose, 1 },
  { "chinese", add_chinese, 1 },
};

/* @n_lines: what is there at the end */
static ConfabDocumentCounters
stream (const GString *text,
        gsize          step,
        guint         *n_lines)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentCounters counters;
  ConfabDocumentChange change;

  for (gsize length = step; length < text->len; length += step)
    confab_document_update (document, text->str, length, FALSE, FALSE, &change);
  confab_document_update (document, text->str, text->len, FALSE, FALSE, &change);
  confab_document_get_counters (document, &counters);
  *n_lines = 0;
  for (guint i = 0; i < confab_document_get_n_blocks (document); i++)
    *n_lines += confab_document_get_block (document, i)->lines->len;

  return counters;
}

static void
test_work (gconstpointer data)
{
  guint number = GPOINTER_TO_UINT (data);
  /* With the sanitizers the large ones take minutes, and the work is counted without them. */
  gsize size = g_getenv ("CONFAB_TEST_SCALE") != NULL ? SIZE / 4 : SIZE;
  ConfabDocumentCounters small = { 0, };
  ConfabDocumentCounters large;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;
  guint n_lines;

  for (guint round = 0; text->len < size; round++)
    {
      if (small.updates == 0 && text->len > size / 10)
        small = stream (text, STEP, &n_lines);
      texts[number].add (text, round);
    }
  large = stream (text, STEP, &n_lines);

  g_test_message ("%s: %.1f times its bytes parsed (a tenth of it %.1f), %.2f lines an update made again",
                  texts[number].name, (double) large.parsed_bytes / (double) text->len,
                  (double) small.parsed_bytes / ((double) text->len / 10),
                  (double) (large.made_lines - n_lines) / (double) large.updates);
  g_assert_cmpuint (large.parsed_bytes, <=, 20 * text->len);
  /* Each line is made once, and besides that the last few of an update are made again. */
  g_assert_cmpuint (large.made_lines - n_lines, <=, 3 * large.updates);
  /* Ten times the text is ten times the work. */
  g_assert_cmpuint (large.parsed_bytes, <=, 13 * small.parsed_bytes);

  /* And it comes out as it is. */
  whole = document_text_describe_whole (text->str, text->len, TRUE);
  {
    g_autoptr (ConfabDocument) document = confab_document_new ();
    ConfabDocumentChange change;
    ConfabDocumentCounters counters;

    for (gsize length = 0; length < text->len; length += 997)
      confab_document_update (document, text->str, length, FALSE, FALSE, &change);
    confab_document_update (document, text->str, text->len, FALSE, TRUE, &change);
    cut = document_text_describe (document);
    confab_document_get_counters (document, &counters);
    if (strcmp (texts[number].name, "loose") != 0)
      g_assert_cmpuint (counters.corrections, ==, 0);
    if (texts[number].n_blocks > 0)
      g_assert_cmpuint (confab_document_get_n_blocks (document), ==, texts[number].n_blocks);
  }
  g_assert_cmpstr (cut, ==, whole);
}

/* What is at its end is never touched again: the very same block. */
static void
test_frozen (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ConfabDocument) document = confab_document_new ();
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  ConfabDocumentChange change;

  for (guint round = 0; round < 40; round++)
    add_mixed (text, round);

  for (gsize length = 0; length < text->len; length += 53)
    {
      confab_document_update (document, text->str, length, FALSE, FALSE, &change);
      g_assert_cmpuint (change.kept_blocks, >=, seen->len);
      for (guint i = 0; i < seen->len; i++)
        g_assert_true (confab_document_get_block (document, i) == g_ptr_array_index (seen, i));
      for (guint i = seen->len; i < confab_document_get_n_blocks (document) &&
                                confab_document_get_block (document, i)->frozen; i++)
        g_ptr_array_add (seen, (gpointer) confab_document_get_block (document, i));
    }
  g_assert_cmpuint (seen->len, >, 80);

  confab_document_update (document, text->str, text->len, FALSE, TRUE, &change);
  g_assert_cmpuint (change.kept_blocks, >=, seen->len);
  for (guint i = 0; i < confab_document_get_n_blocks (document); i++)
    g_assert_true (confab_document_get_block (document, i)->frozen);
}

/* Beginnings of everything, put together at random. */
static const char *fragments[] = {
  "text here\n", "**bold** and `code`\n", "- item\n", "- item two\n", "* star\n", "1. one\n", "2. two\n",
  "10) ten\n", "  - nested\n", "   para in list\n", "      deep\n", "\n", "\n", "\n", "```c\n", "```\n",
  "````\n", "~~~\n", "  ```\n", "- ```\n", "    indented code\n", "\tTabbed\n", "# Head\n", "Setext\n===\n",
  "---\n", "> quote\n", ">> deep\n", "> - ql\n", "> ```\n", "| a | b |\n", "|---|---|\n", "| 1 | 2 |\n",
  "<div>\n", "</div>\n", "[ref]: http://x\n", "[ref]\n", "lazy\n", "\\\n", "- [ ] task\n", "***\n",
  "+ plus\n", "<b>inline</b>\n", "$$ x\n", "$$\n", "\\[\n", "\\]\n", "a $x$ b\n", "<ref>[1]</ref>\n",
  "**注意：**请\n", "1.\n", "-\n", "-\tx\n", " 3. odd\n", "*open\n", "    - far\n", "|\n", "![i](http://h/)\n",
};

static void
test_exact (void)
{
  const char *wanted = g_getenv ("CONFAB_TEST_DOCUMENTS");
  guint64 usual = g_getenv ("CONFAB_TEST_SCALE") != NULL ? 1000 : 4000;
  guint64 n = wanted != NULL ? g_ascii_strtoull (wanted, NULL, 10) : usual;
  guint64 corrections = 0;
  guint64 with_definition = 0;

  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (ConfabDocument) document = confab_document_new ();
      g_autofree char *whole = NULL;
      g_autofree char *cut = NULL;
      ConfabDocumentCounters counters;
      ConfabDocumentChange change;
      int k = g_test_rand_int_range (2, 16);

      while (k-- > 0)
        g_string_append (text, fragments[g_test_rand_int_range (0, G_N_ELEMENTS (fragments))]);

      for (gsize length = 1; length < text->len; length += (gsize) g_test_rand_int_range (1, 40))
        confab_document_update (document, text->str, length, FALSE, FALSE, &change);
      confab_document_update (document, text->str, text->len, FALSE, TRUE, &change);

      cut = document_text_describe (document);
      whole = document_text_describe_whole (text->str, text->len, TRUE);
      g_assert_cmpstr (cut, ==, whole);

      confab_document_get_counters (document, &counters);
      g_assert_cmpuint (counters.full_parses, ==, 1);
      if (counters.corrections > 0)
        {
          gboolean defines = strstr (text->str, "[ref]:") != NULL;

          corrections++;
          with_definition += defines;
          if (!defines && g_getenv ("CONFAB_TEST_SHOW") != NULL)
            g_test_message ("corrected: %s", text->str);
        }
    }

  g_test_message ("%" G_GUINT64_FORMAT " documents, 0 differ at the end; the end corrected %"
                  G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT " of them with a definition of a link",
                  n, corrections, with_definition);
  /* The check at the end is for the odd one. */
  g_assert_cmpuint ((corrections - with_definition) * 30, <=, n);
}

/* A long text is compared with the whole of it after its end, in a thread. */

typedef struct {
  ConfabDocument *document;
  GString        *text;
  guint           changed;
} Later;

static void
changed_cb (gpointer data)
{
  ((Later *) data)->changed++;
}

/* With @definition, what a link at the start leads to is said only by the last line. */
static void
later_open (Later    *later,
            gboolean  definition)
{
  ConfabDocumentChange change;

  *later = (Later) { confab_document_new (), g_string_new ("Some words with [a link].\n\n"), 0 };
  for (guint round = 0; later->text->len < 300000; round++)
    add_mixed (later->text, round);
  if (definition)
    g_string_append (later->text, "\n\n[a link]: https://example.org/\n");

  confab_document_set_changed_func (later->document, changed_cb, later);
  for (gsize length = 1000; length < later->text->len; length += 10000)
    confab_document_update (later->document, later->text->str, length, FALSE, FALSE, &change);
  confab_document_update (later->document, later->text->str, later->text->len, FALSE, TRUE, &change);
}

static void
later_close (Later *later)
{
  confab_document_free (later->document);
  g_string_free (later->text, TRUE);
}

static guint
count_link_spans (ConfabDocument *document)
{
  const ConfabBlock *block = confab_document_get_block (document, 0);

  return ((const ConfabLine *) g_ptr_array_index (block->lines, 0))->n_spans;
}

static void
test_later_same (void)
{
  Later later;
  ConfabDocumentChange change;

  later_open (&later, FALSE);
  g_assert_false (confab_document_is_checked (later.document));
  g_assert_true (confab_document_get_block (later.document, 0)->frozen);
  loop_until (confab_document_is_checked (later.document));
  g_assert_cmpuint (later.changed, ==, 0);
  confab_document_update (later.document, later.text->str, later.text->len, FALSE, TRUE, &change);
  g_assert_cmpuint (change.kept_blocks, ==, confab_document_get_n_blocks (later.document));
  later_close (&later);
}

static void
test_later_other (void)
{
  Later later;
  ConfabDocumentChange change;
  ConfabDocumentCounters counters;
  g_autofree char *export = NULL;
  g_autofree char *found = NULL;
  g_autofree char *whole = NULL;
  guint first;

  later_open (&later, TRUE);
  first = confab_document_get_block (later.document, 0)->id;
  loop_until (later.changed > 0);

  /* Until it is taken in, all is as it was. */
  g_assert_false (confab_document_is_checked (later.document));
  g_assert_cmpuint (count_link_spans (later.document), ==, 0);
  export = confab_document_export (later.document, NULL, NULL, CONFAB_MARKUP_PLAIN);
  g_assert_true (g_str_has_prefix (export, "Some words with [a link]."));

  confab_document_update (later.document, later.text->str, later.text->len, FALSE, TRUE, &change);
  g_assert_true (confab_document_is_checked (later.document));
  g_assert_cmpuint (change.kept_blocks, ==, 0);
  g_assert_cmpuint (count_link_spans (later.document), ==, 1);
  g_assert_cmpuint (confab_document_get_block (later.document, 0)->id, ==, first);
  confab_document_get_counters (later.document, &counters);
  g_assert_cmpuint (counters.full_parses, ==, 1);
  g_assert_cmpuint (counters.corrections, ==, 1);
  found = document_text_describe (later.document);
  whole = document_text_describe_whole (later.text->str, later.text->len, TRUE);
  g_assert_cmpstr (found, ==, whole);
  g_assert_cmpuint (later.changed, ==, 1);
  later_close (&later);
}

/* Nobody is told of what has been replaced, has grown, or is gone. */
static void
test_later_gone (void)
{
  Later later;
  Later other;
  ConfabDocumentChange change;
  g_autofree char *found = NULL;
  g_autofree char *whole = NULL;

  later_open (&later, TRUE);
  g_string_append (later.text, "More has come.\n");
  confab_document_update (later.document, later.text->str, later.text->len, FALSE, FALSE, &change);
  g_assert_true (confab_document_is_checked (later.document));
  confab_document_update (later.document, "Other.", 6, TRUE, TRUE, &change);
  g_assert_true (confab_document_is_checked (later.document));

  later_open (&other, TRUE);
  later_close (&other);

  /* A check that was begun later has its end after theirs, or at the same time. */
  later_open (&other, TRUE);
  loop_until (other.changed > 0);
  loop_for (100);
  g_assert_cmpuint (later.changed, ==, 0);
  g_assert_cmpuint (other.changed, ==, 1);
  found = document_text_describe (later.document);
  whole = document_text_describe_whole ("Other.", 6, TRUE);
  g_assert_cmpstr (found, ==, whole);
  later_close (&other);
  later_close (&later);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = g_strconcat ("/streaming/work/", texts[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_work);
    }
  g_test_add_func ("/streaming/frozen", test_frozen);
  g_test_add_func ("/streaming/exact", test_exact);
  g_test_add_func ("/streaming/later/same", test_later_same);
  g_test_add_func ("/streaming/later/other", test_later_other);
  g_test_add_func ("/streaming/later/gone", test_later_gone);

  return g_test_run ();
}
