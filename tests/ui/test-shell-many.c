/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window with thousands of sessions: what it makes for them does not grow with their number, and
 * what is made for one on show goes when another is. The database is that of bench-store. */

#include "config.h"

#include "shell-fixture.h"

#include <malloc.h>

#include "confab-conversation-view.h"
#include "confab-conversation.h"
#include "confab-message-row.h"
#include "confab-session-row.h"
#include "confab-sidebar.h"
#include "loop.h"
#include "uitest.h"

/* GTK keeps two hundred rows around what is in view. */
#define MAX_ROWS 220

static const char *generator;

static void
generate (ShellFixture *self,
          guint         n_messages,
          guint         n_sessions)
{
  g_autofree char *messages = g_strdup_printf ("%u", n_messages);
  g_autofree char *sessions = g_strdup_printf ("%u", n_sessions);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, generator, "generate",
                              self->directory, messages, sessions, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static guint
count_widgets (GtkWidget *root,
               GType      type)
{
  guint n = g_type_is_a (G_OBJECT_TYPE (root), type);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child, type);

  return n;
}

/* Rows whose texts are laid out. */
static guint
count_laid_out (GtkWidget *view)
{
  guint n = 0;

  for (GtkWidget *item = gtk_widget_get_first_child (view); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      n += CONFAB_IS_SESSION_ROW (row) && confab_session_row_has_texts (CONFAB_SESSION_ROW (row));
    }

  return n;
}

static ConfabSession *
get_first_shown (GtkWidget *view)
{
  for (GtkWidget *item = gtk_widget_get_first_child (view); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);
      graphene_rect_t bounds;

      if (row != NULL && CONFAB_IS_SESSION_ROW (row) &&
          gtk_widget_compute_bounds (item, view, &bounds) && bounds.origin.y >= 0)
        return confab_session_row_get_session (CONFAB_SESSION_ROW (row));
    }

  return NULL;
}

static void
test_scroll (ShellFixture *self,
             gconstpointer data)
{
  const guint n_steps = 40;
  GtkWidget *sidebar;
  GtkWidget *view;
  GtkAdjustment *adjustment;
  gint64 before = G_MAXINT64;
  guint n_bound = 0;

  generate (self, 10000, 10000);
  shell_fixture_open (self);
  sidebar = shell_fixture_find (self, CONFAB_TYPE_SIDEBAR);
  view = ui_find_type (sidebar, GTK_TYPE_LIST_VIEW);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  g_assert_cmpuint (
    confab_session_groups_get_n_sessions (confab_sidebar_get_groups (CONFAB_SIDEBAR (sidebar))), ==,
    10000);

  for (guint step = 0; step <= n_steps; step++)
    {
      double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
      ConfabSession *first;
      guint n_rows;

      gtk_adjustment_set_value (adjustment, end * step / n_steps);
      ui_wait_frames (view, 2);
      n_rows = count_widgets (view, CONFAB_TYPE_SESSION_ROW);
      g_assert_cmpuint (n_rows, >, 0);
      g_assert_cmpuint (n_rows, <, MAX_ROWS);
      n_bound = MAX (n_bound, n_rows);
      /* Of these only what is in view is laid out. */
      g_assert_cmpuint (count_laid_out (view), >, 0);
      g_assert_cmpuint (count_laid_out (view), <=, (guint) gtk_widget_get_height (view) / 36 + 2);

      /* And it is further down each time; those that are pinned stand first. */
      first = get_first_shown (view);
      g_assert_nonnull (first);
      if (!confab_session_get_pinned (first))
        {
          g_assert_cmpint (confab_session_get_updated_at (first), <, before);
          before = confab_session_get_updated_at (first);
        }
    }
  g_test_message ("%u rows at most", n_bound);

  shell_fixture_close (self);
}

static double
turn_wheel (GtkAdjustment *adjustment,
            GtkWidget     *view,
            gboolean       down,
            guint          n_clicks)
{
  double before = gtk_adjustment_get_value (adjustment);

  ui_turn_wheel (down, n_clicks);
  loop_until (gtk_adjustment_get_value (adjustment) != before);
  ui_wait_frames (view, 2);

  return gtk_adjustment_get_value (adjustment) - before;
}

/* Many clicks of the wheel in one frame go as far as so many single ones, in both directions. */
static void
test_wheel (ShellFixture *self,
            gconstpointer data)
{
  const guint n_clicks = 150;
  GtkWidget *view;
  GtkAdjustment *adjustment;
  double step;
  double slack;
  gint64 before = 0;
  guint n_turns = 0;

  generate (self, 10000, 10000);
  shell_fixture_open (self);
  view = ui_find_type (shell_fixture_find (self, CONFAB_TYPE_SIDEBAR), GTK_TYPE_LIST_VIEW);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  ui_wait_frames (view, 2);
  ui_point (view, 50, gtk_widget_get_height (view) / 2);

  step = turn_wheel (adjustment, view, TRUE, 1);
  g_assert_cmpfloat (step, >, 0);
  /* Rows stand on whole pixels; each step is rounded. */
  slack = 3 * n_clicks;
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (turn_wheel (adjustment, view, TRUE, n_clicks),
                                    step * n_clicks, slack);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  ui_wait_frames (view, 2);
  while (gtk_adjustment_get_value (adjustment) > 0)
    {
      double value;
      double way;
      ConfabSession *first;

      /* All of the way would be long. */
      if (++n_turns == 8)
        {
          gtk_adjustment_set_value (adjustment, 7.5 * step * n_clicks);
          ui_wait_frames (view, 2);
        }
      value = gtk_adjustment_get_value (adjustment);
      way = turn_wheel (adjustment, view, FALSE, n_clicks);
      first = get_first_shown (view);

      g_assert_cmpfloat_with_epsilon (-way, MIN (value, step * n_clicks), slack);
      g_assert_nonnull (first);
      if (!confab_session_get_pinned (first))
        {
          g_assert_cmpint (confab_session_get_updated_at (first), >, before);
          before = confab_session_get_updated_at (first);
        }
    }
  g_test_message ("%u turns of %u clicks of %.0f px", n_turns, n_clicks, step);

  shell_fixture_close (self);
}

/* What has the keyboard in the list. */
static ConfabSession *
get_focused (GtkWidget *view)
{
  GtkWidget *item = gtk_widget_get_focus_child (view);
  GtkWidget *row = item != NULL ? gtk_widget_get_first_child (item) : NULL;

  return row != NULL && CONFAB_IS_SESSION_ROW (row)
           ? confab_session_row_get_session (CONFAB_SESSION_ROW (row))
           : NULL;
}

/* Whether it stands further down, below those that are pinned as well. */
static gboolean
is_older (ConfabSession *session,
          ConfabSession *than)
{
  if (confab_session_get_pinned (session) != confab_session_get_pinned (than))
    return confab_session_get_pinned (than);

  return confab_session_get_updated_at (session) < confab_session_get_updated_at (than);
}

static ConfabSession *
get_below (ConfabSessionGroups *groups,
           ConfabSession       *session,
           guint                n)
{
  while (n-- > 0)
    session = confab_session_groups_get_neighbour (groups, session, 1);

  return session;
}

/* The keyboard goes to both ends, and back after the wheel has gone elsewhere. */
static void
test_ends (ShellFixture *self,
           gconstpointer data)
{
  ConfabSessionGroups *groups;
  GtkWidget *view;
  GtkAdjustment *adjustment;
  ConfabSession *newest;
  ConfabSession *oldest;

  generate (self, 10000, 10000);
  shell_fixture_open (self);
  groups = confab_sidebar_get_groups (CONFAB_SIDEBAR (shell_fixture_find (self, CONFAB_TYPE_SIDEBAR)));
  newest = confab_session_groups_get_neighbour (groups, NULL, 1);
  oldest = confab_session_groups_get_neighbour (groups, NULL, -1);
  view = ui_find_type (shell_fixture_find (self, CONFAB_TYPE_SIDEBAR), GTK_TYPE_LIST_VIEW);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  ui_wait_frames (view, 2);
  ui_point (view, 50, gtk_widget_get_height (view) / 2);
  ui_hold_button (1, TRUE);
  ui_hold_button (1, FALSE);
  loop_until (get_focused (view) != NULL);
  /* Opened, and the keyboard is at its text. */
  loop_until (get_focused (view) == NULL);

  for (guint i = 0; i < 2; i++)
    {
      double end;

      gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
      ui_type_keys ("End");
      loop_until (get_focused (view) == oldest);
      ui_wait_frames (view, 2);
      end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
      g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), end, 1);

      turn_wheel (adjustment, view, FALSE, 60);
      ui_type_keys ("Home");
      loop_until (get_focused (view) == newest);
      ui_wait_frames (view, 2);
      /* With the heading over it. */
      g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
    }

  /* No heading is in the way of a page. */
  for (guint i = 0; i < 40; i++)
    {
      ConfabSession *before = get_focused (view);

      ui_type_keys ("Page_Down");
      loop_until (get_focused (view) != NULL && is_older (get_focused (view), before));
    }
  while (get_focused (view) != newest)
    {
      ConfabSession *before = get_focused (view);

      ui_type_keys ("Page_Up");
      loop_until (get_focused (view) != NULL && is_older (before, get_focused (view)));
    }
  /* Nor less than a page below the first. */
  ui_type_keys ("Down Down Down");
  loop_until (get_focused (view) == get_below (groups, newest, 3));
  ui_type_keys ("Page_Up");
  loop_until (get_focused (view) == newest);

  shell_fixture_close (self);
}

/* A session that goes up, because something was said in it, takes the keyboard along; and the keyboard
 * stays where it is when another one goes. */
static void
test_moved (ShellFixture *self,
            gconstpointer data)
{
  ConfabSessionGroups *groups;
  GtkWidget *view;
  ConfabSession *newest;
  ConfabSession *session;
  ConfabSession *other;
  guint before;
  guint after;

  generate (self, 60, 60);
  shell_fixture_open (self);
  groups = confab_sidebar_get_groups (CONFAB_SIDEBAR (shell_fixture_find (self, CONFAB_TYPE_SIDEBAR)));
  newest = confab_session_groups_get_neighbour (groups, NULL, 1);
  view = ui_find_type (shell_fixture_find (self, CONFAB_TYPE_SIDEBAR), GTK_TYPE_LIST_VIEW);
  ui_wait_frames (view, 2);
  /* Where the person points is opened, and the keyboard goes to its text. */
  ui_point (view, 50, gtk_widget_get_height (view) / 2);
  ui_hold_button (1, TRUE);
  ui_hold_button (1, FALSE);
  loop_until (get_focused (view) != NULL);
  loop_until (get_focused (view) == NULL);
  gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
  ui_type_keys ("Home");
  loop_until (get_focused (view) == newest);
  ui_type_keys ("Down Down Down Down");
  session = get_below (groups, newest, 4);
  loop_until (get_focused (view) == session);
  loop_until (confab_window_get_session (self->window) == session);

  other = get_below (groups, session, 2);
  g_assert_true (confab_session_groups_find (groups, other, &before));
  confab_session_set_updated_at (other, confab_session_get_updated_at (newest) + G_USEC_PER_SEC);
  loop_until (confab_session_groups_find (groups, other, &after) && after < before);
  ui_wait_frames (view, 2);
  g_assert_true (get_focused (view) == session);

  g_assert_true (confab_session_groups_find (groups, session, &before));
  confab_session_set_updated_at (session, confab_session_get_updated_at (other) + G_USEC_PER_SEC);
  loop_until (confab_session_groups_find (groups, session, &after) && after < before);
  ui_wait_frames (view, 2);
  g_assert_true (get_focused (view) == session);
  g_assert_true (confab_window_get_session (self->window) == session);

  shell_fixture_close (self);
}

/* The row of @message, or of the first one that begins in view. */
static GtkWidget *
find_message (GtkWidget     *root,
              GtkWidget     *view,
              ConfabMessage *message,
              float         *top)
{
  GtkWidget *found = NULL;
  graphene_rect_t bounds;

  if (CONFAB_IS_MESSAGE_ROW (root))
    {
      if (!gtk_widget_get_child_visible (root) || !gtk_widget_compute_bounds (root, view, &bounds) ||
          (message != NULL ? confab_message_row_get_message (CONFAB_MESSAGE_ROW (root)) != message
                           : bounds.origin.y < 0))
        return NULL;
      *top = bounds.origin.y;
      return root;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      float here;
      GtkWidget *row = find_message (child, view, message, &here);

      if (row != NULL && (found == NULL || here < *top))
        {
          found = row;
          *top = here;
        }
    }

  return found;
}

static double
get_way_up (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_value (adjustment) - gtk_adjustment_get_lower (adjustment);
}

/* All clicks have come when it has gone as far, or as far as it can. */
static void
turn_up (GtkAdjustment *adjustment,
         GtkWidget     *view,
         guint          n_clicks,
         double         step)
{
  double target = gtk_adjustment_get_value (adjustment) - step * n_clicks + n_clicks;

  ui_turn_wheel (FALSE, n_clicks);
  loop_until (gtk_adjustment_get_value (adjustment) <= target || get_way_up (adjustment) <= 0);
  ui_wait_frames (view, 2);
}

/* A long session that was stored is read with the wheel from its end to its beginning. Pages come
 * meanwhile, and heights that were guessed become known: what is in view moves with the wheel, and by
 * nothing else. */
static void
test_to_the_top (ShellFixture *self,
                 gconstpointer data)
{
  const guint n_messages = 300;
  const guint n_clicks = 5;
  g_autoptr (ConfabConversation) conversation = NULL;
  g_autoptr (ConfabSession) session = NULL;
  GtkWidget *view;
  GtkAdjustment *adjustment;
  double step;
  guint n_turns = 0;
  float top;

  generate (self, n_messages, 1);
  shell_fixture_open (self);
  session = g_list_model_get_item (confab_engine_get_sessions (self->engine), 0);
  confab_window_open_session (self->window, session);
  conversation = confab_engine_dup_conversation (self->engine, session);
  loop_until (confab_conversation_get_loaded (conversation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), <, n_messages);
  view = shell_fixture_find (self, CONFAB_TYPE_CONVERSATION_VIEW);
  adjustment = confab_conversation_view_get_vadjustment (CONFAB_CONVERSATION_VIEW (view));
  ui_wait_frames (view, 3);
  ui_point (view, gtk_widget_get_width (view) / 2.0, gtk_widget_get_height (view) / 2.0);
  step = -turn_wheel (adjustment, view, FALSE, 1);
  g_assert_cmpfloat (step, >, 0);

  while (get_way_up (adjustment) > 0)
    {
      GtkWidget *row = find_message (view, view, NULL, &top);
      ConfabMessage *message = row != NULL ? confab_message_row_get_message (CONFAB_MESSAGE_ROW (row))
                                           : NULL;
      float before = top;

      /* Near the end of what is here more of it comes. */
      loop_until (get_way_up (adjustment) >= step * n_clicks ||
                  g_list_model_get_n_items (G_LIST_MODEL (conversation)) == n_messages);
      turn_up (adjustment, view, n_clicks, step);
      if (get_way_up (adjustment) > 0 && message != NULL &&
          find_message (view, view, message, &top) != NULL)
        {
          g_assert_cmpfloat_with_epsilon (top - before, step * n_clicks, n_clicks);
          n_turns++;
        }
    }

  g_test_message ("%u turns of %u clicks of %.0f px", n_turns, n_clicks, step);
  g_assert_cmpuint (n_turns, >, 50);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, n_messages);
  {
    g_autoptr (ConfabMessage) first = g_list_model_get_item (G_LIST_MODEL (conversation), 0);

    g_assert_nonnull (find_message (view, view, first, &top));
    g_assert_cmpfloat (top, >=, 0);
  }

  shell_fixture_close (self);
}

static void
gone_cb (gpointer  data,
         GObject  *conversation)
{
  guint *n_alive = data;

  (*n_alive)--;
}

static gsize
get_heap (void)
{
#if defined __GLIBC__ && __GLIBC_PREREQ (2, 33)
  return mallinfo2 ().uordblks;
#else
  return 0;
#endif
}

static void
test_open_and_close (ShellFixture *self,
                     gconstpointer data)
{
  const guint n = 200;
  GListModel *sessions;
  guint n_alive = 0;
  guint n_widgets = 0;
  gsize heap = 0;

  /* As many messages in each as make a page. */
  generate (self, 60 * n, n);
  shell_fixture_open (self);
  sessions = confab_engine_get_sessions (self->engine);
  g_assert_cmpuint (g_list_model_get_n_items (sessions), ==, n);

  /* Twice: what is made once, such as glyphs, is there after the first time. */
  for (guint i = 0; i < 2 * n; i++)
    {
      g_autoptr (ConfabSession) session = g_list_model_get_item (sessions, (i + 1) % n);
      ConfabConversation *conversation;

      confab_window_open_session (self->window, session);
      conversation = confab_engine_dup_conversation (self->engine, session);
      loop_until (confab_conversation_get_loaded (conversation));
      n_alive++;
      g_object_weak_ref (G_OBJECT (conversation), gone_cb, &n_alive);
      g_object_unref (conversation);
      ui_wait_frames (GTK_WIDGET (self->window), 1);

      /* The one on show, and that before it until its last page has come. */
      loop_until (n_alive <= 2);
      if (i % 50 == 0)
        g_test_message ("%u: %.0f KiB", i, (double) get_heap () / 1024);
      if (i == n)
        {
          n_widgets = count_widgets (GTK_WIDGET (self->window), GTK_TYPE_WIDGET);
          heap = get_heap ();
        }
    }

  g_test_message ("%u widgets, then %u", n_widgets,
                  count_widgets (GTK_WIDGET (self->window), GTK_TYPE_WIDGET));
  g_test_message ("%.0f KiB of heap, then %.0f", (double) heap / 1024, (double) get_heap () / 1024);
  g_assert_cmpuint (count_widgets (GTK_WIDGET (self->window), GTK_TYPE_WIDGET), <, 2 * n_widgets);
  g_assert_cmpuint (get_heap () / 1024, <=, heap / 1024 + 1024);

  shell_fixture_close (self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_unsetenv ("DASHSCOPE_API_KEY");
  g_assert_cmpint (argc, ==, 2);
  generator = argv[1];

  g_test_add ("/shell/many/scroll", ShellFixture, NULL, shell_fixture_set_up, test_scroll,
              shell_fixture_tear_down);
  g_test_add ("/shell/many/wheel", ShellFixture, NULL, shell_fixture_set_up, test_wheel,
              shell_fixture_tear_down);
  if (ui_has_keys ())
    {
      g_test_add ("/shell/many/ends", ShellFixture, NULL, shell_fixture_set_up, test_ends,
                  shell_fixture_tear_down);
      g_test_add ("/shell/many/to-the-top", ShellFixture, NULL, shell_fixture_set_up,
                  test_to_the_top, shell_fixture_tear_down);
      g_test_add ("/shell/many/moved", ShellFixture, NULL, shell_fixture_set_up, test_moved,
                  shell_fixture_tear_down);
    }
  g_test_add ("/shell/many/open-and-close", ShellFixture, NULL, shell_fixture_set_up,
              test_open_and_close, shell_fixture_tear_down);

  return g_test_run ();
}
