/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-reply-content.h"

#include <string.h>

#include "confab-json.h"
#include "confab-merge.h"

/* Ids and finish reasons are short words; what is longer is none of them. */
#define MAX_WORD 1024

/**
 * confab_reply_content_init:
 * @self: (out caller-allocates): the content
 * @mode: what was asked for; decides whether text is appended or replaced
 *
 * Begins an empty answer.
 */
void
confab_reply_content_init (ConfabReplyContent *self,
                           ConfabStreamMode    mode)
{
  *self = (ConfabReplyContent) { .mode = mode };
  self->text = g_string_new (NULL);
  self->thoughts = confab_thoughts_new (mode);
  self->nodes = confab_nodes_new ();
}

/**
 * confab_reply_content_clear:
 * @self: the content
 *
 * Frees what it holds.
 */
void
confab_reply_content_clear (ConfabReplyContent *self)
{
  g_string_free (self->text, TRUE);
  g_free (self->session_id);
  g_free (self->request_id);
  g_free (self->finish_reason);
  g_clear_pointer (&self->usage, g_ptr_array_unref);
  g_clear_pointer (&self->thoughts, confab_thoughts_free);
  g_clear_pointer (&self->thoughts_array, json_array_unref);
  g_clear_pointer (&self->references, json_node_unref);
  g_clear_pointer (&self->nodes, confab_nodes_free);
  g_clear_pointer (&self->nodes_array, json_array_unref);
  g_clear_pointer (&self->rest, json_object_unref);
}

/* Whether @additional bytes may be kept beside what is there without @replaced. */
static gboolean
has_room (ConfabReplyContent *self,
          gsize               additional,
          gsize               replaced)
{
  gsize kept = self->text->len + confab_thoughts_get_size (self->thoughts) +
               confab_nodes_get_size (self->nodes) + self->references_size + self->rest_size -
               replaced;

  return kept <= CONFAB_REPLY_MAX_KEPT && additional <= CONFAB_REPLY_MAX_KEPT - kept;
}

static gboolean
take_word (char       **field,
           const char  *value)
{
  if (value == NULL || *value == '\0' || strlen (value) > MAX_WORD ||
      g_strcmp0 (*field, value) == 0)
    return FALSE;

  g_free (*field);
  *field = g_strdup (value);
  return TRUE;
}

/* A wrong type is one that is neither the right one nor nothing. */
static gboolean
is_wrong_type (JsonObject    *object,
               const char    *member,
               gconstpointer  value)
{
  JsonNode *node = json_object_get_member (object, member);

  return value == NULL && node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

static gboolean
take_text (ConfabReplyContent *self,
           const char         *text,
           ConfabDelta        *delta)
{
  gsize length = strlen (text);
  gsize old_length = self->text->len;
  gboolean replaces = FALSE;

  /* Each frame of the other modes holds all the text: usually it extends what is there. */
  if (self->mode != CONFAB_STREAM_INCREMENTAL)
    {
      if (length >= old_length && memcmp (text, self->text->str, old_length) == 0)
        {
          text += old_length;
          length -= old_length;
        }
      else
        replaces = TRUE;
    }

  if (length == 0 && !replaces)
    return TRUE;
  if (!has_room (self, length, replaces ? old_length : 0))
    return FALSE;

  if (replaces)
    g_string_truncate (self->text, 0);
  g_string_append_len (self->text, text, (gssize) length);

  delta->flags |= CONFAB_DELTA_TEXT;
  delta->replaces = replaces;
  delta->text = self->text->str + (self->text->len - length);
  delta->text_length = length;

  return TRUE;
}

static gint64
get_count (JsonObject *object,
           const char *member)
{
  const char *text = confab_json_get_string (object, member);
  gint64 count = 0;

  if (!confab_json_get_int (object, member, &count) && text != NULL)
    g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &count, NULL);

  return MAX (count, 0);
}

static gboolean
is_same_usage (GPtrArray *a,
               GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const ConfabModelUsage *first = g_ptr_array_index (a, i);
      const ConfabModelUsage *second = g_ptr_array_index (b, i);

      if (g_strcmp0 (first->model_id, second->model_id) != 0 ||
          first->input_tokens != second->input_tokens ||
          first->output_tokens != second->output_tokens)
        return FALSE;
    }

  return TRUE;
}

/* The numbers are running totals: the last ones count. An empty usage takes nothing back. */
static void
take_usage (ConfabReplyContent *self,
            JsonObject         *root,
            ConfabDelta        *delta)
{
  JsonArray *models = confab_json_get_array (confab_json_get_object (root, "usage"), "models");
  g_autoptr (GPtrArray) usage = NULL;

  if (models == NULL || json_array_get_length (models) == 0)
    return;

  usage = confab_usage_new ();
  for (guint i = 0; i < json_array_get_length (models); i++)
    {
      JsonNode *node = json_array_get_element (models, i);
      JsonObject *entry;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      entry = json_node_get_object (node);
      g_ptr_array_add (usage, confab_model_usage_new (confab_json_get_string (entry, "model_id"),
                                                      get_count (entry, "input_tokens"),
                                                      get_count (entry, "output_tokens")));
    }

  if (usage->len == 0 || is_same_usage (self->usage, usage))
    return;

  g_clear_pointer (&self->usage, g_ptr_array_unref);
  self->usage = g_steal_pointer (&usage);
  delta->flags |= CONFAB_DELTA_USAGE;
}

/* References are snapshots that grow. */
static gboolean
take_references (ConfabReplyContent *self,
                 JsonObject         *output,
                 ConfabDelta        *delta)
{
  JsonArray *array = confab_json_get_array (output, "doc_references");
  JsonNode *node;
  gsize size;

  if (array == NULL || json_array_get_length (array) == 0)
    return TRUE;

  node = json_object_get_member (output, "doc_references");
  if (self->references != NULL && json_node_equal (self->references, node))
    return TRUE;

  size = confab_merge_measure (node);
  if (!has_room (self, size, self->references_size))
    return FALSE;

  g_clear_pointer (&self->references, json_node_unref);
  self->references = json_node_ref (node);
  self->references_size = size;
  delta->flags |= CONFAB_DELTA_REFERENCES;

  return TRUE;
}

static gboolean
take_thoughts (ConfabReplyContent *self,
               JsonObject         *output,
               ConfabDelta        *delta)
{
  JsonArray *array = confab_json_get_array (output, "thoughts");

  if (array == NULL || !confab_thoughts_merge (self->thoughts, array))
    return TRUE;

  g_clear_pointer (&self->thoughts_array, json_array_unref);
  delta->flags |= CONFAB_DELTA_THOUGHTS;

  return has_room (self, 0, 0);
}

static gboolean
take_node (ConfabReplyContent *self,
           JsonObject         *output,
           ConfabDelta        *delta)
{
  JsonObject *message = confab_json_get_object (output, "workflow_message");

  if (message == NULL || !confab_nodes_merge (self->nodes, message))
    return TRUE;

  g_clear_pointer (&self->nodes_array, json_array_unref);
  delta->flags |= CONFAB_DELTA_NODES;

  return has_room (self, 0, 0);
}

static JsonObject *
get_rest (ConfabReplyContent *self,
          const char         *place)
{
  JsonObject *object;

  if (self->rest == NULL)
    self->rest = json_object_new ();
  if (place == NULL)
    return self->rest;

  object = confab_json_get_object (self->rest, place);
  if (object == NULL)
    {
      object = json_object_new ();
      json_object_set_object_member (self->rest, place, object);
      self->rest_size += CONFAB_MERGE_CONTAINER_COST;
    }

  return object;
}

static void
take_unknown (ConfabReplyContent *self,
              JsonObject         *object,
              const char         *place,
              const char * const *known,
              ConfabDelta        *delta)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_strv_contains (known, name) && !confab_merge_is_empty (value) &&
        confab_merge_set (get_rest (self, place), name, value, &self->rest_size))
      delta->flags |= CONFAB_DELTA_REST;
}

/* What has no place of its own (`reject_status`, and whatever comes to be) stays where it stood. */
static gboolean
take_rest (ConfabReplyContent *self,
           JsonObject         *root,
           JsonObject         *output,
           ConfabDelta        *delta)
{
  static const char * const of_root[] = { "output", "usage", "request_id", "requestId", "status_code", NULL };
  static const char * const of_output[] = { "text",     "finish_reason",  "session_id",
                                           "thoughts", "doc_references", "workflow_message",
                                           NULL };
  static const char * const of_usage[] = { "models", NULL };
  JsonObject *usage = confab_json_get_object (root, "usage");

  take_unknown (self, root, NULL, of_root, delta);
  take_unknown (self, output, "output", of_output, delta);
  if (usage != NULL)
    take_unknown (self, usage, "usage", of_usage, delta);

  return (delta->flags & CONFAB_DELTA_REST) == 0 || has_room (self, 0, 0);
}

static gboolean
has_wrong_types (JsonObject *root,
                 JsonObject *output)
{
  return is_wrong_type (output, "text", confab_json_get_string (output, "text")) ||
         is_wrong_type (output, "finish_reason",
                        confab_json_get_string (output, "finish_reason")) ||
         is_wrong_type (output, "session_id", confab_json_get_string (output, "session_id")) ||
         is_wrong_type (output, "thoughts", confab_json_get_array (output, "thoughts")) ||
         is_wrong_type (output, "doc_references",
                        confab_json_get_array (output, "doc_references")) ||
         is_wrong_type (output, "workflow_message",
                        confab_json_get_object (output, "workflow_message")) ||
         is_wrong_type (root, "usage", confab_json_get_object (root, "usage"));
}

/**
 * confab_reply_content_take:
 * @self: the content
 * @root: a frame, or the whole body
 * @output: its `output`
 * @delta: gets what changed
 * @has_wrong_type: (out): whether a part was of the wrong type
 *
 * Takes one frame. Each part stands for itself: one of the wrong type adds nothing and takes
 * nothing from the others.
 *
 * Returns: %FALSE when it would be more than %CONFAB_REPLY_MAX_KEPT. The part that is too much is
 *   not taken, save thoughts, nodes and the rest, which are counted when they are merged; parts
 *   before it are.
 */
gboolean
confab_reply_content_take (ConfabReplyContent *self,
                           JsonObject         *root,
                           JsonObject         *output,
                           ConfabDelta        *delta,
                           gboolean           *has_wrong_type)
{
  const char *text = confab_json_get_string (output, "text");
  const char *reason = confab_json_get_string (output, "finish_reason");

  *has_wrong_type = has_wrong_types (root, output);

  if (take_word (&self->session_id, confab_json_get_string (output, "session_id")))
    delta->flags |= CONFAB_DELTA_IDS;
  if (take_word (&self->request_id, confab_json_get_string (root, "request_id")) ||
      take_word (&self->request_id, confab_json_get_string (root, "requestId")))
    delta->flags |= CONFAB_DELTA_IDS;
  take_usage (self, root, delta);

  if ((text != NULL && !take_text (self, text, delta)) ||
      !take_thoughts (self, output, delta) ||
      !take_references (self, output, delta) ||
      !take_node (self, output, delta) ||
      !take_rest (self, root, output, delta))
    return FALSE;

  /* The string "null" means: still generating (protocol 3.5). */
  if (g_strcmp0 (reason, "null") != 0 && take_word (&self->finish_reason, reason))
    delta->flags |= CONFAB_DELTA_FINISHED;

  return TRUE;
}

/**
 * confab_reply_content_get_thoughts:
 * @self: the content
 *
 * Returns: (transfer none) (nullable): the thoughts, built anew after each change
 */
JsonArray *
confab_reply_content_get_thoughts (ConfabReplyContent *self)
{
  if (self->thoughts_array == NULL && confab_thoughts_get_n (self->thoughts) > 0)
    self->thoughts_array = confab_thoughts_to_array (self->thoughts);

  return self->thoughts_array;
}

/**
 * confab_reply_content_get_nodes:
 * @self: the content
 *
 * Returns: (transfer none) (nullable): the workflow's nodes, built anew after each change
 */
JsonArray *
confab_reply_content_get_nodes (ConfabReplyContent *self)
{
  if (self->nodes_array == NULL && confab_nodes_get_n (self->nodes) > 0)
    self->nodes_array = confab_nodes_to_array (self->nodes);

  return self->nodes_array;
}
