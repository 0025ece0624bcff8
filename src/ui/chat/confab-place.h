/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-document.h"
#include "confab-text-lines.h"

G_BEGIN_DECLS

/*
 * Places in the text of a message, without widgets: which comes first, and which is the next one by
 * character or word. A place's `offset` has no meaning here.
 */

typedef enum {
  CONFAB_STEP_CHARACTER,
  CONFAB_STEP_WORD,
} ConfabStep;

/* What is selected at once by one click, two, and three. */
typedef enum {
  CONFAB_UNIT_CHARACTER,
  CONFAB_UNIT_WORD,
  CONFAB_UNIT_BLOCK,
} ConfabUnit;

/* After all text, whatever the text is. */
#define CONFAB_PLACE_END { G_MAXUINT, 0, 0, 0 }

int      confab_place_compare (const ConfabTextPlace *a,
                               const ConfabTextPlace *b);
void     confab_place_clamp   (ConfabDocument        *document,
                               ConfabTextPlace       *place);
gboolean confab_place_step    (ConfabDocument        *document,
                               ConfabTextPlace       *place,
                               ConfabStep             step,
                               int                    direction);
void     confab_place_unit    (ConfabDocument        *document,
                               const ConfabTextPlace *place,
                               ConfabUnit             unit,
                               ConfabTextPlace       *start,
                               ConfabTextPlace       *end);

G_END_DECLS
