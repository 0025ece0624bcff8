/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-narrow.h"

G_BEGIN_DECLS

/* A popover with one passage that an answer was made from: where it is from, its text, images as
 * names, the document's link, and the way to each of its marks in the text (action
 * `message.show-mark`, su: the number of the source, which of its marks). */
GtkWidget *confab_source_popover_new        (const ConfabCitation *citation,
                                             guint                 n_marks);
void       confab_source_popover_add_asking (GtkWidget            *popover,
                                             gint64                answer,
                                             const char           *index,
                                             ConfabNarrowing       how,
                                             const char           *objection);

G_END_DECLS
