/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-clock.h"

G_BEGIN_DECLS

/* What the service documents: an hour after the last request, and 50 rounds (protocol 5.3). */
#define CONFAB_DEMO_SESSION_SECONDS 3600
#define CONFAB_DEMO_SESSION_ROUNDS 50

/**
 * ConfabDemoSessions:
 *
 * The memory of the service: what was asked in each session. Used by the service thread alone.
 */
typedef struct _ConfabDemoSessions ConfabDemoSessions;

ConfabDemoSessions  *confab_demo_sessions_new         (ConfabClock        *clock);
void                 confab_demo_sessions_free        (ConfabDemoSessions *self);
const char          *confab_demo_sessions_open        (ConfabDemoSessions *self,
                                                       const char         *app_id,
                                                       const char         *session_id);
const char * const  *confab_demo_sessions_get_prompts (ConfabDemoSessions *self,
                                                       const char         *app_id,
                                                       const char         *session_id);
void                 confab_demo_sessions_add_round   (ConfabDemoSessions *self,
                                                       const char         *app_id,
                                                       const char         *session_id,
                                                       const char         *prompt);
void                 confab_demo_sessions_age        (ConfabDemoSessions *self,
                                                       gint64              seconds);
guint                confab_demo_sessions_get_n       (ConfabDemoSessions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoSessions, confab_demo_sessions_free)

G_END_DECLS
