/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine.h"
#include "confab-extras.h"
#include "confab-planned-request.h"

G_BEGIN_DECLS

/*
 * What the next message of a session carries besides its text. It is kept like a draft: written half a
 * second after it has changed, and gone once it is sent.
 */
ConfabExtras         *confab_engine_get_extras        (ConfabEngine         *self,
                                                       ConfabSession        *session);
/* What a prompt was sent with, to be sent again in other words. (transfer full) */
ConfabExtras         *confab_engine_dup_prompt_extras (ConfabEngine         *self,
                                                       ConfabConversation   *conversation,
                                                       ConfabMessage        *prompt,
                                                       GError              **error);
/* What is sent, and where each of it is from; the attachments only on demand: they may be large. */
ConfabOptionsMerge   *confab_engine_merge_extras      (ConfabEngine         *self,
                                                       ConfabSession        *session,
                                                       ConfabExtras         *extras,
                                                       gboolean              with_attachments);
/* As confab_engine_send_async() or, with @edited, confab_engine_edit_async(). */
void                  confab_engine_send_extras_async (ConfabEngine         *self,
                                                       ConfabConversation   *conversation,
                                                       ConfabMessage        *edited,
                                                       const char           *prompt,
                                                       ConfabExtras         *extras,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
ConfabMessage        *confab_engine_send_extras_finish (ConfabEngine        *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);
void                  confab_engine_plan_request_async  (ConfabEngine         *self,
                                                         ConfabConversation   *conversation,
                                                         ConfabMessage        *edited,
                                                         const char           *prompt,
                                                         ConfabExtras         *extras,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
ConfabPlannedRequest *confab_engine_plan_request_finish (GAsyncResult         *result,
                                                         GError              **error);

G_END_DECLS
