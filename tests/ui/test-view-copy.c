/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a reader copies, with a real pointer and real keys, and what others get of it. */

#include "config.h"

#include <string.h>

#include "chat-pointer.h"
#include "chat-samples.h"
#include "confab-message-list-private.h"
#include "loop.h"
#include "uitest.h"

typedef struct {
  gboolean  done;
  char     *text;
} Reading;

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

static void
test_copy (void)
{
  ChatFixture fixture;
  GdkClipboard *clipboard;
  g_autofree char *plain = NULL;
  g_autofree char *html = NULL;
  g_autofree char *markdown = NULL;
  double x, y, to_x, to_y;

  chat_open_two (&fixture);
  clipboard = gtk_widget_get_clipboard (fixture.view);

  chat_find_byte (&fixture, 0, 0, 0, 2, &x, &y);
  chat_find_byte (&fixture, 1, 1, 0, 8, &to_x, &to_y);
  chat_drag (&fixture, x, y, to_x, to_y);
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

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Reading *reading = user_data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &reading->text, NULL, &error);
  g_assert_no_error (error);
  reading->done = TRUE;
}

static char *
paste_elsewhere (const char *type)
{
  Reading reading = { 0, };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) xclip =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "xclip", "-selection", "clipboard",
                      "-o", "-t", type, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (xclip, NULL, NULL, pasted_cb, &reading);
  loop_until (reading.done);
  g_assert_true (g_subprocess_get_if_exited (xclip));
  g_assert_cmpint (g_subprocess_get_exit_status (xclip), ==, 0);

  return reading.text;
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

  chat_open_two (&fixture);
  primary = gtk_widget_get_primary_clipboard (fixture.view);

  chat_click (&fixture, 1, 0, 9, 2);
  loop_until (chat_is_selected (&fixture, "answer"));
  loop_until (chat_has_text (primary, "answer"));

  chat_click (&fixture, 1, 0, 9, 3);
  loop_until (chat_has_text (primary, "The answer has a first line."));

  gdk_clipboard_set_text (primary, "selected elsewhere");
  g_assert_true (confab_selection_is_empty (fixture.list->selection));
  g_assert_true (chat_has_text (primary, "selected elsewhere"));

  chat_click (&fixture, 1, 0, 9, 2);
  loop_until (chat_has_text (primary, "answer"));
  chat_click (&fixture, 1, 0, 9, 1);
  loop_until (confab_selection_is_empty (fixture.list->selection));
  loop_until (chat_has_text (primary, ""));

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

  g_test_add_func ("/view-copy/copy", test_copy);
  g_test_add_func ("/view-copy/paste-elsewhere", test_paste_elsewhere);
  g_test_add_func ("/view-copy/primary", test_primary);

  return g_test_run ();
}
