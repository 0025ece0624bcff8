/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-clock.h"
#include "confab-pace.h"
#include "confab-reply-decoder.h"
#include "confab-request.h"

G_BEGIN_DECLS

/**
 * ConfabClient:
 *
 * Sends requests and hands out what comes back, as deltas, while it comes. One request, one
 * answer: nothing is ever sent again from here, redirects are not followed.
 */
#define CONFAB_TYPE_CLIENT (confab_client_get_type ())

G_DECLARE_FINAL_TYPE (ConfabClient, confab_client, CONFAB, CLIENT, GObject)

/* How far a request got. */
typedef enum {
  CONFAB_STAGE_QUEUED,
  CONFAB_STAGE_CONNECTING,
  CONFAB_STAGE_SENT,      /* the whole request left us */
  CONFAB_STAGE_STREAMING, /* a result frame came */
} ConfabCallStage;

/**
 * ConfabCallEvents:
 * All on the context the call was started from; none after the call's callback or after its
 * cancellable was cancelled. @delta is valid during the call of the function only.
 * @stalled: no byte for 15 s (TRUE), and FALSE when bytes flow again.
 */
typedef struct {
  void (*stage)   (ConfabCallStage stage, gpointer user_data);
  void (*delta)   (const ConfabDelta *delta, ConfabReplyDecoder *decoder, gpointer user_data);
  void (*stalled) (gboolean stalled, gpointer user_data);
} ConfabCallEvents;

typedef struct {
  guint connect_timeout; /* seconds, 0: the default of 15 */
  guint idle_timeout;    /* seconds without a byte, first byte included; 0: the default of 300 */
  guint stall_notice;    /* milliseconds without a byte until @stalled; 0: the default of 15 000 */
} ConfabDeadlines;

/**
 * ConfabCallResult:
 * @complete: a finish reason came
 * @stage: how far it got
 * @failure: (nullable): why it is not complete
 * @decoder: what was received
 */
typedef struct {
  gboolean            complete;
  ConfabCallStage     stage;
  ConfabFailure      *failure;
  ConfabReplyDecoder *decoder;
} ConfabCallResult;

void              confab_call_result_free   (ConfabCallResult        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCallResult, confab_call_result_free)

ConfabClient     *confab_client_new         (ConfabClock             *clock,
                                             ConfabPace              *pace);
/* @secrets is kept until the end, and used for the one header and the tokens. On return the callback has not been called. */
void              confab_client_call_async  (ConfabClient            *self,
                                             const ConfabRequest     *request,
                                             ConfabSecrets           *secrets,
                                             const ConfabDeadlines   *deadlines,
                                             const ConfabCallEvents  *events,
                                             gpointer                 events_data,
                                             GCancellable            *cancellable,
                                             GAsyncReadyCallback      callback,
                                             gpointer                 user_data);
/* Never fails but for cancellation (G_IO_ERROR_CANCELLED): all else is in the result. */
ConfabCallResult *confab_client_call_finish (ConfabClient            *self,
                                             GAsyncResult            *result,
                                             GError                 **error);

/* The version of libsoup: what is loaded, or what was @compiled against. (transfer full) */
char             *confab_client_dup_library_version (gboolean         compiled);

G_END_DECLS
