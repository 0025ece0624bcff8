/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-code-colors.h"
#include "confab-document.h"
#include "confab-text-table.h"

G_BEGIN_DECLS

/* Measures, from the house's drawings, in Pango units. */
#define CONFAB_BLOCK_GAP (12 * 1024)
#define CONFAB_BLOCK_SIDE (14 * 1024)  /* inside of code */
#define CONFAB_CODE_HEAD (36 * 1024)   /* what stands above its lines, at least */
#define CONFAB_CODE_TOP (2 * 1024)     /* between that and them */
#define CONFAB_CODE_BOTTOM (12 * 1024)
#define CONFAB_CODE_LEADING (2 * 1024) /* between two lines */
#define CONFAB_CELL_PADDING (7 * 1024)
#define CONFAB_HAIR_LINE 1024
#define CONFAB_MARKER_GAP (9 * 1024)   /* between a list item's marker and its text */
#define CONFAB_QUOTE_INDENT (16 * 1024)
#define CONFAB_QUOTE_BAR (2 * 1024)

/**
 * ConfabBlockBox:
 *
 * Where a block stands. Its pieces are inside of it.
 */
typedef struct {
  ConfabBlockKind  kind;
  guint            id;
  guint            first;  /* of its pieces */
  gint64           y;      /* of its top */
  int              gap;    /* above it */
  int              indent; /* room for its containers */
  gboolean         rtl;    /* the indent is at the right, and so is a table's first column */
  ConfabTextTable *table;  /* (nullable) */
  gboolean         guessed; /* the columns, from the lengths of the cells */
} ConfabBlockBox;

void     confab_block_box_clear         (ConfabBlockBox     *self);
int      confab_block_box_get_bottom    (ConfabBlockKind    kind);
int      confab_block_box_get_gap       (const ConfabBlock *before,
                                        const ConfabBlock *block);
int      confab_block_box_get_indent    (const ConfabBlock *block,
                                        guint              n_containers,
                                        int                em,
                                        int                width);
int      confab_block_box_get_code_head (int               em);
gboolean confab_block_box_has_frame     (ConfabBlockKind    kind);
gboolean confab_block_box_is_rtl        (const char        *text,
                                        gboolean           otherwise);

G_END_DECLS
