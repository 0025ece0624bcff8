/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-markup.h"

#include <string.h>

#include "confab-line-writer.h"

/**
 * confab_markup_get_bytes:
 * @part: a part
 * @line: one of its lines, counted from the block's first
 * @start: (out): the first byte of the line's text
 * @end: (out): the byte after the last one
 */
void
confab_markup_get_bytes (const ConfabMarkupPart *part,
                         guint                   line,
                         gsize                  *start,
                         gsize                  *end)
{
  *start = line == part->first_line ? part->first_byte : 0;
  *end = line + 1 == part->end_line ? part->end_byte
                                    : confab_block_get_line (part->block, line)->length;
}

/**
 * confab_markup_is_start:
 * @part: a part
 *
 * Returns: whether it has the start of its block, and so the marker of its item
 */
gboolean
confab_markup_is_start (const ConfabMarkupPart *part)
{
  return part->first_line == 0 && part->first_byte == 0;
}

/**
 * confab_markup_indent:
 * @first: what stands before the first line is appended here
 * @rest: and here what stands before all others
 * @part: a part
 * @markdown: whether it is for Markdown, where a bullet is "-"
 */
void
confab_markup_indent (GString                *first,
                      GString                *rest,
                      const ConfabMarkupPart *part,
                      gboolean                markdown)
{
  for (guint i = 0; i < part->block->n_containers; i++)
    {
      const ConfabContainer *container = &part->block->containers[i];
      const char *marker = container->marker;
      const char *task = "";
      gsize width;

      if (container->kind == CONFAB_CONTAINER_QUOTE)
        {
          g_string_append (first, "> ");
          g_string_append (rest, "> ");
          continue;
        }

      if (markdown && !g_ascii_isdigit (*marker))
        marker = "-";
      if (container->task != CONFAB_TASK_NONE)
        task = container->task == CONFAB_TASK_DONE ? "[x] " : "[ ] ";

      width = (gsize) g_utf8_strlen (marker, -1) + 1;
      if (container->first && confab_markup_is_start (part))
        g_string_append_printf (first, "%s %s", marker, task);
      else
        g_string_append_printf (first, "%*s", (int) width, "");
      g_string_append_printf (rest, "%*s", (int) width, "");
    }
}

/* A citation is a number in brackets; all else is its text. */
static void
put_line (GString          *out,
          const ConfabLine *line,
          gsize             start,
          gsize             end)
{
  gsize position = start;

  for (guint i = 0; i < line->n_spans; i++)
    {
      const ConfabSpan *span = &line->spans[i];

      if ((span->flags & CONFAB_SPAN_CITATION) == 0 || span->end <= start || span->start >= end)
        continue;

      if (span->start > position)
        confab_line_writer_unbreak (out, line, position, span->start);
      g_string_append_printf (out, "[%s]", span->target);
      position = MIN (span->end, end);
    }
  confab_line_writer_unbreak (out, line, position, end);
}

static void
put_table (GString                *out,
           const ConfabMarkupPart *part)
{
  for (guint k = part->first_line; k < part->end_line; k++)
    {
      gsize length = out->len;
      gsize start;
      gsize end;

      confab_markup_get_bytes (part, k, &start, &end);
      put_line (out, confab_block_get_line (part->block, k), start, end);
      for (; length < out->len; length++)
        if (out->str[length] == '\t')
          out->str[length] = ' ';
      if (k + 1 < part->end_line)
        g_string_append_c (out, (k + 1) % part->block->n_columns == 0 ? '\n' : '\t');
    }
}

static void
put_block (GString                *out,
           const ConfabMarkupPart *part)
{
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) rest = g_string_new (NULL);

  /* Code and tables are for taking elsewhere: nothing stands before them. */
  if (part->block->kind == CONFAB_BLOCK_TABLE)
    {
      put_table (out, part);
      return;
    }
  if (part->block->kind == CONFAB_BLOCK_RULE)
    {
      g_string_append (out, "---");
      return;
    }
  if (part->block->kind != CONFAB_BLOCK_CODE)
    confab_markup_indent (first, rest, part, FALSE);

  for (guint k = part->first_line; k < part->end_line; k++)
    {
      gsize start;
      gsize end;

      confab_markup_get_bytes (part, k, &start, &end);
      if (k > part->first_line)
        g_string_append_c (out, '\n');
      /* The middle of a single paragraph is just its words. */
      if (k > part->first_line || confab_markup_is_start (part))
        g_string_append (out, k == part->first_line ? first->str : rest->str);
      put_line (out, confab_block_get_line (part->block, k), start, end);
    }
}

/**
 * confab_markup_plain:
 * @parts: (element-type ConfabMarkupPart): what to write
 *
 * Returns: (transfer full): plain text
 */
char *
confab_markup_plain (const GArray *parts)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      const ConfabMarkupPart *part = &g_array_index (parts, ConfabMarkupPart, i);

      if (i > 0)
        g_string_append (out, part->block->tight ? "\n" : "\n\n");
      put_block (out, part);
    }

  return g_string_free (out, FALSE);
}
