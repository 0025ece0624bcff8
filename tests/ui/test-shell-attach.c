/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is attached to a message, by drop, paste and address. */

#include "config.h"

#include "confab-engine-extras.h"
#include "engine-fixture.h"
#include "loop.h"
#include "shell-extras.h"

static ConfabExtras *
get_extras (ShellFixture *fixture)
{
  return confab_engine_get_extras (fixture->engine, confab_window_get_session (fixture->window));
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
  GtkWidget *area = gtk_widget_get_parent (GTK_WIDGET (extras_get_chips (fixture)));
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
  g_signal_emit_by_name (confab_composer_get_text_view (extras_get_composer (fixture)),
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

  extras_open_session (fixture, CONFAB_DEMO_ASSISTANT_ID);
  shell_fixture_write (fixture, "What is ");
  drop_file (fixture, picture);
  loop_until (count_attachments (fixture) == 1);
  extras_check_chips (fixture, "roof & wall.png (For this message only)");

  /* What is no image is refused, and nothing is lost. */
  g_assert_true (g_file_set_contents (other_path, "%PDF-1.7 and so on", -1, NULL));
  other = g_file_new_for_path (other_path);
  drop_file (fixture, other);
  loop_until (confab_composer_has_error (extras_get_composer (fixture)));
  g_assert_cmpuint (count_attachments (fixture), ==, 1);

  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  gdk_clipboard_set_texture (clipboard, texture);
  paste (fixture);
  loop_until (count_attachments (fixture) == 2);
  g_assert_false (confab_composer_has_error (extras_get_composer (fixture)));
  extras_check_chips (fixture, "roof & wall.png (For this message only); "
                               "Pasted Image (For this message only)");

  /* Text is text, whatever it looks like. */
  gdk_clipboard_set_text (clipboard, "https://example.com/a.png");
  paste (fixture);
  loop_until ((g_free (text), text = confab_composer_dup_text (extras_get_composer (fixture)),
               g_str_equal (text, "What is https://example.com/a.png")));
  g_assert_cmpuint (count_attachments (fixture), ==, 2);
  extras_take_picture (fixture, "attached");

  loop_until (confab_session_get_id (confab_window_get_session (fixture->window)) != 0);
  id = confab_session_get_id (confab_window_get_session (fixture->window));
  shell_fixture_close (fixture);

  shell_fixture_open (fixture);
  confab_window_open_by_id (fixture->window, id);
  loop_until (count_attachments (fixture) == 2);
  extras_remove_chip (fixture, "Pasted Image");
  extras_check_chips (fixture, "roof & wall.png (For this message only)");
  extras_send (fixture, "?");
  extras_check_chips (fixture, "");
  images = engine_dup_sent (fixture->context, "/body/input/image_list");
  g_assert_true (g_str_has_prefix (images, "[\"data:image/png;base64,"));
  extras_take_picture (fixture, "attached-sent");

  /* Written anew, it has its image again; the next message has none. */
  gtk_widget_activate_action (GTK_WIDGET (extras_get_composer (fixture)), "chat.edit-last", NULL);
  extras_check_chips (fixture, "roof & wall.png (For this message only)");
  gtk_widget_activate_action (GTK_WIDGET (extras_get_composer (fixture)), "chat.cancel-edit", NULL);
  extras_check_chips (fixture, "");
  shell_fixture_close (fixture);
}

/* An attachment alone is no message, and says so. */
static void
test_without_words (ShellFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr (GFile) picture = write_picture (fixture, "roof.png");

  extras_open_session (fixture, CONFAB_DEMO_ASSISTANT_ID);
  drop_file (fixture, picture);
  loop_until (count_attachments (fixture) == 1);
  gtk_widget_activate_action (GTK_WIDGET (extras_get_composer (fixture)), "chat.send", NULL);
  g_assert_true (confab_composer_has_error (extras_get_composer (fixture)));
  g_assert_cmpuint (count_attachments (fixture), ==, 1);
  shell_fixture_close (fixture);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  shell_fixture_add ("/shell/attach/attach", test_attach);
  shell_fixture_add ("/shell/attach/without-words", test_without_words);

  return g_test_run ();
}
