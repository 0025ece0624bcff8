/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-nodes.h"

#include <string.h>

#include "confab-json.h"
#include "confab-merge.h"
#include "confab-pieces.h"

/*
 * protocol 3.4 and 4.4. What a message says is text, and then a piece of it, or JSON text: an
 * object with `result` and `reasoningContent`, which the documents call a piece on one page and the
 * whole on another, or all there is to know of a node within another one, or an object of the
 * node's own.
 */

static const char * const piece_names[] = { "result", "reasoningContent" };

typedef struct {
  JsonObject *members;     /* of the message, but `message` */
  JsonObject *said;        /* of `message`, but `content` */
  GString *text;           /* content that is no object */
  gboolean text_is_object; /* but one of the node's own, which a later one replaces */
  JsonObject *content;     /* (nullable): content that is an object, but its pieces */
  ConfabPieces *pieces[G_N_ELEMENTS (piece_names)]; /* (nullable) */
} Node;

struct _ConfabNodes
{
  GPtrArray *list;
  GHashTable *by_key; /* id, parent and round → Node of the list */
  gsize size;
};

/* Nodes ------------------------------------------------------------------------------------- */

static Node *
create_node (void)
{
  Node *node = g_new0 (Node, 1);

  node->members = json_object_new ();
  node->said = json_object_new ();
  node->text = g_string_new (NULL);

  return node;
}

static void
free_node (gpointer data)
{
  Node *node = data;

  json_object_unref (node->members);
  json_object_unref (node->said);
  g_string_free (node->text, TRUE);
  g_clear_pointer (&node->content, json_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (piece_names); i++)
    g_clear_pointer (&node->pieces[i], confab_pieces_free);
  g_free (node);
}

/**
 * confab_nodes_new:
 *
 * Returns: (transfer full): an empty list
 */
ConfabNodes *
confab_nodes_new (void)
{
  ConfabNodes *self = g_new0 (ConfabNodes, 1);

  self->list = g_ptr_array_new_with_free_func (free_node);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * confab_nodes_free:
 * @self: (nullable) (transfer full): a list
 */
void
confab_nodes_free (ConfabNodes *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->list);
  g_free (self);
}

/* Which node this is of. The round stands in the content only, as a number or as text. */
static char *
make_key (JsonObject *message,
          JsonObject *content)
{
  const char *id = confab_json_get_string (message, "node_id");
  const char *parent = confab_json_get_string (message, "parent_node_id");
  g_autofree char *round = NULL;

  if (confab_json_get_string (content, "nodeId") != NULL)
    {
      JsonNode *index = json_object_get_member (content, "index");

      if (id == NULL)
        id = confab_json_get_string (content, "nodeId");
      if (parent == NULL)
        parent = confab_json_get_string (content, "parentNodeId");
      if (index != NULL && json_node_get_value_type (index) == G_TYPE_STRING)
        round = json_node_dup_string (index);
      else if (index != NULL)
        round = confab_json_to_text (index);
    }

  return g_strdup_printf ("%s\n%s\n%s", id != NULL ? id : "", parent != NULL ? parent : "",
                          round != NULL ? round : "");
}

static gboolean
is_piece (JsonNode   *value,
          guint       i,
          const char *name)
{
  return g_str_equal (name, piece_names[i]) && json_node_get_value_type (value) == G_TYPE_STRING;
}

static gboolean
take_piece (ConfabNodes *self,
            Node        *node,
            guint        i,
            const char  *text)
{
  gboolean changed;

  if (node->pieces[i] == NULL)
    {
      node->pieces[i] = confab_pieces_new ();
      self->size += CONFAB_MERGE_CONTAINER_COST;
    }

  self->size -= confab_pieces_get_size (node->pieces[i]);
  changed = confab_pieces_feed (node->pieces[i], text);
  self->size += confab_pieces_get_size (node->pieces[i]);

  return changed;
}

static gboolean
take_object (ConfabNodes *self,
             Node        *node,
             JsonObject  *content)
{
  gboolean changed = FALSE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node->content == NULL)
    {
      node->content = json_object_new ();
      self->size += CONFAB_MERGE_CONTAINER_COST;
    }

  json_object_iter_init_ordered (&iter, content);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (is_piece (value, 0, name))
      changed |= take_piece (self, node, 0, json_node_get_string (value));
    else if (is_piece (value, 1, name))
      changed |= take_piece (self, node, 1, json_node_get_string (value));
    else
      changed |= confab_merge_set (node->content, name, value, &self->size);

  return changed;
}

static gboolean
take_text (ConfabNodes *self,
           Node        *node,
           const char  *text,
           gboolean     is_object)
{
  if (*text == '\0')
    return FALSE;

  self->size -= node->text->len;
  if (is_object && node->text_is_object)
    g_string_assign (node->text, text);
  else
    {
      node->text_is_object = is_object && node->text->len == 0;
      g_string_append (node->text, text);
    }
  self->size += node->text->len;

  return TRUE;
}

static gboolean
take_said (ConfabNodes *self,
           Node        *node,
           JsonObject  *said,
           JsonObject  *content)
{
  gboolean changed = FALSE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, said);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_str_equal (name, "content") || json_node_get_value_type (value) != G_TYPE_STRING)
      changed |= confab_merge_set (node->said, name, value, &self->size);
    else if (content != NULL &&
             (json_object_has_member (content, "nodeId") ||
              json_object_has_member (content, piece_names[0]) ||
              json_object_has_member (content, piece_names[1])))
      changed |= take_object (self, node, content);
    else
      changed |= take_text (self, node, json_node_get_string (value), content != NULL);

  return changed;
}

/**
 * confab_nodes_merge:
 * @self: a list
 * @message: a `workflow_message`
 *
 * Merges one message into the list. The cost depends on the message, not on what is there.
 *
 * Returns: whether anything changed
 */
gboolean
confab_nodes_merge (ConfabNodes *self,
                    JsonObject  *message)
{
  JsonObject *said = confab_json_get_object (message, "message");
  g_autoptr (JsonObject) content =
    confab_merge_parse_object (confab_json_get_string (said, "content"));
  g_autofree char *key = make_key (message, content);
  Node *node = g_hash_table_lookup (self->by_key, key);
  gboolean changed = node == NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL)
    {
      node = create_node ();
      g_ptr_array_add (self->list, node);
      self->size += 2 * CONFAB_MERGE_CONTAINER_COST + strlen (key);
      g_hash_table_insert (self->by_key, g_steal_pointer (&key), node);
    }

  json_object_iter_init_ordered (&iter, message);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (said != NULL && g_str_equal (name, "message"))
      changed |= take_said (self, node, said, content);
    else
      changed |= confab_merge_set (node->members, name, value, &self->size);

  return changed;
}

/**
 * confab_nodes_get_n:
 * @self: a list
 *
 * Returns: how many nodes there are
 */
guint
confab_nodes_get_n (ConfabNodes *self)
{
  return self->list->len;
}

/**
 * confab_nodes_get_size:
 * @self: a list
 *
 * Returns: about how much memory it takes, in bytes
 */
gsize
confab_nodes_get_size (ConfabNodes *self)
{
  return self->size;
}

static void
copy_into (JsonObject *target,
           JsonObject *members)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, members);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (target, name, json_node_copy (value));
}

/* Text that was there beside an object is none of the documented forms: nothing of it is lost. */
static char *
dup_content (Node *node)
{
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;

  if (node->content == NULL)
    return g_strdup (node->text->str);

  object = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (piece_names); i++)
    if (node->pieces[i] != NULL)
      json_object_set_string_member (object, piece_names[i], confab_pieces_get_text (node->pieces[i]));
  copy_into (object, node->content);
  text = confab_json_object_to_text (object);

  return g_strconcat (node->text->str, text, NULL);
}

/**
 * confab_nodes_to_array:
 * @self: a list
 *
 * Builds the list in the wire's form, one `workflow_message` for each node, in the order they
 * began.
 *
 * Returns: (transfer full): a new array
 */
JsonArray *
confab_nodes_to_array (ConfabNodes *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->list->len; i++)
    {
      Node *node = g_ptr_array_index (self->list, i);
      JsonObject *object = json_object_new ();
      JsonObject *said = json_object_new ();
      g_autofree char *content = dup_content (node);

      copy_into (object, node->members);
      copy_into (said, node->said);
      if (*content != '\0' || !json_object_has_member (said, "content"))
        json_object_set_string_member (said, "content", content);
      json_object_set_object_member (object, "message", said);
      json_array_add_object_element (array, object);
    }

  return array;
}
