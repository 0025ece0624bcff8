/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-reply-decoder.h"

#include <string.h>

#include "confab-error-table.h"
#include "confab-json.h"
#include "confab-reply-content.h"
#include "confab-reply-failure.h"

/* An error frame without a status of its own, on an HTTP 200 (protocol 4.5). */
#define DEFAULT_ERROR_STATUS 400

struct _ConfabReplyDecoder
{
  GObject parent_instance;

  ConfabReplyContent content;
  ConfabFailure *failure;
  guint n_results;
  guint n_ignored;
  JsonNode *raw; /* of the last frame */
};

G_DEFINE_FINAL_TYPE (ConfabReplyDecoder, confab_reply_decoder, G_TYPE_OBJECT)

static void
confab_reply_decoder_finalize (GObject *object)
{
  ConfabReplyDecoder *self = CONFAB_REPLY_DECODER (object);

  confab_reply_content_clear (&self->content);
  g_clear_pointer (&self->failure, confab_failure_free);
  g_clear_pointer (&self->raw, json_node_unref);

  G_OBJECT_CLASS (confab_reply_decoder_parent_class)->finalize (object);
}

static void
confab_reply_decoder_class_init (ConfabReplyDecoderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = confab_reply_decoder_finalize;
}

static void
confab_reply_decoder_init (ConfabReplyDecoder *self)
{
  confab_reply_content_init (&self->content, CONFAB_STREAM_INCREMENTAL);
}

/**
 * confab_reply_decoder_new:
 * @mode: what was asked for; decides whether text is appended or replaced
 *
 * Returns: (transfer full): a decoder for one reply
 */
ConfabReplyDecoder *
confab_reply_decoder_new (ConfabStreamMode mode)
{
  ConfabReplyDecoder *self = g_object_new (CONFAB_TYPE_REPLY_DECODER, NULL);

  confab_reply_content_clear (&self->content);
  confab_reply_content_init (&self->content, mode);

  return self;
}

static void
ignore (ConfabReplyDecoder *self,
        ConfabDelta        *delta)
{
  self->n_ignored++;
  delta->flags |= CONFAB_DELTA_IGNORED;
}

static void
take_failure (ConfabReplyDecoder *self,
              ConfabFailure      *failure,
              ConfabDelta        *delta)
{
  g_assert (self->failure == NULL);

  self->failure = failure;
  delta->flags |= CONFAB_DELTA_FAILED;

  if (failure->request_id == NULL)
    failure->request_id = g_strdup (self->content.request_id);
  else if (self->content.request_id == NULL)
    {
      self->content.request_id = g_strdup (failure->request_id);
      delta->flags |= CONFAB_DELTA_IDS;
    }
}

static void
fail (ConfabReplyDecoder *self,
      const char         *code,
      const char         *message,
      int                 http_status,
      ConfabDelta        *delta)
{
  const ConfabErrorEntry *entry = confab_error_table_lookup (code, 0, NULL);
  ConfabFailure *failure = confab_failure_new (entry->error_class, code, message);

  failure->http_status = http_status;
  take_failure (self, failure, delta);
}

static void
take_result (ConfabReplyDecoder *self,
             JsonObject         *root,
             JsonObject         *output,
             ConfabDelta        *delta)
{
  gboolean has_wrong_type;

  self->n_results++;
  delta->flags |= CONFAB_DELTA_RESULT;

  if (!confab_reply_content_take (&self->content, root, output, delta, &has_wrong_type))
    fail (self, CONFAB_FAILURE_TOO_LARGE, NULL, 0, delta);

  if (has_wrong_type)
    {
      self->n_ignored++;
      if (delta->flags == CONFAB_DELTA_RESULT)
        delta->flags |= CONFAB_DELTA_IGNORED;
    }
}

static gboolean
is_word (const char *text,
         gsize       length,
         const char *word)
{
  return length == strlen (word) && memcmp (text, word, length) == 0;
}

/* Heartbeats and end marks of the protocol's relatives (protocol 4.1). */
static gboolean
is_nothing (const ConfabSseEvent *event)
{
  const char *data = event->data;
  gsize length = event->data_length;

  while (length > 0 && g_ascii_isspace (*data))
    {
      data++;
      length--;
    }
  while (length > 0 && g_ascii_isspace (data[length - 1]))
    length--;

  return length == 0 || is_word (data, length, "[DONE]");
}

static void
begin_delta (ConfabReplyDecoder *self,
             ConfabDelta        *delta)
{
  *delta = (ConfabDelta) { 0 };
  g_clear_pointer (&self->raw, json_node_unref);
}

/**
 * confab_reply_decoder_feed_event:
 * @self: a decoder
 * @event: an event of the stream
 * @delta: (out caller-allocates): what it brought
 *
 * Decodes one frame. It is an error when its event is `error`, its status is 400 or more, or it
 * has a code or message and no output; then the text so far is kept. Unknown events, heartbeats
 * and all that comes after the end are ignored and counted.
 */
void
confab_reply_decoder_feed_event (ConfabReplyDecoder   *self,
                                 const ConfabSseEvent *event,
                                 ConfabDelta          *delta)
{
  gboolean is_error;
  JsonObject *root;
  JsonObject *output;
  int status;

  g_return_if_fail (CONFAB_IS_REPLY_DECODER (self));
  g_return_if_fail (event != NULL);
  g_return_if_fail (delta != NULL);

  begin_delta (self, delta);

  is_error = is_word (event->event, event->event_length, "error") || event->status >= 400;
  if (self->content.finish_reason != NULL || self->failure != NULL ||
      (!is_error && is_nothing (event)) ||
      (!is_error && !is_word (event->event, event->event_length, "result") &&
       !is_word (event->event, event->event_length, "message")))
    {
      ignore (self, delta);
      return;
    }

  status = event->status >= 400 ? event->status : DEFAULT_ERROR_STATUS;
  self->raw = confab_json_parse (event->data, (gssize) event->data_length, NULL);
  delta->raw = self->raw;

  if (self->raw == NULL && is_error)
    {
      take_failure (self, confab_reply_failure_from_text (event->data, event->data_length, status),
                    delta);
      return;
    }
  if (self->raw == NULL)
    {
      fail (self, CONFAB_FAILURE_BAD_FRAME, NULL, event->status, delta);
      return;
    }

  root = JSON_NODE_HOLDS_OBJECT (self->raw) ? json_node_get_object (self->raw) : NULL;
  output = confab_json_get_object (root, "output");

  if (is_error || (root != NULL && output == NULL && confab_reply_failure_is_described (root)))
    {
      g_autoptr (JsonObject) nothing = json_object_new ();

      take_failure (self, confab_reply_failure_from_object (root != NULL ? root : nothing, status),
                    delta);
    }
  else if (output != NULL)
    take_result (self, root, output, delta);
  else if (root == NULL || json_object_has_member (root, "output"))
    ignore (self, delta);
  else
    fail (self, CONFAB_FAILURE_BAD_FRAME, NULL, event->status, delta);
}

typedef struct {
  ConfabReplyDecoder *decoder;
  ConfabSseParser *parser;
  ConfabDelta *delta;
  int http_status;
  gboolean has_failed;
} BodyRun;

static void
body_event_cb (const ConfabSseEvent *event,
               gpointer              user_data)
{
  BodyRun *run = user_data;
  ConfabSseEvent with_status = *event;
  ConfabDelta delta;

  if (with_status.status < 400 && run->http_status >= 400)
    with_status.status = run->http_status;

  confab_reply_decoder_feed_event (run->decoder, &with_status, &delta);
  run->delta->flags |= delta.flags;
  if (run->decoder->failure != NULL || run->decoder->content.finish_reason != NULL)
    confab_sse_parser_halt (run->parser);
}

static gboolean
looks_like_event_stream (const char *body,
                         gsize       length)
{
  static const char * const starts[] = { "data:", "event:", "id:", ":", "retry:" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (length >= strlen (starts[i]) && memcmp (body, starts[i], strlen (starts[i])) == 0)
      return TRUE;

  return FALSE;
}

/* An event stream where one JSON text was to be expected: an error of a stream (protocol 5.1), or
 * an answer that streams although it was not asked to. */
static void
feed_event_stream (ConfabReplyDecoder *self,
                   const char         *body,
                   gsize               length,
                   int                 http_status,
                   ConfabDelta        *delta)
{
  BodyRun run = { .decoder = self, .delta = delta, .http_status = http_status };
  g_autoptr (ConfabSseParser) parser = NULL;

  parser = confab_sse_parser_new (CONFAB_SSE_LENIENT, body_event_cb, &run);
  run.parser = parser;
  if (!confab_sse_parser_feed (parser, body, length, NULL) ||
      !confab_sse_parser_end (parser, NULL))
    {
      if (self->failure == NULL)
        fail (self, CONFAB_FAILURE_TOO_LARGE, NULL, http_status, delta);
    }

  delta->raw = self->raw;
  delta->replaces = FALSE;
  if ((delta->flags & CONFAB_DELTA_TEXT) != 0)
    {
      delta->text = self->content.text->str;
      delta->text_length = self->content.text->len;
    }
}

/**
 * confab_reply_decoder_feed_body:
 * @self: a decoder that was not fed before
 * @body: the whole body of a reply that is no event stream, or of a failed one
 * @length: its length in bytes
 * @http_status: the status of the response
 * @delta: (out caller-allocates): what it brought
 *
 * Decodes a body in one go, in all the forms an answer or an error can have (protocol 5.1). The
 * reply is finished only if there is a finish reason, here as in a stream.
 */
void
confab_reply_decoder_feed_body (ConfabReplyDecoder *self,
                                const char         *body,
                                gsize               length,
                                int                 http_status,
                                ConfabDelta        *delta)
{
  JsonObject *root;
  JsonObject *output;

  g_return_if_fail (CONFAB_IS_REPLY_DECODER (self));
  g_return_if_fail (body != NULL || length == 0);
  g_return_if_fail (delta != NULL);

  begin_delta (self, delta);
  if (self->content.finish_reason != NULL || self->failure != NULL)
    {
      ignore (self, delta);
      return;
    }

  if (length > 0 && looks_like_event_stream (body, length))
    feed_event_stream (self, body, length, http_status, delta);
  if (self->failure != NULL || self->n_results > 0)
    return;

  g_clear_pointer (&self->raw, json_node_unref);
  self->raw = length > 0 ? confab_json_parse (body, (gssize) length, NULL) : NULL;
  delta->raw = self->raw;
  root = self->raw != NULL && JSON_NODE_HOLDS_OBJECT (self->raw)
           ? json_node_get_object (self->raw)
           : NULL;
  output = confab_json_get_object (root, "output");

  if (root != NULL && http_status < 400 && output != NULL)
    take_result (self, root, output, delta);
  else if (root != NULL && confab_reply_failure_is_described (root))
    take_failure (self,
                  confab_reply_failure_from_object (
                    root, http_status >= 400 ? http_status : DEFAULT_ERROR_STATUS),
                  delta);
  else
    take_failure (self, confab_reply_failure_from_text (body, length, http_status), delta);
}

/**
 * confab_reply_decoder_is_finished:
 * @self: a decoder
 *
 * Returns: whether the service gave a finish reason; nothing else makes a reply complete
 */
gboolean
confab_reply_decoder_is_finished (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), FALSE);

  return self->content.finish_reason != NULL;
}

/**
 * confab_reply_decoder_get_n_results:
 * @self: a decoder
 *
 * Returns: how many result frames there were; before the first one a call may be repeated
 */
guint
confab_reply_decoder_get_n_results (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), 0);

  return self->n_results;
}

/**
 * confab_reply_decoder_get_n_ignored:
 * @self: a decoder
 *
 * Returns: how many frames were of no use, or in part of the wrong type
 */
guint
confab_reply_decoder_get_n_ignored (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), 0);

  return self->n_ignored;
}

/**
 * confab_reply_decoder_get_text:
 * @self: a decoder
 * @length: (out) (optional): its length in bytes
 *
 * Returns: (transfer none): the text so far, until the decoder is fed again
 */
const char *
confab_reply_decoder_get_text (ConfabReplyDecoder *self,
                               gsize              *length)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), NULL);

  if (length != NULL)
    *length = self->content.text->len;

  return self->content.text->str;
}

/**
 * confab_reply_decoder_get_session_id:
 * @self: a decoder
 *
 * Returns: (transfer none) (nullable): the service's session, which may differ from the one asked
 */
const char *
confab_reply_decoder_get_session_id (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), NULL);

  return self->content.session_id;
}

/**
 * confab_reply_decoder_get_request_id:
 * @self: a decoder
 *
 * Returns: (transfer none) (nullable): the service's name for this request
 */
const char *
confab_reply_decoder_get_request_id (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), NULL);

  return self->content.request_id;
}

/**
 * confab_reply_decoder_get_finish_reason:
 * @self: a decoder
 *
 * Returns: (transfer none) (nullable): the finish reason; never the string "null"
 */
const char *
confab_reply_decoder_get_finish_reason (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), NULL);

  return self->content.finish_reason;
}

/**
 * confab_reply_decoder_get_usage:
 * @self: a decoder
 *
 * Returns: (transfer none) (nullable) (element-type ConfabModelUsage): the last usage; a later one
 *   is another array
 */
GPtrArray *
confab_reply_decoder_get_usage (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), NULL);

  return self->content.usage;
}

/**
 * confab_reply_decoder_get_thoughts:
 * @self: a decoder
 *
 * Builds the thoughts in the wire's form. It costs as much as there are thoughts: call it when
 * they are shown or stored, not for each frame.
 *
 * Returns: (transfer none) (nullable): the thoughts so far, until the decoder is fed again
 */
JsonArray *
confab_reply_decoder_get_thoughts (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), NULL);

  return confab_reply_content_get_thoughts (&self->content);
}

/**
 * confab_reply_decoder_get_references:
 * @self: a decoder
 *
 * Returns: (transfer none) (nullable): the last snapshot of `doc_references`
 */
JsonArray *
confab_reply_decoder_get_references (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), NULL);

  return self->content.references != NULL ? json_node_get_array (self->content.references) : NULL;
}

/**
 * confab_reply_decoder_get_nodes:
 * @self: a decoder
 *
 * Builds one `workflow_message` for each node, in the order they began; call it when they are shown
 * or stored, not for each frame.
 *
 * Returns: (transfer none) (nullable): the nodes so far, until the decoder is fed again
 */
JsonArray *
confab_reply_decoder_get_nodes (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), NULL);

  return confab_reply_content_get_nodes (&self->content);
}

/**
 * confab_reply_decoder_get_rest:
 * @self: a decoder
 *
 * Returns: (transfer none) (nullable): members of the frames that have no place of their own, such as
 *   `reject_status`, where they stood (`output`, `usage` or beside them), each with its last value
 */
JsonObject *
confab_reply_decoder_get_rest (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), NULL);

  return self->content.rest;
}

/**
 * confab_reply_decoder_get_failure:
 * @self: a decoder
 *
 * Returns: (transfer none) (nullable): what went wrong; `retry_after` is for the caller to know
 */
const ConfabFailure *
confab_reply_decoder_get_failure (ConfabReplyDecoder *self)
{
  g_return_val_if_fail (CONFAB_IS_REPLY_DECODER (self), NULL);

  return self->failure;
}
