/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-making.h"

#include "confab-store-private.h"

/**
 * confab_making_init:
 * @self: (out caller-allocates): the first member of a job's data
 * @step: writes some more, until it has called confab_making_publish()
 * @free_job: frees the job's data; to call confab_making_clear()
 */
void
confab_making_init (ConfabMaking     *self,
                    ConfabMakingFunc  step,
                    GDestroyNotify    free_job)
{
  *self = (ConfabMaking) { 0, };
  self->step = step;
  self->free_job = free_job;
  self->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/**
 * confab_making_clear:
 * @self: what a job is to make
 *
 * Frees what it holds.
 */
void
confab_making_clear (ConfabMaking *self)
{
  g_hash_table_unref (self->ids);
  g_clear_pointer (&self->record, confab_session_record_free);
}

/**
 * confab_making_begin:
 * @self: what a job is to make
 * @store: the store
 * @database: its database for writing, in a transaction
 * @session: the session's row, new in this transaction
 * @error: return location
 *
 * Takes it out of sight, until confab_making_publish().
 *
 * Returns: whether it worked
 */
gboolean
confab_making_begin (ConfabMaking    *self,
                     ConfabStore     *store,
                     ConfabDatabase  *database,
                     gint64           session,
                     GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "UPDATE session SET deleted = 3, deleting = ?2"
                                       " WHERE id = ?1",
                                       error);
  if (statement == NULL)
    return FALSE;

  self->session = session;
  confab_statement_bind_int (statement, 1, session);
  confab_statement_bind_int (statement, 2, confab_store_get_run (store));

  return confab_statement_run (statement, error);
}

/**
 * confab_making_find:
 * @self: what a job is to make
 * @id: a message elsewhere
 *
 * Returns: its id here, or 0 when it is not there
 */
gint64
confab_making_find (ConfabMaking *self,
                    gint64        id)
{
  const gint64 *own = g_hash_table_lookup (self->ids, &id);

  return own != NULL ? *own : 0;
}

/**
 * confab_making_add:
 * @self: what a job is to make
 * @database: a database for writing, in a transaction
 * @id: a message elsewhere
 * @own: what it has become here
 * @error: return location
 *
 * Remembers it, and lets it be found by its words.
 *
 * Returns: whether it worked
 */
gboolean
confab_making_add (ConfabMaking    *self,
                   ConfabDatabase  *database,
                   gint64           id,
                   gint64           own,
                   GError         **error)
{
  g_hash_table_insert (self->ids, g_memdup2 (&id, sizeof id), g_memdup2 (&own, sizeof own));
  self->n++;

  return confab_store_index_message (database, own, error);
}

/**
 * confab_making_publish:
 * @self: what a job is to make, now whole
 * @database: a database for writing, in a transaction
 * @head: the message elsewhere that the path on show leads to, or 0
 * @error: return location
 *
 * Returns: whether it can be seen now
 */
gboolean
confab_making_publish (ConfabMaking    *self,
                       ConfabDatabase  *database,
                       gint64           head,
                       GError         **error)
{
  g_autoptr (ConfabStatement) statement = NULL;

  statement = confab_database_prepare (database,
                                       "UPDATE session SET deleted = 0, deleting = NULL, head = ?2,"
                                       " message_count = ?3 WHERE id = ?1 AND deleted = 3",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, self->session);
  confab_statement_bind_id (statement, 2, confab_making_find (self, head));
  confab_statement_bind_int (statement, 3, self->n);
  if (!confab_statement_run (statement, error) || !confab_store_check_changed (database, error))
    return FALSE;

  self->record = confab_store_read_one_session (database, self->session, error);

  return self->record != NULL;
}

static gboolean
step_job (gpointer   source,
          gpointer   data,
          GError   **error)
{
  ConfabStore *store = source;
  ConfabDatabase *database = confab_store_get_writing (store, error);
  ConfabMaking *self = g_task_get_task_data (data);
  gint64 session = self->session;

  /* A run begins with a transaction of its own. */
  if (database == NULL || confab_store_ensure_run (store, error) == NULL ||
      !confab_database_begin (database, error))
    return FALSE;

  if (confab_database_end (database, self->step (store, database, self, error), error))
    return TRUE;

  /* An id that was taken back may be another session's by now. */
  self->session = session;

  return FALSE;
}

static void go_on (GTask *task);

static void
stepped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabMaking *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (self->session != 0)
        confab_store_delete_session_async (CONFAB_STORE (source), self->session,
                                           CONFAB_DELETE_FOR_GOOD, NULL, NULL, NULL);
      g_task_return_error (task, error);
    }
  else if (self->record == NULL)
    {
      go_on (task);
    }
  else
    {
      g_task_return_pointer (task, g_steal_pointer (&self->record),
                             (GDestroyNotify) confab_session_record_free);
    }
}

static void
go_on (GTask *task)
{
  confab_store_push (g_task_get_source_object (task), CONFAB_STORE_WRITER,
                     g_task_get_source_tag (task), g_object_ref (task), g_object_unref, step_job,
                     g_task_get_cancellable (task), stepped_cb, g_object_ref (task));
}

/**
 * confab_making_run_async:
 * @self: (transfer full): what to make
 * @store: a store
 * @source_tag: the public function
 * @cancellable: (nullable): a cancellable; what was written by then goes
 * @callback: called with a #GTask whose pointer is the session's #ConfabSessionRecord
 * @user_data: for @callback
 */
void
confab_making_run_async (ConfabMaking        *self,
                         ConfabStore         *store,
                         gpointer             source_tag,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, self->free_job);
  go_on (task);
}
