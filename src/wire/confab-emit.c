/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-emit.h"

#include <string.h>

#include "confab-emit-private.h"
#include "confab-json-writer.h"

/*
 * A request as a command or a program that sends the same. The key and the tokens are named as
 * environment variables: what is printed can be shown to anybody.
 */

/**
 * confab_emit_language_from_word:
 * @word: `curl`, `python` or `java`
 * @language: (out): the language
 *
 * Returns: whether there is such a language; else @language is untouched
 */
gboolean
confab_emit_language_from_word (const char         *word,
                                ConfabEmitLanguage *language)
{
  static const char * const words[] = { "curl", "python", "java" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (word, words[i]) == 0)
      {
        *language = (ConfabEmitLanguage) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * confab_emit:
 * @request: a request
 * @language: what to write it in
 *
 * Returns: (transfer full): its text, which ends in a line break and runs as it is
 */
char *
confab_emit (const ConfabRequest *request,
             ConfabEmitLanguage   language)
{
  g_return_val_if_fail (request != NULL, NULL);

  switch (language)
    {
    case CONFAB_EMIT_PYTHON:
      return confab_emit_python (request);
    case CONFAB_EMIT_JAVA:
      return confab_emit_java (request);
    case CONFAB_EMIT_CURL:
    default:
      return confab_emit_curl (request);
    }
}

/* What the languages share ------------------------------------------------------------------ */

/**
 * confab_emit_find_slot:
 * @request: a request
 * @path: a JSON pointer into its body
 *
 * Returns: (transfer none) (nullable): the token that goes there
 */
const ConfabTokenSlot *
confab_emit_find_slot (const ConfabRequest *request,
                       const char          *path)
{
  for (guint i = 0; request->tokens != NULL && i < request->tokens->len; i++)
    {
      const ConfabTokenSlot *slot = g_ptr_array_index (request->tokens, i);

      if (g_str_equal (slot->path, path))
        return slot;
    }

  return NULL;
}

/**
 * confab_emit_parse_url:
 * @request: a request
 * @base_url: (out) (transfer full): what the SDKs call the base URL
 * @app_id: (out) (transfer full): the App ID
 */
void
confab_emit_parse_url (const ConfabRequest  *request,
                       char                **base_url,
                       char                **app_id)
{
  const char *apps = g_strrstr (request->url, "/apps/");
  const char *segment = apps + strlen ("/apps/");
  const char *end = strchr (segment, '/');

  *base_url = g_strndup (request->url, (gsize) (apps - request->url));
  *app_id = g_uri_unescape_segment (segment, end, NULL);
}

/**
 * confab_emit_is_own_header:
 * @name: the name of a header
 *
 * Returns: whether an SDK sends it by itself
 */
gboolean
confab_emit_is_own_header (const char *name)
{
  static const char * const names[] = {
    "Content-Type", "Accept", "X-DashScope-SSE", "X-Accel-Buffering", "Cache-Control",
    "X-DashScope-WorkSpace",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;

  return FALSE;
}

/**
 * confab_emit_find_header:
 * @request: a request
 * @name: the name of a header
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
confab_emit_find_header (const ConfabRequest *request,
                         const char          *name)
{
  for (guint i = 0; i < request->headers->len; i++)
    {
      const ConfabHeader *header = g_ptr_array_index (request->headers, i);

      if (g_ascii_strcasecmp (header->name, name) == 0)
        return header->value;
    }

  return NULL;
}

/**
 * confab_emit_append_unsent:
 * @out: a source text
 * @mark: what begins a comment
 * @names: (element-type utf8): JSON pointers to what an SDK has no way to send
 *
 * Says so: a request that is another one must not look the same.
 */
void
confab_emit_append_unsent (GString    *out,
                           const char *mark,
                           GPtrArray  *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      /* As a JSON string it is in one line, and ends no comment. */
      confab_json_append_string (text, g_ptr_array_index (names, i), TRUE);
      g_string_append_printf (out, "%s The SDK cannot send this member of the request: %s\n", mark,
                              text->str);
    }
}
