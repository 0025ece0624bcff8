/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-utf8.h"

#include <string.h>

/*
 * UTF-8 as an event stream decodes it (WHATWG Encoding, "UTF-8 decoder"): NUL is an ordinary
 * character, and of a broken sequence as much as could have begun a character becomes one U+FFFD.
 * g_utf8_make_valid() replaces each byte and stops at NUL, so it cannot be used here.
 */

#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)

#define REPLACEMENT "\357\277\275"

/* Looks at one sequence that does not start with an ASCII byte. @used is its length or, when it
 * is broken, how many bytes make up its maximal bad run; @wanted is what the lead byte asks for. */
static gboolean
decode_sequence (const guint8 *bytes,
                 gsize         length,
                 gsize        *used,
                 gsize        *wanted)
{
  guint8 lead = bytes[0];
  guint8 lowest = 0x80;
  guint8 highest = 0xbf;
  gsize n;

  *used = 1;
  *wanted = 1;

  if (lead < 0xc2 || lead > 0xf4)
    return FALSE;

  /* Overlong forms, surrogates and what lies above U+10FFFF already fail at the second byte. */
  n = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (lead == 0xe0)
    lowest = 0xa0;
  else if (lead == 0xed)
    highest = 0x9f;
  else if (lead == 0xf0)
    lowest = 0x90;
  else if (lead == 0xf4)
    highest = 0x8f;

  *wanted = n;
  while (*used < n)
    {
      if (*used == length || bytes[*used] < lowest || bytes[*used] > highest)
        return FALSE;
      lowest = 0x80;
      highest = 0xbf;
      (*used)++;
    }

  return TRUE;
}

static inline guint64
load_word (const guint8 *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);

  return GUINT64_FROM_LE (word); /* the first byte is the lowest */
}

/**
 * confab_utf8_valid_prefix:
 * @bytes: bytes, may hold NUL
 * @length: their number
 *
 * Returns: how many bytes from the start on are valid UTF-8
 */
gsize
confab_utf8_valid_prefix (const char *bytes,
                          gsize       length)
{
  const guint8 *p = (const guint8 *) bytes;
  gsize i = 0;

  while (i < length)
    {
      gsize used;
      gsize wanted;

      /* Many ASCII bytes at a time: most of what comes is ASCII. */
      while (length - i >= 32 &&
             ((load_word (p + i) | load_word (p + i + 8) | load_word (p + i + 16) |
               load_word (p + i + 24)) & HIGH_BITS) == 0)
        i += 32;
      while (length - i >= 8)
        {
          guint64 high = load_word (p + i) & HIGH_BITS;

          if (high != 0)
            {
              i += (gsize) __builtin_ctzll (high) / 8;
              break;
            }
          i += 8;
        }

      /* Less than a word before the end. */
      while (i < length && p[i] < 0x80)
        i++;

      /* Three bytes that can only be one character, as most of Chinese is. */
      while (length - i >= 3 && p[i] >= 0xe1 && p[i] <= 0xec && (p[i + 1] & 0xc0) == 0x80 &&
             (p[i + 2] & 0xc0) == 0x80)
        i += 3;

      if (i == length)
        break;
      if (p[i] < 0x80)
        continue;
      if (decode_sequence (p + i, length - i, &used, &wanted))
        i += used;
      else
        break;
    }

  return i;
}

/**
 * confab_utf8_incomplete_tail:
 * @bytes: bytes cut off at an arbitrary place
 * @length: their number
 *
 * Returns: how many bytes at the end begin a character that is not whole (0 to 3)
 */
gsize
confab_utf8_incomplete_tail (const char *bytes,
                             gsize       length)
{
  const guint8 *p = (const guint8 *) bytes;

  for (gsize n = 1; n <= 3 && n <= length; n++)
    {
      gsize used;
      gsize wanted;

      if ((p[length - n] & 0xc0) == 0x80)
        continue;
      if (p[length - n] < 0x80)
        return 0;
      if (!decode_sequence (p + length - n, n, &used, &wanted) && used == n && wanted > n)
        return n;
      return 0;
    }

  return 0;
}

/**
 * confab_utf8_append_decoded:
 * @string: where to append
 * @bytes: bytes, may hold NUL
 * @length: their number
 *
 * Appends @bytes with one U+FFFD for each maximal bad run.
 */
void
confab_utf8_append_decoded (GString    *string,
                            const char *bytes,
                            gsize       length)
{
  while (length > 0)
    {
      gsize valid = confab_utf8_valid_prefix (bytes, length);
      gsize used;
      gsize wanted;

      g_string_append_len (string, bytes, (gssize) valid);
      bytes += valid;
      length -= valid;
      if (length == 0)
        break;

      decode_sequence ((const guint8 *) bytes, length, &used, &wanted);
      g_string_append_len (string, REPLACEMENT, strlen (REPLACEMENT));
      bytes += used;
      length -= used;
    }
}
