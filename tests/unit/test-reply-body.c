/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-reply-decoder.h"

/* Bodies that come in one piece: answers without streaming, and errors in all their forms. */

static void
feed (ConfabReplyDecoder *decoder,
      const char         *body,
      int                 status,
      ConfabDelta        *delta)
{
  confab_reply_decoder_feed_body (decoder, body, strlen (body), status, delta);
}

static void
test_answer (void)
{
  /* Key order varies; `code` and `message` may be there and empty. */
  static const char * const bodies[] = {
    "{\"output\":{\"finish_reason\":\"stop\",\"session_id\":\"s\",\"text\":\"I am …\"},"
    "\"usage\":{\"models\":[{\"output_tokens\":51,\"model_id\":\"qwen-max\",\"input_tokens\":121}]},"
    "\"request_id\":\"r\"}",
    "{\"request_id\":\"r\",\"usage\":{\"models\":[{\"input_tokens\":121,\"output_tokens\":51,"
    "\"model_id\":\"qwen-max\"}]},\"output\":{\"text\":\"I am …\",\"session_id\":\"s\","
    "\"finish_reason\":\"stop\"}}\n",
    "{\"status_code\":200,\"code\":\"\",\"message\":\"\",\"request_id\":\"r\",\"output\":{"
    "\"text\":\"I am …\",\"session_id\":\"s\",\"finish_reason\":\"stop\",\"thoughts\":null},"
    "\"usage\":{\"models\":[{\"input_tokens\":121,\"output_tokens\":51,\"model_id\":\"qwen-max\"}]}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (ConfabReplyDecoder) decoder = confab_reply_decoder_new (CONFAB_STREAM_NONE);
      ConfabDelta delta;

      feed (decoder, bodies[i], 200, &delta);
      g_assert_cmpint (delta.flags, ==,
                       CONFAB_DELTA_RESULT | CONFAB_DELTA_TEXT | CONFAB_DELTA_IDS |
                         CONFAB_DELTA_USAGE | CONFAB_DELTA_FINISHED);
      g_assert_cmpmem (delta.text, delta.text_length, "I am …", strlen ("I am …"));
      g_assert_cmpstr (confab_reply_decoder_get_session_id (decoder), ==, "s");
      g_assert_cmpstr (confab_reply_decoder_get_request_id (decoder), ==, "r");
      g_assert_cmpuint (confab_reply_decoder_get_usage (decoder)->len, ==, 1);
      g_assert_true (confab_reply_decoder_is_finished (decoder));
      g_assert_cmpuint (confab_reply_decoder_get_n_results (decoder), ==, 1);
    }
}

/* Without a finish reason not even a whole body is a complete answer. */
static void
test_unfinished (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = confab_reply_decoder_new (CONFAB_STREAM_NONE);
  ConfabDelta delta;

  feed (decoder, "{\"output\":{\"text\":\"half\",\"finish_reason\":\"null\"}}", 200, &delta);
  g_assert_false (confab_reply_decoder_is_finished (decoder));
  g_assert_null (confab_reply_decoder_get_failure (decoder));
  g_assert_cmpstr (confab_reply_decoder_get_text (decoder, NULL), ==, "half");
}

static void
test_errors (void)
{
  static const struct {
    int status;
    const char *body;
    const char *code;
    const char *message;
    const char *request_id;
    int http_status;
    ConfabErrorClass error_class;
  } cases[] = {
    { 401,
      "{\"code\":\"InvalidApiKey\",\"message\":\"Invalid API-key provided.\",\"request_id\":\"r\"}",
      "InvalidApiKey", "Invalid API-key provided.", "r", 401, CONFAB_ERROR_AUTH },
    { 429, "{\"requestId\":\"r\",\"msg\":\"slow\",\"code\":\"Throttling.RateQuota\"}",
      "Throttling.RateQuota", "slow", "r", 429, CONFAB_ERROR_QUOTA },
    { 400,
      "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":\"invalid_api_key\"},"
      "\"request_id\":\"r\"}",
      "invalid_api_key", "m", "r", 400, CONFAB_ERROR_AUTH },
    { 500, "{\"error\":\"words\"}", NULL, "words", NULL, 500, CONFAB_ERROR_SERVER },
    { 500, "{}", NULL, "{}", NULL, 500, CONFAB_ERROR_SERVER },
    { 500, "", NULL, NULL, NULL, 500, CONFAB_ERROR_SERVER },
    { 502, "<html>\n<h1>502 Bad  Gateway</h1></html>", NULL,
      "<html> <h1>502 Bad Gateway</h1></html>", NULL, 502, CONFAB_ERROR_SERVER },
    { 503, "busy", NULL, "busy", NULL, 503, CONFAB_ERROR_SERVER },
    { 404, "not here\x1b[31m\xff", NULL, "not here [31m\xef\xbf\xbd", NULL, 404,
      CONFAB_ERROR_USAGE },
    { 407, "<html>", NULL, "<html>", NULL, 407, CONFAB_ERROR_NETWORK },
    /* A body of a stream, as it comes with a status of its own or with that of the response. */
    { 400, "id:1\nevent:error\n:HTTP_STATUS/403\ndata:{\"code\":\"App.AccessDenied\"}\n\n",
      "App.AccessDenied", NULL, NULL, 403, CONFAB_ERROR_AUTH },
    { 429, "data: {\"code\":\"Throttling\",\"message\":\"m\"}", "Throttling", "m", NULL, 429,
      CONFAB_ERROR_QUOTA },
    { 500, "event:error\r\ndata:oops\r\n\r\n", NULL, "oops", NULL, 500, CONFAB_ERROR_SERVER },
    /* 200, and yet no answer. */
    { 200, "{\"code\":\"InvalidParameter\",\"message\":\"m\",\"request_id\":\"r\"}",
      "InvalidParameter", "m", "r", 400, CONFAB_ERROR_USAGE },
    { 200, "{\"output\":null,\"code\":\"Arrearage\"}", "Arrearage", NULL, NULL, 400,
      CONFAB_ERROR_QUOTA },
    { 200, "<!DOCTYPE html><title>Log in</title>", CONFAB_FAILURE_NOT_SERVICE,
      "<!DOCTYPE html><title>Log in</title>", NULL, 200, CONFAB_ERROR_NETWORK },
    { 200, "{\"status\":\"ok\"}", CONFAB_FAILURE_NOT_SERVICE, "{\"status\":\"ok\"}", NULL, 200,
      CONFAB_ERROR_NETWORK },
    { 200, "[]", CONFAB_FAILURE_NOT_SERVICE, "[]", NULL, 200, CONFAB_ERROR_NETWORK },
    { 200, "", CONFAB_FAILURE_NOT_SERVICE, NULL, NULL, 200, CONFAB_ERROR_NETWORK },
    { 200, "{\"output\":{\"text\":\"cut", CONFAB_FAILURE_NOT_SERVICE,
      "{\"output\":{\"text\":\"cut", NULL, 200, CONFAB_ERROR_NETWORK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabReplyDecoder) decoder = confab_reply_decoder_new (CONFAB_STREAM_NONE);
      g_autofree char *shown = g_strescape (cases[i].body, NULL);
      const ConfabFailure *failure;
      ConfabDelta delta;

      g_test_message ("%d %s", cases[i].status, shown);
      feed (decoder, cases[i].body, cases[i].status, &delta);
      g_assert_cmpint (delta.flags & CONFAB_DELTA_FAILED, !=, 0);
      g_assert_cmpint (delta.flags & (CONFAB_DELTA_RESULT | CONFAB_DELTA_TEXT), ==, 0);
      g_assert_cmpuint (confab_reply_decoder_get_n_results (decoder), ==, 0);

      failure = confab_reply_decoder_get_failure (decoder);
      g_assert_nonnull (failure);
      g_assert_cmpstr (failure->code, ==, cases[i].code);
      g_assert_cmpstr (failure->message, ==, cases[i].message);
      g_assert_cmpstr (failure->request_id, ==, cases[i].request_id);
      g_assert_cmpint (failure->http_status, ==, cases[i].http_status);
      g_assert_cmpint (failure->error_class, ==, cases[i].error_class);
    }
}

/* No text of an error page is kept whole. */
static void
test_long_page (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = confab_reply_decoder_new (CONFAB_STREAM_NONE);
  g_autofree char *page = g_strnfill (1024 * 1024, 'x');
  ConfabDelta delta;

  feed (decoder, page, 502, &delta);
  g_assert_cmpuint (strlen (confab_reply_decoder_get_failure (decoder)->message), <, 1000);
}

/* Asked for one answer, and it streams nevertheless. */
static void
test_stream (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = confab_reply_decoder_new (CONFAB_STREAM_NONE);
  ConfabDelta delta;

  feed (decoder,
        "id:1\nevent:result\n:HTTP_STATUS/200\ndata:{\"output\":{\"text\":\"a\"}}\n\n"
        "id:2\nevent:result\n:HTTP_STATUS/200\ndata:{\"output\":{\"text\":\"ab\","
        "\"finish_reason\":\"stop\"}}\n",
        200, &delta);
  g_assert_cmpint (delta.flags, ==,
                   CONFAB_DELTA_RESULT | CONFAB_DELTA_TEXT | CONFAB_DELTA_FINISHED);
  g_assert_cmpmem (delta.text, delta.text_length, "ab", 2);
  g_assert_cmpuint (confab_reply_decoder_get_n_results (decoder), ==, 2);
  g_assert_true (confab_reply_decoder_is_finished (decoder));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reply-body/answer", test_answer);
  g_test_add_func ("/reply-body/unfinished", test_unfinished);
  g_test_add_func ("/reply-body/errors", test_errors);
  g_test_add_func ("/reply-body/long-page", test_long_page);
  g_test_add_func ("/reply-body/stream", test_stream);

  return g_test_run ();
}
