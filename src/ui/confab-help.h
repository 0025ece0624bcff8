/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *confab_help_get_app_id_uri (void);

G_END_DECLS
