/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-paste.h"

G_BEGIN_DECLS

/* @paste: (nullable): what the clipboard says of an application; %NULL when that is nothing.
 * @object: what was given to the function. */
typedef void (*ConfabCallPasteFunc) (const ConfabPaste *paste,
                                     gpointer           object);

void confab_call_paste_watch (GtkEditable         *field,
                              ConfabCallPasteFunc  func,
                              gpointer             object);
void confab_call_paste_read  (GtkWidget           *widget,
                              ConfabCallPasteFunc  func,
                              gpointer             object);

G_END_DECLS
