/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-lines-private.h"

/* Guesses, in em: the width of a byte, and the height of a visual line. */
#define BYTE_EM 0.45
#define LINE_EM 1.7

/* Of text that is in view, or near it, what is laid out in a frame at most: a page of ordinary text
 * has a tenth of it, one of marks upon marks much more. */
#define SHOWN_BYTES 120000

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
  double em = confab_text_style_get_em (self->style);
  double width;
  double n_lines = 1;

  piece->estimated = TRUE;
  self->n_estimated++;
  piece->length = confab_text_lines_find_chunk (line, piece->start) - piece->start;
  if (piece->start + piece->length < line->length)
    piece->seen = piece->start + piece->length + 1;
  if (piece->start == 0)
    piece->rtl = get_box (self, piece->block)->rtl;

  width = BYTE_EM * em * (double) piece->length;
  if (piece->room > 0 && width > piece->room)
    {
      n_lines = (double) (gint64) (width / piece->room + 1);
      width = piece->room;
    }
  piece->width = (int) width;
  piece->height = PANGO_UNITS_CEIL ((int) (n_lines * LINE_EM * em));
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

static ConfabTextPlace
get_start (const ConfabTextPiece *piece)
{
  return (ConfabTextPlace) { piece->block, piece->line, piece->start, 0 };
}

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

static guint
find_row_start (ConfabTextLines *self,
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

/* Lays out what the estimated piece that comes next stands for. Where it ends within a long line is
 * found only by that; the next piece begins there, if it has not been laid out itself. */
static void
make_exact (ConfabTextLines *self,
            Tail            *tail)
{
  guint end = find_row_end (self, tail);
  gint64 bottom = get_next (tail, end - 1)->bottom;

  for (guint i = tail->next; i < end; i++)
    confab_text_lines_drop_layout (get_next (tail, i));
  place_box (self, get_next (tail, tail->next));

  for (;;)
    {
      ConfabTextPiece *next = end < tail->pieces->len ? get_next (tail, end) : NULL;
      ConfabTextPiece at = { 0, };
      gboolean same_line;
      gsize reached;

      if (!confab_text_lines_find_next (self, &at))
        break;
      if (next != NULL)
        {
          ConfabTextPlace start = get_start (next);

          if (!is_before (&at, &start))
            break;
        }

      same_line = next != NULL && next->block == at.block && next->line == at.line;
      confab_text_lines_make_next (self, TRUE, same_line && !next->estimated ? next->start
                                                                             : G_MAXSIZE);
      if (!same_line || !next->estimated)
        continue;

      confab_text_lines_drop_layout (next);
      reached = get_piece (self, self->pieces->len - 1)->start +
                get_piece (self, self->pieces->len - 1)->length;
      if (reached < next->start + next->length)
        {
          next->length = next->start + next->length - reached;
          next->start = reached;
        }
      else
        {
          bottom = next->bottom;
          end++;
        }
    }

  tail->next = end;
  tail->delta = get_piece (self, self->pieces->len - 1)->bottom - bottom;
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
      confab_text_lines_make_next (self, FALSE, G_MAXSIZE);
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

  first = find_row_start (self, first);
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

static void
lay_out_range (ConfabTextLines *self,
               ConfabTextPlace  start,
               ConfabTextPlace *end,
               gint64           height,
               gboolean         keep)
{
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
 * Lays out the piece that the place is in.
 */
void
confab_text_lines_make_exact_at (ConfabTextLines       *self,
                                 const ConfabTextPlace *place)
{
  guint at = confab_text_lines_find_at (self, place);

  if (!get_piece (self, at)->estimated)
    return;

  self->fresh = G_MAXSIZE;
  lay_out_range (self, get_start (get_piece (self, at)), NULL, 0, TRUE);
}

/* What does not move */

static ConfabTextPlace
hold_place (ConfabTextLines *self,
            gint64           hold,
            gint64          *y)
{
  const ConfabTextPiece *piece;

  if (self->has_read)
    {
      self->has_read = FALSE;
      *y = self->read_y;
      return self->read;
    }

  piece = get_piece (self, confab_text_lines_find (self, hold));
  *y = piece->top;

  return get_start (piece);
}

static gint64
get_moved (ConfabTextLines       *self,
           const ConfabTextPlace *place,
           gint64                 y)
{
  return get_piece (self, confab_text_lines_find_at (self, place))->top - y;
}

/**
 * confab_text_lines_set_sliced:
 * @self: the lines
 * @sliced: whether heights may be estimated, because the owner asks by confab_text_lines_show()
 */
void
confab_text_lines_set_sliced (ConfabTextLines *self,
                              gboolean         sliced)
{
  g_return_if_fail (self != NULL);

  self->sliced = sliced;
}

/**
 * confab_text_lines_is_exact:
 * @self: measured lines
 *
 * Returns: whether there is no estimate among the heights
 */
gboolean
confab_text_lines_is_exact (ConfabTextLines *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->n_estimated == 0;
}

/**
 * confab_text_lines_remember:
 * @self: measured lines
 * @y: where the reader reads, Pango units
 *
 * To be called before an update: should that lay out what is read anew, the next
 * confab_text_lines_show() says how far it has moved.
 */
void
confab_text_lines_remember (ConfabTextLines *self,
                            gint64           y)
{
  const ConfabTextPiece *piece;

  g_return_if_fail (self != NULL);

  if (self->has_read || y <= 0 || self->pieces->len == 0)
    return;

  piece = get_piece (self, confab_text_lines_find (self, y));
  self->read = get_start (piece);
  self->read_y = piece->top;
  self->has_read = TRUE;
}

/**
 * confab_text_lines_show:
 * @self: measured lines
 * @top: Pango units
 * @bottom: Pango units
 * @hold: a place between the two
 * @moved: (out): how far down the text at @hold has moved by that, Pango units, whole pixels
 *
 * Makes the heights exact of what is to be seen: from the text at @hold up as far as @top, and down
 * as far as @bottom.
 *
 * Returns: whether anything has changed
 */
gboolean
confab_text_lines_show (ConfabTextLines *self,
                        gint64           top,
                        gint64           bottom,
                        gint64           hold,
                        gint64          *moved)
{
  ConfabTextPlace place;
  guint64 laid;
  gint64 within;
  gint64 y;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (moved != NULL, FALSE);

  *moved = 0;
  if (self->pieces->len == 0 || (self->n_estimated == 0 && !self->has_read))
    return FALSE;

  laid = self->counters->lines_laid;
  if (self->shown_frame != self->counters->frames)
    self->shown_left = SHOWN_BYTES;
  self->shown_frame = self->counters->frames;
  self->fresh = self->shown_left;
  place = hold_place (self, hold, &y);
  within = MAX (hold - y, 0);
  if (self->n_estimated > 0)
    lay_out_range (self, place, NULL, within + MAX (bottom - hold, 0), TRUE);

  while (self->n_estimated > 0 && self->fresh > 0)
    {
      guint at = find_row_start (self, confab_text_lines_find_at (self, &place));
      guint first = at;
      gboolean missing = FALSE;

      while (first > 0 &&
             get_piece (self, at)->top - get_piece (self, first)->top < hold - top - within)
        missing = get_piece (self, --first)->estimated || missing;
      if (!missing)
        break;

      lay_out_range (self, get_start (get_piece (self, find_row_start (self, first))), &place,
                     G_MAXINT64 / 2, TRUE);
    }
  *moved = get_moved (self, &place, y);
  self->shown_left = self->fresh;

  return *moved != 0 || laid != self->counters->lines_laid;
}

/**
 * confab_text_lines_refine:
 * @self: measured lines
 * @bytes: of text to lay out, about
 * @hold: what is being read, Pango units
 * @moved: (out): how far down it has moved by that, Pango units, whole pixels
 *
 * Makes some more heights exact, of what is next to @hold first.
 *
 * Returns: how many of the @bytes are left over: 0 if there may be more to do
 */
gsize
confab_text_lines_refine (ConfabTextLines *self,
                          gsize            bytes,
                          gint64           hold,
                          gint64          *moved)
{
  ConfabTextPlace place;
  gint64 y;
  guint at;
  guint before;
  guint after;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (moved != NULL, 0);

  *moved = 0;
  if (self->n_estimated == 0)
    return bytes;

  self->fresh = bytes;
  place = hold_place (self, hold, &y);
  at = find_row_start (self, confab_text_lines_find_at (self, &place));
  for (after = at; after < self->pieces->len && !get_piece (self, after)->estimated;)
    after++;
  for (before = at; before > 0 && !get_piece (self, before - 1)->estimated;)
    before--;

  if (before == 0 || (after < self->pieces->len && after - at < at - before))
    {
      lay_out_range (self, get_start (get_piece (self, after)), NULL, G_MAXINT64 / 2, FALSE);
    }
  else
    {
      ConfabTextPlace end = get_start (get_piece (self, before));
      gsize sum = 0;

      while (before > 0 && get_piece (self, before - 1)->estimated && sum < bytes)
        sum += get_piece (self, --before)->length;
      lay_out_range (self, get_start (get_piece (self, find_row_start (self, before))), &end,
                     G_MAXINT64 / 2, FALSE);
    }
  *moved = get_moved (self, &place, y);

  return self->fresh;
}
