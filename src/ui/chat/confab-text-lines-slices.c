/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-lines-private.h"

/* Guesses, in em: the width of a byte, and the height of a visual line. */
#define BYTE_EM 0.45
#define LINE_EM 1.7

/* The last pieces, taken out while those before them are laid out. */
typedef struct {
  GArray *pieces;
  guint   first;
  guint   next; /* the first that is not back */
  gint64  delta; /* how far down they go */
  guint   live_first;
  guint   live_end;
} Tail;

/* Estimates */

/**
 * confab_text_lines_guess_cell:
 * @self: the lines
 * @line: a cell of a table
 *
 * Returns: about how wide it would like to be, Pango units
 */
int
confab_text_lines_guess_cell (ConfabTextLines  *self,
                              const ConfabLine *line)
{
  return (int) (BYTE_EM * (double) MIN (line->length, 1000) *
                confab_text_style_get_em (self->style));
}

static void
guess_size (ConfabTextLines *self,
            ConfabTextPiece *piece)
{
  double em = confab_text_style_get_em (self->style);
  double width = BYTE_EM * em * (double) piece->length;
  double n_lines = 1;

  if (piece->room > 0 && width > piece->room)
    {
      n_lines = (double) (gint64) (width / piece->room + 1);
      width = piece->room;
    }
  piece->width = (int) width;
  piece->height = PANGO_UNITS_CEIL ((int) (n_lines * LINE_EM * em));
}

/**
 * confab_text_lines_estimate:
 * @self: the lines
 * @piece: a piece that has its place and its room
 *
 * Says how long it is at most, and guesses its size.
 */
void
confab_text_lines_estimate (ConfabTextLines *self,
                            ConfabTextPiece *piece)
{
  const ConfabLine *line = get_line (self, piece->block, piece->line);

  piece->estimated = TRUE;
  self->n_estimated++;
  piece->length = confab_text_lines_find_stretch_end (line, piece->start) - piece->start;
  if (piece->start + piece->length < line->length)
    piece->seen = piece->start + piece->length + 1;
  if (piece->start == 0)
    piece->rtl = get_box (self, piece->block)->rtl;
  guess_size (self, piece);
}

/* Taking out and putting back */

static void
take_tail (ConfabTextLines *self,
           guint            first,
           Tail            *tail)
{
  guint n = self->pieces->len - first;

  *tail = (Tail) { g_array_sized_new (FALSE, FALSE, sizeof (ConfabTextPiece), n), first, 0, 0,
                   self->live_first, self->live_end };
  g_array_append_vals (tail->pieces, get_piece (self, first), n);
  for (guint i = first; i < self->pieces->len; i++)
    if (get_piece (self, i)->estimated)
      self->n_estimated--;
  g_array_set_size (self->pieces, first);
  self->live_first = first;
  self->live_end = first;
}

static ConfabTextPiece *
get_next (Tail *tail,
          guint position)
{
  return &g_array_index (tail->pieces, ConfabTextPiece, position);
}

/* The first piece of a block says where the block stands. */
static void
place_box (ConfabTextLines       *self,
           const ConfabTextPiece *piece)
{
  ConfabBlockBox *box = get_box (self, piece->block);

  if (piece->line > 0 || piece->start > 0)
    return;

  box->first = self->pieces->len;
  box->y = confab_text_lines_get_height (self) + box->gap;
}

static void
put_back (ConfabTextLines *self,
          Tail            *tail)
{
  ConfabTextPiece piece = *get_next (tail, tail->next++);

  place_box (self, &piece);
  piece.top += tail->delta;
  piece.y += tail->delta;
  piece.bottom += tail->delta;
  confab_text_lines_reach (self, &piece);
  if (piece.estimated)
    self->n_estimated++;
  g_array_append_val (self->pieces, piece);
}

/* Puts back the rest. Of what was laid out, layouts are there up to @live_end. */
static void
put_back_all (ConfabTextLines *self,
              Tail            *tail,
              guint            live_end)
{
  guint before = tail->first + tail->pieces->len;
  gboolean any = tail->live_first < tail->live_end;

  while (tail->next < tail->pieces->len)
    put_back (self, tail);

  self->live_first = any ? MIN (tail->live_first, tail->first) : tail->first;
  self->live_end = live_end;
  if (any && tail->live_end <= tail->first)
    self->live_end = MAX (live_end, tail->live_end);
  else if (any && tail->live_end + self->pieces->len > before)
    self->live_end = MAX (live_end, tail->live_end + self->pieces->len - before);
  self->live_end = MIN (self->live_end, self->pieces->len);
  self->live_first = MIN (self->live_first, self->live_end);
  g_array_unref (tail->pieces);
}

/* Correcting */

static gboolean
is_before (const ConfabTextPiece *piece,
           const ConfabTextPlace *place)
{
  if (piece->block != place->block)
    return piece->block < place->block;
  if (piece->line != place->line)
    return piece->line < place->line;

  return piece->start < place->byte;
}

/**
 * confab_text_lines_find_row_start:
 * @self: the lines
 * @position: a piece
 *
 * Returns: the first piece that begins at its height: of a cell, that of its row
 */
guint
confab_text_lines_find_row_start (ConfabTextLines *self,
                                  guint            position)
{
  while (position > 0 &&
         get_piece (self, position - 1)->block == get_piece (self, position)->block &&
         get_piece (self, position - 1)->top == get_piece (self, position)->top)
    position--;

  return position;
}

/* Of the estimated piece that comes next in the tail, where the row ends: after it, if it is not a
 * cell. */
static guint
find_row_end (ConfabTextLines *self,
              Tail            *tail)
{
  const ConfabTextPiece *piece = get_next (tail, tail->next);
  const ConfabBlock *block = confab_document_get_block (self->document, piece->block);
  guint end = tail->next + 1;

  if (block->kind == CONFAB_BLOCK_TABLE)
    while (end < tail->pieces->len && get_next (tail, end)->block == piece->block &&
           get_next (tail, end)->line / block->n_columns == piece->line / block->n_columns)
      end++;

  return end;
}

/* Lays out a row of a table of which an estimated piece comes next. */
static void
make_row_exact (ConfabTextLines *self,
                Tail            *tail)
{
  guint end = find_row_end (self, tail);
  gint64 bottom = get_next (tail, end - 1)->bottom;
  ConfabTextPlace after = { G_MAXUINT, 0, 0, 0 };
  ConfabTextPiece at = { 0, };

  if (end < tail->pieces->len)
    after = get_piece_start (get_next (tail, end));
  for (guint i = tail->next; i < end; i++)
    confab_text_lines_drop_layout (get_next (tail, i));
  while (confab_text_lines_find_next (self, &at) && is_before (&at, &after))
    {
      confab_text_lines_make_next (self, TRUE);
      at = (ConfabTextPiece) { 0, };
    }

  tail->next = end;
  tail->delta = get_piece (self, self->pieces->len - 1)->bottom - bottom;
}

/* Lays out the start of what the estimated piece that comes next stands for. Where that ends is found
 * only by it; the rest is still estimated. */
static void
make_start_exact (ConfabTextLines *self,
                  Tail            *tail)
{
  ConfabTextPiece *rest = get_next (tail, tail->next);
  gint64 bottom = rest->bottom;
  const ConfabTextPiece *made;
  gsize end;

  confab_text_lines_drop_layout (rest);
  confab_text_lines_make_next (self, TRUE);
  made = get_piece (self, self->pieces->len - 1);
  end = made->start + made->length;
  if (end >= rest->start + rest->length)
    {
      tail->next++;
      tail->delta = made->bottom - bottom;
      return;
    }

  rest->length -= end - rest->start;
  rest->start = end;
  rest->rtl = made->rtl;
  guess_size (self, rest);
  /* As if it had ended here before: it is moved when it is put back. */
  rest->top = bottom - rest->height;
  rest->y = rest->top;
  tail->delta = made->bottom + rest->height - bottom;
}

static void
make_exact (ConfabTextLines *self,
            Tail            *tail)
{
  const ConfabTextPiece *piece = get_next (tail, tail->next);

  place_box (self, piece);
  if (get_box (self, piece->block)->kind == CONFAB_BLOCK_TABLE)
    make_row_exact (self, tail);
  else
    make_start_exact (self, tail);
}

/* Finds the columns of a table whose columns are a guess. All of it stays estimated. */
static void
measure_columns (ConfabTextLines *self,
                 guint            block)
{
  const ConfabBlock *b = confab_document_get_block (self->document, block);
  ConfabBlockBox *box = get_box (self, block);
  ConfabTextPiece at = { 0, };
  gint64 bottom = 0;
  Tail tail;

  take_tail (self, box->first, &tail);
  while (tail.next < tail.pieces->len && get_next (&tail, tail.next)->block == block)
    {
      bottom = get_next (&tail, tail.next)->bottom;
      confab_text_lines_drop_layout (get_next (&tail, tail.next++));
    }

  confab_text_table_free (box->table);
  box->table = confab_text_table_new (b->n_columns, confab_text_style_get_em (self->style));
  box->guessed = FALSE;
  confab_text_lines_measure_box (self, block);
  while (confab_text_lines_find_next (self, &at) && at.block == block)
    {
      confab_text_lines_make_next (self, FALSE);
      at = (ConfabTextPiece) { 0, };
    }

  tail.delta = get_piece (self, self->pieces->len - 1)->bottom - bottom;
  put_back_all (self, &tail, tail.first);
}

/* Makes exact what comes from @first on, up to @end, and for @height; stops at a table whose columns
 * are a guess, and says which one that is. */
static guint
lay_out (ConfabTextLines       *self,
         guint                  first,
         const ConfabTextPlace *end,
         gint64                 height,
         gboolean               keep)
{
  gint64 limit = get_piece (self, first)->top + height;
  guint guessed = G_MAXUINT;
  Tail tail;

  first = confab_text_lines_find_row_start (self, first);
  while (!get_piece (self, first)->estimated)
    {
      const ConfabTextPiece *piece = get_piece (self, first++);

      if (piece->bottom > limit || first == self->pieces->len ||
          (end != NULL && !is_before (get_piece (self, first), end)))
        return guessed;
    }

  take_tail (self, first, &tail);
  while (tail.next < tail.pieces->len)
    {
      const ConfabTextPiece *next = get_next (&tail, tail.next);
      guint n = self->pieces->len;

      if ((n > 0 && get_piece (self, n - 1)->bottom > limit) || self->fresh == 0 ||
          (end != NULL && !is_before (next, end)))
        break;

      if (!next->estimated)
        {
          put_back (self, &tail);
          continue;
        }
      if (get_box (self, next->block)->guessed &&
          get_box (self, next->block)->kind == CONFAB_BLOCK_TABLE)
        {
          guessed = next->block;
          break;
        }

      make_exact (self, &tail);
      for (guint i = n; i < self->pieces->len && !keep; i++)
        confab_text_lines_drop_layout (get_piece (self, i));
    }
  put_back_all (self, &tail, keep ? self->pieces->len : first);

  return guessed;
}

/**
 * confab_text_lines_lay_out:
 * @self: measured lines
 * @first: a piece
 * @end: (nullable): a place behind it, or %NULL for the end
 * @height: how far down, Pango units
 * @keep: whether layouts are kept
 *
 * Makes heights exact from the row of @first on, as far as may be laid out now.
 */
void
confab_text_lines_lay_out (ConfabTextLines       *self,
                           guint                  first,
                           const ConfabTextPlace *end,
                           gint64                 height,
                           gboolean               keep)
{
  ConfabTextPlace start = get_piece_start (get_piece (self, first));
  guint guessed;

  do
    {
      guessed = lay_out (self, confab_text_lines_find_at (self, &start), end, height, keep);
      if (guessed != G_MAXUINT)
        measure_columns (self, guessed);
    }
  while (guessed != G_MAXUINT);
}

/**
 * confab_text_lines_make_exact_at:
 * @self: measured lines
 * @place: a place in the text
 *
 * Lays out the piece that the place is in, and what of its line is before.
 */
void
confab_text_lines_make_exact_at (ConfabTextLines       *self,
                                 const ConfabTextPlace *place)
{
  guint at = confab_text_lines_find_at (self, place);
  ConfabTextPlace end = *place;

  if (!get_piece (self, at)->estimated)
    return;

  end.byte++;
  self->fresh = G_MAXSIZE;
  confab_text_lines_lay_out (self, at, &end, G_MAXINT64 / 2, TRUE);
}
