/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-link.h"

#include "confab-place.h"

static gboolean
is_link (const ConfabSpan *span)
{
  return (span->flags & (CONFAB_SPAN_LINK | CONFAB_SPAN_CITATION)) != 0 && span->target != NULL;
}

/* Part of a link may be bold or code: then it is several spans. */
static gboolean
is_same_link (const ConfabSpan *a,
              const ConfabSpan *b)
{
  return is_link (a) && is_link (b) && a->end == b->start &&
         (a->flags & CONFAB_SPAN_CITATION) == (b->flags & CONFAB_SPAN_CITATION) &&
         (a->flags & CONFAB_SPAN_CITATION) == 0 && g_strcmp0 (a->target, b->target) == 0;
}

static void
fill (const ConfabLine *line,
      guint             block,
      guint             line_number,
      guint             position,
      ConfabTextLink   *link)
{
  guint first = position;
  guint last = position;

  while (first > 0 && is_same_link (&line->spans[first - 1], &line->spans[first]))
    first--;
  while (last + 1 < line->n_spans && is_same_link (&line->spans[last], &line->spans[last + 1]))
    last++;

  link->range.start = (ConfabTextPlace) { block, line_number, line->spans[first].start, 0 };
  link->range.end = (ConfabTextPlace) { block, line_number, line->spans[last].end, 0 };
  link->citation = (line->spans[first].flags & CONFAB_SPAN_CITATION) != 0;
  link->target = line->spans[first].target;
}

/**
 * confab_text_link_find_at:
 * @document: a text
 * @character: where a character starts in it
 * @link: (out caller-allocates): the link that it belongs to
 *
 * Returns: whether it belongs to one
 */
gboolean
confab_text_link_find_at (ConfabDocument        *document,
                          const ConfabTextPlace *character,
                          ConfabTextLink        *link)
{
  const ConfabBlock *block;
  const ConfabLine *line;

  if (character->block >= confab_document_get_n_blocks (document))
    return FALSE;
  block = confab_document_get_block (document, character->block);
  if (character->line >= block->lines->len)
    return FALSE;

  line = g_ptr_array_index (block->lines, character->line);
  for (guint i = 0; i < line->n_spans && line->spans[i].start <= character->byte; i++)
    if (is_link (&line->spans[i]) && character->byte < line->spans[i].end)
      {
        fill (line, character->block, character->line, i, link);
        return TRUE;
      }

  return FALSE;
}

/**
 * confab_text_link_find_next:
 * @document: a text
 * @from: (nullable): a link, %NULL to begin at the start or the end
 * @direction: 1 or -1
 * @link: (out caller-allocates): the next link, or the one before
 *
 * Returns: whether there is one
 */
gboolean
confab_text_link_find_next (ConfabDocument        *document,
                            const ConfabTextRange *from,
                            int                    direction,
                            ConfabTextLink        *link)
{
  int n_blocks = (int) confab_document_get_n_blocks (document);
  int first_block = direction > 0 ? 0 : n_blocks - 1;

  if (from != NULL)
    first_block = (int) from->start.block;

  for (int b = first_block; b >= 0 && b < n_blocks; b += direction)
    {
      const ConfabBlock *block = confab_document_get_block (document, (guint) b);
      int n_lines = (int) block->lines->len;
      gboolean same_block = from != NULL && b == first_block;
      int first_line = direction > 0 ? 0 : n_lines - 1;

      if (same_block)
        first_line = (int) from->start.line;
      for (int l = first_line; l >= 0 && l < n_lines; l += direction)
        {
          const ConfabLine *line = g_ptr_array_index (block->lines, (guint) l);
          gboolean same_line = same_block && l == first_line;
          int n_spans = (int) line->n_spans;

          for (int i = direction > 0 ? 0 : n_spans - 1; i >= 0 && i < n_spans; i += direction)
            {
              if (!is_link (&line->spans[i]))
                continue;
              if (same_line && (direction > 0 ? line->spans[i].start < from->end.byte
                                              : line->spans[i].end > from->start.byte))
                continue;

              fill (line, (guint) b, (guint) l, (guint) i, link);
              return TRUE;
            }
        }
    }

  return FALSE;
}

/**
 * confab_text_link_dup_text:
 * @document: a text
 * @link: a link in it
 *
 * Returns: (transfer full): what is read there
 */
char *
confab_text_link_dup_text (ConfabDocument       *document,
                           const ConfabTextLink *link)
{
  const ConfabBlock *block = confab_document_get_block (document, link->range.start.block);
  const ConfabLine *line = g_ptr_array_index (block->lines, link->range.start.line);

  return g_strndup (line->text + link->range.start.byte,
                    link->range.end.byte - link->range.start.byte);
}
