/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context-private.h"
#include "confab-conversation-private.h"
#include "confab-engine-catalogue.h"
#include "confab-engine-sessions.h"
#include "confab-engine.h"
#include "confab-extras.h"
#include "confab-session-list.h"
#include "confab-turn.h"

G_BEGIN_DECLS

/* Shared by the files of the engine, confab-engine.c (the object) and confab-engine-….c. */
struct _ConfabEngine
{
  GObject parent_instance;

  ConfabContext *context;
  GCancellable *cancellable;

  gboolean started;
  gboolean ready;
  char *save_error; /* why the last write did not work */
  char *load_error; /* why the last reading did not work */
  char *store_note;
  char *keyring_note;

  GListStore *connections; /* of ConfabConnection */
  GListStore *apps;       /* of ConfabStudioApp */
  GListStore *presets;    /* of ConfabPreset */
  ConfabSessionList *sessions;
  GHashTable *trash;      /* set of ConfabSession that can be restored */
  GHashTable *kept;       /* temporary ConfabSession → its ConfabConversation */
  ConfabSession *current; /* weak: whose answers are seen as they come */

  GHashTable *conversations; /* ConfabSession → its living ConfabConversation, neither owned */
  GPtrArray *turns;          /* of ConfabTurn, until saved */
  GPtrArray *sendings;       /* what confab-engine-send.c has not made a turn of yet */
  GHashTable *drafts;        /* set of ConfabSession with a draft that is not on disk */
  guint draft_source;
  GHashTable *extras;        /* ConfabSession → ConfabExtras */
  GHashTable *unsaved_extras; /* set of ConfabSession whose extras are not on disk */
  GHashTable *storing;       /* set of ConfabSession stored for their draft, which have no id yet */

  GHashTable *choices;       /* ConfabSession → how it goes on, until something is sent to it */

  guint idle_timeout;
  ConfabEventFunc event_func;
  gpointer event_data;

  /* What other processes write. */
  gboolean looking;
  gboolean look_due;    /* once more, when the present look is over */
  gboolean look_whole;  /* what was read last could not be used */
  guint64 look_n_writes;

  GTask *closing;      /* until nothing is under way any more */
  gboolean is_closing; /* for good, once that was asked for */
};

/* Of a title; the rest of the first line is in the prompt. */
#define CONFAB_TITLE_CHARACTERS 60

gboolean          confab_engine_check_can_write   (ConfabEngine      *self,
                                                   GError           **error);
void              confab_engine_write_done        (ConfabEngine      *self,
                                                   const GError      *error);
void              confab_engine_load_done         (ConfabEngine      *self,
                                                   const char        *message);
void              confab_engine_show_catalogue    (ConfabEngine      *self,
                                                   const ConfabCatalogue *catalogue);
void              confab_engine_watch             (ConfabEngine      *self);
ConfabConnection *confab_engine_find_connection_by_id (ConfabEngine  *self,
                                                   gint64             id);
ConfabStudioApp  *confab_engine_find_app_by_id    (ConfabEngine      *self,
                                                   gint64             id);
ConfabConnection *confab_engine_find_demo         (ConfabEngine      *self);
void              confab_engine_add_demo_app_async (ConfabEngine     *self,
                                                   const char        *app_id,
                                                   const char        *name,
                                                   ConfabAppKind      kind,
                                                   const char        *options,
                                                   guint              n_before,
                                                   GAsyncReadyCallback callback,
                                                   gpointer           user_data);
ConfabConnection *confab_engine_find_connection   (ConfabEngine      *self,
                                                   const char        *base_url,
                                                   const char        *workspace);
ConfabSession    *confab_engine_find_session      (ConfabEngine      *self,
                                                   gint64             id);
void              confab_engine_flush_drafts      (ConfabEngine      *self);
void              confab_engine_flush_extras      (ConfabEngine      *self);
void              confab_engine_leave_extras      (ConfabExtras      *extras);
void              confab_engine_schedule_draft    (ConfabEngine      *self,
                                                   ConfabSession     *session);
ConfabMessage    *confab_engine_find_answer       (ConfabConversation *conversation,
                                                   ConfabMessage     *prompt);
gboolean          confab_engine_find_own_options  (ConfabMessage     *prompt,
                                                   ConfabMessage     *answer,
                                                   ConfabOptions    **options,
                                                   GError           **error);
ConfabMessage    *confab_engine_find_asked        (ConfabConversation *conversation,
                                                   ConfabMessage     *answer,
                                                   ConfabOptions    **options,
                                                   GError           **error);
void              confab_engine_start_turn        (ConfabEngine      *self,
                                                   ConfabConversation *conversation,
                                                   ConfabMessage     *answer,
                                                   const ConfabCall  *call,
                                                   ConfabRequest     *request,
                                                   gboolean           stopped);
void              confab_engine_stop_sending      (ConfabEngine      *self,
                                                   ConfabSession     *session,
                                                   gboolean           deleted);
void              confab_engine_delete_stored     (ConfabEngine      *self,
                                                   gint64             id,
                                                   ConfabDeletion     deletion);
void              confab_engine_save_session      (ConfabEngine      *self,
                                                   ConfabSession     *session,
                                                   ConfabSessionParts parts);
void              confab_engine_session_written   (ConfabEngine      *self,
                                                   const GError      *error);
void              confab_engine_drop_session      (ConfabEngine      *self,
                                                   ConfabSession     *session);
void              confab_engine_turn_saved        (ConfabEngine      *self,
                                                   ConfabTurn        *turn);
void              confab_engine_tell_ended        (ConfabEngine      *self,
                                                   ConfabSession     *session,
                                                   ConfabMessage     *answer);
void              confab_engine_close_when_saved  (ConfabEngine      *self);
void              confab_engine_conversation_gone (gpointer           engine,
                                                   GObject           *conversation);
void              confab_engine_become_ready      (ConfabEngine      *self);
ConfabCall       *confab_engine_create_call       (ConfabEngine      *self,
                                                   ConfabSession     *session,
                                                   const char        *prompt,
                                                   ConfabOptions     *options,
                                                   GError           **error);
ConfabSessionRecord *confab_engine_prepare_session (ConfabEngine  *self,
                                                   ConfabSession     *session,
                                                   ConfabMessage     *prompt,
                                                   gboolean           is_new);
void              confab_engine_show_session      (ConfabEngine      *self,
                                                   ConfabSession     *session,
                                                   const ConfabSessionRecord *record,
                                                   gint64             id);
ConfabSessionParts confab_engine_find_parts       (ConfabEngine      *self,
                                                   ConfabSession     *session,
                                                   const ConfabSessionRecord *after);
void              confab_engine_aim_call          (ConfabEngine      *self,
                                                   ConfabConversation *conversation,
                                                   gint64             before,
                                                   ConfabCall        *call);
void              confab_engine_choice_made       (ConfabEngine      *self,
                                                   ConfabSession     *session);
void              confab_engine_drop_app          (ConfabEngine      *self,
                                                   ConfabStudioApp   *app);
void              confab_engine_drop_connection   (ConfabEngine      *self,
                                                   ConfabConnection  *connection);
GPtrArray        *confab_engine_list_tokens       (ConfabEngine      *self,
                                                   ConfabConnection  *connection,
                                                   ConfabStudioApp   *app);
void              confab_engine_forget_secrets_async (ConfabEngine   *self,
                                                   ConfabConnection  *connection,
                                                   GPtrArray         *codes,
                                                   GCancellable      *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer           user_data);
gboolean          confab_engine_forget_secrets_finish (ConfabEngine  *self,
                                                   GAsyncResult      *result,
                                                   GError           **error);
void              confab_engine_forget_unnamed    (ConfabEngine      *self,
                                                   ConfabConnection  *connection,
                                                   const char        *options);
gboolean          confab_engine_resolve           (ConfabEngine      *self,
                                                   ConfabConnection  *connection,
                                                   GError           **error);
ConfabPreset     *confab_engine_show_preset       (ConfabEngine      *self,
                                                   ConfabPresetRecord *record);

G_END_DECLS
