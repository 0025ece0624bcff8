/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-studio-app.h"

G_BEGIN_DECLS

/**
 * ConfabSession:
 *
 * A conversation with one application. Properties, all with notify: `id` (gint64), `title`,
 * `preview` (one line of the last message), `updated-at` (gint64), `answering` (gboolean),
 * `unread`, `draft`, `last-status` (int, a #ConfabStatus), `pinned`, `archived`, `app`
 * (#ConfabStudioApp), `options` (JSON of #ConfabOptions).
 */
#define CONFAB_TYPE_SESSION (confab_session_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSession, confab_session, CONFAB, SESSION, GObject)

typedef void (*ConfabSessionFunc) (ConfabSession *self,
                                   GParamSpec    *pspec,
                                   gpointer       user_data);

ConfabSession             *confab_session_new              (ConfabSessionRecord *record,
                                                            ConfabStudioApp     *app);
void                       confab_session_set_listener     (ConfabSession       *self,
                                                            ConfabSessionFunc    listener,
                                                            gpointer             user_data);
const ConfabSessionRecord *confab_session_get_record       (ConfabSession       *self);
void                       confab_session_take_record      (ConfabSession       *self,
                                                            ConfabSessionRecord *record);
ConfabStudioApp           *confab_session_get_app          (ConfabSession       *self);
void                       confab_session_set_app          (ConfabSession       *self,
                                                            ConfabStudioApp     *app);
/* Of this run only: nothing of it is ever stored. */
gboolean                   confab_session_get_temporary    (ConfabSession       *self);
void                       confab_session_set_temporary    (ConfabSession       *self,
                                                            gboolean             temporary);
gboolean                   confab_session_get_pinned       (ConfabSession       *self);
void                       confab_session_set_pinned       (ConfabSession       *self,
                                                            gboolean             pinned);
gboolean                   confab_session_get_archived     (ConfabSession       *self);
void                       confab_session_set_archived     (ConfabSession       *self,
                                                            gboolean             archived);
gint64                     confab_session_get_id           (ConfabSession       *self);
void                       confab_session_set_id           (ConfabSession       *self,
                                                            gint64               id);
const char                *confab_session_get_title        (ConfabSession       *self);
void                       confab_session_set_title        (ConfabSession       *self,
                                                            const char          *title);
const char                *confab_session_get_preview      (ConfabSession       *self);
void                       confab_session_set_preview      (ConfabSession       *self,
                                                            const char          *preview);
void                       confab_session_set_options      (ConfabSession       *self,
                                                            const char          *options);
const char                *confab_session_get_draft        (ConfabSession       *self);
void                       confab_session_set_draft        (ConfabSession       *self,
                                                            const char          *draft);
gint64                     confab_session_get_updated_at   (ConfabSession       *self);
void                       confab_session_set_updated_at   (ConfabSession       *self,
                                                            gint64               updated_at);
gboolean                   confab_session_get_answering    (ConfabSession       *self);
void                       confab_session_set_answering    (ConfabSession       *self,
                                                            gboolean             answering);
gboolean                   confab_session_get_unread       (ConfabSession       *self);
void                       confab_session_set_unread       (ConfabSession       *self,
                                                            gboolean             unread);
ConfabStatus               confab_session_get_last_status  (ConfabSession       *self);
void                       confab_session_set_last_status  (ConfabSession       *self,
                                                            ConfabStatus         status);
void                       confab_session_set_remote       (ConfabSession       *self,
                                                            const char          *remote_id,
                                                            gint64               used_at,
                                                            guint                rounds);
void                       confab_session_set_remote_head  (ConfabSession       *self,
                                                            gint64               message);
void                       confab_session_set_message_count (ConfabSession      *self,
                                                            guint                count);
gboolean                   confab_session_has_begun        (ConfabSession       *self);
gboolean                   confab_session_is_blank         (ConfabSession       *self);
void                       confab_session_set_has_extras   (ConfabSession       *self,
                                                            gboolean             has_extras);

G_END_DECLS
