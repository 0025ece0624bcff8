/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-conversation.h"
#include "confab-pace.h"

G_BEGIN_DECLS

/**
 * ConfabConversationView:
 *
 * Shows one conversation: our own GtkScrollable inside a GtkScrolledWindow, and the button that
 * leads to the newest message. Rows ask for things through actions that the page around installs:
 * `chat.retry` (parameter x: the id of the answer), `chat.set-key`.
 */
#define CONFAB_TYPE_CONVERSATION_VIEW (confab_conversation_view_get_type ())

G_DECLARE_FINAL_TYPE (ConfabConversationView, confab_conversation_view, CONFAB, CONVERSATION_VIEW, GtkWidget)

GtkWidget          *confab_conversation_view_new              (void);
void                confab_conversation_view_set_pace         (ConfabConversationView *self,
                                                               ConfabPace             *pace);
void                confab_conversation_view_set_text_scale   (ConfabConversationView *self,
                                                               double                  scale);
ConfabConversation *confab_conversation_view_get_conversation (ConfabConversationView *self);
void                confab_conversation_view_set_conversation (ConfabConversationView *self,
                                                               ConfabConversation     *conversation);
/* To the end, and following: after the person has sent something. */
void                confab_conversation_view_follow           (ConfabConversationView *self);
/* Where the reader is; the page draws a line under its header while something is above the top. */
GtkAdjustment      *confab_conversation_view_get_vadjustment  (ConfabConversationView *self);
/* Copies the text of the last answer to the clipboard; FALSE when there is none. */
gboolean            confab_conversation_view_copy_last        (ConfabConversationView *self);
/* Marks all places of a text (nullable), and shows one of them: in a message that is here or is being
 * loaded. */
void                confab_conversation_view_set_found        (ConfabConversationView *self,
                                                               const char             *text);
void                confab_conversation_view_show_found       (ConfabConversationView *self,
                                                               gint64                  message,
                                                               guint                   index);
/* A caret in the text that keys move, or none; from elsewhere it goes to the last message. */
void                confab_conversation_view_toggle_caret     (ConfabConversationView *self);
void                confab_conversation_view_announce_last    (ConfabConversationView *self);

G_END_DECLS
