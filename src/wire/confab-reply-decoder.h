/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-failure.h"
#include "confab-options.h"
#include "confab-sse-parser.h"
#include "confab-usage.h"

G_BEGIN_DECLS

/* What one frame brought. */
typedef enum {
  CONFAB_DELTA_TEXT = 1 << 0,       /* append @text, or replace all by it when @replaces */
  CONFAB_DELTA_IDS = 1 << 1,        /* session or request id became known or changed */
  CONFAB_DELTA_USAGE = 1 << 2,
  CONFAB_DELTA_THOUGHTS = 1 << 3,
  CONFAB_DELTA_REFERENCES = 1 << 4,
  CONFAB_DELTA_NODES = 1 << 5,
  CONFAB_DELTA_FINISHED = 1 << 6,   /* a finish reason other than "null" */
  CONFAB_DELTA_FAILED = 1 << 7,     /* error frame, no JSON, limit: see the failure */
  CONFAB_DELTA_IGNORED = 1 << 8,    /* nothing of use: heartbeat, [DONE], wrong types, after the end */
  CONFAB_DELTA_RESULT = 1 << 9,     /* this was a result frame (even one without text) */
  CONFAB_DELTA_REST = 1 << 10,      /* members that have no place of their own */
} ConfabDeltaFlags;

/**
 * ConfabDelta:
 * @text is valid until the decoder is fed again; @text_length in bytes; @raw is the frame's JSON
 * (borrowed, %NULL when it was none).
 */
typedef struct {
  ConfabDeltaFlags  flags;
  gboolean          replaces;
  const char       *text;
  gsize             text_length;
  JsonNode         *raw;
} ConfabDelta;

/* What is kept of one answer: text, thoughts and references together. */
#define CONFAB_REPLY_MAX_KEPT (64 * 1024 * 1024)

/**
 * ConfabReplyDecoder:
 *
 * Turns frames (or one plain JSON body) into deltas, and knows how the reply ended. The stream
 * mode that was asked for decides between append and replace; it is never guessed from the text.
 */
#define CONFAB_TYPE_REPLY_DECODER (confab_reply_decoder_get_type ())

G_DECLARE_FINAL_TYPE (ConfabReplyDecoder, confab_reply_decoder, CONFAB, REPLY_DECODER, GObject)

ConfabReplyDecoder  *confab_reply_decoder_new               (ConfabStreamMode       mode);
void                 confab_reply_decoder_feed_event        (ConfabReplyDecoder    *self,
                                                             const ConfabSseEvent  *event,
                                                             ConfabDelta           *delta);
void                 confab_reply_decoder_feed_body         (ConfabReplyDecoder    *self,
                                                             const char            *body,
                                                             gsize                  length,
                                                             int                    http_status,
                                                             ConfabDelta           *delta);
gboolean             confab_reply_decoder_is_finished       (ConfabReplyDecoder    *self);
guint                confab_reply_decoder_get_n_results     (ConfabReplyDecoder    *self);
guint                confab_reply_decoder_get_n_ignored     (ConfabReplyDecoder    *self);
const char          *confab_reply_decoder_get_text          (ConfabReplyDecoder    *self,
                                                             gsize                 *length);
const char          *confab_reply_decoder_get_session_id    (ConfabReplyDecoder    *self);
const char          *confab_reply_decoder_get_request_id    (ConfabReplyDecoder    *self);
const char          *confab_reply_decoder_get_finish_reason (ConfabReplyDecoder    *self);
GPtrArray           *confab_reply_decoder_get_usage         (ConfabReplyDecoder    *self);
JsonArray           *confab_reply_decoder_get_thoughts      (ConfabReplyDecoder    *self);
JsonArray           *confab_reply_decoder_get_references    (ConfabReplyDecoder    *self);
JsonArray           *confab_reply_decoder_get_nodes         (ConfabReplyDecoder    *self);
JsonObject          *confab_reply_decoder_get_rest          (ConfabReplyDecoder    *self);
const ConfabFailure *confab_reply_decoder_get_failure       (ConfabReplyDecoder    *self);

G_END_DECLS
