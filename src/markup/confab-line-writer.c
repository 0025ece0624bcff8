/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-line-writer.h"

#include <string.h>

#define SOFT_BREAK 0x200b /* zero width space */
#define JOINER 0x200d     /* zero width joiner: what it joins is not taken apart */
#define REPLACEMENT 0xfffd
#define POP_EMBEDDING 0x202c
#define POP_ISOLATE 0x2069

static void
clear_span (gpointer data)
{
  ConfabSpan *span = data;

  g_free (span->target);
}

/**
 * confab_line_writer_init:
 * @self: (out caller-allocates): a writer
 */
void
confab_line_writer_init (ConfabLineWriter *self)
{
  *self = (ConfabLineWriter) { 0, };
  self->text = g_string_new (NULL);
  self->spans = g_array_new (FALSE, FALSE, sizeof (ConfabSpan));
  g_array_set_clear_func (self->spans, clear_span);
}

/**
 * confab_line_writer_clear:
 * @self: a writer
 *
 * Frees what it holds.
 */
void
confab_line_writer_clear (ConfabLineWriter *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->spans);
  g_free (self->target);
}

/**
 * confab_line_writer_begin:
 * @self: a writer
 * @verbatim: whether the line is code, where each mark of direction is seen
 *
 * Begins a line; the style of the line before is still there.
 */
void
confab_line_writer_begin (ConfabLineWriter *self,
                          gboolean          verbatim)
{
  g_string_truncate (self->text, 0);
  g_array_set_size (self->spans, 0);
  self->span_start = 0;
  self->run = 0;
  self->marks = 0;
  self->before = 0;
  self->n_closers = 0;
  self->verbatim = verbatim;
}

static void
end_span (ConfabLineWriter *self)
{
  ConfabSpan span = { self->span_start, self->text->len, self->flags, NULL };
  ConfabSpan *last = NULL;

  if (self->flags == 0 || span.start == span.end)
    return;

  if (self->spans->len > 0)
    last = &g_array_index (self->spans, ConfabSpan, self->spans->len - 1);
  if (last != NULL && last->end == span.start && last->flags == span.flags &&
      (span.flags & CONFAB_SPAN_CITATION) == 0 && g_strcmp0 (last->target, self->target) == 0)
    {
      last->end = span.end;
      return;
    }

  span.target = g_strdup (self->target);
  g_array_append_val (self->spans, span);
}

/**
 * confab_line_writer_set_style:
 * @self: a writer
 * @flags: what the text from here on is
 * @target: (nullable): see #ConfabSpan
 */
void
confab_line_writer_set_style (ConfabLineWriter *self,
                              ConfabSpanFlags   flags,
                              const char       *target)
{
  end_span (self);
  self->span_start = self->text->len;
  self->flags = flags;
  if (g_strcmp0 (self->target, target) != 0)
    {
      g_free (self->target);
      self->target = g_strdup (target);
    }
}

/* Characters */

/* A place where Pango may break, or a character that is broken around. */
static gboolean
is_break (gunichar ch)
{
  return ch == ' ' || (ch >= 0x80 && (ch == SOFT_BREAK || g_unichar_isspace (ch) ||
                                      g_unichar_iswide (ch)));
}

static void
put_safe (ConfabLineWriter *self,
          gunichar          ch)
{
  gboolean is_mark = ch >= 0x300 && g_unichar_ismark (ch);

  if (is_mark)
    {
      if (self->marks == CONFAB_LINE_MAX_MARKS)
        return;
      self->marks++;
    }
  else
    {
      self->marks = 0;
    }

  if (is_break (ch))
    {
      self->run = 0;
    }
  else
    {
      /* An endless chain of joiners is not a word either: at twice the limit it is cut as well. */
      if (self->run >= CONFAB_LINE_MAX_RUN &&
          ((!is_mark && ch != JOINER && self->before != JOINER) ||
           self->run >= 2 * CONFAB_LINE_MAX_RUN))
        {
          g_string_append_unichar (self->text, SOFT_BREAK);
          self->run = 0;
        }
      self->run++;
    }

  g_string_append_unichar (self->text, ch);
  self->before = ch;
}

/* Text must not be shown in another order than it has, code and addresses above all. */
static void
put_direction (ConfabLineWriter *self,
               gunichar          ch)
{
  gboolean seen = self->verbatim || (self->flags & (CONFAB_SPAN_CODE | CONFAB_SPAN_LINK |
                                                    CONFAB_SPAN_IMAGE | CONFAB_SPAN_MATH)) != 0;
  guint n = self->n_closers;

  switch (seen ? 0 : ch)
    {
    case 0x202a: /* embeddings */
    case 0x202b:
    case 0x2066: /* isolates */
    case 0x2067:
    case 0x2068:
      if (n < G_N_ELEMENTS (self->closers))
        {
          self->closers[self->n_closers++] = ch < 0x2066 ? POP_EMBEDDING : POP_ISOLATE;
          put_safe (self, ch);
          return;
        }
      break;

    case POP_EMBEDDING:
    case POP_ISOLATE:
      /* The end of an isolate ends the embeddings in it as well. */
      while (n > 0 && self->closers[n - 1] != ch && ch == POP_ISOLATE)
        n--;
      if (n > 0 && self->closers[n - 1] == ch)
        {
          self->n_closers = n - 1;
          put_safe (self, ch);
          return;
        }
      break;

    default:
      break;
    }

  put_safe (self, REPLACEMENT);
}

/**
 * confab_line_writer_put_char:
 * @self: a writer with a line begun
 * @ch: any character
 */
void
confab_line_writer_put_char (ConfabLineWriter *self,
                             gunichar          ch)
{
  if (ch < 0x20 && ch != '\t')
    put_safe (self, 0x2400 + ch);
  else if (ch < 0x7f)
    put_safe (self, ch);
  else if (ch == 0x7f)
    put_safe (self, 0x2421);
  else if (ch < 0xa0 || ch == 0x2028 || ch == 0x2029 || !g_unichar_validate (ch) ||
           (ch >= 0xfdd0 && ch <= 0xfdef) || (ch & 0xfffe) == 0xfffe)
    put_safe (self, REPLACEMENT);
  else if ((ch >= 0x202a && ch <= 0x202e) || (ch >= 0x2066 && ch <= 0x2069))
    put_direction (self, ch);
  else
    put_safe (self, ch);
}

/**
 * confab_line_writer_put:
 * @self: a writer with a line begun
 * @text: UTF-8
 * @length: its bytes
 */
void
confab_line_writer_put (ConfabLineWriter *self,
                        const char       *text,
                        gsize             length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *start = text;

      /* Most text is short words of ASCII. */
      while (text < end && *text >= 0x20 && *text < 0x7f && self->run < CONFAB_LINE_MAX_RUN)
        {
          self->run = *text == ' ' ? 0 : self->run + 1;
          text++;
        }
      if (text > start)
        {
          g_string_append_len (self->text, start, text - start);
          self->before = (guchar) text[-1];
          self->marks = 0;
          continue;
        }

      confab_line_writer_put_char (self, g_utf8_get_char (text));
      text = g_utf8_next_char (text);
    }
}

/**
 * confab_line_writer_finish:
 * @self: a writer with a line begun
 *
 * Returns: (transfer full): the line
 */
ConfabLine *
confab_line_writer_finish (ConfabLineWriter *self)
{
  ConfabLine *line = g_new0 (ConfabLine, 1);
  guint64 hash = CONFAB_HASH_START;

  while (self->n_closers > 0)
    g_string_append_unichar (self->text, self->closers[--self->n_closers]);
  end_span (self);
  self->span_start = 0;

  line->length = self->text->len;
  line->text = g_strndup (self->text->str, self->text->len);
  line->n_spans = self->spans->len;
  if (line->n_spans > 0)
    {
      line->spans = g_new (ConfabSpan, line->n_spans);
      memcpy (line->spans, self->spans->data, line->n_spans * sizeof (ConfabSpan));
      /* The targets are the line's now. */
      for (guint i = 0; i < line->n_spans; i++)
        g_array_index (self->spans, ConfabSpan, i).target = NULL;
    }
  for (guint i = 0; i < line->n_spans; i++)
    hash = confab_hash_span (hash, &line->spans[i]);
  confab_line_seal (line, confab_hash_bytes (CONFAB_HASH_START, line->text, line->length), hash);

  g_string_truncate (self->text, 0);
  g_array_set_size (self->spans, 0);

  return line;
}

/**
 * confab_line_writer_unbreak:
 * @out: where to append
 * @line: a line
 * @start: the first byte of its text
 * @end: the byte after the last one
 *
 * Appends the text without the places to break that a writer has put in.
 */
void
confab_line_writer_unbreak (GString          *out,
                            const ConfabLine *line,
                            gsize             start,
                            gsize             end)
{
  guint run = 0;

  if (line->length <= CONFAB_LINE_MAX_RUN)
    {
      g_string_append_len (out, line->text + start, (gssize) (end - start));
      return;
    }

  /* How long the word is by then. A writer lets none become long, so this is not far back. */
  for (const char *p = line->text + start; p > line->text;)
    {
      p = g_utf8_prev_char (p);
      if (is_break (g_utf8_get_char (p)))
        break;
      run++;
    }

  for (const char *p = line->text + start; p < line->text + end; p = g_utf8_next_char (p))
    {
      gunichar ch = g_utf8_get_char (p);

      if (ch == SOFT_BREAK && run >= CONFAB_LINE_MAX_RUN)
        {
          run = 0;
          continue;
        }
      run = is_break (ch) ? 0 : run + 1;
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }
}

/**
 * confab_line_writer_walk:
 * @out: where @func appends
 * @line: a line
 * @start: the first byte of its text
 * @end: the byte after the last one
 * @func: called for each piece of one style, in order; together they are the whole range
 */
void
confab_line_writer_walk (GString          *out,
                         const ConfabLine *line,
                         gsize             start,
                         gsize             end,
                         ConfabSpanFunc    func)
{
  gsize position = start;

  for (guint i = 0; i < line->n_spans && position < end; i++)
    {
      const ConfabSpan *span = &line->spans[i];

      if (span->end <= position)
        continue;
      if (span->start >= end)
        break;

      if (span->start > position)
        func (out, line, NULL, position, span->start);
      func (out, line, span, MAX (span->start, position), MIN (span->end, end));
      position = MIN (span->end, end);
    }
  if (position < end)
    func (out, line, NULL, position, end);
}
