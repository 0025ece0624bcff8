/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-node.h"

#include <string.h>

#include "confab-evidence.h"
#include "confab-json.h"
#include "confab-usage.h"

/*
 * A workflow tells of its nodes in two forms (protocol.md 3.4, 4.4): as `workflow_message`s, whose
 * content is text, or JSON text with `result` and `reasoningContent`, or, of a node within another,
 * JSON text with all there is; and as the JSON text in `response` of a thought.
 */

static const char * const message_members[] = {
  "node_id",         "node_name", "node_type",      "node_status", "node_is_completed",
  "node_msg_seq_id", "message",   "parent_node_id", NULL,
};

static const char * const node_members[] = {
  "nodeId",     "nodeName",  "nodeType", "nodeStatus", "nodeExecTime",
  "nodeResult", "input",     "output",   "index",      "parentNodeId",
  "errorCode",  "errorInfo", "usages",   "result",     "reasoningContent",
  NULL,
};

/**
 * confab_node_free:
 * @self: (nullable) (transfer full): a node
 */
void
confab_node_free (ConfabNode *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self->type);
  g_free (self->status);
  g_free (self->parent_id);
  g_free (self->exec_time);
  g_free (self->content);
  g_free (self->reasoning);
  g_free (self->input);
  g_free (self->output);
  g_free (self->error_code);
  g_free (self->error_info);
  g_clear_pointer (&self->usage, g_ptr_array_unref);
  g_free (self->rest);
  g_free (self);
}

static ConfabNode *
create_node (void)
{
  ConfabNode *self = g_new0 (ConfabNode, 1);

  self->index = -1;
  self->exec_time_ms = -1;

  return self;
}

static void
take (char **field,
      char  *text)
{
  if (text == NULL)
    return;

  g_free (*field);
  *field = text;
}

/* What a node wrote: text, or an object whose `result` is it. */
static void
read_result (ConfabNode *self,
             char       *result)
{
  g_autoptr (JsonObject) object = confab_evidence_parse_object (result);
  gboolean is_answer;

  is_answer = object != NULL &&
    (json_object_has_member (object, "result") ||
     json_object_has_member (object, "reasoningContent"));
  if (is_answer)
    {
      static const char * const parts[] = { "result", "reasoningContent", NULL };
      g_autofree char *more = confab_evidence_dup_rest (object, parts);

      take (&self->content, confab_evidence_dup_text (object, "result"));
      take (&self->reasoning, confab_evidence_dup_text (object, "reasoningContent"));
      if (more != NULL && self->output == NULL)
        self->output = g_steal_pointer (&more);
      g_free (result);
    }
  else
    take (&self->content, result);
}

static void
read_exec_time (ConfabNode *self,
                JsonObject *object)
{
  char *end = NULL;
  gint64 value;

  take (&self->exec_time, confab_evidence_dup_text (object, "nodeExecTime"));
  if (self->exec_time == NULL)
    return;

  value = g_ascii_strtoll (self->exec_time, &end, 10);
  if (end != self->exec_time && value >= 0 && (*end == '\0' || g_str_equal (end, "ms")))
    self->exec_time_ms = value;
}

static gboolean
read_number (JsonObject *object,
             const char *member,
             gint64      max,
             gint64     *number)
{
  const char *text = confab_json_get_string (object, member);
  gint64 value;

  if (text != NULL)
    return g_ascii_string_to_signed (text, 10, 0, max, number, NULL);
  if (!confab_json_get_int (object, member, &value) || value < 0 || value > max)
    return FALSE;

  *number = value;
  return TRUE;
}

/* The object with all of a node: a thought's response, or the content of a node within another. */
static void
read_node (ConfabNode *self,
           JsonObject *object)
{
  JsonArray *usages = confab_json_get_array (object, "usages");
  gint64 index;

  take (&self->id, confab_evidence_dup_text (object, "nodeId"));
  take (&self->name, confab_evidence_dup_text (object, "nodeName"));
  take (&self->type, confab_evidence_dup_text (object, "nodeType"));
  take (&self->status, confab_evidence_dup_text (object, "nodeStatus"));
  take (&self->parent_id, confab_evidence_dup_text (object, "parentNodeId"));
  take (&self->input, confab_evidence_dup_text (object, "input"));
  take (&self->output, confab_evidence_dup_text (object, "output"));
  take (&self->error_code, confab_evidence_dup_text (object, "errorCode"));
  take (&self->error_info, confab_evidence_dup_text (object, "errorInfo"));
  take (&self->reasoning, confab_evidence_dup_text (object, "reasoningContent"));
  take (&self->content, confab_evidence_dup_text (object, "result"));
  read_result (self, confab_evidence_dup_text (object, "nodeResult"));
  read_exec_time (self, object);
  if (read_number (object, "index", G_MAXINT, &index))
    self->index = (int) index;

  if (usages != NULL)
    {
      g_autofree char *text = confab_evidence_dup_text (object, "usages");

      self->usage = confab_usage_from_json (text);
    }
  self->rest = confab_evidence_dup_rest (object, node_members);
}

static ConfabNode *
finish_node (ConfabNode *self)
{
  if (self->id == NULL)
    self->id = g_strdup ("");

  if (self->status == NULL)
    self->state = CONFAB_NODE_RUNNING;
  else if (g_ascii_strncasecmp (self->status, "fail", strlen ("fail")) == 0 ||
           g_ascii_strcasecmp (self->status, "error") == 0)
    self->state = CONFAB_NODE_FAILED;
  else if (g_ascii_strncasecmp (self->status, "succe", strlen ("succe")) == 0)
    self->state = CONFAB_NODE_SUCCESS;

  return self;
}

/**
 * confab_node_from_thought:
 * @response: (nullable): `response` of a thought
 *
 * Returns: (transfer full) (nullable): the node it describes, %NULL when it describes none
 */
ConfabNode *
confab_node_from_thought (const char *response)
{
  g_autoptr (JsonObject) object = confab_evidence_parse_object (response);
  ConfabNode *self;

  if (object == NULL || confab_json_get_string (object, "nodeId") == NULL)
    return NULL;

  self = create_node ();
  read_node (self, object);

  return finish_node (self);
}

/**
 * confab_node_from_message:
 * @message: a `workflow_message`
 *
 * Returns: (transfer full): the node it tells of
 */
ConfabNode *
confab_node_from_message (JsonObject *message)
{
  JsonObject *said = confab_json_get_object (message, "message");
  g_autofree char *content = said != NULL ? confab_evidence_dup_text (said, "content") : NULL;
  g_autoptr (JsonObject) object = confab_evidence_parse_object (content);
  ConfabNode *self = create_node ();
  gboolean is_completed = FALSE;

  if (object != NULL && json_object_has_member (object, "nodeId"))
    read_node (self, object);
  else
    read_result (self, g_steal_pointer (&content));

  /* What the message itself says is nearer than what is in its content. */
  take (&self->id, confab_evidence_dup_text (message, "node_id"));
  take (&self->name, confab_evidence_dup_text (message, "node_name"));
  take (&self->type, confab_evidence_dup_text (message, "node_type"));
  take (&self->status, confab_evidence_dup_text (message, "node_status"));
  take (&self->parent_id, confab_evidence_dup_text (message, "parent_node_id"));
  if (self->rest == NULL)
    self->rest = confab_evidence_dup_rest (message, message_members);
  finish_node (self);

  confab_json_get_boolean (message, "node_is_completed", &is_completed);
  if (is_completed && self->state == CONFAB_NODE_RUNNING)
    self->state = CONFAB_NODE_SUCCESS;

  return self;
}

/**
 * confab_nodes_parse:
 * @nodes: (nullable): JSON text, `nodes` of a message's record
 * @thoughts: (nullable): JSON text, `thoughts` of the same record
 *
 * Returns: (transfer full) (element-type ConfabNode): the nodes in the order they began in: those
 * of
 *   @nodes, or where it has none, those that @thoughts tells of
 */
GPtrArray *
confab_nodes_parse (const char *nodes,
                    const char *thoughts)
{
  g_autoptr (JsonArray) messages = confab_evidence_parse_array (nodes);
  g_autoptr (JsonArray) entries = NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_node_free);

  for (guint i = 0; messages != NULL && i < json_array_get_length (messages); i++)
    {
      JsonNode *node = json_array_get_element (messages, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (list, confab_node_from_message (json_node_get_object (node)));
    }
  if (list->len > 0)
    return list;

  entries = confab_evidence_parse_array (thoughts);
  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonNode *node = json_array_get_element (entries, i);
      g_autofree char *response = NULL;
      ConfabNode *told;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      response = confab_evidence_dup_text (json_node_get_object (node), "response");
      told = confab_node_from_thought (response);
      if (told != NULL)
        g_ptr_array_add (list, told);
    }

  return list;
}
