/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-conversation.h"

G_BEGIN_DECLS

/**
 * ConfabFindBar:
 *
 * Looks for a text in the conversation on show: entry, count, previous, next. It is hidden until it
 * is opened.
 *
 * Signal `marked` (string, nullable): this is to be marked in the conversation, or nothing.
 * Signal `chosen` (gint64, guint): this place is to be shown: the message's id, and which of the
 * places in it. Signal `closed`: by the person.
 */
#define CONFAB_TYPE_FIND_BAR (confab_find_bar_get_type ())

G_DECLARE_FINAL_TYPE (ConfabFindBar, confab_find_bar, CONFAB, FIND_BAR, AdwBin)

GtkWidget *confab_find_bar_new              (void);
void       confab_find_bar_set_conversation (ConfabFindBar      *self,
                                             ConfabConversation *conversation);
void       confab_find_bar_open             (ConfabFindBar      *self,
                                             const char         *text);
void       confab_find_bar_close            (ConfabFindBar      *self);

G_END_DECLS
