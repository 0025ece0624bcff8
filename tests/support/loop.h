/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long a test waits for something that must happen. Long, since the machine may be busy. */
#define LOOP_LIMIT_S 60

/* What changes in another thread wakes no main loop: look now and then. */
#define LOOP_LOOK_MS 5

static inline gboolean
loop_look_cb (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

/**
 * loop_until:
 * @condition: an expression
 *
 * Runs the default main context until @condition holds; a condition that never does fails the
 * test. Tests wait with this and never sleep.
 */
#define loop_until(condition)                                                                     \
  G_STMT_START                                                                                    \
    {                                                                                             \
      gint64 loop_limit_ = g_get_monotonic_time () + LOOP_LIMIT_S * G_USEC_PER_SEC;               \
      guint loop_look_ = g_timeout_add (LOOP_LOOK_MS, loop_look_cb, NULL);                        \
                                                                                                  \
      while (!(condition))                                                                        \
        {                                                                                         \
          if (g_get_monotonic_time () > loop_limit_)                                              \
            g_error ("%s: this never happened: %s", G_STRLOC, #condition);                        \
          g_main_context_iteration (NULL, TRUE);                                                  \
        }                                                                                         \
      g_source_remove (loop_look_);                                                               \
    }                                                                                             \
  G_STMT_END

/**
 * loop_for:
 * @milliseconds: how long
 *
 * Runs the default main context for a while: only to see that something does *not* happen.
 */
static inline void
loop_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  loop_until (g_get_monotonic_time () >= end);
}

G_END_DECLS
