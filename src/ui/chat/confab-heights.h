/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabHeights:
 *
 * The heights of all rows, in whole pixels, in a Fenwick tree: change of one, sum of the first k
 * and the row at a position cost O(log n), appending at the end as well. Inserting or removing
 * elsewhere costs O(n), once for the whole batch.
 */
typedef struct _ConfabHeights ConfabHeights;

ConfabHeights *confab_heights_new     (void);
void           confab_heights_free    (ConfabHeights *self);
void           confab_heights_splice  (ConfabHeights *self,
                                       guint          position,
                                       guint          n_removed,
                                       const int     *added,
                                       guint          n_added);
guint          confab_heights_get_n   (ConfabHeights *self);
int            confab_heights_get     (ConfabHeights *self,
                                       guint          row);
void           confab_heights_set     (ConfabHeights *self,
                                       guint          row,
                                       int            height);
gint64         confab_heights_sum     (ConfabHeights *self,
                                       guint          n_rows);
guint          confab_heights_find    (ConfabHeights *self,
                                       gint64         y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabHeights, confab_heights_free)

G_END_DECLS
