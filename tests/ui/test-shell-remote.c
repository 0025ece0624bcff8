/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window says of a session that the service has probably forgotten, and what it offers. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-composer.h"
#include "confab-note-bar.h"
#include "confab-remote.h"
#include "engine-fixture.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

#define HOUR ((gint64) 60 * 60 * G_USEC_PER_SEC)

static gboolean
is_answering (ShellFixture *self)
{
  return confab_session_get_answering (confab_window_get_session (self->window));
}

static void
ask (ShellFixture *self,
     const char   *text)
{
  GtkWidget *composer = shell_fixture_find (self, CONFAB_TYPE_COMPOSER);

  engine_hurry_demo (self->context);
  shell_fixture_write (self, text);
  g_assert_true (shell_fixture_press (self, GDK_KEY_Return, 0));
  loop_until (!confab_composer_has_text (CONFAB_COMPOSER (composer)));
  loop_until (!is_answering (self));
  g_assert_cmpint (confab_message_get_status (shell_fixture_get_last (self)), ==,
                   CONFAB_STATUS_COMPLETE);
}

/* The bar that says this, if any does. */
static ConfabNoteBar *
find_note (GtkWidget  *root,
           const char *text)
{
  ConfabNoteBar *found = NULL;

  if (CONFAB_IS_NOTE_BAR (root) &&
      g_strcmp0 (confab_note_bar_get_text (CONFAB_NOTE_BAR (root)), text) == 0)
    return CONFAB_NOTE_BAR (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_note (child, text);

  return found;
}

static ConfabNoteBar *
get_note (ShellFixture     *self,
          ConfabRemoteState state)
{
  return find_note (GTK_WIDGET (self->window), confab_remote_get_note (state));
}

static gboolean
has_along (ShellFixture *self)
{
  return strstr (confab_message_get_record (shell_fixture_get_last (self))->request,
                 "\"messages\":") != NULL;
}

static void
test_expired (ShellFixture  *self,
              gconstpointer  data)
{
  ConfabSession *session;
  ConfabNoteBar *note;
  GtkWidget *button;
  g_autofree char *remote = NULL;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, "Who are you?");
  session = confab_window_get_session (self->window);
  remote = g_strdup (confab_session_get_record (session)->remote_id);
  g_assert_null (get_note (self, CONFAB_REMOTE_EXPIRED));

  /* An hour later the first letter is enough to be told. */
  confab_session_set_remote (session, remote, g_get_real_time () - HOUR - G_USEC_PER_SEC, 1);
  shell_fixture_write (self, "W");
  note = get_note (self, CONFAB_REMOTE_EXPIRED);
  g_assert_nonnull (note);
  g_assert_true (confab_note_bar_get_revealed (note));

  button = ui_find_label (GTK_WIDGET (note), "Send History");
  g_assert_nonnull (button);
  button = gtk_widget_get_ancestor (button, GTK_TYPE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
  g_assert_nonnull (get_note (self, CONFAB_REMOTE_OWN));
  g_assert_false (gtk_widget_get_visible (button));

  ask (self, "hat did I ask?");
  g_assert_true (has_along (self));
  g_assert_nonnull (get_note (self, CONFAB_REMOTE_OWN));

  /* And away from it again. */
  button = ui_find_label (GTK_WIDGET (note), "Begin Afresh");
  g_signal_emit_by_name (gtk_widget_get_ancestor (button, GTK_TYPE_BUTTON), "clicked");
  g_assert_false (confab_note_bar_get_revealed (note));
  ask (self, "Hello");
  g_assert_false (has_along (self));
  g_assert_null (get_note (self, CONFAB_REMOTE_OWN));
  shell_fixture_close (self);
}

/* It is said at once when such a session is opened. */
static void
test_opened (ShellFixture  *self,
             gconstpointer  data)
{
  ConfabSession *session;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, "Who are you?");
  session = confab_window_get_session (self->window);
  confab_session_set_remote (session, confab_session_get_record (session)->remote_id,
                             g_get_real_time (), CONFAB_REMOTE_MAX_ROUNDS - 1);
  ask (self, "Who are you?");
  shell_fixture_close (self);

  shell_fixture_open (self);
  loop_until (get_note (self, CONFAB_REMOTE_FULL) != NULL);
  shell_fixture_close (self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/shell/remote/expired", ShellFixture, NULL, shell_fixture_set_up, test_expired,
              shell_fixture_tear_down);
  g_test_add ("/shell/remote/opened", ShellFixture, NULL, shell_fixture_set_up, test_opened,
              shell_fixture_tear_down);

  return g_test_run ();
}
