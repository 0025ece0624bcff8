/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "confab-failure.h"

G_BEGIN_DECLS

/* Where an exchange stood when a library gave up on it. */
typedef enum {
  CONFAB_NET_CONNECTING, /* name look-up, connection, TLS: nothing has left us */
  CONFAB_NET_WAITING,    /* something has left us, no result frame came */
  CONFAB_NET_ANSWERING,  /* result frames came */
} ConfabNetPhase;

/* Nobody is made to wait longer than this. */
#define CONFAB_MAX_RETRY_AFTER 120

ConfabFailure *confab_net_failure_from_error   (ConfabNetPhase       phase,
                                                const GError        *error,
                                                const char          *proxy);
ConfabFailure *confab_net_failure_certificate  (GTlsCertificateFlags flags);
ConfabFailure *confab_net_failure_ended        (ConfabNetPhase       phase);
ConfabFailure *confab_net_failure_stalled      (ConfabNetPhase       phase,
                                                guint                seconds,
                                                const char          *proxy);
ConfabFailure *confab_net_failure_redirected   (GUri                *uri,
                                                const char          *location);
ConfabFailure *confab_net_failure_not_service  (const char          *content_type,
                                                int                  http_status);
ConfabFailure *confab_net_failure_from_status  (int                  http_status,
                                                const char          *reason);
ConfabFailure *confab_net_failure_mask         (const ConfabFailure *failure,
                                                const char * const  *secrets);
int            confab_net_parse_retry_after    (const char          *value,
                                                gint64               now_us);

G_END_DECLS
