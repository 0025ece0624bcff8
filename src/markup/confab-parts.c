/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-parts-private.h"

/**
 * confab_parts_init:
 * @self: (out caller-allocates): no text
 */
void
confab_parts_init (ConfabParts *self)
{
  *self = (ConfabParts) { 0, };
  confab_splitter_init (&self->splitter);
  confab_prepared_init (&self->prepared);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_block_free);
  self->cut.prelude = g_string_new (NULL);
  self->cut.next_try = CONFAB_CUT_BYTES;
}

/**
 * confab_parts_clear:
 * @self: parts
 *
 * Frees what they hold.
 */
void
confab_parts_clear (ConfabParts *self)
{
  g_ptr_array_unref (self->blocks);
  confab_prepared_clear (&self->prepared);
  g_string_free (self->cut.prelude, TRUE);
  g_clear_pointer (&self->cut.fixed_text, confab_line_free);
}

/**
 * confab_parts_reset:
 * @self: parts
 *
 * Forgets all text and all blocks.
 *
 * Returns: (transfer full): the blocks
 */
GPtrArray *
confab_parts_reset (ConfabParts *self)
{
  GPtrArray *blocks = self->blocks;

  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_block_free);
  confab_splitter_init (&self->splitter);
  self->n_fixed = 0;
  self->next_container = 0;
  self->next_item = 0;
  confab_parts_end_cut (self);

  return blocks;
}

/* Parsing */

/**
 * confab_parts_parse:
 * @self: parts
 * @prelude: what the parser is to see before the text
 * @text: some text
 * @length: bytes of it
 * @context: what stands before it
 * @result: (out caller-allocates): what was made of it
 */
void
confab_parts_parse (ConfabParts                *self,
                    const char                 *prelude,
                    const char                 *text,
                    gsize                       length,
                    const ConfabBuilderContext *context,
                    ConfabBuilderResult        *result)
{
  confab_prepare (&self->prepared, prelude, text, length, context->open);
  confab_builder_run (&self->prepared, context, result);
  self->parsed_bytes += length;
}

/* Parses the part up to @end, from the cut on if there is one; the blocks stand behind the fixed
 * ones then. */
static gboolean
parse_part (ConfabParts      *self,
            const GString    *text,
            const ConfabPart *part,
            gsize             end,
            gboolean          open,
            guint            *next_container,
            guint            *next_item)
{
  ConfabBuilderContext context = { .next_container = self->next_container, .open = open };
  ConfabBuilderResult result;
  gboolean joined = TRUE;

  if (self->cut.active)
    {
      ConfabBlock *block = g_ptr_array_index (self->blocks, self->n_fixed);

      context.skip_lines = self->cut.skip_lines;
      context.n_cells = block->kind == CONFAB_BLOCK_TABLE ? self->cut.fixed_lines : 0;
      confab_parts_parse (self, self->cut.prelude->str, text->str + self->cut.start,
                          end - self->cut.start, &context, &result);
      joined = confab_parts_join_blocks (self, result.blocks);
      if (joined)
        {
          *next_container = result.next_container;
          *next_item = result.next_item;
        }
      g_ptr_array_unref (result.blocks);
      if (joined)
        return TRUE;

      /* It was something else all the time: a heading, its underline has come. */
      g_ptr_array_set_size (self->blocks, self->n_fixed);
      confab_parts_end_cut (self);
      self->cut.next_try = G_MAXSIZE;
      context.skip_lines = 0;
      context.n_cells = 0;
    }

  context.item_number = part->goes_on ? self->next_item : 0;
  context.after_blank = part->after_blank;
  confab_parts_parse (self, "", text->str + part->start, end - part->start, &context, &result);
  for (guint i = 0; i < result.blocks->len; i++)
    g_ptr_array_add (self->blocks, g_steal_pointer (&g_ptr_array_index (result.blocks, i)));
  *next_container = result.next_container;
  *next_item = result.next_item;
  g_ptr_array_unref (result.blocks);

  return joined;
}

static void
fix_part (ConfabParts *self,
          guint        next_container,
          guint        next_item)
{
  for (guint i = self->n_fixed; i < self->blocks->len; i++)
    ((ConfabBlock *) g_ptr_array_index (self->blocks, i))->frozen = TRUE;
  self->n_fixed = self->blocks->len;
  self->next_container = next_container;
  self->next_item = next_item;
  confab_parts_end_cut (self);
}

/* Updates */

/* Takes away what may change, for comparing. */
static void
take_away (ConfabParts       *self,
           ConfabPartsBefore *before)
{
  *before = (ConfabPartsBefore) { .first = self->n_fixed };
  before->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_block_free);

  if (self->cut.active)
    {
      ConfabBlock *block = g_ptr_array_index (self->blocks, self->n_fixed);
      ConfabBlock *old = confab_block_copy_head (block);

      before->fixed_lines = self->cut.fixed_lines;
      before->fixed_bytes = self->cut.fixed_text != NULL ? self->cut.fixed_text->length : 0;
      for (guint i = self->cut.fixed_lines; i < block->lines->len; i++)
        g_ptr_array_add (old->lines, g_steal_pointer (&g_ptr_array_index (block->lines, i)));
      g_ptr_array_set_size (block->lines, (gint) self->cut.fixed_lines);
      g_ptr_array_add (before->blocks, old);
    }

  for (guint i = self->n_fixed + (self->cut.active ? 1 : 0); i < self->blocks->len; i++)
    g_ptr_array_add (before->blocks, g_steal_pointer (&g_ptr_array_index (self->blocks, i)));
  g_ptr_array_set_size (self->blocks, (gint) (self->n_fixed + (self->cut.active ? 1 : 0)));
}

/**
 * confab_parts_advance:
 * @self: parts
 * @text: the whole text; what was there at the update before has not changed
 * @finished: whether it is at its end
 * @before: (out caller-allocates): what was there besides the fixed blocks; its blocks are to be
 *   unreffed
 *
 * Makes the blocks for what has come.
 */
void
confab_parts_advance (ConfabParts       *self,
                      const GString     *text,
                      gboolean           finished,
                      ConfabPartsBefore *before)
{
  ConfabPart part;
  guint next_container;
  guint next_item;
  gboolean joined = TRUE;

  take_away (self, before);

  while (confab_splitter_next (&self->splitter, text->str, text->len, &part))
    {
      joined &= parse_part (self, text, &part, part.end, FALSE, &next_container, &next_item);
      fix_part (self, next_container, next_item);
    }

  joined &= parse_part (self, text, &self->splitter.part, text->len, !finished, &next_container,
                        &next_item);
  if (finished)
    fix_part (self, next_container, next_item);
  else if (confab_parts_try_cut (self, text))
    parse_part (self, text, &self->splitter.part, text->len, TRUE, &next_container, &next_item);

  if (!joined)
    {
      /* Nothing of the block that was cut is where it was. */
      g_ptr_array_set_size (before->blocks, 0);
      before->fixed_lines = 0;
      before->fixed_bytes = 0;
    }
}

/**
 * confab_parts_adopt:
 * @self: parts
 * @blocks: (transfer full): blocks of all of the text, which is at its end
 *
 * Has these blocks instead of those it has made.
 */
void
confab_parts_adopt (ConfabParts *self,
                    GPtrArray   *blocks)
{
  g_ptr_array_unref (self->blocks);
  self->blocks = blocks;
  self->n_fixed = blocks->len;
  for (guint i = 0; i < blocks->len; i++)
    ((ConfabBlock *) g_ptr_array_index (blocks, i))->frozen = TRUE;
}

/**
 * confab_parts_compare:
 * @before: what was there
 * @blocks: what there is now
 * @change: (out): what stayed
 *
 * Looks for what stayed after blocks were made anew; what stayed in its place keeps its id.
 */
void
confab_parts_compare (const ConfabPartsBefore *before,
                      GPtrArray               *blocks,
                      ConfabDocumentChange    *change)
{
  guint n = MIN (before->blocks->len, blocks->len - MIN (blocks->len, before->first));
  gboolean same = TRUE;

  *change = (ConfabDocumentChange) { before->first, 0, 0 };

  for (guint i = 0; i < n && same; i++)
    {
      const ConfabBlock *a = g_ptr_array_index (before->blocks, i);
      ConfabBlock *b = g_ptr_array_index (blocks, before->first + i);
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
