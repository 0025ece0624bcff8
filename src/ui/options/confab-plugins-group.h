/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

/**
 * ConfabPluginsGroup:
 *
 * Plug-ins and MCP servers with their parameters and tokens. What is off stays, and is not sent.
 */
#define CONFAB_TYPE_PLUGINS_GROUP (confab_plugins_group_get_type ())

G_DECLARE_FINAL_TYPE (ConfabPluginsGroup, confab_plugins_group, CONFAB, PLUGINS_GROUP,
                      AdwPreferencesGroup)

GtkWidget *confab_plugins_group_new (ConfabOptionsEditor *editor);

G_END_DECLS
