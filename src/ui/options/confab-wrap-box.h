/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabWrapBox:
 *
 * Widgets one after the other, as many on a line as have room. What is left of a line goes to those of
 * its widgets that expand.
 */
#define CONFAB_TYPE_WRAP_BOX (confab_wrap_box_get_type ())

G_DECLARE_FINAL_TYPE (ConfabWrapBox, confab_wrap_box, CONFAB, WRAP_BOX, GtkWidget)

GtkWidget *confab_wrap_box_new    (int            spacing);
void       confab_wrap_box_append (ConfabWrapBox *self,
                                   GtkWidget     *child);
void       confab_wrap_box_clear  (ConfabWrapBox *self);

G_END_DECLS
