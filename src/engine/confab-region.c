/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-region.h"

#include <string.h>

#include <glib/gi18n.h>

static const struct {
  const char *name;
  const char *before; /* a workspace ID */
  const char *after;  /* (nullable): then there is none in the host */
} regions[] = {
  [CONFAB_REGION_SINGAPORE] = {
    N_("Singapore"), "https://dashscope-intl.aliyuncs.com/api/v1", NULL,
  },
  [CONFAB_REGION_BEIJING] = { N_("Beijing"), "https://dashscope.aliyuncs.com/api/v1", NULL },
  [CONFAB_REGION_SINGAPORE_HOST] = {
    N_("Workspace Host, Singapore"), "https://", ".ap-southeast-1.maas.aliyuncs.com/api/v1",
  },
  [CONFAB_REGION_BEIJING_HOST] = {
    N_("Workspace Host, Beijing"), "https://", ".cn-beijing.maas.aliyuncs.com/api/v1",
  },
  [CONFAB_REGION_CUSTOM] = { N_("Custom"), NULL, NULL },
};

/**
 * confab_region_get_name:
 * @self: a region
 *
 * Returns: (transfer none): what the person calls it, translated
 */
const char *
confab_region_get_name (ConfabRegion self)
{
  g_return_val_if_fail ((guint) self < CONFAB_N_REGIONS, NULL);

  return _(regions[self].name);
}

/**
 * confab_region_needs_workspace:
 * @self: a region
 *
 * Returns: whether the workspace ID is part of the address
 */
gboolean
confab_region_needs_workspace (ConfabRegion self)
{
  g_return_val_if_fail ((guint) self < CONFAB_N_REGIONS, FALSE);

  return regions[self].after != NULL;
}

/* It becomes a part of a host name. */
static gboolean
is_label (const char *workspace)
{
  gsize length = strlen (workspace);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (workspace[i]) && (workspace[i] != '-' || i == 0 || i + 1 == length))
      return FALSE;

  return length > 0 && length <= 63;
}

/**
 * confab_region_dup_base_url:
 * @self: a region
 * @workspace: (nullable): a workspace ID
 *
 * Returns: (transfer full) (nullable): its address; %NULL for one of the person's own, and where it
 *   needs a workspace and @workspace is none
 */
char *
confab_region_dup_base_url (ConfabRegion  self,
                            const char   *workspace)
{
  g_return_val_if_fail ((guint) self < CONFAB_N_REGIONS, NULL);

  if (regions[self].after == NULL)
    return g_strdup (regions[self].before);
  if (workspace == NULL || !is_label (workspace))
    return NULL;

  return g_strconcat (regions[self].before, workspace, regions[self].after, NULL);
}

/**
 * confab_region_from_base_url:
 * @base_url: an address
 * @workspace: (nullable): the workspace ID beside it
 *
 * Returns: the region that has this address
 */
ConfabRegion
confab_region_from_base_url (const char *base_url,
                             const char *workspace)
{
  for (guint i = 0; i < CONFAB_REGION_CUSTOM; i++)
    {
      g_autofree char *url = confab_region_dup_base_url ((ConfabRegion) i, workspace);

      if (g_strcmp0 (url, base_url) == 0)
        return (ConfabRegion) i;
    }

  return CONFAB_REGION_CUSTOM;
}
