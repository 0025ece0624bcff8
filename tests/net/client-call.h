/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-client.h"

#include "fault-server.h"
#include "loop.h"

G_BEGIN_DECLS

/* The key all calls carry: it must appear in one header of one request and nowhere else. */
#define TEST_KEY "sk-canary-0123456789abcdef"

/**
 * ClientCall:
 *
 * One call by the real client, and all it said. A test begins it, waits with loop_until(), and
 * looks.
 */
typedef struct
{
  ConfabClient *client;
  ConfabClock *clock;
  ConfabPace *pace;
  GCancellable *cancellable;
  ConfabDeadlines deadlines;
  const char *key;

  GString *text;    /* put together from the deltas */
  GArray *stages;   /* of ConfabCallStage */
  guint n_deltas;
  guint n_stalled;  /* began */
  guint n_resumed;  /* ended */
  guint n_late;     /* events after the end or after cancelling: must stay 0 */
  guint cancel_at;  /* cancel inside this delta's event, from 1; 0: never */

  gboolean done;
  ConfabCallResult *result;
  GError *error;
} ClientCall;

ClientCall *client_call_new      (ConfabClient *client);
void        client_call_free     (ClientCall   *self);
void        client_call_begin    (ClientCall   *self,
                                  const char   *url);
void        client_call_run      (ClientCall   *self,
                                  const char   *url);
void        client_call_cancel   (ClientCall   *self);
guint       client_call_n_stage  (ClientCall   *self,
                                  ConfabCallStage stage);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClientCall, client_call_free)

/* It ended with this text, in good order. */
void        assert_complete      (ClientCall   *self,
                                  const char   *text);
/* It failed: class, code, stage, and the text that came before. */
void        assert_failed        (ClientCall       *self,
                                  ConfabErrorClass  error_class,
                                  const char       *code,
                                  ConfabCallStage   stage,
                                  const char       *text);

G_END_DECLS
