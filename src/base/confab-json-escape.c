/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json-escape.h"

#include <string.h>

#define REPLACEMENT 0xfffd

/* The code unit of a `\uXXXX` at the start of @text, or -1. */
static int
read_escape (const char *text,
             gsize       length)
{
  int unit = 0;

  if (length < 6 || text[0] != '\\' || text[1] != 'u')
    return -1;

  for (gsize i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return -1;
      unit = unit * 16 + g_ascii_xdigit_value (text[i]);
    }

  return unit;
}

static gboolean
is_surrogate (int unit)
{
  return unit >= 0xd800 && unit <= 0xdfff;
}

/* The pair that begins at @text with the unit @high, or 0. */
static gunichar
read_pair (int         high,
           const char *text,
           gsize       length)
{
  int low = high >= 0xd800 && high <= 0xdbff ? read_escape (text + 6, length - 6) : -1;

  if (low < 0xdc00 || low > 0xdfff)
    return 0;

  return 0x10000 + (((gunichar) high - 0xd800) << 10) + ((gunichar) low - 0xdc00);
}

/**
 * confab_json_escape_repair:
 * @text: a JSON text
 * @length: its length in bytes
 *
 * json-glib hands out C strings, so an escaped NUL would cut a text short without a word; half of
 * an escaped surrogate pair makes it fail, or hand out invalid UTF-8. Each such escape becomes
 * `\ufffd` (as long as the original).
 *
 * Returns: (transfer full) (nullable): the text with other escapes, %NULL when there are none
 */
char *
confab_json_escape_repair (const char *text,
                           gsize       length)
{
  char *copy = NULL;

  for (gsize i = 0; i < length; i++)
    {
      int unit;

      if (text[i] != '\\')
        {
          const char *next = memchr (text + i, '\\', length - i);

          if (next == NULL)
            break;
          i = (gsize) (next - text);
        }

      unit = read_escape (text + i, length - i);
      if (read_pair (unit, text + i, length - i) != 0)
        {
          i += 11;
          continue;
        }
      if (unit == 0 || is_surrogate (unit))
        {
          if (copy == NULL)
            copy = g_strndup (text, length);
          memcpy (copy + i, "\\ufffd", 6);
        }
      i++; /* whatever is escaped is no escape itself */
    }

  return copy;
}

static char
unescape_letter (char letter)
{
  switch (letter)
    {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter; /* a quotation mark or a slash */
    }
}

/**
 * confab_json_unescape:
 * @text: what is within the quotation marks of a string, found to be JSON
 * @length: its length in bytes
 *
 * What confab_json_escape_repair() would replace becomes U+FFFD here, too.
 *
 * Returns: (transfer full): the string; valid UTF-8 when @text is
 */
char *
confab_json_unescape (const char *text,
                      gsize       length)
{
  char *string = g_malloc (length + 1); /* no escape is shorter than what it stands for */
  char *end = string;
  gsize i = 0;

  while (i < length)
    {
      const char *slash = memchr (text + i, '\\', length - i);
      gsize n = slash != NULL ? (gsize) (slash - text) - i : length - i;
      int unit;

      memcpy (end, text + i, n);
      end += n;
      i += n;
      if (i == length)
        break;

      unit = read_escape (text + i, length - i);
      if (unit >= 0)
        {
          gunichar pair = read_pair (unit, text + i, length - i);

          if (pair == 0 && (unit == 0 || is_surrogate (unit)))
            unit = REPLACEMENT;
          end += g_unichar_to_utf8 (pair != 0 ? pair : (gunichar) unit, end);
          i += pair != 0 ? 12 : 6;
        }
      else
        {
          *end++ = unescape_letter (text[i + 1]);
          i += 2;
        }
    }
  *end = '\0';

  return string;
}
