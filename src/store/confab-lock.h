/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Locks on files, private to store/. A lock belongs to the open file and goes with its process,
 * however that ends; a process id would prove nothing in a sandbox.
 */
int      confab_lock_acquire (const char  *path,
                              guint        wait_ms,
                              GError     **error);
void     confab_lock_release (int          lock);
gboolean confab_lock_is_held (const char  *path);

G_END_DECLS
