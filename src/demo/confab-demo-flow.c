/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-flow.h"

#include <string.h>

#include "confab-json.h"

typedef struct {
  char *id;
  char *name;
  char *type;
  ConfabDemoNodeContent content;

  /* While the frames are made. */
  GString *so_far;
  guint n_messages;
  gboolean is_over;
} Node;

typedef struct {
  guint node;     /* of a child: its parent */
  char *text;     /* what is new */
  gboolean is_last;
  char *child_id; /* or NULL */
  char *child_name;
} Event;

struct _ConfabDemoFlow {
  GArray *nodes;
  GArray *events;
};

static const char *const mode_words[] = {
  [CONFAB_DEMO_FLOW_FULL_THOUGHTS] = "full_thoughts",
  [CONFAB_DEMO_FLOW_MESSAGE_FORMAT] = "message_format",
  [CONFAB_DEMO_FLOW_MESSAGE_FORMAT_PLUS] = "message_format_plus",
  [CONFAB_DEMO_FLOW_AGENT_FORMAT] = "agent_format",
};

static void
clear_node (gpointer data)
{
  Node *node = data;

  g_free (node->id);
  g_free (node->name);
  g_free (node->type);
  g_string_free (node->so_far, TRUE);
}

static void
clear_event (gpointer data)
{
  Event *event = data;

  g_free (event->text);
  g_free (event->child_id);
  g_free (event->child_name);
}

static Node *
get_node (ConfabDemoFlow *self,
          guint           nth)
{
  return &g_array_index (self->nodes, Node, nth);
}

/* A model's node wraps its text: JSON inside a text. */
static char *
wrap (Node       *node,
      const char *text)
{
  g_autoptr (JsonObject) object = NULL;

  if (node->content != CONFAB_DEMO_NODE_RESULT)
    return g_strdup (text);

  object = json_object_new ();
  json_object_set_string_member (object, "result", text);
  json_object_set_string_member (object, "reasoningContent", "");

  return confab_json_object_to_text (object);
}

/* The time a node took: made up, and always the same. */
static char *
make_time (const char *text)
{
  return g_strdup_printf ("%" G_GSIZE_FORMAT "ms", 40 + 3 * strlen (text));
}

/* One node's message (protocol 3.4). */
static JsonObject *
make_message (ConfabDemoFlow *self,
              const Event    *event)
{
  Node *node = get_node (self, event->node);
  JsonObject *output = json_object_new ();
  JsonObject *workflow = json_object_new ();
  JsonObject *message = json_object_new ();
  gboolean is_child = event->child_id != NULL;
  g_autofree char *content = is_child ? g_strdup (event->text) : wrap (node, event->text);

  json_object_set_string_member (message, "content", content);
  json_object_set_string_member (message, "role", "assistant");

  json_object_set_string_member (workflow, "node_status", event->is_last ? "success" : "executing");
  json_object_set_string_member (workflow, "node_type", is_child ? "LLM" : node->type);
  json_object_set_int_member (workflow, "node_msg_seq_id", is_child ? 1 : ++node->n_messages);
  json_object_set_string_member (workflow, "node_name", is_child ? event->child_name : node->name);
  json_object_set_object_member (workflow, "message", message);
  json_object_set_boolean_member (workflow, "node_is_completed", event->is_last);
  json_object_set_string_member (workflow, "node_id", is_child ? event->child_id : node->id);
  if (is_child)
    json_object_set_string_member (workflow, "parent_node_id", node->id);
  else
    json_object_set_null_member (workflow, "parent_node_id");

  json_object_set_object_member (output, "workflow_message", workflow);

  return output;
}

/* A node as `full_thoughts` describes it: JSON text in a member of a thought, and the node's own
 * JSON text in a member of that. */
static JsonObject *
make_node_thought (Node       *node,
                   const char *result,
                   gboolean    is_first)
{
  g_autoptr (JsonObject) description = json_object_new ();
  g_autofree char *inner = wrap (node, result);
  g_autofree char *text = NULL;
  JsonObject *thought = json_object_new ();

  /* The name can change: at first it is the id, as seen on the real service. */
  json_object_set_string_member (description, "nodeName", is_first ? node->id : node->name);
  json_object_set_string_member (description, "nodeResult", inner);
  json_object_set_string_member (description, "nodeType", node->type);
  json_object_set_string_member (description, "nodeStatus",
                                 node->is_over ? "success" : "executing");
  json_object_set_string_member (description, "nodeId", node->id);
  if (node->is_over)
    {
      g_autofree char *time = make_time (node->so_far->str);

      json_object_set_string_member (description, "nodeExecTime", time);
    }
  text = confab_json_object_to_text (description);
  json_object_set_string_member (thought, "response", text);

  return thought;
}

/* Every node that has begun. @event is what just happened, or NULL: all is over. */
static JsonArray *
make_thoughts (ConfabDemoFlow *self,
               const Event    *event,
               gboolean        is_incremental)
{
  JsonArray *thoughts = json_array_new ();

  for (guint i = 0; i < self->nodes->len; i++)
    {
      Node *node = get_node (self, i);
      gboolean is_current = event != NULL && event->node == i;
      const char *result = node->so_far->str;

      if (node->n_messages == 0)
        continue;
      if (is_incremental)
        result = is_current ? event->text : "";
      json_array_add_object_element (
          thoughts, make_node_thought (node, result, is_current && node->n_messages == 1));
    }

  return thoughts;
}

static JsonObject *
make_thoughts_output (ConfabDemoFlow *self,
                      const Event    *event,
                      gboolean        is_incremental)
{
  JsonObject *output = json_object_new ();

  json_object_set_array_member (output, "thoughts", make_thoughts (self, event, is_incremental));

  return output;
}

static gboolean
is_output (Node *node)
{
  return g_str_equal (node->type, "Output") || g_str_equal (node->type, "End");
}

static void
tell_messages (ConfabDemoFlow   *self,
               ConfabDemoAnswer *answer,
               gboolean          all_nodes)
{
  for (guint i = 0; i < self->events->len; i++)
    {
      const Event *event = &g_array_index (self->events, Event, i);
      g_autoptr (JsonObject) output = NULL;

      if (!all_nodes && !is_output (get_node (self, event->node)))
        continue;

      /* Pieces, whatever was asked for. */
      output = make_message (self, event);
      confab_demo_answer_add_lead (answer, output, output);
    }
}

static void
tell_thoughts (ConfabDemoFlow   *self,
               ConfabDemoAnswer *answer)
{
  g_autoptr (JsonArray) last_pieces = NULL;
  g_autoptr (JsonArray) last_growing = NULL;

  for (guint i = 0; i < self->events->len; i++)
    {
      const Event *event = &g_array_index (self->events, Event, i);
      Node *node = get_node (self, event->node);
      g_autoptr (JsonObject) pieces = NULL;
      g_autoptr (JsonObject) growing = NULL;

      if (event->child_id != NULL)
        continue;

      node->n_messages++;
      node->is_over = event->is_last;
      g_string_append (node->so_far, event->text);
      pieces = make_thoughts_output (self, event, TRUE);
      growing = make_thoughts_output (self, event, FALSE);
      confab_demo_answer_add_lead (answer, pieces, growing);
    }

  last_pieces = make_thoughts (self, NULL, TRUE);
  last_growing = make_thoughts (self, NULL, FALSE);
  confab_demo_answer_set_thoughts (answer, last_pieces, last_growing);
}

/**
 * confab_demo_flow_mode_from_word:
 * @word: the value of `flow_stream_mode`
 * @mode: (out): what it means
 *
 * In capitals it counts too: a client is known that writes it so (protocol 4.6).
 *
 * Returns: whether there is such a mode
 */
gboolean
confab_demo_flow_mode_from_word (const char         *word,
                                 ConfabDemoFlowMode *mode)
{
  for (guint i = 0; i < G_N_ELEMENTS (mode_words); i++)
    if (g_ascii_strcasecmp (word, mode_words[i]) == 0)
      {
        *mode = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * confab_demo_flow_new:
 *
 * Returns: (transfer full): a run in which nothing has happened
 */
ConfabDemoFlow *
confab_demo_flow_new (void)
{
  ConfabDemoFlow *self = g_new0 (ConfabDemoFlow, 1);

  self->nodes = g_array_new (FALSE, TRUE, sizeof (Node));
  g_array_set_clear_func (self->nodes, clear_node);
  self->events = g_array_new (FALSE, TRUE, sizeof (Event));
  g_array_set_clear_func (self->events, clear_event);

  return self;
}

/**
 * confab_demo_flow_free:
 * @self: (transfer full): a run
 */
void
confab_demo_flow_free (ConfabDemoFlow *self)
{
  g_array_unref (self->nodes);
  g_array_unref (self->events);
  g_free (self);
}

/**
 * confab_demo_flow_add_node:
 * @self: a run
 * @id: of the node
 * @name: what people call it
 * @type: such as `LLM`
 * @content: what its messages hold
 *
 * Returns: its number, for confab_demo_flow_say()
 */
guint
confab_demo_flow_add_node (ConfabDemoFlow        *self,
                           const char            *id,
                           const char            *name,
                           const char            *type,
                           ConfabDemoNodeContent  content)
{
  Node node = { g_strdup (id), g_strdup (name), g_strdup (type), content,
                g_string_new (NULL), 0, FALSE };

  g_array_append_val (self->nodes, node);

  return self->nodes->len - 1;
}

/**
 * confab_demo_flow_say:
 * @self: a run
 * @node: the number of a node
 * @text: what is new
 * @is_last: whether the node has done its work
 */
void
confab_demo_flow_say (ConfabDemoFlow *self,
                      guint           node,
                      const char     *text,
                      gboolean        is_last)
{
  Event event = { node, g_strdup (text), is_last, NULL, NULL };

  g_return_if_fail (node < self->nodes->len);

  g_array_append_val (self->events, event);
}

/**
 * confab_demo_flow_say_child:
 * @self: a run
 * @parent: the number of a batch node
 * @index: of the round, from 0
 * @name: of the node inside
 * @input: what it was given
 * @output: what it made of it
 *
 * One node inside a batch node, in one round of it. Only `message_format_plus` tells of these.
 */
void
confab_demo_flow_say_child (ConfabDemoFlow *self,
                            guint           parent,
                            guint           index,
                            const char     *name,
                            const char     *input,
                            const char     *output)
{
  g_autoptr (JsonObject) content = json_object_new ();
  g_autofree char *id = NULL;
  g_autofree char *time = make_time (output);
  Event event = { 0 };

  g_return_if_fail (parent < self->nodes->len);

  id = g_strconcat ("LLM_in_", get_node (self, parent)->id, NULL);
  json_object_set_string_member (content, "nodeId", id);
  json_object_set_string_member (content, "nodeName", name);
  json_object_set_string_member (content, "nodeType", "LLM");
  json_object_set_string_member (content, "nodeStatus", "success");
  json_object_set_string_member (content, "input", input);
  json_object_set_string_member (content, "output", output);
  json_object_set_int_member (content, "index", index);
  json_object_set_string_member (content, "parentNodeId", get_node (self, parent)->id);
  json_object_set_string_member (content, "nodeExecTime", time);
  json_object_set_string_member (content, "errorCode", "");
  json_object_set_string_member (content, "errorInfo", "");

  event.node = parent;
  event.text = confab_json_object_to_text (content);
  event.is_last = TRUE;
  event.child_id = g_steal_pointer (&id);
  event.child_name = g_strdup (name);
  g_array_append_val (self->events, event);
}

/**
 * confab_demo_flow_apply:
 * @self: a run, which is used up by this
 * @answer: (transfer none): its result
 * @mode: how its nodes are told of
 * @has_thoughts: what the request says; without it `full_thoughts` tells nothing before the end
 */
void
confab_demo_flow_apply (ConfabDemoFlow     *self,
                        ConfabDemoAnswer   *answer,
                        ConfabDemoFlowMode  mode,
                        gboolean            has_thoughts)
{
  confab_demo_answer_set_without_usage (answer);
  if (mode == CONFAB_DEMO_FLOW_AGENT_FORMAT)
    return;

  confab_demo_answer_set_text_at_end (answer);
  if (mode != CONFAB_DEMO_FLOW_FULL_THOUGHTS)
    tell_messages (self, answer, mode == CONFAB_DEMO_FLOW_MESSAGE_FORMAT_PLUS);
  else if (has_thoughts)
    tell_thoughts (self, answer);
}
