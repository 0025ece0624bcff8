/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-citation.h"

G_BEGIN_DECLS

/* A popover with one passage that an answer was made from: where it is from, its text, images as
 * names, the document's link, and the way to each of its marks in the text (action
 * `message.show-mark`, su: the number of the source, which of its marks). */
GtkWidget *confab_source_popover_new (const ConfabCitation *citation,
                                      guint                 n_marks);

G_END_DECLS
