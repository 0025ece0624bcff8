/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *confab_keyring_file_dup_path (void);
gboolean  confab_keyring_file_is_sound (const char *contents,
                                        gsize       length);
char     *confab_keyring_file_check    (const char *path);

G_END_DECLS
