/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-call-check.h"
#include "confab-context.h"
#include "confab-conversation.h"
#include "confab-options-merge.h"
#include "confab-remote.h"

G_BEGIN_DECLS

/**
 * ConfabEngine:
 *
 * What Confab does, without a window: applications, sessions, sending, stopping. The user
 * interface and the command line talk to this and to nothing below it.
 *
 * Properties: `ready` (gboolean: the store has answered), `store-note` and `keyring-note` (nullable
 * strings: what the person should know, translated; NULL when all is well).
 *
 * Signal `answer-ended` (session, answer: #ConfabSession, #ConfabMessage): an answer has its end
 * state. Signal `quiet`: the last of the answers that were open is on disk.
 */
#define CONFAB_TYPE_ENGINE (confab_engine_get_type ())

G_DECLARE_FINAL_TYPE (ConfabEngine, confab_engine, CONFAB, ENGINE, GObject)

ConfabEngine       *confab_engine_new               (ConfabContext        *context);
ConfabContext      *confab_engine_get_context       (ConfabEngine         *self);

/* Opens the store, recovers, loads applications and sessions. After the first frame, please. */
void                confab_engine_start_async       (ConfabEngine         *self,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean            confab_engine_start_finish      (ConfabEngine         *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
gboolean            confab_engine_get_ready         (ConfabEngine         *self);
const char         *confab_engine_get_store_note    (ConfabEngine         *self);
const char         *confab_engine_get_keyring_note  (ConfabEngine         *self);

/* Stops open answers (they are stored as stopped), writes all, closes the store. */
void                confab_engine_close_async       (ConfabEngine         *self,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean            confab_engine_close_finish      (ConfabEngine         *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);

/* Shows what other processes have written since. Happens by itself where files can be watched. */
void                confab_engine_look_again        (ConfabEngine         *self);

/* Whether an answer is open, or its end not on disk yet. */
gboolean            confab_engine_is_answering      (ConfabEngine         *self);

GListModel         *confab_engine_get_apps          (ConfabEngine         *self);
GListModel         *confab_engine_get_sessions      (ConfabEngine         *self);

/**
 * ConfabAppDraft:
 * What the person enters to add an application. @key may be %NULL when the connection has one. A test
 * may name a stored @connection, which stands for address, workspace and key.
 */
typedef struct {
  const char *name;
  const char *base_url;
  const char *workspace;
  const char *app_id;
  const char *key;
  ConfabConnection *connection;
} ConfabAppDraft;

/* Checks the fields without asking anyone; the error's message is for the field @field. */
typedef enum {
  CONFAB_APP_FIELD_NONE,
  CONFAB_APP_FIELD_NAME,
  CONFAB_APP_FIELD_BASE_URL,
  CONFAB_APP_FIELD_WORKSPACE,
  CONFAB_APP_FIELD_APP_ID,
  CONFAB_APP_FIELD_KEY,
} ConfabAppField;

gboolean            confab_engine_check_app         (ConfabEngine         *self,
                                                     const ConfabAppDraft *draft,
                                                     ConfabAppField       *field,
                                                     GError              **error);
/* Sends one short real request; the finish gives NULL when all is well, else what is wrong. */
void                confab_engine_test_app_async    (ConfabEngine         *self,
                                                     const ConfabAppDraft *draft,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean            confab_engine_test_app_finish   (ConfabEngine         *self,
                                                     GAsyncResult         *result,
                                                     ConfabFailure       **failure,
                                                     GError              **error);
/* Stores connection and application, and the key in the keyring (or for this run only). */
void                confab_engine_add_app_async     (ConfabEngine         *self,
                                                     const ConfabAppDraft *draft,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
ConfabStudioApp    *confab_engine_add_app_finish    (ConfabEngine         *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* Adds the demo connection with its applications (once), and starts the embedded service. */
void                confab_engine_add_demo_async    (ConfabEngine         *self,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
ConfabStudioApp    *confab_engine_add_demo_finish   (ConfabEngine         *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* Adds what an older version did not know; for the window, when the engine is ready. */
void                confab_engine_complete_demo     (ConfabEngine         *self);
/* The application with this App ID at this address, stored if it is new, for the command line;
 * without @store the object is of this run only. @workspace (nullable). */
void                confab_engine_ensure_app_async  (ConfabEngine         *self,
                                                     const ConfabAppDraft *draft,
                                                     gboolean              store,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
ConfabStudioApp    *confab_engine_ensure_app_finish (ConfabEngine         *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* A key for the keyring (@in_keyring, optional), else for this run, when one was missing or
 * refused. */
void                confab_engine_set_key_async     (ConfabEngine         *self,
                                                     ConfabConnection     *connection,
                                                     const char           *key,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
/* The same for the token of a plug-in, or of an MCP server, of this connection. */
void                confab_engine_set_token_async   (ConfabEngine         *self,
                                                     ConfabConnection     *connection,
                                                     const char           *plugin,
                                                     const char           *token,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean            confab_engine_set_key_finish    (ConfabEngine         *self,
                                                     GAsyncResult         *result,
                                                     gboolean             *in_keyring,
                                                     GError              **error);

/* A session that is stored with its first message. (transfer full) */
ConfabSession      *confab_engine_new_session       (ConfabEngine         *self,
                                                     ConfabStudioApp      *app);
/* The session whose answers the person sees as they come (nullable): it is never unread. */
void                confab_engine_set_current_session (ConfabEngine       *self,
                                                     ConfabSession        *session);
/* The one conversation object of a session. (transfer full) */
ConfabConversation *confab_engine_dup_conversation  (ConfabEngine         *self,
                                                     ConfabSession        *session);
void                confab_engine_save_draft        (ConfabEngine         *self,
                                                     ConfabSession        *session,
                                                     const char           *draft);
void                confab_engine_rename_session    (ConfabEngine         *self,
                                                     ConfabSession        *session,
                                                     const char           *title);
void                confab_engine_delete_session    (ConfabEngine         *self,
                                                     ConfabSession        *session);

/* Finishes without error as soon as prompt and empty answer are on disk; the answer then comes by
 * itself. With an error nothing was sent and nothing is in the conversation. @options (nullable). */
void                confab_engine_send_async        (ConfabEngine         *self,
                                                     ConfabConversation   *conversation,
                                                     const char           *prompt,
                                                     ConfabOptions        *options,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
ConfabMessage      *confab_engine_send_finish       (ConfabEngine         *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* Makes another version of a prompt, and sends it; what followed the first one stays as it is. */
void                confab_engine_edit_async        (ConfabEngine         *self,
                                                     ConfabConversation   *conversation,
                                                     ConfabMessage        *message,
                                                     const char           *prompt,
                                                     ConfabOptions        *options,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
ConfabMessage      *confab_engine_edit_finish       (ConfabEngine         *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* Sends the prompt of an answer that has ended once more: another version of the answer. */
void                confab_engine_retry_async       (ConfabEngine         *self,
                                                     ConfabConversation   *conversation,
                                                     ConfabMessage        *answer,
                                                     ConfabOptions        *options,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
ConfabMessage      *confab_engine_retry_finish      (ConfabEngine         *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* What the service probably knows of a conversation, and how the person wants to go on with one that
 * it has forgotten: with its messages sent along from now on, or without. */
ConfabRemoteState   confab_engine_get_remote_state  (ConfabEngine         *self,
                                                     ConfabConversation   *conversation);
void                confab_engine_carry_on          (ConfabEngine         *self,
                                                     ConfabSession        *session,
                                                     gboolean              with_history);
/* Ends the session's open answer at once; what arrived is kept. */
void                confab_engine_stop              (ConfabEngine         *self,
                                                     ConfabSession        *session);
void                confab_engine_stop_all          (ConfabEngine         *self);

/* For the command line. */

/* A conversation that is never stored. (transfer full) */
ConfabConversation *confab_engine_new_unstored      (ConfabEngine         *self,
                                                     ConfabStudioApp      *app);
/* The layers of options: application, presets (of #ConfabPresetRecord; the active ones, but for the
 * kinds that @presets has), session, message. */
ConfabOptionsMerge *confab_engine_merge_options     (ConfabEngine         *self,
                                                     ConfabSession        *session,
                                                     GPtrArray            *presets,
                                                     ConfabOptions        *message);
/* The options that a message of this session is sent with when none are given. (transfer full) */
ConfabOptions      *confab_engine_dup_options       (ConfabEngine         *self,
                                                     ConfabSession        *session);
/* What would be sent, as one JSON object (method, url, headers, body) without secrets. */
char               *confab_engine_preview_request   (ConfabEngine         *self,
                                                     ConfabSession        *session,
                                                     const char           *prompt,
                                                     ConfabOptions        *options,
                                                     GError              **error);
/* The same as a program or command: @language is "curl", "python" or "java". */
gboolean            confab_engine_can_write_request (const char           *language);
char               *confab_engine_write_request     (ConfabEngine         *self,
                                                     ConfabSession        *session,
                                                     const char           *prompt,
                                                     ConfabOptions        *options,
                                                     const char           *language,
                                                     GError              **error);
/* What can be said of it before it is sent (of #ConfabProblem). */
GPtrArray          *confab_engine_check_request     (ConfabEngine         *self,
                                                     ConfabSession        *session,
                                                     const char           *prompt,
                                                     ConfabOptions        *options,
                                                     GError              **error);
/* Seconds without a byte before an answer is given up, for all of this run; 0: the connection's. */
void                confab_engine_set_idle_timeout  (ConfabEngine         *self,
                                                     guint                 seconds);
/* @line: one JSON object with a member `type`: a decoded event of @answer, secrets masked. */
typedef void (*ConfabEventFunc) (ConfabMessage *answer,
                                 const char    *line,
                                 gpointer       user_data);
void                confab_engine_set_event_func    (ConfabEngine         *self,
                                                     ConfabEventFunc       func,
                                                     gpointer              user_data);

G_END_DECLS
