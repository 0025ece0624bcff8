/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole window from right to left, as in an Arabic or Hebrew desktop: what stands at one side
 * stands at the other, and nothing is cut. A picture is left beside the test. */

#include "config.h"

#include <adwaita.h>

#include "confab-chat-page.h"
#include "confab-composer.h"
#include "confab-conversation-view.h"
#include "confab-prose.h"
#include "confab-sidebar.h"
#include "loop.h"
#include "shell-fixture.h"
#include "uitest.h"

static graphene_rect_t
get_bounds (ShellFixture *self,
            GtkWidget    *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (self->window), &bounds));

  return bounds;
}

/* Where the middle of a widget is, from the left of the window. */
static float
get_middle (ShellFixture *self,
            GtkWidget    *widget)
{
  graphene_rect_t bounds = get_bounds (self, widget);

  return bounds.origin.x + bounds.size.width / 2;
}

static void
assert_inside (ShellFixture *self,
               GtkWidget    *widget)
{
  graphene_rect_t bounds = get_bounds (self, widget);

  g_assert_cmpfloat (bounds.origin.x, >=, 0);
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=,
                     gtk_widget_get_width (GTK_WIDGET (self->window)));
}

/* Whether there is dark ink on a widget, in the picture of the window. */
static gboolean
has_ink (ShellFixture *self,
         GtkWidget    *widget,
         const char   *picture)
{
  g_autoptr (GFile) file = g_file_new_for_path (picture);
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_file (file, NULL);
  graphene_rect_t bounds = get_bounds (self, widget);
  g_autofree guchar *pixels = NULL;
  int stride;
  guint n = 0;

  g_assert_nonnull (texture);
  stride = gdk_texture_get_width (texture) * 4;
  pixels = g_malloc (stride * gdk_texture_get_height (texture));
  gdk_texture_download (texture, pixels, stride);
  for (int y = bounds.origin.y + 4; y < bounds.origin.y + bounds.size.height - 4; y++)
    for (int x = bounds.origin.x + 4; x < bounds.origin.x + bounds.size.width - 4; x++)
      if (pixels[y * stride + x * 4 + 1] < 100)
        n++;

  return n > 20;
}

static void
ask (ShellFixture *self,
     const char   *text)
{
  ConfabSession *session;

  shell_fixture_write (self, text);
  g_assert_true (shell_fixture_press (self, GDK_KEY_Return, 0));
  session = confab_window_get_session (self->window);
  loop_until (shell_fixture_get_last (self) != NULL);
  loop_until (!confab_session_get_answering (session));
  ui_wait_frames (GTK_WIDGET (self->window), 3);
}

static void
test_window (ShellFixture  *self,
             gconstpointer  data)
{
  GtkWidget *sidebar, *page, *composer, *send, *view, *prompt;

  shell_fixture_open (self);
  shell_fixture_try_demo (self);
  ask (self, "I want to visit Singapore.");

  sidebar = shell_fixture_find (self, CONFAB_TYPE_SIDEBAR);
  page = shell_fixture_find (self, CONFAB_TYPE_CHAT_PAGE);
  composer = shell_fixture_find (self, CONFAB_TYPE_COMPOSER);
  view = shell_fixture_find (self, CONFAB_TYPE_CONVERSATION_VIEW);
  send = confab_composer_get_button (CONFAB_COMPOSER (composer));

  g_assert_cmpfloat (get_middle (self, sidebar), >, get_middle (self, page));
  g_assert_cmpfloat (get_middle (self, send), <, get_middle (self, composer));
  assert_inside (self, sidebar);
  assert_inside (self, page);
  assert_inside (self, composer);
  assert_inside (self, view);
  prompt = ui_find_type (view, CONFAB_TYPE_PROSE);
  g_assert_true (ui_save_png (GTK_WIDGET (self->window), "mirrored.png"));
  /* The card of the prompt is no wider than its text, and the text is on it. */
  g_assert_cmpfloat (get_bounds (self, prompt).size.width, <, 400);
  g_assert_true (has_ink (self, prompt, "mirrored.png"));

  /* Narrow: the sidebar gives way, and all of the page is there. */
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 640);
  loop_until (gtk_widget_get_width (GTK_WIDGET (self->window)) <= 400);
  ui_wait_frames (GTK_WIDGET (self->window), 3);
  assert_inside (self, page);
  assert_inside (self, composer);
  assert_inside (self, send);
  g_assert_cmpfloat (get_middle (self, send), <, get_middle (self, composer));
  g_assert_true (ui_save_png (GTK_WIDGET (self->window), "mirrored-narrow.png"));
  g_assert_true (has_ink (self, ui_find_type (view, CONFAB_TYPE_PROSE), "mirrored-narrow.png"));
  shell_fixture_close (self);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  adw_init ();

  g_test_add ("/shell-mirrored/window", ShellFixture, NULL, shell_fixture_set_up, test_window,
              shell_fixture_tear_down);

  return g_test_run ();
}
