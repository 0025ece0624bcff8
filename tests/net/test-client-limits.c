/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "client-call.h"

/* Time, size, and a person who presses Stop. */

#define PATH "/api/v1/apps/a/completion"

/* The aim is 250 ms; a machine that runs other tests may need a little more. */
#define AT_ONCE_US 500000

static void
gated_script (FaultPeer *peer,
              gpointer   user_data)
{
  const char * const *pieces = user_data;

  if (!fault_peer_read_request (peer))
    return;
  for (; *pieces != NULL; pieces++)
    {
      fault_peer_send (peer, *pieces);
      if (!fault_peer_wait_gate (peer))
        return;
    }
}

static void
holding_script (FaultPeer *peer,
                gpointer   user_data)
{
  const char *head = user_data;

  if (!fault_peer_read_request (peer))
    return;
  if (head != NULL)
    fault_peer_send (peer, head);
  fault_peer_wait_hang_up (peer);
}

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"

/* Silence */

static void
test_stalled (void)
{
  static const char *pieces[] = { HEAD FAULT_FRAME ("A", "null"), ":\n\n",
                                  FAULT_FRAME ("B", "stop"), NULL };
  g_autoptr (FaultServer) server = fault_server_new (gated_script, pieces);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);

  call->deadlines.stall_notice = 60;
  client_call_begin (call, url);
  loop_until (call->n_stalled == 1);
  g_assert_cmpstr (call->text->str, ==, "A");
  g_assert_cmpuint (call->n_resumed, ==, 0);

  /* Told once, however long it lasts; a mere comment is life. */
  loop_for (150);
  g_assert_cmpuint (call->n_stalled, ==, 1);
  fault_server_open_gate (server);
  loop_until (call->n_resumed == 1);
  loop_until (call->n_stalled == 2);
  fault_server_open_gate (server);
  loop_until (call->done);
  assert_complete (call, "AB");
  g_assert_cmpuint (call->n_resumed, ==, 2);
}

static void
assert_silent (const char       *head,
               ConfabErrorClass  error_class,
               ConfabCallStage   stage,
               const char       *text)
{
  g_autoptr (FaultServer) server = fault_server_new (holding_script, (gpointer) head);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);
  gint64 begin = g_get_monotonic_time ();

  call->deadlines.idle_timeout = 1;
  client_call_run (call, url);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, G_USEC_PER_SEC);
  assert_failed (call, error_class, CONFAB_FAILURE_STALLED, stage, text);
  loop_until (fault_server_get_n_hang_ups (server) == 1);
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 1);
}

static void
test_silent (void)
{
  assert_silent (NULL, CONFAB_ERROR_NETWORK, CONFAB_STAGE_SENT, "");
  assert_silent ("HTTP/1.1 200 OK\r\nConte", CONFAB_ERROR_NETWORK, CONFAB_STAGE_SENT, "");
  assert_silent (HEAD, CONFAB_ERROR_NETWORK, CONFAB_STAGE_SENT, "");
  assert_silent (HEAD FAULT_FRAME ("A", "null"), CONFAB_ERROR_INCOMPLETE, CONFAB_STAGE_STREAMING,
                 "A");
}

static gboolean
open_gate_cb (gpointer user_data)
{
  fault_server_open_gate (user_data);

  return G_SOURCE_CONTINUE;
}

/* Six comments, a quarter of a second each, under a limit of one second. */
static void
test_comments_are_life (void)
{
  static const char *pieces[] = { HEAD, ":\n", ":\n", ":\n", ":\n", ":\n", ":\n",
                                  FAULT_FRAME ("A", "stop"), NULL };
  g_autoptr (FaultServer) server = fault_server_new (gated_script, pieces);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);
  guint source = g_timeout_add (250, open_gate_cb, server);

  call->deadlines.idle_timeout = 1;
  client_call_run (call, url);
  assert_complete (call, "A");
  g_source_remove (source);
}

/* A port that answers no connection: its queue is full. */
typedef struct
{
  GSocket *listener;
  GSocket *clients[8];
  char *url;
} BlackHole;

static void
black_hole_open (BlackHole *self)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;

  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL);
  g_socket_set_listen_backlog (self->listener, 0);
  g_assert_true (g_socket_bind (self->listener, any, TRUE, NULL));
  g_assert_true (g_socket_listen (self->listener, NULL));
  bound = g_socket_get_local_address (self->listener, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (self->clients); i++)
    {
      self->clients[i] = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                       G_SOCKET_PROTOCOL_TCP, NULL);
      g_socket_set_blocking (self->clients[i], FALSE);
      g_socket_connect (self->clients[i], bound, NULL, NULL);
    }
  self->url = g_strdup_printf ("http://127.0.0.1:%u" PATH,
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
}

static void
black_hole_close (BlackHole *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->clients); i++)
    g_clear_object (&self->clients[i]);
  g_clear_object (&self->listener);
  g_clear_pointer (&self->url, g_free);
}

static void
test_connect_deadline (void)
{
  g_autoptr (ClientCall) call = client_call_new (NULL);
  BlackHole hole = { 0 };

  black_hole_open (&hole);
  call->deadlines.connect_timeout = 1;
  client_call_run (call, hole.url);
  assert_failed (call, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECT, CONFAB_STAGE_CONNECTING, "");
  g_assert_cmpuint (call->n_stalled, ==, 0);
  black_hole_close (&hole);
}

static void
test_not_there (void)
{
  FaultServer *server = fault_server_new (holding_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) refused = client_call_new (NULL);
  g_autoptr (ClientCall) nameless = client_call_new (NULL);

  fault_server_free (server);
  client_call_run (refused, url);
  assert_failed (refused, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECT, CONFAB_STAGE_CONNECTING,
                 "");

  client_call_run (nameless, "https://confab-test.invalid/api/v1/apps/a/completion");
  assert_failed (nameless, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_RESOLVE, CONFAB_STAGE_CONNECTING,
                 "");
}

/* Stop */

static void
assert_cancelled (ClientCall *call)
{
  g_assert_true (call->done);
  g_assert_null (call->result);
  g_assert_error (call->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (call->n_late, ==, 0);
}

static void
assert_stops_at_once (ClientCall  *call,
                      FaultServer *server)
{
  gint64 begin = g_get_monotonic_time ();
  guint n = call->n_deltas;

  if (!g_cancellable_is_cancelled (call->cancellable))
    client_call_cancel (call);
  g_assert_false (call->done);
  loop_until (call->done);
  assert_cancelled (call);
  if (server != NULL)
    loop_until (fault_server_get_n_hang_ups (server) == 1);
  g_test_message ("stopped within %" G_GINT64_FORMAT " us", g_get_monotonic_time () - begin);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, AT_ONCE_US);
  g_assert_cmpuint (call->n_deltas, ==, n);
}

static void
test_cancel_before (void)
{
  g_autoptr (FaultServer) server = fault_server_new (holding_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);

  client_call_cancel (call);
  client_call_run (call, url);
  assert_cancelled (call);
  g_assert_cmpuint (call->stages->len, ==, 0);
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, 0);
}

static void
test_cancel_connecting (void)
{
  g_autoptr (FaultServer) server = fault_server_new (holding_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);
  g_autoptr (ClientCall) hanging = client_call_new (NULL);
  BlackHole hole = { 0 };

  client_call_begin (call, url);
  assert_stops_at_once (call, NULL);
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 0);

  black_hole_open (&hole);
  client_call_begin (hanging, hole.url);
  loop_for (30);
  assert_stops_at_once (hanging, NULL);
  black_hole_close (&hole);
}

static void
test_cancel_waiting (void)
{
  static const char *heads[] = { NULL, "HTTP/1.1 200 O", HEAD, HEAD ":\n",
                                 "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{" };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (FaultServer) server = fault_server_new (holding_script, (gpointer) heads[i]);
      g_autofree char *url = fault_server_dup_url (server, PATH);
      g_autoptr (ClientCall) call = client_call_new (NULL);

      client_call_begin (call, url);
      loop_until (fault_server_get_n_requests (server) == 1 &&
                  client_call_n_stage (call, CONFAB_STAGE_SENT) == 1);
      loop_for (20);
      assert_stops_at_once (call, server);
    }
}

static void
test_cancel_streaming (void)
{
  static const char *heads[] = {
    HEAD FAULT_FRAME ("A", "null"),
    FAULT_HEAD_EVENTS "2000\r\n" FAULT_FRAME ("A", "null"),
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n"
    FAULT_FRAME ("A", "null"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (FaultServer) server = fault_server_new (holding_script, (gpointer) heads[i]);
      g_autofree char *url = fault_server_dup_url (server, PATH);
      g_autoptr (ClientCall) call = client_call_new (NULL);

      client_call_begin (call, url);
      loop_until (call->n_deltas == 1);
      assert_stops_at_once (call, server);
    }
}

/* The handler of a delta stops it, with more deltas in the same buffer. */
static void
test_cancel_inside_event (void)
{
  g_autoptr (FaultServer) server = NULL;
  g_autofree char *url = NULL;
  g_autoptr (ClientCall) call = client_call_new (NULL);

  server = fault_server_new (holding_script,
                             (gpointer) (HEAD FAULT_FRAME ("A", "null") FAULT_FRAME ("B", "null")
                                         FAULT_FRAME ("C", "stop")));
  url = fault_server_dup_url (server, PATH);
  call->cancel_at = 2;
  client_call_begin (call, url);
  loop_until (call->n_deltas == 2);
  assert_stops_at_once (call, server);
  g_assert_cmpstr (call->text->str, ==, "AB");
}

static void
endless_script (FaultPeer *peer,
                gpointer   user_data)
{
  g_autoptr (GString) frames = g_string_new (NULL);

  if (!fault_peer_read_request (peer))
    return;
  for (int i = 0; i < 200; i++)
    g_string_append (frames, FAULT_FRAME ("x", "null"));
  fault_peer_send (peer, HEAD);
  while (fault_peer_send (peer, frames->str))
    ;
  /* Only to count it. */
  fault_peer_wait_hang_up (peer);
}

/* In a flood, mostly parked: stopped all the same, and what waits waits in the socket. */
static void
test_cancel_flood (void)
{
  g_autoptr (FaultServer) server = fault_server_new (endless_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);

  client_call_begin (call, url);
  loop_until (call->n_deltas > 2000);
  assert_stops_at_once (call, server);
}

/* Size */

static void
repeat_script (FaultPeer *peer,
               gpointer   user_data)
{
  const char * const *parts = user_data; /* head, what is repeated, how often it may be */
  guint64 n = g_ascii_strtoull (parts[2], NULL, 10);
  g_autoptr (GString) block = g_string_new (NULL);

  if (!fault_peer_read_request (peer))
    return;
  while (block->len < 65536)
    g_string_append (block, parts[1]);
  fault_peer_send (peer, parts[0]);
  for (guint64 sent = 0; sent < n; sent += block->len)
    if (!fault_peer_send_bytes (peer, block->str, block->len))
      break;
}

typedef struct
{
  const char *parts[3];
  ConfabErrorClass error_class;
  const char *code;
} Endless;

static void
test_endless (void)
{
  static const Endless cases[] = {
    /* An error that never ends, a document, a line, a head, and 1xx for ever. */
    { { "HTTP/1.1 500 No\r\nContent-Type: application/json\r\n\r\n{\"code\":\"", "x", "33000000" },
      CONFAB_ERROR_SERVER, CONFAB_FAILURE_TOO_LARGE },
    { { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"output\":\"", "x", "33000000" },
      CONFAB_ERROR_SERVER, CONFAB_FAILURE_TOO_LARGE },
    { { HEAD "data:", "x", "33000000" }, CONFAB_ERROR_SERVER, CONFAB_FAILURE_TOO_LARGE },
    { { "HTTP/1.1 200 OK\r\n", "X-A: b\r\n", "33000000" },
      CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECTION },
    { { "", "HTTP/1.1 102 Processing\r\n\r\n", "33000000" },
      CONFAB_ERROR_NETWORK, CONFAB_FAILURE_NOT_SERVICE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FaultServer) server = fault_server_new (repeat_script, (gpointer) cases[i].parts);
      g_autofree char *url = fault_server_dup_url (server, PATH);
      g_autoptr (ClientCall) call = client_call_new (NULL);

      client_call_run (call, url);
      assert_failed (call, cases[i].error_class, cases[i].code, CONFAB_STAGE_SENT, "");
    }
}

/* Nothing was offered, so what comes encoded is not decoded: no bomb goes off. */
static void
test_encoded (void)
{
  g_autoptr (FaultServer) server = NULL;
  g_autofree char *url = NULL;
  g_autoptr (ClientCall) call = client_call_new (NULL);

  server = fault_server_new (holding_script,
                             (gpointer) ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                         "Content-Encoding: gzip\r\nContent-Length: 24\r\n\r\n"
                                         "data:{\"not\": \"decoded\"}\n\n"));
  url = fault_server_dup_url (server, PATH);
  client_call_run (call, url);
  g_assert_cmpuint (call->n_deltas, ==, 1);
  g_assert_false (call->result->complete);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* The machine's proxy has no part in this. */
  g_setenv ("no_proxy", "*", TRUE);
  g_unsetenv ("https_proxy");
  g_unsetenv ("HTTPS_PROXY");
  g_unsetenv ("all_proxy");
  g_unsetenv ("ALL_PROXY");

  g_test_add_func ("/client-limits/stalled", test_stalled);
  g_test_add_func ("/client-limits/silent", test_silent);
  g_test_add_func ("/client-limits/comments-are-life", test_comments_are_life);
  g_test_add_func ("/client-limits/connect-deadline", test_connect_deadline);
  g_test_add_func ("/client-limits/not-there", test_not_there);
  g_test_add_func ("/client-limits/cancel-before", test_cancel_before);
  g_test_add_func ("/client-limits/cancel-connecting", test_cancel_connecting);
  g_test_add_func ("/client-limits/cancel-waiting", test_cancel_waiting);
  g_test_add_func ("/client-limits/cancel-streaming", test_cancel_streaming);
  g_test_add_func ("/client-limits/cancel-inside-event", test_cancel_inside_event);
  g_test_add_func ("/client-limits/cancel-flood", test_cancel_flood);
  g_test_add_func ("/client-limits/endless", test_endless);
  g_test_add_func ("/client-limits/encoded", test_encoded);

  return g_test_run ();
}
