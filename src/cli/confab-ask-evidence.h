/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-ask-printer.h"

G_BEGIN_DECLS

/**
 * ConfabAskEvidence:
 *
 * What an answer rests on, on standard error: the model's reasoning while it comes, the other steps and
 * the sources when the answer is there.
 */
typedef struct _ConfabAskEvidence ConfabAskEvidence;

ConfabAskEvidence *confab_ask_evidence_new     (ConfabAskPrinter  *printer);
void               confab_ask_evidence_free    (ConfabAskEvidence *self);
void               confab_ask_evidence_event   (ConfabAskEvidence *self,
                                                const char        *line);
void               confab_ask_evidence_steps   (ConfabAskEvidence *self,
                                                ConfabMessage     *answer);
void               confab_ask_evidence_sources (ConfabAskEvidence *self,
                                                ConfabMessage     *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAskEvidence, confab_ask_evidence_free)

G_END_DECLS
