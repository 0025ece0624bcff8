/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-engine.h"

G_BEGIN_DECLS

/**
 * ConfabQuickSwitch:
 *
 * A small window over the main one: type a few letters of a name, choose with the arrows, Enter.
 *
 * Signal `chosen` (GObject: a #ConfabSession, or a #ConfabStudioApp): the window is gone then.
 */
#define CONFAB_TYPE_QUICK_SWITCH (confab_quick_switch_get_type ())

G_DECLARE_FINAL_TYPE (ConfabQuickSwitch, confab_quick_switch, CONFAB, QUICK_SWITCH, AdwWindow)

GtkWidget *confab_quick_switch_new (GtkWindow    *parent,
                                    ConfabEngine *engine);

G_END_DECLS
