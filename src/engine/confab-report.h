/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"
#include "confab-session.h"

G_BEGIN_DECLS

/* An answer as one JSON object (type `answer`), as `confab ask --json` prints it at the end. */
char *confab_report_answer  (ConfabMessage       *answer,
                             ConfabSession       *session);
/* The same for what never became an answer. */
char *confab_report_failure (const ConfabFailure *failure);

G_END_DECLS
