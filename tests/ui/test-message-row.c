/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands in a row. */

#include "config.h"

#include <string.h>

#include "chat-fixture.h"
#include "chat-samples.h"
#include "confab-prose.h"
#include "loop.h"
#include "uitest.h"

static void
test_error_card (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("Half of", CONFAB_STATUS_INTERRUPTED);
  g_autoptr (ConfabFailure) failure =
    confab_failure_new (CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE, "<b>bold</b>");
  g_autoptr (GVariant) target = NULL;
  GtkWidget *retry;

  failure->http_status = 200;
  failure->request_id = g_strdup ("661c9cad");
  confab_message_set_failure (answer, failure);
  confab_message_set_times (answer, 1000, 2100000);

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, chat_sample_prompt ("A question"));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);

  g_assert_nonnull (ui_find_label (fixture.view, "661c9cad"));
  g_assert_nonnull (ui_find_label (fixture.view, "<b>bold</b>"));
  g_assert_nonnull (ui_find_label (fixture.view, "7 characters in 2.1 s, HTTP 200"));
  retry = ui_find_action (fixture.view, "chat.retry");
  g_assert_nonnull (retry);
  target = g_variant_ref (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (retry)));
  g_assert_cmpint (g_variant_get_int64 (target), ==, confab_message_get_id (answer));
  g_assert_null (ui_find_action (fixture.view, "chat.set-key"));

  /* Not the last one any more: nothing to retry. */
  chat_add (&fixture, chat_sample_prompt ("Another question"));
  chat_settle (&fixture);
  g_assert_null (ui_find_action (fixture.view, "chat.retry"));

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

static void
test_missing_key (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_FAILED);
  g_autoptr (ConfabFailure) failure =
    confab_failure_new (CONFAB_ERROR_AUTH, CONFAB_FAILURE_NO_KEY, NULL);

  confab_message_set_failure (answer, failure);
  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, answer);
  chat_settle (&fixture);
  g_assert_nonnull (ui_find_action (fixture.view, "chat.set-key"));

  chat_close (&fixture);
}

static void
test_wait_note (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("", CONFAB_STATUS_CONNECTING);
  ConfabMessageRow *row;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  g_assert_nonnull (ui_find_label (fixture.view, "Connecting…"));
  row = confab_message_list_get_row (fixture.list, 0);
  gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Assistant, connecting");

  confab_message_set_status (answer, CONFAB_STATUS_SENT);
  chat_settle (&fixture);
  g_assert_nonnull (ui_find_label (fixture.view, "Waiting for the answer…"));
  confab_message_set_note (answer, "Patience");
  chat_settle (&fixture);
  g_assert_nonnull (ui_find_label (fixture.view, "Waiting for the answer…  ·  Patience"));

  confab_message_set_note (answer, NULL);
  confab_message_set_status (answer, CONFAB_STATUS_STREAMING);
  chat_append (answer, "It comes");
  chat_settle (&fixture);
  g_assert_null (ui_find_type (fixture.view, GTK_TYPE_SPINNER));
  /* The text is not spoken while it streams, and once when it is whole. */
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Assistant, answering");
  confab_message_set_status (answer, CONFAB_STATUS_COMPLETE);
  chat_settle (&fixture);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Assistant: It comes");

  chat_close (&fixture);
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
  ChatFixture fixture;
  g_autofree char *prompt = NULL;
  g_autofree char *answer = NULL;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  g_assert_false (confab_conversation_view_copy_last (CONFAB_CONVERSATION_VIEW (fixture.view)));
  chat_add (&fixture, chat_sample_prompt ("The question"));
  chat_add (&fixture, chat_sample_answer ("The\n\nanswer", CONFAB_STATUS_COMPLETE));
  chat_add (&fixture, chat_sample_answer ("", CONFAB_STATUS_FAILED));
  chat_settle (&fixture);

  g_assert_true (gtk_widget_activate_action (
    GTK_WIDGET (confab_message_list_get_row (fixture.list, 0)), "message.copy", NULL));
  prompt = read_clipboard (fixture.view);
  g_assert_cmpstr (prompt, ==, "The question");
  g_assert_true (confab_conversation_view_copy_last (CONFAB_CONVERSATION_VIEW (fixture.view)));
  answer = read_clipboard (fixture.view);
  g_assert_cmpstr (answer, ==, "The\n\nanswer");

  chat_close (&fixture);
}

/* A long prompt that is folded again shows its beginning, wherever in it the reader was. */
static void
test_fold_again (void)
{
  g_autoptr (GString) prompt = g_string_new ("The first line");
  ChatFixture fixture;
  GtkWidget *button;
  GtkWidget *row;
  float top;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (prompt, "\nLine %u", i);
  chat_open (&fixture, chat_sample_many (10));
  chat_add (&fixture, chat_sample_prompt (prompt->str));
  for (guint i = 0; i < 4; i++)
    chat_add (&fixture, chat_sample_answer ("An answer of some words.", CONFAB_STATUS_COMPLETE));
  chat_settle (&fixture);

  confab_message_list_focus_row (fixture.list, 10);
  chat_settle (&fixture);
  row = GTK_WIDGET (confab_message_list_get_row (fixture.list, 10));
  button = ui_find_type (row, GTK_TYPE_BUTTON);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Show All");
  g_signal_emit_by_name (button, "clicked");
  chat_settle (&fixture);
  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_value (fixture.adjustment) + 2000);
  chat_settle (&fixture);
  chat_get_bounds (&fixture, 10, &top, NULL);
  g_assert_cmpfloat (top, <, -1000);

  g_signal_emit_by_name (button, "clicked");
  chat_settle (&fixture);
  chat_get_bounds (&fixture, 10, &top, NULL);
  g_assert_cmpfloat (top, >=, 0);
  g_assert_cmpfloat (top, <, CHAT_HEIGHT / 2);

  chat_close (&fixture);
}

static void
test_focus (void)
{
  ChatFixture fixture;
  guint n = 40;

  chat_open (&fixture, chat_sample_many (n));

  /* Backwards from what stands below: the last message first, each a stop, brought into view. */
  for (guint i = n; i > n - 10; i--)
    {
      GtkWidget *focus;
      float top;
      float bottom;

      g_assert_true (gtk_widget_child_focus (GTK_WIDGET (fixture.list), GTK_DIR_TAB_BACKWARD));
      chat_settle (&fixture);
      focus = gtk_root_get_focus (GTK_ROOT (fixture.window));
      g_assert_true (focus == GTK_WIDGET (confab_message_list_get_row (fixture.list, i - 1)));
      chat_get_bounds (&fixture, i - 1, &top, &bottom);
      g_assert_cmpfloat (bottom, >, 0);
      g_assert_cmpfloat (top, <, CHAT_HEIGHT);
    }

  /* The focus stays where it is when the reader scrolls far away. */
  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_lower (fixture.adjustment));
  chat_settle (&fixture);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture.window)) ==
                 GTK_WIDGET (confab_message_list_get_row (fixture.list, n - 10)));

  chat_close (&fixture);
}

/* A row that gets another message of the same height gets that one's width, too. */
static void
test_rebound (void)
{
  ChatFixture fixture;
  ConfabMessage *brief = chat_sample_prompt ("Brief");
  ConfabMessageRow *row;
  GtkWidget *prose;
  int width;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, chat_sample_prompt ("A question of some more words"));
  chat_settle (&fixture);
  row = confab_message_list_get_row (fixture.list, 0);
  prose = ui_find_type (GTK_WIDGET (row), CONFAB_TYPE_PROSE);
  width = gtk_widget_get_width (prose);

  confab_message_row_set_message (row, NULL);
  confab_message_row_set_message (row, brief);
  chat_settle (&fixture);
  g_assert_cmpint (gtk_widget_get_width (prose), <, width - 20);

  chat_close (&fixture);
  g_assert_finalize_object (brief);
}

static void
test_rewritten (void)
{
  ChatFixture fixture;
  ConfabMessage *answer = chat_sample_answer ("One line.\n\nAnother one.",
                                              CONFAB_STATUS_STREAMING);
  float top;
  float bottom;
  float again;

  chat_open (&fixture, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (&fixture, g_object_ref (answer));
  chat_settle (&fixture);
  chat_get_bounds (&fixture, 0, &top, &bottom);

  confab_message_replace_text (answer, "One line.", strlen ("One line."));
  chat_settle (&fixture);
  chat_get_bounds (&fixture, 0, &top, &again);
  g_assert_cmpfloat (again, <, bottom);
  confab_message_replace_text (answer, "Two lines.\n\nAnother one.",
                               strlen ("Two lines.\n\nAnother one."));
  chat_settle (&fixture);
  chat_get_bounds (&fixture, 0, &top, &again);
  g_assert_cmpfloat (again, ==, bottom);

  chat_close (&fixture);
  g_assert_finalize_object (answer);
}

int
main (int   argc,
      char *argv[])
{
  chat_init (&argc, &argv);

  g_test_add_func ("/row/error-card", test_error_card);
  g_test_add_func ("/row/missing-key", test_missing_key);
  g_test_add_func ("/row/wait-note", test_wait_note);
  g_test_add_func ("/row/copy", test_copy);
  g_test_add_func ("/row/fold-again", test_fold_again);
  g_test_add_func ("/row/focus", test_focus);
  g_test_add_func ("/row/rebound", test_rebound);
  g_test_add_func ("/row/rewritten", test_rewritten);

  return g_test_run ();
}
