/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-source.h"

#define REPLACEMENT 0xfffd

/**
 * confab_source_init:
 * @self: (out caller-allocates): an empty text
 */
void
confab_source_init (ConfabSource *self)
{
  *self = (ConfabSource) { g_string_new (NULL), 0, FALSE };
}

/**
 * confab_source_clear:
 * @self: a text
 *
 * Frees what it holds.
 */
void
confab_source_clear (ConfabSource *self)
{
  g_string_free (self->text, TRUE);
}

/**
 * confab_source_reset:
 * @self: a text
 *
 * Makes it empty.
 */
void
confab_source_reset (ConfabSource *self)
{
  g_string_truncate (self->text, 0);
  self->consumed = 0;
  self->after_return = FALSE;
}

/* Every kind of line end is one, since Pango would start a paragraph of its own. */
static void
take (ConfabSource *self,
      gunichar      ch)
{
  gboolean after_return = self->after_return;

  self->after_return = ch == '\r';

  switch (ch)
    {
    case '\n':
      if (!after_return)
        g_string_append_c (self->text, '\n');
      break;

    case '\r':
    case 0x85:
    case 0x2028:
    case 0x2029:
      g_string_append_c (self->text, '\n');
      break;

    case 0:
      g_string_append_unichar (self->text, 0x2400);
      break;

    default:
      if ((ch >= 0xfdd0 && ch <= 0xfdef) || (ch & 0xfffe) == 0xfffe)
        ch = REPLACEMENT;
      g_string_append_unichar (self->text, ch);
      break;
    }
}

/**
 * confab_source_append:
 * @self: a text
 * @text: the message's whole text; what is not valid UTF-8 becomes U+FFFD
 * @length: its bytes, never fewer than before
 * @finished: whether nothing will be appended any more
 *
 * Takes in the bytes after those seen before. A character whose last bytes are missing is held
 * back until they come.
 */
void
confab_source_append (ConfabSource *self,
                      const char   *text,
                      gsize         length,
                      gboolean      finished)
{
  while (self->consumed < length)
    {
      const char *p = text + self->consumed;
      gsize used = 0;
      gunichar ch;

      /* Most text is printable ASCII. */
      while (self->consumed + used < length && (guchar) p[used] >= 0x20 &&
             (guchar) p[used] < 0x80)
        used++;
      if (used > 0)
        {
          g_string_append_len (self->text, p, (gssize) used);
          self->after_return = FALSE;
          self->consumed += used;
          continue;
        }

      ch = (guchar) *p;
      used = 1;
      if (ch >= 0x80)
        {
          ch = g_utf8_get_char_validated (p, (gssize) (length - self->consumed));
          if (ch == (gunichar) -2 && !finished)
            return;
          if (ch == (gunichar) -1 || ch == (gunichar) -2)
            ch = REPLACEMENT;
          else
            used = (gsize) g_utf8_skip[(guchar) *p];
        }

      take (self, ch);
      self->consumed += used;
    }
}
