/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *confab_title_from_prompt (const char *prompt);

G_END_DECLS
