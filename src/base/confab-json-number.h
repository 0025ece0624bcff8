/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *confab_json_number_repair (const char *text,
                                 gsize       length);
char *confab_json_number_write  (double      value);

G_END_DECLS
