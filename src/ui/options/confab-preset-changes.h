/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

void confab_preset_changes_add       (GtkWidget           *widget,
                                      ConfabOptionsEditor *editor,
                                      ConfabPresetKind     kind);
void confab_preset_changes_duplicate (GtkWidget           *widget,
                                      ConfabOptionsEditor *editor,
                                      ConfabPresetKind     kind);
void confab_preset_changes_rename    (GtkWidget           *widget,
                                      ConfabOptionsEditor *editor,
                                      ConfabPresetKind     kind);
void confab_preset_changes_delete    (GtkWidget           *widget,
                                      ConfabOptionsEditor *editor);

G_END_DECLS
