/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-parts-private.h"

#include <string.h>

/* A paragraph is cut only this far before its end, and at least this far after its start. */
#define CUT_MARGIN 256
/* So much of a paragraph is cut even if something in it waits for its second half. */
#define CUT_ANYHOW 4096

#define VOID CONFAB_STAND_IN_VOID

/**
 * confab_parts_end_cut:
 * @self: parts
 *
 * From now on the open part is parsed from its start.
 */
void
confab_parts_end_cut (ConfabParts *self)
{
  g_string_truncate (self->cut.prelude, 0);
  g_clear_pointer (&self->cut.fixed_text, confab_line_free);
  self->cut.active = FALSE;
  self->cut.fixed_lines = 0;
  self->cut.skip_lines = 0;
  self->cut.next_try = CONFAB_CUT_BYTES;
}

/* Joins what is fixed of a line with what comes behind it. */
static ConfabLine *
join (ConfabParts      *self,
      const ConfabLine *rest)
{
  const ConfabLine *start = self->cut.fixed_text;
  ConfabLine *line = g_new0 (ConfabLine, 1);
  guint64 span_hash = self->cut.fixed_span_hash;

  line->length = start->length + rest->length;
  line->text = g_malloc (line->length + 1);
  memcpy (line->text, start->text, start->length);
  memcpy (line->text + start->length, rest->text, rest->length + 1);

  line->n_spans = start->n_spans + rest->n_spans;
  line->spans = line->n_spans > 0 ? g_new (ConfabSpan, line->n_spans) : NULL;
  for (guint i = 0; i < start->n_spans; i++)
    {
      line->spans[i] = start->spans[i];
      line->spans[i].target = g_strdup (start->spans[i].target);
    }
  for (guint i = 0; i < rest->n_spans; i++)
    {
      ConfabSpan span = rest->spans[i];

      span.start += start->length;
      span.end += start->length;
      span.target = g_strdup (span.target);
      line->spans[start->n_spans + i] = span;
      span_hash = confab_hash_span (span_hash, &span);
    }

  confab_line_seal (line, confab_hash_bytes (self->cut.fixed_hash, rest->text, rest->length),
                    span_hash);

  return line;
}

/**
 * confab_parts_join_blocks:
 * @self: parts that are cut
 * @blocks: blocks that were made of what is behind the cut; taken from
 *
 * Adds them to what is before it.
 *
 * Returns: %FALSE when they are not of the block that was cut
 */
gboolean
confab_parts_join_blocks (ConfabParts *self,
                          GPtrArray   *blocks)
{
  ConfabBlock *block = g_ptr_array_index (self->blocks, self->n_fixed);
  ConfabBlock *first = blocks->len > 0 ? g_ptr_array_index (blocks, 0) : NULL;

  if (first == NULL || first->kind != block->kind || first->n_columns != block->n_columns ||
      (self->cut.fixed_text != NULL && first->lines->len == 0))
    return FALSE;

  for (guint i = 0; i < first->lines->len; i++)
    {
      ConfabLine *line = g_ptr_array_index (first->lines, i);

      if (i == 0 && self->cut.fixed_text != NULL)
        {
          g_ptr_array_add (block->lines, join (self, line));
        }
      else
        {
          g_ptr_array_add (block->lines, line);
          g_ptr_array_index (first->lines, i) = NULL;
        }
    }
  block->closed = first->closed;

  for (guint i = 1; i < blocks->len; i++)
    g_ptr_array_add (self->blocks, g_steal_pointer (&g_ptr_array_index (blocks, i)));

  return TRUE;
}

static guint
count_lines (const char *start,
             const char *end)
{
  guint n = 0;

  while ((start = memchr (start, '\n', (gsize) (end - start))) != NULL)
    {
      start++;
      n++;
    }

  return n;
}

/* Fences and tables: lines that are whole are fixed, and the first one or two stand before the
 * rest again, so that the parser knows what that is. */
static void
cut_lines (ConfabParts      *self,
           const GString    *text,
           const ConfabPart *part,
           ConfabBlock      *block)
{
  gboolean is_table = block->kind == CONFAB_BLOCK_TABLE;
  guint lines_each = is_table ? block->n_columns : 1;
  guint n_head = is_table ? 2 : 1;
  const char *start = text->str + (self->cut.active ? self->cut.start : part->start);
  const char *end = text->str + text->len;
  const char *head_end = start;
  gboolean is_whole;
  guint n_rows;

  while (end > start && end[-1] != '\n')
    end--;
  is_whole = end == text->str + text->len;
  n_rows = count_lines (start, end);
  if (!self->cut.active)
    {
      if (n_rows <= n_head || *start == '\n')
        return;
      n_rows -= n_head;
    }

  /* Only if the lines are those that one sees: a row a line. */
  if (self->cut.fixed_lines + (n_rows + (is_table && !self->cut.active) + !is_whole) * lines_each !=
      block->lines->len)
    return;

  if (!self->cut.active)
    {
      for (guint i = 0; i < n_head; i++)
        head_end = (const char *) memchr (head_end, '\n', (gsize) (end - head_end)) + 1;
      g_string_append_len (self->cut.prelude, start, head_end - start);
      self->cut.skip_lines = is_table ? block->n_columns : 0;
    }

  self->cut.active = TRUE;
  self->cut.fixed_lines = block->lines->len - (is_whole ? 0 : lines_each);
  self->cut.start = (gsize) (end - text->str);
}

static gboolean
is_plain_byte (char ch)
{
  return (guchar) ch >= 0x80 || g_ascii_isalnum (ch);
}

/*
 * A place between two words, or between two characters of a writing without blanks, or between two
 * lines: nothing on either side means anything to Markdown.
 */
static gboolean
find_place (const char  *start,
            const char  *end,
            gboolean    *is_blank,
            const char **place)
{
  for (const char *p = end; p > start + 1; p--)
    {
      *place = p;
      *is_blank = *p == ' ' || *p == '\n';
      if (*is_blank && is_plain_byte (p[-1]) && is_plain_byte (p[1]))
        return TRUE;
      if (!*is_blank && (p[0] & 0xc0) != 0x80 && (guchar) p[0] >= 0x80)
        {
          gunichar before = g_utf8_get_char (g_utf8_prev_char (p));
          gunichar after = g_utf8_get_char (p);

          if (g_unichar_isalpha (before) && g_unichar_iswide (before) &&
              g_unichar_isalpha (after) && g_unichar_iswide (after))
            return TRUE;
        }
    }

  return FALSE;
}

static gboolean
has_directions (const ConfabLine *line)
{
  for (const char *p = line->text; (p = strstr (p, "\xe2")) != NULL; p++)
    if (((guchar) p[1] == 0x80 && (guchar) p[2] >= 0xaa && (guchar) p[2] <= 0xae) ||
        ((guchar) p[1] == 0x81 && (guchar) p[2] >= 0xa6 && (guchar) p[2] <= 0xa9))
      return TRUE;

  return FALSE;
}

/*
 * A paragraph: what is before a place where nothing waits for its second half is fixed. The rest is
 * parsed behind two empty lines, so that it is still the middle of a paragraph to the parser.
 */
static void
cut_paragraph (ConfabParts      *self,
               const GString    *text,
               const ConfabPart *part,
               ConfabBlock      *block)
{
  gsize start = self->cut.active ? self->cut.start : part->start;
  ConfabBuilderContext context = { .skip_lines = self->cut.skip_lines };
  ConfabBuilderResult result;
  ConfabBlock *fixed;
  ConfabLine *last = NULL;
  const char *place;
  gboolean is_blank;
  gboolean within_line;
  guint64 hash = CONFAB_HASH_START; /* of the start of the last line, as far as it is known */
  guint64 span_hash = CONFAB_HASH_START;
  gsize n_bytes = 0;
  guint n_spans = 0;

  if (!find_place (text->str + start + CUT_MARGIN, text->str + text->len - CUT_MARGIN, &is_blank,
                   &place))
    return;

  confab_parts_parse (self, self->cut.prelude->str, text->str + start,
                      (gsize) (place - text->str) - start, &context, &result);
  fixed = result.blocks->len == 1 ? g_ptr_array_index (result.blocks, 0) : NULL;
  within_line = *place != '\n';
  if (fixed != NULL && fixed->kind == CONFAB_BLOCK_PARAGRAPH && fixed->n_containers == 0 &&
      fixed->lines->len > 0 &&
      (!result.loose_end || text->len - start > CUT_ANYHOW))
    last = g_ptr_array_index (fixed->lines, fixed->lines->len - 1);
  if (last == NULL || (within_line && has_directions (last)))
    {
      g_ptr_array_unref (result.blocks);
      return;
    }

  if (self->cut.fixed_text != NULL && fixed->lines->len == 1)
    {
      hash = self->cut.fixed_hash;
      span_hash = self->cut.fixed_span_hash;
      n_bytes = self->cut.fixed_text->length;
      n_spans = self->cut.fixed_text->n_spans;
    }

  /* Of the block, the lines that were not fixed are made anew. */
  g_ptr_array_set_size (block->lines, (gint) self->cut.fixed_lines);
  for (guint i = 0; i < fixed->lines->len; i++)
    {
      ConfabLine *line = g_steal_pointer (&g_ptr_array_index (fixed->lines, i));

      if (i == 0 && self->cut.fixed_text != NULL)
        {
          ConfabLine *whole = join (self, line);

          confab_line_free (line);
          line = whole;
        }
      g_ptr_array_add (block->lines, line);
    }
  g_ptr_array_unref (result.blocks);

  g_clear_pointer (&self->cut.fixed_text, confab_line_free);
  self->cut.fixed_lines = block->lines->len;
  if (within_line)
    {
      self->cut.fixed_lines--;
      last = g_ptr_array_steal_index (block->lines, self->cut.fixed_lines);
      if (is_blank)
        {
          last->text = g_realloc (last->text, last->length + 2);
          last->text[last->length++] = ' ';
          last->text[last->length] = '\0';
        }
      self->cut.fixed_text = last;
      self->cut.fixed_hash = confab_hash_bytes (hash, last->text + n_bytes, last->length - n_bytes);
      for (; n_spans < last->n_spans; n_spans++)
        span_hash = confab_hash_span (span_hash, &last->spans[n_spans]);
      self->cut.fixed_span_hash = span_hash;
    }

  self->cut.active = TRUE;
  self->cut.start = (gsize) (place - text->str) + (is_blank ? 1 : 0);
  self->cut.skip_lines = 2;
  g_string_assign (self->cut.prelude, within_line ? VOID "\n" VOID "\n" VOID : VOID "\n" VOID "\n");
}

/**
 * confab_parts_try_cut:
 * @self: parts
 * @text: the whole text
 *
 * Fixes what can be of the open part, when it is one block and long.
 *
 * Returns: whether the rest of it has to be parsed again
 */
gboolean
confab_parts_try_cut (ConfabParts   *self,
                      const GString *text)
{
  const ConfabPart *part = &self->splitter.part;
  gsize start = self->cut.active ? self->cut.start : part->start;
  ConfabBlock *block;

  if (self->blocks->len != self->n_fixed + 1 || text->len - start < self->cut.next_try ||
      self->cut.next_try == G_MAXSIZE)
    return FALSE;

  block = g_ptr_array_index (self->blocks, self->n_fixed);
  self->cut.next_try = text->len - start + CONFAB_CUT_BYTES;
  if (block->n_containers > 0)
    return FALSE;

  if (block->kind == CONFAB_BLOCK_TABLE ||
      (block->kind == CONFAB_BLOCK_CODE && part->kind == CONFAB_PART_FENCE && !block->closed))
    {
      cut_lines (self, text, part, block);
    }
  else if (block->kind == CONFAB_BLOCK_PARAGRAPH)
    {
      gsize was = start;

      cut_paragraph (self, text, part, block);
      if (self->cut.active && self->cut.start != was)
        {
          self->cut.next_try = CONFAB_CUT_BYTES;
          return TRUE;
        }
      return FALSE;
    }

  if (self->cut.active)
    self->cut.next_try = CONFAB_CUT_BYTES;

  return FALSE;
}
