/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-carried.h"

G_BEGIN_DECLS

/**
 * ConfabChip:
 *
 * One of the things that the next message carries: what it is, where it is from (as a tooltip and an
 * accessible description), and a button that takes it away from this message, or puts it back.
 *
 * Signals: `activated`, `removed`.
 */
#define CONFAB_TYPE_CHIP (confab_chip_get_type ())

G_DECLARE_FINAL_TYPE (ConfabChip, confab_chip, CONFAB, CHIP, GtkWidget)

GtkWidget           *confab_chip_new         (const ConfabCarried *carried);
const ConfabCarried *confab_chip_get_carried (ConfabChip          *self);

G_END_DECLS
