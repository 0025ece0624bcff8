/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-block.h"

#include <string.h>

static void
free_line (gpointer data)
{
  if (data != NULL)
    confab_line_free (data);
}

/**
 * confab_block_new:
 * @kind: what it is
 *
 * Returns: (transfer full): a block without lines
 */
ConfabBlock *
confab_block_new (ConfabBlockKind kind)
{
  ConfabBlock *block = g_new0 (ConfabBlock, 1);

  block->kind = kind;
  block->lines = g_ptr_array_new_with_free_func (free_line);

  return block;
}

/**
 * confab_block_free:
 * @block: (transfer full) (nullable): the block
 */
void
confab_block_free (ConfabBlock *block)
{
  if (block == NULL)
    return;

  for (guint i = 0; i < block->n_containers; i++)
    g_free (block->containers[i].marker);
  g_free (block->containers);
  g_free (block->info);
  g_free (block->language);
  g_free (block->aligns);
  g_ptr_array_unref (block->lines);
  g_free (block);
}

/**
 * confab_block_copy_head:
 * @block: a block in no container
 *
 * Returns: (transfer full): a block like it without lines
 */
ConfabBlock *
confab_block_copy_head (const ConfabBlock *block)
{
  ConfabBlock *copy = confab_block_new (block->kind);

  g_return_val_if_fail (block->n_containers == 0, copy);

  copy->id = block->id;
  copy->frozen = block->frozen;
  copy->tight = block->tight;
  copy->level = block->level;
  copy->info = g_strdup (block->info);
  copy->language = g_strdup (block->language);
  copy->closed = block->closed;
  copy->n_columns = block->n_columns;
  copy->aligns = g_memdup2 (block->aligns, block->n_columns * sizeof (ConfabAlign));

  return copy;
}

/**
 * confab_block_get_line:
 * @block: a block
 * @position: less than the number of its lines
 *
 * Returns: (transfer none): the line
 */
ConfabLine *
confab_block_get_line (const ConfabBlock *block,
                       guint              position)
{
  g_return_val_if_fail (block != NULL, NULL);
  g_return_val_if_fail (position < block->lines->len, NULL);

  return g_ptr_array_index (block->lines, position);
}

static gboolean
equal_containers (const ConfabContainer *a,
                  const ConfabContainer *b)
{
  return a->kind == b->kind && a->id == b->id && a->first == b->first && a->task == b->task &&
         g_strcmp0 (a->marker, b->marker) == 0;
}

/**
 * confab_block_equal_shape:
 * @a: a block
 * @b: another
 *
 * Returns: whether equal lines look the same in both and stand in the same place
 */
gboolean
confab_block_equal_shape (const ConfabBlock *a,
                          const ConfabBlock *b)
{
  if (a->kind != b->kind || a->level != b->level || a->tight != b->tight ||
      a->n_columns != b->n_columns || a->n_containers != b->n_containers)
    return FALSE;

  for (guint i = 0; i < a->n_containers; i++)
    if (!equal_containers (&a->containers[i], &b->containers[i]))
      return FALSE;

  return a->n_columns == 0 ||
         memcmp (a->aligns, b->aligns, a->n_columns * sizeof (ConfabAlign)) == 0;
}

/**
 * confab_block_equal_state:
 * @a: a block
 * @b: another of the same shape
 *
 * Returns: whether what is said of the whole is the same
 */
gboolean
confab_block_equal_state (const ConfabBlock *a,
                          const ConfabBlock *b)
{
  return a->closed == b->closed && g_strcmp0 (a->info, b->info) == 0 &&
         g_strcmp0 (a->language, b->language) == 0;
}

/* Lines */

/**
 * confab_hash_bytes:
 * @hash: the hash of what is before, or %CONFAB_HASH_START
 * @bytes: text
 * @length: its bytes
 *
 * Returns: the hash of both
 */
guint64
confab_hash_bytes (guint64     hash,
                   const char *bytes,
                   gsize       length)
{
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) bytes[i]) * CONFAB_HASH_PRIME;

  return hash;
}

/**
 * confab_hash_span:
 * @hash: the hash of the spans before, or %CONFAB_HASH_START
 * @span: a span
 *
 * Returns: the hash of all
 */
guint64
confab_hash_span (guint64           hash,
                  const ConfabSpan *span)
{
  hash = (hash ^ span->start) * CONFAB_HASH_PRIME;
  hash = (hash ^ span->end) * CONFAB_HASH_PRIME;
  hash = (hash ^ span->flags) * CONFAB_HASH_PRIME;

  return span->target != NULL ? confab_hash_bytes (hash, span->target, strlen (span->target)) : hash;
}

/**
 * confab_line_seal:
 * @line: a line that has its text and its spans
 * @text_hash: confab_hash_bytes() of the text
 * @span_hash: confab_hash_span() of the spans
 *
 * Gives it its hash.
 */
void
confab_line_seal (ConfabLine *line,
                  guint64     text_hash,
                  guint64     span_hash)
{
  line->hash = (span_hash ^ text_hash) * CONFAB_HASH_PRIME;
}

/**
 * confab_line_free:
 * @line: (transfer full): the line
 */
void
confab_line_free (ConfabLine *line)
{
  g_return_if_fail (line != NULL);

  for (guint i = 0; i < line->n_spans; i++)
    g_free (line->spans[i].target);
  g_free (line->spans);
  g_free (line->text);
  g_free (line);
}

static gboolean
equal_spans (const ConfabSpan *a,
             const ConfabSpan *b)
{
  return a->start == b->start && a->end == b->end && a->flags == b->flags &&
         g_strcmp0 (a->target, b->target) == 0;
}

/**
 * confab_line_equal:
 * @a: a line
 * @b: another
 *
 * Returns: whether text and spans are the same
 */
gboolean
confab_line_equal (const ConfabLine *a,
                   const ConfabLine *b)
{
  if (a->hash != b->hash || a->length != b->length || a->n_spans != b->n_spans ||
      memcmp (a->text, b->text, a->length) != 0)
    return FALSE;

  for (guint i = 0; i < a->n_spans; i++)
    if (!equal_spans (&a->spans[i], &b->spans[i]))
      return FALSE;

  return TRUE;
}

/**
 * confab_line_count_equal:
 * @a: a line
 * @b: another
 * @known: bytes at the start that are known to be the same, with their spans
 *
 * Returns: how many bytes at the start are the same and look the same, up to a character's start
 */
gsize
confab_line_count_equal (const ConfabLine *a,
                         const ConfabLine *b,
                         gsize             known)
{
  gsize n = known;
  guint k = 0;
  guint end = a->n_spans;

  /* The spans in what is known are passed over: there may be thousands. */
  while (k < end)
    {
      guint middle = k + (end - k) / 2;

      if (a->spans[middle].end <= known)
        k = middle + 1;
      else
        end = middle;
    }

  while (n < a->length && n < b->length && a->text[n] == b->text[n])
    n++;

  while (k < a->n_spans && k < b->n_spans && equal_spans (&a->spans[k], &b->spans[k]))
    k++;
  if (k < a->n_spans && k < b->n_spans && a->spans[k].start == b->spans[k].start &&
      a->spans[k].flags == b->spans[k].flags &&
      g_strcmp0 (a->spans[k].target, b->spans[k].target) == 0)
    {
      n = MIN (n, MIN (a->spans[k].end, b->spans[k].end));
    }
  else
    {
      if (k < a->n_spans)
        n = MIN (n, a->spans[k].start);
      if (k < b->n_spans)
        n = MIN (n, b->spans[k].start);
    }

  while (n > 0 && ((n < b->length && (b->text[n] & 0xc0) == 0x80) ||
                   (n < a->length && (a->text[n] & 0xc0) == 0x80)))
    n--;

  return n;
}
