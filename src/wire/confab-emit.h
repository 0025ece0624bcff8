/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-request.h"

G_BEGIN_DECLS

/* The languages a request can be written in. */
typedef enum {
  CONFAB_EMIT_CURL,
  CONFAB_EMIT_PYTHON,
  CONFAB_EMIT_JAVA,
} ConfabEmitLanguage;

gboolean  confab_emit_language_from_word (const char          *word,
                                          ConfabEmitLanguage  *language);
char     *confab_emit                    (const ConfabRequest *request,
                                          ConfabEmitLanguage   language);

G_END_DECLS
