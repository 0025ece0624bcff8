/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *confab_preview_from_markdown (const char *text,
                                    gsize       max_characters);

G_END_DECLS
