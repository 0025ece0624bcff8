/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each widget class by itself: made, used, gone. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-actions.h"
#include "confab-app-dot.h"
#include "confab-app-switcher.h"
#include "confab-chat-page.h"
#include "confab-composer.h"
#include "confab-field-note.h"
#include "confab-link.h"
#include "confab-note-bar.h"
#include "confab-place-search.h"
#include "confab-prompt.h"
#include "confab-session-row.h"
#include "confab-sidebar.h"
#include "confab-split.h"
#include "confab-ui.h"
#include "confab-welcome-page.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

static void
close_and_finalize (GtkWidget *window,
                    GtkWidget *widget)
{
  g_object_ref (widget);
  ui_close (window);
  g_assert_finalize_object (widget);
}

static void
test_classes (void)
{
  GtkWidget *(*const constructors[]) (void) = {
    confab_app_dot_new,     confab_app_switcher_new, confab_chat_page_new, confab_composer_new,
    confab_note_bar_new,    confab_session_row_new,  confab_sidebar_new,   confab_split_new,
    confab_welcome_page_new,
  };

  for (guint i = 0; i < G_N_ELEMENTS (constructors); i++)
    {
      GtkWidget *widget = constructors[i]();

      close_and_finalize (ui_show (widget, 800, 600), widget);
    }
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_split (void)
{
  GtkWidget *widget = confab_split_new ();
  ConfabSplit *split = CONFAB_SPLIT (widget);
  GtkWidget *sidebar = gtk_label_new ("sidebar");
  GtkWidget *content = gtk_label_new ("content");
  GtkWidget *window;
  guint n = 0;

  gtk_widget_set_size_request (sidebar, 296, -1);
  gtk_widget_set_size_request (content, 360, -1);
  confab_split_set_sidebar (split, sidebar);
  confab_split_set_content (split, content);
  g_signal_connect_swapped (split, "notify::show-sidebar", G_CALLBACK (count_cb), &n);

  window = ui_show (widget, 800, 400);
  g_assert_false (confab_split_get_folded (split));
  g_assert_true (confab_split_get_show_sidebar (split));
  g_assert_cmpint (gtk_widget_get_width (sidebar), ==, 296);
  confab_split_set_show_sidebar (split, FALSE);
  confab_split_set_show_sidebar (split, FALSE);
  g_assert_cmpuint (n, ==, 1);
  confab_split_set_show_sidebar (split, TRUE);
  close_and_finalize (window, widget);
}

/* The widths of 4.8 of the mockups: 657 px hold both, one less does not. */
static void
test_split_folds (gconstpointer data)
{
  int width = GPOINTER_TO_INT (data);
  GtkWidget *widget = confab_split_new ();
  ConfabSplit *split = CONFAB_SPLIT (widget);
  GtkWidget *sidebar = gtk_label_new ("sidebar");
  GtkWidget *content = gtk_label_new ("content");
  GtkWidget *window;

  gtk_widget_set_size_request (sidebar, 296, -1);
  gtk_widget_set_size_request (content, 360, -1);
  confab_split_set_sidebar (split, sidebar);
  confab_split_set_content (split, content);
  window = ui_show (widget, width, 400);
  g_assert_true (confab_split_get_folded (split) == (width < 657));
  close_and_finalize (window, widget);
}

static void
test_note_bar (void)
{
  GtkWidget *widget = confab_note_bar_new ();
  ConfabNoteBar *bar = CONFAB_NOTE_BAR (widget);
  GtkWidget *window = ui_show (widget, 400, 100);

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_ROLE_ALERT);
  g_assert_false (confab_note_bar_get_revealed (bar));
  confab_note_bar_set_text (bar, "<b>one</b>");
  g_assert_true (confab_note_bar_get_revealed (bar));
  g_assert_nonnull (ui_find_label (widget, "<b>one</b>"));

  g_signal_emit_by_name (ui_find_type (widget, GTK_TYPE_BUTTON), "clicked");
  g_assert_false (confab_note_bar_get_revealed (bar));
  confab_note_bar_set_text (bar, "<b>one</b>");
  g_assert_false (confab_note_bar_get_revealed (bar));
  confab_note_bar_set_text (bar, "two");
  g_assert_true (confab_note_bar_get_revealed (bar));
  confab_note_bar_set_text (bar, NULL);
  g_assert_false (confab_note_bar_get_revealed (bar));
  close_and_finalize (window, widget);
}

static void
send_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       n)
{
  (*(guint *) n)++;
}

/* Enter is the input method's first, then it sends; Shift+Enter is never ours. */
static void
test_composer_enter (void)
{
  GtkWidget *widget = confab_composer_new ();
  ConfabComposer *composer = CONFAB_COMPOSER (widget);
  GtkWidget *view = confab_composer_get_text_view (composer);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  const GActionEntry entries[] = { { .name = "send", .activate = send_activated_cb } };
  GtkWidget *window;
  guint n = 0;

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, 1, &n);
  gtk_widget_insert_action_group (widget, "chat", G_ACTION_GROUP (group));
  window = ui_show (widget, 600, 100);

  confab_composer_set_text (composer, "你好");
  g_assert_true (shell_press_captured (view, GDK_KEY_Return, 0));
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (shell_press_captured (view, GDK_KEY_KP_Enter, GDK_LOCK_MASK));
  g_assert_cmpuint (n, ==, 2);
  g_assert_false (shell_press_captured (view, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_false (shell_press_captured (view, GDK_KEY_a, 0));
  g_assert_cmpuint (n, ==, 2);

  /* Letters are being composed: Enter takes them over and sends nothing. */
  g_signal_emit_by_name (view, "preedit-changed", "ni");
  g_assert_false (shell_press_captured (view, GDK_KEY_Return, 0));
  g_assert_cmpuint (n, ==, 2);
  g_signal_emit_by_name (view, "preedit-changed", "");
  g_assert_true (shell_press_captured (view, GDK_KEY_Return, 0));
  g_assert_cmpuint (n, ==, 3);

  /* The person wants Enter for lines. */
  g_object_set (widget, "control-sends", TRUE, NULL);
  g_assert_false (shell_press_captured (view, GDK_KEY_Return, 0));
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (shell_press_captured (view, GDK_KEY_Return, GDK_CONTROL_MASK));
  g_assert_cmpuint (n, ==, 4);

  close_and_finalize (window, widget);
}

static void
test_composer_text (void)
{
  GtkWidget *widget = confab_composer_new ();
  ConfabComposer *composer = CONFAB_COMPOSER (widget);
  GtkTextView *view = GTK_TEXT_VIEW (confab_composer_get_text_view (composer));
  GtkWidget *button = confab_composer_get_button (composer);
  GtkWidget *window = ui_show (widget, 600, 100);
  GtkWidget *hint;
  g_autofree char *text = NULL;
  guint n = 0;

  g_signal_connect_swapped (composer, "changed", G_CALLBACK (count_cb), &n);
  confab_composer_set_app_name (composer, "Assistant");
  hint = ui_find_label (widget, "Message Assistant");
  g_assert_nonnull (hint);
  g_assert_true (gtk_widget_get_visible (hint));
  g_assert_false (confab_composer_has_text (composer));

  confab_composer_set_text (composer, " \n\t");
  g_assert_cmpuint (n, ==, 0);
  g_assert_false (gtk_widget_get_visible (hint));
  g_assert_false (confab_composer_has_text (composer));
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (view), "x", -1);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (confab_composer_has_text (composer));

  /* Another session's text cannot be undone back into this one. */
  confab_composer_set_text (composer, "other");
  g_assert_false (gtk_text_buffer_get_can_undo (gtk_text_view_get_buffer (view)));
  text = confab_composer_dup_text (composer);
  g_assert_cmpstr (text, ==, "other");

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Send");
  confab_composer_set_answering (composer, TRUE);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==,
                   CONFAB_ACTION_STOP);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Stop");
  confab_composer_set_busy (composer, TRUE);
  g_assert_false (gtk_text_view_get_editable (view));
  confab_composer_set_busy (composer, FALSE);
  g_assert_true (gtk_text_view_get_editable (view));

  close_and_finalize (window, widget);
}

static void
test_field_note (void)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *field = adw_entry_row_new ();
  ConfabFieldNote *note = g_object_new (CONFAB_TYPE_FIELD_NOTE, "field", field, NULL);
  GtkWidget *window;

  gtk_list_box_append (GTK_LIST_BOX (list), field);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (note));
  window = ui_show (list, 400, 200);

  g_assert_null (confab_field_note_get_text (note));
  confab_field_note_set_text (note, "too short");
  g_assert_cmpstr (confab_field_note_get_text (note), ==, "too short");
  g_assert_true (gtk_widget_has_css_class (field, "error"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (field),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "too short");

  /* Who mends it need not read on. */
  gtk_editable_set_text (GTK_EDITABLE (field), "longer");
  g_assert_null (confab_field_note_get_text (note));
  g_assert_false (gtk_widget_has_css_class (field, "error"));

  close_and_finalize (window, list);
}

static void
test_app_dot (void)
{
  GtkWidget *dot = g_object_ref_sink (confab_app_dot_new ());

  confab_app_dot_set_color (CONFAB_APP_DOT (dot), "blue_3");
  g_assert_true (gtk_widget_has_css_class (dot, "blue_3"));
  confab_app_dot_set_color (CONFAB_APP_DOT (dot), "suggested-action");
  g_assert_false (gtk_widget_has_css_class (dot, "blue_3"));
  g_assert_false (gtk_widget_has_css_class (dot, "suggested-action"));
  g_assert_finalize_object (dot);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GtkWidget *
find_dialog (void)
{
  GtkWidget *found = NULL;
  GList *windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data))
      found = l->data;
  g_list_free (windows);

  return found;
}

/* An answer, a refusal, and a window that is closed under the question. */
static void
test_prompt (gconstpointer data)
{
  const char *how = data;
  const ConfabPrompt prompt = {
    .heading = "Rename", .label = "Title", .initial = "old", .accept = "_Rename",
  };
  GtkWidget *window = ui_show (gtk_label_new ("below"), 400, 300);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GtkWidget *dialog;
  GtkWidget *entry;

  confab_prompt_text_async (gtk_window_get_child (GTK_WINDOW (window)), &prompt, NULL, answered_cb,
                            &result);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  entry = ui_find_type (dialog, ADW_TYPE_ENTRY_ROW);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "old");
  gtk_editable_set_text (GTK_EDITABLE (entry), "   ");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "accept"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "  new ");

  if (g_str_equal (how, "accept"))
    adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "accept");
  else if (g_str_equal (how, "cancel"))
    gtk_window_close (GTK_WINDOW (dialog));
  else
    gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&window)));

  loop_until (result != NULL);
  text = confab_prompt_text_finish (result, &error);
  if (g_str_equal (how, "accept"))
    g_assert_cmpstr (text, ==, "new");
  else
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&result);
  if (window != NULL)
    ui_close (window);
}

static guint
count_rows (GtkWidget *list)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) n) != NULL)
    n++;

  return n;
}

static GPtrArray *
create_places (void)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_place_free);
  ConfabPlace *place = g_new0 (ConfabPlace, 1);

  place->title = g_strdup ("Temperature");
  g_ptr_array_add (places, place);

  return places;
}

/* Places that come late are none of the next search, which is given all of them. */
static void
test_place_search (void)
{
  GtkWidget *search = confab_place_search_new (gtk_label_new (NULL));
  GtkWidget *window = ui_show (search, 400, 400);
  GtkWidget *entry = ui_find_type (search, GTK_TYPE_SEARCH_ENTRY);
  GtkWidget *found = ui_find_type (search, GTK_TYPE_LIST_BOX);
  guint n_wanted = 0;

  g_signal_connect_swapped (search, "wanted", G_CALLBACK (count_cb), &n_wanted);
  gtk_editable_set_text (GTK_EDITABLE (entry), "temp");
  g_assert_cmpuint (n_wanted, ==, 1);
  confab_place_search_add (CONFAB_PLACE_SEARCH (search), create_places ());
  g_assert_cmpuint (count_rows (found), ==, 1);

  confab_place_search_clear (CONFAB_PLACE_SEARCH (search));
  confab_place_search_add (CONFAB_PLACE_SEARCH (search), create_places ());
  g_assert_cmpuint (count_rows (found), ==, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "temp");
  g_assert_cmpuint (n_wanted, ==, 2);
  confab_place_search_add (CONFAB_PLACE_SEARCH (search), create_places ());
  g_assert_cmpuint (count_rows (found), ==, 1);

  close_and_finalize (window, search);
}

static void
test_links (void)
{
  g_assert_true (confab_link_is_allowed ("https://example.org/"));
  g_assert_true (confab_link_is_allowed ("MAILTO:a@example.org"));
  g_assert_false (confab_link_is_allowed ("file:///etc/passwd"));
  g_assert_false (confab_link_is_allowed ("javascript:alert(1)"));
  g_assert_false (confab_link_is_allowed ("//example.org"));
  g_assert_false (confab_link_is_allowed ("example.org"));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  confab_ui_init ();

  g_test_add_func ("/shell/widgets/classes", test_classes);
  g_test_add_func ("/shell/widgets/split", test_split);
  g_test_add_data_func ("/shell/widgets/split/657", GINT_TO_POINTER (657), test_split_folds);
  g_test_add_data_func ("/shell/widgets/split/656", GINT_TO_POINTER (656), test_split_folds);
  g_test_add_func ("/shell/widgets/note-bar", test_note_bar);
  g_test_add_func ("/shell/widgets/composer/enter", test_composer_enter);
  g_test_add_func ("/shell/widgets/composer/text", test_composer_text);
  g_test_add_func ("/shell/widgets/field-note", test_field_note);
  g_test_add_func ("/shell/widgets/app-dot", test_app_dot);
  g_test_add_data_func ("/shell/widgets/prompt/accept", "accept", test_prompt);
  g_test_add_data_func ("/shell/widgets/prompt/cancel", "cancel", test_prompt);
  g_test_add_data_func ("/shell/widgets/prompt/destroyed", "destroyed", test_prompt);
  g_test_add_func ("/shell/widgets/place-search", test_place_search);
  g_test_add_func ("/shell/widgets/links", test_links);

  return g_test_run ();
}
