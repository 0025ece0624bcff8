/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-search.h"

G_BEGIN_DECLS

/**
 * ConfabSearchResults:
 *
 * What a search over everything has found: titles and passages of messages, with the places marked.
 * More are loaded when the reader comes to the end.
 *
 * Signal `opened` (ConfabSearchHit): the person chose one.
 */
#define CONFAB_TYPE_SEARCH_RESULTS (confab_search_results_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSearchResults, confab_search_results, CONFAB, SEARCH_RESULTS, AdwBin)

GtkWidget *confab_search_results_new        (void);
void       confab_search_results_set_search (ConfabSearchResults *self,
                                             ConfabSearch        *search);
/* The first one; FALSE when there is none yet. */
gboolean   confab_search_results_open_first (ConfabSearchResults *self);
void       confab_search_results_set_now    (ConfabSearchResults *self,
                                             gint64               now);

G_END_DECLS
