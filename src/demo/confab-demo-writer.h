/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-channel.h"

G_BEGIN_DECLS

/**
 * ConfabDemoWriter:
 *
 * Turns the text of a reply into what a channel carries: headers, compression, pieces.
 */
typedef struct _ConfabDemoWriter ConfabDemoWriter;

ConfabDemoWriter  *confab_demo_writer_new             (ConfabDemoChannel *channel,
                                                       const char        *request_id,
                                                       guint              piece_size,
                                                       gboolean           is_gzip);
void               confab_demo_writer_free            (ConfabDemoWriter  *self);
ConfabDemoChannel *confab_demo_writer_get_channel     (ConfabDemoWriter  *self);
void               confab_demo_writer_set_uncompressed (ConfabDemoWriter *self);
void               confab_demo_writer_start           (ConfabDemoWriter  *self,
                                                       guint              status,
                                                       const char        *content_type,
                                                       gboolean           is_whole);
void               confab_demo_writer_write           (ConfabDemoWriter  *self,
                                                       const char        *bytes,
                                                       gsize              length);
gboolean           confab_demo_writer_write_pieces    (ConfabDemoWriter  *self,
                                                       guint              n_pieces);
void               confab_demo_writer_finish          (ConfabDemoWriter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoWriter, confab_demo_writer_free)

G_END_DECLS
