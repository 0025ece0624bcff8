/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block.h"
#include "confab-prepare.h"
#include "confab-splitter.h"

G_BEGIN_DECLS

/* Where the open part is cut once more, because it is one block that goes on and on. */
typedef struct {
  gsize       start; /* of what is still parsed, bytes */
  GString    *prelude; /* lines before it that make the parser see what it is in */
  guint       skip_lines; /* of the prelude */
  guint       fixed_lines; /* of the block */
  ConfabLine *fixed_text; /* (nullable): the start of the line after them */
  guint64     fixed_hash; /* of its text */
  guint64     fixed_span_hash;
  gsize       next_try; /* bytes of the open part */
  gboolean    active;
} ConfabCut;

/**
 * ConfabParts:
 *
 * Makes blocks of a growing text. What is at its end is parsed once and never again; each update
 * parses the open part, and of that, when it is one long fence, table or paragraph, only the rest.
 */
typedef struct {
  ConfabSplitter  splitter;
  ConfabPrepared  prepared;
  GPtrArray      *blocks; /* of ConfabBlock */
  guint           n_fixed; /* blocks that are at their end */
  guint           next_container; /* after those */
  guint           next_item;
  ConfabCut       cut; /* in the block after those */
  guint64         parsed_bytes;
} ConfabParts;

/* What was after the fixed blocks before an update. */
typedef struct {
  guint      first; /* where its first block was */
  GPtrArray *blocks; /* of ConfabBlock; of a block that is cut only what was not fixed */
  guint      fixed_lines; /* of the first of them */
  gsize      fixed_bytes; /* of the line after those */
} ConfabPartsBefore;

void       confab_parts_init    (ConfabParts       *self);
void       confab_parts_clear   (ConfabParts       *self);
GPtrArray *confab_parts_reset   (ConfabParts       *self);
void       confab_parts_advance (ConfabParts       *self,
                                 const GString     *text,
                                 gboolean           finished,
                                 ConfabPartsBefore *before);
void       confab_parts_adopt   (ConfabParts       *self,
                                 GPtrArray         *blocks);
void       confab_parts_compare (const ConfabPartsBefore *before,
                                 GPtrArray         *blocks,
                                 ConfabDocumentChange *change);

G_END_DECLS
