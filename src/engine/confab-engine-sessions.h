/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine.h"

G_BEGIN_DECLS

/*
 * What is done with sessions as a whole. Each change is shown at once and stored by itself; where
 * it cannot be stored `store-note` says so.
 */

void           confab_engine_pin_session         (ConfabEngine         *self,
                                                  ConfabSession        *session,
                                                  gboolean              pinned);
void           confab_engine_archive_session     (ConfabEngine         *self,
                                                  ConfabSession        *session,
                                                  gboolean              archived);
void           confab_engine_mark_session        (ConfabEngine         *self,
                                                  ConfabSession        *session,
                                                  gboolean              unread);
/* To another application, which knows nothing of what was said. FALSE while an answer is coming. */
gboolean       confab_engine_move_session        (ConfabEngine         *self,
                                                  ConfabSession        *session,
                                                  ConfabStudioApp      *app);
/* A copy with all messages and versions, on the path that is shown; it is in the list. */
void           confab_engine_duplicate_session_async  (ConfabEngine    *self,
                                                  ConfabSession        *session,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
ConfabSession *confab_engine_duplicate_session_finish (ConfabEngine    *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* confab_engine_delete_session() puts a session into the trash. From there it comes back with
 * restore (also by itself, when Confab is killed), or goes for good with forget, or when the engine
 * is closed. */
gboolean       confab_engine_restore_session     (ConfabEngine         *self,
                                                  ConfabSession        *session);
void           confab_engine_forget_session      (ConfabEngine         *self,
                                                  ConfabSession        *session);

/* Of this run only: nothing of it is stored. It is in the list from its first message until it is
 * deleted. (transfer full) */
ConfabSession *confab_engine_new_temporary       (ConfabEngine         *self,
                                                  ConfabStudioApp      *app);

G_END_DECLS
