/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-net"

#include "config.h"

#include "confab-exchange-private.h"

#include <string.h>

#include "confab-net-message.h"

/* An exchange is one request on its way and the answer to it. It lives from confab_exchange_start()
 * until its task returns; operations of libsoup that are still under way then hold a reference of
 * their own and only clean up. Nothing here waits for libsoup to notice a cancellation: the task
 * returns at once, the connection is closed behind it.
 *
 * Functions that may end the exchange are called from the main loop only. What notices its end
 * inside somebody else's call (a signal of libsoup, the parser, the caller's cancellable) asks for
 * it with end_soon(). */

/* A well-meaning server sends one or two. */
#define MAX_INFORMATIONAL 20

/* Life cycle */

static void
free_exchange (gpointer data)
{
  ConfabExchange *self = data;

  g_assert (self->watch == NULL && self->ending == NULL && self->park_id == 0);

  g_clear_object (&self->task);
  g_clear_object (&self->clock);
  g_clear_object (&self->pace);
  g_clear_object (&self->caller_cancellable);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->decoder);
  g_clear_pointer (&self->reader, confab_body_reader_free);
  g_clear_pointer (&self->failure, confab_failure_free);
  g_clear_pointer (&self->proxy, g_free);
  g_clear_object (&self->body);
  g_clear_pointer (&self->buffer, g_free);
}

/**
 * confab_exchange_unref:
 * @self: (transfer full): an exchange
 */
void
confab_exchange_unref (ConfabExchange *self)
{
  g_rc_box_release_full (self, free_exchange);
}

/**
 * confab_exchange_get_phase:
 * @self: an exchange
 *
 * Returns: how far it is, which decides what a lost connection means
 */
ConfabNetPhase
confab_exchange_get_phase (ConfabExchange *self)
{
  if (confab_reply_decoder_get_n_results (self->decoder) > 0)
    return CONFAB_NET_ANSWERING;
  if (self->wrote_any)
    return CONFAB_NET_WAITING;

  return CONFAB_NET_CONNECTING;
}

/**
 * confab_exchange_fail:
 * @self: an exchange
 * @failure: (transfer full): why it failed; the first one counts
 */
void
confab_exchange_fail (ConfabExchange *self,
                      ConfabFailure  *failure)
{
  if (self->failure == NULL)
    self->failure = failure;
  else
    confab_failure_free (failure);
}

/**
 * confab_exchange_set_stage:
 * @self: an exchange
 * @stage: reached; an earlier one than before is none
 */
void
confab_exchange_set_stage (ConfabExchange  *self,
                           ConfabCallStage  stage)
{
  if (stage <= self->stage)
    return;

  self->stage = stage;
  if (!self->muted && self->events.stage != NULL)
    self->events.stage (stage, self->events_data);
}

/**
 * confab_exchange_close_body:
 * @self: an exchange
 *
 * Closes what was being read, unless a read is under way: that one does it when it comes back.
 */
void
confab_exchange_close_body (ConfabExchange *self)
{
  if (self->body == NULL || self->reading)
    return;

  /* Not reading to the end: libsoup gives the connection up. */
  g_input_stream_close_async (self->body, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->body);
}

static ConfabCallResult *
make_result (ConfabExchange *self)
{
  ConfabCallResult *result = g_new0 (ConfabCallResult, 1);
  const ConfabFailure *failure = self->failure;

  if (failure == NULL && self->reader != NULL)
    failure = confab_body_reader_get_failure (self->reader);

  result->stage = self->stage;
  result->decoder = g_object_ref (self->decoder);
  if (failure != NULL)
    {
      result->failure = confab_net_failure_mask (failure, confab_secrets_get_all (self->secrets));
      if (result->failure->retry_after < 0)
        result->failure->retry_after = self->retry_after;
    }
  else if (confab_reply_decoder_is_finished (self->decoder))
    {
      result->complete = TRUE;
    }
  else
    {
      result->failure = confab_net_failure_ended (confab_exchange_get_phase (self));
    }

  return result;
}

static void
free_result (gpointer result)
{
  confab_call_result_free (result);
}

/**
 * confab_exchange_end:
 * @self: an exchange
 *
 * The one way out: its task returns.
 */
void
confab_exchange_end (ConfabExchange *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  ConfabCallResult *result;

  if (task == NULL)
    return;

  self->muted = TRUE;
  g_cancellable_disconnect (self->caller_cancellable, self->caller_cancelled_id);
  self->caller_cancelled_id = 0;

  g_clear_pointer (&self->watch, confab_watch_free);
  g_source_destroy (self->ending);
  g_clear_pointer (&self->ending, g_source_unref);
  confab_pace_unpark (self->pace, self->park_id);
  self->park_id = 0;

  g_signal_handlers_disconnect_by_data (self->message, self);
  result = make_result (self);
  confab_net_message_wipe (self->message);
  g_clear_pointer (&self->secrets, confab_secrets_unref);

  g_cancellable_cancel (self->cancellable);
  confab_exchange_close_body (self);

  g_task_return_pointer (task, result, free_result);
  confab_exchange_unref (self);
}

/* For those inside somebody else's call. */
static void
end_soon (ConfabExchange *self)
{
  if (self->task == NULL)
    return;

  self->muted = TRUE;
  if (self->reader != NULL)
    confab_body_reader_halt (self->reader);
  g_cancellable_cancel (self->cancellable);
  g_source_set_ready_time (self->ending, 0);
}

static void
caller_cancelled_cb (GCancellable   *cancellable,
                     ConfabExchange *self)
{
  end_soon (self);
}

static gboolean
ending_due_cb (gpointer user_data)
{
  confab_exchange_end (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
ending_source_dispatch (GSource     *source,
                        GSourceFunc  callback,
                        gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs ending_source_funcs = {
  .dispatch = ending_source_dispatch,
};

/* Deadlines */

static void
stalled_cb (gboolean stalled,
            gpointer user_data)
{
  ConfabExchange *self = user_data;

  if (!self->muted && self->events.stalled != NULL)
    self->events.stalled (stalled, self->events_data);
}

static gboolean
expired_cb (gboolean connecting,
            guint    seconds,
            gpointer user_data)
{
  ConfabExchange *self = user_data;
  ConfabNetPhase phase;

  /* What waits for its turn here is no silence of the peer's. */
  if (!connecting && self->park_id != 0)
    return FALSE;

  phase = connecting ? CONFAB_NET_CONNECTING
                     : MAX (confab_exchange_get_phase (self), CONFAB_NET_WAITING);
  confab_exchange_fail (self, confab_net_failure_stalled (phase, seconds, self->proxy));
  confab_exchange_end (self);

  return TRUE;
}

static void
message_sent_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  ConfabExchange *self = user_data;
  SoupMessageHeaders *headers;
  g_autoptr (GError) error = NULL;
  int status;

  self->body = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (self->muted || self->task == NULL)
    {
      confab_exchange_close_body (self);
      confab_exchange_unref (self);
      return;
    }

  if (self->body == NULL)
    {
      if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
        confab_exchange_fail (self, confab_net_failure_certificate (
                             soup_message_get_tls_peer_certificate_errors (self->message)));
      else
        confab_exchange_fail (self,
                              confab_net_failure_from_error (confab_exchange_get_phase (self),
                                                             error, self->proxy));
      confab_exchange_end (self);
      confab_exchange_unref (self);
      return;
    }

  headers = soup_message_get_response_headers (self->message);
  status = (int) soup_message_get_status (self->message);
  confab_watch_note_life (self->watch);

  if (!self->wrote_any)
    {
      /* A proxy refused the tunnel: nothing was said to the service. */
      g_autofree char *reason = g_strdup_printf ("HTTP %d", status);
      g_autoptr (GError) refused = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PROXY_FAILED,
                                                        reason);

      confab_exchange_fail (self, confab_net_failure_from_error (CONFAB_NET_CONNECTING, refused,
                                                                 self->proxy));
      confab_exchange_end (self);
    }
  else if (status >= 300 && status < 400)
    {
      ConfabFailure *failure;

      failure = confab_net_failure_redirected (self->uri, soup_message_headers_get_one (headers,
                                                                                        "Location"));
      failure->http_status = status;
      confab_exchange_fail (self, failure);
      confab_exchange_end (self);
    }
  else
    {
      if (status >= 400)
        self->retry_after =
          confab_net_parse_retry_after (soup_message_headers_get_list (headers, "Retry-After"),
                                        confab_clock_get_wall (self->clock));

      confab_exchange_read (self, status);
    }

  confab_exchange_unref (self);
}

/* Sending */

static void
message_starting_cb (SoupMessage    *message,
                     ConfabExchange *self)
{
  const char *key;

  /* libsoup never sends a POST again by itself; should it ever begin to, this stops it. */
  if (self->wrote_any)
    {
      confab_exchange_fail (self, confab_net_failure_ended (CONFAB_NET_WAITING));
      end_soon (self);
      return;
    }

  g_clear_pointer (&self->proxy, g_free);
  confab_watch_connected (self->watch);
  key = confab_secrets_get_key (self->secrets);
  if (key != NULL && *key != '\0')
    confab_net_message_authorize (message, key);
}

static void
message_wrote_headers_cb (SoupMessage    *message,
                          ConfabExchange *self)
{
  self->wrote_any = TRUE;
  confab_watch_note_life (self->watch);
  confab_net_message_wipe (message);
}

static void
message_wrote_body_data_cb (SoupMessage    *message,
                            guint           size,
                            ConfabExchange *self)
{
  confab_watch_note_life (self->watch);
}

static void
message_wrote_body_cb (SoupMessage    *message,
                       ConfabExchange *self)
{
  confab_exchange_set_stage (self, CONFAB_STAGE_SENT);
}

/* Not life: a peer that sends 1xx for ever says nothing. */
static void
message_got_informational_cb (SoupMessage    *message,
                              ConfabExchange *self)
{
  if (++self->n_informational <= MAX_INFORMATIONAL)
    return;

  confab_exchange_fail (self,
                        confab_net_failure_not_service (NULL,
                                                        (int) soup_message_get_status (message)));
  end_soon (self);
}

static void
message_network_event_cb (SoupMessage        *message,
                          GSocketClientEvent  event,
                          GIOStream          *connection,
                          ConfabExchange     *self)
{
  if (event == G_SOCKET_CLIENT_CONNECTING)
    {
      g_free (self->proxy);
      self->proxy = confab_net_dup_proxy_name (connection);
    }
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    {
      /* From here on it is the service that answers, through the tunnel. */
      g_clear_pointer (&self->proxy, g_free);
    }
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED && G_IS_TLS_CONNECTION (connection))
    {
      GTlsProtocolVersion version;

      /* Debian's GnuTLS still agrees to 1.1; nothing of the request has left us yet. */
      version = g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection));
      if (version < G_TLS_PROTOCOL_VERSION_TLS_1_2)
        {
          g_autoptr (GError) error = NULL;

          error = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE,
                                       "TLS version older than 1.2");
          confab_exchange_fail (self, confab_net_failure_from_error (CONFAB_NET_CONNECTING, error,
                                                                     NULL));
          end_soon (self);
        }
    }
}

/**
 * confab_exchange_start:
 * @task: returns a #ConfabCallResult; its cancellable is the caller's
 * @session: sends it
 * @uri: where to, already checked
 * @request: what; copied
 * @secrets: (nullable): the key for the Authorization header, and the tokens of @request
 * @deadlines: (nullable): limits
 * @events: (nullable): what to tell meanwhile; copied
 * @events_data: for @events
 * @clock: for the limits
 * @pace: shares the main loop with all other streams
 *
 * Sends a request and reads its answer.
 */
void
confab_exchange_start (GTask                  *task,
                       SoupSession            *session,
                       GUri                   *uri,
                       const ConfabRequest    *request,
                       ConfabSecrets          *secrets,
                       const ConfabDeadlines  *deadlines,
                       const ConfabCallEvents *events,
                       gpointer                events_data,
                       ConfabClock            *clock,
                       ConfabPace             *pace)
{
  static const ConfabWatchFuncs watch_funcs = { stalled_cb, expired_cb };
  ConfabExchange *self = g_rc_box_new0 (ConfabExchange);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->task = g_object_ref (task);
  self->clock = g_object_ref (clock);
  self->pace = g_object_ref (pace);
  if (events != NULL)
    self->events = *events;
  self->events_data = events_data;
  self->uri = g_uri_ref (uri);
  self->message = confab_net_message_new (uri, request, secrets);
  self->cancellable = g_cancellable_new ();
  self->secrets = secrets != NULL ? confab_secrets_ref (secrets) : NULL;
  self->decoder = confab_reply_decoder_new (request->stream);
  self->retry_after = -1;

  self->watch = confab_watch_new (g_task_get_context (task), clock, deadlines, &watch_funcs, self);
  self->ending = g_source_new (&ending_source_funcs, sizeof (GSource));
  g_source_set_callback (self->ending, ending_due_cb, self, NULL);
  g_source_set_static_name (self->ending, "ConfabExchange");
  g_source_attach (self->ending, g_task_get_context (task));

  g_signal_connect (self->message, "network-event", G_CALLBACK (message_network_event_cb), self);
  g_signal_connect (self->message, "starting", G_CALLBACK (message_starting_cb), self);
  g_signal_connect (self->message, "wrote-headers", G_CALLBACK (message_wrote_headers_cb), self);
  g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (message_wrote_body_data_cb),
                    self);
  g_signal_connect (self->message, "wrote-body", G_CALLBACK (message_wrote_body_cb), self);
  g_signal_connect (self->message, "got-informational",
                    G_CALLBACK (message_got_informational_cb), self);

  if (cancellable != NULL)
    {
      self->caller_cancellable = g_object_ref (cancellable);
      self->caller_cancelled_id = g_cancellable_connect (cancellable,
                                                         G_CALLBACK (caller_cancelled_cb), self,
                                                         NULL);
      if (self->muted)
        return;
    }

  confab_exchange_set_stage (self, CONFAB_STAGE_CONNECTING);
  if (self->muted)
    return;

  soup_session_send_async (session, self->message, G_PRIORITY_DEFAULT, self->cancellable,
                           message_sent_cb, g_rc_box_acquire (self));
}

/**
 * confab_call_result_new_failed:
 * @stream: what was asked for
 * @failure: (transfer full): why
 *
 * Returns: (transfer full): the result of a call that was not even begun
 */
ConfabCallResult *
confab_call_result_new_failed (ConfabStreamMode  stream,
                               ConfabFailure    *failure)
{
  ConfabCallResult *result = g_new0 (ConfabCallResult, 1);

  result->stage = CONFAB_STAGE_QUEUED;
  result->failure = failure;
  result->decoder = confab_reply_decoder_new (stream);

  return result;
}
