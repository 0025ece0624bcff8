/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/* So many messages a step, a few milliseconds each: answers are journalled in between. */
#define COPY_STEP 64

typedef struct {
  gint64               session;
  char                *title;   /* (nullable) */
  gint64               now;
  gint64               copy;    /* its id, 0 until it is there */
  gint64               last;    /* the message that was copied last */
  GHashTable          *ids;     /* of the messages → those of their copies (gint64) */
  gboolean             done;
  ConfabSessionRecord *record;
} CopyJob;

static void
free_copy_job (CopyJob *job)
{
  g_free (job->title);
  g_clear_pointer (&job->ids, g_hash_table_unref);
  g_clear_pointer (&job->record, confab_session_record_free);
  g_free (job);
}

/* Nobody sees it before it is whole, and it goes when this run ends before that. */
static gboolean
begin_copy (ConfabStore     *self,
            ConfabDatabase  *database,
            CopyJob         *job,
            GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabRun *run = confab_store_ensure_run (self, error);

  if (run == NULL)
    return FALSE;

  statement =
    confab_database_prepare (database,
                             "INSERT INTO session (app, title, remote_used_at, remote_rounds,"
                             " created_at, updated_at, pinned, archived, unread, options, draft,"
                             " preview, last_status, message_count, deleted, deleting)"
                             " SELECT app, coalesce (?2, title), 0, 0, ?3, ?3, 0, 0, 0, options,"
                             " draft, preview, last_status, 0, 3, ?4 FROM session"
                             " WHERE id = ?1 AND deleted = 0",
                             error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, job->session);
  confab_statement_bind_text (statement, 2, job->title);
  confab_statement_bind_int (statement, 3, job->now);
  confab_statement_bind_int (statement, 4, confab_run_get_id (run));
  if (!confab_statement_run (statement, error) || !confab_store_check_changed (database, error))
    return FALSE;

  job->copy = confab_database_get_last_id (database);

  return confab_store_index_title (database, job->copy, error);
}

/* What waits to be sent there, with the text that is copied with the session's row. */
static gboolean
copy_extras (ConfabDatabase  *database,
             CopyJob         *job,
             GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "INSERT INTO extras (id, content)"
                                       " SELECT ?2, content FROM extras WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, job->session);
  confab_statement_bind_int (statement, 2, job->copy);

  return confab_statement_run (statement, error);
}

static gint64
find_copy (CopyJob *job,
           gint64   id)
{
  const gint64 *copy = g_hash_table_lookup (job->ids, &id);

  return copy != NULL ? *copy : 0;
}

static gboolean
copy_message (ConfabDatabase  *database,
              CopyJob         *job,
              gint64           id,
              gint64           parent,
              GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  gint64 copy;

  statement = confab_database_prepare (database,
                                       "INSERT INTO message (" CONFAB_MESSAGE_COLUMNS ","
                                       " session, parent, role)"
                                       " SELECT " CONFAB_MESSAGE_COLUMNS ", ?2, ?3, role"
                                       " FROM message WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, id);
  confab_statement_bind_int (statement, 2, job->copy);
  confab_statement_bind_id (statement, 3, find_copy (job, parent));
  if (!confab_statement_run (statement, error))
    return FALSE;

  copy = confab_database_get_last_id (database);
  g_hash_table_insert (job->ids, g_memdup2 (&id, sizeof id), g_memdup2 (&copy, sizeof copy));
  job->last = id;

  return confab_store_index_message (database, copy, error);
}

static gboolean
copy_some (ConfabDatabase  *database,
           CopyJob         *job,
           GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  gint64 ids[COPY_STEP];
  gint64 parents[COPY_STEP];
  guint n = 0;
  ConfabStep step;

  statement = confab_database_prepare (database,
                                       "SELECT id, parent FROM message WHERE session = ?1"
                                       " AND id > ?2 AND run IS NULL ORDER BY id LIMIT "
                                       G_STRINGIFY (COPY_STEP),
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, job->session);
  confab_statement_bind_int (statement, 2, job->last);
  while ((step = confab_statement_step (statement, error)) == CONFAB_STEP_ROW)
    {
      ids[n] = confab_statement_get_int (statement, 0);
      parents[n] = confab_statement_get_int (statement, 1);
      n++;
    }
  if (step == CONFAB_STEP_ERROR)
    return FALSE;

  for (guint i = 0; i < n; i++)
    if (!copy_message (database, job, ids[i], parents[i], error))
      return FALSE;

  job->done = n < COPY_STEP;

  return TRUE;
}

/**
 * confab_store_publish_session:
 * @database: a database for writing, in a transaction
 * @session: a session that was being made out of sight
 * @head: one of its messages, or 0
 * @n_messages: how many it has
 * @error: return location
 *
 * Returns: whether it can be seen now
 */
gboolean
confab_store_publish_session (ConfabDatabase  *database,
                              gint64           session,
                              gint64           head,
                              guint            n_messages,
                              GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "UPDATE session SET deleted = 0, deleting = NULL, head = ?2,"
                                       " message_count = ?3 WHERE id = ?1 AND deleted = 3",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, session);
  confab_statement_bind_id (statement, 2, head);
  confab_statement_bind_int (statement, 3, n_messages);

  return confab_statement_run (statement, error) && confab_store_check_changed (database, error);
}

static gboolean
end_copy (ConfabDatabase  *database,
          CopyJob         *job,
          GError         **error)
{
  g_autoptr (ConfabStatement) ask = NULL;
  gint64 head;

  ask = confab_database_prepare (database, "SELECT head FROM session WHERE id = ?1", error);
  if (ask == NULL)
    return FALSE;
  confab_statement_bind_int (ask, 1, job->session);
  if (confab_statement_step (ask, error) == CONFAB_STEP_ERROR)
    return FALSE;
  head = find_copy (job, confab_statement_get_int (ask, 0));

  if (!copy_extras (database, job, error) ||
      !confab_store_publish_session (database, job->copy, head, g_hash_table_size (job->ids),
                                     error))
    return FALSE;

  job->record = confab_store_read_one_session (database, job->copy, error);

  return job->record != NULL;
}

static gboolean
copy_job (gpointer   source,
          gpointer   data,
          GError   **error)
{
  ConfabStore *self = source;
  ConfabDatabase *database = confab_store_get_writing (self, error);
  CopyJob *job = g_task_get_task_data (data);
  gboolean ok;

  if (database == NULL || !confab_database_begin (database, error))
    return FALSE;

  ok = (job->copy != 0 || begin_copy (self, database, job, error)) &&
       copy_some (database, job, error) && (!job->done || end_copy (database, job, error));

  return confab_database_end (database, ok, error);
}

static void
abandon (ConfabStore *self,
         CopyJob     *job)
{
  if (job->copy != 0)
    confab_store_delete_session_async (self, job->copy, CONFAB_DELETE_FOR_GOOD, NULL, NULL, NULL);
}

static void copy_on (GTask *task);

static void
copied_some_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  CopyJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      abandon (CONFAB_STORE (source), job);
      g_task_return_error (task, error);
    }
  else if (!job->done)
    copy_on (task);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->record),
                           (GDestroyNotify) confab_session_record_free);
}

static void
copy_on (GTask *task)
{
  confab_store_push (g_task_get_source_object (task), CONFAB_STORE_WRITER,
                     confab_store_duplicate_session_async, g_object_ref (task), g_object_unref,
                     copy_job, g_task_get_cancellable (task), copied_some_cb,
                     g_object_ref (task));
}

/**
 * confab_store_duplicate_session_async:
 * @self: a store
 * @session: a session's id
 * @title: (nullable): the title of the copy; %NULL for the same
 * @now: its time, in microseconds since the epoch
 * @cancellable: (nullable): a cancellable; what was copied by then goes
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Copies a session with its options, all its messages and what waits to be sent, in steps. The service knows nothing of the copy: it has
 * no remote session.
 */
void
confab_store_duplicate_session_async (ConfabStore         *self,
                                      gint64               session,
                                      const char          *title,
                                      gint64               now,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  CopyJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));

  job = g_new0 (CopyJob, 1);
  job->session = session;
  job->title = g_strdup (title);
  job->now = now;
  job->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_store_duplicate_session_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify) free_copy_job);
  copy_on (task);
}

/**
 * confab_store_duplicate_session_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the copy
 */
ConfabSessionRecord *
confab_store_duplicate_session_finish (ConfabStore   *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
