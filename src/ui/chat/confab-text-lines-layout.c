/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-lines-private.h"

/* What a layout costs besides its text, in bytes. */
#define LAYOUT_BYTES 60

static ConfabTextRole
get_role (const ConfabBlock *block,
          guint              line)
{
  switch (block->kind)
    {
    case CONFAB_BLOCK_HEADING:
      return block->level <= 2 ? CONFAB_TEXT_TITLE : CONFAB_TEXT_HEADING;

    case CONFAB_BLOCK_CODE:
      return CONFAB_TEXT_CODE;

    case CONFAB_BLOCK_TABLE:
      return line < block->n_columns ? CONFAB_TEXT_HEAD : CONFAB_TEXT_CELL;

    case CONFAB_BLOCK_PARAGRAPH:
    case CONFAB_BLOCK_RULE:
    default:
      return CONFAB_TEXT_BODY;
    }
}

/* The sides of a table are those of the page; for a cell that runs from right to left Pango takes
 * the other one. */
static void
align_cell (PangoLayout       *layout,
            const ConfabBlock *block,
            guint              line)
{
  gboolean turned = pango_layout_get_auto_dir (layout) &&
                    pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL;

  switch (block->aligns[line % block->n_columns])
    {
    case CONFAB_ALIGN_CENTER:
      pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
      break;

    case CONFAB_ALIGN_RIGHT:
      pango_layout_set_alignment (layout, turned ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
      break;

    case CONFAB_ALIGN_LEFT:
      pango_layout_set_alignment (layout, turned ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
      break;

    case CONFAB_ALIGN_DEFAULT:
    default:
      break;
    }
}

/**
 * confab_text_lines_make_layout:
 * @self: the lines
 * @piece: a piece with its room
 *
 * Each line finds its own direction; the later pieces of a line have that of the first. Code is
 * read from left to right.
 *
 * Returns: (transfer full): the layout of the piece
 */
PangoLayout *
confab_text_lines_make_layout (ConfabTextLines       *self,
                               const ConfabTextPiece *piece)
{
  const ConfabBlock *block = confab_document_get_block (self->document, piece->block);
  const ConfabLine *line = g_ptr_array_index (block->lines, piece->line);
  ConfabTextDirection direction = CONFAB_TEXT_AUTO;
  PangoLayout *layout;

  if (block->kind == CONFAB_BLOCK_CODE)
    direction = CONFAB_TEXT_LTR;
  else if (piece->start > 0)
    direction = piece->rtl ? CONFAB_TEXT_RTL : CONFAB_TEXT_LTR;

  layout = confab_text_style_make_layout (self->style, get_role (block, piece->line), direction,
                                          line, piece->start, piece->length);
  if (piece->room >= 0)
    pango_layout_set_width (layout, piece->room);
  if (block->kind == CONFAB_BLOCK_TABLE)
    align_cell (layout, block, piece->line);
  if (block->kind == CONFAB_BLOCK_CODE)
    {
      ConfabCodeColors *colors = confab_text_lines_get_colors (self, piece->block);

      if (colors != NULL && piece->line < confab_code_colors_get_n_lines (colors))
        {
          g_autoptr (PangoAttrList) attributes =
            confab_code_colors_apply (colors, piece->line, piece->start, piece->length,
                                      pango_layout_get_attributes (layout));

          pango_layout_set_attributes (layout, attributes);
        }
    }
  self->counters->bytes_laid += piece->length;
  self->fresh -= MIN (self->fresh, piece->length + LAYOUT_BYTES);

  return layout;
}

/**
 * confab_text_lines_drop_layout:
 * @piece: a piece
 *
 * Gives back its layout and what was drawn with it; its place and size stay.
 */
void
confab_text_lines_drop_layout (ConfabTextPiece *piece)
{
  g_clear_object (&piece->layout);
  g_clear_pointer (&piece->node, gsk_render_node_unref);
}
