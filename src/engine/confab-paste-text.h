/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looking for values in text of any language. Private to confab-paste.c. */

/* Without the signs that carry a command over a line end. (transfer full) */
char *confab_paste_text_join    (const char         *text);
/* The value that is given to one of @names. (transfer full) (nullable) */
char *confab_paste_text_find    (const char         *text,
                                 const char * const *names);
/* @word, or what @text says it stands for. (transfer full) (nullable) */
char *confab_paste_text_resolve (const char         *text,
                                 const char         *word);

G_END_DECLS
