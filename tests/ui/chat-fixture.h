/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A conversation view in a window, for tests. */

#pragma once

#include "confab-conversation-view-private.h"

G_BEGIN_DECLS

#define CHAT_WIDTH 700
#define CHAT_HEIGHT 500

typedef struct {
  GListStore        *messages;
  GtkWidget         *view;
  GtkWidget         *window;
  ConfabMessageList *list;
  GtkAdjustment     *adjustment;
} ChatFixture;

void   chat_init       (int           *argc,
                        char        ***argv);
void   chat_open       (ChatFixture   *self,
                        GListStore    *messages);
void   chat_close      (ChatFixture   *self);
void   chat_settle     (ChatFixture   *self);
void   chat_add        (ChatFixture   *self,
                        ConfabMessage *message);
void   chat_append     (ConfabMessage *message,
                        const char    *text);
void   chat_get_bounds (ChatFixture   *self,
                        guint          position,
                        float         *top,
                        float         *bottom);
double chat_get_end    (ChatFixture   *self);

G_END_DECLS
