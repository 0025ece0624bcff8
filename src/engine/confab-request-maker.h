/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-call.h"
#include "confab-request.h"

G_BEGIN_DECLS

/* A request, and what is kept of it, in a thread: with images it is megabytes long. */
void           confab_request_maker_run_async  (const ConfabCall     *call,
                                                gboolean              has_own_options,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
ConfabRequest *confab_request_maker_run_finish (GAsyncResult         *result,
                                                char                **record,
                                                GError              **error);

G_END_DECLS
