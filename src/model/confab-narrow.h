/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-citation.h"
#include "confab-options.h"

G_BEGIN_DECLS

/* How a question is asked again that was answered from several documents. */
typedef enum {
  CONFAB_NARROW_ONLY,    /* from one of them */
  CONFAB_NARROW_WITHOUT, /* from the others */
} ConfabNarrowing;

ConfabOptions *confab_options_narrow        (ConfabOptions         *self,
                                             const char * const    *pipelines,
                                             GPtrArray             *citations,
                                             const ConfabCitation  *citation,
                                             ConfabNarrowing        how,
                                             GError               **error);
void           confab_options_add_pipelines (ConfabOptions         *self,
                                             GPtrArray             *pipelines);

G_END_DECLS
