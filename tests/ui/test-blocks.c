/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Blocks of Markdown, laid out: where things stand, what is laid out again, what a reader does. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-prose.h"
#include "confab-text-lines.h"
#include "loop.h"
#include "uitest.h"

#define WIDTH 600

typedef struct {
  ConfabChatCounters  counters;
  ConfabDocument     *document;
  GtkWidget          *widget;
  ConfabTextLines    *lines;
} Fixture;

static void
open_lines (Fixture *self)
{
  memset (self, 0, sizeof *self);
  self->document = confab_document_new ();
  self->widget = g_object_ref_sink (gtk_label_new (NULL));
  self->lines = confab_text_lines_new (self->widget, &self->counters);
  confab_text_lines_set_document (self->lines, self->document);
}

static void
close_lines (Fixture *self)
{
  confab_text_lines_free (self->lines);
  confab_document_free (self->document);
  g_assert_finalize_object (self->widget);
}

static void
set_text (Fixture    *self,
          const char *text,
          gsize       length,
          gboolean    finished)
{
  ConfabDocumentChange change;

  confab_document_update (self->document, text, length, FALSE, finished, &change);
  confab_text_lines_update (self->lines, &change);
  confab_text_lines_measure (self->lines, WIDTH);
}

static void
show (Fixture    *self,
      const char *text)
{
  open_lines (self);
  set_text (self, text, strlen (text), TRUE);
}

static void
assert_same (Fixture *a,
             Fixture *b)
{
  g_assert_cmpint (confab_text_lines_get_height (a->lines), ==,
                   confab_text_lines_get_height (b->lines));
  g_assert_cmpuint (confab_text_lines_get_n_boxes (a->lines), ==,
                    confab_text_lines_get_n_boxes (b->lines));
  g_assert_cmpuint (confab_text_lines_get_n (a->lines), ==, confab_text_lines_get_n (b->lines));

  for (guint i = 0; i < confab_text_lines_get_n (a->lines); i++)
    {
      const ConfabTextPiece *p = confab_text_lines_get_piece (a->lines, i, FALSE);
      const ConfabTextPiece *q = confab_text_lines_get_piece (b->lines, i, FALSE);

      g_assert_cmpuint (p->block, ==, q->block);
      g_assert_cmpuint (p->line, ==, q->line);
      g_assert_cmpuint (p->length, ==, q->length);
      g_assert_cmpint (p->x, ==, q->x);
      g_assert_cmpint (p->y, ==, q->y);
      g_assert_cmpint (p->bottom, ==, q->bottom);
      g_assert_cmpint (p->extent, ==, q->extent);
    }
}

/* However it arrives, an answer ends up looking as if it had come at once. */
static void
test_streamed (void)
{
  static const char *texts[] = { chat_sample_markdown, chat_sample_markdown_chinese,
                                 chat_sample_markdown_more };

  for (guint round = 0; round < 30; round++)
    {
      const char *text = texts[round % G_N_ELEMENTS (texts)];
      gsize length = strlen (text);
      Fixture whole;
      Fixture streamed;

      show (&whole, text);
      open_lines (&streamed);
      for (gsize sent = 0; sent < length;)
        {
          sent += (gsize) g_test_rand_int_range (1, 60);
          sent = MIN (length, sent);
          set_text (&streamed, text, sent, sent == length);
        }
      assert_same (&whole, &streamed);
      close_lines (&whole);
      close_lines (&streamed);
    }
}

/* A block that goes on costs the line that is new, however long the block is. */
static void
check_work (const char *head,
            const char *line,
            guint       most)
{
  g_autoptr (GString) text = g_string_new (head);
  Fixture fixture;
  guint64 laid = 0;

  open_lines (&fixture);
  for (guint i = 0; i < 400; i++)
    {
      g_string_append (text, line);
      set_text (&fixture, text->str, text->len, FALSE);
      if (i == 199)
        laid = fixture.counters.lines_laid;
    }
  g_assert_cmpuint (fixture.counters.lines_laid - laid, <=, most * 200);
  close_lines (&fixture);
}

static void
test_work (void)
{
  check_work ("```c\n", "  int value = call (\"text\", 1); /* why */\n", 2);
  check_work ("", "- item with **bold** words and `code` in it\n", 2);
  check_work ("| a | b | c |\n| --- | --- | ---: |\n", "| some | words | 12 |\n", 6);
  check_work ("", "> a line of a quote\n", 2);
  check_work ("", "## A heading\n\nAnd its text.\n\n", 4);
}

/* Tables */

static const ConfabTextPiece *
get_cell (Fixture *self,
          guint    position)
{
  return confab_text_lines_get_piece (self->lines, position, FALSE);
}

static void
test_table (void)
{
  Fixture fixture;
  int left;
  int right;
  gint64 bottom;

  show (&fixture, "| Phone | Price |\n| --- | ---: |\n| Aurora 12 | 2799 元 |\n| Pico S | 9 |\n");
  g_assert_cmpuint (confab_text_lines_get_n (fixture.lines), ==, 6);
  g_assert_cmpuint (confab_text_lines_get_n_boxes (fixture.lines), ==, 1);

  /* Columns are columns, rows are rows. */
  for (guint i = 0; i < 6; i++)
    {
      g_assert_cmpint (get_cell (&fixture, i)->x, ==, get_cell (&fixture, i % 2)->x);
      g_assert_cmpint (get_cell (&fixture, i)->top, ==, get_cell (&fixture, i / 2 * 2)->top);
    }
  g_assert_cmpint (get_cell (&fixture, 2)->top, >, get_cell (&fixture, 0)->bottom);
  /* Whatever its fonts, a row has one baseline. */
  g_assert_cmpint (get_cell (&fixture, 2)->y + get_cell (&fixture, 2)->baseline, ==,
                   get_cell (&fixture, 3)->y + get_cell (&fixture, 3)->baseline);

  /* It takes the width there is, and not more. */
  confab_text_lines_get_box_bounds (fixture.lines, 0, &left, &right, &bottom);
  g_assert_cmpint (left, ==, 0);
  g_assert_cmpint (right, ==, WIDTH * PANGO_SCALE);
  g_assert_cmpint (confab_text_lines_get_overflow (fixture.lines, 0), ==, 0);
  g_assert_false (confab_text_lines_set_scroll (fixture.lines, 0, 1000));
  close_lines (&fixture);
}

static void
test_wide_table (void)
{
  g_autoptr (GString) text = g_string_new ("|");
  Fixture fixture;
  ConfabTextPlace place;
  gint64 y;
  int overflow;

  for (guint i = 0; i < 20; i++)
    g_string_append (text, " a column |");
  g_string_append (text, "\n|");
  for (guint i = 0; i < 20; i++)
    g_string_append (text, " --- |");
  g_string_append (text, "\n|");
  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, " some words %u |", i);
  g_string_append (text, "\n");

  show (&fixture, text->str);
  overflow = confab_text_lines_get_overflow (fixture.lines, 0);
  g_assert_cmpint (overflow, >, WIDTH * PANGO_SCALE);
  g_assert_true (confab_text_lines_set_scroll (fixture.lines, 0, overflow / 2));
  g_assert_cmpint (confab_text_lines_get_scroll (fixture.lines, 0), ==, overflow / 2);

  /* What is under a point depends on how far it is scrolled. */
  y = get_cell (&fixture, 25)->y + PANGO_SCALE;
  confab_text_lines_pick (fixture.lines, WIDTH * PANGO_SCALE / 2, y, &place);
  g_assert_cmpuint (place.line, >, 25);
  g_assert_cmpuint (place.line, <, 35);
  g_assert_true (confab_text_lines_set_scroll (fixture.lines, 0, G_MAXINT));
  g_assert_cmpint (confab_text_lines_get_scroll (fixture.lines, 0), ==, overflow);
  confab_text_lines_pick (fixture.lines, (WIDTH - 40) * PANGO_SCALE, y, &place);
  g_assert_cmpuint (place.line, ==, 39);
  close_lines (&fixture);
}

/* In a table without end the first cells say how wide it is. */
static void
test_long_table (void)
{
  g_autoptr (GString) text = g_string_new ("| a | b |\n| --- | --- |\n");
  Fixture fixture;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (text, "| row %u | words |\n", i);
  show (&fixture, text->str);
  g_assert_cmpuint (confab_text_lines_get_n (fixture.lines), ==, 6002);
  g_assert_cmpuint (fixture.counters.cells_measured, ==, 2000);
  g_assert_cmpuint (fixture.counters.lines_laid, <=, 6002);
  close_lines (&fixture);
}

/* Code */

static void
test_code_scrolls (void)
{
  Fixture fixture;
  gint64 height;
  guint n;

  show (&fixture, "Before.\n\n```sh\nshort\n"
                  "a line that is so long that there is no room for all of it in the width, I am "
                  "sure, since this is set in a wide font\n```\n\nAfter.\n");
  n = confab_text_lines_get_n (fixture.lines);
  height = confab_text_lines_get_height (fixture.lines);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpint (confab_text_lines_get_overflow (fixture.lines, 1), >, 0);
  g_assert_cmpint (confab_text_lines_get_overflow (fixture.lines, 0), ==, 0);

  confab_text_lines_set_wrapped (fixture.lines, 1, TRUE);
  confab_text_lines_measure (fixture.lines, WIDTH);
  g_assert_cmpint (confab_text_lines_get_overflow (fixture.lines, 1), ==, 0);
  g_assert_cmpint (confab_text_lines_get_height (fixture.lines), >, height);

  /* What was set stays with the block. */
  confab_text_lines_measure (fixture.lines, WIDTH / 2);
  confab_text_lines_measure (fixture.lines, WIDTH);
  g_assert_true (confab_text_lines_get_wrapped (fixture.lines, 1));
  confab_text_lines_set_wrapped (fixture.lines, 1, FALSE);
  confab_text_lines_measure (fixture.lines, WIDTH);
  g_assert_cmpint (confab_text_lines_get_height (fixture.lines), ==, height);
  close_lines (&fixture);
}

/* Spans */

static void
test_spans (void)
{
  static const char *text = "Words[1]<ref>[1]</ref> and [a link](https://example.com/).";
  Fixture fixture;
  const ConfabBlock *block;
  const ConfabLine *line;
  guint found = 0;

  show (&fixture, text);
  block = confab_document_get_block (fixture.document, 0);
  line = g_ptr_array_index (block->lines, 0);
  for (guint i = 0; i < line->n_spans; i++)
    {
      const ConfabSpan *span = &line->spans[i];
      ConfabTextPlace from = { 0, 0, span->start, 0 };
      ConfabTextPlace to = { 0, 0, span->end, 0 };
      ConfabTextPlace place;
      g_autoptr (GArray) areas = NULL;
      const ConfabTextArea *area;

      if ((span->flags & (CONFAB_SPAN_LINK | CONFAB_SPAN_CITATION)) == 0)
        continue;

      found++;
      areas = confab_text_lines_get_areas (fixture.lines, &from, &to, 0, G_MAXINT64);
      g_assert_cmpuint (areas->len, ==, 1);
      area = &g_array_index (areas, ConfabTextArea, 0);
      g_assert_cmpint (area->width, >, 0);
      g_assert_true (confab_text_lines_pick_span (fixture.lines, area->x + area->width / 2,
                                                  area->y + area->height / 2, &place) == span);
      g_assert_cmpuint (place.byte, ==, span->start);
    }
  g_assert_cmpuint (found, ==, 2);
  close_lines (&fixture);
}

/* Depth */

static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Fixture fixture;

  for (guint i = 0; i < 60; i++)
    g_string_append (text, "> - ");
  g_string_append (text, "deep\n");
  show (&fixture, text->str);
  for (guint i = 0; i < confab_text_lines_get_n (fixture.lines); i++)
    g_assert_cmpint (confab_text_lines_get_piece (fixture.lines, i, FALSE)->room, >=,
                     WIDTH * PANGO_SCALE / 2);
  close_lines (&fixture);
}

/* Widgets */

static GtkWidget *
show_prose (ConfabDocument     *document,
            ConfabChatCounters *counters,
            const char         *text,
            GtkWidget         **prose)
{
  ConfabDocumentChange change;

  confab_document_update (document, text, strlen (text), FALSE, TRUE, &change);
  *prose = confab_prose_new (counters);
  confab_prose_set_document (CONFAB_PROSE (*prose), document);
  confab_prose_get_height (CONFAB_PROSE (*prose), WIDTH);
  confab_prose_set_viewport (CONFAB_PROSE (*prose), 0, 500);

  return ui_show (*prose, WIDTH, 500);
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
read_clipboard (GtkWidget *widget)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, text_read_cb, &text);
  loop_until (text != NULL);

  return text;
}

static void
test_copy (void)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabChatCounters counters = { 0, };
  GtkWidget *prose;
  GtkWidget *window = show_prose (document, &counters,
                                  "```c\nint a;\n\n\tint b; // <b>\n```\n\n"
                                  "| a | b |\n| --- | :-: |\n| x\\|y | **2** |\n", &prose);
  g_autofree char *code = NULL;
  g_autofree char *table = NULL;
  g_autofree char *markdown = NULL;

  loop_until (counters.frames_alive == 2);
  g_assert_nonnull (ui_find_label (window, "C"));

  gtk_widget_activate_action (prose, "block.copy", "u",
                              confab_document_get_block (document, 0)->id);
  code = read_clipboard (prose);
  g_assert_cmpstr (code, ==, "int a;\n\n\tint b; // <b>");
  gtk_widget_activate_action (prose, "block.copy", "u",
                              confab_document_get_block (document, 1)->id);
  table = read_clipboard (prose);
  g_assert_cmpstr (table, ==, "a\tb\nx|y\t2");
  gtk_widget_activate_action (prose, "block.copy-markdown", "u",
                              confab_document_get_block (document, 1)->id);
  markdown = read_clipboard (prose);
  g_assert_cmpstr (g_strchomp (markdown), ==,
                   "| a | b |\n| --- | :-: |\n| x\\|y | **2** |");
  ui_close (window);
}

/* Colours come later, by slices, and move nothing. */
static void
test_colors (void)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  g_autoptr (GString) text = g_string_new ("```c\n");
  ConfabChatCounters counters = { 0, };
  GtkWidget *prose;
  GtkWidget *window;
  guint64 laid;
  int height;

  for (guint i = 0; i < 400; i++)
    g_string_append (text, "static const char *text = \"words\"; /* a comment */\n");
  g_string_append (text, "```\n\n```nolanguage\nplain\n```\n");
  window = show_prose (document, &counters, text->str, &prose);
  height = confab_prose_get_height (CONFAB_PROSE (prose), WIDTH);
  laid = counters.lines_laid;

  loop_until (counters.code_slices >= 2);
  ui_wait_frames (window, 2);
  g_assert_cmpint (confab_prose_get_height (CONFAB_PROSE (prose), WIDTH), ==, height);
  g_assert_cmpuint (counters.lines_laid, ==, laid);
  ui_close (window);
}

/* A colour that can be read stays as it is; a pale one does not. */
static void
test_legible (void)
{
  GdkRGBA strong = { 0.1f, 0.3f, 0.5f, 1 };
  GdkRGBA pale = { 0.6f, 0.6f, 0.6f, 1 };
  GdkRGBA dim = { 0.4f, 0.4f, 0.4f, 1 };

  g_assert_cmpint (confab_code_colors_make_legible (&strong, FALSE).blue, ==, (int) (0.5f * 0xffff));
  g_assert_cmpint (confab_code_colors_make_legible (&pale, FALSE).red, <, 0x7800);
  g_assert_cmpint (confab_code_colors_make_legible (&pale, TRUE).red, ==, (int) (0.6f * 0xffff));
  g_assert_cmpint (confab_code_colors_make_legible (&dim, TRUE).red, >, 0x7800);
}

/* Only blocks in view or near have widgets. */
static void
test_frames (void)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  ConfabChatCounters counters = { 0, };
  GtkWidget *prose;
  GtkWidget *window;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "Text.\n\n```\ncode %u\n```\n\n", i);
  window = show_prose (document, &counters, text->str, &prose);
  loop_until (counters.frames_alive > 0);
  g_assert_cmpuint (counters.frames_alive, <, 15);

  confab_prose_set_viewport (CONFAB_PROSE (prose), 9000, 9500);
  ui_wait_frames (window, 2);
  g_assert_cmpuint (counters.frames_alive, >, 3);
  g_assert_cmpuint (counters.frames_alive, <, 15);
  confab_prose_set_document (CONFAB_PROSE (prose), NULL);
  ui_wait_frames (window, 2);
  ui_close (window);
  g_assert_cmpuint (counters.frames_alive, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *css = NULL;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  css = g_test_build_filename (G_TEST_DIST, "..", "src", "ui", "chat", "chat.css", NULL);
  ui_load_css (css);

  g_test_add_func ("/blocks/streamed", test_streamed);
  g_test_add_func ("/blocks/work", test_work);
  g_test_add_func ("/blocks/table", test_table);
  g_test_add_func ("/blocks/wide-table", test_wide_table);
  g_test_add_func ("/blocks/long-table", test_long_table);
  g_test_add_func ("/blocks/code-scrolls", test_code_scrolls);
  g_test_add_func ("/blocks/spans", test_spans);
  g_test_add_func ("/blocks/deep", test_deep);
  g_test_add_func ("/blocks/copy", test_copy);
  g_test_add_func ("/blocks/colors", test_colors);
  g_test_add_func ("/blocks/legible", test_legible);
  g_test_add_func ("/blocks/frames", test_frames);

  return g_test_run ();
}
