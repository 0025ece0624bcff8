/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-markup.h"

#include <string.h>

#include "confab-line-writer.h"

#define EMPHASES (CONFAB_SPAN_STRONG | CONFAB_SPAN_EMPHASIS | CONFAB_SPAN_STRIKE)

/* Whether the characters at the start of a line would begin a block. */
static gboolean
is_block_start (const char *text,
                gsize       length)
{
  gsize n = 0;

  while (n < length && g_ascii_isdigit (text[n]))
    n++;

  return n > 0 && n < length && (text[n] == '.' || text[n] == ')');
}

static void
put_escaped (GString    *out,
             const char *text,
             gsize       length,
             gboolean    line_start)
{
  gboolean is_number = line_start && is_block_start (text, length);

  for (gsize i = 0; i < length; i++)
    {
      char ch = text[i];
      gboolean special = ch != '\0' && strchr ("\\`*_[]<>~|$&", ch) != NULL;

      special = special || (line_start && i == 0 && (ch == '#' || ch == '+' || ch == '-' || ch == '='));
      special = special || (is_number && (ch == '.' || ch == ')'));
      /* What is no link is not to become one. */
      special = special || ch == '@' || (ch == ':' && i + 1 < length && text[i + 1] == '/') ||
                (ch == '.' && i >= 3 && memcmp (text + i - 3, "www", 3) == 0);
      if (is_number && (ch == '.' || ch == ')'))
        is_number = FALSE;
      if (special)
        g_string_append_c (out, '\\');
      g_string_append_c (out, ch);
    }
}

static void
put_code (GString    *out,
          const char *text,
          gsize       length)
{
  guint longest = 0;
  guint run = 0;
  gboolean padded;
  g_autofree char *ticks = NULL;

  for (gsize i = 0; i < length; i++)
    {
      run = text[i] == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  ticks = g_strnfill (longest + 1, '`');
  padded = length > 0 && (text[0] == '`' || text[length - 1] == '`' ||
                          (text[0] == ' ' && text[length - 1] == ' '));
  g_string_append (out, ticks);
  if (padded)
    g_string_append_c (out, ' ');
  g_string_append_len (out, text, (gssize) length);
  if (padded)
    g_string_append_c (out, ' ');
  g_string_append (out, ticks);
}

/* What lies in a run of one style, without the emphasis around it. */
static void
put_run (GString          *out,
         const ConfabSpan *span,
         const char       *text,
         gsize             length,
         gboolean          line_start)
{
  ConfabSpanFlags flags = span != NULL ? span->flags : 0;

  if ((flags & CONFAB_SPAN_CITATION) != 0)
    g_string_append_printf (out, "[%s]", span->target);
  else if ((flags & CONFAB_SPAN_MATH) != 0)
    g_string_append_printf (out, "\\(%.*s\\)", (int) length, text);
  else if ((flags & CONFAB_SPAN_CODE) != 0)
    put_code (out, text, length);
  else
    put_escaped (out, text, length, line_start);
}

static void
open_marks (GString         *out,
            ConfabSpanFlags  flags)
{
  if ((flags & CONFAB_SPAN_STRIKE) != 0)
    g_string_append (out, "~~");
  if ((flags & CONFAB_SPAN_STRONG) != 0)
    g_string_append (out, "**");
  if ((flags & CONFAB_SPAN_EMPHASIS) != 0)
    g_string_append (out, "*");
}

static void
close_marks (GString         *out,
             ConfabSpanFlags  flags)
{
  if ((flags & CONFAB_SPAN_EMPHASIS) != 0)
    g_string_append (out, "*");
  if ((flags & CONFAB_SPAN_STRONG) != 0)
    g_string_append (out, "**");
  if ((flags & CONFAB_SPAN_STRIKE) != 0)
    g_string_append (out, "~~");
}

static gboolean
is_link (const ConfabSpan *span)
{
  return span != NULL && (span->flags & (CONFAB_SPAN_LINK | CONFAB_SPAN_IMAGE)) != 0;
}

static void
put_span (GString          *out,
          const ConfabLine *line,
          const ConfabSpan *span,
          gsize             start,
          gsize             end)
{
  g_autoptr (GString) text = g_string_new (NULL);
  ConfabSpanFlags emphases = span != NULL ? span->flags & EMPHASES : 0;
  gboolean line_start = out->len == 0 && start == 0;
  char next = line->text[start];

  /* It is in the address. */
  if (span != NULL && (span->flags & CONFAB_SPAN_ORIGIN) != 0)
    return;

  confab_line_writer_unbreak (text, line, start, end);
  /* A citation's mark, which is written as it is seen, becomes neither a link nor its definition. */
  if (span == NULL && (next == '(' || next == ':') && out->len > 0 && out->str[out->len - 1] == ']')
    g_string_append_c (out, '\\');
  /* Nothing can be emphasised that begins or ends with a blank. */
  while (emphases != 0 && text->len > 0 && text->str[0] == ' ')
    {
      g_string_append_c (out, ' ');
      g_string_erase (text, 0, 1);
    }

  open_marks (out, emphases);
  if (is_link (span))
    g_string_append (out, (span->flags & CONFAB_SPAN_IMAGE) != 0 ? "![" : "[");
  put_run (out, span, text->str, text->len, line_start && emphases == 0 && !is_link (span));
  if (is_link (span) && (span->flags & CONFAB_SPAN_LINK) != 0)
    g_string_append_printf (out, "](<%s>)", span->target);
  else if (is_link (span))
    g_string_append_printf (out, *span->target != '\0' ? "](<https://%s>)" : "](<%s>)", span->target);
  close_marks (out, emphases);
}

/* The line alone, without what stands before it. */
static char *
make_line (const ConfabLine *line,
           gsize             start,
           gsize             end)
{
  GString *out = g_string_new (NULL);

  confab_line_writer_walk (out, line, start, end, put_span);

  return g_string_free (out, FALSE);
}

static void
put_fence (GString                *out,
           const ConfabMarkupPart *part,
           const char             *rest)
{
  gboolean is_maths = part->block->info == NULL && part->block->language != NULL;
  guint longest = 2;
  g_autofree char *fence = NULL;

  for (guint k = part->first_line; k < part->end_line; k++)
    {
      const ConfabLine *line = confab_block_get_line (part->block, k);
      guint run = 0;

      for (gsize i = 0; i < line->length; i++)
        {
          run = line->text[i] == '`' ? run + 1 : 0;
          longest = MAX (longest, run);
        }
    }

  fence = is_maths ? g_strdup ("$$") : g_strnfill (longest + 1, '`');
  g_string_append (out, fence);
  if (!is_maths && part->block->info != NULL)
    g_string_append (out, part->block->info);
  for (guint k = part->first_line; k < part->end_line; k++)
    {
      gsize start;
      gsize end;

      confab_markup_get_bytes (part, k, &start, &end);
      g_string_append_printf (out, "\n%s", rest);
      confab_line_writer_unbreak (out, confab_block_get_line (part->block, k), start, end);
    }
  g_string_append_printf (out, "\n%s%s", rest, fence);
}

static void
put_table (GString                *out,
           const ConfabMarkupPart *part,
           const char             *rest)
{
  static const char *const rules[] = { " --- |", " :-- |", " :-: |", " --: |" };
  guint n = part->block->n_columns;
  guint first = part->first_line / n;
  guint end = (part->end_line + n - 1) / n;

  for (guint row = first; row < end; row++)
    {
      g_string_append_printf (out, row > first ? "\n%s|" : "%.0s|", rest);
      for (guint column = 0; column < n && row * n + column < part->block->lines->len; column++)
        {
          const ConfabLine *line = confab_block_get_line (part->block, row * n + column);
          g_autofree char *cell = make_line (line, 0, line->length);

          g_string_append_printf (out, " %s |", cell);
        }
      if (row > first)
        continue;
      g_string_append_printf (out, "\n%s|", rest);
      for (guint column = 0; column < n; column++)
        g_string_append (out, rules[part->block->aligns[column]]);
    }
}

static void
put_text (GString                *out,
          const ConfabMarkupPart *part,
          const char             *rest)
{
  if (part->block->kind == CONFAB_BLOCK_HEADING)
    {
      for (guint i = 0; i < part->block->level; i++)
        g_string_append_c (out, '#');
      g_string_append_c (out, ' ');
    }

  for (guint k = part->first_line; k < part->end_line; k++)
    {
      g_autofree char *text = NULL;
      gsize start;
      gsize end;

      confab_markup_get_bytes (part, k, &start, &end);
      text = make_line (confab_block_get_line (part->block, k), start, end);
      if (k > part->first_line && part->block->kind == CONFAB_BLOCK_HEADING)
        g_string_append_c (out, ' ');
      else if (k > part->first_line)
        g_string_append_printf (out, "\n%s", rest);
      g_string_append (out, text);
    }
}

/* The containers that two blocks are both in, as they stand before a line between them. */
static char *
make_gap (const ConfabMarkupPart *a,
          const ConfabMarkupPart *b)
{
  ConfabBlock shared = *b->block;
  ConfabMarkupPart part = { &shared, 1, 1, 0, 0 };
  g_autoptr (GString) first = g_string_new (NULL);
  GString *rest = g_string_new (NULL);
  guint n = 0;

  while (n < a->block->n_containers && n < b->block->n_containers &&
         a->block->containers[n].id == b->block->containers[n].id)
    n++;
  shared.n_containers = n;
  confab_markup_indent (first, rest, &part, TRUE);
  while (rest->len > 0 && rest->str[rest->len - 1] == ' ')
    g_string_truncate (rest, rest->len - 1);

  return g_string_free (rest, FALSE);
}

/**
 * confab_markup_markdown:
 * @parts: (element-type ConfabMarkupPart): what to write
 *
 * Returns: (transfer full): Markdown
 */
char *
confab_markup_markdown (const GArray *parts)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      const ConfabMarkupPart *part = &g_array_index (parts, ConfabMarkupPart, i);
      g_autoptr (GString) first = g_string_new (NULL);
      g_autoptr (GString) rest = g_string_new (NULL);

      if (i > 0)
        {
          g_string_append_c (out, '\n');
          if (!part->block->tight)
            {
              g_autofree char *gap = make_gap (part - 1, part);

              g_string_append_printf (out, "%s\n", gap);
            }
        }

      confab_markup_indent (first, rest, part, TRUE);
      if (i > 0 || confab_markup_is_start (part))
        g_string_append (out, first->str);
      switch (part->block->kind)
        {
        case CONFAB_BLOCK_CODE:
          put_fence (out, part, rest->str);
          break;

        case CONFAB_BLOCK_TABLE:
          put_table (out, part, rest->str);
          break;

        case CONFAB_BLOCK_RULE:
          g_string_append (out, "***");
          break;

        case CONFAB_BLOCK_PARAGRAPH:
        case CONFAB_BLOCK_HEADING:
        default:
          put_text (out, part, rest->str);
          break;
        }
    }

  return g_string_free (out, FALSE);
}
