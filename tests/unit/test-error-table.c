/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-error-table.h"

/* Every documented code with its documented status (protocol 5.2), and our own with none. */
static const struct {
  const char *code;
  int status;
  ConfabErrorClass error_class;
  ConfabRetry retry;
} codes[] = {
  { "InvalidParameter", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "InvalidParameter.NotSupportEnableThinking", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "InvalidParameter.DataInspection", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "BadRequest.EmptyInput", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "BadRequest.EmptyParameters", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "BadRequest.IllegalInput", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "BadRequest.InputDownloadFailed", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "BadRequest.UnsupportedFileFormat", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "BadRequest.ResourceNotExist", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "BadRequest.TooLarge", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "BadRequest.TooLarge", 413, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "InvalidURL", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "InvalidURL.Timeout", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "InvalidURL.ConnectionRefused", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "DataInspectionFailed", 400, CONFAB_ERROR_CONTENT, CONFAB_RETRY_NO },
  { "data_inspection_failed", 400, CONFAB_ERROR_CONTENT, CONFAB_RETRY_NO },
  { "FaqRuleBlocked", 400, CONFAB_ERROR_CONTENT, CONFAB_RETRY_NO },
  { "CustomRoleBlocked", 400, CONFAB_ERROR_CONTENT, CONFAB_RETRY_NO },
  { "IPInfringementSuspect", 400, CONFAB_ERROR_CONTENT, CONFAB_RETRY_NO },
  { "Arrearage", 400, CONFAB_ERROR_QUOTA, CONFAB_RETRY_ASK },
  { "FlowNotPublished", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_ASK },
  { "UnsupportedOperation", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "InvalidSchema", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "InvalidSchemaFormat", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "ClientDisconnect", 400, CONFAB_ERROR_NETWORK, CONFAB_RETRY_ASK },
  { "APIConnectionError", 400, CONFAB_ERROR_NETWORK, CONFAB_RETRY_ASK },
  { "InvalidAppId", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "App.InvalidAppId", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "InvalidApiKey", 401, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "invalid_api_key", 401, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "NOT AUTHORIZED", 401, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "AccessDenied", 403, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "AccessDenied.Unpurchased", 403, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "App.AccessDenied", 403, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "Workspace.AccessDenied", 403, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "Model.AccessDenied", 403, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "Endpoint.AccessDenied", 403, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "AllocationQuota.FreeTierOnly", 403, CONFAB_ERROR_QUOTA, CONFAB_RETRY_ASK },
  { "ModelNotFound", 404, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "WorkSpaceNotFound", 404, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "NotFound", 404, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "RequestTimeOut", 408, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "Conflict", 409, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "Throttling", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_SAFE },
  { "Throttling.RateQuota", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_SAFE },
  { "LimitRequests", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_SAFE },
  { "limit_requests", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_SAFE },
  { "Throttling.BurstRate", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_SAFE },
  { "limit_burst_rate", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_SAFE },
  { "Throttling.AllocationQuota", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_SAFE },
  { "insufficient_quota", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_SAFE },
  { "CommodityNotPurchased", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_ASK },
  { "PrepaidBillOverdue", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_ASK },
  { "PostpaidBillOverdue", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_ASK },
  { "InternalError", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "internal_error", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "InternalError.Algo", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "InternalError.Timeout", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "InternalError.Upload", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "SystemError", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "ModelServiceFailed", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "RewriteFailed", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "RetrivalFailed", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "InvokePluginFailed", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "AppProcessFailed", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "RequestTimeOut", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "ResponseTimeout", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "ModelServingError", 503, CONFAB_ERROR_SERVER, CONFAB_RETRY_SAFE },
  { "ModelUnavailable", 503, CONFAB_ERROR_SERVER, CONFAB_RETRY_SAFE },
  { "ServiceUnavailable", 503, CONFAB_ERROR_SERVER, CONFAB_RETRY_SAFE },
  { "BadRequestError", 400, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "AuthenticationError", 401, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "PermissionDeniedError", 403, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { "NotFoundError", 404, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "RequestTooLargeError", 413, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO },
  { "RateLimitError", 429, CONFAB_ERROR_QUOTA, CONFAB_RETRY_SAFE },
  { "InternalServerError", 500, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { "ServiceUnavailableError", 503, CONFAB_ERROR_SERVER, CONFAB_RETRY_SAFE },
  { "GatewayTimeoutError", 504, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { CONFAB_FAILURE_INCOMPLETE, 0, CONFAB_ERROR_INCOMPLETE, CONFAB_RETRY_ASK },
  { CONFAB_FAILURE_STALLED, 0, CONFAB_ERROR_NETWORK, CONFAB_RETRY_ASK },
  { CONFAB_FAILURE_CONNECT, 0, CONFAB_ERROR_NETWORK, CONFAB_RETRY_SAFE },
  { CONFAB_FAILURE_RESOLVE, 0, CONFAB_ERROR_NETWORK, CONFAB_RETRY_SAFE },
  { CONFAB_FAILURE_TLS, 0, CONFAB_ERROR_NETWORK, CONFAB_RETRY_NO },
  { CONFAB_FAILURE_CONNECTION, 0, CONFAB_ERROR_NETWORK, CONFAB_RETRY_ASK },
  { CONFAB_FAILURE_REDIRECT, 307, CONFAB_ERROR_NETWORK, CONFAB_RETRY_NO },
  { CONFAB_FAILURE_NOT_SERVICE, 200, CONFAB_ERROR_NETWORK, CONFAB_RETRY_ASK },
  { CONFAB_FAILURE_BAD_FRAME, 0, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK },
  { CONFAB_FAILURE_TOO_LARGE, 0, CONFAB_ERROR_SERVER, CONFAB_RETRY_NO },
  { CONFAB_FAILURE_NO_KEY, 0, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { CONFAB_FAILURE_NO_TOKEN, 0, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK },
  { CONFAB_FAILURE_KEYRING, 0, CONFAB_ERROR_KEYRING, CONFAB_RETRY_ASK },
  { CONFAB_FAILURE_STORE, 0, CONFAB_ERROR_STORE, CONFAB_RETRY_ASK },
  { CONFAB_FAILURE_CRASHED, 0, CONFAB_ERROR_INCOMPLETE, CONFAB_RETRY_ASK },
};

/* What a person can read: a short title, and one or two sentences. */
static void
check_words (const ConfabErrorEntry *entry)
{
  guint n_sentences = 0;

  g_assert_nonnull (entry);
  g_assert_cmpuint (g_utf8_strlen (entry->title, -1), >=, 5);
  g_assert_cmpuint (g_utf8_strlen (entry->title, -1), <=, 40);
  g_assert_true (g_ascii_isupper (entry->title[0]));
  g_assert_false (g_str_has_suffix (entry->title, "."));

  g_assert_true (g_str_has_suffix (entry->advice, "."));
  for (const char *p = entry->advice; *p != '\0'; p++)
    if (*p == '.' && (p[1] == ' ' || p[1] == '\0'))
      n_sentences++;
  g_assert_cmpuint (n_sentences, <=, 2);
  g_assert_cmpuint (g_utf8_strlen (entry->advice, -1), <=, 200);
}

static void
test_codes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      const ConfabErrorEntry *entry;

      g_test_message ("%s at %d", codes[i].code, codes[i].status);
      entry = confab_error_table_lookup (codes[i].code, codes[i].status, NULL);
      check_words (entry);
      /* It is a row of its own, not that of the status. */
      g_assert_nonnull (entry->code);
      g_assert_cmpstr (entry->code, ==, codes[i].code);
      g_assert_cmpint (entry->error_class, ==, codes[i].error_class);
      g_assert_cmpint (entry->retry, ==, codes[i].retry);
    }
}

/* Nothing but 429, 503 and what never left us is repeated without the person. */
static void
test_retry_rule (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    for (int status = 100; status < 600; status++)
      {
        const ConfabErrorEntry *entry;

        entry = confab_error_table_lookup (codes[i].code, status, "some words");
        if (entry->retry == CONFAB_RETRY_SAFE && status != 429 && status != 503)
          g_assert_true (g_str_equal (entry->code, CONFAB_FAILURE_CONNECT) ||
                         g_str_equal (entry->code, CONFAB_FAILURE_RESOLVE));
      }

  for (int status = 0; status < 600; status++)
    {
      const ConfabErrorEntry *entry = confab_error_table_lookup (NULL, status, NULL);

      check_words (entry);
      g_assert_cmpint (entry->retry == CONFAB_RETRY_SAFE, ==, status == 429 || status == 503);
    }
}

static void
test_statuses (void)
{
  static const struct {
    int status;
    ConfabErrorClass error_class;
  } statuses[] = {
    { 302, CONFAB_ERROR_NETWORK }, { 400, CONFAB_ERROR_USAGE },  { 401, CONFAB_ERROR_AUTH },
    { 402, CONFAB_ERROR_QUOTA },   { 403, CONFAB_ERROR_AUTH },   { 404, CONFAB_ERROR_USAGE },
    { 407, CONFAB_ERROR_NETWORK }, { 408, CONFAB_ERROR_SERVER }, { 413, CONFAB_ERROR_USAGE },
    { 418, CONFAB_ERROR_USAGE },   { 429, CONFAB_ERROR_QUOTA },  { 500, CONFAB_ERROR_SERVER },
    { 502, CONFAB_ERROR_SERVER },  { 503, CONFAB_ERROR_SERVER }, { 504, CONFAB_ERROR_SERVER },
    { 511, CONFAB_ERROR_NETWORK }, { 599, CONFAB_ERROR_SERVER }, { 0, CONFAB_ERROR_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_assert_cmpint (confab_error_table_lookup (NULL, statuses[i].status, NULL)->error_class, ==,
                       statuses[i].error_class);
      g_assert_cmpint (
        confab_error_table_lookup ("NeverHeardOf", statuses[i].status, "x")->error_class, ==,
        statuses[i].error_class);
    }
}

static void
test_special (void)
{
  const ConfabErrorEntry *entry;

  /* One code, two meanings: the words decide. */
  entry = confab_error_table_lookup ("Throttling.AllocationQuota", 429,
                                     "Free allocated quota exceeded.");
  g_assert_cmpint (entry->retry, ==, CONFAB_RETRY_ASK);
  g_assert_cmpstr (entry->title, ==, "The Free Quota Is Used Up");
  entry = confab_error_table_lookup ("insufficient_quota", 429, "Free allocated quota exceeded.");
  g_assert_cmpint (entry->retry, ==, CONFAB_RETRY_ASK);
  entry = confab_error_table_lookup ("Throttling.AllocationQuota", 429,
                                     "Allocated quota exceeded, please increase your quota limit.");
  g_assert_cmpint (entry->retry, ==, CONFAB_RETRY_SAFE);

  entry = confab_error_table_lookup ("InvalidParameter", 400,
                                     "Required parameter(AppId) missing or invalid.");
  g_assert_cmpstr (entry->title, ==, "The Application Was Not Found");

  entry = confab_error_table_lookup ("InternalError.Algo", 500, "Role must be in [user, assistant]");
  g_assert_cmpint (entry->error_class, ==, CONFAB_ERROR_USAGE);
  g_assert_cmpint (entry->retry, ==, CONFAB_RETRY_ASK);

  /* Families, and spelling. */
  entry = confab_error_table_lookup ("InvalidParameter.SomethingNew", 400, NULL);
  g_assert_cmpstr (entry->code, ==, "InvalidParameter");
  entry = confab_error_table_lookup ("Throttling.SomethingNew", 429, NULL);
  g_assert_cmpint (entry->retry, ==, CONFAB_RETRY_SAFE);
  entry = confab_error_table_lookup ("invalidapikey", 401, NULL);
  g_assert_cmpint (entry->error_class, ==, CONFAB_ERROR_AUTH);

  /* A throttled request that an error frame reports without a status is not repeated. */
  entry = confab_error_table_lookup ("Throttling", 400, NULL);
  g_assert_cmpint (entry->error_class, ==, CONFAB_ERROR_QUOTA);
  g_assert_cmpint (entry->retry, ==, CONFAB_RETRY_ASK);

  /* 503 wins over the step that was named; a bill does not go away by waiting. */
  entry = confab_error_table_lookup ("InternalError", 503, NULL);
  g_assert_cmpint (entry->retry, ==, CONFAB_RETRY_SAFE);
  entry = confab_error_table_lookup ("PrepaidBillOverdue", 503, NULL);
  g_assert_cmpint (entry->retry, ==, CONFAB_RETRY_ASK);

  entry = confab_error_table_lookup ("", 0, NULL);
  g_assert_cmpint (entry->error_class, ==, CONFAB_ERROR_OTHER);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error-table/codes", test_codes);
  g_test_add_func ("/error-table/retry-rule", test_retry_rule);
  g_test_add_func ("/error-table/statuses", test_statuses);
  g_test_add_func ("/error-table/special", test_special);

  return g_test_run ();
}
