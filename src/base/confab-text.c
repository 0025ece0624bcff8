/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text.h"

#include <string.h>

#define REPLACEMENT "\357\277\275" /* U+FFFD */
#define MASK        "***"

/* Shorter ones would mask ordinary words. */
#define MIN_SECRET 6

/**
 * confab_text_make_valid:
 * @bytes: what came from outside
 * @length: its length in bytes, or -1 when NUL-terminated
 *
 * Returns: (transfer full): valid UTF-8 without NUL; what was neither became U+FFFD
 */
char *
confab_text_make_valid (const char *bytes,
                        gssize      length)
{
  g_autofree char *valid = NULL;
  GString *result;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  size = length < 0 ? strlen (bytes) : (gsize) length;
  if (memchr (bytes, '\0', size) == NULL)
    return g_utf8_make_valid (bytes, (gssize) size);

  result = g_string_sized_new (size + 8);
  while (size > 0)
    {
      const char *nul = memchr (bytes, '\0', size);
      gsize run = nul != NULL ? (gsize) (nul - bytes) : size;

      g_free (valid);
      valid = g_utf8_make_valid (bytes, (gssize) run);
      g_string_append (result, valid);
      bytes += run;
      size -= run;
      if (nul != NULL)
        {
          g_string_append (result, REPLACEMENT);
          bytes++;
          size--;
        }
    }

  return g_string_free (result, FALSE);
}

static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/**
 * confab_text_for_terminal:
 * @text: what came from outside
 * @length: its length in bytes, or -1 when NUL-terminated
 *
 * Makes text harmless for a terminal or a journal: line feeds and tabs stay, all other C0 and C1
 * controls become a picture (`␛`) or U+FFFD, bidirectional controls are dropped.
 *
 * Returns: (transfer full): printable, valid UTF-8
 */
char *
confab_text_for_terminal (const char *text,
                          gssize      length)
{
  g_autofree char *valid = NULL;
  GString *result;

  g_return_val_if_fail (text != NULL, NULL);

  valid = confab_text_make_valid (text, length);
  result = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\t')
        g_string_append_c (result, (char) c);
      else if (c < 0x20)
        g_string_append_unichar (result, 0x2400 + c);
      else if (c == 0x7f)
        g_string_append_unichar (result, 0x2421);
      else if (c >= 0x80 && c < 0xa0)
        g_string_append (result, REPLACEMENT);
      else if (!is_bidi_control (c))
        g_string_append_unichar (result, c);
    }

  return g_string_free (result, FALSE);
}

/**
 * confab_text_one_line:
 * @text: (nullable): a text; what is not UTF-8 in it shows as U+FFFD
 * @max_characters: how many characters to keep at most
 *
 * Makes a title or preview of a text: runs of white space and controls become one space, what is
 * too long ends in an ellipsis. The cost depends on @max_characters, not on the text.
 *
 * Returns: (transfer full): one line, maybe empty
 */
char *
confab_text_one_line (const char *text,
                      gsize       max_characters)
{
  GString *result = g_string_new (NULL);
  g_autofree char *valid = NULL;
  gboolean space = FALSE;
  gsize n = 0;

  if (text == NULL)
    return g_string_free (result, FALSE);

  /* A hostile text may hold megabytes of white space before its first word. */
  valid = confab_text_make_valid (text, (gssize) strnlen (text, max_characters * 64));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || is_bidi_control (c))
        {
          space = n > 0;
          continue;
        }
      if (n + (space ? 2 : 1) > max_characters)
        {
          g_string_append (result, "…");
          break;
        }
      if (space)
        {
          g_string_append_c (result, ' ');
          n++;
          space = FALSE;
        }
      g_string_append_unichar (result, c);
      n++;
    }

  return g_string_free (result, FALSE);
}

/**
 * confab_text_mask_secrets:
 * @text: (nullable): a text that may echo a secret, such as an error body
 * @secrets: (nullable) (array zero-terminated=1): keys and tokens
 *
 * Returns: (transfer full) (nullable): @text with each secret replaced by `***`
 */
char *
confab_text_mask_secrets (const char         *text,
                          const char * const *secrets)
{
  g_autoptr (GString) result = NULL;

  if (text == NULL)
    return NULL;

  result = g_string_new (text);
  for (guint i = 0; secrets != NULL && secrets[i] != NULL; i++)
    if (strlen (secrets[i]) >= MIN_SECRET)
      g_string_replace (result, secrets[i], MASK, 0);

  return g_string_free (g_steal_pointer (&result), FALSE);
}
