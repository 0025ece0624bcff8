/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-markup.h"

#include <stdlib.h>

#include "confab-line-writer.h"

/* The quotes, lists and items that are open, from outside in. */
typedef struct {
  GString               *out;
  const ConfabContainer *open[CONFAB_BLOCK_MAX_CONTAINERS];
  guint                  n_open;
} Writer;

static void
put_escaped (GString    *out,
             const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

static const struct {
  ConfabSpanFlags  flag;
  const char      *element;
} elements[] = {
  { CONFAB_SPAN_STRIKE, "del" },    { CONFAB_SPAN_STRONG, "strong" }, { CONFAB_SPAN_EMPHASIS, "em" },
  { CONFAB_SPAN_CODE, "code" },     { CONFAB_SPAN_MATH, "code" },     { CONFAB_SPAN_CITATION, "sup" },
};

static void
put_span (GString          *out,
          const ConfabLine *line,
          const ConfabSpan *span,
          gsize             start,
          gsize             end)
{
  g_autoptr (GString) text = g_string_new (NULL);
  ConfabSpanFlags flags = span != NULL ? span->flags : 0;

  confab_line_writer_unbreak (text, line, start, end);
  if ((flags & CONFAB_SPAN_LINK) != 0)
    {
      g_string_append (out, "<a href=\"");
      put_escaped (out, span->target);
      g_string_append (out, "\">");
    }
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    if ((flags & elements[i].flag) != 0)
      g_string_append_printf (out, "<%s>", elements[i].element);

  if ((flags & CONFAB_SPAN_CITATION) != 0)
    g_string_append_printf (out, "[%s]", span->target);
  else
    put_escaped (out, text->str);

  for (guint i = G_N_ELEMENTS (elements); i > 0; i--)
    if ((flags & elements[i - 1].flag) != 0)
      g_string_append_printf (out, "</%s>", elements[i - 1].element);
  if ((flags & CONFAB_SPAN_LINK) != 0)
    g_string_append (out, "</a>");
}

/* Containers */

static gboolean
is_ordered (const ConfabContainer *item)
{
  return g_ascii_isdigit (*item->marker);
}

static void
close_container (Writer   *self,
                 gboolean  list_goes_on)
{
  const ConfabContainer *container = self->open[--self->n_open];

  if (container->kind == CONFAB_CONTAINER_QUOTE)
    g_string_append (self->out, "</blockquote>\n");
  else if (list_goes_on)
    g_string_append (self->out, "</li>\n");
  else
    g_string_append (self->out, is_ordered (container) ? "</li>\n</ol>\n" : "</li>\n</ul>\n");
}

static void
follow_containers (Writer            *self,
                   const ConfabBlock *block)
{
  const ConfabContainer *last = NULL;
  gboolean goes_on;
  guint n = 0;

  while (n < self->n_open && n < block->n_containers &&
         self->open[n]->id == block->containers[n].id)
    n++;

  /* The next item of the same list, as far as one can tell. */
  goes_on = n < self->n_open && n < block->n_containers &&
            self->open[n]->kind == CONFAB_CONTAINER_ITEM &&
            block->containers[n].kind == CONFAB_CONTAINER_ITEM &&
            is_ordered (self->open[n]) == is_ordered (&block->containers[n]);
  last = goes_on ? self->open[n] : NULL;
  while (self->n_open > n)
    close_container (self, goes_on && self->n_open == n + 1);

  for (; n < block->n_containers; n++)
    {
      const ConfabContainer *container = &block->containers[n];

      self->open[self->n_open++] = container;
      if (container->kind == CONFAB_CONTAINER_QUOTE)
        {
          g_string_append (self->out, "<blockquote>\n");
          continue;
        }

      if (last == NULL && is_ordered (container))
        g_string_append_printf (self->out, "<ol start=\"%d\">\n", atoi (container->marker));
      else if (last == NULL)
        g_string_append (self->out, "<ul>\n");
      last = NULL;
      g_string_append (self->out, "<li>");
      if (container->task != CONFAB_TASK_NONE)
        g_string_append (self->out, container->task == CONFAB_TASK_DONE ? "☑ " : "☐ ");
    }
}

/* Blocks */

static void
put_lines (GString                *out,
           const ConfabMarkupPart *part,
           const char             *between)
{
  for (guint k = part->first_line; k < part->end_line; k++)
    {
      gsize start;
      gsize end;

      confab_markup_get_bytes (part, k, &start, &end);
      if (k > part->first_line)
        g_string_append (out, between);
      confab_line_writer_walk (out, confab_block_get_line (part->block, k), start, end, put_span);
    }
}

static void
put_table (GString                *out,
           const ConfabMarkupPart *part)
{
  static const char *const styles[] = { "", " style=\"text-align: left\"",
                                        " style=\"text-align: center\"",
                                        " style=\"text-align: right\"" };
  guint n = part->block->n_columns;
  guint first = part->first_line / n;
  guint end = (part->end_line + n - 1) / n;

  g_string_append (out, "<table>\n");
  for (guint row = first; row < end; row++)
    {
      const char *element = row == 0 ? "th" : "td";

      g_string_append (out, "<tr>");
      for (guint column = 0; column < n && row * n + column < part->block->lines->len; column++)
        {
          const ConfabLine *line = confab_block_get_line (part->block, row * n + column);

          g_string_append_printf (out, "<%s%s>", element, styles[part->block->aligns[column]]);
          confab_line_writer_walk (out, line, 0, line->length, put_span);
          g_string_append_printf (out, "</%s>", element);
        }
      g_string_append (out, "</tr>\n");
    }
  g_string_append (out, "</table>\n");
}

static void
put_block (GString                *out,
           const ConfabMarkupPart *part)
{
  switch (part->block->kind)
    {
    case CONFAB_BLOCK_HEADING:
      g_string_append_printf (out, "<h%u>", part->block->level);
      put_lines (out, part, "<br>\n");
      g_string_append_printf (out, "</h%u>\n", part->block->level);
      break;

    case CONFAB_BLOCK_CODE:
      g_string_append (out, "<pre><code");
      if (part->block->language != NULL)
        {
          g_string_append (out, " class=\"language-");
          put_escaped (out, part->block->language);
          g_string_append_c (out, '"');
        }
      g_string_append_c (out, '>');
      put_lines (out, part, "\n");
      g_string_append (out, "\n</code></pre>\n");
      break;

    case CONFAB_BLOCK_TABLE:
      put_table (out, part);
      break;

    case CONFAB_BLOCK_RULE:
      g_string_append (out, "<hr>\n");
      break;

    case CONFAB_BLOCK_PARAGRAPH:
    default:
      g_string_append (out, "<p>");
      put_lines (out, part, "<br>\n");
      g_string_append (out, "</p>\n");
      break;
    }
}

/**
 * confab_markup_html:
 * @parts: (element-type ConfabMarkupPart): what to write
 *
 * Returns: (transfer full): HTML without a head; no element in it loads anything
 */
char *
confab_markup_html (const GArray *parts)
{
  Writer writer = { .out = g_string_new (NULL) };

  for (guint i = 0; i < parts->len; i++)
    {
      const ConfabMarkupPart *part = &g_array_index (parts, ConfabMarkupPart, i);

      follow_containers (&writer, part->block);
      put_block (writer.out, part);
    }
  while (writer.n_open > 0)
    close_container (&writer, FALSE);

  return g_string_free (writer.out, FALSE);
}
