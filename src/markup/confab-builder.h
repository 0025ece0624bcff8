/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block.h"
#include "confab-prepare.h"

G_BEGIN_DECLS

/* What stands before a part of a text that is parsed alone. */
typedef struct {
  guint    next_container; /* the id of the next quote or item */
  guint    item_number; /* the number of the first item if it goes on with a list, 0 otherwise */
  guint    skip_lines; /* of the first block: those of the prelude */
  guint    n_cells; /* of the table that the part goes on with */
  gboolean after_blank; /* a blank line is before it */
  gboolean open; /* more text may come behind it */
} ConfabBuilderContext;

typedef struct {
  GPtrArray *blocks; /* of ConfabBlock, made by this run */
  guint      next_container;
  guint      next_item; /* the number of the item that would come next, 0 without an ordered list */
  gboolean   loose_end; /* in a paragraph: something may yet become a pair with what comes */
} ConfabBuilderResult;

void confab_builder_run (const ConfabPrepared       *prepared,
                         const ConfabBuilderContext *context,
                         ConfabBuilderResult        *result);

G_END_DECLS
