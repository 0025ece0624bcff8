/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The faults that are nothing but their script, as they are on the wire. */

#include "config.h"

#include <string.h>

#include "confab-json.h"

#include "demo-call.h"

#define INCREMENTAL "{\"incremental_output\":true}"
#define JSON "application/json"
#define SSE "text/event-stream;charset=UTF-8"
#define HTML "text/html; charset=utf-8"

static DemoReply *
ask (DemoFixture *fixture,
     const char  *name,
     gboolean     is_stream)
{
  g_autofree char *app = g_strconcat ("fault-", name, NULL);

  return demo_ask (fixture->service, app, is_stream, "What happens?", NULL,
                   is_stream ? INCREMENTAL : NULL);
}

/* What a stream of each of them looks like. */
static void
test_streams (DemoFixture   *fixture,
              gconstpointer  unused)
{
  static const struct {
    const char *name;
    guint status;
    DemoEnd end;
    const char *type;  /* NULL: not said */
    const char *start; /* of the body */
    const char *part;  /* or NULL */
    const char *stop;  /* or NULL */
  } cases[] = {
    { "401-bare", 401, DEMO_END_COMPLETE, NULL, "{\"code\":\"InvalidApiKey\"", NULL, NULL },
    { "401-workspace", 401, DEMO_END_COMPLETE, JSON, "{\"code\":\"NOT AUTHORIZED\"", NULL, NULL },
    { "403", 403, DEMO_END_COMPLETE, JSON, "{\"code\":\"App.AccessDenied\"", NULL, NULL },
    { "404", 404, DEMO_END_COMPLETE, JSON, "{\"code\":\"ModelNotFound\"", NULL, NULL },
    { "407", 407, DEMO_END_COMPLETE, HTML, "<!DOCTYPE html>", NULL, NULL },
    { "408", 408, DEMO_END_COMPLETE, JSON, "{\"code\":\"RequestTimeOut\"", NULL, NULL },
    { "413", 413, DEMO_END_COMPLETE, JSON, "{\"code\":\"BadRequest.TooLarge\"", NULL, NULL },
    { "502", 502, DEMO_END_COMPLETE, HTML, "<!DOCTYPE html>", NULL, NULL },
    { "504", 504, DEMO_END_COMPLETE, HTML, "<!DOCTYPE html>", NULL, NULL },
    { "500-empty", 500, DEMO_END_COMPLETE, NULL, "", NULL, NULL },
    { "empty", 200, DEMO_END_COMPLETE, JSON, "", NULL, NULL },
    { "arrearage", 400, DEMO_END_COMPLETE, JSON, "{\"code\":\"Arrearage\"", NULL, NULL },
    { "content", 400, DEMO_END_COMPLETE, JSON, "{\"code\":\"DataInspectionFailed\"", NULL, NULL },
    { "plugin", 500, DEMO_END_COMPLETE, JSON, "{\"code\":\"InvokePluginFailed\"", NULL, NULL },
    { "echo-key", 401, DEMO_END_COMPLETE, JSON, "{\"code\":\"InvalidApiKey\"",
      "provided: sk-right.", NULL },
    { "error-shape", 400, DEMO_END_COMPLETE, JSON, "{\"error\":{", "\"requestId\":\"", NULL },
    { "error-200", 200, DEMO_END_COMPLETE, JSON, "{\"code\":\"InvalidParameter\"", NULL, NULL },
    { "error-stream", 400, DEMO_END_COMPLETE, SSE, "id:1\nevent:error\n:HTTP_STATUS/400\ndata:{",
      NULL, "}\n\n" },
    { "error-first-429", 200, DEMO_END_COMPLETE, SSE, "id:1\nevent:error\n:HTTP_STATUS/429\ndata:{",
      NULL, "}\n\n" },
    { "error-first-bare", 200, DEMO_END_COMPLETE, SSE, "id:1\nevent:error\ndata:{\"code\":", NULL,
      "}\n\n" },
    { "error-mid-500", 200, DEMO_END_COMPLETE, SSE, "id:1\nevent:result\n",
      "id:41\nevent:error\n:HTTP_STATUS/500\n", NULL },
    { "error-mid-bare", 200, DEMO_END_COMPLETE, SSE, "id:1\nevent:result\ndata:",
      "id:41\nevent:error\ndata:{\"code\":\"InternalError\"", NULL },
    { "no-answer", 0, DEMO_END_NO_HEAD, NULL, "", NULL, NULL },
    { "no-finish", 200, DEMO_END_COMPLETE, SSE, "id:1\n", "id:40\n", NULL },
    { "garbage", 200, DEMO_END_COMPLETE, SSE, "id:1\n", "\"finish_reason\":\"stop\"",
      "garbage {{{\n\n" },
    { "crlf", 200, DEMO_END_COMPLETE, SSE, "id: 1\r\nevent: result\r\n:HTTP_STATUS/200\r\ndata: {",
      NULL, "}\r\n\r\n" },
    { "cr", 200, DEMO_END_COMPLETE, SSE, "id:1\revent:result\r:HTTP_STATUS/200\rdata:{", NULL,
      "}\r\r" },
    { "bom", 200, DEMO_END_COMPLETE, SSE, "\357\273\277id:1\n", NULL, "}\n\n" },
    { "bare-frames", 200, DEMO_END_COMPLETE, SSE, "data:{", NULL, "}\n\n" },
    { "comments", 200, DEMO_END_COMPLETE, SSE, ":heartbeat\n\nid:1\n", "\n\n:heartbeat\n\nid:2\n",
      NULL },
    { "two-lines", 200, DEMO_END_COMPLETE, SSE, "id:1\n", "},\ndata:\"usage\":", NULL },
    { "done", 200, DEMO_END_COMPLETE, SSE, "id:1\n", NULL, "}\n\ndata:[DONE]\n\n" },
    { "done-event", 200, DEMO_END_COMPLETE, SSE, "id:1\n", NULL, "}\n\nevent:done\ndata:{}\n\n" },
    { "heartbeats", 200, DEMO_END_COMPLETE, SSE, "id:1\n", "\n\n:\n\n:\n\n:\n\n", NULL },
    { "last-text", 200, DEMO_END_COMPLETE, SSE, "id:1\n",
      "\"finish_reason\":\"stop\",\"text\":\" end.\"", NULL },
    { "length", 200, DEMO_END_COMPLETE, SSE, "id:1\n", "\"finish_reason\":\"length\"", NULL },
    { "nulls", 200, DEMO_END_COMPLETE, SSE, "id:1\n", "\"session_id\":null", NULL },
    { "numbers", 200, DEMO_END_COMPLETE, SSE, "id:1\n", "\"input_tokens\":\"12\"", NULL },
    { "rejected", 200, DEMO_END_COMPLETE, SSE, "id:1\n", "\"reject_status\":true", NULL },
    { "no-output", 200, DEMO_END_COMPLETE, SSE, "id:1\n", "data:{\"usage\":{},\"request_id\"",
      NULL },
    { "shuffled", 200, DEMO_END_COMPLETE, SSE,
      "id:1\nevent:result\n:HTTP_STATUS/200\ndata:{\"request_id\":", "\"usage\":{},\"output\":", NULL },
    { "plain", 200, DEMO_END_COMPLETE, JSON, "{\"output\":{", NULL, "}" },
    { "wrong-type", 200, DEMO_END_COMPLETE, "text/plain", "id:1\n", NULL, NULL },
    { "no-type", 200, DEMO_END_COMPLETE, NULL, "id:1\n", NULL, NULL },
    { "text", 200, DEMO_END_COMPLETE, "text/plain", "Upgrade in progress.", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DemoReply) reply = ask (fixture, cases[i].name, TRUE);
      g_autofree char *type = demo_reply_header (reply, "content-type");

      g_test_message ("%s", cases[i].name);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      g_assert_cmpint (reply->end, ==, cases[i].end);
      g_assert_cmpstr (type, ==, cases[i].type);
      g_assert_true (g_str_has_prefix (reply->body->str, cases[i].start));
      if (cases[i].part != NULL)
        g_assert_nonnull (strstr (reply->body->str, cases[i].part));
      if (cases[i].stop != NULL)
        g_assert_true (g_str_has_suffix (reply->body->str, cases[i].stop));
    }
}

/* No blank line at the end, and so no stop that the rules for event streams would see. */
static void
test_no_blank (DemoFixture   *fixture,
               gconstpointer  unused)
{
  g_autoptr (DemoReply) reply = ask (fixture, "no-blank", TRUE);

  g_assert_true (g_str_has_suffix (reply->body->str, "}\n"));
  g_assert_false (g_str_has_suffix (reply->body->str, "\n\n"));
}

static void
test_sizes (DemoFixture   *fixture,
            gconstpointer  unused)
{
  g_autoptr (DemoReply) big = ask (fixture, "big", TRUE);
  g_autoptr (DemoReply) many = ask (fixture, "many", TRUE);
  g_autoptr (GPtrArray) big_frames = demo_reply_frames (big);
  g_autoptr (GPtrArray) many_frames = demo_reply_frames (many);
  g_autofree char *text = demo_reply_text (big, TRUE);

  g_assert_cmpuint (big_frames->len, >, 41);
  g_assert_cmpuint (strlen (text), >, 4 * 1024 * 1024);
  g_assert_cmpuint (many_frames->len, >, 20040);
}

/* What comes without a stream where the script has frames of its own: the last one. */
static void
test_own_frames_plain (DemoFixture   *fixture,
                       gconstpointer  unused)
{
  g_autoptr (DemoReply) nulls = ask (fixture, "nulls", FALSE);
  g_autoptr (DemoReply) numbers = ask (fixture, "numbers", FALSE);
  g_autoptr (DemoReply) shuffled = ask (fixture, "shuffled", FALSE);

  g_assert_cmpstr (demo_output (nulls->json, "text"), ==, "Nothing is missing.");
  g_assert_cmpstr (demo_output (numbers->json, "text"), ==, "Twelve.");
  g_assert_true (g_str_has_prefix (shuffled->body->str, "{\"request_id\":"));
}

/* The first request, and the next one. */
static void
test_retry_after (DemoFixture   *fixture,
                  gconstpointer  unused)
{
  static const struct {
    const char *name;
    const char *value; /* NULL: a date */
    gboolean is_answered;
  } cases[] = {
    { "429-after", "1", TRUE },
    { "429-after-odd", "soon", TRUE },
    { "429-after-absurd", "999999999", FALSE },
    { "429-after-date", NULL, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DemoReply) first = ask (fixture, cases[i].name, TRUE);
      g_autoptr (DemoReply) second = ask (fixture, cases[i].name, TRUE);
      g_autofree char *value = demo_reply_header (first, "retry-after");

      g_assert_cmpuint (first->status, ==, 429);
      if (cases[i].value != NULL)
        g_assert_cmpstr (value, ==, cases[i].value);
      else
        g_assert_true (g_str_has_suffix (value, " GMT"));
      g_assert_cmpuint (second->status, ==, cases[i].is_answered ? 200 : 429);
    }
}

static void
test_sessions (DemoFixture   *fixture,
               gconstpointer  unused)
{
  const char *const known = "0123456789abcdef0123456789abcdef";
  g_autoptr (DemoReply) first = ask (fixture, "session-expired", FALSE);
  g_autoptr (DemoReply) expired = demo_ask (fixture->service, "fault-session-expired", FALSE, "a",
                                            known, NULL);
  g_autoptr (DemoReply) replaced = ask (fixture, "session-replaced", FALSE);
  const char *session_id = demo_output (replaced->json, "session_id");
  g_autoptr (DemoReply) again = demo_ask (fixture->service, "fault-session-replaced", FALSE, "a",
                                          session_id, NULL);

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (expired->status, ==, 400);
  g_assert_cmpstr (confab_json_get_string (expired->json, "code"), ==, "InvalidParameter");
  g_assert_cmpstr (demo_output (again->json, "session_id"), !=, session_id);
}

/* A refusal never fills in what looks like a placeholder. */
static void
test_no_expansion (DemoFixture   *fixture,
                   gconstpointer  unused)
{
  const DemoCall call = { .method = "{key}", .body = "{}" };
  g_autoptr (DemoReply) reply = demo_call (fixture->service, &call);

  g_assert_null (strstr (reply->body->str, "sk-right"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/demo/scripts/" path, DemoFixture, NULL, demo_fixture_set_up, function,             \
              demo_fixture_tear_down)
  ADD ("streams", test_streams);
  ADD ("no-blank", test_no_blank);
  ADD ("sizes", test_sizes);
  ADD ("own-frames-plain", test_own_frames_plain);
  ADD ("retry-after", test_retry_after);
  ADD ("sessions", test_sessions);
  ADD ("no-expansion", test_no_expansion);
#undef ADD

  return g_test_run ();
}
