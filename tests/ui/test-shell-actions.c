/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The names of actions in .ui files are the names of actions. And: the whole program starts, shows
 * its window and quits, leaving nothing. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-actions.h"
#include "confab-application.h"
#include "confab-ui.h"
#include "confab-window.h"
#include "loop.h"
#include "uitest.h"

#define PREFIX "/io/github/confab_chat/Confab"

static gboolean
has_action (ConfabWindow *window,
            GApplication *application,
            const char   *name)
{
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (window);
  const GVariantType *parameter;
  const char *property;
  const char *class_action;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (klass, i, &owner, &class_action, &parameter,
                                                   &property);
       i++)
    if (g_str_equal (class_action, name))
      return TRUE;

  if (g_str_has_prefix (name, "app."))
    return g_action_group_has_action (G_ACTION_GROUP (application), name + strlen ("app."));
  if (g_str_has_prefix (name, "win."))
    return g_action_group_has_action (G_ACTION_GROUP (window), name + strlen ("win."));
  if (g_str_has_prefix (name, "chat."))
    {
      GtkWidget *page = ui_find_type (GTK_WIDGET (window), CONFAB_TYPE_CHAT_PAGE);

      return g_action_group_has_action (confab_chat_page_get_actions (CONFAB_CHAT_PAGE (page)),
                                        name + strlen ("chat."));
    }

  return FALSE;
}

static guint
check_file (ConfabWindow *window,
            GApplication *application,
            const char   *path)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  regex = g_regex_new ("name=\"(?:action-name|action)\">([a-z.-]+)<", 0, 0, NULL);
  g_regex_match_full (regex, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), 0,
                      0, &match, NULL);
  while (g_match_info_matches (match))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);

      if (!has_action (window, application, name))
        g_error ("%s: there is no action %s", path, name);
      n++;
      g_match_info_next (match, NULL);
    }

  return n;
}

static guint
check_folder (ConfabWindow *window,
              GApplication *application,
              const char   *folder)
{
  g_auto (GStrv) names = g_resources_enumerate_children (folder, 0, NULL);
  guint n = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", folder, names[i], NULL);

      if (g_str_has_suffix (names[i], "/"))
        n += check_folder (window, application, path);
      else if (g_str_has_suffix (names[i], ".ui"))
        n += check_file (window, application, path);
    }

  return n;
}

typedef struct {
  GApplication *application;
  gboolean was_empty; /* before the first frame nothing was loaded */
  guint n_names;
} Run;

static ConfabWindow *
get_window (Run *run)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (run->application));

  return window != NULL ? CONFAB_WINDOW (window) : NULL;
}

/* Plays the person: once the demo is there, looks at all actions, then quits by Ctrl+Q's action. */
static gboolean
look_cb (gpointer user_data)
{
  Run *run = user_data;
  ConfabWindow *window = get_window (run);

  if (window == NULL || confab_window_get_session (window) == NULL)
    return G_SOURCE_CONTINUE;

  run->n_names = check_folder (window, run->application, PREFIX);

  /* Shortcuts and About open over the window and go with it. */
  g_action_group_activate_action (G_ACTION_GROUP (run->application), "shortcuts", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (run->application), "about", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (run->application), "quit", NULL);

  return G_SOURCE_REMOVE;
}

static void
test_program (void)
{
  g_autofree char *directory = g_dir_make_tmp ("confab-program-XXXXXX", NULL);
  g_autoptr (ConfabContext) context = confab_context_new (directory, FALSE);
  ConfabApplication *application;
  const char *arguments[] = { "confab", "--demo", NULL };
  Run run = { 0 };
  int status;

  application = confab_application_new (context, G_APPLICATION_NON_UNIQUE);
  run.application = G_APPLICATION (application);
  g_timeout_add (20, look_cb, &run);

  status = g_application_run (run.application, 2, (char **) arguments);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpuint (run.n_names, >, 20);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  g_assert_finalize_object (application);
  g_assert_finalize_object (g_steal_pointer (&context));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  confab_ui_init ();

  g_test_add_func ("/shell/program", test_program);

  return g_test_run ();
}
