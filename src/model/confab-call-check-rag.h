/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-call-check.h"

G_BEGIN_DECLS

/* Parts of the checker. */
void confab_problems_add   (GPtrArray     *problems,
                            gboolean       is_error,
                            const char    *path,
                            const char    *format,
                            ...) G_GNUC_PRINTF (4, 5);
void confab_call_check_rag (GPtrArray     *problems,
                            ConfabOptions *options);

G_END_DECLS
