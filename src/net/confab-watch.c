/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-watch.h"

#define DEFAULT_CONNECT_S 15
#define DEFAULT_IDLE_S    300
#define DEFAULT_STALL_MS  15000

/* How soon to ask again after an expiry that was none. */
#define AGAIN_US 100000

struct _ConfabWatch
{
  ConfabClock *clock;
  ConfabWatchFuncs funcs;
  gpointer user_data;
  GSource *source;

  guint connect_s;
  guint idle_s;
  guint stall_ms;
  gint64 last_life; /* before the connection stands: when it was begun */
  gboolean connected;
  gboolean stalled;
};

static guint
or_default (guint value,
            guint default_value)
{
  return value > 0 ? value : default_value;
}

/* Returns how long to wait until the next look, or -1 when the watch is over. */
static gint64
look (ConfabWatch *self)
{
  gint64 silent = confab_clock_get_monotonic (self->clock) - self->last_life;
  guint seconds = self->connected ? self->idle_s : self->connect_s;
  gint64 wait = (gint64) seconds * G_USEC_PER_SEC - silent;
  gint64 notice;

  if (wait <= 0)
    {
      if (self->funcs.expired (!self->connected, seconds, self->user_data))
        return -1;
      return AGAIN_US;
    }

  if (!self->connected || self->stalled)
    return wait;

  notice = (gint64) self->stall_ms * 1000 - silent;
  if (notice > 0)
    return MIN (wait, notice);

  self->stalled = TRUE;
  self->funcs.stalled (TRUE, self->user_data);

  return wait;
}

static gboolean
watch_source_dispatch (GSource     *source,
                       GSourceFunc  callback,
                       gpointer     user_data)
{
  gint64 wait;

  g_source_set_ready_time (source, -1);
  wait = look (user_data);

  /* The function may have freed the watch, and with it destroyed the source. */
  if (wait >= 0 && !g_source_is_destroyed (source))
    g_source_set_ready_time (source, g_get_monotonic_time () + MAX (wait, 1000));

  return G_SOURCE_CONTINUE;
}

static gboolean
unused_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs watch_source_funcs = {
  .dispatch = watch_source_dispatch,
};

/**
 * confab_watch_new:
 * @context: where to call the functions
 * @clock: what time it is
 * @deadlines: (nullable): limits, else the defaults
 * @funcs: what to call; copied
 * @user_data: for @funcs
 *
 * Returns: (transfer full): a watch that waits for the connection
 */
ConfabWatch *
confab_watch_new (GMainContext           *context,
                  ConfabClock            *clock,
                  const ConfabDeadlines  *deadlines,
                  const ConfabWatchFuncs *funcs,
                  gpointer                user_data)
{
  static const ConfabDeadlines defaults = { 0 };
  ConfabWatch *self;

  g_return_val_if_fail (CONFAB_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (funcs != NULL, NULL);

  if (deadlines == NULL)
    deadlines = &defaults;

  self = g_new0 (ConfabWatch, 1);
  self->clock = g_object_ref (clock);
  self->funcs = *funcs;
  self->user_data = user_data;
  self->connect_s = or_default (deadlines->connect_timeout, DEFAULT_CONNECT_S);
  self->idle_s = or_default (deadlines->idle_timeout, DEFAULT_IDLE_S);
  self->stall_ms = or_default (deadlines->stall_notice, DEFAULT_STALL_MS);
  self->last_life = confab_clock_get_monotonic (clock);

  /* After the reading: bytes that came while the program was suspended are a sign of life. */
  self->source = g_source_new (&watch_source_funcs, sizeof (GSource));
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT + 10);
  g_source_set_callback (self->source, unused_cb, self, NULL);
  g_source_set_static_name (self->source, "ConfabWatch");
  g_source_set_ready_time (self->source, 0);
  g_source_attach (self->source, context);

  return self;
}

/**
 * confab_watch_free:
 * @self: (nullable) (transfer full): a watch
 */
void
confab_watch_free (ConfabWatch *self)
{
  if (self == NULL)
    return;

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_object_unref (self->clock);
  g_free (self);
}

/**
 * confab_watch_connected:
 * @self: a watch
 *
 * The connection stands: from now on silence counts.
 */
void
confab_watch_connected (ConfabWatch *self)
{
  g_return_if_fail (self != NULL);

  self->connected = TRUE;
  self->last_life = confab_clock_get_monotonic (self->clock);
  g_source_set_ready_time (self->source, 0);
}

/**
 * confab_watch_note_life:
 * @self: a watch
 *
 * Bytes went or came. Cheap: the limits are looked at when one may have been reached, and not
 * set anew with each byte.
 */
void
confab_watch_note_life (ConfabWatch *self)
{
  g_return_if_fail (self != NULL);

  self->last_life = confab_clock_get_monotonic (self->clock);
  if (!self->stalled)
    return;

  self->stalled = FALSE;
  g_source_set_ready_time (self->source, 0); /* the next silence counts anew */
  self->funcs.stalled (FALSE, self->user_data);
}
