/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A reply that is made to bring the view down. What is to be withstood, and which test shows it (the
 * numbers are those of the list of attacks that this program is held against):
 *
 *   A1  links of any other kind, in all forms      /view-links/schemes; /hostile/links (markup)
 *       and real ones, opened by a click only      /view-links/open, /view-links/drag
 *   A2  images: nothing is fetched                 /view-links/images
 *   A3  markup in a reply                          /view-links/markup
 *       in names, titles, errors, dialogs, toasts  /shell/hostile/markup
 *       in sources, steps, an error's sentence     /sources/hostile, /timeline/hostile, /row/error-card
 *   A4  look-alike links, user names, directions   /view-links/doubtful, /link-doubt/doubts,
 *                                                  /link-doubt/shown, /hostile/directions (markup)
 *       in file names                              /sources/hostile
 *   A5  a word, marks, nesting, columns, joined    /view-markdown/hostile, /view-slices/hostile/NAME,
 *       emoji, directions: the work of a frame     /hostile/much, /hostile/table, /hostile/cell (markup)
 *       a million emoji, and all can be reached    /view-hostile/million/NAME, below
 *       Stop works                                 /shell/hostile/stop/NAME
 *
 * No test looks at a clock: they count what is laid out in a frame. What that takes is measured by
 * tests/bench/bench-hostile.c and by the part "hostile" of bench_view.py.
 */

#include "config.h"

#include <string.h>

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-message-list-private.h"
#include "hostile-texts.h"
#include "loop.h"
#include "uitest.h"

#define N_EMOJI 1000000
#define N_PIECES 50
#define N_SLICES 80
/* Of text, laid out in a frame at most: a page of joined emoji has much. */
#define MOST_BYTES 400000
/* How often each byte is parsed at most: as it comes, once at the end, and the open tail again. */
#define MOST_PARSED 20

typedef struct {
  ChatFixture *fixture;
  guint64      bytes; /* laid out before */
  guint64      most;  /* in a frame */
} Watch;

static void
frame_cb (Watch         *watch,
          GdkFrameClock *clock)
{
  guint64 bytes = confab_message_list_get_counters (watch->fixture->list)->bytes_laid;

  watch->most = MAX (watch->most, bytes - watch->bytes);
  watch->bytes = bytes;
}

static ConfabProse *
get_prose (ChatFixture *self)
{
  return confab_message_row_get_prose (confab_message_list_get_row (self->list, 0));
}

/* Goes to a place, and waits until all that is in view is drawn. */
static void
go_to (ChatFixture *self,
       double       share)
{
  const ConfabChatCounters *counters = confab_message_list_get_counters (self->list);
  double lower = gtk_adjustment_get_lower (self->adjustment);
  guint64 holes;

  gtk_adjustment_set_value (self->adjustment, lower + (chat_get_end (self) - lower) * share);
  do
    {
      holes = counters->holes;
      ui_wait_frames (self->window, 2);
    }
  while (counters->holes != holes);
}

/* The text at the top of the view. */
static gsize
get_seen (ChatFixture *self)
{
  ConfabMessageRow *row = confab_message_list_get_row (self->list, 0);
  ConfabTextPlace place = { 0, };
  float top;

  chat_get_bounds (self, 0, &top, NULL);
  g_assert_true (confab_message_row_get_place (row, MAX ((int) -top + 1, 1), &place));

  return place.byte;
}

static gboolean
is_end_in_view (ChatFixture *self)
{
  ConfabDocument *document = confab_prose_get_document (get_prose (self));
  ConfabTextPlace place = { .block = confab_document_get_n_blocks (document) - 1 };
  const ConfabBlock *block = confab_document_get_block (document, place.block);
  GdkRectangle caret;
  graphene_point_t point;

  place.line = block->lines->len - 1;
  place.byte = ((const ConfabLine *) g_ptr_array_index (block->lines, place.line))->length;
  if (!confab_prose_get_caret_area (get_prose (self), &place, &caret) ||
      !gtk_widget_compute_point (GTK_WIDGET (get_prose (self)), GTK_WIDGET (self->list),
                                 &GRAPHENE_POINT_INIT (0, (float) caret.y), &point))
    return FALSE;

  return point.y >= 0 &&
         point.y + (float) caret.height <= (float) gtk_widget_get_height (GTK_WIDGET (self->list));
}

/* From the end to the start, to the middle, and back. */
static void
check_reach (ChatFixture *self)
{
  gsize middle;

  go_to (self, 1);
  g_assert_true (is_end_in_view (self));
  go_to (self, 0);
  g_assert_cmpuint (get_seen (self), ==, 0);
  go_to (self, 0.5);
  middle = get_seen (self);
  g_assert_cmpuint (middle, >, 0);
  go_to (self, 0.75);
  g_assert_cmpuint (get_seen (self), >, middle);
  go_to (self, 1);
  g_assert_true (is_end_in_view (self));
}

static void
test_million (gconstpointer name)
{
  gsize each = g_str_equal (name, "emoji") ? 4 : 7;
  g_autoptr (GString) text = hostile_text_new (name, N_EMOJI * each);
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  ConfabDocumentCounters parsed;
  ChatFixture fixture;
  Watch watch = { &fixture, };
  GdkFrameClock *clock;
  gsize sent = 0;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  clock = gtk_widget_get_frame_clock (fixture.window);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (frame_cb), &watch);

  for (guint i = 0; i < N_PIECES; i++)
    {
      gsize end = i + 1 < N_PIECES ? text->len / N_PIECES * (i + 1) : text->len;

      while (end < text->len && ((guchar) text->str[end] & 0xc0) == 0x80)
        end++;
      confab_message_append_text (answer, text->str + sent, end - sent);
      sent = end;
      ui_wait_frames (fixture.window, 1);
    }
  /* What is far from the view may still have an estimate: nobody has to wait for that. */
  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  ui_wait_frames (fixture.window, 3);
  g_assert_true (is_end_in_view (&fixture));
  check_reach (&fixture);
  g_assert_cmpuint (watch.most, <, MOST_BYTES);
  confab_document_get_counters (confab_prose_get_document (get_prose (&fixture)), &parsed);
  g_assert_cmpuint (parsed.parsed_bytes, <, MOST_PARSED * text->len);
  g_test_message ("%s: in a frame at most %" G_GUINT64_FORMAT " bytes laid out; %" G_GUINT64_FORMAT
                  " bytes parsed of %" G_GSIZE_FORMAT, (const char *) name, watch.most,
                  parsed.parsed_bytes, text->len);

  /* And when it is there from the start. */
  g_list_store_remove_all (fixture.messages);
  g_assert_finalize_object (answer);
  ui_wait_frames (fixture.window, 2);
  watch.most = 0;
  chat_add (&fixture, chat_sample_answer (text->str, CONFAB_STATUS_COMPLETE));
  ui_wait_frames (fixture.window, 3);
  check_reach (&fixture);
  g_assert_cmpuint (watch.most, <, MOST_BYTES);

  /* And when it is made narrower, while one reads in its middle: all of it is laid out again, from
   * there on, slice by slice. */
  watch.most = 0;
  go_to (&fixture, 0.7);
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), CHAT_WIDTH - 250, CHAT_HEIGHT);
  loop_until (gtk_widget_get_width (fixture.view) == CHAT_WIDTH - 250);
  ui_wait_frames (fixture.window, N_SLICES);
  check_reach (&fixture);
  ui_wait_frames (fixture.window, N_SLICES);
  g_assert_cmpuint (watch.most, <, MOST_BYTES);

  g_signal_handlers_disconnect_by_func (clock, frame_cb, &watch);
  chat_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  chat_init (&argc, &argv);

  g_test_add_data_func ("/view-hostile/million/emoji", "emoji", test_million);
  g_test_add_data_func ("/view-hostile/million/zwj", "zwj", test_million);

  return g_test_run ();
}
