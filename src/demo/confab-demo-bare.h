/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * ConfabDemoBare:
 *
 * A connection that was taken from libsoup, for what an HTTP server never does: chunks that are
 * shorter than announced, and ends that are none.
 */
typedef struct _ConfabDemoBare ConfabDemoBare;

typedef void (*ConfabDemoBareFunc) (gpointer user_data);

typedef enum {
  CONFAB_DEMO_BARE_CLOSE,
  CONFAB_DEMO_BARE_HALF,  /* nothing more is written; the connection stays */
  CONFAB_DEMO_BARE_RESET,
} ConfabDemoBareEnd;

ConfabDemoBare *confab_demo_bare_new       (GIOStream          *stream,
                                            GSocket            *socket,
                                            ConfabDemoBareFunc  broken,
                                            gpointer            user_data);
void            confab_demo_bare_free      (ConfabDemoBare     *self);
void            confab_demo_bare_start     (ConfabDemoBare     *self,
                                            guint               status,
                                            const char         *phrase,
                                            SoupMessageHeaders *headers);
void            confab_demo_bare_write     (ConfabDemoBare     *self,
                                            const char         *bytes,
                                            gsize               length,
                                            gsize               n_written);
void            confab_demo_bare_close     (ConfabDemoBare     *self,
                                            ConfabDemoBareEnd   end,
                                            ConfabDemoBareFunc  closed,
                                            gpointer            user_data);
gboolean        confab_demo_bare_is_ending (ConfabDemoBare     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDemoBare, confab_demo_bare_free)

G_END_DECLS
