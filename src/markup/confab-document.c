/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-document.h"

#include "confab-block.h"
#include "confab-markup.h"
#include "confab-parts.h"
#include "confab-source.h"

struct _ConfabDocument {
  ConfabSource            source;
  ConfabParts             parts;
  guint                   next_id;
  gboolean                finished;
  ConfabDocumentCounters  counters;
};

static ConfabBlock *
get_block (GPtrArray *blocks,
           guint      position)
{
  return g_ptr_array_index (blocks, position);
}

/* Looks for what stayed after @blocks were made anew; what stayed in its place keeps its id. */
static void
compare (const ConfabPartsBefore *before,
         GPtrArray               *blocks,
         ConfabDocumentChange    *change)
{
  guint n = MIN (before->blocks->len, blocks->len - MIN (blocks->len, before->first));
  gboolean same = TRUE;

  *change = (ConfabDocumentChange) { before->first, 0, 0 };

  for (guint i = 0; i < n && same; i++)
    {
      const ConfabBlock *a = get_block (before->blocks, i);
      ConfabBlock *b = get_block (blocks, before->first + i);
      guint fixed = i == 0 ? before->fixed_lines : 0;
      guint n_lines = MIN (a->lines->len, b->lines->len - MIN (b->lines->len, fixed));
      guint k = 0;

      if (!confab_block_equal_shape (a, b))
        break;

      b->id = a->id;
      while (k < n_lines && confab_line_equal (confab_block_get_line (a, k),
                                               confab_block_get_line (b, fixed + k)))
        k++;

      same = k == a->lines->len && fixed + k == b->lines->len && confab_block_equal_state (a, b);
      if (same)
        {
          change->kept_blocks++;
          continue;
        }

      change->kept_lines = fixed + k;
      if (k < n_lines)
        change->kept_bytes = confab_line_count_equal (confab_block_get_line (a, k),
                                                      confab_block_get_line (b, fixed + k),
                                                      i == 0 && k == 0 ? before->fixed_bytes : 0);
    }
}

/* Blocks that are new get an id; what the view has to lay out is counted. */
static void
note_change (ConfabDocument             *self,
             const ConfabDocumentChange *change)
{
  GPtrArray *blocks = self->parts.blocks;

  for (guint i = change->kept_blocks; i < blocks->len; i++)
    {
      ConfabBlock *block = get_block (blocks, i);

      if (block->id == 0)
        block->id = ++self->next_id;
      self->counters.made_lines += block->lines->len -
                                   (i == change->kept_blocks ? change->kept_lines : 0);
    }
}

static void
take_earlier (ConfabDocumentChange       *change,
              const ConfabDocumentChange *other)
{
  if (other->kept_blocks < change->kept_blocks ||
      (other->kept_blocks == change->kept_blocks &&
       (other->kept_lines < change->kept_lines ||
        (other->kept_lines == change->kept_lines && other->kept_bytes < change->kept_bytes))))
    *change = *other;
}

/* The parts cannot know what a line further down says of them; the whole does. */
static void
check_whole (ConfabDocument       *self,
             ConfabDocumentChange *change)
{
  ConfabPartsBefore parts = { .blocks = self->parts.blocks };
  g_autoptr (GPtrArray) whole = confab_parts_whole (&self->parts, self->source.text, FALSE);
  ConfabDocumentChange correction;

  self->counters.full_parses++;
  compare (&parts, whole, &correction);
  if (correction.kept_blocks == whole->len && whole->len == self->parts.blocks->len)
    return;

  self->counters.corrections++;
  take_earlier (change, &correction);
  self->parts.blocks = g_steal_pointer (&whole);
  self->parts.n_fixed = self->parts.blocks->len;
  for (guint i = 0; i < self->parts.blocks->len; i++)
    get_block (self->parts.blocks, i)->frozen = TRUE;
  g_ptr_array_unref (parts.blocks);
}

/**
 * confab_document_update:
 * @self: a document
 * @text: the message's whole text, UTF-8; what is not valid shows as U+FFFD
 * @length: its bytes
 * @rewritten: whether @text is other than the text before with something appended
 * @finished: whether nothing will be appended any more: freezes the last block as well
 * @change: (out): what is as it was before
 *
 * Takes in the text. Without @rewritten only the bytes after those seen before are looked at.
 * A character whose last bytes are missing is held back until they come.
 */
void
confab_document_update (ConfabDocument       *self,
                        const char           *text,
                        gsize                 length,
                        gboolean              rewritten,
                        gboolean              finished,
                        ConfabDocumentChange *change)
{
  ConfabPartsBefore before;
  gsize seen;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL || length == 0);
  g_return_if_fail (change != NULL);

  self->counters.updates++;

  if (self->finished && !rewritten && length == self->source.consumed && finished)
    {
      *change = (ConfabDocumentChange) { self->parts.blocks->len, 0, 0 };
      return;
    }

  rewritten = rewritten || length < self->source.consumed || self->finished;
  self->finished = finished;
  if (rewritten)
    confab_source_reset (&self->source);
  seen = self->source.text->len;
  confab_source_append (&self->source, text, length, finished);

  if (!rewritten && !finished && self->source.text->len == seen)
    {
      *change = (ConfabDocumentChange) { self->parts.blocks->len, 0, 0 };
      return;
    }

  if (rewritten)
    {
      g_autoptr (GPtrArray) old = confab_parts_reset (&self->parts);

      confab_parts_advance (&self->parts, self->source.text, finished, &before);
      g_ptr_array_unref (before.blocks);
      before = (ConfabPartsBefore) { .blocks = g_steal_pointer (&old) };
    }
  else
    {
      confab_parts_advance (&self->parts, self->source.text, finished, &before);
    }

  compare (&before, self->parts.blocks, change);
  g_ptr_array_unref (before.blocks);
  if (finished)
    check_whole (self, change);
  note_change (self, change);
  self->counters.parsed_bytes = self->parts.parsed_bytes;
}

/**
 * confab_document_get_n_blocks:
 * @self: a document
 *
 * Returns: the number of blocks
 */
guint
confab_document_get_n_blocks (ConfabDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts.blocks->len;
}

/**
 * confab_document_get_block:
 * @self: a document
 * @position: less than the number of blocks
 *
 * Returns: (transfer none): the block, valid until the next update
 */
const ConfabBlock *
confab_document_get_block (ConfabDocument *self,
                           guint           position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->parts.blocks->len, NULL);

  return g_ptr_array_index (self->parts.blocks, position);
}

static gsize
find_character (const ConfabLine *line,
                gsize             byte)
{
  byte = MIN (byte, line->length);
  while (byte > 0 && (line->text[byte] & 0xc0) == 0x80)
    byte--;

  return byte;
}

/* The parts of the blocks between two places, which may lie outside of the text. */
static GArray *
select_parts (ConfabDocument    *self,
              const ConfabPlace *from,
              const ConfabPlace *to)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (ConfabMarkupPart));
  GPtrArray *blocks = self->parts.blocks;

  for (guint i = from != NULL ? from->block : 0; i < blocks->len; i++)
    {
      ConfabMarkupPart part = { .block = get_block (blocks, i) };
      guint n_lines = part.block->lines->len;
      const ConfabLine *line;

      part.end_line = n_lines;
      if (from != NULL && i == from->block)
        {
          part.first_line = MIN (from->line, n_lines - 1);
          line = confab_block_get_line (part.block, part.first_line);
          part.first_byte = find_character (line, from->line < n_lines ? from->byte : line->length);
        }
      part.end_byte = confab_block_get_line (part.block, n_lines - 1)->length;
      if (to != NULL && i == to->block && to->line < n_lines)
        {
          part.end_line = to->line + 1;
          part.end_byte = find_character (confab_block_get_line (part.block, to->line), to->byte);
        }
      if (to != NULL && i > to->block)
        break;
      if (part.end_line <= part.first_line ||
          (part.end_line == part.first_line + 1 && part.end_byte < part.first_byte))
        break;
      g_array_append_val (parts, part);
    }

  return parts;
}

/**
 * confab_document_export:
 * @self: a document
 * @from: (nullable): the first place, or %NULL for the start
 * @to: (nullable): the place behind the last character, or %NULL for the end
 * @format: plain text, in which tables are tab-separated and code is as it is shown; Markdown, which
 *   reads back as the same blocks; or HTML, escaped, with no link but checked ones and no image
 *
 * Returns: (transfer full): what is between the two places. A list marker is there when its item is
 *   from its start; of a table in Markdown and HTML, whole rows are.
 */
char *
confab_document_export (ConfabDocument     *self,
                        const ConfabPlace  *from,
                        const ConfabPlace  *to,
                        ConfabMarkupFormat  format)
{
  g_autoptr (GArray) parts = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  parts = select_parts (self, from, to);
  switch (format)
    {
    case CONFAB_MARKUP_MARKDOWN:
      return confab_markup_markdown (parts);

    case CONFAB_MARKUP_HTML:
      return confab_markup_html (parts);

    case CONFAB_MARKUP_PLAIN:
    default:
      return confab_markup_plain (parts);
    }
}

/**
 * confab_document_get_counters:
 * @self: a document
 * @counters: (out caller-allocates): what was done since it was made
 */
void
confab_document_get_counters (ConfabDocument         *self,
                              ConfabDocumentCounters *counters)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (counters != NULL);

  *counters = self->counters;
}

/**
 * confab_document_new:
 *
 * Returns: (transfer full): an empty document
 */
ConfabDocument *
confab_document_new (void)
{
  ConfabDocument *self = g_new0 (ConfabDocument, 1);

  confab_source_init (&self->source);
  confab_parts_init (&self->parts);

  return self;
}

/**
 * confab_document_free:
 * @self: (transfer full): the document
 */
void
confab_document_free (ConfabDocument *self)
{
  g_return_if_fail (self != NULL);

  confab_parts_clear (&self->parts);
  confab_source_clear (&self->source);
  g_free (self);
}
