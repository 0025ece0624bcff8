/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-url.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"

/* Only these three spellings count as this machine: "127.1", "2130706433" and friends are names
 * that somebody else may resolve. */
static gboolean
is_loopback_host (const char *host)
{
  return g_strcmp0 (host, "127.0.0.1") == 0 || g_strcmp0 (host, "::1") == 0 ||
         g_ascii_strcasecmp (host, "localhost") == 0;
}

static GUri *
parse (const char  *text,
       GError     **error)
{
  g_autoptr (GUri) uri = NULL;

  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p <= 0x20 || *p == 0x7f || *p == '\\')
      {
        g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                             _("The address holds a space or a control character."));
        return NULL;
      }

  uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("This is not a web address. It begins with https://."));
      return NULL;
    }

  return g_steal_pointer (&uri);
}

/**
 * confab_url_normalize_base:
 * @base_url: what the person or the environment gave
 * @error: return location
 *
 * Checks and tidies a base URL: https, or plain http to exactly 127.0.0.1, ::1 or localhost; no
 * user, no query, no fragment. Slashes at the end go, and so does a pasted
 * `/apps/…/completion` (protocol section 1.2). The host comes out in ASCII.
 *
 * Returns: (transfer full): the normalized URL, or %NULL with %CONFAB_ERROR_USAGE and a sentence
 *   for the person
 */
char *
confab_url_normalize_base (const char  *base_url,
                           GError     **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GUri) clean = NULL;
  g_autofree char *trimmed = NULL;
  g_autofree char *path = NULL;
  g_autofree char *host = NULL;
  const char *scheme;
  char *apps;

  g_return_val_if_fail (base_url != NULL, NULL);

  trimmed = g_strstrip (g_strdup (base_url));
  uri = parse (trimmed, error);
  if (uri == NULL)
    return NULL;

  scheme = g_uri_get_scheme (uri);
  host = g_hostname_to_ascii (g_uri_get_host (uri));
  if (host == NULL)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("The host name is not valid."));
      return NULL;
    }

  if (g_strcmp0 (scheme, "https") != 0 &&
      !(g_strcmp0 (scheme, "http") == 0 && is_loopback_host (host)))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("Only https:// is allowed, since the key travels with each "
                             "request. Plain http:// works for this computer alone."));
      return NULL;
    }

  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("The address must not hold a user name or a password."));
      return NULL;
    }

  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("The address must end with its path, such as /api/v1."));
      return NULL;
    }

  path = g_strdup (g_uri_get_path (uri));
  apps = strstr (path, "/apps/");
  if (apps != NULL && g_str_has_suffix (path, "/completion"))
    *apps = '\0';
  for (gsize n = strlen (path); n > 0 && path[n - 1] == '/'; n--)
    path[n - 1] = '\0';

  clean = g_uri_build (G_URI_FLAGS_ENCODED_PATH, scheme, NULL, host, g_uri_get_port (uri), path,
                       NULL, NULL);
  return g_uri_to_string (clean);
}

/**
 * confab_url_is_loopback:
 * @base_url: a URL
 *
 * Returns: whether its host is exactly 127.0.0.1, ::1 or localhost
 */
gboolean
confab_url_is_loopback (const char *base_url)
{
  g_autofree char *host = confab_url_dup_host (base_url);

  return host != NULL && is_loopback_host (host);
}

/**
 * confab_url_dup_host:
 * @url: a URL
 *
 * Returns: (transfer full) (nullable): its host in ASCII, or %NULL when it has none
 */
char *
confab_url_dup_host (const char *url)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED_PATH, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;

  return g_hostname_to_ascii (g_uri_get_host (uri));
}
