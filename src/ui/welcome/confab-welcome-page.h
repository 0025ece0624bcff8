/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabWelcomePage:
 *
 * What is seen while there is no application: add one, or try the demo.
 */
#define CONFAB_TYPE_WELCOME_PAGE (confab_welcome_page_get_type ())

G_DECLARE_FINAL_TYPE (ConfabWelcomePage, confab_welcome_page, CONFAB, WELCOME_PAGE, AdwBin)

GtkWidget *confab_welcome_page_new        (void);
void       confab_welcome_page_set_engine (ConfabWelcomePage *self,
                                           ConfabEngine      *engine);
void       confab_welcome_page_set_busy   (ConfabWelcomePage *self,
                                           gboolean           busy);
void       confab_welcome_page_set_error  (ConfabWelcomePage *self,
                                           const char        *text);

G_END_DECLS
