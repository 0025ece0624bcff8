/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes along with a message: attached by drop, paste and address, shown as chips, for this message
 * only, and looked at before it is sent. */

#include "config.h"

#include <string.h>

#include "confab-attach.h"
#include "confab-chip.h"
#include "confab-composer.h"
#include "confab-context-private.h"
#include "confab-engine-extras.h"
#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-message-list-private.h"
#include "confab-options-fields.h"
#include "confab-send-along.h"
#include "confab-value-row.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

/* For a person who wants to look: what is tested is written there as pictures. */
static void
take_picture (ShellFixture *fixture,
              const char   *name)
{
  const char *folder = g_getenv ("CONFAB_TEST_PICTURES");
  g_autofree char *path = NULL;

  if (folder == NULL)
    return;

  path = g_strdup_printf ("%s/%s.png", folder, name);
  ui_wait_frames (GTK_WIDGET (fixture->window), 3);
  g_assert_true (ui_save_png (GTK_WIDGET (fixture->window), path));
}

static ConfabComposer *
get_composer (ShellFixture *fixture)
{
  return CONFAB_COMPOSER (shell_fixture_find (fixture, CONFAB_TYPE_COMPOSER));
}

static ConfabChipBar *
get_chips (ShellFixture *fixture)
{
  return confab_composer_get_chips (get_composer (fixture));
}

static ConfabExtras *
get_extras (ShellFixture *fixture)
{
  return confab_engine_get_extras (fixture->engine, confab_window_get_session (fixture->window));
}

/* All chips in their order: "roof.png (For this message only); …". (transfer full) */
static char *
describe_chips (ShellFixture *fixture)
{
  GPtrArray *carried = confab_chip_bar_get_carried (get_chips (fixture));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < carried->len; i++)
    {
      const ConfabCarried *each = g_ptr_array_index (carried, i);
      g_autofree char *source = confab_carried_dup_source (each);

      g_string_append_printf (text, "%s%s (%s)", i > 0 ? "; " : "", each->text, source);
    }

  return g_string_free (text, FALSE);
}

static void
check_chips (ShellFixture *fixture,
             const char   *expected)
{
  g_autofree char *found = describe_chips (fixture);

  g_assert_cmpstr (found, ==, expected);
}

/* The chip that says so, or NULL. */
static GtkWidget *
find_chip (ShellFixture *fixture,
           const char   *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (get_chips (fixture)));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    if (CONFAB_IS_CHIP (child) &&
        g_str_equal (confab_chip_get_carried (CONFAB_CHIP (child))->text, text))
      return child;

  return NULL;
}

/* Presses the cross of a chip. */
static void
remove_chip (ShellFixture *fixture,
             const char   *text)
{
  GtkWidget *chip = find_chip (fixture, text);

  g_assert_nonnull (chip);
  g_signal_emit_by_name (gtk_widget_get_last_child (chip), "clicked");
  g_assert_true (gtk_widget_has_focus (confab_composer_get_text_view (get_composer (fixture))) ||
                 gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                   confab_composer_get_text_view (get_composer (fixture)));
}

static ConfabStudioApp *
find_app (ShellFixture *fixture,
          const char   *app_id)
{
  GListModel *apps = confab_engine_get_apps (fixture->engine);

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i); /* the list keeps it */

      if (g_str_equal (confab_studio_app_get_record (app)->app_id, app_id))
        return app;
    }

  g_assert_not_reached ();
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
open_session (ShellFixture *fixture,
              const char   *app_id)
{
  g_autoptr (ConfabSession) session = NULL;

  shell_fixture_open (fixture);
  shell_fixture_try_demo (fixture);
  session = confab_engine_new_session (fixture->engine, find_app (fixture, app_id));
  confab_window_open_session (fixture->window, session);
  ui_wait_frames (GTK_WIDGET (fixture->window), 2);
}

static void
set_app_options (ShellFixture *fixture,
                 const char   *app_id,
                 const char   *text)
{
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  options = confab_options_new_from_json (text, &error);
  g_assert_no_error (error);
  confab_engine_set_app_options_async (fixture->engine, find_app (fixture, app_id), options, NULL,
                                       result_cb, &result);
  loop_until (result != NULL);
  g_assert_true (confab_engine_change_app_finish (fixture->engine, result, &error));
}

static ConfabPreset *
add_preset (ShellFixture *fixture,
            const char   *app_id,
            const char   *name,
            const char   *options)
{
  g_autoptr (ConfabPresetRecord) record = confab_preset_record_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConfabPreset *preset;

  record->app = confab_studio_app_get_record (find_app (fixture, app_id))->id;
  record->name = g_strdup (name);
  record->kind = CONFAB_PRESET_KNOWLEDGE;
  record->options = g_strdup (options);
  confab_engine_save_preset_async (fixture->engine, record, NULL, result_cb, &result);
  loop_until (result != NULL);
  preset = confab_engine_save_preset_finish (fixture->engine, result, &error);
  g_assert_no_error (error);

  return preset;
}

static void
send (ShellFixture *fixture,
      const char   *text)
{
  ConfabSession *session = confab_window_get_session (fixture->window);

  shell_fixture_write (fixture, text);
  gtk_widget_activate_action (GTK_WIDGET (get_composer (fixture)), "chat.send", NULL);
  loop_until (!confab_composer_get_busy (get_composer (fixture)) &&
              !confab_session_get_answering (session));
  g_assert_false (confab_composer_has_error (get_composer (fixture)));
}

/* What the service was sent the last time. (transfer full) */
static char *
dup_sent (ShellFixture *fixture,
          const char   *path)
{
  ConfabDemoService *demo = confab_context_start_demo (fixture->context, NULL);
  g_auto (GStrv) lines = confab_demo_service_dup_requests (demo);
  g_autoptr (JsonNode) node = confab_json_parse (lines[g_strv_length (lines) - 1], -1, NULL);
  JsonNode *found = confab_json_path_get (json_node_get_object (node), path);

  return found != NULL ? confab_json_to_text (found) : NULL;
}

static void
check_sent (ShellFixture *fixture,
            const char   *path,
            const char   *expected)
{
  g_autofree char *sent = dup_sent (fixture, path);

  g_assert_cmpstr (sent, ==, expected);
}

/* A picture of some size in a file. (transfer full) */
static GFile *
write_picture (ShellFixture *fixture,
               const char   *name)
{
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (8 * 8 * 4), 8 * 8 * 4);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (8, 8, GDK_MEMORY_R8G8B8A8, pixels, 32);
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);

  g_assert_true (gdk_texture_save_to_png (texture, path));

  return g_file_new_for_path (path);
}

static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller); /* the widget keeps it */
    }

  return NULL;
}

static void
drop_file (ShellFixture *fixture,
           GFile        *file)
{
  GtkWidget *area = gtk_widget_get_parent (GTK_WIDGET (get_chips (fixture)));
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  g_signal_emit_by_name (find_drop_target (area), "drop", &value, 10.0, 10.0, &taken);
  g_assert_true (taken);
}

static guint
count_attachments (ShellFixture *fixture)
{
  return g_list_model_get_n_items (confab_extras_get_attachments (get_extras (fixture)));
}

static void
paste (ShellFixture *fixture)
{
  g_signal_emit_by_name (confab_composer_get_text_view (get_composer (fixture)),
                         "paste-clipboard");
}

/* Dropped, pasted, kept over a restart, sent, and gone. */
static void
test_attach (ShellFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (GFile) picture = write_picture (fixture, "roof & wall.png");
  g_autoptr (GFile) other = NULL;
  g_autofree char *other_path = g_build_filename (fixture->directory, "rules.pdf", NULL);
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (4 * 4 * 4), 4 * 4 * 4);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8A8, pixels, 16);
  g_autofree char *text = NULL;
  g_autofree char *images = NULL;
  GdkClipboard *clipboard;
  gint64 id;

  open_session (fixture, CONFAB_DEMO_ASSISTANT_ID);
  shell_fixture_write (fixture, "What is ");
  drop_file (fixture, picture);
  loop_until (count_attachments (fixture) == 1);
  check_chips (fixture, "roof & wall.png (For this message only)");

  /* What is no image is refused, and nothing is lost. */
  g_assert_true (g_file_set_contents (other_path, "%PDF-1.7 and so on", -1, NULL));
  other = g_file_new_for_path (other_path);
  drop_file (fixture, other);
  loop_until (confab_composer_has_error (get_composer (fixture)));
  g_assert_cmpuint (count_attachments (fixture), ==, 1);

  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  gdk_clipboard_set_texture (clipboard, texture);
  paste (fixture);
  loop_until (count_attachments (fixture) == 2);
  g_assert_false (confab_composer_has_error (get_composer (fixture)));
  check_chips (fixture, "roof & wall.png (For this message only); "
                        "Pasted Image (For this message only)");

  /* Text is text, whatever it looks like. */
  gdk_clipboard_set_text (clipboard, "https://example.com/a.png");
  paste (fixture);
  loop_until ((g_free (text), text = confab_composer_dup_text (get_composer (fixture)),
               g_str_equal (text, "What is https://example.com/a.png")));
  g_assert_cmpuint (count_attachments (fixture), ==, 2);
  take_picture (fixture, "attached");

  loop_until (confab_session_get_id (confab_window_get_session (fixture->window)) != 0);
  id = confab_session_get_id (confab_window_get_session (fixture->window));
  shell_fixture_close (fixture);

  shell_fixture_open (fixture);
  confab_window_open_by_id (fixture->window, id);
  loop_until (count_attachments (fixture) == 2);
  remove_chip (fixture, "Pasted Image");
  check_chips (fixture, "roof & wall.png (For this message only)");
  send (fixture, "?");
  check_chips (fixture, "");
  images = dup_sent (fixture, "/body/input/image_list");
  g_assert_true (g_str_has_prefix (images, "[\"data:image/png;base64,"));
  take_picture (fixture, "attached-sent");

  /* Written anew, it has its image again; the next message has none. */
  gtk_widget_activate_action (GTK_WIDGET (get_composer (fixture)), "chat.edit-last", NULL);
  check_chips (fixture, "roof & wall.png (For this message only)");
  gtk_widget_activate_action (GTK_WIDGET (get_composer (fixture)), "chat.cancel-edit", NULL);
  check_chips (fixture, "");
  shell_fixture_close (fixture);
}

/* An attachment alone is no message, and says so. */
static void
test_without_words (ShellFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr (GFile) picture = write_picture (fixture, "roof.png");

  open_session (fixture, CONFAB_DEMO_ASSISTANT_ID);
  drop_file (fixture, picture);
  loop_until (count_attachments (fixture) == 1);
  gtk_widget_activate_action (GTK_WIDGET (get_composer (fixture)), "chat.send", NULL);
  g_assert_true (confab_composer_has_error (get_composer (fixture)));
  g_assert_cmpuint (count_attachments (fixture), ==, 1);
  shell_fixture_close (fixture);
}

/* From which layer each chip is; the cross is for one message. */
static void
test_layers (ShellFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (ConfabPreset) cheap = NULL;

  open_session (fixture, CONFAB_DEMO_PHONES_ID);
  set_app_options (fixture, CONFAB_DEMO_PHONES_ID,
                   "{\"input\":{\"biz_params\":{\"user_prompt_params\":{\"tone\":\"brief\"}}}}");
  cheap = add_preset (fixture, CONFAB_DEMO_PHONES_ID, "Cheap <b>ones</b>",
                      "{\"parameters\":{\"rag_options\":{\"pipeline_ids\":[\"phones-2025\"],"
                      "\"tags\":[\"budget\"]}}}");
  {
    g_autoptr (GPtrArray) presets = g_ptr_array_new ();

    g_ptr_array_add (presets, cheap);
    confab_engine_set_session_presets (fixture->engine,
                                       confab_window_get_session (fixture->window), presets);
  }
  options = confab_engine_dup_session_options (fixture->engine,
                                               confab_window_get_session (fixture->window));
  {
    g_autoptr (ConfabOptions) changed =
      confab_options_with_boolean (options, CONFAB_FIELD_ENABLE_WEB_SEARCH, TRUE);

    confab_engine_set_session_options (fixture->engine,
                                       confab_window_get_session (fixture->window), changed);
  }

  check_chips (fixture,
               "Knowledge: Cheap <b>ones</b> · 1 knowledge base, 1 tag"
               " (From the preset “Cheap <b>ones</b>”); "
               "tone = brief (From the application); "
               "Web search (From this session)");
  take_picture (fixture, "layers");

  remove_chip (fixture, "Web search");
  remove_chip (fixture, "Knowledge: Cheap <b>ones</b> · 1 knowledge base, 1 tag");
  check_chips (fixture,
               "tone = brief (From the application); "
               "enable_web_search (Not sent with this message); "
               "Knowledge (Not sent with this message)");
  take_picture (fixture, "layers-off");
  remove_chip (fixture, "enable_web_search");
  send (fixture, "Which phone?");
  check_sent (fixture, "/body/parameters/rag_options", NULL);
  check_sent (fixture, "/body/parameters/enable_web_search", "true");

  /* It is back. */
  check_chips (fixture,
               "Knowledge: Cheap <b>ones</b> · 1 knowledge base, 1 tag"
               " (From the preset “Cheap <b>ones</b>”); "
               "tone = brief (From the application); "
               "Web search (From this session)");
  shell_fixture_close (fixture);
}

static GtkWidget *
find_widget (GtkWidget  *root,
             GType       type,
             const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (g_type_is_a (G_OBJECT_TYPE (child), type) && ui_find_label (child, label) != NULL)
        return child;
      found = find_widget (child, type, label);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
open_popover (ShellFixture *fixture)
{
  GtkWidget *add = confab_chip_bar_get_add (get_chips (fixture));

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

  open_session (fixture, CONFAB_DEMO_PHONES_ID);
  set_app_options (fixture, CONFAB_DEMO_PHONES_ID,
                   "{\"input\":{\"biz_params\":{\"user_defined_params\":"
                   "{\"shop\":{\"limit\":2}}}}}");
  cheap = add_preset (fixture, CONFAB_DEMO_PHONES_ID, "Cheap",
                      "{\"parameters\":{\"rag_options\":{\"tags\":[\"cheap\"]}}}");
  dear = add_preset (fixture, CONFAB_DEMO_PHONES_ID, "Dear",
                     "{\"parameters\":{\"rag_options\":{\"tags\":[\"dear\"]}}}");
  check_chips (fixture, "limit = 2 (From the application)");

  popover = open_popover (fixture);
  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (find_widget (popover, GTK_TYPE_CHECK_BUTTON, "Cheap")), TRUE);
  check_chips (fixture, "Knowledge: Cheap · 1 tag (From the preset “Cheap”); "
                        "limit = 2 (From the application)");

  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (find_widget (popover, GTK_TYPE_TOGGLE_BUTTON, "This Message Only")), TRUE);
  take_picture (fixture, "popover");
  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (find_widget (popover, GTK_TYPE_CHECK_BUTTON, "Dear")), TRUE);
  row = find_widget (popover, CONFAB_TYPE_VALUE_ROW, "limit");
  entry = ui_find_type (row, GTK_TYPE_ENTRY);
  /* A number stays a number: what is none changes nothing, and stays as it was typed. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "many");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  check_chips (fixture, "Knowledge: Dear · 1 tag (From the preset “Dear”); "
                        "limit = 2 (From the application)");
  gtk_editable_set_text (GTK_EDITABLE (entry), "5");
  check_chips (fixture, "Knowledge: Dear · 1 tag (From the preset “Dear”); "
                        "limit = 5 (For this message only)");

  /* Thinking is seen only with thoughts, which come along. */
  gtk_widget_activate (ui_find_type (popover, GTK_TYPE_SWITCH));
  check_chips (fixture, "Knowledge: Dear · 1 tag (From the preset “Dear”); "
                        "limit = 5 (For this message only); "
                        "Thinking (For this message only); "
                        "Show thoughts (For this message only)");
  gtk_popover_popdown (GTK_POPOVER (popover));

  send (fixture, "Which phone?");
  check_sent (fixture, "/body/parameters/rag_options/tags", "[\"dear\"]");
  check_sent (fixture, "/body/input/biz_params/user_defined_params/shop/limit", "5");
  check_chips (fixture, "Knowledge: Cheap · 1 tag (From the preset “Cheap”); "
                        "limit = 2 (From the application)");
  send (fixture, "And which one now?");
  check_sent (fixture, "/body/parameters/rag_options/tags", "[\"cheap\"]");
  check_sent (fixture, "/body/input/biz_params/user_defined_params/shop/limit", "2");
  shell_fixture_close (fixture);
}

/* Where there is no room one chip stands for all, and its list does the same. */
static void
test_narrow (ShellFixture  *fixture,
             gconstpointer  data)
{
  open_session (fixture, CONFAB_DEMO_CITIES_ID);
  set_app_options (fixture, CONFAB_DEMO_CITIES_ID,
                   "{\"input\":{\"biz_params\":{\"city\":\"Singapore\",\"language\":\"en\","
                   "\"a name that is much longer than anybody would think\":"
                   "\"and a value that is longer still, so that it has to be cut\"}}}");
  ui_wait_frames (GTK_WIDGET (fixture->window), 3);
  take_picture (fixture, "long");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  loop_until (gtk_widget_get_width (GTK_WIDGET (fixture->window)) <= 400);
  ui_wait_frames (GTK_WIDGET (fixture->window), 3);
  take_picture (fixture, "narrow");
  loop_until (confab_chip_bar_get_collapsed (get_chips (fixture)));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
  loop_until (!confab_chip_bar_get_collapsed (get_chips (fixture)));
  shell_fixture_close (fixture);
}

static GtkWindow *
find_request_window (ShellFixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (gtk_widget_has_css_class (l->data, "request"))
      return GTK_WINDOW (l->data);

  return NULL;
}

/* What is shown is what is sent. */
static void
test_request (ShellFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *sent = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (JsonNode) a = NULL;
  g_autoptr (JsonNode) b = NULL;
  GtkWindow *window;
  GtkWidget *body;
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;

  open_session (fixture, CONFAB_DEMO_CITIES_ID);
  set_app_options (fixture, CONFAB_DEMO_CITIES_ID,
                   "{\"input\":{\"biz_params\":{\"city\":\"Singapore\",\"count\":3}}}");
  shell_fixture_write (fixture, "Which districts?");
  gtk_widget_activate_action (GTK_WIDGET (get_composer (fixture)), "chat.show-request", NULL);
  window = find_request_window (fixture);
  g_assert_nonnull (window);
  loop_until (gtk_widget_get_mapped (GTK_WIDGET (window)));
  ui_wait_frames (GTK_WIDGET (window), 2);
  if (g_getenv ("CONFAB_TEST_PICTURES") != NULL)
    {
      g_autofree char *path =
        g_strdup_printf ("%s/request.png", g_getenv ("CONFAB_TEST_PICTURES"));

      ui_save_png (GTK_WIDGET (window), path);
    }
  g_assert_nonnull (ui_find_label (GTK_WIDGET (window), "From the application"));
  g_assert_nonnull (ui_find_label (GTK_WIDGET (window), "input/biz_params/city"));

  /* The second text is the body. */
  body = find_widget (GTK_WIDGET (window), ADW_TYPE_PREFERENCES_GROUP, "Body");
  body = ui_find_type (body, GTK_TYPE_TEXT_VIEW);
  g_assert_cmpint (gtk_widget_get_height (body), >, 150);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (body));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gtk_window_close (window);
  loop_until (find_request_window (fixture) == NULL);

  gtk_widget_activate_action (GTK_WIDGET (get_composer (fixture)), "chat.send", NULL);
  loop_until (confab_session_get_answering (confab_window_get_session (fixture->window)));
  loop_until (!confab_session_get_answering (confab_window_get_session (fixture->window)));
  sent = dup_sent (fixture, "/body");
  a = confab_json_parse (shown, -1, NULL);
  b = confab_json_parse (sent, -1, NULL);
  g_assert_true (json_node_equal (a, b));
  shell_fixture_close (fixture);
}

/* The popover of a source of the last answer. */
static GtkWidget *
open_source (ShellFixture *fixture,
             const char   *index)
{
  ConfabMessageList *list = CONFAB_MESSAGE_LIST (shell_fixture_find (fixture,
                                                                     CONFAB_TYPE_MESSAGE_LIST));
  ConfabMessageRow *row;

  /* The row of an answer that has just ended takes its sources in with the next frame. */
  ui_wait_frames (GTK_WIDGET (fixture->window), 3);
  row = confab_message_list_get_row (list, 1);
  g_assert_nonnull (row);
  gtk_widget_activate_action (GTK_WIDGET (row), "message.show-source", "s", index);
  ui_wait_frames (GTK_WIDGET (fixture->window), 2);

  for (GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (row)); child != NULL;
       child = gtk_widget_get_prev_sibling (child))
    if (gtk_widget_has_css_class (child, "source-popover"))
      return child;

  g_assert_not_reached ();
}

/* From a source: the question again from this document only, or without it; where that cannot be it
 * says why. */
static void
test_narrowed (ShellFixture  *fixture,
               gconstpointer  data)
{
  ConfabSession *session;
  GtkWidget *popover;
  GtkWidget *button;
  g_autofree char *only = NULL;
  g_autofree char *without = NULL;

  open_session (fixture, CONFAB_DEMO_PHONES_ID);
  session = confab_window_get_session (fixture->window);
  send (fixture, "Which phone has a good camera?");
  popover = open_source (fixture, "1");
  take_picture (fixture, "source");
  button = find_widget (popover, GTK_TYPE_BUTTON, "Ask Again Without It");
  g_assert_true (gtk_widget_get_sensitive (button));
  button = find_widget (popover, GTK_TYPE_BUTTON, "Ask Again Only in This Document");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  loop_until (confab_session_get_answering (session));
  loop_until (!confab_session_get_answering (session));
  only = dup_sent (fixture, "/body/parameters/rag_options/file_ids");
  g_assert_nonnull (only);
  g_assert_cmpuint (confab_message_get_n_versions (shell_fixture_get_last (fixture), NULL), ==, 2);

  /* This answer has one document: without it there is none. */
  popover = open_source (fixture, "1");
  button = find_widget (popover, GTK_TYPE_BUTTON, "Ask Again Without It");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "no other document"));
  take_picture (fixture, "source-alone");
  gtk_popover_popdown (GTK_POPOVER (popover));

  /* The first version again, and the other way. */
  gtk_widget_activate_action (GTK_WIDGET (get_composer (fixture)), "chat.show-version", "(xu)",
                              confab_message_get_id (shell_fixture_get_last (fixture)), 0);
  loop_until (confab_message_get_id (shell_fixture_get_last (fixture)) == 2);
  popover = open_source (fixture, "1");
  button = find_widget (popover, GTK_TYPE_BUTTON, "Ask Again Without It");
  g_signal_emit_by_name (button, "clicked");
  loop_until (confab_session_get_answering (session));
  loop_until (!confab_session_get_answering (session));
  without = dup_sent (fixture, "/body/parameters/rag_options/file_ids");
  g_assert_nonnull (without);
  g_assert_cmpstr (only, !=, without);
  /* Nothing of it is left for the next message. */
  check_chips (fixture, "");
  shell_fixture_close (fixture);
}

/* Names are a person's own, and shown letter for letter. */
static void
test_request_names (ShellFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr (ConfabPreset) preset = NULL;
  GtkWindow *window;

  open_session (fixture, CONFAB_DEMO_PHONES_ID);
  preset = add_preset (fixture, CONFAB_DEMO_PHONES_ID, "A & B <x>",
                       "{\"parameters\":{\"model_id\":\"<i>m</i> &\"}}");
  {
    g_autoptr (GPtrArray) presets = g_ptr_array_new ();

    g_ptr_array_add (presets, preset);
    confab_engine_set_session_presets (fixture->engine,
                                       confab_window_get_session (fixture->window), presets);
  }
  shell_fixture_write (fixture, "Hello");
  gtk_widget_activate_action (GTK_WIDGET (get_composer (fixture)), "chat.show-request", NULL);
  window = find_request_window (fixture);
  g_assert_nonnull (window);
  loop_until (gtk_widget_get_mapped (GTK_WIDGET (window)));
  g_assert_nonnull (ui_find_label (GTK_WIDGET (window), "From the preset “A & B <x>”"));
  g_assert_nonnull (ui_find_label (GTK_WIDGET (window), "<i>m</i> &"));
  gtk_window_close (window);
  loop_until (find_request_window (fixture) == NULL);
  shell_fixture_close (fixture);
}

static void
add (const char *path,
     void      (*test) (ShellFixture *, gconstpointer))
{
  g_test_add (path, ShellFixture, NULL, shell_fixture_set_up, test, shell_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/shell/extras/attach", test_attach);
  add ("/shell/extras/without-words", test_without_words);
  add ("/shell/extras/layers", test_layers);
  add ("/shell/extras/message-only", test_message_only);
  add ("/shell/extras/narrow", test_narrow);
  add ("/shell/extras/request", test_request);
  add ("/shell/extras/narrowed", test_narrowed);
  add ("/shell/extras/request-names", test_request_names);

  return g_test_run ();
}
