/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages of options with real widgets: what they show and write again is what they were given. */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <stdlib.h>

#include "confab-json-tab.h"
#include "confab-options-fields.h"
#include "confab-options-forms.h"
#include "confab-options-slice.h"
#include "confab-parameter-list.h"
#include "confab-tag-box.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

/* For each page: a thousand for all of them. */
#define N_RANDOM 200

/* With CONFAB_TEST_SCALE=N there are N times fewer: for sanitizers, which take minutes for them. */
static guint
get_n_random (void)
{
  const char *scale = g_getenv ("CONFAB_TEST_SCALE");

  return N_RANDOM / (scale != NULL ? (guint) CLAMP (atoi (scale), 1, N_RANDOM) : 1);
}

/* Random options ---------------------------------------------------------------------------- */

static const char * const texts[] = { "a", "x y", "新加坡", "\\\"q\\\"", "42", "true", "<b>", "~1/" };

static const char *
any_text (void)
{
  return texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))];
}

static void
add_value (GString *out,
           guint    depth)
{
  static const char * const numbers[] = { "0", "-1", "1.0", "0.1", "1e22", "9223372036854775807" };

  switch (g_test_rand_int_range (0, depth < 2 ? 7 : 5))
    {
    case 0:
      g_string_append (out, numbers[g_test_rand_int_range (0, G_N_ELEMENTS (numbers))]);
      break;
    case 1:
      g_string_append_printf (out, "\"%s\"", any_text ());
      break;
    case 2:
      g_string_append (out, "true");
      break;
    case 3:
      g_string_append (out, "false");
      break;
    case 4:
      g_string_append (out, "null");
      break;
    case 5:
      g_string_append_c (out, '[');
      add_value (out, depth + 1);
      g_string_append (out, ",[]]");
      break;
    default:
      g_string_append (out, "{\"k\":");
      add_value (out, depth + 1);
      g_string_append (out, "}");
      break;
    }
}

static void
add_strings (GString    *out,
             const char *prefix,
             int         most)
{
  int n = g_test_rand_int_range (1, most + 1);

  g_string_append_c (out, '[');
  for (int i = 0; i < n; i++)
    g_string_append_printf (out, "%s\"%s%s%d\"", i > 0 ? "," : "", prefix, any_text (), i);
  g_string_append_c (out, ']');
}

static void
add_filter (GString  *out,
            gboolean  with_numbers)
{
  static const char * const scalars[] = { "7", "0.5", "1.0" };

  g_string_append_printf (out, "{\"%s\":", any_text ());
  add_strings (out, "", 3);
  if (with_numbers)
    g_string_append_printf (out, ",\"n\":%s,\"m\":[%s]", scalars[g_test_rand_int_range (0, 3)],
                            scalars[g_test_rand_int_range (0, 3)]);
  g_string_append (out, ",\"o\":\"");
  g_string_append (out, any_text ());
  g_string_append (out, "\"}");
}

static void
add_members (GString *out)
{
  g_string_append (out, "{\"n\":");
  add_value (out, 0);
  g_string_append (out, ",\"a/b\":");
  add_value (out, 0);
  g_string_append (out, "}");
}

static char *
make_random (void)
{
  GString *out = g_string_new ("{\"parameters\":{\"later\":1");

  if (g_test_rand_bit ())
    g_string_append (out, ",\"temperature\":0.5,\"seed\":3,\"top_p\":1.0,\"model_id\":\"q\"");
  if (g_test_rand_bit ())
    g_string_append (out, ",\"has_thoughts\":true,\"enable_web_search\":false");
  if (g_test_rand_bit ())
    g_string_append (out, ",\"cip_service_codes\":{\"text\":{\"input\":\"c\"}}");
  if (g_test_rand_bit ())
    {
      g_string_append (out, ",\"rag_options\":{\"pipeline_ids\":");
      add_strings (out, "p", 5);
      g_string_append (out, ",\"file_ids\":");
      add_strings (out, "f", 5);
      g_string_append (out, ",\"session_file_ids\":");
      add_strings (out, "file_session_", 10);
      g_string_append (out, ",\"tags\":");
      add_strings (out, "", 4);
      g_string_append (out, ",\"metadata_filter\":");
      add_filter (out, FALSE);
      g_string_append (out, ",\"structured_filter\":");
      add_filter (out, TRUE);
      g_string_append (out, ",\"unknown\":");
      add_value (out, 0);
      g_string_append (out, "}");
    }
  g_string_append (out, "},\"input\":{\"memory_id\":\"m\",\"biz_params\":{\"city\":");
  add_value (out, 0);
  g_string_append (out, ",\"user_prompt_params\":");
  add_members (out);
  g_string_append (out, ",\"user_defined_params\":{\"plug/in\":");
  add_members (out);
  g_string_append (out, "}}},\"tokens\":{\"plug/in\":true,\"mcp\":\"Authorization\"}");
  if (g_test_rand_bit ())
    g_string_append (out, ",\"local\":{\"off\":{\"/input/biz_params/user_defined_params/plug~1in/z"
                          "\":1.0},\"labels\":{\"plugins\":{\"mcp\":\"Maps\"}}}");
  if (g_test_rand_bit ())
    g_string_append (out, ",\"stream\":\"none\",\"later\":[1]");
  g_string_append (out, "}");

  return g_string_free (out, FALSE);
}

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
test_round_trip (ShellFixture  *fixture,
                 gconstpointer  data)
{
  guint which = GPOINTER_TO_UINT (data);
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabOptionsEditor) editor = NULL;
  const ConfabOptionsForm *forms;
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *json;
  GtkWidget *window;
  GtkWidget *json_window;
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

  for (guint i = 0; i < get_n_random (); i++)
    {
      g_autofree char *text = make_random ();
      g_autoptr (GError) error = NULL;
      g_autoptr (ConfabOptions) options = confab_options_new_from_json (text, &error);
      g_autoptr (ConfabOptions) stored = NULL;
      g_autofree char *after = NULL;

      g_assert_no_error (error);
      confab_options_editor_set_options (editor, options);
      touch (page);
      after = confab_options_to_json (confab_options_editor_get_options (editor));
      if (!confab_options_equal (options, confab_options_editor_get_options (editor)))
        g_error ("%s: %s became %s", forms[which].name, text, after);
      stored = confab_engine_dup_session_options (fixture->engine, session);
      g_assert_true (confab_options_equal (stored, options));
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
find_view (GtkWidget  *widget,
           GtkWidget **view)
{
  if (GTK_SOURCE_IS_VIEW (widget))
    *view = widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_view (child, view);
}

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

#define ADD(path, data, test)                                                                      \
  g_test_add ("/options-pages/" path, ShellFixture, GUINT_TO_POINTER (data),                       \
              shell_fixture_set_up, test, shell_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  ADD ("json", 0, test_json);
  ADD ("answers", 0, test_round_trip);
  ADD ("knowledge", 1, test_round_trip);
  ADD ("plug-ins", 2, test_round_trip);
  ADD ("inputs", 3, test_round_trip);
  ADD ("advanced", 4, test_round_trip);

  return g_test_run ();
}
