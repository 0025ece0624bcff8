/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "client-call.h"

#include <string.h>

#define BODY "{\"input\":{\"prompt\":\"Who are you?\"},\"parameters\":{\"incremental_output\":true}}"

static void
note_event (ClientCall *self)
{
  if (self->done || g_cancellable_is_cancelled (self->cancellable))
    self->n_late++;
}

static void
stage_cb (ConfabCallStage stage,
          gpointer        user_data)
{
  ClientCall *self = user_data;

  note_event (self);
  g_array_append_val (self->stages, stage);
}

static void
delta_cb (const ConfabDelta  *delta,
          ConfabReplyDecoder *decoder,
          gpointer            user_data)
{
  ClientCall *self = user_data;

  note_event (self);
  g_assert_true (CONFAB_IS_REPLY_DECODER (decoder));
  self->n_deltas++;
  if ((delta->flags & CONFAB_DELTA_TEXT) != 0)
    {
      if (delta->replaces)
        g_string_truncate (self->text, 0);
      g_string_append_len (self->text, delta->text, (gssize) delta->text_length);
    }
  if (self->n_deltas == self->cancel_at)
    g_cancellable_cancel (self->cancellable);
}

static void
stalled_cb (gboolean stalled,
            gpointer user_data)
{
  ClientCall *self = user_data;

  note_event (self);
  if (stalled)
    self->n_stalled++;
  else
    self->n_resumed++;
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ClientCall *self = user_data;

  g_assert_false (self->done);
  self->result = confab_client_call_finish (CONFAB_CLIENT (source), result, &self->error);
  self->done = TRUE;
}

/**
 * client_call_new:
 * @client: (nullable): a client to share with other calls, else one of its own
 */
ClientCall *
client_call_new (ConfabClient *client)
{
  ClientCall *self = g_new0 (ClientCall, 1);

  self->clock = confab_clock_new_system ();
  self->pace = confab_pace_new ();
  self->client = client != NULL ? g_object_ref (client)
                                : confab_client_new (self->clock, self->pace);
  self->cancellable = g_cancellable_new ();
  self->key = TEST_KEY;
  self->text = g_string_new (NULL);
  self->stages = g_array_new (FALSE, FALSE, sizeof (ConfabCallStage));

  return self;
}

void
client_call_free (ClientCall *self)
{
  /* Nothing may come from a call that is over. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (self->n_late, ==, 0);

  g_clear_pointer (&self->result, confab_call_result_free);
  g_clear_error (&self->error);
  g_clear_object (&self->client);
  g_clear_object (&self->clock);
  g_clear_object (&self->pace);
  g_clear_object (&self->cancellable);
  g_string_free (self->text, TRUE);
  g_array_unref (self->stages);
  g_free (self);
}

void
client_call_begin (ClientCall *self,
                   const char *url)
{
  const ConfabCallEvents events = { stage_cb, delta_cb, stalled_cb };
  ConfabHeader headers[] = {
    { (char *) "Content-Type", (char *) "application/json" },
    { (char *) "Accept", (char *) "text/event-stream" },
    { (char *) "X-DashScope-SSE", (char *) "enable" },
    { (char *) "X-DashScope-WorkSpace", (char *) "ws-1" },
  };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (ConfabSecrets) secrets = NULL;
  ConfabRequest request = {
    .url = (char *) url,
    .headers = list,
    .body = (char *) BODY,
    .body_length = strlen (BODY),
    .stream = CONFAB_STREAM_INCREMENTAL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    g_ptr_array_add (list, &headers[i]);

  if (self->key != NULL)
    secrets = confab_secrets_new (g_strdup (self->key));
  confab_client_call_async (self->client, &request, secrets, &self->deadlines, &events, self,
                            self->cancellable, done_cb, self);
  g_assert_false (self->done);
}

void
client_call_run (ClientCall *self,
                 const char *url)
{
  client_call_begin (self, url);
  loop_until (self->done);
}

void
client_call_cancel (ClientCall *self)
{
  g_cancellable_cancel (self->cancellable);
}

guint
client_call_n_stage (ClientCall      *self,
                     ConfabCallStage  stage)
{
  guint n = 0;

  for (guint i = 0; i < self->stages->len; i++)
    if (g_array_index (self->stages, ConfabCallStage, i) == stage)
      n++;

  return n;
}

/* Each stage once, in order, and the result names the last. */
static void
assert_stages (ClientCall *self)
{
  for (guint i = 1; i < self->stages->len; i++)
    g_assert_cmpint (g_array_index (self->stages, ConfabCallStage, i), >,
                     g_array_index (self->stages, ConfabCallStage, i - 1));
  if (self->stages->len > 0)
    g_assert_cmpint (self->result->stage, ==,
                     g_array_index (self->stages, ConfabCallStage, self->stages->len - 1));
  else
    g_assert_cmpint (self->result->stage, ==, CONFAB_STAGE_QUEUED);
}

void
assert_complete (ClientCall *self,
                 const char *text)
{
  gsize length;

  g_assert_no_error (self->error);
  g_assert_nonnull (self->result);
  if (self->result->failure != NULL)
    g_error ("failed with %s: %s", self->result->failure->code, self->result->failure->message);
  g_assert_true (self->result->complete);
  g_assert_cmpint (self->result->stage, ==, CONFAB_STAGE_STREAMING);
  g_assert_cmpstr (self->text->str, ==, text);
  g_assert_cmpstr (confab_reply_decoder_get_text (self->result->decoder, &length), ==, text);
  assert_stages (self);
}

void
assert_failed (ClientCall       *self,
               ConfabErrorClass  error_class,
               const char       *code,
               ConfabCallStage   stage,
               const char       *text)
{
  const ConfabFailure *failure;

  g_assert_no_error (self->error);
  g_assert_nonnull (self->result);
  g_assert_false (self->result->complete);
  failure = self->result->failure;
  g_assert_nonnull (failure);
  g_test_message ("%s: %s", failure->code, failure->message);
  g_assert_cmpstr (failure->code, ==, code);
  g_assert_cmpstr (confab_error_to_word (failure->error_class), ==,
                   confab_error_to_word (error_class));
  g_assert_cmpint (self->result->stage, ==, stage);
  g_assert_cmpstr (self->text->str, ==, text);
  if (failure->message != NULL)
    g_assert_null (strstr (failure->message, TEST_KEY));
  assert_stages (self);
}
