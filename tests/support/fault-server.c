/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fault-server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#define BACKLOG     256
#define MAX_REQUEST (32 * 1024 * 1024)

struct _FaultServer
{
  FaultScript script;
  gpointer user_data;
  GTlsCertificate *certificate;
  GSocket *listener;
  guint port;
  GThread *thread;
  GCancellable *stop;

  GMutex mutex; /* all below */
  GCond changed;
  gboolean stopping;
  guint n_peers;       /* whose threads run */
  GPtrArray *requests; /* of char *: head and body */
  guint n_connections;
  guint n_hang_ups;
  guint64 n_bytes;
  guint n_at_gate;
  guint n_open; /* how often the gate may still be passed */
};

struct _FaultPeer
{
  FaultServer *server;
  GSocket *socket;
  GIOStream *stream;
  guint index;
  char *request;
};

/* Peer */

static void
note_hang_up (FaultPeer *self)
{
  g_mutex_lock (&self->server->mutex);
  self->server->n_hang_ups++;
  g_mutex_unlock (&self->server->mutex);
}

static gssize
read_some (FaultPeer *self,
           char      *buffer,
           gsize      size)
{
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (self->stream), buffer, size,
                                  self->server->stop, NULL);

  g_mutex_lock (&self->server->mutex);
  if (n > 0)
    self->server->n_bytes += (guint64) n;
  g_mutex_unlock (&self->server->mutex);

  return n;
}

static gsize
get_content_length (const char *head)
{
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *field = strstr (lower, "\r\ncontent-length:");

  return field != NULL ? (gsize) g_ascii_strtoull (strchr (field, ':') + 1, NULL, 10) : 0;
}

/**
 * fault_peer_read_request:
 * @self: a peer
 *
 * Reads a head and the body that its Content-Length announces, and records both.
 */
gboolean
fault_peer_read_request (FaultPeer *self)
{
  g_autoptr (GString) request = g_string_new (NULL);
  gsize wanted = 0;
  char buffer[4096];

  while (wanted == 0 || request->len < wanted)
    {
      gssize n = read_some (self, buffer, sizeof buffer);
      const char *end;

      if (n <= 0 || request->len > MAX_REQUEST)
        return FALSE;
      g_string_append_len (request, buffer, n);
      end = strstr (request->str, "\r\n\r\n");
      if (wanted == 0 && end != NULL)
        wanted = (gsize) (end + 4 - request->str) + get_content_length (request->str);
    }

  g_mutex_lock (&self->server->mutex);
  g_ptr_array_add (self->server->requests, g_strdup (request->str));
  g_free (self->request);
  self->request = g_strdup (request->str);
  g_cond_broadcast (&self->server->changed);
  g_mutex_unlock (&self->server->mutex);

  return TRUE;
}

gboolean
fault_peer_send_bytes (FaultPeer  *self,
                       const char *bytes,
                       gsize       length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (self->stream), bytes, length,
                                    NULL, self->server->stop, NULL);
}

gboolean
fault_peer_send (FaultPeer  *self,
                 const char *text)
{
  return fault_peer_send_bytes (self, text, strlen (text));
}

/**
 * fault_peer_drip:
 * @self: a peer
 * @text: what to send, each byte in a packet of its own
 */
gboolean
fault_peer_drip (FaultPeer  *self,
                 const char *text)
{
  for (; *text != '\0'; text++)
    if (!fault_peer_send_bytes (self, text, 1))
      return FALSE;

  return TRUE;
}

gboolean
fault_peer_send_chunk (FaultPeer  *self,
                       const char *text)
{
  g_autofree char *chunk = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n%s\r\n", strlen (text),
                                            text);

  return fault_peer_send (self, chunk);
}

gboolean
fault_peer_send_last_chunk (FaultPeer *self)
{
  return fault_peer_send (self, "0\r\n\r\n");
}

/**
 * fault_peer_wait_gate:
 * @self: a peer
 *
 * Waits until the test opens the gate. Returns: %FALSE when the server stops instead
 */
gboolean
fault_peer_wait_gate (FaultPeer *self)
{
  FaultServer *server = self->server;
  gboolean passed;

  g_mutex_lock (&server->mutex);
  server->n_at_gate++;
  while (server->n_open == 0 && !server->stopping)
    g_cond_wait (&server->changed, &server->mutex);
  server->n_at_gate--;
  passed = !server->stopping;
  if (passed)
    server->n_open--;
  g_mutex_unlock (&server->mutex);

  return passed;
}

/**
 * fault_peer_wait_hang_up:
 * @self: a peer
 *
 * Waits until the other side closes or breaks the connection, which is then counted.
 */
void
fault_peer_wait_hang_up (FaultPeer *self)
{
  char buffer[4096];

  while (read_some (self, buffer, sizeof buffer) > 0)
    ;
  if (!g_cancellable_is_cancelled (self->server->stop))
    note_hang_up (self);
}

/**
 * fault_peer_reset:
 * @self: a peer
 *
 * Breaks the connection with a RST instead of a FIN.
 */
void
fault_peer_reset (FaultPeer *self)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_socket_close (self->socket, NULL);
}

/**
 * fault_peer_get_index:
 * @self: a peer
 *
 * Returns: which connection this is, from 0
 */
guint
fault_peer_get_index (FaultPeer *self)
{
  return self->index;
}

/**
 * fault_peer_get_request:
 * @self: a peer
 *
 * Returns: (transfer none) (nullable): the request it has read, head and body
 */
const char *
fault_peer_get_request (FaultPeer *self)
{
  return self->request;
}

static gpointer
run_peer (gpointer data)
{
  FaultPeer *self = data;
  FaultServer *server = self->server;
  g_autoptr (GSocketConnection) connection = NULL;
  gboolean ready = TRUE;

  g_socket_set_option (self->socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  connection = g_socket_connection_factory_create_connection (self->socket);
  self->stream = g_object_ref (G_IO_STREAM (connection));

  if (server->certificate != NULL)
    {
      GIOStream *secure = g_tls_server_connection_new (G_IO_STREAM (connection),
                                                       server->certificate, NULL);

      g_clear_object (&self->stream);
      self->stream = secure;
      ready = g_tls_connection_handshake (G_TLS_CONNECTION (secure), server->stop, NULL);
    }

  if (ready)
    server->script (self, server->user_data);

  g_io_stream_close (self->stream, NULL, NULL);
  g_clear_object (&self->stream);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  g_free (self->request);
  g_free (self);

  g_mutex_lock (&server->mutex);
  server->n_peers--;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->mutex);

  return NULL;
}

/* Server */

static gpointer
accept_all (gpointer data)
{
  FaultServer *self = data;
  GSocket *socket;

  while ((socket = g_socket_accept (self->listener, self->stop, NULL)) != NULL)
    {
      FaultPeer *peer = g_new0 (FaultPeer, 1);

      peer->server = self;
      peer->socket = socket;

      g_mutex_lock (&self->mutex);
      peer->index = self->n_connections++;
      self->n_peers++;
      /* Thousands come and go: a thread that is over gives its stack back. */
      g_thread_unref (g_thread_new ("fault-peer", run_peer, peer));
      g_mutex_unlock (&self->mutex);
    }

  return NULL;
}

/**
 * fault_server_new_tls:
 * @script: what each connection does, in a thread of its own
 * @user_data: for @script
 * @certificate: (nullable): speak TLS with it
 *
 * Returns: (transfer full): a server that already listens
 */
FaultServer *
fault_server_new_tls (FaultScript      script,
                      gpointer         user_data,
                      GTlsCertificate *certificate)
{
  FaultServer *self = g_new0 (FaultServer, 1);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->script = script;
  self->user_data = user_data;
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->stop = g_cancellable_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);

  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_set_listen_backlog (self->listener, BACKLOG);
  g_socket_bind (self->listener, any, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (self->listener, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (self->listener, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  self->thread = g_thread_new ("fault-server", accept_all, self);

  return self;
}

/**
 * fault_server_new:
 * @script: what each connection does, in a thread of its own
 * @user_data: for @script
 *
 * Returns: (transfer full): a server that already listens
 */
FaultServer *
fault_server_new (FaultScript script,
                  gpointer    user_data)
{
  return fault_server_new_tls (script, user_data, NULL);
}

/**
 * fault_server_free:
 * @self: (nullable) (transfer full): a server
 *
 * Stops all scripts and waits for their threads.
 */
void
fault_server_free (FaultServer *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->stop);

  g_thread_join (self->thread);
  g_mutex_lock (&self->mutex);
  while (self->n_peers > 0)
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);

  g_socket_close (self->listener, NULL);
  g_clear_object (&self->listener);
  g_clear_object (&self->certificate);
  g_clear_object (&self->stop);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

guint
fault_server_get_port (FaultServer *self)
{
  return self->port;
}

char *
fault_server_dup_url (FaultServer *self,
                      const char  *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s", self->certificate != NULL ? "https" : "http",
                          self->port, path);
}

guint
fault_server_get_n_connections (FaultServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);

  return n;
}

guint
fault_server_get_n_requests (FaultServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->requests->len;
  g_mutex_unlock (&self->mutex);

  return n;
}

/**
 * fault_server_get_n_hang_ups:
 * @self: a server
 *
 * Returns: how many peers saw the other side go, in fault_peer_wait_hang_up()
 */
guint
fault_server_get_n_hang_ups (FaultServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_hang_ups;
  g_mutex_unlock (&self->mutex);

  return n;
}

/**
 * fault_server_get_n_bytes:
 * @self: a server
 *
 * Returns: how many bytes were received; inside TLS where it speaks TLS
 */
guint64
fault_server_get_n_bytes (FaultServer *self)
{
  guint64 n;

  g_mutex_lock (&self->mutex);
  n = self->n_bytes;
  g_mutex_unlock (&self->mutex);

  return n;
}

/**
 * fault_server_dup_request:
 * @self: a server
 * @index: which one, in the order they were complete
 *
 * Returns: (transfer full) (nullable): head and body as they came
 */
char *
fault_server_dup_request (FaultServer *self,
                          guint        index)
{
  char *request = NULL;

  g_mutex_lock (&self->mutex);
  if (index < self->requests->len)
    request = g_strdup (g_ptr_array_index (self->requests, index));
  g_mutex_unlock (&self->mutex);

  return request;
}

void
fault_server_open_gate (FaultServer *self)
{
  g_mutex_lock (&self->mutex);
  self->n_open++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * fault_server_get_n_at_gate:
 * @self: a server
 *
 * Returns: how many scripts wait at the gate now
 */
guint
fault_server_get_n_at_gate (FaultServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_at_gate;
  g_mutex_unlock (&self->mutex);

  return n;
}
