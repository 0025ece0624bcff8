/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The size of the text, which the reader sets by keys. */

#include "config.h"

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-answer-footer.h"
#include "confab-message-list-private.h"
#include "confab-text-size.h"
#include "confab-timeline.h"
#include "loop.h"
#include "uitest.h"

static int
get_part_height (ChatFixture *fixture,
                 GType        type)
{
  GtkWidget *row = GTK_WIDGET (confab_message_list_get_row (fixture->list, 1));

  return gtk_widget_get_height (ui_find_type (row, type));
}

/* All of a message grows: its text, and the captions and buttons around it. */
static void
test_scale (void)
{
  GType types[] = { CONFAB_TYPE_PROSE, CONFAB_TYPE_TIMELINE, CONFAB_TYPE_ANSWER_FOOTER };
  ConfabMessage *answer = chat_sample_answer (chat_sample_markdown, CONFAB_STATUS_COMPLETE);
  ChatFixture fixture;
  int heights[G_N_ELEMENTS (types)];

  chat_sample_usage (answer, "qwen-max", 100, 200);
  confab_message_set_evidence (answer, chat_sample_reasoning, NULL, NULL);
  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, chat_sample_prompt ("How bright are they?"));
  chat_add (&fixture, answer);
  loop_until (ui_find_action (fixture.view, "message.copy") != NULL);
  chat_settle (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    heights[i] = get_part_height (&fixture, types[i]);

  confab_message_list_set_text_scale (fixture.list, 2.5);
  chat_settle (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_assert_cmpint (get_part_height (&fixture, types[i]), >, heights[i]);

  confab_message_list_set_text_scale (fixture.list, 1);
  chat_settle (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_assert_cmpint (get_part_height (&fixture, types[i]), ==, heights[i]);

  chat_close (&fixture);
}

/* Another size moves all lines but the one that is read. */
static void
test_scale_holds (void)
{
  ChatFixture fixture;
  const ConfabChatCounters *counters;
  ConfabMessageRow *row = NULL;
  ConfabTextPlace place;
  guint position = 0;
  float top = 0;
  float bottom;

  chat_open (&fixture, chat_sample_many (60));
  counters = confab_message_list_get_counters (fixture.list);
  gtk_adjustment_set_value (fixture.adjustment,
                            gtk_adjustment_get_value (fixture.adjustment) - 1500);
  ui_wait_frames (fixture.window, 3);
  for (position = 59; position > 0; position--)
    {
      row = confab_message_list_get_row (fixture.list, position);
      if (row == NULL)
        continue;
      chat_get_bounds (&fixture, position, &top, &bottom);
      if (top <= 0)
        break;
    }
  g_assert_nonnull (row);
  g_assert_true (confab_message_row_get_place (row, (int) -top, &place));

  for (guint i = 0; i < 3; i++)
    {
      static const double scales[] = { 2, 0.5, 1 };
      guint64 laid;
      int y;

      confab_message_list_set_text_scale (fixture.list, scales[i]);
      laid = counters->lines_laid;
      loop_until (counters->lines_laid > laid);
      ui_wait_frames (fixture.window, 2);
      g_assert_true (confab_message_list_get_row (fixture.list, position) == row);
      chat_get_bounds (&fixture, position, &top, NULL);
      y = (int) top + confab_message_row_find_place (row, &place);
      g_assert_cmpint (y, >=, -1);
      g_assert_cmpint (y, <=, 1);
    }

  chat_close (&fixture);
}

/* The sizes there are, from any to the next. */
static void
test_sizes (void)
{
  int size = 100;

  g_assert_cmpint (confab_text_size_step (100, 1), ==, 110);
  g_assert_cmpint (confab_text_size_step (103, -1), ==, 100);
  for (guint i = 0; i < 30; i++)
    size = confab_text_size_step (size, 1);
  g_assert_cmpint (size, ==, 300);
  for (guint i = 0; i < 30; i++)
    size = confab_text_size_step (size, -1);
  g_assert_cmpint (size, ==, 50);
  g_assert_cmpint (confab_text_size_step (size, 0), ==, 100);
}

int
main (int   argc,
      char *argv[])
{
  chat_init (&argc, &argv);

  g_test_add_func ("/view-scale/scale", test_scale);
  g_test_add_func ("/view-scale/holds", test_scale_holds);
  g_test_add_func ("/view-scale/sizes", test_sizes);

  return g_test_run ();
}
