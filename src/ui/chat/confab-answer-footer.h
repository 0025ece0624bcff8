/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-message.h"

G_BEGIN_DECLS

/**
 * ConfabAnswerFooter:
 *
 * The dim line under a finished answer: what it cost, how it ended, and what can be done with it:
 * actions `message.copy`, `message.copy-markdown`, `message.copy-request-id`, `message.details` and
 * `chat.retry`.
 */
#define CONFAB_TYPE_ANSWER_FOOTER (confab_answer_footer_get_type ())

G_DECLARE_FINAL_TYPE (ConfabAnswerFooter, confab_answer_footer, CONFAB, ANSWER_FOOTER, GtkWidget)

GtkWidget *confab_answer_footer_new       (void);
void       confab_answer_footer_set_facts (ConfabAnswerFooter *self,
                                           const char         *facts,
                                           const char         *tooltip,
                                           gboolean            can_copy);
void       confab_answer_footer_set_again (ConfabAnswerFooter *self,
                                           gint64              answer,
                                           gboolean            is_last);
void       confab_answer_footer_set_versions (ConfabAnswerFooter *self,
                                              ConfabMessage      *answer);

G_END_DECLS
