/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-chat-counters.h"
#include "confab-document.h"
#include "confab-text-lines.h"
#include "confab-text-marks.h"

G_BEGIN_DECLS

/**
 * ConfabProse:
 *
 * Draws the blocks of a document, one beneath the other. Its height follows from the text at
 * once, exactly as a rule; of a very long text parts may have an estimate until they are shown. It is asked for by confab_prose_get_height() and not announced by a resize,
 * because a resize for each streamed word would lay out the window anew. It draws what the list
 * says is in view, and half a page more at each end. Code and tables in view have a few widgets of
 * their own: buttons, a scroll bar.
 */
#define CONFAB_TYPE_PROSE (confab_prose_get_type ())

G_DECLARE_FINAL_TYPE (ConfabProse, confab_prose, CONFAB, PROSE, GtkWidget)

GtkWidget *confab_prose_new            (ConfabChatCounters         *counters);
void       confab_prose_set_document   (ConfabProse                *self,
                                        ConfabDocument             *document);
void       confab_prose_dispose_frames (ConfabProse                *self);
void       confab_prose_set_spacious   (ConfabProse                *self,
                                        gboolean                    spacious);
void       confab_prose_update         (ConfabProse                *self,
                                        const ConfabDocumentChange *change);
void       confab_prose_set_caret      (ConfabProse                *self,
                                        gboolean                    caret);
int        confab_prose_get_height     (ConfabProse                *self,
                                        int                         width);
int        confab_prose_get_text_width (ConfabProse                *self);
void       confab_prose_set_sliced     (ConfabProse                *self,
                                        gboolean                    sliced);
gboolean   confab_prose_is_exact       (ConfabProse                *self);
gboolean   confab_prose_show           (ConfabProse                *self,
                                        int                         top,
                                        int                         bottom,
                                        int                         hold,
                                        int                        *moved);
gsize      confab_prose_refine         (ConfabProse                *self,
                                        gsize                       bytes,
                                        int                         hold,
                                        int                        *moved);
void       confab_prose_set_viewport   (ConfabProse                *self,
                                        int                         top,
                                        int                         bottom);
gboolean   confab_prose_get_place      (ConfabProse                *self,
                                        int                         y,
                                        ConfabTextPlace            *place);
int        confab_prose_find_place     (ConfabProse                *self,
                                        const ConfabTextPlace      *place);

/* For what the reader does with the text. */
ConfabDocument  *confab_prose_get_document   (ConfabProse           *self);
ConfabTextMarks *confab_prose_get_marks      (ConfabProse           *self);
gboolean         confab_prose_pick           (ConfabProse           *self,
                                              double                 x,
                                              double                 y,
                                              ConfabTextPlace       *place);
void             confab_prose_pick_character (ConfabProse           *self,
                                              double                 x,
                                              double                 y,
                                              ConfabTextPlace       *place);
const ConfabSpan *
                 confab_prose_pick_span      (ConfabProse           *self,
                                              double                 x,
                                              double                 y,
                                              ConfabTextPlace       *place);
gboolean         confab_prose_get_area       (ConfabProse           *self,
                                              const ConfabTextPlace *from,
                                              const ConfabTextPlace *to,
                                              GdkRectangle          *area);
gboolean         confab_prose_get_caret_area (ConfabProse           *self,
                                              const ConfabTextPlace *place,
                                              GdkRectangle          *area);
gboolean         confab_prose_step_visually  (ConfabProse           *self,
                                              ConfabTextPlace       *place,
                                              int                    direction);
void             confab_prose_step_to_line_end (ConfabProse         *self,
                                              ConfabTextPlace       *place,
                                              int                    direction);
void             confab_prose_reveal         (ConfabProse           *self,
                                              const ConfabTextPlace *place);
double           confab_prose_get_outside    (ConfabProse           *self,
                                              const ConfabTextPlace *place,
                                              double                 x);
void             confab_prose_scroll_block   (ConfabProse           *self,
                                              const ConfabTextPlace *place,
                                              double                 pixels);

G_END_DECLS
