/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabPassageIndex:
 *
 * Full-text search over passages in memory (FTS5 with our tokenizer: one token for each CJK
 * character, other words folded). For the demo service, which retrieves what it quotes. Not
 * thread safe: used by one thread.
 */
typedef struct _ConfabPassageIndex ConfabPassageIndex;

typedef struct {
  char   *document; /* its name, as given */
  char   *title;    /* heading over the passage */
  char   *text;
  double  score;    /* higher is better */
} ConfabPassage;

ConfabPassageIndex *confab_passage_index_new    (GError             **error);
void                confab_passage_index_free   (ConfabPassageIndex  *self);
gboolean            confab_passage_index_add    (ConfabPassageIndex  *self,
                                                 const char          *document,
                                                 const char          *title,
                                                 const char          *text,
                                                 GError             **error);
/* Best first. Any text is a valid query; it finds passages that hold any of its words. */
GPtrArray          *confab_passage_index_search (ConfabPassageIndex  *self,
                                                 const char          *query,
                                                 guint                limit,
                                                 GError             **error);
void                confab_passage_free         (ConfabPassage       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPassageIndex, confab_passage_index_free)

G_END_DECLS
