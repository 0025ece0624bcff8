/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-retry.h"

#include "confab-error-table.h"

#define GROWTH 1.6
#define SPREAD 0.2

/* A used-up allocation does not come back within seconds: fewer tries, further apart. */
#define ALLOCATION_QUOTA       "Throttling.AllocationQuota"
#define ALLOCATION_QUOTA_TRIES 2
#define ALLOCATION_QUOTA_SLOWER 10

static gboolean
is_allocation_quota (const ConfabFailure *failure)
{
  return g_strcmp0 (failure->code, ALLOCATION_QUOTA) == 0 ||
         g_strcmp0 (failure->code, "insufficient_quota") == 0;
}

/**
 * confab_retry_is_allowed:
 * @failure: why the call did not work
 * @status: how far the turn had come
 * @n_retries: how often it was tried again already
 *
 * Confab sends again by itself only what was certainly not acted on: nothing had left us, or the
 * service said so; never after a result frame.
 *
 * Returns: whether to try again without asking
 */
gboolean
confab_retry_is_allowed (const ConfabFailure *failure,
                         ConfabStatus         status,
                         guint                n_retries)
{
  const ConfabErrorEntry *entry;

  g_return_val_if_fail (failure != NULL, FALSE);

  if (status != CONFAB_STATUS_CONNECTING && status != CONFAB_STATUS_SENT)
    return FALSE;
  if (n_retries >= (is_allocation_quota (failure) ? ALLOCATION_QUOTA_TRIES : CONFAB_RETRY_MAX))
    return FALSE;

  entry = confab_error_table_lookup (failure->code, failure->http_status, failure->message);
  if (entry == NULL || entry->retry != CONFAB_RETRY_SAFE)
    return FALSE;

  /* Without a word from the service, only a request that did not leave is safe. */
  return failure->http_status != 0 || status == CONFAB_STATUS_CONNECTING;
}

/**
 * confab_retry_get_delay:
 * @failure: why the call did not work
 * @n_retries: how often it was tried again already
 * @base: the first wait, milliseconds
 * @random: a random number from 0 to 1
 *
 * Returns: how long to wait, milliseconds: what the service asked for, else a wait that grows, so
 *   spread that many clients do not come back at once
 */
guint
confab_retry_get_delay (const ConfabFailure *failure,
                        guint                n_retries,
                        guint                base,
                        double               random)
{
  double delay = base;

  g_return_val_if_fail (failure != NULL, base);

  if (failure->retry_after >= 0)
    return (guint) MIN ((gint64) failure->retry_after * 1000, CONFAB_RETRY_MAX_DELAY);

  if (is_allocation_quota (failure))
    delay *= ALLOCATION_QUOTA_SLOWER;
  for (guint i = 0; i < n_retries; i++)
    delay *= GROWTH;
  delay *= 1.0 - SPREAD + 2.0 * SPREAD * CLAMP (random, 0.0, 1.0);

  return (guint) MIN (delay, (double) CONFAB_RETRY_MAX_DELAY);
}
