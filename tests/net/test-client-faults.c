/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "client-call.h"

/* One table of what servers and the ways to them do wrong, and what must come out. In each case
 * the request is sent once and once only, and the key is in no message. */

#define FRAME_A FAULT_FRAME ("A", "null")
#define FRAME_B FAULT_FRAME ("B", "null")
#define FRAME_END FAULT_FRAME ("C", "stop")
#define FRAME_ERROR                                                                               \
  "id:2\nevent:error\n:HTTP_STATUS/429\n"                                                         \
  "data:{\"code\":\"Throttling.RateQuota\",\"message\":\"slow down\",\"request_id\":\"r-9\"}\n\n"
#define ERROR_BODY(code) "{\"code\":\"" code "\",\"message\":\"no, " TEST_KEY "\",\"request_id\":\"r-1\"}"

typedef enum {
  END_CLOSE, /* a FIN after the last piece */
  END_RESET, /* a RST */
} End;

typedef struct
{
  const char *name;
  const char *pieces[6]; /* raw bytes, each sent by itself */
  End end;

  gboolean complete;
  ConfabErrorClass error_class;
  const char *code;
  int http_status;
  ConfabCallStage stage;
  const char *text;
  const char *message; /* a part of it */
} Fault;

static const Fault faults[] = {
  /* Cut: the five ways, each of them after text. */
  {
    "cut-between-chunks",
    { FAULT_HEAD_EVENTS "c7\r\n" FRAME_A "\r\n" }, END_CLOSE,
    FALSE, CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE, 0, CONFAB_STAGE_STREAMING, "A", NULL,
  },
  {
    "cut-inside-a-chunk",
    { FAULT_HEAD_EVENTS "2000\r\n" FRAME_A "id:2\nevent:res" }, END_CLOSE,
    FALSE, CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE, 0, CONFAB_STAGE_STREAMING, "A", NULL,
  },
  {
    "cut-short-of-length",
    { "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 5000\r\n\r\n" FRAME_A },
    END_CLOSE,
    FALSE, CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE, 0, CONFAB_STAGE_STREAMING, "A", NULL,
  },
  {
    "cut-by-reset",
    { FAULT_HEAD_EVENTS "2000\r\n" FRAME_A FRAME_B, "id" }, END_RESET,
    FALSE, CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE, 0, CONFAB_STAGE_STREAMING, "AB", NULL,
  },
  {
    "cut-at-connection-close",
    { "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" FRAME_A }, END_CLOSE,
    FALSE, CONFAB_ERROR_INCOMPLETE, CONFAB_FAILURE_INCOMPLETE, 0, CONFAB_STAGE_STREAMING, "A", NULL,
  },

  /* Nothing came. */
  {
    "closed-after-request",
    { NULL }, END_CLOSE,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECTION, 0, CONFAB_STAGE_SENT, "", NULL,
  },
  {
    "reset-after-request",
    { NULL }, END_RESET,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECTION, 0, CONFAB_STAGE_SENT, "", NULL,
  },
  {
    /* For libsoup the same as "no-http-at-all". */
    "closed-in-head",
    { "HTTP/1.1 200 OK\r\nContent-Ty" }, END_CLOSE,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_NOT_SERVICE, 0, CONFAB_STAGE_SENT, "", NULL,
  },
  {
    "head-only",
    { "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" }, END_CLOSE,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECTION, 0, CONFAB_STAGE_SENT, "", NULL,
  },
  {
    "comments-only",
    { "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:a\n\n", ":b\n\n" }, END_CLOSE,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECTION, 0, CONFAB_STAGE_SENT, "", NULL,
  },
  {
    "empty-without-type",
    { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" }, END_CLOSE,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECTION, 0, CONFAB_STAGE_SENT, "", NULL,
  },
  {
    "document-cut",
    { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"output\":{\"text\":\"half" },
    END_CLOSE,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_CONNECTION, 0, CONFAB_STAGE_SENT, "", NULL,
  },

  /* Complete in spite of all. */
  {
    "reset-after-finish",
    { FAULT_HEAD_EVENTS "2000\r\n" FRAME_A FRAME_END, "x" }, END_RESET,
    TRUE, 0, NULL, 0, CONFAB_STAGE_STREAMING, "AC", NULL,
  },
  {
    "late-frames",
    { FAULT_HEAD_EVENTS "2000\r\n" FRAME_A FRAME_END FRAME_B FRAME_ERROR, FRAME_B }, END_CLOSE,
    TRUE, 0, NULL, 0, CONFAB_STAGE_STREAMING, "AC", NULL,
  },
  {
    "finish-without-blank-line",
    { "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" FRAME_A
      "id:2\nevent:result\n:HTTP_STATUS/200\n"
      "data:{\"output\":{\"finish_reason\":\"stop\",\"text\":\"Z\"},\"request_id\":\"r\"}" },
    END_CLOSE,
    TRUE, 0, NULL, 0, CONFAB_STAGE_STREAMING, "AZ", NULL,
  },
  {
    "type-missing-events",
    { "HTTP/1.1 200 OK\r\n\r\n", "i", "d:1\nevent:result\n", "data:{\"output\":{\"finish_reason\":"
      "\"stop\",\"text\":\"Q\"},\"request_id\":\"r\"}\n\n" },
    END_CLOSE,
    TRUE, 0, NULL, 0, CONFAB_STAGE_STREAMING, "Q", NULL,
  },
  {
    "type-missing-document",
    { "HTTP/1.1 200 OK\r\n\r\n", " \r\n {\"output\":{\"finish_reason\":\"stop\",\"text\":\"Q\"},"
      "\"request_id\":\"r\"}\n" },
    END_CLOSE,
    TRUE, 0, NULL, 0, CONFAB_STAGE_STREAMING, "Q", NULL,
  },
  {
    "continue-first",
    { "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
      FAULT_HEAD_EVENTS "2000\r\n" FRAME_END },
    END_CLOSE,
    TRUE, 0, NULL, 0, CONFAB_STAGE_STREAMING, "C", NULL,
  },

  /* The service says no. */
  {
    "401-without-type",
    { "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n" ERROR_BODY ("InvalidApiKey") },
    END_CLOSE,
    FALSE, CONFAB_ERROR_AUTH, "InvalidApiKey", 401, CONFAB_STAGE_SENT, "", "no, ***",
  },
  {
    "401-asks-for-basic",
    { "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
      "Content-Type: application/json\r\nConnection: close\r\n\r\n" ERROR_BODY ("InvalidApiKey") },
    END_CLOSE,
    FALSE, CONFAB_ERROR_AUTH, "InvalidApiKey", 401, CONFAB_STAGE_SENT, "", "no, ***",
  },
  {
    "400-arrearage",
    { "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n"
      "Connection: close\r\n\r\n" ERROR_BODY ("Arrearage") },
    END_CLOSE,
    FALSE, CONFAB_ERROR_QUOTA, "Arrearage", 400, CONFAB_STAGE_SENT, "", NULL,
  },
  {
    "400-as-events",
    { "HTTP/1.1 400 Bad Request\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      "id:1\nevent:error\n:HTTP_STATUS/403\ndata:" ERROR_BODY ("AccessDenied") "\n\n" },
    END_CLOSE,
    FALSE, CONFAB_ERROR_AUTH, "AccessDenied", 403, CONFAB_STAGE_SENT, "", "no, ***",
  },
  {
    "500-empty",
    { "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n" }, END_CLOSE,
    FALSE, CONFAB_ERROR_SERVER, NULL, 500, CONFAB_STAGE_SENT, "", "500",
  },
  {
    "502-html",
    { "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<html>" TEST_KEY "</html>" },
    END_CLOSE,
    FALSE, CONFAB_ERROR_SERVER, CONFAB_FAILURE_NOT_SERVICE, 502, CONFAB_STAGE_SENT, "", "text/html",
  },
  {
    "error-first-frame",
    { FAULT_HEAD_EVENTS "2000\r\n" FRAME_ERROR }, END_CLOSE,
    FALSE, CONFAB_ERROR_QUOTA, "Throttling.RateQuota", 429, CONFAB_STAGE_SENT, "", "slow down",
  },
  {
    "error-in-the-middle",
    { FAULT_HEAD_EVENTS "2000\r\n" FRAME_A FRAME_ERROR FRAME_END }, END_CLOSE,
    FALSE, CONFAB_ERROR_QUOTA, "Throttling.RateQuota", 429, CONFAB_STAGE_STREAMING, "A", NULL,
  },
  {
    "frame-is-no-json",
    { FAULT_HEAD_EVENTS "2000\r\n" FRAME_A "data:{oops\n\n" FRAME_END }, END_CLOSE,
    FALSE, CONFAB_ERROR_SERVER, CONFAB_FAILURE_BAD_FRAME, 0, CONFAB_STAGE_STREAMING, "A", NULL,
  },

  /* Somebody else answered. */
  {
    "captive-portal",
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>Log in</html>" },
    END_CLOSE,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_NOT_SERVICE, 200, CONFAB_STAGE_SENT, "", "text/html",
  },
  {
    "html-without-type",
    { "HTTP/1.1 200 OK\r\n\r\n<html>Log in</html>" }, END_CLOSE,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_NOT_SERVICE, 200, CONFAB_STAGE_SENT, "", NULL,
  },
  {
    "html-as-json",
    { "HTTP/1.1 200 OK\r\nContent-Type: application/jsonp\r\n\r\n{\"output\":{\"text\":\"x\"}}" },
    END_CLOSE,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_NOT_SERVICE, 200, CONFAB_STAGE_SENT, "", "jsonp",
  },
  {
    "no-http-at-all",
    { "SSH-2.0-OpenSSH_9.2\r\n" }, END_CLOSE,
    FALSE, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_NOT_SERVICE, 0, CONFAB_STAGE_SENT, "", NULL,
  },
};

static void
fault_script (FaultPeer *peer,
              gpointer   user_data)
{
  const Fault *fault = user_data;

  if (!fault_peer_read_request (peer))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (fault->pieces) && fault->pieces[i] != NULL; i++)
    {
      fault_peer_send (peer, fault->pieces[i]);
      if (fault->end == END_RESET)
        fault_peer_wait_gate (peer);
    }
  if (fault->end == END_RESET)
    fault_peer_reset (peer);
}

static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  g_autoptr (FaultServer) server = fault_server_new (fault_script, (gpointer) fault);
  g_autofree char *url = fault_server_dup_url (server, "/api/v1/apps/a/completion");
  g_autoptr (ClientCall) call = client_call_new (NULL);

  client_call_begin (call, url);
  if (fault->end == END_RESET)
    {
      /* A RST overtakes what was not read yet: first all text, then the next piece. */
      loop_until (call->done || strcmp (call->text->str, fault->text) == 0);
      for (guint i = 0; i < G_N_ELEMENTS (fault->pieces); i++)
        fault_server_open_gate (server);
    }
  loop_until (call->done);

  if (fault->complete)
    {
      assert_complete (call, fault->text);
    }
  else
    {
      assert_failed (call, fault->error_class, fault->code, fault->stage, fault->text);
      g_assert_cmpint (call->result->failure->http_status, ==, fault->http_status);
      if (fault->message != NULL)
        g_assert_nonnull (strstr (call->result->failure->message, fault->message));
      g_assert_cmpint (call->result->failure->retry_after, ==, -1);
    }
  g_assert_cmpuint (fault_server_get_n_connections (server), ==, 1);
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 1);
}

/* Retry-After */

static void
retry_script (FaultPeer *peer,
              gpointer   user_data)
{
  g_autofree char *reply = NULL;

  if (!fault_peer_read_request (peer))
    return;
  reply = g_strdup_printf ("HTTP/1.1 429 Too Many Requests\r\nRetry-After: %s\r\n"
                           "Content-Type: application/json\r\nConnection: close\r\n\r\n%s",
                           (const char *) user_data, ERROR_BODY ("Throttling"));
  fault_peer_send (peer, reply);
}

static void
test_retry_after (void)
{
  static const struct { const char *value; int seconds; } cases[] = {
    { "7", 7 },     { "0", 0 },     { "86400", 120 }, { "99999999999999999999999", 120 },
    { "-5", -1 },   { "soon", -1 }, { "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
    { "Fri, 01 Jan 2100 00:00:00 GMT", 120 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FaultServer) server = fault_server_new (retry_script, (gpointer) cases[i].value);
      g_autofree char *url = fault_server_dup_url (server, "/x");
      g_autoptr (ClientCall) call = client_call_new (NULL);

      client_call_run (call, url);
      assert_failed (call, CONFAB_ERROR_QUOTA, "Throttling", CONFAB_STAGE_SENT, "");
      g_assert_cmpint (call->result->failure->http_status, ==, 429);
      g_assert_cmpint (call->result->failure->retry_after, ==, cases[i].seconds);
    }
}

/* Redirects: the target hears nothing. */

typedef struct
{
  int status;
  char *location; /* (nullable) */
} Redirect;

static void
redirect_script (FaultPeer *peer,
                 gpointer   user_data)
{
  const Redirect *redirect = user_data;
  g_autofree char *reply = NULL;

  if (!fault_peer_read_request (peer))
    return;
  reply = g_strdup_printf ("HTTP/1.1 %d Elsewhere\r\n%s%s%sContent-Length: 0\r\n\r\n",
                           redirect->status, redirect->location != NULL ? "Location: " : "",
                           redirect->location != NULL ? redirect->location : "",
                           redirect->location != NULL ? "\r\n" : "");
  fault_peer_send (peer, reply);
}

static void
silent_script (FaultPeer *peer,
               gpointer   user_data)
{
  fault_peer_read_request (peer);
}

static void
assert_redirect (int         status,
                 const char *location,
                 const char *named)
{
  Redirect redirect = { status, (char *) location };
  g_autoptr (FaultServer) server = fault_server_new (redirect_script, &redirect);
  g_autofree char *url = fault_server_dup_url (server, "/x");
  g_autoptr (ClientCall) call = client_call_new (NULL);

  client_call_run (call, url);
  assert_failed (call, CONFAB_ERROR_NETWORK, CONFAB_FAILURE_REDIRECT, CONFAB_STAGE_SENT, "");
  g_assert_cmpint (call->result->failure->http_status, ==, status);
  g_assert_nonnull (strstr (call->result->failure->message, named));
  g_assert_cmpuint (fault_server_get_n_requests (server), ==, 1);
}

static void
test_redirect (void)
{
  static const int statuses[] = { 300, 301, 302, 303, 307, 308 };
  g_autoptr (FaultServer) target = fault_server_new (silent_script, NULL);
  g_autofree char *location = fault_server_dup_url (target, "/stolen");

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    assert_redirect (statuses[i], location, "127.0.0.1");

  assert_redirect (302, "https://evil.example/api/v1", "evil.example");
  assert_redirect (302, "//evil.example/", "evil.example");
  assert_redirect (302, "/elsewhere", "127.0.0.1");
  assert_redirect (302, "https://b\303\274cher.example/", "xn--bcher-kva.example");
  assert_redirect (302, "https://" TEST_KEY ".example/", "***.example");
  assert_redirect (302, NULL, "Redirected");
  assert_redirect (302, "http://[broken", "Redirected");
  g_assert_cmpuint (fault_server_get_n_connections (target), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strconcat ("/client-faults/", faults[i].name, NULL);

      g_test_add_data_func (path, &faults[i], test_fault);
    }
  g_test_add_func ("/client-faults/retry-after", test_retry_after);
  g_test_add_func ("/client-faults/redirect", test_redirect);

  return g_test_run ();
}
