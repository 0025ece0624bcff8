/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-document.h"
#include "confab-text-lines.h"
#include "confab-text-marks.h"

G_BEGIN_DECLS

/* A link or a citation mark in a text. What it points to belongs to the document. */
typedef struct {
  ConfabTextRange  range;
  gboolean         citation;
  const char      *target; /* an address, or a reference's index_id */
} ConfabTextLink;

gboolean  confab_text_link_find_at   (ConfabDocument        *document,
                                      const ConfabTextPlace *character,
                                      ConfabTextLink        *link);
gboolean  confab_text_link_find_next (ConfabDocument        *document,
                                      const ConfabTextRange *from,
                                      int                    direction,
                                      ConfabTextLink        *link);
char     *confab_text_link_dup_text  (ConfabDocument        *document,
                                      const ConfabTextLink  *link);

G_END_DECLS
