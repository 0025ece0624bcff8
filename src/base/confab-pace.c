/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-pace.h"

/* Measured: what leaves the window at 60 frames in a flood, and delays nothing
 * while the streams are slow. */
#define PERIOD_US        17000
#define BUDGET_US        2500
#define BUDGET_ALONE_US  8000

/* No frame for so long: nothing is drawing, and the time between two frames is ours. */
#define PAINTING_FOR_US  100000

typedef struct
{
  guint id;
  ConfabPaceFunc resume;
  gpointer user_data;
} Parked;

struct _ConfabPace
{
  GObject parent_instance;

  GMainContext *context;
  GSource *source;
  GQueue parked; /* of Parked: the longest waiting first */
  guint last_id;

  gint64 period_start;
  gint64 last_paint;
  gint64 spent;
};

typedef struct
{
  GSource source;
  ConfabPace *pace; /* owns the source */
} PaceSource;

G_DEFINE_FINAL_TYPE (ConfabPace, confab_pace, G_TYPE_OBJECT)

/* Budget */

static gint64
get_budget (ConfabPace *self)
{
  if (self->last_paint != 0 && g_get_monotonic_time () - self->last_paint < PAINTING_FOR_US)
    return BUDGET_US;

  return BUDGET_ALONE_US;
}

static void
begin_period (ConfabPace *self)
{
  self->period_start = g_get_monotonic_time ();
  self->spent = 0;
}

static void
begin_period_when_due (ConfabPace *self)
{
  if (g_get_monotonic_time () - self->period_start >= PERIOD_US)
    begin_period (self);
}

static void
schedule (ConfabPace *self)
{
  if (g_queue_is_empty (&self->parked))
    g_source_set_ready_time (self->source, -1);
  else if (self->spent < get_budget (self))
    g_source_set_ready_time (self->source, 0);
  else
    g_source_set_ready_time (self->source, self->period_start + PERIOD_US);
}

/* Source */

static gboolean
pace_source_dispatch (GSource     *source,
                      GSourceFunc  callback,
                      gpointer     user_data)
{
  g_autoptr (ConfabPace) self = g_object_ref (((PaceSource *) source)->pace);
  guint n = self->parked.length;

  begin_period_when_due (self);

  /* Each one at most once, then back to the main loop: input and other sources have their turn
   * even while there is time left. Who parks again goes to the end of the queue. */
  for (; n > 0 && self->spent < get_budget (self); n--)
    {
      Parked *parked = g_queue_pop_head (&self->parked);

      if (parked == NULL)
        break;
      parked->resume (parked->user_data);
      g_free (parked);
    }

  schedule (self);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs pace_source_funcs = {
  .dispatch = pace_source_dispatch,
};

/* Class */

static void
confab_pace_finalize (GObject *object)
{
  ConfabPace *self = CONFAB_PACE (object);

  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_queue_clear_full (&self->parked, g_free);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (confab_pace_parent_class)->finalize (object);
}

static void
confab_pace_class_init (ConfabPaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_pace_finalize;
}

static void
confab_pace_init (ConfabPace *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->source = g_source_new (&pace_source_funcs, sizeof (PaceSource));
  ((PaceSource *) self->source)->pace = self;
  g_source_set_static_name (self->source, "ConfabPace");
  g_source_attach (self->source, self->context);
}

/* Public API */

/**
 * confab_pace_new:
 *
 * Makes a pace for the thread's default main context; all streams that share it run there.
 *
 * Returns: (transfer full): a pace
 */
ConfabPace *
confab_pace_new (void)
{
  return g_object_new (CONFAB_TYPE_PACE, NULL);
}

/**
 * confab_pace_has_budget:
 * @self: a pace
 *
 * To be asked before each slice of work, which should be well under a millisecond. Who gets
 * %FALSE parks.
 *
 * Returns: whether there is time left before the next frame
 */
gboolean
confab_pace_has_budget (ConfabPace *self)
{
  g_return_val_if_fail (CONFAB_IS_PACE (self), FALSE);

  /* Those who wait come first: with somebody parked only the source begins a new period. */
  if (g_queue_is_empty (&self->parked))
    begin_period_when_due (self);

  return self->spent < get_budget (self);
}

/**
 * confab_pace_spend:
 * @self: a pace
 * @microseconds: how long a slice of work took
 */
void
confab_pace_spend (ConfabPace *self,
                   gint64      microseconds)
{
  g_return_if_fail (CONFAB_IS_PACE (self));

  self->spent += MAX (microseconds, 0);
}

/**
 * confab_pace_park:
 * @self: a pace
 * @resume: called once, from the main loop
 * @user_data: for @resume
 *
 * Waits for one's turn: at once when there is budget left, else after the next painted frame or
 * 17 ms. The longest waiting is called first; not everybody need have a turn in each frame.
 *
 * Returns: a number for confab_pace_unpark(), never 0
 */
guint
confab_pace_park (ConfabPace     *self,
                  ConfabPaceFunc  resume,
                  gpointer        user_data)
{
  Parked *parked;

  g_return_val_if_fail (CONFAB_IS_PACE (self), 0);
  g_return_val_if_fail (resume != NULL, 0);

  self->last_id = self->last_id == G_MAXUINT ? 1 : self->last_id + 1;
  parked = g_new0 (Parked, 1);
  parked->id = self->last_id;
  parked->resume = resume;
  parked->user_data = user_data;
  g_queue_push_tail (&self->parked, parked);
  schedule (self);

  return parked->id;
}

/**
 * confab_pace_unpark:
 * @self: a pace
 * @id: what confab_pace_park() returned
 *
 * Leaves the queue. Nothing happens when the turn has already come.
 */
void
confab_pace_unpark (ConfabPace *self,
                    guint       id)
{
  g_return_if_fail (CONFAB_IS_PACE (self));

  for (GList *link = self->parked.head; link != NULL; link = link->next)
    {
      Parked *parked = link->data;

      if (parked->id == id)
        {
          g_queue_delete_link (&self->parked, link);
          g_free (parked);
          schedule (self);
          return;
        }
    }
}

/**
 * confab_pace_frame_painted:
 * @self: a pace
 *
 * Tells that a frame is on its way to the screen: the time up to the next one begins. Nobody is
 * resumed from here, but from the main loop.
 */
void
confab_pace_frame_painted (ConfabPace *self)
{
  g_return_if_fail (CONFAB_IS_PACE (self));

  begin_period (self);
  self->last_paint = self->period_start;
  schedule (self);
}
