/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-document.h"

#include "confab-block.h"
#include "confab-builder.h"
#include "confab-prepare.h"
#include "confab-source.h"

struct _ConfabDocument {
  ConfabSource            source;
  ConfabPrepared          prepared;
  GPtrArray              *blocks; /* of ConfabBlock */
  guint                   next_id;
  ConfabDocumentCounters  counters;
};

/* Looks for what stayed after the blocks were made anew; what stayed in its place keeps its id. */
static void
compare (ConfabDocument       *self,
         GPtrArray            *old,
         ConfabDocumentChange *change)
{
  guint n = MIN (old->len, self->blocks->len);
  gboolean same = TRUE;
  guint made = 0;

  *change = (ConfabDocumentChange) { 0, 0, 0 };

  for (guint i = 0; i < n && same; i++)
    {
      const ConfabBlock *a = g_ptr_array_index (old, i);
      ConfabBlock *b = g_ptr_array_index (self->blocks, i);
      guint n_lines = MIN (a->lines->len, b->lines->len);
      guint k = 0;

      if (!confab_block_equal_shape (a, b))
        break;

      b->id = a->id;
      while (k < n_lines && confab_line_equal (confab_block_get_line (a, k),
                                               confab_block_get_line (b, k)))
        k++;

      same = k == a->lines->len && k == b->lines->len && confab_block_equal_state (a, b);
      if (same)
        {
          change->kept_blocks++;
          continue;
        }

      change->kept_lines = k;
      if (k < n_lines)
        change->kept_bytes = confab_line_count_equal (confab_block_get_line (a, k),
                                                      confab_block_get_line (b, k), 0);
      made = b->lines->len - k;
    }

  for (guint i = change->kept_blocks; i < self->blocks->len; i++)
    {
      ConfabBlock *block = g_ptr_array_index (self->blocks, i);

      if (i > change->kept_blocks || (change->kept_lines == 0 && change->kept_bytes == 0))
        {
          made += block->lines->len;
          block->id = self->next_id++;
        }
    }
  self->counters.made_lines += made;
}

static GPtrArray *
parse (ConfabDocument *self,
       gboolean        finished)
{
  ConfabBuilderContext context = { .open = !finished };
  ConfabBuilderResult result;

  confab_prepare (&self->prepared, "", self->source.text->str, self->source.text->len, !finished);
  confab_builder_run (&self->prepared, &context, &result);
  self->counters.parsed_bytes += self->source.text->len;

  return result.blocks;
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
  g_autoptr (GPtrArray) old = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL || length == 0);
  g_return_if_fail (change != NULL);

  self->counters.updates++;

  if (rewritten || length < self->source.consumed)
    confab_source_reset (&self->source);
  confab_source_append (&self->source, text, length, finished);

  old = self->blocks;
  self->blocks = parse (self, finished);
  compare (self, old, change);
  for (guint i = 0; finished && i < self->blocks->len; i++)
    ((ConfabBlock *) g_ptr_array_index (self->blocks, i))->frozen = TRUE;
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

  return self->blocks->len;
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
  g_return_val_if_fail (position < self->blocks->len, NULL);

  return g_ptr_array_index (self->blocks, position);
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
  confab_prepared_init (&self->prepared);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_block_free);

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

  g_ptr_array_unref (self->blocks);
  confab_prepared_clear (&self->prepared);
  confab_source_clear (&self->source);
  g_free (self);
}
