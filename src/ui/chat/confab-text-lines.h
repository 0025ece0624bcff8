/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-chat-counters.h"
#include "confab-code-colors.h"
#include "confab-document.h"
#include "confab-block-box.h"
#include "confab-text-style.h"

G_BEGIN_DECLS

/**
 * ConfabTextLines:
 *
 * A document's blocks laid out for one width: a list of boxes, one a block, and a list of pieces,
 * each drawn by one #PangoLayout. A piece is a line of the document: a line of text or code, a cell
 * of a table. A long line is several pieces, cut where a visual line starts, so that text appended
 * to it lays out the last few visual lines again and no more. Layouts and render nodes exist only
 * where something is drawn.
 *
 * Heights are exact, unless the lines may be sliced and there is a lot of text at once: then what
 * is beyond the first few pages has an estimate until confab_text_lines_show() wants to see it or
 * confab_text_lines_refine() comes to it, and what is being read does not move by that.
 *
 * Code and tables may be wider than the text: each block of these scrolls sideways by itself. What
 * a reader has set for a block (how far it is scrolled, whether its lines wrap) stays with the
 * block, however often it is laid out anew.
 *
 * Positions are in Pango units from the top left corner of all. Those of pieces and boxes do not
 * know of scrolling; confab_text_lines_get_piece_x() and all answers to questions do. Their tops
 * and heights are whole pixels; in a row of a table cells stand on one baseline.
 */
typedef struct _ConfabTextLines ConfabTextLines;

typedef struct {
  guint          block;
  guint          line;   /* in the block */
  gsize          start;  /* in the line, bytes */
  gsize          length; /* bytes */
  gsize          seen;   /* of a piece that is cut, the end of the text that says where; else 0 */
  gint64         top;    /* of what it stands in the row with: of its cells the highest */
  gint64         y;
  gint64         bottom; /* of the row up to here */
  int            x;
  int            room;   /* the width it is wrapped at, -1 where it is not */
  int            width;
  int            height;
  int            baseline; /* of its first visual line, from its top: of a cell */
  int            extent; /* the right end of what the block holds up to here */
  int            widest; /* the same of all that would get wider with more room */
  gboolean       rtl;
  gboolean       estimated; /* the height is a guess: not laid out yet */
  PangoLayout   *layout; /* (nullable) */
  GskRenderNode *node;   /* (nullable) */
} ConfabTextPiece;

/* A place in the text that outlives a change of width. */
typedef struct {
  guint block;
  guint line;
  gsize byte;
  int   offset; /* below the top of the visual line, in 1/1024 of the size of the font */
} ConfabTextPlace;

/* Pango units. */
typedef struct {
  gint64 x;
  gint64 y;
  int    width;
  int    height;
} ConfabTextArea;

ConfabTextLines *confab_text_lines_new            (GtkWidget                  *widget,
                                                   ConfabChatCounters         *counters);
void             confab_text_lines_free           (ConfabTextLines            *self);
ConfabTextStyle *confab_text_lines_get_style      (ConfabTextLines            *self);
ConfabDocument  *confab_text_lines_get_document   (ConfabTextLines            *self);
void             confab_text_lines_set_document   (ConfabTextLines            *self,
                                                   ConfabDocument             *document);
void             confab_text_lines_update         (ConfabTextLines            *self,
                                                   const ConfabDocumentChange *change);
void             confab_text_lines_measure        (ConfabTextLines            *self,
                                                   int                         width);
void             confab_text_lines_set_sliced     (ConfabTextLines            *self,
                                                   gboolean                    sliced);
gboolean         confab_text_lines_is_exact       (ConfabTextLines            *self);
gboolean         confab_text_lines_show           (ConfabTextLines            *self,
                                                   gint64                      top,
                                                   gint64                      bottom,
                                                   gint64                      hold,
                                                   gint64                     *moved);
gsize            confab_text_lines_refine         (ConfabTextLines            *self,
                                                   gsize                       bytes,
                                                   gint64                      hold,
                                                   gint64                     *moved);
void             confab_text_lines_remember       (ConfabTextLines            *self,
                                                   gint64                      y);
void             confab_text_lines_keep_only      (ConfabTextLines            *self,
                                                   guint                       first,
                                                   guint                       end);
void             confab_text_lines_follow_colors  (ConfabTextLines            *self);

/* What there is */
int              confab_text_lines_get_width      (ConfabTextLines            *self);
gint64           confab_text_lines_get_height     (ConfabTextLines            *self);
int              confab_text_lines_get_widest     (ConfabTextLines            *self);
guint            confab_text_lines_get_n          (ConfabTextLines            *self);
ConfabTextPiece *confab_text_lines_get_piece      (ConfabTextLines            *self,
                                                   guint                       position,
                                                   gboolean                    with_layout);
guint            confab_text_lines_get_n_boxes    (ConfabTextLines            *self);
const ConfabBlockBox *
                 confab_text_lines_get_box        (ConfabTextLines            *self,
                                                   guint                       block);
void             confab_text_lines_get_box_bounds (ConfabTextLines            *self,
                                                   guint                       block,
                                                   int                        *left,
                                                   int                        *right,
                                                   gint64                     *bottom);

/* What the reader has set, of a block */
void             confab_text_lines_set_shown      (ConfabTextLines            *self,
                                                   int                         width);
int              confab_text_lines_get_overflow   (ConfabTextLines            *self,
                                                   guint                       block);
int              confab_text_lines_get_scroll     (ConfabTextLines            *self,
                                                   guint                       block);
gboolean         confab_text_lines_set_scroll     (ConfabTextLines            *self,
                                                   guint                       block,
                                                   int                         scroll);
gboolean         confab_text_lines_get_wrapped    (ConfabTextLines            *self,
                                                   guint                       block);
void             confab_text_lines_set_wrapped    (ConfabTextLines            *self,
                                                   guint                       block,
                                                   gboolean                    wrapped);
ConfabCodeColors *
                 confab_text_lines_get_colors     (ConfabTextLines            *self,
                                                   guint                       block);
void             confab_text_lines_set_colors     (ConfabTextLines            *self,
                                                   guint                       block,
                                                   ConfabCodeColors           *colors);
void             confab_text_lines_color_lines    (ConfabTextLines            *self,
                                                   guint                       block,
                                                   guint                       first,
                                                   guint                       end);

/* Places */
guint            confab_text_lines_find           (ConfabTextLines            *self,
                                                   gint64                      y);
int              confab_text_lines_get_piece_x    (ConfabTextLines            *self,
                                                   const ConfabTextPiece      *piece);
guint            confab_text_lines_find_box       (ConfabTextLines            *self,
                                                   gint64                      y);
gboolean         confab_text_lines_get_place      (ConfabTextLines            *self,
                                                   gint64                      y,
                                                   ConfabTextPlace            *place);
gint64           confab_text_lines_find_place     (ConfabTextLines            *self,
                                                   const ConfabTextPlace      *place);
guint            confab_text_lines_find_at        (ConfabTextLines            *self,
                                                   const ConfabTextPlace      *place);
gboolean         confab_text_lines_pick           (ConfabTextLines            *self,
                                                   gint64                      x,
                                                   gint64                      y,
                                                   ConfabTextPlace            *place);
void             confab_text_lines_pick_character (ConfabTextLines            *self,
                                                   gint64                      x,
                                                   gint64                      y,
                                                   ConfabTextPlace            *place);
const ConfabSpan *
                 confab_text_lines_pick_span      (ConfabTextLines            *self,
                                                   gint64                      x,
                                                   gint64                      y,
                                                   ConfabTextPlace            *place);
gboolean         confab_text_lines_get_caret      (ConfabTextLines            *self,
                                                   const ConfabTextPlace      *place,
                                                   ConfabTextArea             *area);
GArray          *confab_text_lines_get_areas      (ConfabTextLines            *self,
                                                   const ConfabTextPlace      *from,
                                                   const ConfabTextPlace      *to,
                                                   gint64                      top,
                                                   gint64                      bottom);

/* Moving in the text as it stands on screen */
gboolean         confab_text_lines_step_visually  (ConfabTextLines            *self,
                                                   ConfabTextPlace            *place,
                                                   int                         direction);
void             confab_text_lines_step_to_line_end (ConfabTextLines          *self,
                                                   ConfabTextPlace            *place,
                                                   int                         direction);
gboolean         confab_text_lines_reveal         (ConfabTextLines            *self,
                                                   const ConfabTextPlace      *place);
int              confab_text_lines_get_outside    (ConfabTextLines            *self,
                                                   const ConfabTextPlace      *place,
                                                   gint64                      x);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTextLines, confab_text_lines_free)

G_END_DECLS
