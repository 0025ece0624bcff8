/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-net"

#include "config.h"

#include "confab-exchange-private.h"

/* Reading what is answered. */

/* Small, so that the work on one buffer full of frames stays under a millisecond or two. */
#define BUFFER_SIZE 16384

/* How long one stream works before the next one has its turn. */
#define SLICE_US 500

static void read_on (ConfabExchange *self);

static void
body_ended (ConfabExchange *self,
            const GError   *error)
{
  ConfabNetPhase phase;

  confab_body_reader_end (self->reader, error == NULL);

  phase = MAX (confab_exchange_get_phase (self), CONFAB_NET_WAITING);
  if (error != NULL && confab_body_reader_get_failure (self->reader) == NULL &&
      !confab_reply_decoder_is_finished (self->decoder))
    confab_exchange_fail (self, confab_net_failure_from_error (phase, error, NULL));
  confab_exchange_end (self);
}

static void
feed (ConfabExchange *self,
      gsize           length)
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
  ConfabExchange *self = user_data;
  g_autoptr (GError) error = NULL;
  gssize n;

  n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  self->reading = FALSE;

  if (self->task == NULL)
    {
      confab_exchange_close_body (self);
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

  confab_exchange_unref (self);
}

static void
wait_for_bytes (ConfabExchange *self)
{
  self->reading = TRUE;
  g_input_stream_read_async (self->body, self->buffer, BUFFER_SIZE, G_PRIORITY_DEFAULT,
                             self->cancellable, body_read_cb, g_rc_box_acquire (self));
}

static void
resume_cb (gpointer user_data)
{
  ConfabExchange *self = user_data;

  self->park_id = 0;
  read_on (self);
}

/* Takes what is there without going through the main loop for each chunk (libsoup hands out one
 * a read), but never longer than a slice, and never beyond what all streams may use of a frame.
 * What waits then waits in the socket: memory does not grow. */
static void
read_on (ConfabExchange *self)
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
    confab_exchange_end (self);
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
  ConfabExchange *self = user_data;

  if ((delta->flags & CONFAB_DELTA_RESULT) != 0)
    confab_exchange_set_stage (self, CONFAB_STAGE_STREAMING);
  if (!self->muted && self->events.delta != NULL)
    self->events.delta (delta, self->decoder, self->events_data);
}

/**
 * confab_exchange_read:
 * @self: an exchange that has a body
 * @status: of the reply
 *
 * Begins to read; the end of it is the end of the exchange.
 */
void
confab_exchange_read (ConfabExchange *self,
                      int             status)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  self->reader = confab_body_reader_new (status, soup_message_get_reason_phrase (self->message),
                                         soup_message_headers_get_one (headers, "Content-Type"),
                                         self->decoder, delta_decoded_cb, self);
  self->buffer = g_malloc (BUFFER_SIZE);
  read_on (self);
}
