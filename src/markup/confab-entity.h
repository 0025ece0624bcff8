/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void confab_entity_decode (GString    *out,
                           const char *entity,
                           gsize       length);

G_END_DECLS
