/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-chat-counters.h"
#include "confab-message.h"
#include "confab-prose.h"
#include "confab-text-lines.h"

G_BEGIN_DECLS

/**
 * ConfabMessageRow:
 *
 * Shows one message, and another one when it is used again. What the message tells is only noted,
 * with the signal `stale`; confab_message_row_update() takes it in, once a frame.
 *
 * Signal `held`: the reader has opened or closed something in it. Signal `reveal` (int: pixels from
 * its top): the reader wants to be led there.
 */
#define CONFAB_TYPE_MESSAGE_ROW (confab_message_row_get_type ())

G_DECLARE_FINAL_TYPE (ConfabMessageRow, confab_message_row, CONFAB, MESSAGE_ROW, GtkWidget)

GtkWidget     *confab_message_row_new            (ConfabChatCounters    *counters);
ConfabMessage *confab_message_row_get_message    (ConfabMessageRow      *self);
void           confab_message_row_set_message    (ConfabMessageRow      *self,
                                                  ConfabMessage         *message);
void           confab_message_row_leave          (ConfabMessageRow      *self);
guint          confab_message_row_get_position   (ConfabMessageRow      *self);
void           confab_message_row_set_position   (ConfabMessageRow      *self,
                                                  guint                  position,
                                                  guint                  n_messages);
void           confab_message_row_set_author     (ConfabMessageRow      *self,
                                                  const char            *author);
void           confab_message_row_set_narrow     (ConfabMessageRow      *self,
                                                  gboolean               narrow);
void           confab_message_row_set_following  (ConfabMessageRow     *self,
                                                  gboolean               following);
void           confab_message_row_update         (ConfabMessageRow      *self);
int            confab_message_row_get_height     (ConfabMessageRow      *self,
                                                  int                    width);
void           confab_message_row_set_viewport   (ConfabMessageRow      *self,
                                                  int                    top,
                                                  int                    bottom);
int            confab_message_row_get_text_top   (ConfabMessageRow      *self);
gboolean       confab_message_row_get_place      (ConfabMessageRow      *self,
                                                  int                    y,
                                                  ConfabTextPlace       *place);
int            confab_message_row_find_place     (ConfabMessageRow      *self,
                                                  const ConfabTextPlace *place);
ConfabProse   *confab_message_row_get_prose      (ConfabMessageRow      *self);

/* Of a very long text, the heights that were estimated. Pixels from the top of the row. */
gboolean   confab_message_row_is_exact      (ConfabMessageRow      *self);
gboolean   confab_message_row_show          (ConfabMessageRow      *self,
                                             gint64                 top,
                                             gint64                 bottom,
                                             gint64                 hold,
                                             int                   *moved);
gsize      confab_message_row_refine        (ConfabMessageRow      *self,
                                             gsize                  bytes,
                                             gint64                 hold,
                                             int                   *moved);

G_END_DECLS
