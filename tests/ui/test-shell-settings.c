/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is made for the settings goes when they are closed, and they let go of the engine; and what they
 * find has room in the narrowest window. */

#include "config.h"

#include <adwaita.h>

#include "confab-actions.h"
#include "confab-chat-page.h"
#include "confab-options-page.h"
#include "confab-place-search.h"
#include "confab-preferences.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

/* 360 px, and the window's frame without a compositor. */
#define NARROW 372

static void
gone_cb (gpointer data)
{
  guint *n_alive = data;

  (*n_alive)--;
}

/* A weak reference would be told of a widget that is taken apart; this tells when it is freed. The
 * tooltip stays with GTK until there is another. */
static void
count_widgets (GtkWidget *widget,
               guint     *n_alive)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkTooltipWindow"))
    return;

  if (g_object_get_data (G_OBJECT (widget), "counted") == NULL)
    {
      (*n_alive)++;
      g_object_set_data_full (G_OBJECT (widget), "counted", n_alive, gone_cb);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count_widgets (child, n_alive);
}

/* Those of the window's own pages. */
static guint
count_groups (GtkWidget *widget)
{
  guint n = 0;

  if (ADW_IS_PREFERENCES_GROUP (widget))
    return gtk_widget_get_ancestor (widget, CONFAB_TYPE_OPTIONS_PAGE) == NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_groups (child);

  return n;
}

static GtkWidget *
find_settings (ShellFixture *self)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (CONFAB_IS_PREFERENCES (window))
        return window;
    }

  return NULL;
}

static void
test_closed (ShellFixture *self,
             gconstpointer data)
{
  const char *page = data;
  GtkWidget *chat;
  guint n_held = 0;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  chat = shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE);

  /* What is made only once is there after the first time. */
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *settings;
      guint n_alive = 0;
      guint n_groups;

      if (page == NULL)
        g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), CONFAB_ACTION_SETTINGS,
                                                   NULL));
      else
        g_assert_true (gtk_widget_activate_action (chat, CONFAB_ACTION_APP_OPTIONS, "(ss)", page, ""));
      settings = find_settings (self);
      g_assert_nonnull (settings);
      ui_wait_frames (settings, 3);
      n_groups = count_groups (settings);
      count_widgets (settings, &n_alive);
      g_assert_cmpuint (n_alive, >, 100);

      gtk_window_close (GTK_WINDOW (settings));
      loop_until (find_settings (self) == NULL);
      ui_wait_frames (GTK_WIDGET (self->window), 3);

      /* An empty group each stays, which libadwaita 1.2 keeps. */
      g_test_message ("%u widgets are left of %u groups", n_alive, n_groups);
      g_assert_cmpuint (n_alive, <=, n_groups);
      if (i == 0)
        n_held = G_OBJECT (self->engine)->ref_count;
      g_assert_cmpuint (G_OBJECT (self->engine)->ref_count, ==, n_held);
    }

  shell_fixture_close (self);
}

static int
get_least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);

  return least;
}

/* What is found fits into the narrowest window, which would be made wider otherwise. */
static void
test_narrow_search (ShellFixture *self,
                    gconstpointer data)
{
  GtkWidget *settings;
  GtkWidget *search;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), CONFAB_ACTION_SETTINGS, NULL));
  settings = find_settings (self);
  g_assert_nonnull (settings);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (settings), "search");
  ui_wait_frames (settings, 3);
  g_assert_cmpint (get_least_width (settings), <=, NARROW);
  search = ui_find_type (settings, CONFAB_TYPE_PLACE_SEARCH);
  gtk_editable_set_text (GTK_EDITABLE (ui_find_type (search, GTK_TYPE_SEARCH_ENTRY)), "p");
  ui_wait_frames (settings, 3);
  g_assert_cmpint (get_least_width (settings), <=, NARROW);
  gtk_window_close (GTK_WINDOW (settings));
  loop_until (find_settings (self) == NULL);
  shell_fixture_close (self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_unsetenv ("DASHSCOPE_API_KEY");

  g_test_add ("/shell/settings/closed", ShellFixture, NULL, shell_fixture_set_up, test_closed,
              shell_fixture_tear_down);
  g_test_add ("/shell/settings/closed-on-a-page", ShellFixture, "inputs", shell_fixture_set_up,
              test_closed, shell_fixture_tear_down);

  g_test_add ("/shell/settings/narrow-search", ShellFixture, NULL, shell_fixture_set_up,
              test_narrow_search, shell_fixture_tear_down);

  return g_test_run ();
}
