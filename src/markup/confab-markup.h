/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block.h"

G_BEGIN_DECLS

/* Of a block, the lines from the first to the one before the end; of the outer two, some bytes. */
typedef struct {
  const ConfabBlock *block;
  guint              first_line;
  guint              end_line;
  gsize              first_byte; /* of the first line */
  gsize              end_byte; /* of the last one */
} ConfabMarkupPart;

void     confab_markup_get_bytes (const ConfabMarkupPart *part,
                                  guint                   line,
                                  gsize                  *start,
                                  gsize                  *end);
gboolean confab_markup_is_start  (const ConfabMarkupPart *part);
void     confab_markup_indent    (GString                *first,
                                  GString                *rest,
                                  const ConfabMarkupPart *part,
                                  gboolean                markdown);
char    *confab_markup_plain     (const GArray           *parts);
char    *confab_markup_markdown  (const GArray           *parts);
char    *confab_markup_html      (const GArray           *parts);

G_END_DECLS
