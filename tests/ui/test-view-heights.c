/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Heights are exact, however a text arrives. */

#include "config.h"

#include "chat-fixture.h"
#include "confab-document.h"
#include "confab-prose.h"

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
      int expected = 12 * PANGO_SCALE * (G_N_ELEMENTS (paragraphs) - 1);

      for (guint i = 0; i < G_N_ELEMENTS (paragraphs); i++)
        expected += measure_plainly (prose, paragraphs[i], width);
      g_assert_cmpint (confab_prose_get_height (CONFAB_PROSE (prose), width), ==,
                       PANGO_PIXELS_CEIL (expected));
    }

  confab_prose_set_document (CONFAB_PROSE (prose), NULL);
  g_assert_finalize_object (prose);
}

/* However a text arrives, it ends up as high as when it comes at once; also a paragraph that is
 * long enough to be cut. */
static void
test_streamed_heights (void)
{
  ConfabChatCounters counters = { 0, };

  for (guint round = 0; round < 30; round++)
    {
      GtkWidget *streamed = g_object_ref_sink (confab_prose_new (&counters));
      GtkWidget *whole = g_object_ref_sink (confab_prose_new (&counters));
      g_autoptr (ConfabDocument) streamed_document = confab_document_new ();
      g_autoptr (ConfabDocument) whole_document = confab_document_new ();
      g_autoptr (GString) text = g_string_new (NULL);
      ConfabDocumentChange change;
      int width = g_test_rand_int_range (100, 700);
      gsize length = 0;

      while (text->len < 9000)
        g_string_append_printf (text, "word%d%s", g_test_rand_int_range (0, 100000),
                                g_test_rand_int_range (0, 300) == 0 ? "\n\n"
                                : g_test_rand_int_range (0, 300) == 0 ? "\n" : " 好 ");

      confab_prose_set_document (CONFAB_PROSE (streamed), streamed_document);
      while (length < text->len)
        {
          length += (gsize) g_test_rand_int_range (1, 200);
          length = MIN (length, text->len);
          confab_document_update (streamed_document, text->str, length, FALSE,
                                  length == text->len, &change);
          confab_prose_update (CONFAB_PROSE (streamed), &change);
          confab_prose_get_height (CONFAB_PROSE (streamed), width);
        }

      confab_document_update (whole_document, text->str, text->len, FALSE, TRUE, &change);
      confab_prose_set_document (CONFAB_PROSE (whole), whole_document);
      g_assert_cmpint (confab_prose_get_height (CONFAB_PROSE (streamed), width), ==,
                       confab_prose_get_height (CONFAB_PROSE (whole), width));

      confab_prose_set_document (CONFAB_PROSE (streamed), NULL);
      confab_prose_set_document (CONFAB_PROSE (whole), NULL);
      g_assert_finalize_object (streamed);
      g_assert_finalize_object (whole);
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
  g_test_add_func ("/view-heights/place", test_place);

  return g_test_run ();
}
