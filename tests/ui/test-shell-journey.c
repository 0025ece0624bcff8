/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way of a person through the window, with the real engine and the demo service. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-actions.h"
#include "confab-app-form.h"
#include "confab-chat-page.h"
#include "confab-composer.h"
#include "confab-region.h"
#include "confab-session-groups.h"
#include "confab-session-words.h"
#include "confab-sidebar.h"
#include "confab-split.h"
#include "confab-welcome-page.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

#define PROMPT "Who are you?"

static ConfabComposer *
get_composer (ShellFixture *self)
{
  return CONFAB_COMPOSER (shell_fixture_find (self, CONFAB_TYPE_COMPOSER));
}

static gboolean
is_answering (ShellFixture *self)
{
  return confab_session_get_answering (confab_window_get_session (self->window));
}

static void
send (ShellFixture *self,
      const char   *text)
{
  shell_fixture_write (self, text);
  g_assert_true (shell_fixture_press (self, GDK_KEY_Return, 0));
  loop_until (!confab_composer_has_text (get_composer (self)));
  loop_until (is_answering (self));
}

static void
ask (ShellFixture *self,
     const char   *text)
{
  send (self, text);
  loop_until (!is_answering (self));
}

static gsize
get_length (ShellFixture *self)
{
  ConfabMessage *answer = shell_fixture_get_last (self);
  gsize length = 0;

  if (answer != NULL && confab_message_get_role (answer) == CONFAB_ROLE_ASSISTANT)
    confab_message_get_text (answer, &length);

  return length;
}

/* First start, demo, a growing answer, Stop; a restart finds all, and the draft. */
static void
test_first_start (ShellFixture  *self,
                  gconstpointer  data)
{
  GtkWidget *button;
  gsize seen;
  g_autofree char *draft = NULL;
  gint64 id;

  shell_fixture_open (self);
  g_assert_null (confab_window_get_session (self->window));
  g_assert_nonnull (shell_fixture_find (self, CONFAB_TYPE_WELCOME_PAGE));
  g_assert_null (shell_fixture_find (self, CONFAB_TYPE_SPLIT));
  button = ui_find_action (GTK_WIDGET (self->window), CONFAB_ACTION_ADD_APP);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (self->window)) == button);

  button = ui_find_action (GTK_WIDGET (self->window), CONFAB_ACTION_TRY_DEMO);
  g_signal_emit_by_name (button, "clicked");
  loop_until (confab_window_get_session (self->window) != NULL);
  ui_wait_frames (GTK_WIDGET (self->window), 2);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (self->window)) ==
                 confab_composer_get_text_view (get_composer (self)));

  /* Blanks are no message. */
  shell_fixture_write (self, "  \n ");
  shell_fixture_press (self, GDK_KEY_Return, 0);
  g_assert_false (confab_composer_get_busy (get_composer (self)));
  confab_composer_set_text (get_composer (self), "");

  send (self, PROMPT);
  g_assert_true (confab_composer_get_answering (get_composer (self)));
  loop_until (get_length (self) > 0);
  seen = get_length (self);
  g_assert_true (is_answering (self));
  loop_until (get_length (self) > seen);
  /* It has grown before it was complete: what a person sees is not an end state. */
  g_assert_true (is_answering (self));

  button = confab_composer_get_button (get_composer (self));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==,
                   CONFAB_ACTION_STOP);
  g_signal_emit_by_name (button, "clicked");
  loop_until (!is_answering (self));
  g_assert_cmpint (confab_message_get_status (shell_fixture_get_last (self)), ==,
                   CONFAB_STATUS_STOPPED);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==,
                   CONFAB_ACTION_SEND);
  seen = get_length (self);
  g_assert_cmpuint (seen, >, 0);

  shell_fixture_write (self, "not sent yet");
  id = confab_session_get_id (confab_window_get_session (self->window));
  g_assert_cmpint (id, !=, 0);
  shell_fixture_close (self);

  shell_fixture_open (self);
  g_assert_null (shell_fixture_find (self, CONFAB_TYPE_WELCOME_PAGE));
  g_assert_cmpint (confab_session_get_id (confab_window_get_session (self->window)), ==, id);
  loop_until (get_length (self) == seen);
  g_assert_cmpint (confab_message_get_status (shell_fixture_get_last (self)), ==,
                   CONFAB_STATUS_STOPPED);
  draft = confab_composer_dup_text (get_composer (self));
  g_assert_cmpstr (draft, ==, "not sent yet");
  g_assert_cmpstr (confab_session_get_title (confab_window_get_session (self->window)), ==, PROMPT);
  shell_fixture_close (self);
}

static ConfabSessionGroups *
get_groups (ShellFixture *self)
{
  GtkWidget *sidebar = shell_fixture_find (self, CONFAB_TYPE_SIDEBAR);

  return confab_sidebar_get_groups (CONFAB_SIDEBAR (sidebar));
}

static void
act (ShellFixture *self,
     const char   *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), action, NULL));
}

static void
assert_text (ShellFixture *self,
             const char   *expected)
{
  g_autofree char *text = confab_composer_dup_text (get_composer (self));

  g_assert_cmpstr (text, ==, expected);
}

/* What is typed in a new session is there after others were on show, and after a restart. */
static void
test_unsent (ShellFixture  *self,
             gconstpointer  data)
{
  ConfabSession *session;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, PROMPT);

  act (self, CONFAB_ACTION_NEW_SESSION);
  session = confab_window_get_session (self->window);
  act (self, CONFAB_ACTION_NEW_SESSION);
  g_assert_true (confab_window_get_session (self->window) == session);
  shell_fixture_write (self, "half a thought");
  act (self, CONFAB_ACTION_NEXT_SESSION);
  g_assert_true (confab_window_get_session (self->window) != session);
  assert_text (self, "");
  act (self, CONFAB_ACTION_NEW_SESSION);
  assert_text (self, "");
  shell_fixture_write (self, "another");
  act (self, CONFAB_ACTION_NEW_SESSION);
  assert_text (self, "");
  loop_until (confab_session_groups_get_n_sessions (get_groups (self)) == 3);
  g_assert_cmpstr (confab_session_words_get_title (session), ==, "New Session");

  confab_window_open_session (self->window, session);
  assert_text (self, "half a thought");
  shell_fixture_close (self);

  /* That on show last is on show again. Emptied, it goes when it is left. */
  shell_fixture_open (self);
  loop_until (confab_session_groups_get_n_sessions (get_groups (self)) == 3);
  session = confab_session_groups_get_neighbour (get_groups (self), NULL, 1);
  confab_window_open_session (self->window, session);
  assert_text (self, "another");
  confab_composer_set_text (get_composer (self), "");
  shell_fixture_write (self, " ");
  act (self, CONFAB_ACTION_NEXT_SESSION);
  assert_text (self, "half a thought");
  g_assert_cmpuint (confab_session_groups_get_n_sessions (get_groups (self)), ==, 2);

  /* Sent, it is a session like any other. */
  ask (self, "");
  g_assert_cmpstr (confab_session_get_title (confab_window_get_session (self->window)), ==,
                   "half a thought");
  g_assert_cmpuint (confab_session_groups_get_n_sessions (get_groups (self)), ==, 2);
  shell_fixture_close (self);
}

/* Several sessions: going through them, each with its own draft; deleting, undone and done. */
static void
test_sessions (ShellFixture  *self,
               gconstpointer  data)
{
  g_autoptr (ConfabSession) first = NULL;
  g_autoptr (ConfabSession) second = NULL;
  g_autofree char *text = NULL;
  GtkWidget *undo;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, PROMPT);
  first = g_object_ref (confab_window_get_session (self->window));

  act (self, CONFAB_ACTION_NEW_SESSION);
  g_assert_true (confab_window_get_session (self->window) != first);
  g_assert_cmpuint (confab_session_groups_get_n_sessions (get_groups (self)), ==, 1);
  ask (self, "What did I ask before?");
  second = g_object_ref (confab_window_get_session (self->window));
  g_assert_cmpuint (confab_session_groups_get_n_sessions (get_groups (self)), ==, 2);

  shell_fixture_write (self, "for the second");
  act (self, CONFAB_ACTION_NEXT_SESSION);
  g_assert_true (confab_window_get_session (self->window) == first);
  g_assert_false (confab_composer_has_text (get_composer (self)));
  act (self, CONFAB_ACTION_PREVIOUS_SESSION);
  g_assert_true (confab_window_get_session (self->window) == second);
  text = confab_composer_dup_text (get_composer (self));
  g_assert_cmpstr (text, ==, "for the second");

  /* An answer that ends elsewhere makes its session unread; looking at it makes it read. */
  confab_composer_set_text (get_composer (self), "");
  send (self, PROMPT);
  act (self, CONFAB_ACTION_NEXT_SESSION);
  g_assert_true (confab_window_get_session (self->window) == first);
  loop_until (!confab_session_get_answering (second));
  g_assert_true (confab_session_get_unread (second));
  act (self, CONFAB_ACTION_NEXT_SESSION);
  g_assert_false (confab_session_get_unread (second));

  act (self, CONFAB_ACTION_DELETE);
  g_assert_true (confab_window_get_session (self->window) == first);
  g_assert_cmpuint (confab_session_groups_get_n_sessions (get_groups (self)), ==, 1);
  ui_wait_frames (GTK_WIDGET (self->window), 2);
  undo = ui_find_label (GTK_WIDGET (self->window), "Undo");
  g_assert_nonnull (undo);
  g_signal_emit_by_name (gtk_widget_get_ancestor (undo, GTK_TYPE_BUTTON), "clicked");
  g_assert_true (confab_window_get_session (self->window) == second);
  g_assert_cmpuint (confab_session_groups_get_n_sessions (get_groups (self)), ==, 2);

  /* Closing the window ends the time to undo. */
  act (self, CONFAB_ACTION_DELETE);
  shell_fixture_close (self);
  shell_fixture_open (self);
  g_assert_cmpuint (confab_session_groups_get_n_sessions (get_groups (self)), ==, 1);
  shell_fixture_close (self);
}

/* The composer grows with its text up to its share of the height, then the text scrolls; its edges
 * are the column's at any width. */
static void
test_composer_size (ShellFixture  *self,
                    gconstpointer  data)
{
  GtkWidget *composer;
  GtkWidget *page;
  int one_line;
  g_autofree char *lines = g_strnfill (60, '\n');

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  composer = GTK_WIDGET (get_composer (self));
  page = shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE);
  one_line = gtk_widget_get_height (composer);
  /* A row of chips, and one of text. */
  g_assert_cmpint (one_line, <, 110);
  g_assert_cmpint (gtk_widget_get_width (composer), ==, 760);

  shell_fixture_write (self, "a\nb\nc");
  loop_until (gtk_widget_get_height (composer) > one_line + 30);
  shell_fixture_write (self, lines);
  loop_until (gtk_widget_get_height (composer) > gtk_widget_get_height (page) / 3);
  ui_wait_frames (page, 2);
  g_assert_cmpint (gtk_widget_get_height (composer), <=, gtk_widget_get_height (page) * 2 / 5 + 1);
  shell_fixture_close (self);
}

/* Whether a label that can be seen holds @text. */
static gboolean
says (GtkWidget  *root,
      const char *text)
{
  if (!gtk_widget_get_mapped (root))
    return FALSE;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;

  return FALSE;
}

/* Makes the database one of a later Confab: its version stands at byte 60, big endian. */
static void
age_database (const char *directory)
{
  g_autoptr (GDir) folder = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *contents = NULL;
      gsize length;

      if (!g_file_get_contents (path, &contents, &length, NULL) || length < 100 ||
          !g_str_has_prefix (contents, "SQLite format 3"))
        continue;
      memcpy (contents + 60, "\0\0\x27\x0f", 4);
      g_file_set_contents (path, contents, (gssize) length, &error);
      g_assert_no_error (error);
      n++;
    }
  g_assert_cmpuint (n, ==, 1);
}

/* What cannot be stored is not sent, and stays where it was typed; the window says why. */
static void
test_read_only (ShellFixture  *self,
                gconstpointer  data)
{
  GtkWidget *window;
  g_autofree char *text = NULL;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, PROMPT);
  shell_fixture_close (self);
  age_database (self->directory);

  shell_fixture_open (self);
  window = GTK_WIDGET (self->window);
  loop_until (get_length (self) > 0);
  g_assert_nonnull (confab_engine_get_store_note (self->engine));
  g_assert_true (says (window, confab_engine_get_store_note (self->engine)));

  shell_fixture_write (self, "do not lose me");
  g_assert_true (shell_fixture_press (self, GDK_KEY_Return, 0));
  loop_until (!confab_composer_get_busy (get_composer (self)));
  text = confab_composer_dup_text (get_composer (self));
  g_assert_cmpstr (text, ==, "do not lose me");
  g_assert_true (confab_composer_has_error (get_composer (self)));
  g_assert_false (is_answering (self));

  /* Whoever changes the text has read it. */
  shell_fixture_write (self, "!");
  g_assert_false (confab_composer_has_error (get_composer (self)));
  shell_fixture_close (self);
}

static void
set_field (GtkWidget  *form,
           const char *title,
           const char *text)
{
  GtkWidget *label = ui_find_label (form, title);

  g_assert_nonnull (label);
  gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_ancestor (label, ADW_TYPE_ENTRY_ROW)), text);
}

static GtkWidget *
get_form (void)
{
  for (GList *l = gtk_window_list_toplevels (), *next; l != NULL; l = next)
    {
      gpointer window = l->data;

      next = l->next;
      g_list_free_1 (l);
      if (CONFAB_IS_APP_FORM (window))
        {
          g_list_free (next);
          return window;
        }
    }

  return NULL;
}

static void
press_button (GtkWidget  *root,
              const char *text)
{
  GtkWidget *label = ui_find_label (root, text);

  g_assert_nonnull (label);
  g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
}

/* The form says what is wrong where it is wrong, and forgets the key. */
static void
test_form (ShellFixture  *self,
           gconstpointer  data)
{
  GtkWidget *form;
  GtkWidget *region;
  GtkAdjustment *adjustment;
  GtkWidget *scroller;
  GtkWidget *test;
  gpointer alive;

  shell_fixture_open (self);
  act (self, CONFAB_ACTION_ADD_APP);
  form = get_form ();
  g_assert_nonnull (form);
  alive = form;
  g_object_add_weak_pointer (G_OBJECT (form), &alive);
  gtk_test_widget_wait_for_draw (form);

  press_button (form, "Add");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (form)),
                                         gtk_widget_get_ancestor (ui_find_label (form, "App ID"),
                                                                  ADW_TYPE_ENTRY_ROW)));
  set_field (form, "App ID", "0123456789abcdef");
  press_button (form, "Add");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (form)),
                                         gtk_widget_get_ancestor (ui_find_label (form, "API Key"),
                                                                  ADW_TYPE_ENTRY_ROW)));
  set_field (form, "API Key", "sk-of-a-test");

  /* Nothing listens there, and nothing may: the test is quick and says what it is. */
  region = ui_find_type (form, ADW_TYPE_COMBO_ROW);
  adw_combo_row_set_selected (ADW_COMBO_ROW (region), CONFAB_REGION_CUSTOM);
  set_field (form, "Base URL", "ftp://127.0.0.1/api/v1");
  press_button (form, "Test");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (form)),
                                         gtk_widget_get_ancestor (ui_find_label (form, "Base URL"),
                                                                  ADW_TYPE_ENTRY_ROW)));
  set_field (form, "Base URL", "http://127.0.0.1:1/api/v1");
  press_button (form, "Test");
  test = gtk_widget_get_ancestor (ui_find_label (form, "Test"), GTK_TYPE_BUTTON);
  g_assert_false (gtk_widget_get_sensitive (test));
  loop_until (gtk_widget_get_sensitive (test));
  g_assert_true (says (form, CONFAB_FAILURE_CONNECT));

  /* The page scrolls to what it says of it. */
  scroller = gtk_widget_get_ancestor (test, GTK_TYPE_SCROLLED_WINDOW);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  ui_wait_frames (form, 4);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >,
                     gtk_adjustment_get_page_size (adjustment));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >,
                     gtk_adjustment_get_upper (adjustment) -
                       gtk_adjustment_get_page_size (adjustment) - 1);

  press_button (form, "Add");
  loop_until (alive == NULL);
  loop_until (confab_window_get_session (self->window) != NULL);
  g_assert_cmpstr (confab_studio_app_get_record (
                     confab_session_get_app (confab_window_get_session (self->window)))->app_id,
                   ==, "0123456789abcdef");
  shell_fixture_close (self);
}

/* A form that is closed while its test runs leaves nothing behind. */
static void
test_form_closed (ShellFixture  *self,
                  gconstpointer  data)
{
  GtkWidget *form;
  gpointer alive;

  shell_fixture_open (self);
  act (self, CONFAB_ACTION_ADD_APP);
  form = get_form ();
  alive = form;
  g_object_add_weak_pointer (G_OBJECT (form), &alive);
  adw_combo_row_set_selected (ADW_COMBO_ROW (ui_find_type (form, ADW_TYPE_COMBO_ROW)),
                              CONFAB_REGION_CUSTOM);
  set_field (form, "Base URL", "http://127.0.0.1:1/api/v1");
  set_field (form, "App ID", "0123456789abcdef");
  set_field (form, "API Key", "sk-of-a-test");
  press_button (form, "Test");
  gtk_window_close (GTK_WINDOW (form));
  loop_until (alive == NULL);
  shell_fixture_close (self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(path, function)                                                                       \
  g_test_add (path, ShellFixture, NULL, shell_fixture_set_up, function, shell_fixture_tear_down)

  ADD ("/shell/journey/first-start", test_first_start);
  ADD ("/shell/journey/unsent", test_unsent);
  ADD ("/shell/journey/sessions", test_sessions);
  ADD ("/shell/journey/composer-size", test_composer_size);
  ADD ("/shell/journey/read-only", test_read_only);
  ADD ("/shell/journey/form", test_form);
  ADD ("/shell/journey/form-closed", test_form_closed);

  return g_test_run ();
}
