/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-client.h"
#include "confab-conversation-private.h"
#include "confab-intake.h"
#include "confab-journal.h"
#include "confab-turn.h"

G_BEGIN_DECLS

/* Shared by the files of the turn: confab-turn.c (the object, its key and its end), -call.c. */
struct _ConfabTurn
{
  GObject parent_instance;

  ConfabContext *context;
  ConfabConversation *conversation;
  ConfabMessage *answer;
  ConfabCall *call;
  ConfabRequest *request; /* what is sent, each time that it is tried */
  gboolean waits;         /* for the disk */
  guint idle_timeout; /* seconds, 0: the connection's */

  GCancellable *cancellable;
  ConfabIntake *intake;
  guint n_retries;
  guint retry_source;
  gint64 retry_at;
  char *retry_reason;
  gint64 started_at;
  gint64 first_text_us;

  ConfabJournal *journal;
  gboolean ended;
};

gboolean confab_turn_apply        (ConfabTurn          *self,
                                   ConfabTurnEvent      event);
void     confab_turn_end          (ConfabTurn          *self,
                                   ConfabTurnEvent      event,
                                   const ConfabFailure *failure);
void     confab_turn_find_key     (ConfabTurn          *self);
void     confab_turn_call         (ConfabTurn          *self);
void     confab_turn_send_request (ConfabTurn          *self);
gboolean confab_turn_is_watched   (ConfabTurn          *self);
void     confab_turn_emit_event   (ConfabTurn          *self,
                                   const char          *line);

G_END_DECLS
