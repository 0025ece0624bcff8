/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *confab_text_make_valid    (const char         *bytes,
                                 gssize              length);
char *confab_text_for_terminal  (const char         *text,
                                 gssize              length);
char *confab_text_one_line      (const char         *text,
                                 gsize               max_characters);
char *confab_text_mask_secrets  (const char         *text,
                                 const char * const *secrets);

G_END_DECLS
