/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-merge.h"

#include <string.h>

#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-options-local.h"

#define UNSET "unset"

typedef struct {
  ConfabLayer layer;
  char *name;
  ConfabOptions *options;
} Origin;

struct _ConfabOptionsMerge
{
  ConfabOptions *options;
  GPtrArray *origins; /* of Origin, one for each layer */
  GHashTable *paths;  /* of each value → Origin; also of what a layer has taken away */
};

static void
free_origin (gpointer data)
{
  Origin *origin = data;

  g_free (origin->name);
  confab_options_unref (origin->options);
  g_free (origin);
}

/* The objects whose members are values of their own. `*` is any name. */
static gboolean
is_container (const char *path)
{
  static const char * const patterns[] = {
    "/input",
    "/input/biz_params",
    "/input/biz_params/user_prompt_params",
    "/input/biz_params/user_defined_params",
    "/input/biz_params/user_defined_params/*",
    "/parameters",
    "/parameters/rag_options",
    "/parameters/rag_options/metadata_filter",
    "/parameters/rag_options/structured_filter",
    "/parameters/cip_service_codes",
    "/parameters/cip_service_codes/*",
    "/headers",
    "/tokens",
    "/body",
  };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      const char *star = strchr (patterns[i], '*');
      gsize length = star != NULL ? (gsize) (star - patterns[i]) : strlen (patterns[i]);

      if (strncmp (path, patterns[i], length) != 0)
        continue;
      if (star != NULL ? strchr (path + length, '/') == NULL : path[length] == '\0')
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_below (const char *path,
          const char *above)
{
  gsize length = strlen (above);

  return strncmp (path, above, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static gboolean
is_below_cb (gpointer key,
             gpointer value,
             gpointer user_data)
{
  return is_below (key, user_data);
}

static void
set_origin (ConfabOptionsMerge *self,
            const char         *path,
            Origin             *origin)
{
  g_hash_table_foreach_remove (self->paths, is_below_cb, (gpointer) path);
  g_hash_table_insert (self->paths, g_strdup (path), origin);
}

static void
set_value (JsonObject **root,
           const char  *path,
           JsonNode    *value)
{
  JsonObject *changed = confab_json_path_set (*root, path, value);

  json_object_unref (*root);
  *root = changed;
}

/* Whether a member says something of its layer, and is no value that is sent. */
static gboolean
is_of_layer (const char *name)
{
  static const char * const names[] = { UNSET, "presets", "local" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      return TRUE;

  return FALSE;
}

static void
take_members (ConfabOptionsMerge  *self,
              JsonObject         **root,
              const char          *path,
              JsonObject          *members,
              Origin              *origin)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, members);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *below = confab_json_path_join (path, name, NULL);

      if (*path == '\0' && is_of_layer (name))
        continue;

      if (JSON_NODE_HOLDS_OBJECT (value) && is_container (below) &&
          json_object_get_size (json_node_get_object (value)) > 0)
        {
          JsonNode *old = confab_json_path_get (*root, below);

          if (old != NULL && !JSON_NODE_HOLDS_OBJECT (old))
            set_value (root, below, NULL);
          /* Nobody has said anything of it as a whole any more. */
          g_hash_table_remove (self->paths, below);
          take_members (self, root, below, json_node_get_object (value), origin);
          continue;
        }

      /* An empty object takes nothing away of what the layers below have in it. */
      if (is_container (below) && JSON_NODE_HOLDS_OBJECT (value) &&
          confab_json_path_get (*root, below) != NULL)
        continue;

      set_value (root, below, value);
      set_origin (self, below, origin);
    }
}

static void
take_layer (ConfabOptionsMerge        *self,
            JsonObject               **root,
            const ConfabOptionsLayer  *layer)
{
  JsonObject *own = confab_options_get_root (layer->options);
  JsonArray *unset = confab_json_get_array (own, UNSET);
  Origin *origin = g_new0 (Origin, 1);

  origin->layer = layer->layer;
  origin->name = g_strdup (layer->name);
  origin->options = confab_options_ref (layer->options);
  g_ptr_array_add (self->origins, origin);

  for (guint i = 0; unset != NULL && i < json_array_get_length (unset); i++)
    {
      const char *path = json_array_get_string_element (unset, i);

      set_value (root, path, NULL);
      set_origin (self, path, origin);
    }
  take_members (self, root, "", own, origin);
}

/**
 * confab_options_merge:
 * @layers: the layers, the weakest first
 * @n_layers: how many
 *
 * Returns: (transfer full): what is sent, and where it is from
 */
ConfabOptionsMerge *
confab_options_merge (const ConfabOptionsLayer *layers,
                      gsize                     n_layers)
{
  ConfabOptionsMerge *self = g_new0 (ConfabOptionsMerge, 1);
  JsonObject *root = json_object_new ();

  self->origins = g_ptr_array_new_with_free_func (free_origin);
  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; i < n_layers; i++)
    take_layer (self, &root, &layers[i]);

  self->options = confab_options_new_take (root);
  /* Each layer is valid, and what is not could not be in one. */
  g_assert (self->options != NULL);

  return self;
}

/**
 * confab_options_merge_free:
 * @self: (nullable) (transfer full): a merge
 */
void
confab_options_merge_free (ConfabOptionsMerge *self)
{
  if (self == NULL)
    return;

  confab_options_unref (self->options);
  g_hash_table_unref (self->paths);
  g_ptr_array_unref (self->origins);
  g_free (self);
}

/**
 * confab_options_merge_get_options:
 * @self: a merge
 *
 * Returns: (transfer none): the effective options
 */
ConfabOptions *
confab_options_merge_get_options (ConfabOptionsMerge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->options;
}

/**
 * confab_options_merge_find:
 * @self: a merge
 * @path: a JSON pointer, to a value or to something in one, or to an object of several
 * @layer: (out) (optional): the layer that has set it, or taken it away; of an object of several
 *   values, the strongest that has set one of them
 * @name: (out) (optional) (nullable) (transfer none): the name of the preset
 *
 * Returns: whether a layer says anything about it
 */
gboolean
confab_options_merge_find (ConfabOptionsMerge  *self,
                           const char          *path,
                           ConfabLayer         *layer,
                           const char         **name)
{
  const Origin *found = NULL;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  g_hash_table_iter_init (&iter, self->paths);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Origin *origin = value;

      if ((is_below (path, key) || is_below (key, path)) &&
          (found == NULL || found->layer < origin->layer))
        found = origin;
    }

  if (found == NULL)
    return FALSE;

  if (layer != NULL)
    *layer = found->layer;
  if (name != NULL)
    *name = found->name;

  return TRUE;
}

/**
 * confab_options_merge_get_label:
 * @self: a merge
 * @group: what @id names, such as %CONFAB_LABEL_PIPELINE
 * @id: the id of something
 *
 * Returns: (transfer none) (nullable): the person's own name for it, of the strongest layer
 */
const char *
confab_options_merge_get_label (ConfabOptionsMerge *self,
                                const char         *group,
                                const char         *id)
{
  const char *label = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = self->origins->len; label == NULL && i > 0; i--)
    {
      const Origin *origin = g_ptr_array_index (self->origins, i - 1);

      label = confab_options_get_label (origin->options, group, id);
    }

  return label;
}

/**
 * confab_options_merge_dup_paths:
 * @self: a merge
 *
 * Returns: (transfer full) (array zero-terminated=1): the paths of all values that are set, and of
 *   those that were taken away, in the order of the alphabet
 */
char **
confab_options_merge_dup_paths (ConfabOptionsMerge *self)
{
  g_autoptr (GList) keys = NULL;
  g_autoptr (GStrvBuilder) paths = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  keys = g_list_sort (g_hash_table_get_keys (self->paths), (GCompareFunc) strcmp);
  paths = g_strv_builder_new ();
  for (GList *l = keys; l != NULL; l = l->next)
    g_strv_builder_add (paths, l->data);

  return g_strv_builder_end (paths);
}

/**
 * confab_options_overlay:
 * @self: options
 * @over: options that go before them
 *
 * Returns: (transfer full): both, merged
 */
ConfabOptions *
confab_options_overlay (ConfabOptions *self,
                        ConfabOptions *over)
{
  const ConfabOptionsLayer layers[] = {
    { CONFAB_LAYER_APP, NULL, self },
    { CONFAB_LAYER_MESSAGE, NULL, over },
  };
  g_autoptr (ConfabOptionsMerge) merge = confab_options_merge (layers, G_N_ELEMENTS (layers));

  return confab_options_ref (merge->options);
}
