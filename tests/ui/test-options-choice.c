/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who chooses in a list, as a person does, changes what the list is made from. */

#include "config.h"

#include <adwaita.h>

#include "confab-options-forms.h"
#include "confab-parameter-row.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

#define CITY "/input/biz_params/city"

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  ConfabPreset **preset = user_data;
  g_autoptr (GError) error = NULL;

  *preset = confab_engine_save_preset_finish (CONFAB_ENGINE (source), result, &error);
  g_assert_no_error (error);
}

static ConfabPreset *
save (ShellFixture     *fixture,
      ConfabStudioApp  *app,
      gint64            id,
      ConfabPresetKind  kind,
      const char       *name,
      const char       *options)
{
  ConfabPresetRecord record = {
    .id = id,
    .app = confab_studio_app_get_record (app)->id,
    .name = (char *) name,
    .kind = kind,
    .options = (char *) options,
  };
  ConfabPreset *preset = NULL;

  confab_engine_save_preset_async (fixture->engine, &record, NULL, saved_cb, &preset);
  loop_until (preset != NULL);

  return preset;
}

/* The row shows what is chosen in a list of its own, too. */
static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LIST_VIEW (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER) != NULL)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);

  return found;
}

static void
choose (GtkWidget *row,
        guint      position)
{
  GtkWidget *list = find_list (row);

  g_assert_nonnull (list);
  gtk_widget_activate (row);
  loop_until (gtk_widget_get_mapped (list));
  ui_wait_frames (row, 2);
  g_assert_true (gtk_widget_activate_action (list, "list.select-item", "(ubb)", position, FALSE,
                                             FALSE));
  g_assert_true (gtk_widget_activate_action (list, "list.activate-item", "u", position));
  loop_until (!gtk_widget_get_mapped (list));
}

static void
test_choice (ShellFixture  *fixture,
             gconstpointer  data)
{
  guint which = GPOINTER_TO_UINT (data);
  ConfabPresetKind kind = which == 1 ? CONFAB_PRESET_KNOWLEDGE
                          : which == 2 ? CONFAB_PRESET_PLUGIN
                                       : CONFAB_PRESET_WORKFLOW;
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabOptionsEditor) editor = NULL;
  g_autoptr (ConfabPreset) one = NULL;
  g_autoptr (ConfabPreset) two = NULL;
  const ConfabOptionsForm *forms;
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *window;
  GtkWidget *row;
  guint n;

  shell_fixture_open (fixture);
  shell_fixture_try_demo (fixture);
  app = g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  editor = confab_options_editor_new (fixture->engine, app, NULL);
  forms = confab_options_forms_get (&n);
  forms[which].fill (ADW_PREFERENCES_PAGE (page), editor);
  window = ui_show (page, 600, 600);
  one = save (fixture, app, 0, kind, "One",
              "{\"parameters\":{\"rag_options\":{\"pipeline_ids\":[\"a\"]}}}");
  two = save (fixture, app, 0, kind, "Two",
              "{\"input\":{\"biz_params\":{\"city\":\"a\","
              "\"user_defined_params\":{\"dormitory\":{\"article_index\":2}}}}}");

  row = ui_find_type (page, ADW_TYPE_COMBO_ROW);
  for (guint i = 0; i < 3; i++)
    {
      choose (row, 1);
      g_assert_true (confab_options_editor_get_preset (editor) == one);
      choose (row, 2);
      g_assert_true (confab_options_editor_get_preset (editor) == two);
      choose (row, 0);
      g_assert_null (confab_options_editor_get_preset (editor));
    }

  /* Renamed elsewhere it has its new name with the choice itself. */
  g_object_unref (save (fixture, app, confab_preset_get_record (two)->id, kind, "Zwei", "{}"));
  choose (row, 1);
  g_assert_true (confab_options_editor_get_preset (editor) == one);
  choose (row, 2);
  g_assert_true (confab_options_editor_get_preset (editor) == two);
  g_assert_cmpstr (gtk_string_object_get_string (
                     adw_combo_row_get_selected_item (ADW_COMBO_ROW (row))), ==, "Zwei");

  ui_close (window);
  g_clear_object (&editor);
  g_clear_object (&one);
  g_clear_object (&two);
  g_clear_object (&app);
  shell_fixture_close (fixture);
}

static guint
count (GtkWidget *choice)
{
  return g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (choice)));
}

/* An input that has choices, and a value that is none of them. */
static void
test_input (ShellFixture  *fixture,
            gconstpointer  unused)
{
  static const char * const values[] = { "a", "b", "c" };
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabOptionsEditor) editor = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (ConfabOptions) described = NULL;
  g_autoptr (JsonNode) choices = json_from_string ("[\"a\",\"b\"]", NULL);
  const ConfabOptionsForm *forms;
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *window;
  GtkWidget *choice;
  guint n;

  shell_fixture_open (fixture);
  shell_fixture_try_demo (fixture);
  app = g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  editor = confab_options_editor_new (fixture->engine, app, NULL);
  options = confab_options_new_from_json ("{\"input\":{\"biz_params\":{\"city\":\"c\"}}}", NULL);
  described = confab_options_with_about (options, CITY, "choices", choices);
  confab_options_editor_set_options (editor, described);
  forms = confab_options_forms_get (&n);
  forms[3].fill (ADW_PREFERENCES_PAGE (page), editor);
  window = ui_show (page, 600, 600);

  choice = ui_find_type (ui_find_type (page, CONFAB_TYPE_PARAMETER_ROW), GTK_TYPE_DROP_DOWN);
  g_assert_cmpuint (count (choice), ==, 3);
  for (guint i = 0; i < 6; i++)
    {
      choose (choice, i % 3);
      g_assert_cmpstr (json_node_get_string (confab_options_editor_get (editor, CITY)), ==,
                       values[i % 3]);
      g_assert_cmpuint (count (choice), ==, 3);
    }

  ui_close (window);
  g_clear_object (&editor);
  g_clear_object (&app);
  shell_fixture_close (fixture);
}

#define ADD(path, data, test)                                                                      \
  g_test_add ("/options-choice/" path, ShellFixture, GUINT_TO_POINTER (data),                       \
              shell_fixture_set_up, test, shell_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  ADD ("knowledge", 1, test_choice);
  ADD ("plug-ins", 2, test_choice);
  ADD ("inputs", 3, test_choice);
  ADD ("input", 0, test_input);

  return g_test_run ();
}
