/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-builder-private.h"

#include <string.h>

/* md4c makes blanks of tabs at the start of a line, but code is copied as it was written. @text is
 * behind them in the input. */
static void
put_indent (ConfabBuilder *self,
            const char    *text)
{
  const char *input = self->prepared->text->str;
  const char *line = text;
  gsize column = 0;
  const char *found = NULL;
  gsize total = 0;

  while (line > input && line[-1] != '\n')
    line--;
  for (const char *p = line; p < text; p++)
    total += *p == '\t' ? 4 - total % 4 : 1;

  for (const char *p = line; p < text && found == NULL; p++)
    {
      if (total - column == self->indent)
        found = p;
      column += *p == '\t' ? 4 - column % 4 : 1;
    }

  if (found != NULL && memchr (found, '\t', (gsize) (text - found)) != NULL)
    for (const char *p = found; p < text && (*p == ' ' || *p == '\t'); p++)
      confab_line_writer_put_char (&self->text.writer, (guchar) *p);
  else
    for (gsize i = 0; i < self->indent; i++)
      confab_line_writer_put_char (&self->text.writer, ' ');
  self->indent = 0;
}

/**
 * confab_builder_put_code:
 * @self: a builder in a block of code
 * @text: what comes next, in the input or beside it
 * @length: its bytes
 */
void
confab_builder_put_code (ConfabBuilder *self,
                         const char    *text,
                         gsize          length)
{
  g_autoptr (GString) whole = NULL;

  if (!confab_builder_is_input (self, text) && *text == ' ')
    {
      self->indent += length;
      return;
    }

  confab_builder_open_line (self);
  if (self->indent > 0)
    put_indent (self, confab_builder_is_input (self, text) ? text : self->prepared->text->str);
  if (confab_builder_is_input (self, text))
    self->code_end = text + length;

  if (g_strstr_len (text, (gssize) length, CONFAB_STAND_IN_LEAD) != NULL)
    {
      whole = g_string_new (NULL);
      confab_inline_restore (self->prepared, whole, text, length);
      text = whole->str;
      length = whole->len;
    }

  while (length > 0)
    {
      const char *newline = memchr (text, '\n', length);
      gsize n = newline != NULL ? (gsize) (newline - text) : length;

      confab_builder_open_line (self);
      confab_line_writer_put (&self->text.writer, text, n);
      if (newline != NULL)
        {
          confab_builder_end_line (self);
          n++;
        }
      text += n;
      length -= n;
    }
}

static char *
get_attribute (ConfabBuilder      *self,
               const MD_ATTRIBUTE *attribute)
{
  return confab_inline_get_attribute (self->prepared, attribute);
}

/**
 * confab_builder_start_code:
 * @self: a builder
 * @detail: what md4c says of it
 */
void
confab_builder_start_code (ConfabBuilder              *self,
                           const MD_BLOCK_CODE_DETAIL *detail)
{
  g_autofree char *info = get_attribute (self, &detail->info);
  g_autofree char *language = get_attribute (self, &detail->lang);

  confab_builder_add_block (self, CONFAB_BLOCK_CODE);
  self->leaf = MD_BLOCK_CODE;
  self->fence = detail->fence_char;
  self->indent = 0;
  self->code_start = self->text_end;
  self->code_end = NULL;
  /* Shown as they are, and so they go through what all text goes through. */
  self->block->info = confab_inline_make_safe (&self->text, info);
  self->block->language = confab_inline_make_safe (&self->text, language);
}

/**
 * confab_builder_end_code:
 * @self: a builder in a block of code
 */
void
confab_builder_end_code (ConfabBuilder *self)
{
  confab_builder_end_line (self);
  if (self->block->lines->len == 0)
    confab_builder_add_empty_line (self);
  self->block = NULL;
}

/* A line that has nothing but a fence. */
static gboolean
is_bare_fence (const char *line,
               const char *end,
               char        fence)
{
  guint n = 0;

  while (line < end && (*line == ' ' || *line == '\t' || *line == '>'))
    line++;
  for (; line < end && *line == fence; line++)
    n++;

  return n >= 3 && confab_builder_is_blank_line (line, end);
}

/**
 * confab_builder_has_code_end:
 * @self: a builder that has seen all of the text, of which code is the last block
 *
 * md4c does not say whether the last fence was closed or only came to the end of the text.
 *
 * Returns: whether it was closed
 */
gboolean
confab_builder_has_code_end (ConfabBuilder *self)
{
  const GString *input = self->prepared->text;
  const char *end = input->str + input->len;
  const char *line = self->code_end != NULL ? self->code_end : self->code_start;
  const char fence[] = { self->fence, self->fence, self->fence, '\0' };
  gboolean is_open = self->code_end != NULL;

  if (line != NULL && (line == input->str || line[-1] != '\n'))
    line = (const char *) memchr (line, '\n', (gsize) (end - line)) + 1;
  else if (line == NULL)
    line = input->str;

  while (line < end)
    {
      const char *line_end = memchr (line, '\n', (gsize) (end - line));

      if (is_open && is_bare_fence (line, line_end, self->fence))
        return TRUE;
      is_open = is_open || g_strstr_len (line, line_end - line, fence) != NULL;
      line = line_end + 1;
    }

  return FALSE;
}
