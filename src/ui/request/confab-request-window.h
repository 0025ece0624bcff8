/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-planned-request.h"

G_BEGIN_DECLS

GtkWidget *confab_request_window_show (GtkWidget            *parent,
                                       const char           *title,
                                       ConfabPlannedRequest *plan);

G_END_DECLS
