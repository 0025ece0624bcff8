/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Options by chance: each field that the model knows, members that nobody knows, all types and awkward
 * texts. They can be sent: confab_call_check() has no error about them, with any prompt. */

#pragma once

#include "confab-options.h"

G_BEGIN_DECLS

GRand         *random_options_start (void);
ConfabOptions *random_options_next  (GRand         *rand);
guint          random_options_count (guint          most);
void           random_options_check (ConfabOptions *wanted,
                                     ConfabOptions *have,
                                     const char    *where);

G_END_DECLS
