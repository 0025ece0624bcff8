/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader is never moved. */

#include "config.h"

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-prose.h"
#include "loop.h"
#include "uitest.h"

/* The first row that is in view from its top on. */
static guint
find_whole_row (ChatFixture *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->messages));

  for (guint i = 0; i < n; i++)
    {
      float top;

      if (confab_message_list_get_row (self->list, i) == NULL)
        continue;
      chat_get_bounds (self, i, &top, NULL);
      if (top >= 0)
        return i;
    }

  g_assert_not_reached ();
}

static void
test_free_holds (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  GtkWidget *newest;
  ConfabMessageRow *row;
  ConfabMessage *read;
  graphene_rect_t bounds;
  guint position;
  float before;
  float now;

  chat_open (&fixture, chat_sample_many (60));
  chat_add (&fixture, g_object_ref (answer));
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
  chat_get_bounds (&fixture, position, &before, NULL);

  for (guint i = 0; i < 100; i++)
    {
      chat_append (answer, "Text that arrives below what is being read. ");
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
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, chat_get_end (&fixture));
  g_assert_false (gtk_widget_get_visible (newest));

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* Each step moves what is seen by that step, though every row above was only estimated. */
static void
test_scroll_without_jumps (void)
{
  ChatFixture fixture;
  double value;

  chat_open (&fixture, chat_sample_many (1000));
  for (guint i = 0; i < 200; i++)
    {
      guint position = find_whole_row (&fixture);
      ConfabMessageRow *row = confab_message_list_get_row (fixture.list, position);
      float before;
      float after;
      double step;

      chat_get_bounds (&fixture, position, &before, NULL);
      /* Now and then a step so long that the rows it leads to were not even measured. */
      step = i % 4 == 3 && before < 40 ? CHAT_HEIGHT - 50 : 40;
      value = gtk_adjustment_get_value (fixture.adjustment);
      gtk_adjustment_set_value (fixture.adjustment, value - step);
      ui_wait_frames (fixture.window, 1);
      g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, value - step);
      g_assert_true (confab_message_list_get_row (fixture.list, position) == row);
      chat_get_bounds (&fixture, position, &after, NULL);
      g_assert_cmpfloat (after - before, ==, step);
    }

  chat_close (&fixture);
}

/* A drag of the scroll bar goes anywhere, and both ends are exact. */
static void
test_drag (void)
{
  ChatFixture fixture;
  float top;
  float bottom;

  chat_open (&fixture, chat_sample_many (1000));
  for (guint i = 0; i < 60; i++)
    {
      double lower = gtk_adjustment_get_lower (fixture.adjustment);
      double end = chat_get_end (&fixture);

      gtk_adjustment_set_value (fixture.adjustment,
                                g_test_rand_double_range (lower, MAX (end, lower + 1)));
      ui_wait_frames (fixture.window, 1);
      find_whole_row (&fixture);
    }

  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_lower (fixture.adjustment));
  ui_wait_frames (fixture.window, 2);
  chat_get_bounds (&fixture, 0, &top, NULL);
  g_assert_cmpfloat (top, ==, 12);
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FREE);

  gtk_adjustment_set_value (fixture.adjustment, chat_get_end (&fixture));
  ui_wait_frames (fixture.window, 2);
  g_assert_cmpint (confab_message_list_get_follow (fixture.list), ==, CONFAB_FOLLOW);
  chat_get_bounds (&fixture, 999, NULL, &bottom);
  g_assert_cmpfloat (bottom, ==, CHAT_HEIGHT - 18);

  chat_close (&fixture);
}

static void
test_ten_thousand (void)
{
  ChatFixture fixture;
  const ConfabChatCounters *counters;
  float bottom;

  chat_open (&fixture, chat_sample_many (10000));
  counters = confab_message_list_get_counters (fixture.list);
  g_assert_cmpuint (counters->rows_alive, <, 25);
  g_assert_cmpuint (counters->rows_bound, <, 25);
  chat_get_bounds (&fixture, 9999, NULL, &bottom);
  g_assert_cmpfloat (bottom, ==, CHAT_HEIGHT - 18);

  for (guint i = 0; i < 50; i++)
    {
      gtk_adjustment_set_value (fixture.adjustment,
                                gtk_adjustment_get_value (fixture.adjustment) - 300);
      ui_wait_frames (fixture.window, 1);
      g_assert_cmpuint (counters->rows_alive, <, 40);
    }

  chat_close (&fixture);
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
  ChatFixture fixture;
  ConfabMessage *older = chat_sample_prompt ("Older");
  guint n_wanted = 0;

  chat_open (&fixture, chat_sample_many (100));
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
  chat_close (&fixture);
}

/* The line at the top of the view stays there when the window gets another width. */
static void
test_resize_holds_line (void)
{
  ChatFixture fixture;
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *prose;
  ConfabTextPlace before;
  ConfabTextPlace after;
  float top;

  for (guint i = 0; i < 1500; i++)
    g_string_append_printf (text, "word%u%s", i, i % 100 == 99 ? "\n\n" : " ");
  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, chat_sample_answer (text->str, CONFAB_STATUS_COMPLETE));
  ui_wait_frames (fixture.window, 2);
  gtk_adjustment_set_value (fixture.adjustment,
                            gtk_adjustment_get_value (fixture.adjustment) - 900);
  ui_wait_frames (fixture.window, 2);

  prose = ui_find_type (fixture.view, CONFAB_TYPE_PROSE);
  chat_get_bounds (&fixture, 0, &top, NULL);
  g_assert_true (confab_prose_get_place (CONFAB_PROSE (prose), (int) -top, &before));

  gtk_window_set_default_size (GTK_WINDOW (fixture.window), CHAT_WIDTH - 250, CHAT_HEIGHT);
  loop_until (gtk_widget_get_width (fixture.view) == CHAT_WIDTH - 250);
  ui_wait_frames (fixture.window, 2);
  chat_get_bounds (&fixture, 0, &top, NULL);
  g_assert_true (confab_prose_get_place (CONFAB_PROSE (prose), (int) -top, &after));
  g_assert_cmpuint (after.block, ==, before.block);
  g_assert_cmpuint (after.byte, <=, before.byte);
  g_assert_cmpuint (after.byte + 90, >, before.byte); /* on the same visual line */

  chat_close (&fixture);
}

static void
test_model_changes (void)
{
  ChatFixture fixture;

  chat_open (&fixture, chat_sample_many (30));
  g_list_store_remove (fixture.messages, 29);
  ui_wait_frames (fixture.window, 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, chat_get_end (&fixture));
  g_list_store_splice (fixture.messages, 10, 19, NULL, 0);
  ui_wait_frames (fixture.window, 2);
  g_list_store_remove_all (fixture.messages);
  ui_wait_frames (fixture.window, 2);
  chat_add (&fixture, chat_sample_prompt ("Again"));
  chat_settle (&fixture);
  g_assert_nonnull (confab_message_list_get_row (fixture.list, 0));

  chat_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  chat_init (&argc, &argv);

  g_test_add_func ("/view-reading/free-holds", test_free_holds);
  g_test_add_func ("/view-reading/scroll-without-jumps", test_scroll_without_jumps);
  g_test_add_func ("/view-reading/drag", test_drag);
  g_test_add_func ("/view-reading/ten-thousand", test_ten_thousand);
  g_test_add_func ("/view-reading/older-wanted", test_older_wanted);
  g_test_add_func ("/view-reading/resize-holds-line", test_resize_holds_line);
  g_test_add_func ("/view-reading/model-changes", test_model_changes);

  return g_test_run ();
}
