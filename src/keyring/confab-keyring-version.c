/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <libsecret/secret.h>

#include "confab-key-store.h"

/**
 * confab_key_store_dup_library_version:
 *
 * Returns: (transfer full): the version of libsecret that Confab was compiled against
 */
char *
confab_key_store_dup_library_version (void)
{
  return g_strdup_printf ("%d.%d.%d", SECRET_MAJOR_VERSION, SECRET_MINOR_VERSION,
                          SECRET_MICRO_VERSION);
}
