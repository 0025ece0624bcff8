/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-lines-private.h"

#include <string.h>

/* Measured: a line that grows costs its last piece again each frame, and 1.5 KB is half a
 * millisecond. Where so much text has too few visual lines to be cut it may be more, but not any
 * amount, because the cost of one layout grows faster than its text. */
#define CUT_BYTES 1500
#define CHUNK_BYTES 6000
/* A line that is much longer is cut near each multiple of this, wherever one comes from: who opens it
 * at its end or in its middle need not lay out all that is before, and finds what a reader found who
 * has seen it come. */
#define STRETCH_BYTES 12000
/* Bytes after a multiple in which a place between two words is looked for. */
#define STRETCH_MARGIN 3000
/* Pango's work grows with the square of the spans in a layout. */
#define CHUNK_SPANS 300
/* Visual lines that so much text must have to be cut: the last two may still change. */
#define CUT_MIN_LINES 5
#define CHUNK_MIN_LINES 3

/* A longer line of code wraps in any case: it cannot be one layout, and nobody scrolls through it. */
#define CODE_MAX_BYTES 2000

/* Of a table, the first cells say how wide the columns are; those after them wrap where they must. */
#define MEASURED_CELLS 2000
#define MEASURED_BYTES 30000

#define ZERO_WIDTH_SPACE "\342\200\213"
#define ZERO_WIDTH_JOINER 0x200d

/* Tables */

static int
measure_cell (ConfabTextLines *self,
              ConfabTextTable *table,
              guint            block,
              guint            line)
{
  ConfabTextPiece piece = { .block = block, .line = line, .room = -1 };
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  piece.length = get_line (self, block, line)->length;
  if (piece.length > CUT_BYTES)
    return confab_text_table_get_longest (table);

  layout = confab_text_lines_make_layout (self, &piece);
  pango_layout_get_size (layout, &width, NULL);
  self->counters->cells_measured++;

  return width;
}

/* How many cells say how wide the columns are. It depends on the text only, however it came. */
static guint
count_measured (const ConfabBlock *block)
{
  gsize bytes = 0;
  guint n = 0;

  while (n < block->lines->len && (n < block->n_columns ||
                                   (n < MEASURED_CELLS && bytes < MEASURED_BYTES)))
    bytes += ((const ConfabLine *) g_ptr_array_index (block->lines, n++))->length;

  return n / block->n_columns * block->n_columns;
}

static int
get_room (ConfabTextLines *self,
          guint            block)
{
  return MAX (self->width * PANGO_SCALE - get_box (self, block)->indent, 1);
}

/**
 * confab_text_lines_measure_box:
 * @self: the lines
 * @block: a block that has a box
 *
 * Of a table, finds the width of its columns. Where one is no longer as wide as it was, the pieces
 * of the table are dropped.
 */
void
confab_text_lines_measure_box (ConfabTextLines *self,
                               guint            block)
{
  const ConfabBlock *b = confab_document_get_block (self->document, block);
  ConfabTextTable *table = get_box (self, block)->table;
  guint n;

  if (table == NULL)
    return;

  n = count_measured (b);
  for (guint i = confab_text_table_get_n_rows (table) * b->n_columns; i < n; i++)
    confab_text_table_add_cell (table, get_box (self, block)->guessed
                                         ? confab_text_lines_guess_cell (self,
                                                                         get_line (self, block, i))
                                         : measure_cell (self, table, block, i));
  if (confab_text_table_fit (table, get_room (self, block)) &&
      self->pieces->len > get_box (self, block)->first)
    {
      gboolean guessed = get_box (self, block)->guessed;

      /* The box goes with its pieces, the table is needed again. */
      get_box (self, block)->table = NULL;
      confab_text_lines_truncate (self, get_box (self, block)->first);
      confab_text_lines_add_box (self, block, table);
      get_box (self, block)->guessed = guessed;
    }
}

/**
 * confab_text_lines_align_row:
 * @self: the lines
 *
 * If the last piece is a cell, puts the cells of its row on one baseline, as far as there are any.
 */
void
confab_text_lines_align_row (ConfabTextLines *self)
{
  guint end = self->pieces->len;
  guint first = end;
  int baseline = 0;
  gint64 y = 0;
  gint64 bottom = 0;

  if (end == 0 ||
      get_box (self, get_piece (self, end - 1)->block)->kind != CONFAB_BLOCK_TABLE)
    return;

  while (first > 0 && get_piece (self, first - 1)->top == get_piece (self, end - 1)->top)
    {
      first--;
      if (get_piece (self, first)->start == 0)
        baseline = MAX (baseline, get_piece (self, first)->baseline);
    }
  /* On a whole pixel, or what is rounded in two steps would be a pixel off in some of the cells. */
  baseline = PANGO_UNITS_CEIL (baseline);

  for (guint i = first; i < end; i++)
    {
      ConfabTextPiece *piece = get_piece (self, i);

      if (piece->start == 0)
        {
          y = piece->top + CONFAB_CELL_PADDING + baseline - piece->baseline;
          if (first > get_box (self, piece->block)->first)
            y += CONFAB_HAIR_LINE;
        }
      piece->y = y;
      y += piece->height;
      bottom = MAX (bottom, PANGO_UNITS_CEIL (y));
      piece->bottom = bottom;
    }
}

/* Boxes */

/**
 * confab_text_lines_add_box:
 * @self: the lines
 * @block: the first block that has no box
 * @table: (transfer full) (nullable): the columns of the table
 *
 * Puts a block beneath the one before.
 */
void
confab_text_lines_add_box (ConfabTextLines *self,
                           guint            block,
                           ConfabTextTable *table)
{
  const ConfabBlock *b = confab_document_get_block (self->document, block);
  const ConfabBlock *before = block > 0 ? confab_document_get_block (self->document, block - 1)
                                        : NULL;
  ConfabBlockBox box = { .kind = b->kind, .id = b->id, .first = self->pieces->len, .table = table };
  int em = confab_text_style_get_em (self->style);
  const ConfabLine *line = g_ptr_array_index (b->lines, 0);

  g_assert (block == self->boxes->len);

  box.gap = confab_block_box_get_gap (before, b);
  box.indent = confab_block_box_get_indent (b, b->n_containers, em, self->width * PANGO_SCALE);
  box.y = confab_text_lines_get_height (self) + box.gap;
  if (b->kind != CONFAB_BLOCK_CODE)
    box.rtl = confab_block_box_is_rtl (line->text,
                                      gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL);
  box.guessed = self->fresh == 0;
  if (b->kind == CONFAB_BLOCK_TABLE && table == NULL)
    box.table = confab_text_table_new (b->n_columns, em);

  g_array_append_val (self->boxes, box);
  if (table == NULL)
    confab_text_lines_measure_box (self, block);
}

/* Pieces */

static gsize
find_character_start (const char *text,
                      gsize       position)
{
  while (position > 0 && (text[position] & 0xc0) == 0x80)
    position--;

  return position;
}

static gsize
limit_spans (const ConfabLine *line,
             gsize             start,
             gsize             end)
{
  guint span = confab_text_style_find_span (line, start) + CHUNK_SPANS;

  return span < line->n_spans && line->spans[span].start < end ? line->spans[span].start : end;
}

/* Whether what stands before @text and what follows there are characters of their own. */
static gboolean
is_between_characters (const char *text)
{
  gunichar before = g_utf8_get_char (g_utf8_prev_char (text));
  gunichar after = g_utf8_get_char (text);

  return before != ZERO_WIDTH_JOINER && !g_unichar_ismark (after) && !g_unichar_iszerowidth (after);
}

/* The first good place after a multiple. It depends on the text before it only, so that it stays
 * where it is when more comes. */
static gsize
find_cut (const ConfabLine *line,
          gsize             multiple)
{
  const char *end = line->text + line->length;
  const char *p = line->text + MIN (multiple, line->length);

  while ((*p & 0xc0) == 0x80)
    p++;
  for (; p < end; p = g_utf8_next_char (p))
    {
      gsize at = (gsize) (p - line->text);

      if (p[-1] == ' ' || (at >= 3 && memcmp (p - 3, ZERO_WIDTH_SPACE, 3) == 0))
        return at;
      if (at >= multiple + 2 * STRETCH_MARGIN ||
          (at >= multiple + STRETCH_MARGIN && is_between_characters (p)))
        return at;
    }

  return line->length;
}

/**
 * confab_text_lines_find_stretch_end:
 * @line: a line
 * @start: a byte in it
 *
 * Returns: where a piece that starts there ends at the latest
 */
gsize
confab_text_lines_find_stretch_end (const ConfabLine *line,
                                    gsize             start)
{
  gsize n = start / STRETCH_BYTES;
  gsize end = n > 0 ? find_cut (line, n * STRETCH_BYTES) : 0;

  return end > start ? end : find_cut (line, (n + 1) * STRETCH_BYTES);
}

/**
 * confab_text_lines_find_next:
 * @self: the lines
 * @piece: zeroes; where in the document the next piece begins is set
 *
 * Returns: %FALSE at the end
 */
gboolean
confab_text_lines_find_next (ConfabTextLines *self,
                             ConfabTextPiece *piece)
{
  const ConfabTextPiece *last;
  const ConfabBlock *block;

  if (self->pieces->len == 0)
    return confab_document_get_n_blocks (self->document) > 0;

  last = get_piece (self, self->pieces->len - 1);
  block = confab_document_get_block (self->document, last->block);
  piece->block = last->block;
  piece->line = last->line;
  if (last->start + last->length < get_line (self, last->block, last->line)->length)
    {
      piece->start = last->start + last->length;
      piece->rtl = last->rtl;
    }
  else if (last->line + 1 < block->lines->len)
    {
      piece->line++;
    }
  else
    {
      piece->block++;
      piece->line = 0;
    }

  return piece->block < confab_document_get_n_blocks (self->document);
}

static void
place_cell (ConfabTextLines       *self,
            const ConfabBlock     *block,
            const ConfabTextPiece *last,
            ConfabTextPiece       *piece)
{
  const ConfabBlockBox *box = get_box (self, piece->block);
  guint column = piece->line % block->n_columns;

  piece->room = confab_text_table_get_width (box->table, column);
  piece->x = confab_text_table_get_x (box->table, column, box->rtl);
  if (!box->rtl)
    piece->x += box->indent;

  if (last == NULL)
    piece->top = box->y;
  else if (last->line / block->n_columns == piece->line / block->n_columns)
    piece->top = last->top;
  else
    piece->top = last->bottom + CONFAB_CELL_PADDING;
}

static void
place_code (ConfabTextLines       *self,
            const ConfabTextPiece *last,
            ConfabTextPiece       *piece)
{
  const ConfabBlockBox *box = get_box (self, piece->block);

  piece->x = box->indent + CONFAB_BLOCK_SIDE;
  piece->room = -1;
  if (get_line (self, piece->block, piece->line)->length > CODE_MAX_BYTES ||
      confab_text_lines_get_wrapped (self, piece->block))
    piece->room = MAX (get_room (self, piece->block) - 2 * CONFAB_BLOCK_SIDE, 1);

  piece->top = last != NULL ? last->bottom : box->y;
  if (last == NULL)
    piece->y = piece->top + confab_block_box_get_code_head (confab_text_style_get_em (self->style)) +
               CONFAB_CODE_TOP;
  else
    piece->y = piece->top + (piece->start == 0 ? CONFAB_CODE_LEADING : 0);
}

/* Where the piece stands, and the room it has. */
static void
place_piece (ConfabTextLines *self,
             ConfabTextPiece *piece)
{
  const ConfabBlock *block = confab_document_get_block (self->document, piece->block);
  const ConfabBlockBox *box = get_box (self, piece->block);
  const ConfabTextPiece *last = NULL;

  if (self->pieces->len > box->first)
    last = get_piece (self, self->pieces->len - 1);

  if (block->kind == CONFAB_BLOCK_TABLE)
    {
      place_cell (self, block, last, piece);
    }
  else if (block->kind == CONFAB_BLOCK_CODE)
    {
      place_code (self, last, piece);
    }
  else
    {
      piece->x = box->rtl ? 0 : box->indent;
      piece->room = get_room (self, piece->block);
      piece->top = last != NULL ? last->bottom : box->y;
      piece->y = piece->top;
    }
}

static void
set_length (ConfabTextLines *self,
            ConfabTextPiece *piece,
            gsize            length)
{
  piece->length = length;
  g_clear_object (&piece->layout);
  piece->layout = confab_text_lines_make_layout (self, piece);
}

/* A piece as long as it may be; where it is cut, what follows is another one. The cut depends on so
 * many bytes of the text and on no more: a text that comes bit by bit is cut in the same places as
 * one that is there at once, and is as high. */
static void
fill_piece (ConfabTextLines *self,
            ConfabTextPiece *piece)
{
  static const struct {
    gsize bytes;
    int   n_lines;
  } steps[] = { { CUT_BYTES, CUT_MIN_LINES }, { CHUNK_BYTES, CHUNK_MIN_LINES } };
  const ConfabLine *line = get_line (self, piece->block, piece->line);
  gsize end = confab_text_lines_find_stretch_end (line, piece->start);
  gsize most = limit_spans (line, piece->start, end) - piece->start;

  /* What does not wrap has one visual line, however long it is. */
  for (guint i = piece->room < 0 ? 1 : 0; i < G_N_ELEMENTS (steps); i++)
    {
      gsize length = most;
      int n_lines;

      if (length > steps[i].bytes)
        length = find_character_start (line->text + piece->start, steps[i].bytes);
      if (piece->layout == NULL || length != piece->length)
        set_length (self, piece, length);
      /* What ends with the line grows with it. */
      piece->seen = piece->start + length < line->length ? piece->start + length + 1 : 0;
      if (piece->start + length == end)
        return;

      n_lines = pango_layout_get_line_count (piece->layout);
      if (n_lines >= steps[i].n_lines)
        {
          length = (gsize) pango_layout_get_line_readonly (piece->layout, n_lines - 2)->start_index;
          set_length (self, piece, length);
          return;
        }
    }
}

/* How high and wide the piece is, by its layout. All heights are whole pixels: what stands below is
 * moved by whole pixels only when a height is corrected, and looks as it did. */
static void
measure_piece (ConfabTextLines *self,
               ConfabTextPiece *piece)
{
  PangoRectangle extents;

  fill_piece (self, piece);
  if (piece->start == 0)
    piece->rtl = pango_layout_get_direction (piece->layout, 0) == PANGO_DIRECTION_RTL;

  pango_layout_get_extents (piece->layout, NULL, &extents);
  piece->height = PANGO_UNITS_CEIL (extents.height);
  piece->width = extents.width;
  piece->baseline = pango_layout_get_baseline (piece->layout);
  self->counters->lines_laid++;
}

/**
 * confab_text_lines_reach:
 * @self: the lines
 * @piece: a piece that has its place and size, to be put after the last one
 *
 * Finds how far to the right all reaches up to there.
 */
void
confab_text_lines_reach (ConfabTextLines *self,
                         ConfabTextPiece *piece)
{
  const ConfabBlockBox *box = get_box (self, piece->block);
  const ConfabTextPiece *last = NULL;

  piece->extent = piece->x + piece->width;
  if (box->kind == CONFAB_BLOCK_TABLE)
    piece->extent = (box->rtl ? 0 : box->indent) + confab_text_table_get_total (box->table) -
                    CONFAB_TABLE_SIDE;
  piece->widest = piece->extent + (box->rtl ? box->indent : 0);
  if (confab_block_box_has_frame (box->kind))
    piece->widest = self->width * PANGO_SCALE;

  if (self->pieces->len > 0)
    last = get_piece (self, self->pieces->len - 1);
  if (last != NULL && last->block == piece->block)
    piece->extent = MAX (piece->extent, last->extent);
  if (last != NULL)
    piece->widest = MAX (piece->widest, last->widest);
}

/* A piece is valid as long as those before it are. */
static void
note_seen (ConfabTextLines *self,
           ConfabTextPiece *piece)
{
  const ConfabTextPiece *last = NULL;

  if (self->pieces->len > 0)
    last = get_piece (self, self->pieces->len - 1);
  if (piece->seen > 0 && last != NULL && last->block == piece->block && last->line == piece->line)
    piece->seen = MAX (piece->seen, last->seen);
}

/**
 * confab_text_lines_make_next:
 * @self: the lines
 * @exact: whether it is laid out; else its height is estimated
 *
 * Adds the next piece of the document. Of the cells of a row either all are exact or none.
 *
 * Returns: whether there was one
 */
gboolean
confab_text_lines_make_next (ConfabTextLines *self,
                             gboolean         exact)
{
  ConfabTextPiece piece = { 0, };
  const ConfabBlockBox *box;

  if (!confab_text_lines_find_next (self, &piece))
    return FALSE;

  if (piece.block == self->boxes->len)
    confab_text_lines_add_box (self, piece.block, NULL);
  box = get_box (self, piece.block);
  if (box->kind == CONFAB_BLOCK_TABLE)
    {
      if (self->pieces->len > box->first &&
          piece.line % confab_document_get_block (self->document, piece.block)->n_columns > 0)
        exact = !get_piece (self, self->pieces->len - 1)->estimated;
      else
        exact = exact && !box->guessed;
    }

  place_piece (self, &piece);
  if (exact)
    measure_piece (self, &piece);
  else
    confab_text_lines_estimate (self, &piece);
  if (box->kind == CONFAB_BLOCK_RULE)
    piece.height = CONFAB_HAIR_LINE;
  piece.bottom = piece.y + piece.height;
  confab_text_lines_reach (self, &piece);
  note_seen (self, &piece);

  g_array_append_val (self->pieces, piece);
  confab_text_lines_align_row (self);

  if (exact)
    {
      if (self->live_first == self->live_end)
        self->live_first = self->pieces->len - 1;
      self->live_end = self->pieces->len;
    }

  return TRUE;
}
