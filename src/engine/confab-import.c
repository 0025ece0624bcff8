/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-engine"

#include "config.h"

#include <glib/gi18n.h>

#include "confab-engine-private.h"
#include "confab-engine-sessions.h"
#include "confab-error.h"
#include "confab-export.h"
#include "confab-import-file.h"

/* Reading sessions back from a file. */

typedef struct {
  GFile *file;
  ConfabStudioApp *app;
  GPtrArray *sessions;     /* of ConfabImported */
  guint n;                 /* how many are stored */
  GPtrArray *stored;       /* of ConfabSession */
  ConfabStudioApp *target; /* of the present one */
} Import;

static void
free_import (gpointer data)
{
  Import *import = data;

  g_object_unref (import->file);
  g_object_unref (import->app);
  g_clear_object (&import->target);
  g_clear_pointer (&import->sessions, g_ptr_array_unref);
  g_ptr_array_unref (import->stored);
  g_free (import);
}

/* The application of that name, where there is one. */
static ConfabStudioApp *
choose_app (ConfabEngine         *self,
            Import               *import,
            const ConfabImported *session)
{
  GListModel *apps = G_LIST_MODEL (self->apps);

  for (guint i = 0; i < g_list_model_get_n_items (apps); i++)
    {
      g_autoptr (ConfabStudioApp) app = g_list_model_get_item (apps, i);

      if (g_strcmp0 (confab_studio_app_get_name (app), session->app_name) == 0)
        return app; /* the list holds it */
    }

  return import->app;
}

/* Half a file is worse than none: what has come in goes again. */
static void
fail (GTask  *task,
      GError *error)
{
  ConfabEngine *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);

  for (guint i = 0; i < import->stored->len; i++)
    {
      ConfabSession *session = g_ptr_array_index (import->stored, i);

      confab_engine_delete_session (self, session);
      confab_engine_forget_session (self, session);
    }
  g_task_return_error (task, error);
}

static void store_next (GTask *task);

static void
session_imported_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  g_autoptr (ConfabSessionRecord) record = NULL;
  g_autoptr (ConfabSession) session = NULL;
  GError *error = NULL;

  record = confab_store_import_session_finish (CONFAB_STORE (source), result, &error);
  confab_engine_session_written (self, error);
  if (record == NULL)
    {
      fail (task, error);
      return;
    }

  session = confab_session_new (g_steal_pointer (&record), import->target);
  confab_session_list_place (self->sessions, session);
  g_ptr_array_add (import->stored, g_object_ref (session));
  import->n++;
  store_next (task);
}

static void
store_next (GTask *task)
{
  ConfabEngine *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  ConfabImported *session;

  if (import->n == import->sessions->len)
    {
      g_task_return_pointer (task, g_ptr_array_ref (import->stored),
                             (GDestroyNotify) g_ptr_array_unref);
      return;
    }

  session = g_ptr_array_index (import->sessions, import->n);
  g_set_object (&import->target, choose_app (self, import, session));
  session->record->app = confab_studio_app_get_record (import->target)->id;
  confab_store_import_session_async (confab_context_get_store (self->context),
                                     g_steal_pointer (&session->record),
                                     g_steal_pointer (&session->messages), session->head,
                                     g_task_get_cancellable (task), session_imported_cb,
                                     g_object_ref (task));
}

static void
read_thread (GTask        *step,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *sessions = confab_import_read_file (data, cancellable, &error);

  if (sessions != NULL)
    g_task_return_pointer (step, sessions, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (step, error);
}

static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabEngine *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  import->sessions = g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL || !confab_engine_check_can_write (self, &error))
    g_task_return_error (task, error);
  else
    store_next (task);
}

/**
 * confab_engine_import_async:
 * @self: the engine
 * @file: what was chosen
 * @app: where sessions go whose application is not here
 * @cancellable: (nullable): a cancellable; then nothing of the file stays
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Adds the sessions of a file. Those that are here already are here twice then.
 */
void
confab_engine_import_async (ConfabEngine        *self,
                            GFile               *file,
                            ConfabStudioApp     *app,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) step = NULL;
  Import *import;

  g_return_if_fail (CONFAB_IS_ENGINE (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (CONFAB_IS_STUDIO_APP (app));

  import = g_new0 (Import, 1);
  import->file = g_object_ref (file);
  import->app = g_object_ref (app);
  import->stored = g_ptr_array_new_with_free_func (g_object_unref);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_engine_import_async);
  /* What is there at the end is there, cancelled or not. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, import, free_import);

  step = g_task_new (self, cancellable, file_read_cb, g_object_ref (task));
  g_task_set_source_tag (step, confab_engine_import_async);
  g_task_set_task_data (step, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (step, read_thread);
}

/**
 * confab_engine_import_finish:
 * @self: the engine
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabSession) (nullable): the sessions that were added, or
 *   %NULL with a sentence for the person
 */
GPtrArray *
confab_engine_import_finish (ConfabEngine  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
