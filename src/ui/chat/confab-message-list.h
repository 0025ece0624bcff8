/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-chat-counters.h"
#include "confab-follow.h"
#include "confab-message-row.h"
#include "confab-pace.h"

G_BEGIN_DECLS

/**
 * ConfabMessageList:
 *
 * A scrollable list of messages that holds widgets only for what is in view and half a page at
 * each end. The heights of all other rows are estimates.
 *
 * Positions are coordinates that never change for what is being read: one row, the anchor, has a
 * fixed coordinate, and when rows above it turn out to be higher or are loaded at the top, it is
 * the `lower` of the adjustment that moves, not its value. So a kinetic movement or a drag that is
 * under way goes on undisturbed, and a corrected estimate moves nothing that is seen.
 *
 * Property `at-newest`: whether the end is followed or in view. Signal `older-wanted`: the reader
 * comes near the first message.
 */
#define CONFAB_TYPE_MESSAGE_LIST (confab_message_list_get_type ())

G_DECLARE_FINAL_TYPE (ConfabMessageList, confab_message_list, CONFAB, MESSAGE_LIST, GtkWidget)

GtkWidget                *confab_message_list_new            (void);
GListModel               *confab_message_list_get_model      (ConfabMessageList *self);
void                      confab_message_list_set_model      (ConfabMessageList *self,
                                                              GListModel        *model);
void                      confab_message_list_set_pace       (ConfabMessageList *self,
                                                              ConfabPace        *pace);
void                      confab_message_list_set_text_scale (ConfabMessageList *self,
                                                              double             scale);
void                      confab_message_list_set_author     (ConfabMessageList *self,
                                                              const char        *author);
ConfabFollow              confab_message_list_get_follow     (ConfabMessageList *self);
void                      confab_message_list_follow         (ConfabMessageList *self,
                                                              ConfabFollowEvent  event);
gboolean                  confab_message_list_get_at_newest  (ConfabMessageList *self);
ConfabMessageRow         *confab_message_list_get_row        (ConfabMessageList *self,
                                                              guint              position);
gboolean                  confab_message_list_focus_row      (ConfabMessageList *self,
                                                              guint              position);
void                      confab_message_list_set_found      (ConfabMessageList *self,
                                                              const char        *text);
void                      confab_message_list_show_found     (ConfabMessageList *self,
                                                              gint64             message,
                                                              guint              index);
void                      confab_message_list_toggle_caret   (ConfabMessageList *self);
const ConfabChatCounters *confab_message_list_get_counters   (ConfabMessageList *self);

G_END_DECLS
