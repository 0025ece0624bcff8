/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabChatPage:
 *
 * One session on show: header, conversation, composer; and the actions `chat.…` that these ask for.
 * Property: `session`.
 *
 * Signal `sent` (ConfabSession): a message of the session is stored, so the session has an id.
 */
#define CONFAB_TYPE_CHAT_PAGE (confab_chat_page_get_type ())

G_DECLARE_FINAL_TYPE (ConfabChatPage, confab_chat_page, CONFAB, CHAT_PAGE, GtkWidget)

GtkWidget     *confab_chat_page_new                (void);
void           confab_chat_page_set_engine         (ConfabChatPage *self,
                                                    ConfabEngine   *engine);
GActionGroup  *confab_chat_page_get_actions        (ConfabChatPage *self);
ConfabSession *confab_chat_page_get_session        (ConfabChatPage *self);
void           confab_chat_page_set_session        (ConfabChatPage *self,
                                                    ConfabSession  *session);
void           confab_chat_page_set_beside_sidebar (ConfabChatPage *self,
                                                    gboolean        beside_sidebar);
void           confab_chat_page_show_message       (ConfabChatPage *self,
                                                    gint64          message,
                                                    const char     *text);
void           confab_chat_page_set_narrow         (ConfabChatPage *self,
                                                    gboolean        narrow);
void           confab_chat_page_set_text_scale     (ConfabChatPage *self,
                                                    int             scale);
void           confab_chat_page_bind_settings      (ConfabChatPage *self,
                                                    GSettings      *settings);
void           confab_chat_page_focus_composer     (ConfabChatPage *self);

G_END_DECLS
