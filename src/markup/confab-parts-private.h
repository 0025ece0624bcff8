/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-builder.h"
#include "confab-parts.h"

G_BEGIN_DECLS

/*
 * What makes blocks of a growing text, which is one class in two files:
 *   confab-parts.c      parsing part by part, what has changed by that
 *   confab-parts-cut.c  cutting the open part once more, and joining what is behind the cut
 */

/* An open part is cut when this much of it would be parsed at each update. */
#define CONFAB_CUT_BYTES 1024

void     confab_parts_parse       (ConfabParts                *self,
                                   const char                 *prelude,
                                   const char                 *text,
                                   gsize                       length,
                                   const ConfabBuilderContext *context,
                                   ConfabBuilderResult        *result);

/* The cut */
void     confab_parts_end_cut     (ConfabParts                *self);
gboolean confab_parts_join_blocks (ConfabParts                *self,
                                   GPtrArray                  *blocks);
gboolean confab_parts_try_cut     (ConfabParts                *self,
                                   const GString              *text);

G_END_DECLS
