/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-clock.h"

struct _ConfabClock
{
  GObject parent_instance;

  gboolean manual;
  gint64 monotonic; /* of a manual clock */
  gint64 wall;
};

G_DEFINE_FINAL_TYPE (ConfabClock, confab_clock, G_TYPE_OBJECT)

static void
confab_clock_class_init (ConfabClockClass *klass)
{
}

static void
confab_clock_init (ConfabClock *self)
{
}

/**
 * confab_clock_new_system:
 *
 * Returns: (transfer full): the computer's clock
 */
ConfabClock *
confab_clock_new_system (void)
{
  return g_object_new (CONFAB_TYPE_CLOCK, NULL);
}

/**
 * confab_clock_new_manual:
 * @wall_us: where it starts, microseconds since the epoch
 *
 * Returns: (transfer full): a clock that stands still until confab_clock_advance()
 */
ConfabClock *
confab_clock_new_manual (gint64 wall_us)
{
  ConfabClock *self = g_object_new (CONFAB_TYPE_CLOCK, NULL);

  self->manual = TRUE;
  self->wall = wall_us;
  self->monotonic = 1;

  return self;
}

/**
 * confab_clock_get_monotonic:
 * @self: a clock
 *
 * Returns: microseconds that never run backwards, for deadlines and durations
 */
gint64
confab_clock_get_monotonic (ConfabClock *self)
{
  g_return_val_if_fail (CONFAB_IS_CLOCK (self), 0);

  return self->manual ? self->monotonic : g_get_monotonic_time ();
}

/**
 * confab_clock_get_wall:
 * @self: a clock
 *
 * Returns: microseconds since the epoch, for what is shown and stored
 */
gint64
confab_clock_get_wall (ConfabClock *self)
{
  g_return_val_if_fail (CONFAB_IS_CLOCK (self), 0);

  return self->manual ? self->wall : g_get_real_time ();
}

/**
 * confab_clock_advance:
 * @self: a manual clock
 * @microseconds: how far to move it
 */
void
confab_clock_advance (ConfabClock *self,
                      gint64       microseconds)
{
  g_return_if_fail (CONFAB_IS_CLOCK (self));
  g_return_if_fail (self->manual);

  self->monotonic += microseconds;
  self->wall += microseconds;
}
