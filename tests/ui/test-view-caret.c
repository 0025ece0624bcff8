/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The caret that keys move in a conversation: on screen, and into what is out of view. */

#include "config.h"

#include <string.h>

#include "chat-pointer.h"
#include "chat-samples.h"
#include "confab-message-list-private.h"
#include "confab-prose-private.h"
#include "loop.h"
#include "uitest.h"

static const char long_line[] =
  "A line of an answer that is longer than the view is wide, so that it goes on in a second one on "
  "the screen and in a third one where the window is narrow.";

static void
open_answer (ChatFixture *self,
             const char  *text)
{
  chat_open (self, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (self, chat_sample_answer (text, CONFAB_STATUS_COMPLETE));
  ui_wait_frames (self->window, 3);
  confab_message_list_focus_row (self->list, 0);
  ui_type_keys ("F7");
  loop_until (self->list->caret);
}

static ConfabSpot
get_head (ChatFixture *self)
{
  ConfabSpot head;

  g_assert_true (confab_selection_get_head (self->list->selection, &head));

  return head;
}

static GdkRectangle
get_area (ChatFixture *self)
{
  ConfabSpot head = get_head (self);
  GdkRectangle area;

  g_assert_true (confab_message_list_get_spot_area (self->list, &head, &area));

  return area;
}

static int
get_scroll (ChatFixture *self,
            guint        block)
{
  ConfabProse *prose = confab_message_row_get_prose (confab_message_list_get_row (self->list, 0));

  return confab_text_lines_get_scroll (prose->lines, block);
}

static gboolean
is_elsewhere (ChatFixture      *self,
              const ConfabSpot *before)
{
  ConfabSpot head = get_head (self);

  return head.message != before->message ||
         confab_place_compare (&head.place, &before->place) != 0;
}

/* Until the first of the keys has moved the caret. */
static void
type (ChatFixture *self,
      const char  *keys)
{
  ConfabSpot before = get_head (self);

  ui_type_keys (keys);
  loop_until (is_elsewhere (self, &before));
}

static void
test_line_ends (void)
{
  ChatFixture fixture;
  GdkRectangle first;
  gsize end;

  open_answer (&fixture, long_line);
  first = get_area (&fixture);

  type (&fixture, "End");
  end = get_head (&fixture).place.byte;
  g_assert_cmpuint (end, >, 20);
  g_assert_cmpuint (end, <, sizeof long_line - 1);
  g_assert_cmpint (get_area (&fixture).y, ==, first.y);

  /* The next line is another one, with ends of its own. */
  type (&fixture, "Right");
  g_assert_cmpint (get_area (&fixture).y, >, first.y);
  type (&fixture, "Right Right");
  loop_until (get_head (&fixture).place.byte == end + 3);
  type (&fixture, "Home");
  g_assert_cmpuint (get_head (&fixture).place.byte, ==, end + 1);
  g_assert_cmpint (get_area (&fixture).x, ==, first.x);

  type (&fixture, "ctrl+End");
  g_assert_cmpuint (get_head (&fixture).place.byte, ==, sizeof long_line - 1);
  type (&fixture, "ctrl+Home");
  g_assert_cmpuint (get_head (&fixture).place.byte, ==, 0);

  chat_close (&fixture);
}

/* To the right is to the right, whatever is written there. */
static void
test_directions (void)
{
  static const struct {
    const char *text;
    gboolean    rtl;
  } cases[] = {
    { "one two", FALSE },
    { "هذا نص عربي", TRUE },
    { "from the left עברית mixed", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChatFixture fixture;
      glong n = g_utf8_strlen (cases[i].text, -1);
      int x;

      open_answer (&fixture, cases[i].text);
      x = get_area (&fixture).x;
      if (cases[i].rtl)
        g_assert_cmpint (x, >, CHAT_WIDTH / 2);
      else
        g_assert_cmpint (x, <, CHAT_WIDTH / 2);

      for (glong k = 0; k < n; k++)
        {
          type (&fixture, cases[i].rtl ? "Left" : "Right");
          if (cases[i].rtl)
            g_assert_cmpint (get_area (&fixture).x, <=, x);
          else
            g_assert_cmpint (get_area (&fixture).x, >=, x);
          x = get_area (&fixture).x;
        }
      g_assert_cmpuint (get_head (&fixture).place.byte, ==, strlen (cases[i].text));
      chat_close (&fixture);
    }
}

static const char wide[] =
  "```c\n"
  "printf (\"a line of code that goes on and on until it is far too long for the window\", 1, 2, 3, "
  "4, 5, 6, 7);\n"
  "```\n\n"
  "| one | two | three | four | five | six | seven | eight | nine |\n"
  "|---|---|---|---|---|---|---|---|---|\n"
  "| some words | some words | some words | some words | some words | some words | some words | "
  "some words | [a link](https://example.com/) |\n";

/* What is scrolled out of code or a table is brought into view when it is gone to. */
static void
test_sideways (void)
{
  ChatFixture fixture;
  GdkRectangle area;

  open_answer (&fixture, wide);
  g_assert_cmpint (get_scroll (&fixture, 0), ==, 0);

  type (&fixture, "End");
  g_assert_cmpint (get_scroll (&fixture, 0), >, 100 * PANGO_SCALE);
  area = get_area (&fixture);
  g_assert_cmpint (area.x, <, CHAT_WIDTH - 20);
  type (&fixture, "Home");
  g_assert_cmpint (get_scroll (&fixture, 0), ==, 0);

  ui_type_keys ("Tab");
  loop_until (fixture.list->link_focus);
  g_assert_cmpint (get_scroll (&fixture, 1), >, 100 * PANGO_SCALE);

  chat_close (&fixture);
}

/* A drag beside the block scrolls it, and selects what comes. */
static void
test_drag (void)
{
  ChatFixture fixture;
  ConfabSpot start = { 0, { 0, 0, 2, 0 } };
  GdkRectangle area;
  g_autofree char *selected = NULL;

  open_answer (&fixture, wide);
  g_assert_true (confab_message_list_get_spot_area (fixture.list, &start, &area));
  ui_point (GTK_WIDGET (fixture.list), area.x + 1, area.y + 8);
  ui_hold_button (1, TRUE);
  ui_point (GTK_WIDGET (fixture.list), area.x + 60, area.y + 8);
  ui_point (GTK_WIDGET (fixture.list), CHAT_WIDTH - 4, area.y + 8);
  loop_until (get_scroll (&fixture, 0) > 150 * PANGO_SCALE);
  ui_point (GTK_WIDGET (fixture.list), 2, area.y + 8);
  loop_until (get_scroll (&fixture, 0) == 0);
  ui_point (GTK_WIDGET (fixture.list), CHAT_WIDTH - 4, area.y + 8);
  loop_until (get_scroll (&fixture, 0) > 150 * PANGO_SCALE);
  loop_until (fixture.list->autoscroll == 0);
  ui_hold_button (1, FALSE);
  loop_until (!fixture.list->dragging);

  selected = confab_message_list_export_selection (fixture.list, CONFAB_MARKUP_PLAIN);
  g_assert_true (g_str_has_prefix (selected, "intf (\"a line"));
  g_assert_true (g_str_has_suffix (selected, "6, 7);"));

  chat_close (&fixture);
}

static void
test_pages (void)
{
  ChatFixture fixture;
  GdkRectangle area;
  double value;

  chat_open (&fixture, chat_sample_many (60));
  ui_wait_frames (fixture.window, 3);
  value = gtk_adjustment_get_value (fixture.adjustment);

  /* From elsewhere the caret is shown in the last message. */
  gtk_window_set_focus (GTK_WINDOW (fixture.window), NULL);
  confab_conversation_view_toggle_caret (CONFAB_CONVERSATION_VIEW (fixture.view));
  g_assert_true (fixture.list->caret);
  g_assert_cmpuint (get_head (&fixture).message, ==, 59);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (confab_message_list_get_row (fixture.list, 59))));

  for (guint i = 0; i < 3; i++)
    {
      type (&fixture, "Page_Up");
      area = get_area (&fixture);
      g_assert_cmpint (area.y, >=, 0);
      g_assert_cmpint (area.y + area.height, <=, CHAT_HEIGHT);
    }
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), <, value - 2 * CHAT_HEIGHT);
  type (&fixture, "shift+Page_Down");
  g_assert_false (confab_selection_is_empty (fixture.list->selection));
  type (&fixture, "Page_Down");
  type (&fixture, "Page_Down");
  loop_until (get_head (&fixture).message >= 58);

  /* Keys that go to the conversation take it away again. */
  confab_conversation_view_toggle_caret (CONFAB_CONVERSATION_VIEW (fixture.view));
  g_assert_false (fixture.list->caret);

  chat_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  if (!chat_pointer_init (&argc, &argv))
    return 0;

  g_test_add_func ("/view-caret/line-ends", test_line_ends);
  g_test_add_func ("/view-caret/directions", test_directions);
  g_test_add_func ("/view-caret/sideways", test_sideways);
  g_test_add_func ("/view-caret/drag", test_drag);
  g_test_add_func ("/view-caret/pages", test_pages);

  return g_test_run ();
}
