/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-message.h"

G_BEGIN_DECLS

/* A window with all that is known of a message. */
GtkWidget *confab_answer_details_show (GtkWidget     *parent,
                                       ConfabMessage *message);
char      *confab_answer_details_text (ConfabMessage *message);

G_END_DECLS
