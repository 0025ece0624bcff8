/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-call.h"
#include "confab-context.h"
#include "confab-conversation.h"
#include "confab-request.h"
#include "confab-turn-state.h"

G_BEGIN_DECLS

/**
 * ConfabTurn:
 *
 * One prompt and its answer, from the moment both are on disk until the answer has its one end
 * state: key, request, deltas, journal, waiting and trying again.
 *
 * Signals:
 * `ended`: the answer has its end state; `saved`: and that is on disk (or there is nothing to
 * save): nothing more comes. `journalled` (error: nullable #GError): after each write.
 * `event` (line: JSON text of one decoded event), made only when somebody listens.
 */
#define CONFAB_TYPE_TURN (confab_turn_get_type ())

G_DECLARE_FINAL_TYPE (ConfabTurn, confab_turn, CONFAB, TURN, GObject)

ConfabTurn         *confab_turn_new              (ConfabContext      *context,
                                                  ConfabConversation *conversation,
                                                  ConfabMessage      *answer,
                                                  const ConfabCall   *call,
                                                  ConfabRequest      *request,
                                                  guint               idle_timeout,
                                                  gboolean            stored);
ConfabConversation *confab_turn_get_conversation (ConfabTurn         *self);
ConfabMessage      *confab_turn_get_answer       (ConfabTurn         *self);
gboolean            confab_turn_has_ended        (ConfabTurn         *self);
void                confab_turn_start            (ConfabTurn         *self);
void                confab_turn_stop             (ConfabTurn         *self);
/* The last attempt to write the end; `saved` comes whatever becomes of it. */
void                confab_turn_close            (ConfabTurn         *self);

G_END_DECLS
