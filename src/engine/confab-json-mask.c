/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json-mask.h"

#include <string.h>

#include "confab-json.h"
#include "confab-sieve.h"

struct _ConfabJsonMask
{
  const char * const *secrets; /* borrowed */
  char **beginnings;  /* as much of each as is a secret */
  GHashTable *sieves; /* place → ConfabSieve */
  GString *place;     /* of the string that is copied; empty when it is there as a whole */
};

static JsonNode *copy_node (ConfabJsonMask *self,
                            JsonNode       *node);

static void
free_sieve (gpointer data)
{
  confab_sieve_free (data);
}

/**
 * confab_json_mask_new:
 * @secrets: (array zero-terminated=1): keys and tokens, which outlive the mask
 *
 * Returns: (transfer full): a mask
 */
ConfabJsonMask *
confab_json_mask_new (const char * const *secrets)
{
  ConfabJsonMask *self = g_new0 (ConfabJsonMask, 1);

  self->secrets = secrets;
  self->beginnings = g_new0 (char *, g_strv_length ((char **) secrets) + 1);
  for (guint i = 0; secrets[i] != NULL; i++)
    self->beginnings[i] = g_strndup (secrets[i], CONFAB_SIEVE_SHORT + 1);
  self->sieves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_sieve);
  self->place = g_string_new (NULL);

  return self;
}

/**
 * confab_json_mask_free:
 * @self: (nullable) (transfer full): a mask
 */
void
confab_json_mask_free (ConfabJsonMask *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->beginnings);
  g_hash_table_unref (self->sieves);
  g_string_free (self->place, TRUE);
  g_free (self);
}

static char *
mask_piece (ConfabJsonMask *self,
            const char     *text)
{
  ConfabSieve *sieve = g_hash_table_lookup (self->sieves, self->place->str);
  GString *out = g_string_new (NULL);

  /* The same place may hold something else in the next frame: only what is a key beyond doubt
   * waits for it. */
  if (sieve == NULL)
    {
      sieve = confab_sieve_new (self->secrets, CONFAB_SIEVE_SHORT);
      g_hash_table_insert (self->sieves, g_strdup (self->place->str), sieve);
    }
  confab_sieve_feed (sieve, text, strlen (text), out);

  return g_string_free (out, FALSE);
}

/* The pieces of a workflow node are in JSON that is in a string (protocol 4.4). (nullable) */
static char *
mask_nested (ConfabJsonMask *self,
             const char     *text)
{
  g_autoptr (JsonNode) node = *text == '{' ? confab_json_parse (text, -1, NULL) : NULL;
  g_autoptr (JsonNode) masked = NULL;

  if (node == NULL)
    return NULL;

  masked = copy_node (self, node);

  /* As the service wrote it, when there is nothing to hide. */
  return json_node_equal (node, masked) ? g_strdup (text) : confab_json_to_text (masked);
}

static gboolean
has_beginning (ConfabJsonMask *self,
               const char     *text)
{
  for (guint i = 0; self->beginnings[i] != NULL; i++)
    if (strstr (text, self->beginnings[i]) != NULL)
      return TRUE;

  return FALSE;
}

static char *
mask_string (ConfabJsonMask *self,
             const char     *text)
{
  gboolean is_piece = self->place->len > 0;
  char *masked = NULL;

  if (self->secrets[0] == NULL)
    return g_strdup (text);
  if (is_piece || has_beginning (self, text))
    masked = mask_nested (self, text);
  if (masked == NULL)
    masked = is_piece ? mask_piece (self, text)
                      : confab_sieve_mask (self->secrets, text, strlen (text));

  return masked != NULL ? masked : g_strdup (text);
}

static JsonNode *
copy_object (ConfabJsonMask *self,
             JsonObject     *object)
{
  g_autoptr (JsonObject) copy = json_object_new ();
  JsonNode *result = json_node_new (JSON_NODE_OBJECT);
  gsize length = self->place->len;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *masked = confab_sieve_mask (self->secrets, name, strlen (name));

      if (length > 0)
        g_string_append_printf (self->place, "/%s", name);
      json_object_set_member (copy, masked != NULL ? masked : name, copy_node (self, value));
      g_string_truncate (self->place, length);
    }
  json_node_set_object (result, copy);

  return result;
}

static JsonNode *
copy_array (ConfabJsonMask *self,
            JsonArray      *array)
{
  g_autoptr (JsonArray) copy = json_array_new ();
  JsonNode *result = json_node_new (JSON_NODE_ARRAY);
  gsize length = self->place->len;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (length > 0)
        g_string_append_printf (self->place, "/%u", i);
      json_array_add_element (copy, copy_node (self, json_array_get_element (array, i)));
      g_string_truncate (self->place, length);
    }
  json_node_set_array (result, copy);

  return result;
}

static JsonNode *
copy_node (ConfabJsonMask *self,
           JsonNode       *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return copy_object (self, json_node_get_object (node));
  if (JSON_NODE_HOLDS_ARRAY (node))
    return copy_array (self, json_node_get_array (node));

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_autofree char *text = mask_string (self, json_node_get_string (node));
      JsonNode *result = json_node_new (JSON_NODE_VALUE);

      json_node_set_string (result, text);
      return result;
    }

  return json_node_copy (node);
}

/**
 * confab_json_mask_copy:
 * @self: a mask
 * @node: any JSON, nested no deeper than the parser lets through
 *
 * Returns: (transfer full): a copy in which no string has the key, nor ends in the midst of it
 */
JsonNode *
confab_json_mask_copy (ConfabJsonMask *self,
                       JsonNode       *node)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (node != NULL, NULL);

  return copy_node (self, node);
}

/**
 * confab_json_mask_copy_pieces:
 * @self: a mask
 * @place: where @node stands; what is copied with the same @place goes on there
 * @node: JSON whose strings may be pieces of longer ones
 *
 * Returns: (transfer full): a copy in which no string has the key, nor a piece of it that is long
 *   enough to be a secret
 */
JsonNode *
confab_json_mask_copy_pieces (ConfabJsonMask *self,
                              const char     *place,
                              JsonNode       *node)
{
  JsonNode *copy;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (place != NULL && *place != '\0', NULL);
  g_return_val_if_fail (node != NULL, NULL);

  g_string_assign (self->place, place);
  copy = copy_node (self, node);
  g_string_truncate (self->place, 0);

  return copy;
}
