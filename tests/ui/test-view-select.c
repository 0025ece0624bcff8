/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A reader selects and copies text, with a real pointer and real keys. */

#include "config.h"

#include <string.h>

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-message-list-private.h"
#include "loop.h"
#include "uitest.h"

/* The point of a byte of a line of a message, a little inside of the character. */
static void
find_byte (ChatFixture *self,
           guint        message,
           guint        block,
           guint        line,
           gsize        byte,
           double      *x,
           double      *y)
{
  ConfabSpot spot = { message, { block, line, byte, 0 } };
  GdkRectangle area;

  g_assert_true (confab_message_list_get_spot_area (self->list, &spot, &area));
  *x = area.x + 1;
  *y = area.y + area.height / 2;
}

static char *
get_selected (ChatFixture *self)
{
  return confab_message_list_export_selection (self->list, CONFAB_MARKUP_PLAIN);
}

static gboolean
is_selected (ChatFixture *self,
             const char  *text)
{
  g_autofree char *selected = get_selected (self);

  return g_strcmp0 (selected, text) == 0;
}

static void
drag (ChatFixture *self,
      double       from_x,
      double       from_y,
      double       to_x,
      double       to_y)
{
  ui_point (GTK_WIDGET (self->list), from_x, from_y);
  ui_hold_button (1, TRUE);
  for (int i = 1; i <= 4; i++)
    ui_point (GTK_WIDGET (self->list), from_x + (to_x - from_x) * i / 4,
              from_y + (to_y - from_y) * i / 4);
  ui_hold_button (1, FALSE);
}

/* The next click is a first one, however soon it comes. */
static void
forget_clicks (ChatFixture *self)
{
  g_autoptr (GListModel) controllers =
    gtk_widget_observe_controllers (GTK_WIDGET (self->list));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      gtk_event_controller_reset (controller);
    }
}

static void
click (ChatFixture *self,
       guint        message,
       guint        block,
       gsize        byte,
       guint        n_press)
{
  double x, y;

  find_byte (self, message, block, 0, byte, &x, &y);
  forget_clicks (self);
  ui_click (GTK_WIDGET (self->list), x, y, 1, n_press);
  ui_wait_frames (self->window, 3);
}

static void
open_two (ChatFixture *self)
{
  chat_open (self, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (self, chat_sample_prompt ("A question of some words"));
  chat_add (self, chat_sample_answer ("The answer has a first line.\n\nAnd **more** than one "
                                      "paragraph.", CONFAB_STATUS_COMPLETE));
  ui_wait_frames (self->window, 3);
}

static void
test_drag (void)
{
  ChatFixture fixture;
  double x, y, to_x, to_y;

  open_two (&fixture);

  /* Within a line. */
  find_byte (&fixture, 1, 0, 0, 4, &x, &y);
  find_byte (&fixture, 1, 0, 0, 10, &to_x, &to_y);
  drag (&fixture, x, y, to_x, to_y);
  loop_until (is_selected (&fixture, "answer"));

  /* Backwards, over two messages; who speaks is said. */
  find_byte (&fixture, 1, 1, 0, 8, &x, &y);
  find_byte (&fixture, 0, 0, 0, 2, &to_x, &to_y);
  drag (&fixture, x, y, to_x, to_y);
  loop_until (is_selected (&fixture, "You:\nquestion of some words\n\n"
                                     "Assistant:\nThe answer has a first line.\n\nAnd more"));

  /* A click selects nothing any more. */
  click (&fixture, 1, 1, 8, 1);
  loop_until (confab_selection_is_empty (fixture.list->selection));

  chat_close (&fixture);
}

/* Two clicks are a word, three a block; with Shift the end moves, and the unit stays. */
static void
test_clicks (void)
{
  ChatFixture fixture;
  double x, y;

  open_two (&fixture);

  click (&fixture, 1, 0, 9, 2);
  loop_until (is_selected (&fixture, "answer"));

  click (&fixture, 1, 1, 4, 3);
  loop_until (is_selected (&fixture, "And more than one paragraph."));

  click (&fixture, 0, 0, 11, 1);
  loop_until (confab_selection_is_empty (fixture.list->selection));
  find_byte (&fixture, 1, 0, 0, 3, &x, &y);
  ui_hold_key ("shift", TRUE);
  ui_click (GTK_WIDGET (fixture.list), x, y, 1, 1);
  ui_hold_key ("shift", FALSE);
  loop_until (is_selected (&fixture, "You:\nof some words\n\nAssistant:\nThe"));

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

  find_byte (&fixture, 0, 0, 0, 3, &x, &y);
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
    g_autofree char *text = get_selected (&fixture);

    g_assert_true (g_str_has_prefix (text, "You:\nsage 0."));
    g_assert_nonnull (strstr (text, "\n\nAssistant:\nMessage 1."));
  }

  chat_close (&fixture);
}

/* The clipboard */

typedef struct {
  gboolean  done;
  char     *text;
} Reading;

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Reading *reading = user_data;

  reading->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  reading->done = TRUE;
}

static char *
read_text (GdkClipboard *clipboard)
{
  Reading reading = { 0, };

  gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, &reading);
  loop_until (reading.done);

  return reading.text;
}

static void
bytes_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Reading *reading = user_data;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL);
  reading->text = g_strndup (
      g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (source)),
      g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (source)));
  reading->done = TRUE;
}

static void
stream_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL,
                                                               &error);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  g_assert_no_error (error);
  g_output_stream_splice_async (memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE |
                                                    G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, bytes_read_cb, user_data);
}

static char *
read_type (GdkClipboard *clipboard,
           const char   *type)
{
  Reading reading = { 0, };

  gdk_clipboard_read_async (clipboard, (const char *[]) { type, NULL }, G_PRIORITY_DEFAULT, NULL,
                            stream_read_cb, &reading);
  loop_until (reading.done);

  return reading.text;
}

static gboolean
has_text (GdkClipboard *clipboard,
          const char   *expected)
{
  g_autofree char *text = read_text (clipboard);

  return g_strcmp0 (text, expected) == 0;
}

static void
test_copy (void)
{
  ChatFixture fixture;
  GdkClipboard *clipboard;
  g_autofree char *plain = NULL;
  g_autofree char *html = NULL;
  g_autofree char *markdown = NULL;
  double x, y, to_x, to_y;

  open_two (&fixture);
  clipboard = gtk_widget_get_clipboard (fixture.view);

  find_byte (&fixture, 0, 0, 0, 2, &x, &y);
  find_byte (&fixture, 1, 1, 0, 8, &to_x, &to_y);
  drag (&fixture, x, y, to_x, to_y);
  loop_until (!confab_selection_is_empty (fixture.list->selection) && !fixture.list->dragging);
  ui_type_keys ("ctrl+c");
  loop_until (gdk_clipboard_get_content (clipboard) != NULL);

  plain = read_type (clipboard, "text/plain;charset=utf-8");
  g_assert_cmpstr (plain, ==, "You:\nquestion of some words\n\n"
                              "Assistant:\nThe answer has a first line.\n\nAnd more");
  markdown = read_type (clipboard, "text/markdown;charset=utf-8");
  g_assert_cmpstr (markdown, ==, "**You:**\n\nquestion of some words\n\n"
                                 "**Assistant:**\n\nThe answer has a first line.\n\nAnd **more**");
  html = read_type (clipboard, "text/html");
  g_assert_true (g_str_has_prefix (html, "<meta charset=\"utf-8\">\n<p><strong>You:</strong></p>"));
  g_assert_nonnull (strstr (html, "<p>And <strong>more</strong></p>"));

  chat_close (&fixture);
}

/* Another program reads the clipboard, as the one does into which it is pasted. */

typedef struct {
  gboolean  done;
  char     *text;
} Pasted;

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Pasted *pasted = user_data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &pasted->text, NULL, &error);
  g_assert_no_error (error);
  pasted->done = TRUE;
}

static char *
paste_elsewhere (const char *type)
{
  Pasted pasted = { 0, };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) xclip =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "xclip", "-selection", "clipboard",
                      "-o", "-t", type, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (xclip, NULL, NULL, pasted_cb, &pasted);
  loop_until (pasted.done);
  g_assert_true (g_subprocess_get_if_exited (xclip));
  g_assert_cmpint (g_subprocess_get_exit_status (xclip), ==, 0);

  return pasted.text;
}

static void
test_paste_elsewhere (void)
{
  g_autofree char *program = g_find_program_in_path ("xclip");
  ChatFixture fixture;
  ConfabMessage *answer;
  g_autofree char *plain = NULL;
  g_autofree char *html = NULL;
  g_autofree char *markdown = NULL;
  g_autofree char *alone = NULL;

  if (program == NULL)
    {
      g_test_skip ("another program that pastes: xclip");
      return;
    }

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  answer = chat_sample_answer ("Take the **Aurora**<ref>[2]</ref>, *not* the Pico<ref>[1]</ref>.",
                               CONFAB_STATUS_COMPLETE);
  confab_message_set_evidence (answer, NULL, chat_sample_references, NULL);
  chat_add (&fixture, answer);
  ui_wait_frames (fixture.window, 3);

  confab_message_list_focus_row (fixture.list, 0);
  ui_type_keys ("ctrl+c");
  loop_until (gdk_clipboard_is_local (gtk_widget_get_clipboard (fixture.view)));
  {
    /* In this program's own character set, which a test's is not. */
    g_autofree char *ascii = paste_elsewhere ("text/plain");

    g_assert_true (g_str_has_prefix (ascii, "Take the Aurora[2], not the Pico[1].\n\nSources\n[1] "));
  }
  plain = paste_elsewhere ("text/plain;charset=utf-8");
  g_assert_cmpstr (plain, ==, "Take the Aurora[2], not the Pico[1].\n\nSources\n"
                              "[1] Phone catalogue 2025.pdf, Phone catalogue · page 14, "
                              "https://example.com/catalogue.pdf\n"
                              "[2] Camera tests, spring.docx, Test reports · page 3\n");
  html = paste_elsewhere ("text/html");
  g_assert_cmpstr (html, ==, "<meta charset=\"utf-8\">\n<p>Take the <strong>Aurora</strong>"
                             "<sup>[2]</sup>, <em>not</em> the Pico<sup>[1]</sup>.</p>\n"
                             "<p><strong>Sources</strong></p>\n<ul>\n"
                             "<li>[1] <a href=\"https://example.com/catalogue.pdf\">"
                             "Phone catalogue 2025.pdf</a>, Phone catalogue · page 14</li>\n"
                             "<li>[2] Camera tests, spring.docx, Test reports · page 3</li>\n"
                             "</ul>\n");
  markdown = paste_elsewhere ("text/markdown;charset=utf-8");
  g_assert_cmpstr (markdown, ==, "Take the **Aurora**[2], *not* the Pico[1].\n\n**Sources**\n\n"
                                 "- [1] [Phone catalogue 2025.pdf]"
                                 "(<https://example.com/catalogue.pdf>), Phone catalogue · page 14\n"
                                 "- [2] Camera tests, spring.docx, Test reports · page 3\n");

  /* "Copy as Markdown" is that as the text itself. */
  gdk_clipboard_set_text (gtk_widget_get_clipboard (fixture.view), "");
  gtk_widget_activate_action (GTK_WIDGET (confab_message_list_get_row (fixture.list, 0)),
                              "message.copy-markdown", NULL);
  alone = paste_elsewhere ("text/plain;charset=utf-8");
  g_assert_cmpstr (alone, ==, markdown);

  chat_close (&fixture);
}

/* What is selected is on the primary clipboard, and stays selected only as long as it is. */
static void
test_primary (void)
{
  ChatFixture fixture;
  GdkClipboard *primary;

  open_two (&fixture);
  primary = gtk_widget_get_primary_clipboard (fixture.view);

  click (&fixture, 1, 0, 9, 2);
  loop_until (is_selected (&fixture, "answer"));
  loop_until (has_text (primary, "answer"));

  click (&fixture, 1, 0, 9, 3);
  loop_until (has_text (primary, "The answer has a first line."));

  gdk_clipboard_set_text (primary, "selected elsewhere");
  g_assert_true (confab_selection_is_empty (fixture.list->selection));
  g_assert_true (has_text (primary, "selected elsewhere"));

  click (&fixture, 1, 0, 9, 2);
  loop_until (has_text (primary, "answer"));
  click (&fixture, 1, 0, 9, 1);
  loop_until (confab_selection_is_empty (fixture.list->selection));
  loop_until (has_text (primary, ""));

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

  find_byte (&fixture, 20, 0, 0, 4, &x, &y);
  find_byte (&fixture, 20, 1, 0, 8, &to_x, &to_y);
  drag (&fixture, x, y, to_x, to_y);
  loop_until (is_selected (&fixture, "first words of an answer that goes on.\n\nA second"));
  loop_until (!fixture.list->dragging);

  for (guint i = 0; i < 100; i++)
    {
      chat_append (answer, i % 10 == 9 ? "and an end.\n\n" : "and **more** words ");
      ui_wait_frames (fixture.window, 1);
    }
  g_assert_true (is_selected (&fixture, "first words of an answer that goes on.\n\nA second"));

  /* Far away, so that its row goes, and back again. */
  gtk_widget_grab_focus (GTK_WIDGET (confab_message_list_get_row (fixture.list, 19)));
  value = gtk_adjustment_get_value (fixture.adjustment);
  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_lower (fixture.adjustment));
  chat_settle (&fixture);
  g_assert_null (confab_message_list_get_row (fixture.list, 20));
  chat_append (answer, "Something more.\n\n");
  chat_settle (&fixture);
  g_assert_true (is_selected (&fixture, "first words of an answer that goes on.\n\nA second"));
  gtk_adjustment_set_value (fixture.adjustment, value);
  chat_settle (&fixture);
  g_assert_nonnull (confab_message_list_get_row (fixture.list, 20));
  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  chat_settle (&fixture);
  g_assert_true (is_selected (&fixture, "first words of an answer that goes on.\n\nA second"));

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
  g_assert_true (is_selected (&fixture, "first words of an answer that goes on.\n\nA second"));

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

  find_byte (&fixture, 0, 0, 0, 4, &x, &y);
  find_byte (&fixture, 0, 2, 0, 9, &to_x, &to_y);
  drag (&fixture, x, y, to_x, to_y);
  loop_until (is_selected (&fixture, "first paragraph.\n\nThe second one.\n\nThe third"));

  confab_message_replace_text (answer, again, strlen (again));
  chat_settle (&fixture);
  {
    g_autofree char *text = get_selected (&fixture);

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

  open_two (&fixture);
  clipboard = gtk_widget_get_clipboard (fixture.view);

  /* Select All is the message first, and then all. */
  confab_message_list_focus_row (fixture.list, 1);
  ui_type_keys ("ctrl+a");
  loop_until (is_selected (&fixture,
                           "The answer has a first line.\n\nAnd more than one paragraph."));
  ui_type_keys ("ctrl+a");
  loop_until (is_selected (&fixture, "You:\nA question of some words\n\nAssistant:\nThe answer has "
                                     "a first line.\n\nAnd more than one paragraph."));

  /* Shift moves the end of what the pointer selected. */
  click (&fixture, 1, 0, 9, 2);
  loop_until (is_selected (&fixture, "answer"));
  ui_type_keys ("shift+Right shift+Right shift+Right shift+Right");
  loop_until (is_selected (&fixture, "answer has"));
  ui_type_keys ("ctrl+shift+Right");
  loop_until (is_selected (&fixture, "answer has a"));
  ui_type_keys ("shift+End");
  loop_until (is_selected (&fixture, "answer has a first line."));
  ui_type_keys ("shift+Down");
  loop_until (confab_selection_is_empty (fixture.list->selection) ||
              !is_selected (&fixture, "answer has a first line."));
  ui_type_keys ("ctrl+shift+End");
  loop_until (is_selected (&fixture, "answer has a first line.\n\nAnd more than one paragraph."));
  ui_type_keys ("ctrl+shift+Home");
  loop_until (is_selected (&fixture, "The answer"));
  ui_type_keys ("ctrl+shift+Home");
  loop_until (is_selected (&fixture, "You:\nA question of some words\n\nAssistant:\nThe "
                                     "answer"));
  ui_type_keys ("ctrl+c");
  loop_until (has_text (clipboard, "You:\nA question of some words\n\nAssistant:\nThe answer"));

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

  open_two (&fixture);
  confab_message_list_focus_row (fixture.list, 0);

  ui_type_keys ("F7");
  loop_until (fixture.list->caret && head_is (&fixture, 0, 0, 0));
  ui_type_keys ("Right Right ctrl+Right");
  loop_until (head_is (&fixture, 0, 0, 10));
  ui_type_keys ("shift+ctrl+Right");
  loop_until (is_selected (&fixture, " of"));
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
  chat_init (&argc, &argv);

  if (!ui_has_keys ())
    {
      g_print ("1..0 # SKIP a real pointer and real keys need xdotool and a window manager\n");
      return 0;
    }

  /* A busy machine is slow between two clicks. */
  g_object_set (gtk_settings_get_default (), "gtk-double-click-time", 60000, NULL);

  g_test_add_func ("/view-select/drag", test_drag);
  g_test_add_func ("/view-select/clicks", test_clicks);
  g_test_add_func ("/view-select/autoscroll", test_autoscroll);
  g_test_add_func ("/view-select/copy", test_copy);
  g_test_add_func ("/view-select/paste-elsewhere", test_paste_elsewhere);
  g_test_add_func ("/view-select/primary", test_primary);
  g_test_add_func ("/view-select/survives-streaming", test_survives_streaming);
  g_test_add_func ("/view-select/rewritten", test_rewritten);
  g_test_add_func ("/view-select/keys", test_keys);
  g_test_add_func ("/view-select/caret", test_caret);

  return g_test_run ();
}
