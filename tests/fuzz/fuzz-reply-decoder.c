/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdint.h>
#include <string.h>

#include "confab-json.h"
#include "confab-reply-decoder.h"

/*
 * The decoder survives any stream and any body, and its deltas add up to its text. The first byte
 * of the input chooses the mode and the way in, the rest is what came.
 */

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  ConfabReplyDecoder *decoder;
  GString *text; /* what a view would have */
  guint n_results;
  guint n_events;
} Run;

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
  return 0;
}

static void
apply (Run               *run,
       const ConfabDelta *delta)
{
  if ((delta->flags & CONFAB_DELTA_TEXT) != 0)
    {
      if (delta->replaces)
        g_string_truncate (run->text, 0);
      g_string_append_len (run->text, delta->text, (gssize) delta->text_length);
    }
  if ((delta->flags & CONFAB_DELTA_RESULT) != 0)
    run->n_results++;

  g_assert_cmpint (delta->flags, !=, 0);
  if ((delta->flags & CONFAB_DELTA_FAILED) != 0)
    g_assert_nonnull (confab_reply_decoder_get_failure (run->decoder));
  if ((delta->flags & CONFAB_DELTA_FINISHED) != 0)
    g_assert_true (confab_reply_decoder_is_finished (run->decoder));
}

static void
event_cb (const ConfabSseEvent *event,
          gpointer              user_data)
{
  Run *run = user_data;
  ConfabDelta delta;

  run->n_events++;
  confab_reply_decoder_feed_event (run->decoder, event, &delta);
  apply (run, &delta);
  /* Building costs as much as there is: not for each frame, and yet in between. */
  if (run->n_events % 8 == 0)
    {
      confab_reply_decoder_get_thoughts (run->decoder);
      confab_reply_decoder_get_nodes (run->decoder);
    }
}

static void
check_array (JsonArray *array)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (array == NULL)
    return;

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_set_array (node, array);
  text = confab_json_to_text (node);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
check_object (JsonObject *object)
{
  g_autofree char *text = object != NULL ? confab_json_object_to_text (object) : NULL;

  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_end (Run *run)
{
  const ConfabFailure *failure = confab_reply_decoder_get_failure (run->decoder);
  gsize length;
  const char *text = confab_reply_decoder_get_text (run->decoder, &length);

  g_assert_true (g_utf8_validate_len (text, length, NULL));
  g_assert_cmpmem (text, length, run->text->str, run->text->len);
  g_assert_false (failure != NULL && confab_reply_decoder_is_finished (run->decoder));
  g_assert_cmpstr (confab_reply_decoder_get_finish_reason (run->decoder), !=, "null");

  check_array (confab_reply_decoder_get_thoughts (run->decoder));
  check_array (confab_reply_decoder_get_references (run->decoder));
  check_array (confab_reply_decoder_get_nodes (run->decoder));
  check_object (confab_reply_decoder_get_rest (run->decoder));

  if (failure != NULL)
    {
      g_assert_true (failure->code == NULL || g_utf8_validate (failure->code, -1, NULL));
      g_assert_true (failure->message == NULL || g_utf8_validate (failure->message, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const int statuses[] = { 200, 401, 502 };
  g_autoptr (GString) text = NULL;
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  Run run = { 0 };
  char *bytes;

  if (size < 1)
    return 0;

  text = g_string_new (NULL);
  decoder = confab_reply_decoder_new ((ConfabStreamMode) (data[0] % 3));
  run.decoder = decoder;
  run.text = text;

  bytes = g_memdup2 (data + 1, size - 1);
  if ((data[0] & 0x80) == 0)
    {
      g_autoptr (ConfabSseParser) parser = NULL;

      parser = confab_sse_parser_new (CONFAB_SSE_LENIENT, event_cb, &run);
      g_assert_true (confab_sse_parser_feed (parser, bytes, size - 1, NULL));
      g_assert_true (confab_sse_parser_end (parser, NULL));
      g_assert_cmpuint (run.n_results, ==, confab_reply_decoder_get_n_results (decoder));
    }
  else
    {
      ConfabDelta delta;

      confab_reply_decoder_feed_body (decoder, bytes, size - 1,
                                      statuses[(data[0] / 3) % G_N_ELEMENTS (statuses)], &delta);
      apply (&run, &delta);
    }
  g_free (bytes);
  check_end (&run);

  return 0;
}
