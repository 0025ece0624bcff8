/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine.h"
#include "confab-narrow.h"

G_BEGIN_DECLS

/* The question of an answer once more, from one of the documents that it names, or without it:
 * another version of the answer, as with confab_engine_retry_async(). @index: what a mark in the text
 * names. */
gboolean       confab_engine_check_narrow      (ConfabEngine        *self,
                                                ConfabConversation  *conversation,
                                                ConfabMessage       *answer,
                                                const char          *index,
                                                ConfabNarrowing      how,
                                                GError             **error);
void           confab_engine_ask_narrow_async  (ConfabEngine        *self,
                                                ConfabConversation  *conversation,
                                                ConfabMessage       *answer,
                                                const char          *index,
                                                ConfabNarrowing      how,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
ConfabMessage *confab_engine_ask_narrow_finish (ConfabEngine        *self,
                                                GAsyncResult        *result,
                                                GError             **error);

G_END_DECLS
