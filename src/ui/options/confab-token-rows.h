/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-options-editor.h"

G_BEGIN_DECLS

/**
 * ConfabTokenRows:
 *
 * The token of a plug-in, or of a header of an MCP server, inside the plug-in's row. What is typed
 * goes to the keyring and nowhere else; what is stored there is never shown.
 */
#define CONFAB_TYPE_TOKEN_ROWS (confab_token_rows_get_type ())

G_DECLARE_FINAL_TYPE (ConfabTokenRows, confab_token_rows, CONFAB, TOKEN_ROWS, GObject)

ConfabTokenRows *confab_token_rows_new (ConfabOptionsEditor *editor,
                                        const char          *code,
                                        AdwExpanderRow      *container);

G_END_DECLS
