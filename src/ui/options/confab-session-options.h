/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-engine.h"

G_BEGIN_DECLS

GtkWidget *confab_session_options_new (GtkWindow     *parent,
                                       ConfabEngine  *engine,
                                       ConfabSession *session,
                                       const char    *page);

G_END_DECLS
