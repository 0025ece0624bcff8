/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes along with a message, shown as chips: where it is from, and for this message only. */

#include "config.h"

#include "confab-engine-catalogue.h"
#include "confab-options-fields.h"
#include "confab-options-page.h"
#include "confab-preferences.h"
#include "confab-value-row.h"
#include "engine-fixture.h"
#include "loop.h"
#include "shell-extras.h"
#include "uitest.h"

static void
check_sent (ShellFixture *fixture,
            const char   *path,
            const char   *expected)
{
  g_autofree char *sent = engine_dup_sent (fixture->context, path);

  g_assert_cmpstr (sent, ==, expected);
}

/* From which layer each chip is; the cross is for one message. */
static void
test_layers (ShellFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (ConfabPreset) cheap = NULL;

  extras_open_session (fixture, CONFAB_DEMO_PHONES_ID);
  extras_set_app_options (fixture, CONFAB_DEMO_PHONES_ID,
                          "{\"input\":{\"biz_params\":{\"user_prompt_params\":"
                          "{\"tone\":\"brief\"}}}}");
  cheap = extras_add_preset (fixture, CONFAB_DEMO_PHONES_ID, "Cheap <b>ones</b>",
                             "{\"parameters\":{\"rag_options\":{\"pipeline_ids\":[\"phones-2025\"],"
                             "\"tags\":[\"budget\"]}}}");
  extras_use_preset (fixture, cheap);
  options = confab_engine_dup_session_options (fixture->engine,
                                               confab_window_get_session (fixture->window));
  {
    g_autoptr (ConfabOptions) changed =
      confab_options_with_boolean (options, CONFAB_FIELD_ENABLE_WEB_SEARCH, TRUE);

    confab_engine_set_session_options (fixture->engine,
                                       confab_window_get_session (fixture->window), changed);
  }

  extras_check_chips (fixture,
                      "Knowledge: Cheap <b>ones</b> · 1 knowledge base, 1 tag"
                      " (From the preset “Cheap <b>ones</b>”); "
                      "tone = brief (From the application); "
                      "Web search (From this session)");
  extras_take_picture (fixture, "layers");

  extras_remove_chip (fixture, "Web search");
  extras_remove_chip (fixture, "Knowledge: Cheap <b>ones</b> · 1 knowledge base, 1 tag");
  extras_check_chips (fixture,
                      "tone = brief (From the application); "
                      "enable_web_search (Not sent with this message); "
                      "Knowledge (Not sent with this message)");
  extras_take_picture (fixture, "layers-off");
  extras_remove_chip (fixture, "enable_web_search");
  extras_send (fixture, "Which phone?");
  check_sent (fixture, "/body/parameters/rag_options", NULL);
  check_sent (fixture, "/body/parameters/enable_web_search", "true");

  /* It is back. */
  extras_check_chips (fixture,
                      "Knowledge: Cheap <b>ones</b> · 1 knowledge base, 1 tag"
                      " (From the preset “Cheap <b>ones</b>”); "
                      "tone = brief (From the application); "
                      "Web search (From this session)");
  shell_fixture_close (fixture);
}

/* The window that stands over the main one. */
static GtkWidget *
wait_for_dialog (ShellFixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (GTK_WINDOW (window)) == GTK_WINDOW (fixture->window))
        {
          ui_wait_frames (window, 2);
          return window;
        }
    }

  return NULL;
}

static void
close_dialog (GtkWidget *dialog)
{
  gpointer window = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &window);
  gtk_window_close (GTK_WINDOW (dialog));
  loop_until (window == NULL);
}

/* The page on show in the options of an application or session, by the row that is selected. */
static const char *
get_page (GtkWidget *dialog)
{
  GtkWidget *pages = ui_find_type (dialog, CONFAB_TYPE_OPTIONS_PAGE);
  GtkWidget *list;

  g_assert_nonnull (pages);
  list = gtk_widget_get_ancestor (GTK_WIDGET (ui_find_label (pages, "Knowledge Base")),
                                  GTK_TYPE_LIST_BOX);

  return gtk_widget_get_name (GTK_WIDGET (gtk_list_box_get_selected_row (GTK_LIST_BOX (list))));
}

/* A chip leads to where it is set: the application's pages, those of its preset, the session's. */
static void
test_places (ShellFixture  *fixture,
             gconstpointer  data)
{
  static const struct {
    const char *chip;
    const char *page;
  } cases[] = {
    { "tone = brief", "inputs" },
    { "limit = 2", "plug-ins" },
    { "model_id = qwen-max", "answers" },
    { "enable_premium = true", "advanced" },
    { "later = 1", "advanced" },
  };
  g_autoptr (ConfabPreset) cheap = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (ConfabOptions) changed = NULL;
  ConfabSession *session;
  GtkWidget *dialog;

  extras_open_session (fixture, CONFAB_DEMO_PHONES_ID);
  session = confab_window_get_session (fixture->window);
  extras_set_app_options (fixture, CONFAB_DEMO_PHONES_ID,
                          "{\"input\":{\"biz_params\":{\"user_prompt_params\":{\"tone\":\"brief\"},"
                          "\"user_defined_params\":{\"shop\":{\"limit\":2}}}},"
                          "\"parameters\":{\"model_id\":\"qwen-max\",\"enable_premium\":true,"
                          "\"later\":1}}");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      extras_press_chip (fixture, cases[i].chip);
      dialog = wait_for_dialog (fixture);
      g_assert_true (CONFAB_IS_PREFERENCES (dialog));
      g_assert_cmpstr (get_page (dialog), ==, cases[i].page);
      g_assert_nonnull (ui_find_label (dialog, "Phone Advisor"));
      close_dialog (dialog);
    }

  /* Of a preset: what it says, not what the application says beside it. */
  cheap = extras_add_preset (fixture, CONFAB_DEMO_PHONES_ID, "Cheap",
                             "{\"parameters\":{\"rag_options\":{\"pipeline_ids\":[\"kb_cheap\"]}}}");
  extras_use_preset (fixture, cheap);
  extras_press_chip (fixture, "Knowledge: Cheap · 1 knowledge base");
  dialog = wait_for_dialog (fixture);
  g_assert_true (CONFAB_IS_PREFERENCES (dialog));
  g_assert_cmpstr (get_page (dialog), ==, "knowledge");
  g_assert_nonnull (ui_find_label (dialog, "kb_cheap"));
  close_dialog (dialog);

  options = confab_engine_dup_session_options (fixture->engine, session);
  changed = confab_options_with_boolean (options, CONFAB_FIELD_ENABLE_WEB_SEARCH, TRUE);
  confab_engine_set_session_options (fixture->engine, session, changed);
  extras_press_chip (fixture, "Web search");
  dialog = wait_for_dialog (fixture);
  g_assert_false (CONFAB_IS_PREFERENCES (dialog));
  g_assert_cmpstr (get_page (dialog), ==, "answers");
  close_dialog (dialog);
  shell_fixture_close (fixture);
}

static GtkWidget *
open_popover (ShellFixture *fixture)
{
  GtkWidget *add = confab_chip_bar_get_add (extras_get_chips (fixture));

  gtk_menu_button_popup (GTK_MENU_BUTTON (add));
  ui_wait_frames (GTK_WIDGET (fixture->window), 2);

  return GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (add)));
}

/* A preset and a value for this message only: used once, and then it is as it was, visibly. */
static void
test_message_only (ShellFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (ConfabPreset) cheap = NULL;
  g_autoptr (ConfabPreset) dear = NULL;
  GtkWidget *popover;
  GtkWidget *row;
  GtkWidget *entry;

  extras_open_session (fixture, CONFAB_DEMO_PHONES_ID);
  extras_set_app_options (fixture, CONFAB_DEMO_PHONES_ID,
                          "{\"input\":{\"biz_params\":{\"user_defined_params\":"
                          "{\"shop\":{\"limit\":2}}}}}");
  cheap = extras_add_preset (fixture, CONFAB_DEMO_PHONES_ID, "Cheap",
                             "{\"parameters\":{\"rag_options\":{\"tags\":[\"cheap\"]}}}");
  dear = extras_add_preset (fixture, CONFAB_DEMO_PHONES_ID, "Dear",
                            "{\"parameters\":{\"rag_options\":{\"tags\":[\"dear\"]}}}");
  extras_check_chips (fixture, "limit = 2 (From the application)");

  popover = open_popover (fixture);
  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (extras_find_widget (popover, GTK_TYPE_CHECK_BUTTON, "Cheap")), TRUE);
  extras_check_chips (fixture, "Knowledge: Cheap · 1 tag (From the preset “Cheap”); "
                               "limit = 2 (From the application)");

  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (extras_find_widget (popover, GTK_TYPE_TOGGLE_BUTTON, "This Message Only")),
    TRUE);
  extras_take_picture (fixture, "popover");
  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (extras_find_widget (popover, GTK_TYPE_CHECK_BUTTON, "Dear")), TRUE);
  row = extras_find_widget (popover, CONFAB_TYPE_VALUE_ROW, "limit");
  entry = ui_find_type (row, GTK_TYPE_ENTRY);
  /* A number stays a number: what is none changes nothing, and stays as it was typed. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "many");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  extras_check_chips (fixture, "Knowledge: Dear · 1 tag (From the preset “Dear”); "
                               "limit = 2 (From the application)");
  gtk_editable_set_text (GTK_EDITABLE (entry), "5");
  extras_check_chips (fixture, "Knowledge: Dear · 1 tag (From the preset “Dear”); "
                               "limit = 5 (For this message only)");

  /* Thinking is seen only with thoughts, which come along. */
  gtk_widget_activate (ui_find_type (popover, GTK_TYPE_SWITCH));
  extras_check_chips (fixture, "Knowledge: Dear · 1 tag (From the preset “Dear”); "
                               "limit = 5 (For this message only); "
                               "Thinking (For this message only); "
                               "Show thoughts (For this message only)");
  gtk_popover_popdown (GTK_POPOVER (popover));

  extras_send (fixture, "Which phone?");
  check_sent (fixture, "/body/parameters/rag_options/tags", "[\"dear\"]");
  check_sent (fixture, "/body/input/biz_params/user_defined_params/shop/limit", "5");
  extras_check_chips (fixture, "Knowledge: Cheap · 1 tag (From the preset “Cheap”); "
                               "limit = 2 (From the application)");
  extras_send (fixture, "And which one now?");
  check_sent (fixture, "/body/parameters/rag_options/tags", "[\"cheap\"]");
  check_sent (fixture, "/body/input/biz_params/user_defined_params/shop/limit", "2");
  shell_fixture_close (fixture);
}

/* Where there is no room one chip stands for all, and its list does the same. */
static void
test_narrow (ShellFixture  *fixture,
             gconstpointer  data)
{
  extras_open_session (fixture, CONFAB_DEMO_CITIES_ID);
  extras_set_app_options (fixture, CONFAB_DEMO_CITIES_ID,
                          "{\"input\":{\"biz_params\":{\"city\":\"Singapore\",\"language\":\"en\","
                          "\"a name that is much longer than anybody would think\":"
                          "\"and a value that is longer still, so that it has to be cut\"}}}");
  ui_wait_frames (GTK_WIDGET (fixture->window), 3);
  extras_take_picture (fixture, "long");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  loop_until (gtk_widget_get_width (GTK_WIDGET (fixture->window)) <= 400);
  ui_wait_frames (GTK_WIDGET (fixture->window), 3);
  extras_take_picture (fixture, "narrow");
  loop_until (confab_chip_bar_get_collapsed (extras_get_chips (fixture)));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
  loop_until (!confab_chip_bar_get_collapsed (extras_get_chips (fixture)));
  shell_fixture_close (fixture);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  shell_fixture_add ("/shell/extras/layers", test_layers);
  shell_fixture_add ("/shell/extras/places", test_places);
  shell_fixture_add ("/shell/extras/message-only", test_message_only);
  shell_fixture_add ("/shell/extras/narrow", test_narrow);

  return g_test_run ();
}
