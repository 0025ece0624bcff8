/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-error.h"
#include "confab-sse-parser.h"

/* What the vectors do not cover: limits, halting, the lenient profile, and that no cut ever
 * changes anything. */

typedef struct {
  ConfabSseParser *parser;
  GString *trace; /* (nullable): all events, in a form that can be compared */
  guint n_events;
  gsize last_length;
  guint halt_after; /* 0: never */
  int status;
  gsize comments_length;
} Run;

static void
append_field (GString    *trace,
              const char *bytes,
              gsize       length)
{
  g_string_append_printf (trace, "%" G_GSIZE_FORMAT ":", length);
  if (bytes != NULL)
    g_string_append_len (trace, bytes, (gssize) length);
  else
    g_string_append_c (trace, '-');
  g_string_append_c (trace, '|');
}

static void
event_cb (const ConfabSseEvent *event,
          gpointer              user_data)
{
  Run *run = user_data;

  run->n_events++;
  run->last_length = event->data_length;
  run->status = event->status;
  run->comments_length = event->comments_length;

  if (run->trace != NULL)
    {
      append_field (run->trace, event->id, event->id_length);
      append_field (run->trace, event->event, event->event_length);
      append_field (run->trace, event->data, event->data_length);
      append_field (run->trace, event->block_id, event->block_id_length);
      append_field (run->trace, event->comments, event->comments_length);
      g_string_append_printf (run->trace, "%u|%d\n", event->n_comments, event->status);
    }

  if (run->n_events == run->halt_after)
    confab_sse_parser_halt (run->parser);
}

static gboolean
feed (Run        *run,
      const char *bytes)
{
  return confab_sse_parser_feed (run->parser, bytes, strlen (bytes), NULL);
}

/* All that can be seen of a stream fed in two pieces, each in memory of just its size. */
static char *
trace_cut (ConfabSseProfile  profile,
           const char       *bytes,
           gsize             length,
           gsize             cut)
{
  Run run = { .trace = g_string_new (NULL) };
  g_autoptr (ConfabSseParser) parser = confab_sse_parser_new (profile, event_cb, &run);
  char *first = g_memdup2 (bytes, cut);
  char *second = g_memdup2 (bytes + cut, length - cut);
  const char *id;
  gsize id_length;

  run.parser = parser;
  confab_sse_parser_feed (parser, first, cut, NULL);
  g_free (first);
  confab_sse_parser_feed (parser, second, length - cut, NULL);
  g_free (second);
  confab_sse_parser_end (parser, NULL);

  id = confab_sse_parser_get_last_event_id (parser, &id_length);
  append_field (run.trace, id, id_length);
  g_string_append_printf (run.trace, "%" G_GINT64_FORMAT "|%" G_GUINT64_FORMAT,
                          confab_sse_parser_get_retry (parser),
                          confab_sse_parser_get_n_comments (parser));

  return g_string_free (run.trace, FALSE);
}

/* A stream made of what parsers stumble over. */
static GString *
create_stream (GRand *random)
{
  static const struct {
    const char *bytes;
    gsize length;
  } parts[] = {
#define PART(text) { text, sizeof text - 1 }
    PART ("data"), PART ("data:"), PART ("data: "), PART ("event:"), PART ("event: x"),
    PART ("id:"), PART ("id:7"), PART ("id: 8\0"), PART ("retry:"), PART ("retry:10"),
    PART ("retry:1x"), PART (":"), PART (": "), PART (":HTTP_STATUS/200"),
    PART (":HTTP_STATUS/429"), PART ("dat"), PART ("datax:1"), PART ("unknown: y"),
    PART ("\n"), PART ("\n"), PART ("\n\n"), PART ("\r"), PART ("\r\n"), PART ("\n\r"),
    PART ("\r\n\r\n"), PART (" "), PART ("\t"), PART ("\0"), PART ("a"), PART ("\xef\xbb\xbf"),
    PART ("\xe4\xbd\xa0"), PART ("\xf0\x9f\x91\xa8"), PART ("\xe4\xbd"), PART ("\xf0\x9f"),
    PART ("\x80"), PART ("\xff"), PART ("\xc3"), PART ("\xed\xa0\x80"), PART ("{}"), PART ("{\"a\":"),
    PART ("1}"), PART ("data:{}\n"), PART ("data:{\"output\":{\"text\":\"x\"}}\n"), PART ("id:1\n"),
#undef PART
  };
  GString *stream = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (random, 1, 60);

  for (guint i = 0; i < n; i++)
    {
      guint part = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (parts));

      g_string_append_len (stream, parts[part].bytes, (gssize) parts[part].length);
    }

  return stream;
}

static void
test_every_cut (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20250101);

  for (guint i = 0; i < 400; i++)
    {
      g_autoptr (GString) stream = create_stream (random);
      ConfabSseProfile profile = i % 2 == 0 ? CONFAB_SSE_STRICT : CONFAB_SSE_LENIENT;
      g_autofree char *whole = trace_cut (profile, stream->str, stream->len, 0);

      for (gsize cut = 1; cut <= stream->len; cut++)
        {
          g_autofree char *trace = trace_cut (profile, stream->str, stream->len, cut);

          g_assert_cmpstr (trace, ==, whole);
        }
    }
}

/* One stream of 4 KiB, every cut of it. */
static void
test_every_cut_long (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  g_autoptr (GString) stream = g_string_new (NULL);
  g_autofree char *whole = NULL;

  while (stream->len < 4096)
    {
      g_autoptr (GString) part = create_stream (random);

      g_string_append_len (stream, part->str, (gssize) part->len);
    }
  g_string_truncate (stream, 4096);

  whole = trace_cut (CONFAB_SSE_LENIENT, stream->str, stream->len, 0);
  for (gsize cut = 1; cut <= stream->len; cut++)
    {
      g_autofree char *trace = trace_cut (CONFAB_SSE_LENIENT, stream->str, stream->len, cut);

      g_assert_cmpstr (trace, ==, whole);
    }
}

typedef enum {
  WHOLE_LINES,
  SMALL_PIECES,
} Pieces;

/* Feeds @prefix, @n times "x" and @suffix. */
static gboolean
feed_long (Run         *run,
           const char  *prefix,
           gsize        n,
           const char  *suffix,
           Pieces       pieces,
           GError     **error)
{
  g_autoptr (GString) bytes = g_string_sized_new (n + 64);
  gsize step;

  g_string_append (bytes, prefix);
  while (n > 0)
    {
      static const char filler[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
      gsize now = MIN (n, sizeof filler - 1);

      g_string_append_len (bytes, filler, (gssize) now);
      n -= now;
    }
  g_string_append (bytes, suffix);

  step = pieces == WHOLE_LINES ? bytes->len : 60001;
  for (gsize i = 0; i < bytes->len; i += step)
    if (!confab_sse_parser_feed (run->parser, bytes->str + i, MIN (step, bytes->len - i), error))
      return FALSE;

  return TRUE;
}

static void
test_line_limit (void)
{
  static const struct {
    const char *prefix;
    guint n_events;
  } lines[] = {
    { "data:", 1 },
    { "unknown:", 0 },
    { ":", 0 },
    { "id:", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    for (Pieces pieces = WHOLE_LINES; pieces <= SMALL_PIECES; pieces++)
      for (int over = -1; over <= 1; over++)
        {
          Run run = { 0 };
          g_autoptr (ConfabSseParser) parser = NULL;
          g_autoptr (GError) error = NULL;
          gsize n = (gsize) (CONFAB_SSE_MAX_LINE + over) - strlen (lines[i].prefix);
          gboolean ok;

          parser = confab_sse_parser_new (CONFAB_SSE_LENIENT, event_cb, &run);
          run.parser = parser;
          ok = feed_long (&run, lines[i].prefix, n, "\n\n", pieces, &error);
          g_assert_cmpint (ok, ==, over <= 0);
          g_assert_cmpuint (run.n_events, ==, over <= 0 ? lines[i].n_events : 0);
          if (over <= 0)
            continue;

          /* It says which limit, and stays stopped. */
          g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER);
          g_assert_nonnull (strstr (error->message, "line"));
          g_assert_false (feed (&run, "\n\ndata:a\n\n"));
          g_assert_false (confab_sse_parser_end (parser, NULL));
          g_assert_cmpuint (run.n_events, ==, 0);
        }
}

/* A line that never ends is refused as soon as it is too long. */
static void
test_endless_line (void)
{
  Run run = { 0 };
  g_autoptr (ConfabSseParser) parser = NULL;

  parser = confab_sse_parser_new (CONFAB_SSE_STRICT, event_cb, &run);
  run.parser = parser;
  g_assert_true (feed_long (&run, "data:", CONFAB_SSE_MAX_LINE - 5, "", SMALL_PIECES, NULL));
  g_assert_false (feed (&run, "x"));
}

static void
test_event_limit (void)
{
  for (Pieces pieces = WHOLE_LINES; pieces <= SMALL_PIECES; pieces++)
    for (int over = -1; over <= 1; over++)
      {
        Run run = { 0 };
        g_autoptr (ConfabSseParser) parser = NULL;
        g_autoptr (GError) error = NULL;
        gsize half = CONFAB_SSE_MAX_EVENT / 2;
        gboolean ok;

        parser = confab_sse_parser_new (CONFAB_SSE_STRICT, event_cb, &run);
        run.parser = parser;
        g_assert_true (feed_long (&run, "data:", half, "\n", pieces, NULL));
        ok = feed_long (&run, "data:", (gsize) ((gssize) half - 1 + over), "\n\n", pieces, &error);
        g_assert_cmpint (ok, ==, over <= 0);
        g_assert_cmpuint (run.n_events, ==, over <= 0);
        if (ok)
          g_assert_cmpuint (run.last_length, ==, CONFAB_SSE_MAX_EVENT + over);
        else
          {
            g_assert_error (error, CONFAB_ERROR, CONFAB_ERROR_SERVER);
            g_assert_nonnull (strstr (error->message, "event"));
          }
      }
}

/* Invalid bytes grow when they are decoded: the limit holds for what comes out. */
static void
test_event_limit_decoded (void)
{
  Run run = { 0 };
  g_autoptr (ConfabSseParser) parser = NULL;
  g_autofree char *bytes = g_malloc (CONFAB_SSE_MAX_EVENT / 3 + 1);

  memset (bytes, 0xff, CONFAB_SSE_MAX_EVENT / 3 + 1);
  parser = confab_sse_parser_new (CONFAB_SSE_STRICT, event_cb, &run);
  run.parser = parser;

  g_assert_true (feed (&run, "data:"));
  g_assert_true (confab_sse_parser_feed (parser, bytes, CONFAB_SSE_MAX_EVENT / 3, NULL));
  g_assert_true (feed (&run, "\n\n"));
  g_assert_cmpuint (run.last_length, ==, CONFAB_SSE_MAX_EVENT / 3 * 3);

  g_assert_true (feed (&run, "data:"));
  g_assert_true (confab_sse_parser_feed (parser, bytes, CONFAB_SSE_MAX_EVENT / 3 + 1, NULL));
  g_assert_false (feed (&run, "\n\n"));
  g_assert_cmpuint (run.n_events, ==, 1);
}

static void
test_events_limit (void)
{
  Run run = { 0 };
  g_autoptr (ConfabSseParser) parser = NULL;
  g_autoptr (GString) thousand = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append (thousand, "data\n\n");

  parser = confab_sse_parser_new (CONFAB_SSE_STRICT, event_cb, &run);
  run.parser = parser;
  for (guint i = 0; i < CONFAB_SSE_MAX_EVENTS / 1000; i++)
    g_assert_true (confab_sse_parser_feed (parser, thousand->str, thousand->len, NULL));

  g_assert_cmpuint (run.n_events, ==, CONFAB_SSE_MAX_EVENTS);
  g_assert_true (feed (&run, "id:5\n\n:comment\n\n"));
  g_assert_false (feed (&run, "data\n\n"));
  g_assert_cmpuint (run.n_events, ==, CONFAB_SSE_MAX_EVENTS);
}

/* Comments are kept up to a limit for each block, and end at a whole character. */
static void
test_comment_limit (void)
{
  static const struct {
    gsize first;
    const char *suffix;
    gsize kept;
  } cases[] = {
    { CONFAB_SSE_MAX_COMMENT - 1, "\ndata\n\n", CONFAB_SSE_MAX_COMMENT - 1 },
    { CONFAB_SSE_MAX_COMMENT, "\ndata\n\n", CONFAB_SSE_MAX_COMMENT },
    { CONFAB_SSE_MAX_COMMENT + 1, "\ndata\n\n", CONFAB_SSE_MAX_COMMENT },
    { CONFAB_SSE_MAX_COMMENT - 1, "\xe4\xbd\xa0\ndata\n\n", CONFAB_SSE_MAX_COMMENT - 1 },
    { CONFAB_SSE_MAX_COMMENT - 2, "\xe4\xbd\xa0\ndata\n\n", CONFAB_SSE_MAX_COMMENT - 2 },
    { CONFAB_SSE_MAX_COMMENT - 3, "\xe4\xbd\xa0\ndata\n\n", CONFAB_SSE_MAX_COMMENT },
    { CONFAB_SSE_MAX_COMMENT - 3, "\xf0\x9f\x91\xa8\ndata\n\n", CONFAB_SSE_MAX_COMMENT - 3 },
    { CONFAB_SSE_MAX_COMMENT - 1, "\xff\ndata\n\n", CONFAB_SSE_MAX_COMMENT - 1 },
    { 100000, "\n:HTTP_STATUS/503\ndata\n\n", CONFAB_SSE_MAX_COMMENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int step = 0; step < 2; step++)
      {
        Run run = { 0 };
        g_autoptr (ConfabSseParser) parser = NULL;
        g_autoptr (GString) bytes = g_string_new (":");

        for (gsize n = 0; n < cases[i].first; n++)
          g_string_append_c (bytes, 'c');
        g_string_append (bytes, cases[i].suffix);

        parser = confab_sse_parser_new (CONFAB_SSE_STRICT, event_cb, &run);
        run.parser = parser;
        if (step == 0)
          g_assert_true (confab_sse_parser_feed (parser, bytes->str, bytes->len, NULL));
        else
          for (gsize n = 0; n < bytes->len; n++)
            g_assert_true (confab_sse_parser_feed (parser, bytes->str + n, 1, NULL));

        g_assert_cmpuint (run.n_events, ==, 1);
        g_assert_cmpuint (run.comments_length, ==, cases[i].kept);
        /* The status is seen although the comments before it filled the room. */
        g_assert_cmpint (run.status, ==, strstr (cases[i].suffix, "503") != NULL ? 503 : 0);
      }
}

static void
test_status (void)
{
  static const struct {
    const char *block;
    int status;
  } blocks[] = {
    { ":HTTP_STATUS/200\n", 200 },
    { ": HTTP_STATUS/404 \n", 404 },
    { ":HTTP_STATUS/200\n:HTTP_STATUS/500\n", 500 },
    { ":HTTP_STATUS/\n", 0 },
    { ":HTTP_STATUS/20\n", 0 },
    { ":HTTP_STATUS/2000\n", 0 },
    { ":HTTP_STATUS/2x0\n", 0 },
    { ":http_status/200\n", 0 },
    { "HTTP_STATUS/200\n", 0 },
    { ":HTTP_STATUS/200\n\n", 0 }, /* of the block before */
  };

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      Run run = { 0 };
      g_autoptr (ConfabSseParser) parser = NULL;

      parser = confab_sse_parser_new (CONFAB_SSE_STRICT, event_cb, &run);
      run.parser = parser;
      feed (&run, blocks[i].block);
      feed (&run, "data:x\n\n");
      g_assert_cmpuint (run.n_events, ==, 1);
      g_assert_cmpint (run.status, ==, blocks[i].status);
    }
}

static void
test_retry (void)
{
  static const struct {
    const char *line;
    gint64 retry;
  } lines[] = {
    { "", -1 },
    { "retry:0\n", 0 },
    { "retry:2147483647\n", G_MAXINT32 },
    { "retry:2147483648\n", G_MAXINT32 },
    { "retry:99999999999999999999999999\n", G_MAXINT32 },
    { "retry:-1\n", -1 },
    { "retry:5 \n", -1 },
    { "retry\n", -1 },
    { "retry:5\nretry:x\n", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      Run run = { 0 };
      g_autoptr (ConfabSseParser) parser = NULL;

      parser = confab_sse_parser_new (CONFAB_SSE_STRICT, event_cb, &run);
      run.parser = parser;
      feed (&run, lines[i].line);
      g_assert_cmpint (confab_sse_parser_get_retry (parser), ==, lines[i].retry);
    }
}

static void
test_halt (void)
{
  Run run = { .halt_after = 2 };
  g_autoptr (ConfabSseParser) parser = NULL;

  parser = confab_sse_parser_new (CONFAB_SSE_LENIENT, event_cb, &run);
  run.parser = parser;
  g_assert_true (feed (&run, "data:1\n\ndata:2\n\ndata:3\n\ndata:4\n\n"));
  g_assert_cmpuint (run.n_events, ==, 2);
  g_assert_true (feed (&run, "data:5\n\ndata:{}\n"));
  g_assert_true (confab_sse_parser_end (parser, NULL));
  g_assert_cmpuint (run.n_events, ==, 2);
}

/* Halted by the event that a new `id` line ended: that line does not count any more. */
static void
test_halt_lenient (void)
{
  Run run = { .halt_after = 1 };
  g_autoptr (ConfabSseParser) parser = NULL;

  parser = confab_sse_parser_new (CONFAB_SSE_LENIENT, event_cb, &run);
  run.parser = parser;
  g_assert_true (feed (&run, "id:1\ndata:{}\nid:2\ndata:{}\nid:3\n"));
  g_assert_cmpuint (run.n_events, ==, 1);
  g_assert_cmpstr (confab_sse_parser_get_last_event_id (parser, NULL), ==, "1");
}

static void
test_lenient (void)
{
  static const struct {
    const char *bytes;
    guint n_events;
    gsize last_length;
    const char *last_id;
  } streams[] = {
    { "id:1\ndata:{}\nid:2\ndata:[]\n", 2, 2, "2" },
    { "id:1\ndata:{}\nid:2\ndata:[1]", 2, 3, "2" },            /* no end of line either */
    { "id:1\ndata:{}\nid:2\ndata:{\"a\":", 1, 2, "1" },        /* never while incomplete */
    { "id:1\ndata:{\"a\":\nid:2\ndata:1}\n\n", 1, 8, "2" },    /* one text over two lines */
    { "id:1\ndata:{\"a\":\nid:2\ndata:1}\nid:3\ndata:{}\n", 2, 2, "3" },
    { "id:1\ndata:not json\nid:2\ndata:{}\n\n", 1, 11, "2" },
    { "id:1\ndata:not json\n", 0, 0, "" },
    { "data:{}\ndata:{}\n\n", 1, 5, "" },                      /* only an id line begins one */
    { "data:{}\nevent:x\n\n", 1, 2, "" },
    { "data:{}\n\nid:9\n", 1, 2, "" },
    { "data:1\nid:2\ndata:2\n", 2, 1, "2" },
    { "data:12", 0, 0, "" },                                   /* more digits might follow */
    { "data:12\n", 1, 2, "" },
    { "data:{}\ndata:{\"a\"", 1, 2, "" },                      /* whole without the torn line */
    { "data:{}\nid:5", 1, 2, "" },
    { "id", 0, 0, "" },
    { "", 0, 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      Run run = { 0 };
      g_autoptr (ConfabSseParser) parser = NULL;

      g_test_message ("%s", streams[i].bytes);
      parser = confab_sse_parser_new (CONFAB_SSE_LENIENT, event_cb, &run);
      run.parser = parser;
      g_assert_true (feed (&run, streams[i].bytes));
      g_assert_true (confab_sse_parser_end (parser, NULL));
      g_assert_cmpuint (run.n_events, ==, streams[i].n_events);
      g_assert_cmpuint (run.last_length, ==, streams[i].last_length);
      g_assert_cmpstr (confab_sse_parser_get_last_event_id (parser, NULL), ==, streams[i].last_id);
    }
}

/* Strict parsing knows nothing of this. */
static void
test_strict (void)
{
  Run run = { 0 };
  g_autoptr (ConfabSseParser) parser = NULL;

  parser = confab_sse_parser_new (CONFAB_SSE_STRICT, event_cb, &run);
  run.parser = parser;
  g_assert_true (feed (&run, "id:1\ndata:{}\nid:2\ndata:{}\n"));
  g_assert_true (confab_sse_parser_end (parser, NULL));
  g_assert_cmpuint (run.n_events, ==, 0);
  g_assert_cmpstr (confab_sse_parser_get_last_event_id (parser, NULL), ==, "");
}

/* A flood of id lines in one open block must not look at its data again and again: quadratic work
 * would take minutes here. */
static void
test_linear (void)
{
  Run run = { 0 };
  g_autoptr (ConfabSseParser) parser = NULL;
  g_autoptr (GString) bytes = g_string_new ("data:{\"a\":\"");
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 1024 * 1024; i++)
    g_string_append_c (bytes, 'x');
  g_string_append_c (bytes, '\n');
  for (guint i = 0; i < 500000; i++)
    g_string_append (bytes, "id:1\n");

  parser = confab_sse_parser_new (CONFAB_SSE_LENIENT, event_cb, &run);
  run.parser = parser;
  for (gsize i = 0; i < bytes->len; i++)
    g_assert_true (confab_sse_parser_feed (parser, bytes->str + i, 1, NULL));
  g_assert_cmpuint (run.n_events, ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sse-parser/every-cut", test_every_cut);
  g_test_add_func ("/sse-parser/every-cut-long", test_every_cut_long);
  g_test_add_func ("/sse-parser/limit/line", test_line_limit);
  g_test_add_func ("/sse-parser/limit/endless-line", test_endless_line);
  g_test_add_func ("/sse-parser/limit/event", test_event_limit);
  g_test_add_func ("/sse-parser/limit/event-decoded", test_event_limit_decoded);
  g_test_add_func ("/sse-parser/limit/events", test_events_limit);
  g_test_add_func ("/sse-parser/limit/comment", test_comment_limit);
  g_test_add_func ("/sse-parser/status", test_status);
  g_test_add_func ("/sse-parser/retry", test_retry);
  g_test_add_func ("/sse-parser/halt", test_halt);
  g_test_add_func ("/sse-parser/halt-lenient", test_halt_lenient);
  g_test_add_func ("/sse-parser/lenient", test_lenient);
  g_test_add_func ("/sse-parser/strict", test_strict);
  g_test_add_func ("/sse-parser/linear", test_linear);

  return g_test_run ();
}
