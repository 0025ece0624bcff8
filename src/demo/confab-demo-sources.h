/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-shelf.h"
#include "confab-demo-thoughts.h"

G_BEGIN_DECLS

/* What is known of a source besides its text. */
typedef struct {
  gint64      page;  /* 0: it has no pages */
  const char *image; /* its address, or NULL */
} ConfabDemoSourceDetails;

JsonObject *confab_demo_source_to_reference   (const ConfabDemoHit           *hit,
                                               guint                          number,
                                               const ConfabDemoSourceDetails *details);
JsonObject *confab_demo_source_to_observed    (const ConfabDemoHit           *hit,
                                               guint                          number,
                                               const ConfabDemoSourceDetails *details);
void        confab_demo_sources_add_retrieval (ConfabDemoThoughts            *thoughts,
                                               const char                    *query,
                                               JsonObject                    *rag_options,
                                               JsonArray                     *observed,
                                               gboolean                       is_chinese);

G_END_DECLS
