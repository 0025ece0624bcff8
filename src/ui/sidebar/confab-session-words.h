/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-session.h"

G_BEGIN_DECLS

/* What is said of a session in a list: on its row, and to who hears it. */

const char *confab_session_words_get_title (ConfabSession *session);
gboolean    confab_session_words_has_draft (ConfabSession *session);
const char *confab_session_words_get_last  (ConfabSession *session);
char       *confab_session_words_dup_line  (ConfabSession *session,
                                            gboolean       with_app);
char       *confab_session_words_dup_label (ConfabSession *session,
                                            GDateTime     *now);

G_END_DECLS
