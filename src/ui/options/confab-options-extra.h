/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

void confab_options_extra_add (AdwPreferencesGroup *group,
                               ConfabOptionsEditor *editor,
                               const char          *base,
                               const char * const  *but,
                               const char          *title);

G_END_DECLS
