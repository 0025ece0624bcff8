/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A text that is too long to be laid out in one frame: what is not in view has an estimated height,
 * which is corrected by and by, and nobody sees it happen. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-message-list-private.h"
#include "confab-row-state.h"
#include "confab-timeline.h"
#include "hostile-texts.h"
#include "loop.h"
#include "uitest.h"

/* Of text, in a frame: what a view shows with half a page around it, what comes at once and is laid
 * out at once, and a slice. Dense text has more in a page. */
#define MOST_BYTES 120000
#define MOST_DENSE_BYTES 400000

typedef struct {
  ChatFixture    *fixture;
  ConfabTextPlace place; /* what is held, with has_place */
  double          at; /* where it is in the view, pixels */
  gboolean        has_place;
  ConfabProse    *thoughts; /* (nullable): the place is in these, and not in the answer */
  guint64         bytes; /* laid out before */
  guint64         most; /* in a frame */
  guint           frames;
  guint           moved; /* frames in which it was elsewhere */
  guint           late; /* frames in which the end was not in view */
} Watch;

static double
find_read (Watch *watch)
{
  ConfabMessageRow *row = confab_message_list_get_row (watch->fixture->list, 0);
  graphene_rect_t bounds;
  float top;

  if (watch->thoughts != NULL)
    {
      g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (watch->thoughts),
                                                GTK_WIDGET (watch->fixture->list), &bounds));
      return (double) bounds.origin.y + confab_prose_find_place (watch->thoughts, &watch->place);
    }

  chat_get_bounds (watch->fixture, 0, &top, NULL);

  return (double) top + confab_message_row_find_place (row, &watch->place);
}

static void
frame_cb (Watch         *watch,
          GdkFrameClock *clock)
{
  ConfabMessageList *list = watch->fixture->list;
  guint64 bytes = confab_message_list_get_counters (list)->bytes_laid;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (watch->fixture->messages));

  watch->frames++;
  watch->most = MAX (watch->most, bytes - watch->bytes);
  if (watch->has_place && find_read (watch) != watch->at)
    watch->moved++;
  if (n > 0 && confab_message_list_get_follow (list) == CONFAB_FOLLOW &&
      confab_message_list_get_row (list, n - 1) != NULL)
    {
      float bottom;

      chat_get_bounds (watch->fixture, n - 1, NULL, &bottom);
      if ((int) bottom + BOTTOM_MARGIN > gtk_widget_get_height (GTK_WIDGET (list)))
        watch->late++;
    }
  watch->bytes = confab_message_list_get_counters (list)->bytes_laid;
}

static void
watch_start (Watch       *watch,
             ChatFixture *fixture)
{
  *watch = (Watch) { fixture, };
  g_signal_connect_swapped (gtk_widget_get_frame_clock (fixture->window), "after-paint",
                            G_CALLBACK (frame_cb), watch);
}

static void
watch_end (Watch *watch)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (watch->fixture->window),
                                        frame_cb, watch);
}

/* From now on this line stays where it is. */
static void
hold_line (Watch *watch)
{
  ConfabMessageRow *row = confab_message_list_get_row (watch->fixture->list, 0);
  float top;

  chat_get_bounds (watch->fixture, 0, &top, NULL);
  g_assert_true (confab_message_row_get_place (row, (int) -top + 100, &watch->place));
  watch->at = find_read (watch);
  g_assert_cmpfloat (watch->at, >, -200);
  g_assert_cmpfloat (watch->at, <, 300);
  watch->has_place = TRUE;
}

static void
settle (ChatFixture *fixture)
{
  chat_settle (fixture);
  while (!confab_message_list_is_exact (fixture->list))
    ui_wait_frames (fixture->window, 1);
  chat_settle (fixture);
}

/* Until the text has been taken in and a frame painted. */
static void
wait_estimated (ChatFixture *fixture)
{
  loop_until (confab_message_list_get_row (fixture->list, 0) != NULL &&
              !confab_message_list_is_exact (fixture->list));
  ui_wait_frames (fixture->window, 1);
  g_assert_false (confab_message_list_is_exact (fixture->list));
}

static GString *
new_mixed_text (gsize size)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; text->len < size; i++)
    {
      g_string_append_printf (text, "## Part %u\n\nSome words of prose that wrap once or twice when "
                              "they are read in a window of this width, 和一些中文。\n\n", i);
      if (i % 5 == 1)
        g_string_append (text, "```c\nint\nmain (void)\n{\n}\n```\n\n> A quote\n> of two lines\n\n");
      if (i % 5 == 3)
        g_string_append (text, "| a | b |\n| --- | ---: |\n| one | 1 |\n| two words | 22 |\n\n");
    }

  return text;
}

static char *
quote_json (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return json_to_string (node, FALSE);
}

static void
open_text (ChatFixture *fixture,
           Watch       *watch,
           const char  *text)
{
  chat_open (fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  ui_wait_frames (fixture->window, 2);
  watch_start (watch, fixture);
  chat_add (fixture, chat_sample_answer (text, CONFAB_STATUS_COMPLETE));
}

/* Opened at its end, a long answer is laid out piece by piece, and in the end is as high as if that
 * had been done at once. */
static void
test_open (void)
{
  g_autoptr (GString) text = new_mixed_text (400000);
  const ConfabChatCounters *counters;
  ConfabChatCounters other = { 0, };
  ConfabProse *prose;
  GtkWidget *whole;
  ChatFixture fixture;
  Watch watch;
  int width;

  open_text (&fixture, &watch, text->str);
  counters = confab_message_list_get_counters (fixture.list);
  wait_estimated (&fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, chat_get_end (&fixture));

  settle (&fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, chat_get_end (&fixture));
  g_assert_cmpuint (counters->slices, >, 20);
  g_assert_cmpuint (counters->bytes_laid, >, text->len / 2);
  g_assert_cmpuint (counters->holes, ==, 0);
  g_assert_cmpuint (watch.most, <, MOST_BYTES);
  g_assert_cmpuint (watch.late, ==, 0);

  prose = confab_message_row_get_prose (confab_message_list_get_row (fixture.list, 0));
  width = gtk_widget_get_width (GTK_WIDGET (prose));
  whole = g_object_ref_sink (confab_prose_new (&other));
  gtk_widget_add_css_class (whole, "answer");
  confab_prose_set_spacious (CONFAB_PROSE (whole), TRUE);
  confab_prose_set_document (CONFAB_PROSE (whole), confab_prose_get_document (prose));
  g_assert_cmpint (confab_prose_get_height (CONFAB_PROSE (whole), width), ==,
                   confab_prose_get_height (prose, width));
  confab_prose_set_document (CONFAB_PROSE (whole), NULL);
  g_assert_finalize_object (whole);

  watch_end (&watch);
  chat_close (&fixture);
}

/* Someone who reads in the middle is not moved by a pixel while all above and below is corrected, and
 * while more comes at the end. */
static void
test_reader_stays (void)
{
  g_autoptr (GString) text = new_mixed_text (400000);
  const ConfabChatCounters *counters;
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  Watch watch;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  ui_wait_frames (fixture.window, 2);
  watch_start (&watch, &fixture);
  counters = confab_message_list_get_counters (fixture.list);
  chat_append (answer, text->str);
  wait_estimated (&fixture);

  gtk_adjustment_set_value (fixture.adjustment, chat_get_end (&fixture) * 0.6);
  ui_wait_frames (fixture.window, 1);
  g_assert_false (confab_message_list_is_exact (fixture.list));
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FREE);
  hold_line (&watch);
  for (guint i = 0; i < 20; i++)
    {
      chat_append (answer, "More text at the end, of one paragraph and another.\n\n");
      ui_wait_frames (fixture.window, 1);
    }
  g_assert_false (confab_message_list_is_exact (fixture.list));
  settle (&fixture);

  g_assert_cmpuint (watch.moved, ==, 0);
  g_assert_cmpuint (counters->holes, ==, 0);
  g_assert_cmpuint (watch.most, <, MOST_BYTES);

  watch_end (&watch);
  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* Thoughts that are as long are laid out by slices as well: one reads in them, or what comes after. */
static void
test_thoughts (gconstpointer data)
{
  gboolean within = GPOINTER_TO_INT (data);
  g_autoptr (GString) text = new_mixed_text (300000);
  g_autofree char *quoted = quote_json (text->str);
  g_autofree char *thoughts = g_strdup_printf (
    "[{\"action_type\":\"reasoning\",\"action\":\"reasoning\",\"thought\":%s}]", quoted);
  g_autoptr (GString) answer_text = new_mixed_text (4000);
  ConfabMessage *answer = chat_sample_answer (answer_text->str, CONFAB_STATUS_COMPLETE);
  const ConfabChatCounters *counters;
  ChatFixture fixture;
  Watch watch;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  ui_wait_frames (fixture.window, 2);
  watch_start (&watch, &fixture);
  counters = confab_message_list_get_counters (fixture.list);
  confab_message_set_evidence (answer, thoughts, NULL, NULL);
  confab_row_state_get (answer)->steps = CONFAB_FOLD_OPEN;
  chat_add (&fixture, answer);
  wait_estimated (&fixture);

  if (within)
    {
      GtkWidget *row = GTK_WIDGET (confab_message_list_get_row (fixture.list, 0));
      graphene_rect_t bounds;

      gtk_adjustment_set_value (fixture.adjustment, chat_get_end (&fixture) * 0.5);
      ui_wait_frames (fixture.window, 1);
      watch.thoughts = CONFAB_PROSE (ui_find_type (ui_find_type (row, CONFAB_TYPE_TIMELINE),
                                                   CONFAB_TYPE_PROSE));
      g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (watch.thoughts),
                                                GTK_WIDGET (fixture.list), &bounds));
      g_assert_true (confab_prose_get_place (watch.thoughts, 100 - (int) bounds.origin.y,
                                             &watch.place));
      watch.at = find_read (&watch);
      watch.has_place = TRUE;
    }
  else
    {
      gtk_adjustment_set_value (fixture.adjustment, chat_get_end (&fixture) - 100);
      ui_wait_frames (fixture.window, 1);
      hold_line (&watch);
    }
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FREE);
  g_assert_false (confab_message_list_is_exact (fixture.list));
  settle (&fixture);

  g_assert_cmpuint (watch.moved, ==, 0);
  g_assert_cmpuint (watch.most, <, MOST_BYTES);
  g_assert_cmpuint (counters->slices, >, 10);
  g_assert_cmpuint (counters->holes, ==, 0);

  watch_end (&watch);
  chat_close (&fixture);
}

/* Each step moves what is read by that step, though what it leads to was only estimated. */
static void
test_scroll_without_jumps (void)
{
  g_autoptr (GString) text = new_mixed_text (400000);
  ChatFixture fixture;
  Watch watch;

  open_text (&fixture, &watch, text->str);
  wait_estimated (&fixture);
  gtk_adjustment_set_value (fixture.adjustment, chat_get_end (&fixture) * 0.7);
  ui_wait_frames (fixture.window, 1);
  g_assert_false (confab_message_list_is_exact (fixture.list));

  for (guint i = 0; i < 100; i++)
    {
      double value = gtk_adjustment_get_value (fixture.adjustment);
      double step = i % 4 == 3 ? 300 : 40;

      hold_line (&watch);
      watch.at += step;
      gtk_adjustment_set_value (fixture.adjustment, value - step);
      ui_wait_frames (fixture.window, 1);
      g_assert_cmpfloat (find_read (&watch), ==, watch.at);
      watch.has_place = FALSE;
    }
  g_assert_cmpuint (confab_message_list_get_counters (fixture.list)->holes, ==, 0);

  watch_end (&watch);
  chat_close (&fixture);
}

/* However much comes at once, its last line is in view in the frame it is drawn. */
static void
test_follow (void)
{
  g_autoptr (GString) text = new_mixed_text (300000);
  const ConfabChatCounters *counters;
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  Watch watch;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  ui_wait_frames (fixture.window, 2);
  watch_start (&watch, &fixture);
  counters = confab_message_list_get_counters (fixture.list);
  for (guint i = 0; i < 40; i++)
    {
      chat_append (answer, i == 20 ? text->str : "Some words of one paragraph.\n\nAnd another");
      ui_wait_frames (fixture.window, 1);
    }
  settle (&fixture);

  g_assert_cmpuint (watch.frames, >, 40);
  g_assert_cmpuint (watch.late, ==, 0);
  g_assert_cmpuint (counters->holes, ==, 0);
  g_assert_cmpuint (watch.most, <, MOST_BYTES);
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FOLLOW);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, chat_get_end (&fixture));

  watch_end (&watch);
  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* Texts made to be hard: opened, scrolled, made narrower. */
static void
test_hostile (gconstpointer data)
{
  g_autoptr (GString) text = hostile_text_new (data, 60000);
  const ConfabChatCounters *counters;
  ChatFixture fixture;
  Watch watch;

  open_text (&fixture, &watch, text->str);
  counters = confab_message_list_get_counters (fixture.list);
  chat_settle (&fixture);
  for (guint i = 0; i < 6; i++)
    {
      double lower = gtk_adjustment_get_lower (fixture.adjustment);

      gtk_adjustment_set_value (fixture.adjustment,
                                lower + (chat_get_end (&fixture) - lower) * (i * 5 % 6) / 6);
      ui_wait_frames (fixture.window, 1);
    }
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), CHAT_WIDTH - 250, CHAT_HEIGHT);
  loop_until (gtk_widget_get_width (fixture.view) == CHAT_WIDTH - 250);
  settle (&fixture);

  /* Where a page has more text than a frame can bear, it is drawn with the frames after that. */
  if (!g_str_equal (data, "marks") && !g_str_equal (data, "zwj"))
    g_assert_cmpuint (counters->holes, ==, 0);
  g_assert_cmpuint (watch.most, <, MOST_DENSE_BYTES);

  watch_end (&watch);
  chat_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  chat_init (&argc, &argv);

  g_test_add_func ("/view-slices/open", test_open);
  g_test_add_func ("/view-slices/reader-stays", test_reader_stays);
  g_test_add_data_func ("/view-slices/thoughts/within", GINT_TO_POINTER (TRUE), test_thoughts);
  g_test_add_data_func ("/view-slices/thoughts/below", GINT_TO_POINTER (FALSE), test_thoughts);
  g_test_add_func ("/view-slices/scroll-without-jumps", test_scroll_without_jumps);
  g_test_add_func ("/view-slices/follow", test_follow);
  for (const char *const *name = hostile_text_names (); *name != NULL; name++)
    {
      g_autofree char *path = g_strconcat ("/view-slices/hostile/", *name, NULL);

      g_test_add_data_func (path, *name, test_hostile);
    }

  return g_test_run ();
}
