/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-lines-private.h"

/* Of text that is in view, or near it, what is laid out in a frame at most: a page of ordinary text
 * has a tenth of it, one of marks upon marks much more. */
#define SHOWN_BYTES 120000

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

  return get_piece_start (piece);
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
  self->read = get_piece_start (piece);
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
    confab_text_lines_lay_out (self, confab_text_lines_find_at (self, &place), NULL,
                               within + MAX (bottom - hold, 0), TRUE);

  while (self->n_estimated > 0 && self->fresh > 0)
    {
      guint at = confab_text_lines_find_row_start (self, confab_text_lines_find_at (self, &place));
      guint first = at;
      gboolean missing = FALSE;

      while (first > 0 &&
             get_piece (self, at)->top - get_piece (self, first)->top < hold - top - within)
        missing = get_piece (self, --first)->estimated || missing;
      if (!missing)
        break;

      confab_text_lines_lay_out (self, first, &place, G_MAXINT64 / 2, TRUE);
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
  at = confab_text_lines_find_row_start (self, confab_text_lines_find_at (self, &place));
  for (after = at; after < self->pieces->len && !get_piece (self, after)->estimated;)
    after++;
  for (before = at; before > 0 && !get_piece (self, before - 1)->estimated;)
    before--;

  if (before == 0 || (after < self->pieces->len && after - at < at - before))
    {
      confab_text_lines_lay_out (self, after, NULL, G_MAXINT64 / 2, FALSE);
    }
  else
    {
      ConfabTextPlace end = get_piece_start (get_piece (self, before));
      gsize sum = 0;

      while (before > 0 && get_piece (self, before - 1)->estimated && sum < bytes)
        sum += get_piece (self, --before)->length;
      confab_text_lines_lay_out (self, before, &end, G_MAXINT64 / 2, FALSE);
    }
  *moved = get_moved (self, &place, y);

  return self->fresh;
}
