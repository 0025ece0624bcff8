/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-sieve.h"

#include <string.h>

#define MASK "***"

struct _ConfabSieve
{
  const char *key; /* (nullable): borrowed; NULL lets all through */
  gsize key_length;
  gsize let_through; /* how many bytes of a key's beginning need not wait */
  GString *waiting;  /* the beginning of what may be a key */
  gsize n_passed;    /* how many bytes of that are out already */
};

/**
 * confab_sieve_new:
 * @key: (nullable): the key, which outlives the sieve
 * @let_through: how many bytes of a key's beginning may pass without waiting for the next ones
 *
 * A key that is too short to be a secret is let through, too.
 *
 * Returns: (transfer full): a sieve with nothing in it
 */
ConfabSieve *
confab_sieve_new (const char *key,
                  gsize       let_through)
{
  ConfabSieve *self = g_new0 (ConfabSieve, 1);

  self->key_length = key != NULL ? strlen (key) : 0;
  self->key = self->key_length > CONFAB_SIEVE_SHORT ? key : NULL;
  self->let_through = let_through;
  self->waiting = g_string_new (NULL);

  return self;
}

/**
 * confab_sieve_free:
 * @self: (nullable) (transfer full): a sieve
 */
void
confab_sieve_free (ConfabSieve *self)
{
  if (self == NULL)
    return;

  g_string_free (self->waiting, TRUE);
  g_free (self);
}

/* How many bytes at the end of a text are the beginning of a key, but not all of it. */
static gsize
measure_beginning (ConfabSieve *self,
                   const char  *text,
                   gsize        length)
{
  for (gsize n = MIN (length, self->key_length - 1); n > 0; n--)
    if (memcmp (text + length - n, self->key, n) == 0)
      return n;

  return 0;
}

/**
 * confab_sieve_feed:
 * @self: a sieve
 * @text: the next piece, without NUL
 * @length: its length in bytes
 * @out: gets what is known not to be a key
 */
void
confab_sieve_feed (ConfabSieve *self,
                   const char  *text,
                   gsize        length,
                   GString     *out)
{
  const char *p;
  const char *end;
  const char *found;
  gsize beginning;
  gsize passing;

  if (self->key == NULL)
    {
      g_string_append_len (out, text, (gssize) length);
      return;
    }

  g_string_append_len (self->waiting, text, (gssize) length);
  p = self->waiting->str + self->n_passed;
  end = self->waiting->str + self->waiting->len;

  /* What has passed is the beginning of the first one only. */
  for (const char *start = self->waiting->str; (found = strstr (start, self->key)) != NULL;
       start = p)
    {
      if (found > p)
        g_string_append_len (out, p, found - p);
      g_string_append (out, MASK);
      p = found + self->key_length;
    }

  /* It may begin in what has passed, but not in a key that was found. */
  found = p == self->waiting->str + self->n_passed ? self->waiting->str : p;
  beginning = measure_beginning (self, found, (gsize) (end - found));
  passing = MIN (beginning, self->let_through);
  if (end - beginning + passing > p)
    g_string_append_len (out, p, (end - beginning + passing) - p);

  self->n_passed = passing;
  g_string_erase (self->waiting, 0, (end - beginning) - self->waiting->str);
}

/**
 * confab_sieve_end:
 * @self: a sieve
 * @out: gets the rest
 *
 * Nothing more comes: what waited was no key. When there is more of one than may be seen, it is
 * masked all the same: the other side was cut short in the midst of it.
 */
void
confab_sieve_end (ConfabSieve *self,
                  GString     *out)
{
  if (self->waiting->len > CONFAB_SIEVE_SHORT)
    g_string_append (out, MASK);
  else
    g_string_append_len (out, self->waiting->str + self->n_passed,
                         (gssize) (self->waiting->len - self->n_passed));

  g_string_truncate (self->waiting, 0);
  self->n_passed = 0;
}

/**
 * confab_sieve_mask:
 * @key: (nullable): the key
 * @text: a whole text, without NUL
 * @length: its length in bytes
 *
 * Returns: (transfer full) (nullable): what a sieve makes of it; %NULL when that is the same
 */
char *
confab_sieve_mask (const char *key,
                   const char *text,
                   gsize       length)
{
  g_autoptr (ConfabSieve) sieve = confab_sieve_new (key, 0);
  GString *out;

  if (sieve->key == NULL || (g_strstr_len (text, (gssize) length, sieve->key) == NULL &&
                             measure_beginning (sieve, text, length) <= CONFAB_SIEVE_SHORT))
    return NULL;

  out = g_string_sized_new (length);
  confab_sieve_feed (sieve, text, length, out);
  confab_sieve_end (sieve, out);

  return g_string_free (out, FALSE);
}
