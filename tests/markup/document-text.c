/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "document-text.h"

#include <string.h>

/*
 * A document as one text, for comparing: each block on a line, its containers first (an item in
 * parentheses where its marker is not shown), then its kind, then its lines, each with a bar, and
 * spans in braces with a letter for each flag.
 */

static void
describe_line (GString          *out,
               const ConfabLine *line)
{
  static const char letters[] = "bisclxrmo";
  gsize position = 0;

  g_assert_cmpuint (strlen (line->text), ==, line->length);
  g_assert_true (g_utf8_validate (line->text, (gssize) line->length, NULL));
  g_assert_null (strpbrk (line->text, "\n\r"));

  for (guint i = 0; i < line->n_spans; i++)
    {
      const ConfabSpan *span = &line->spans[i];

      g_assert_cmpuint (span->start, >=, position);
      g_assert_cmpuint (span->end, >, span->start);
      g_assert_cmpuint (span->end, <=, line->length);
      g_assert_true (g_utf8_validate (line->text, (gssize) span->start, NULL));
      g_assert_true (g_utf8_validate (line->text, (gssize) span->end, NULL));

      g_string_append_len (out, line->text + position, (gssize) (span->start - position));
      g_string_append_c (out, '{');
      for (guint k = 0; letters[k] != '\0'; k++)
        if ((span->flags & (1u << k)) != 0)
          g_string_append_c (out, letters[k]);
      if ((span->flags & (CONFAB_SPAN_LINK | CONFAB_SPAN_IMAGE)) != 0)
        g_string_append_printf (out, " %s", span->target);
      if ((span->flags & CONFAB_SPAN_CITATION) != 0)
        g_assert_cmpint (strncmp (line->text + span->start, span->target, strlen (span->target)), ==, 0);
      g_string_append_c (out, ':');
      g_string_append_len (out, line->text + span->start, (gssize) (span->end - span->start));
      g_string_append_c (out, '}');
      position = span->end;
    }
  g_string_append (out, line->text + position);
  g_string_append_c (out, '|');
}

static void
describe_block (GString           *out,
                const ConfabBlock *block)
{
  for (guint i = 0; i < block->n_containers; i++)
    {
      const ConfabContainer *container = &block->containers[i];

      if (container->kind == CONFAB_CONTAINER_QUOTE)
        g_string_append (out, "> ");
      else
        g_string_append_printf (out, container->first ? "%s%s " : "(%s%s) ", container->marker,
                                container->task == CONFAB_TASK_NONE ? ""
                                : container->task == CONFAB_TASK_DONE ? "[x]" : "[ ]");
    }

  g_string_append_c (out, "PHCTR"[block->kind]);
  if (block->level > 0)
    g_string_append_printf (out, "%u", block->level);
  if (block->kind == CONFAB_BLOCK_CODE)
    g_string_append_printf (out, "(%s)%s", block->info != NULL ? block->info
                                           : block->language != NULL ? "maths" : "",
                            block->closed ? "" : "…");
  for (guint i = 0; i < block->n_columns; i++)
    g_string_append_c (out, "-<^>"[block->aligns[i]]);
  if (block->tight)
    g_string_append_c (out, '\'');
  g_string_append_c (out, ' ');

  g_assert_cmpuint (block->lines->len, >, 0);
  for (guint i = 0; i < block->lines->len; i++)
    describe_line (out, g_ptr_array_index (block->lines, i));
  g_string_append_c (out, '\n');
}

/**
 * document_text_describe:
 * @document: a document
 *
 * Returns: (transfer full): all of it, checked on the way
 */
char *
document_text_describe (ConfabDocument *document)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < confab_document_get_n_blocks (document); i++)
    describe_block (out, confab_document_get_block (document, i));

  return g_string_free (out, FALSE);
}

/**
 * document_text_describe_whole:
 * @text: Markdown
 * @length: its bytes
 * @finished: whether it is at its end
 *
 * Returns: (transfer full): the document made of it in one update
 */
char *
document_text_describe_whole (const char *text,
                              gsize       length,
                              gboolean    finished)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  ConfabDocumentChange change;

  confab_document_update (document, text, length, FALSE, finished, &change);

  return document_text_describe (document);
}

/* What update() says is kept must be as it was. */
typedef struct {
  GPtrArray *blocks; /* of char */
  GPtrArray *lines; /* of GPtrArray of GString */
  GArray    *ids;
} Memory;

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

static Memory
remember (ConfabDocument *document)
{
  Memory memory = { g_ptr_array_new_with_free_func (g_free),
                    g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref),
                    g_array_new (FALSE, FALSE, sizeof (guint)) };

  for (guint i = 0; i < confab_document_get_n_blocks (document); i++)
    {
      const ConfabBlock *block = confab_document_get_block (document, i);
      GPtrArray *lines = g_ptr_array_new_with_free_func (free_string);
      GString *text = g_string_new (NULL);

      for (guint k = 0; k < block->lines->len; k++)
        {
          GString *line = g_string_new (NULL);

          describe_line (line, g_ptr_array_index (block->lines, k));
          g_ptr_array_add (lines, line);
        }
      describe_block (text, block);
      g_ptr_array_add (memory.blocks, g_string_free (text, FALSE));
      g_ptr_array_add (memory.lines, lines);
      g_array_append_val (memory.ids, block->id);
    }

  return memory;
}

static void
check_kept (const Memory               *memory,
            ConfabDocument             *document,
            const ConfabDocumentChange *change)
{
  Memory now = remember (document);
  GPtrArray *old;
  GPtrArray *new;

  g_assert_cmpuint (change->kept_blocks, <=, memory->blocks->len);
  g_assert_cmpuint (change->kept_blocks, <=, now.blocks->len);
  for (guint i = 0; i < change->kept_blocks; i++)
    {
      g_assert_cmpstr (g_ptr_array_index (memory->blocks, i), ==, g_ptr_array_index (now.blocks, i));
      g_assert_cmpuint (g_array_index (memory->ids, guint, i), ==, g_array_index (now.ids, guint, i));
    }

  if (change->kept_blocks < memory->blocks->len && change->kept_blocks < now.blocks->len)
    {
      old = g_ptr_array_index (memory->lines, change->kept_blocks);
      new = g_ptr_array_index (now.lines, change->kept_blocks);
      g_assert_cmpuint (change->kept_lines, <=, MIN (old->len, new->len));
      for (guint k = 0; k < change->kept_lines; k++)
        g_assert_true (g_string_equal (g_ptr_array_index (old, k), g_ptr_array_index (new, k)));
      if (change->kept_bytes > 0)
        {
          const ConfabBlock *block = confab_document_get_block (document, change->kept_blocks);
          const ConfabLine *line = g_ptr_array_index (block->lines, change->kept_lines);

          g_assert_cmpuint (change->kept_bytes, <=, line->length);
          g_assert_true (g_utf8_validate (line->text, (gssize) change->kept_bytes, NULL));
          if (line->n_spans == 0)
            {
              const GString *before = g_ptr_array_index (old, change->kept_lines);

              g_assert_cmpint (strncmp (line->text, before->str, change->kept_bytes), ==, 0);
            }
        }
    }
  else
    {
      g_assert_cmpuint (change->kept_lines, ==, 0);
      g_assert_cmpuint (change->kept_bytes, ==, 0);
    }

  g_ptr_array_unref (now.blocks);
  g_ptr_array_unref (now.lines);
  g_array_unref (now.ids);
}

/**
 * document_text_describe_cut:
 * @text: Markdown
 * @length: its bytes
 * @longest: bytes of the longest piece
 *
 * Returns: (transfer full): the document made of it in pieces of random length, each of whose
 *   updates is checked against what was there before
 */
char *
document_text_describe_cut (const char *text,
                            gsize       length,
                            guint       longest)
{
  g_autoptr (ConfabDocument) document = confab_document_new ();
  gsize seen = 0;
  gboolean finished = FALSE;

  while (!finished)
    {
      Memory memory = remember (document);
      ConfabDocumentChange change;

      finished = seen == length;
      seen += (gsize) g_test_rand_int_range (1, (gint32) longest + 1);
      seen = MIN (length, seen);
      confab_document_update (document, text, seen, FALSE, finished, &change);
      check_kept (&memory, document, &change);
      g_ptr_array_unref (memory.blocks);
      g_ptr_array_unref (memory.lines);
      g_array_unref (memory.ids);
    }

  return document_text_describe (document);
}
