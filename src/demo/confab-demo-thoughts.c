/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-thoughts.h"

/* Reasoning comes in so many characters at a time. */
#define REASONING_PIECE 14

typedef struct {
  JsonObject *pieces;  /* the output of the frame */
  JsonObject *growing;
} Frame;

struct _ConfabDemoThoughts {
  GPtrArray *pieces;  /* what is over, as it is repeated in incremental frames */
  GPtrArray *growing; /* and in cumulative ones */
  GArray *frames;
};

static void
clear_frame (gpointer data)
{
  Frame *frame = data;

  json_object_unref (frame->pieces);
  json_object_unref (frame->growing);
}

static JsonObject *
copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (copy, name, json_node_copy (node));

  return copy;
}

static JsonArray *
make_array (GPtrArray  *over,
            JsonObject *running)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < over->len; i++)
    json_array_add_object_element (array, json_object_ref (g_ptr_array_index (over, i)));
  if (running != NULL)
    json_array_add_object_element (array, json_object_ref (running));

  return array;
}

static JsonObject *
make_output (GPtrArray  *over,
             JsonObject *running)
{
  JsonObject *output = json_object_new ();

  json_object_set_array_member (output, "thoughts", make_array (over, running));
  json_object_set_string_member (output, "text", "");

  return output;
}

static void
add_frame (ConfabDemoThoughts *self,
           JsonObject         *pieces,
           JsonObject         *growing)
{
  Frame frame = { make_output (self->pieces, pieces), make_output (self->growing, growing) };

  g_array_append_val (self->frames, frame);
}

static JsonObject *
make_reasoning (const char *action_name,
                const char *text)
{
  JsonObject *thought = confab_demo_thought_new ("reasoning", "reasoning", action_name);

  json_object_set_string_member (thought, "thought", text);
  json_object_set_string_member (thought, "response", text);

  return thought;
}

/**
 * confab_demo_thoughts_new:
 *
 * Returns: (transfer full): an agent that has not done anything yet
 */
ConfabDemoThoughts *
confab_demo_thoughts_new (void)
{
  ConfabDemoThoughts *self = g_new0 (ConfabDemoThoughts, 1);

  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->growing = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_array_set_clear_func (self->frames, clear_frame);

  return self;
}

/**
 * confab_demo_thoughts_free:
 * @self: (transfer full): thoughts
 */
void
confab_demo_thoughts_free (ConfabDemoThoughts *self)
{
  g_ptr_array_unref (self->pieces);
  g_ptr_array_unref (self->growing);
  g_array_unref (self->frames);
  g_free (self);
}

/**
 * confab_demo_thought_new:
 * @action_type: such as `agentRag`
 * @action: such as `rag`
 * @action_name: what people call it
 *
 * Returns: (transfer full): one element of `thoughts`, to be filled
 */
JsonObject *
confab_demo_thought_new (const char *action_type,
                         const char *action,
                         const char *action_name)
{
  JsonObject *thought = json_object_new ();

  json_object_set_string_member (thought, "action_type", action_type);
  json_object_set_string_member (thought, "action", action);
  json_object_set_string_member (thought, "action_name", action_name);
  json_object_set_string_member (thought, "thought", "");

  return thought;
}

/**
 * confab_demo_thoughts_add_call:
 * @self: thoughts
 * @thought: (transfer none): what is called, and with what
 * @observation: what came back; mostly JSON text
 *
 * A stream tells of the call in one frame, and of its result in the next one. Once known, the result
 * is in every frame, as it was seen on the real service.
 */
void
confab_demo_thoughts_add_call (ConfabDemoThoughts *self,
                               JsonObject         *thought,
                               const char         *observation)
{
  JsonObject *done = copy_object (thought);

  json_object_set_string_member (done, "observation", observation);
  json_object_set_string_member (done, "response", "");

  add_frame (self, thought, thought);
  add_frame (self, done, done);
  g_ptr_array_add (self->pieces, json_object_ref (done));
  g_ptr_array_add (self->growing, done);
}

/**
 * confab_demo_thoughts_add_reasoning:
 * @self: thoughts
 * @action_name: what people call it
 * @text: the reasoning
 *
 * Comes piece by piece; its entry then stays, in incremental frames without its text.
 */
void
confab_demo_thoughts_add_reasoning (ConfabDemoThoughts *self,
                                    const char         *action_name,
                                    const char         *text)
{
  const char *at = text;

  while (*at != '\0')
    {
      const char *start = at;
      g_autofree char *piece = NULL;
      g_autofree char *so_far = NULL;
      g_autoptr (JsonObject) new_piece = NULL;
      g_autoptr (JsonObject) grown = NULL;

      for (guint i = 0; i < REASONING_PIECE && *at != '\0'; i++)
        at = g_utf8_next_char (at);
      piece = g_strndup (start, (gsize) (at - start));
      so_far = g_strndup (text, (gsize) (at - text));
      new_piece = make_reasoning (action_name, piece);
      grown = make_reasoning (action_name, so_far);
      add_frame (self, new_piece, grown);
    }

  g_ptr_array_add (self->pieces, make_reasoning (action_name, ""));
  g_ptr_array_add (self->growing, make_reasoning (action_name, text));
}

/**
 * confab_demo_thoughts_apply:
 * @self: thoughts
 * @answer: (transfer none): the answer they come before
 */
void
confab_demo_thoughts_apply (ConfabDemoThoughts *self,
                            ConfabDemoAnswer   *answer)
{
  g_autoptr (JsonArray) pieces = make_array (self->pieces, NULL);
  g_autoptr (JsonArray) growing = make_array (self->growing, NULL);

  for (guint i = 0; i < self->frames->len; i++)
    {
      Frame *frame = &g_array_index (self->frames, Frame, i);

      confab_demo_answer_add_lead (answer, frame->pieces, frame->growing);
    }
  confab_demo_answer_set_thoughts (answer, pieces, growing);
}
