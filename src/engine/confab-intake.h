/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"
#include "confab-reply-decoder.h"
#include "confab-secrets.h"

G_BEGIN_DECLS

/**
 * ConfabIntake:
 *
 * Puts what a service sends into the open answer: text at once, what costs more when it is asked to.
 * It keeps the key and tokens while a request runs: what echoes one gets no further than here.
 */
typedef struct _ConfabIntake ConfabIntake;

ConfabIntake  *confab_intake_new            (ConfabMessage       *answer,
                                             ConfabStreamMode     mode);
void           confab_intake_free           (ConfabIntake        *self);

void           confab_intake_take_secrets   (ConfabIntake        *self,
                                             ConfabSecrets       *secrets);
ConfabSecrets *confab_intake_get_secrets    (ConfabIntake        *self);
char          *confab_intake_mask           (ConfabIntake        *self,
                                             const char          *text);
ConfabFailure *confab_intake_mask_failure   (ConfabIntake        *self,
                                             const ConfabFailure *failure);

void           confab_intake_delta          (ConfabIntake        *self,
                                             const ConfabDelta   *delta,
                                             ConfabReplyDecoder  *decoder);
void           confab_intake_reply          (ConfabIntake        *self,
                                             ConfabReplyDecoder  *decoder);
void           confab_intake_end_text       (ConfabIntake        *self);
void           confab_intake_show_evidence  (ConfabIntake        *self);
void           confab_intake_show_details   (ConfabIntake        *self);
void           confab_intake_forget         (ConfabIntake        *self);
const char    *confab_intake_get_session_id (ConfabIntake        *self);
char          *confab_intake_describe_delta (ConfabIntake        *self,
                                             const ConfabDelta   *delta);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabIntake, confab_intake_free)

G_END_DECLS
