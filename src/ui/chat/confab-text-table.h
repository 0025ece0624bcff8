/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabTextTable:
 *
 * The columns of a table: how wide each is, from what its cells would like. Widths depend on the
 * cells only and not on the order in which they came, and they change in steps, so that a table that
 * grows by a row is seldom laid out anew. All measures are in Pango units.
 */
typedef struct _ConfabTextTable ConfabTextTable;

#define CONFAB_TABLE_SIDE (14 * 1024) /* beside the first and the last column */
#define CONFAB_TABLE_BAR (6 * 1024)   /* beneath the last row, where it can be scrolled */
#define CONFAB_TABLE_GAP (20 * 1024)  /* between two columns */

ConfabTextTable *confab_text_table_new         (guint            n_columns,
                                                int              em);
void             confab_text_table_free        (ConfabTextTable *self);
guint            confab_text_table_get_n_rows  (ConfabTextTable *self);
int              confab_text_table_get_longest (ConfabTextTable *self);
void             confab_text_table_truncate    (ConfabTextTable *self,
                                                guint            n_rows);
void             confab_text_table_add_cell    (ConfabTextTable *self,
                                                int              natural);
gboolean         confab_text_table_fit         (ConfabTextTable *self,
                                                int              room);
int              confab_text_table_get_x       (ConfabTextTable *self,
                                                guint            column,
                                                gboolean         mirrored);
int              confab_text_table_get_width   (ConfabTextTable *self,
                                                guint            column);
int              confab_text_table_get_total   (ConfabTextTable *self);

G_END_DECLS
