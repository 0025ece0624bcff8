/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-database.h"
#include "confab-file-watch.h"
#include "confab-run.h"
#include "confab-store.h"
#include "confab-worker.h"

G_BEGIN_DECLS

#define CONFAB_STORE_FILE "confab.db"

/* What a message says, in the order in which it is bound (-messages.c) and read (-pages.c). */
#define CONFAB_MESSAGE_COLUMNS                                                                     \
  "status, text, thoughts, doc_references, nodes, usage, request_id, finish_reason, request,"      \
  " error_class, error_code, error_message, error_request_id, error_http_status,"                  \
  " error_retry_after, created_at, first_text_us, duration_us, rest"

/* All of a message, for confab_store_read_message(). */
#define CONFAB_MESSAGE_ALL_COLUMNS CONFAB_MESSAGE_COLUMNS ", id, session, parent, run, role"

struct _ConfabStore {
  GObject         parent_instance;

  char           *directory;
  char           *path;
  char           *locks;          /* directory of the lock files */

  ConfabWorker   *writer;         /* from the first opening on */
  ConfabWorker   *reader;

  /* Of the writer's thread. */
  ConfabDatabase *writing;        /* %NULL: not open, or not for writing */
  ConfabRun      *run;
  gint64          writing_version; /* of the data, at the last look */

  /* Of the reader's thread, once it has passed the gate. */
  ConfabDatabase *reading;
  gint64          reading_version;

  /* Of the thread that calls. */
  ConfabFileWatch *watch;

  /* Between the threads. */
  GMutex           mutex;
  GCond            gate;
  guint            n_opened;      /* openings the reader has not passed yet */
  guint            n_closed;      /* closings of the reader the writer has not passed yet */
  ConfabStoreState state;
  gint64           run_id;
  guint64          n_writes;
  char            *note;
  char            *rescue_note;
};

typedef enum {
  CONFAB_STORE_WRITER,
  CONFAB_STORE_READER,
  CONFAB_STORE_IN_TURN, /* only reads, but behind all that was to be written before */
} ConfabStoreSide;

void            confab_store_push          (ConfabStore          *self,
                                            ConfabStoreSide       side,
                                            gpointer              source_tag,
                                            gpointer              data,
                                            GDestroyNotify        free_data,
                                            ConfabWorkerFunc      func,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
/* At the head of each job: the database, or %NULL and an error. */
ConfabDatabase *confab_store_get_writing   (ConfabStore          *self,
                                            GError              **error);
ConfabDatabase *confab_store_get_reading   (ConfabStore          *self,
                                            GError              **error);
ConfabDatabase *confab_store_get_in_turn   (ConfabStore          *self,
                                            GError              **error);
ConfabRun      *confab_store_ensure_run    (ConfabStore          *self,
                                            GError              **error);

/* Opening and closing, in this order on the two threads. */
gboolean        confab_store_open_job         (gpointer           source,
                                               gpointer           data,
                                               GError           **error);
gboolean        confab_store_let_reader_begin (gpointer           source);
gboolean        confab_store_wait_for_writer  (gpointer           source);
gboolean        confab_store_close_reader     (gpointer           source);
gboolean        confab_store_close_job        (gpointer           source,
                                               gpointer           data,
                                               GError           **error);

/* Everything, from the database of the current thread. */
ConfabCatalogue *confab_store_read_catalogue (ConfabDatabase     *database,
                                              GError            **error);
ConfabSessionRecord *confab_store_read_one_session (ConfabDatabase *database,
                                              gint64              session,
                                              GError            **error);
GPtrArray       *confab_store_read_sessions  (ConfabDatabase     *database,
                                              GError            **error);

ConfabMessageRecord *confab_store_read_message (ConfabStatement  *statement);

/* Where a path leads to: the newest message behind @message (0: behind the first one), or 0. */
gboolean        confab_store_find_tip      (ConfabDatabase       *database,
                                            gint64                session,
                                            gint64                message,
                                            gint64               *tip,
                                            GError              **error);
/* The ids of a whole path, from its end to its beginning (gint64). */
gboolean        confab_store_list_path     (ConfabDatabase       *database,
                                            gint64                session,
                                            gint64                through,
                                            GArray               *ids,
                                            GError              **error);
gboolean        confab_store_count_versions (ConfabDatabase      *database,
                                            gint64                session,
                                            gint64                message,
                                            gint64                parent,
                                            guint                *n,
                                            guint                *which,
                                            GError              **error);

/* Within a transaction of the caller. */
gint64          confab_store_insert_message (ConfabDatabase      *database,
                                            const ConfabMessageRecord *record,
                                            gint64                session,
                                            gint64                parent,
                                            gint64                run,
                                            GError              **error);
gboolean        confab_store_write_session (ConfabDatabase       *database,
                                            ConfabSessionRecord  *record,
                                            ConfabSessionParts    parts,
                                            GError              **error);
gboolean        confab_store_note_answer   (ConfabDatabase       *database,
                                            gint64                answer,
                                            ConfabStatus          status,
                                            const char           *text,
                                            gint64                ended_at,
                                            GError              **error);
void            confab_store_set_gone_error (GError             **error);
gboolean        confab_store_check_changed (ConfabDatabase       *database,
                                            GError              **error);
gboolean        confab_store_index_message (ConfabDatabase       *database,
                                            gint64                message,
                                            GError              **error);
gboolean        confab_store_index_title   (ConfabDatabase       *database,
                                            gint64                session,
                                            GError              **error);
gboolean        confab_store_unindex_title (ConfabDatabase       *database,
                                            gint64                session,
                                            GError              **error);
gboolean        confab_store_delete_messages (ConfabDatabase     *database,
                                              gint64              session,
                                              guint               limit,
                                              guint              *n_deleted,
                                              GError            **error);
/* Brings back what a run that is gone had in its trash. */
gboolean        confab_store_empty_hands   (ConfabDatabase       *database,
                                            gint64                run,
                                            GError              **error);
/* A chore of the writer. */
gboolean        confab_store_purge_some    (gpointer              source);

G_END_DECLS
