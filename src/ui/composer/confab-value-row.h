/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabValueRow:
 *
 * One named value, which keeps its type: a text is typed as it is, all else as JSON. Signal `changed`:
 * it is another one, and makes sense.
 */
#define CONFAB_TYPE_VALUE_ROW (confab_value_row_get_type ())

G_DECLARE_FINAL_TYPE (ConfabValueRow, confab_value_row, CONFAB, VALUE_ROW, GtkBox)

GtkWidget  *confab_value_row_new       (const char     *path,
                                        const char     *name,
                                        JsonNode       *value);
const char *confab_value_row_get_path  (ConfabValueRow *self);
JsonNode   *confab_value_row_dup_value (ConfabValueRow *self);

G_END_DECLS
