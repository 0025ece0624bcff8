/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-store-private.h"

/* Messages on their way out of the database. */

typedef struct {
  gint64     session;
  gint64     before;
  guint      limit;
  GPtrArray *messages;
} PageJob;

static void
free_page_job (PageJob *job)
{
  g_clear_pointer (&job->messages, g_ptr_array_unref);
  g_free (job);
}

/**
 * confab_store_read_message:
 * @statement: a row of CONFAB_MESSAGE_ALL_NOW
 *
 * Returns: (transfer full): the message
 */
ConfabMessageRecord *
confab_store_read_message (ConfabStatement *statement)
{
  ConfabMessageRecord *record = confab_message_record_new ();
  g_autofree char *usage = confab_statement_dup_text (statement, 5);

  /* An unknown word, from a newer version, claims nothing. */
  record->status = CONFAB_STATUS_UNKNOWN;
  confab_status_from_word (confab_statement_get_text (statement, 0), &record->status);
  record->text = confab_statement_dup_text (statement, 1);
  record->thoughts = confab_statement_dup_text (statement, 2);
  record->references = confab_statement_dup_text (statement, 3);
  record->nodes = confab_statement_dup_text (statement, 4);
  record->usage = confab_usage_from_json (usage);
  record->request_id = confab_statement_dup_text (statement, 6);
  record->finish_reason = confab_statement_dup_text (statement, 7);
  record->request = confab_statement_dup_text (statement, 8);
  if (!confab_statement_is_null (statement, 9))
    {
      ConfabFailure *failure = confab_failure_new (CONFAB_ERROR_OTHER, NULL, NULL);

      confab_error_from_word (confab_statement_get_text (statement, 9), &failure->error_class);
      failure->code = confab_statement_dup_text (statement, 10);
      failure->message = confab_statement_dup_text (statement, 11);
      failure->request_id = confab_statement_dup_text (statement, 12);
      failure->http_status = (int) confab_statement_get_int (statement, 13);
      failure->retry_after = (int) confab_statement_get_int (statement, 14);
      record->failure = failure;
    }
  record->created_at = confab_statement_get_int (statement, 15);
  record->first_text_us = confab_statement_get_int (statement, 16);
  record->duration_us = confab_statement_get_int (statement, 17);
  record->rest = confab_statement_dup_text (statement, 18);
  record->id = confab_statement_get_int (statement, 19);
  record->session = confab_statement_get_int (statement, 20);
  record->parent = confab_statement_get_int (statement, 21);
  record->run = confab_statement_get_int (statement, 22);
  record->role = g_strcmp0 (confab_statement_get_text (statement, 23), "user") == 0
                   ? CONFAB_ROLE_USER
                   : CONFAB_ROLE_ASSISTANT;

  return record;
}

static gboolean
read_messages (ConfabStatement  *statement,
               PageJob          *job,
               GError          **error)
{
  ConfabStep step;

  job->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_message_record_free);
  while ((step = confab_statement_step (statement, error)) == CONFAB_STEP_ROW)
    g_ptr_array_add (job->messages, confab_store_read_message (statement));

  return step == CONFAB_STEP_DONE;
}

static void
reverse (GPtrArray *array)
{
  for (guint i = 0, j = array->len; i + 1 < j; i++)
    {
      gpointer item = array->pdata[i];

      j--;
      array->pdata[i] = array->pdata[j];
      array->pdata[j] = item;
    }
}

static gboolean
load_messages_job (gpointer   source,
                   gpointer   data,
                   GError   **error)
{
  ConfabDatabase *database = confab_store_get_reading (source, error);
  g_autoptr (ConfabStatement) statement = NULL;
  PageJob *job = data;

  if (database == NULL)
    return FALSE;

  statement = confab_database_prepare (database,
                                       "SELECT " CONFAB_MESSAGE_ALL_NOW
                                       " FROM message WHERE session = ?1 AND id < ?2"
                                       " ORDER BY id DESC LIMIT ?3",
                                       error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_int (statement, 1, job->session);
  confab_statement_bind_int (statement, 2, job->before > 0 ? job->before : G_MAXINT64);
  confab_statement_bind_int (statement, 3, job->limit);

  if (!read_messages (statement, job, error))
    return FALSE;

  reverse (job->messages);

  return TRUE;
}

/**
 * confab_store_load_messages_async:
 * @self: a store
 * @session: a session's id
 * @before: the id of the message before which the page ends, or 0 for the newest page
 * @limit: how many messages at most
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Loads messages in the order in which they were written, all versions and branches of them.
 */
void
confab_store_load_messages_async (ConfabStore         *self,
                                  gint64               session,
                                  gint64               before,
                                  guint                limit,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  PageJob *job;

  g_return_if_fail (CONFAB_IS_STORE (self));

  job = g_new0 (PageJob, 1);
  job->session = session;
  job->before = before;
  job->limit = limit;
  confab_store_push (self, CONFAB_STORE_READER, confab_store_load_messages_async,
                     job, (GDestroyNotify) free_page_job, load_messages_job,
                     cancellable, callback, user_data);
}

/**
 * confab_store_load_messages_finish:
 * @self: a store
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type ConfabMessageRecord): the messages, oldest
 *   first; fewer than asked for when the conversation begins here
 */
GPtrArray *
confab_store_load_messages_finish (ConfabStore   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  PageJob *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  job = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&job->messages);
}
