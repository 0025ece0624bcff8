/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-search.h"

G_BEGIN_DECLS

/**
 * ConfabHitRow:
 *
 * One thing that a search has found: whose session it is, and the words around the place.
 */
#define CONFAB_TYPE_HIT_ROW (confab_hit_row_get_type ())

G_DECLARE_FINAL_TYPE (ConfabHitRow, confab_hit_row, CONFAB, HIT_ROW, AdwBin)

GtkWidget *confab_hit_row_new            (void);
void       confab_hit_row_bind           (ConfabHitRow    *self,
                                          ConfabSearchHit *hit,
                                          gint64           now);
char      *confab_hit_row_dup_accessible (ConfabHitRow    *self);

G_END_DECLS
