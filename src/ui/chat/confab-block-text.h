/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-document.h"

G_BEGIN_DECLS

char *confab_block_text_plain    (const ConfabBlock *block);
char *confab_block_text_markdown (const ConfabBlock *block);

G_END_DECLS
