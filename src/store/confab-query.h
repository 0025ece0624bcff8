/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-find-text.h"

G_BEGIN_DECLS

/*
 * What is typed into a search, taken apart as the full-text index takes texts apart. Words may stand
 * anywhere; characters that touch have to touch; the last word may go on. Private to store/.
 */
typedef struct _ConfabQuery ConfabQuery;

ConfabQuery *confab_query_new            (const char        *text);
void         confab_query_free           (ConfabQuery       *self);
gboolean     confab_query_is_empty       (const ConfabQuery *self);
/* Whether the last word may go on, and so may mean others. */
gboolean     confab_query_is_open        (const ConfabQuery *self);
char        *confab_query_to_expression  (const ConfabQuery *self,
                                          gboolean           open);
/* Where its parts stand in a text: fewer than @limit when there are no more in its beginning. */
void         confab_query_find           (const ConfabQuery *self,
                                          const char        *text,
                                          gsize              length,
                                          guint              limit,
                                          GArray            *ranges);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabQuery, confab_query_free)

G_END_DECLS
