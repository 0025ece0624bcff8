/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-failure.h"
#include "confab-turn-state.h"

G_BEGIN_DECLS

gboolean        confab_turn_was_never_sent    (const ConfabFailure *failure);
ConfabTurnEvent confab_turn_event_for_failure (const ConfabFailure *failure,
                                               ConfabStatus         status);

ConfabFailure  *confab_turn_failure_mask      (const ConfabFailure *failure,
                                               const char * const  *secrets);

G_END_DECLS
