/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * ConfabCodeColors:
 *
 * The colours of the words of a code block, line by line from its first, as far as they are known.
 * Only colours: a bold word could be wider or higher than a plain one, and what has been laid out
 * keeps its size.
 */
typedef struct _ConfabCodeColors ConfabCodeColors;

ConfabCodeColors *confab_code_colors_new         (void);
void              confab_code_colors_free        (ConfabCodeColors *self);
guint             confab_code_colors_get_n_lines (ConfabCodeColors *self);
void              confab_code_colors_add_run     (ConfabCodeColors *self,
                                                  gsize             start,
                                                  gsize             end,
                                                  const PangoColor *color);
void              confab_code_colors_end_line    (ConfabCodeColors *self);
PangoAttrList    *confab_code_colors_apply       (ConfabCodeColors *self,
                                                  guint             line,
                                                  gsize             start,
                                                  gsize             length,
                                                  PangoAttrList    *attributes);
PangoColor        confab_code_colors_make_legible (const GdkRGBA   *color,
                                                   gboolean         dark);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCodeColors, confab_code_colors_free)

G_END_DECLS
