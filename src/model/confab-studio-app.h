/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-connection.h"

G_BEGIN_DECLS

/**
 * ConfabStudioApp:
 *
 * An application made in Model Studio. Called so because a ConfabApplication is this program.
 * Properties: `name`, `color`, `options` (JSON of #ConfabOptions).
 */
#define CONFAB_TYPE_STUDIO_APP (confab_studio_app_get_type ())

G_DECLARE_FINAL_TYPE (ConfabStudioApp, confab_studio_app, CONFAB, STUDIO_APP, GObject)

ConfabStudioApp       *confab_studio_app_new            (ConfabAppRecord  *record,
                                                         ConfabConnection *connection);
const ConfabAppRecord *confab_studio_app_get_record     (ConfabStudioApp  *self);
void                   confab_studio_app_take_record    (ConfabStudioApp  *self,
                                                         ConfabAppRecord  *record,
                                                         ConfabConnection *connection);
ConfabConnection      *confab_studio_app_get_connection (ConfabStudioApp  *self);
const char            *confab_studio_app_get_name       (ConfabStudioApp  *self);
const char            *confab_studio_app_get_color      (ConfabStudioApp  *self);

G_END_DECLS
