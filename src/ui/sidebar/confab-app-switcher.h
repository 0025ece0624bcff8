/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-studio-app.h"

G_BEGIN_DECLS

/**
 * ConfabAppSwitcher:
 *
 * The button over the sessions that says whose they are, and the list to choose from. Property:
 * `selected` (#ConfabStudioApp, nullable: all).
 */
#define CONFAB_TYPE_APP_SWITCHER (confab_app_switcher_get_type ())

G_DECLARE_FINAL_TYPE (ConfabAppSwitcher, confab_app_switcher, CONFAB, APP_SWITCHER, AdwBin)

GtkWidget       *confab_app_switcher_new          (void);
void             confab_app_switcher_set_apps     (ConfabAppSwitcher *self,
                                                   GListModel        *apps);
ConfabStudioApp *confab_app_switcher_get_selected (ConfabAppSwitcher *self);
void             confab_app_switcher_set_selected (ConfabAppSwitcher *self,
                                                   ConfabStudioApp   *app);

G_END_DECLS
