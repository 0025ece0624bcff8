/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *const *reply_text_names (void);
GString           *reply_text_new   (const char *name,
                                     gsize       size);

G_END_DECLS
