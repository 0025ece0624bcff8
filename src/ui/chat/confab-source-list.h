/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-sources.h"

G_BEGIN_DECLS

/**
 * ConfabSourceList:
 *
 * The documents that an answer was made from, under it. Each passage has a badge with the number
 * of its marks; a click on it, or on the document, opens the passage (action
 * `message.show-source`, s: the number).
 *
 * Signal `toggled` (all as gboolean): the reader wants to see all of them, or a few again.
 */
#define CONFAB_TYPE_SOURCE_LIST (confab_source_list_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSourceList, confab_source_list, CONFAB, SOURCE_LIST, GtkWidget)

GtkWidget *confab_source_list_new        (void);
void       confab_source_list_update     (ConfabSourceList *self,
                                          GPtrArray        *sources,
                                          gboolean          all);
void       confab_source_list_set_narrow (ConfabSourceList *self,
                                          gboolean          narrow);
GtkWidget *confab_source_list_find_badge (ConfabSourceList *self,
                                          const char       *index);

G_END_DECLS
