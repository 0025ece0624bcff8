/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ConfabSplit:
 *
 * A sidebar beside a content, which folds away where there is no room. The one place that knows
 * which libadwaita class does it. Properties: `sidebar`, `content`, `show-sidebar` (gboolean),
 * `folded` (gboolean, read only).
 */
#define CONFAB_TYPE_SPLIT (confab_split_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSplit, confab_split, CONFAB, SPLIT, AdwBin)

GtkWidget *confab_split_new              (void);
GtkWidget *confab_split_get_sidebar      (ConfabSplit *self);
void       confab_split_set_sidebar      (ConfabSplit *self,
                                          GtkWidget   *sidebar);
GtkWidget *confab_split_get_content      (ConfabSplit *self);
void       confab_split_set_content      (ConfabSplit *self,
                                          GtkWidget   *content);
gboolean   confab_split_get_show_sidebar (ConfabSplit *self);
void       confab_split_set_show_sidebar (ConfabSplit *self,
                                          gboolean     show_sidebar);
gboolean   confab_split_get_folded       (ConfabSplit *self);

G_END_DECLS
