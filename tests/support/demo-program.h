/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* `confab demo-service` as a program of its own. */

GSubprocess *demo_program_start (const char   *confab,
                                 const char   *key,
                                 const char   *pace,
                                 char        **base_url);
void         demo_program_stop  (GSubprocess  *self);

G_END_DECLS
