/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-math-scan.h"

#include <string.h>

/**
 * confab_math_line_init:
 * @self: (out caller-allocates): a line
 * @line: (transfer none): its text, without line end
 * @length: its bytes
 */
void
confab_math_line_init (ConfabMathLine *self,
                       const char     *line,
                       gsize           length)
{
  *self = (ConfabMathLine) { line, length, 0, 0, 0 };
}

/* Finds a delimiter of two characters from @from on; each byte of a line is looked at once. */
static gsize
find_pair (ConfabMathLine *self,
           gsize          *known,
           gsize           from,
           const char     *pair)
{
  if (*known >= from && *known != 0)
    return *known;

  *known = G_MAXSIZE;
  for (gsize i = from; i + 1 < self->length; i++)
    if (self->line[i] == pair[0])
      {
        if (self->line[i + 1] == pair[1])
          {
            *known = i;
            break;
          }
        if (pair[0] == '\\')
          i++; /* a backslash speaks for the next character only */
      }

  return *known;
}

/* A $ that can end maths: something stands before it, and no word or amount begins behind it. */
static gsize
find_closing_dollar (ConfabMathLine *self,
                     gsize           from)
{
  if (self->dollar >= from && self->dollar != 0)
    return self->dollar;

  self->dollar = G_MAXSIZE;
  for (gsize i = from; i < self->length; i++)
    {
      char before = i > 0 ? self->line[i - 1] : ' ';
      char after = i + 1 < self->length ? self->line[i + 1] : ' ';

      if (self->line[i] == '\\')
        {
          i++;
          continue;
        }
      if (self->line[i] == '$' && before != ' ' && before != '\t' && before != '$' &&
          after != '$' && !g_ascii_isalnum (after))
        {
          self->dollar = i;
          break;
        }
    }

  return self->dollar;
}

/*
 * "$5 and $6" are amounts. Maths that begins with a digit either has no blank in it or something
 * that no list of amounts has.
 */
static gboolean
is_maths (const char *inner,
          gsize       length)
{
  gboolean has_blank = FALSE;
  gboolean has_sign = FALSE;

  if (length == 0 || inner[0] == ' ' || inner[0] == '$' || inner[0] == '\t')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (inner[i] == '$' && inner[i - 1] != '\\')
        return FALSE; /* one that cannot close, between two others */
      has_blank |= inner[i] == ' ';
      has_sign |= strchr ("\\^_={}", inner[i]) != NULL && inner[i] != '\0';
    }

  return !g_ascii_isdigit (inner[0]) || !has_blank || has_sign;
}

/**
 * confab_math_line_scan:
 * @self: a line
 * @at: a byte, "$" or "\"; never less than at the call before
 * @span: (out): the maths
 *
 * Returns: whether maths begins at @at and ends in the line: $…$, $$…$$ or \(…\)
 */
gboolean
confab_math_line_scan (ConfabMathLine *self,
                       gsize           at,
                       ConfabMathSpan *span)
{
  const char *line = self->line;
  gsize width = 2;
  gsize close;

  g_return_val_if_fail (at < self->length, FALSE);

  span->display = FALSE;
  if (line[at] == '\\')
    {
      if (at + 1 >= self->length || line[at + 1] != '(')
        return FALSE;
      close = find_pair (self, &self->parenthesis, at + 2, "\\)");
    }
  else if (at + 1 < self->length && line[at + 1] == '$')
    {
      close = find_pair (self, &self->dollars, at + 2, "$$");
      span->display = TRUE;
    }
  else
    {
      if (at > 0 && (g_ascii_isalnum (line[at - 1]) || line[at - 1] == '$'))
        return FALSE;
      close = find_closing_dollar (self, at + 1);
      width = 1;
      if (close == G_MAXSIZE || !is_maths (line + at + 1, close - at - 1))
        return FALSE;
    }

  if (close == G_MAXSIZE || close == at + width)
    return FALSE;

  span->start = at;
  span->inner_start = at + width;
  span->inner_end = close;
  span->end = close + width;

  /* Blanks beside the delimiters are not part of it; code is none. */
  while (span->inner_start < span->inner_end && line[span->inner_start] == ' ')
    span->inner_start++;
  while (span->inner_end > span->inner_start && line[span->inner_end - 1] == ' ')
    span->inner_end--;

  return span->inner_start < span->inner_end &&
         memchr (line + span->inner_start, '`', span->inner_end - span->inner_start) == NULL;
}
