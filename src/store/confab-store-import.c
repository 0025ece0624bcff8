/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-making.h"
#include "confab-store-private.h"

typedef struct {
  ConfabMaking         making;
  ConfabSessionRecord *session;
  GPtrArray           *messages; /* of ConfabMessageRecord, each after the one it follows */
  gint64               head;     /* one of their ids, or 0 */
} ImportJob;

static void
free_import_job (gpointer data)
{
  ImportJob *job = data;

  confab_making_clear (&job->making);
  confab_session_record_free (job->session);
  g_ptr_array_unref (job->messages);
  g_free (job);
}

static gboolean
import_message (ConfabDatabase             *database,
                ImportJob                  *job,
                const ConfabMessageRecord  *message,
                GError                    **error)
{
  gint64 parent = confab_making_find (&job->making, message->parent);
  gint64 id;

  id = confab_store_insert_message (database, message, job->making.session, parent, 0, error);

  return id != 0 && confab_making_add (&job->making, database, message->id, id, error);
}

static gboolean
import_some (ConfabStore     *self,
             ConfabDatabase  *database,
             ConfabMaking    *making,
             GError         **error)
{
  ImportJob *job = (ImportJob *) making;
  guint end = MIN (making->n + CONFAB_MAKING_STEP, job->messages->len);

  if (making->session == 0 &&
      (!confab_store_write_session (database, job->session, 0, error) ||
       !confab_making_begin (making, self, database, job->session->id, error)))
    return FALSE;

  while (making->n < end)
    if (!import_message (database, job, g_ptr_array_index (job->messages, making->n), error))
      return FALSE;

  return end < job->messages->len || confab_making_publish (making, database, job->head, error);
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
  ImportJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));
  g_return_if_fail (session != NULL && session->id == 0);
  g_return_if_fail (messages != NULL);

  job = g_new0 (ImportJob, 1);
  confab_making_init (&job->making, import_some, free_import_job);
  job->session = session;
  job->messages = messages;
  job->head = head;
  confab_making_run_async (&job->making, self, confab_store_import_session_async, cancellable,
                           callback, user_data);
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
