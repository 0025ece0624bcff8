/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-call-check.h"
#include "confab-options-merge.h"

G_BEGIN_DECLS

/**
 * ConfabPlannedRequest:
 *
 * A request as it would be sent, or as it was, to be looked at: without key and tokens, and with what
 * can be said of it.
 */
typedef struct _ConfabPlannedRequest ConfabPlannedRequest;

ConfabPlannedRequest *confab_planned_request_new             (const ConfabCall      *call,
                                                              GError               **error);
void                  confab_planned_request_take_merge      (ConfabPlannedRequest  *self,
                                                              ConfabOptionsMerge    *merge);
ConfabPlannedRequest *confab_planned_request_new_from_record (const char            *record,
                                                              GError               **error);
void                  confab_planned_request_read_async      (const char            *record,
                                                              GCancellable          *cancellable,
                                                              GAsyncReadyCallback    callback,
                                                              gpointer               user_data);
ConfabPlannedRequest *confab_planned_request_read_finish     (GAsyncResult          *result,
                                                              GError               **error);
void                  confab_planned_request_free            (ConfabPlannedRequest  *self);
char                 *confab_planned_request_dup_line        (ConfabPlannedRequest  *self);
char                 *confab_planned_request_dup_headers     (ConfabPlannedRequest  *self);
char                 *confab_planned_request_dup_body        (ConfabPlannedRequest  *self,
                                                              gboolean               shortened);
GPtrArray            *confab_planned_request_get_problems    (ConfabPlannedRequest  *self);
ConfabOptionsMerge   *confab_planned_request_get_merge       (ConfabPlannedRequest  *self);
gboolean              confab_planned_request_can_write       (ConfabPlannedRequest  *self);
char                 *confab_planned_request_write           (ConfabPlannedRequest  *self,
                                                              const char            *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPlannedRequest, confab_planned_request_free)

G_END_DECLS
