/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A request: looked at before it is sent, and sent again for one document of its answer or without it. */

#include "config.h"

#include <string.h>

#include "confab-json.h"
#include "confab-message-list-private.h"
#include "engine-fixture.h"
#include "loop.h"
#include "shell-extras.h"
#include "uitest.h"

static GtkWindow *
find_request_window (ShellFixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (gtk_widget_has_css_class (l->data, "request"))
      return GTK_WINDOW (l->data);

  return NULL;
}

static GtkWindow *
open_request (ShellFixture *fixture)
{
  GtkWindow *window;

  gtk_widget_activate_action (GTK_WIDGET (extras_get_composer (fixture)), "chat.show-request",
                              NULL);
  loop_until ((window = find_request_window (fixture)) != NULL);
  loop_until (gtk_widget_get_mapped (GTK_WIDGET (window)));

  return window;
}

/* What is shown is what is sent. */
static void
test_request (ShellFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *sent = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (JsonNode) a = NULL;
  g_autoptr (JsonNode) b = NULL;
  GtkWindow *window;
  GtkWidget *body;
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;

  extras_open_session (fixture, CONFAB_DEMO_CITIES_ID);
  extras_set_app_options (fixture, CONFAB_DEMO_CITIES_ID,
                          "{\"input\":{\"biz_params\":{\"city\":\"Singapore\",\"count\":3}}}");
  shell_fixture_write (fixture, "Which districts?");
  window = open_request (fixture);
  ui_wait_frames (GTK_WIDGET (window), 2);
  if (g_getenv ("CONFAB_TEST_PICTURES") != NULL)
    {
      g_autofree char *path =
        g_strdup_printf ("%s/request.png", g_getenv ("CONFAB_TEST_PICTURES"));

      ui_save_png (GTK_WIDGET (window), path);
    }
  g_assert_nonnull (ui_find_label (GTK_WIDGET (window), "From the application"));
  g_assert_nonnull (ui_find_label (GTK_WIDGET (window), "input/biz_params/city"));

  /* The second text is the body. */
  body = extras_find_widget (GTK_WIDGET (window), ADW_TYPE_PREFERENCES_GROUP, "Body");
  body = ui_find_type (body, GTK_TYPE_TEXT_VIEW);
  g_assert_cmpint (gtk_widget_get_height (body), >, 150);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (body));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gtk_window_close (window);
  loop_until (find_request_window (fixture) == NULL);

  gtk_widget_activate_action (GTK_WIDGET (extras_get_composer (fixture)), "chat.send", NULL);
  loop_until (confab_session_get_answering (confab_window_get_session (fixture->window)));
  loop_until (!confab_session_get_answering (confab_window_get_session (fixture->window)));
  sent = engine_dup_sent (fixture->context, "/body");
  a = confab_json_parse (shown, -1, NULL);
  b = confab_json_parse (sent, -1, NULL);
  g_assert_true (json_node_equal (a, b));
  shell_fixture_close (fixture);
}

/* Names are a person's own, and shown letter for letter. */
static void
test_request_names (ShellFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr (ConfabPreset) preset = NULL;
  GtkWindow *window;

  extras_open_session (fixture, CONFAB_DEMO_PHONES_ID);
  preset = extras_add_preset (fixture, CONFAB_DEMO_PHONES_ID, "A & B <x>",
                              "{\"parameters\":{\"model_id\":\"<i>m</i> &\"}}");
  extras_use_preset (fixture, preset);
  shell_fixture_write (fixture, "Hello");
  window = open_request (fixture);
  g_assert_nonnull (ui_find_label (GTK_WIDGET (window), "From the preset “A & B <x>”"));
  g_assert_nonnull (ui_find_label (GTK_WIDGET (window), "<i>m</i> &"));
  gtk_window_close (window);
  loop_until (find_request_window (fixture) == NULL);
  shell_fixture_close (fixture);
}

/* The popover of a source of the last answer. */
static GtkWidget *
open_source (ShellFixture *fixture,
             const char   *index)
{
  ConfabMessageList *list = CONFAB_MESSAGE_LIST (shell_fixture_find (fixture,
                                                                     CONFAB_TYPE_MESSAGE_LIST));
  ConfabMessageRow *row;

  /* The row of an answer that has just ended takes its sources in with the next frame. */
  ui_wait_frames (GTK_WIDGET (fixture->window), 3);
  row = confab_message_list_get_row (list, 1);
  g_assert_nonnull (row);
  gtk_widget_activate_action (GTK_WIDGET (row), "message.show-source", "s", index);
  ui_wait_frames (GTK_WIDGET (fixture->window), 2);

  for (GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (row)); child != NULL;
       child = gtk_widget_get_prev_sibling (child))
    if (gtk_widget_has_css_class (child, "source-popover"))
      return child;

  g_assert_not_reached ();
}

/* From a source: the question again from this document only, or without it; where that cannot be it
 * says why. */
static void
test_narrowed (ShellFixture  *fixture,
               gconstpointer  data)
{
  ConfabSession *session;
  GtkWidget *popover;
  GtkWidget *button;
  g_autofree char *only = NULL;
  g_autofree char *without = NULL;

  extras_open_session (fixture, CONFAB_DEMO_PHONES_ID);
  session = confab_window_get_session (fixture->window);
  extras_send (fixture, "Which phone has a good camera?");
  popover = open_source (fixture, "1");
  extras_take_picture (fixture, "source");
  button = extras_find_widget (popover, GTK_TYPE_BUTTON, "Ask Again Without It");
  g_assert_true (gtk_widget_get_sensitive (button));
  button = extras_find_widget (popover, GTK_TYPE_BUTTON, "Ask Again Only in This Document");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  loop_until (confab_session_get_answering (session));
  loop_until (!confab_session_get_answering (session));
  only = engine_dup_sent (fixture->context, "/body/parameters/rag_options/file_ids");
  g_assert_nonnull (only);
  g_assert_cmpuint (confab_message_get_n_versions (shell_fixture_get_last (fixture), NULL), ==, 2);

  /* This answer has one document: without it there is none. */
  popover = open_source (fixture, "1");
  button = extras_find_widget (popover, GTK_TYPE_BUTTON, "Ask Again Without It");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "no other document"));
  extras_take_picture (fixture, "source-alone");
  gtk_popover_popdown (GTK_POPOVER (popover));

  /* The first version again, and the other way. */
  gtk_widget_activate_action (GTK_WIDGET (extras_get_composer (fixture)), "chat.show-version",
                              "(xu)", confab_message_get_id (shell_fixture_get_last (fixture)), 0);
  loop_until (confab_message_get_id (shell_fixture_get_last (fixture)) == 2);
  popover = open_source (fixture, "1");
  button = extras_find_widget (popover, GTK_TYPE_BUTTON, "Ask Again Without It");
  g_signal_emit_by_name (button, "clicked");
  loop_until (confab_session_get_answering (session));
  loop_until (!confab_session_get_answering (session));
  without = engine_dup_sent (fixture->context, "/body/parameters/rag_options/file_ids");
  g_assert_nonnull (without);
  g_assert_cmpstr (only, !=, without);
  /* Nothing of it is left for the next message. */
  extras_check_chips (fixture, "");
  shell_fixture_close (fixture);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  shell_fixture_add ("/shell/request/request", test_request);
  shell_fixture_add ("/shell/request/names", test_request_names);
  shell_fixture_add ("/shell/request/narrowed", test_narrowed);

  return g_test_run ();
}
