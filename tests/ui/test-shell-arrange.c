/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does with whole sessions: pin, archive, duplicate, move, delete, and take it back. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-actions.h"
#include "confab-chat-page.h"
#include "confab-composer.h"
#include "confab-session-menu.h"
#include "confab-session-row.h"
#include "confab-session-words.h"
#include "confab-sidebar.h"
#include "engine-fixture.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

static ConfabSession *
get_session (ShellFixture *self)
{
  return confab_window_get_session (self->window);
}

static void
activate (ShellFixture *self,
          const char   *name)
{
  GtkWidget *page = shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE);

  g_assert_true (gtk_widget_activate_action (page, name, NULL));
}

static void
ask (ShellFixture *self,
     const char   *text)
{
  ConfabSession *session = get_session (self);
  ConfabComposer *composer = CONFAB_COMPOSER (shell_fixture_find (self, CONFAB_TYPE_COMPOSER));

  engine_hurry_demo (self->context);
  shell_fixture_write (self, text);
  g_assert_true (shell_fixture_press (self, GDK_KEY_Return, 0));
  loop_until (!confab_composer_has_text (composer) && confab_session_has_begun (session) &&
              !confab_session_get_answering (session));
}

static guint
count_listed (ShellFixture *self)
{
  ConfabSidebar *sidebar = CONFAB_SIDEBAR (shell_fixture_find (self, CONFAB_TYPE_SIDEBAR));

  return confab_session_groups_get_n_sessions (confab_sidebar_get_groups (sidebar));
}

static gboolean
is_listed (ShellFixture  *self,
           ConfabSession *session)
{
  ConfabSidebar *sidebar = CONFAB_SIDEBAR (shell_fixture_find (self, CONFAB_TYPE_SIDEBAR));

  return confab_session_groups_find (confab_sidebar_get_groups (sidebar), session, NULL);
}

/* The button of the toast on show. */
static void
undo (ShellFixture *self)
{
  GtkWidget *label;

  loop_until (ui_find_label (GTK_WIDGET (self->window), "_Undo") != NULL ||
              ui_find_label (GTK_WIDGET (self->window), "Undo") != NULL);
  label = ui_find_label (GTK_WIDGET (self->window), "_Undo");
  if (label == NULL)
    label = ui_find_label (GTK_WIDGET (self->window), "Undo");
  g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
}

/* All labels of a menu, a submenu's too. */
static void
list_labels (GMenuModel *menu,
             GString    *text)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autofree char *label = NULL;
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);

      if (g_menu_model_get_item_attribute (menu, i, "label", "s", &label))
        g_string_append_printf (text, "%s|", label);
      if (section != NULL)
        list_labels (section, text);
      if (submenu != NULL)
        list_labels (submenu, text);
    }
}

static char *
describe_menu (ShellFixture *self,
               gboolean      on_show)
{
  g_autoptr (GMenuModel) menu = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  menu = confab_session_menu_new (get_session (self), confab_engine_get_apps (self->engine),
                                  on_show);
  list_labels (menu, text);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_menu (ShellFixture  *self,
           gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *row = NULL;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, "Who are you?");

  before = describe_menu (self, TRUE);
  g_assert_true (g_str_has_prefix (before, "_Find…|_Copy Last Answer|What _Will Be Sent…|"
                                           "_Options of This Session|_Pin|_Rename…|"));
  g_assert_nonnull (strstr (before, "|_Move to|"));
  /* Not to where it is. */
  g_assert_null (strstr (before, "Assistant"));
  g_assert_nonnull (strstr (before, "Phone Advisor|"));
  row = describe_menu (self, FALSE);
  g_assert_true (g_str_has_prefix (row, "_Pin|_Rename…|"));

  activate (self, CONFAB_ACTION_PIN);
  g_assert_true (confab_session_get_pinned (get_session (self)));
  after = describe_menu (self, TRUE);
  g_assert_nonnull (strstr (after, "Un_pin|"));
  activate (self, CONFAB_ACTION_PIN);
  g_assert_false (confab_session_get_pinned (get_session (self)));
  shell_fixture_close (self);
}

/* The menu is made when it is opened, says what is so then, and is one for all times: one that another
 * takes the place of would stay in memory. */
static void
test_one_menu (ShellFixture  *self,
               gconstpointer  data)
{
  GtkMenuButton *button;
  GtkPopover *popover;
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  button = GTK_MENU_BUTTON (ui_find_type (shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE),
                                          GTK_TYPE_MENU_BUTTON));
  ask (self, "Who are you?");
  g_assert_null (gtk_menu_button_get_popover (button));

  gtk_menu_button_popup (button);
  popover = gtk_menu_button_get_popover (button);
  g_assert_true (GTK_IS_POPOVER_MENU (popover));
  list_labels (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover)), before);
  g_assert_nonnull (strstr (before->str, "|_Pin|"));
  gtk_menu_button_popdown (button);

  ask (self, "And once more?");
  activate (self, CONFAB_ACTION_PIN);
  g_assert_true (gtk_menu_button_get_popover (button) == popover);
  gtk_menu_button_popup (button);
  g_assert_true (gtk_menu_button_get_popover (button) == popover);
  list_labels (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover)), after);
  g_assert_nonnull (strstr (after->str, "|Un_pin|"));
  gtk_menu_button_popdown (button);
  shell_fixture_close (self);
}

static void
test_archive (ShellFixture  *self,
              gconstpointer  data)
{
  g_autoptr (ConfabSession) session = NULL;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, "Who are you?");
  session = g_object_ref (get_session (self));
  loop_until (is_listed (self, session));

  activate (self, CONFAB_ACTION_ARCHIVE);
  g_assert_true (get_session (self) != session);
  loop_until (!is_listed (self, session));

  gtk_widget_activate_action (GTK_WIDGET (self->window), CONFAB_ACTION_SHOW_ARCHIVED, NULL);
  g_assert_true (is_listed (self, session));
  g_assert_cmpuint (count_listed (self), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (self->window), CONFAB_ACTION_SHOW_ARCHIVED, NULL);
  g_assert_false (is_listed (self, session));

  undo (self);
  loop_until (is_listed (self, session));
  g_assert_false (confab_session_get_archived (session));
  shell_fixture_close (self);
}

static void
test_duplicate (ShellFixture  *self,
                gconstpointer  data)
{
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabStudioApp) other = NULL;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, "Who are you?");
  session = g_object_ref (get_session (self));

  activate (self, CONFAB_ACTION_DUPLICATE);
  loop_until (get_session (self) != session);
  g_assert_cmpstr (confab_session_get_title (get_session (self)), ==, "Who are you? (copy)");
  loop_until (shell_fixture_get_last (self) != NULL);

  other = g_list_model_get_item (confab_engine_get_apps (self->engine), 3);
  g_assert_true (confab_session_get_app (get_session (self)) != other);
  gtk_widget_activate_action (shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE), CONFAB_ACTION_MOVE,
                              "x", confab_studio_app_get_record (other)->id);
  g_assert_true (confab_session_get_app (get_session (self)) == other);
  g_assert_nonnull (ui_find_label (shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE),
                                   confab_studio_app_get_name (other)));
  g_assert_true (confab_session_get_app (session) != other);
  shell_fixture_close (self);
}

static void
test_delete (ShellFixture  *self,
             gconstpointer  data)
{
  g_autoptr (ConfabSession) session = NULL;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, "Who are you?");
  session = g_object_ref (get_session (self));
  loop_until (is_listed (self, session));

  activate (self, CONFAB_ACTION_DELETE);
  loop_until (!is_listed (self, session));
  undo (self);
  loop_until (is_listed (self, session));
  g_assert_true (get_session (self) == session);
  loop_until (shell_fixture_get_last (self) != NULL);
  /* It goes on as before. */
  ask (self, "And once more?");
  g_clear_object (&session);
  shell_fixture_close (self);
}

/* Nobody takes it back: it is gone, also after a restart. */
static void
test_forget (ShellFixture  *self,
             gconstpointer  data)
{
  g_autoptr (ConfabSession) session = NULL;
  gint64 id;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, "Who are you?");
  session = g_object_ref (get_session (self));
  id = confab_session_get_id (session);
  activate (self, CONFAB_ACTION_DELETE);
  g_clear_object (&session);
  shell_fixture_close (self);
  shell_fixture_open (self);
  for (guint i = 0; i < g_list_model_get_n_items (confab_engine_get_sessions (self->engine)); i++)
    {
      g_autoptr (ConfabSession) other =
        g_list_model_get_item (confab_engine_get_sessions (self->engine), i);

      g_assert_cmpint (confab_session_get_id (other), !=, id);
    }
  shell_fixture_close (self);
}

static void
test_temporary (ShellFixture  *self,
                gconstpointer  data)
{
  g_autoptr (ConfabSession) session = NULL;
  guint n;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  gtk_widget_activate_action (GTK_WIDGET (self->window), CONFAB_ACTION_NEW_TEMPORARY, NULL);
  session = g_object_ref (get_session (self));
  g_assert_true (confab_session_get_temporary (session));
  g_assert_nonnull (ui_find_label (GTK_WIDGET (self->window), "Assistant · Temporary"));
  ask (self, "Who are you?");
  g_assert_false (is_listed (self, session));

  /* It is left, taken back, and left for good. */
  gtk_widget_activate_action (GTK_WIDGET (self->window), CONFAB_ACTION_NEW_SESSION, NULL);
  g_assert_true (get_session (self) != session);
  undo (self);
  loop_until (get_session (self) == session);
  g_assert_nonnull (shell_fixture_get_last (self));

  activate (self, CONFAB_ACTION_DELETE);
  g_assert_true (get_session (self) != session);
  g_clear_object (&session);
  shell_fixture_close (self);
  shell_fixture_open (self);
  n = g_list_model_get_n_items (confab_engine_get_sessions (self->engine));
  g_assert_cmpuint (n, ==, 0);
  shell_fixture_close (self);
}

/* A draft in a session that has begun is marked, and told. */
static void
test_draft (ShellFixture  *self,
            gconstpointer  data)
{
  GtkWidget *row;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, "Who are you?");
  loop_until (shell_fixture_find (self, CONFAB_TYPE_SESSION_ROW) != NULL);
  row = shell_fixture_find (self, CONFAB_TYPE_SESSION_ROW);
  g_assert_null (ui_find_type (row, GTK_TYPE_IMAGE));
  shell_fixture_write (self, "half a thought");
  g_assert_nonnull (ui_find_type (row, GTK_TYPE_IMAGE));
  confab_composer_set_text (CONFAB_COMPOSER (shell_fixture_find (self, CONFAB_TYPE_COMPOSER)), "");
  shell_fixture_write (self, " ");
  g_assert_null (ui_find_type (row, GTK_TYPE_IMAGE));
  shell_fixture_close (self);
}

static void
assert_item_says (ShellFixture *self,
                  GtkWidget    *row,
                  const char   *state)
{
  ConfabSidebar *sidebar = CONFAB_SIDEBAR (shell_fixture_find (self, CONFAB_TYPE_SIDEBAR));
  ConfabSession *session = confab_session_row_get_session (CONFAB_SESSION_ROW (row));
  GtkAccessible *item = GTK_ACCESSIBLE (gtk_widget_get_parent (row));
  g_autofree char *label = confab_session_words_dup_label (
    session, confab_session_groups_get_local_now (confab_sidebar_get_groups (sidebar)));

  g_assert_true (g_str_has_prefix (label, confab_session_get_title (session)));
  g_assert_true (state == NULL || g_str_has_suffix (label, state));
  gtk_test_accessible_assert_property (item, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  gtk_test_accessible_assert_property (item, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       confab_session_get_preview (session));
}

/* A row shows the state of its session and tells it; it is as high whatever it says, and lays out
 * nothing out of view. */
static void
test_row (ShellFixture  *self,
          gconstpointer  data)
{
  static const char * const titles[] = {
    "也参数说进于应用。", "كيف حالك اليوم", "A title of many words that has no room in any sidebar",
    "😊", "two\nlines",
  };
  ConfabSession *session;
  GtkWidget *row;
  int height;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, "Who are you?");
  loop_until (shell_fixture_find (self, CONFAB_TYPE_SESSION_ROW) != NULL);
  row = shell_fixture_find (self, CONFAB_TYPE_SESSION_ROW);
  session = get_session (self);
  loop_until (confab_session_row_has_texts (CONFAB_SESSION_ROW (row)));
  height = gtk_widget_get_height (row);
  g_assert_cmpint (height, >, 24);
  assert_item_says (self, row, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      confab_session_set_title (session, titles[i]);
      confab_session_set_preview (session, titles[i]);
      ui_wait_frames (row, 2);
      g_assert_cmpint (gtk_widget_get_height (row), ==, height);
      assert_item_says (self, row, NULL);
    }

  confab_session_set_unread (session, TRUE);
  assert_item_says (self, row, ", Unread");
  g_assert_null (gtk_widget_get_first_child (row));
  confab_session_set_answering (session, TRUE);
  assert_item_says (self, row, ", Answering…");
  g_assert_nonnull (ui_find_type (row, GTK_TYPE_SPINNER));
  ui_wait_frames (row, 2);
  g_assert_cmpint (gtk_widget_get_height (row), ==, height);
  confab_session_set_answering (session, FALSE);
  confab_session_set_unread (session, FALSE);
  assert_item_says (self, row, NULL);
  g_assert_null (gtk_widget_get_first_child (row));

  gtk_widget_set_visible (shell_fixture_find (self, GTK_TYPE_LIST_VIEW), FALSE);
  g_assert_false (confab_session_row_has_texts (CONFAB_SESSION_ROW (row)));
  confab_session_set_title (session, "Out of view");
  assert_item_says (self, row, NULL);
  g_assert_false (confab_session_row_has_texts (CONFAB_SESSION_ROW (row)));
  gtk_widget_set_visible (gtk_widget_get_parent (gtk_widget_get_parent (row)), TRUE);
  loop_until (confab_session_row_has_texts (CONFAB_SESSION_ROW (row)));
  shell_fixture_close (self);
}

/* A session has no title before its first message, and can be set up and looked at then. */
static void
test_untitled (ShellFixture  *self,
               gconstpointer  data)
{
  static const char * const actions[] = {
    CONFAB_ACTION_SESSION_OPTIONS, CONFAB_ACTION_SHOW_REQUEST,
  };

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  g_assert_null (confab_session_get_title (get_session (self)));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GListModel *windows = gtk_window_get_toplevels ();
      guint n = g_list_model_get_n_items (windows);
      g_autoptr (GtkWindow) window = NULL;

      g_test_message ("%s", actions[i]);
      shell_fixture_write (self, "Which phone?");
      activate (self, actions[i]);
      loop_until (g_list_model_get_n_items (windows) > n);
      for (guint k = 0; k < g_list_model_get_n_items (windows); k++)
        {
          g_autoptr (GtkWindow) each = g_list_model_get_item (windows, k);

          if (each != GTK_WINDOW (self->window) && gtk_window_get_transient_for (each) != NULL)
            g_set_object (&window, each);
        }
      g_assert_nonnull (window);
      gtk_window_destroy (window);
      loop_until (g_list_model_get_n_items (windows) == n);
    }
  shell_fixture_close (self);
}

#define add(name, func)                                                                           \
  g_test_add ("/shell/arrange/" name, ShellFixture, NULL, shell_fixture_set_up, func,             \
              shell_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  add ("menu", test_menu);
  add ("one-menu", test_one_menu);
  add ("archive", test_archive);
  add ("duplicate", test_duplicate);
  add ("delete", test_delete);
  add ("forget", test_forget);
  add ("temporary", test_temporary);
  add ("draft", test_draft);
  add ("row", test_row);
  add ("untitled", test_untitled);

  return g_test_run ();
}
