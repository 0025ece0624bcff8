/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-net-failure.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-text.h"

#define MAX_FOREIGN_WORDS 200

static gboolean
is_proxy_error (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NOT_ALLOWED);
}

static gboolean
is_broken_reply (const GError *error)
{
  return g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) ||
         g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING);
}

/**
 * confab_net_failure_from_error:
 * @phase: how far the exchange was
 * @error: what the library said
 * @proxy: (nullable): the proxy that was being talked to, as address and port
 *
 * Sorts a library's error. In the connecting phase the difference between a certificate that was
 * refused (final) and a connection that did not come about (may be tried again) matters most; a
 * handshake that was merely cut is the latter.
 *
 * Returns: (transfer full): the failure
 */
ConfabFailure *
confab_net_failure_from_error (ConfabNetPhase  phase,
                               const GError   *error,
                               const char     *proxy)
{
  g_return_val_if_fail (error != NULL, NULL);

  switch (phase)
    {
    case CONFAB_NET_CONNECTING:
      if (proxy != NULL || is_proxy_error (error))
        {
          g_autofree char *message = NULL;

          message = g_strdup_printf (_("Proxy %s: %s"), proxy != NULL ? proxy : "",
                                     error->message);
          return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_PROXY, message);
        }
      if (error->domain == G_RESOLVER_ERROR)
        return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_RESOLVE, error->message);
      if (error->domain == G_TLS_ERROR && error->code != G_TLS_ERROR_EOF &&
          error->code != G_TLS_ERROR_NOT_TLS)
        return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_TLS, error->message);
      return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECT, error->message);

    case CONFAB_NET_WAITING:
      if (is_broken_reply (error))
        return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_NOT_SERVICE,
                                   error->message);
      return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECTION, error->message);

    case CONFAB_NET_ANSWERING:
      return confab_failure_new (CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE,
                                 error->message);
    }

  g_return_val_if_reached (NULL);
}

/**
 * confab_net_failure_certificate:
 * @flags: what is wrong with the certificate
 *
 * Returns: (transfer full): the failure of a certificate that was refused, with the reason a
 *   person can do most about
 */
ConfabFailure *
confab_net_failure_certificate (GTlsCertificateFlags flags)
{
  const char *message;

  if ((flags & G_TLS_CERTIFICATE_EXPIRED) != 0)
    message = _("The server’s certificate has expired, or this computer’s clock is wrong.");
  else if ((flags & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    message = _("The server’s certificate is not valid yet, or this computer’s clock is wrong.");
  else if ((flags & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    message = _("The server’s certificate is for another host.");
  else if ((flags & G_TLS_CERTIFICATE_REVOKED) != 0)
    message = _("The server’s certificate was revoked.");
  else if ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    message = _("The server’s certificate is from an authority this computer does not trust.");
  else
    message = _("The server’s certificate is not acceptable.");

  return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_TLS, message);
}

/**
 * confab_net_failure_ended:
 * @phase: how far the exchange was
 *
 * Returns: (transfer full): the failure of a body that ended, without any error, before the
 *   answer did: libsoup 3.2 calls a reply cut at a chunk's border a clean end
 */
ConfabFailure *
confab_net_failure_ended (ConfabNetPhase phase)
{
  if (phase == CONFAB_NET_ANSWERING)
    return confab_failure_new (CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE,
                               _("The connection ended before the answer did."));

  return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECTION,
                             _("The connection ended before an answer began."));
}

/**
 * confab_net_failure_stalled:
 * @phase: how far the exchange was
 * @seconds: the limit that was reached
 * @proxy: (nullable): the proxy that was being talked to, as address and port
 *
 * Returns: (transfer full): the failure of a silent peer
 */
ConfabFailure *
confab_net_failure_stalled (ConfabNetPhase  phase,
                            guint           seconds,
                            const char     *proxy)
{
  g_autofree char *message = NULL;

  if (phase == CONFAB_NET_CONNECTING)
    {
      message = g_strdup_printf (ngettext ("No connection within %u second.",
                                           "No connection within %u seconds.", seconds), seconds);
      if (proxy != NULL)
        {
          g_autofree char *named = g_strdup_printf (_("Proxy %s: %s"), proxy, message);

          return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_PROXY, named);
        }
      return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECT, message);
    }

  message = g_strdup_printf (ngettext ("No data for %u second.",
                                       "No data for %u seconds.", seconds), seconds);
  return confab_failure_new (phase == CONFAB_NET_ANSWERING ? CONFAB_ERROR_INCOMPLETE
                                                           : CONFAB_ERROR_NETWORK,
                             CONFAB_FAILURE_STALLED, message);
}

/**
 * confab_net_failure_redirected:
 * @uri: where the request went
 * @location: (nullable): the Location header
 *
 * Returns: (transfer full): the failure of a redirect, naming the host it points to
 */
ConfabFailure *
confab_net_failure_redirected (GUri       *uri,
                               const char *location)
{
  g_autoptr (GUri) target = NULL;
  g_autofree char *host = NULL;
  g_autofree char *line = NULL;
  g_autofree char *message = NULL;

  g_return_val_if_fail (uri != NULL, NULL);

  if (location != NULL && g_utf8_validate (location, -1, NULL))
    target = g_uri_parse_relative (uri, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (target != NULL && g_uri_get_host (target) != NULL)
    host = g_hostname_to_ascii (g_uri_get_host (target));

  if (host != NULL)
    {
      line = confab_text_one_line (host, MAX_FOREIGN_WORDS);
      message = g_strdup_printf (_("Redirected to %s; redirects are not followed."), line);
    }
  else
    {
      message = g_strdup (_("Redirected without a valid target."));
    }

  return confab_failure_new (CONFAB_ERROR_NETWORK, CONFAB_FAILURE_REDIRECT, message);
}

/* What a status means by itself, when no code of the service came with it. */
static ConfabErrorClass
get_status_class (int http_status)
{
  if (http_status == 401 || http_status == 403)
    return CONFAB_ERROR_AUTH;
  if (http_status == 429)
    return CONFAB_ERROR_QUOTA;
  /* 511: "network authentication required", a captive portal. */
  if (http_status >= 500 && http_status != 511)
    return CONFAB_ERROR_SERVER;
  if (http_status == 407 || http_status == 511 || http_status < 400)
    return CONFAB_ERROR_NETWORK;

  return CONFAB_ERROR_USAGE;
}

/**
 * confab_net_failure_not_service:
 * @content_type: (nullable): the type of what came instead of an answer
 * @http_status: its status
 *
 * Returns: (transfer full): the failure of a reply by somebody in between, such as a captive
 *   portal; nothing of its body is told
 */
ConfabFailure *
confab_net_failure_not_service (const char *content_type,
                                int         http_status)
{
  g_autofree char *valid = NULL;
  g_autofree char *line = NULL;
  g_autofree char *message = NULL;
  ConfabFailure *failure;

  if (content_type != NULL)
    {
      valid = confab_text_make_valid (content_type, -1);
      line = confab_text_one_line (valid, MAX_FOREIGN_WORDS);
      message = g_strdup_printf (_("HTTP status %d with content of type “%s”."), http_status,
                                 line);
    }
  else
    {
      message = g_strdup_printf (_("HTTP status %d with content of an unknown type."),
                                 http_status);
    }

  failure = confab_failure_new (http_status >= 500 ? get_status_class (http_status)
                                                   : CONFAB_ERROR_NETWORK,
                                CONFAB_FAILURE_NOT_SERVICE, message);
  failure->http_status = http_status;

  return failure;
}

/**
 * confab_net_failure_from_status:
 * @http_status: a status of 400 or more that came with nothing that says more
 * @reason: (nullable): the status line's words
 *
 * Returns: (transfer full): the failure
 */
ConfabFailure *
confab_net_failure_from_status (int         http_status,
                                const char *reason)
{
  g_autofree char *valid = confab_text_make_valid (reason != NULL ? reason : "", -1);
  g_autofree char *line = confab_text_one_line (valid, MAX_FOREIGN_WORDS);
  g_autofree char *message = g_strdup_printf ("HTTP %d %s", http_status, line);
  ConfabFailure *failure;

  failure = confab_failure_new (get_status_class (http_status), NULL, g_strchomp (message));
  failure->http_status = http_status;

  return failure;
}

static char *
mask (const char         *text,
      const char * const *secrets)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return NULL;

  valid = confab_text_make_valid (text, -1);

  return confab_text_mask_secrets (valid, secrets);
}

/**
 * confab_net_failure_mask:
 * @failure: a failure, maybe with the other side's words in it
 * @secrets: (nullable) (array zero-terminated=1): the key and tokens that were sent
 *
 * Returns: (transfer full): a copy in which no text holds one of them and all is valid UTF-8
 */
ConfabFailure *
confab_net_failure_mask (const ConfabFailure *failure,
                         const char * const  *secrets)
{
  ConfabFailure *masked;

  g_return_val_if_fail (failure != NULL, NULL);

  masked = g_new0 (ConfabFailure, 1);
  masked->error_class = failure->error_class;
  masked->code = mask (failure->code, secrets);
  masked->message = mask (failure->message, secrets);
  masked->request_id = mask (failure->request_id, secrets);
  masked->http_status = failure->http_status;
  masked->retry_after = failure->retry_after;

  return masked;
}

/**
 * confab_net_parse_retry_after:
 * @value: (nullable): a Retry-After header: seconds or a date (RFC 9110 section 10.2.3)
 * @now_us: the wall time, microseconds since the epoch
 *
 * Returns: seconds to wait, 0 to %CONFAB_MAX_RETRY_AFTER, or -1 when there is no such wish
 */
int
confab_net_parse_retry_after (const char *value,
                              gint64      now_us)
{
  g_autofree char *stripped = NULL;
  g_autoptr (GDateTime) date = NULL;
  gint64 wait;

  if (value == NULL)
    return -1;

  stripped = g_strstrip (g_strdup (value));
  if (*stripped == '\0')
    return -1;

  if (strspn (stripped, "0123456789") == strlen (stripped))
    {
      /* Saturates when there are too many digits. */
      guint64 seconds = g_ascii_strtoull (stripped, NULL, 10);

      return (int) MIN (seconds, CONFAB_MAX_RETRY_AFTER);
    }

  date = soup_date_time_new_from_http_string (stripped);
  if (date == NULL)
    return -1;

  wait = g_date_time_to_unix (date) - now_us / G_USEC_PER_SEC;

  return (int) CLAMP (wait, 0, CONFAB_MAX_RETRY_AFTER);
}
