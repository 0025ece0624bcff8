/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each fault as it is on the wire. */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include "confab-json.h"

#include "demo-call.h"
#include "loop.h"

#define INCREMENTAL "{\"incremental_output\":true}"

static DemoReply *
ask (DemoFixture *fixture,
     const char  *app,
     gboolean     is_stream)
{
  return demo_ask (fixture->service, app, is_stream, "What happens?", NULL,
                   is_stream ? INCREMENTAL : NULL);
}

/* Takes what cannot be a frame off the end of the body, and gives it back. */
static char *
take_rest (DemoReply *reply)
{
  const char *last = g_strrstr (reply->body->str, "\n\n");
  gsize end = last != NULL ? (gsize) (last - reply->body->str) + 2 : 0;
  char *rest = g_strdup (reply->body->str + end);

  g_string_truncate (reply->body, end);

  return rest;
}

/* Takes the last frame off the body, and gives it back. */
static char *
take_last_frame (DemoReply *reply)
{
  gsize end = reply->body->len;
  char *frame;

  g_assert_true (g_str_has_suffix (reply->body->str, "\n\n"));
  g_string_truncate (reply->body, end - 2);
  frame = take_rest (reply);
  g_string_append (reply->body, "");

  return frame;
}

static guint
count_frames (DemoReply *reply)
{
  g_autoptr (GPtrArray) frames = demo_reply_frames (reply);

  return frames->len;
}

static void
test_errors (DemoFixture   *fixture,
             gconstpointer  unused)
{
  static const struct {
    const char *app;
    guint status;
    const char *code;
  } cases[] = {
    { "fault-401", 401, "InvalidApiKey" },
    { "fault-429", 429, "Throttling.RateQuota" },
    { "fault-500", 500, "InternalError" },
    { "fault-503", 503, "ServiceUnavailable" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint is_stream = 0; is_stream < 2; is_stream++)
      {
        g_autoptr (DemoReply) reply = ask (fixture, cases[i].app, is_stream);
        g_autofree char *retry_after = demo_reply_header (reply, "retry-after");

        g_assert_cmpuint (reply->status, ==, cases[i].status);
        g_assert_cmpstr (confab_json_get_string (reply->json, "code"), ==, cases[i].code);
        g_assert_null (retry_after);
      }
}

static void
test_429_twice (DemoFixture   *fixture,
                gconstpointer  unused)
{
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (DemoReply) reply = ask (fixture, "fault-429-twice", TRUE);

      g_assert_cmpuint (reply->status, ==, i % 3 < 2 ? 429 : 200);
      if (i % 3 == 2)
        g_assert_cmpuint (count_frames (reply), >, 40);
    }
}

static void
test_cut_between (DemoFixture   *fixture,
                  gconstpointer  unused)
{
  g_autoptr (DemoReply) stream = ask (fixture, "fault-cut-between", TRUE);
  g_autoptr (DemoReply) plain = ask (fixture, "fault-cut-between", FALSE);

  g_assert_cmpint (stream->end, ==, DEMO_END_BETWEEN);
  g_assert_cmpuint (count_frames (stream), ==, 40);
  g_assert_cmpint (plain->end, ==, DEMO_END_BETWEEN);
  g_assert_cmpuint (plain->body->len, >, 100);
  g_assert_null (plain->json);
}

static void
test_cut_inside (DemoFixture   *fixture,
                 gconstpointer  unused)
{
  g_autoptr (DemoReply) stream = ask (fixture, "fault-cut-inside", TRUE);
  g_autoptr (DemoReply) plain = ask (fixture, "fault-cut-inside", FALSE);
  g_autofree char *rest = take_rest (stream);

  g_assert_cmpint (stream->end, ==, DEMO_END_INSIDE);
  g_assert_cmpuint (count_frames (stream), ==, 40);
  g_assert_true (g_str_has_prefix (rest, "id:41\nevent:result\n"));
  g_assert_cmpint (plain->end, ==, DEMO_END_INSIDE);
  g_assert_null (plain->json);
}

static void
test_reset (DemoFixture   *fixture,
            gconstpointer  unused)
{
  g_autoptr (DemoReply) stream = ask (fixture, "fault-reset", TRUE);
  g_autoptr (DemoReply) plain = ask (fixture, "fault-reset", FALSE);

  g_autofree char *rest = take_rest (stream);

  /* A reset may take with it what has come and was not read yet. */
  g_assert_cmpint (stream->end, ==, DEMO_END_RESET);
  g_assert_cmpuint (count_frames (stream), >, 0);
  g_assert_cmpuint (count_frames (stream), <=, 40);
  g_assert_cmpint (plain->end, ==, DEMO_END_RESET);
}

static void
test_reset_first (DemoFixture   *fixture,
                  gconstpointer  unused)
{
  for (guint is_stream = 0; is_stream < 2; is_stream++)
    {
      g_autoptr (DemoReply) reply = ask (fixture, "fault-reset-first", is_stream);

      g_assert_cmpint (reply->end, ==, DEMO_END_RESET);
      g_assert_cmpuint (reply->status, ==, 0);
    }
}

static void
test_bad_json (DemoFixture   *fixture,
               gconstpointer  unused)
{
  g_autoptr (DemoReply) stream = ask (fixture, "fault-bad-json", TRUE);
  g_autoptr (DemoReply) plain = ask (fixture, "fault-bad-json", FALSE);
  g_autofree char *last = take_last_frame (stream);
  const char *json = strstr (last, "data:");
  g_autoptr (JsonNode) node = NULL;

  g_assert_cmpint (stream->end, ==, DEMO_END_COMPLETE);
  g_assert_cmpuint (count_frames (stream), ==, 40);
  g_assert_true (g_str_has_prefix (last, "id:41\nevent:result\n:HTTP_STATUS/200\ndata:{"));
  node = confab_json_parse (json + strlen ("data:"), -1, NULL);
  g_assert_null (node);

  g_assert_cmpint (plain->end, ==, DEMO_END_COMPLETE);
  g_assert_cmpuint (plain->body->len, >, 0);
  g_assert_null (plain->json);
}

static void
test_split (DemoFixture   *fixture,
            gconstpointer  unused)
{
  g_autoptr (DemoReply) stream = demo_ask (fixture->service, "fault-split", TRUE, "会发生什么？",
                                           NULL, INCREMENTAL);
  g_autoptr (JsonObject) last = demo_reply_last (stream);

  g_assert_cmpint (stream->end, ==, DEMO_END_COMPLETE);
  g_assert_cmpuint (stream->chunk_sizes->len, ==, stream->body->len);
  for (guint i = 0; i < stream->chunk_sizes->len; i++)
    g_assert_cmpuint (g_array_index (stream->chunk_sizes, gsize, i), ==, 1);
  g_assert_cmpstr (demo_output (last, "finish_reason"), ==, "stop");
}

static void
test_error_frames (DemoFixture   *fixture,
                   gconstpointer  unused)
{
  g_autoptr (DemoReply) first = ask (fixture, "fault-error-first", TRUE);
  g_autoptr (DemoReply) middle = ask (fixture, "fault-error-mid", TRUE);
  g_autoptr (DemoReply) plain = ask (fixture, "fault-error-mid", FALSE);
  g_autofree char *last = NULL;

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_true (g_str_has_prefix (first->body->str, "id:1\nevent:error\n:HTTP_STATUS/403\n"
                                                     "data:{\"code\":\"App.AccessDenied\","));

  g_assert_cmpuint (middle->status, ==, 200);
  last = take_last_frame (middle);
  g_assert_cmpuint (count_frames (middle), ==, 40);
  g_assert_true (g_str_has_prefix (last, "id:41\nevent:error\n:HTTP_STATUS/400\n"
                                         "data:{\"code\":\"DataInspectionFailed\","));

  g_assert_cmpuint (plain->status, ==, 400);
  g_assert_cmpstr (confab_json_get_string (plain->json, "code"), ==, "DataInspectionFailed");
}

static void
test_html (DemoFixture   *fixture,
           gconstpointer  unused)
{
  g_autoptr (DemoReply) reply = ask (fixture, "fault-html", TRUE);
  g_autofree char *type = demo_reply_header (reply, "content-type");

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (type, ==, "text/html; charset=utf-8");
  g_assert_nonnull (strstr (reply->body->str, "<script>"));
}

static void
test_redirect (DemoFixture   *fixture,
               gconstpointer  unused)
{
  g_autoptr (DemoReply) reply = ask (fixture, "fault-redirect", TRUE);
  g_autofree char *location = demo_reply_header (reply, "location");
  g_autofree char *expected =
      g_strdup_printf ("http://localhost:%u/api/v1/apps/assistant/completion",
                       confab_demo_service_get_port (fixture->service));

  g_assert_cmpuint (reply->status, ==, 307);
  g_assert_cmpstr (location, ==, expected);
  g_assert_cmpuint (reply->body->len, ==, 0);
}

static char *
decompress (GString *body)
{
  g_autoptr (GZlibDecompressor) decompressor =
      g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (body->str,
                                                                         (gssize) body->len, NULL);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory,
                                                                  G_CONVERTER (decompressor));
  g_autoptr (GError) error = NULL;
  gsize size = 4 * 1024 * 1024;
  char *text = g_malloc0 (size);
  gsize n_read = 0;

  g_input_stream_read_all (stream, text, size - 1, &n_read, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
test_gzip (DemoFixture   *fixture,
           gconstpointer  unused)
{
  for (guint is_stream = 0; is_stream < 2; is_stream++)
    {
      DemoCall call = { .app = "fault-gzip", .is_stream = is_stream,
                        .headers = "Accept-Encoding: gzip, deflate\r\n",
                        .body = "{\"input\":{\"prompt\":\"hi\"}}" };
      g_autoptr (DemoReply) packed = demo_call (fixture->service, &call);
      g_autoptr (DemoReply) plain = NULL;
      g_autofree char *encoding = demo_reply_header (packed, "content-encoding");
      g_autofree char *no_encoding = NULL;
      g_autofree char *text = decompress (packed->body);

      g_assert_cmpstr (encoding, ==, "gzip");
      g_assert_cmpuint (packed->chunk_sizes->len, >, 40);
      g_string_assign (packed->body, text);
      if (is_stream)
        g_assert_cmpuint (count_frames (packed), >, 40);
      else
        g_assert_true (g_str_has_prefix (text, "{\"output\":"));

      call.headers = NULL;
      plain = demo_call (fixture->service, &call);
      no_encoding = demo_reply_header (plain, "content-encoding");
      g_assert_null (no_encoding);
      g_assert_cmpuint (plain->body->len, ==, strlen (text));
    }
}

static void
test_huge (DemoFixture   *fixture,
           gconstpointer  unused)
{
  g_autoptr (DemoReply) reply = ask (fixture, "fault-huge", TRUE);
  const char *huge = strstr (reply->body->str, "id:41\n");

  g_assert_cmpint (reply->end, ==, DEMO_END_COMPLETE);
  g_assert_nonnull (huge);
  g_assert_cmpuint (strcspn (strstr (huge, "data:"), "\n"), >, 16 * 1024 * 1024);
  /* Every frame is one of the form, the huge one too. */
  g_assert_cmpuint (count_frames (reply), >, 42);
}

static void
test_rewrite (DemoFixture   *fixture,
              gconstpointer  unused)
{
  g_autoptr (DemoReply) growing = demo_ask (fixture->service, "fault-rewrite", TRUE, "hi", NULL,
                                            NULL);
  g_autoptr (DemoReply) pieces = ask (fixture, "fault-rewrite", TRUE);
  g_autoptr (GPtrArray) frames = demo_reply_frames (growing);
  g_autofree char *growing_text = demo_reply_text (growing, FALSE);
  g_autofree char *pieces_text = demo_reply_text (pieces, TRUE);
  guint n_rewritten = 0;

  for (guint i = 1; i < frames->len; i++)
    if (!g_str_has_prefix (demo_output (g_ptr_array_index (frames, i), "text"),
                           demo_output (g_ptr_array_index (frames, i - 1), "text")))
      n_rewritten++;

  g_assert_cmpuint (n_rewritten, ==, 1);
  g_assert_cmpstr (growing_text, ==, pieces_text);
}

/* Reads so many bytes and leaves the connection open. */
static void
read_some (int    fd,
           gsize  n_bytes,
           char  *bytes)
{
  gsize n_read = 0;

  while (n_read < n_bytes)
    {
      gssize n = read (fd, bytes + n_read, n_bytes - n_read);

      g_assert_cmpint (n, >, 0);
      n_read += (gsize) n;
    }
}

static void
test_stall (DemoFixture   *fixture,
            gconstpointer  unused)
{
  const DemoCall call = { .app = "fault-stall", .is_stream = TRUE,
                          .body = "{\"input\":{\"prompt\":\"hi\"}}" };
  const DemoCall middle = { .app = "fault-stall-mid", .is_stream = TRUE,
                            .body = "{\"input\":{\"prompt\":\"hi\"},"
                                    "\"parameters\":" INCREMENTAL "}" };
  g_autofree char *bytes = g_malloc0 (65536);
  int fd = demo_call_open (fixture->service, &call);
  int middle_fd;

  /* The headers come, and then nothing while others are served. */
  read_some (fd, strlen ("HTTP/1.1 200"), bytes);
  g_assert_true (g_str_has_prefix (bytes, "HTTP/1.1 200"));

  middle_fd = demo_call_open (fixture->service, &middle);
  for (gsize n = 0; strstr (bytes, "id:40\n") == NULL; n++)
    read_some (middle_fd, 1, bytes + n);

  loop_for (100);
  g_assert_cmpuint (confab_demo_service_get_n_closed_early (fixture->service), ==, 0);
  close (fd);
  close (middle_fd);
  loop_until (confab_demo_service_get_n_closed_early (fixture->service) == 2);
}

static void
test_slow (DemoFixture   *fixture,
           gconstpointer  unused)
{
  g_autoptr (DemoReply) reply = NULL;
  g_autoptr (JsonObject) last = NULL;
  gint64 start = g_get_monotonic_time ();

  /* 3 s, and a fifth of a second for each of more than 80 pieces, a hundred times as fast. */
  confab_demo_service_set_pace (fixture->service, 0.01);
  reply = ask (fixture, "fault-slow", TRUE);
  last = demo_reply_last (reply);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 190 * 1000);
  g_assert_cmpstr (demo_output (last, "finish_reason"), ==, "stop");
}

/* The answer says which fault it has, in the language it was asked in. */
static void
test_text (DemoFixture   *fixture,
           gconstpointer  unused)
{
  g_autoptr (DemoReply) english = ask (fixture, "fault-slow", FALSE);
  g_autoptr (DemoReply) chinese = demo_ask (fixture->service, "fault-slow", FALSE, "你好", NULL,
                                            NULL);

  g_assert_true (g_str_has_prefix (demo_output (english->json, "text"), "This is fault-slow,"));
  g_assert_nonnull (strstr (demo_output (english->json, "text"), "Three seconds pass"));
  g_assert_nonnull (strstr (demo_output (chinese->json, "text"), "第一小段文字要等三秒"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/demo/faults/" path, DemoFixture, NULL, demo_fixture_set_up, function,              \
              demo_fixture_tear_down)
  ADD ("errors", test_errors);
  ADD ("429-twice", test_429_twice);
  ADD ("cut-between", test_cut_between);
  ADD ("cut-inside", test_cut_inside);
  ADD ("reset", test_reset);
  ADD ("reset-first", test_reset_first);
  ADD ("bad-json", test_bad_json);
  ADD ("split", test_split);
  ADD ("error-frames", test_error_frames);
  ADD ("html", test_html);
  ADD ("redirect", test_redirect);
  ADD ("gzip", test_gzip);
  ADD ("huge", test_huge);
  ADD ("rewrite", test_rewrite);
  ADD ("stall", test_stall);
  ADD ("slow", test_slow);
  ADD ("text", test_text);
#undef ADD

  return g_test_run ();
}
