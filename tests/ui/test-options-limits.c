/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is refused on the pages of options: each with a sentence on its row, nothing of it a value, and
 * what was typed is there when the page is built again, also after a restart. What e2e-limits does with
 * real keys in other fields. */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "confab-field-note.h"
#include "confab-json-tab.h"
#include "confab-options-fields.h"
#include "confab-options-forms.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

#define TOKEN "canary-5b1e"

enum { ANSWERS, KNOWLEDGE, PLUG_INS, INPUTS, ADVANCED };

/* A page of the first application, as a form and as JSON. */
typedef struct {
  ConfabOptionsEditor *editor;
  GtkWidget *form;
  GtkWidget *json;
  GtkWidget *form_window;
  GtkWidget *json_window;
} Page;

static void
open_page (ShellFixture *fixture,
           guint         which,
           Page         *page)
{
  g_autoptr (ConfabStudioApp) app =
    g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  guint n;
  const ConfabOptionsForm *form = confab_options_forms_get (&n) + which;

  page->editor = confab_options_editor_new (fixture->engine, app, NULL);
  page->form = adw_preferences_page_new ();
  form->fill (ADW_PREFERENCES_PAGE (page->form), page->editor);
  page->json = confab_json_tab_new (page->editor, form->paths);
  page->form_window = ui_show (page->form, 600, 600);
  page->json_window = ui_show (page->json, 400, 400);
}

static void
close_page (Page *page)
{
  ui_close (page->json_window);
  ui_close (page->form_window);
  g_clear_object (&page->editor);
}

static void
open_again (ShellFixture *fixture,
            guint         which,
            Page         *page)
{
  close_page (page);
  open_page (fixture, which, page);
}

static GtkWidget *
find_row (GtkWidget  *widget,
          const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget) &&
      g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);

  return found;
}

static GtkTextBuffer *
get_buffer (Page *page)
{
  GtkWidget *view = ui_find_type (page->json, GTK_SOURCE_TYPE_VIEW);

  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

static char *
dup_text (Page *page)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (get_buffer (page), &start, &end);

  return gtk_text_buffer_get_text (get_buffer (page), &start, &end, FALSE);
}

/* The sentence that stands on the tab. (nullable) */
static const char *
find_sentence (GtkWidget *widget)
{
  const char *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "caption") &&
      gtk_widget_get_visible (gtk_widget_get_parent (widget)))
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_sentence (child);

  return found;
}

static void
assert_says (const char *sentence,
             const char *part)
{
  g_assert_nonnull (sentence);
  if (strstr (sentence, part) == NULL)
    g_error ("“%s” does not say “%s”", sentence, part);
}

/* What the row after a row says. */
static const char *
get_note (GtkWidget *row)
{
  GtkWidget *note = gtk_widget_get_next_sibling (row);

  g_assert_true (CONFAB_IS_FIELD_NOTE (note));

  return gtk_widget_get_visible (note) ? confab_field_note_get_text (CONFAB_FIELD_NOTE (note)) : NULL;
}

static gboolean
any_note_says (GtkWidget  *widget,
               const char *part)
{
  if (CONFAB_IS_FIELD_NOTE (widget) && gtk_widget_get_visible (widget) &&
      strstr (confab_field_note_get_text (CONFAB_FIELD_NOTE (widget)), part) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (any_note_says (child, part))
      return TRUE;

  return FALSE;
}

static void
begin (ShellFixture *fixture)
{
  shell_fixture_open (fixture);
  shell_fixture_try_demo (fixture);
}

/* Eleven prompt variables: said on the tab and on the form, and both are well again without the last. */
static void
test_variables (ShellFixture  *fixture,
                gconstpointer  unused)
{
  Page page;

  begin (fixture);
  open_page (fixture, INPUTS, &page);
  for (guint n = 11; n >= 10; n--)
    {
      g_autoptr (GString) text = g_string_new ("{\"input\":{\"biz_params\":{\"user_prompt_params\":{");

      for (guint i = 0; i < n; i++)
        g_string_append_printf (text, "%s\"v%u\":%u", i > 0 ? "," : "", i, i);
      g_string_append (text, "}}}}");
      gtk_text_buffer_set_text (get_buffer (&page), text->str, -1);
      if (n > 10)
        assert_says (find_sentence (page.json), "There can be at most 10");
      else
        g_assert_null (find_sentence (page.json));
      g_assert_cmpint (any_note_says (page.form, "There can be at most 10"), ==, n > 10);
    }

  close_page (&page);
  shell_fixture_close (fixture);
}

static const struct {
  const char *row;
  const char *text;
  const char *says;
} members[] = {
  { "input", "{\"memory_id\": \"m\"}", "has a row of its own" },
  { "input", "{\"prompt\":\"p\"}", "prompt: The prompt is what you write" },
  { "input", "{\"session_id\":\"s\"}", "session_id: The session is the one you write in" },
  { "input", "{\"image_list\":[\"a.png\"]}", "public address" },
  { "input", "{\"messages\":[{\"role\":\"tool\",\"content\":\"\"}]}", "messages: The role is not" },
  { "parameters", "{\"seed\": 1}", "“seed” has a row of its own" },
  { "parameters", "later", "This is no object. Write it like" },
  { "parameters", "{\"later\": 12345678901234567890}", "Write it as a text, in quotes" },
  { "debug", "{\"a\": 1", "ends too early (line 1, column 8)" },
  { "The request itself", "{\"input\": {}}", "a place of its own" },
  { "The request itself", "{\"a\" 1}", "not valid JSON (line 1, column 6)" },
  { "X-DashScope-DataInspection", "ünïcode", "ASCII characters in one line" },
};

/* Each is refused on its row, stays as it was typed, is there again, and goes when it is taken away. */
static void
test_members (ShellFixture  *fixture,
              gconstpointer  unused)
{
  Page page;

  begin (fixture);
  open_page (fixture, ADVANCED, &page);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      GtkWidget *row = find_row (page.form, members[i].row);

      gtk_editable_set_text (GTK_EDITABLE (row), members[i].text);
      assert_says (get_note (row), members[i].says);
      g_assert_true (gtk_widget_has_css_class (row, "error"));

      open_again (fixture, ADVANCED, &page);
      row = find_row (page.form, members[i].row);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, members[i].text);
      assert_says (get_note (row), members[i].says);

      gtk_editable_set_text (GTK_EDITABLE (row), "");
      g_assert_null (get_note (row));
      open_again (fixture, ADVANCED, &page);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (page.form, members[i].row))), ==, "");
    }

  close_page (&page);
  shell_fixture_close (fixture);
}

static const struct {
  guint page;
  const char *text;
  const char *says;
} texts[] = {
  { ANSWERS, "{\"parameters\":\n{\"seed\":}}", "not valid JSON (line 2, column 9)" },
  { ANSWERS, "{\"parameters\": {\"seed\": 1}", "ends too early (line 1, column 27)" },
  { ANSWERS, "{\"parameters\": {\"seed\": 12345678901234567890}}", "too large to be kept exactly" },
  { ANSWERS, "{\"input\": {\"memory_id\": \"m\"}}", "/input/memory_id is not on this page" },
  { ANSWERS, "{\"parameters\": []}", "/parameters: This is no JSON object" },
  { ANSWERS, " ", "This is no JSON object" },
  { KNOWLEDGE, "{\"parameters\": {\"seed\": 1}}", "/parameters/seed is not on this page" },
  { INPUTS, "{\"input\": [", "line 1" },
};

/* Nothing of it is stored; it stays, also when the page is opened again, until it is discarded. */
static void
test_json (ShellFixture  *fixture,
           gconstpointer  unused)
{
  Page page;

  begin (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autofree char *kept = NULL;
      g_autofree char *shown = NULL;
      g_autofree char *first = NULL;
      GtkWidget *discard;

      open_page (fixture, texts[i].page, &page);
      before = confab_options_to_json (confab_options_editor_get_options (page.editor));
      first = dup_text (&page);
      gtk_text_buffer_set_text (get_buffer (&page), texts[i].text, -1);
      assert_says (find_sentence (page.json), texts[i].says);
      after = confab_options_to_json (confab_options_editor_get_options (page.editor));
      g_assert_cmpstr (after, ==, before);

      open_again (fixture, texts[i].page, &page);
      kept = dup_text (&page);
      g_assert_cmpstr (kept, ==, texts[i].text);
      assert_says (find_sentence (page.json), texts[i].says);

      discard = ui_find_type (page.json, GTK_TYPE_BUTTON);
      g_assert_true (gtk_widget_get_visible (discard));
      g_signal_emit_by_name (discard, "clicked");
      shown = dup_text (&page);
      g_assert_cmpstr (shown, ==, first);
      g_assert_null (find_sentence (page.json));
      g_assert_false (gtk_widget_get_visible (discard));
      close_page (&page);
    }

  shell_fixture_close (fixture);
}

/* A token in it is refused, and gone with the tab. */
static void
test_token (ShellFixture  *fixture,
            gconstpointer  unused)
{
  g_autofree char *options = NULL;
  g_autofree char *text = NULL;
  Page page;

  begin (fixture);
  open_page (fixture, PLUG_INS, &page);
  gtk_text_buffer_set_text (
    get_buffer (&page),
    "{\"input\":{\"biz_params\":{\"user_defined_tokens\":{\"x\":{\"user_token\":\"" TOKEN "\"}}}}}", -1);
  assert_says (find_sentence (page.json), "Tokens are kept in the keyring, never here");
  options = confab_options_to_json (confab_options_editor_get_options (page.editor));
  g_assert_null (strstr (options, TOKEN));
  open_again (fixture, PLUG_INS, &page);
  text = dup_text (&page);
  g_assert_null (strstr (text, TOKEN));
  close_page (&page);
  shell_fixture_close (fixture);
}

/* Whoever comes back after a restart finds what is still wrong, with its sentence. */
static void
test_restart (ShellFixture  *fixture,
              gconstpointer  unused)
{
  Page page;

  begin (fixture);
  open_page (fixture, ANSWERS, &page);
  gtk_editable_set_text (GTK_EDITABLE (find_row (page.form, "Temperature")), "warm");
  close_page (&page);
  open_page (fixture, ADVANCED, &page);
  gtk_editable_set_text (GTK_EDITABLE (find_row (page.form, "parameters")), "{\"seed\": 1}");
  close_page (&page);
  shell_fixture_close (fixture);

  shell_fixture_open (fixture);
  open_page (fixture, ANSWERS, &page);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (page.form, "Temperature"))), ==, "warm");
  assert_says (get_note (find_row (page.form, "Temperature")), "This is no number");
  g_assert_false (confab_options_is_set (confab_options_editor_get_options (page.editor),
                                         CONFAB_FIELD_TEMPERATURE));
  close_page (&page);
  open_page (fixture, ADVANCED, &page);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (page.form, "parameters"))), ==,
                   "{\"seed\": 1}");
  assert_says (get_note (find_row (page.form, "parameters")), "“seed” has a row of its own");
  close_page (&page);
  shell_fixture_close (fixture);
}

/* A session says what holds where it says nothing, on each kind of row. */
static void
test_below (ShellFixture  *fixture,
            gconstpointer  unused)
{
  static const char options[] =
    "{\"parameters\":{\"model_id\":\"qwen-max\",\"rag_options\":{\"pipeline_ids\":[\"kb\"],"
    "\"tags\":[\"new\",\"red\"],\"metadata_filter\":{\"brand\":\"a\",\"year\":\"b\"}}},"
    "\"local\":{\"labels\":{\"pipeline_ids\":{\"kb\":\"Sheets\"}}}}";
  g_autoptr (ConfabStudioApp) app = NULL;
  g_autoptr (ConfabSession) session = NULL;
  g_autoptr (ConfabOptionsEditor) editor = NULL;
  g_autoptr (ConfabOptionsEditor) below = NULL;
  g_autoptr (ConfabOptions) set = confab_options_new_from_json (options, NULL);
  g_autoptr (ConfabOptions) own = NULL;
  GtkWidget *knowledge = adw_preferences_page_new ();
  GtkWidget *answers = adw_preferences_page_new ();
  GtkWidget *knowledge_window;
  GtkWidget *answers_window;
  guint n;
  const ConfabOptionsForm *forms = confab_options_forms_get (&n);

  begin (fixture);
  app = g_list_model_get_item (confab_engine_get_apps (fixture->engine), 0);
  below = confab_options_editor_new (fixture->engine, app, NULL);
  confab_options_editor_set_options (below, set);
  session = confab_engine_new_session (fixture->engine, app);
  editor = confab_options_editor_new (fixture->engine, app, session);
  forms[ANSWERS].fill (ADW_PREFERENCES_PAGE (answers), editor);
  forms[KNOWLEDGE].fill (ADW_PREFERENCES_PAGE (knowledge), editor);
  answers_window = ui_show (answers, 600, 600);
  knowledge_window = ui_show (knowledge, 600, 600);

  g_assert_nonnull (ui_find_label (answers, "qwen-max"));
  g_assert_nonnull (ui_find_label (knowledge, "As set elsewhere: Sheets"));
  g_assert_nonnull (ui_find_label (knowledge, "As set elsewhere: brand, year"));

  /* A list takes the place of that below; an object goes over it. */
  own = confab_options_new_from_json (
    "{\"parameters\":{\"model_id\":\"other\",\"rag_options\":{\"pipeline_ids\":[\"kc\"],"
    "\"metadata_filter\":{\"year\":\"c\"}}}}", NULL);
  confab_options_editor_set_options (editor, own);
  g_assert_null (ui_find_label (knowledge, "As set elsewhere: Sheets"));
  g_assert_nonnull (ui_find_label (knowledge, "As set elsewhere: brand"));
  g_assert_null (ui_find_label (answers, "qwen-max"));

  ui_close (knowledge_window);
  ui_close (answers_window);
  g_clear_object (&editor);
  g_clear_object (&below);
  g_clear_object (&session);
  g_clear_object (&app);
  shell_fixture_close (fixture);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/options-limits/" path, ShellFixture, NULL, shell_fixture_set_up, test,             \
              shell_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  ADD ("variables", test_variables);
  ADD ("members", test_members);
  ADD ("json", test_json);
  ADD ("token", test_token);
  ADD ("restart", test_restart);
  ADD ("below", test_below);

  return g_test_run ();
}
