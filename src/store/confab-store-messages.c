/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

#include "confab-error.h"

#include <glib/gi18n.h>

typedef struct {
  ConfabSessionRecord *session; /* (nullable) */
  ConfabSessionParts   parts;
  ConfabMessageRecord *prompt;  /* (nullable) */
  ConfabMessageRecord *answer;
  gboolean             branch;
  ConfabTurnIds        ids;
} TurnJob;

static void
free_turn_job (TurnJob *job)
{
  g_clear_pointer (&job->session, confab_session_record_free);
  g_clear_pointer (&job->prompt, confab_message_record_free);
  g_clear_pointer (&job->answer, confab_message_record_free);
  g_free (job);
}

/* --- One message --- */

/* The parameters of what a message says, in the order of CONFAB_MESSAGE_COLUMNS. */
#define CONTENT_VALUES                                                                             \
  "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19"

/**
 * confab_store_bind_message:
 * @statement: a statement whose first parameters are CONFAB_MESSAGE_COLUMNS
 * @record: a message
 * @usage: (nullable): its usage as JSON, to live as long as @statement is used
 *
 * Binds what a message says.
 */
void
confab_store_bind_message (ConfabStatement           *statement,
                           const ConfabMessageRecord *record,
                           const char                *usage)
{
  const ConfabFailure *failure = record->failure;

  confab_statement_bind_text (statement, 1, confab_status_to_word (record->status));
  confab_statement_bind_text (statement, 2, record->text != NULL ? record->text : "");
  confab_statement_bind_text (statement, 3, record->thoughts);
  confab_statement_bind_text (statement, 4, record->references);
  confab_statement_bind_text (statement, 5, record->nodes);
  confab_statement_bind_text (statement, 6, usage);
  confab_statement_bind_text (statement, 7, record->request_id);
  confab_statement_bind_text (statement, 8, record->finish_reason);
  confab_statement_bind_text (statement, 9, record->request);
  if (failure != NULL)
    {
      confab_statement_bind_text (statement, 10, confab_error_to_word (failure->error_class));
      confab_statement_bind_text (statement, 11, failure->code);
      confab_statement_bind_text (statement, 12, failure->message);
      confab_statement_bind_text (statement, 13, failure->request_id);
      confab_statement_bind_int (statement, 14, failure->http_status);
      confab_statement_bind_int (statement, 15, failure->retry_after);
    }
  confab_statement_bind_int (statement, 16, record->created_at);
  confab_statement_bind_int (statement, 17, record->first_text_us);
  confab_statement_bind_int (statement, 18, record->duration_us);
  confab_statement_bind_text (statement, 19, record->rest);
}

/**
 * confab_store_insert_message:
 * @database: a database for writing, in a transaction
 * @record: a message; its own ids are of no meaning
 * @session: its session
 * @parent: the message it follows, or 0
 * @run: the run that writes it, when it is open, or 0
 * @error: return location
 *
 * Returns: its id, or 0
 */
gint64
confab_store_insert_message (ConfabDatabase             *database,
                             const ConfabMessageRecord  *record,
                             gint64                      session,
                             gint64                      parent,
                             gint64                      run,
                             GError                    **error)
{
  g_autofree char *usage = confab_usage_to_json (record->usage);
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "INSERT INTO message (" CONFAB_MESSAGE_COLUMNS ","
                                       " session, parent, run, role)"
                                       " VALUES (" CONTENT_VALUES ", ?20, ?21, ?22, ?23)",
                                       error);
  if (statement == NULL)
    return 0;

  confab_store_bind_message (statement, record, usage);
  confab_statement_bind_int (statement, 20, session);
  confab_statement_bind_id (statement, 21, parent);
  confab_statement_bind_id (statement, 22, run);
  confab_statement_bind_text (statement, 23,
                              record->role == CONFAB_ROLE_USER ? "user" : "assistant");

  if (!confab_statement_run (statement, error))
    return 0;

  return confab_database_get_last_id (database);
}

/* --- The beginning of a turn --- */

static gboolean
check_parent (ConfabDatabase  *database,
              gint64           session,
              gint64           parent,
              GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  if (parent == 0)
    return TRUE;

  statement = confab_database_prepare (database,
                                       "SELECT 1 FROM message WHERE id = ?1 AND session = ?2",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, parent);
  confab_statement_bind_int (statement, 2, session);

  step = confab_statement_step (statement, error);
  if (step == CONFAB_STEP_DONE)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         _("The message to go on from is no longer there."));

  return step == CONFAB_STEP_ROW;
}

static gboolean
find_parent (ConfabDatabase  *database,
             gint64           message,
             gint64          *parent,
             GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabStep step;

  statement = confab_database_prepare (database, "SELECT parent FROM message WHERE id = ?1", error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, message);
  step = confab_statement_step (statement, error);
  if (step == CONFAB_STEP_ROW)
    *parent = confab_statement_get_int (statement, 0);

  return step != CONFAB_STEP_ERROR;
}

static gboolean
count_messages (ConfabDatabase  *database,
                gint64           session,
                guint            n_new,
                GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "UPDATE session SET message_count = message_count + ?2"
                                       " WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, session);
  confab_statement_bind_int (statement, 2, n_new);

  return confab_statement_run (statement, error);
}

static gboolean
set_head (ConfabDatabase  *database,
          gint64           session,
          gint64           head,
          GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database, "UPDATE session SET head = ?2 WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, session);
  confab_statement_bind_int (statement, 2, head);

  return confab_statement_run (statement, error);
}

static gboolean
write_turn (ConfabDatabase  *database,
            gint64           run,
            gpointer         data,
            GError         **error)
{
  TurnJob *job = data;
  ConfabTurnIds *ids = &job->ids;
  gint64 parent;
  gboolean open = confab_status_is_open (job->answer->status);

  if (!confab_store_write_session (database, job->session, job->parts, error))
    return FALSE;
  ids->session = job->session->id;

  parent = job->prompt != NULL ? job->prompt->parent : job->answer->parent;
  if (!check_parent (database, ids->session, parent, error))
    return FALSE;

  /* Somebody else may have gone on from there meanwhile: one line stays one line. */
  if (job->prompt != NULL && !job->branch &&
      !confab_store_find_tip (database, ids->session, parent, &parent, error))
    return FALSE;
  ids->parent = parent;

  if (job->prompt != NULL)
    {
      ids->prompt = confab_store_insert_message (database, job->prompt, ids->session, parent, 0,
                                                 error);
      if (ids->prompt == 0 || !confab_store_index_message (database, ids->prompt, error))
        return FALSE;
      parent = ids->prompt;
    }
  else if (!find_parent (database, parent, &ids->parent, error))
    return FALSE;
  else
    ids->prompt = parent;

  ids->answer = confab_store_insert_message (database, job->answer, ids->session, parent,
                                             open ? run : 0, error);
  if (ids->answer == 0 ||
      (!open && !confab_store_index_message (database, ids->answer, error)))
    return FALSE;

  if (!confab_store_count_versions (database, ids->session, ids->answer, ids->prompt,
                                    &ids->n_answers, NULL, error) ||
      !confab_store_count_versions (database, ids->session, ids->prompt, ids->parent,
                                    &ids->n_prompts, NULL, error))
    return FALSE;

  return set_head (database, ids->session, ids->answer, error) &&
         count_messages (database, ids->session, job->prompt != NULL ? 2 : 1, error) &&
         confab_store_note_answer (database, ids->answer, job->answer->status,
                                   job->prompt != NULL ? job->prompt->text : NULL,
                                   job->answer->created_at, error);
}

static gboolean
begin_turn_job (gpointer   source,
                gpointer   data,
                GError   **error)
{
  return confab_store_write_in_run (source, FALSE, write_turn, data, error);
}

/**
 * confab_store_begin_turn_async:
 * @self: a store
 * @session: (transfer full): the session; inserted when its id is 0
 * @parts: what of @session is written when it is there already
 * @prompt: (transfer full) (nullable): the user's message; %NULL when the answer names an earlier
 *   one as its parent
 * @answer: (transfer full): the empty answer
 * @branch: whether @prompt follows exactly the message it names, as another version of what followed
 *   that before; else it goes to the end of that path, also when that has grown meanwhile
 * @cancellable: (nullable): a cancellable; it does not undo what has begun, so a turn that is
 *   stopped had better wait for the end and stop then
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Stores all three in one transaction: when this has finished without error they are on disk, and
 * may be sent; with an error nothing has changed. Messages are ordered by their ids.
 */
void
confab_store_begin_turn_async (ConfabStore         *self,
                               ConfabSessionRecord *session,
                               ConfabSessionParts   parts,
                               ConfabMessageRecord *prompt,
                               ConfabMessageRecord *answer,
                               gboolean             branch,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  TurnJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (session != NULL);
  g_return_if_fail (answer != NULL);

  job = g_new0 (TurnJob, 1);
  job->session = session;
  job->parts = parts;
  job->prompt = prompt;
  job->branch = branch;
  job->answer = answer;
  confab_store_push (self, CONFAB_STORE_WRITER, confab_store_begin_turn_async,
                     job, (GDestroyNotify) free_turn_job, begin_turn_job,
                     cancellable, callback, user_data);
}

/**
 * confab_store_begin_turn_finish:
 * @self: a store
 * @result: the result
 * @ids: (out) (optional): the ids of all three; of the prompt also when it was an earlier one
 * @error: return location
 *
 * Returns: whether all three are on disk
 */
gboolean
confab_store_begin_turn_finish (ConfabStore    *self,
                                GAsyncResult   *result,
                                ConfabTurnIds  *ids,
                                GError        **error)
{
  TurnJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  job = g_task_get_task_data (G_TASK (result));
  if (ids != NULL)
    *ids = job->ids;

  return TRUE;
}
