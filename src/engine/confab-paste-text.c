/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-paste-text.h"

#include <string.h>

/* One name stands for another, and that is enough. */
#define MAX_DEPTH 3

#define BLANKS " \t\r\n"

static char *find (const char         *text,
                   const char * const *names,
                   guint               depth);

/**
 * confab_paste_text_join:
 * @text: any text
 *
 * Returns: (transfer full): the same, with a blank for each line end that a shell (POSIX, cmd or
 *   PowerShell) does not see
 */
char *
confab_paste_text_join (const char *text)
{
  GString *joined = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    {
      gsize end = at[1] == '\r' && at[2] == '\n' ? 2 : at[1] == '\n' ? 1 : 0;

      if (end > 0 && strchr ("\\^`", *at) != NULL)
        {
          g_string_append_c (joined, ' ');
          at += end;
        }
      else
        g_string_append_c (joined, *at);
    }

  return g_string_free (joined, FALSE);
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* What manuals write where something of one's own belongs. */
static gboolean
is_placeholder (const char *word)
{
  static const char * const parts[] = { "your", "xxx", "***", "...", "<", ">", "$", "{", "}", "%",
                                        "…" };
  g_autofree char *lower = g_ascii_strdown (word, -1);

  if (*word == '\0' || strpbrk (word, BLANKS) != NULL)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (lower, parts[i]) != NULL)
      return TRUE;

  return g_str_equal (lower, "app_id") || g_str_equal (lower, "none") ||
         g_str_equal (lower, "null") || g_str_equal (lower, "workspace_id") ||
         g_str_equal (lower, "api_key") || g_str_equal (lower, "dashscope_api_key");
}

/* The name inside of `$NAME`, `${NAME}`, `{NAME}`, `%NAME%` and `$env:NAME`. (nullable) */
static char *
dup_variable (const char *word)
{
  gsize length;

  if (strchr ("$%{", *word) == NULL)
    return NULL;

  word += strspn (word, "$%{");
  if (g_ascii_strncasecmp (word, "env:", strlen ("env:")) == 0)
    word += strlen ("env:");
  for (length = 0; is_name_char (word[length]); length++)
    ;

  return length > 0 && strspn (word + length, "}%") == strlen (word + length)
           ? g_strndup (word, length)
           : NULL;
}

static char *
resolve (const char *text,
         const char *word,
         gboolean    is_quoted,
         guint       depth)
{
  g_autofree char *name = dup_variable (word);
  g_autofree char *value = NULL;

  if (name == NULL && !is_quoted && depth < MAX_DEPTH && !g_ascii_isdigit (*word))
    {
      /* A bare word is a variable in a program, and itself in a shell. */
      const char * const names[] = { word, NULL };

      value = find (text, names, depth + 1);
      if (value != NULL)
        return g_steal_pointer (&value);
    }
  if (name != NULL && depth < MAX_DEPTH)
    {
      const char * const names[] = { name, NULL };

      return find (text, names, depth + 1);
    }

  /* Types and names of variables are bare words, too; what is looked for has digits. */
  if (is_placeholder (word) || (!is_quoted && strpbrk (word, "0123456789") == NULL))
    return NULL;

  return g_strdup (word);
}

/**
 * confab_paste_text_resolve:
 * @text: the text around it
 * @word: a word of it
 *
 * Returns: (transfer full) (nullable): @word, or what the text gives to the variable that it is;
 *   %NULL when it only stands for something else
 */
char *
confab_paste_text_resolve (const char *text,
                           const char *word)
{
  return resolve (text, word, TRUE, 0);
}

/* The value that begins at @at: in quotes of any language, or a word. */
static char *
read_value (const char *text,
            const char *at,
            guint       depth)
{
  g_autofree char *word = NULL;
  gsize length = 0;
  char quote;

  /* f"…", r'…', and quotes that stand in quotes of a shell. */
  if (strchr ("fFrRuUbB", *at) != NULL && *at != '\0' && (at[1] == '"' || at[1] == '\''))
    at++;
  at += strspn (at, "\\");
  quote = *at;
  if (quote == '"' || quote == '\'')
    {
      const char *end = strchr (++at, quote);

      if (end == NULL)
        return NULL;
      word = g_strndup (at, end - at);
      word[strcspn (word, "\\")] = '\0';
      g_strstrip (word);
      return resolve (text, word, TRUE, depth);
    }

  while (is_name_char (at[length]) || (at[length] != '\0' && strchr ("$%{}-.:", at[length]) != NULL))
    length++;
  /* What is called says what it is when it runs. */
  if (at[length] == '(')
    return NULL;
  word = g_strndup (at, length);

  return resolve (text, word, FALSE, depth);
}

/* Goes over what may stand between a name and its value. (nullable) */
static const char *
find_value (const char *after)
{
  const char *at = after + strspn (after, "\\");

  if (*at == '"' || *at == '\'')
    at++;
  at += strspn (at, BLANKS);
  if (*at == '\0' || strchr (":=(,", *at) == NULL)
    return NULL;

  at++;
  if (*at == '=') /* a comparison */
    return NULL;

  return at + strspn (at, BLANKS);
}

static char *
find (const char         *text,
      const char * const *names,
      guint               depth)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      gsize length = strlen (names[i]);

      if (length == 0)
        continue;

      for (const char *at = text; *at != '\0'; at++)
        {
          const char *value;
          char *found;

          if (g_ascii_strncasecmp (at, names[i], length) != 0 || is_name_char (at[length]) ||
              (at != text && is_name_char (at[-1])))
            continue;

          value = find_value (at + length);
          found = value != NULL ? read_value (text, value, depth) : NULL;
          if (found != NULL)
            return found;
        }
    }

  return NULL;
}

/**
 * confab_paste_text_find:
 * @text: any text
 * @names: names in any language, the best ones first; case does not count
 *
 * Looks for `NAME = "VALUE"`, `"NAME": "VALUE"`, `.name("VALUE")`, `put("NAME", "VALUE")`,
 * `NAME: VALUE` of a header, `NAME=VALUE` of a shell and of an address.
 *
 * Returns: (transfer full) (nullable): the first value that is one
 */
char *
confab_paste_text_find (const char         *text,
                        const char * const *names)
{
  return find (text, names, 0);
}
