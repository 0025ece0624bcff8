/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

void confab_preset_files_export (GtkWidget           *widget,
                                 ConfabOptionsEditor *editor,
                                 ConfabPresetKind     kind);
void confab_preset_files_import (GtkWidget           *widget,
                                 ConfabOptionsEditor *editor);

G_END_DECLS
