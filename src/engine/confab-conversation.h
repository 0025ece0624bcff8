/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-message.h"
#include "confab-session.h"

G_BEGIN_DECLS

/**
 * ConfabConversation:
 *
 * The messages of one session as they are shown: a GListModel of #ConfabMessage, oldest first, the
 * newest page first, older ones on demand. Where a prompt was edited or an answer was asked for
 * again there are several versions (confab_message_get_n_versions()); one path through them is
 * shown, and the session remembers which. Properties: `loaded` (gboolean: the first page is here),
 * `has-older` (gboolean), `error` (nullable string: why the page asked for last could not be read;
 * as long as the first one could not, `loaded` is %FALSE). Lives as long as somebody holds it or an
 * answer is open.
 */
#define CONFAB_TYPE_CONVERSATION (confab_conversation_get_type ())

G_DECLARE_FINAL_TYPE (ConfabConversation, confab_conversation, CONFAB, CONVERSATION, GObject)

ConfabSession *confab_conversation_get_session   (ConfabConversation *self);
gboolean       confab_conversation_get_loaded    (ConfabConversation *self);
gboolean       confab_conversation_get_has_older (ConfabConversation *self);
const char    *confab_conversation_get_error     (ConfabConversation *self);
void           confab_conversation_load_older    (ConfabConversation *self);
ConfabMessage *confab_conversation_find          (ConfabConversation *self,
                                                  gint64              id);
/* Shows another version of a message, from 0, and what followed it (the newest of that). An open
 * answer that goes out of sight goes on. */
void           confab_conversation_show_version  (ConfabConversation *self,
                                                  ConfabMessage      *message,
                                                  guint               which);
/* Shows the path on which a message is, as a search found it; it comes with the next changes of
 * the list, and what is between it and the end with confab_conversation_load_older(). */
void           confab_conversation_show_message  (ConfabConversation *self,
                                                  gint64              id);

G_END_DECLS
