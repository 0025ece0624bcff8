/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "client-call.h"

/* What the client does when all goes well, and what leaves the machine then. */

#define PATH "/api/v1/apps/assistant/completion"

static void
stream_script (FaultPeer *peer,
               gpointer   user_data)
{
  if (!fault_peer_read_request (peer))
    return;
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  fault_peer_send_chunk (peer, FAULT_FRAME ("I am ", "null"));
  fault_peer_wait_gate (peer);
  fault_peer_send_chunk (peer, FAULT_FRAME ("Confab", "null"));
  fault_peer_wait_gate (peer);
  fault_peer_send_chunk (peer, FAULT_FRAME (".", "stop"));
  fault_peer_send_last_chunk (peer);
}

/* Each piece is handed out while the server still waits to send the next. */
static void
test_live (void)
{
  g_autoptr (FaultServer) server = fault_server_new (stream_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);

  client_call_begin (call, url);
  loop_until (strcmp (call->text->str, "I am ") == 0);
  g_assert_false (call->done);
  fault_server_open_gate (server);
  loop_until (strcmp (call->text->str, "I am Confab") == 0);
  g_assert_false (call->done);
  fault_server_open_gate (server);
  loop_until (call->done);

  assert_complete (call, "I am Confab.");
  g_assert_cmpuint (call->stages->len, ==, 3);
  g_assert_cmpuint (client_call_n_stage (call, CONFAB_STAGE_CONNECTING), ==, 1);
  g_assert_cmpuint (client_call_n_stage (call, CONFAB_STAGE_SENT), ==, 1);
  g_assert_cmpuint (client_call_n_stage (call, CONFAB_STAGE_STREAMING), ==, 1);
  g_assert_cmpstr (confab_reply_decoder_get_session_id (call->result->decoder), ==,
                   "0123456789abcdef0123456789abcdef");
  g_assert_cmpstr (confab_reply_decoder_get_request_id (call->result->decoder), ==,
                   "f97ee37d-0f9c-9b93-b6bf-bd263a232bf9");
}

static guint
count (const char *text,
       const char *part)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, part)) != NULL; p += strlen (part))
    n++;

  return n;
}

static void
test_request (void)
{
  g_autoptr (FaultServer) server = fault_server_new (stream_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autofree char *request = NULL;
  g_autofree char *lower = NULL;
  g_autoptr (ClientCall) call = client_call_new (NULL);

  fault_server_open_gate (server);
  fault_server_open_gate (server);
  client_call_run (call, url);
  assert_complete (call, "I am Confab.");

  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 1);
  request = fault_server_dup_request (server, 0);
  g_test_message ("%s", request);
  g_assert_true (g_str_has_prefix (request, "POST " PATH " HTTP/1.1\r\n"));
  lower = g_ascii_strdown (request, -1);
  g_assert_cmpuint (count (lower, "\r\nauthorization: bearer " TEST_KEY "\r\n"), ==, 1);
  g_assert_cmpuint (count (request, TEST_KEY), ==, 1);
  g_assert_cmpuint (count (lower, "\r\ncontent-type: application/json\r\n"), ==, 1);
  g_assert_cmpuint (count (lower, "\r\naccept: text/event-stream\r\n"), ==, 1);
  g_assert_cmpuint (count (lower, "\r\nx-dashscope-sse: enable\r\n"), ==, 1);
  g_assert_cmpuint (count (lower, "\r\nx-dashscope-workspace: ws-1\r\n"), ==, 1);
  g_assert_cmpuint (count (lower, "\r\nuser-agent: confab/"), ==, 1);
  g_assert_cmpuint (count (lower, "accept-encoding"), ==, 0);
  g_assert_cmpuint (count (lower, "accept-language"), ==, 0);
  g_assert_cmpuint (count (lower, "cookie"), ==, 0);
  g_assert_cmpuint (count (lower, "transfer-encoding"), ==, 0);
  g_assert_nonnull (strstr (request, "\r\n\r\n{\"input\":{\"prompt\":\"Who are you?\"}"));
}

static void
test_without_key (void)
{
  g_autoptr (FaultServer) server = fault_server_new (stream_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autofree char *request = NULL;
  g_autofree char *lower = NULL;
  g_autoptr (ClientCall) call = client_call_new (NULL);

  fault_server_open_gate (server);
  fault_server_open_gate (server);
  call->key = NULL;
  client_call_run (call, url);
  assert_complete (call, "I am Confab.");
  request = fault_server_dup_request (server, 0);
  lower = g_ascii_strdown (request, -1);
  g_assert_null (strstr (lower, "authorization"));
}

static void
cookie_script (FaultPeer *peer,
               gpointer   user_data)
{
  if (!fault_peer_read_request (peer))
    return;
  fault_peer_send (peer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                         "Set-Cookie: who=you; Path=/\r\n"
                         "Connection: close\r\n\r\n"
                         "{\"output\":{\"session_id\":\"s\",\"finish_reason\":\"stop\","
                         "\"text\":\"whole\"},\"usage\":{},\"request_id\":\"r\"}");
}

/* One JSON answer; and the second request brings nothing back that the first one got. */
static void
test_document (void)
{
  g_autoptr (FaultServer) server = fault_server_new (cookie_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) first = client_call_new (NULL);
  g_autoptr (ClientCall) second = client_call_new (first->client);
  g_autofree char *request = NULL;

  client_call_run (first, url);
  assert_complete (first, "whole");
  g_assert_cmpuint (first->n_deltas, ==, 1);
  client_call_run (second, url);
  assert_complete (second, "whole");

  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 2);
  request = fault_server_dup_request (server, 1);
  g_assert_null (strstr (request, "ookie"));
}

static void
drip_script (FaultPeer *peer,
             gpointer   user_data)
{
  if (!fault_peer_read_request (peer))
    return;
  fault_peer_drip (peer, "HTTP/1.1 200 OK\r\ncontent-type:text/event-stream\r\n\r\n");
  fault_peer_drip (peer, FAULT_FRAME ("drop by drop, 一滴一滴, ", "null"));
  fault_peer_drip (peer, FAULT_FRAME ("all of it", "stop"));
}

static void
test_drip (void)
{
  g_autoptr (FaultServer) server = fault_server_new (drip_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);

  client_call_run (call, url);
  assert_complete (call, "drop by drop, 一滴一滴, all of it");
}

static const char framed[] =
  FAULT_FRAME ("byte by byte, 一块一块, ", "null") FAULT_FRAME ("all of it", "stop");

/* Each byte of two frames is a chunk of its own, and after each byte of the chunks' framing nothing comes
 * until the client has taken it and waits: no read begins where a chunk does. */
static void
framing_script (FaultPeer *peer,
                gpointer   user_data)
{
  gint *n_sent = user_data;

  if (!fault_peer_read_request (peer) || !fault_peer_send (peer, FAULT_HEAD_EVENTS))
    return;

  for (const char *p = framed; *p != '\0'; p++)
    {
      const char chunk[] = { '1', '\r', '\n', *p, '\r', '\n' };

      for (guint i = 0; i < sizeof chunk; i++)
        {
          if (!fault_peer_send_bytes (peer, chunk + i, 1))
            return;
          g_atomic_int_inc (n_sent);
          if (!fault_peer_wait_gate (peer))
            return;
        }
    }
  fault_peer_send_last_chunk (peer);
}

static void
test_framing (void)
{
  gint n_sent = 0;
  gint n_taken = 0;
  g_autoptr (FaultServer) server = fault_server_new (framing_script, &n_sent);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);

  client_call_begin (call, url);
  while (!call->done)
    {
      loop_until (call->done || g_atomic_int_get (&n_sent) > n_taken);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      n_taken++;
      fault_server_open_gate (server);
    }
  g_assert_cmpint (n_taken, >, 6 * (gint) strlen (framed) - 12);
  assert_complete (call, "byte by byte, 一块一块, all of it");
}

/* What was to be sent is not sent, for a reason of our own. */
static void
test_not_sent (void)
{
  static const char *urls[] = {
    "http://example.com/api/v1/apps/a/completion", "http://127.1:9/", "http://localhost.example/",
    "https://user@127.0.0.1/",                     "ftp://127.0.0.1/", "nonsense", "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (ClientCall) call = client_call_new (NULL);

      g_test_message ("%s", urls[i]);
      client_call_run (call, urls[i]);
      assert_failed (call, CONFAB_ERROR_USAGE, CONFAB_FAILURE_NOT_SENT, CONFAB_STAGE_QUEUED, "");
    }
}

static void
test_bad_key (void)
{
  static const char *keys[] = { "sk-\r\nX-Evil: 1", "sk with space", "sk-\303\244", "sk-\t" };
  g_autoptr (FaultServer) server = fault_server_new (stream_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (ClientCall) call = client_call_new (NULL);

      call->key = keys[i];
      client_call_run (call, url);
      assert_failed (call, CONFAB_ERROR_AUTH, CONFAB_FAILURE_NOT_SENT, CONFAB_STAGE_QUEUED, "");
    }
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, 0);
}

static void
hundred_script (FaultPeer *peer,
                gpointer   user_data)
{
  if (!fault_peer_read_request (peer))
    return;
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  for (int i = 0; i < 20; i++)
    fault_peer_send_chunk (peer, FAULT_FRAME ("x", "null"));
  /* All are open at the same time, or none gets on. */
  fault_peer_wait_gate (peer);
  fault_peer_send_chunk (peer, FAULT_FRAME ("!", "stop"));
  fault_peer_send_last_chunk (peer);
}

static void
test_hundred (void)
{
  enum { N = 100 };
  g_autoptr (FaultServer) server = fault_server_new (hundred_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ConfabClock) clock = confab_clock_new_system ();
  g_autoptr (ConfabPace) pace = confab_pace_new ();
  g_autoptr (ConfabClient) client = confab_client_new (clock, pace);
  ClientCall *calls[N];

  for (int i = 0; i < N; i++)
    {
      calls[i] = client_call_new (client);
      client_call_begin (calls[i], url);
    }
  loop_until (fault_server_get_n_at_gate (server) == N);
  for (int i = 0; i < N; i++)
    loop_until (calls[i]->n_deltas == 20);
  for (int i = 0; i < N; i++)
    fault_server_open_gate (server);
  for (int i = 0; i < N; i++)
    {
      loop_until (calls[i]->done);
      assert_complete (calls[i], "xxxxxxxxxxxxxxxxxxxx!");
      client_call_free (calls[i]);
    }
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, N);
}

/* A client that nobody holds any more finishes its calls, and is gone then. */
static void
test_client_outlived (void)
{
  g_autoptr (FaultServer) server = fault_server_new (stream_script, NULL);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ClientCall) call = client_call_new (NULL);
  ConfabClient *client = call->client;

  g_object_add_weak_pointer (G_OBJECT (client), (gpointer *) &client);
  client_call_begin (call, url);
  g_clear_object (&call->client);
  g_assert_nonnull (client);
  fault_server_open_gate (server);
  fault_server_open_gate (server);
  loop_until (call->done);
  assert_complete (call, "I am Confab.");
  loop_until (client == NULL);
}

#define FLOOD_FRAMES 5
#define MAX_FLOOD 20000 /* chunks of 100 events */

typedef struct
{
  ConfabPace *pace;
  ClientCall *call;
  gint n_frames; /* atomic: the peer looks at it */
  guint n_chunks; /* what the peer has sent, once the reply is complete */
  gint64 last;
  gint64 longest;
} Screen;

static gboolean
frame_due_cb (gpointer user_data)
{
  Screen *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (self->last != 0)
    self->longest = MAX (self->longest, now - self->last);
  self->last = now;
  g_atomic_int_inc (&self->n_frames);
  confab_pace_frame_painted (self->pace);

  return G_SOURCE_CONTINUE;
}

static void
flood_script (FaultPeer *peer,
              gpointer   user_data)
{
  g_autoptr (GString) chunk = g_string_new (NULL);
  Screen *screen = user_data;
  guint n = 0;

  if (!fault_peer_read_request (peer))
    return;
  for (int i = 0; i < 100; i++)
    g_string_append (chunk, FAULT_FRAME ("x", "null"));
  fault_peer_send (peer, FAULT_HEAD_EVENTS);
  /* It goes on until some frames have come; a frozen screen has none before the end of it. */
  while (n < 100 || (n < MAX_FLOOD && g_atomic_int_get (&screen->n_frames) < FLOOD_FRAMES))
    {
      fault_peer_send_chunk (peer, chunk->str);
      n++;
    }
  screen->n_chunks = n;
  fault_peer_send_chunk (peer, FAULT_FRAME ("!", "stop"));
  fault_peer_send_last_chunk (peer);
}

/* At least 10,000 events, as fast as a machine can send: a screen at GTK's redraw priority goes on. */
static void
test_flood (void)
{
  Screen screen = { 0, };
  g_autoptr (FaultServer) server = fault_server_new (flood_script, &screen);
  g_autofree char *url = fault_server_dup_url (server, PATH);
  g_autoptr (ConfabClock) clock = confab_clock_new_system ();
  g_autoptr (ConfabPace) pace = confab_pace_new ();
  g_autoptr (ConfabClient) client = confab_client_new (clock, pace);
  g_autoptr (ClientCall) call = client_call_new (client);
  guint source;

  screen.pace = pace;
  screen.call = call;
  source = g_timeout_add_full (G_PRIORITY_HIGH_IDLE + 20, 16, frame_due_cb, &screen, NULL);
  client_call_run (call, url);
  g_source_remove (source);

  g_assert_true (call->result->complete);
  g_assert_cmpuint (call->text->len, ==, 100 * screen.n_chunks + 1);
  g_test_message ("%d frames, longest gap %" G_GINT64_FORMAT " us", screen.n_frames,
                  screen.longest);
  g_assert_cmpuint (screen.n_chunks, <, MAX_FLOOD);
  g_assert_cmpint (screen.n_frames, >=, FLOOD_FRAMES);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client/live", test_live);
  g_test_add_func ("/client/request", test_request);
  g_test_add_func ("/client/without-key", test_without_key);
  g_test_add_func ("/client/document", test_document);
  g_test_add_func ("/client/drip", test_drip);
  g_test_add_func ("/client/framing", test_framing);
  g_test_add_func ("/client/not-sent", test_not_sent);
  g_test_add_func ("/client/bad-key", test_bad_key);
  g_test_add_func ("/client/hundred", test_hundred);
  g_test_add_func ("/client/client-outlived", test_client_outlived);
  g_test_add_func ("/client/flood", test_flood);

  return g_test_run ();
}
