/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"
#include "confab-places.h"

G_BEGIN_DECLS

/**
 * ConfabAppsGroup:
 *
 * The applications in their order, which is changed by dragging a row, or with Alt and the arrow keys; a
 * click opens the application's page.
 */
#define CONFAB_TYPE_APPS_GROUP (confab_apps_group_get_type ())

G_DECLARE_FINAL_TYPE (ConfabAppsGroup, confab_apps_group, CONFAB, APPS_GROUP,
                      AdwPreferencesGroup)

void confab_apps_group_set_engine (ConfabAppsGroup *self,
                                          ConfabEngine           *engine);
void confab_apps_group_open       (ConfabAppsGroup *self,
                                   ConfabStudioApp *app,
                                   const char      *page,
                                   const char      *title,
                                   const char      *preset);
void confab_apps_group_collect    (ConfabAppsGroup *self,
                                   ConfabStudioApp *app,
                                   GPtrArray       *places);

G_END_DECLS
