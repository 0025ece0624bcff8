/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-find-text.h"

#include "confab-text.h"

#include <string.h>

/* Longer than anybody types; what is pasted beyond that is not looked at. */
#define MAX_CHARACTERS 1024

struct _ConfabNeedle
{
  gunichar *letters; /* folded */
  gsize n;
};

/* Blanks are one and the same: a line may be broken anywhere. */
static inline gunichar
fold (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isspace ((char) c) ? ' ' : (gunichar) g_ascii_tolower ((char) c);

  return g_unichar_isspace (c) ? ' ' : g_unichar_tolower (c);
}

/**
 * confab_needle_new:
 * @text: what to look for, any text
 *
 * Returns: (transfer full): the needle; one without letters finds nothing
 */
ConfabNeedle *
confab_needle_new (const char *text)
{
  ConfabNeedle *self;
  g_autofree char *valid = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  valid = confab_text_make_valid (text, -1);
  self = g_new0 (ConfabNeedle, 1);
  self->letters = g_new (gunichar, MIN (strlen (valid) + 1, MAX_CHARACTERS));
  for (const char *at = valid; *at != '\0' && self->n < MAX_CHARACTERS; at = g_utf8_next_char (at))
    self->letters[self->n++] = fold (g_utf8_get_char (at));

  return self;
}

/**
 * confab_needle_free:
 * @self: (nullable) (transfer full): a needle
 */
void
confab_needle_free (ConfabNeedle *self)
{
  if (self == NULL)
    return;

  g_free (self->letters);
  g_free (self);
}

/* The end of the needle in @text when it begins at @at, else %NULL. */
static const char *
match_at (const ConfabNeedle *self,
          const char         *at,
          const char         *end)
{
  for (gsize i = 0; i < self->n; i++)
    {
      if (at >= end || fold (g_utf8_get_char (at)) != self->letters[i])
        return NULL;
      at = g_utf8_next_char (at);
    }

  return at;
}

/**
 * confab_needle_find:
 * @self: a needle
 * @text: valid UTF-8
 * @length: its length in bytes
 * @limit: how many places at most
 * @ranges: (nullable) (element-type ConfabRange): the places are added here
 *
 * Finds where the needle stands; places do not overlap.
 *
 * Returns: how many places there are, @limit at most
 */
guint
confab_needle_find (const ConfabNeedle *self,
                    const char         *text,
                    gsize               length,
                    guint               limit,
                    GArray             *ranges)
{
  const char *at = text;
  const char *end;
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (text != NULL, 0);

  if (self->n == 0)
    return 0;

  end = text + length;
  while (at < end && n < limit)
    {
      const char *after = match_at (self, at, end);

      if (after == NULL)
        {
          at = g_utf8_next_char (at);
          continue;
        }

      if (ranges != NULL)
        {
          ConfabRange range = { (gsize) (at - text), (gsize) (after - text) };

          g_array_append_val (ranges, range);
        }
      n++;
      at = after;
    }

  return n;
}

/* Names ------------------------------------------------------------------------------------- */

#define AT_BEGINNING 100
#define AT_WORD      30
#define INSIDE       10
#define LETTERS      1

static gboolean
begins_word (const char *name,
             const char *at)
{
  gunichar before;
  gunichar c = g_utf8_get_char (at);

  if (at == name || g_unichar_iswide (c))
    return TRUE;

  before = g_utf8_get_char (g_utf8_prev_char (at));

  return !g_unichar_isalnum (before);
}

static guint
match_part (const ConfabNeedle *part,
            const char         *name)
{
  const char *end = name + strlen (name);
  guint best = 0;

  for (const char *at = name; at < end; at = g_utf8_next_char (at))
    {
      if (match_at (part, at, end) == NULL)
        continue;
      if (at == name)
        return AT_BEGINNING;
      best = MAX (best, begins_word (name, at) ? AT_WORD : INSIDE);
    }

  return best;
}

/* All letters, in their order, with others between them. */
static gboolean
has_letters (const ConfabNeedle *letters,
             const char         *name)
{
  gsize i = 0;

  for (const char *at = name; *at != '\0' && i < letters->n; at = g_utf8_next_char (at))
    {
      while (i < letters->n && letters->letters[i] == ' ')
        i++;
      if (i < letters->n && fold (g_utf8_get_char (at)) == letters->letters[i])
        i++;
    }

  return i == letters->n;
}

/**
 * confab_match_name:
 * @query: what was typed, maybe several words
 * @name: valid UTF-8
 *
 * Each word of @query has to be in @name, in any order; at the beginning counts more than at the
 * beginning of a word, and that more than inside. Else at least its letters have to, in their
 * order.
 *
 * Returns: 0 when @name does not answer to @query, else the more the better
 */
guint
confab_match_name (const char *query,
                   const char *name)
{
  g_autoptr (ConfabNeedle) letters = NULL;
  g_auto (GStrv) words = NULL;
  guint score = 1;
  gboolean all = TRUE;

  g_return_val_if_fail (query != NULL, 0);
  g_return_val_if_fail (name != NULL, 0);

  words = g_strsplit_set (query, " \t\n\r", 32);
  for (guint i = 0; all && words[i] != NULL; i++)
    {
      g_autoptr (ConfabNeedle) part = NULL;
      guint found;

      if (*words[i] == '\0')
        continue;

      part = confab_needle_new (words[i]);
      found = match_part (part, name);
      all = found > 0;
      score += found;
    }
  if (all)
    return score;

  letters = confab_needle_new (query);

  return letters->n > 1 && has_letters (letters, name) ? LETTERS : 0;
}
