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
} ConfabExportPart;

void      confab_export_get_bytes (const ConfabExportPart *part,
                                guint                   line,
                                gsize                  *start,
                                gsize                  *end);
gboolean confab_export_is_start (const ConfabExportPart *part);
void      confab_export_indent    (GString                *first,
                                GString                *rest,
                                const ConfabExportPart *part,
                                gboolean                markdown);
char     *confab_export_plain     (const GArray           *parts);
char     *confab_export_markdown  (const GArray           *parts);
char     *confab_export_html      (const GArray           *parts);

G_END_DECLS
