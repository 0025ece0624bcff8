/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-demo-answer.h"
#include "confab-demo-channel.h"
#include "confab-demo-script.h"

G_BEGIN_DECLS

/**
 * ConfabDemoPlayer:
 *
 * Writes one answer onto a channel, as a script says, in its own time: timers, no waiting.
 */
typedef struct _ConfabDemoPlayer ConfabDemoPlayer;

typedef struct {
  gboolean is_stream;
  gboolean is_incremental;
  gboolean accepts_gzip;
  guint16  port;       /* of the service */
  const char *key;     /* of the request, or NULL; copied */
  gint    *pace;       /* factor on all waiting, in thousandths; atomic */
} ConfabDemoPlayerOptions;

typedef enum {
  CONFAB_DEMO_END_FINISHED, /* the script came to its end */
  CONFAB_DEMO_END_CLOSED,   /* the other side closed before that */
} ConfabDemoEnd;

typedef void (*ConfabDemoPlayerFunc) (ConfabDemoPlayer *player,
                                      ConfabDemoEnd     end,
                                      gpointer          user_data);

ConfabDemoPlayer *confab_demo_player_new   (ConfabDemoChannel             *channel,
                                            ConfabDemoAnswer              *answer,
                                            ConfabDemoScript              *script,
                                            const ConfabDemoPlayerOptions *options);
void              confab_demo_player_free  (ConfabDemoPlayer              *self);
void              confab_demo_player_start (ConfabDemoPlayer              *self,
                                            ConfabDemoPlayerFunc           ended,
                                            gpointer                       user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoPlayer, confab_demo_player_free)

G_END_DECLS
