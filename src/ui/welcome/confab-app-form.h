/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabAppForm:
 *
 * The dialog that adds an application: region, App ID, key, and a test of them.
 *
 * Signal `added` (ConfabStudioApp): the application is stored; the dialog closes itself.
 */
#define CONFAB_TYPE_APP_FORM (confab_app_form_get_type ())

G_DECLARE_FINAL_TYPE (ConfabAppForm, confab_app_form, CONFAB, APP_FORM, AdwWindow)

GtkWidget *confab_app_form_new (GtkWindow    *parent,
                                ConfabEngine *engine);

G_END_DECLS
