/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-intake.h"

#include <string.h>

#include "confab-json-mask.h"
#include "confab-json.h"
#include "confab-sieve.h"
#include "confab-text.h"
#include "confab-turn-failure.h"

#define EVIDENCE (CONFAB_DELTA_THOUGHTS | CONFAB_DELTA_REFERENCES | CONFAB_DELTA_NODES)
#define IDS      (CONFAB_DELTA_IDS | CONFAB_DELTA_FINISHED)

#define NODE_PLACE "workflow_message"

/* Thoughts and nodes that come are shown this often at most, and in a twentieth of the time. */
#define EVIDENCE_US    (G_USEC_PER_SEC / 20)
#define EVIDENCE_SHARE 20

struct _ConfabIntake
{
  ConfabMessage *answer;
  ConfabReplyDecoder *decoder;
  ConfabStreamMode mode;
  ConfabSecrets *secrets; /* (nullable) */
  ConfabSieve *sieve;   /* (nullable): what the text goes through while it comes */
  GString *released;    /* what the last frame let out of it */
  ConfabJsonMask *mask; /* (nullable): the same for what is told of each frame */
  ConfabDeltaFlags fresh; /* what came since it was last shown */
  gint64 evidence_next; /* not shown again before, monotonic, microseconds */
};

/**
 * confab_intake_new:
 * @answer: the open answer
 * @mode: what was asked for; only incremental output comes in pieces
 *
 * Returns: (transfer full): an intake
 */
ConfabIntake *
confab_intake_new (ConfabMessage    *answer,
                   ConfabStreamMode  mode)
{
  ConfabIntake *self;

  g_return_val_if_fail (CONFAB_IS_MESSAGE (answer), NULL);

  self = g_new0 (ConfabIntake, 1);
  self->answer = g_object_ref (answer);
  self->mode = mode;
  self->released = g_string_new (NULL);

  return self;
}

/**
 * confab_intake_free:
 * @self: (nullable) (transfer full): an intake
 */
void
confab_intake_free (ConfabIntake *self)
{
  if (self == NULL)
    return;

  confab_intake_take_secrets (self, NULL);
  g_string_free (self->released, TRUE);
  g_clear_object (&self->decoder);
  g_clear_object (&self->answer);
  g_free (self);
}

/* The secrets ------------------------------------------------------------------------------- */

static void
forget_pieces (ConfabIntake *self)
{
  g_clear_pointer (&self->sieve, confab_sieve_free);
  g_clear_pointer (&self->mask, confab_json_mask_free);
  g_string_truncate (self->released, 0);
}

/**
 * confab_intake_take_secrets:
 * @self: an intake
 * @secrets: (nullable) (transfer full): those of the request to come, or %NULL when it is over
 */
void
confab_intake_take_secrets (ConfabIntake  *self,
                            ConfabSecrets *secrets)
{
  g_return_if_fail (self != NULL);

  forget_pieces (self);
  g_clear_pointer (&self->secrets, confab_secrets_unref);
  self->secrets = secrets;
}

/**
 * confab_intake_get_secrets:
 * @self: an intake
 *
 * Returns: (transfer none) (nullable): the key and tokens of the request that runs
 */
ConfabSecrets *
confab_intake_get_secrets (ConfabIntake *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->secrets;
}

static const char * const *
get_secrets (ConfabIntake *self)
{
  return confab_secrets_get_all (self->secrets);
}

/**
 * confab_intake_mask:
 * @self: an intake
 * @text: (nullable): what came from the other side
 *
 * Returns: (transfer full) (nullable): the same without key and tokens
 */
char *
confab_intake_mask (ConfabIntake *self,
                    const char   *text)
{
  g_return_val_if_fail (self != NULL, NULL);

  return confab_text_mask_secrets (text, get_secrets (self));
}

static void
mask_string (ConfabIntake  *self,
             char         **text)
{
  char *masked = confab_intake_mask (self, *text);

  g_free (*text);
  *text = masked;
}

/**
 * confab_intake_mask_failure:
 * @self: an intake
 * @failure: a failure
 *
 * Returns: (transfer full): a copy without key and tokens
 */
ConfabFailure *
confab_intake_mask_failure (ConfabIntake        *self,
                            const ConfabFailure *failure)
{
  g_return_val_if_fail (self != NULL, NULL);

  return confab_turn_failure_mask (failure, get_secrets (self));
}

/* What comes -------------------------------------------------------------------------------- */

/* Puts a piece of the text into the answer, as far as it may be seen. */
static void
take_piece (ConfabIntake *self,
            const char   *piece,
            gsize         length,
            gboolean      replaces,
            gboolean      is_last)
{
  if (self->sieve == NULL || replaces)
    {
      g_clear_pointer (&self->sieve, confab_sieve_free);
      self->sieve = confab_sieve_new (get_secrets (self), 0);
    }

  g_string_truncate (self->released, 0);
  confab_sieve_feed (self->sieve, piece, length, self->released);
  if (is_last)
    confab_sieve_end (self->sieve, self->released);

  if (replaces)
    confab_message_replace_text (self->answer, self->released->str, self->released->len);
  else
    confab_message_append_text (self->answer, self->released->str, self->released->len);
}

/**
 * confab_intake_delta:
 * @self: an intake
 * @delta: what one frame brought
 * @decoder: what came so far
 */
void
confab_intake_delta (ConfabIntake       *self,
                     const ConfabDelta  *delta,
                     ConfabReplyDecoder *decoder)
{
  gboolean has_text;

  g_return_if_fail (self != NULL);
  g_return_if_fail (delta != NULL);

  g_set_object (&self->decoder, decoder);
  self->fresh |= delta->flags;

  has_text = (delta->flags & CONFAB_DELTA_TEXT) != 0;
  take_piece (self, has_text ? delta->text : "", has_text ? delta->text_length : 0,
              has_text && delta->replaces,
              (delta->flags & (CONFAB_DELTA_FINISHED | CONFAB_DELTA_FAILED)) != 0);
}

/**
 * confab_intake_reply:
 * @self: an intake
 * @decoder: all that came
 *
 * The call is over: the answer becomes what was received.
 */
void
confab_intake_reply (ConfabIntake       *self,
                     ConfabReplyDecoder *decoder)
{
  g_autofree char *masked = NULL;
  const char *text;
  gsize length;

  g_return_if_fail (self != NULL);
  g_return_if_fail (CONFAB_IS_REPLY_DECODER (decoder));

  g_set_object (&self->decoder, decoder);
  self->fresh = EVIDENCE | IDS | CONFAB_DELTA_USAGE | CONFAB_DELTA_REST;
  g_clear_pointer (&self->sieve, confab_sieve_free);

  if (confab_reply_decoder_get_n_results (decoder) == 0)
    return;

  text = confab_reply_decoder_get_text (decoder, &length);
  if (text == NULL)
    return;

  masked = confab_sieve_mask (get_secrets (self), text, length);
  if (masked != NULL)
    confab_message_replace_text (self->answer, masked, strlen (masked));
  else
    confab_message_replace_text (self->answer, text, length);
}

/**
 * confab_intake_end_text:
 * @self: an intake
 *
 * No more text comes: what waited for more of it is shown.
 */
void
confab_intake_end_text (ConfabIntake *self)
{
  g_return_if_fail (self != NULL);

  if (self->sieve != NULL)
    take_piece (self, "", 0, FALSE, TRUE);
}

static char *
dup_array_text (ConfabIntake *self,
                JsonArray    *array)
{
  g_autoptr (ConfabJsonMask) mask = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) copy = NULL;

  if (array == NULL || json_array_get_length (array) == 0)
    return NULL;

  mask = confab_json_mask_new (get_secrets (self));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_set_array (node, array);
  copy = confab_json_mask_copy (mask, node);

  return confab_json_to_text (copy);
}

static void
show_rest (ConfabIntake *self)
{
  JsonObject *rest = confab_reply_decoder_get_rest (self->decoder);
  g_autoptr (ConfabJsonMask) mask = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) copy = NULL;
  g_autofree char *text = NULL;

  if (rest != NULL)
    {
      mask = confab_json_mask_new (get_secrets (self));
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_set_object (node, rest);
      copy = confab_json_mask_copy (mask, node);
      text = confab_json_to_text (copy);
    }

  confab_message_set_rest (self->answer, text);
}

static void
show_usage (ConfabIntake *self)
{
  g_autoptr (GPtrArray) usage = confab_usage_copy (confab_reply_decoder_get_usage (self->decoder));

  for (guint i = 0; usage != NULL && i < usage->len; i++)
    mask_string (self, &((ConfabModelUsage *) g_ptr_array_index (usage, i))->model_id);
  confab_message_set_usage (self->answer, usage);
}

static void
show_evidence (ConfabIntake *self)
{
  g_autofree char *thoughts =
    dup_array_text (self, confab_reply_decoder_get_thoughts (self->decoder));
  g_autofree char *references =
    dup_array_text (self, confab_reply_decoder_get_references (self->decoder));
  g_autofree char *nodes =
    dup_array_text (self, confab_reply_decoder_get_nodes (self->decoder));

  confab_message_set_evidence (self->answer, thoughts, references, nodes);
}

/**
 * confab_intake_show_evidence:
 * @self: an intake
 *
 * Puts thoughts, references and nodes into the answer while they come. That costs as much as there
 * are of them, so it takes a small part of the time only, however many there are; what is left out
 * comes with confab_intake_show_details().
 */
void
confab_intake_show_evidence (ConfabIntake *self)
{
  gint64 began;
  gint64 ended;

  g_return_if_fail (self != NULL);

  began = g_get_monotonic_time ();
  if (self->decoder == NULL || (self->fresh & EVIDENCE) == 0 || began < self->evidence_next)
    return;

  show_evidence (self);
  self->fresh &= (ConfabDeltaFlags) ~EVIDENCE;
  ended = g_get_monotonic_time ();
  self->evidence_next = ended + MAX (EVIDENCE_US, (ended - began) * EVIDENCE_SHARE);
}

/**
 * confab_intake_show_details:
 * @self: an intake
 *
 * Puts into the answer what is not put there with each frame: thoughts, references and nodes as
 * text, usage, ids.
 */
void
confab_intake_show_details (ConfabIntake *self)
{
  g_return_if_fail (self != NULL);

  if (self->decoder == NULL)
    return;

  if (self->fresh & EVIDENCE)
    show_evidence (self);
  if (self->fresh & CONFAB_DELTA_REST)
    show_rest (self);
  if (self->fresh & CONFAB_DELTA_USAGE)
    show_usage (self);
  if (self->fresh & IDS)
    {
      g_autofree char *request_id =
        confab_intake_mask (self, confab_reply_decoder_get_request_id (self->decoder));
      g_autofree char *reason =
        confab_intake_mask (self, confab_reply_decoder_get_finish_reason (self->decoder));

      confab_message_set_ids_of_service (self->answer, request_id, reason);
    }

  self->fresh = 0;
}

/**
 * confab_intake_forget:
 * @self: an intake
 *
 * What came belongs to a call that is tried again: it does not count.
 */
void
confab_intake_forget (ConfabIntake *self)
{
  g_return_if_fail (self != NULL);

  forget_pieces (self);
  g_clear_object (&self->decoder);
  self->fresh = 0;
}

/**
 * confab_intake_get_session_id:
 * @self: an intake
 *
 * Returns: (transfer none) (nullable): the service's session, as far as it told it
 */
const char *
confab_intake_get_session_id (ConfabIntake *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->decoder != NULL ? confab_reply_decoder_get_session_id (self->decoder) : NULL;
}

/* The `output` of a frame. What it has of longer texts may have a piece of the key, too. */
static JsonNode *
describe_output (ConfabIntake *self,
                 JsonObject   *output)
{
  g_autoptr (JsonObject) copy = json_object_new ();
  JsonNode *result = json_node_new (JSON_NODE_OBJECT);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, output);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (g_str_equal (name, "thoughts") || g_str_equal (name, NODE_PLACE))
      json_object_set_member (copy, name, confab_json_mask_copy_pieces (self->mask, name, node));
    else
      json_object_set_member (copy, name, confab_json_mask_copy (self->mask, node));

  if (self->released->len > 0 || confab_json_get_string (output, "text") != NULL)
    json_object_set_string_member (copy, "text", self->released->str);
  json_node_set_object (result, copy);

  return result;
}

/**
 * confab_intake_describe_delta:
 * @self: an intake
 * @delta: what one frame brought, as confab_intake_delta() has taken it
 *
 * Returns: (transfer full): one JSON object: a `type`, and the frame's own members without secrets
 */
char *
confab_intake_describe_delta (ConfabIntake      *self,
                              const ConfabDelta *delta)
{
  g_autoptr (JsonObject) event = json_object_new ();
  const char *type = "ignored";
  gboolean is_piece;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (delta != NULL, NULL);

  if (delta->flags & CONFAB_DELTA_FAILED)
    type = "error";
  else if (delta->flags & CONFAB_DELTA_RESULT)
    type = "result";
  json_object_set_string_member (event, "type", type);

  if (delta->raw == NULL || !JSON_NODE_HOLDS_OBJECT (delta->raw))
    return confab_json_object_to_text (event);

  if (self->mask == NULL)
    self->mask = confab_json_mask_new (get_secrets (self));
  is_piece = self->mode == CONFAB_STREAM_INCREMENTAL && (delta->flags & CONFAB_DELTA_RESULT) != 0;

  json_object_iter_init_ordered (&iter, json_node_get_object (delta->raw));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (is_piece && g_str_equal (name, "output") && JSON_NODE_HOLDS_OBJECT (node))
      json_object_set_member (event, name, describe_output (self, json_node_get_object (node)));
    else if (!g_str_equal (name, "type"))
      json_object_set_member (event, name, confab_json_mask_copy (self->mask, node));

  return confab_json_object_to_text (event);
}
