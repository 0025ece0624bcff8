/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "shell-fixture.h"

#include <glib/gstdio.h>

#include "confab-composer.h"
#include "confab-ui.h"
#include "loop.h"
#include "uitest.h"

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
shell_fixture_set_up (ShellFixture  *self,
                      gconstpointer  data)
{
  static GtkApplication *application;
  g_autoptr (GError) error = NULL;

  /* Once for the whole program: a second could not be registered beside it. */
  if (application == NULL)
    {
      confab_ui_init ();
      application = GTK_APPLICATION (
        adw_application_new (APPLICATION_ID, G_APPLICATION_NON_UNIQUE));
      g_application_register (G_APPLICATION (application), NULL, &error);
      g_assert_no_error (error);
    }
  self->application = application;
  self->directory = g_dir_make_tmp ("confab-shell-XXXXXX", &error);
  g_assert_no_error (error);
}

void
shell_fixture_tear_down (ShellFixture  *self,
                         gconstpointer  data)
{
  remove_tree (self->directory);
  g_free (self->directory);
}

/* A test with a fixture of its own. */
void
shell_fixture_add (const char *path,
                   void      (*test) (ShellFixture *, gconstpointer))
{
  g_test_add (path, ShellFixture, NULL, shell_fixture_set_up, test, shell_fixture_tear_down);
}

/* Opens the window, lets it paint its first frame, and only then starts the engine. */
void
shell_fixture_open (ShellFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->context = confab_context_new (self->directory, FALSE);
  self->engine = confab_engine_new (self->context);
  self->window = CONFAB_WINDOW (confab_window_new (self->application, self->engine, NULL));
  gtk_window_present (GTK_WINDOW (self->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  ui_wait_frames (GTK_WIDGET (self->window), 1);

  confab_engine_start_async (self->engine, NULL, result_cb, &result);
  loop_until (result != NULL);
  g_assert_true (confab_engine_start_finish (self->engine, result, &error));
  g_assert_no_error (error);
  ui_wait_frames (GTK_WIDGET (self->window), 2);
}

/* Closes all as the application does, and proves that nothing of it is left. */
void
shell_fixture_close (ShellFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer window = self->window;
  gpointer context;
  gpointer page = shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE);

  g_object_add_weak_pointer (window, &window);
  if (page != NULL)
    g_object_add_weak_pointer (page, &page);
  gtk_window_close (GTK_WINDOW (self->window));
  loop_until (window == NULL && page == NULL);

  confab_engine_close_async (self->engine, result_cb, &result);
  loop_until (result != NULL);
  confab_engine_close_finish (self->engine, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_finalize_object (g_steal_pointer (&self->engine));

  /* A keyring that was told to stop has its answer on the way, and holds it until then. */
  context = self->context;
  g_object_add_weak_pointer (G_OBJECT (context), &context);
  g_clear_object (&self->context);
  loop_until (context == NULL);
}

GtkWidget *
shell_fixture_find (ShellFixture *self,
                    GType         type)
{
  return ui_find_type (GTK_WIDGET (self->window), type);
}

void
shell_fixture_try_demo (ShellFixture *self)
{
  confab_window_try_demo (self->window);
  loop_until (confab_window_get_session (self->window) != NULL);
  ui_wait_frames (GTK_WIDGET (self->window), 2);
}

/* Puts text in as a paste does. */
void
shell_fixture_write (ShellFixture *self,
                     const char   *text)
{
  GtkWidget *composer = shell_fixture_find (self, CONFAB_TYPE_COMPOSER);
  GtkWidget *view = confab_composer_get_text_view (CONFAB_COMPOSER (composer));

  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

/* Hands a key to our own controller alone: GTK's would ask for an event, and none can be made. */
gboolean
shell_press_captured (GtkWidget       *widget,
                      guint            key,
                      GdkModifierType  modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
    }

  return handled;
}

gboolean
shell_fixture_press (ShellFixture    *self,
                     guint            key,
                     GdkModifierType  modifiers)
{
  GtkWidget *composer = shell_fixture_find (self, CONFAB_TYPE_COMPOSER);

  return shell_press_captured (confab_composer_get_text_view (CONFAB_COMPOSER (composer)), key,
                               modifiers);
}

/* The last message of the session on show: valid while the conversation is. */
ConfabMessage *
shell_fixture_get_last (ShellFixture *self)
{
  g_autoptr (ConfabConversation) conversation =
    confab_engine_dup_conversation (self->engine, confab_window_get_session (self->window));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (conversation));
  g_autoptr (ConfabMessage) message = NULL;

  if (n == 0)
    return NULL;
  message = g_list_model_get_item (G_LIST_MODEL (conversation), n - 1);

  return message;
}
