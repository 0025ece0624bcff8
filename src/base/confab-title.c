/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-title.h"

#include "confab-text.h"

#include <string.h>

/* In columns: a Chinese character takes two of them. */
#define COLUMNS     56
#define MIN_COLUMNS 16

/* Bytes: much longer than any title, much shorter than what may be pasted as a prompt. */
#define LOOKED_AT 1024

#define ELLIPSIS "\342\200\246"

/* What Markdown begins a line with. */
static const char *
skip_marks (const char *line)
{
  const char *text = line + strspn (line, "#>*-+` \t");

  return *text != '\0' ? text : line;
}

static gboolean
ends_sentence (gunichar c)
{
  switch (c)
    {
    case '?':
    case '!':
    case 0x3002: /* ideographic full stop */
    case 0xff01: /* fullwidth exclamation mark */
    case 0xff1f: /* fullwidth question mark */
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
parts_words (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_ispunct (c) || g_unichar_iswide (c);
}

/* Where a line is cut: behind its first sentence, or else before the last word that does not fit.
 * @cut: whether something of a sentence is missing */
static gsize
find_end (const char *line,
          gboolean   *cut)
{
  gsize last_break = 0;
  guint columns = 0;

  *cut = FALSE;
  for (const char *at = line; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      guint width = g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;

      if (columns >= MIN_COLUMNS && parts_words (c))
        last_break = (gsize) (at - line);
      if (columns + width > COLUMNS)
        {
          *cut = TRUE;
          return last_break != 0 ? last_break : (gsize) (at - line);
        }

      columns += width;
      if (columns >= MIN_COLUMNS && ends_sentence (c))
        return (gsize) (g_utf8_next_char (at) - line);
    }

  return strlen (line);
}

/**
 * confab_title_from_prompt:
 * @prompt: the first prompt of a session
 *
 * Makes a title: the first line that says something, without the marks of Markdown, at most one
 * sentence of it, cut between words when it is long.
 *
 * Returns: (transfer full): one line, empty when the prompt is
 */
char *
confab_title_from_prompt (const char *prompt)
{
  g_autofree char *start = NULL;
  g_autofree char *line = NULL;
  g_autofree char *title = NULL;
  char *first;
  gboolean cut;

  g_return_val_if_fail (prompt != NULL, NULL);

  prompt += strspn (prompt, " \t\r\n");
  start = confab_text_make_valid (prompt, (gssize) strnlen (prompt, LOOKED_AT));
  first = start;
  for (;;)
    {
      gsize length = strcspn (first, "\r\n");
      gboolean is_last = first[length] == '\0';

      first[length] = '\0';
      if (is_last || first[strspn (first, "#>*-+`=_~ \t")] != '\0')
        break;
      first += length + 1;
    }

  line = confab_text_one_line (skip_marks (first), LOOKED_AT);
  title = g_strndup (line, find_end (line, &cut));
  g_strchomp (title);

  return cut ? g_strconcat (title, ELLIPSIS, NULL) : g_steal_pointer (&title);
}
