/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-failure.h"
#include "confab-status.h"

G_BEGIN_DECLS

/**
 * ConfabAdvice:
 * @title: what happened, a few words; @text: what to do or to fear, one or two sentences;
 * @can_retry: asking again makes sense. Both texts are translated and hold no foreign text.
 */
typedef struct {
  const char *title;
  const char *text;
  gboolean    can_retry;
} ConfabAdvice;

void confab_advice_for (ConfabStatus         status,
                        const ConfabFailure *failure,
                        ConfabAdvice        *advice);
/* The advice, and what the service has said: code and request id. (transfer full) */
char *confab_advice_describe (const ConfabFailure *failure);

G_END_DECLS
