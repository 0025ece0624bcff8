/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <sqlite3.h>

#include "confab-database.h"

G_BEGIN_DECLS

struct _ConfabDatabase {
  sqlite3    *handle;
  char       *mark;       /* (nullable): the file to mark when it is found to be damaged */
  GHashTable *statements; /* SQL text -> ConfabStatement that is not in use */
  gboolean    lazy;       /* the transaction does not wait for the disk */
  gint64      synced_at;  /* when one last did */
};

struct _ConfabStatement {
  ConfabDatabase *database;
  sqlite3_stmt   *handle;
};

void confab_database_set_error (GError          **error,
                                sqlite3          *handle,
                                int               code);
void confab_statement_free     (ConfabStatement  *self);

G_END_DECLS
