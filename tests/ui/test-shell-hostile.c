/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window and a hostile service: names, errors and texts that look like markup, and a flood that
 * does not end by itself. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-actions.h"
#include "confab-answer-details.h"
#include "confab-answer-footer.h"
#include "confab-chat-page.h"
#include "confab-conversation-view-private.h"
#include "engine-fixture.h"
#include "shell-fixture.h"
#include "uitest.h"

/* Inside of all markup there is this word: where it stands alone, markup was read. */
#define WORD   "canary"
#define MARKUP "<b>" WORD "</b> & <span size=\"99999\">x</span> <a href='file:///etc/passwd'>y</a> <"
#define MARKUP_JSON                                                                               \
  "<b>" WORD "</b> & <span size=\\\"99999\\\">x</span> <a href='file:///etc/passwd'>y</a> <"

#define FLOOD_BYTES 200000

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static ConfabConversation *
talk_to (ShellFixture *self,
         FaultServer  *server,
         const char   *name)
{
  g_autofree char *url = fault_server_dup_url (server, "/api/v1");
  ConfabAppDraft draft = { name, url, NULL, "tested-app", TEST_KEY };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (GError) error = NULL;

  confab_engine_add_app_async (self->engine, &draft, NULL, result_cb, &result);
  loop_until (result != NULL);
  app = confab_engine_add_app_finish (self->engine, result, &error);
  g_assert_no_error (error);
  session = confab_engine_new_session (self->engine, app);
  confab_window_open_session (self->window, session);
  ui_wait_frames (GTK_WIDGET (self->window), 2);

  return confab_engine_dup_conversation (self->engine, session);
}

static ConfabMessage *
ask (ShellFixture       *self,
     ConfabConversation *conversation,
     const char         *prompt)
{
  g_autoptr (GError) error = NULL;
  ConfabMessage *answer = engine_send (self->engine, conversation, prompt, &error);

  g_assert_no_error (error);

  return answer;
}

/* What a person can read */

static void
check_text (const char *where,
            GtkWidget  *widget,
            const char *text,
            guint      *n_seen)
{
  for (const char *at = text; at != NULL && (at = strstr (at, WORD)) != NULL; at += strlen (WORD))
    {
      if (at < text + 3 || strncmp (at - 3, "<b>", 3) != 0)
        g_error ("%s of a %s: %s", where, G_OBJECT_TYPE_NAME (widget), text);
      (*n_seen)++;
    }
}

static void
check_widgets (GtkWidget *widget,
               guint     *n_seen)
{
  if (GTK_IS_LABEL (widget))
    {
      GtkLabel *label = GTK_LABEL (widget);

      check_text ("text", widget, gtk_label_get_text (label), n_seen);
      /* What can be read as markup by chance, too: it was given as such. */
      if (gtk_label_get_use_markup (label) && strstr (gtk_label_get_label (label), WORD) != NULL &&
          strstr (gtk_label_get_label (label), "&lt;b&gt;" WORD) == NULL)
        g_error ("markup of a %s: %s", G_OBJECT_TYPE_NAME (widget), gtk_label_get_label (label));
    }
  else if (GTK_IS_WINDOW (widget))
    {
      check_text ("title", widget, gtk_window_get_title (GTK_WINDOW (widget)), n_seen);
    }
  check_text ("tooltip", widget, gtk_widget_get_tooltip_text (widget), n_seen);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_widgets (child, n_seen);
}

/* In all windows. */
static void
check_all (guint n_least)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n_seen = 0;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      check_widgets (window, &n_seen);
    }
  g_assert_cmpuint (n_seen, >=, n_least);
}

static GtkWidget *
find_other_window (ShellFixture *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (window != GTK_WIDGET (self->window) && gtk_widget_get_mapped (window))
        return window;
    }

  return NULL;
}

static void
check_window (ShellFixture *self,
              const char   *action,
              GVariant     *target)
{
  GtkWidget *window;

  gtk_widget_activate_action_variant (shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE), action,
                                      target);
  loop_until ((window = find_other_window (self)) != NULL);
  ui_wait_frames (window, 2);
  check_all (1);
  gtk_window_close (GTK_WINDOW (window));
  loop_until (find_other_window (self) == NULL);
}

/* A3: names, titles and errors in the whole window, its dialogs, tooltips and toasts. */

static void
markup_script (FaultPeer *peer,
               gpointer   user_data)
{
  fault_peer_read_request (peer);
  if (fault_peer_get_index (peer) == 0)
    {
      fault_peer_send (peer, FAULT_HEAD_EVENTS);
      fault_peer_send_chunk (peer, FAULT_FRAME (MARKUP_JSON, "stop"));
      fault_peer_send_last_chunk (peer);
      return;
    }

  fault_peer_send (peer, "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n"
                         "Connection: close\r\n\r\n"
                         "{\"code\":\"" MARKUP_JSON "\",\"message\":\"" MARKUP_JSON
                         "\",\"request_id\":\"" MARKUP_JSON "\"}");
}

static void
test_markup (ShellFixture  *self,
             gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (markup_script, NULL);
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  g_autoptr (ConfabMessage) refused = NULL;
  ConfabSession *session;
  GtkWidget *details;

  shell_fixture_open (self);
  conversation = talk_to (self, server, MARKUP);
  session = confab_conversation_get_session (conversation);
  answer = ask (self, conversation, MARKUP);
  engine_wait_for_end (answer);
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_COMPLETE);
  refused = ask (self, conversation, MARKUP);
  engine_wait_for_end (refused);
  g_assert_cmpint (confab_message_get_status (refused), ==, CONFAB_STATUS_REFUSED);
  confab_engine_rename_session (self->engine, session, MARKUP);
  ui_wait_frames (GTK_WIDGET (self->window), 5);
  /* Its row with both lines, the header, the error: code, sentence, id. */
  check_all (5);

  check_window (self, CONFAB_ACTION_RENAME, NULL);
  check_window (self, CONFAB_ACTION_SESSION_OPTIONS, NULL);
  check_window (self, CONFAB_ACTION_EXPORT, NULL);
  details = confab_answer_details_show (GTK_WIDGET (self->window), refused);
  ui_wait_frames (details, 2);
  check_all (6);
  gtk_window_close (GTK_WINDOW (details));
  loop_until (find_other_window (self) == NULL);

  /* The toast of what can be taken back. */
  gtk_widget_activate_action (shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE), CONFAB_ACTION_DELETE,
                              NULL);
  loop_until (ui_find_label (GTK_WIDGET (self->window), "_Undo") != NULL ||
              ui_find_label (GTK_WIDGET (self->window), "Undo") != NULL);
  ui_wait_frames (GTK_WIDGET (self->window), 2);
  check_all (1);

  g_clear_object (&answer);
  g_clear_object (&refused);
  g_clear_object (&conversation);
  shell_fixture_close (self);
}

/* A5: Stop ends what would not end, whatever it consists of. */

static void
flood_script (FaultPeer *peer,
              gpointer   user_data)
{
  const char *piece = user_data;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) frame = g_string_new (NULL);
  gsize sent = 0;

  while (text->len < 2000)
    g_string_append (text, piece);
  g_string_append_printf (frame, FAULT_FRAME ("%s", "null"), text->str);

  fault_peer_read_request (peer);
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  /* Far less than an answer may have: it would end by itself on a slow machine. */
  while (sent < 20 * FLOOD_BYTES && fault_peer_send_chunk (peer, frame->str))
    sent += text->len;
  fault_peer_wait_hang_up (peer);
}

static gsize
get_length (ConfabMessage *answer)
{
  gsize length;

  confab_message_get_text (answer, &length);

  return length;
}

static void
test_stop (ShellFixture  *self,
           gconstpointer  data)
{
  g_autoptr (FaultServer) server = fault_server_new (flood_script, (gpointer) data);
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autoptr (ConfabMessage) answer = NULL;
  ConfabConversationView *view;
  guint64 updates;

  shell_fixture_open (self);
  conversation = talk_to (self, server, "Flood");
  answer = ask (self, conversation, "Go on");
  loop_until (get_length (answer) > FLOOD_BYTES);

  /* Frames are painted meanwhile, and the end is followed. */
  view = CONFAB_CONVERSATION_VIEW (shell_fixture_find (self, CONFAB_TYPE_CONVERSATION_VIEW));
  updates = confab_message_list_get_counters (confab_conversation_view_get_list (view))->updates;
  loop_until (confab_message_list_get_counters (confab_conversation_view_get_list (view))->updates >
              updates + 3);
  g_assert_true (confab_status_is_open (confab_message_get_status (answer)));

  gtk_widget_activate_action (shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE), CONFAB_ACTION_STOP,
                              NULL);
  loop_until (!confab_status_is_open (confab_message_get_status (answer)));
  g_assert_cmpint (confab_message_get_status (answer), ==, CONFAB_STATUS_STOPPED);
  g_assert_cmpuint (get_length (answer), >, FLOOD_BYTES);
  loop_until (fault_server_get_n_hang_ups (server) == 1);
  loop_until (ui_find_type (GTK_WIDGET (view), CONFAB_TYPE_ANSWER_FOOTER) != NULL);

  g_clear_object (&answer);
  g_clear_object (&conversation);
  shell_fixture_close (self);
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *name;
    const char *piece;
  } floods[] = {
    { "word", "abcdefghij" },
    { "marks", "e\u0301\u0323\u0301\u0323" },
    { "quotes", "> " },
    { "lists", "- " },
    { "cells", "|a" },
    { "joined", "👩\u200d" },
    { "directions", "\u202da\u202eb\u2067c" },
    { "lines", "a\\n\\n" },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/shell/hostile/markup", ShellFixture, NULL, shell_fixture_set_up, test_markup,
              shell_fixture_tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autofree char *path = g_strconcat ("/shell/hostile/stop/", floods[i].name, NULL);

      g_test_add (path, ShellFixture, floods[i].piece, shell_fixture_set_up, test_stop,
                  shell_fixture_tear_down);
    }

  return g_test_run ();
}
