/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabAppPage:
 *
 * One application, inside the settings dialog: what it is called, where it is, and a test of it. The
 * pages of what is sent along with its messages stand beside it (ConfabOptionsPage).
 *
 * Signal `changed`: it is stored.
 */
#define CONFAB_TYPE_APP_PAGE (confab_app_page_get_type ())

G_DECLARE_FINAL_TYPE (ConfabAppPage, confab_app_page, CONFAB, APP_PAGE, AdwBin)

GtkWidget *confab_app_page_new (ConfabEngine    *engine,
                                ConfabStudioApp *app);

G_END_DECLS
