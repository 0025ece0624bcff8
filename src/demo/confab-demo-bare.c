/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-bare.h"

#include <string.h>
#include <sys/socket.h>

/* A reset takes with it what has come and was not read: the other side gets this many milliseconds
 * to read, whatever the pace. */
#define RESET_DELAY 100

struct _ConfabDemoBare {
  GIOStream *stream;
  GSocket *socket;
  GByteArray *queue;
  GByteArray *writing;
  GCancellable *cancellable;
  GSource *reset_timer;

  ConfabDemoBareFunc broken;
  gpointer broken_data;

  gboolean has_begun;
  gboolean closes;
  ConfabDemoBareEnd end;
  ConfabDemoBareFunc closed;
  gpointer closed_data;

  gboolean is_dead;
  guint n_references; /* the owner's, and one for a running write */
};

static void flush_queue (ConfabDemoBare *self);

static void
unref_bare (ConfabDemoBare *self)
{
  if (--self->n_references > 0)
    return;

  g_object_unref (self->stream);
  g_object_unref (self->socket);
  g_object_unref (self->cancellable);
  g_byte_array_unref (self->queue);
  g_clear_pointer (&self->writing, g_byte_array_unref);
  g_free (self);
}

static void
stop_reset_timer (ConfabDemoBare *self)
{
  if (self->reset_timer != NULL)
    {
      g_source_destroy (self->reset_timer);
      g_clear_pointer (&self->reset_timer, g_source_unref);
    }
}

static void
close_now (ConfabDemoBare *self)
{
  ConfabDemoBareFunc closed = self->closed;

  if (self->end == CONFAB_DEMO_BARE_RESET)
    {
      const struct linger at_once = { 1, 0 };

      setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }

  stop_reset_timer (self);
  self->is_dead = TRUE;
  g_socket_close (self->socket, NULL);
  self->closed = NULL;
  if (closed != NULL)
    closed (self->closed_data);
}

static gboolean
reset_timer_elapsed_cb (gpointer user_data)
{
  close_now (user_data);

  return G_SOURCE_REMOVE;
}

static void
all_written (ConfabDemoBare *self)
{
  switch (self->end)
    {
    case CONFAB_DEMO_BARE_CLOSE:
      close_now (self);
      return;

    case CONFAB_DEMO_BARE_HALF:
      /* The other side reads the end; what it does then is up to it. */
      g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
      return;

    case CONFAB_DEMO_BARE_RESET:
      if (!self->has_begun)
        {
          close_now (self);
          return;
        }
      self->reset_timer = g_timeout_source_new (RESET_DELAY);
      g_source_set_callback (self->reset_timer, reset_timer_elapsed_cb, self, NULL);
      g_source_attach (self->reset_timer, g_main_context_get_thread_default ());
      return;
    }
}

static void
bytes_written_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  ConfabDemoBare *self = user_data;
  gboolean is_written;

  is_written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_clear_pointer (&self->writing, g_byte_array_unref);

  if (!g_cancellable_is_cancelled (self->cancellable))
    {
      if (is_written)
        flush_queue (self);
      else if (self->closes)
        close_now (self);
      else
        self->broken (self->broken_data);
    }

  unref_bare (self);
}

/* One write at a time; what comes in between waits in the queue. */
static void
flush_queue (ConfabDemoBare *self)
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
queue_text (ConfabDemoBare *self,
            const char     *text)
{
  g_byte_array_append (self->queue, (const guint8 *) text, strlen (text));
}

/**
 * confab_demo_bare_new:
 * @stream: (transfer full): the connection
 * @socket: its socket
 * @broken: called when writing fails
 * @user_data: for @broken
 *
 * Returns: (transfer full): the connection, with nothing written yet
 */
ConfabDemoBare *
confab_demo_bare_new (GIOStream          *stream,
                      GSocket            *socket,
                      ConfabDemoBareFunc  broken,
                      gpointer            user_data)
{
  ConfabDemoBare *self = g_new0 (ConfabDemoBare, 1);

  self->n_references = 1;
  self->stream = stream;
  self->socket = g_object_ref (socket);
  self->queue = g_byte_array_new ();
  self->cancellable = g_cancellable_new ();
  self->broken = broken;
  self->broken_data = user_data;

  return self;
}

/**
 * confab_demo_bare_free:
 * @self: (transfer full): a connection
 *
 * Closes it when that was not done.
 */
void
confab_demo_bare_free (ConfabDemoBare *self)
{
  self->closed = NULL;
  stop_reset_timer (self);
  g_cancellable_cancel (self->cancellable);
  if (!self->is_dead)
    g_socket_close (self->socket, NULL);
  self->is_dead = TRUE;
  unref_bare (self);
}

/**
 * confab_demo_bare_start:
 * @self: a connection
 * @status: of the reply
 * @phrase: what HTTP calls it
 * @headers: of the reply
 *
 * Writes the head of a chunked reply.
 */
void
confab_demo_bare_start (ConfabDemoBare     *self,
                        guint               status,
                        const char         *phrase,
                        SoupMessageHeaders *headers)
{
  g_autofree char *line = g_strdup_printf ("HTTP/1.1 %u %s\r\n", status, phrase);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  queue_text (self, line);
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_autofree char *header = g_strdup_printf ("%s: %s\r\n", name, value);

      queue_text (self, header);
    }
  queue_text (self, "transfer-encoding: chunked\r\n\r\n");
  self->has_begun = TRUE;
  flush_queue (self);
}

/**
 * confab_demo_bare_write:
 * @self: a connection
 * @bytes: of a chunk
 * @length: how long it is said to be
 * @n_written: how much of it is written
 */
void
confab_demo_bare_write (ConfabDemoBare *self,
                        const char     *bytes,
                        gsize           length,
                        gsize           n_written)
{
  g_autofree char *size = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n", length);

  queue_text (self, size);
  g_byte_array_append (self->queue, (const guint8 *) bytes, n_written);
  if (n_written == length)
    queue_text (self, "\r\n");
  flush_queue (self);
}

/**
 * confab_demo_bare_close:
 * @self: a connection
 * @end: how the other side sees the end
 * @closed: called when it has happened; of a half close never
 * @user_data: for @closed
 *
 * After all that was written has left.
 */
void
confab_demo_bare_close (ConfabDemoBare     *self,
                        ConfabDemoBareEnd   end,
                        ConfabDemoBareFunc  closed,
                        gpointer            user_data)
{
  g_return_if_fail (!self->closes);

  self->closes = TRUE;
  self->end = end;
  self->closed = closed;
  self->closed_data = user_data;
  flush_queue (self);
}

/**
 * confab_demo_bare_is_ending:
 * @self: a connection
 *
 * Returns: whether it will be closed by this side
 */
gboolean
confab_demo_bare_is_ending (ConfabDemoBare *self)
{
  return self->closes && self->end != CONFAB_DEMO_BARE_HALF;
}
