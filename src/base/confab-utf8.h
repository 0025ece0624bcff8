/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize confab_utf8_valid_prefix    (const char *bytes,
                                   gsize       length);
gsize confab_utf8_incomplete_tail (const char *bytes,
                                   gsize       length);
void  confab_utf8_append_decoded  (GString    *string,
                                   const char *bytes,
                                   gsize       length);

G_END_DECLS
