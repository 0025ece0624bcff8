/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-composer.h"

G_BEGIN_DECLS

void confab_composer_take_offers (ConfabComposer *self,
                                  GtkWidget      *area);
void confab_composer_offer_file  (ConfabComposer *self,
                                  GFile          *file);

G_END_DECLS
