/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-database.h"

G_BEGIN_DECLS

/* What the file says it is ("Cnfb"), so that no foreign database is ever migrated. */
#define CONFAB_APPLICATION_ID 0x436e6662

/* One step from the version before to @version. Published steps never change. */
typedef struct {
  int         version;
  const char *sql;
} ConfabMigration;

const ConfabMigration *confab_migrations_get         (gsize                  *n_steps);
int                    confab_migrations_get_newest  (const ConfabMigration  *steps,
                                                      gsize                   n_steps);
gboolean               confab_migrations_run         (ConfabDatabase         *database,
                                                      const char             *path,
                                                      const ConfabMigration  *steps,
                                                      gsize                   n_steps,
                                                      GError                **error);

G_END_DECLS
