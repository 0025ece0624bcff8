/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "chat-fixture.h"

#include <adwaita.h>
#include <string.h>

#include "confab-message-list-private.h"
#include "loop.h"
#include "uitest.h"

void
chat_open (ChatFixture    *self,
           GListStore *messages)
{
  GtkWidget *scrolled;

  self->messages = messages;
  self->view = confab_conversation_view_new ();
  self->list = confab_conversation_view_get_list (CONFAB_CONVERSATION_VIEW (self->view));
  confab_conversation_view_set_messages (CONFAB_CONVERSATION_VIEW (self->view),
                                         G_LIST_MODEL (messages), "Assistant");
  self->window = ui_show (self->view, CHAT_WIDTH, CHAT_HEIGHT);
  scrolled = ui_find_type (self->view, GTK_TYPE_SCROLLED_WINDOW);
  self->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

/* Closing a view leaves nothing of it. */
void
chat_close (ChatFixture *self)
{
  g_object_ref (self->view);
  g_object_ref (self->list);
  ui_close (self->window);
  g_assert_finalize_object (self->view);
  g_assert_finalize_object (self->list);
  g_assert_finalize_object (self->messages);
}

void
chat_add (ChatFixture       *self,
     ConfabMessage *message)
{
  g_list_store_append (self->messages, message);
  g_object_unref (message);
}

void
chat_append (ConfabMessage *message,
        const char    *text)
{
  confab_message_append_text (message, text, strlen (text));
}

/* Where a row stands in the list, pixels. */
void
chat_get_bounds (ChatFixture *self,
            guint    position,
            float   *top,
            float   *bottom)
{
  ConfabMessageRow *row = confab_message_list_get_row (self->list, position);
  graphene_rect_t bounds;

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds));
  if (top != NULL)
    *top = bounds.origin.y;
  if (bottom != NULL)
    *bottom = bounds.origin.y + bounds.size.height;
}

double
chat_get_end (ChatFixture *self)
{
  return gtk_adjustment_get_upper (self->adjustment) -
         gtk_adjustment_get_page_size (self->adjustment);
}

/* Waits until the view has taken in what it was told, and painted it: on a busy machine that is not
 * the next frame. */
void
chat_settle (ChatFixture *self)
{
  ui_wait_frames (self->window, 1);
  loop_until (!confab_frame_task_is_ticking (self->list->task));
  ui_wait_frames (self->window, 2);
}

/* Starts the test program with the view's style sheet. */
void
chat_init (int    *argc,
           char ***argv)
{
  g_autofree char *css = NULL;

  gtk_test_init (argc, argv, NULL);
  adw_init ();
  css = g_test_build_filename (G_TEST_DIST, "..", "src", "ui", "chat", "chat.css", NULL);
  ui_load_css (css);
}
