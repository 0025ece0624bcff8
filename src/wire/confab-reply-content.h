/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-nodes.h"
#include "confab-reply-decoder.h"
#include "confab-thoughts.h"

G_BEGIN_DECLS

/**
 * ConfabReplyContent:
 *
 * What is kept of one answer, and how each frame changes it. The decoder's inner part: it knows
 * nothing of events and errors.
 */
typedef struct {
  ConfabStreamMode  mode;
  GString          *text;
  char             *session_id;
  char             *request_id;
  char             *finish_reason;
  GPtrArray        *usage;          /* (nullable) */
  ConfabThoughts   *thoughts;
  JsonArray        *thoughts_array; /* (nullable): built when asked for */
  JsonNode         *references;     /* (nullable) */
  gsize             references_size;
  ConfabNodes      *nodes;
  JsonArray        *nodes_array;    /* (nullable): built when asked for */
  JsonObject       *rest;           /* (nullable): what has no place of its own, as on the wire */
  gsize             rest_size;
} ConfabReplyContent;

void       confab_reply_content_init          (ConfabReplyContent *self,
                                               ConfabStreamMode    mode);
void       confab_reply_content_clear         (ConfabReplyContent *self);
gboolean   confab_reply_content_take          (ConfabReplyContent *self,
                                               JsonObject         *root,
                                               JsonObject         *output,
                                               ConfabDelta        *delta,
                                               gboolean           *has_wrong_type);
JsonArray *confab_reply_content_get_thoughts  (ConfabReplyContent *self);
JsonArray *confab_reply_content_get_nodes     (ConfabReplyContent *self);

G_END_DECLS
