/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine.h"

G_BEGIN_DECLS

/* What can be said about the fields of a draft without knowing anything else. */
gboolean confab_app_draft_check  (const ConfabAppDraft  *draft,
                                  ConfabAppField        *field,
                                  GError               **error);
gboolean confab_app_draft_is_key (const char            *key);
char    *confab_app_draft_tidy   (const char            *text);

G_END_DECLS
