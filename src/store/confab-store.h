/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-records.h"

G_BEGIN_DECLS

/**
 * ConfabStore:
 *
 * The database in the user's data directory. All of it happens on two threads: a writer with the
 * only writing connection, a reader with a read-only one. Functions are asynchronous, finish on
 * the thread-default context of the caller, and are run in the order they were called (per
 * thread). Records go over whole: a function that takes a record takes ownership. A cancelled call
 * always finishes with G_IO_ERROR_CANCELLED; what had begun by then is done all the same. What is
 * to be changed and is no longer there gives G_IO_ERROR_NOT_FOUND: trying again is of no use. All
 * other errors are CONFAB_ERROR_STORE, with a sentence for the person.
 *
 * Signal `touched`, after confab_store_watch(): a process, maybe this one, has written to the
 * database or let go of it. A few times a second at most.
 */
#define CONFAB_TYPE_STORE (confab_store_get_type ())

G_DECLARE_FINAL_TYPE (ConfabStore, confab_store, CONFAB, STORE, GObject)

typedef enum {
  CONFAB_STORE_CLOSED,
  CONFAB_STORE_OPEN,
  CONFAB_STORE_READ_ONLY, /* the place cannot be written to */
  CONFAB_STORE_NEWER,     /* made by a newer Confab: opened for reading only */
  CONFAB_STORE_BROKEN,    /* damaged, and it cannot be put aside: nothing is touched */
} ConfabStoreState;

ConfabStore      *confab_store_new             (const char           *directory);
const char       *confab_store_get_directory   (ConfabStore          *self);
ConfabStoreState  confab_store_get_state       (ConfabStore          *self);
/* (transfer full) (nullable): what the person should know: why nothing can be saved. */
char             *confab_store_dup_note        (ConfabStore          *self);
/* (transfer full) (nullable): that a damaged file was put aside, and where; for as long as it is
 * open. */
char             *confab_store_dup_rescue_note (ConfabStore          *self);
gint64            confab_store_get_run         (ConfabStore          *self);

/* Opens, migrates, takes this run's lock file, and marks the open answers of runs that are gone.
 * The finish is TRUE when there is something to read: the state tells whether it can be written
 * to. It fails when the state is BROKEN; then everything else fails with the same words. */
void              confab_store_open_async      (ConfabStore          *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean          confab_store_open_finish     (ConfabStore          *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/* Writes what is queued, closes both connections, leaves no -wal file behind. */
void              confab_store_close_async     (ConfabStore          *self,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean          confab_store_close_finish    (ConfabStore          *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/* Marks open answers whose run is gone; again when another process ends. Gives their number. */
void              confab_store_recover_async   (ConfabStore          *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gssize            confab_store_recover_finish  (ConfabStore          *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/* Connections and applications. */
typedef struct {
  GPtrArray *connections; /* of ConfabConnectionRecord */
  GPtrArray *apps;        /* of ConfabAppRecord, by position */
  GPtrArray *presets;     /* of ConfabPresetRecord, by name */
} ConfabCatalogue;

void             confab_catalogue_free               (ConfabCatalogue         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCatalogue, confab_catalogue_free)

void             confab_store_load_catalogue_async   (ConfabStore             *self,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
ConfabCatalogue *confab_store_load_catalogue_finish  (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
/* Inserts (id 0) or updates; the finish gives the id, 0 on error. */
void             confab_store_save_connection_async  (ConfabStore             *self,
                                                      ConfabConnectionRecord  *record,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gint64           confab_store_save_connection_finish (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void             confab_store_save_app_async         (ConfabStore             *self,
                                                      ConfabAppRecord         *record,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gint64           confab_store_save_app_finish        (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

/* The order of the applications: their ids. */
void             confab_store_order_apps_async       (ConfabStore             *self,
                                                      GArray                  *ids,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_order_apps_finish      (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
/* With all presets and sessions, which go in steps; a connection with all its applications. */
void             confab_store_delete_app_async       (ConfabStore             *self,
                                                      gint64                   app,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_delete_app_finish      (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void             confab_store_delete_connection_async (ConfabStore            *self,
                                                      gint64                   connection,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_delete_connection_finish (ConfabStore           *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

/* Presets: named options of an application. Inserts (id 0) or updates. */
void             confab_store_save_preset_async      (ConfabStore             *self,
                                                      ConfabPresetRecord      *record,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gint64           confab_store_save_preset_finish     (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void             confab_store_delete_preset_async    (ConfabStore             *self,
                                                      gint64                   preset,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_delete_preset_finish   (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

/* What of a session's record is written over what is stored. Another process may have changed the
 * rest since the record was made: only what the caller itself has changed is named. */
typedef enum {
  CONFAB_SESSION_TITLE = 1 << 0,
  CONFAB_SESSION_REMOTE = 1 << 1, /* remote_id, remote_used_at, remote_rounds, remote_head */
  CONFAB_SESSION_PINNED = 1 << 2,
  CONFAB_SESSION_ARCHIVED = 1 << 3,
  CONFAB_SESSION_UNREAD = 1 << 4,
  CONFAB_SESSION_OPTIONS = 1 << 5,
  CONFAB_SESSION_DRAFT = 1 << 6,
  CONFAB_SESSION_APP = 1 << 7,
} ConfabSessionParts;

/* What is stored, but for the messages. */
typedef struct {
  ConfabCatalogue *catalogue;
  GPtrArray       *sessions; /* of ConfabSessionRecord, newest first */
} ConfabNews;

void             confab_news_free                    (ConfabNews              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabNews, confab_news_free)

/* What other processes do. */
void             confab_store_watch                  (ConfabStore             *self);
void             confab_store_unwatch                (ConfabStore             *self);
guint64          confab_store_get_n_writes           (ConfabStore             *self);
void             confab_store_look_async             (ConfabStore             *self,
                                                      gboolean                 force,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
ConfabNews      *confab_store_look_finish            (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

/* Sessions, newest first. Number of messages, preview and last status are the store's own: saving
 * a session leaves them as they are, and never moves `updated_at` back. A deleted session is gone
 * at once for every reader; its rows go in steps. */
void             confab_store_load_sessions_async    (ConfabStore             *self,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
GPtrArray       *confab_store_load_sessions_finish   (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void             confab_store_save_session_async     (ConfabStore             *self,
                                                      ConfabSessionRecord     *record,
                                                      ConfabSessionParts       parts,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gint64           confab_store_save_session_finish    (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
/* What the next message of a session carries besides its text: JSON of ConfabExtras, or %NULL. */
void             confab_store_save_extras_async      (ConfabStore             *self,
                                                      gint64                   session,
                                                      const char              *content,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_save_extras_finish     (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void             confab_store_load_extras_async      (ConfabStore             *self,
                                                      gint64                   session,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
char            *confab_store_load_extras_finish     (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
/* For good, or into the trash: out of sight, until it is restored or deleted for good. When this
 * run ends in between, by kill -9 too, it comes back. */
typedef enum {
  CONFAB_DELETE_FOR_GOOD,
  CONFAB_DELETE_BLANK,    /* for good, but not when it has got a message or a title */
  CONFAB_DELETE_TO_TRASH,
} ConfabDeletion;

void             confab_store_delete_session_async   (ConfabStore             *self,
                                                      gint64                   session,
                                                      ConfabDeletion           deletion,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_delete_session_finish  (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void             confab_store_restore_session_async  (ConfabStore             *self,
                                                      gint64                   session,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_restore_session_finish (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
/* A copy with all messages, whichever path they are on; those that are open are left out. @title
 * (nullable): of the copy. The finish gives its record. */
void             confab_store_duplicate_session_async (ConfabStore            *self,
                                                      gint64                   session,
                                                      const char              *title,
                                                      gint64                   now,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
ConfabSessionRecord *confab_store_duplicate_session_finish (ConfabStore       *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

/* Adds a session that comes from somewhere else; ids of @messages only tell them apart. */
void             confab_store_import_session_async   (ConfabStore             *self,
                                                      ConfabSessionRecord     *session,
                                                      GPtrArray               *messages,
                                                      gint64                   head,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
ConfabSessionRecord *confab_store_import_session_finish (ConfabStore          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

/* Messages. */
/* One transaction: the session (inserted when its id is 0), the prompt (%NULL when an earlier one
 * is asked again: then the answer names it as its parent), the empty answer, which belongs to this
 * run. When this has finished without error all three are on disk. */
typedef struct {
  gint64 session;
  gint64 prompt;
  gint64 answer;
  gint64 parent;    /* what the prompt follows, 0 for none */
  guint  n_prompts; /* versions of the prompt; a new one is the last of them */
  guint  n_answers; /* versions of the answer, this one the last of them */
} ConfabTurnIds;

void             confab_store_begin_turn_async       (ConfabStore             *self,
                                                      ConfabSessionRecord     *session,
                                                      ConfabSessionParts       parts,
                                                      ConfabMessageRecord     *prompt,
                                                      ConfabMessageRecord     *answer,
                                                      gboolean                 branch,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_begin_turn_finish      (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      ConfabTurnIds           *ids,
                                                      GError                 **error);
/* Stores the one terminal state of an answer (then its run becomes 0), or all of an open one. When the
 * record of its session is given, @parts of it are saved in the same transaction. Fails when the answer has
 * ended before, or is gone with its session. */
void             confab_store_save_answer_async      (ConfabStore             *self,
                                                      ConfabMessageRecord     *answer,
                                                      ConfabSessionRecord     *session,
                                                      ConfabSessionParts       parts,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_save_answer_finish     (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
/* What an open answer has grown by: costs what that costs, however long it is. */
void             confab_store_journal_answer_async   (ConfabStore             *self,
                                                      ConfabMessageRecord     *answer,
                                                      gsize                    start,
                                                      gboolean                 lazily,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_journal_answer_finish  (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
/* All messages of a session, whichever path they are on, in the order they were written: the @limit
 * before message @before (0: the newest), oldest first. */
void             confab_store_load_messages_async    (ConfabStore             *self,
                                                      gint64                   session,
                                                      gint64                   before,
                                                      guint                    limit,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
GPtrArray       *confab_store_load_messages_finish   (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

/* A conversation as it is shown: a path through its messages. */
typedef struct {
  gint64      session;
  gint64      through; /* the path leads through this message; 0: the path the session is on */
  gint64      before;  /* only what stands before this message, which is on the path; 0: the end */
  guint       limit;   /* at most so many, the last ones; 0: all */
  GHashTable *known;   /* (nullable): set of ids (gint64) that come without a record, and of which
                        * the first one that is not over @least ends the way back */
  gint64      least;
  gint64      until;   /* or this message, or what stands where it would */
  gboolean    in_turn; /* behind all that was to be written before */
} ConfabPathQuery;

typedef struct {
  gint64               id;
  guint                n_versions;
  guint                version;  /* from 0 */
  ConfabMessageRecord *record;   /* (nullable): not of a known one */
} ConfabPathItem;

typedef struct {
  GPtrArray *items;     /* of ConfabPathItem, oldest first */
  gboolean   has_older; /* whether the path begins before the first of them */
} ConfabPath;

void             confab_path_free                    (ConfabPath              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPath, confab_path_free)

void             confab_store_load_path_async        (ConfabStore             *self,
                                                      const ConfabPathQuery   *query,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
ConfabPath      *confab_store_load_path_finish       (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
/* The id of the version @which (from 0) of @message; the last one where there are not so many. */
void             confab_store_find_version_async     (ConfabStore             *self,
                                                      gint64                   session,
                                                      gint64                   message,
                                                      guint                    which,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gint64           confab_store_find_version_finish    (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
/* The session is on the path through @message from now on. */
void             confab_store_set_head_async         (ConfabStore             *self,
                                                      gint64                   session,
                                                      gint64                   message,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_set_head_finish        (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

/* Copies of the database in the folder `backups` beside it: one a day, the newest @keep of them. */
void             confab_store_back_up_async          (ConfabStore             *self,
                                                      gint64                   now,
                                                      guint                    keep,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         confab_store_back_up_finish         (ConfabStore             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
GPtrArray       *confab_store_list_backups           (ConfabStore             *self);
/* At the next opening this copy takes the place of the database, which is kept beside it. */
gboolean         confab_store_request_restore        (ConfabStore             *self,
                                                      const char              *name,
                                                      GError                 **error);
/* In bytes; -1 where it is gone. */
gint64           confab_store_get_backup_size        (ConfabStore             *self,
                                                      const char              *name);

/* The version of SQLite: what is loaded, or what was @compiled against. (transfer full) */
char            *confab_store_dup_library_version    (gboolean                 compiled);

G_END_DECLS
