/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabDemoSection:
 *
 * A section of a shipped document: what the service quotes.
 */
typedef struct {
  char *document_id;    /* the file's name without its language */
  char *document_title;
  char *title;
  char *text;
} ConfabDemoSection;

/**
 * ConfabDemoHit:
 *
 * A section that was found.
 */
typedef struct {
  const ConfabDemoSection *section;
  guint position;       /* in the documents */
  double score;         /* higher is better */
  double earlier_score; /* of what was asked before */
  double coverage;      /* which part of the question stands in it, 0 to 1 */
  double new_heading;   /* which part stands in its heading and in none of the better ones */
} ConfabDemoHit;

/**
 * ConfabDemoLibrary:
 *
 * All documents of the service, in English and in Chinese, and the search in them.
 */
typedef struct _ConfabDemoLibrary ConfabDemoLibrary;

ConfabDemoLibrary *confab_demo_library_new        (GError            **error);
void               confab_demo_library_free       (ConfabDemoLibrary  *self);
GPtrArray         *confab_demo_library_search     (ConfabDemoLibrary  *self,
                                                   gboolean            is_chinese,
                                                   const char         *question,
                                                   const char * const *earlier,
                                                   guint               limit);
GPtrArray         *confab_demo_library_get_sections (ConfabDemoLibrary *self,
                                                   gboolean            is_chinese);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoLibrary, confab_demo_library_free)

G_END_DECLS
