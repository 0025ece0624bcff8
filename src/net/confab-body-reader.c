/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-body-reader.h"

#include <string.h>

#include "confab-sse-parser.h"

/* Enough for the longest field name of an event stream after a byte order mark. */
#define SNIFF_LENGTH 64

typedef enum {
  KIND_UNDECIDED, /* no type: the first bytes will tell */
  KIND_EVENTS,
  KIND_DOCUMENT,
  KIND_NOTHING,   /* not the service's: nothing is read */
} Kind;

struct _ConfabBodyReader
{
  int http_status;
  char *reason;
  ConfabReplyDecoder *decoder;
  ConfabBodyDeltaFunc func;
  gpointer user_data;

  Kind kind;
  gboolean done; /* nothing more is wanted */
  guint64 n_bytes;
  GString *text; /* the first bytes, or the document so far */
  ConfabSseParser *parser;
  ConfabFailure *failure;
};

static gboolean
is_error (ConfabBodyReader *self)
{
  return self->http_status >= 400;
}

static void
fail (ConfabBodyReader *self,
      ConfabFailure    *failure)
{
  if (self->failure == NULL)
    self->failure = failure;
  else
    confab_failure_free (failure);
  self->done = TRUE;
}

static void
hand_out (ConfabBodyReader  *self,
          const ConfabDelta *delta)
{
  const ConfabFailure *failure = confab_reply_decoder_get_failure (self->decoder);

  /* Before the function is called: it may halt us. */
  if (failure != NULL || confab_reply_decoder_is_finished (self->decoder))
    self->done = TRUE;

  self->func (delta, self->user_data);
}

static void
feed_document (ConfabBodyReader *self,
               const char       *body,
               gsize             length,
               int               http_status)
{
  ConfabDelta delta = { 0 };

  self->done = TRUE;
  confab_reply_decoder_feed_body (self->decoder, body, length, http_status, &delta);
  hand_out (self, &delta);
}

static void
on_event (const ConfabSseEvent *event,
          gpointer              user_data)
{
  ConfabBodyReader *self = user_data;
  ConfabDelta delta = { 0 };

  if (self->done)
    return;

  if (is_error (self))
    {
      /* An error status with an event stream: its first data is the error's document, and the
       * frame's own status is the better one (protocol 4.5 and 5.1). */
      if (event->data_length > 0)
        feed_document (self, event->data, event->data_length,
                       event->status >= 400 ? event->status : self->http_status);
    }
  else
    {
      confab_reply_decoder_feed_event (self->decoder, event, &delta);
      hand_out (self, &delta);
    }

  if (self->done)
    confab_sse_parser_halt (self->parser);
}

static void
feed_events (ConfabBodyReader *self,
             const char       *bytes,
             gsize             length)
{
  g_autoptr (GError) error = NULL;

  if (!confab_sse_parser_feed (self->parser, bytes, length, &error) && !self->done)
    fail (self, confab_failure_new (CONFAB_ERROR_SERVER, CONFAB_FAILURE_TOO_LARGE,
                                    error != NULL ? error->message : NULL));
}

static void
begin (ConfabBodyReader *self,
       Kind              kind)
{
  self->kind = kind;
  if (kind == KIND_EVENTS)
    self->parser = confab_sse_parser_new (CONFAB_SSE_LENIENT, on_event, self);
}

/* The type without its parameters; all others than these two are somebody else's. */
static Kind
get_kind_of_type (const char *content_type)
{
  gsize length;

  while (g_ascii_isspace (*content_type))
    content_type++;
  length = strcspn (content_type, "; \t");

  if (length == 0)
    return KIND_UNDECIDED;
  if (length == strlen ("text/event-stream") &&
      g_ascii_strncasecmp (content_type, "text/event-stream", length) == 0)
    return KIND_EVENTS;
  if (length == strlen ("application/json") &&
      g_ascii_strncasecmp (content_type, "application/json", length) == 0)
    return KIND_DOCUMENT;

  return KIND_NOTHING;
}

/* KIND_UNDECIDED: more bytes are needed. */
static Kind
get_kind_of_bytes (const char *bytes,
                   gsize       length,
                   gboolean    at_end)
{
  static const char *fields[] = { "id", "event", "data", "retry" };
  const char *end = bytes + length;
  gboolean maybe = FALSE;

  if (length >= 3 && memcmp (bytes, "\357\273\277", 3) == 0)
    bytes += 3;
  else if (length < 3 && memcmp (bytes, "\357\273\277", length) == 0 && !at_end)
    return KIND_UNDECIDED;
  while (bytes < end && g_ascii_isspace (*bytes))
    bytes++;

  if (bytes == end)
    return at_end || length >= SNIFF_LENGTH ? KIND_NOTHING : KIND_UNDECIDED;
  if (*bytes == '{')
    return KIND_DOCUMENT;
  if (*bytes == ':')
    return KIND_EVENTS;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gsize have = (gsize) (end - bytes);
      gsize size = strlen (fields[i]);

      if (have > size && memcmp (bytes, fields[i], size) == 0 &&
          (bytes[size] == ':' || bytes[size] == '\n' || bytes[size] == '\r'))
        return KIND_EVENTS;
      maybe |= have <= size && memcmp (bytes, fields[i], have) == 0;
    }

  return maybe && !at_end ? KIND_UNDECIDED : KIND_NOTHING;
}

static void
feed_text (ConfabBodyReader *self,
           const char       *bytes,
           gsize             length)
{
  gsize limit = is_error (self) ? CONFAB_BODY_MAX_ERROR : CONFAB_BODY_MAX_DOCUMENT;

  if (self->text->len + length > limit)
    {
      ConfabFailure *failure = confab_failure_new (CONFAB_ERROR_SERVER, CONFAB_FAILURE_TOO_LARGE,
                                                   NULL);

      failure->http_status = is_error (self) ? self->http_status : 0;
      fail (self, failure);
      return;
    }

  g_string_append_len (self->text, bytes, (gssize) length);
}

static void
refuse (ConfabBodyReader *self,
        const char       *content_type)
{
  self->kind = KIND_NOTHING;
  fail (self, confab_net_failure_not_service (content_type, self->http_status));
}

static void
decide (ConfabBodyReader *self,
        gboolean          at_end)
{
  Kind kind = get_kind_of_bytes (self->text->str, self->text->len, at_end);

  switch (kind)
    {
    case KIND_UNDECIDED:
      break;

    case KIND_EVENTS:
      {
        GString *text = g_steal_pointer (&self->text);

        self->text = g_string_new (NULL);
        begin (self, kind);
        feed_events (self, text->str, text->len);
        g_string_free (text, TRUE);
        break;
      }

    case KIND_DOCUMENT:
      begin (self, kind);
      break;

    case KIND_NOTHING:
      /* An error whose body says nothing (or is empty) still has its status. */
      if (is_error (self))
        fail (self, confab_net_failure_from_status (self->http_status, self->reason));
      else if (self->text->len > 0)
        refuse (self, NULL);
      break;
    }
}

/* A document that was cut is a lost connection, not a service that writes bad JSON. */
static gboolean
looks_whole (const GString *text)
{
  gsize length = text->len;

  while (length > 0 && g_ascii_isspace (text->str[length - 1]))
    length--;

  return length > 0 && text->str[length - 1] == '}';
}

/**
 * confab_body_reader_new:
 * @http_status: the status of the reply, not a redirect
 * @reason: (nullable): the words of its status line
 * @content_type: (nullable): its Content-Type header
 * @decoder: takes what is read
 * @func: called for each delta
 * @user_data: for @func
 *
 * Returns: (transfer full): a reader; it may want nothing at all
 */
ConfabBodyReader *
confab_body_reader_new (int                  http_status,
                        const char          *reason,
                        const char          *content_type,
                        ConfabReplyDecoder  *decoder,
                        ConfabBodyDeltaFunc  func,
                        gpointer             user_data)
{
  ConfabBodyReader *self;
  Kind kind;

  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (decoder), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (ConfabBodyReader, 1);
  self->http_status = http_status;
  self->reason = g_strdup (reason);
  self->decoder = g_object_ref (decoder);
  self->func = func;
  self->user_data = user_data;
  self->text = g_string_new (NULL);

  kind = content_type != NULL ? get_kind_of_type (content_type) : KIND_UNDECIDED;
  if (kind == KIND_NOTHING || http_status < 200)
    refuse (self, content_type);
  else
    begin (self, kind);

  return self;
}

/**
 * confab_body_reader_free:
 * @self: (nullable) (transfer full): a reader
 */
void
confab_body_reader_free (ConfabBodyReader *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->parser, confab_sse_parser_free);
  g_string_free (self->text, TRUE);
  g_clear_object (&self->decoder);
  confab_failure_free (self->failure);
  g_free (self->reason);
  g_free (self);
}

/**
 * confab_body_reader_wants_more:
 * @self: a reader
 *
 * Returns: whether reading makes sense: %FALSE after the finish, a failure or a halt
 */
gboolean
confab_body_reader_wants_more (ConfabBodyReader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !self->done;
}

/**
 * confab_body_reader_feed:
 * @self: a reader
 * @bytes: the next bytes of the body
 * @length: how many
 *
 * Returns: confab_body_reader_wants_more()
 */
gboolean
confab_body_reader_feed (ConfabBodyReader *self,
                         const char       *bytes,
                         gsize             length)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->done)
    return FALSE;

  self->n_bytes += length;
  if (self->n_bytes > CONFAB_BODY_MAX_WIRE)
    {
      fail (self, confab_failure_new (CONFAB_ERROR_SERVER, CONFAB_FAILURE_TOO_LARGE, NULL));
      return FALSE;
    }

  switch (self->kind)
    {
    case KIND_UNDECIDED:
      feed_text (self, bytes, length);
      if (!self->done)
        decide (self, FALSE);
      break;

    case KIND_EVENTS:
      feed_events (self, bytes, length);
      break;

    case KIND_DOCUMENT:
      feed_text (self, bytes, length);
      break;

    case KIND_NOTHING:
      break;
    }

  return !self->done;
}

/**
 * confab_body_reader_end:
 * @self: a reader
 * @clean: whether the body ended by itself and not by an error
 *
 * No more bytes come. A document is decoded now; whole frames still pending are counted.
 */
void
confab_body_reader_end (ConfabBodyReader *self,
                        gboolean          clean)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);

  if (self->done)
    return;

  if (self->kind == KIND_UNDECIDED)
    decide (self, TRUE);

  if (!self->done && self->kind == KIND_EVENTS)
    {
      if (!confab_sse_parser_end (self->parser, &error) && !self->done)
        fail (self, confab_failure_new (CONFAB_ERROR_SERVER, CONFAB_FAILURE_TOO_LARGE,
                                        error != NULL ? error->message : NULL));
    }
  else if (!self->done && self->kind == KIND_DOCUMENT && clean &&
           (is_error (self) || looks_whole (self->text)))
    {
      feed_document (self, self->text->str, self->text->len, self->http_status);
    }

  if (is_error (self) && self->failure == NULL &&
      confab_reply_decoder_get_failure (self->decoder) == NULL)
    self->failure = confab_net_failure_from_status (self->http_status, self->reason);

  self->done = TRUE;
}

/**
 * confab_body_reader_halt:
 * @self: a reader
 *
 * Nothing more is handed out, not even what was fed already.
 */
void
confab_body_reader_halt (ConfabBodyReader *self)
{
  g_return_if_fail (self != NULL);

  self->done = TRUE;
  if (self->parser != NULL)
    confab_sse_parser_halt (self->parser);
}

/**
 * confab_body_reader_get_failure:
 * @self: a reader
 *
 * Returns: (nullable): why this reply is none: what the reader found wrong, or the decoder
 */
const ConfabFailure *
confab_body_reader_get_failure (ConfabBodyReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->failure != NULL)
    return self->failure;

  return confab_reply_decoder_get_failure (self->decoder);
}
