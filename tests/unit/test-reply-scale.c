/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "confab-evidence.h"
#include "confab-json.h"
#include "confab-node.h"
#include "confab-reply-decoder.h"
#include "confab-thought.h"

/* Large replies cost what they are: no byte is handed on, or put aside, more often because there are
 * many of them. bench-core measures the same in time. */

#define PIECE 16384 /* what one read gives */
#define MIB   (1024 * 1024)

/* With CONFAB_TEST_SCALE=N replies are N times smaller: for sanitizers, which take minutes for the
 * full ones. They keep freed memory for a while, so how much is in use is not looked at then. */
static guint
get_scale (void)
{
  const char *scale = g_getenv ("CONFAB_TEST_SCALE");

  return scale != NULL ? (guint) MAX (atoi (scale), 1) : 1;
}

typedef struct {
  ConfabReplyDecoder *decoder;
  guint n_events;
  guint64 n_handed_on;
  gboolean has_failed;
} Run;

static void
event_cb (const ConfabSseEvent *event,
          gpointer              user_data)
{
  Run *run = user_data;
  ConfabDelta delta;

  confab_reply_decoder_feed_event (run->decoder, event, &delta);
  run->n_events++;
  run->n_handed_on += delta.text_length;
  run->has_failed |= (delta.flags & CONFAB_DELTA_FAILED) != 0;
}

static glong
get_peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_maxrss;
}

/* Feeds @n_frames with @frame bytes of text each; gives the bytes copied for each byte of the wire. */
static double
feed_frames (Run   *run,
             guint  n_frames,
             gsize  frame)
{
  g_autoptr (ConfabSseParser) parser =
    confab_sse_parser_new (CONFAB_SSE_LENIENT, event_cb, run);
  g_autofree char *text = g_strnfill (frame, 'x');
  g_autoptr (GString) wire = g_string_new (NULL);
  guint64 n_wire = 0;

  for (guint i = 0; i < n_frames; i++)
    {
      g_string_append_printf (wire, "id:%u\nevent:result\n:HTTP_STATUS/200\ndata:{\"output\":{"
                                    "\"finish_reason\":\"%s\",\"text\":\"",
                              i + 1, i + 1 < n_frames ? "null" : "stop");
      g_string_append_len (wire, text, (gssize) frame);
      g_string_append (wire, "\"}}\n\n");

      if (wire->len >= MIB || i + 1 == n_frames)
        {
          for (gsize k = 0; k < wire->len; k += PIECE)
            g_assert_true (confab_sse_parser_feed (parser, wire->str + k,
                                                   MIN (PIECE, wire->len - k), NULL));
          n_wire += wire->len;
          g_string_truncate (wire, 0);
        }
    }
  g_assert_true (confab_sse_parser_end (parser, NULL));

  return (double) confab_sse_parser_get_n_copied (parser) / (double) n_wire;
}

static void
assert_reply (Run   *run,
              guint  n_frames,
              gsize  length)
{
  gsize kept;

  confab_reply_decoder_get_text (run->decoder, &kept);
  g_assert_false (run->has_failed);
  g_assert_true (confab_reply_decoder_is_finished (run->decoder));
  g_assert_cmpuint (run->n_events, ==, n_frames);
  g_assert_cmpuint (kept, ==, length);
  g_assert_cmpuint (run->n_handed_on, ==, length);
}

static void
test_tiny_frames (void)
{
  guint n = 1000000 / get_scale ();
  g_autoptr (ConfabReplyDecoder) decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  Run run = { .decoder = decoder };
  glong before = get_peak_kib ();

  /* Only the frame that lies across two reads is put aside. */
  g_assert_cmpfloat (feed_frames (&run, n, 1), <, 0.02);
  assert_reply (&run, n, n);
  if (get_scale () == 1)
    g_assert_cmpint (get_peak_kib () - before, <, 32 * 1024);
}

static void
test_large (void)
{
  g_autoptr (ConfabReplyDecoder) small = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  g_autoptr (ConfabReplyDecoder) large = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  Run small_run = { .decoder = small };
  Run large_run = { .decoder = large };
  glong before = get_peak_kib ();
  double small_work = feed_frames (&small_run, 16, 64 * 1024);
  guint n = 1024 / get_scale ();
  double large_work = feed_frames (&large_run, n, 64 * 1024);

  assert_reply (&small_run, 16, MIB);
  assert_reply (&large_run, n, (gsize) n * 64 * 1024);
  /* Once as a line, and once as data. */
  g_assert_cmpfloat (small_work, <=, 2.0);
  g_assert_cmpfloat (large_work, <=, small_work * 1.05);
  /* The text and room for it to grow, and a few frames. */
  if (get_scale () == 1)
    g_assert_cmpint (get_peak_kib () - before, <, (128 + 32) * 1024);
}

/* --- Nesting --- */

static char *
nest (guint       depth,
      const char *begin,
      const char *open,
      const char *close,
      const char *end)
{
  GString *text = g_string_new (begin);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  g_string_append (text, end);

  return g_string_free (text, FALSE);
}

/* A hundred thousand levels end nothing but the reply, wherever they are. */
static void
test_nesting (void)
{
  static const struct {
    const char *begin;
    const char *open;
    const char *close;
    const char *end;
    gboolean fails; /* else the reply goes on */
  } cases[] = {
    { "{\"output\":{\"text\":", "[", "]", "}}", TRUE },
    { "{\"output\":{\"new\":", "{\"a\":", "}", "0}}", TRUE },
    { "", "[", "]", "", TRUE },
    { "", "{\"a\":[", "]}", "", TRUE },
    { "", "[", "", "", TRUE },
    { "{\"output\":{\"finish_reason\":\"stop\",\"thoughts\":[{\"response\":\"{\\\"nodeId\\\":",
      "[", "]", "}\"}]}}", FALSE },
    { "{\"output\":{\"finish_reason\":\"stop\",\"workflow_message\":{\"message\":{\"content\":\"{"
      "\\\"result\\\":", "[", "]", "}\"}}}}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = nest (100000 / get_scale (), cases[i].begin, cases[i].open,
                                    cases[i].close, cases[i].end);
      g_autofree char *array = g_strdup_printf ("[%s]", text);
      g_autoptr (ConfabReplyDecoder) decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
      g_autoptr (ConfabReplyDecoder) whole = confab_reply_decoder_new (CONFAB_STREAM_NONE);
      g_autoptr (GPtrArray) thoughts = confab_thoughts_parse (array);
      g_autoptr (GPtrArray) nodes = confab_nodes_parse (array, array);
      g_autofree char *pretty = confab_evidence_dup_pretty (text);
      ConfabSseEvent event = { .event = "result", .event_length = 6, .data = text,
                               .data_length = strlen (text), .id = "", .comments = "" };
      ConfabDelta delta;

      g_test_message ("%u", i);
      confab_reply_decoder_feed_event (decoder, &event, &delta);
      g_assert_cmpint ((delta.flags & CONFAB_DELTA_FAILED) != 0, ==, cases[i].fails);
      g_assert_cmpint (confab_reply_decoder_is_finished (decoder), ==, !cases[i].fails);
      if (cases[i].fails)
        g_assert_cmpstr (confab_reply_decoder_get_failure (decoder)->code, ==,
                         CONFAB_FAILURE_BAD_FRAME);

      confab_reply_decoder_feed_body (whole, text, strlen (text), 200, &delta);
      g_assert_cmpint (confab_reply_decoder_is_finished (whole), ==, !cases[i].fails);
      if (cases[i].fails)
        g_assert_cmpuint (thoughts->len + nodes->len, ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reply-scale/tiny-frames", test_tiny_frames);
  g_test_add_func ("/reply-scale/large", test_large);
  g_test_add_func ("/reply-scale/nesting", test_nesting);

  return g_test_run ();
}
