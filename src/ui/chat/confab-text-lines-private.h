/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The laid out text, which is one thing in several files:
 *   confab-text-lines.c        the list of pieces: what stays, what is laid out next
 *   confab-text-lines-piece.c  a piece: its place, its room, where it ends
 *   confab-text-lines-layout.c the layout of a piece
 *   confab-text-lines-slices.c what is estimated, and how that is corrected, slice by slice
 *   confab-text-lines-show.c   which of that comes first: what is in view, and what is next to it
 *   confab-text-lines-state.c  what the reader has set of a block: scrolled, wrapped, its colours
 *   confab-text-lines-find.c   questions: what is where
 *   confab-text-lines-move.c   the next place, and bringing one into view
 */

#pragma once

#include "confab-text-lines.h"

G_BEGIN_DECLS

struct _ConfabTextLines {
  GtkWidget          *widget; /* unowned: its owner */
  ConfabChatCounters *counters;
  ConfabTextStyle    *style;
  ConfabDocument     *document; /* unowned */
  GArray             *pieces; /* of ConfabTextPiece */
  GArray             *boxes; /* of ConfabBlockBox, one for each block that has pieces */
  GHashTable         *states; /* block id → what the reader has set of the block */
  int                 width; /* pixels, -1 before the first measuring */
  int                 shown; /* the same of the widget, which may be less */
  guint               live_first; /* outside of live_first … live_end there are no layouts */
  guint               live_end;
  guint               n_estimated; /* pieces whose height is a guess */
  gsize               fresh; /* bytes that may still be laid out before the next are estimated */
  guint64             shown_frame; /* the frame that what is in view was last laid out in */
  gsize               shown_left; /* bytes that may still be laid out in it */
  ConfabTextPlace     read; /* with has_read: what was being read before it was laid out anew */
  gint64              read_y;
  gboolean            has_read;
  gboolean            sliced;
  gboolean            complete; /* all of the document is in pieces */
};

static inline ConfabTextPiece *
get_piece (ConfabTextLines *self,
           guint            position)
{
  return &g_array_index (self->pieces, ConfabTextPiece, position);
}

static inline ConfabBlockBox *
get_box (ConfabTextLines *self,
         guint            block)
{
  return &g_array_index (self->boxes, ConfabBlockBox, block);
}

static inline const ConfabLine *
get_line (ConfabTextLines *self,
          guint            block,
          guint            line)
{
  return g_ptr_array_index (confab_document_get_block (self->document, block)->lines, line);
}

static inline ConfabTextPlace
get_piece_start (const ConfabTextPiece *piece)
{
  return (ConfabTextPlace) { piece->block, piece->line, piece->start, 0 };
}

/* The piece after the last one of a block. */
static inline guint
get_box_end (ConfabTextLines *self,
             guint            block)
{
  return block + 1 < self->boxes->len ? get_box (self, block + 1)->first : self->pieces->len;
}

/* Pieces */
void         confab_text_lines_truncate     (ConfabTextLines       *self,
                                             guint                  n);
void         confab_text_lines_add_box      (ConfabTextLines       *self,
                                             guint                  block,
                                             ConfabTextTable       *table);
void         confab_text_lines_measure_box  (ConfabTextLines       *self,
                                             guint                  block);
void         confab_text_lines_align_row    (ConfabTextLines       *self);
gboolean     confab_text_lines_find_next    (ConfabTextLines       *self,
                                             ConfabTextPiece       *piece);
gboolean     confab_text_lines_make_next    (ConfabTextLines       *self,
                                             gboolean               exact);
void         confab_text_lines_reach        (ConfabTextLines       *self,
                                             ConfabTextPiece       *piece);
gsize        confab_text_lines_find_stretch_end (const ConfabLine  *line,
                                             gsize                  start);

/* Layouts */
PangoLayout *confab_text_lines_make_layout  (ConfabTextLines       *self,
                                             const ConfabTextPiece *piece);
void         confab_text_lines_drop_layout  (ConfabTextPiece       *piece);

/* Estimates */
void         confab_text_lines_estimate     (ConfabTextLines       *self,
                                             ConfabTextPiece       *piece);
int          confab_text_lines_guess_cell   (ConfabTextLines       *self,
                                             const ConfabLine      *line);

guint        confab_text_lines_find_row_start (ConfabTextLines     *self,
                                               guint                position);
void         confab_text_lines_lay_out      (ConfabTextLines       *self,
                                             guint                  first,
                                             const ConfabTextPlace *end,
                                             gint64                 height,
                                             gboolean               keep);
void         confab_text_lines_make_exact_at (ConfabTextLines      *self,
                                             const ConfabTextPlace *place);

/* States */
void         confab_text_lines_clear_states  (ConfabTextLines      *self);
void         confab_text_lines_forget_colors (ConfabTextLines      *self,
                                              guint                 id);
void         confab_text_lines_drop_colors   (ConfabTextLines      *self);

G_END_DECLS
