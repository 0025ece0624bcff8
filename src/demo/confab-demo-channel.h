/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "confab-demo-bare.h"

G_BEGIN_DECLS

/**
 * ConfabDemoChannel:
 *
 * Where the bytes of one reply go: through libsoup, or for faults below HTTP onto the connection
 * itself. Always chunked. Notices when the other side closes.
 */
typedef struct _ConfabDemoChannel ConfabDemoChannel;

typedef void (*ConfabDemoChannelFunc) (gpointer user_data);

ConfabDemoChannel *confab_demo_channel_new         (SoupServerMessage     *message,
                                                    gboolean               is_raw);
void               confab_demo_channel_free        (ConfabDemoChannel     *self);
void               confab_demo_channel_watch       (ConfabDemoChannel     *self,
                                                    ConfabDemoChannelFunc  closed,
                                                    gpointer               user_data);
void               confab_demo_channel_set_header  (ConfabDemoChannel     *self,
                                                    const char            *name,
                                                    const char            *value);
void               confab_demo_channel_start       (ConfabDemoChannel     *self,
                                                    guint                  status);
gboolean           confab_demo_channel_is_started  (ConfabDemoChannel     *self);
void               confab_demo_channel_write       (ConfabDemoChannel     *self,
                                                    const char            *bytes,
                                                    gsize                  length);
void               confab_demo_channel_write_half  (ConfabDemoChannel     *self,
                                                    const char            *bytes,
                                                    gsize                  length);
void               confab_demo_channel_finish      (ConfabDemoChannel     *self);
/* The bare connection only: what was written leaves, then it is ended. */
void               confab_demo_channel_close       (ConfabDemoChannel     *self,
                                                    ConfabDemoBareEnd      end,
                                                    ConfabDemoChannelFunc  closed,
                                                    gpointer               user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoChannel, confab_demo_channel_free)

G_END_DECLS
