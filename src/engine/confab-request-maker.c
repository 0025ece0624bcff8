/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include "confab-request-maker.h"

typedef struct {
  ConfabCall *call;
  gboolean has_own_options;
  char *record;
} Making;

static void
free_making (gpointer data)
{
  Making *making = data;

  confab_call_free (making->call);
  g_free (making->record);
  g_free (making);
}

static void
make_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Making *making = data;
  GError *error = NULL;
  ConfabRequest *request = confab_request_build (making->call, &error);

  if (request == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  making->record = making->has_own_options ? confab_request_to_record (request, making->call)
                                           : confab_request_to_json (request);
  g_task_return_pointer (task, request, (GDestroyNotify) confab_request_free);
}

/**
 * confab_request_maker_run_async:
 * @call: a call, which is copied
 * @has_own_options: whether its options are for this message, whatever the session says later
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Makes the request of a call in a thread.
 */
void
confab_request_maker_run_async (const ConfabCall    *call,
                                gboolean             has_own_options,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Making *making;

  g_return_if_fail (call != NULL);

  task = g_task_new (NULL, NULL, callback, user_data);
  making = g_new0 (Making, 1);
  making->call = confab_call_copy_apart (call);
  making->has_own_options = has_own_options;
  g_task_set_source_tag (task, confab_request_maker_run_async);
  g_task_set_task_data (task, making, free_making);
  g_task_run_in_thread (task, make_thread);
}

/**
 * confab_request_maker_run_finish:
 * @result: the result
 * @record: (out) (transfer full): the request without secrets as it is kept with the answer; where
 *   the options are of the message, confab_request_read_record() gives them back
 * @error: return location
 *
 * Returns: (transfer full): the request, or %NULL with a sentence where there can be none
 */
ConfabRequest *
confab_request_maker_run_finish (GAsyncResult  *result,
                                 char         **record,
                                 GError       **error)
{
  ConfabRequest *request;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (record != NULL, NULL);

  request = g_task_propagate_pointer (G_TASK (result), error);
  if (request != NULL)
    *record = g_steal_pointer (&((Making *) g_task_get_task_data (G_TASK (result)))->record);

  return request;
}
