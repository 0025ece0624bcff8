/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-text-lines.h"

/* Measured: a line that grows costs its last piece again each frame, and 1.5 KB is half a
 * millisecond. A stored line is taken in pieces of the second size, because the cost of one layout
 * grows faster than its text. */
#define CUT_BYTES 1500
#define CHUNK_BYTES 6000
/* Visual lines a piece must have before it is cut: the last two may still change. */
#define CUT_MIN_LINES 5

#define BLOCK_GAP (12 * PANGO_SCALE)
#define LINE_HEIGHT 1.25

/* Layouts that may be alive besides those that are drawn, while much is measured at once. */
#define SPARE_LAYOUTS 128

struct _ConfabTextLines {
  GtkWidget          *widget; /* unowned: its owner */
  ConfabChatCounters *counters;
  ConfabDocument     *document; /* unowned */
  GArray             *pieces; /* of ConfabTextPiece */
  PangoContext       *contexts[2]; /* for later pieces of a line: left to right, right to left */
  PangoAttrList      *attributes;
  guint               serial; /* of the widget's Pango context */
  int                 width; /* pixels, -1 before the first measuring */
  int                 widest; /* Pango units */
  guint               live_first; /* outside of live_first … live_end there are no layouts */
  guint               live_end;
  gboolean            spacious;
  gboolean            complete; /* all of the document is in pieces */
};

static inline ConfabTextPiece *
get_piece (ConfabTextLines *self,
           guint            position)
{
  return &g_array_index (self->pieces, ConfabTextPiece, position);
}

static void
drop_layout (ConfabTextPiece *piece)
{
  g_clear_object (&piece->layout);
  g_clear_pointer (&piece->node, gsk_render_node_unref);
}

static void
truncate_pieces (ConfabTextLines *self,
                 guint            n)
{
  for (guint i = MAX (n, self->live_first); i < MIN (self->pieces->len, self->live_end); i++)
    drop_layout (get_piece (self, i));

  g_array_set_size (self->pieces, n);
  self->live_end = MIN (self->live_end, n);
  self->live_first = MIN (self->live_first, self->live_end);
  self->complete = FALSE;
  if (n == 0)
    self->widest = 0;
}

static const ConfabLine *
get_line (ConfabTextLines *self,
          guint            block,
          guint            line)
{
  const ConfabBlock *b = confab_document_get_block (self->document, block);

  return g_ptr_array_index (b->lines, line);
}

/* Layouts */

static PangoAttrList *
make_attributes (gboolean spacious)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  /* A hyphen that is not in the text has no place in an address or a key. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  if (spacious)
    pango_attr_list_insert (attributes, pango_attr_line_height_new (LINE_HEIGHT));

  return attributes;
}

static void
follow_context (ConfabTextLines *self)
{
  guint serial = pango_context_get_serial (gtk_widget_get_pango_context (self->widget));

  if (serial == self->serial && self->contexts[0] != NULL)
    return;

  /* Another font, size, scale or direction. */
  self->serial = serial;
  truncate_pieces (self, 0);
  for (guint i = 0; i < G_N_ELEMENTS (self->contexts); i++)
    {
      g_clear_object (&self->contexts[i]);
      self->contexts[i] = gtk_widget_create_pango_context (self->widget);
    }
  pango_context_set_base_dir (self->contexts[0], PANGO_DIRECTION_LTR);
  pango_context_set_base_dir (self->contexts[1], PANGO_DIRECTION_RTL);
}

/* Each line finds its own direction; the later pieces of a line have that of the first. */
static PangoLayout *
make_layout (ConfabTextLines       *self,
             const ConfabTextPiece *piece)
{
  const ConfabLine *line = get_line (self, piece->block, piece->line);
  PangoLayout *layout;

  if (piece->start == 0)
    {
      layout = pango_layout_new (gtk_widget_get_pango_context (self->widget));
    }
  else
    {
      layout = pango_layout_new (self->contexts[piece->rtl ? 1 : 0]);
      pango_layout_set_auto_dir (layout, FALSE);
    }

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, self->width * PANGO_SCALE);
  pango_layout_set_attributes (layout, self->attributes);
  pango_layout_set_text (layout, line->text + piece->start, piece->length);
  self->counters->bytes_laid += piece->length;

  return layout;
}

static gsize
find_character_start (const char *text,
                      gsize       position)
{
  while (position > 0 && (text[position] & 0xc0) == 0x80)
    position--;

  return position;
}

/* Makes the next piece of the document; %FALSE when there is none. */
static gboolean
make_next_piece (ConfabTextLines *self)
{
  ConfabTextPiece piece = { 0, };
  const ConfabLine *line;
  PangoRectangle extents;

  if (self->pieces->len > 0)
    {
      const ConfabTextPiece *last = get_piece (self, self->pieces->len - 1);
      const ConfabBlock *block = confab_document_get_block (self->document, last->block);

      line = g_ptr_array_index (block->lines, last->line);
      piece.block = last->block;
      piece.line = last->line;
      piece.y = last->y + last->height;
      if (last->start + last->length < line->length)
        {
          piece.start = last->start + last->length;
          piece.rtl = last->rtl;
        }
      else if (last->line + 1 < block->lines->len)
        {
          piece.line++;
        }
      else
        {
          piece.block++;
          piece.line = 0;
          piece.y += BLOCK_GAP;
        }
    }

  if (piece.block >= confab_document_get_n_blocks (self->document))
    return FALSE;

  line = get_line (self, piece.block, piece.line);
  piece.length = line->length - piece.start;
  if (piece.length > CHUNK_BYTES)
    piece.length = find_character_start (line->text + piece.start, CHUNK_BYTES);

  piece.layout = make_layout (self, &piece);
  if (piece.length > CUT_BYTES)
    {
      int n_lines = pango_layout_get_line_count (piece.layout);

      if (n_lines >= CUT_MIN_LINES)
        {
          piece.length = pango_layout_get_line_readonly (piece.layout, n_lines - 2)->start_index;
          g_object_unref (piece.layout);
          piece.layout = make_layout (self, &piece);
        }
    }

  if (piece.start == 0)
    piece.rtl = pango_layout_get_direction (piece.layout, 0) == PANGO_DIRECTION_RTL;

  pango_layout_get_extents (piece.layout, NULL, &extents);
  piece.height = extents.height;
  piece.width = extents.width;
  self->widest = MAX (self->widest, piece.width);
  self->counters->lines_laid++;

  g_array_append_val (self->pieces, piece);

  if (self->live_first == self->live_end)
    self->live_first = self->pieces->len - 1;
  self->live_end = self->pieces->len;

  return TRUE;
}

/**
 * confab_text_lines_measure:
 * @self: the lines
 * @width: pixels
 *
 * Lays out what has no exact height yet. Afterwards all positions are valid until the next update.
 */
void
confab_text_lines_measure (ConfabTextLines *self,
                           int              width)
{
  g_return_if_fail (self != NULL);

  follow_context (self);

  width = MAX (width, 1);
  if (width != self->width)
    {
      truncate_pieces (self, 0);
      self->width = width;
    }

  if (self->complete || self->document == NULL)
    return;

  while (make_next_piece (self))
    if (self->live_end - self->live_first > 2 * SPARE_LAYOUTS)
      confab_text_lines_keep_only (self, self->live_end - SPARE_LAYOUTS, self->live_end);

  self->complete = TRUE;
}

/**
 * confab_text_lines_set_spacious:
 * @self: the lines
 * @spacious: whether visual lines stand apart, as in a text to read, or as the font says
 */
void
confab_text_lines_set_spacious (ConfabTextLines *self,
                                gboolean         spacious)
{
  g_return_if_fail (self != NULL);

  if (self->spacious == spacious)
    return;

  self->spacious = spacious;
  truncate_pieces (self, 0);
  pango_attr_list_unref (self->attributes);
  self->attributes = make_attributes (spacious);
}

/* Changes */

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

  truncate_pieces (self, 0);
  self->document = document;
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
  guint dropped_from;

  g_return_if_fail (self != NULL);
  g_return_if_fail (change != NULL);

  dropped_from = self->pieces->len;
  for (n = self->pieces->len; n > 0; n--)
    {
      const ConfabTextPiece *piece = get_piece (self, n - 1);

      if (piece->block < change->kept_blocks)
        break;
      if (piece->block == change->kept_blocks && piece->line < change->kept_lines)
        break;
      if (piece->block == change->kept_blocks && piece->line == change->kept_lines &&
          piece->block < confab_document_get_n_blocks (self->document))
        {
          const ConfabBlock *block = confab_document_get_block (self->document, piece->block);
          gsize end = piece->start + piece->length;

          if (piece->line < block->lines->len && end <= change->kept_bytes)
            {
              const ConfabLine *line = g_ptr_array_index (block->lines, piece->line);
              const ConfabTextPiece *next = dropped_from > n ? get_piece (self, n) : NULL;
              gboolean is_last = next == NULL || next->block != piece->block ||
                                 next->line != piece->line;

              /* The last piece of a line ends where the line ended: has the line grown, it grows.
               * A cut holds only as long as the words after it are the same. */
              if (is_last ? end == line->length
                          : next->start + next->length <= change->kept_bytes ||
                            end + CUT_BYTES / 2 <= change->kept_bytes)
                break;
            }
        }
    }

  truncate_pieces (self, n);
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
      drop_layout (get_piece (self, i));

  self->live_first = CLAMP (first, self->live_first, self->live_end);
  self->live_end = CLAMP (end, self->live_first, self->live_end);
}

/**
 * confab_text_lines_drop_nodes:
 * @self: the lines
 *
 * Forgets what is drawn: the colours have changed.
 */
void
confab_text_lines_drop_nodes (ConfabTextLines *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = self->live_first; i < self->live_end; i++)
    g_clear_pointer (&get_piece (self, i)->node, gsk_render_node_unref);
}

/* Questions */

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

  return last->y + last->height;
}

/**
 * confab_text_lines_get_widest:
 * @self: measured lines
 *
 * Returns: the width of the widest visual line so far, Pango units
 */
int
confab_text_lines_get_widest (ConfabTextLines *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->widest;
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
 * confab_text_lines_find:
 * @self: measured lines
 * @y: Pango units
 *
 * Returns: the last piece that starts at or above @y, or 0
 */
guint
confab_text_lines_find (ConfabTextLines *self,
                        gint64           y)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (self != NULL, 0);

  high = self->pieces->len;
  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_piece (self, middle)->y <= y)
        low = middle;
      else
        high = middle;
    }

  return low;
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
      piece->layout = make_layout (self, piece);
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
 * confab_text_lines_get_place:
 * @self: measured lines
 * @y: Pango units
 * @place: (out): the text at @y
 *
 * Returns: whether there is text
 */
gboolean
confab_text_lines_get_place (ConfabTextLines *self,
                             gint64           y,
                             ConfabTextPlace *place)
{
  const ConfabTextPiece *piece;
  PangoRectangle position;
  int index;
  int trailing;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->pieces->len == 0)
    return FALSE;

  piece = confab_text_lines_get_piece (self, confab_text_lines_find (self, y), TRUE);
  pango_layout_xy_to_index (piece->layout, piece->rtl ? self->width * PANGO_SCALE : 0,
                            (int) CLAMP (y - piece->y, 0, G_MAXINT), &index, &trailing);
  pango_layout_index_to_pos (piece->layout, index, &position);

  place->block = piece->block;
  place->line = piece->line;
  place->byte = piece->start + index;
  place->offset = (int) CLAMP (y - piece->y - position.y, G_MININT, G_MAXINT);

  return TRUE;
}

/**
 * confab_text_lines_find_at:
 * @self: measured lines
 * @place: a place in the text
 *
 * Returns: the piece it is in, or the one before; of two pieces that meet there, the second
 */
guint
confab_text_lines_find_at (ConfabTextLines       *self,
                           const ConfabTextPlace *place)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (place != NULL, 0);

  high = self->pieces->len;
  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;
      const ConfabTextPiece *piece = get_piece (self, middle);

      if (piece->block < place->block ||
          (piece->block == place->block && piece->line < place->line) ||
          (piece->block == place->block && piece->line == place->line &&
           piece->start <= place->byte))
        low = middle;
      else
        high = middle;
    }

  return low;
}

/**
 * confab_text_lines_find_place:
 * @self: measured lines
 * @place: a place in the text
 *
 * Returns: where it is now, Pango units
 */
gint64
confab_text_lines_find_place (ConfabTextLines       *self,
                              const ConfabTextPlace *place)
{
  const ConfabTextPiece *piece;
  PangoRectangle position;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (place != NULL, 0);

  if (self->pieces->len == 0)
    return 0;

  piece = confab_text_lines_get_piece (self, confab_text_lines_find_at (self, place), TRUE);
  pango_layout_index_to_pos (piece->layout,
                             (int) MIN (place->byte - MIN (place->byte, piece->start),
                                        piece->length),
                             &position);

  return piece->y + position.y + place->offset;
}

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
  self->pieces = g_array_new (FALSE, FALSE, sizeof (ConfabTextPiece));
  self->width = -1;
  self->attributes = make_attributes (FALSE);

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

  truncate_pieces (self, 0);
  g_array_unref (self->pieces);
  for (guint i = 0; i < G_N_ELEMENTS (self->contexts); i++)
    g_clear_object (&self->contexts[i]);
  pango_attr_list_unref (self->attributes);
  g_free (self);
}
