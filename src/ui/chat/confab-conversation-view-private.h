/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation-view.h"
#include "confab-message-list.h"

G_BEGIN_DECLS

/* For tests: the view of any list of messages, and what is inside. */
void               confab_conversation_view_set_messages (ConfabConversationView *self,
                                                          GListModel             *messages,
                                                          const char             *author);
ConfabMessageList *confab_conversation_view_get_list     (ConfabConversationView *self);
GtkWidget         *confab_conversation_view_get_newest   (ConfabConversationView *self);

G_END_DECLS
