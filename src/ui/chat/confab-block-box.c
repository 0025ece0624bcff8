/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-block-box.h"

#include <string.h>

#define HEADING_GAP (22 * 1024)
#define UNDER_HEADING_GAP (8 * 1024)
#define TIGHT_GAP (4 * 1024)
#define LOOSE_GAP (8 * 1024)

/* The room before an item's text, in em: for a bullet, and for a number of up to two digits. */
#define BULLET_INDENT 1.5
#define NUMBER_INDENT 2.1
#define DIGIT_WIDTH 0.6
#define NUMBER_LENGTH 3

/* Characters that are looked at for the first letter. */
#define MAX_NEUTRAL 200

/* Of the width, at most, goes to containers. */
#define MOST_INDENT 0.5

/**
 * confab_block_box_clear:
 * @self: a box
 *
 * Frees what it holds.
 */
void
confab_block_box_clear (ConfabBlockBox *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->table, confab_text_table_free);
}

/**
 * confab_block_box_has_frame:
 * @kind: of a block
 *
 * Returns: whether it has a ground of its own and scrolls sideways
 */
gboolean
confab_block_box_has_frame (ConfabBlockKind kind)
{
  return kind == CONFAB_BLOCK_CODE || kind == CONFAB_BLOCK_TABLE;
}

/**
 * confab_block_box_is_rtl:
 * @text: the first line of a block
 * @otherwise: what it is without a letter among its first characters
 *
 * Returns: whether it is read from right to left
 */
gboolean
confab_block_box_is_rtl (const char *text,
                        gboolean    otherwise)
{
  g_return_val_if_fail (text != NULL, otherwise);

  for (guint i = 0; i < MAX_NEUTRAL && *text != '\0'; i++, text = g_utf8_next_char (text))
    {
      gunichar ch = g_utf8_get_char (text);

      if (!g_unichar_isalpha (ch))
        continue;

      switch ((int) g_unichar_get_script (ch))
        {
        case G_UNICODE_SCRIPT_ARABIC:
        case G_UNICODE_SCRIPT_HEBREW:
        case G_UNICODE_SCRIPT_NKO:
        case G_UNICODE_SCRIPT_SYRIAC:
        case G_UNICODE_SCRIPT_THAANA:
          return TRUE;

        default:
          return FALSE;
        }
    }

  return otherwise;
}

/**
 * confab_block_box_get_bottom:
 * @kind: of a block
 *
 * Returns: the room beneath its last piece
 */
int
confab_block_box_get_bottom (ConfabBlockKind kind)
{
  switch (kind)
    {
    case CONFAB_BLOCK_CODE:
      return CONFAB_CODE_BOTTOM;

    case CONFAB_BLOCK_TABLE:
      return CONFAB_CELL_PADDING;

    case CONFAB_BLOCK_PARAGRAPH:
    case CONFAB_BLOCK_HEADING:
    case CONFAB_BLOCK_RULE:
    default:
      return 0;
    }
}

/**
 * confab_block_box_get_gap:
 * @before: (nullable): the block before
 * @block: a block
 *
 * Returns: the room between the two
 */
int
confab_block_box_get_gap (const ConfabBlock *before,
                         const ConfabBlock *block)
{
  guint n;
  guint depth = 0;
  gboolean within;

  g_return_val_if_fail (block != NULL, 0);

  if (before == NULL)
    return 0;

  n = MIN (before->n_containers, block->n_containers);
  while (depth < n && before->containers[depth].id == block->containers[depth].id)
    depth++;

  /* In one item, or in two that follow each other. */
  within = (depth > 0 && block->containers[depth - 1].kind == CONFAB_CONTAINER_ITEM) ||
           (depth < n && before->containers[depth].kind == CONFAB_CONTAINER_ITEM &&
            block->containers[depth].kind == CONFAB_CONTAINER_ITEM);
  if (!within)
    {
      /* A heading belongs to what follows it. */
      if (block->kind == CONFAB_BLOCK_HEADING && before->kind != CONFAB_BLOCK_HEADING)
        return HEADING_GAP;

      return before->kind == CONFAB_BLOCK_HEADING ? UNDER_HEADING_GAP : CONFAB_BLOCK_GAP;
    }

  return block->tight && !confab_block_box_has_frame (block->kind) &&
         !confab_block_box_has_frame (before->kind) ? TIGHT_GAP : LOOSE_GAP;
}

static double
get_container_indent (const ConfabContainer *container,
                      int                    em)
{
  gsize length = container->marker != NULL ? strlen (container->marker) : 0;

  if (container->kind == CONFAB_CONTAINER_QUOTE)
    return CONFAB_QUOTE_INDENT;
  if (container->task != CONFAB_TASK_NONE || length == 0 || !g_ascii_isdigit (container->marker[0]))
    return BULLET_INDENT * em;

  return (NUMBER_INDENT + DIGIT_WIDTH * (double) (MAX (length, NUMBER_LENGTH) - NUMBER_LENGTH)) *
         em;
}

/**
 * confab_block_box_get_indent:
 * @block: a block
 * @n_containers: how many of its containers count, from outside in
 * @em: the size of the font
 * @width: of the whole text
 *
 * Returns: where what is inside of these containers begins
 */
int
confab_block_box_get_indent (const ConfabBlock *block,
                            guint              n_containers,
                            int                em,
                            int                width)
{
  double sum = 0;
  double indent = 0;
  double most = width * MOST_INDENT;

  g_return_val_if_fail (block != NULL, 0);

  for (guint i = 0; i < block->n_containers; i++)
    {
      sum += get_container_indent (&block->containers[i], em);
      if (i < n_containers)
        indent = sum;
    }

  /* However deep the nesting is, half of the width is left for the text. */
  return (int) (sum > most ? indent * most / sum : indent);
}

/**
 * confab_block_box_get_code_head:
 * @em: the size of the font
 *
 * Returns: the height of what stands above the lines of code
 */
int
confab_block_box_get_code_head (int em)
{
  return MAX (CONFAB_CODE_HEAD, PANGO_UNITS_CEIL (2 * em));
}
