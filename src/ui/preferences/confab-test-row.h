/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabTestRow:
 *
 * A row with a button that asks whether an application answers, and says what came of it. The test ends
 * with the row.
 *
 * Signal `clicked`: the person wants a test; the handler calls confab_test_row_run().
 */
#define CONFAB_TYPE_TEST_ROW (confab_test_row_get_type ())

G_DECLARE_FINAL_TYPE (ConfabTestRow, confab_test_row, CONFAB, TEST_ROW, AdwActionRow)

void confab_test_row_run      (ConfabTestRow        *self,
                               ConfabEngine         *engine,
                               const ConfabAppDraft *draft);
void confab_test_row_set_text (ConfabTestRow        *self,
                               const char           *text);

G_END_DECLS
