/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *confab_address_check    (const char *address);
char *confab_address_get_host (const char *address);

G_END_DECLS
