/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <sqlite3.h>

#include "confab-store.h"

/**
 * confab_store_dup_library_version:
 * @compiled: whether to tell what was compiled against; else what is loaded
 *
 * Returns: (transfer full): the version of SQLite
 */
char *
confab_store_dup_library_version (gboolean compiled)
{
  return g_strdup (compiled ? SQLITE_VERSION : sqlite3_libversion ());
}
