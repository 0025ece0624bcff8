/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* A reset takes with it what has come and was not read: the other side gets this many milliseconds
 * to read, whatever the pace. */
#define RESET_DELAY 100

struct _ConfabDemoChannel {
  SoupServerMessage *message; /* NULL when raw */
  GSocket *socket;
  gulong disconnected_id;
  GSource *watch;             /* for the end of the other side's bytes */

  /* Raw only. */
  GIOStream *stream;
  SoupMessageHeaders *headers;
  GByteArray *queue;
  GByteArray *writing;
  GCancellable *cancellable;
  gboolean closes;
  gboolean with_reset;
  GSource *reset_timer;
  ConfabDemoChannelFunc flushed;
  gpointer flushed_data;

  ConfabDemoChannelFunc closed;
  gpointer closed_data;
  gboolean is_started;
  gboolean is_finished;
  gboolean is_dead;
  guint n_references; /* the owner's, and one for a running write */
};

static void flush_queue (ConfabDemoChannel *self);

/* libsoup does not know them all. */
static const char *
get_phrase (guint status)
{
  switch (status)
    {
    case 429:
      return "Too Many Requests";
    default:
      return soup_status_get_phrase (status);
    }
}

static void
unref_channel (ConfabDemoChannel *self)
{
  if (--self->n_references > 0)
    return;

  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->message);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->queue, g_byte_array_unref);
  g_clear_pointer (&self->writing, g_byte_array_unref);
  g_free (self);
}

static void
stop_watching (ConfabDemoChannel *self)
{
  if (self->watch != NULL)
    {
      g_source_destroy (self->watch);
      g_clear_pointer (&self->watch, g_source_unref);
    }
  if (self->message != NULL)
    g_clear_signal_handler (&self->disconnected_id, self->message);
}

static void
note_closed (ConfabDemoChannel *self)
{
  if (self->is_dead)
    return;

  /* A channel that is about to be closed in its own way ends in that way. */
  stop_watching (self);
  if (self->closes)
    return;

  self->is_dead = TRUE;
  if (!self->is_finished && self->closed != NULL)
    self->closed (self->closed_data);
}

static void
message_disconnected_cb (ConfabDemoChannel *self)
{
  note_closed (self);
}

/* libsoup does not read while a reply is written, and a stalled reply writes nothing either: the
 * end of the other side's bytes is looked for here. */
static gboolean
socket_readable_cb (GSocket      *socket,
                    GIOCondition  condition,
                    gpointer      user_data)
{
  ConfabDemoChannel *self = user_data;
  char byte;
  gssize n_read;

  n_read = recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (n_read < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;
  if (n_read > 0)
    {
      /* The next request, already: it is for libsoup, later. */
      g_clear_pointer (&self->watch, g_source_unref);
      return G_SOURCE_REMOVE;
    }

  note_closed (self);

  return G_SOURCE_REMOVE;
}

static void
stop_reset_timer (ConfabDemoChannel *self)
{
  if (self->reset_timer != NULL)
    {
      g_source_destroy (self->reset_timer);
      g_clear_pointer (&self->reset_timer, g_source_unref);
    }
}

static void
close_raw (ConfabDemoChannel *self)
{
  ConfabDemoChannelFunc flushed = self->flushed;

  if (self->with_reset)
    {
      const struct linger at_once = { 1, 0 };

      setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }

  stop_watching (self);
  stop_reset_timer (self);
  self->is_dead = TRUE;
  g_socket_close (self->socket, NULL);
  self->flushed = NULL;
  if (flushed != NULL)
    flushed (self->flushed_data);
}

static gboolean
reset_timer_elapsed_cb (gpointer user_data)
{
  close_raw (user_data);

  return G_SOURCE_REMOVE;
}

static void
all_written (ConfabDemoChannel *self)
{
  if (!self->with_reset || !self->is_started)
    {
      close_raw (self);
      return;
    }

  self->reset_timer = g_timeout_source_new (RESET_DELAY);
  g_source_set_callback (self->reset_timer, reset_timer_elapsed_cb, self, NULL);
  g_source_attach (self->reset_timer, g_main_context_get_thread_default ());
}

static void
bytes_written_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  ConfabDemoChannel *self = user_data;
  gboolean is_written;

  is_written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_clear_pointer (&self->writing, g_byte_array_unref);

  if (!g_cancellable_is_cancelled (self->cancellable))
    {
      if (is_written)
        flush_queue (self);
      else if (self->closes)
        close_raw (self);
      else
        note_closed (self);
    }

  unref_channel (self);
}

/* One write at a time; what comes in between waits in the queue. */
static void
flush_queue (ConfabDemoChannel *self)
{
  if (self->writing != NULL || self->is_dead)
    return;

  if (self->queue->len == 0)
    {
      if (self->closes)
        all_written (self);
      return;
    }

  self->writing = g_steal_pointer (&self->queue);
  self->queue = g_byte_array_new ();
  self->n_references++;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   self->writing->data, self->writing->len, G_PRIORITY_DEFAULT,
                                   self->cancellable, bytes_written_cb, self);
}

static void
queue_text (ConfabDemoChannel *self,
            const char        *text)
{
  g_byte_array_append (self->queue, (const guint8 *) text, strlen (text));
}

static void
queue_chunk (ConfabDemoChannel *self,
             const char        *bytes,
             gsize              length,
             gsize              n_written)
{
  g_autofree char *size = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n", length);

  queue_text (self, size);
  g_byte_array_append (self->queue, (const guint8 *) bytes, n_written);
  if (n_written == length)
    queue_text (self, "\r\n");
}

/**
 * confab_demo_channel_new:
 * @message: the request it answers
 * @is_raw: whether to take the connection from libsoup
 *
 * Call it in the handler of the request.
 *
 * Returns: (transfer full) (nullable): a channel on which nothing is written yet; %NULL when the
 *   other side has gone
 */
ConfabDemoChannel *
confab_demo_channel_new (SoupServerMessage *message,
                         gboolean           is_raw)
{
  GSocket *socket = soup_server_message_get_socket (message);
  g_autoptr (GSocketAddress) peer = NULL;
  ConfabDemoChannel *self;

  /* libsoup warns when it hands over a connection whose other side is gone. */
  if (socket != NULL)
    peer = g_socket_get_remote_address (socket, NULL);
  if (peer == NULL)
    return NULL;

  self = g_new0 (ConfabDemoChannel, 1);
  self->n_references = 1;
  self->socket = g_object_ref (socket);

  if (is_raw)
    {
      self->stream = soup_server_message_steal_connection (message);
      self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
      self->queue = g_byte_array_new ();
      self->cancellable = g_cancellable_new ();
    }
  else
    {
      self->message = g_object_ref (message);
      soup_server_message_pause (message);
      soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
      soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                         SOUP_ENCODING_CHUNKED);
      self->disconnected_id = g_signal_connect_swapped (message, "disconnected",
                                                        G_CALLBACK (message_disconnected_cb),
                                                        self);
    }

  self->watch = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (socket_readable_cb), self, NULL);
  g_source_attach (self->watch, g_main_context_get_thread_default ());

  return self;
}

/**
 * confab_demo_channel_free:
 * @self: (transfer full): a channel
 *
 * Closes the connection when the reply is not finished.
 */
void
confab_demo_channel_free (ConfabDemoChannel *self)
{
  self->closed = NULL;
  self->flushed = NULL;
  stop_watching (self);
  stop_reset_timer (self);

  if (self->stream != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      if (!self->is_dead)
        g_socket_close (self->socket, NULL);
      self->is_dead = TRUE;
    }
  else if (!self->is_finished)
    {
      /* libsoup finds out when it goes on writing. */
      g_socket_close (self->socket, NULL);
      if (!self->is_started)
        soup_server_message_set_status (self->message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
      soup_message_body_complete (soup_server_message_get_response_body (self->message));
      soup_server_message_unpause (self->message);
    }

  unref_channel (self);
}

/**
 * confab_demo_channel_watch:
 * @self: a channel
 * @closed: called once when the other side closes before the reply is finished
 * @user_data: for @closed
 */
void
confab_demo_channel_watch (ConfabDemoChannel     *self,
                           ConfabDemoChannelFunc  closed,
                           gpointer               user_data)
{
  self->closed = closed;
  self->closed_data = user_data;
}

/**
 * confab_demo_channel_set_header:
 * @self: a channel that has not been started
 * @name: of the header
 * @value: of the header
 */
void
confab_demo_channel_set_header (ConfabDemoChannel *self,
                                const char        *name,
                                const char        *value)
{
  SoupMessageHeaders *headers = self->headers;

  g_return_if_fail (!self->is_started);

  if (headers == NULL)
    headers = soup_server_message_get_response_headers (self->message);
  soup_message_headers_replace (headers, name, value);
}

/**
 * confab_demo_channel_start:
 * @self: a channel
 * @status: of the reply
 *
 * Sends the status line and the headers.
 */
void
confab_demo_channel_start (ConfabDemoChannel *self,
                           guint              status)
{
  g_return_if_fail (!self->is_started);

  self->is_started = TRUE;
  if (self->is_dead)
    return;

  if (self->stream != NULL)
    {
      g_autofree char *line =
          g_strdup_printf ("HTTP/1.1 %u %s\r\n", status, get_phrase (status));
      SoupMessageHeadersIter iter;
      const char *name;
      const char *value;

      queue_text (self, line);
      soup_message_headers_iter_init (&iter, self->headers);
      while (soup_message_headers_iter_next (&iter, &name, &value))
        {
          g_autofree char *header = g_strdup_printf ("%s: %s\r\n", name, value);

          queue_text (self, header);
        }
      queue_text (self, "transfer-encoding: chunked\r\n\r\n");
      flush_queue (self);
    }
  else
    {
      soup_server_message_set_status (self->message, status, get_phrase (status));
      soup_server_message_unpause (self->message);
    }
}

/**
 * confab_demo_channel_is_started:
 * @self: a channel
 *
 * Returns: whether the headers were sent
 */
gboolean
confab_demo_channel_is_started (ConfabDemoChannel *self)
{
  return self->is_started;
}

/**
 * confab_demo_channel_write:
 * @self: a started channel
 * @bytes: to be written
 * @length: how many; not 0
 *
 * Writes one chunk. Does not block.
 */
void
confab_demo_channel_write (ConfabDemoChannel *self,
                           const char        *bytes,
                           gsize              length)
{
  g_return_if_fail (self->is_started && !self->is_finished);
  g_return_if_fail (length > 0);

  if (self->is_dead)
    return;

  if (self->stream != NULL)
    {
      queue_chunk (self, bytes, length, length);
      flush_queue (self);
    }
  else
    {
      soup_message_body_append (soup_server_message_get_response_body (self->message),
                                SOUP_MEMORY_COPY, bytes, length);
      soup_server_message_unpause (self->message);
    }
}

/**
 * confab_demo_channel_write_half:
 * @self: a started channel, on the bare connection
 * @bytes: of a chunk
 * @length: how many
 *
 * Announces the chunk and writes the first half of it.
 */
void
confab_demo_channel_write_half (ConfabDemoChannel *self,
                                const char        *bytes,
                                gsize              length)
{
  g_return_if_fail (self->is_started && self->stream != NULL);

  if (self->is_dead)
    return;

  queue_chunk (self, bytes, length, length / 2);
  flush_queue (self);
}

/**
 * confab_demo_channel_finish:
 * @self: a started channel, through libsoup
 *
 * Ends the reply as HTTP wants it.
 */
void
confab_demo_channel_finish (ConfabDemoChannel *self)
{
  g_return_if_fail (self->is_started && !self->is_finished);
  g_return_if_fail (self->message != NULL);

  stop_watching (self);
  self->is_finished = TRUE;
  if (self->is_dead)
    return;

  soup_message_body_complete (soup_server_message_get_response_body (self->message));
  soup_server_message_unpause (self->message);
}

/**
 * confab_demo_channel_close:
 * @self: a channel, on the bare connection
 * @with_reset: whether the other side is to see a reset in place of an end
 * @closed: called when it has happened
 * @user_data: for @closed
 *
 * Ends the reply as HTTP does not want it, after all that was written has left.
 */
void
confab_demo_channel_close (ConfabDemoChannel     *self,
                           gboolean               with_reset,
                           ConfabDemoChannelFunc  closed,
                           gpointer               user_data)
{
  g_return_if_fail (self->stream != NULL && !self->closes);

  self->closes = TRUE;
  self->is_finished = TRUE;
  self->with_reset = with_reset;
  self->flushed = closed;
  self->flushed_data = user_data;
  if (self->is_dead)
    closed (user_data);
  else
    flush_queue (self);
}
