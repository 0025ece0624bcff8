/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A block of code under a real pointer: scrolled sideways, copied and wrapped by its buttons. */

#include "config.h"

#include <string.h>

#include "chat-pointer.h"
#include "chat-samples.h"
#include "confab-message-list-private.h"
#include "confab-prose-private.h"
#include "loop.h"
#include "uitest.h"

/* Buttons of the pointer that are turns of its wheel. */
#define WHEEL_DOWN 5
#define WHEEL_LEFT 6
#define WHEEL_RIGHT 7

static const char code[] =
  "int\nmain (void)\n{\n  printf (\"a line that is far longer than a window of this width has room "
  "for, and then longer still: %d %d %d\\n\", 5, 6, 7);\n}";

static ConfabProse *
get_prose (ChatFixture *self)
{
  return confab_message_row_get_prose (confab_message_list_get_row (self->list, 0));
}

static int
get_scroll (ChatFixture *self)
{
  return confab_text_lines_get_scroll (get_prose (self)->lines, 0) / PANGO_SCALE;
}

/* -1 while it has to be laid out anew. */
static int
get_overflow (ChatFixture *self)
{
  ConfabTextLines *lines = get_prose (self)->lines;

  return confab_text_lines_get_n_boxes (lines) > 0
           ? confab_text_lines_get_overflow (lines, 0) / PANGO_SCALE : -1;
}

static void
open_code (ChatFixture *self)
{
  g_autofree char *text = g_strdup_printf ("```c\n%s\n```\n\nAnd what it does.", code);

  chat_open (self, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (self, chat_sample_answer (text, CONFAB_STATUS_COMPLETE));
  chat_settle (self);
  loop_until (confab_message_list_get_counters (self->list)->frames_alive == 1);
  ui_wait_frames (self->window, 2);
  g_assert_cmpint (get_overflow (self), >, 100);
  g_assert_cmpint (get_scroll (self), ==, 0);
}

static void
test_wheel (void)
{
  ChatFixture fixture;
  double value;
  int scroll;

  open_code (&fixture);
  value = gtk_adjustment_get_value (fixture.adjustment);

  /* Three clicks, to the end, and back. */
  ui_click (GTK_WIDGET (get_prose (&fixture)), 100, 60, WHEEL_RIGHT, 3);
  loop_until (get_scroll (&fixture) >= 90);
  ui_click (GTK_WIDGET (get_prose (&fixture)), 100, 60, WHEEL_RIGHT, 40);
  loop_until (get_scroll (&fixture) == get_overflow (&fixture));
  ui_click (GTK_WIDGET (get_prose (&fixture)), 100, 60, WHEEL_LEFT, 1);
  loop_until (get_scroll (&fixture) < get_overflow (&fixture));
  ui_click (GTK_WIDGET (get_prose (&fixture)), 100, 60, WHEEL_LEFT, 40);
  loop_until (get_scroll (&fixture) == 0);

  /* An ordinary wheel with Shift. */
  ui_hold_key ("shift", TRUE);
  ui_click (GTK_WIDGET (get_prose (&fixture)), 100, 60, WHEEL_DOWN, 3);
  loop_until (get_scroll (&fixture) >= 90);
  ui_hold_key ("shift", FALSE);

  /* Under the pointer's way down, and beside the code, nothing goes sideways. */
  scroll = get_scroll (&fixture);
  ui_click (GTK_WIDGET (get_prose (&fixture)), 100, 60, WHEEL_DOWN, 1);
  ui_click (GTK_WIDGET (fixture.list), 100, CHAT_HEIGHT - 20, WHEEL_RIGHT, 2);
  ui_wait_frames (fixture.window, 3);
  g_assert_cmpint (get_scroll (&fixture), ==, scroll);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, value);

  chat_close (&fixture);
}

/* The scroll bar, taken by its slider. */
static void
test_scrollbar (void)
{
  ChatFixture fixture;
  GtkWidget *bar;

  open_code (&fixture);
  bar = ui_find_type (GTK_WIDGET (get_prose (&fixture)), GTK_TYPE_SCROLLBAR);
  g_assert_nonnull (bar);
  g_assert_true (gtk_widget_get_mapped (bar));

  ui_point (bar, 40, gtk_widget_get_height (bar) / 2.0);
  ui_hold_button (1, TRUE);
  ui_point (bar, 60, gtk_widget_get_height (bar) / 2.0);
  ui_point (bar, gtk_widget_get_width (bar) - 4, gtk_widget_get_height (bar) / 2.0);
  loop_until (get_scroll (&fixture) > 100);
  ui_hold_button (1, FALSE);

  chat_close (&fixture);
}

static void
clipboard_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
click_button (ChatFixture *self,
              GtkWidget   *button)
{
  g_assert_nonnull (button);
  ui_point (GTK_WIDGET (get_prose (self)), 100, 60);
  ui_click (button, gtk_widget_get_width (button) / 2.0, gtk_widget_get_height (button) / 2.0, 1, 1);
}

static void
test_buttons (void)
{
  ChatFixture fixture;
  GdkClipboard *clipboard;
  GtkWidget *wrap;
  g_autofree char *copied = NULL;
  int height;

  open_code (&fixture);
  clipboard = gtk_widget_get_clipboard (fixture.view);
  wrap = ui_find_type (GTK_WIDGET (get_prose (&fixture)), GTK_TYPE_TOGGLE_BUTTON);

  click_button (&fixture, ui_find_action (fixture.view, "block.copy"));
  loop_until (gdk_clipboard_is_local (clipboard));
  gdk_clipboard_read_text_async (clipboard, NULL, clipboard_read_cb, &copied);
  loop_until (copied != NULL);
  g_assert_cmpstr (copied, ==, code);

  height = gtk_widget_get_height (GTK_WIDGET (get_prose (&fixture)));
  click_button (&fixture, wrap);
  loop_until (get_overflow (&fixture) == 0);
  loop_until (gtk_widget_get_height (GTK_WIDGET (get_prose (&fixture))) > height);
  click_button (&fixture, wrap);
  loop_until (get_overflow (&fixture) > 0);
  loop_until (gtk_widget_get_height (GTK_WIDGET (get_prose (&fixture))) == height);

  chat_close (&fixture);
}

/* GTK holds what is under the pointer longer than the window that it was in. */
static void
test_held (void)
{
  ChatFixture fixture;
  g_autoptr (ConfabProse) prose = NULL;
  g_autoptr (ConfabMessageRow) row = NULL;

  open_code (&fixture);
  prose = g_object_ref (get_prose (&fixture));
  row = g_object_ref (confab_message_list_get_row (fixture.list, 0));
  g_assert_cmpuint (prose->frames->len, ==, 1);
  chat_close (&fixture);
  /* Nothing of it needs the list any more: looked at by the sanitizers. */
  g_assert_cmpuint (prose->frames->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  if (!chat_pointer_init (&argc, &argv))
    return 0;

  g_test_add_func ("/view-code/wheel", test_wheel);
  g_test_add_func ("/view-code/scrollbar", test_scrollbar);
  g_test_add_func ("/view-code/buttons", test_buttons);
  g_test_add_func ("/view-code/held", test_held);

  return g_test_run ();
}
