/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "confab-error.h"

G_BEGIN_DECLS

/**
 * ConfabFailure:
 * @error_class: what kind of failure, decides advice and exit status
 * @code: (nullable): the service's code, or one of our own (CONFAB_FAILURE_…)
 * @message: (nullable): the service's or library's own words; hostile text, shown escaped
 * @request_id: (nullable): the service's request id
 * @http_status: the effective status (comment of the frame before the HTTP status), or 0
 * @retry_after: seconds the service asks to wait, or -1
 *
 * Why a call did not end in a complete answer. Plain data; what to tell the person about it is
 * derived, not stored (confab_advice_for()).
 */
typedef struct {
  ConfabErrorClass  error_class;
  char             *code;
  char             *message;
  char             *request_id;
  int               http_status;
  int               retry_after;
} ConfabFailure;

/* Codes of our own, for what the service has no word for. */
#define CONFAB_FAILURE_INCOMPLETE    "IncompleteAnswer"    /* body ended without a finish reason */
#define CONFAB_FAILURE_STALLED       "NoDataInTime"        /* idle deadline */
#define CONFAB_FAILURE_CONNECT       "ConnectionFailed"    /* refused, unreachable, time-out */
#define CONFAB_FAILURE_RESOLVE       "HostNotFound"
#define CONFAB_FAILURE_TLS           "CertificateRefused"
#define CONFAB_FAILURE_PROXY         "ProxyFailed"
#define CONFAB_FAILURE_NOT_SENT      "RequestRefused"      /* by us: address, header or key */
#define CONFAB_FAILURE_CONNECTION    "ConnectionLost"      /* after the request had left */
#define CONFAB_FAILURE_REDIRECT      "Redirected"
#define CONFAB_FAILURE_NOT_SERVICE   "NotModelStudio"      /* wrong content type, HTML, no JSON */
#define CONFAB_FAILURE_BAD_FRAME     "InvalidFrame"        /* a frame is not JSON */
#define CONFAB_FAILURE_TOO_LARGE     "AnswerTooLarge"
#define CONFAB_FAILURE_NO_KEY        "NoApiKey"
#define CONFAB_FAILURE_NO_TOKEN      "NoPluginToken"
#define CONFAB_FAILURE_KEYRING       "KeyringUnavailable"
#define CONFAB_FAILURE_STORE         "NotSaved"
#define CONFAB_FAILURE_CRASHED       "ProgramEnded"        /* found open at the next start */

#define CONFAB_TYPE_FAILURE (confab_failure_get_type ())

GType          confab_failure_get_type (void) G_GNUC_CONST;
ConfabFailure *confab_failure_new      (ConfabErrorClass     error_class,
                                        const char          *code,
                                        const char          *message);
ConfabFailure *confab_failure_copy     (const ConfabFailure *self);
void           confab_failure_free     (ConfabFailure       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabFailure, confab_failure_free)

G_END_DECLS
