/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "chat-pointer.h"

#include "chat-samples.h"
#include "confab-message-list-private.h"
#include "loop.h"
#include "uitest.h"

/* In the place of chat_init(): FALSE where there is no real pointer, and the test has said so. */
gboolean
chat_pointer_init (int    *argc,
                   char ***argv)
{
  chat_init (argc, argv);

  if (ui_has_keys ())
    return TRUE;
  g_print ("1..0 # SKIP a real pointer and real keys need xdotool and a window manager\n");

  return FALSE;
}

/* The point of a byte of a line of a message, a little inside of the character. */
void
chat_find_byte (ChatFixture *self,
                guint        message,
                guint        block,
                guint        line,
                gsize        byte,
                double      *x,
                double      *y)
{
  ConfabSpot spot = { message, { block, line, byte, 0 } };
  GdkRectangle area;

  g_assert_true (confab_message_list_get_spot_area (self->list, &spot, &area));
  *x = area.x + 1;
  *y = area.y + area.height / 2;
}

char *
chat_dup_selected (ChatFixture *self)
{
  return confab_message_list_export_selection (self->list, CONFAB_MARKUP_PLAIN);
}

gboolean
chat_is_selected (ChatFixture *self,
                  const char  *text)
{
  g_autofree char *selected = chat_dup_selected (self);

  return g_strcmp0 (selected, text) == 0;
}

void
chat_drag (ChatFixture *self,
           double       from_x,
           double       from_y,
           double       to_x,
           double       to_y)
{
  ui_point (GTK_WIDGET (self->list), from_x, from_y);
  ui_hold_button (1, TRUE);
  for (int i = 1; i <= 4; i++)
    ui_point (GTK_WIDGET (self->list), from_x + (to_x - from_x) * i / 4,
              from_y + (to_y - from_y) * i / 4);
  ui_hold_button (1, FALSE);
}

/* The next click is a first one, however soon it comes. */
static void
forget_clicks (ChatFixture *self)
{
  g_autoptr (GListModel) controllers =
    gtk_widget_observe_controllers (GTK_WIDGET (self->list));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      gtk_event_controller_reset (controller);
    }
}

void
chat_click (ChatFixture *self,
            guint        message,
            guint        block,
            gsize        byte,
            guint        n_press)
{
  double x, y;

  chat_find_byte (self, message, block, 0, byte, &x, &y);
  forget_clicks (self);
  ui_click (GTK_WIDGET (self->list), x, y, 1, n_press);
  ui_wait_frames (self->window, 3);
}

void
chat_open_two (ChatFixture *self)
{
  chat_open (self, g_list_store_new (CONFAB_TYPE_MESSAGE));
  chat_add (self, chat_sample_prompt ("A question of some words"));
  chat_add (self, chat_sample_answer ("The answer has a first line.\n\nAnd **more** than one "
                                      "paragraph.", CONFAB_STATUS_COMPLETE));
  ui_wait_frames (self->window, 3);
}

typedef struct {
  gboolean  done;
  char     *text;
} Reading;

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Reading *reading = user_data;

  reading->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  reading->done = TRUE;
}

static char *
read_text (GdkClipboard *clipboard)
{
  Reading reading = { 0, };

  gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, &reading);
  loop_until (reading.done);

  return reading.text;
}

/* What another program would paste. */
gboolean
chat_has_text (GdkClipboard *clipboard,
               const char   *expected)
{
  g_autofree char *text = read_text (clipboard);

  return g_strcmp0 (text, expected) == 0;
}
