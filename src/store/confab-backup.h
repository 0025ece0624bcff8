/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Copies of the database, one a day, in a folder beside it. Private to store/. */

/* (transfer full) (element-type filename): the names, the newest first */
GPtrArray *confab_backup_list         (const char  *directory);
void       confab_backup_thin_out     (const char  *directory,
                                       guint        keep);
char      *confab_backup_make_path    (const char  *directory,
                                       const char  *name);

/* To be put in place of the database at the next opening. */
gboolean   confab_backup_request      (const char  *directory,
                                       const char  *name,
                                       GError     **error);
gint64     confab_backup_get_size     (const char  *directory,
                                       const char  *name);
gboolean   confab_backup_is_requested (const char  *directory);
char      *confab_backup_restore      (const char  *directory,
                                       const char  *path,
                                       GError     **error);

G_END_DECLS
