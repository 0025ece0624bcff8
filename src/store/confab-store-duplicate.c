/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-making.h"
#include "confab-store-private.h"

typedef struct {
  ConfabMaking  making;
  gint64        session; /* what is copied */
  char         *title;   /* (nullable) */
  gint64        now;
  gint64        last;    /* the message that was copied last */
} CopyJob;

static void
free_copy_job (gpointer data)
{
  CopyJob *job = data;

  confab_making_clear (&job->making);
  g_free (job->title);
  g_free (job);
}

/* What waits to be sent there, at once with its text: a step later it may be gone. */
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
  confab_statement_bind_int (statement, 2, job->making.session);

  return confab_statement_run (statement, error);
}

static gboolean
begin_copy (ConfabStore     *self,
            ConfabDatabase  *database,
            CopyJob         *job,
            GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement =
    confab_database_prepare (database,
                             "INSERT INTO session (app, title, remote_used_at, remote_rounds,"
                             " created_at, updated_at, pinned, archived, unread, options, draft,"
                             " preview, last_status, message_count)"
                             " SELECT app, coalesce (?2, title), 0, 0, ?3, ?3, 0, 0, 0, options,"
                             " draft, preview, last_status, 0 FROM session"
                             " WHERE id = ?1 AND deleted = 0",
                             error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, job->session);
  confab_statement_bind_text (statement, 2, job->title);
  confab_statement_bind_int (statement, 3, job->now);
  if (!confab_statement_run (statement, error) || !confab_store_check_changed (database, error))
    return FALSE;

  return confab_making_begin (&job->making, self, database, confab_database_get_last_id (database),
                              error) &&
         confab_store_index_title (database, job->making.session, error) &&
         copy_extras (database, job, error);
}

static gboolean
copy_message (ConfabDatabase  *database,
              CopyJob         *job,
              gint64           id,
              gint64           parent,
              GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "INSERT INTO message (" CONFAB_MESSAGE_COLUMNS ","
                                       " session, parent, role)"
                                       " SELECT " CONFAB_MESSAGE_COLUMNS ", ?2, ?3, role"
                                       " FROM message WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, id);
  confab_statement_bind_int (statement, 2, job->making.session);
  confab_statement_bind_id (statement, 3, confab_making_find (&job->making, parent));
  if (!confab_statement_run (statement, error))
    return FALSE;

  job->last = id;

  return confab_making_add (&job->making, database, id, confab_database_get_last_id (database),
                            error);
}

static gboolean
end_copy (ConfabDatabase  *database,
          CopyJob         *job,
          GError         **error)
{
  g_autoptr (ConfabStatement) ask = NULL;

  ask = confab_database_prepare (database, "SELECT head FROM session WHERE id = ?1", error);
  if (ask == NULL)
    return FALSE;
  confab_statement_bind_int (ask, 1, job->session);
  if (confab_statement_step (ask, error) == CONFAB_STEP_ERROR)
    return FALSE;

  return confab_making_publish (&job->making, database, confab_statement_get_int (ask, 0), error);
}

static gboolean
copy_some (ConfabStore     *self,
           ConfabDatabase  *database,
           ConfabMaking    *making,
           GError         **error)
{
  CopyJob *job = (CopyJob *) making;
  g_autoptr (ConfabStatement) statement = NULL;
  gint64 ids[CONFAB_MAKING_STEP];
  gint64 parents[CONFAB_MAKING_STEP];
  guint n = 0;
  ConfabStep step;

  if (making->session == 0 && !begin_copy (self, database, job, error))
    return FALSE;

  statement = confab_database_prepare (database,
                                       "SELECT id, parent FROM message WHERE session = ?1"
                                       " AND id > ?2 AND run IS NULL ORDER BY id LIMIT "
                                       G_STRINGIFY (CONFAB_MAKING_STEP),
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

  return n == CONFAB_MAKING_STEP || end_copy (database, job, error);
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
 * Copies a session with its options, all its messages and what waits to be sent, in steps. The
 * service knows nothing of the copy: it has no remote session.
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
  CopyJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));

  job = g_new0 (CopyJob, 1);
  confab_making_init (&job->making, copy_some, free_copy_job);
  job->session = session;
  job->title = g_strdup (title);
  job->now = now;
  confab_making_run_async (&job->making, self, confab_store_duplicate_session_async, cancellable,
                           callback, user_data);
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
