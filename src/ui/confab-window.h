/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-chat-page.h"
#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabWindow:
 *
 * The window. It is empty until the engine is ready, so that nothing flashes by; then it shows the
 * first-start page while there is no application, else sidebar and chat.
 *
 * Signal `seen` (session): the window is active and shows this session.
 */
#define CONFAB_TYPE_WINDOW (confab_window_get_type ())

G_DECLARE_FINAL_TYPE (ConfabWindow, confab_window, CONFAB, WINDOW, AdwApplicationWindow)

GtkWidget      *confab_window_new           (GtkApplication *application,
                                             ConfabEngine   *engine,
                                             GSettings      *settings);
ConfabSession  *confab_window_get_session   (ConfabWindow   *self);
void            confab_window_open_session  (ConfabWindow   *self,
                                             ConfabSession  *session);
void            confab_window_open_by_id    (ConfabWindow   *self,
                                             gint64          id);
void            confab_window_try_demo      (ConfabWindow   *self);
void            confab_window_finish_work   (ConfabWindow   *self);

G_END_DECLS
