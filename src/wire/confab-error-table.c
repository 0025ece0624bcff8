/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-error-table.h"

#include <string.h>

#include <glib/gi18n.h>

/*
 * What the codes mean (protocol 5.2), and what Confab may do about them by itself (reliability,
 * section 5): repeat what the service did not act on, HTTP 429 and 503, and what never left us.
 * Bills and used-up quotas come with 429 as well, and are never repeated.
 */

/* Title and advice of several rows. */
#define APP_UNKNOWN                                                                                \
  N_ ("The Application Was Not Found"),                                                            \
  N_ ("Check the App ID, and that the application is published in the region of the base URL.")
#define BAD_FILE                                                                                   \
  N_ ("A File Could Not Be Used"),                                                                 \
  N_ ("Check that the address of the image or file is public and its format is supported.")
#define BAD_REQUEST                                                                                \
  N_ ("The Request Was Not Accepted"),                                                             \
  N_ ("Check the options of this session: a value is missing, has the wrong form or is not "      \
      "supported by the application.")
#define BILL_UNPAID                                                                                \
  N_ ("The Account Has Unpaid Bills"),                                                             \
  N_ ("Settle the account in the Alibaba Cloud console, then ask again.")
#define CONTENT_REFUSED                                                                            \
  N_ ("The Content Was Refused"),                                                                  \
  N_ ("A content check of the service stopped this prompt or its answer. Word it differently.")
#define FREE_QUOTA_USED                                                                            \
  N_ ("The Free Quota Is Used Up"),                                                                \
  N_ ("Turn on paid use of the model in the Model Studio console, or choose another model.")
#define KEY_REFUSED                                                                                \
  N_ ("The Key Was Refused"),                                                                      \
  N_ ("Check the API key, and that it belongs to the region of the base URL.")
#define NO_ACCESS                                                                                  \
  N_ ("Access Was Denied"),                                                                        \
  N_ ("Check that the key’s account may use this application, its model and its workspace.")
#define NOT_FOUND                                                                                  \
  N_ ("Not Found"),                                                                                \
  N_ ("Check the base URL, the App ID and the workspace.")
#define OVERLOADED                                                                                 \
  N_ ("The Service Is Overloaded"),                                                                \
  N_ ("It did not take the request. Wait a moment, then ask again.")
#define PLUGIN_FAILED                                                                              \
  N_ ("A Step of the Application Failed"),                                                         \
  N_ ("Check the application’s plug-ins in the Model Studio console, and the tokens that are "     \
      "sent to them, then ask again.")
#define SERVICE_FAILED                                                                             \
  N_ ("The Service Failed"),                                                                       \
  N_ ("Ask again later. The request may have been carried out in part.")
#define STEP_FAILED                                                                                \
  N_ ("A Step of the Application Failed"),                                                         \
  N_ ("Check the application’s plug-ins, knowledge bases and nodes in the Model Studio console, "  \
      "then ask again.")
#define TIMED_OUT                                                                                  \
  N_ ("The Service Took Too Long"),                                                                \
  N_ ("Ask again with a streamed answer or a shorter prompt. The request may have been carried "   \
      "out.")
#define TOO_BIG                                                                                    \
  N_ ("The Request Is Too Large"),                                                                 \
  N_ ("Shorten the prompt, or send fewer or smaller files.")
#define TOO_MANY                                                                                   \
  N_ ("Too Many Requests"),                                                                        \
  N_ ("Wait a moment, then ask again.")
#define QUOTA_EXCEEDED                                                                             \
  N_ ("The Quota Is Exceeded"),                                                                    \
  N_ ("Wait a minute, then ask again, or raise the quota in the Model Studio console.")
#define WORKSPACE_REFUSED                                                                          \
  N_ ("The Workspace Was Refused"),                                                                \
  N_ ("Check the workspace ID, and that the key may use this workspace.")

/* @status and @needle narrow a row down: to a status, to words in the message. The first row that
 * fits counts, so the narrow ones come first. A row that may be repeated fits only the statuses
 * that say the service did not act, and is followed by one for all others. */
typedef struct {
  ConfabErrorEntry entry;
  int status;
  const char *needle;
} Row;

/* The last argument stands for two: title and advice. */
#define ROW(code, error_class, retry, ...)                                                         \
  { { code, CONFAB_ERROR_##error_class, CONFAB_RETRY_##retry, __VA_ARGS__ } }
#define ROW_AT(code, at, error_class, retry, ...)                                                  \
  { { code, CONFAB_ERROR_##error_class, CONFAB_RETRY_##retry, __VA_ARGS__ }, .status = at }
#define ROW_IF(code, words, error_class, retry, ...)                                               \
  { { code, CONFAB_ERROR_##error_class, CONFAB_RETRY_##retry, __VA_ARGS__ }, .needle = words }
#define THROTTLED(code, ...)                                                                       \
  ROW_AT (code, 429, QUOTA, SAFE, __VA_ARGS__), ROW_AT (code, 503, QUOTA, SAFE, __VA_ARGS__),      \
    ROW (code, QUOTA, ASK, __VA_ARGS__)
#define UNAVAILABLE(code, ...)                                                                     \
  ROW_AT (code, 503, SERVER, SAFE, __VA_ARGS__), ROW_AT (code, 429, SERVER, SAFE, __VA_ARGS__),    \
    ROW (code, SERVER, ASK, __VA_ARGS__)

static const Row rows[] = {
  /* 400 */
  ROW_IF ("InvalidParameter", "(AppId)", USAGE, NO, APP_UNKNOWN),
  ROW ("InvalidParameter", USAGE, NO, BAD_REQUEST),
  ROW ("InvalidParameter.NotSupportEnableThinking", USAGE, NO, BAD_REQUEST),
  ROW ("InvalidParameter.DataInspection", USAGE, NO, BAD_FILE),
  ROW ("BadRequest", USAGE, NO, BAD_REQUEST),
  ROW ("BadRequest.EmptyInput", USAGE, NO, BAD_REQUEST),
  ROW ("BadRequest.EmptyParameters", USAGE, NO, BAD_REQUEST),
  ROW ("BadRequest.IllegalInput", USAGE, NO, BAD_REQUEST),
  ROW ("BadRequest.InputDownloadFailed", USAGE, NO, BAD_FILE),
  ROW ("BadRequest.UnsupportedFileFormat", USAGE, NO, BAD_FILE),
  ROW ("BadRequest.ResourceNotExist", USAGE, NO, NOT_FOUND),
  ROW ("BadRequest.TooLarge", USAGE, NO, TOO_BIG),
  ROW ("BadRequestError", USAGE, NO, BAD_REQUEST),
  ROW ("InvalidURL", USAGE, NO, BAD_FILE),
  ROW ("InvalidURL.Timeout", USAGE, NO, BAD_FILE),
  ROW ("InvalidURL.ConnectionRefused", USAGE, NO, BAD_FILE),
  ROW ("InvalidAppId", USAGE, NO, APP_UNKNOWN),
  ROW ("App.InvalidAppId", USAGE, NO, APP_UNKNOWN),
  ROW ("DataInspectionFailed", CONTENT, NO, CONTENT_REFUSED),
  ROW ("data_inspection_failed", CONTENT, NO, CONTENT_REFUSED),
  ROW ("FaqRuleBlocked", CONTENT, NO, CONTENT_REFUSED),
  ROW ("CustomRoleBlocked", CONTENT, NO, CONTENT_REFUSED),
  ROW ("IPInfringementSuspect", CONTENT, NO, CONTENT_REFUSED),
  ROW ("Arrearage", QUOTA, ASK, BILL_UNPAID),
  ROW ("FlowNotPublished", USAGE, ASK,
       N_ ("The Workflow Is Not Published"),
       N_ ("Publish it in the Model Studio console, then ask again.")),
  ROW ("UnsupportedOperation", USAGE, NO, BAD_REQUEST),
  ROW ("InvalidSchema", USAGE, NO, BAD_REQUEST),
  ROW ("InvalidSchemaFormat", USAGE, NO, BAD_REQUEST),
  ROW ("ClientDisconnect", NETWORK, ASK,
       N_ ("The Connection Was Lost"),
       N_ ("Check the network, then ask again. The request may have been carried out.")),
  ROW ("APIConnectionError", NETWORK, ASK,
       N_ ("The Service Could Not Be Reached"),
       N_ ("Check the network and the base URL, then ask again.")),

  /* 401 and 403 */
  ROW ("InvalidApiKey", AUTH, ASK, KEY_REFUSED),
  ROW ("invalid_api_key", AUTH, ASK, KEY_REFUSED),
  ROW ("AuthenticationError", AUTH, ASK, KEY_REFUSED),
  ROW ("NOT AUTHORIZED", AUTH, ASK, WORKSPACE_REFUSED),
  ROW_IF ("AccessDenied", "asynchronous", USAGE, NO, BAD_REQUEST),
  ROW ("AccessDenied", AUTH, ASK, NO_ACCESS),
  ROW ("AccessDenied.Unpurchased", AUTH, ASK,
       N_ ("The Service Is Not Activated"),
       N_ ("Activate Model Studio in the Alibaba Cloud console, then ask again.")),
  ROW ("App.AccessDenied", AUTH, ASK,
       N_ ("The Application Denied Access"),
       N_ ("Check that it is published, that the App ID is right, and that the key belongs to its "
           "workspace.")),
  ROW ("Workspace.AccessDenied", AUTH, ASK, WORKSPACE_REFUSED),
  ROW ("Model.AccessDenied", AUTH, ASK, NO_ACCESS),
  ROW ("Endpoint.AccessDenied", AUTH, ASK, NO_ACCESS),
  ROW ("PermissionDeniedError", AUTH, ASK, NO_ACCESS),
  ROW ("AllocationQuota.FreeTierOnly", QUOTA, ASK, FREE_QUOTA_USED),

  /* 404 to 413 */
  ROW ("ModelNotFound", USAGE, NO, NOT_FOUND),
  ROW ("model_not_found", USAGE, NO, NOT_FOUND),
  ROW ("WorkSpaceNotFound", USAGE, NO, WORKSPACE_REFUSED),
  ROW ("NotFound", USAGE, NO, NOT_FOUND),
  ROW ("NotFoundError", USAGE, NO, NOT_FOUND),
  ROW ("Conflict", USAGE, NO, BAD_REQUEST),
  ROW ("RequestTooLargeError", USAGE, NO, TOO_BIG),

  /* 408, 500 and 504: it may have been carried out, so nothing is repeated by itself */
  ROW ("RequestTimeOut", SERVER, ASK, TIMED_OUT),
  ROW ("ResponseTimeout", SERVER, ASK, TIMED_OUT),
  ROW ("InternalError.Timeout", SERVER, ASK, TIMED_OUT),
  ROW ("GatewayTimeoutError", SERVER, ASK, TIMED_OUT),
  ROW ("InternalError", SERVER, ASK, SERVICE_FAILED),
  ROW ("internal_error", SERVER, ASK, SERVICE_FAILED),
  /* So it also calls what is wrong with `messages`. */
  ROW_IF ("InternalError.Algo", "Role must be", USAGE, ASK, BAD_REQUEST),
  ROW_IF ("InternalError.Algo", "list index out of range", USAGE, ASK, BAD_REQUEST),
  ROW ("InternalError.Algo", SERVER, ASK, SERVICE_FAILED),
  ROW ("InternalError.Upload", SERVER, ASK, SERVICE_FAILED),
  ROW ("InternalServerError", SERVER, ASK, SERVICE_FAILED),
  ROW ("SystemError", SERVER, ASK, SERVICE_FAILED),
  ROW ("ModelServiceFailed", SERVER, ASK, SERVICE_FAILED),
  ROW ("RewriteFailed", SERVER, ASK, STEP_FAILED),
  ROW ("RetrivalFailed", SERVER, ASK, STEP_FAILED),
  ROW ("InvokePluginFailed", SERVER, ASK, PLUGIN_FAILED),
  ROW ("AppProcessFailed", SERVER, ASK, STEP_FAILED),

  /* 429 */
  ROW_IF ("Throttling.AllocationQuota", "Free allocated quota", QUOTA, ASK, FREE_QUOTA_USED),
  ROW_IF ("insufficient_quota", "Free allocated quota", QUOTA, ASK, FREE_QUOTA_USED),
  THROTTLED ("Throttling.AllocationQuota", QUOTA_EXCEEDED),
  THROTTLED ("insufficient_quota", QUOTA_EXCEEDED),
  THROTTLED ("Throttling", TOO_MANY),
  THROTTLED ("Throttling.RateQuota", TOO_MANY),
  THROTTLED ("LimitRequests", TOO_MANY),
  THROTTLED ("limit_requests", TOO_MANY),
  THROTTLED ("Throttling.BurstRate", TOO_MANY),
  THROTTLED ("limit_burst_rate", TOO_MANY),
  THROTTLED ("RateLimitError", TOO_MANY),
  ROW ("CommodityNotPurchased", QUOTA, ASK,
       N_ ("The Service Was Not Bought"),
       N_ ("Buy or activate it in the Alibaba Cloud console, then ask again.")),
  ROW ("PrepaidBillOverdue", QUOTA, ASK, BILL_UNPAID),
  ROW ("PostpaidBillOverdue", QUOTA, ASK, BILL_UNPAID),

  /* 503 */
  UNAVAILABLE ("ModelServingError", OVERLOADED),
  UNAVAILABLE ("ModelUnavailable", OVERLOADED),
  UNAVAILABLE ("ServiceUnavailable", OVERLOADED),
  UNAVAILABLE ("ServiceUnavailableError", OVERLOADED),

  /* Codes of our own */
  ROW (CONFAB_FAILURE_INCOMPLETE, INCOMPLETE, ASK,
       N_ ("The Answer Is Incomplete"),
       N_ ("The connection ended before the answer did. What came is kept; ask again for a new "
           "answer.")),
  ROW (CONFAB_FAILURE_STALLED, NETWORK, ASK,
       N_ ("No Data in Time"),
       N_ ("The service went silent. Ask again, or raise the time limit in the connection’s "
           "settings.")),
  ROW (CONFAB_FAILURE_CONNECT, NETWORK, SAFE,
       N_ ("The Service Could Not Be Reached"),
       N_ ("Nothing was sent. Check the network and the base URL, then ask again.")),
  ROW (CONFAB_FAILURE_RESOLVE, NETWORK, SAFE,
       N_ ("The Host Was Not Found"),
       N_ ("Nothing was sent. Check the network and the spelling of the base URL.")),
  ROW (CONFAB_FAILURE_TLS, NETWORK, NO,
       N_ ("The Certificate Was Refused"),
       N_ ("Nothing was sent. The other side could not prove who it is: check the base URL, the "
           "network and this machine’s clock.")),
  ROW (CONFAB_FAILURE_CONNECTION, NETWORK, ASK,
       N_ ("The Connection Was Lost"),
       N_ ("Check the network, then ask again. The request may have been carried out.")),
  ROW (CONFAB_FAILURE_REDIRECT, NETWORK, NO,
       N_ ("The Service Pointed Elsewhere"),
       N_ ("Confab does not follow redirects, so that the key stays with its host. Check the base "
           "URL.")),
  ROW (CONFAB_FAILURE_NOT_SERVICE, NETWORK, ASK,
       N_ ("Something Else Answered"),
       N_ ("This was not Model Studio: perhaps a network’s login page or a proxy. Check the network "
           "and the base URL.")),
  ROW (CONFAB_FAILURE_BAD_FRAME, SERVER, ASK,
       N_ ("The Answer Makes No Sense"),
       N_ ("The service sent something that is no valid answer. What came before is kept; ask "
           "again.")),
  ROW (CONFAB_FAILURE_TOO_LARGE, SERVER, NO,
       N_ ("The Answer Is Too Large"),
       N_ ("It was cut off at Confab’s limit; what came before is kept. Ask for a shorter answer.")),
  ROW (CONFAB_FAILURE_NO_KEY, AUTH, ASK,
       N_ ("There Is No Key"),
       N_ ("Enter an API key for this connection in the settings.")),
  ROW (CONFAB_FAILURE_NO_TOKEN, AUTH, ASK,
       N_ ("A Plug-in Has No Token"),
       N_ ("Nothing was sent. Enter the plug-in’s token in the settings, or take the plug-in’s token "
           "out of the options.")),
  ROW (CONFAB_FAILURE_KEYRING, KEYRING, ASK,
       N_ ("The Keyring Is Not Available"),
       N_ ("Unlock the keyring, or enter the key for this time only.")),
  ROW (CONFAB_FAILURE_STORE, STORE, ASK,
       N_ ("The Message Could Not Be Saved"),
       N_ ("Nothing was sent. Check that the disk is not full and can be written to.")),
  ROW (CONFAB_FAILURE_CRASHED, INCOMPLETE, ASK,
       N_ ("Confab Ended While This Was Answered"),
       N_ ("What had been saved is kept; ask again for a new answer.")),
};

/* For codes that are not known, and for no code. */
static const struct {
  int first;
  int last;
  ConfabErrorEntry entry;
} statuses[] = {
  { 300, 399, { NULL, CONFAB_ERROR_NETWORK, CONFAB_RETRY_NO,
                N_ ("The Service Pointed Elsewhere"),
                N_ ("Confab does not follow redirects, so that the key stays with its host. Check "
                    "the base URL.") } },
  { 401, 401, { NULL, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK, KEY_REFUSED } },
  { 402, 402, { NULL, CONFAB_ERROR_QUOTA, CONFAB_RETRY_ASK, BILL_UNPAID } },
  { 403, 403, { NULL, CONFAB_ERROR_AUTH, CONFAB_RETRY_ASK, NO_ACCESS } },
  { 404, 404, { NULL, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO, NOT_FOUND } },
  { 407, 407, { NULL, CONFAB_ERROR_NETWORK, CONFAB_RETRY_ASK,
                N_ ("The Proxy Wants a Login"),
                N_ ("Set up the login of the proxy in the system’s network settings.") } },
  { 408, 408, { NULL, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK, TIMED_OUT } },
  { 413, 413, { NULL, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO, TOO_BIG } },
  { 429, 429, { NULL, CONFAB_ERROR_QUOTA, CONFAB_RETRY_SAFE, TOO_MANY } },
  { 400, 499, { NULL, CONFAB_ERROR_USAGE, CONFAB_RETRY_NO, BAD_REQUEST } },
  { 503, 503, { NULL, CONFAB_ERROR_SERVER, CONFAB_RETRY_SAFE, OVERLOADED } },
  { 504, 504, { NULL, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK, TIMED_OUT } },
  { 511, 511, { NULL, CONFAB_ERROR_NETWORK, CONFAB_RETRY_ASK,
                N_ ("The Network Wants a Login"),
                N_ ("Log in to the network in a browser, then ask again.") } },
  { 500, 599, { NULL, CONFAB_ERROR_SERVER, CONFAB_RETRY_ASK, SERVICE_FAILED } },
};

static const ConfabErrorEntry anything_else = {
  NULL, CONFAB_ERROR_OTHER, CONFAB_RETRY_ASK,
  N_ ("Something Went Wrong"),
  N_ ("Ask again. If it happens each time, look at the details of the answer."),
};

static const ConfabErrorEntry *
find_status (int http_status)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (http_status >= statuses[i].first && http_status <= statuses[i].last)
      return &statuses[i].entry;

  return &anything_else;
}

static gboolean
fits (const Row  *row,
      int         http_status,
      const char *message)
{
  if (row->status != 0 && row->status != http_status)
    return FALSE;

  return row->needle == NULL || (message != NULL && strstr (message, row->needle) != NULL);
}

static const ConfabErrorEntry *
find_code (const char *code,
           int         http_status,
           const char *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_ascii_strcasecmp (rows[i].entry.code, code) == 0 && fits (&rows[i], http_status, message))
      return &rows[i].entry;

  return NULL;
}

/**
 * confab_error_table_lookup:
 * @code: (nullable): the service's code, or one of CONFAB_FAILURE_…
 * @http_status: the effective status, or 0
 * @message: (nullable): the service's words; some codes mean several things
 *
 * Finds what a failure means. A code that is not known is looked up without what follows its last
 * dot (`InvalidParameter.Something`), then by its status. A 503 says that the service did not act,
 * whatever step of it was named.
 *
 * Returns: (transfer none): an entry; `retry` tells what may be done before the first result frame
 */
const ConfabErrorEntry *
confab_error_table_lookup (const char *code,
                           int         http_status,
                           const char *message)
{
  const ConfabErrorEntry *entry = NULL;

  if (code != NULL)
    {
      const char *dot = strrchr (code, '.');

      entry = find_code (code, http_status, message);
      if (entry == NULL && dot != NULL)
        {
          g_autofree char *family = g_strndup (code, (gsize) (dot - code));

          entry = find_code (family, http_status, message);
        }
    }

  if (entry == NULL ||
      (http_status == 503 && entry->error_class == CONFAB_ERROR_SERVER &&
       entry->retry == CONFAB_RETRY_ASK))
    entry = find_status (http_status);

  return entry;
}
