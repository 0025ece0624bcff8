/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chat-samples.h"
#include "confab-conversation-view-private.h"
#include "confab-document.h"
#include "confab-prose.h"
#include "loop.h"
#include "uitest.h"

#define WIDTH 700
#define HEIGHT 500

typedef struct {
  GListStore        *messages;
  GtkWidget         *view;
  GtkWidget         *window;
  ConfabMessageList *list;
  GtkAdjustment     *adjustment;
} Fixture;

static void
open_view (Fixture    *self,
           GListStore *messages)
{
  GtkWidget *scrolled;

  self->messages = messages;
  self->view = confab_conversation_view_new ();
  self->list = confab_conversation_view_get_list (CONFAB_CONVERSATION_VIEW (self->view));
  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (self->view),
                                         G_LIST_MODEL (messages), "Assistant");
  self->window = ui_show (self->view, WIDTH, HEIGHT);
  scrolled = ui_find_type (self->view, GTK_TYPE_SCROLLED_WINDOW);
  self->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

/* Closing a view leaves nothing of it. */
static void
close_view (Fixture *self)
{
  g_object_ref (self->view);
  g_object_ref (self->list);
  ui_close (self->window);
  g_assert_finalize_object (self->view);
  g_assert_finalize_object (self->list);
  g_assert_finalize_object (self->messages);
}

static void
add (Fixture       *self,
     ConfabMessage *message)
{
  g_list_store_append (self->messages, message);
  g_object_unref (message);
}

static void
append (ConfabMessage *message,
        const char    *text)
{
  confab_message_append_text (message, text, strlen (text));
}

/* Where a row stands in the list, pixels. */
static void
get_bounds (Fixture *self,
            guint    position,
            float   *top,
            float   *bottom)
{
  ConfabMessageRow *row = confab_message_list_get_row (self->list, position);
  graphene_rect_t bounds;

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds));
  if (top != NULL)
    *top = bounds.origin.y;
  if (bottom != NULL)
    *bottom = bounds.origin.y + bounds.size.height;
}

static double
get_end (Fixture *self)
{
  return gtk_adjustment_get_upper (self->adjustment) -
         gtk_adjustment_get_page_size (self->adjustment);
}

/* Heights */

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

/* Streaming */

typedef struct {
  Fixture *fixture;
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

  get_bounds (watch->fixture, watch->last, &top, &bottom);
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
  Fixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  const ConfabChatCounters *counters;
  GdkFrameClock *clock;
  Watch watch = { &fixture, 21, };
  guint64 laid;
  guint64 updates;

  open_view (&fixture, chat_sample_many (20));
  counters = confab_message_list_get_counters (fixture.list);
  add (&fixture, chat_sample_prompt ("Tell me."));
  add (&fixture, g_object_ref (answer));
  confab_conversation_view_follow (CONFAB_CONVERSATION_VIEW (fixture.view));
  ui_wait_frames (fixture.window, 2);

  laid = counters->lines_laid;
  updates = counters->updates;
  clock = gtk_widget_get_frame_clock (fixture.view);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (watch_end_cb), &watch);
  for (guint i = 0; i < 200; i++)
    {
      append (answer, i % 20 == 19 ? "and the end of a paragraph.\n\n" : "some more words, ");
      append (answer, "twice in a frame ");
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
  ui_wait_frames (fixture.window, 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, get_end (&fixture));
  /* The button has its action once the row has been drawn with its footer. */
  loop_until (ui_find_action (fixture.view, "message.copy") != NULL);

  close_view (&fixture);
  g_assert_finalize_object (answer);
}

/* A paragraph of forty kilobytes without a line end costs no more a frame than a short one. */
static void
test_stream_one_paragraph (void)
{
  Fixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  const ConfabChatCounters *counters;
  guint64 laid;
  guint64 bytes;
  guint64 updates;

  open_view (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  counters = confab_message_list_get_counters (fixture.list);
  add (&fixture, g_object_ref (answer));
  ui_wait_frames (fixture.window, 2);

  laid = counters->lines_laid;
  bytes = counters->bytes_laid;
  updates = counters->updates;
  for (guint i = 0; i < 200; i++)
    {
      for (guint k = 0; k < 10; k++)
        append (answer, "some more words here ");
      ui_wait_frames (fixture.window, 1);
    }
  g_assert_cmpuint (counters->lines_laid - laid, <=, 3 * (counters->updates - updates));
  g_assert_cmpuint (counters->bytes_laid - bytes, <=, 2500 * (counters->updates - updates));
  g_assert_cmpfloat (gtk_adjustment_get_upper (fixture.adjustment), >, 5000);

  close_view (&fixture);
  g_assert_finalize_object (answer);
}

static void
test_hidden (void)
{
  Fixture fixture;
  ConfabMessage *answer = chat_sample_answer ("Begun. ", CONFAB_STATUS_STREAMING);
  const ConfabChatCounters *counters;
  ConfabChatCounters before;
  float hidden_height;
  float bottom;

  open_view (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  counters = confab_message_list_get_counters (fixture.list);
  add (&fixture, g_object_ref (answer));
  ui_wait_frames (fixture.window, 2);
  get_bounds (&fixture, 0, NULL, &hidden_height);

  gtk_widget_set_visible (fixture.view, FALSE);
  ui_wait_frames (fixture.window, 2);
  before = *counters;
  for (guint i = 0; i < 50; i++)
    {
      append (answer, "These are words that nobody sees. ");
      ui_wait_frames (fixture.window, 1);
    }
  g_assert_cmpuint (counters->lines_laid, ==, before.lines_laid);
  g_assert_cmpuint (counters->updates, ==, before.updates);

  gtk_widget_set_visible (fixture.view, TRUE);
  ui_wait_frames (fixture.window, 3);
  get_bounds (&fixture, 0, NULL, &bottom);
  g_assert_cmpfloat (bottom, >, hidden_height + 20);

  close_view (&fixture);
  g_assert_finalize_object (answer);
}

/* With nothing going on nothing is painted. */
static void
test_idle (void)
{
  Fixture fixture;
  const ConfabChatCounters *counters;
  guint64 frames;

  open_view (&fixture, chat_sample_many (50));
  counters = confab_message_list_get_counters (fixture.list);
  loop_for (300);
  frames = counters->frames;
  loop_for (500);
  g_assert_cmpuint (counters->frames, ==, frames);

  close_view (&fixture);
}

/* Reading */

/* The first row that is in view from its top on. */
static guint
find_whole_row (Fixture *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->messages));

  for (guint i = 0; i < n; i++)
    {
      float top;

      if (confab_message_list_get_row (self->list, i) == NULL)
        continue;
      get_bounds (self, i, &top, NULL);
      if (top >= 0)
        return i;
    }

  g_assert_not_reached ();
}

static void
test_free_holds (void)
{
  Fixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  GtkWidget *newest;
  ConfabMessageRow *row;
  ConfabMessage *read;
  graphene_rect_t bounds;
  guint position;
  float before;
  float now;

  open_view (&fixture, chat_sample_many (60));
  add (&fixture, g_object_ref (answer));
  newest = confab_conversation_view_get_newest (CONFAB_CONVERSATION_VIEW (fixture.view));
  ui_wait_frames (fixture.window, 2);
  g_assert_false (gtk_widget_get_visible (newest));

  gtk_adjustment_set_value (fixture.adjustment,
                            gtk_adjustment_get_value (fixture.adjustment) - 700);
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FREE);
  ui_wait_frames (fixture.window, 3);
  g_assert_true (gtk_widget_get_visible (newest));

  position = find_whole_row (&fixture);
  row = confab_message_list_get_row (fixture.list, position);
  read = confab_message_row_get_message (row);
  get_bounds (&fixture, position, &before, NULL);

  for (guint i = 0; i < 100; i++)
    {
      append (answer, "Text that arrives below what is being read. ");
      if (i % 10 == 9)
        {
          /* Older ones are loaded above. */
          g_autoptr (GListStore) older = chat_sample_many (7);
          gpointer items[7];

          for (guint k = 0; k < 7; k++)
            items[k] = g_list_model_get_item (G_LIST_MODEL (older), k);
          g_list_store_splice (fixture.messages, 0, 0, items, 7);
          for (guint k = 0; k < 7; k++)
            g_object_unref (items[k]);
          position += 7;
        }
      ui_wait_frames (fixture.window, 1);

      g_assert_true (confab_message_list_get_row (fixture.list, position) == row);
      g_assert_true (confab_message_row_get_message (row) == read);
      g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (fixture.list),
                                                &bounds));
      now = bounds.origin.y;
      g_assert_cmpfloat (now, ==, before);
    }
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FREE);

  /* The button leads back, and goes. */
  g_signal_emit_by_name (newest, "clicked");
  ui_wait_frames (fixture.window, 3);
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FOLLOW);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, get_end (&fixture));
  g_assert_false (gtk_widget_get_visible (newest));

  close_view (&fixture);
  g_assert_finalize_object (answer);
}

/* Each step moves what is seen by that step, though every row above was only estimated. */
static void
test_scroll_without_jumps (void)
{
  Fixture fixture;
  double value;

  open_view (&fixture, chat_sample_many (1000));
  for (guint i = 0; i < 200; i++)
    {
      guint position = find_whole_row (&fixture);
      ConfabMessageRow *row = confab_message_list_get_row (fixture.list, position);
      float before;
      float after;
      double step;

      get_bounds (&fixture, position, &before, NULL);
      /* Now and then a step so long that the rows it leads to were not even measured. */
      step = i % 4 == 3 && before < 40 ? HEIGHT - 50 : 40;
      value = gtk_adjustment_get_value (fixture.adjustment);
      gtk_adjustment_set_value (fixture.adjustment, value - step);
      ui_wait_frames (fixture.window, 1);
      g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, value - step);
      g_assert_true (confab_message_list_get_row (fixture.list, position) == row);
      get_bounds (&fixture, position, &after, NULL);
      g_assert_cmpfloat (after - before, ==, step);
    }

  close_view (&fixture);
}

/* A drag of the scroll bar goes anywhere, and both ends are exact. */
static void
test_drag (void)
{
  Fixture fixture;
  float top;
  float bottom;

  open_view (&fixture, chat_sample_many (1000));
  for (guint i = 0; i < 60; i++)
    {
      double lower = gtk_adjustment_get_lower (fixture.adjustment);
      double end = get_end (&fixture);

      gtk_adjustment_set_value (fixture.adjustment,
                                g_test_rand_double_range (lower, MAX (end, lower + 1)));
      ui_wait_frames (fixture.window, 1);
      find_whole_row (&fixture);
    }

  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_lower (fixture.adjustment));
  ui_wait_frames (fixture.window, 2);
  get_bounds (&fixture, 0, &top, NULL);
  g_assert_cmpfloat (top, ==, 12);
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FREE);

  gtk_adjustment_set_value (fixture.adjustment, get_end (&fixture));
  ui_wait_frames (fixture.window, 2);
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FOLLOW);
  get_bounds (&fixture, 999, NULL, &bottom);
  g_assert_cmpfloat (bottom, ==, HEIGHT - 18);

  close_view (&fixture);
}

static void
test_ten_thousand (void)
{
  Fixture fixture;
  const ConfabChatCounters *counters;
  float bottom;

  open_view (&fixture, chat_sample_many (10000));
  counters = confab_message_list_get_counters (fixture.list);
  g_assert_cmpuint (counters->rows_alive, <, 25);
  g_assert_cmpuint (counters->rows_bound, <, 25);
  get_bounds (&fixture, 9999, NULL, &bottom);
  g_assert_cmpfloat (bottom, ==, HEIGHT - 18);

  for (guint i = 0; i < 50; i++)
    {
      gtk_adjustment_set_value (fixture.adjustment,
                                gtk_adjustment_get_value (fixture.adjustment) - 300);
      ui_wait_frames (fixture.window, 1);
      g_assert_cmpuint (counters->rows_alive, <, 40);
    }

  close_view (&fixture);
}

static void
older_wanted_cb (guint *n_wanted)
{
  (*n_wanted)++;
}

/* Older messages are asked for once when the first one comes near, and again when there is
 * another first one. */
static void
test_older_wanted (void)
{
  Fixture fixture;
  ConfabMessage *older = chat_sample_prompt ("Older");
  guint n_wanted = 0;

  open_view (&fixture, chat_sample_many (100));
  g_signal_connect_swapped (fixture.list, "older-wanted", G_CALLBACK (older_wanted_cb), &n_wanted);
  ui_wait_frames (fixture.window, 3);
  g_assert_cmpuint (n_wanted, ==, 0);

  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_lower (fixture.adjustment));
  ui_wait_frames (fixture.window, 5);
  g_assert_cmpuint (n_wanted, ==, 1);

  g_list_store_insert (fixture.messages, 0, older);
  ui_wait_frames (fixture.window, 5);
  g_assert_cmpuint (n_wanted, ==, 2);

  g_object_unref (older);
  close_view (&fixture);
}

/* The line at the top of the view stays there when the window gets another width. */
static void
test_resize_holds_line (void)
{
  Fixture fixture;
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *prose;
  ConfabTextPlace before;
  ConfabTextPlace after;
  float top;

  for (guint i = 0; i < 1500; i++)
    g_string_append_printf (text, "word%u%s", i, i % 100 == 99 ? "\n\n" : " ");
  open_view (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  add (&fixture, chat_sample_answer (text->str, CONFAB_STATUS_COMPLETE));
  ui_wait_frames (fixture.window, 2);
  gtk_adjustment_set_value (fixture.adjustment,
                            gtk_adjustment_get_value (fixture.adjustment) - 900);
  ui_wait_frames (fixture.window, 2);

  prose = ui_find_type (fixture.view, CONFAB_TYPE_PROSE);
  get_bounds (&fixture, 0, &top, NULL);
  g_assert_true (confab_prose_get_place (CONFAB_PROSE (prose), (int) -top, &before));

  gtk_window_set_default_size (GTK_WINDOW (fixture.window), WIDTH - 250, HEIGHT);
  loop_until (gtk_widget_get_width (fixture.view) == WIDTH - 250);
  ui_wait_frames (fixture.window, 2);
  get_bounds (&fixture, 0, &top, NULL);
  g_assert_true (confab_prose_get_place (CONFAB_PROSE (prose), (int) -top, &after));
  g_assert_cmpuint (after.block, ==, before.block);
  g_assert_cmpuint (after.byte, <=, before.byte);
  g_assert_cmpuint (after.byte + 90, >, before.byte); /* on the same visual line */

  close_view (&fixture);
}

static void
test_model_changes (void)
{
  Fixture fixture;

  open_view (&fixture, chat_sample_many (30));
  g_list_store_remove (fixture.messages, 29);
  ui_wait_frames (fixture.window, 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, get_end (&fixture));
  g_list_store_splice (fixture.messages, 10, 19, NULL, 0);
  ui_wait_frames (fixture.window, 2);
  g_list_store_remove_all (fixture.messages);
  ui_wait_frames (fixture.window, 2);
  add (&fixture, chat_sample_prompt ("Again"));
  ui_wait_frames (fixture.window, 2);
  g_assert_nonnull (confab_message_list_get_row (fixture.list, 0));

  close_view (&fixture);
}

/* What stands in a row */

static void
test_error_card (void)
{
  Fixture fixture;
  ConfabMessage *answer = chat_sample_answer ("Half of", CONFAB_STATUS_INTERRUPTED);
  g_autoptr (ConfabFailure) failure =
    confab_failure_new (CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE, "<b>bold</b>");
  g_autoptr (GVariant) target = NULL;
  GtkWidget *retry;

  failure->http_status = 200;
  failure->request_id = g_strdup ("661c9cad");
  confab_message_set_failure (answer, failure);
  confab_message_set_times (answer, 1000, 2100000);

  open_view (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  add (&fixture, chat_sample_prompt ("A question"));
  add (&fixture, g_object_ref (answer));
  ui_wait_frames (fixture.window, 2);

  g_assert_nonnull (ui_find_label (fixture.view, "661c9cad"));
  g_assert_nonnull (ui_find_label (fixture.view, "<b>bold</b>"));
  g_assert_nonnull (ui_find_label (fixture.view, "7 characters in 2.1 s, HTTP 200"));
  retry = ui_find_action (fixture.view, "chat.retry");
  g_assert_nonnull (retry);
  target = g_variant_ref (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (retry)));
  g_assert_cmpint (g_variant_get_int64 (target), ==, confab_message_get_id (answer));
  g_assert_null (ui_find_action (fixture.view, "chat.set-key"));

  /* Not the last one any more: nothing to retry. */
  add (&fixture, chat_sample_prompt ("Another question"));
  ui_wait_frames (fixture.window, 2);
  g_assert_null (ui_find_action (fixture.view, "chat.retry"));

  close_view (&fixture);
  g_assert_finalize_object (answer);
}

static void
test_missing_key (void)
{
  Fixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_FAILED);
  g_autoptr (ConfabFailure) failure =
    confab_failure_new (CONFAB_ERROR_AUTH, CONFAB_FAILURE_NO_KEY, NULL);

  confab_message_set_failure (answer, failure);
  open_view (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  add (&fixture, answer);
  ui_wait_frames (fixture.window, 2);
  g_assert_nonnull (ui_find_action (fixture.view, "chat.set-key"));

  close_view (&fixture);
}

static void
test_wait_note (void)
{
  Fixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_CONNECTING);
  ConfabMessageRow *row;

  open_view (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  add (&fixture, g_object_ref (answer));
  ui_wait_frames (fixture.window, 2);
  g_assert_nonnull (ui_find_label (fixture.view, "Connecting…"));
  row = confab_message_list_get_row (fixture.list, 0);
  gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Assistant, connecting");

  confab_message_set_status (answer, CONFAB_STATUS_SENT);
  ui_wait_frames (fixture.window, 2);
  g_assert_nonnull (ui_find_label (fixture.view, "Waiting for the answer…"));
  confab_message_set_note (answer, "Patience");
  ui_wait_frames (fixture.window, 2);
  g_assert_nonnull (ui_find_label (fixture.view, "Waiting for the answer…  ·  Patience"));

  confab_message_set_note (answer, NULL);
  confab_message_set_status (answer, CONFAB_STATUS_STREAMING);
  append (answer, "It comes");
  ui_wait_frames (fixture.window, 2);
  g_assert_null (ui_find_type (fixture.view, GTK_TYPE_SPINNER));
  /* The text is not spoken while it streams, and once when it is whole. */
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Assistant, answering");
  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  ui_wait_frames (fixture.window, 2);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Assistant: It comes");

  close_view (&fixture);
  g_assert_finalize_object (answer);
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_assert_nonnull (*text);
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
  Fixture fixture;
  g_autofree char *prompt = NULL;
  g_autofree char *answer = NULL;

  open_view (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  g_assert_false (confab_conversation_view_copy_last (CONFAB_CONVERSATION_VIEW (fixture.view)));
  add (&fixture, chat_sample_prompt ("The question"));
  add (&fixture, chat_sample_answer ("The\n\nanswer", CONFAB_STATUS_COMPLETE));
  add (&fixture, chat_sample_answer ("", CONFAB_STATUS_FAILED));
  ui_wait_frames (fixture.window, 2);

  g_assert_true (gtk_widget_activate_action (
    GTK_WIDGET (confab_message_list_get_row (fixture.list, 0)), "message.copy", NULL));
  prompt = read_clipboard (fixture.view);
  g_assert_cmpstr (prompt, ==, "The question");
  g_assert_true (confab_conversation_view_copy_last (CONFAB_CONVERSATION_VIEW (fixture.view)));
  answer = read_clipboard (fixture.view);
  g_assert_cmpstr (answer, ==, "The\n\nanswer");

  close_view (&fixture);
}

static void
test_focus (void)
{
  Fixture fixture;
  guint n = 40;

  open_view (&fixture, chat_sample_many (n));

  /* Backwards from what stands below: the last message first, each a stop, brought into view. */
  for (guint i = n; i > n - 10; i--)
    {
      GtkWidget *focus;
      float top;
      float bottom;

      g_assert_true (gtk_widget_child_focus (GTK_WIDGET (fixture.list), GTK_DIR_TAB_BACKWARD));
      ui_wait_frames (fixture.window, 2);
      focus = gtk_root_get_focus (GTK_ROOT (fixture.window));
      g_assert_true (focus == GTK_WIDGET (confab_message_list_get_row (fixture.list, i - 1)));
      get_bounds (&fixture, i - 1, &top, &bottom);
      g_assert_cmpfloat (bottom, >, 0);
      g_assert_cmpfloat (top, <, HEIGHT);
    }

  /* The focus stays where it is when the reader scrolls far away. */
  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_lower (fixture.adjustment));
  ui_wait_frames (fixture.window, 2);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture.window)) ==
                 GTK_WIDGET (confab_message_list_get_row (fixture.list, n - 10)));

  close_view (&fixture);
}

/* A row that gets another message of the same height gets that one's width, too. */
static void
test_rebound (void)
{
  Fixture fixture;
  ConfabMessage *brief = chat_sample_prompt ("Brief");
  ConfabMessageRow *row;
  GtkWidget *prose;
  int width;

  open_view (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  add (&fixture, chat_sample_prompt ("A question of some more words"));
  ui_wait_frames (fixture.window, 2);
  row = confab_message_list_get_row (fixture.list, 0);
  prose = ui_find_type (GTK_WIDGET (row), CONFAB_TYPE_PROSE);
  width = gtk_widget_get_width (prose);

  confab_message_row_set_message (row, NULL);
  confab_message_row_set_message (row, brief);
  ui_wait_frames (fixture.window, 2);
  g_assert_cmpint (gtk_widget_get_width (prose), <, width - 20);

  close_view (&fixture);
  g_assert_finalize_object (brief);
}

static void
test_rewritten (void)
{
  Fixture fixture;
  ConfabMessage *answer = chat_sample_answer ("One line.\n\nAnother one.",
                                              CONFAB_STATUS_STREAMING);
  float top;
  float bottom;
  float again;

  open_view (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  add (&fixture, g_object_ref (answer));
  ui_wait_frames (fixture.window, 2);
  get_bounds (&fixture, 0, &top, &bottom);

  confab_message_replace_text (answer, "One line.", strlen ("One line."));
  ui_wait_frames (fixture.window, 2);
  get_bounds (&fixture, 0, &top, &again);
  g_assert_cmpfloat (again, <, bottom);
  confab_message_replace_text (answer, "Two lines.\n\nAnother one.",
                               strlen ("Two lines.\n\nAnother one."));
  ui_wait_frames (fixture.window, 2);
  get_bounds (&fixture, 0, &top, &again);
  g_assert_cmpfloat (again, ==, bottom);

  close_view (&fixture);
  g_assert_finalize_object (answer);
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

  g_test_add_func ("/view/exact-heights", test_exact_heights);
  g_test_add_func ("/view/streamed-heights", test_streamed_heights);
  g_test_add_func ("/view/place", test_place);
  g_test_add_func ("/view/stream-follows", test_stream_follows);
  g_test_add_func ("/view/stream-one-paragraph", test_stream_one_paragraph);
  g_test_add_func ("/view/hidden", test_hidden);
  g_test_add_func ("/view/idle", test_idle);
  g_test_add_func ("/view/free-holds", test_free_holds);
  g_test_add_func ("/view/scroll-without-jumps", test_scroll_without_jumps);
  g_test_add_func ("/view/drag", test_drag);
  g_test_add_func ("/view/ten-thousand", test_ten_thousand);
  g_test_add_func ("/view/older-wanted", test_older_wanted);
  g_test_add_func ("/view/resize-holds-line", test_resize_holds_line);
  g_test_add_func ("/view/model-changes", test_model_changes);
  g_test_add_func ("/view/error-card", test_error_card);
  g_test_add_func ("/view/missing-key", test_missing_key);
  g_test_add_func ("/view/wait-note", test_wait_note);
  g_test_add_func ("/view/copy", test_copy);
  g_test_add_func ("/view/focus", test_focus);
  g_test_add_func ("/view/rebound", test_rebound);
  g_test_add_func ("/view/rewritten", test_rewritten);

  return g_test_run ();
}
