/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-preview.h"

#include <string.h>

#include "confab-text.h"

#define REF_OPEN "<ref>"
#define REF_CLOSE "</ref>"

/* No place in a line. */
#define NOWHERE G_MAXSIZE

/* What stands before the words of a line: quotes, headings, bullets, numbers, task boxes. */
static const char *
skip_line_marks (const char *p)
{
  for (;;)
    {
      const char *q = p;

      while (*q == ' ' || *q == '\t')
        q++;
      if (*q == '>')
        q++;
      else if (*q == '#')
        {
          while (*q == '#')
            q++;
          if (*q != ' ')
            return p;
        }
      else if (strchr ("-*+", *q) != NULL && *q != '\0' && q[1] == ' ')
        q += 2;
      else if (g_str_has_prefix (q, "[ ] ") || g_str_has_prefix (q, "[x] "))
        q += 4;
      else if (g_ascii_isdigit (*q))
        {
          const char *end = q;

          while (g_ascii_isdigit (*end) && end - q < 9)
            end++;
          if ((*end != '.' && *end != ')') || end[1] != ' ')
            return q;
          q = end + 2;
        }
      else
        return q;
      p = q;
    }
}

/* Fences, rules and the line under a table's head say nothing. */
static gboolean
is_only_marks (const char *line,
               gsize       length)
{
  if (length >= 3 && (strncmp (line, "```", 3) == 0 || strncmp (line, "~~~", 3) == 0))
    return TRUE;

  for (gsize i = 0; i < length; i++)
    if (strchr ("-=*_|: \t\r", line[i]) == NULL)
      return FALSE;

  return TRUE;
}

static gboolean
is_blank (char c)
{
  return c == '\0' || c == ' ' || c == '\t' || c == '\n';
}

/* A star between a word and something else is a mark; one between blanks, or in 2*3, is a star. */
static gboolean
is_star_mark (const char *line,
              const char *p,
              const char *end)
{
  char before = p > line ? p[-1] : ' ';
  char after = p + 1 < end ? p[1] : ' ';

  if (before == '*' || after == '*')
    return TRUE;
  if (is_blank (before) == is_blank (after))
    return !is_blank (before) && !(g_ascii_isalnum (before) && g_ascii_isalnum (after));

  return TRUE;
}

/* @map: (nullable): for each byte of @line where it is in @result, or would be */
static void
append_words (GString    *result,
              const char *line,
              gsize       length,
              gsize      *map)
{
  const char *end = line + length;
  const char *mapped = line;

  for (const char *p = line; p < end; p++)
    {
      gsize left = (gsize) (end - p);

      for (; map != NULL && mapped <= p; mapped++)
        map[mapped - line] = result->len;
      if (*p == '`' || (*p == '*' && is_star_mark (line, p, end)))
        continue;
      if (left >= 2 && (strncmp (p, "~~", 2) == 0 || strncmp (p, "__", 2) == 0))
        {
          p++;
          continue;
        }
      if (left >= strlen (REF_OPEN) && strncmp (p, REF_OPEN, strlen (REF_OPEN)) == 0)
        {
          const char *close = g_strstr_len (p, (gssize) left, REF_CLOSE);

          /* An open one is still to come to its end. */
          p = close != NULL ? close + strlen (REF_CLOSE) - 1 : end;
          continue;
        }
      if (*p == '|')
        {
          g_string_append_c (result, ' ');
          continue;
        }
      g_string_append_c (result, *p);
    }
}

/**
 * confab_preview_from_markdown:
 * @text: (nullable): Markdown, as an answer brings it; what is not UTF-8 in it shows as U+FFFD
 * @max_characters: how many characters to keep at most
 *
 * What a list of sessions says of an answer: its first words without the marks around them. This
 * is no parser: a mark too many or too few does no harm there. The cost depends on
 * @max_characters, not on the text.
 *
 * Returns: (transfer full): one line, maybe empty
 */
char *
confab_preview_from_markdown (const char *text,
                              gsize       max_characters)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *start = NULL;
  const char *line;

  if (text == NULL)
    return g_strdup ("");

  start = confab_text_make_valid (text, (gssize) strnlen (text, max_characters * 64));
  for (line = start; *line != '\0' && words->len < max_characters * 8;)
    {
      const char *end = strchrnul (line, '\n');
      const char *content = skip_line_marks (line);

      if (content < end && !is_only_marks (content, (gsize) (end - content)))
        {
          append_words (words, content, (gsize) (end - content), NULL);
          g_string_append_c (words, '\n');
        }
      line = *end != '\0' ? end + 1 : end;
    }

  return confab_text_one_line (words->str, max_characters);
}

/**
 * confab_preview_strip:
 * @text: a passage of Markdown, valid UTF-8
 * @ranges: (array length=n): places in it, in bytes, in order
 * @n: how many
 *
 * Takes the marks out of a passage, as confab_preview_from_markdown() does, and moves the places
 * along with their words.
 *
 * Returns: (transfer full): one line
 */
char *
confab_preview_strip (const char  *text,
                      ConfabRange *ranges,
                      guint        n)
{
  GString *words = g_string_new (NULL);
  gsize length = strlen (text);
  g_autofree gsize *map = g_new (gsize, length + 1);
  const char *line = text;

  for (gsize i = 0; i < length; i++)
    map[i] = NOWHERE;
  while (*line != '\0')
    {
      const char *end = strchrnul (line, '\n');
      const char *content = skip_line_marks (line);

      if (content < end && !is_only_marks (content, (gsize) (end - content)))
        {
          if (words->len > 0)
            g_string_append_c (words, ' ');
          append_words (words, content, (gsize) (end - content), map + (content - text));
          map[end - text] = words->len;
        }
      line = *end != '\0' ? end + 1 : end;
    }

  /* A mark is where the word after it is. */
  map[length] = words->len;
  for (gsize i = length; i > 0; i--)
    if (map[i - 1] == NOWHERE)
      map[i - 1] = map[i];

  for (guint i = 0; i < n; i++)
    {
      ranges[i].start = MIN (map[MIN (ranges[i].start, length)], words->len);
      ranges[i].end = CLAMP (map[MIN (ranges[i].end, length)], ranges[i].start, words->len);
    }

  return g_string_free (words, FALSE);
}
