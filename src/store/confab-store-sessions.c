/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

#include "confab-preview.h"

#define PREVIEW_CHARACTERS 120

typedef struct {
  ConfabSessionRecord *record;
  ConfabSessionParts   parts;
  gint64               session;
  GPtrArray           *sessions;
} SessionJob;

static void
free_session_job (SessionJob *job)
{
  g_clear_pointer (&job->record, confab_session_record_free);
  g_clear_pointer (&job->sessions, g_ptr_array_unref);
  g_free (job);
}

/* --- Loading --- */

static ConfabSessionRecord *
read_session (ConfabStatement *statement)
{
  ConfabSessionRecord *record = confab_session_record_new ();

  record->id = confab_statement_get_int (statement, 0);
  record->app = confab_statement_get_int (statement, 1);
  record->title = confab_statement_dup_text (statement, 2);
  record->remote_id = confab_statement_dup_text (statement, 3);
  record->remote_used_at = confab_statement_get_int (statement, 4);
  record->remote_rounds = (guint) confab_statement_get_int (statement, 5);
  record->created_at = confab_statement_get_int (statement, 6);
  record->updated_at = confab_statement_get_int (statement, 7);
  record->pinned = confab_statement_get_int (statement, 8) != 0;
  record->archived = confab_statement_get_int (statement, 9) != 0;
  record->unread = confab_statement_get_int (statement, 10) != 0;
  record->options = confab_statement_dup_text (statement, 11);
  record->draft = confab_statement_dup_text (statement, 12);
  record->preview = confab_statement_dup_text (statement, 13);
  /* An unknown word, from a newer version, claims nothing. */
  record->last_status = CONFAB_STATUS_UNKNOWN;
  confab_status_from_word (confab_statement_get_text (statement, 14), &record->last_status);
  record->message_count = (guint) confab_statement_get_int (statement, 15);
  record->remote_head = confab_statement_get_int (statement, 16);

  return record;
}

#define SESSION_COLUMNS                                                                            \
  "id, app, title, remote_id, remote_used_at, remote_rounds, created_at, updated_at, pinned,"      \
  " archived, unread, options, draft, preview, last_status, message_count, remote_head"

/**
 * confab_store_read_one_session:
 * @database: a database
 * @session: a session's id
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the session
 */
ConfabSessionRecord *
confab_store_read_one_session (ConfabDatabase  *database,
                               gint64           session,
                               GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  statement = confab_database_prepare (database,
                                       "SELECT " SESSION_COLUMNS
                                       " FROM session WHERE id = ?1 AND deleted = 0",
                                       error);
  if (statement == NULL)
    return NULL;

  confab_statement_bind_int (statement, 1, session);
  step = confab_statement_step (statement, error);
  if (step == CONFAB_STEP_DONE)
    confab_store_set_gone_error (error);

  return step == CONFAB_STEP_ROW ? read_session (statement) : NULL;
}

/**
 * confab_store_read_sessions:
 * @database: a database
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type ConfabSessionRecord): all sessions, newest
 *   first
 */
GPtrArray *
confab_store_read_sessions (ConfabDatabase  *database,
                            GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  ConfabStep step;

  statement = confab_database_prepare (database,
                                       "SELECT " SESSION_COLUMNS " FROM session WHERE deleted = 0"
                                       " ORDER BY updated_at DESC, id DESC",
                                       error);
  if (statement == NULL)
    return NULL;

  sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_session_record_free);
  while ((step = confab_statement_step (statement, error)) == CONFAB_STEP_ROW)
    g_ptr_array_add (sessions, read_session (statement));

  return step == CONFAB_STEP_DONE ? g_steal_pointer (&sessions) : NULL;
}

static gboolean
load_sessions_job (gpointer   source,
                   gpointer   data,
                   GError   **error)
{
  ConfabDatabase *database = confab_store_get_reading (source, error);
  SessionJob *job = data;

  if (database == NULL)
    return FALSE;

  job->sessions = confab_store_read_sessions (database, error);
  confab_database_release_memory (database);

  return job->sessions != NULL;
}

/**
 * confab_store_load_sessions_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Loads all sessions, archived ones too.
 */
void
confab_store_load_sessions_async (ConfabStore         *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_STORE (self));

  confab_store_push (self, CONFAB_STORE_READER, confab_store_load_sessions_async,
                     g_new0 (SessionJob, 1), (GDestroyNotify) free_session_job,
                     load_sessions_job, cancellable, callback, user_data);
}

/**
 * confab_store_load_sessions_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type ConfabSessionRecord): the sessions, newest
 *   first
 */
GPtrArray *
confab_store_load_sessions_finish (ConfabStore   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  SessionJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  job = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&job->sessions);
}

/* --- Saving --- */

/* Takes the title out of the index when it is not @title. */
static gboolean
unindex_old_title (ConfabDatabase  *database,
                   gint64           session,
                   const char      *title,
                   gboolean        *renamed,
                   GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  statement = confab_database_prepare (database,
                                       "SELECT 1 FROM session WHERE id = ?1 AND title <> ?2",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, session);
  confab_statement_bind_text (statement, 2, title);
  step = confab_statement_step (statement, error);
  *renamed = step == CONFAB_STEP_ROW;

  return step != CONFAB_STEP_ERROR &&
         (!*renamed || confab_store_unindex_title (database, session, error));
}

static gboolean
insert_session (ConfabDatabase       *database,
                ConfabSessionRecord  *record,
                GError              **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "INSERT INTO session (app, title, remote_id,"
                                       " remote_used_at, remote_rounds, created_at, updated_at,"
                                       " pinned, archived, unread, options, draft, preview,"
                                       " last_status, remote_head, message_count) VALUES (?1, ?2,"
                                       " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
                                       " ?15, 0)",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, record->app);
  confab_statement_bind_text (statement, 2, record->title != NULL ? record->title : "");
  confab_statement_bind_text (statement, 3, record->remote_id);
  confab_statement_bind_int (statement, 4, record->remote_used_at);
  confab_statement_bind_int (statement, 5, record->remote_rounds);
  confab_statement_bind_int (statement, 6, record->created_at);
  confab_statement_bind_int (statement, 7, record->updated_at);
  confab_statement_bind_int (statement, 8, record->pinned ? 1 : 0);
  confab_statement_bind_int (statement, 9, record->archived ? 1 : 0);
  confab_statement_bind_int (statement, 10, record->unread ? 1 : 0);
  confab_statement_bind_text (statement, 11, record->options);
  confab_statement_bind_text (statement, 12, record->draft);
  confab_statement_bind_text (statement, 13, record->preview);
  confab_statement_bind_text (statement, 14, confab_status_to_word (record->last_status));
  confab_statement_bind_id (statement, 15, record->remote_head);
  if (!confab_statement_run (statement, error))
    return FALSE;

  record->id = confab_database_get_last_id (database);

  return TRUE;
}

/* A part is written when its bit, a number of ConfabSessionParts, is in ?2. */
#define IF_PART(bit, column, parameter)                                                            \
  column " = CASE WHEN ?2 & " G_STRINGIFY (bit) " THEN " parameter " ELSE " column " END"

G_STATIC_ASSERT (CONFAB_SESSION_TITLE == 1 && CONFAB_SESSION_REMOTE == 2 &&
                 CONFAB_SESSION_PINNED == 4 && CONFAB_SESSION_ARCHIVED == 8 &&
                 CONFAB_SESSION_UNREAD == 16 && CONFAB_SESSION_OPTIONS == 32 &&
                 CONFAB_SESSION_DRAFT == 64 && CONFAB_SESSION_APP == 128);

static gboolean
update_session (ConfabDatabase             *database,
                const ConfabSessionRecord  *record,
                ConfabSessionParts          parts,
                GError                    **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "UPDATE session SET updated_at = max (updated_at, ?3), "
                                       IF_PART (1, "title", "?4") ", "
                                       IF_PART (2, "remote_id", "?5") ", "
                                       IF_PART (2, "remote_used_at", "?6") ", "
                                       IF_PART (2, "remote_rounds", "?7") ", "
                                       IF_PART (2, "remote_head", "?13") ", "
                                       IF_PART (4, "pinned", "?8") ", "
                                       IF_PART (8, "archived", "?9") ", "
                                       IF_PART (16, "unread", "?10") ", "
                                       IF_PART (32, "options", "?11") ", "
                                       IF_PART (64, "draft", "?12") ", "
                                       IF_PART (128, "app", "?14")
                                       " WHERE id = ?1 AND deleted = 0",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, record->id);
  confab_statement_bind_int (statement, 2, parts);
  confab_statement_bind_int (statement, 3, record->updated_at);
  confab_statement_bind_text (statement, 4, record->title != NULL ? record->title : "");
  confab_statement_bind_text (statement, 5, record->remote_id);
  confab_statement_bind_int (statement, 6, record->remote_used_at);
  confab_statement_bind_int (statement, 7, record->remote_rounds);
  confab_statement_bind_int (statement, 8, record->pinned ? 1 : 0);
  confab_statement_bind_int (statement, 9, record->archived ? 1 : 0);
  confab_statement_bind_int (statement, 10, record->unread ? 1 : 0);
  confab_statement_bind_text (statement, 11, record->options);
  confab_statement_bind_text (statement, 12, record->draft);
  confab_statement_bind_id (statement, 13, record->remote_head);
  confab_statement_bind_int (statement, 14, record->app);

  return confab_statement_run (statement, error) && confab_store_check_changed (database, error);
}

/**
 * confab_store_write_session:
 * @database: a database for writing, in a transaction
 * @record: a session; gets its id when it had none
 * @parts: what of it is written when it is there already
 * @error: return location
 *
 * Inserts or updates a session. Whoever made the record may know less than the database does:
 * besides @parts only `updated_at` is touched, which never goes back. What follows from its
 * messages is only taken over when it is new; later it is confab_store_begin_turn_async() and
 * confab_store_save_answer_async() that keep it.
 *
 * Returns: whether it is written
 */
gboolean
confab_store_write_session (ConfabDatabase       *database,
                            ConfabSessionRecord  *record,
                            ConfabSessionParts    parts,
                            GError              **error)
{
  gboolean renamed = FALSE;

  if (record->id == 0)
    return insert_session (database, record, error) &&
           confab_store_index_title (database, record->id, error);

  if (parts & CONFAB_SESSION_TITLE)
    {
      const char *title = record->title != NULL ? record->title : "";

      if (!unindex_old_title (database, record->id, title, &renamed, error))
        return FALSE;
    }

  return update_session (database, record, parts, error) &&
         (!renamed || confab_store_index_title (database, record->id, error));
}

/**
 * confab_store_note_answer:
 * @database: a database for writing
 * @answer: the answer's id
 * @status: its status
 * @text: (nullable): its text, when that shall be the session's preview
 * @ended_at: when the session was last active, or 0
 * @error: return location
 *
 * Keeps what the session's row says about its last message. Nothing is written when that is the
 * same as before, or when the answer is not the last message.
 *
 * Returns: whether it worked
 */
gboolean
confab_store_note_answer (ConfabDatabase  *database,
                          gint64           answer,
                          ConfabStatus     status,
                          const char      *text,
                          gint64           ended_at,
                          GError         **error)
{
  g_autofree char *preview = NULL;
  g_autoptr (ConfabStatement) statement = NULL;

  if (text != NULL)
    preview = confab_preview_from_markdown (text, PREVIEW_CHARACTERS);

  statement = confab_database_prepare (database,
                                       "UPDATE session SET last_status = ?2,"
                                       " preview = coalesce (?3, preview),"
                                       " updated_at = max (updated_at, ?4)"
                                       " WHERE id = (SELECT session FROM message WHERE id = ?1)"
                                       " AND (last_status <> ?2 OR updated_at < ?4"
                                       " OR preview IS NOT coalesce (?3, preview))"
                                       " AND NOT EXISTS (SELECT 1 FROM message AS later"
                                       " WHERE later.session = session.id AND later.id > ?1)",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, answer);
  confab_statement_bind_text (statement, 2, confab_status_to_word (status));
  confab_statement_bind_text (statement, 3,
                              preview != NULL && *preview != '\0' ? preview : NULL);
  confab_statement_bind_int (statement, 4, ended_at);

  return confab_statement_run (statement, error);
}

static gboolean
save_session_job (gpointer   source,
                  gpointer   data,
                  GError   **error)
{
  ConfabDatabase *database = confab_store_get_writing (source, error);
  SessionJob *job = data;
  gboolean ok;

  if (database == NULL || !confab_database_begin (database, error))
    return FALSE;

  ok = confab_store_write_session (database, job->record, job->parts, error);
  job->session = job->record->id;

  return confab_database_end (database, ok, error);
}

/**
 * confab_store_save_session_async:
 * @self: a store
 * @record: (transfer full): a session of a stored application; inserted when its id is 0
 * @parts: what of it is written when it is there already
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 */
void
confab_store_save_session_async (ConfabStore         *self,
                                 ConfabSessionRecord *record,
                                 ConfabSessionParts   parts,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  SessionJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (record != NULL);

  job = g_new0 (SessionJob, 1);
  job->record = record;
  job->parts = parts;
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_save_session_async,
                     job, (GDestroyNotify) free_session_job, save_session_job,
                     cancellable, callback, user_data);
}

/**
 * confab_store_save_session_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: the session's id, or 0
 */
gint64
confab_store_save_session_finish (ConfabStore   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  SessionJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return 0;

  job = g_task_get_task_data (G_TASK (result));

  return job->session;
}
