/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A reader selects text, with a real pointer and real keys. */

#include "config.h"

#include <string.h>

#include "chat-pointer.h"
#include "chat-samples.h"
#include "confab-message-list-private.h"
#include "loop.h"
#include "uitest.h"

static void
test_drag (void)
{
  ChatFixture fixture;
  double x, y, to_x, to_y;

  chat_open_two (&fixture);

  /* Within a line. */
  chat_find_byte (&fixture, 1, 0, 0, 4, &x, &y);
  chat_find_byte (&fixture, 1, 0, 0, 10, &to_x, &to_y);
  chat_drag (&fixture, x, y, to_x, to_y);
  loop_until (chat_is_selected (&fixture, "answer"));

  /* Backwards, over two messages; who speaks is said. */
  chat_find_byte (&fixture, 1, 1, 0, 8, &x, &y);
  chat_find_byte (&fixture, 0, 0, 0, 2, &to_x, &to_y);
  chat_drag (&fixture, x, y, to_x, to_y);
  loop_until (chat_is_selected (&fixture, "You:\nquestion of some words\n\n"
                                          "Assistant:\nThe answer has a first line.\n\nAnd more"));

  /* A click selects nothing any more. */
  chat_click (&fixture, 1, 1, 8, 1);
  loop_until (confab_selection_is_empty (fixture.list->selection));

  chat_close (&fixture);
}

/* Two clicks are a word, three a block; with Shift the end moves, and the unit stays. */
static void
test_clicks (void)
{
  ChatFixture fixture;
  double x, y;

  chat_open_two (&fixture);

  chat_click (&fixture, 1, 0, 9, 2);
  loop_until (chat_is_selected (&fixture, "answer"));

  chat_click (&fixture, 1, 1, 4, 3);
  loop_until (chat_is_selected (&fixture, "And more than one paragraph."));

  chat_click (&fixture, 0, 0, 11, 1);
  loop_until (confab_selection_is_empty (fixture.list->selection));
  chat_find_byte (&fixture, 1, 0, 0, 3, &x, &y);
  ui_hold_key ("shift", TRUE);
  ui_click (GTK_WIDGET (fixture.list), x, y, 1, 1);
  ui_hold_key ("shift", FALSE);
  loop_until (chat_is_selected (&fixture, "You:\nof some words\n\nAssistant:\nThe"));

  chat_close (&fixture);
}

/* A pointer that is held below the view scrolls, and selects what comes. */
static void
test_autoscroll (void)
{
  ChatFixture fixture;
  ConfabSpot start;
  ConfabSpot end;
  double x, y;
  double before;

  chat_open (&fixture, chat_sample_many (60));
  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_lower (fixture.adjustment));
  chat_settle (&fixture);
  before = gtk_adjustment_get_value (fixture.adjustment);

  chat_find_byte (&fixture, 0, 0, 0, 3, &x, &y);
  ui_point (GTK_WIDGET (fixture.list), x, y);
  ui_hold_button (1, TRUE);
  ui_point (GTK_WIDGET (fixture.list), x + 40, y + 40);
  ui_point (GTK_WIDGET (fixture.list), x + 60, CHAT_HEIGHT + 60);
  loop_until (gtk_adjustment_get_value (fixture.adjustment) > before + 1500);
  /* A row that is selected has lost its widget meanwhile. */
  loop_until (confab_message_list_get_row (fixture.list, 1) == NULL);
  ui_point (GTK_WIDGET (fixture.list), x + 60, CHAT_HEIGHT / 2);
  ui_hold_button (1, FALSE);
  loop_until (!fixture.list->dragging && fixture.list->autoscroll == 0);

  g_assert_true (confab_selection_get_span (fixture.list->selection, &start, &end));
  g_assert_cmpuint (start.message, ==, 0);
  g_assert_cmpuint (start.place.byte, ==, 3);
  g_assert_cmpuint (end.message, >, 3);
  {
    g_autofree char *text = chat_dup_selected (&fixture);

    g_assert_true (g_str_has_prefix (text, "You:\nsage 0."));
    g_assert_nonnull (strstr (text, "\n\nAssistant:\nMessage 1."));
  }

  chat_close (&fixture);
}

/* Streaming */

/* A reader's selection stays while the answer goes on below it, and while it is out of view. */
static void
test_survives_streaming (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  double x, y, to_x, to_y;
  double value;

  chat_open (&fixture, chat_sample_many (20));
  chat_add (&fixture, g_object_ref (answer));
  chat_append (answer, "The first words of **an answer** that goes on.\n\nA second paragraph, ");
  chat_settle (&fixture);

  chat_find_byte (&fixture, 20, 0, 0, 4, &x, &y);
  chat_find_byte (&fixture, 20, 1, 0, 8, &to_x, &to_y);
  chat_drag (&fixture, x, y, to_x, to_y);
  loop_until (chat_is_selected (&fixture, "first words of an answer that goes on.\n\nA second"));
  loop_until (!fixture.list->dragging);

  for (guint i = 0; i < 100; i++)
    {
      chat_append (answer, i % 10 == 9 ? "and an end.\n\n" : "and **more** words ");
      ui_wait_frames (fixture.window, 1);
    }
  g_assert_true (chat_is_selected (&fixture, "first words of an answer that goes on.\n\nA second"));

  /* Far away, so that its row goes, and back again. */
  gtk_widget_grab_focus (GTK_WIDGET (confab_message_list_get_row (fixture.list, 19)));
  value = gtk_adjustment_get_value (fixture.adjustment);
  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_lower (fixture.adjustment));
  chat_settle (&fixture);
  g_assert_null (confab_message_list_get_row (fixture.list, 20));
  chat_append (answer, "Something more.\n\n");
  chat_settle (&fixture);
  g_assert_true (chat_is_selected (&fixture, "first words of an answer that goes on.\n\nA second"));
  gtk_adjustment_set_value (fixture.adjustment, value);
  chat_settle (&fixture);
  g_assert_nonnull (confab_message_list_get_row (fixture.list, 20));
  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  chat_settle (&fixture);
  g_assert_true (chat_is_selected (&fixture, "first words of an answer that goes on.\n\nA second"));

  /* Older messages come in above. */
  {
    g_autoptr (GListStore) older = chat_sample_many (30);

    for (guint i = 0; i < 30; i++)
      {
        g_autoptr (ConfabMessage) message = g_list_model_get_item (G_LIST_MODEL (older), i);

        g_list_store_insert (fixture.messages, i, message);
      }
  }
  chat_settle (&fixture);
  g_assert_true (chat_is_selected (&fixture, "first words of an answer that goes on.\n\nA second"));

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* An answer that is written anew takes what is selected in it back to what stayed. */
static void
test_rewritten (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_STREAMING);
  static const char again[] = "The first paragraph.\n\nSomething else now.";
  double x, y, to_x, to_y;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_append (answer, "The first paragraph.\n\nThe second one.\n\nThe third.");
  chat_settle (&fixture);

  chat_find_byte (&fixture, 0, 0, 0, 4, &x, &y);
  chat_find_byte (&fixture, 0, 2, 0, 9, &to_x, &to_y);
  chat_drag (&fixture, x, y, to_x, to_y);
  loop_until (chat_is_selected (&fixture, "first paragraph.\n\nThe second one.\n\nThe third"));

  confab_message_replace_text (answer, again, strlen (again));
  chat_settle (&fixture);
  {
    g_autofree char *text = chat_dup_selected (&fixture);

    g_strchomp (text);
    g_assert_true (g_str_has_prefix ("first paragraph.\n\nSomething else now.", text));
  }

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

/* Keys */

static void
test_keys (void)
{
  ChatFixture fixture;
  GdkClipboard *clipboard;

  chat_open_two (&fixture);
  clipboard = gtk_widget_get_clipboard (fixture.view);

  /* Select All is the message first, and then all. */
  confab_message_list_focus_row (fixture.list, 1);
  ui_type_keys ("ctrl+a");
  loop_until (chat_is_selected (&fixture,
                                "The answer has a first line.\n\nAnd more than one paragraph."));
  ui_type_keys ("ctrl+a");
  loop_until (chat_is_selected (&fixture,
                                "You:\nA question of some words\n\nAssistant:\nThe answer has "
                                "a first line.\n\nAnd more than one paragraph."));

  /* Shift moves the end of what the pointer selected. */
  chat_click (&fixture, 1, 0, 9, 2);
  loop_until (chat_is_selected (&fixture, "answer"));
  ui_type_keys ("shift+Right shift+Right shift+Right shift+Right");
  loop_until (chat_is_selected (&fixture, "answer has"));
  ui_type_keys ("ctrl+shift+Right");
  loop_until (chat_is_selected (&fixture, "answer has a"));
  ui_type_keys ("shift+End");
  loop_until (chat_is_selected (&fixture, "answer has a first line."));
  ui_type_keys ("shift+Down");
  loop_until (confab_selection_is_empty (fixture.list->selection) ||
              !chat_is_selected (&fixture, "answer has a first line."));
  ui_type_keys ("ctrl+shift+End");
  loop_until (chat_is_selected (&fixture,
                                "answer has a first line.\n\nAnd more than one paragraph."));
  ui_type_keys ("ctrl+shift+Home");
  loop_until (chat_is_selected (&fixture, "The answer"));
  ui_type_keys ("ctrl+shift+Home");
  loop_until (chat_is_selected (&fixture, "You:\nA question of some words\n\nAssistant:\nThe "
                                          "answer"));
  ui_type_keys ("ctrl+c");
  /* Not before it is ours: asking the display for what nobody has makes GTK 4.8 lose a stream. */
  loop_until (gdk_clipboard_is_local (clipboard));
  loop_until (chat_has_text (clipboard, "You:\nA question of some words\n\nAssistant:\nThe answer"));

  chat_close (&fixture);
}

static gboolean
head_is (ChatFixture *self,
         guint        message,
         guint        block,
         gsize        byte)
{
  ConfabSpot head;

  return confab_selection_get_head (self->list->selection, &head) && head.message == message &&
         head.place.block == block && head.place.byte == byte;
}

static void
test_caret (void)
{
  ChatFixture fixture;

  chat_open_two (&fixture);
  confab_message_list_focus_row (fixture.list, 0);

  ui_type_keys ("F7");
  loop_until (fixture.list->caret && head_is (&fixture, 0, 0, 0));
  ui_type_keys ("Right Right ctrl+Right");
  loop_until (head_is (&fixture, 0, 0, 10));
  ui_type_keys ("shift+ctrl+Right");
  loop_until (chat_is_selected (&fixture, " of"));
  ui_type_keys ("End");
  loop_until (head_is (&fixture, 0, 0, 24));
  g_assert_true (confab_selection_is_empty (fixture.list->selection));

  /* Over the end of a message into the next one, and the focus goes along. */
  ui_type_keys ("Right");
  loop_until (head_is (&fixture, 1, 0, 0));
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (confab_message_list_get_row (fixture.list, 1))));
  ui_type_keys ("Down");
  loop_until (head_is (&fixture, 1, 1, 0));
  ui_type_keys ("Up Up");
  loop_until (head_is (&fixture, 0, 0, 0));
  ui_type_keys ("Down");
  loop_until (head_is (&fixture, 1, 0, 0));
  ui_type_keys ("ctrl+End");
  loop_until (head_is (&fixture, 1, 1, 28));
  ui_type_keys ("F7");
  loop_until (!fixture.list->caret);

  /* Without a caret the keys are the list's again. */
  ui_type_keys ("Up");
  loop_until (gtk_widget_is_focus (GTK_WIDGET (confab_message_list_get_row (fixture.list, 0))));

  chat_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  if (!chat_pointer_init (&argc, &argv))
    return 0;

  /* A busy machine is slow between two clicks. */
  g_object_set (gtk_settings_get_default (), "gtk-double-click-time", 60000, NULL);

  g_test_add_func ("/view-select/drag", test_drag);
  g_test_add_func ("/view-select/clicks", test_clicks);
  g_test_add_func ("/view-select/autoscroll", test_autoscroll);
  g_test_add_func ("/view-select/survives-streaming", test_survives_streaming);
  g_test_add_func ("/view-select/rewritten", test_rewritten);
  g_test_add_func ("/view-select/keys", test_keys);
  g_test_add_func ("/view-select/caret", test_caret);

  return g_test_run ();
}
