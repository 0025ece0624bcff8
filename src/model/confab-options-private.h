/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-options.h"

G_BEGIN_DECLS

gboolean confab_options_check         (JsonObject        *root,
                                       GError           **error);
gboolean confab_stream_mode_from_word (const char        *word,
                                       ConfabStreamMode  *stream);

G_END_DECLS
