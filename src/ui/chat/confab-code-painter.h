/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-text-lines.h"

G_BEGIN_DECLS

/**
 * ConfabCodePainter:
 *
 * Gives the words of code their colours, by GtkSourceView's engine: block after block as they are
 * wanted, while nothing else is to be done, a few milliseconds at a time. The engine is loaded with
 * the first block.
 */
typedef struct _ConfabCodePainter ConfabCodePainter;

ConfabCodePainter *confab_code_painter_new     (ConfabTextLines    *lines,
                                                GtkWidget          *widget,
                                                ConfabChatCounters *counters);
void               confab_code_painter_free    (ConfabCodePainter  *self);
void               confab_code_painter_want    (ConfabCodePainter  *self,
                                                guint               block);
void               confab_code_painter_reset   (ConfabCodePainter  *self);
gboolean           confab_code_painter_is_busy (ConfabCodePainter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCodePainter, confab_code_painter_free)

G_END_DECLS
