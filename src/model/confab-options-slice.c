/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-slice.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json-path.h"
#include "confab-json-writer.h"
#include "confab-json.h"
#include "confab-options-local.h"

/* The part of options that one page of settings shows, as a whole and as JSON. What is switched off,
 * or known about a value, belongs where the value does. */

/**
 * confab_options_is_in_slice:
 * @path: a JSON pointer
 * @paths: (array zero-terminated=1): JSON pointers
 *
 * Returns: whether @path is one of @paths, or below one
 */
gboolean
confab_options_is_in_slice (const char         *path,
                            const char * const *paths)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      gsize length = strlen (paths[i]);

      if (strncmp (path, paths[i], length) == 0 && (path[length] == '/' || path[length] == '\0'))
        return TRUE;
    }

  return FALSE;
}

/* (transfer full): the paths themselves, and those in `local` that go with them */
static GPtrArray *
list_owned (ConfabOptions      *self,
            const char * const *paths)
{
  static const char * const places[] = { "/local/off", "/local/about" };
  GPtrArray *owned = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; paths[i] != NULL; i++)
    g_ptr_array_add (owned, g_strdup (paths[i]));

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      JsonNode *node = confab_options_get (self, places[i]);
      g_autoptr (GList) names = NULL;

      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        continue;
      names = json_object_get_members (json_node_get_object (node));
      for (GList *l = names; l != NULL; l = l->next)
        if (confab_options_is_in_slice (l->data, paths))
          g_ptr_array_add (owned, confab_json_path_join (places[i], l->data, NULL));
    }

  return owned;
}

static void
put (ConfabOptions **options,
     const char     *path,
     JsonNode       *value)
{
  ConfabOptions *changed = confab_options_put (*options, path, value);

  confab_options_unref (*options);
  *options = changed;
}

/**
 * confab_options_slice:
 * @self: options
 * @paths: (nullable) (array zero-terminated=1): JSON pointers; %NULL for all
 *
 * Returns: (transfer full): what stands there, and nothing else
 */
ConfabOptions *
confab_options_slice (ConfabOptions      *self,
                      const char * const *paths)
{
  g_autoptr (ConfabOptions) slice = NULL;
  g_autoptr (GPtrArray) owned = NULL;

  if (paths == NULL)
    return confab_options_ref (self);

  slice = confab_options_new_empty ();
  owned = list_owned (self, paths);
  for (guint i = 0; i < owned->len; i++)
    {
      JsonNode *node = confab_options_get (self, g_ptr_array_index (owned, i));

      if (node != NULL)
        put (&slice, g_ptr_array_index (owned, i), node);
    }

  return g_steal_pointer (&slice);
}

static ConfabOptions *
without_slice (ConfabOptions      *self,
               const char * const *paths)
{
  g_autoptr (ConfabOptions) rest = confab_options_ref (self);
  g_autoptr (GPtrArray) owned = list_owned (self, paths);

  for (guint i = 0; i < owned->len; i++)
    put (&rest, g_ptr_array_index (owned, i), NULL);

  return g_steal_pointer (&rest);
}

/**
 * confab_options_with_slice:
 * @self: options
 * @paths: (nullable) (array zero-terminated=1): JSON pointers; %NULL for all
 * @slice: what is to stand there
 * @error: return location for %CONFAB_ERROR_USAGE, with a sentence for the person
 *
 * Returns: (transfer full): the same options with this part of them, or %NULL when @slice has a
 *   member that is elsewhere
 */
ConfabOptions *
confab_options_with_slice (ConfabOptions       *self,
                           const char * const  *paths,
                           ConfabOptions       *slice,
                           GError             **error)
{
  g_autoptr (ConfabOptions) changed = NULL;
  g_autoptr (ConfabOptions) foreign = NULL;
  g_autoptr (GPtrArray) owned = NULL;
  g_autoptr (GList) names = NULL;

  if (paths == NULL)
    return confab_options_ref (slice);

  foreign = without_slice (slice, paths);
  names = json_object_get_members (confab_options_get_root (foreign));
  if (names != NULL)
    {
      JsonNode *node = json_object_get_member (confab_options_get_root (foreign), names->data);
      g_autofree char *path = confab_json_path_join ("", names->data, NULL);

      if (JSON_NODE_HOLDS_OBJECT (node) && json_object_get_size (json_node_get_object (node)) > 0)
        {
          g_autoptr (GList) below = json_object_get_members (json_node_get_object (node));
          g_autofree char *above = g_steal_pointer (&path);

          path = confab_json_path_join (above, below->data, NULL);
        }
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                   _("%s is not on this page. The page “Advanced” has all of it."), path);
      return NULL;
    }

  changed = without_slice (self, paths);
  owned = list_owned (slice, paths);
  for (guint i = 0; i < owned->len; i++)
    {
      JsonNode *node = confab_options_get (slice, g_ptr_array_index (owned, i));

      if (node != NULL)
        put (&changed, g_ptr_array_index (owned, i), node);
    }

  return g_steal_pointer (&changed);
}

/* Objects of the protocol are counted by what is in them. */
static guint
count_node (JsonNode *node)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  guint n = 0;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return 1;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    n++;

  return n;
}

/**
 * confab_options_count:
 * @self: options
 * @paths: (array zero-terminated=1): JSON pointers
 *
 * Returns: how many values are set there
 */
guint
confab_options_count (ConfabOptions      *self,
                      const char * const *paths)
{
  guint n = 0;

  for (guint i = 0; paths[i] != NULL; i++)
    {
      JsonNode *node = confab_options_get (self, paths[i]);

      if (node != NULL && !g_str_has_prefix (paths[i], "/local"))
        n += count_node (node);
    }

  return n;
}

/**
 * confab_options_to_pretty:
 * @self: options
 *
 * Returns: (transfer full): what is set, as JSON for people
 */
char *
confab_options_to_pretty (ConfabOptions *self)
{
  const ConfabJsonStyle style = { .indent = 2 };
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  g_return_val_if_fail (self != NULL, NULL);

  json_node_set_object (node, confab_options_get_root (self));

  return confab_json_write (node, &style);
}
