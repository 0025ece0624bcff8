/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sizes of the text of the conversation, per cent of the system's. */
#define CONFAB_TEXT_SIZE_NORMAL 100

int confab_text_size_step (int size,
                           int direction);

G_END_DECLS
