/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-thought.h"

#include "confab-evidence.h"
#include "confab-json.h"

static const char * const thought_members[] = {
  "action_type",         "action",       "action_name", "thought",     "response",
  "action_input_stream", "action_input", "arguments",   "observation", "reasoning_content",
  "reasoningContent",    NULL,
};

static const char * const passage_members[] = { "content", "title",          "dataId", "dataName",
                                               "score",   "referenceIndex", "images", NULL };

/**
 * confab_thought_passage_free:
 * @self: (transfer full): a passage
 */
void
confab_thought_passage_free (ConfabThoughtPassage *self)
{
  g_free (self->content);
  g_free (self->title);
  g_free (self->data_id);
  g_free (self->data_name);
  g_free (self->reference_index);
  g_strfreev (self->images);
  g_free (self->rest);
  g_free (self);
}

/**
 * confab_thought_free:
 * @self: (transfer full): a thought
 */
void
confab_thought_free (ConfabThought *self)
{
  g_free (self->action_type);
  g_free (self->action);
  g_free (self->action_name);
  g_free (self->text);
  g_free (self->response);
  g_free (self->arguments);
  g_free (self->observation);
  g_clear_pointer (&self->passages, g_ptr_array_unref);
  g_strfreev (self->memories);
  g_clear_pointer (&self->node, confab_node_free);
  g_free (self->rest);
  g_free (self);
}

/* The first of some members that says something. */
static char *
dup_first (JsonObject         *object,
           const char * const *members)
{
  char *text = NULL;

  for (guint i = 0; members[i] != NULL && text == NULL; i++)
    text = confab_evidence_dup_text (object, members[i]);

  return text;
}

static double
read_score (JsonObject *object)
{
  g_autofree char *text = confab_evidence_dup_text (object, "score");
  char *end = NULL;
  double score;

  if (text == NULL)
    return -1;

  score = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && score >= 0 ? score : -1;
}

static ConfabThoughtPassage *
read_passage (JsonObject *object)
{
  ConfabThoughtPassage *self = g_new0 (ConfabThoughtPassage, 1);

  self->content = confab_evidence_dup_text (object, "content");
  self->title = confab_evidence_dup_text (object, "title");
  self->data_id = confab_evidence_dup_text (object, "dataId");
  self->data_name = confab_evidence_dup_text (object, "dataName");
  self->reference_index = confab_evidence_dup_text (object, "referenceIndex");
  self->score = read_score (object);
  self->images = confab_evidence_dup_list (object, "images");
  self->rest = confab_evidence_dup_rest (object, passage_members);

  return self;
}

/* A retrieval's observation is an array of objects, the memory's one of strings. */
static void
read_observation (ConfabThought *self)
{
  g_autoptr (JsonArray) array = NULL;
  g_autoptr (GPtrArray) memories = g_ptr_array_new_with_free_func (g_free);

  if (self->kind == CONFAB_THOUGHT_RETRIEVAL || self->kind == CONFAB_THOUGHT_MEMORY)
    array = confab_evidence_parse_array (self->observation);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (self->passages, read_passage (json_node_get_object (node)));
      else if (json_node_get_value_type (node) == G_TYPE_STRING)
        g_ptr_array_add (memories, json_node_dup_string (node));
    }

  g_ptr_array_add (memories, NULL);
  self->memories = (char **) g_ptr_array_free (g_steal_pointer (&memories), FALSE);
}

static ConfabThoughtKind
tell_kind (ConfabThought *self)
{
  const char *type = self->action_type != NULL ? self->action_type : "";
  const char *action = self->action != NULL ? self->action : "";

  if (self->node != NULL)
    return CONFAB_THOUGHT_NODE;
  if (g_str_equal (action, "memory") || g_str_equal (type, "memory"))
    return CONFAB_THOUGHT_MEMORY;
  if (g_str_equal (type, "agentRag") || g_str_equal (action, "rag"))
    return CONFAB_THOUGHT_RETRIEVAL;
  if (g_str_equal (type, "reasoning") || g_str_equal (action, "reasoning"))
    return CONFAB_THOUGHT_REASONING;
  if (g_str_equal (type, "response"))
    return CONFAB_THOUGHT_RESPONSE;
  if (g_str_equal (type, "api") || g_str_equal (type, "mcp") || g_str_equal (type, "plugin") ||
      self->arguments != NULL || self->observation != NULL)
    return CONFAB_THOUGHT_TOOL;

  return self->text != NULL && *type == '\0' ? CONFAB_THOUGHT_REASONING : CONFAB_THOUGHT_OTHER;
}

static ConfabThought *
read_thought (JsonObject *object)
{
  static const char * const texts[] = { "thought", "reasoning_content", "reasoningContent",
                                       "response", NULL };
  static const char * const calls[] = { "arguments", "action_input", "action_input_stream", NULL };
  g_autofree char *response = confab_evidence_dup_text (object, "response");
  ConfabThought *self = g_new0 (ConfabThought, 1);

  self->action_type = confab_evidence_dup_text (object, "action_type");
  self->action = confab_evidence_dup_text (object, "action");
  self->action_name = confab_evidence_dup_text (object, "action_name");
  self->arguments = dup_first (object, calls);
  self->observation = confab_evidence_dup_text (object, "observation");
  self->node = confab_node_from_thought (response);
  if (self->node == NULL)
    self->text = dup_first (object, texts);
  if (self->node == NULL && g_strcmp0 (self->text, response) != 0)
    self->response = g_steal_pointer (&response);
  self->rest = confab_evidence_dup_rest (object, thought_members);

  self->passages = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_thought_passage_free);
  self->kind = tell_kind (self);
  read_observation (self);

  return self;
}

/**
 * confab_thoughts_parse:
 * @thoughts: (nullable): JSON text, `thoughts` of a message's record
 *
 * Returns: (transfer full) (element-type ConfabThought): the thoughts in their order; what is no
 *   object is left out
 */
GPtrArray *
confab_thoughts_parse (const char *thoughts)
{
  g_autoptr (JsonArray) array = confab_evidence_parse_array (thoughts);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_thought_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (list, read_thought (json_node_get_object (node)));
    }

  return list;
}
