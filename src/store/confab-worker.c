/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store"

#include "config.h"

#include "confab-worker.h"

struct _ConfabWorker {
  GThread     *thread;
  GAsyncQueue *queue;
};

typedef struct {
  /* A job for somebody who waits ... */
  GTask            *task;
  ConfabWorkerFunc  func;
  GError           *error;
  gboolean          done;
  /* ... a chore ... */
  ConfabChoreFunc   chore;
  gpointer          source;
  /* ... or the end of the thread. */
  gboolean          quit;
} Job;

static void
free_job (Job *job)
{
  g_clear_object (&job->task);
  g_clear_error (&job->error);
  g_free (job);
}

static gboolean
return_job_cb (gpointer user_data)
{
  Job *job = user_data;

  if (job->done)
    g_task_return_boolean (job->task, TRUE);
  else
    g_task_return_error (job->task, g_steal_pointer (&job->error));

  return G_SOURCE_REMOVE;
}

/* The task is returned and let go in the context of its owner, never here: this thread's reference
 * could otherwise be the last one to the object that joins this thread when it is finalised. */
static void
send_back (Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (job->task));
  g_source_set_callback (source, return_job_cb, job, (GDestroyNotify) free_job);
  g_source_set_static_name (source, "ConfabWorker");
  g_source_attach (source, g_task_get_context (job->task));
}

static void
do_job (Job *job)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);

  if (!g_cancellable_set_error_if_cancelled (cancellable, &job->error))
    {
      job->done = job->func (g_task_get_source_object (job->task),
                             g_task_get_task_data (job->task),
                             &job->error);
      g_assert (job->done == (job->error == NULL));
    }

  send_back (job);
}

static gpointer
run_worker (gpointer user_data)
{
  g_autoptr (GAsyncQueue) queue = user_data;
  gboolean quit = FALSE;

  while (!quit)
    {
      Job *job = g_async_queue_pop (queue);

      quit = job->quit;
      if (job->task != NULL)
        do_job (job);
      else if (job->chore != NULL && job->chore (job->source))
        g_async_queue_push (queue, job);
      else
        free_job (job);
    }

  return NULL;
}

/**
 * confab_worker_new:
 * @name: name of the thread, at most 15 bytes
 *
 * Returns: (transfer full): a thread that waits for jobs
 */
ConfabWorker *
confab_worker_new (const char *name)
{
  ConfabWorker *self = g_new0 (ConfabWorker, 1);

  self->queue = g_async_queue_new_full ((GDestroyNotify) free_job);
  self->thread = g_thread_new (name, run_worker, g_async_queue_ref (self->queue));

  return self;
}

/**
 * confab_worker_free:
 * @self: (nullable) (transfer full): a worker
 *
 * Waits for the jobs that were given and ends the thread. A chore that is not done stays undone.
 */
void
confab_worker_free (ConfabWorker *self)
{
  Job *quit;

  if (self == NULL)
    return;

  g_assert (!confab_worker_is_current (self));

  quit = g_new0 (Job, 1);
  quit->quit = TRUE;
  g_async_queue_push (self->queue, quit);
  g_thread_join (self->thread);

  g_async_queue_unref (self->queue);
  g_free (self);
}

/**
 * confab_worker_is_current:
 * @self: a worker
 *
 * Returns: whether the caller runs on the worker's thread
 */
gboolean
confab_worker_is_current (ConfabWorker *self)
{
  return g_thread_self () == self->thread;
}

/**
 * confab_worker_push:
 * @self: a worker
 * @task: (transfer full): gets %TRUE, or the error of @func
 * @func: gets the task's source object and task data; not called when the task has been cancelled
 *   before its turn comes
 *
 * Gives the worker a job.
 */
void
confab_worker_push (ConfabWorker     *self,
                    GTask            *task,
                    ConfabWorkerFunc  func)
{
  Job *job;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  job = g_new0 (Job, 1);
  job->task = task;
  job->func = func;
  g_async_queue_push (self->queue, job);
}

/**
 * confab_worker_push_chore:
 * @self: a worker
 * @source: for @func; must live as long as the worker
 * @func: does a short piece of the work
 *
 * Gives the worker something to do in steps, with other jobs between them.
 */
void
confab_worker_push_chore (ConfabWorker    *self,
                          gpointer         source,
                          ConfabChoreFunc  func)
{
  Job *job;

  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  job = g_new0 (Job, 1);
  job->source = source;
  job->chore = func;
  g_async_queue_push (self->queue, job);
}
