/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-places.h"

G_BEGIN_DECLS

/**
 * ConfabPlaceSearch:
 *
 * A search entry over something that is seen while nothing is looked for; else the places that are
 * found are seen there. Signals: `wanted`, when the person begins to look for something and places should
 * be added; `activated` (a #ConfabPlace, valid in the handler).
 */
#define CONFAB_TYPE_PLACE_SEARCH (confab_place_search_get_type ())

G_DECLARE_FINAL_TYPE (ConfabPlaceSearch, confab_place_search, CONFAB, PLACE_SEARCH, GtkBox)

GtkWidget *confab_place_search_new        (GtkWidget         *otherwise);
void       confab_place_search_add        (ConfabPlaceSearch *self,
                                           GPtrArray         *places);
void       confab_place_search_clear      (ConfabPlaceSearch *self);
void       confab_place_search_focus      (ConfabPlaceSearch *self);

G_END_DECLS
