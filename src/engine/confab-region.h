/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where Model Studio's applications are called, in the order of a drop-down. */
typedef enum {
  CONFAB_REGION_SINGAPORE,
  CONFAB_REGION_BEIJING,
  CONFAB_REGION_SINGAPORE_HOST, /* the workspace has a host of its own */
  CONFAB_REGION_BEIJING_HOST,
  CONFAB_REGION_CUSTOM,
  CONFAB_N_REGIONS,
} ConfabRegion;

const char   *confab_region_get_name       (ConfabRegion  self);
gboolean      confab_region_needs_workspace (ConfabRegion self);
/* (transfer full) (nullable) */
char         *confab_region_dup_base_url   (ConfabRegion  self,
                                            const char   *workspace);
ConfabRegion  confab_region_from_base_url  (const char   *base_url,
                                            const char   *workspace);

G_END_DECLS
