/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-database.h"
#include "confab-file-watch.h"
#include "confab-run.h"
#include "confab-store.h"
#include "confab-worker.h"

G_BEGIN_DECLS

#define CONFAB_STORE_FILE "confab.db"

/* What a message says, in the order in which it is bound (-messages.c) and read (-pages.c). Of an open
 * answer some of it is elsewhere as long as it grows (-answer.c): see below. */
#define CONFAB_MESSAGE_COLUMNS                                                                     \
  "status, text, thoughts, doc_references, nodes, usage, request_id, finish_reason, request,"      \
  " error_class, error_code, error_message, error_request_id, error_http_status,"                  \
  " error_retry_after, created_at, first_text_us, duration_us, rest"

/* The text of a row of `message`, also while it grows. */
#define CONFAB_MESSAGE_TEXT_NOW                                                                    \
  "coalesce ((SELECT group_concat (text, '') FROM (SELECT text FROM open_text"                     \
  " WHERE open_text.answer = message.id ORDER BY start)), message.text)"

#define CONFAB_MESSAGE_NOW(column)                                                                 \
  "CASE WHEN run IS NULL THEN " column " ELSE coalesce ((SELECT open." column                      \
  " FROM open_answer AS open WHERE open.id = message.id), " column ") END, "

/* All of a row of `message` as it stands now, for confab_store_read_message(). */
#define CONFAB_MESSAGE_ALL_NOW                                                                     \
  "status, CASE WHEN run IS NULL THEN text ELSE " CONFAB_MESSAGE_TEXT_NOW " END, "                 \
  CONFAB_MESSAGE_NOW ("thoughts")                                                                  \
  CONFAB_MESSAGE_NOW ("doc_references")                                                            \
  CONFAB_MESSAGE_NOW ("nodes")                                                                     \
  CONFAB_MESSAGE_NOW ("usage")                                                                     \
  CONFAB_MESSAGE_NOW ("request_id")                                                                \
  CONFAB_MESSAGE_NOW ("finish_reason")                                                             \
  "request, error_class, error_code, error_message, error_request_id, error_http_status,"          \
  " error_retry_after, created_at, "                                                               \
  CONFAB_MESSAGE_NOW ("first_text_us")                                                             \
  CONFAB_MESSAGE_NOW ("duration_us")                                                               \
  CONFAB_MESSAGE_NOW ("rest")                                                                      \
  "id, session, parent, run, role"

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

/* One transaction of the writer, on behalf of its run. */
typedef gboolean (*ConfabStoreWriteFunc)     (ConfabDatabase     *database,
                                              gint64              run,
                                              gpointer            data,
                                              GError            **error);
gboolean        confab_store_write_in_run     (ConfabStore        *self,
                                              gboolean            lazily,
                                              ConfabStoreWriteFunc write,
                                              gpointer            data,
                                              GError            **error);

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
void            confab_store_bind_message  (ConfabStatement      *statement,
                                            const ConfabMessageRecord *record,
                                            const char           *usage);
/* Gives the row of an open answer what it has grown to, with its run still in it. */
gboolean        confab_store_gather_answer (ConfabDatabase       *database,
                                            gint64                answer,
                                            GError              **error);
/* The same for all that are open. */
gboolean        confab_store_gather_answers (ConfabDatabase      *database,
                                            GError              **error);
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
