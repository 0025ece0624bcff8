/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

GtkSourceLanguage *confab_code_language_find  (const char        *name);
void               confab_code_language_keep  (GtkSourceLanguage *language);
char              *confab_code_language_title (const char        *name);

G_END_DECLS
