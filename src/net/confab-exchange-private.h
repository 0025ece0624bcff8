/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-exchange.h"

#include "confab-body-reader.h"
#include "confab-net-failure.h"
#include "confab-watch.h"

G_BEGIN_DECLS

/* Shared by confab-exchange.c (life, sending) and confab-exchange-body.c (reading). */
typedef struct
{
  GTask *task; /* NULL once it has returned */
  ConfabClock *clock;
  ConfabPace *pace;
  ConfabCallEvents events;
  gpointer events_data;
  GCancellable *caller_cancellable;
  gulong caller_cancelled_id;

  GUri *uri;
  SoupMessage *message;
  GCancellable *cancellable; /* ours: stops libsoup */
  ConfabSecrets *secrets;    /* (nullable): until the end */
  ConfabReplyDecoder *decoder;
  ConfabBodyReader *reader;
  ConfabFailure *failure; /* found outside the body; the first one counts */
  char *proxy;            /* being talked to, until the tunnel stands */
  int retry_after;

  ConfabCallStage stage;
  gboolean wrote_any;
  gboolean muted; /* no events any more */
  guint n_informational;
  ConfabWatch *watch;
  GSource *ending; /* end_soon() */

  GInputStream *body;
  gboolean reading;
  guint park_id;
  gsize n_buffered; /* read, not yet fed */
  char *buffer;
} ConfabExchange;

ConfabNetPhase confab_exchange_get_phase  (ConfabExchange  *self);
void           confab_exchange_fail       (ConfabExchange  *self,
                                           ConfabFailure   *failure);
void           confab_exchange_set_stage  (ConfabExchange  *self,
                                           ConfabCallStage  stage);
void           confab_exchange_read       (ConfabExchange  *self,
                                           int              status);
void           confab_exchange_close_body (ConfabExchange  *self);
void           confab_exchange_end        (ConfabExchange  *self);
void           confab_exchange_unref      (ConfabExchange  *self);

G_END_DECLS
