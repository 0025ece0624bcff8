/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_contrast_follow (GdkDisplay *display);

G_END_DECLS
