/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

/**
 * ConfabPresetGroup:
 *
 * Of an application: which of its presets is shown, new ones, renaming, copying, deleting, and whether
 * new sessions use it. Of a session: which presets it uses.
 */
#define CONFAB_TYPE_PRESET_GROUP (confab_preset_group_get_type ())

G_DECLARE_FINAL_TYPE (ConfabPresetGroup, confab_preset_group, CONFAB, PRESET_GROUP,
                      AdwPreferencesGroup)

GtkWidget *confab_preset_group_new (ConfabOptionsEditor *editor,
                                    ConfabPresetKind     kind);

G_END_DECLS
