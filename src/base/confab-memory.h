/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void confab_memory_set_up (void);
void confab_memory_trim   (void);

G_END_DECLS
