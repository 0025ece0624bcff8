/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-carried.h"

G_BEGIN_DECLS

/**
 * ConfabChipBar:
 *
 * What the next message carries, as one row of chips, and behind them the button that opens what can be
 * sent along. Where they have no room, one chip stands for all and opens their list.
 *
 * Signals `activated` and `removed` (a pointer to #ConfabCarried): of one of them.
 */
#define CONFAB_TYPE_CHIP_BAR (confab_chip_bar_get_type ())

G_DECLARE_FINAL_TYPE (ConfabChipBar, confab_chip_bar, CONFAB, CHIP_BAR, GtkWidget)

GtkWidget *confab_chip_bar_new           (void);
void       confab_chip_bar_take_carried  (ConfabChipBar *self,
                                          GPtrArray     *carried);
GPtrArray *confab_chip_bar_get_carried   (ConfabChipBar *self);
gboolean   confab_chip_bar_get_collapsed (ConfabChipBar *self);
void       confab_chip_bar_set_popover   (ConfabChipBar *self,
                                          GtkWidget     *popover);
GtkWidget *confab_chip_bar_get_add       (ConfabChipBar *self);

G_END_DECLS
