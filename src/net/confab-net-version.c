/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <libsoup/soup.h>

#include "confab-client.h"

/**
 * confab_client_dup_library_version:
 * @compiled: whether to tell what was compiled against; else what is loaded
 *
 * Returns: (transfer full): the version of libsoup
 */
char *
confab_client_dup_library_version (gboolean compiled)
{
  if (compiled)
    return g_strdup_printf ("%d.%d.%d", SOUP_MAJOR_VERSION, SOUP_MINOR_VERSION,
                            SOUP_MICRO_VERSION);

  return g_strdup_printf ("%u.%u.%u", soup_get_major_version (), soup_get_minor_version (),
                          soup_get_micro_version ());
}
