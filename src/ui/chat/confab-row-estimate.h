/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"

G_BEGIN_DECLS

int confab_row_estimate (ConfabMessage *message,
                         int            width);

G_END_DECLS
