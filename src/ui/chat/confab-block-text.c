/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-block-text.h"

#include <string.h>

/* What lets a long word break shows nothing, and would break code that it is pasted into. */
#define SOFT_BREAK "\xe2\x80\x8b"

static void
append_text (GString    *text,
             const char *line,
             gboolean    escaped)
{
  while (*line != '\0')
    {
      if (g_str_has_prefix (line, SOFT_BREAK))
        {
          line += strlen (SOFT_BREAK);
          continue;
        }
      if (escaped && (*line == '|' || *line == '\\'))
        g_string_append_c (text, '\\');
      g_string_append_c (text, *line++);
    }
}

/**
 * confab_block_text_plain:
 * @block: a block of code, or a table
 *
 * Returns: (transfer full): what it shows: the lines of the code; the cells of the table with tabs
 *   between them, as a spreadsheet takes them
 */
char *
confab_block_text_plain (const ConfabBlock *block)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (block != NULL, NULL);

  for (guint i = 0; i < block->lines->len; i++)
    {
      const ConfabLine *line = g_ptr_array_index (block->lines, i);

      if (i > 0)
        g_string_append_c (text, block->kind == CONFAB_BLOCK_TABLE && i % block->n_columns != 0
                                   ? '\t' : '\n');
      append_text (text, line->text, FALSE);
    }

  return g_string_free (text, FALSE);
}

static void
append_rule (GString           *text,
             const ConfabBlock *block)
{
  static const char *rules[] = {
    [CONFAB_ALIGN_DEFAULT] = " --- |",
    [CONFAB_ALIGN_LEFT] = " :--- |",
    [CONFAB_ALIGN_CENTER] = " :---: |",
    [CONFAB_ALIGN_RIGHT] = " ---: |",
  };

  g_string_append_c (text, '|');
  for (guint i = 0; i < block->n_columns; i++)
    g_string_append (text, rules[block->aligns[i]]);
  g_string_append_c (text, '\n');
}

/**
 * confab_block_text_markdown:
 * @block: a table
 *
 * Returns: (transfer full): the table as Markdown has it
 */
char *
confab_block_text_markdown (const ConfabBlock *block)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (block != NULL && block->kind == CONFAB_BLOCK_TABLE, NULL);

  for (guint i = 0; i < block->lines->len; i++)
    {
      const ConfabLine *line = g_ptr_array_index (block->lines, i);

      g_string_append (text, i % block->n_columns == 0 ? "| " : " | ");
      append_text (text, line->text, TRUE);
      if (i % block->n_columns == block->n_columns - 1)
        g_string_append (text, " |\n");
      if (i == block->n_columns - 1)
        append_rule (text, block);
    }

  return g_string_free (text, FALSE);
}
