/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabBackupsDialog:
 *
 * The copies of everything, and which of them shall be in place at the next start.
 *
 * Signal `requested`: one shall, and the person wants Confab to end for that.
 */
#define CONFAB_TYPE_BACKUPS_DIALOG (confab_backups_dialog_get_type ())

G_DECLARE_FINAL_TYPE (ConfabBackupsDialog, confab_backups_dialog, CONFAB, BACKUPS_DIALOG, AdwWindow)

GtkWidget *confab_backups_dialog_new (GtkWindow    *parent,
                                      ConfabEngine *engine);

G_END_DECLS
