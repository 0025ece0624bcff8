/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ask-marks.h"

#include <string.h>

#define BEGIN "<ref>"
#define END   "</ref>"

/* Of what stands between; a mark names a few numbers. */
#define MAX_INSIDE 64

struct _ConfabAskMarks
{
  GString *held; /* what may become a mark */
};

typedef enum {
  NO_MARK,
  MAYBE_MARK,
  WHOLE_MARK,
} Match;

/**
 * confab_ask_marks_new:
 *
 * Returns: (transfer full): at the beginning of an answer
 */
ConfabAskMarks *
confab_ask_marks_new (void)
{
  ConfabAskMarks *self = g_new0 (ConfabAskMarks, 1);

  self->held = g_string_new (NULL);

  return self;
}

/**
 * confab_ask_marks_free:
 * @self: (nullable) (transfer full): marks
 */
void
confab_ask_marks_free (ConfabAskMarks *self)
{
  if (self == NULL)
    return;

  g_string_free (self->held, TRUE);
  g_free (self);
}

static gboolean
is_inside (char c)
{
  return g_ascii_isdigit (c) || strchr ("[], ", c) != NULL;
}

/* Whether @text, from its first byte on, is a mark, or can become one. */
static Match
match (const char *text,
       gsize       length)
{
  gsize n = MIN (length, strlen (BEGIN));
  gsize at = strlen (BEGIN);

  if (memcmp (text, BEGIN, n) != 0)
    return NO_MARK;

  while (at < length && at - strlen (BEGIN) < MAX_INSIDE && text[at] != '\0' && is_inside (text[at]))
    at++;
  if (at >= length)
    return MAYBE_MARK;
  if (at == strlen (BEGIN))
    return NO_MARK;

  n = MIN (length - at, strlen (END));
  if (memcmp (text + at, END, n) != 0)
    return NO_MARK;

  return n == strlen (END) ? WHOLE_MARK : MAYBE_MARK;
}

/**
 * confab_ask_marks_feed:
 * @self: marks
 * @text: the next piece of the answer
 * @length: its length in bytes
 * @out: where what can be read is appended
 */
void
confab_ask_marks_feed (ConfabAskMarks *self,
                       const char     *text,
                       gsize           length,
                       GString        *out)
{
  const char *end = text + length;

  while (text < end)
    {
      Match found;

      if (self->held->len == 0)
        {
          const char *begin = memchr (text, BEGIN[0], (gsize) (end - text));

          if (begin == NULL)
            begin = end;
          g_string_append_len (out, text, begin - text);
          text = begin;
          if (text == end)
            break;
        }

      g_string_append_c (self->held, *text);
      found = match (self->held->str, self->held->len);
      if (found == MAYBE_MARK)
        {
          text++;
          continue;
        }

      if (found == WHOLE_MARK)
        {
          g_string_append_len (out, self->held->str + strlen (BEGIN),
                               (gssize) (self->held->len - strlen (BEGIN END)));
          text++;
        }
      else
        {
          /* The byte that decided it may begin another mark. */
          g_string_append_len (out, self->held->str, (gssize) self->held->len - 1);
          if (self->held->len == 1 || *text != BEGIN[0])
            g_string_append_c (out, *text++);
        }
      g_string_truncate (self->held, 0);
    }
}

/**
 * confab_ask_marks_end:
 * @self: marks
 * @out: where what was held back is appended
 *
 * The answer is over, or begins anew.
 */
void
confab_ask_marks_end (ConfabAskMarks *self,
                      GString        *out)
{
  g_string_append_len (out, self->held->str, (gssize) self->held->len);
  g_string_truncate (self->held, 0);
}
