/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

struct _ConfabDemoChannel {
  SoupServerMessage *message;  /* NULL when bare */
  ConfabDemoBare *bare;        /* or NULL */
  SoupMessageHeaders *headers; /* of the bare one */
  GSocket *socket;
  gulong disconnected_id;
  GSource *watch;              /* for the end of the other side's bytes */

  ConfabDemoChannelFunc closed;
  gpointer closed_data;
  gboolean is_started;
  gboolean is_finished;
  gboolean is_dead;
  gboolean is_dropped;         /* libsoup has let go of the message */
};

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
  if (self->bare != NULL && confab_demo_bare_is_ending (self->bare))
    return;

  self->is_dead = TRUE;
  if (!self->is_finished && self->closed != NULL)
    self->closed (self->closed_data);
}

static void
message_disconnected_cb (ConfabDemoChannel *self)
{
  self->is_dropped = TRUE;
  note_closed (self);
}

static void
bare_broken_cb (gpointer user_data)
{
  note_closed (user_data);
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
  self->socket = g_object_ref (socket);

  if (is_raw)
    {
      self->bare = confab_demo_bare_new (soup_server_message_steal_connection (message), socket,
                                         bare_broken_cb, self);
      self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
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
  stop_watching (self);

  if (self->message != NULL && !self->is_finished && !self->is_dropped)
    {
      /* libsoup finds out when it goes on writing. */
      g_socket_close (self->socket, NULL);
      if (!self->is_started)
        soup_server_message_set_status (self->message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
      soup_message_body_complete (soup_server_message_get_response_body (self->message));
      soup_server_message_unpause (self->message);
    }

  g_clear_pointer (&self->bare, confab_demo_bare_free);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_object (&self->message);
  g_clear_object (&self->socket);
  g_free (self);
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

  if (self->bare != NULL)
    {
      confab_demo_bare_start (self->bare, status, get_phrase (status), self->headers);
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

  if (self->bare != NULL)
    {
      confab_demo_bare_write (self->bare, bytes, length, length);
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
  g_return_if_fail (self->is_started && self->bare != NULL);

  if (!self->is_dead)
    confab_demo_bare_write (self->bare, bytes, length, length / 2);
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
 * @end: what the other side is to see in place of an end
 * @closed: called when it has happened; a half close waits for the other side instead
 * @user_data: for @closed
 *
 * Ends the reply as HTTP does not want it, after all that was written has left.
 */
void
confab_demo_channel_close (ConfabDemoChannel     *self,
                           ConfabDemoBareEnd      end,
                           ConfabDemoChannelFunc  closed,
                           gpointer               user_data)
{
  g_return_if_fail (self->bare != NULL);

  self->is_finished = end != CONFAB_DEMO_BARE_HALF;
  if (self->is_dead)
    closed (user_data);
  else
    confab_demo_bare_close (self->bare, end, closed, user_data);
}
