/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A damaged database. Private to store/. It is put aside and never deleted; what can be read of it
 * goes into a new one, row by row.
 */

/* @backup (nullable): a copy that is used where nothing can be read. Gives where the damaged file is
 * now, and how many sessions the new one has. The caller has the lock on opening. */
char     *confab_salvage              (const char  *path,
                                       const char  *backup,
                                       gint64      *n_sessions,
                                       GError     **error);
/* A mark beside a database that was found to be damaged while it was used. */
void      confab_salvage_mark         (const char  *path);
gboolean  confab_salvage_is_marked    (const char  *path);
/* Whether a marked one is damaged indeed; when not, the mark is taken off. */
gboolean  confab_salvage_confirm      (const char  *path);
/* With what stands beside it. */
gboolean  confab_salvage_move         (const char  *from,
                                       const char  *to);
/* The same; gives its new name, which says @word and the time. */
char     *confab_salvage_put_aside    (const char  *path,
                                       const char  *word,
                                       GError     **error);

G_END_DECLS
