/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-retry.h"

static const struct {
  const char *code;
  int http_status;
  const char *message;
  ConfabStatus status;
  guint n_retries;
  gboolean allowed;
} cases[] = {
  { "Throttling", 429, NULL, CONFAB_STATUS_SENT, 0, TRUE },
  { "Throttling", 429, NULL, CONFAB_STATUS_SENT, 2, TRUE },
  { "Throttling", 429, NULL, CONFAB_STATUS_SENT, 3, FALSE },
  { "ServiceUnavailable", 503, NULL, CONFAB_STATUS_SENT, 0, TRUE },
  { NULL, 503, NULL, CONFAB_STATUS_SENT, 0, TRUE },
  { "Throttling.AllocationQuota", 429, NULL, CONFAB_STATUS_SENT, 1, TRUE },
  { "Throttling.AllocationQuota", 429, NULL, CONFAB_STATUS_SENT, 2, FALSE },
  { "Throttling.AllocationQuota", 429, "Free allocated quota exceeded.", CONFAB_STATUS_SENT, 0,
    FALSE },
  { "PrepaidBillOverdue", 429, NULL, CONFAB_STATUS_SENT, 0, FALSE },
  { CONFAB_FAILURE_CONNECT, 0, NULL, CONFAB_STATUS_CONNECTING, 0, TRUE },
  { CONFAB_FAILURE_RESOLVE, 0, NULL, CONFAB_STATUS_CONNECTING, 0, TRUE },
  { CONFAB_FAILURE_TLS, 0, NULL, CONFAB_STATUS_CONNECTING, 0, FALSE },
  { CONFAB_FAILURE_CONNECT, 0, NULL, CONFAB_STATUS_SENT, 0, FALSE },
  { CONFAB_FAILURE_CONNECTION, 0, NULL, CONFAB_STATUS_SENT, 0, FALSE },
  { CONFAB_FAILURE_STALLED, 0, NULL, CONFAB_STATUS_SENT, 0, FALSE },
  { "Throttling", 429, NULL, CONFAB_STATUS_STREAMING, 0, FALSE },
  { "ServiceUnavailable", 503, NULL, CONFAB_STATUS_STREAMING, 0, FALSE },
  { "InternalError", 500, NULL, CONFAB_STATUS_SENT, 0, FALSE },
  { "RequestTimeOut", 408, NULL, CONFAB_STATUS_SENT, 0, FALSE },
  { NULL, 504, NULL, CONFAB_STATUS_SENT, 0, FALSE },
  { "InvalidApiKey", 401, NULL, CONFAB_STATUS_SENT, 0, FALSE },
};

static void
test_allowed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabFailure) failure =
        confab_failure_new (CONFAB_ERROR_OTHER, cases[i].code, cases[i].message);

      failure->http_status = cases[i].http_status;
      g_test_message ("%u: %s", i, cases[i].code);
      g_assert_cmpint (confab_retry_is_allowed (failure, cases[i].status, cases[i].n_retries), ==,
                       cases[i].allowed);
    }
}

static void
test_delay (void)
{
  g_autoptr (ConfabFailure) failure = confab_failure_new (CONFAB_ERROR_QUOTA, "Throttling", NULL);

  failure->retry_after = -1;
  g_assert_cmpuint (confab_retry_get_delay (failure, 0, 1000, 0.5), ==, 1000);
  g_assert_cmpuint (confab_retry_get_delay (failure, 1, 1000, 0.5), ==, 1600);
  g_assert_cmpuint (confab_retry_get_delay (failure, 2, 1000, 0.5), ==, 2560);
  g_assert_cmpuint (confab_retry_get_delay (failure, 0, 1000, 0.0), ==, 800);
  g_assert_cmpuint (confab_retry_get_delay (failure, 0, 1000, 1.0), ==, 1200);

  /* What the service asks for counts as it stands, within reason. */
  failure->retry_after = 0;
  g_assert_cmpuint (confab_retry_get_delay (failure, 2, 1000, 1.0), ==, 0);
  failure->retry_after = 7;
  g_assert_cmpuint (confab_retry_get_delay (failure, 2, 1000, 1.0), ==, 7000);
  failure->retry_after = G_MAXINT;
  g_assert_cmpuint (confab_retry_get_delay (failure, 0, 1000, 0.5), ==, 120000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retry/allowed", test_allowed);
  g_test_add_func ("/retry/delay", test_delay);

  return g_test_run ();
}
