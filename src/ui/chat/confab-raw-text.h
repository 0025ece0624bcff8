/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabRawText:
 *
 * A piece of foreign text as it came, under a name: JSON on lines of its own, in monospace, not
 * more of it than a person reads. It can be selected, and a button copies all of it.
 */
#define CONFAB_TYPE_RAW_TEXT (confab_raw_text_get_type ())

G_DECLARE_FINAL_TYPE (ConfabRawText, confab_raw_text, CONFAB, RAW_TEXT, GtkWidget)

GtkWidget *confab_raw_text_new      (const char    *name);
void       confab_raw_text_set_text (ConfabRawText *self,
                                     const char    *text);

G_END_DECLS
