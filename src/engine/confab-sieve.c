/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-sieve.h"

#include <string.h>

#define MASK "***"

struct _ConfabSieve
{
  ConfabSieve *next; /* (nullable): for the next secret */
  const char *key; /* (nullable): borrowed; NULL lets all through */
  gsize key_length;
  gsize let_through; /* how many bytes of a key's beginning need not wait */
  GString *waiting;  /* the beginning of what may be a key */
  gsize n_passed;    /* how many bytes of that are out already */
};

static ConfabSieve *
create (const char *key,
        gsize       let_through)
{
  ConfabSieve *self = g_new0 (ConfabSieve, 1);

  self->key = key;
  self->key_length = key != NULL ? strlen (key) : 0;
  self->let_through = let_through;
  self->waiting = g_string_new (NULL);

  return self;
}

/**
 * confab_sieve_new:
 * @secrets: (nullable) (array zero-terminated=1): keys and tokens, which outlive the sieve
 * @let_through: how many bytes of a secret's beginning may pass without waiting for the next ones
 *
 * What is too short to be a secret is let through, too.
 *
 * Returns: (transfer full): a sieve with nothing in it
 */
ConfabSieve *
confab_sieve_new (const char * const *secrets,
                  gsize               let_through)
{
  ConfabSieve *self = NULL;

  for (guint i = 0; secrets != NULL && secrets[i] != NULL; i++)
    if (strlen (secrets[i]) > CONFAB_SIEVE_SHORT)
      {
        ConfabSieve *sieve = create (secrets[i], let_through);

        sieve->next = self;
        self = sieve;
      }

  return self != NULL ? self : create (NULL, let_through);
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

  confab_sieve_free (self->next);
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

/* One secret's part of confab_sieve_feed(). */
static void
feed (ConfabSieve *self,
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
  g_autoptr (GString) passed = NULL;

  if (self->next == NULL)
    {
      feed (self, text, length, out);
      return;
    }

  passed = g_string_sized_new (length);
  feed (self, text, length, passed);
  confab_sieve_feed (self->next, passed->str, passed->len, out);
}

/* One secret's part of confab_sieve_end(). */
static void
end (ConfabSieve *self,
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
  g_autoptr (GString) passed = NULL;

  if (self->next == NULL)
    {
      end (self, out);
      return;
    }

  passed = g_string_new (NULL);
  end (self, passed);
  confab_sieve_feed (self->next, passed->str, passed->len, out);
  confab_sieve_end (self->next, out);
}

/* Whether a whole text has anything of a secret in it. */
static gboolean
has_secret (ConfabSieve *self,
            const char  *text,
            gsize        length)
{
  for (; self != NULL && self->key != NULL; self = self->next)
    if (g_strstr_len (text, (gssize) length, self->key) != NULL ||
        measure_beginning (self, text, length) > CONFAB_SIEVE_SHORT)
      return TRUE;

  return FALSE;
}

/**
 * confab_sieve_mask:
 * @secrets: (nullable) (array zero-terminated=1): keys and tokens
 * @text: a whole text, without NUL
 * @length: its length in bytes
 *
 * Returns: (transfer full) (nullable): what a sieve makes of it; %NULL when that is the same
 */
char *
confab_sieve_mask (const char * const *secrets,
                   const char         *text,
                   gsize               length)
{
  g_autoptr (ConfabSieve) sieve = confab_sieve_new (secrets, 0);
  GString *out;

  if (!has_secret (sieve, text, length))
    return NULL;

  out = g_string_sized_new (length);
  confab_sieve_feed (sieve, text, length, out);
  confab_sieve_end (sieve, out);

  return g_string_free (out, FALSE);
}
