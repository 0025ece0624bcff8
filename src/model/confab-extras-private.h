/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-extras.h"

G_BEGIN_DECLS

void confab_extras_replace (ConfabExtras  *self,
                            GPtrArray     *attachments,
                            ConfabOptions *options);

G_END_DECLS
