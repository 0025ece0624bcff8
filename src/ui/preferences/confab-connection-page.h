/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabConnectionPage:
 *
 * One connection, inside the settings dialog. What is changed applies at once, or says on its row
 * why not.
 *
 * Signal `changed`: it is stored.
 */
#define CONFAB_TYPE_CONNECTION_PAGE (confab_connection_page_get_type ())

G_DECLARE_FINAL_TYPE (ConfabConnectionPage, confab_connection_page, CONFAB, CONNECTION_PAGE, AdwBin)

GtkWidget *confab_connection_page_new (ConfabEngine     *engine,
                                       ConfabConnection *connection);

G_END_DECLS
