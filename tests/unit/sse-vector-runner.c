/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sse-vector-runner.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "confab-reply-decoder.h"
#include "confab-sse-parser.h"

/*
 * Runs event stream vectors, one JSON object a line:
 *
 *   name, profile ("whatwg" or "dashscope-lenient"), enc ("utf8" or "b64")
 *   chunks         strings or {"repeat": string, "times": n}, fed in this order, then the end
 *   expected       list of {id, event, data, block_id?, comments?}
 *   retry, last_event_id, comments_total
 *   api            what the reply decoder makes of the events
 *   skip_compare   names of what is not compared
 *
 * A string that holds NUL is given as KEY_b64, a long one as KEY_len and KEY_sha256. Each vector is
 * fed as given, whole, byte by byte and in random cuts; it passes when all of them agree with it.
 */

#define N_RANDOM_CUTTINGS 20
#define MAX_RANDOM_CUTS   64

/* Up to here each piece is fed from memory of just its size, so that a sanitizer sees more. */
#define MAX_COPIED (256 * 1024)

typedef struct {
  const char *name;
  JsonObject *object;
  JsonArray *expected;
  GBytes *stream;
  GArray *cuts_as_given; /* of gsize: where pieces end */
} Vector;

typedef struct {
  const Vector *vector;
  ConfabReplyDecoder *decoder;
  guint n_events;
  int last_status;
  GString *problem;
} Run;

/* What a vector says of a string: its bytes, or length and digest. */
typedef struct {
  gboolean is_there;
  char *bytes;
  gsize length;
  const char *digest;
} Wanted;

static void
clear_wanted (Wanted *wanted)
{
  g_clear_pointer (&wanted->bytes, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, clear_wanted)

static const char *
get_member_string (JsonObject *object,
                   const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static void
read_wanted (JsonObject *object,
             const char *key,
             Wanted     *wanted)
{
  g_autofree char *key_b64 = g_strconcat (key, *key != '\0' ? "_b64" : "b64", NULL);
  g_autofree char *key_length = g_strconcat (key, *key != '\0' ? "_len" : "len", NULL);
  g_autofree char *key_digest = g_strconcat (key, *key != '\0' ? "_sha256" : "sha256", NULL);
  const char *text = get_member_string (object, key);
  const char *encoded = get_member_string (object, key_b64);

  *wanted = (Wanted) { 0 };
  if (text != NULL)
    {
      wanted->bytes = g_strdup (text);
      wanted->length = strlen (text);
    }
  else if (encoded != NULL)
    wanted->bytes = (char *) g_base64_decode (encoded, &wanted->length);
  else if (json_object_has_member (object, key_length))
    {
      wanted->length = (gsize) json_object_get_int_member (object, key_length);
      wanted->digest = get_member_string (object, key_digest);
    }
  else
    return;

  wanted->is_there = TRUE;
}

static gboolean
matches (const Wanted *wanted,
         const char   *bytes,
         gsize         length)
{
  g_autofree char *digest = NULL;

  if (!wanted->is_there || bytes == NULL)
    return !wanted->is_there && bytes == NULL;
  if (wanted->length != length)
    return FALSE;
  if (wanted->digest == NULL)
    return memcmp (wanted->bytes, bytes, length) == 0;

  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  return g_str_equal (digest, wanted->digest);
}

static gboolean
is_skipped (const Vector *vector,
            const char   *what)
{
  JsonArray *skipped;

  if (!json_object_has_member (vector->object, "skip_compare"))
    return FALSE;

  skipped = json_object_get_array_member (vector->object, "skip_compare");
  for (guint i = 0; i < json_array_get_length (skipped); i++)
    if (g_str_equal (json_array_get_string_element (skipped, i), what))
      return TRUE;

  return FALSE;
}

/* The first problem of a run is enough. */
static void G_GNUC_PRINTF (2, 3)
note_problem (Run        *run,
              const char *format,
              ...)
{
  va_list args;

  if (run->problem->len > 0)
    return;

  va_start (args, format);
  g_string_append_vprintf (run->problem, format, args);
  va_end (args);
}

static void
compare_string (Run        *run,
                JsonObject *object,
                const char *key,
                const char *bytes,
                gsize       length)
{
  g_auto (Wanted) wanted = { 0 };

  if (is_skipped (run->vector, key))
    return;

  read_wanted (object, key, &wanted);
  if (!matches (&wanted, bytes, length))
    {
      g_autofree char *shown = bytes != NULL ? g_strndup (bytes, MIN (length, 60)) : NULL;
      g_autofree char *escaped = g_strescape (shown != NULL ? shown : "(absent)", NULL);

      note_problem (run, "event %u: %s is “%s” (%" G_GSIZE_FORMAT " bytes)", run->n_events, key,
                    escaped, length);
    }
}

/* Comments are kept up to a limit; of longer ones only the number is compared. */
static void
compare_comments (Run                  *run,
                  JsonObject           *object,
                  const ConfabSseEvent *event)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  JsonArray *comments = NULL;
  gboolean is_comparable = TRUE;
  guint n = 0;

  if (is_skipped (run->vector, "comments"))
    return;

  if (json_object_has_member (object, "comments"))
    {
      comments = json_object_get_array_member (object, "comments");
      n = json_array_get_length (comments);
    }

  if (n != event->n_comments)
    note_problem (run, "event %u: %u comments, not %u", run->n_events, event->n_comments, n);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (comments, i);
      g_auto (Wanted) wanted = { 0 };

      if (JSON_NODE_HOLDS_VALUE (node))
        {
          wanted.bytes = g_strdup (json_node_get_string (node));
          wanted.length = strlen (wanted.bytes);
        }
      else
        read_wanted (json_node_get_object (node), "", &wanted);

      if (wanted.bytes == NULL)
        is_comparable = FALSE;
      else
        {
          if (i > 0)
            g_string_append_c (joined, '\n');
          g_string_append_len (joined, wanted.bytes, (gssize) wanted.length);
        }
    }

  if (is_comparable && joined->len <= CONFAB_SSE_MAX_COMMENT &&
      (joined->len != event->comments_length ||
       memcmp (joined->str, event->comments, joined->len) != 0))
    note_problem (run, "event %u: comments differ", run->n_events);
}

static void
event_cb (const ConfabSseEvent *event,
          gpointer              user_data)
{
  Run *run = user_data;
  JsonArray *expected = run->vector->expected;

  if (!g_utf8_validate_len (event->data, event->data_length, NULL) &&
      memchr (event->data, '\0', event->data_length) == NULL)
    note_problem (run, "event %u: data is not valid UTF-8", run->n_events);

  if (run->n_events < json_array_get_length (expected))
    {
      JsonObject *object = json_array_get_object_element (expected, run->n_events);

      compare_string (run, object, "id", event->id, event->id_length);
      compare_string (run, object, "event", event->event, event->event_length);
      compare_string (run, object, "data", event->data, event->data_length);
      compare_string (run, object, "block_id", event->block_id, event->block_id_length);
      compare_comments (run, object, event);
    }
  run->n_events++;
  run->last_status = event->status;

  if (run->decoder != NULL)
    {
      ConfabDelta delta;

      confab_reply_decoder_feed_event (run->decoder, event, &delta);
    }
}

static ConfabStreamMode
get_mode (JsonObject *api)
{
  return g_strcmp0 (get_member_string (api, "mode"), "cumulative") == 0
           ? CONFAB_STREAM_CUMULATIVE
           : CONFAB_STREAM_INCREMENTAL;
}

static void
compare_api_string (Run        *run,
                    JsonObject *api,
                    const char *key,
                    const char *value)
{
  if (json_object_has_member (api, key) && g_strcmp0 (get_member_string (api, key), value) != 0)
    note_problem (run, "api: %s is “%s”", key, value != NULL ? value : "(absent)");
}

static void
compare_api (Run        *run,
             JsonObject *api)
{
  const ConfabFailure *failure = confab_reply_decoder_get_failure (run->decoder);
  gboolean is_finished = confab_reply_decoder_is_finished (run->decoder);
  const char *code = failure != NULL ? failure->code : NULL;

  /* In the vectors an error that has no code of the service is null; ours have names. */
  if (g_strcmp0 (code, CONFAB_FAILURE_BAD_FRAME) == 0)
    code = NULL;

  compare_api_string (run, api, "outcome",
                      failure != NULL ? "error" : is_finished ? "complete" : "interrupted");
  compare_api_string (run, api, "text", confab_reply_decoder_get_text (run->decoder, NULL));
  compare_api_string (run, api, "finish_reason",
                      confab_reply_decoder_get_finish_reason (run->decoder));
  compare_api_string (run, api, "session_id", confab_reply_decoder_get_session_id (run->decoder));
  compare_api_string (run, api, "request_id", confab_reply_decoder_get_request_id (run->decoder));
  compare_api_string (run, api, "error_code", code);

  if (json_object_has_member (api, "http_status"))
    {
      int status = failure != NULL ? failure->http_status : run->last_status;

      if (status != json_object_get_int_member (api, "http_status"))
        note_problem (run, "api: http_status is %d", status);
    }
  if (json_object_has_member (api, "updates"))
    {
      guint n_results = confab_reply_decoder_get_n_results (run->decoder);

      if (n_results != json_object_get_int_member (api, "updates"))
        note_problem (run, "api: %u result frames", n_results);
    }
}

static void
compare_end (Run             *run,
             ConfabSseParser *parser)
{
  JsonObject *object = run->vector->object;
  guint n_expected = json_array_get_length (run->vector->expected);
  g_auto (Wanted) last_id = { 0 };
  const char *id;
  gsize id_length;

  if (run->n_events != n_expected)
    note_problem (run, "%u events, not %u", run->n_events, n_expected);

  if (json_object_has_member (object, "retry") && !is_skipped (run->vector, "retry"))
    {
      gint64 wanted = json_object_get_null_member (object, "retry")
                        ? -1
                        : json_object_get_int_member (object, "retry");

      if (confab_sse_parser_get_retry (parser) != wanted)
        note_problem (run, "retry is %" G_GINT64_FORMAT, confab_sse_parser_get_retry (parser));
    }

  id = confab_sse_parser_get_last_event_id (parser, &id_length);
  read_wanted (object, "last_event_id", &last_id);
  if (last_id.is_there && !is_skipped (run->vector, "last_event_id") &&
      !matches (&last_id, id, id_length))
    note_problem (run, "last event id is “%s”", id);

  if (json_object_has_member (object, "comments_total") &&
      !is_skipped (run->vector, "comments_total") &&
      confab_sse_parser_get_n_comments (parser) !=
        (guint64) json_object_get_int_member (object, "comments_total"))
    note_problem (run, "%" G_GUINT64_FORMAT " comments in all",
                  confab_sse_parser_get_n_comments (parser));

  if (run->decoder != NULL)
    compare_api (run, json_object_get_object_member (object, "api"));
}

static gboolean
feed_piece (Run             *run,
            ConfabSseParser *parser,
            const char      *bytes,
            gsize            length,
            gboolean         copy)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *piece = copy ? g_memdup2 (bytes, length) : NULL;

  if (confab_sse_parser_feed (parser, copy && length > 0 ? piece : bytes, length, &error))
    return TRUE;

  note_problem (run, "%s", error->message);
  return FALSE;
}

/* @cuts: (element-type gsize): ascending; %NULL for byte by byte. */
static char *
run_cutting (const Vector *vector,
             GArray       *cuts)
{
  gboolean is_lenient = g_strcmp0 (get_member_string (vector->object, "profile"),
                                   "dashscope-lenient") == 0;
  gboolean has_api = json_object_has_member (vector->object, "api") && !is_skipped (vector, "api");
  Run run = { .vector = vector, .problem = g_string_new (NULL) };
  g_autoptr (ConfabSseParser) parser = NULL;
  g_autoptr (ConfabReplyDecoder) decoder = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *bytes = g_bytes_get_data (vector->stream, &size);
  gboolean copy = size <= MAX_COPIED;
  gsize start = 0;
  gboolean ok = TRUE;

  if (has_api)
    {
      decoder = confab_reply_decoder_new (
        get_mode (json_object_get_object_member (vector->object, "api")));
      run.decoder = decoder;
    }

  parser = confab_sse_parser_new (is_lenient ? CONFAB_SSE_LENIENT : CONFAB_SSE_STRICT, event_cb,
                                  &run);
  if (cuts == NULL)
    for (; ok && start < size; start++)
      ok = feed_piece (&run, parser, bytes + start, 1, copy);
  else
    for (guint i = 0; ok && i <= cuts->len; i++)
      {
        gsize end = i < cuts->len ? g_array_index (cuts, gsize, i) : size;

        ok = feed_piece (&run, parser, bytes + start, end - start, copy);
        start = end;
      }

  if (ok && !confab_sse_parser_end (parser, &error))
    note_problem (&run, "%s", error->message);
  compare_end (&run, parser);

  return g_string_free (run.problem, run.problem->len == 0);
}

static int
compare_size (gconstpointer a,
              gconstpointer b)
{
  gsize first = *(const gsize *) a;
  gsize second = *(const gsize *) b;

  return first < second ? -1 : first > second;
}

static GArray *
create_random_cuts (GRand *random,
                    gsize  size)
{
  GArray *cuts = g_array_new (FALSE, FALSE, sizeof (gsize));
  guint n = (guint) g_rand_int_range (random, 1, MAX_RANDOM_CUTS);

  for (guint i = 0; i < n; i++)
    {
      gsize cut = (gsize) g_rand_int_range (random, 0, (gint32) MIN (size, G_MAXINT32 - 1) + 1);

      g_array_append_val (cuts, cut);
    }
  g_array_sort (cuts, compare_size);

  return cuts;
}

static char *
run_vector (const Vector *vector)
{
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GRand) random = g_rand_new_with_seed (g_str_hash (vector->name));
  g_autofree char *problem = NULL;

  if ((problem = run_cutting (vector, vector->cuts_as_given)) != NULL)
    return g_strconcat ("as given: ", problem, NULL);
  if ((problem = run_cutting (vector, whole)) != NULL)
    return g_strconcat ("whole: ", problem, NULL);
  if ((problem = run_cutting (vector, NULL)) != NULL)
    return g_strconcat ("byte by byte: ", problem, NULL);

  for (guint i = 0; i < N_RANDOM_CUTTINGS; i++)
    {
      g_autoptr (GArray) cuts = create_random_cuts (random, g_bytes_get_size (vector->stream));

      if ((problem = run_cutting (vector, cuts)) != NULL)
        return g_strdup_printf ("random cuts %u: %s", i, problem);
    }

  return NULL;
}

static gboolean
add_chunk (GByteArray *stream,
           JsonNode   *node,
           gboolean    is_b64)
{
  g_autofree guchar *decoded = NULL;
  const char *text;
  gint64 times = 1;
  gsize length;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      times = json_object_get_int_member (json_node_get_object (node), "times");
      text = get_member_string (json_node_get_object (node), "repeat");
    }
  else
    text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  if (text == NULL)
    return FALSE;

  length = strlen (text);
  if (is_b64)
    decoded = g_base64_decode (text, &length);
  for (gint64 i = 0; i < times; i++)
    g_byte_array_append (stream, is_b64 ? decoded : (const guint8 *) text, (guint) length);

  return TRUE;
}

static char *
run_line (const char  *line,
          char       **name)
{
  g_autoptr (JsonNode) root = json_from_string (line, NULL);
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  g_autoptr (GArray) cuts = g_array_new (FALSE, FALSE, sizeof (gsize));
  Vector vector = { 0 };
  JsonArray *chunks;
  gboolean is_b64;
  char *problem;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return g_strdup ("not a JSON object");

  vector.object = json_node_get_object (root);
  vector.name = get_member_string (vector.object, "name");
  if (vector.name == NULL || !json_object_has_member (vector.object, "chunks") ||
      !json_object_has_member (vector.object, "expected"))
    return g_strdup ("no name, chunks or expected");

  *name = g_strdup (vector.name);
  vector.expected = json_object_get_array_member (vector.object, "expected");
  is_b64 = g_strcmp0 (get_member_string (vector.object, "enc"), "b64") == 0;
  chunks = json_object_get_array_member (vector.object, "chunks");
  for (guint i = 0; i < json_array_get_length (chunks); i++)
    {
      gsize end;

      if (!add_chunk (stream, json_array_get_element (chunks, i), is_b64))
        return g_strdup ("a chunk of unknown form");
      end = stream->len;
      g_array_append_val (cuts, end);
    }

  vector.cuts_as_given = cuts;
  vector.stream = g_byte_array_free_to_bytes (g_steal_pointer (&stream));
  problem = run_vector (&vector);
  g_bytes_unref (vector.stream);

  return problem;
}

/**
 * sse_vector_run_file:
 * @filename: a file of vectors
 * @report: (nullable) (scope call): called for each vector that fails
 * @user_data: data for @report
 * @n_passed: (inout): counts vectors that agree in all cuttings
 * @n_failed: (inout): counts the others
 * @error: return location
 *
 * Returns: %FALSE when the file cannot be read
 */
gboolean
sse_vector_run_file (const char       *filename,
                     SseVectorReport   report,
                     gpointer          user_data,
                     guint            *n_passed,
                     guint            *n_failed,
                     GError          **error)
{
  g_autofree char *contents = NULL;
  char *next;

  if (!g_file_get_contents (filename, &contents, NULL, error))
    return FALSE;

  for (char *line = contents; line != NULL && *line != '\0'; line = next)
    {
      g_autofree char *name = NULL;
      g_autofree char *problem = NULL;

      /* Only LF ends a line here: strings may hold other separators. */
      next = strchr (line, '\n');
      if (next != NULL)
        *next++ = '\0';
      if (*g_strchug (line) == '\0')
        continue;

      problem = run_line (line, &name);
      if (problem == NULL)
        (*n_passed)++;
      else
        {
          (*n_failed)++;
          if (report != NULL)
            report (name != NULL ? name : "(no name)", problem, user_data);
        }
    }

  return TRUE;
}
