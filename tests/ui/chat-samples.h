/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-message.h"

G_BEGIN_DECLS

extern const char chat_sample_thoughts[];
extern const char chat_sample_reasoning[];
extern const char chat_sample_nodes[];
extern const char chat_sample_references[];

/* Answers as a model writes them: a usual one, the same in Chinese, and all that there can be. */
extern const char chat_sample_markdown[];
extern const char chat_sample_markdown_chinese[];
extern const char chat_sample_markdown_more[];

ConfabMessage *chat_sample_prompt (const char   *text);
ConfabMessage *chat_sample_answer (const char   *text,
                                   ConfabStatus  status);
GListStore    *chat_sample_many   (guint         n_messages);
void           chat_sample_usage  (ConfabMessage *answer,
                                   const char    *model,
                                   gint64         input,
                                   gint64         output);

G_END_DECLS
