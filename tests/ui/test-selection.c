/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-place.h"
#include "confab-selection.h"

static ConfabDocument *
make_document (const char *text)
{
  ConfabDocument *document = confab_document_new ();
  ConfabDocumentChange change;

  confab_document_update (document, text, strlen (text), FALSE, TRUE, &change);

  return document;
}

static ConfabTextPlace
place (guint block,
       guint line,
       gsize byte)
{
  return (ConfabTextPlace) { block, line, byte, 0 };
}

static ConfabSpot
spot (guint message,
      gsize byte)
{
  return (ConfabSpot) { message, { 0, 0, byte, 0 } };
}

static void
assert_place (const ConfabTextPlace *found,
              guint                  block,
              guint                  line,
              gsize                  byte)
{
  g_assert_cmpuint (found->block, ==, block);
  g_assert_cmpuint (found->line, ==, line);
  g_assert_cmpuint (found->byte, ==, byte);
}

static void
assert_span (ConfabSelection *selection,
             guint            first,
             gsize            first_byte,
             guint            last,
             gsize            last_byte)
{
  ConfabSpot start;
  ConfabSpot end;

  g_assert_true (confab_selection_get_span (selection, &start, &end));
  g_assert_cmpuint (start.message, ==, first);
  g_assert_cmpuint (start.place.byte, ==, first_byte);
  g_assert_cmpuint (end.message, ==, last);
  g_assert_cmpuint (end.place.byte, ==, last_byte);
}

/* Places */

static void
test_clamp (void)
{
  g_autoptr (ConfabDocument) document = make_document ("one\ntwo好\n\nthree");
  g_autoptr (ConfabDocument) nothing = make_document ("");
  ConfabTextPlace end = CONFAB_PLACE_END;
  ConfabTextPlace inside = place (0, 1, 4);
  ConfabTextPlace behind = place (0, 0, 99);
  ConfabTextPlace below = place (0, 7, 0);

  confab_place_clamp (document, &end);
  assert_place (&end, 1, 0, 5);
  confab_place_clamp (document, &inside); /* in the middle of a character */
  assert_place (&inside, 0, 1, 3);
  confab_place_clamp (document, &behind);
  assert_place (&behind, 0, 0, 3);
  confab_place_clamp (document, &below);
  assert_place (&below, 0, 1, 6);
  confab_place_clamp (nothing, &below);
  assert_place (&below, 0, 0, 0);
}

/* Forwards and backwards the same places are passed, all of them between characters. */
static void
test_steps (void)
{
  static const char text[] = "A wórd 好的 e\xcc\x81 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac\n\n"
                             "second\nline";
  g_autoptr (ConfabDocument) document = make_document (text);

  for (int step = CONFAB_STEP_CHARACTER; step <= CONFAB_STEP_WORD; step++)
    {
      ConfabTextPlace at = place (0, 0, 0);
      ConfabTextPlace before = at;
      guint forwards = 0;
      guint backwards = 0;

      while (confab_place_step (document, &at, step, 1))
        {
          g_assert_cmpint (confab_place_compare (&before, &at), <, 0);
          before = at;
          forwards++;
        }
      assert_place (&at, 1, 1, 4);
      while (confab_place_step (document, &at, step, -1))
        {
          g_assert_cmpint (confab_place_compare (&before, &at), >, 0);
          before = at;
          backwards++;
        }
      assert_place (&at, 0, 0, 0);
      if (step == CONFAB_STEP_CHARACTER)
        {
          /* é and the researcher are one character each. */
          g_assert_cmpuint (forwards, ==, 13 + 1 + 6 + 1 + 4);
          g_assert_cmpuint (backwards, ==, forwards);
        }
    }
}

static void
test_units (void)
{
  g_autoptr (ConfabDocument) document = make_document ("some words, here\nand more\n\nlast");
  ConfabTextPlace at = place (0, 0, 7);
  ConfabTextPlace start;
  ConfabTextPlace end;

  confab_place_unit (document, &at, CONFAB_UNIT_CHARACTER, &start, &end);
  assert_place (&start, 0, 0, 7);
  assert_place (&end, 0, 0, 7);
  confab_place_unit (document, &at, CONFAB_UNIT_WORD, &start, &end);
  assert_place (&start, 0, 0, 5);
  assert_place (&end, 0, 0, 10);
  confab_place_unit (document, &at, CONFAB_UNIT_BLOCK, &start, &end);
  assert_place (&start, 0, 0, 0);
  assert_place (&end, 0, 1, 8);

  at = place (1, 0, 4); /* behind the last character */
  confab_place_unit (document, &at, CONFAB_UNIT_WORD, &start, &end);
  assert_place (&start, 1, 0, 0);
  assert_place (&end, 1, 0, 4);
}

/* A word in a line of a megabyte is found by looking at what is around it. */
static void
test_long_line (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ConfabDocument) document = NULL;
  ConfabTextPlace start;
  ConfabTextPlace end;
  ConfabTextPlace at = place (0, 0, 500002);

  while (text->len < 1000000)
    g_string_append (text, "word ");
  document = make_document (text->str);
  for (guint i = 0; i < 1000; i++)
    confab_place_unit (document, &at, CONFAB_UNIT_WORD, &start, &end);
  assert_place (&start, 0, 0, 500000);
  assert_place (&end, 0, 0, 500004);
}

/* The selection */

static void
test_span (void)
{
  g_autoptr (ConfabSelection) selection = confab_selection_new ();
  ConfabSpot a = spot (2, 5);
  ConfabSpot b = spot (4, 1);
  ConfabSpot head;
  ConfabTextPlace start;
  ConfabTextPlace end;

  g_assert_true (confab_selection_is_empty (selection));
  g_assert_false (confab_selection_get_head (selection, &head));

  confab_selection_set_base (selection, &a, &a);
  g_assert_true (confab_selection_is_empty (selection));
  g_assert_true (confab_selection_get_head (selection, &head));
  g_assert_cmpuint (head.message, ==, 2);

  confab_selection_set_head (selection, &b, &b);
  assert_span (selection, 2, 5, 4, 1);
  confab_selection_get_head (selection, &head);
  g_assert_cmpuint (head.message, ==, 4);

  g_assert_false (confab_selection_get_part (selection, 1, &start, &end));
  g_assert_true (confab_selection_get_part (selection, 2, &start, &end));
  assert_place (&start, 0, 0, 5);
  g_assert_cmpuint (end.block, ==, G_MAXUINT);
  g_assert_true (confab_selection_get_part (selection, 3, &start, &end));
  assert_place (&start, 0, 0, 0);
  g_assert_cmpuint (end.block, ==, G_MAXUINT);
  g_assert_true (confab_selection_get_part (selection, 4, &start, &end));
  assert_place (&end, 0, 0, 1);
  g_assert_false (confab_selection_get_part (selection, 5, &start, &end));

  confab_selection_clear (selection);
  g_assert_true (confab_selection_is_empty (selection));
}

/* A drag that began on a word keeps all of that word, to whichever side it goes. */
static void
test_word_drag (void)
{
  g_autoptr (ConfabSelection) selection = confab_selection_new ();
  ConfabSpot base[] = { spot (1, 10), spot (1, 15) };
  ConfabSpot later[] = { spot (1, 20), spot (1, 24) };
  ConfabSpot earlier[] = { spot (0, 3), spot (0, 7) };
  ConfabSpot head;

  confab_selection_set_base (selection, &base[0], &base[1]);
  assert_span (selection, 1, 10, 1, 15);
  confab_selection_set_head (selection, &later[0], &later[1]);
  assert_span (selection, 1, 10, 1, 24);
  confab_selection_get_head (selection, &head);
  g_assert_cmpuint (head.place.byte, ==, 24);
  confab_selection_set_head (selection, &earlier[0], &earlier[1]);
  assert_span (selection, 0, 3, 1, 15);
  confab_selection_get_head (selection, &head);
  g_assert_cmpuint (head.place.byte, ==, 3);
}

static void
test_splice (void)
{
  g_autoptr (ConfabSelection) selection = confab_selection_new ();
  ConfabSpot a = spot (2, 5);
  ConfabSpot b = spot (4, 1);

  confab_selection_set_base (selection, &a, &a);
  confab_selection_set_head (selection, &b, &b);

  g_assert_false (confab_selection_splice (selection, 0, 0, 50)); /* older ones were loaded */
  assert_span (selection, 52, 5, 54, 1);
  g_assert_false (confab_selection_splice (selection, 55, 0, 2)); /* the next question */
  assert_span (selection, 52, 5, 54, 1);
  g_assert_false (confab_selection_splice (selection, 53, 1, 0)); /* one in between goes */
  assert_span (selection, 52, 5, 53, 1);
  g_assert_true (confab_selection_splice (selection, 53, 1, 1)); /* one end goes */
  g_assert_true (confab_selection_is_empty (selection));
}

/* Text that changed under the selection is given up, text behind it is none of its business. */
static void
test_keep (void)
{
  g_autoptr (ConfabSelection) selection = confab_selection_new ();
  ConfabSpot a = spot (2, 5);
  ConfabSpot b = spot (2, 30);
  ConfabTextPlace far = place (0, 0, 30);
  ConfabTextPlace near = place (0, 0, 12);
  ConfabTextPlace nothing = place (0, 0, 0);

  confab_selection_set_base (selection, &a, &a);
  confab_selection_set_head (selection, &b, &b);
  g_assert_false (confab_selection_keep (selection, 3, &nothing));
  g_assert_false (confab_selection_keep (selection, 2, &far));
  assert_span (selection, 2, 5, 2, 30);
  g_assert_true (confab_selection_keep (selection, 2, &near));
  assert_span (selection, 2, 5, 2, 12);
  g_assert_true (confab_selection_keep (selection, 2, &nothing));
  g_assert_true (confab_selection_is_empty (selection));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/place/clamp", test_clamp);
  g_test_add_func ("/place/steps", test_steps);
  g_test_add_func ("/place/units", test_units);
  g_test_add_func ("/place/long-line", test_long_line);
  g_test_add_func ("/selection/span", test_span);
  g_test_add_func ("/selection/word-drag", test_word_drag);
  g_test_add_func ("/selection/splice", test_splice);
  g_test_add_func ("/selection/keep", test_keep);

  return g_test_run ();
}
