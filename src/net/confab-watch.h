/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-client.h"

G_BEGIN_DECLS

/**
 * ConfabWatch:
 *
 * Watches over the silence of a peer: a limit for the connection, then one for the time without a
 * sign of life, and a notice long before that one. Nothing else of libsoup's clocks is used.
 */
typedef struct _ConfabWatch ConfabWatch;

/**
 * ConfabWatchFuncs:
 * @stalled: silent for a while (%TRUE), and alive again (%FALSE)
 * @expired: a limit of @seconds was reached, that of connecting or that of silence; returns
 *   %FALSE when it is not the peer's fault, to be asked again. May free the watch and return %TRUE.
 */
typedef struct {
  void     (*stalled) (gboolean stalled, gpointer user_data);
  gboolean (*expired) (gboolean connecting, guint seconds, gpointer user_data);
} ConfabWatchFuncs;

ConfabWatch *confab_watch_new       (GMainContext           *context,
                                     ConfabClock            *clock,
                                     const ConfabDeadlines  *deadlines,
                                     const ConfabWatchFuncs *funcs,
                                     gpointer                user_data);
void         confab_watch_free      (ConfabWatch            *self);
void         confab_watch_connected (ConfabWatch            *self);
void         confab_watch_note_life (ConfabWatch            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabWatch, confab_watch_free)

G_END_DECLS
