/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-citation.h"
#include "confab-document.h"

G_BEGIN_DECLS

/* A document that an answer was made from, with the passages of it that the service names. */
typedef struct {
  char       *name;      /* one line */
  GPtrArray  *citations; /* of const ConfabCitation, those of the list that it was made from */
  GHashTable *used;      /* the numbers that marks in the text name, of all documents */
  gboolean    is_used;   /* one of them is among these */
} ConfabSource;

/* A mark in the text: the characters of its number. */
typedef struct {
  guint block;
  guint line;
  gsize start;
  gsize end;
} ConfabSourceMark;

GPtrArray *confab_sources_group      (GPtrArray            *citations,
                                      ConfabDocument       *document);
void       confab_sources_sort       (GPtrArray            *citations);
GArray    *confab_sources_find_marks (ConfabDocument       *document,
                                      const char           *index);
char      *confab_source_dup_name    (const ConfabCitation *citation);
char      *confab_source_dup_place   (const ConfabCitation *citation);
char      *confab_source_dup_image   (const char           *address);

G_END_DECLS
