/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One entry of `doc_references`: a source that the answer names. All is foreign text. */
typedef struct {
  char  *index;    /* what a mark in the text names, such as "4"; never NULL */
  char  *title;    /* (nullable), as all that follows */
  char  *doc_id;
  char  *doc_name;
  char  *doc_url;
  char  *text;     /* the passage */
  char  *biz_id;
  char **images;   /* addresses; never NULL, may be empty */
  char **pages;    /* page numbers; never NULL, may be empty */
  char  *rest;     /* (nullable): JSON object of the members without a place here */
} ConfabCitation;

void                  confab_citation_free   (ConfabCitation *self);
GPtrArray            *confab_citations_parse (const char     *references);
const ConfabCitation *confab_citations_find  (GPtrArray      *citations,
                                              const char     *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCitation, confab_citation_free)

G_END_DECLS
