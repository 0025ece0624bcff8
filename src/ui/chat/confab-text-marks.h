/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-document.h"
#include "confab-text-lines.h"

G_BEGIN_DECLS

typedef struct {
  ConfabTextPlace start;
  ConfabTextPlace end;
} ConfabTextRange;

/**
 * ConfabTextMarks:
 *
 * What is drawn over and under the pieces of a text besides the text: the selection, the caret of
 * the keyboard, the link under the pointer and the one that has the focus. None of it is in the
 * cached node of a piece, so that a drag draws rectangles and no text. Whoever draws a piece calls
 * draw_below() and draw_above() with the piece's own origin.
 */
typedef struct _ConfabTextMarks ConfabTextMarks;

ConfabTextMarks *confab_text_marks_new           (GtkWidget                  *widget);
void             confab_text_marks_free          (ConfabTextMarks            *self);
void             confab_text_marks_reset         (ConfabTextMarks            *self);
void             confab_text_marks_set_selection (ConfabTextMarks            *self,
                                                  const ConfabTextRange      *range,
                                                  gboolean                    focused);
void             confab_text_marks_set_caret     (ConfabTextMarks            *self,
                                                  const ConfabTextPlace      *place);
void             confab_text_marks_set_hover     (ConfabTextMarks            *self,
                                                  const ConfabTextRange      *range);
void             confab_text_marks_set_focus     (ConfabTextMarks            *self,
                                                  const ConfabTextRange      *range);
gboolean         confab_text_marks_get_focus     (ConfabTextMarks            *self,
                                                  ConfabTextRange            *range);
/* @ranges (nullable) (transfer none): of ConfabTextRange, in order; @chosen: which one is meant */
void             confab_text_marks_set_found     (ConfabTextMarks            *self,
                                                  GArray                     *ranges,
                                                  guint                       chosen);
void             confab_text_marks_note_change   (ConfabTextMarks            *self,
                                                  const ConfabDocumentChange *change);
gboolean         confab_text_marks_take_kept     (ConfabTextMarks            *self,
                                                  ConfabTextPlace            *kept);
void             confab_text_marks_draw_below    (ConfabTextMarks            *self,
                                                  GtkSnapshot                *snapshot,
                                                  const ConfabTextPiece      *piece);
void             confab_text_marks_draw_above    (ConfabTextMarks            *self,
                                                  GtkSnapshot                *snapshot,
                                                  const ConfabTextPiece      *piece);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTextMarks, confab_text_marks_free)

G_END_DECLS
