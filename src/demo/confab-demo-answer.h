/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabDemoAnswer:
 *
 * One whole answer, known before its first piece is written: its text in the pieces a stream
 * delivers it in, with thoughts, references and token counts. Formats any frame of itself.
 */
typedef struct _ConfabDemoAnswer ConfabDemoAnswer;

#define CONFAB_DEMO_MODEL_ID "confab-demo-retrieval"

ConfabDemoAnswer *confab_demo_answer_new           (const char       *text,
                                                    const char       *session_id,
                                                    const char       *request_id,
                                                    guint             input_tokens);
void              confab_demo_answer_free          (ConfabDemoAnswer *self);
void              confab_demo_answer_add_reference (ConfabDemoAnswer *self,
                                                    JsonObject       *reference,
                                                    gsize             offset);
void              confab_demo_answer_set_thoughts  (ConfabDemoAnswer *self,
                                                    JsonArray        *pieces,
                                                    JsonArray        *growing);
void              confab_demo_answer_add_lead      (ConfabDemoAnswer *self,
                                                    JsonObject       *pieces,
                                                    JsonObject       *growing);
void              confab_demo_answer_set_text_at_end (ConfabDemoAnswer *self);
void              confab_demo_answer_set_without_usage (ConfabDemoAnswer *self);
const char       *confab_demo_answer_get_request_id (ConfabDemoAnswer *self);
const char       *confab_demo_answer_get_session_id (ConfabDemoAnswer *self);
guint             confab_demo_answer_get_n_pieces  (ConfabDemoAnswer *self);
guint             confab_demo_answer_get_n_frames  (ConfabDemoAnswer *self);
char             *confab_demo_answer_format_frame  (ConfabDemoAnswer *self,
                                                    guint             nth,
                                                    gboolean          is_incremental,
                                                    const char       *prefix);
char             *confab_demo_answer_format_whole  (ConfabDemoAnswer *self);

guint             confab_demo_count_tokens         (const char       *text,
                                                    gsize             length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoAnswer, confab_demo_answer_free)

G_END_DECLS
