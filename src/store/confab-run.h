/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-database.h"

G_BEGIN_DECLS

/*
 * A run is one process that writes answers: a window or a `confab ask`. It has a row in the
 * database and holds a lock on a file of its own as long as it lives. Private to store/.
 */
typedef struct _ConfabRun ConfabRun;

ConfabRun *confab_run_begin   (ConfabDatabase  *database,
                               const char      *directory,
                               GError         **error);
gint64     confab_run_get_id  (ConfabRun       *self);
void       confab_run_end     (ConfabRun       *self,
                               ConfabDatabase  *database);
gssize     confab_run_recover (ConfabDatabase  *database,
                               const char      *directory,
                               GError         **error);
/* Whether a process has the database open. */
gboolean   confab_run_is_any_alive (const char     *directory);

G_END_DECLS
