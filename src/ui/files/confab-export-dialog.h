/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabExportDialog:
 *
 * Which sessions, in which format, and what goes along; then where to.
 *
 * Signal `exported` (file: #GFile): the file is there.
 */
#define CONFAB_TYPE_EXPORT_DIALOG (confab_export_dialog_get_type ())

G_DECLARE_FINAL_TYPE (ConfabExportDialog, confab_export_dialog, CONFAB, EXPORT_DIALOG, AdwWindow)

GtkWidget *confab_export_dialog_new (GtkWindow     *parent,
                                     ConfabEngine  *engine,
                                     ConfabSession *session);

G_END_DECLS
