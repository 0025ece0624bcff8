/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-inline.h"

#include <string.h>

#include "confab-address.h"
#include "confab-citation-scan.h"
#include "confab-entity.h"

#define STAND_IN_BYTES 3

/**
 * confab_inline_init:
 * @self: (out caller-allocates): text
 */
void
confab_inline_init (ConfabInline *self)
{
  *self = (ConfabInline) { 0, };
  confab_line_writer_init (&self->writer);
}

/**
 * confab_inline_clear:
 * @self: text
 *
 * Frees what it holds.
 */
void
confab_inline_clear (ConfabInline *self)
{
  for (guint i = 0; i < self->n_spans; i++)
    g_free (self->spans[i].target);
  confab_line_writer_clear (&self->writer);
}

static ConfabSpanFlags
get_flags (ConfabInline *self)
{
  return self->n_spans > 0 ? self->spans[self->n_spans - 1].flags : 0;
}

static const char *
get_target (ConfabInline *self)
{
  return self->n_spans > 0 ? self->spans[self->n_spans - 1].target : NULL;
}

static void
apply_style (ConfabInline *self)
{
  confab_line_writer_set_style (&self->writer, get_flags (self), get_target (self));
}

/**
 * confab_inline_begin:
 * @self: text
 * @verbatim: whether the line is code
 *
 * Begins a line.
 */
void
confab_inline_begin (ConfabInline *self,
                     gboolean      verbatim)
{
  confab_line_writer_begin (&self->writer, verbatim);
  apply_style (self);
  self->line_open = TRUE;
  self->display = NULL;
  self->loose_line = FALSE;
}

/**
 * confab_inline_end:
 * @self: text with a line begun
 *
 * Returns: (transfer full): the line
 */
ConfabLine *
confab_inline_end (ConfabInline *self)
{
  self->line_open = FALSE;

  return confab_line_writer_finish (&self->writer);
}

/* Stand-ins */

/* @p is at a stand-in: its mark, or %NULL when it is one without; @end is moved behind it. */
static const ConfabMark *
get_mark (const ConfabPrepared  *prepared,
          const char            *p,
          const char            *limit,
          const char           **end)
{
  guint number = 0;

  *end = MIN (p + STAND_IN_BYTES, limit);
  if (memcmp (p, CONFAB_STAND_IN_MARK, STAND_IN_BYTES) != 0)
    return NULL;

  while (*end < limit && g_ascii_isdigit (**end))
    number = number * 10 + (guint) (*(*end)++ - '0');
  *end = MIN (*end + STAND_IN_BYTES, limit);

  return number < prepared->marks->len ? &g_array_index (prepared->marks, ConfabMark, number) : NULL;
}

static const char *
find_stand_in (const char *text,
               const char *end)
{
  const char *p = text;

  while (p < end && (p = memchr (p, CONFAB_STAND_IN_LEAD[0], (gsize) (end - p))) != NULL)
    {
      if (end - p >= STAND_IN_BYTES && p[1] == CONFAB_STAND_IN_LEAD[1] &&
          (guchar) p[2] >= 0x90 && (guchar) p[2] <= 0x93)
        return p;
      p++;
    }

  return end;
}

/**
 * confab_inline_restore:
 * @prepared: where the text is from
 * @out: where to append
 * @text: text that may have stand-ins
 * @length: its bytes
 *
 * Appends the text as it was written.
 */
void
confab_inline_restore (const ConfabPrepared *prepared,
                       GString              *out,
                       const char           *text,
                       gsize                 length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *stop = find_stand_in (text, end);
      const ConfabMark *mark;

      g_string_append_len (out, text, stop - text);
      if (stop == end)
        return;

      mark = get_mark (prepared, stop, end, &text);
      if (mark != NULL)
        g_string_append_len (out, mark->source, (gssize) mark->length);
      else if (memcmp (stop, CONFAB_STAND_IN_TILDE, STAND_IN_BYTES) == 0)
        g_string_append_c (out, '~');
    }
}

static void
put_restored (ConfabInline         *self,
              const ConfabPrepared *prepared,
              const char           *text,
              gsize                 length)
{
  g_autoptr (GString) whole = g_string_new (NULL);

  confab_inline_restore (prepared, whole, text, length);
  for (gsize i = 0; i < whole->len; i++)
    if (whole->str[i] == '\n')
      whole->str[i] = ' ';
  confab_line_writer_put (&self->writer, whole->str, whole->len);
}

static void
put_mark (ConfabInline     *self,
          const ConfabMark *mark)
{
  ConfabSpanFlags flags = get_flags (self);

  if (mark->kind == CONFAB_MARK_CITATION)
    {
      const char *end = mark->source + mark->length;
      const char *digits = mark->source;
      gsize n;

      while ((digits = confab_citation_next (digits, end, &n)) != NULL)
        {
          g_autofree char *number = g_strndup (digits, n);

          /* A place to break must not come between its digits. */
          if (self->writer.run + n > CONFAB_LINE_MAX_RUN)
            confab_line_writer_put_char (&self->writer, 0x200b);
          confab_line_writer_set_style (&self->writer, flags | CONFAB_SPAN_CITATION, number);
          confab_line_writer_put (&self->writer, number, n);
          confab_line_writer_set_style (&self->writer, flags, get_target (self));
          digits += n;
        }
    }
  else
    {
      g_autofree char *inner = g_strdelimit (g_strdup (mark->inner), "\n", ' ');

      if (mark->kind == CONFAB_MARK_DISPLAY && self->writer.text->len == 0 && self->n_spans == 0)
        self->display = mark;
      confab_line_writer_set_style (&self->writer, flags | CONFAB_SPAN_MATH, get_target (self));
      confab_line_writer_put (&self->writer, inner, strlen (inner));
    }

  apply_style (self);
}

/* Text */

static gboolean
is_word_byte (char ch)
{
  return (guchar) ch >= 0x80 || g_ascii_isalnum (ch);
}

/*
 * Looks for what was left over, and could be the first of a pair whose second is still to come. The
 * text is in md4c's input, where something stands before and behind it.
 */
static void
note_loose (ConfabInline         *self,
            const ConfabPrepared *prepared,
            const char           *text,
            gsize                 length)
{
  const char *input = prepared->text->str;

  if (text < input || text >= input + prepared->text->len)
    return;

  for (gsize i = 0; i < length; i++)
    {
      const char *p = text + i;
      char before = p > input ? p[-1] : ' ';
      char after = p[1];
      gboolean escaped = i == 0 && before == '\\';

      if (escaped && *p != '(')
        continue;

      switch (*p)
        {
        case '`':
          self->loose = TRUE;
          break;

        case '*':
        case '~':
          if (after != ' ' && after != '\n')
            self->loose = TRUE;
          break;

        case '_':
          if (after != ' ' && after != '\n' && !(is_word_byte (before) && is_word_byte (after)))
            self->loose = TRUE;
          break;

        case '[':
          self->n_brackets++;
          break;

        case ']':
          if (self->n_brackets > 0)
            self->n_brackets--;
          break;

        case '(':
          if (escaped)
            self->loose_line = TRUE;
          break;

        case '$':
          self->loose_line = TRUE;
          break;

        default:
          break;
        }
    }
}

static void
put_plain (ConfabInline         *self,
           const ConfabPrepared *prepared,
           const char           *text,
           gsize                 length)
{
  const char *end = text + length;

  note_loose (self, prepared, text, length);

  while (text < end)
    {
      const char *stop = find_stand_in (text, end);
      const ConfabMark *mark;

      for (const char *p = text; self->display != NULL && p < stop; p++)
        if (*p != ' ' && *p != '\t')
          self->display = NULL; /* there is more in this line than maths */
      confab_line_writer_put (&self->writer, text, (gsize) (stop - text));
      if (stop == end)
        return;

      mark = get_mark (prepared, stop, end, &text);
      if (mark != NULL)
        {
          self->display = NULL;
          put_mark (self, mark);
        }
      else if (memcmp (stop, CONFAB_STAND_IN_TILDE, STAND_IN_BYTES) == 0)
        {
          self->display = NULL;
          confab_line_writer_put (&self->writer, "~", 1);
        }
    }
}

/**
 * confab_inline_put:
 * @self: text with a line begun
 * @prepared: where it is from
 * @type: what md4c says it is
 * @text: UTF-8
 * @length: its bytes
 */
void
confab_inline_put (ConfabInline         *self,
                   const ConfabPrepared *prepared,
                   MD_TEXTTYPE           type,
                   const char           *text,
                   gsize                 length)
{
  g_autoptr (GString) decoded = NULL;
  ConfabSpanFlags special = CONFAB_SPAN_CODE | CONFAB_SPAN_LINK | CONFAB_SPAN_IMAGE;

  switch (type)
    {
    case MD_TEXT_NULLCHAR:
      confab_line_writer_put_char (&self->writer, 0xfffd);
      break;

    case MD_TEXT_ENTITY:
      self->display = NULL;
      decoded = g_string_new (NULL);
      confab_entity_decode (decoded, text, length);
      confab_line_writer_put (&self->writer, decoded->str, decoded->len);
      break;

    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
    case MD_TEXT_NORMAL:
    case MD_TEXT_CODE:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH:
    default:
      if (type == MD_TEXT_CODE || (get_flags (self) & special) != 0)
        {
          self->display = NULL;
          put_restored (self, prepared, text, length);
        }
      else
        {
          put_plain (self, prepared, text, length);
        }
      break;
    }
}

/* Spans */

/**
 * confab_inline_get_attribute:
 * @prepared: where it is from
 * @attribute: an address or the like
 *
 * Returns: (transfer full): its text with entities decoded
 */
char *
confab_inline_get_attribute (const ConfabPrepared *prepared,
                             const MD_ATTRIBUTE   *attribute)
{
  GString *out = g_string_new (NULL);

  if (attribute->text == NULL)
    return g_string_free (out, FALSE);

  for (guint i = 0; attribute->substr_offsets[i] < attribute->size; i++)
    {
      const char *text = attribute->text + attribute->substr_offsets[i];
      gsize length = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];

      switch (attribute->substr_types[i])
        {
        case MD_TEXT_ENTITY:
          confab_entity_decode (out, text, length);
          break;

        case MD_TEXT_NULLCHAR:
          g_string_append (out, "\xef\xbf\xbd");
          break;

        default:
          confab_inline_restore (prepared, out, text, length);
          break;
        }
    }

  return g_string_free (out, FALSE);
}

/**
 * confab_inline_make_safe:
 * @self: text without a line begun
 * @text: UTF-8
 *
 * Returns: (transfer full) (nullable): the text as it may be shown, %NULL when it is empty
 */
char *
confab_inline_make_safe (ConfabInline *self,
                         const char   *text)
{
  ConfabLine *line;
  char *safe;

  if (*text == '\0')
    return NULL;

  confab_line_writer_begin (&self->writer, TRUE);
  confab_line_writer_set_style (&self->writer, 0, NULL);
  confab_line_writer_put (&self->writer, text, strlen (text));
  line = confab_line_writer_finish (&self->writer);
  safe = g_steal_pointer (&line->text);
  confab_line_free (line);

  return safe;
}

/**
 * confab_inline_enter:
 * @self: text with a line begun
 * @prepared: where it is from
 * @type: what md4c says begins
 * @detail: what it says of it
 */
void
confab_inline_enter (ConfabInline         *self,
                     const ConfabPrepared *prepared,
                     MD_SPANTYPE           type,
                     void                 *detail)
{
  ConfabInlineSpan span = { type, get_flags (self), NULL, self->writer.text->len };
  g_autofree char *address = NULL;

  if (self->deep_spans > 0 || self->n_spans == G_N_ELEMENTS (self->spans))
    {
      self->deep_spans++;
      return;
    }

  switch (type)
    {
    case MD_SPAN_EM:
      span.flags |= CONFAB_SPAN_EMPHASIS;
      break;

    case MD_SPAN_STRONG:
      span.flags |= CONFAB_SPAN_STRONG;
      break;

    case MD_SPAN_DEL:
      span.flags |= CONFAB_SPAN_STRIKE;
      break;

    case MD_SPAN_CODE:
      span.flags |= CONFAB_SPAN_CODE;
      break;

    case MD_SPAN_A:
      address = confab_inline_get_attribute (prepared, &((MD_SPAN_A_DETAIL *) detail)->href);
      if ((span.flags & (CONFAB_SPAN_IMAGE | CONFAB_SPAN_LINK)) == 0)
        span.target = confab_address_check (address);
      if (span.target != NULL)
        span.flags |= CONFAB_SPAN_LINK;
      break;

    case MD_SPAN_IMG:
      address = confab_inline_get_attribute (prepared, &((MD_SPAN_IMG_DETAIL *) detail)->src);
      if ((span.flags & (CONFAB_SPAN_IMAGE | CONFAB_SPAN_LINK)) == 0)
        span.target = confab_address_get_host (address);
      span.flags |= CONFAB_SPAN_IMAGE;
      break;

    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
    case MD_SPAN_WIKILINK:
    case MD_SPAN_U:
    default:
      break;
    }

  if (span.target == NULL)
    span.target = g_strdup (get_target (self));
  self->display = NULL;
  self->spans[self->n_spans++] = span;
  apply_style (self);
}

/* An image is not fetched: behind what it is said to show stands where it would come from. One without
 * a name is seen as well. In a link the text is the link's. */
static void
put_origin (ConfabInline           *self,
            const ConfabInlineSpan *span)
{
  const char *host = (span->flags & CONFAB_SPAN_LINK) == 0 && span->target != NULL ? span->target : "";
  const char *name = self->writer.text->str + span->start;
  g_autofree char *origin = NULL;

  if (self->writer.text->len == span->start)
    {
      name = *host != '\0' ? host : "…";
      confab_line_writer_put (&self->writer, name, strlen (name));
      return;
    }
  if (*host == '\0' || g_str_equal (name, host))
    return;

  origin = g_strdup_printf (" (%s)", host);
  confab_line_writer_set_style (&self->writer, span->flags | CONFAB_SPAN_ORIGIN, host);
  confab_line_writer_put (&self->writer, origin, strlen (origin));
}

static void
leave_last (ConfabInline *self)
{
  ConfabInlineSpan *span = &self->spans[self->n_spans - 1];

  if (span->type == MD_SPAN_IMG && self->line_open)
    put_origin (self, span);

  self->n_spans--;
  apply_style (self);
  g_clear_pointer (&self->spans[self->n_spans].target, g_free);
}

/**
 * confab_inline_leave:
 * @self: text
 * @type: what md4c says ends
 *
 * It is not trusted to say so in order: 0.4.8 lets a bare address end a span that it is not in.
 */
void
confab_inline_leave (ConfabInline *self,
                     MD_SPANTYPE   type)
{
  guint n = self->n_spans;

  if (self->deep_spans > 0)
    {
      self->deep_spans--;
      return;
    }

  while (n > 0 && self->spans[n - 1].type != type)
    n--;
  while (n > 0 && self->n_spans >= n)
    leave_last (self);
}

/**
 * confab_inline_leave_all:
 * @self: text
 *
 * Ends what is open: the text of a block is at its end.
 */
void
confab_inline_leave_all (ConfabInline *self)
{
  self->deep_spans = 0;
  while (self->n_spans > 0)
    leave_last (self);
}
