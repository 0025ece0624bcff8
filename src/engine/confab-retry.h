/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-failure.h"
#include "confab-status.h"

G_BEGIN_DECLS

/* How often Confab tries again by itself, and how long it waits at most, in milliseconds. */
#define CONFAB_RETRY_MAX       3
#define CONFAB_RETRY_MAX_DELAY 120000

gboolean confab_retry_is_allowed (const ConfabFailure *failure,
                                  ConfabStatus         status,
                                  guint                n_retries);
guint    confab_retry_get_delay  (const ConfabFailure *failure,
                                  guint                n_retries,
                                  guint                base,
                                  double               random);

G_END_DECLS
