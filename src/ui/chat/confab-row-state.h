/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_FOLD_AUTO, /* the reader has not said */
  CONFAB_FOLD_OPEN,
  CONFAB_FOLD_CLOSED,
} ConfabFold;

/* What the reader has opened in a message. It belongs to the message and not to the row, which is
 * used for another one as soon as it is out of view. */
typedef struct {
  ConfabFold  steps;
  gboolean    steps_shown; /* by themselves, while they ran */
  gboolean    sources;     /* all of them */
  gboolean    prompt;      /* all of it */
  GHashTable *open_steps;  /* set of their positions */
} ConfabRowState;

ConfabRowState *confab_row_state_get (ConfabMessage *message);

G_END_DECLS
