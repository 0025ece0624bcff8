/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include <glib/gi18n.h>

#include "confab-app-draft.h"
#include "confab-engine-private.h"
#include "confab-error.h"
#include "confab-turn-failure.h"
#include "confab-url.h"

/* Short, harmless, and understood by applications of every kind. */
#define TEST_PROMPT "Hello"

typedef struct {
  ConfabRequest *request;
  ConfabSecrets *secrets;
  ConfabConnection *connection;
} Test;

static void
free_test (gpointer data)
{
  Test *test = data;

  g_clear_pointer (&test->request, confab_request_free);
  g_clear_pointer (&test->secrets, confab_secrets_unref);
  g_clear_object (&test->connection);
  g_free (test);
}

static const ConfabCallEvents no_events = { NULL, NULL, NULL };

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Test *test = g_task_get_task_data (task);
  g_autoptr (ConfabCallResult) call_result = NULL;
  ConfabFailure *failure = NULL;
  GError *error = NULL;

  call_result = confab_client_call_finish (CONFAB_CLIENT (source), result, &error);
  if (call_result == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (!call_result->complete)
    {
      failure = call_result->failure != NULL
                  ? confab_turn_failure_mask (call_result->failure,
                                              confab_secrets_get_all (test->secrets))
                  : confab_failure_new (CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE, NULL);
    }

  g_task_return_pointer (task, failure, (GDestroyNotify) confab_failure_free);
}

static void
call (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  Test *test = g_task_get_task_data (task);
  ConfabDeadlines deadlines = { 0, 0 };

  confab_client_call_async (confab_context_get_client (self->context), test->request,
                            test->secrets, &deadlines, &no_events, NULL,
                            g_task_get_cancellable (task), called_cb, g_object_ref (task));
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Test *test = g_task_get_task_data (task);
  GError *error = NULL;
  char *key;

  key = confab_context_find_key_finish (CONFAB_CONTEXT (source), result, &error);
  if (key != NULL)
    {
      test->secrets = confab_secrets_new (key);
      call (task);
    }
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           confab_failure_new (CONFAB_ERROR_AUTH, CONFAB_FAILURE_NO_KEY, NULL),
                           (GDestroyNotify) confab_failure_free);
}

/* Where a stored connection leads; that of the demo has an address once the service runs. */
static gboolean
fill_place (ConfabEngine    *self,
            ConfabAppDraft  *draft,
            GError         **error)
{
  const ConfabConnectionRecord *record;

  if (draft->connection == NULL)
    return TRUE;
  if (!confab_engine_resolve (self, draft->connection, error))
    return FALSE;

  record = confab_connection_get_record (draft->connection);
  draft->base_url = record->base_url;
  draft->workspace = record->workspace;

  return TRUE;
}

/**
 * confab_engine_test_app_async:
 * @self: the engine
 * @draft: what was entered
 * @cancellable: (nullable): to give up
 * @callback: called with the outcome
 * @user_data: for @callback
 *
 * Asks the application one short thing, once, without streaming. Nothing is stored.
 */
void
confab_engine_test_app_async (ConfabEngine         *self,
                              const ConfabAppDraft *draft,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (ConfabOptions) options = NULL;
  g_autoptr (ConfabCall) call_data = NULL;
  g_autofree char *base_url = NULL;
  g_autofree char *workspace = NULL;
  g_autofree char *app_id = NULL;
  GError *error = NULL;
  ConfabAppDraft place;
  Test *test;
  char *key;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (draft != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_test_app_async);

  place = *draft;
  if (!fill_place (self, &place, &error) || !confab_engine_check_app (self, &place, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  base_url = confab_url_normalize_base (place.base_url, NULL);
  app_id = confab_app_draft_tidy (place.app_id);
  workspace = confab_app_draft_tidy (place.workspace);

  options = confab_options_new_empty ();
  call_data = confab_call_new (base_url, app_id, TEST_PROMPT);
  call_data->workspace = g_strdup (workspace);
  g_clear_pointer (&call_data->options, confab_options_unref);
  call_data->options = confab_options_with_stream (options, CONFAB_STREAM_NONE);

  test = g_new0 (Test, 1);
  g_task_set_task_data (task, test, free_test);
  test->request = confab_request_build (call_data, &error);
  if (test->request == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  key = confab_app_draft_tidy (place.key);
  if (key != NULL)
    {
      test->secrets = confab_secrets_new (key);
      call (task);
      return;
    }

  test->connection =
    g_object_ref (place.connection != NULL
                    ? place.connection
                    : confab_engine_find_connection (self, base_url, workspace));
  confab_context_find_key_async (self->context, test->connection, cancellable, key_found_cb,
                                 g_object_ref (task));
}

/**
 * confab_engine_test_app_finish:
 * @self: the engine
 * @result: the result
 * @failure: (out) (transfer full) (nullable): what is wrong; %NULL when the application answered
 * @error: return location
 *
 * Returns: whether the test took place; else it was cancelled, or the draft makes no sense
 */
gboolean
confab_engine_test_app_finish (ConfabEngine   *self,
                               GAsyncResult   *result,
                               ConfabFailure **failure,
                               GError        **error)
{
  GError *own_error = NULL;
  ConfabFailure *found;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (failure != NULL, FALSE);

  found = g_task_propagate_pointer (G_TASK (result), &own_error);
  *failure = found;
  if (own_error == NULL)
    return TRUE;

  g_propagate_error (error, own_error);

  return FALSE;
}
