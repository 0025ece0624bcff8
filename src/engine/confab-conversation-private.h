/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation.h"
#include "confab-store.h"

G_BEGIN_DECLS

/* For the engine only. @store (nullable): where its messages are; without one nothing is stored. */
ConfabConversation *confab_conversation_new         (ConfabSession      *session,
                                                     ConfabStore        *store);
void                confab_conversation_append      (ConfabConversation *self,
                                                     ConfabMessage      *prompt,
                                                     ConfabMessage      *answer);
/* Loads what another process has added or changed at the end. */
void                confab_conversation_look        (ConfabConversation *self);
gint64              confab_conversation_get_last_id (ConfabConversation *self);
ConfabMessage      *confab_conversation_find        (ConfabConversation *self,
                                                     gint64              id);
gboolean            confab_conversation_is_stored   (ConfabConversation *self);

G_END_DECLS
