/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-emit-private.h"

#include <string.h>

#include "confab-json-writer.h"
#include "confab-json.h"

/*
 * A command for any POSIX shell. The body is a here-document, which has no limit of length as an
 * argument has, and keeps tokens out of the list of processes. Without tokens nothing in it is
 * special; with tokens the shell puts them in, quoted for JSON, and all else is escaped.
 */

#define END_OF_BODY "CONFAB_BODY"

static char *
quote (const char *text)
{
  GString *quoted = g_string_new ("'");

  for (; *text != '\0'; text++)
    if (*text == '\'')
      g_string_append (quoted, "'\\''");
    else
      g_string_append_c (quoted, *text);
  g_string_append_c (quoted, '\'');

  return g_string_free (quoted, FALSE);
}

/* Stands for a token until the rest is escaped: no JSON text holds this character unescaped. */
#define MARK '\001'

static gboolean
has_path (gconstpointer slot,
          gconstpointer path)
{
  return g_str_equal (((const ConfabTokenSlot *) slot)->path, path);
}

static gboolean
write_mark (const char *path,
            GString    *out,
            gpointer    user_data)
{
  const ConfabRequest *request = user_data;
  guint index;

  if (confab_emit_find_slot (request, path) == NULL)
    return FALSE;

  g_ptr_array_find_with_equal_func (request->tokens, path, has_path, &index);
  g_string_append_printf (out, "\"%c%u%c\"", MARK, index, MARK);
  return TRUE;
}

/* What a shell takes for its own in a here-document. */
static void
append_escaped (GString    *out,
                const char *text,
                gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\\' || text[i] == '$' || text[i] == '`')
        g_string_append_c (out, '\\');
      g_string_append_c (out, text[i]);
    }
}

static void
append_with_tokens (GString             *out,
                    const ConfabRequest *request,
                    const char          *body)
{
  const char *mark;

  while ((mark = strchr (body, MARK)) != NULL)
    {
      char *end;
      const ConfabTokenSlot *slot =
        g_ptr_array_index (request->tokens, g_ascii_strtoull (mark + 1, &end, 10));
      g_autofree char *variable = confab_secrets_dup_variable (slot->code);

      append_escaped (out, body, (gsize) (mark - body));
      g_string_append_printf (out, "$(printf %%s \"$%s\" | sed 's/[\"\\\\]/\\\\&/g')", variable);
      body = end + 1;
    }
  append_escaped (out, body, strlen (body));
}

/**
 * confab_emit_curl:
 * @request: a request
 *
 * Returns: (transfer full): a command line
 */
char *
confab_emit_curl (const ConfabRequest *request)
{
  GString *out = g_string_new ("curl --silent --show-error");
  g_autofree char *url = quote (request->url);
  g_autoptr (JsonNode) root = confab_json_parse (request->body, (gssize) request->body_length, NULL);
  const ConfabJsonStyle style = {
    .indent = 2,
    .is_plain = TRUE,
    .string_func = write_mark,
    .user_data = (gpointer) request,
  };
  gboolean has_tokens = request->tokens != NULL && request->tokens->len > 0;
  g_autofree char *body = confab_json_write (root, &style);

  if (request->stream != CONFAB_STREAM_NONE)
    g_string_append (out, " --no-buffer");
  g_string_append_printf (out, " --request POST %s \\\n", url);
  g_string_append (out, "  --header \"Authorization: Bearer $" CONFAB_EMIT_KEY "\" \\\n");

  for (guint i = 0; i < request->headers->len; i++)
    {
      const ConfabHeader *header = g_ptr_array_index (request->headers, i);
      g_autofree char *line = g_strdup_printf ("%s: %s", header->name, header->value);
      g_autofree char *quoted = quote (line);

      g_string_append_printf (out, "  --header %s \\\n", quoted);
    }

  g_string_append_printf (out, "  --data-binary @- <<%s\n",
                          has_tokens ? END_OF_BODY : "'" END_OF_BODY "'");
  if (has_tokens)
    append_with_tokens (out, request, body);
  else
    g_string_append (out, body);
  g_string_append (out, "\n" END_OF_BODY "\n");

  return g_string_free (out, FALSE);
}
