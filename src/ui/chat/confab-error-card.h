/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-message.h"

G_BEGIN_DECLS

/**
 * ConfabErrorCard:
 *
 * Why an answer did not come or is not whole: what happened, what to do, what the service said,
 * and Retry. Actions: `chat.retry` (the message's id), `chat.set-key`, `message.copy-error`.
 */
#define CONFAB_TYPE_ERROR_CARD (confab_error_card_get_type ())

G_DECLARE_FINAL_TYPE (ConfabErrorCard, confab_error_card, CONFAB, ERROR_CARD, GtkWidget)

GtkWidget *confab_error_card_new    (void);
void       confab_error_card_update (ConfabErrorCard *self,
                                     ConfabMessage   *message,
                                     gboolean         is_last);

G_END_DECLS
