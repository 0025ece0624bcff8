/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-body-reader.h"

#include "fault-server.h"

/* What a body is taken for, however it is cut; and the small mappings beside it. */

#define DOCUMENT "{\"output\":{\"finish_reason\":\"stop\",\"text\":\"Q\"},\"request_id\":\"r\"}"
#define EVENTS FAULT_FRAME ("A", "null") FAULT_FRAME ("B", "stop")
#define ERROR_DOCUMENT "{\"code\":\"InvalidApiKey\",\"message\":\"no\",\"request_id\":\"r\"}"

typedef struct
{
  ConfabReplyDecoder *decoder;
  ConfabBodyReader *reader;
  guint n_deltas;
  guint halt_at;
} Reading;

static void
count_cb (const ConfabDelta *delta,
          gpointer           user_data)
{
  Reading *self = user_data;

  if (++self->n_deltas == self->halt_at)
    confab_body_reader_halt (self->reader);
}

static void
reading_begin (Reading    *self,
               int         status,
               const char *type)
{
  self->n_deltas = 0;
  self->decoder = confab_reply_decoder_new (CONFAB_STREAM_INCREMENTAL);
  self->reader = confab_body_reader_new (status, "Reason", type, self->decoder, count_cb, self);
}

static void
reading_end (Reading *self)
{
  g_clear_pointer (&self->reader, confab_body_reader_free);
  g_clear_object (&self->decoder);
}

typedef struct
{
  const char *body;
  const char *type;
  int status;
  const char *text; /* complete with it */
  const char *code; /* or failed with it, "-": without a code */
} Case;

static const Case cases[] = {
  { EVENTS, "text/event-stream", 200, "AB", NULL },
  { EVENTS, " Text/Event-Stream ; charset=UTF-8", 200, "AB", NULL },
  { EVENTS, NULL, 200, "AB", NULL },
  { EVENTS, "", 200, "AB", NULL },
  { "\357\273\277" EVENTS, NULL, 200, "AB", NULL },
  { ":hello\n" EVENTS, NULL, 200, "AB", NULL },
  { "\n\n" EVENTS, NULL, 200, "AB", NULL },
  { "retry\n" EVENTS, NULL, 200, "AB", NULL },
  { DOCUMENT, "application/json", 200, "Q", NULL },
  { DOCUMENT, NULL, 200, "Q", NULL },
  { " \r\n\t" DOCUMENT " \n", NULL, 200, "Q", NULL },
  { DOCUMENT, "text/html", 200, NULL, CONFAB_FAILURE_NOT_SERVICE },
  { DOCUMENT, "application/json-seq", 200, NULL, CONFAB_FAILURE_NOT_SERVICE },
  { DOCUMENT, "application/jso", 200, NULL, CONFAB_FAILURE_NOT_SERVICE },
  { "<html>", NULL, 200, NULL, CONFAB_FAILURE_NOT_SERVICE },
  { "idle: no field\n", NULL, 200, NULL, CONFAB_FAILURE_NOT_SERVICE },
  { "dat", NULL, 200, NULL, CONFAB_FAILURE_NOT_SERVICE },
  { "[1]", NULL, 200, NULL, CONFAB_FAILURE_NOT_SERVICE },
  { ERROR_DOCUMENT, NULL, 401, NULL, "InvalidApiKey" },
  { ERROR_DOCUMENT, "application/json", 401, NULL, "InvalidApiKey" },
  { "data:" ERROR_DOCUMENT "\n\n", "text/event-stream", 401, NULL, "InvalidApiKey" },
  { "data:" ERROR_DOCUMENT "\n\n", NULL, 401, NULL, "InvalidApiKey" },
  { "", "text/event-stream", 503, NULL, "-" },
  { "", NULL, 503, NULL, "-" },
  { "no", NULL, 503, NULL, "-" },
};

static void
test_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      gsize length = strlen (c->body);

      /* Whole, byte by byte, and cut in two at each place of its beginning. */
      for (gsize cut = 0; cut <= MIN (length, 40) + 1; cut++)
        {
          Reading reading = { 0 };
          const ConfabFailure *failure;
          gsize at = 0;

          g_test_message ("case %u, cut %" G_GSIZE_FORMAT, i, cut);
          reading_begin (&reading, c->status, c->type);
          while (at < length)
            {
              gsize n = cut == 0 ? 1 : (at == 0 ? MIN (cut, length) : length - at);

              if (!confab_body_reader_feed (reading.reader, c->body + at, n))
                break;
              at += n;
            }
          confab_body_reader_end (reading.reader, TRUE);
          g_assert_false (confab_body_reader_wants_more (reading.reader));

          failure = confab_body_reader_get_failure (reading.reader);
          if (c->text != NULL)
            {
              g_assert_null (failure);
              g_assert_true (confab_reply_decoder_is_finished (reading.decoder));
              g_assert_cmpstr (confab_reply_decoder_get_text (reading.decoder, NULL), ==, c->text);
            }
          else
            {
              g_assert_nonnull (failure);
              g_assert_cmpstr (failure->code, ==, strcmp (c->code, "-") == 0 ? NULL : c->code);
              g_assert_cmpint (failure->http_status, ==, c->status);
              g_assert_false (confab_reply_decoder_is_finished (reading.decoder));
            }
          reading_end (&reading);
        }
    }
}

static void
test_halt (void)
{
  Reading reading = { .halt_at = 1 };

  reading_begin (&reading, 200, "text/event-stream");
  g_assert_false (confab_body_reader_feed (reading.reader, EVENTS, strlen (EVENTS)));
  confab_body_reader_end (reading.reader, TRUE);
  g_assert_cmpuint (reading.n_deltas, ==, 1);
  g_assert_null (confab_body_reader_get_failure (reading.reader));
  reading_end (&reading);
}

/* An error may have 1 MiB and not one byte more; an answer as much as an event. */
static void
test_limits (void)
{
  static const struct { int status; gsize limit; } limits[] = {
    { 500, CONFAB_BODY_MAX_ERROR },
    { 200, CONFAB_BODY_MAX_DOCUMENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (int more = -1; more <= 1; more++)
      {
        Reading reading = { 0 };
        gsize length = (gsize) ((gssize) limits[i].limit + more);
        g_autofree char *body = g_malloc (length);
        gboolean wanted;

        memset (body, ' ', length);
        body[0] = '{';
        reading_begin (&reading, limits[i].status, "application/json");
        wanted = confab_body_reader_feed (reading.reader, body, length);
        g_assert_cmpint (wanted, ==, more <= 0);
        if (more > 0)
          g_assert_cmpstr (confab_body_reader_get_failure (reading.reader)->code, ==,
                           CONFAB_FAILURE_TOO_LARGE);
        reading_end (&reading);
      }
}

static void
test_retry_after (void)
{
  const gint64 now = G_GINT64_CONSTANT (784111777) * G_USEC_PER_SEC; /* 1994-11-06 08:49:37 */
  static const struct { const char *value; int seconds; } values[] = {
    { NULL, -1 }, { "", -1 }, { "  ", -1 }, { "3", 3 }, { " 3 ", 3 }, { "120", 120 },
    { "121", 120 }, { "3.5", -1 }, { "3s", -1 }, { "-3", -1 },
    { "Sun, 06 Nov 1994 08:49:37 GMT", 0 }, { "Sun, 06 Nov 1994 08:50:07 GMT", 30 },
    { "Sun, 06 Nov 1994 08:49:07 GMT", 0 }, { "Sat, 06 Nov 2094 08:49:37 GMT", 120 },
    { "Sun, 99 Nov 1994 08:49:37 GMT", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_test_message ("%s", values[i].value);
      g_assert_cmpint (confab_net_parse_retry_after (values[i].value, now), ==, values[i].seconds);
    }
}

static void
test_mask (void)
{
  g_autoptr (ConfabFailure) failure = confab_failure_new (CONFAB_ERROR_AUTH, "x-sk-canary-1",
                                                          "sk-canary-1 \377 sk-canary-1");
  g_autoptr (ConfabFailure) masked = NULL;
  g_autoptr (ConfabFailure) same = NULL;
  const char * const secrets[] = { "sk-canary-1", NULL };

  failure->request_id = g_strdup ("sk-canary-1");
  failure->http_status = 401;
  failure->retry_after = 3;
  masked = confab_net_failure_mask (failure, secrets);
  g_assert_cmpstr (masked->code, ==, "x-***");
  g_assert_cmpstr (masked->message, ==, "*** \357\277\275 ***");
  g_assert_cmpstr (masked->request_id, ==, "***");
  g_assert_cmpint (masked->http_status, ==, 401);
  g_assert_cmpint (masked->retry_after, ==, 3);
  g_assert_cmpint (masked->error_class, ==, CONFAB_ERROR_AUTH);

  same = confab_net_failure_mask (failure, NULL);
  g_assert_cmpstr (same->code, ==, "x-sk-canary-1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/body-reader/kinds", test_kinds);
  g_test_add_func ("/body-reader/halt", test_halt);
  g_test_add_func ("/body-reader/limits", test_limits);
  g_test_add_func ("/net-failure/retry-after", test_retry_after);
  g_test_add_func ("/net-failure/mask", test_mask);

  return g_test_run ();
}
