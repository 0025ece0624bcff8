/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A reader's pointer in a conversation, for tests. */

#pragma once

#include "chat-fixture.h"

G_BEGIN_DECLS

gboolean chat_pointer_init (int         *argc,
                            char      ***argv);
void     chat_open_two     (ChatFixture *self);
void     chat_find_byte    (ChatFixture *self,
                            guint        message,
                            guint        block,
                            guint        line,
                            gsize        byte,
                            double      *x,
                            double      *y);
void     chat_drag         (ChatFixture *self,
                            double       from_x,
                            double       from_y,
                            double       to_x,
                            double       to_y);
void     chat_click        (ChatFixture *self,
                            guint        message,
                            guint        block,
                            gsize        byte,
                            guint        n_press);
char    *chat_dup_selected (ChatFixture *self);
gboolean chat_is_selected  (ChatFixture *self,
                            const char  *text);
gboolean chat_has_text     (GdkClipboard *clipboard,
                            const char   *expected);

G_END_DECLS
