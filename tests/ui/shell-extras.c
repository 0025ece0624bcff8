/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "shell-extras.h"

#include "confab-chip.h"
#include "confab-engine-catalogue.h"
#include "loop.h"
#include "uitest.h"

/* For a person who wants to look: what is tested is written there as pictures. */
void
extras_take_picture (ShellFixture *fixture,
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

ConfabComposer *
extras_get_composer (ShellFixture *fixture)
{
  return CONFAB_COMPOSER (shell_fixture_find (fixture, CONFAB_TYPE_COMPOSER));
}

ConfabChipBar *
extras_get_chips (ShellFixture *fixture)
{
  return confab_composer_get_chips (extras_get_composer (fixture));
}

/* All chips in their order: "roof.png (For this message only); …". (transfer full) */
static char *
describe_chips (ShellFixture *fixture)
{
  GPtrArray *carried = confab_chip_bar_get_carried (extras_get_chips (fixture));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < carried->len; i++)
    {
      const ConfabCarried *each = g_ptr_array_index (carried, i);
      g_autofree char *source = confab_carried_dup_source (each);

      g_string_append_printf (text, "%s%s (%s)", i > 0 ? "; " : "", each->text, source);
    }

  return g_string_free (text, FALSE);
}

void
extras_check_chips (ShellFixture *fixture,
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
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (extras_get_chips (fixture)));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    if (CONFAB_IS_CHIP (child) &&
        g_str_equal (confab_chip_get_carried (CONFAB_CHIP (child))->text, text))
      return child;

  return NULL;
}

/* Presses a chip itself. */
void
extras_press_chip (ShellFixture *fixture,
                   const char   *text)
{
  GtkWidget *chip = find_chip (fixture, text);

  g_assert_nonnull (chip);
  g_signal_emit_by_name (gtk_widget_get_first_child (chip), "clicked");
}

/* Presses the cross of a chip. */
void
extras_remove_chip (ShellFixture *fixture,
                    const char   *text)
{
  GtkWidget *chip = find_chip (fixture, text);
  GtkWidget *view = confab_composer_get_text_view (extras_get_composer (fixture));

  g_assert_nonnull (chip);
  g_signal_emit_by_name (gtk_widget_get_last_child (chip), "clicked");
  g_assert_true (gtk_widget_has_focus (view) ||
                 gtk_window_get_focus (GTK_WINDOW (fixture->window)) == view);
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

void
extras_open_session (ShellFixture *fixture,
                     const char   *app_id)
{
  g_autoptr (ConfabSession) session = NULL;

  shell_fixture_open (fixture);
  shell_fixture_try_demo (fixture);
  session = confab_engine_new_session (fixture->engine, find_app (fixture, app_id));
  confab_window_open_session (fixture->window, session);
  ui_wait_frames (GTK_WIDGET (fixture->window), 2);
}

void
extras_set_app_options (ShellFixture *fixture,
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

ConfabPreset *
extras_add_preset (ShellFixture *fixture,
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

/* From here on the session has this preset only. */
void
extras_use_preset (ShellFixture *fixture,
                   ConfabPreset *preset)
{
  g_autoptr (GPtrArray) presets = g_ptr_array_new ();

  g_ptr_array_add (presets, preset);
  confab_engine_set_session_presets (fixture->engine, confab_window_get_session (fixture->window),
                                     presets);
}

void
extras_send (ShellFixture *fixture,
             const char   *text)
{
  ConfabSession *session = confab_window_get_session (fixture->window);

  shell_fixture_write (fixture, text);
  gtk_widget_activate_action (GTK_WIDGET (extras_get_composer (fixture)), "chat.send", NULL);
  loop_until (!confab_composer_get_busy (extras_get_composer (fixture)) &&
              !confab_session_get_answering (session));
  g_assert_false (confab_composer_has_error (extras_get_composer (fixture)));
}

/* The widget of this type with such a label in it, or NULL. */
GtkWidget *
extras_find_widget (GtkWidget  *root,
                    GType       type,
                    const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (g_type_is_a (G_OBJECT_TYPE (child), type) && ui_find_label (child, label) != NULL)
        return child;
      found = extras_find_widget (child, type, label);
      if (found != NULL)
        return found;
    }

  return NULL;
}
