/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-paste.h"

#include <string.h>

#include "confab-paste-text.h"

/* What is longer is no command that somebody has written. */
#define MAX_BYTES (256 * 1024)

static const char * const app_names[] = { "app_id", "appid", "app-id", "application_id",
                                          "applicationid", NULL };
static const char * const workspace_names[] = { "x-dashscope-workspace", "workspace", "workspace_id",
                                                "workspaceid", "workspace-id", NULL };
static const char * const key_names[] = { "dashscope_api_key", "api_key", "apikey", "api-key", NULL };

/* The consoles of the two regions, and where their applications are called. */
static const struct {
  const char *suffix;
  const char *base_url;
} consoles[] = {
  { ".console.aliyun.com", "https://dashscope.aliyuncs.com/api/v1" },
  { ".console.alibabacloud.com", "https://dashscope-intl.aliyuncs.com/api/v1" },
};

static void
take (char **field,
      char  *value)
{
  if (*field == NULL)
    *field = value;
  else
    g_free (value);
}

/* A part of an address, which may stand for a variable of the program around it. */
static char *
dup_part (const char *text,
          const char *part,
          gsize       length)
{
  g_autofree char *raw = g_strndup (part, length);
  g_autofree char *plain = g_uri_unescape_string (raw, "/?#");

  return plain != NULL ? confab_paste_text_resolve (text, plain) : NULL;
}

/* `https://HOST/api/v1/apps/APP_ID/completion`, or the address that comes before `/apps`. */
static void
read_service (ConfabPaste *self,
              const char  *text,
              const char  *url,
              const char  *host)
{
  const char *apps = strstr (url, "/apps/");
  const char *version = strstr (url, "/api/v1");
  const char *dot = strstr (host, ".maas.aliyuncs.com");
  gsize length = 0;

  if (apps != NULL)
    {
      const char *id = apps + strlen ("/apps/");

      length = apps - url;
      take (&self->app_id, dup_part (text, id, strcspn (id, "/?#")));
    }
  else if (version != NULL)
    length = version + strlen ("/api/v1") - url;

  if (length == 0)
    return;

  take (&self->base_url, dup_part (text, url, length));
  if (dot != NULL && self->base_url != NULL)
    take (&self->workspace, dup_part (text, host, strcspn (host, ".")));
}

/* The number of 32 digits that the console's address holds, if it names no other. */
static char *
find_app_number (const char *url)
{
  gsize n;

  for (const char *at = url; *at != '\0'; at += MAX (n, 1))
    {
      n = strspn (at, "0123456789abcdef");
      if (n == 32 && (at == url || !g_ascii_isalnum (at[-1])) && !g_ascii_isalnum (at[n]))
        return g_strndup (at, n);
    }

  return NULL;
}

static gboolean
read_console (ConfabPaste *self,
              const char  *url,
              const char  *host)
{
  for (guint i = 0; i < G_N_ELEMENTS (consoles); i++)
    if (g_str_has_suffix (host, consoles[i].suffix))
      {
        take (&self->base_url, g_strdup (consoles[i].base_url));
        take (&self->app_id, confab_paste_text_find (url, app_names));
        take (&self->app_id, find_app_number (url));
        take (&self->workspace, confab_paste_text_find (url, workspace_names));
        return TRUE;
      }

  return FALSE;
}

static void
read_url (ConfabPaste *self,
          const char  *text,
          const char  *url)
{
  const char *rest = strstr (url, "://") + strlen ("://");
  g_autofree char *host = g_strndup (rest, strcspn (rest, "/?#:"));

  if (*host != '\0' && !read_console (self, url, host))
    read_service (self, text, url, host);
}

static void
read_urls (ConfabPaste *self,
           const char  *text)
{
  const char *at = text;

  while ((at = strstr (at, "http")) != NULL)
    {
      gsize scheme = g_str_has_prefix (at, "https://") ? 8 : g_str_has_prefix (at, "http://") ? 7 : 0;
      gsize length = scheme + strcspn (at + scheme, " \t\r\n\"'`\\,;()<>|^");

      if (scheme > 0 && length > scheme)
        {
          g_autofree char *url = g_strndup (at, length);

          read_url (self, text, url);
        }
      at += MAX (length, 4);
    }
}

/* `Authorization: Bearer KEY` */
static char *
find_bearer (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    {
      const char *value = at + strlen ("bearer");
      gsize blanks;

      if (g_ascii_strncasecmp (at, "bearer", strlen ("bearer")) != 0)
        continue;

      blanks = strspn (value, " \t\\");
      if (blanks > 0)
        {
          const char *word = value + blanks;
          g_autofree char *raw = g_strndup (word, strcspn (word, " \t\r\n\"'`,;()\\"));
          char *key = confab_paste_text_resolve (text, raw);

          if (key != NULL)
            return key;
        }
      at = value - 1;
    }

  return NULL;
}

/* It goes into a header line and is no word of a manual. */
static gboolean
is_key (const char *key)
{
  gsize length = strlen (key);

  return length >= 16 && length <= 512 &&
         strspn (key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == length &&
         strpbrk (key, "0123456789") != NULL;
}

static void
drop_odd_key (ConfabPaste *self)
{
  if (self->key == NULL || is_key (self->key))
    return;

  explicit_bzero (self->key, strlen (self->key));
  g_clear_pointer (&self->key, g_free);
}

/**
 * confab_paste_parse:
 * @text: what somebody has pasted: a cURL command, a piece of Python or Java, an address of the
 *   service or of the console
 *
 * Finds what it says of an application. What stands for something else, such as `YOUR_APP_ID` or
 * `$DASHSCOPE_API_KEY`, is not taken, unless the text also says what it stands for. The text may be
 * anything; whether what is found makes sense is for the form to say.
 *
 * Returns: (transfer full) (nullable): what it says; %NULL when that is nothing
 */
ConfabPaste *
confab_paste_parse (const char *text)
{
  g_autoptr (ConfabPaste) self = NULL;
  g_autofree char *joined = NULL;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  length = strlen (text);
  if (length > MAX_BYTES || !g_utf8_validate (text, (gssize) length, NULL))
    return NULL;

  joined = confab_paste_text_join (text);
  self = g_new0 (ConfabPaste, 1);
  read_urls (self, joined);
  take (&self->app_id, confab_paste_text_find (joined, app_names));
  take (&self->workspace, confab_paste_text_find (joined, workspace_names));
  take (&self->key, find_bearer (joined));
  drop_odd_key (self);
  take (&self->key, confab_paste_text_find (joined, key_names));
  drop_odd_key (self);
  explicit_bzero (joined, strlen (joined));

  if (self->base_url == NULL && self->app_id == NULL && self->workspace == NULL && self->key == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * confab_paste_free:
 * @self: (nullable) (transfer full): what was found
 */
void
confab_paste_free (ConfabPaste *self)
{
  if (self == NULL)
    return;

  if (self->key != NULL)
    explicit_bzero (self->key, strlen (self->key));
  g_free (self->base_url);
  g_free (self->workspace);
  g_free (self->app_id);
  g_free (self->key);
  g_free (self);
}
