/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabTextBox:
 *
 * A piece of foreign text as it came, under a name: JSON on lines of its own, in monospace, not
 * more of it than a person reads. It can be selected, and a button copies all of it.
 */
#define CONFAB_TYPE_TEXT_BOX (confab_text_box_get_type ())

G_DECLARE_FINAL_TYPE (ConfabTextBox, confab_text_box, CONFAB, TEXT_BOX, GtkWidget)

GtkWidget *confab_text_box_new      (const char    *name);
void       confab_text_box_set_text (ConfabTextBox *self,
                                     const char    *text);

G_END_DECLS
