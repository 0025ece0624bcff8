/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-chat-counters.h"
#include "confab-document.h"

G_BEGIN_DECLS

/**
 * ConfabTextLines:
 *
 * A document's text blocks laid out for one width: a list of pieces, each drawn by one
 * #PangoLayout. A piece is a line of the document; a long line is several pieces, cut where a
 * visual line starts, so that text appended to it lays out the last few visual lines again and no
 * more. All heights are exact; layouts and render nodes exist only where something is drawn.
 *
 * Positions are in Pango units from the top of the first piece.
 */
typedef struct _ConfabTextLines ConfabTextLines;

typedef struct {
  guint          block;
  guint          line;   /* in the block */
  gsize          start;  /* in the line, bytes */
  gsize          length; /* bytes */
  gint64         y;
  int            width;
  int            height;
  gboolean       rtl;
  PangoLayout   *layout; /* (nullable) */
  GskRenderNode *node;   /* (nullable) */
} ConfabTextPiece;

/* A place in the text that outlives a change of width. */
typedef struct {
  guint block;
  guint line;
  gsize byte;
  int   offset; /* Pango units below the top of the visual line */
} ConfabTextPlace;

/* Pango units. */
typedef struct {
  gint64 x;
  gint64 y;
  int    width;
  int    height;
} ConfabTextArea;

ConfabTextLines *confab_text_lines_new          (GtkWidget                  *widget,
                                                 ConfabChatCounters         *counters);
void             confab_text_lines_free         (ConfabTextLines            *self);
void             confab_text_lines_set_document (ConfabTextLines            *self,
                                                 ConfabDocument             *document);
void             confab_text_lines_set_spacious (ConfabTextLines            *self,
                                                 gboolean                    spacious);
void             confab_text_lines_update       (ConfabTextLines            *self,
                                                 const ConfabDocumentChange *change);
void             confab_text_lines_measure      (ConfabTextLines            *self,
                                                 int                         width);
int              confab_text_lines_get_width    (ConfabTextLines            *self);
gint64           confab_text_lines_get_height   (ConfabTextLines            *self);
int              confab_text_lines_get_widest   (ConfabTextLines            *self);
guint            confab_text_lines_get_n        (ConfabTextLines            *self);
guint            confab_text_lines_find         (ConfabTextLines            *self,
                                                 gint64                      y);
ConfabTextPiece *confab_text_lines_get_piece    (ConfabTextLines            *self,
                                                 guint                       position,
                                                 gboolean                    with_layout);
void             confab_text_lines_keep_only    (ConfabTextLines            *self,
                                                 guint                       first,
                                                 guint                       end);
void             confab_text_lines_drop_nodes   (ConfabTextLines            *self);
gboolean         confab_text_lines_get_place    (ConfabTextLines            *self,
                                                 gint64                      y,
                                                 ConfabTextPlace            *place);
guint            confab_text_lines_find_at      (ConfabTextLines            *self,
                                                 const ConfabTextPlace      *place);
gint64           confab_text_lines_find_place   (ConfabTextLines            *self,
                                                 const ConfabTextPlace      *place);
gboolean         confab_text_lines_pick         (ConfabTextLines            *self,
                                                 gint64                      x,
                                                 gint64                      y,
                                                 ConfabTextPlace            *place);
gboolean         confab_text_lines_get_caret    (ConfabTextLines            *self,
                                                 const ConfabTextPlace      *place,
                                                 ConfabTextArea             *area);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTextLines, confab_text_lines_free)

G_END_DECLS
