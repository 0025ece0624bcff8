/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages of options with real widgets: what they show and write again is what they were given. */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "confab-json-tab.h"
#include "confab-options-fields.h"
#include "confab-options-forms.h"
#include "confab-options-slice.h"
#include "confab-parameter-list.h"
#include "confab-tag-box.h"
#include "loop.h"
#include "random-options.h"
#include "shell-fixture.h"
#include "uitest.h"

#define N_RANDOM 1000
#define SECRET "{\"biz_params\":{\"user_defined_tokens\":{\"a\":{\"user_token\":\"canary\"}}}}"

/* Makes every field write what it shows. */
static void
touch (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      touch (child);
      child = next;
    }
  if (CONFAB_IS_TAG_BOX (widget) || GTK_IS_ENTRY (widget) || ADW_IS_ENTRY_ROW (widget))
    g_signal_emit_by_name (widget, "changed");
}

static void
find_view (GtkWidget  *widget,
           GtkWidget **view)
{
  if (GTK_SOURCE_IS_VIEW (widget))
    *view = widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_view (child, view);
}

/* The JSON tab shows what it is about; written anew, in one line, it says the same. */
static void
write_json (ConfabOptionsEditor      *editor,
            const ConfabOptionsForm  *form,
            GtkWidget                *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autoptr (ConfabOptions) slice =
    confab_options_slice (confab_options_editor_get_options (editor), form->paths);
  g_autoptr (ConfabOptions) shown = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = confab_options_to_json (slice);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  shown = confab_options_new_from_json (text, &error);
  g_assert_no_error (error);
  random_options_check (slice, shown, "JSON shown");
  gtk_text_buffer_set_text (buffer, line, -1);
}

/* Through all fields of a page and its JSON tab nothing is another, and so it is stored. */
static void
test_round_trip (ShellFixture  *fixture,
                 gconstpointer  data)
{
  guint which = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = random_options_start ();
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabOptionsEditor) editor = NULL;
  const ConfabOptionsForm *forms;
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *json;
  GtkWidget *window;
  GtkWidget *json_window;
  GtkWidget *view = NULL;
  guint n;

  shell_fixture_open (fixture);
  shell_fixture_try_demo (fixture);
  app = g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  session = confab_engine_new_session (fixture->engine, app);
  editor = confab_options_editor_new (fixture->engine, app, session);
  forms = confab_options_forms_get (&n);
  g_assert_cmpuint (which, <, n);
  forms[which].fill (ADW_PREFERENCES_PAGE (page), editor);
  json = confab_json_tab_new (editor, forms[which].paths);
  window = ui_show (page, 600, 600);
  json_window = ui_show (json, 400, 400);
  find_view (json, &view);

  for (guint i = 0; i < random_options_count (N_RANDOM); i++)
    {
      g_autoptr (ConfabOptions) options = random_options_next (rand);
      g_autoptr (ConfabOptions) stored = NULL;

      confab_options_editor_set_options (editor, options);
      touch (page);
      random_options_check (options, confab_options_editor_get_options (editor), forms[which].name);
      write_json (editor, &forms[which], view);
      random_options_check (options, confab_options_editor_get_options (editor), "JSON written");
      stored = confab_engine_dup_session_options (fixture->engine, session);
      random_options_check (options, stored, "engine");
    }

  ui_close (json_window);
  ui_close (window);
  g_clear_object (&editor);
  g_clear_object (&session);
  g_clear_object (&app);
  shell_fixture_close (fixture);
}

/* What is not JSON changes nothing and stays; what is, is in the form at once. */
static void
test_json (ShellFixture  *fixture,
           gconstpointer  data)
{
  static const char * const paths[] = { "/parameters/seed", NULL };
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabOptionsEditor) editor = NULL;
  g_autofree char *text = NULL;
  GtkWidget *json;
  GtkWidget *window;
  GtkWidget *view = NULL;
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;
  gint64 seed = 0;

  shell_fixture_open (fixture);
  shell_fixture_try_demo (fixture);
  app = g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  session = confab_engine_new_session (fixture->engine, app);
  editor = confab_options_editor_new (fixture->engine, app, session);
  json = confab_json_tab_new (editor, paths);
  window = ui_show (json, 400, 400);
  find_view (json, &view);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));

  gtk_text_buffer_set_text (buffer, "{\"parameters\":{\"seed\":5}}", -1);
  g_assert_true (confab_options_get_integer (confab_options_editor_get_options (editor),
                                             CONFAB_FIELD_SEED, &seed));
  g_assert_cmpint (seed, ==, 5);

  gtk_text_buffer_set_text (buffer, "{\"parameters\":\n{\"seed\":}}", -1);
  g_assert_true (confab_options_is_set (confab_options_editor_get_options (editor),
                                        CONFAB_FIELD_SEED));
  g_assert_true (gtk_widget_has_css_class (view, "error"));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (text, ==, "{\"parameters\":\n{\"seed\":}}");

  gtk_text_buffer_set_text (buffer, "{\"parameters\":{\"top_k\":5}}", -1);
  g_assert_true (gtk_widget_has_css_class (view, "error"));
  gtk_text_buffer_set_text (buffer, "{}", -1);
  g_assert_false (gtk_widget_has_css_class (view, "error"));
  g_assert_false (confab_options_is_set (confab_options_editor_get_options (editor),
                                         CONFAB_FIELD_SEED));

  ui_close (window);
  g_clear_object (&editor);
  g_clear_object (&session);
  g_clear_object (&app);
  shell_fixture_close (fixture);
}

static GtkWidget *
find_row (GtkWidget  *widget,
          const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);

  return found;
}

/* A request with a token in it, whole or cut off, is refused, and not kept as it was typed. */
static void
test_secrets (ShellFixture  *fixture,
              gconstpointer  unused)
{
  static const struct {
    const char *row;
    const char *text;
  } cases[] = {
    { "input", SECRET },
    { "input", SECRET "x" },
    { "The request itself", "{\"input\":" SECRET "}" },
    { "The request itself", "{\"input\":" SECRET },
    { "debug", "{\"Authorization\": \"canary" },
  };
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabOptionsEditor) editor = NULL;
  const ConfabOptionsForm *forms;
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *window;
  guint n;

  shell_fixture_open (fixture);
  shell_fixture_try_demo (fixture);
  app = g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  editor = confab_options_editor_new (fixture->engine, app, NULL);
  forms = confab_options_forms_get (&n);
  forms[4].fill (ADW_PREFERENCES_PAGE (page), editor);
  window = ui_show (page, 600, 600);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *row = find_row (page, cases[i].row);
      g_autofree char *options = NULL;

      gtk_editable_set_text (GTK_EDITABLE (row), cases[i].text);
      options = confab_options_to_json (confab_options_editor_get_options (editor));
      g_assert_null (strstr (options, "canary"));
      g_assert_true (gtk_widget_has_css_class (row, "error"));
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, cases[i].text);
    }

  ui_close (window);
  g_clear_object (&editor);
  g_clear_object (&app);
  shell_fixture_close (fixture);
}

#define ADD(path, data, test)                                                                      \
  g_test_add ("/options-pages/" path, ShellFixture, GUINT_TO_POINTER (data),                       \
              shell_fixture_set_up, test, shell_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  ADD ("json", 0, test_json);
  ADD ("secrets", 0, test_secrets);
  ADD ("answers", 0, test_round_trip);
  ADD ("knowledge", 1, test_round_trip);
  ADD ("plug-ins", 2, test_round_trip);
  ADD ("inputs", 3, test_round_trip);
  ADD ("advanced", 4, test_round_trip);

  return g_test_run ();
}
