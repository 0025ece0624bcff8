/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-intake.h"

#include <string.h>

#include "confab-json.h"
#include "confab-key-store.h"
#include "confab-text.h"

#define EVIDENCE (CONFAB_DELTA_THOUGHTS | CONFAB_DELTA_REFERENCES | CONFAB_DELTA_NODES)
#define IDS      (CONFAB_DELTA_IDS | CONFAB_DELTA_FINISHED)

struct _ConfabIntake
{
  ConfabMessage *answer;
  ConfabReplyDecoder *decoder;
  char *key;
  ConfabDeltaFlags fresh; /* what came since it was last shown */
};

/**
 * confab_intake_new:
 * @answer: the open answer
 *
 * Returns: (transfer full): an intake
 */
ConfabIntake *
confab_intake_new (ConfabMessage *answer)
{
  ConfabIntake *self;

  g_return_val_if_fail (CONFAB_IS_MESSAGE (answer), NULL);

  self = g_new0 (ConfabIntake, 1);
  self->answer = g_object_ref (answer);

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

  confab_intake_take_key (self, NULL);
  g_clear_object (&self->decoder);
  g_clear_object (&self->answer);
  g_free (self);
}

/* The key ----------------------------------------------------------------------------------- */

/**
 * confab_intake_take_key:
 * @self: an intake
 * @key: (nullable) (transfer full): the key of the request to come, or %NULL when it is over
 */
void
confab_intake_take_key (ConfabIntake *self,
                        char         *key)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->key, confab_key_free);
  self->key = key;
}

/**
 * confab_intake_get_key:
 * @self: an intake
 *
 * Returns: (transfer none) (nullable): the key of the request that runs
 */
const char *
confab_intake_get_key (ConfabIntake *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key;
}

/**
 * confab_intake_mask:
 * @self: an intake
 * @text: (nullable): what came from the other side
 *
 * Returns: (transfer full) (nullable): the same without the key
 */
char *
confab_intake_mask (ConfabIntake *self,
                    const char   *text)
{
  const char *secrets[] = { NULL, NULL };

  g_return_val_if_fail (self != NULL, NULL);

  secrets[0] = self->key;

  return confab_text_mask_secrets (text, secrets);
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
 * Returns: (transfer full): a copy without the key
 */
ConfabFailure *
confab_intake_mask_failure (ConfabIntake        *self,
                            const ConfabFailure *failure)
{
  ConfabFailure *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = confab_failure_copy (failure);
  mask_string (self, &copy->code);
  mask_string (self, &copy->message);
  mask_string (self, &copy->request_id);

  return copy;
}

/* It must not come to disk. */
static void
mask_answer (ConfabIntake *self)
{
  g_autofree char *masked = NULL;
  const char *text;

  if (self->key == NULL || *self->key == '\0')
    return;

  text = confab_message_get_text (self->answer, NULL);
  if (strstr (text, self->key) == NULL)
    return;

  masked = confab_intake_mask (self, text);
  confab_message_replace_text (self->answer, masked, strlen (masked));
}

/* What comes -------------------------------------------------------------------------------- */

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
  g_return_if_fail (self != NULL);
  g_return_if_fail (delta != NULL);

  g_set_object (&self->decoder, decoder);
  self->fresh |= delta->flags;

  if ((delta->flags & CONFAB_DELTA_TEXT) == 0)
    return;
  if (delta->replaces)
    confab_message_replace_text (self->answer, delta->text, delta->text_length);
  else
    confab_message_append_text (self->answer, delta->text, delta->text_length);
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
  const char *text;
  gsize length;

  g_return_if_fail (self != NULL);
  g_return_if_fail (CONFAB_IS_REPLY_DECODER (decoder));

  g_set_object (&self->decoder, decoder);
  self->fresh = EVIDENCE | IDS | CONFAB_DELTA_USAGE;

  if (confab_reply_decoder_get_n_results (decoder) == 0)
    return;

  text = confab_reply_decoder_get_text (decoder, &length);
  if (text != NULL)
    confab_message_replace_text (self->answer, text, length);
}

static char *
dup_array_text (ConfabIntake *self,
                JsonArray    *array)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (array == NULL || json_array_get_length (array) == 0)
    return NULL;

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_set_array (node, array);
  text = confab_json_to_text (node);

  return confab_intake_mask (self, text);
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

  mask_answer (self);

  if (self->fresh & EVIDENCE)
    {
      g_autofree char *thoughts =
        dup_array_text (self, confab_reply_decoder_get_thoughts (self->decoder));
      g_autofree char *references =
        dup_array_text (self, confab_reply_decoder_get_references (self->decoder));
      g_autofree char *nodes =
        dup_array_text (self, confab_reply_decoder_get_nodes (self->decoder));

      confab_message_set_evidence (self->answer, thoughts, references, nodes);
    }
  if (self->fresh & CONFAB_DELTA_USAGE)
    confab_message_set_usage (self->answer, confab_reply_decoder_get_usage (self->decoder));
  if (self->fresh & IDS)
    {
      g_autofree char *request_id =
        confab_intake_mask (self, confab_reply_decoder_get_request_id (self->decoder));

      confab_message_set_ids_of_service (
        self->answer, request_id, confab_reply_decoder_get_finish_reason (self->decoder));
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

/**
 * confab_intake_describe_delta:
 * @self: an intake
 * @delta: what one frame brought
 *
 * Returns: (transfer full): one JSON object: a `type`, and the frame's own members
 */
char *
confab_intake_describe_delta (ConfabIntake      *self,
                              const ConfabDelta *delta)
{
  g_autoptr (JsonObject) event = json_object_new ();
  g_autofree char *line = NULL;
  const char *type = "ignored";

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (delta != NULL, NULL);

  if (delta->flags & CONFAB_DELTA_FAILED)
    type = "error";
  else if (delta->flags & CONFAB_DELTA_RESULT)
    type = "result";
  json_object_set_string_member (event, "type", type);

  if (delta->raw != NULL && JSON_NODE_HOLDS_OBJECT (delta->raw))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *node;

      json_object_iter_init (&iter, json_node_get_object (delta->raw));
      while (json_object_iter_next (&iter, &name, &node))
        if (!g_str_equal (name, "type"))
          json_object_set_member (event, name, json_node_copy (node));
    }

  line = confab_json_object_to_text (event);

  return confab_intake_mask (self, line);
}
