/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an answer costs while it streams. */

#include "config.h"

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-message-list-private.h"
#include "loop.h"
#include "uitest.h"

typedef struct {
  ChatFixture *fixture;
  guint    last; /* position of the streamed message */
  guint    frames;
  guint    late;
  guint    grown;
  float    height;
} Watch;

static void
watch_end_cb (Watch         *watch,
              GdkFrameClock *clock)
{
  float top;
  float bottom;

  chat_get_bounds (watch->fixture, watch->last, &top, &bottom);
  watch->frames++;
  if (bottom > gtk_widget_get_height (GTK_WIDGET (watch->fixture->list)))
    watch->late++;
  if (bottom - top > watch->height)
    watch->grown++;
  watch->height = bottom - top;
}

static void
test_stream_follows (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  const ConfabChatCounters *counters;
  GdkFrameClock *clock;
  Watch watch = { &fixture, 21, };
  guint64 laid;
  guint64 updates;

  chat_open (&fixture, chat_sample_many (20));
  counters = confab_message_list_get_counters (fixture.list);
  chat_add (&fixture, chat_sample_prompt ("Tell me."));
  chat_add (&fixture, g_object_ref (answer));
  confab_conversation_view_follow (CONFAB_CONVERSATION_VIEW (fixture.view));
  chat_settle (&fixture);

  laid = counters->lines_laid;
  updates = counters->updates;
  clock = gtk_widget_get_frame_clock (fixture.view);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (watch_end_cb), &watch);
  for (guint i = 0; i < 200; i++)
    {
      chat_append (answer, i % 20 == 19 ? "and the end of a paragraph.\n\n" : "some more words, ");
      chat_append (answer, "twice in a frame ");
      ui_wait_frames (fixture.window, 1);
    }
  g_signal_handlers_disconnect_by_func (clock, watch_end_cb, &watch);

  g_assert_cmpuint (watch.late, ==, 0);
  g_assert_cmpuint (watch.frames, >=, 200);
  g_assert_cmpuint (watch.grown, >, 40); /* it grew while it streamed, not at the end */
  g_assert_cmpuint (counters->updates - updates, <=, watch.frames);
  g_assert_cmpuint (counters->updates - updates, >, 100);
  g_assert_cmpuint (counters->lines_laid - laid, <=, 3 * (counters->updates - updates));
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FOLLOW);

  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  chat_settle (&fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, chat_get_end (&fixture));
  /* The button has its action once the row has been drawn with its footer. */
  loop_until (ui_find_action (fixture.view, "message.copy") != NULL);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* What only the last line says of a long answer is shown soon after its end, and moves nobody. */
static void
test_stream_corrected (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  g_autoptr (GString) text = g_string_new ("Some words with [a link].\n\n");
  ConfabDocument *document;
  ConfabDocumentCounters counters;
  const ConfabLine *line;

  for (guint i = 0; text->len < 150000; i++)
    g_string_append_printf (text, "Some words of paragraph %u, and some more of them.\n\n", i);
  g_string_append (text, "[a link]: https://example.org/\n");

  chat_open (&fixture, chat_sample_many (3));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  chat_append (answer, text->str);
  ui_wait_frames (fixture.window, 2);
  gtk_adjustment_set_value (fixture.adjustment, chat_get_end (&fixture) * 0.5);
  ui_wait_frames (fixture.window, 1);
  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  ui_wait_frames (fixture.window, 1);

  document = confab_prose_get_document (
    confab_message_row_get_prose (confab_message_list_get_row (fixture.list, 3)));
  /* It takes the end in only when its frames have shown all before it. */
  loop_until ((confab_document_get_counters (document, &counters), counters.corrections > 0));
  g_assert_cmpuint (counters.corrections, ==, 1);
  loop_until (confab_document_is_checked (document));
  line = g_ptr_array_index (confab_document_get_block (document, 0)->lines, 0);
  g_assert_cmpuint (line->n_spans, ==, 1);
  g_assert_cmpstr (line->spans[0].target, ==, "https://example.org/");
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FREE);

  /* It is gone before its check has ended. */
  chat_append (answer, "And more.\n");
  confab_message_set_status (answer, CONFAB_STATUS_STREAMING);
  ui_wait_frames (fixture.window, 2);
  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  ui_wait_frames (fixture.window, 1);
  g_list_store_remove_all (fixture.messages);
  ui_wait_frames (fixture.window, 2);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* What stands around the list is laid out as well, now and then: a button that comes and goes, a
 * banner. The list misses no frame for that: GTK would say so, and that ends the test. */
static void
test_stream_among_layouts (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  GtkWidget *around;
  GdkFrameClock *clock;
  Watch watch = { &fixture, 20, };

  chat_open (&fixture, chat_sample_many (20));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  around = gtk_widget_get_parent (gtk_widget_get_parent (GTK_WIDGET (fixture.list)));

  clock = gtk_widget_get_frame_clock (fixture.view);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (watch_end_cb), &watch);
  for (guint i = 0; i < 60; i++)
    {
      chat_append (answer, "a paragraph of its own.\n\n");
      if (i % 3 == 0)
        gtk_widget_queue_allocate (around);
      ui_wait_frames (fixture.window, 1);
    }
  g_signal_handlers_disconnect_by_func (clock, watch_end_cb, &watch);

  g_assert_cmpuint (watch.late, ==, 0);
  g_assert_cmpuint (watch.grown, >, 10);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* Nor in the frame in which it needs a scroll bar for the first time. */
static void
test_stream_first_scroll_bar (void)
{
  for (guint round = 0; round < 3; round++)
    {
      ChatFixture fixture;
      ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
      GtkWidget *around;
      GdkFrameClock *clock;
      Watch watch = { &fixture, 0, };

      chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
      chat_add (&fixture, g_object_ref (answer));
      chat_settle (&fixture);
      around = GTK_WIDGET (fixture.list);
      for (guint i = 0; i <= round; i++)
        around = gtk_widget_get_parent (around);

      clock = gtk_widget_get_frame_clock (fixture.view);
      g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (watch_end_cb), &watch);
      for (guint i = 0; i < 40; i++)
        {
          chat_append (answer, "a paragraph of its own.\n\n");
          gtk_widget_queue_allocate (around);
          ui_wait_frames (fixture.window, 1);
        }
      g_signal_handlers_disconnect_by_func (clock, watch_end_cb, &watch);

      g_assert_cmpfloat (gtk_adjustment_get_upper (fixture.adjustment), >, 2 * CHAT_HEIGHT);
      g_assert_cmpuint (watch.late, ==, 0);
      chat_close (&fixture);
      g_assert_finalize_object (answer);
    }
}

/* A paragraph of forty kilobytes without a line end costs no more a frame than a short one. */
static void
test_stream_one_paragraph (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  const ConfabChatCounters *counters;
  guint64 laid;
  guint64 bytes;
  guint64 updates;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  counters = confab_message_list_get_counters (fixture.list);
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);

  laid = counters->lines_laid;
  bytes = counters->bytes_laid;
  updates = counters->updates;
  for (guint i = 0; i < 200; i++)
    {
      for (guint k = 0; k < 10; k++)
        chat_append (answer, "some more words here ");
      ui_wait_frames (fixture.window, 1);
    }
  g_assert_cmpuint (counters->lines_laid - laid, <=, 3 * (counters->updates - updates));
  g_assert_cmpuint (counters->bytes_laid - bytes, <=, 2500 * (counters->updates - updates));
  g_assert_cmpfloat (gtk_adjustment_get_upper (fixture.adjustment), >, 5000);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

static void
test_hidden (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("Begun. ", CONFAB_STATUS_STREAMING);
  const ConfabChatCounters *counters;
  ConfabChatCounters before;
  float hidden_height;
  float bottom;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  counters = confab_message_list_get_counters (fixture.list);
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  chat_get_bounds (&fixture, 0, NULL, &hidden_height);

  gtk_widget_set_visible (fixture.view, FALSE);
  chat_settle (&fixture);
  before = *counters;
  for (guint i = 0; i < 50; i++)
    {
      chat_append (answer, "These are words that nobody sees. ");
      ui_wait_frames (fixture.window, 1);
    }
  g_assert_cmpuint (counters->lines_laid, ==, before.lines_laid);
  g_assert_cmpuint (counters->updates, ==, before.updates);

  gtk_widget_set_visible (fixture.view, TRUE);
  chat_settle (&fixture);
  chat_get_bounds (&fixture, 0, NULL, &bottom);
  g_assert_cmpfloat (bottom, >, hidden_height + 20);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* With nothing going on nothing is painted. */
static void
test_idle (void)
{
  ChatFixture fixture;
  const ConfabChatCounters *counters;
  guint64 frames;

  chat_open (&fixture, chat_sample_many (50));
  counters = confab_message_list_get_counters (fixture.list);
  loop_for (300);
  frames = counters->frames;
  loop_for (500);
  g_assert_cmpuint (counters->frames, ==, frames);

  chat_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  chat_init (&argc, &argv);

  g_test_add_func ("/view-stream/stream-follows", test_stream_follows);
  g_test_add_func ("/view-stream/stream-corrected", test_stream_corrected);
  g_test_add_func ("/view-stream/stream-among-layouts", test_stream_among_layouts);
  g_test_add_func ("/view-stream/stream-first-scroll-bar", test_stream_first_scroll_bar);
  g_test_add_func ("/view-stream/stream-one-paragraph", test_stream_one_paragraph);
  g_test_add_func ("/view-stream/hidden", test_hidden);
  g_test_add_func ("/view-stream/idle", test_idle);

  return g_test_run ();
}
