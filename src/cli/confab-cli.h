/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean confab_cli_wants         (int    argc,
                                   char **argv);
int      confab_cli_main          (int    argc,
                                   char **argv);
/* Confab's own version and that of each library below the user interface, one a line. */
void     confab_cli_print_version (void);

G_END_DECLS
