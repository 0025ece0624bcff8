/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-link-doubt.h"

#include <string.h>

/* Characters of an address that are shown: its beginning says where it leads. */
#define MAX_SHOWN 240

/* What makes a word with a dot an address and not the name of a file. */
static const char *const domains[] = {
  "ai", "app", "au", "biz", "br", "ca", "cc", "ch", "cn", "co", "com", "de", "dev", "edu", "es",
  "eu", "fr", "gov", "hk", "in", "info", "int", "io", "it", "jp", "kr", "me", "mil", "net", "nl",
  "org", "ru", "se", "sg", "top", "tv", "tw", "uk", "us", "xyz",
};

static GUri *
parse (const char *uri)
{
  return g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_HAS_PASSWORD |
                           G_URI_FLAGS_ENCODED, NULL);
}

/* The host of an address in ASCII and small letters, without "www."; (nullable). */
static char *
dup_plain_host (const char *host)
{
  g_autofree char *ascii = host != NULL && *host != '\0' ? g_hostname_to_ascii (host) : NULL;
  g_autofree char *small = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;

  if (small == NULL)
    return NULL;

  return g_strdup (g_str_has_prefix (small, "www.") ? small + 4 : small);
}

/* The address as ASCII: names in the form in which they are asked for, all else escaped. */
static char *
dup_ascii (const char *uri)
{
  g_autoptr (GUri) parsed = parse (uri);
  g_autofree char *host = NULL;
  g_autofree char *joined = NULL;

  if (parsed != NULL && g_uri_get_host (parsed) != NULL)
    host = g_hostname_to_ascii (g_uri_get_host (parsed));
  if (host != NULL)
    joined = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (parsed),
                         g_uri_get_userinfo (parsed), host, g_uri_get_port (parsed),
                         g_uri_get_path (parsed), g_uri_get_query (parsed),
                         g_uri_get_fragment (parsed));

  return g_uri_escape_string (joined != NULL ? joined : uri,
                              G_URI_RESERVED_CHARS_GENERIC_DELIMITERS
                              G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS "%", FALSE);
}

/**
 * confab_link_dup_shown:
 * @uri: an address
 *
 * Returns: (transfer full): the address as a person may be shown it: where it really leads, the
 *   host in ASCII, nothing that could turn or hide anything
 */
char *
confab_link_dup_shown (const char *uri)
{
  g_autofree char *ascii = NULL;

  g_return_val_if_fail (uri != NULL, NULL);

  ascii = dup_ascii (uri);
  if (strlen (ascii) <= MAX_SHOWN)
    return g_steal_pointer (&ascii);

  ascii[MAX_SHOWN] = '\0';

  return g_strconcat (ascii, "…", NULL);
}

static gboolean
is_hidden (gunichar character)
{
  return character == 0xad || character == 0x34f || character == 0x61c || character == 0x200b ||
         (character >= 0x200e && character <= 0x200f) ||
         (character >= 0x202a && character <= 0x202e) ||
         (character >= 0x2060 && character <= 0x2069) || character == 0xfeff;
}

/* Letters of scripts whose readers do not take them for Latin ones. */
static gboolean
is_unlike_latin (gunichar character)
{
  /* But these are taken for a slash. */
  if (character == 0x30ce || character == 0x4e3f || character == 0x4e36 || character == 0x3033)
    return FALSE;

  switch (g_unichar_get_script (character))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return TRUE;

    default:
      return FALSE;
    }
}

/* A name of one script throughout is what its readers expect; one that is Latin in places can be
 * mistaken for one that is Latin. */
static gboolean
is_look_alike (const char *host)
{
  g_autofree char *name = host != NULL ? g_hostname_to_unicode (host) : NULL;
  gboolean latin = FALSE;
  gboolean other = FALSE;

  if (host == NULL)
    return FALSE;

  for (const char *p = name != NULL ? name : host; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (character < 0x80)
        latin = latin || g_ascii_isalpha ((char) character);
      else if (!is_unlike_latin (character))
        other = TRUE;
    }

  return latin && other;
}

/* The text as it is read: without what cannot be seen and without blanks around it. */
static char *
dup_visible (const char *text,
             gboolean   *hidden)
{
  g_autoptr (GString) visible = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (is_hidden (character))
        *hidden = TRUE;
      else
        g_string_append_unichar (visible, character);
    }
  g_strstrip (visible->str);

  return g_strdup (visible->str);
}

static gboolean
ends_in_domain (const char *host)
{
  const char *dot = strrchr (host, '.');

  if (dot == NULL || dot == host)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    if (g_ascii_strcasecmp (dot + 1, domains[i]) == 0)
      return TRUE;

  return FALSE;
}

/* The host that a text seems to name; (nullable) when it does not look like an address. */
static char *
dup_named_host (const char *text)
{
  const char *start = strstr (text, "://");
  gboolean sure = start != NULL;
  g_autofree char *host = NULL;
  const char *at;

  if (strpbrk (text, " \t\n") != NULL && !sure)
    return NULL;

  start = sure ? start + 3 : text;
  host = g_strndup (start, strcspn (start, "/?#\\ \t\n"));
  at = strrchr (host, '@');
  if (at != NULL)
    memmove (host, at + 1, strlen (at + 1) + 1);
  host[strcspn (host, ":")] = '\0';

  if (*host == '\0' || strchr (host, '.') == NULL)
    return NULL;
  if (!sure && !g_str_has_prefix (host, "www.") && !ends_in_domain (host))
    return NULL;

  return dup_plain_host (host);
}

/**
 * confab_link_get_doubts:
 * @uri: where a link leads
 * @text: (nullable): what a person reads there
 *
 * Returns: what should be said before it is opened, 0 when it leads where it seems to
 */
ConfabLinkDoubt
confab_link_get_doubts (const char *uri,
                        const char *text)
{
  g_autoptr (GUri) parsed = NULL;
  g_autofree char *host = NULL;
  g_autofree char *visible = NULL;
  g_autofree char *named = NULL;
  ConfabLinkDoubt doubts = 0;
  gboolean hidden = FALSE;
  gboolean mail;

  g_return_val_if_fail (uri != NULL, 0);

  parsed = parse (uri);
  mail = parsed != NULL && g_strcmp0 (g_uri_get_scheme (parsed), "mailto") == 0;
  if (mail)
    {
      const char *path = g_uri_get_path (parsed);
      const char *at = strrchr (path, '@');

      host = dup_plain_host (at != NULL ? at + 1 : NULL);
      if (is_look_alike (at != NULL ? at + 1 : NULL))
        doubts |= CONFAB_LINK_LOOK_ALIKE;
    }
  else if (parsed != NULL)
    {
      host = dup_plain_host (g_uri_get_host (parsed));
      if (g_uri_get_userinfo (parsed) != NULL)
        doubts |= CONFAB_LINK_USERINFO;
      if (is_look_alike (g_uri_get_host (parsed)))
        doubts |= CONFAB_LINK_LOOK_ALIKE;
    }

  if (text == NULL)
    return doubts;

  visible = dup_visible (text, &hidden);
  if (hidden)
    doubts |= CONFAB_LINK_HIDDEN;
  named = dup_named_host (visible);
  if (named != NULL && g_strcmp0 (named, host) != 0)
    doubts |= CONFAB_LINK_OTHER_TEXT;
  /* Of an address of mail both sides count. */
  if (mail && named != NULL && strchr (visible, '@') != NULL &&
      g_ascii_strncasecmp (g_uri_get_path (parsed), visible, strcspn (visible, "@") + 1) != 0 &&
      !g_str_has_prefix (visible, "mailto:"))
    doubts |= CONFAB_LINK_OTHER_TEXT;

  return doubts;
}
