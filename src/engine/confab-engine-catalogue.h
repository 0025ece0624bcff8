/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine.h"
#include "confab-preset.h"

G_BEGIN_DECLS

/*
 * Connections, applications and their presets: changing, ordering, deleting. The models change
 * when it is stored; an error is a sentence for the person, and then nothing has changed.
 */

/* Of ConfabConnection, the demo's too; of ConfabPreset, of all applications, by name. */
GListModel *confab_engine_get_connections      (ConfabEngine                 *self);
GListModel *confab_engine_get_presets          (ConfabEngine                 *self);

/* What stands in @record is stored for @app, but for its id; @record is copied. */
void        confab_engine_change_app_async     (ConfabEngine                 *self,
                                                ConfabStudioApp              *app,
                                                const ConfabAppRecord        *record,
                                                GCancellable                 *cancellable,
                                                GAsyncReadyCallback           callback,
                                                gpointer                      user_data);
gboolean    confab_engine_change_app_finish    (ConfabEngine                 *self,
                                                GAsyncResult                 *result,
                                                GError                      **error);
/* The same for a connection; its account, which its key is filed under, stays. */
void        confab_engine_change_connection_async  (ConfabEngine             *self,
                                                ConfabConnection             *connection,
                                                const ConfabConnectionRecord *record,
                                                GCancellable                 *cancellable,
                                                GAsyncReadyCallback           callback,
                                                gpointer                      user_data);
gboolean    confab_engine_change_connection_finish (ConfabEngine             *self,
                                                GAsyncResult                 *result,
                                                GError                      **error);
/* One that has no application yet. (transfer full) */
void        confab_engine_add_connection_async (ConfabEngine                 *self,
                                                const ConfabConnectionRecord *record,
                                                GCancellable                 *cancellable,
                                                GAsyncReadyCallback           callback,
                                                gpointer                      user_data);
ConfabConnection *confab_engine_add_connection_finish (ConfabEngine          *self,
                                                GAsyncResult                 *result,
                                                GError                      **error);
/* Moves an application to a place in the model, at once; that is stored by itself. */
void        confab_engine_move_app             (ConfabEngine                 *self,
                                                ConfabStudioApp              *app,
                                                guint                         position);

/* How many sessions go with an application, to be said before it is deleted. */
guint       confab_engine_count_sessions       (ConfabEngine                 *self,
                                                ConfabStudioApp              *app);
/* For good, with all sessions and presets, and with the tokens that no other application of the
 * connection names; a connection with all its applications, and with its key. Where the keyring does
 * not let go of a key or token nothing is deleted. */
void        confab_engine_delete_app_async     (ConfabEngine                 *self,
                                                ConfabStudioApp              *app,
                                                GCancellable                 *cancellable,
                                                GAsyncReadyCallback           callback,
                                                gpointer                      user_data);
gboolean    confab_engine_delete_app_finish    (ConfabEngine                 *self,
                                                GAsyncResult                 *result,
                                                GError                      **error);
void        confab_engine_delete_connection_async  (ConfabEngine             *self,
                                                ConfabConnection             *connection,
                                                GCancellable                 *cancellable,
                                                GAsyncReadyCallback           callback,
                                                gpointer                      user_data);
gboolean    confab_engine_delete_connection_finish (ConfabEngine             *self,
                                                GAsyncResult                 *result,
                                                GError                      **error);

/* Inserts (id 0) or changes; @record is copied. (transfer full) */
void        confab_engine_save_preset_async    (ConfabEngine                 *self,
                                                const ConfabPresetRecord     *record,
                                                GCancellable                 *cancellable,
                                                GAsyncReadyCallback           callback,
                                                gpointer                      user_data);
ConfabPreset *confab_engine_save_preset_finish (ConfabEngine                 *self,
                                                GAsyncResult                 *result,
                                                GError                      **error);
/* Its tokens go with it, unless something else of the connection names them. The same holds for the
 * tokens that an application's options named before a change. */
void        confab_engine_delete_preset        (ConfabEngine                 *self,
                                                ConfabPreset                 *preset);

/* Which presets are used, and what application and session themselves say (confab-options-local.h). */
ConfabOptions *confab_engine_dup_app_options     (ConfabEngine               *self,
                                                  ConfabStudioApp            *app);
ConfabOptions *confab_engine_dup_session_options (ConfabEngine               *self,
                                                  ConfabSession              *session);
GPtrArray  *confab_engine_dup_active_presets     (ConfabEngine               *self,
                                                  ConfabStudioApp            *app,
                                                  ConfabSession              *session,
                                                  ConfabOptions              *message);
void        confab_engine_set_session_options    (ConfabEngine               *self,
                                                  ConfabSession              *session,
                                                  ConfabOptions              *options);
void        confab_engine_set_session_presets    (ConfabEngine               *self,
                                                  ConfabSession              *session,
                                                  GPtrArray                  *presets);
void        confab_engine_set_app_options_async  (ConfabEngine               *self,
                                                  ConfabStudioApp            *app,
                                                  ConfabOptions              *options,
                                                  GCancellable               *cancellable,
                                                  GAsyncReadyCallback         callback,
                                                  gpointer                    user_data);

/* Whether a call would find a token for a plug-in, and taking it out of the keyring. */
void        confab_engine_has_token_async      (ConfabEngine                 *self,
                                                ConfabConnection             *connection,
                                                const char                   *plugin,
                                                GCancellable                 *cancellable,
                                                GAsyncReadyCallback           callback,
                                                gpointer                      user_data);
gboolean    confab_engine_has_token_finish     (ConfabEngine                 *self,
                                                GAsyncResult                 *result,
                                                GError                      **error);
void        confab_engine_delete_token_async   (ConfabEngine                 *self,
                                                ConfabConnection             *connection,
                                                const char                   *plugin,
                                                GCancellable                 *cancellable,
                                                GAsyncReadyCallback           callback,
                                                gpointer                      user_data);
gboolean    confab_engine_delete_token_finish  (ConfabEngine                 *self,
                                                GAsyncResult                 *result,
                                                GError                      **error);

G_END_DECLS
