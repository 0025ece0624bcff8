/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-demo-answer.h"

G_BEGIN_DECLS

/**
 * ConfabDemoThoughts:
 *
 * What an agent does before it answers, one step after the other, and the frames in which a stream
 * tells it (protocol 3.2 and 4.3).
 */
typedef struct _ConfabDemoThoughts ConfabDemoThoughts;

ConfabDemoThoughts *confab_demo_thoughts_new           (void);
void                confab_demo_thoughts_free          (ConfabDemoThoughts *self);
JsonObject         *confab_demo_thought_new            (const char         *action_type,
                                                        const char         *action,
                                                        const char         *action_name);
void                confab_demo_thoughts_add_call      (ConfabDemoThoughts *self,
                                                        JsonObject         *thought,
                                                        const char         *observation);
void                confab_demo_thoughts_add_reasoning (ConfabDemoThoughts *self,
                                                        const char         *action_name,
                                                        const char         *text);
void                confab_demo_thoughts_apply         (ConfabDemoThoughts *self,
                                                        ConfabDemoAnswer   *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoThoughts, confab_demo_thoughts_free)

G_END_DECLS
