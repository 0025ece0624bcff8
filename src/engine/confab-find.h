/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation.h"
#include "confab-find-text.h"

G_BEGIN_DECLS

/**
 * ConfabFind:
 *
 * Looks for a text in one conversation, letter by letter and in any case: in all of it, also in what
 * is not loaded. New messages are looked into as they end; the place that was chosen stays chosen.
 * Signal `changed`: the places are other ones, or another one is chosen.
 */
#define CONFAB_TYPE_FIND (confab_find_get_type ())

G_DECLARE_FINAL_TYPE (ConfabFind, confab_find, CONFAB, FIND, GObject)

ConfabFind *confab_find_new         (ConfabConversation *conversation);
/* An empty text has no places. */
void        confab_find_look_for    (ConfabFind         *self,
                                     const char         *text);
/* Whether the places are those of the text that was asked for last. */
gboolean    confab_find_is_ready    (ConfabFind         *self);
guint       confab_find_get_n       (ConfabFind         *self);
/* The place that is chosen, from 0: the last one at first. FALSE when there is none. The message may
 * have to be loaded: confab_conversation_show_message(). */
gboolean    confab_find_get_chosen  (ConfabFind         *self,
                                     guint              *position,
                                     gint64             *message,
                                     ConfabRange        *range);
/* Chooses another one; after the last comes the first. */
void        confab_find_next        (ConfabFind         *self);
void        confab_find_previous    (ConfabFind         *self);
/* The places in one message, in bytes of its text; @chosen: the index of the chosen one, or -1.
 * (element-type ConfabRange) (transfer full) */
GArray     *confab_find_list_places (ConfabFind         *self,
                                     gint64              message,
                                     int                *chosen);

G_END_DECLS
