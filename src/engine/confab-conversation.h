/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-message.h"
#include "confab-session.h"

G_BEGIN_DECLS

/**
 * ConfabConversation:
 *
 * The messages of one session as a GListModel of #ConfabMessage, oldest first: the newest page
 * first, older ones on demand. Properties: `loaded` (gboolean: the first page is here),
 * `has-older` (gboolean), `error` (nullable string: why the page asked for last could not be read;
 * as long as the first one could not, `loaded` is %FALSE). Lives as long as somebody holds it or an answer is open.
 */
#define CONFAB_TYPE_CONVERSATION (confab_conversation_get_type ())

G_DECLARE_FINAL_TYPE (ConfabConversation, confab_conversation, CONFAB, CONVERSATION, GObject)

ConfabSession *confab_conversation_get_session   (ConfabConversation *self);
gboolean       confab_conversation_get_loaded    (ConfabConversation *self);
gboolean       confab_conversation_get_has_older (ConfabConversation *self);
const char    *confab_conversation_get_error     (ConfabConversation *self);
void           confab_conversation_load_older    (ConfabConversation *self);

G_END_DECLS
