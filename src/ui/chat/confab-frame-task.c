/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-frame-task.h"

#include <time.h>

/* Half of a frame at 60 Hz: work under it leaves no trace. */
#define LONG_US 8000

struct _ConfabFrameTask {
  GtkWidget           *widget; /* unowned: our owner */
  ConfabFrameTaskFunc  func;
  guint                tick;
  gboolean             pending;
  gboolean             mapped;
  gint64               started; /* CPU of the thread, 0: nothing done in this frame */
  gint64               not_before; /* monotonic */
};

/* Microseconds of work. Time that passes while others have the processor is none: who waited for as
 * long again would find the more to do, and fall behind further and further. */
static gint64
get_cpu (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ConfabFrameTask *self = user_data;

  if (g_get_monotonic_time () < self->not_before)
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  self->pending = FALSE;
  self->started = get_cpu ();
  self->func (widget);

  return G_SOURCE_REMOVE;
}

static void
sync_tick (ConfabFrameTask *self)
{
  if (self->pending && self->mapped && self->tick == 0)
    {
      self->tick = gtk_widget_add_tick_callback (self->widget, tick_cb, self, NULL);
    }
  else if (self->tick != 0 && !self->mapped)
    {
      gtk_widget_remove_tick_callback (self->widget, self->tick);
      self->tick = 0;
    }
}

/**
 * confab_frame_task_queue:
 * @self: the task
 *
 * Asks for the work to be done in the next frame.
 */
void
confab_frame_task_queue (ConfabFrameTask *self)
{
  g_return_if_fail (self != NULL);

  self->pending = TRUE;
  sync_tick (self);
}

/**
 * confab_frame_task_set_mapped:
 * @self: the task
 * @mapped: whether its widget is mapped
 *
 * To be told by the widget's map and unmap.
 */
void
confab_frame_task_set_mapped (ConfabFrameTask *self,
                              gboolean         mapped)
{
  g_return_if_fail (self != NULL);

  self->mapped = mapped;
  sync_tick (self);
}

/**
 * confab_frame_task_painted:
 * @self: the task
 *
 * To be told when a frame is painted: what the work caused, layout and painting, is work as well.
 */
void
confab_frame_task_painted (ConfabFrameTask *self)
{
  gint64 spent;

  g_return_if_fail (self != NULL);

  if (self->started == 0)
    return;

  spent = get_cpu () - self->started;
  if (spent > LONG_US)
    self->not_before = g_get_monotonic_time () + spent;
  self->started = 0;
}

/**
 * confab_frame_task_is_ticking:
 * @self: the task
 *
 * Returns: whether there is a tick callback
 */
gboolean
confab_frame_task_is_ticking (ConfabFrameTask *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->tick != 0;
}

/**
 * confab_frame_task_new:
 * @widget: the widget, which owns the task
 * @func: the work
 *
 * Returns: (transfer full): a task with nothing to do
 */
ConfabFrameTask *
confab_frame_task_new (GtkWidget           *widget,
                       ConfabFrameTaskFunc  func)
{
  ConfabFrameTask *self = g_new0 (ConfabFrameTask, 1);

  self->widget = widget;
  self->func = func;

  return self;
}

/**
 * confab_frame_task_free:
 * @self: (transfer full): the task
 */
void
confab_frame_task_free (ConfabFrameTask *self)
{
  g_return_if_fail (self != NULL);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick);
  g_free (self);
}
