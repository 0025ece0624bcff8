/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"
#include "confab-places.h"

G_BEGIN_DECLS

/**
 * ConfabOptionsPage:
 *
 * The pages of an application's options, or of a session's: a list of them, and the one on show as a
 * form or as JSON. Signal: `back`, when the person leaves the list.
 */
#define CONFAB_TYPE_OPTIONS_PAGE (confab_options_page_get_type ())

G_DECLARE_FINAL_TYPE (ConfabOptionsPage, confab_options_page, CONFAB, OPTIONS_PAGE, AdwBin)

GtkWidget *confab_options_page_new       (ConfabEngine      *engine,
                                          ConfabStudioApp   *app,
                                          ConfabSession     *session);
void       confab_options_page_add_first (ConfabOptionsPage *self,
                                          const char        *name,
                                          const char        *title,
                                          const char        *icon,
                                          GtkWidget         *content);
void       confab_options_page_show      (ConfabOptionsPage *self,
                                          const char        *name);
void       confab_options_page_show_place (ConfabOptionsPage *self,
                                          const char        *name,
                                          const char        *title);
void       confab_options_page_show_preset (ConfabOptionsPage *self,
                                            const char        *name,
                                            const char        *preset);
void       confab_options_page_collect   (ConfabOptionsPage *self,
                                          GPtrArray         *places,
                                          gboolean           with_app);

G_END_DECLS
