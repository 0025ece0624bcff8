/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-document.h"

G_BEGIN_DECLS

/*
 * What the document is made of: making, comparing and freeing it. Only markup/ makes blocks; all
 * others read them.
 */

#define CONFAB_HASH_START G_GUINT64_CONSTANT (14695981039346656037)
#define CONFAB_HASH_PRIME G_GUINT64_CONSTANT (1099511628211)

ConfabBlock *confab_block_new             (ConfabBlockKind   kind);
void         confab_block_free            (ConfabBlock      *block);
ConfabBlock *confab_block_copy_head       (const ConfabBlock *block);
ConfabLine  *confab_block_get_line        (const ConfabBlock *block,
                                           guint             position);
gboolean     confab_block_equal_shape     (const ConfabBlock *a,
                                           const ConfabBlock *b);
gboolean     confab_block_equal_state     (const ConfabBlock *a,
                                           const ConfabBlock *b);
guint64      confab_hash_bytes            (guint64           hash,
                                           const char       *bytes,
                                           gsize             length);
guint64      confab_hash_span             (guint64           hash,
                                           const ConfabSpan *span);
void         confab_line_seal             (ConfabLine       *line,
                                           guint64           text_hash,
                                           guint64           span_hash);
void         confab_line_free             (ConfabLine       *line);
gboolean     confab_line_equal            (const ConfabLine *a,
                                           const ConfabLine *b);
gsize        confab_line_count_equal      (const ConfabLine *a,
                                           const ConfabLine *b,
                                           gsize             known);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabBlock, confab_block_free)

G_END_DECLS
