/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-citation-scan.h"

#include <string.h>

/*
 * The mark that the service puts behind a statement with a source: <ref>[4]</ref>, where 4 is the
 * index_id of a reference. Several numbers, as [4][5] or [4, 5], are taken as well.
 */

static ConfabCitationMatch
expect (const char **p,
        const char  *end,
        const char  *word)
{
  for (; *word != '\0'; word++, (*p)++)
    {
      if (*p == end)
        return CONFAB_CITATION_PARTIAL;
      if (**p != *word)
        return CONFAB_CITATION_NONE;
    }

  return CONFAB_CITATION_WHOLE;
}

/* @p is behind the opening bracket; leaves it behind the closing one. */
static ConfabCitationMatch
expect_numbers (const char **p,
                const char  *end)
{
  for (;;)
    {
      const char *start = *p;

      while (*p < end && g_ascii_isdigit (**p))
        (*p)++;
      if (*p == end)
        return CONFAB_CITATION_PARTIAL;
      if (*p == start || *p - start > 9)
        return CONFAB_CITATION_NONE;

      if (**p == ']')
        {
          (*p)++;
          return CONFAB_CITATION_WHOLE;
        }
      if (**p != ',')
        return CONFAB_CITATION_NONE;

      (*p)++;
      while (*p < end && **p == ' ')
        (*p)++;
    }
}

/**
 * confab_citation_scan:
 * @text: text that begins with "<"; need not end in NUL
 * @length: its bytes, 1 at least
 * @used: (out): bytes of the mark, when it is whole
 *
 * Returns: whether a citation mark begins here. %CONFAB_CITATION_PARTIAL says that the text is too
 *   short to know: more of it may be under way.
 */
ConfabCitationMatch
confab_citation_scan (const char *text,
                      gsize       length,
                      gsize      *used)
{
  const char *end;
  const char *p = text;
  ConfabCitationMatch match;

  g_return_val_if_fail (text != NULL, CONFAB_CITATION_NONE);
  g_return_val_if_fail (used != NULL, CONFAB_CITATION_NONE);

  *used = 0;
  end = text + MIN (length, CONFAB_CITATION_MAX);

  match = expect (&p, end, "<ref>[");
  if (match == CONFAB_CITATION_WHOLE)
    match = expect_numbers (&p, end);
  while (match == CONFAB_CITATION_WHOLE && p < end && *p == '[')
    {
      p++;
      match = expect_numbers (&p, end);
    }
  if (match == CONFAB_CITATION_WHOLE)
    match = expect (&p, end, "</ref>");

  if (match == CONFAB_CITATION_PARTIAL && length >= CONFAB_CITATION_MAX)
    match = CONFAB_CITATION_NONE;
  if (match == CONFAB_CITATION_WHOLE)
    *used = (gsize) (p - text);

  return match;
}

/**
 * confab_citation_next:
 * @mark: where to look, within a whole mark
 * @end: its end
 * @length: (out): the digits of the number
 *
 * Returns: (transfer none) (nullable): the next number in the mark
 */
const char *
confab_citation_next (const char *mark,
                      const char *end,
                      gsize      *length)
{
  const char *p = mark;

  g_return_val_if_fail (mark != NULL, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  *length = 0;
  while (p < end && !g_ascii_isdigit (*p))
    p++;
  while (p + *length < end && g_ascii_isdigit (p[*length]))
    (*length)++;

  return *length > 0 ? p : NULL;
}
