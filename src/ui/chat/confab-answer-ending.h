/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"

G_BEGIN_DECLS

char *confab_answer_ending_dup        (ConfabMessage *message);
char *confab_answer_ending_dup_status (ConfabMessage *message);
char *confab_answer_ending_dup_reason (const char    *finish_reason);

G_END_DECLS
