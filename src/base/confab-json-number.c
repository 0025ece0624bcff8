/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json-number.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "confab-json-scan.h"

/* What is larger than any number becomes the largest. */
#define LARGEST "1.7976931348623157e308"

#define NUMBER_CHARACTERS "+-.0123456789eE"

/* What json-glib would make of a number that is another one: a whole number of more than 64 bits
 * wraps around, and what is out of the range of a double is written as `inf`. NULL: all is well. */
static const char *
find_replacement (const char *number,
                  char      **owned)
{
  gboolean is_whole = strpbrk (number, ".eE") == NULL;
  double value;

  errno = 0;
  if (is_whole)
    {
      g_ascii_strtoll (number, NULL, 10);
      if (errno != ERANGE)
        return NULL;
    }

  value = g_ascii_strtod (number, NULL);
  if (isinf (value))
    return *number == '-' ? "-" LARGEST : LARGEST;
  if (!is_whole)
    return NULL;

  *owned = g_strconcat (number, ".0", NULL);
  return *owned;
}

/**
 * confab_json_number_repair:
 * @text: one whole JSON text
 * @length: its length in bytes
 *
 * Numbers that fit neither 64 bits nor a double are written in another way, as near as can be: a
 * whole number of more than 64 bits as one with a fraction, one out of range as the largest.
 *
 * Returns: (transfer full) (nullable): the text with other numbers, or %NULL when there are none
 */
char *
confab_json_number_repair (const char *text,
                           gsize       length)
{
  GString *result = NULL;
  gboolean in_string = FALSE;
  gsize copied = 0;

  for (gsize i = 0; i < length; i++)
    {
      gsize n = 0;

      if (in_string)
        {
          i += confab_json_plain_run (text + i, length - i);
          if (i < length && text[i] == '\\')
            i++;
          else if (i < length && text[i] == '"')
            in_string = FALSE;
          continue;
        }
      if (text[i] == '"')
        in_string = TRUE;
      if (text[i] != '-' && !g_ascii_isdigit (text[i]))
        continue;

      while (i + n < length && text[i + n] != '\0' && strchr (NUMBER_CHARACTERS, text[i + n]))
        n++;

      /* Nearly all are short, and cannot be out of range. */
      if (n >= 5)
        {
          g_autofree char *number = g_strndup (text + i, n);
          g_autofree char *owned = NULL;
          const char *replacement = find_replacement (number, &owned);

          if (replacement != NULL)
            {
              if (result == NULL)
                result = g_string_sized_new (length + 32);
              g_string_append_len (result, text + copied, (gssize) (i - copied));
              g_string_append (result, replacement);
              copied = i + n;
            }
        }
      i += n - 1;
    }

  if (result == NULL)
    return NULL;

  g_string_append_len (result, text + copied, (gssize) (length - copied));
  return g_string_free (result, FALSE);
}

/**
 * confab_json_number_write:
 * @value: a number
 *
 * Returns: (transfer full): the shortest JSON text that is this number, and never looks like a
 *   whole one; `null` for what is no number
 */
char *
confab_json_number_write (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE + 2];

  if (!isfinite (value))
    return g_strdup ("null");

  for (int precision = 15; precision <= 17; precision++)
    {
      char format[] = "%.15g";

      format[3] = (char) ('0' + precision % 10);
      g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }

  if (strpbrk (buffer, ".e") == NULL)
    strcat (buffer, ".0");

  return g_strdup (buffer);
}
