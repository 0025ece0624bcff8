/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes a mark may have; what is longer is text. */
#define CONFAB_CITATION_MAX 96

typedef enum {
  CONFAB_CITATION_NONE,
  CONFAB_CITATION_PARTIAL, /* the text ends within what may become a mark */
  CONFAB_CITATION_WHOLE,
} ConfabCitationMatch;

ConfabCitationMatch  confab_citation_scan  (const char  *text,
                                            gsize        length,
                                            gsize       *used);
const char          *confab_citation_next  (const char  *mark,
                                            const char  *end,
                                            gsize       *length);

G_END_DECLS
