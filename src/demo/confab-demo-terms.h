/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a question is about: stems of words, and pairs of Chinese characters, without the words
 * every question has. */
GPtrArray *confab_demo_terms_extract    (const char *text);
/* The same cutting for a text that is searched: every stem, between blanks, then the text itself
 * in lower case. */
char      *confab_demo_terms_fold       (const char *text);
gboolean   confab_demo_terms_match      (const char *folded,
                                         const char *term);
gboolean   confab_demo_terms_is_weak    (const char *term);

gboolean   confab_demo_text_is_chinese  (const char *text);
/* Points back: "there", "more", 那里 */
gboolean   confab_demo_text_points_back (const char *text);

G_END_DECLS
