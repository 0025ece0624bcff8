/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Heights are exact, however a text arrives. */

#include "config.h"

#include "chat-fixture.h"
#include "confab-document.h"
#include "confab-prose-private.h"
#include "hostile-texts.h"
#include "reply-texts.h"

/* What a view shows, with the page around it. */
#define PAGE 1600
#define SLICE 12000

static int
measure_plainly (GtkWidget  *widget,
                 const char *text,
                 int         width)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoRectangle extents;

  pango_attr_list_insert (attributes, pango_attr_line_height_new (1.25));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_extents (layout, NULL, &extents);

  return extents.height;
}

static void
test_exact_heights (void)
{
  static const char *paragraphs[] = {
    "One line.",
    "A longer paragraph that has to wrap once or twice, depending on how wide it is allowed to be, "
    "and then goes on for a while.",
    "两款价格都低于 3000 元，主摄传感器较大，并带光学防抖。如果主要拍夜景，建议选择极光 12：进光量约多 40%。",
    "هذا نص عربي يبدأ من اليمين ويحتوي على كلمة English في الوسط ثم يستمر حتى يحتاج إلى سطر آخر.",
  };
  ConfabChatCounters counters = { 0, };
  GtkWidget *prose = g_object_ref_sink (confab_prose_new (&counters));
  g_autoptr (ConfabDocument) document = confab_document_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  ConfabDocumentChange change;

  for (guint i = 0; i < G_N_ELEMENTS (paragraphs); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n\n" : "", paragraphs[i]);
  confab_document_update (document, text->str, text->len, FALSE, TRUE, &change);
  confab_prose_set_spacious (CONFAB_PROSE (prose), TRUE);
  confab_prose_set_document (CONFAB_PROSE (prose), document);

  for (int width = 120; width < 800; width += 170)
    {
      int expected = 12 * (G_N_ELEMENTS (paragraphs) - 1);

      for (guint i = 0; i < G_N_ELEMENTS (paragraphs); i++)
        expected += PANGO_PIXELS_CEIL (measure_plainly (prose, paragraphs[i], width));
      g_assert_cmpint (confab_prose_get_height (CONFAB_PROSE (prose), width), ==, expected);
    }

  confab_prose_set_document (CONFAB_PROSE (prose), NULL);
  g_assert_finalize_object (prose);
}

/* However a text arrives, all of it ends up where it is when it comes at once: each piece of it, at
 * the same place in the text and at the same height. */

static GtkWidget *
prose_new (ConfabChatCounters *counters,
           ConfabDocument     *document,
           gboolean            sliced)
{
  GtkWidget *prose = g_object_ref_sink (confab_prose_new (counters));

  confab_prose_set_spacious (CONFAB_PROSE (prose), TRUE);
  confab_prose_set_sliced (CONFAB_PROSE (prose), sliced);
  confab_prose_set_document (CONFAB_PROSE (prose), document);

  return prose;
}

/* As a list does with what it opens at its end: first what is in view, then the rest by and by, while the
 * reader goes here and there. */
static void
lay_out_slices (ConfabProse *prose,
                int          width)
{
  int height = confab_prose_get_height (prose, width);
  int moved;

  confab_prose_show (prose, MAX (height - PAGE, 0), height, MAX (height - PAGE, 0), &moved);
  for (guint i = 0; !confab_prose_is_exact (prose); i++)
    {
      int top;

      height = confab_prose_get_height (prose, width);
      top = g_test_rand_int_range (0, MAX (height - PAGE, 1));
      if (i % 3 == 0)
        confab_prose_show (prose, top, top + PAGE, top, &moved);
      confab_prose_refine (prose, SLICE, top, &moved);
    }
}

static void
check_equal (const char  *name,
             ConfabProse *streamed,
             ConfabProse *whole)
{
  guint n = MIN (confab_text_lines_get_n (streamed->lines), confab_text_lines_get_n (whole->lines));

  for (guint i = 0; i < n; i++)
    {
      const ConfabTextPiece *a = confab_text_lines_get_piece (streamed->lines, i, FALSE);
      const ConfabTextPiece *b = confab_text_lines_get_piece (whole->lines, i, FALSE);

      if (a->block != b->block || a->line != b->line || a->start != b->start ||
          a->length != b->length || a->y != b->y || a->height != b->height || a->x != b->x ||
          a->bottom != b->bottom)
        g_error ("%s: piece %u is %u:%u+%" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " at %"
                 G_GINT64_FORMAT ", %i high; at once %u:%u+%" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT
                 " at %" G_GINT64_FORMAT ", %i high", name, i, a->block, a->line, a->start,
                 a->start + a->length, a->y, a->height, b->block, b->line, b->start,
                 b->start + b->length, b->y, b->height);
    }
  g_assert_cmpuint (confab_text_lines_get_n (streamed->lines), ==,
                    confab_text_lines_get_n (whole->lines));
}

static void
check_streamed (const char    *name,
                const GString *text,
                int            width)
{
  ConfabChatCounters counters = { 0, };
  g_autoptr (ConfabDocument) streamed_document = confab_document_new ();
  g_autoptr (ConfabDocument) whole_document = confab_document_new ();
  GtkWidget *streamed = prose_new (&counters, streamed_document, TRUE);
  GtkWidget *whole = prose_new (&counters, whole_document, TRUE);
  ConfabDocumentChange change;
  gsize length = 0;

  while (length < text->len)
    {
      int moved;
      int height;

      length += (gsize) g_test_rand_int_range (1, 300);
      length = MIN (length, text->len);
      confab_document_update (streamed_document, text->str, length, FALSE, length == text->len,
                              &change);
      confab_prose_update (CONFAB_PROSE (streamed), &change);
      height = confab_prose_get_height (CONFAB_PROSE (streamed), width);
      confab_prose_set_viewport (CONFAB_PROSE (streamed), MAX (height - PAGE, 0), height);
      confab_prose_show (CONFAB_PROSE (streamed), MAX (height - PAGE, 0), height,
                         MAX (height - PAGE, 0), &moved);
    }

  confab_document_update (whole_document, text->str, text->len, FALSE, TRUE, &change);
  lay_out_slices (CONFAB_PROSE (whole), width);
  check_equal (name, CONFAB_PROSE (streamed), CONFAB_PROSE (whole));
  g_assert_cmpint (confab_prose_get_height (CONFAB_PROSE (streamed), width), ==,
                   confab_prose_get_height (CONFAB_PROSE (whole), width));

  confab_prose_set_document (CONFAB_PROSE (streamed), NULL);
  confab_prose_set_document (CONFAB_PROSE (whole), NULL);
  g_assert_finalize_object (streamed);
  g_assert_finalize_object (whole);
}

static void
test_streamed_replies (gconstpointer name)
{
  static const gsize sizes[] = { 1000, 6000, 20000 };
  static const int widths[] = { 332, 571, 760 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint k = 0; k < G_N_ELEMENTS (widths); k++)
      {
        g_autoptr (GString) text = reply_text_new (name, sizes[i]);

        check_streamed (name, text, widths[k]);
      }
}

/* Long enough that most of it has an estimate at first when it comes at once; also where all of it is
 * one paragraph, which is cut in the same places then. */
static void
test_streamed_long (gconstpointer name)
{
  g_autoptr (GString) text = reply_text_new (name, 150000);

  check_streamed (name, text, 600);
}

static void
test_streamed_hostile (gconstpointer name)
{
  g_autoptr (GString) text = hostile_text_new (name, 60000);

  check_streamed (name, text, 600);
}

/* Paragraphs that are long enough to be cut, with line ends and line breaks anywhere. */
static void
test_streamed_heights (void)
{
  for (guint round = 0; round < 30; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      while (text->len < 9000)
        g_string_append_printf (text, "word%d%s", g_test_rand_int_range (0, 100000),
                                g_test_rand_int_range (0, 300) == 0 ? "\n\n"
                                : g_test_rand_int_range (0, 300) == 0 ? "\n" : " 好 ");
      check_streamed ("words", text, g_test_rand_int_range (100, 700));
    }
}

/* The place at the top of the view is found again at another width. */
static void
test_place (void)
{
  ConfabChatCounters counters = { 0, };
  GtkWidget *prose = g_object_ref_sink (confab_prose_new (&counters));
  g_autoptr (ConfabDocument) document = confab_document_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  ConfabDocumentChange change;
  ConfabTextPlace place;
  ConfabTextPlace again;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "word%u%s", i, i % 400 == 399 ? "\n\n" : " ");
  confab_document_update (document, text->str, text->len, FALSE, TRUE, &change);
  confab_prose_set_document (CONFAB_PROSE (prose), document);

  g_assert_cmpint (confab_prose_get_height (CONFAB_PROSE (prose), 600), >, 1500);
  g_assert_true (confab_prose_get_place (CONFAB_PROSE (prose), 1000, &place));
  g_assert_cmpint (confab_prose_find_place (CONFAB_PROSE (prose), &place), ==, 1000);

  confab_prose_get_height (CONFAB_PROSE (prose), 300);
  g_assert_cmpint (confab_prose_find_place (CONFAB_PROSE (prose), &place), >, 1500);
  confab_prose_get_height (CONFAB_PROSE (prose), 600);
  g_assert_true (confab_prose_get_place (CONFAB_PROSE (prose), 1000, &again));
  g_assert_cmpuint (again.byte, ==, place.byte);
  g_assert_cmpuint (again.block, ==, place.block);

  confab_prose_set_document (CONFAB_PROSE (prose), NULL);
  g_assert_finalize_object (prose);
}

int
main (int   argc,
      char *argv[])
{
  chat_init (&argc, &argv);

  g_test_add_func ("/view-heights/exact-heights", test_exact_heights);
  g_test_add_func ("/view-heights/streamed-heights", test_streamed_heights);
  for (const char *const *name = reply_text_names (); *name != NULL; name++)
    {
      g_autofree char *path = g_strconcat ("/view-heights/streamed-replies/", *name, NULL);

      g_test_add_data_func (path, *name, test_streamed_replies);
    }
  g_test_add_data_func ("/view-heights/streamed-long/mixed", "mixed", test_streamed_long);
  g_test_add_data_func ("/view-heights/streamed-long/paragraph", "paragraph", test_streamed_long);
  g_test_add_data_func ("/view-heights/streamed-long/cjk", "cjk", test_streamed_long);
  g_test_add_data_func ("/view-heights/streamed-long/emoji", "emoji", test_streamed_long);
  g_test_add_data_func ("/view-heights/streamed-hostile/word", "word", test_streamed_hostile);
  g_test_add_data_func ("/view-heights/streamed-hostile/marks", "marks", test_streamed_hostile);
  g_test_add_data_func ("/view-heights/streamed-hostile/zwj", "zwj", test_streamed_hostile);
  g_test_add_data_func ("/view-heights/streamed-hostile/bidi", "bidi", test_streamed_hostile);
  g_test_add_func ("/view-heights/place", test_place);

  return g_test_run ();
}
