/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-context.h"

G_BEGIN_DECLS

/**
 * ConfabApplication:
 *
 * The program with its window: one engine, one window, started once. The engine starts after the
 * window's first frame and is closed, within a bounded time, before the program ends.
 */
#define CONFAB_TYPE_APPLICATION (confab_application_get_type ())

G_DECLARE_FINAL_TYPE (ConfabApplication, confab_application, CONFAB, APPLICATION, AdwApplication)

ConfabApplication *confab_application_new (ConfabContext     *context,
                                           GApplicationFlags  flags);

G_END_DECLS
