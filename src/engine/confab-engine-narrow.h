/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine.h"
#include "confab-narrow.h"

G_BEGIN_DECLS

/* What the question of an answer is asked once more with, from one of the documents that the answer
 * names, or without it. @index: what a mark in the text names. */
ConfabOptions *confab_engine_narrow (ConfabEngine        *self,
                                     ConfabConversation  *conversation,
                                     ConfabMessage       *answer,
                                     const char          *index,
                                     ConfabNarrowing      how,
                                     GError             **error);

G_END_DECLS
