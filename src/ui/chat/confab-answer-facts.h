/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"

G_BEGIN_DECLS

/* What is said about a message in words, without widgets. All (transfer full). */

char     *confab_answer_facts_footer    (ConfabMessage *message,
                                         gboolean       narrow);
char     *confab_answer_facts_tooltip   (ConfabMessage *message);
char     *confab_answer_facts_received  (ConfabMessage *message);
char     *confab_answer_facts_error     (ConfabMessage *message);
char     *confab_answer_facts_wait      (ConfabMessage *message,
                                         gint64         now);
char     *confab_answer_facts_time      (ConfabMessage *message);
char     *confab_answer_facts_spoken    (ConfabMessage *message,
                                         const char    *author);
char     *confab_answer_facts_announced (ConfabMessage *message,
                                         const char    *author);
gboolean  confab_answer_facts_has_error (ConfabMessage *message);
gboolean  confab_answer_facts_wants_key (ConfabMessage *message);

G_END_DECLS
