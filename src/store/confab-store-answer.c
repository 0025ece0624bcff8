/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/*
 * An answer while it grows, and how it ended. Its row holds what was sent, which may be images, and in
 * the end all of its text: to write that anew several times a second costs too much. So what it says is
 * elsewhere as long as it is open: its text in pieces in `open_text`, of which the last one grows, and
 * the rest in `open_answer`. Only the status is always in the row.
 */

typedef struct {
  ConfabMessageRecord *answer;
  ConfabSessionRecord *session; /* (nullable) */
  ConfabSessionParts   parts;
  gsize                start;   /* where in the text that of @answer begins, in bytes */
  gboolean             lazily;
} AnswerJob;

static void
free_answer_job (AnswerJob *job)
{
  g_clear_pointer (&job->answer, confab_message_record_free);
  g_clear_pointer (&job->session, confab_session_record_free);
  g_free (job);
}

/* --- While it grows --- */

/* Only an answer of this run: another state can never follow a terminal one. */
static gboolean
write_status (ConfabDatabase             *database,
              const ConfabMessageRecord  *answer,
              gint64                      run,
              GError                    **error)
{
  const char *word = confab_status_to_word (answer->status);
  g_autoptr (ConfabStatement) ask = NULL;
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  ask = confab_database_prepare (database,
                                 "SELECT status FROM message WHERE id = ?1 AND run = ?2", error);
  if (ask == NULL)
    return FALSE;

  confab_statement_bind_int (ask, 1, answer->id);
  confab_statement_bind_int (ask, 2, run);
  step = confab_statement_step (ask, error);
  if (step == CONFAB_STEP_DONE)
    confab_store_set_gone_error (error);
  if (step != CONFAB_STEP_ROW)
    return FALSE;
  if (g_strcmp0 (confab_statement_get_text (ask, 0), word) == 0)
    return TRUE;

  confab_statement_reset (ask);
  statement = confab_database_prepare (database, "UPDATE message SET status = ?2 WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, answer->id);
  confab_statement_bind_text (statement, 2, word);

  return confab_statement_run (statement, error);
}

static gboolean
write_details (ConfabDatabase             *database,
               const ConfabMessageRecord  *answer,
               GError                    **error)
{
  g_autofree char *usage = confab_usage_to_json (answer->usage);
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "INSERT OR REPLACE INTO open_answer (id, thoughts,"
                                       " doc_references, nodes, usage, request_id, finish_reason,"
                                       " first_text_us, duration_us, rest)"
                                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, answer->id);
  confab_statement_bind_text (statement, 2, answer->thoughts);
  confab_statement_bind_text (statement, 3, answer->references);
  confab_statement_bind_text (statement, 4, answer->nodes);
  confab_statement_bind_text (statement, 5, usage);
  confab_statement_bind_text (statement, 6, answer->request_id);
  confab_statement_bind_text (statement, 7, answer->finish_reason);
  confab_statement_bind_int (statement, 8, answer->first_text_us);
  confab_statement_bind_int (statement, 9, answer->duration_us);
  confab_statement_bind_text (statement, 10, answer->rest);

  return confab_statement_run (statement, error);
}

/* What stood there before goes: the same piece with less in it, or a text that was taken back. */
static gboolean
write_piece (ConfabDatabase  *database,
             gint64           answer,
             gsize            start,
             const char      *text,
             GError         **error)
{
  g_autoptr (ConfabStatement) forget = NULL;
  g_autoptr (ConfabStatement) statement = NULL;

  forget = confab_database_prepare (database,
                                    "DELETE FROM open_text WHERE answer = ?1 AND start >= ?2",
                                    error);
  if (forget == NULL)
    return FALSE;

  confab_statement_bind_int (forget, 1, answer);
  confab_statement_bind_int (forget, 2, (gint64) start);
  if (!confab_statement_run (forget, error))
    return FALSE;
  if (text == NULL || *text == '\0')
    return TRUE;

  statement = confab_database_prepare (database,
                                       "INSERT INTO open_text (answer, start, text)"
                                       " VALUES (?1, ?2, ?3)",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, answer);
  confab_statement_bind_int (statement, 2, (gint64) start);
  confab_statement_bind_text (statement, 3, text);

  return confab_statement_run (statement, error);
}

static gboolean
write_open_answer (ConfabDatabase  *database,
                   gint64           run,
                   gpointer         data,
                   GError         **error)
{
  AnswerJob *job = data;
  const ConfabMessageRecord *answer = job->answer;

  return write_status (database, answer, run, error) &&
         write_details (database, answer, error) &&
         write_piece (database, answer->id, job->start, answer->text, error) &&
         (job->session == NULL ||
          confab_store_write_session (database, job->session, job->parts, error)) &&
         confab_store_note_answer (database, answer->id, answer->status, NULL, 0, error);
}

/* --- When it does not grow any more --- */

static gboolean
forget_growth (ConfabDatabase  *database,
               gint64           answer,
               GError         **error)
{
  return confab_database_run_with_id (database, "DELETE FROM open_text WHERE answer = ?1", answer,
                                      error) &&
         confab_database_run_with_id (database, "DELETE FROM open_answer WHERE id = ?1", answer,
                                      error);
}

/* The row that an answer's growth is put into; what it has not grown by is left as it is. */
#define GATHER                                                                                     \
  "UPDATE message SET text = " CONFAB_MESSAGE_TEXT_NOW ","                                         \
  " (thoughts, doc_references, nodes, usage, request_id, finish_reason, first_text_us,"            \
  " duration_us, rest) ="                                                                          \
  " (SELECT thoughts, doc_references, nodes, usage, request_id, finish_reason, first_text_us,"     \
  " duration_us, rest FROM open_answer WHERE open_answer.id = message.id)"                         \
  " WHERE id IN (SELECT id FROM open_answer)"

/**
 * confab_store_gather_answer:
 * @database: a database for writing, in a transaction
 * @answer: an open answer
 * @error: return location
 *
 * Puts into the row of an answer what it has grown to. It is as open as before.
 *
 * Returns: whether it worked
 */
gboolean
confab_store_gather_answer (ConfabDatabase  *database,
                            gint64           answer,
                            GError         **error)
{
  return confab_database_run_with_id (database, GATHER " AND id = ?1", answer, error) &&
         forget_growth (database, answer, error);
}

/**
 * confab_store_gather_answers:
 * @database: a database for writing, in a transaction
 * @error: return location
 *
 * Does for all open answers what confab_store_gather_answer() does for one, in a database of which
 * some may be missing.
 *
 * Returns: whether it worked
 */
gboolean
confab_store_gather_answers (ConfabDatabase  *database,
                             GError         **error)
{
  return confab_database_execute (database,
                                  "UPDATE message SET text = " CONFAB_MESSAGE_TEXT_NOW
                                  " WHERE run IS NOT NULL;"
                                  GATHER " AND run IS NOT NULL;"
                                  "DELETE FROM open_text;"
                                  "DELETE FROM open_answer;",
                                  error);
}

static gboolean
update_answer (ConfabDatabase             *database,
               const ConfabMessageRecord  *record,
               gint64                      run,
               GError                    **error)
{
  g_autofree char *usage = confab_usage_to_json (record->usage);
  g_autoptr (ConfabStatement) statement = NULL;

  /* What was sent does not change, and may be large: it need not come along. */
  statement = confab_database_prepare (database,
                                       "UPDATE message SET (" CONFAB_MESSAGE_COLUMNS ", run)"
                                       " = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
                                       " coalesce (?9, request), ?10, ?11, ?12, ?13, ?14, ?15,"
                                       " ?16, ?17, ?18, ?19, NULL)"
                                       " WHERE id = ?20 AND run = ?21",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_store_bind_message (statement, record, usage);
  confab_statement_bind_int (statement, 20, record->id);
  confab_statement_bind_int (statement, 21, run);

  return confab_statement_run (statement, error) && confab_store_check_changed (database, error);
}

static gboolean
write_ended_answer (ConfabDatabase  *database,
                    gint64           run,
                    gpointer         data,
                    GError         **error)
{
  AnswerJob *job = data;
  const ConfabMessageRecord *answer = job->answer;
  gint64 ended_at = 0;

  if (!update_answer (database, answer, run, error) ||
      !forget_growth (database, answer->id, error))
    return FALSE;

  if (job->session != NULL &&
      !confab_store_write_session (database, job->session, job->parts, error))
    return FALSE;

  if (!confab_store_index_message (database, answer->id, error))
    return FALSE;

  if (answer->duration_us > 0 && answer->created_at > 0 &&
      answer->created_at <= G_MAXINT64 - answer->duration_us)
    ended_at = answer->created_at + answer->duration_us;

  return confab_store_note_answer (database, answer->id, answer->status, answer->text, ended_at,
                                   error);
}

/* --- Public --- */

static gboolean
save_answer_job (gpointer   source,
                 gpointer   data,
                 GError   **error)
{
  AnswerJob *job = data;

  return confab_store_write_in_run (source, FALSE,
                                    confab_status_is_open (job->answer->status)
                                      ? write_open_answer
                                      : write_ended_answer,
                                    job, error);
}

/**
 * confab_store_save_answer_async:
 * @self: a store
 * @answer: (transfer full): an answer that confab_store_begin_turn_async() has stored; without its
 *   request that is left as it is
 * @session: (transfer full) (nullable): its session, when that has changed too
 * @parts: what of @session is written
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Stores how an answer ended, or all of an open one. A terminal state is stored once: then the
 * answer belongs to no run any more, can be found by its text, and saving it again fails.
 */
void
confab_store_save_answer_async (ConfabStore         *self,
                                ConfabMessageRecord *answer,
                                ConfabSessionRecord *session,
                                ConfabSessionParts   parts,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  AnswerJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (answer != NULL);
  g_return_if_fail (answer->id != 0);

  job = g_new0 (AnswerJob, 1);
  job->answer = answer;
  job->session = session;
  job->parts = parts;
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_save_answer_async,
                     job, (GDestroyNotify) free_answer_job, save_answer_job,
                     cancellable, callback, user_data);
}

/**
 * confab_store_save_answer_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is on disk
 */
gboolean
confab_store_save_answer_finish (ConfabStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
journal_answer_job (gpointer   source,
                    gpointer   data,
                    GError   **error)
{
  AnswerJob *job = data;

  return confab_store_write_in_run (source, job->lazily, write_open_answer, job, error);
}

/**
 * confab_store_journal_answer_async:
 * @self: a store
 * @answer: (transfer full): an open answer that confab_store_begin_turn_async() has stored; of its
 *   text what follows the first @start bytes, and its request is of no meaning
 * @start: where a piece of the text begins: 0, or how long the text was when it was journalled before
 * @lazily: whether it need not wait for the disk each time
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Journals what an open answer has grown by. Whatever had been journalled of the text from @start on
 * is replaced, so a piece can be given again with more in it. When this has finished, a process that is
 * killed does not lose it; lazily, it can be a second older when the power fails.
 */
void
confab_store_journal_answer_async (ConfabStore         *self,
                                   ConfabMessageRecord *answer,
                                   gsize                start,
                                   gboolean             lazily,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  AnswerJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (answer != NULL);
  g_return_if_fail (answer->id != 0);
  g_return_if_fail (confab_status_is_open (answer->status));

  job = g_new0 (AnswerJob, 1);
  job->answer = answer;
  job->start = start;
  job->lazily = lazily;
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_journal_answer_async,
                     job, (GDestroyNotify) free_answer_job, journal_answer_job,
                     cancellable, callback, user_data);
}

/**
 * confab_store_journal_answer_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is journalled
 */
gboolean
confab_store_journal_answer_finish (ConfabStore   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
