/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *confab_json_escape_repair (const char *text,
                                 gsize       length);
char *confab_json_unescape      (const char *text,
                                 gsize       length);

G_END_DECLS
