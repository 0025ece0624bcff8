/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void confab_ui_init (void);
int  confab_ui_main (int    argc,
                     char **argv);

G_END_DECLS
