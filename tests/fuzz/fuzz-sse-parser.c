/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdint.h>
#include <string.h>

#include "confab-sse-parser.h"

/*
 * The parser survives any bytes, hands out valid UTF-8 only, and gives the same events however the
 * bytes are cut. The first two bytes of the input choose profile and cuts, the rest is the stream.
 */

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
  return 0;
}

static void
check (GString    *trace,
       const char *bytes,
       gsize       length)
{
  /* NUL is valid here, GLib only takes it for an end. */
  for (gsize start = 0; start < length; start++)
    {
      const char *nul = memchr (bytes + start, '\0', length - start);
      gsize run = nul != NULL ? (gsize) (nul - bytes) - start : length - start;

      g_assert_true (g_utf8_validate_len (bytes + start, run, NULL));
      start += run;
    }

  g_string_append_printf (trace, "%" G_GSIZE_FORMAT ":", length);
  g_string_append_len (trace, bytes, (gssize) length);
}

static void
event_cb (const ConfabSseEvent *event,
          gpointer              user_data)
{
  GString *trace = user_data;

  g_assert_cmpuint (event->event_length, >, 0);
  g_assert_cmpuint (event->comments_length, <=, CONFAB_SSE_MAX_COMMENT);
  check (trace, event->id, event->id_length);
  check (trace, event->event, event->event_length);
  check (trace, event->data, event->data_length);
  check (trace, event->block_id != NULL ? event->block_id : "", event->block_id_length);
  check (trace, event->comments, event->comments_length);
  g_string_append_printf (trace, "%d %u %d\n", event->block_id != NULL, event->n_comments,
                          event->status);
}

/* @step: pieces of this size; each lies in memory of just its size. */
static char *
run (ConfabSseProfile profile,
     const uint8_t   *data,
     size_t           size,
     size_t           step)
{
  GString *trace = g_string_new (NULL);
  g_autoptr (ConfabSseParser) parser = confab_sse_parser_new (profile, event_cb, trace);
  const char *id;
  gsize length;

  for (size_t i = 0; i < size; i += step)
    {
      gsize n = MIN (step, size - i);
      char *piece = g_memdup2 (data + i, n);

      g_assert_true (confab_sse_parser_feed (parser, piece, n, NULL));
      g_free (piece);
    }
  g_assert_true (confab_sse_parser_end (parser, NULL));

  id = confab_sse_parser_get_last_event_id (parser, &length);
  check (trace, id, length);
  g_string_append_printf (trace, "%" G_GINT64_FORMAT " %" G_GUINT64_FORMAT,
                          confab_sse_parser_get_retry (parser),
                          confab_sse_parser_get_n_comments (parser));

  return g_string_free (trace, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  ConfabSseProfile profile;
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;

  if (size < 2)
    return 0;

  profile = (data[0] & 1) != 0 ? CONFAB_SSE_LENIENT : CONFAB_SSE_STRICT;
  whole = run (profile, data + 2, size - 2, size);
  cut = run (profile, data + 2, size - 2, 1 + (size_t) data[1] % 64);
  g_assert_cmpstr (whole, ==, cut);

  return 0;
}
