/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "confab-client.h"

G_BEGIN_DECLS

/* One request and its one answer: see confab-exchange.c. */
void confab_exchange_start (GTask                  *task,
                            SoupSession            *session,
                            GUri                   *uri,
                            const ConfabRequest    *request,
                            ConfabSecrets          *secrets,
                            const ConfabDeadlines  *deadlines,
                            const ConfabCallEvents *events,
                            gpointer                events_data,
                            ConfabClock            *clock,
                            ConfabPace             *pace);

ConfabCallResult *confab_call_result_new_failed (ConfabStreamMode  stream,
                                                 ConfabFailure    *failure);

G_END_DECLS
