/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-json-scan.h"
#include "confab-sse-parser.h"

G_BEGIN_DECLS

/**
 * ConfabSseBlock:
 *
 * The open block of an event stream: what its lines have set so far, decoded. The parser's inner
 * part: it knows nothing of lines and cuts.
 */
typedef struct {
  gboolean        has_data;
  const char     *borrowed; /* (nullable): the data, when it still lies in the caller's bytes */
  gsize           borrowed_length;
  GString        *data;
  ConfabJsonScan  scan;
  gsize           n_scanned;
  guint64         n_copied;     /* of all blocks: bytes of data that were not borrowed */
  GString        *event;        /* also of the last block: see @has_event */
  gboolean        has_event;
  gboolean        has_id;
  GString        *id;
  GString        *comments;     /* also of the last block, as long as @n_comments is 0 */
  guint           n_comments;
  int             status;
  int             last_status;  /* that the last block's @comments told */
} ConfabSseBlock;

void     confab_sse_block_init            (ConfabSseBlock  *self);
void     confab_sse_block_destroy         (ConfabSseBlock  *self);
void     confab_sse_block_reset           (ConfabSseBlock  *self);
gboolean confab_sse_block_add_data        (ConfabSseBlock  *self,
                                           const char      *value,
                                           gsize            length,
                                           gboolean         can_borrow,
                                           gboolean         is_valid);
void     confab_sse_block_keep_borrowed   (ConfabSseBlock  *self);
gboolean confab_sse_block_has_whole_json  (ConfabSseBlock  *self,
                                           gboolean         at_end);
gsize    confab_sse_block_take_usual      (ConfabSseBlock  *self,
                                           const char      *bytes,
                                           gsize            length);
void     confab_sse_block_set_event       (ConfabSseBlock  *self,
                                           const char      *value,
                                           gsize            length);
void     confab_sse_block_set_id          (ConfabSseBlock  *self,
                                           const char      *value,
                                           gsize            length);
void     confab_sse_block_add_comment     (ConfabSseBlock  *self,
                                           const char      *text,
                                           gsize            length,
                                           gsize            full_length);
void     confab_sse_block_assign          (GString         *string,
                                           const GString   *other);
void     confab_sse_block_describe        (ConfabSseBlock  *self,
                                           ConfabSseEvent  *event);
void     confab_sse_block_clear_buffer    (GString        **buffer);

G_END_DECLS
