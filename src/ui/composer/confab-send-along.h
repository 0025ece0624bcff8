/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-engine-catalogue.h"
#include "confab-extras.h"

G_BEGIN_DECLS

/**
 * ConfabSendAlong:
 *
 * A popover with what can be sent along with a message: presets, values of inputs and parameters,
 * switches; for the session, or for the next message only. It is filled each time it is opened.
 */
#define CONFAB_TYPE_SEND_ALONG (confab_send_along_get_type ())

G_DECLARE_FINAL_TYPE (ConfabSendAlong, confab_send_along, CONFAB, SEND_ALONG, GtkPopover)

GtkWidget *confab_send_along_new         (ConfabEngine    *engine);
void       confab_send_along_set_subject (ConfabSendAlong *self,
                                          ConfabSession   *session,
                                          ConfabExtras    *extras);

G_END_DECLS
