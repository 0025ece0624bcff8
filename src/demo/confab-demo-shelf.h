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

/* Whether a section may be found. */
typedef gboolean (*ConfabDemoShelfFilter) (const ConfabDemoSection *section,
                                           gpointer                 user_data);

/**
 * ConfabDemoShelf:
 *
 * Sections of documents in one language, and the search in them.
 */
typedef struct _ConfabDemoShelf ConfabDemoShelf;

ConfabDemoShelf *confab_demo_shelf_new          (GError                **error);
void             confab_demo_shelf_free         (ConfabDemoShelf        *self);
gboolean         confab_demo_shelf_add          (ConfabDemoShelf        *self,
                                                 const char             *document_id,
                                                 const char             *document_title,
                                                 const char             *title,
                                                 const char             *keywords,
                                                 const char             *text,
                                                 GError                **error);
GPtrArray       *confab_demo_shelf_search       (ConfabDemoShelf        *self,
                                                 const char             *question,
                                                 const char * const     *earlier,
                                                 ConfabDemoShelfFilter   filter,
                                                 gpointer                filter_data,
                                                 guint                   limit);
GPtrArray       *confab_demo_shelf_get_sections (ConfabDemoShelf        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoShelf, confab_demo_shelf_free)

G_END_DECLS
