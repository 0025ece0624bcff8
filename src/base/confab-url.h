/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *confab_url_normalize_base (const char  *base_url,
                                     GError     **error);
gboolean  confab_url_is_loopback    (const char  *base_url);
char     *confab_url_dup_host       (const char  *url);

G_END_DECLS
