/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/* So many messages a step, a few milliseconds each: answers are journalled in between. */
#define IMPORT_STEP 64

typedef struct {
  ConfabSessionRecord *session;
  GPtrArray           *messages; /* of ConfabMessageRecord, each after the one it follows */
  gint64               head;     /* one of their ids, or 0 */
  GHashTable          *ids;      /* of the messages → what they have here (gint64) */
  gint64               id;       /* of the session, 0 until it is there */
  guint                n;        /* messages that are there */
  ConfabSessionRecord *record;
} ImportJob;

static void
free_import_job (ImportJob *job)
{
  confab_session_record_free (job->session);
  g_ptr_array_unref (job->messages);
  g_hash_table_unref (job->ids);
  g_clear_pointer (&job->record, confab_session_record_free);
  g_free (job);
}

static gint64
find_id (ImportJob *job,
         gint64     id)
{
  const gint64 *found = g_hash_table_lookup (job->ids, &id);

  return found != NULL ? *found : 0;
}

/* Nobody sees it before it is whole, and it goes when this run ends before that. */
static gboolean
begin_import (ConfabStore     *self,
              ConfabDatabase  *database,
              ImportJob       *job,
              GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;
  ConfabRun *run = confab_store_ensure_run (self, error);

  if (run == NULL || !confab_store_write_session (database, job->session, 0, error))
    return FALSE;

  job->id = job->session->id;
  statement = confab_database_prepare (database,
                                       "UPDATE session SET deleted = 3, deleting = ?2"
                                       " WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, job->id);
  confab_statement_bind_int (statement, 2, confab_run_get_id (run));

  return confab_statement_run (statement, error);
}

static gboolean
import_message (ConfabDatabase             *database,
                ImportJob                  *job,
                const ConfabMessageRecord  *message,
                GError                    **error)
{
  gint64 parent = find_id (job, message->parent);
  gint64 id;

  id = confab_store_insert_message (database, message, job->id, parent, 0, error);
  if (id == 0)
    return FALSE;

  g_hash_table_insert (job->ids, g_memdup2 (&message->id, sizeof message->id),
                       g_memdup2 (&id, sizeof id));

  return confab_store_index_message (database, id, error);
}

static gboolean
end_import (ConfabDatabase  *database,
            ImportJob       *job,
            GError         **error)
{
  if (!confab_store_publish_session (database, job->id, find_id (job, job->head), job->n, error))
    return FALSE;

  job->record = confab_store_read_one_session (database, job->id, error);

  return job->record != NULL;
}

static gboolean
import_some (ConfabStore     *self,
             ConfabDatabase  *database,
             ImportJob       *job,
             GError         **error)
{
  guint end = MIN (job->n + IMPORT_STEP, job->messages->len);

  if (job->id == 0 && !begin_import (self, database, job, error))
    return FALSE;

  for (; job->n < end; job->n++)
    if (!import_message (database, job, g_ptr_array_index (job->messages, job->n), error))
      return FALSE;

  return job->n < job->messages->len || end_import (database, job, error);
}

static gboolean
import_job (gpointer   source,
            gpointer   data,
            GError   **error)
{
  ConfabStore *self = source;
  ConfabDatabase *database = confab_store_get_writing (self, error);
  ImportJob *job = g_task_get_task_data (data);

  if (database == NULL || !confab_database_begin (database, error))
    return FALSE;

  return confab_database_end (database, import_some (self, database, job, error), error);
}

static void import_on (GTask *task);

static void
imported_some_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ImportJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (job->id != 0)
        confab_store_delete_session_async (CONFAB_STORE (source), job->id, CONFAB_DELETE_FOR_GOOD,
                                           NULL, NULL, NULL);
      g_task_return_error (task, error);
    }
  else if (job->record == NULL)
    import_on (task);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->record),
                           (GDestroyNotify) confab_session_record_free);
}

static void
import_on (GTask *task)
{
  confab_store_push (g_task_get_source_object (task), CONFAB_STORE_WRITER,
                     confab_store_import_session_async, g_object_ref (task), g_object_unref,
                     import_job, g_task_get_cancellable (task), imported_some_cb,
                     g_object_ref (task));
}

/**
 * confab_store_import_session_async:
 * @self: a store
 * @session: (transfer full): a session of a stored application, without an id
 * @messages: (transfer full) (element-type ConfabMessageRecord): its messages, none of them open,
 *   each after the one it follows; their ids only tell them apart
 * @head: the one that the path which is shown leads to, or 0
 * @cancellable: (nullable): a cancellable; what was written by then goes
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Adds a session that comes from somewhere else, in steps.
 */
void
confab_store_import_session_async (ConfabStore         *self,
                                   ConfabSessionRecord *session,
                                   GPtrArray           *messages,
                                   gint64               head,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  ImportJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (session != NULL && session->id == 0);
  g_return_if_fail (messages != NULL);

  job = g_new0 (ImportJob, 1);
  job->session = session;
  job->messages = messages;
  job->head = head;
  job->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_store_import_session_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify) free_import_job);
  import_on (task);
}

/**
 * confab_store_import_session_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the session
 */
ConfabSessionRecord *
confab_store_import_session_finish (ConfabStore   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
