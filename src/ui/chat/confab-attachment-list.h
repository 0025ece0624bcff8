/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *confab_attachment_list_new (GPtrArray *attachments);

G_END_DECLS
