/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-thoughts.h"

#include <string.h>

#include "confab-json.h"
#include "confab-merge.h"
#include "confab-pieces.h"

/*
 * protocol 4.3 and 4.4. A frame repeats the list of thoughts; entries belong together by position
 * and kind, which is here: the same (action_type, action) for the n-th time in its frame. With
 * incremental output a reasoning thought carries pieces, and a workflow node (`full_thoughts`)
 * carries them two levels down: `response` is JSON text, its `nodeResult` is JSON text again.
 */

static const char * const reasoning_pieces[] = { "thought", "response", "reasoning_content",
                                                 "reasoningContent", NULL };
static const char * const node_pieces[] = { "result", "reasoningContent", NULL };

typedef struct {
  JsonObject *members;  /* last value that was not empty */
  GHashTable *streamed; /* name → GString: what came in pieces */
  JsonObject *node;     /* (nullable): the members of a workflow node's `response` */
  JsonObject *result;   /* (nullable): those of its `nodeResult` */
  ConfabPieces *text;   /* (nullable): a `nodeResult` that is no object */
  GHashTable *node_streamed;
} Thought;

struct _ConfabThoughts
{
  ConfabStreamMode mode;
  GPtrArray *list;
  GHashTable *by_key; /* kind and number → Thought of the list */
  gsize size;
};

static void
free_buffer (gpointer data)
{
  g_string_free (data, TRUE);
}

static Thought *
create_thought (void)
{
  Thought *thought = g_new0 (Thought, 1);

  thought->members = json_object_new ();
  thought->streamed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_buffer);
  thought->node_streamed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_buffer);

  return thought;
}

static void
free_thought (gpointer data)
{
  Thought *thought = data;

  json_object_unref (thought->members);
  g_hash_table_unref (thought->streamed);
  g_clear_pointer (&thought->node, json_object_unref);
  g_clear_pointer (&thought->result, json_object_unref);
  g_clear_pointer (&thought->text, confab_pieces_free);
  g_hash_table_unref (thought->node_streamed);
  g_free (thought);
}

/**
 * confab_thoughts_new:
 * @mode: what was asked for; only incremental output comes in pieces
 *
 * Returns: (transfer full): an empty list
 */
ConfabThoughts *
confab_thoughts_new (ConfabStreamMode mode)
{
  ConfabThoughts *self = g_new0 (ConfabThoughts, 1);

  self->mode = mode;
  self->list = g_ptr_array_new_with_free_func (free_thought);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * confab_thoughts_free:
 * @self: (nullable) (transfer full): a list
 */
void
confab_thoughts_free (ConfabThoughts *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->list);
  g_free (self);
}

static gboolean
append_piece (ConfabThoughts *self,
              GHashTable     *streamed,
              const char     *name,
              const char     *piece)
{
  GString *buffer = g_hash_table_lookup (streamed, name);

  if (buffer == NULL)
    {
      buffer = g_string_new (NULL);
      g_hash_table_insert (streamed, g_strdup (name), buffer);
      self->size += CONFAB_MERGE_VALUE_COST;
    }
  g_string_append (buffer, piece);
  self->size += strlen (piece);

  return *piece != '\0';
}

static gboolean
is_piece (const char * const *names,
          const char         *name,
          JsonNode           *value)
{
  return g_strv_contains (names, name) && json_node_get_value_type (value) == G_TYPE_STRING;
}

static gboolean
merge_node_result (ConfabThoughts *self,
                   Thought        *thought,
                   JsonObject     *result)
{
  gboolean changed = FALSE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (thought->result == NULL)
    thought->result = json_object_new ();

  json_object_iter_init_ordered (&iter, result);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (is_piece (node_pieces, name, value))
      changed |= append_piece (self, thought->node_streamed, name, json_node_get_string (value));
    else
      changed |= confab_merge_set (thought->result, name, value, &self->size);

  return changed;
}

static gboolean
merge_node_text (ConfabThoughts *self,
                 Thought        *thought,
                 const char     *text)
{
  gboolean changed;

  if (thought->text == NULL)
    {
      thought->text = confab_pieces_new ();
      self->size += CONFAB_MERGE_CONTAINER_COST;
    }

  self->size -= confab_pieces_get_size (thought->text);
  changed = confab_pieces_feed (thought->text, text);
  self->size += confab_pieces_get_size (thought->text);

  return changed;
}

static gboolean
merge_node (ConfabThoughts *self,
            Thought        *thought,
            JsonObject     *node)
{
  g_autoptr (JsonObject) result =
    confab_merge_parse_object (confab_json_get_string (node, "nodeResult"));
  gboolean changed = FALSE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (thought->node == NULL)
    thought->node = json_object_new ();

  json_object_iter_init_ordered (&iter, node);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (result != NULL && g_str_equal (name, "nodeResult"))
      changed |= merge_node_result (self, thought, result);
    else if (g_str_equal (name, "nodeResult") && json_node_get_value_type (value) == G_TYPE_STRING)
      changed |= merge_node_text (self, thought, json_node_get_string (value));
    else
      changed |= confab_merge_set (thought->node, name, value, &self->size);

  return changed;
}

static gboolean
merge_members (ConfabThoughts *self,
               Thought        *thought,
               JsonObject     *entry,
               JsonObject     *node)
{
  gboolean comes_in_pieces =
    self->mode == CONFAB_STREAM_INCREMENTAL &&
    g_strcmp0 (confab_json_get_string (entry, "action_type"), "reasoning") == 0;
  gboolean changed = FALSE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, entry);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (node != NULL && g_str_equal (name, "response"))
      changed |= merge_node (self, thought, node);
    else if (comes_in_pieces && is_piece (reasoning_pieces, name, value))
      changed |= append_piece (self, thought->streamed, name, json_node_get_string (value));
    else
      changed |= confab_merge_set (thought->members, name, value, &self->size);

  return changed;
}

static Thought *
find_thought (ConfabThoughts *self,
              GHashTable     *counts,
              JsonObject     *entry,
              JsonObject     *node)
{
  const char *type = confab_json_get_string (entry, "action_type");
  const char *action = confab_json_get_string (entry, "action");
  g_autofree char *kind = NULL;
  g_autofree char *key = NULL;
  Thought *thought;
  guint number;

  kind = node != NULL ? g_strconcat ("node\n", confab_json_get_string (node, "nodeId"), NULL)
                      : g_strconcat (type != NULL ? type : "", "\n", action, NULL);
  number = GPOINTER_TO_UINT (g_hash_table_lookup (counts, kind));
  key = g_strdup_printf ("%u\n%s", number, kind);
  g_hash_table_insert (counts, g_steal_pointer (&kind), GUINT_TO_POINTER (number + 1));

  thought = g_hash_table_lookup (self->by_key, key);
  if (thought == NULL)
    {
      thought = create_thought ();
      g_ptr_array_add (self->list, thought);
      self->size += CONFAB_MERGE_CONTAINER_COST;
      g_hash_table_insert (self->by_key, g_steal_pointer (&key), thought);
    }

  return thought;
}

/**
 * confab_thoughts_merge:
 * @self: a list
 * @frame: `thoughts` of one frame; what is no object in it is left out
 *
 * Merges one frame into the list. The cost depends on the frame, not on what is there.
 *
 * Returns: whether anything changed
 */
gboolean
confab_thoughts_merge (ConfabThoughts *self,
                       JsonArray      *frame)
{
  g_autoptr (GHashTable) counts = NULL;
  gboolean changed = FALSE;

  counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < json_array_get_length (frame); i++)
    {
      JsonNode *element = json_array_get_element (frame, i);
      g_autoptr (JsonObject) node = NULL;
      JsonObject *entry;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        continue;

      entry = json_node_get_object (element);
      if (self->mode == CONFAB_STREAM_INCREMENTAL)
        node = confab_merge_parse_object (confab_json_get_string (entry, "response"));
      if (confab_json_get_string (node, "nodeId") == NULL)
        g_clear_pointer (&node, json_object_unref);

      changed |= merge_members (self, find_thought (self, counts, entry, node), entry, node);
    }

  return changed;
}

/**
 * confab_thoughts_get_n:
 * @self: a list
 *
 * Returns: how many thoughts there are
 */
guint
confab_thoughts_get_n (ConfabThoughts *self)
{
  return self->list->len;
}

/**
 * confab_thoughts_get_size:
 * @self: a list
 *
 * Returns: about how much memory it takes, in bytes
 */
gsize
confab_thoughts_get_size (ConfabThoughts *self)
{
  return self->size;
}

static JsonObject *
copy_members (JsonObject         *members,
              GHashTable         *streamed,
              const char * const *names)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, members);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (copy, name, json_node_copy (value));

  for (guint i = 0; names[i] != NULL; i++)
    {
      GString *buffer = g_hash_table_lookup (streamed, names[i]);

      if (buffer != NULL)
        json_object_set_string_member (copy, names[i], buffer->str);
    }

  return copy;
}

static char *
node_to_text (Thought *thought)
{
  static const char * const nothing[] = { NULL };
  g_autoptr (JsonObject) node = copy_members (thought->node, thought->node_streamed, nothing);

  if (thought->result != NULL)
    {
      g_autoptr (JsonObject) result =
        copy_members (thought->result, thought->node_streamed, node_pieces);
      g_autofree char *text = confab_json_object_to_text (result);

      json_object_set_string_member (node, "nodeResult", text);
    }
  else if (thought->text != NULL)
    json_object_set_string_member (node, "nodeResult", confab_pieces_get_text (thought->text));

  return confab_json_object_to_text (node);
}

/**
 * confab_thoughts_to_array:
 * @self: a list
 *
 * Builds the list in the wire's form, with the wire's names.
 *
 * Returns: (transfer full): a new array
 */
JsonArray *
confab_thoughts_to_array (ConfabThoughts *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->list->len; i++)
    {
      Thought *thought = g_ptr_array_index (self->list, i);
      JsonObject *object = copy_members (thought->members, thought->streamed, reasoning_pieces);

      if (thought->node != NULL)
        {
          g_autofree char *response = node_to_text (thought);

          json_object_set_string_member (object, "response", response);
        }
      json_array_add_object_element (array, object);
    }

  return array;
}
