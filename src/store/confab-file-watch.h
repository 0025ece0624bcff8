/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells that the database's files were written, or let go by a process that could. Private to
 * store/. */
typedef struct _ConfabFileWatch ConfabFileWatch;

typedef void (*ConfabFileWatchFunc) (gpointer user_data);

ConfabFileWatch *confab_file_watch_new  (const char           *directory,
                                         const char           *prefix,
                                         ConfabFileWatchFunc   func,
                                         gpointer              user_data,
                                         GError              **error);
void             confab_file_watch_free (ConfabFileWatch      *self);

G_END_DECLS
