/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-net"

#include "config.h"

#include "confab-exchange.h"

#include <string.h>

#include "confab-body-reader.h"
#include "confab-net-message.h"
#include "confab-watch.h"

/* An exchange is one request on its way and the answer to it. It lives from confab_exchange_start()
 * until its task returns; operations of libsoup that are still under way then hold a reference of
 * their own and only clean up. Nothing here waits for libsoup to notice a cancellation: the task
 * returns at once, the connection is closed behind it.
 *
 * Functions that may end the exchange are called from the main loop only. What notices its end
 * inside somebody else's call (a signal of libsoup, the parser, the caller's cancellable) asks for
 * it with end_soon(). */

/* Small, so that the work on one buffer full of frames stays under a millisecond or two. */
#define BUFFER_SIZE 16384

/* How long one stream works before the next one has its turn. */
#define SLICE_US 500

/* A well-meaning server sends one or two. */
#define MAX_INFORMATIONAL 20

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
} Exchange;

static void read_on (Exchange *self);

/* Life cycle */

static void
free_exchange (gpointer data)
{
  Exchange *self = data;

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

static void
unref_exchange (Exchange *self)
{
  g_rc_box_release_full (self, free_exchange);
}

static ConfabNetPhase
get_phase (Exchange *self)
{
  if (confab_reply_decoder_get_n_results (self->decoder) > 0)
    return CONFAB_NET_ANSWERING;
  if (self->wrote_any)
    return CONFAB_NET_WAITING;

  return CONFAB_NET_CONNECTING;
}

static void
set_failure (Exchange      *self,
             ConfabFailure *failure)
{
  if (self->failure == NULL)
    self->failure = failure;
  else
    confab_failure_free (failure);
}

static void
set_stage (Exchange        *self,
           ConfabCallStage  stage)
{
  if (stage <= self->stage)
    return;

  self->stage = stage;
  if (!self->muted && self->events.stage != NULL)
    self->events.stage (stage, self->events_data);
}

static void
close_body (Exchange *self)
{
  if (self->body == NULL || self->reading)
    return;

  /* Not reading to the end: libsoup gives the connection up. */
  g_input_stream_close_async (self->body, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->body);
}

static ConfabCallResult *
make_result (Exchange *self)
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
      result->failure = confab_net_failure_ended (get_phase (self));
    }

  return result;
}

static void
free_result (gpointer result)
{
  confab_call_result_free (result);
}

/* The one way out. */
static void
end (Exchange *self)
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
  close_body (self);

  g_task_return_pointer (task, result, free_result);
  unref_exchange (self);
}

/* For those inside somebody else's call. */
static void
end_soon (Exchange *self)
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
caller_cancelled_cb (GCancellable *cancellable,
                     Exchange     *self)
{
  end_soon (self);
}

static gboolean
ending_due_cb (gpointer user_data)
{
  end (user_data);

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
  Exchange *self = user_data;

  if (!self->muted && self->events.stalled != NULL)
    self->events.stalled (stalled, self->events_data);
}

static gboolean
expired_cb (gboolean connecting,
            guint    seconds,
            gpointer user_data)
{
  Exchange *self = user_data;

  /* What waits for its turn here is no silence of the peer's. */
  if (!connecting && self->park_id != 0)
    return FALSE;

  set_failure (self, confab_net_failure_stalled (connecting ? CONFAB_NET_CONNECTING
                                                            : MAX (get_phase (self),
                                                                   CONFAB_NET_WAITING),
                                                 seconds, self->proxy));
  end (self);

  return TRUE;
}

/* Reading */

static void
body_ended (Exchange     *self,
            const GError *error)
{
  confab_body_reader_end (self->reader, error == NULL);

  if (error != NULL && confab_body_reader_get_failure (self->reader) == NULL &&
      !confab_reply_decoder_is_finished (self->decoder))
    set_failure (self, confab_net_failure_from_error (MAX (get_phase (self), CONFAB_NET_WAITING),
                                                      error, NULL));
  end (self);
}

static void
feed (Exchange *self,
      gsize     length)
{
  confab_watch_note_life (self->watch);
  if (!self->muted)
    confab_body_reader_feed (self->reader, self->buffer, length);
}

static void
body_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Exchange *self = user_data;
  g_autoptr (GError) error = NULL;
  gssize n;

  n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  self->reading = FALSE;

  if (self->task == NULL)
    {
      close_body (self);
    }
  else if (n <= 0)
    {
      if (!self->muted)
        body_ended (self, error);
    }
  else
    {
      self->n_buffered = (gsize) n;
      read_on (self);
    }

  unref_exchange (self);
}

static void
wait_for_bytes (Exchange *self)
{
  self->reading = TRUE;
  g_input_stream_read_async (self->body, self->buffer, BUFFER_SIZE, G_PRIORITY_DEFAULT,
                             self->cancellable, body_read_cb, g_rc_box_acquire (self));
}

static void
resume_cb (gpointer user_data)
{
  Exchange *self = user_data;

  self->park_id = 0;
  read_on (self);
}

/* Takes what is there without going through the main loop for each chunk (libsoup hands out one
 * a read), but never longer than a slice, and never beyond what all streams may use of a frame.
 * What waits then waits in the socket: memory does not grow. */
static void
read_on (Exchange *self)
{
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  gint64 used = 0;
  gssize n = -1;

  if (!confab_pace_has_budget (self->pace))
    {
      self->park_id = confab_pace_park (self->pace, resume_cb, self);
      return;
    }

  do
    {
      if (self->n_buffered > 0)
        {
          n = (gssize) self->n_buffered;
          self->n_buffered = 0;
        }
      else if (!g_pollable_input_stream_can_poll (G_POLLABLE_INPUT_STREAM (self->body)))
        {
          n = -1;
          g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "");
        }
      else
        {
          n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (self->body),
                                                        self->buffer, BUFFER_SIZE,
                                                        self->cancellable, &error);
        }

      if (n > 0)
        feed (self, (gsize) n);
      used = g_get_monotonic_time () - begin;
    }
  while (n > 0 && !self->muted && confab_body_reader_wants_more (self->reader) &&
         used < SLICE_US);

  confab_pace_spend (self->pace, used);

  if (self->muted)
    return; /* ending, or cancelled by a handler of ours */

  if (!confab_body_reader_wants_more (self->reader))
    end (self);
  else if (n > 0)
    self->park_id = confab_pace_park (self->pace, resume_cb, self);
  else if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    wait_for_bytes (self);
  else
    body_ended (self, error);
}

static void
delta_decoded_cb (const ConfabDelta *delta,
                  gpointer           user_data)
{
  Exchange *self = user_data;

  if ((delta->flags & CONFAB_DELTA_RESULT) != 0)
    set_stage (self, CONFAB_STAGE_STREAMING);
  if (!self->muted && self->events.delta != NULL)
    self->events.delta (delta, self->decoder, self->events_data);
}

static void
message_sent_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Exchange *self = user_data;
  SoupMessageHeaders *headers;
  g_autoptr (GError) error = NULL;
  int status;

  self->body = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (self->muted || self->task == NULL)
    {
      close_body (self);
      unref_exchange (self);
      return;
    }

  if (self->body == NULL)
    {
      if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
        set_failure (self, confab_net_failure_certificate (
                             soup_message_get_tls_peer_certificate_errors (self->message)));
      else
        set_failure (self, confab_net_failure_from_error (get_phase (self), error, self->proxy));
      end (self);
      unref_exchange (self);
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

      set_failure (self, confab_net_failure_from_error (CONFAB_NET_CONNECTING, refused,
                                                        self->proxy));
      end (self);
    }
  else if (status >= 300 && status < 400)
    {
      ConfabFailure *failure;

      failure = confab_net_failure_redirected (self->uri, soup_message_headers_get_one (headers,
                                                                                        "Location"));
      failure->http_status = status;
      set_failure (self, failure);
      end (self);
    }
  else
    {
      if (status >= 400)
        self->retry_after =
          confab_net_parse_retry_after (soup_message_headers_get_list (headers, "Retry-After"),
                                        confab_clock_get_wall (self->clock));

      self->reader = confab_body_reader_new (status, soup_message_get_reason_phrase (self->message),
                                             soup_message_headers_get_one (headers, "Content-Type"),
                                             self->decoder, delta_decoded_cb, self);
      self->buffer = g_malloc (BUFFER_SIZE);
      read_on (self);
    }

  unref_exchange (self);
}

/* Sending */

static void
message_starting_cb (SoupMessage *message,
                     Exchange    *self)
{
  const char *key;

  /* libsoup never sends a POST again by itself; should it ever begin to, this stops it. */
  if (self->wrote_any)
    {
      set_failure (self, confab_net_failure_ended (CONFAB_NET_WAITING));
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
message_wrote_headers_cb (SoupMessage *message,
                          Exchange    *self)
{
  self->wrote_any = TRUE;
  confab_watch_note_life (self->watch);
  confab_net_message_wipe (message);
}

static void
message_wrote_body_data_cb (SoupMessage *message,
                            guint        size,
                            Exchange    *self)
{
  confab_watch_note_life (self->watch);
}

static void
message_wrote_body_cb (SoupMessage *message,
                       Exchange    *self)
{
  set_stage (self, CONFAB_STAGE_SENT);
}

/* Not life: a peer that sends 1xx for ever says nothing. */
static void
message_got_informational_cb (SoupMessage *message,
                              Exchange    *self)
{
  if (++self->n_informational <= MAX_INFORMATIONAL)
    return;

  set_failure (self, confab_net_failure_not_service (NULL, (int) soup_message_get_status (message)));
  end_soon (self);
}

static void
message_network_event_cb (SoupMessage        *message,
                          GSocketClientEvent  event,
                          GIOStream          *connection,
                          Exchange           *self)
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
          set_failure (self, confab_net_failure_from_error (CONFAB_NET_CONNECTING, error, NULL));
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
  Exchange *self = g_rc_box_new0 (Exchange);
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

  set_stage (self, CONFAB_STAGE_CONNECTING);
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
