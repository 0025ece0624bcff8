/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

/**
 * ConfabFilterGroup:
 *
 * Conditions on documents: a key each, and the values of which it has to have one. A condition that is
 * not whole is kept as it was typed, and not sent.
 */
#define CONFAB_TYPE_FILTER_GROUP (confab_filter_group_get_type ())

G_DECLARE_FINAL_TYPE (ConfabFilterGroup, confab_filter_group, CONFAB, FILTER_GROUP,
                      AdwPreferencesGroup)

GtkWidget *confab_filter_group_new (ConfabOptionsEditor *editor,
                                    const char          *path,
                                    gboolean             with_numbers,
                                    const char          *title,
                                    const char          *description);

G_END_DECLS
