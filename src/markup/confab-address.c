/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-address.h"

#include <string.h>

/* No address that one reads is longer; a portal call with one has no sense. */
#define MAX_ADDRESS 4096

/*
 * Characters that another program might drop or take for an end, or that show an address other than
 * it is. There are none in an honest one.
 */
static gboolean
is_deceptive (gunichar ch)
{
  return ch < 0x20 || ch == '\\' || ch == '"' || ch == '<' || ch == '>' || ch == '`' ||
         (ch >= 0x7f && ch < 0xa0) || (ch >= 0x80 && g_unichar_isspace (ch)) ||
         (ch >= 0x200b && ch <= 0x200f) || (ch >= 0x2028 && ch <= 0x202e) ||
         (ch >= 0x2060 && ch <= 0x206f) || ch == 0xad || ch == 0x61c || ch == 0xfeff ||
         (ch >= 0xfdd0 && ch <= 0xfdef) || ch >= 0xfff0;
}

/* An escaped NUL, line end or other control: nothing but an attack on who reads it. */
static gboolean
has_escaped_control (const char *text,
                     gboolean    lines_allowed)
{
  for (const char *p = strchr (text, '%'); p != NULL; p = strchr (p + 1, '%'))
    {
      int high = g_ascii_xdigit_value (p[1]);
      int low = high >= 0 ? g_ascii_xdigit_value (p[2]) : -1;
      int value = high * 16 + low;

      if (high < 0 || low < 0)
        continue;
      if ((value < 0x20 || value == 0x7f) &&
          !(lines_allowed && (value == '\n' || value == '\r' || value == '\t')))
        return TRUE;
    }

  return FALSE;
}

static const char *
skip_scheme (const char *address,
             const char *scheme)
{
  gsize length = strlen (scheme);

  return g_ascii_strncasecmp (address, scheme, length) == 0 ? address + length : NULL;
}

/* The authority of http and https: a host must be there, and nothing that hides it. */
static gboolean
check_authority (const char *rest)
{
  gsize length = strcspn (rest, "/?#");
  g_autofree char *authority = g_strndup (rest, length);
  const char *at = strrchr (authority, '@');
  const char *host = at != NULL ? at + 1 : authority;

  if (*host == '[')
    return strchr (host, ']') != NULL && strpbrk (host, "% ") == NULL;

  return *host != '\0' && *host != ':' && strpbrk (authority, "% ") == NULL;
}

/* Only what a letter has: "attach=" and the like make some programs take files along. */
static gboolean
check_mail (const char *rest)
{
  static const char *const allowed[] = { "subject", "body", "cc", "to", NULL };
  const char *query = strchr (rest, '?');
  g_auto (GStrv) fields = NULL;
  g_autofree char *to = g_strndup (rest, query != NULL ? (gsize) (query - rest) : strlen (rest));

  if (strchr (to, '@') == NULL || has_escaped_control (to, FALSE))
    return FALSE;
  if (query == NULL)
    return TRUE;

  fields = g_strsplit (query + 1, "&", 32);
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (fields[i], strcspn (fields[i], "="));
      g_autofree char *lower = g_ascii_strdown (name, -1);
      gboolean is_body = strcmp (lower, "body") == 0;

      if (!g_strv_contains (allowed, lower) || has_escaped_control (fields[i], is_body))
        return FALSE;
    }

  return TRUE;
}

/**
 * confab_address_check:
 * @address: what a link leads to, entities decoded; UTF-8
 *
 * Returns: (transfer full) (nullable): the address if a person may be led there: an absolute one of
 *   the schemes http, https and mailto, without anything that shows one place and opens another.
 *   Spaces are escaped, the scheme is in lower case.
 */
char *
confab_address_check (const char *address)
{
  g_autoptr (GString) clean = NULL;
  const char *rest;
  const char *scheme;

  g_return_val_if_fail (address != NULL, NULL);

  if (strlen (address) > MAX_ADDRESS || !g_utf8_validate (address, -1, NULL))
    return NULL;
  for (const char *p = address; *p != '\0'; p = g_utf8_next_char (p))
    if (is_deceptive (g_utf8_get_char (p)))
      return NULL;

  if ((rest = skip_scheme (address, scheme = "https://")) != NULL ||
      (rest = skip_scheme (address, scheme = "http://")) != NULL)
    {
      if (!check_authority (rest) || has_escaped_control (rest, FALSE))
        return NULL;
    }
  else if ((rest = skip_scheme (address, scheme = "mailto:")) != NULL)
    {
      if (!check_mail (rest))
        return NULL;
    }
  else
    {
      return NULL;
    }

  clean = g_string_new (scheme);
  for (const char *p = rest; *p != '\0'; p++)
    {
      if (*p == ' ')
        g_string_append (clean, "%20");
      else
        g_string_append_c (clean, *p);
    }

  return g_string_free (g_steal_pointer (&clean), FALSE);
}

/**
 * confab_address_get_host:
 * @address: where an image is said to be, entities decoded; UTF-8
 *
 * Returns: (transfer full): the host of an address that confab_address_check() lets through, without
 *   user and port; otherwise ""
 */
char *
confab_address_get_host (const char *address)
{
  g_autofree char *clean = confab_address_check (address);
  g_autofree char *authority = NULL;
  const char *rest;
  const char *host;
  const char *at;

  if (clean == NULL || (rest = strstr (clean, "://")) == NULL)
    return g_strdup ("");

  rest += 3;
  authority = g_strndup (rest, strcspn (rest, "/?#"));
  at = strrchr (authority, '@');
  host = at != NULL ? at + 1 : authority;
  if (*host == '[')
    return g_strndup (host, strcspn (host, "]") + 1);

  return g_strndup (host, strcspn (host, ":"));
}
