/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a reply costs on its way from the wire to its text, without a display:
 *
 *   bench-core make incremental|cumulative EVENTS FILE    a stream to measure with
 *   bench-core parse incremental|cumulative FILE          parser alone, then parser and decoder
 *   bench-core scale                                      1 MiB and 64 MiB, and a million tiny frames
 *   bench-core flood EVENTS                               by the real client, as fast as it comes
 *   bench-core paced EVENTS INTERVAL_US                   the same, one event after the other
 *
 * Each prints one line of JSON. CPU time is that of the thread that does the work. */

#include "config.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "confab-client.h"
#include "confab-reply-decoder.h"
#include "confab-sse-parser.h"
#include "fault-server.h"

#define PIECE  16384 /* what one read gives */
#define ROUNDS 7

#define FRAME_HEAD "id:%u\nevent:result\n:HTTP_STATUS/200\ndata:{\"output\":{\"session_id\":"         \
                   "\"0123456789abcdef0123456789abcdef\",\"finish_reason\":\"%s\",\"text\":\""
#define FRAME_TAIL "\"},\"usage\":{\"models\":[{\"input_tokens\":31,\"output_tokens\":%u,"            \
                   "\"model_id\":\"qwen-plus\"}]},\"request_id\":\"f97ee37d-0f9c-9b93-b6bf-bd263a232bf9\"}\n\n"

static const char * const words[] = {
  "Some ", "words ", "of prose, ", "and ", "新加坡", "的美食。", "a comma, ", "`code` ", "\\n\\n",
  "**bold** ", "“quoted” ", "done. ",
};

static double
get_cpu (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1e9 + (double) time.tv_nsec;
}

static long
get_peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_maxrss;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_share (GArray *values,
           double  share)
{
  g_array_sort (values, compare);

  return g_array_index (values, double, (guint) ((double) (values->len - 1) * share));
}

/* --- Streams --- */

static void
append_frame (GString    *stream,
              guint       id,
              const char *text,
              gboolean    is_last)
{
  g_string_append_printf (stream, FRAME_HEAD, id, is_last ? "stop" : "null");
  g_string_append (stream, text);
  g_string_append_printf (stream, FRAME_TAIL, id);
}

static GString *
make_stream (ConfabStreamMode mode,
             guint            n_events)
{
  GString *stream = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_events; i++)
    {
      if (mode == CONFAB_STREAM_INCREMENTAL)
        g_string_truncate (text, 0);
      g_string_append (text, words[i * 7 % G_N_ELEMENTS (words)]);
      g_string_append (text, words[i * 5 % G_N_ELEMENTS (words)]);
      append_frame (stream, i + 1, text->str, i + 1 == n_events);
    }

  return stream;
}

/* --- In the process --- */

typedef struct {
  ConfabReplyDecoder *decoder; /* NULL: the parser alone */
  guint64 n_events;
  guint64 n_bytes; /* of text that was handed on */
  guint64 sum;
} Run;

static void
event_cb (const ConfabSseEvent *event,
          gpointer              user_data)
{
  Run *run = user_data;
  ConfabDelta delta;

  run->n_events++;
  if (run->decoder == NULL)
    {
      run->sum = run->sum * 31 + event->data_length * 7 +
                 (guint8) event->data[event->data_length / 2];
      return;
    }

  confab_reply_decoder_feed_event (run->decoder, event, &delta);
  g_assert_true ((delta.flags & CONFAB_DELTA_FAILED) == 0);
  run->n_bytes += delta.text_length;
}

static void
feed (Run        *run,
      const char *bytes,
      gsize       length,
      gsize       piece)
{
  g_autoptr (ConfabSseParser) parser = confab_sse_parser_new (CONFAB_SSE_LENIENT, event_cb, run);

  for (gsize i = 0; i < length; i += piece)
    g_assert_true (confab_sse_parser_feed (parser, bytes + i, MIN (piece, length - i), NULL));
  g_assert_true (confab_sse_parser_end (parser, NULL));
}

/* The floor: each line end is looked for once, and nothing else is done. */
static guint64
count_lines (const char *bytes,
             gsize       length)
{
  guint64 n = 0;

  for (gsize i = 0; i < length; i += PIECE)
    {
      const char *end = bytes + MIN (i + PIECE, length);

      for (const char *p = bytes + i; p < end; p++)
        {
          p = memchr (p, '\n', (gsize) (end - p));
          if (p == NULL)
            break;
          n++;
        }
    }

  return n;
}

static void
bench_parse (ConfabStreamMode  mode,
             const char       *path)
{
  g_autoptr (GArray) floor = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) alone = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *bytes = NULL;
  gsize length;
  Run by_pieces = { 0 };
  Run by_bytes = { 0 };
  Run decoded = { 0 };
  guint64 n_lines = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (ConfabReplyDecoder) decoder = confab_reply_decoder_new (mode);
      double cpu = get_cpu ();
      double passed;

      n_lines += count_lines (bytes, length);
      passed = get_cpu () - cpu;
      g_array_append_val (floor, passed);

      by_pieces = (Run) { 0 };
      cpu = get_cpu ();
      feed (&by_pieces, bytes, length, PIECE);
      passed = get_cpu () - cpu;
      g_array_append_val (alone, passed);

      decoded = (Run) { .decoder = decoder };
      cpu = get_cpu ();
      feed (&decoded, bytes, length, PIECE);
      passed = get_cpu () - cpu;
      g_array_append_val (whole, passed);
      g_assert_true (confab_reply_decoder_is_finished (decoder));
    }
  feed (&by_bytes, bytes, length, 1);
  g_assert_cmpuint (n_lines, >, 0);

  g_print ("{\"bench\":\"parse\",\"mode\":\"%s\",\"events\":%" G_GUINT64_FORMAT ",\"bytes\":%"
           G_GSIZE_FORMAT ",\"memchr_mb_s\":%.0f,\"sse_mb_s\":%.0f,\"sse_of_memchr\":%.3f,"
           "\"one_byte_pieces_same\":%s,\"decode_ns_event\":%.0f,\"decode_mb_s\":%.0f,"
           "\"text_bytes_handed_on\":%" G_GUINT64_FORMAT "}\n",
           mode == CONFAB_STREAM_INCREMENTAL ? "incremental" : "cumulative", decoded.n_events,
           length, (double) length * 1e3 / get_share (floor, 0.5),
           (double) length * 1e3 / get_share (alone, 0.5),
           get_share (floor, 0.5) / get_share (alone, 0.5),
           by_bytes.sum == by_pieces.sum && by_bytes.n_events == by_pieces.n_events ? "true"
                                                                                    : "false",
           get_share (whole, 0.5) / (double) decoded.n_events,
           (double) length * 1e3 / get_share (whole, 0.5), decoded.n_bytes);
}

/* --- Size --- */

/* CPU for a reply of @n_frames of @frame bytes, in nanoseconds for each byte of text. */
static double
measure_reply (guint n_frames,
               gsize frame)
{
  g_autoptr (ConfabReplyDecoder) decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  g_autofree char *text = g_strnfill (frame, 'x');
  g_autoptr (GString) event = g_string_new (NULL);
  g_autoptr (ConfabSseParser) parser = NULL;
  Run run = { .decoder = decoder };
  double cpu = 0;
  gsize length;

  /* Each pays for its own memory: what the last one left is no gift to this one. */
  malloc_trim (0);

  parser = confab_sse_parser_new (CONFAB_SSE_LENIENT, event_cb, &run);
  for (guint i = 0; i < n_frames; i++)
    {
      double begin;

      g_string_truncate (event, 0);
      append_frame (event, i + 1, text, i + 1 == n_frames);
      begin = get_cpu ();
      for (gsize k = 0; k < event->len; k += PIECE)
        g_assert_true (confab_sse_parser_feed (parser, event->str + k,
                                               MIN (PIECE, event->len - k), NULL));
      cpu += get_cpu () - begin;
    }

  confab_reply_decoder_get_text (decoder, &length);
  g_assert_cmpuint (length, ==, n_frames * frame);
  g_assert_cmpuint (run.n_bytes, ==, length);
  g_assert_true (confab_reply_decoder_is_finished (decoder));

  return cpu / (double) length;
}

static void
bench_scale (void)
{
  g_autoptr (GArray) small = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));
  long before = get_peak_kib ();
  long tiny_peak;
  double tiny_small;
  double tiny;
  double large = 0;

  tiny_small = measure_reply (15625, 1);
  tiny = measure_reply (1000000, 1);
  tiny_peak = get_peak_kib () - before;

  for (guint i = 0; i < 3; i++)
    {
      double ratio;

      g_array_set_size (small, 0);
      for (guint k = 0; k < ROUNDS; k++)
        {
          double one = measure_reply (16, 65536);

          g_array_append_val (small, one);
        }
      large = measure_reply (1024, 65536);
      ratio = large / get_share (small, 0.5);
      g_array_append_val (ratios, ratio);
    }

  g_print ("{\"bench\":\"scale\",\"ns_byte_1_mib\":%.2f,\"ns_byte_64_mib\":%.2f,\"ratio\":%.3f,"
           "\"tiny_frames_ns\":%.0f,\"tiny_ratio_64\":%.3f,\"tiny_peak_growth_kib\":%ld,"
           "\"peak_growth_kib\":%ld}\n",
           get_share (small, 0.5), large, get_share (ratios, 0.5), tiny, tiny / tiny_small, tiny_peak,
           get_peak_kib () - before);
}

/* --- By the real client --- */

typedef struct {
  guint n_events;
  guint interval_us; /* 0: as fast as the connection takes it */

  GArray *delays; /* microseconds, from the server's thread to the event */
  guint n_seen;
  GMainLoop *loop;
} Flow;

static void
flow_script (FaultPeer *peer,
             gpointer   user_data)
{
  Flow *flow = user_data;
  gint64 due = g_get_monotonic_time ();
  g_autoptr (GString) batch = g_string_new (NULL);

  if (!fault_peer_read_request (peer) || !fault_peer_send (peer, FAULT_HEAD_EVENTS))
    return;

  for (guint i = 0; i < flow->n_events; i++)
    {
      char text[32];

      if (flow->interval_us > 0)
        {
          due += flow->interval_us;
          while (g_get_monotonic_time () < due)
            g_usleep ((gulong) MAX (due - g_get_monotonic_time (), 1));
        }
      g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT " ", g_get_monotonic_time ());
      append_frame (batch, i + 1, text, i + 1 == flow->n_events);
      if (flow->interval_us > 0 || batch->len > 8192 || i + 1 == flow->n_events)
        {
          if (!fault_peer_send_chunk (peer, batch->str))
            return;
          g_string_truncate (batch, 0);
        }
    }
  fault_peer_send_last_chunk (peer);
}

static void
flow_delta_cb (const ConfabDelta  *delta,
               ConfabReplyDecoder *decoder,
               gpointer            user_data)
{
  Flow *flow = user_data;
  double delay;

  if ((delta->flags & CONFAB_DELTA_TEXT) == 0)
    return;

  delay = (double) (g_get_monotonic_time () - g_ascii_strtoll (delta->text, NULL, 10));
  g_array_append_val (flow->delays, delay);
  flow->n_seen++;
}

static void
flow_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Flow *flow = user_data;
  g_autoptr (ConfabCallResult) call = NULL;

  call = confab_client_call_finish (CONFAB_CLIENT (source), result, NULL);
  g_assert_true (call != NULL && call->complete);
  g_main_loop_quit (flow->loop);
}

static void
bench_flow (guint n_events,
            guint interval_us)
{
  const ConfabCallEvents events = { .delta = flow_delta_cb };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GArray) delays = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (ConfabClock) clock = confab_clock_new_system ();
  g_autoptr (ConfabPace) pace = confab_pace_new ();
  g_autoptr (ConfabClient) client = confab_client_new (clock, pace);
  g_autoptr (ConfabCall) call = NULL;
  g_autoptr (ConfabRequest) request = NULL;
  g_autoptr (ConfabSecrets) secrets = confab_secrets_new (g_strdup ("sk-bench"));
  Flow flow = { n_events, interval_us, delays, 0, loop };
  g_autoptr (FaultServer) server = fault_server_new (flow_script, &flow);
  g_autofree char *base = fault_server_dup_url (server, "/api/v1");
  double cpu;
  gint64 begin;

  call = confab_call_new (base, "bench", "go");
  request = confab_request_build (call, NULL);
  g_assert_nonnull (request);

  cpu = get_cpu ();
  begin = g_get_monotonic_time ();
  confab_client_call_async (client, request, secrets, NULL, &events, &flow, NULL, flow_done_cb,
                            &flow);
  g_main_loop_run (loop);
  cpu = get_cpu () - cpu;
  g_assert_cmpuint (flow.n_seen, ==, n_events);

  g_print ("{\"bench\":\"%s\",\"events\":%u,\"cpu_us_event\":%.2f,\"wall_s\":%.2f,"
           "\"delay_ms_p50\":%.3f,\"delay_ms_p99\":%.3f}\n",
           interval_us > 0 ? "paced" : "flood", n_events, cpu / 1e3 / n_events,
           (double) (g_get_monotonic_time () - begin) / 1e6, get_share (delays, 0.5) / 1e3,
           get_share (delays, 0.99) / 1e3);
}

static gboolean
read_mode (const char       *word,
           ConfabStreamMode *mode)
{
  *mode = g_str_equal (word, "cumulative") ? CONFAB_STREAM_CUMULATIVE : CONFAB_STREAM_INCREMENTAL;

  return g_str_equal (word, "cumulative") || g_str_equal (word, "incremental");
}

int
main (int   argc,
      char *argv[])
{
  const char *what = argc > 1 ? argv[1] : "";
  ConfabStreamMode mode;

  if (argc == 5 && g_str_equal (what, "make") && read_mode (argv[2], &mode))
    {
      GString *stream = make_stream (mode, (guint) strtoul (argv[3], NULL, 10));

      g_assert_true (g_file_set_contents (argv[4], stream->str, (gssize) stream->len, NULL));
      g_string_free (stream, TRUE);
    }
  else if (argc == 4 && g_str_equal (what, "parse") && read_mode (argv[2], &mode))
    bench_parse (mode, argv[3]);
  else if (argc == 2 && g_str_equal (what, "scale"))
    bench_scale ();
  else if (argc == 3 && g_str_equal (what, "flood"))
    bench_flow ((guint) strtoul (argv[2], NULL, 10), 0);
  else if (argc == 4 && g_str_equal (what, "paced"))
    bench_flow ((guint) strtoul (argv[2], NULL, 10), (guint) strtoul (argv[3], NULL, 10));
  else
    return g_printerr ("bench-core make|parse|scale|flood|paced …\n"), EXIT_FAILURE;

  return EXIT_SUCCESS;
}
