/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabNotifier:
 *
 * Tells the desktop of an answer that ended where nobody was looking. A click opens its session.
 * What was told is taken back when the session is read.
 */
#define CONFAB_TYPE_NOTIFIER (confab_notifier_get_type ())

G_DECLARE_FINAL_TYPE (ConfabNotifier, confab_notifier, CONFAB, NOTIFIER, GObject)

/* Whether the person sees @session now. */
typedef gboolean (*ConfabSeenFunc) (ConfabSession *session,
                                    gpointer       user_data);

ConfabNotifier *confab_notifier_new      (GApplication   *application,
                                          ConfabEngine   *engine,
                                          ConfabSeenFunc  is_seen,
                                          gpointer        user_data);
void            confab_notifier_withdraw (ConfabNotifier *self,
                                          ConfabSession  *session);

G_END_DECLS
