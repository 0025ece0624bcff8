/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What only real keys show: GTK's own bindings, and where the focus is afterwards. */

#include "config.h"

#include <adwaita.h>

#include "confab-app-form.h"
#include "confab-chat-page.h"
#include "confab-composer.h"
#include "confab-conversation-view.h"
#include "confab-message-list.h"
#include "confab-message-row.h"
#include "confab-prompt.h"
#include "confab-session-row.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

static GtkWidget *
find_toplevel (GType type)
{
  GtkWidget *found = NULL;
  GList *windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (g_type_is_a (G_OBJECT_TYPE (l->data), type))
      found = l->data;
  g_list_free (windows);

  return found;
}

static gboolean
is_active (GtkWidget *window)
{
  return gtk_window_is_active (GTK_WINDOW (window));
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* The dialog goes with the focus in its field, as it does under a person's hands. */
static void
test_secret (gconstpointer data)
{
  const char *key = data;
  const ConfabPrompt prompt = {
    .heading = "Enter API Key", .label = "API Key", .accept = "_Save", .secret = TRUE,
  };
  GtkWidget *window = ui_show (gtk_label_new ("below"), 400, 300);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;
  GtkWidget *entry;
  char *text;

  confab_prompt_text_async (gtk_window_get_child (GTK_WINDOW (window)), &prompt, NULL, answered_cb,
                            &result);
  dialog = find_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  loop_until (is_active (dialog));
  entry = ui_find_type (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW);
  ui_type_keys ("s k 1");
  loop_until (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), "sk1") == 0);

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  if (g_str_equal (key, "parent"))
    gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&window)));
  else
    ui_type_keys (key);
  loop_until (result != NULL && dialog == NULL);

  text = confab_prompt_text_finish (result, &error);
  if (g_str_equal (key, "Return"))
    g_assert_cmpstr (text, ==, "sk1");
  else
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  confab_prompt_wipe (text);
  g_clear_object (&result);
  if (window != NULL)
    ui_close (window);
}

/* The same in the form, whose last field is the key. */
static void
test_form (ShellFixture  *self,
           gconstpointer  data)
{
  const char *keys = data;
  GtkWidget *form;
  GtkWidget *entry;

  shell_fixture_open (self);
  form = confab_app_form_new (GTK_WINDOW (self->window), self->engine);
  gtk_window_present (GTK_WINDOW (form));
  loop_until (is_active (form));
  entry = ui_find_type (form, ADW_TYPE_PASSWORD_ENTRY_ROW);
  gtk_widget_grab_focus (entry);
  ui_type_keys ("s k");
  loop_until (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), "sk") == 0);

  g_object_add_weak_pointer (G_OBJECT (form), (gpointer *) &form);
  ui_type_keys (keys);
  loop_until (form == NULL);
  shell_fixture_close (self);
}

static GtkWidget *
get_text_view (ShellFixture *self)
{
  return confab_composer_get_text_view (
    CONFAB_COMPOSER (shell_fixture_find (self, CONFAB_TYPE_COMPOSER)));
}

static GtkWidget *
get_focus (ShellFixture *self)
{
  return gtk_window_get_focus (GTK_WINDOW (self->window));
}

static gboolean
is_answering (ShellFixture *self)
{
  return confab_session_get_answering (confab_window_get_session (self->window));
}

static void
open_demo (ShellFixture *self)
{
  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  loop_until (is_active (GTK_WIDGET (self->window)));
}

static void
ask (ShellFixture *self)
{
  shell_fixture_write (self, "Who are you?");
  ui_type_keys ("Return");
  loop_until (is_answering (self));
  loop_until (!is_answering (self));
  ui_wait_frames (GTK_WIDGET (self->window), 2);
}

/* The list's own widget around the row of the session. */
static GtkWidget *
focus_session (ShellFixture *self)
{
  GtkWidget *row = shell_fixture_find (self, CONFAB_TYPE_SESSION_ROW);

  g_assert_nonnull (row);
  row = gtk_widget_get_parent (row);
  gtk_widget_grab_focus (row);
  g_assert_true (get_focus (self) == row);

  return row;
}

/* The menu of a session gives the focus back; what opens or closes a session hands it on. */
static void
test_sidebar (ShellFixture  *self,
              gconstpointer  data)
{
  GtkWidget *row;
  GtkWidget *dialog;

  open_demo (self);
  ask (self);

  row = focus_session (self);
  ui_type_keys ("Menu");
  loop_until (get_focus (self) != row);
  ui_type_keys ("Escape");
  loop_until (get_focus (self) == row);

  /* "Rename…" by its letter: it is not the first. */
  ui_type_keys ("Menu");
  loop_until (get_focus (self) != row);
  ui_type_keys ("r");
  loop_until ((dialog = find_toplevel (ADW_TYPE_MESSAGE_DIALOG)) != NULL && is_active (dialog));
  ui_type_keys ("Escape");
  loop_until (is_active (GTK_WIDGET (self->window)));
  loop_until (get_focus (self) == row);

  ui_type_keys ("Delete");
  loop_until (get_focus (self) == get_text_view (self));
  shell_fixture_close (self);
}

/* Esc stops from wherever nothing else has a use for it. */
static void
test_escape (ShellFixture  *self,
             gconstpointer  data)
{
  open_demo (self);
  ask (self);
  shell_fixture_write (self, "Once more");
  ui_type_keys ("Return");
  loop_until (is_answering (self));
  focus_session (self);
  ui_type_keys ("Escape");
  loop_until (!is_answering (self));
  g_assert_cmpint (confab_message_get_status (shell_fixture_get_last (self)), ==,
                   CONFAB_STATUS_STOPPED);
  shell_fixture_close (self);
}

static void
clipboard_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* The page keys in the empty composer, then the keys of the conversation itself. */
static void
test_conversation (ShellFixture  *self,
                   gconstpointer  data)
{
  ConfabConversationView *view;
  GtkAdjustment *adjustment;
  GtkWidget *focus;
  g_autofree char *copied = NULL;
  double value;

  open_demo (self);
  ask (self);
  ask (self);
  ask (self);
  view = CONFAB_CONVERSATION_VIEW (shell_fixture_find (self, CONFAB_TYPE_CONVERSATION_VIEW));
  adjustment = confab_conversation_view_get_vadjustment (view);
  value = gtk_adjustment_get_value (adjustment);
  g_assert_true (get_focus (self) == get_text_view (self));
  g_assert_cmpfloat (value, >, 0);
  ui_type_keys ("Page_Up");
  loop_until (gtk_adjustment_get_value (adjustment) < value);
  ui_type_keys ("Page_Down");
  loop_until (gtk_adjustment_get_value (adjustment) >= value);
  shell_fixture_write (self, "text");
  ui_type_keys ("Page_Up");
  ui_type_keys ("ctrl+a BackSpace");
  loop_until (!confab_composer_has_text (
    CONFAB_COMPOSER (shell_fixture_find (self, CONFAB_TYPE_COMPOSER))));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >=, value);

  /* A caret in the last message, whose keys are the application's, and away again. */
  gtk_widget_activate_action (get_text_view (self), "chat.caret", NULL);
  g_assert_true (CONFAB_IS_MESSAGE_ROW (get_focus (self)));
  g_assert_cmpuint (confab_message_row_get_position (CONFAB_MESSAGE_ROW (get_focus (self))), ==, 5);
  gtk_widget_activate_action (get_text_view (self), "chat.caret", NULL);
  gtk_widget_grab_focus (get_text_view (self));

  /* From the last message to the one before, and back. */
  gtk_widget_child_focus (shell_fixture_find (self, CONFAB_TYPE_MESSAGE_LIST),
                          GTK_DIR_TAB_BACKWARD);
  focus = get_focus (self);
  g_assert_true (CONFAB_IS_MESSAGE_ROW (focus));
  g_assert_cmpuint (confab_message_row_get_position (CONFAB_MESSAGE_ROW (focus)), ==, 5);
  ui_type_keys ("Up");
  loop_until (get_focus (self) != focus);
  g_assert_cmpuint (confab_message_row_get_position (CONFAB_MESSAGE_ROW (get_focus (self))), ==, 4);
  ui_type_keys ("ctrl+c");
  loop_until (gdk_clipboard_is_local (gtk_widget_get_clipboard (GTK_WIDGET (view))));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (view)), NULL,
                                 clipboard_read_cb, &copied);
  loop_until (copied != NULL);
  g_assert_cmpstr (copied, ==, "Who are you?");
  ui_type_keys ("Down");
  loop_until (get_focus (self) == focus);
  ui_type_keys ("Home");
  loop_until (gtk_adjustment_get_value (adjustment) == gtk_adjustment_get_lower (adjustment));
  ui_type_keys ("End");
  loop_until (gtk_adjustment_get_value (adjustment) >= value);

  /* Its menu, and back. */
  ui_type_keys ("Menu");
  loop_until (gtk_widget_get_ancestor (get_focus (self), GTK_TYPE_POPOVER_MENU) != NULL);
  ui_type_keys ("Escape");
  loop_until (get_focus (self) == focus);
  shell_fixture_close (self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  if (!ui_has_keys ())
    {
      g_print ("1..0 # SKIP real keys need xdotool and a window manager\n");
      return 0;
    }

  g_test_add_data_func ("/shell/keys/secret/accept", "Return", test_secret);
  g_test_add_data_func ("/shell/keys/secret/cancel", "Escape", test_secret);
  g_test_add_data_func ("/shell/keys/secret/parent", "parent", test_secret);
  g_test_add ("/shell/keys/form/cancel", ShellFixture, "Escape", shell_fixture_set_up, test_form,
              shell_fixture_tear_down);

#define ADD(path, function)                                                                       \
  g_test_add (path, ShellFixture, NULL, shell_fixture_set_up, function, shell_fixture_tear_down)

  ADD ("/shell/keys/sidebar", test_sidebar);
  ADD ("/shell/keys/escape", test_escape);
  ADD ("/shell/keys/conversation", test_conversation);

  return g_test_run ();
}
