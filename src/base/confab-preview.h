/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-find-text.h"

G_BEGIN_DECLS

char *confab_preview_from_markdown (const char *text,
                                    gsize       max_characters);
char *confab_preview_strip         (const char  *text,
                                    ConfabRange *ranges,
                                    guint        n);

G_END_DECLS
