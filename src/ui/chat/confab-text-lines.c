/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-lines-private.h"

/* Of text that comes at once, what is laid out at once: more than any ordinary answer has, and less
 * than a frame can bear. */
#define FRESH_BYTES 48000
/* Layouts that may be alive besides those that are drawn, while much is measured at once. */
#define SPARE_LAYOUTS 128

/**
 * confab_text_lines_truncate:
 * @self: the lines
 * @n: pieces to keep
 *
 * Drops the pieces after the first @n, and the boxes that are empty by that.
 */
void
confab_text_lines_truncate (ConfabTextLines *self,
                            guint            n)
{
  for (guint i = MAX (n, self->live_first); i < MIN (self->pieces->len, self->live_end); i++)
    confab_text_lines_drop_layout (get_piece (self, i));
  for (guint i = n; i < self->pieces->len && self->n_estimated > 0; i++)
    if (get_piece (self, i)->estimated)
      self->n_estimated--;

  g_array_set_size (self->pieces, n);
  while (self->boxes->len > 0 && get_box (self, self->boxes->len - 1)->first >= n)
    g_array_set_size (self->boxes, self->boxes->len - 1);
  self->live_end = MIN (self->live_end, n);
  self->live_first = MIN (self->live_first, self->live_end);
  self->complete = FALSE;
}

/* Changes */

/* Whether a block that kept lines stands where it stood. */
static gboolean
is_box_valid (ConfabTextLines *self,
              guint            block)
{
  const ConfabBlockBox *box = get_box (self, block);
  const ConfabBlock *b = confab_document_get_block (self->document, block);
  const ConfabBlock *before = block > 0 ? confab_document_get_block (self->document, block - 1)
                                        : NULL;

  return box->kind == b->kind && box->gap == confab_block_box_get_gap (before, b) &&
         box->indent == confab_block_box_get_indent (b, b->n_containers,
                                                    confab_text_style_get_em (self->style),
                                                    self->width * PANGO_SCALE);
}

/* Whether the piece, of the one line of which a part was kept, is as it was. The last piece of a line
 * ends where the line ended: has the line grown, it grows. */
static gboolean
is_piece_kept (ConfabTextLines       *self,
               const ConfabTextPiece *piece,
               gsize                  kept_bytes)
{
  gsize end = piece->start + piece->length;

  if (piece->seen > 0)
    return piece->seen <= kept_bytes;

  return end <= kept_bytes && end == get_line (self, piece->block, piece->line)->length;
}

static guint
count_kept (ConfabTextLines            *self,
            const ConfabDocumentChange *change)
{
  gboolean any = change->kept_lines > 0 || change->kept_bytes > 0;
  const ConfabBlock *block = NULL;

  if (change->kept_blocks < self->boxes->len)
    {
      if (!any || change->kept_blocks >= confab_document_get_n_blocks (self->document) ||
          !is_box_valid (self, change->kept_blocks))
        return get_box (self, change->kept_blocks)->first;

      block = confab_document_get_block (self->document, change->kept_blocks);
    }

  for (guint n = self->pieces->len; n > 0; n--)
    {
      const ConfabTextPiece *piece = get_piece (self, n - 1);

      if (piece->block < change->kept_blocks)
        return n;
      if (piece->block == change->kept_blocks)
        {
          if (piece->line < change->kept_lines)
            return n;
          if (piece->line == change->kept_lines && piece->line < block->lines->len &&
              is_piece_kept (self, piece, change->kept_bytes))
            return n;
        }
    }

  return 0;
}

/**
 * confab_text_lines_update:
 * @self: the lines
 * @change: what the document's update answered
 *
 * Drops what is no longer as it was. Nothing is laid out before the next measuring.
 */
void
confab_text_lines_update (ConfabTextLines            *self,
                          const ConfabDocumentChange *change)
{
  guint n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (change != NULL);

  n = count_kept (self, change);
  if (self->has_read && self->pieces->len > 0 &&
      confab_text_lines_find_at (self, &self->read) < n)
    self->has_read = FALSE;
  for (guint i = change->kept_blocks; i < self->boxes->len; i++)
    if (get_box_end (self, i) > n)
      confab_text_lines_forget_colors (self, get_box (self, i)->id);
  confab_text_lines_truncate (self, n);
  confab_text_lines_align_row (self);

  if (change->kept_blocks < self->boxes->len)
    {
      ConfabTextTable *table = get_box (self, change->kept_blocks)->table;

      if (table != NULL)
        confab_text_table_truncate (table, change->kept_lines /
                                           confab_document_get_block (self->document,
                                                                      change->kept_blocks)
                                             ->n_columns);
    }
}

/**
 * confab_text_lines_measure:
 * @self: the lines
 * @width: pixels
 *
 * Lays out, or estimates, what has no height yet. Afterwards all positions are valid until the next
 * update.
 */
void
confab_text_lines_measure (ConfabTextLines *self,
                           int              width)
{
  g_return_if_fail (self != NULL);

  /* To ask for colours is to validate the style, which must not happen in the middle of a layout more
   * often than it has to: changes are seen when it is drawn. */
  if (!confab_text_style_has_colors (self->style))
    confab_text_style_follow_colors (self->style);

  width = MAX (width, 1);
  if (confab_text_style_follow (self->style) || width != self->width)
    {
      confab_text_lines_truncate (self, 0);
      self->has_read = FALSE;
      if (self->shown == self->width)
        self->shown = width;
      self->width = width;
    }

  if (self->complete || self->document == NULL)
    return;

  self->fresh = self->sliced ? FRESH_BYTES : G_MAXSIZE;
  if (self->boxes->len > 0)
    confab_text_lines_measure_box (self, self->boxes->len - 1);
  while (confab_text_lines_make_next (self, self->fresh > 0))
    if (self->live_end - self->live_first > 2 * SPARE_LAYOUTS)
      confab_text_lines_keep_only (self, self->live_end - SPARE_LAYOUTS, self->live_end);

  self->complete = TRUE;
}

/**
 * confab_text_lines_set_document:
 * @self: the lines
 * @document: (nullable): the document, which must outlive its use here
 */
void
confab_text_lines_set_document (ConfabTextLines *self,
                                ConfabDocument  *document)
{
  g_return_if_fail (self != NULL);

  confab_text_lines_truncate (self, 0);
  confab_text_lines_clear_states (self);
  self->has_read = FALSE;
  self->document = document;
}

/**
 * confab_text_lines_keep_only:
 * @self: the lines
 * @first: the first piece to keep the layout of
 * @end: the first piece after those
 *
 * Gives back the layouts and render nodes of all other pieces; their heights stay.
 */
void
confab_text_lines_keep_only (ConfabTextLines *self,
                             guint            first,
                             guint            end)
{
  g_return_if_fail (self != NULL);

  for (guint i = self->live_first; i < self->live_end; i++)
    if (i < first || i >= end)
      confab_text_lines_drop_layout (get_piece (self, i));

  self->live_first = CLAMP (first, self->live_first, self->live_end);
  self->live_end = CLAMP (end, self->live_first, self->live_end);
}

/**
 * confab_text_lines_follow_colors:
 * @self: the lines
 *
 * Takes in what may have changed of the colours. They are in the layouts, and in what is drawn.
 */
void
confab_text_lines_follow_colors (ConfabTextLines *self)
{
  g_return_if_fail (self != NULL);

  if (!confab_text_style_follow_colors (self->style))
    return;

  confab_text_lines_keep_only (self, 0, 0);
  confab_text_lines_drop_colors (self);
}

/* What there is */

/**
 * confab_text_lines_get_style:
 * @self: the lines
 *
 * Returns: (transfer none): how they look
 */
ConfabTextStyle *
confab_text_lines_get_style (ConfabTextLines *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->style;
}

/**
 * confab_text_lines_get_document:
 * @self: the lines
 *
 * Returns: (transfer none) (nullable): what they show
 */
ConfabDocument *
confab_text_lines_get_document (ConfabTextLines *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->document;
}

/**
 * confab_text_lines_get_width:
 * @self: the lines
 *
 * Returns: the width they were measured for, pixels
 */
int
confab_text_lines_get_width (ConfabTextLines *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->width;
}

/* The room beneath the last piece of a block. The scroll bar of a table has some of its own: the cells
 * stand nearer to the edge than the lines of code do. */
static int
get_bottom (ConfabTextLines *self,
            guint            block)
{
  const ConfabBlockBox *box = get_box (self, block);
  const ConfabTextPiece *last = get_piece (self, get_box_end (self, block) - 1);
  int right = self->width * PANGO_SCALE - (box->rtl ? box->indent : 0);
  int bottom = confab_block_box_get_bottom (box->kind);

  if (box->kind == CONFAB_BLOCK_TABLE && last->extent + CONFAB_BLOCK_SIDE > right)
    bottom += CONFAB_TABLE_BAR;

  return bottom;
}

/**
 * confab_text_lines_get_height:
 * @self: measured lines
 *
 * Returns: the height of all, Pango units
 */
gint64
confab_text_lines_get_height (ConfabTextLines *self)
{
  const ConfabTextPiece *last;

  g_return_val_if_fail (self != NULL, 0);

  if (self->pieces->len == 0)
    return 0;

  last = get_piece (self, self->pieces->len - 1);

  return last->bottom + get_bottom (self, last->block);
}

/**
 * confab_text_lines_get_widest:
 * @self: measured lines
 *
 * Returns: the width that all of it takes, Pango units
 */
int
confab_text_lines_get_widest (ConfabTextLines *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pieces->len > 0 ? get_piece (self, self->pieces->len - 1)->widest : 0;
}

/**
 * confab_text_lines_get_n:
 * @self: measured lines
 *
 * Returns: the number of pieces
 */
guint
confab_text_lines_get_n (ConfabTextLines *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pieces->len;
}

/**
 * confab_text_lines_get_piece:
 * @self: measured lines
 * @position: a piece
 * @with_layout: whether its layout is needed: makes it again if it was given back
 *
 * Returns: (transfer none): the piece, valid until the next change
 */
ConfabTextPiece *
confab_text_lines_get_piece (ConfabTextLines *self,
                             guint            position,
                             gboolean         with_layout)
{
  ConfabTextPiece *piece;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->pieces->len, NULL);

  piece = get_piece (self, position);
  if (with_layout && piece->layout == NULL)
    {
      piece->layout = confab_text_lines_make_layout (self, piece);
      self->counters->lines_back++;
      if (self->live_first == self->live_end)
        {
          self->live_first = position;
          self->live_end = position + 1;
        }
      self->live_first = MIN (self->live_first, position);
      self->live_end = MAX (self->live_end, position + 1);
    }

  return piece;
}

/**
 * confab_text_lines_get_n_boxes:
 * @self: measured lines
 *
 * Returns: the number of blocks
 */
guint
confab_text_lines_get_n_boxes (ConfabTextLines *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->boxes->len;
}

/**
 * confab_text_lines_get_box:
 * @self: measured lines
 * @block: a block
 *
 * Returns: (transfer none): where it stands, valid until the next change
 */
const ConfabBlockBox *
confab_text_lines_get_box (ConfabTextLines *self,
                           guint            block)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (block < self->boxes->len, NULL);

  return get_box (self, block);
}

/**
 * confab_text_lines_get_box_bounds:
 * @self: measured lines
 * @block: a block
 * @left: (out): its left edge
 * @right: (out): its right edge
 * @bottom: (out): its bottom
 */
void
confab_text_lines_get_box_bounds (ConfabTextLines *self,
                                  guint            block,
                                  int             *left,
                                  int             *right,
                                  gint64          *bottom)
{
  const ConfabBlockBox *box;

  g_return_if_fail (self != NULL);
  g_return_if_fail (block < self->boxes->len);

  box = get_box (self, block);
  *left = box->rtl ? 0 : box->indent;
  *right = self->shown * PANGO_SCALE - (box->rtl ? box->indent : 0);
  *bottom = get_piece (self, get_box_end (self, block) - 1)->bottom + get_bottom (self, block);
}

/* Making and freeing */

/**
 * confab_text_lines_new:
 * @widget: (transfer none): the widget whose font and direction they have, and which owns them
 * @counters: where work is counted; must outlive the lines
 *
 * Returns: (transfer full): lines without a document
 */
ConfabTextLines *
confab_text_lines_new (GtkWidget          *widget,
                       ConfabChatCounters *counters)
{
  ConfabTextLines *self = g_new0 (ConfabTextLines, 1);

  self->widget = widget;
  self->counters = counters;
  self->style = confab_text_style_new (widget);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (ConfabTextPiece));
  self->boxes = g_array_new (FALSE, FALSE, sizeof (ConfabBlockBox));
  g_array_set_clear_func (self->boxes, (GDestroyNotify) confab_block_box_clear);
  self->width = -1;
  self->shown = -1;
  confab_text_lines_clear_states (self);

  return self;
}

/**
 * confab_text_lines_free:
 * @self: (transfer full): the lines
 */
void
confab_text_lines_free (ConfabTextLines *self)
{
  g_return_if_fail (self != NULL);

  confab_text_lines_truncate (self, 0);
  g_array_unref (self->pieces);
  g_array_unref (self->boxes);
  g_hash_table_unref (self->states);
  confab_text_style_free (self->style);
  g_free (self);
}
