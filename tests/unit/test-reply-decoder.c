/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-json.h"
#include "confab-reply-decoder.h"

static void
feed (ConfabReplyDecoder *decoder,
      const char         *event,
      int                 status,
      const char         *data,
      ConfabDelta        *delta)
{
  const ConfabSseEvent frame = {
    .id = "",
    .event = event,
    .event_length = strlen (event),
    .data = data,
    .data_length = strlen (data),
    .status = status,
  };

  confab_reply_decoder_feed_event (decoder, &frame, delta);
}

/* A result frame with @output as the members of its output. */
static void
feed_output (ConfabReplyDecoder *decoder,
             const char         *output,
             ConfabDelta        *delta)
{
  g_autofree char *data = g_strdup_printf ("{\"output\":{%s}}", output);

  feed (decoder, "result", 200, data, delta);
}

static void
assert_text (const ConfabDelta *delta,
             const char        *text,
             gboolean           replaces)
{
  g_assert_cmpint (delta->flags & CONFAB_DELTA_TEXT, !=, 0);
  g_assert_cmpmem (delta->text, delta->text_length, text, strlen (text));
  g_assert_cmpint (delta->replaces, ==, replaces);
}

static void
test_incremental (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  feed_output (decoder, "\"text\":\"I am\",\"finish_reason\":\"null\",\"session_id\":\"s\"", &delta);
  assert_text (&delta, "I am", FALSE);
  g_assert_cmpint (delta.flags, ==,
                   CONFAB_DELTA_RESULT | CONFAB_DELTA_TEXT | CONFAB_DELTA_IDS);
  g_assert_nonnull (delta.raw);

  /* The piece begins like the whole: it is a piece nevertheless. */
  feed_output (decoder, "\"text\":\"I am here\",\"finish_reason\":\"null\"", &delta);
  assert_text (&delta, "I am here", FALSE);

  feed_output (decoder, "\"text\":\"\",\"finish_reason\":\"stop\"", &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT | CONFAB_DELTA_FINISHED);
  g_assert_cmpstr (confab_reply_decoder_get_text (decoder, NULL), ==, "I amI am here");
  g_assert_cmpstr (confab_reply_decoder_get_finish_reason (decoder), ==, "stop");
  g_assert_cmpuint (confab_reply_decoder_get_n_results (decoder), ==, 3);
}

static void
test_cumulative (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_CUMULATIVE);
  feed_output (decoder, "\"text\":\"I am\"", &delta);
  assert_text (&delta, "I am", FALSE);
  feed_output (decoder, "\"text\":\"I am Qwen\"", &delta);
  assert_text (&delta, " Qwen", FALSE);
  feed_output (decoder, "\"text\":\"I am Qwen\"", &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT);

  /* What does not extend the text replaces it, be it shorter or other. */
  feed_output (decoder, "\"text\":\"We are\"", &delta);
  assert_text (&delta, "We are", TRUE);
  feed_output (decoder, "\"text\":\"We\"", &delta);
  assert_text (&delta, "We", TRUE);
  feed_output (decoder, "\"text\":\"\"", &delta);
  assert_text (&delta, "", TRUE);

  feed_output (decoder, "\"text\":\"Done.\",\"finish_reason\":\"stop\"", &delta);
  assert_text (&delta, "Done.", FALSE);
  g_assert_cmpint (delta.flags & CONFAB_DELTA_FINISHED, !=, 0);
  g_assert_cmpstr (confab_reply_decoder_get_text (decoder, NULL), ==, "Done.");
}

/* A frame without text says nothing about it. */
static void
test_no_text (void)
{
  static const ConfabStreamMode modes[] = { CONFAB_STREAM_INCREMENTAL, CONFAB_STREAM_CUMULATIVE };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (ConfabReplyDecoder) decoder = confab_reply_decoder_new (modes[i]);
      ConfabDelta delta;

      feed_output (decoder, "\"text\":\"a\"", &delta);
      feed_output (decoder, "\"finish_reason\":\"null\"", &delta);
      g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT);
      feed_output (decoder, "\"text\":null", &delta);
      g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT);
      g_assert_cmpstr (confab_reply_decoder_get_text (decoder, NULL), ==, "a");
      g_assert_cmpuint (confab_reply_decoder_get_n_ignored (decoder), ==, 0);
    }
}

static void
test_finish_reasons (void)
{
  static const struct {
    const char *output;
    const char *reason;
  } cases[] = {
    { "\"finish_reason\":\"null\"", NULL },
    { "\"finish_reason\":null", NULL },
    { "\"finish_reason\":\"\"", NULL },
    { "\"finish_reason\":0", NULL },
    { "\"text\":\"a\"", NULL },
    { "\"finish_reason\":\"stop\"", "stop" },
    { "\"finish_reason\":\"length\"", "length" },
    { "\"finish_reason\":\"something-new\"", "something-new" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabReplyDecoder) decoder = NULL;
      ConfabDelta delta;

      decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
      feed_output (decoder, cases[i].output, &delta);
      g_assert_cmpint ((delta.flags & CONFAB_DELTA_FINISHED) != 0, ==, cases[i].reason != NULL);
      g_assert_cmpint (confab_reply_decoder_is_finished (decoder), ==, cases[i].reason != NULL);
      g_assert_cmpstr (confab_reply_decoder_get_finish_reason (decoder), ==, cases[i].reason);
    }
}

static void
test_after_the_end (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_CUMULATIVE);
  feed_output (decoder, "\"text\":\"a\",\"finish_reason\":\"stop\"", &delta);
  feed_output (decoder, "\"text\":\"other\",\"finish_reason\":\"length\"", &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_IGNORED);
  feed (decoder, "error", 500, "{\"code\":\"InternalError\"}", &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_IGNORED);
  feed (decoder, "result", 200, "garbage", &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_IGNORED);
  g_assert_cmpstr (confab_reply_decoder_get_text (decoder, NULL), ==, "a");
  g_assert_cmpstr (confab_reply_decoder_get_finish_reason (decoder), ==, "stop");
  g_assert_null (confab_reply_decoder_get_failure (decoder));
  g_assert_cmpuint (confab_reply_decoder_get_n_ignored (decoder), ==, 3);
}

static void
test_ignored (void)
{
  static const struct {
    const char *event;
    const char *data;
  } frames[] = {
    { "message", "" },
    { "result", "  \n " },
    { "result", "[DONE]" },
    { "message", " [DONE] " },
    { "done", "{}" },
    { "done", "[DONE]" },
    { "execute", "{\"output\":{\"text\":\"no\"}}" },
    { "open", "not json" },
    { "Result", "{\"output\":{\"text\":\"no\"}}" },
    /* Whole JSON of another type than an answer. */
    { "result", "5" },
    { "result", "\"text\"" },
    { "result", "[]" },
    { "result", "null" },
    { "result", "{\"output\":null}" },
    { "result", "{\"output\":[]}" },
    { "result", "{\"output\":\"text\",\"code\":\"\"}" },
  };
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      g_test_message ("%s %s", frames[i].event, frames[i].data);
      feed (decoder, frames[i].event, 200, frames[i].data, &delta);
      g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_IGNORED);
      g_assert_cmpuint (confab_reply_decoder_get_n_ignored (decoder), ==, i + 1);
    }
  g_assert_cmpstr (confab_reply_decoder_get_text (decoder, NULL), ==, "");
  g_assert_cmpuint (confab_reply_decoder_get_n_results (decoder), ==, 0);

  /* The stream goes on. */
  feed_output (decoder, "\"text\":\"yes\"", &delta);
  assert_text (&delta, "yes", FALSE);
}

/* A member of the wrong type adds nothing, and takes nothing from the others. */
static void
test_wrong_types (void)
{
  static const char * const outputs[] = {
    "\"text\":5",
    "\"text\":{\"a\":1}",
    "\"text\":[\"a\"]",
    "\"finish_reason\":true",
    "\"session_id\":5",
    "\"thoughts\":\"x\"",
    "\"doc_references\":{}",
    "\"workflow_message\":[]",
  };
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_CUMULATIVE);
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      feed_output (decoder, outputs[i], &delta);
      g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT | CONFAB_DELTA_IGNORED);
      g_assert_cmpuint (confab_reply_decoder_get_n_ignored (decoder), ==, i + 1);
    }

  feed_output (decoder, "\"text\":\"ok\",\"thoughts\":7,\"finish_reason\":\"stop\"", &delta);
  g_assert_cmpint (delta.flags, ==,
                   CONFAB_DELTA_RESULT | CONFAB_DELTA_TEXT | CONFAB_DELTA_FINISHED);
  g_assert_cmpstr (confab_reply_decoder_get_text (decoder, NULL), ==, "ok");
}

static void
test_errors (void)
{
  static const struct {
    const char *event;
    int status;
    const char *data;
    const char *code;
    const char *message;
    int http_status;
    ConfabErrorClass error_class;
  } frames[] = {
    { "error", 401, "{\"code\":\"InvalidApiKey\",\"message\":\"Invalid\",\"request_id\":\"r\"}",
      "InvalidApiKey", "Invalid", 401, CONFAB_ERROR_AUTH },
    { "error", 200, "{\"code\":\"InternalError\",\"message\":\"x\"}",
      "InternalError", "x", 400, CONFAB_ERROR_SERVER },
    { "error", 0, "{\"code\":\"InvalidParameter\",\"message\":\"x\"}",
      "InvalidParameter", "x", 400, CONFAB_ERROR_USAGE },
    { "result", 429, "{\"code\":\"Throttling\",\"message\":\"x\"}",
      "Throttling", "x", 429, CONFAB_ERROR_QUOTA },
    { "result", 200, "{\"code\":\"DataInspectionFailed\",\"message\":\"x\"}",
      "DataInspectionFailed", "x", 400, CONFAB_ERROR_CONTENT },
    { "result", 200, "{\"message\":\"only words\"}",
      NULL, "only words", 400, CONFAB_ERROR_USAGE },
    { "result", 200, "{\"output\":null,\"code\":\"Arrearage\"}",
      "Arrearage", NULL, 400, CONFAB_ERROR_QUOTA },
    { "whatever", 503, "{}", NULL, NULL, 503, CONFAB_ERROR_SERVER },
    { "error", 500, "", NULL, NULL, 500, CONFAB_ERROR_SERVER },
    { "error", 500, "plain words", NULL, "plain words", 500, CONFAB_ERROR_SERVER },
    { "error", 500, "[1]", NULL, NULL, 500, CONFAB_ERROR_SERVER },
    { "error", 500, "{\"output\":{\"text\":\"no\"}}", NULL, NULL, 500, CONFAB_ERROR_SERVER },
    { "result", 500, "{\"output\":{\"text\":\"no\"}}", NULL, NULL, 500, CONFAB_ERROR_SERVER },
    { "error", 403, "{\"error\":{\"code\":\"AccessDenied\",\"message\":\"m\"},\"requestId\":\"r\"}",
      "AccessDenied", "m", 403, CONFAB_ERROR_AUTH },
    { "error", 429, "{\"error\":{\"type\":\"limit_requests\",\"msg\":\"m\"}}",
      "limit_requests", "m", 429, CONFAB_ERROR_QUOTA },
    { "error", 404, "{\"error\":\"nothing here\",\"code\":404}",
      "404", "nothing here", 404, CONFAB_ERROR_USAGE },
    /* Not an answer, and nothing that is known to be nothing. */
    { "result", 200, "not json", CONFAB_FAILURE_BAD_FRAME, NULL, 200, CONFAB_ERROR_SERVER },
    { "result", 200, "{\"output\":{\"text\":\"a\"}}\n{\"output\":{}}",
      CONFAB_FAILURE_BAD_FRAME, NULL, 200, CONFAB_ERROR_SERVER },
    { "result", 200, "{'output':{}}", CONFAB_FAILURE_BAD_FRAME, NULL, 200, CONFAB_ERROR_SERVER },
    { "result", 200, "{\"usage\":{}}", CONFAB_FAILURE_BAD_FRAME, NULL, 200, CONFAB_ERROR_SERVER },
    { "message", 0, "{}", CONFAB_FAILURE_BAD_FRAME, NULL, 0, CONFAB_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    for (int is_later = 0; is_later < 2; is_later++)
      {
        g_autoptr (ConfabReplyDecoder) decoder = NULL;
        const ConfabFailure *failure;
        ConfabDelta delta;

        g_test_message ("%s %d %s", frames[i].event, frames[i].status, frames[i].data);
        decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
        if (is_later)
          feed_output (decoder, "\"text\":\"so far\"", &delta);

        feed (decoder, frames[i].event, frames[i].status, frames[i].data, &delta);
        g_assert_cmpint (delta.flags & CONFAB_DELTA_FAILED, !=, 0);
        g_assert_cmpint (delta.flags & (CONFAB_DELTA_RESULT | CONFAB_DELTA_TEXT), ==, 0);

        failure = confab_reply_decoder_get_failure (decoder);
        g_assert_nonnull (failure);
        g_assert_cmpstr (failure->code, ==, frames[i].code);
        g_assert_cmpstr (failure->message, ==, frames[i].message);
        g_assert_cmpint (failure->http_status, ==, frames[i].http_status);
        g_assert_cmpint (failure->error_class, ==, frames[i].error_class);
        g_assert_cmpint (failure->retry_after, ==, -1);

        /* The text so far is kept, and what follows changes nothing. */
        g_assert_cmpstr (confab_reply_decoder_get_text (decoder, NULL), ==,
                         is_later ? "so far" : "");
        feed_output (decoder, "\"text\":\"more\",\"finish_reason\":\"stop\"", &delta);
        g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_IGNORED);
        g_assert_false (confab_reply_decoder_is_finished (decoder));
        g_assert_cmpuint (confab_reply_decoder_get_n_results (decoder), ==, is_later);
      }
}

static void
test_request_id (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  g_autoptr (ConfabReplyDecoder) other = NULL;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  feed (decoder, "error", 500, "{\"code\":\"x\",\"request_id\":\"r-1\"}", &delta);
  g_assert_cmpstr (confab_reply_decoder_get_failure (decoder)->request_id, ==, "r-1");
  g_assert_cmpstr (confab_reply_decoder_get_request_id (decoder), ==, "r-1");

  /* An error that names none happened to the request of the frames before. */
  other = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  feed (other, "result", 200, "{\"output\":{\"session_id\":\"s\"},\"request_id\":\"r-2\"}", &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT | CONFAB_DELTA_IDS);
  feed (other, "error", 500, "{\"code\":\"x\"}", &delta);
  g_assert_cmpstr (confab_reply_decoder_get_failure (other)->request_id, ==, "r-2");
  g_assert_cmpstr (confab_reply_decoder_get_session_id (other), ==, "s");
}

static void
test_usage (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  const ConfabModelUsage *entry;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  g_assert_null (confab_reply_decoder_get_usage (decoder));
  feed (decoder, "result", 200,
        "{\"output\":{},\"usage\":{\"models\":[{\"model_id\":\"m\",\"input_tokens\":10,"
        "\"output_tokens\":1}]}}",
        &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT | CONFAB_DELTA_USAGE);

  /* Running totals: the last one counts, and nothing takes it back. */
  feed (decoder, "result", 200,
        "{\"output\":{},\"usage\":{\"models\":[{\"model_id\":\"m\",\"input_tokens\":10,"
        "\"output_tokens\":\"22\"},{\"model_id\":\"n\",\"output_tokens\":-5},7]}}",
        &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT | CONFAB_DELTA_USAGE);
  feed (decoder, "result", 200, "{\"output\":{},\"usage\":{}}", &delta);
  feed (decoder, "result", 200, "{\"output\":{},\"usage\":null}", &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT);

  g_assert_cmpuint (confab_reply_decoder_get_usage (decoder)->len, ==, 2);
  entry = g_ptr_array_index (confab_reply_decoder_get_usage (decoder), 0);
  g_assert_cmpstr (entry->model_id, ==, "m");
  g_assert_cmpint (entry->input_tokens, ==, 10);
  g_assert_cmpint (entry->output_tokens, ==, 22);
  entry = g_ptr_array_index (confab_reply_decoder_get_usage (decoder), 1);
  g_assert_cmpint (entry->output_tokens, ==, 0);
}

static char *
array_to_text (JsonArray *array)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_set_array (node, array);
  return confab_json_to_text (node);
}

static void
test_references (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  g_autofree char *text = NULL;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  feed_output (decoder, "\"doc_references\":[{\"index_id\":\"4\"}]", &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT | CONFAB_DELTA_REFERENCES);
  feed_output (decoder, "\"doc_references\":[{\"index_id\":\"4\"}]", &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT);
  feed_output (decoder, "\"doc_references\":[{\"index_id\":\"2\",\"new\":[1]},{\"index_id\":\"4\"}]",
               &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT | CONFAB_DELTA_REFERENCES);
  feed_output (decoder, "\"doc_references\":[]", &delta);
  feed_output (decoder, "\"doc_references\":null", &delta);

  text = array_to_text (confab_reply_decoder_get_references (decoder));
  g_assert_cmpstr (text, ==, "[{\"index_id\":\"2\",\"new\":[1]},{\"index_id\":\"4\"}]");
}

static void
test_nodes (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  g_autofree char *text = NULL;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  feed_output (decoder, "\"workflow_message\":{\"node_id\":\"a\",\"message\":{\"content\":\"x\"}}",
               &delta);
  g_assert_cmpint (delta.flags, ==, CONFAB_DELTA_RESULT | CONFAB_DELTA_NODES);
  feed_output (decoder, "\"workflow_message\":{\"node_id\":\"a\",\"node_is_completed\":true}", &delta);
  feed_output (decoder, "\"text\":\"x\",\"finish_reason\":\"stop\"", &delta);

  text = array_to_text (confab_reply_decoder_get_nodes (decoder));
  g_assert_cmpstr (text, ==,
                   "[{\"node_id\":\"a\",\"node_is_completed\":true,"
                   "\"message\":{\"content\":\"x\"}}]");
}

/* What has no place of its own survives where it stood, with its type. */
static void
test_rest (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  g_autofree char *text = NULL;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  feed (decoder, "result", 200, "{\"output\":{\"text\":\"a\",\"new\":{\"x\":[1.5,null]}},\"usage\":{\"cost\":2},"
                 "\"code\":\"\",\"message\":null,\"trace\":\"t\"}", &delta);
  g_assert_true (delta.flags & CONFAB_DELTA_REST);
  feed_output (decoder, "\"text\":\"b\",\"new\":null", &delta);
  g_assert_false (delta.flags & CONFAB_DELTA_REST);
  feed_output (decoder, "\"text\":\"\",\"reject_status\":true,\"finish_reason\":\"stop\"", &delta);

  text = confab_json_object_to_text (confab_reply_decoder_get_rest (decoder));
  g_assert_cmpstr (text, ==,
                   "{\"trace\":\"t\",\"output\":{\"new\":{\"x\":[1.5,null]},\"reject_status\":true},"
                   "\"usage\":{\"cost\":2}}");
}

static void
test_escapes (void)
{
  static const struct {
    const char *escaped;
    const char *text;
  } cases[] = {
    { "\\ud83c\\uddf8\\n", "\xf0\x9f\x87\xb8\n" },
    { "\\uD83C\\uDDF8", "\xf0\x9f\x87\xb8" },
    { "\\u0000", "\xef\xbf\xbd" },
    { "\\\\u0000", "\\u0000" },
    { "\\\\\\u0000", "\\\xef\xbf\xbd" },
    /* Half of a pair: json-glib would fail, or hand out what is no UTF-8. */
    { "\\ud83c", "\xef\xbf\xbd" },
    { "\\ud83c!", "\xef\xbf\xbd!" },
    { "\\ud83c\\u0041", "\xef\xbf\xbd" "A" },
    { "\\ud83c\\n", "\xef\xbf\xbd\n" },
    { "\\uddf8", "\xef\xbf\xbd" },
    { "\\ud83c\\ud83c\\uddf8", "\xef\xbf\xbd\xf0\x9f\x87\xb8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabReplyDecoder) decoder = NULL;
      g_autofree char *output = g_strdup_printf ("\"text\":\"%s\"", cases[i].escaped);
      ConfabDelta delta;

      decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
      feed_output (decoder, output, &delta);
      assert_text (&delta, cases[i].text, FALSE);
    }
}

/* What the parser refuses, it refuses as a failure and not as a crash. */
static void
test_deep (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  g_autoptr (GString) data = g_string_new ("{\"output\":");
  ConfabDelta delta;

  for (guint i = 0; i < 100000; i++)
    g_string_append (data, "[");

  decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  feed (decoder, "result", 200, data->str, &delta);
  g_assert_cmpstr (confab_reply_decoder_get_failure (decoder)->code, ==, CONFAB_FAILURE_BAD_FRAME);
}

static void
feed_long (ConfabReplyDecoder *decoder,
           gsize               n,
           char                letter,
           ConfabDelta        *delta)
{
  g_autofree char *filler = g_strnfill (n, letter);
  g_autofree char *output = g_strdup_printf ("\"text\":\"%s\"", filler);

  feed_output (decoder, output, delta);
}

/* All that is kept together has a limit; up to it nothing is lost. */
static void
test_too_large (void)
{
  for (int over = -1; over <= 1; over++)
    {
      g_autoptr (ConfabReplyDecoder) decoder = NULL;
      gsize quarter = CONFAB_REPLY_MAX_KEPT / 4;
      gsize length;
      ConfabDelta delta;

      decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
      for (guint i = 0; i < 3; i++)
        feed_long (decoder, quarter, 'x', &delta);
      feed_long (decoder, (gsize) ((gssize) quarter + over), 'x', &delta);

      g_assert_cmpint ((delta.flags & CONFAB_DELTA_FAILED) != 0, ==, over > 0);
      confab_reply_decoder_get_text (decoder, &length);
      g_assert_cmpuint (length, ==, over > 0 ? 3 * quarter : (gsize) (CONFAB_REPLY_MAX_KEPT + over));
      if (over > 0)
        {
          const ConfabFailure *failure = confab_reply_decoder_get_failure (decoder);

          g_assert_cmpstr (failure->code, ==, CONFAB_FAILURE_TOO_LARGE);
          g_assert_cmpint (failure->error_class, ==, CONFAB_ERROR_SERVER);
        }
    }
}

/* What replaces the text does not come on top of it. */
static void
test_too_large_replaced (void)
{
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  gsize length;
  ConfabDelta delta;

  decoder = confab_reply_decoder_new (CONFAB_STREAM_CUMULATIVE);
  feed_long (decoder, CONFAB_REPLY_MAX_KEPT / 4 * 3, 'x', &delta);
  feed_long (decoder, CONFAB_REPLY_MAX_KEPT / 4 * 3, 'y', &delta);
  g_assert_true (delta.replaces);
  g_assert_null (confab_reply_decoder_get_failure (decoder));
  confab_reply_decoder_get_text (decoder, &length);
  g_assert_cmpuint (length, ==, CONFAB_REPLY_MAX_KEPT / 4 * 3);
}

/* Thoughts and nodes count as well: a flood of them ends. */
static void
test_too_large_nodes (void)
{
  g_autofree char *filler = g_strnfill (1024 * 1024, 'x');
  g_autofree char *node = g_strdup_printf ("\"workflow_message\":{\"message\":{\"content\":\"%s\"}}",
                                          filler);
  g_autofree char *thought =
    g_strdup_printf ("\"thoughts\":[{\"action_type\":\"reasoning\",\"thought\":\"%s\"}]", filler);
  const char *outputs[] = { node, thought };

  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autoptr (ConfabReplyDecoder) decoder = NULL;
      guint n = 0;
      ConfabDelta delta;

      decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
      do
        feed_output (decoder, outputs[i], &delta);
      while ((delta.flags & CONFAB_DELTA_FAILED) == 0 && ++n < 100);

      g_assert_cmpuint (n, ==, 63);
      g_assert_cmpstr (confab_reply_decoder_get_failure (decoder)->code, ==,
                       CONFAB_FAILURE_TOO_LARGE);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reply-decoder/incremental", test_incremental);
  g_test_add_func ("/reply-decoder/cumulative", test_cumulative);
  g_test_add_func ("/reply-decoder/no-text", test_no_text);
  g_test_add_func ("/reply-decoder/finish-reasons", test_finish_reasons);
  g_test_add_func ("/reply-decoder/after-the-end", test_after_the_end);
  g_test_add_func ("/reply-decoder/ignored", test_ignored);
  g_test_add_func ("/reply-decoder/wrong-types", test_wrong_types);
  g_test_add_func ("/reply-decoder/errors", test_errors);
  g_test_add_func ("/reply-decoder/request-id", test_request_id);
  g_test_add_func ("/reply-decoder/usage", test_usage);
  g_test_add_func ("/reply-decoder/references", test_references);
  g_test_add_func ("/reply-decoder/nodes", test_nodes);
  g_test_add_func ("/reply-decoder/rest", test_rest);
  g_test_add_func ("/reply-decoder/escapes", test_escapes);
  g_test_add_func ("/reply-decoder/deep", test_deep);
  g_test_add_func ("/reply-decoder/too-large", test_too_large);
  g_test_add_func ("/reply-decoder/too-large-replaced", test_too_large_replaced);
  g_test_add_func ("/reply-decoder/too-large-nodes", test_too_large_nodes);

  return g_test_run ();
}
