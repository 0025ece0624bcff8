/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-document.h"

G_BEGIN_DECLS

/**
 * ConfabBlockBar:
 *
 * What one can do with a block: over code its language and two buttons, at the head of a table a
 * menu button, which shows when the pointer or the focus is at the table. It shows one block and is
 * given another one when that is out of view. What the buttons do are the actions `block.…` of an
 * ancestor, their parameter is the id of the block.
 */
#define CONFAB_TYPE_BLOCK_BAR (confab_block_bar_get_type ())

G_DECLARE_FINAL_TYPE (ConfabBlockBar, confab_block_bar, CONFAB, BLOCK_BAR, GtkWidget)

GtkWidget *confab_block_bar_new       (void);
void       confab_block_bar_set_block (ConfabBlockBar    *self,
                                       const ConfabBlock *block,
                                       gboolean           wrapped);
void       confab_block_bar_set_shown (ConfabBlockBar    *self,
                                       gboolean           shown);

G_END_DECLS
