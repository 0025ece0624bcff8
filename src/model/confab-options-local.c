/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-local.h"

#include <string.h>

#include "confab-json-path.h"
#include "confab-json.h"

/* The members of options that are for the person only and never sent: `presets` and `local`. */

#define LABELS "/local/labels"
#define OFF    "/local/off"
#define ABOUT  "/local/about"

/**
 * confab_options_put:
 * @self: options
 * @path: a JSON pointer; not to a token
 * @value: (nullable): what is to be there; %NULL for unset
 *
 * Returns: (transfer full): the same options with another value at @path; an object that loses its
 *   last member goes, too, since it says nothing
 */
ConfabOptions *
confab_options_put (ConfabOptions *self,
                    const char    *path,
                    JsonNode      *value)
{
  g_autoptr (ConfabOptions) changed = confab_options_with (self, path, value);
  g_autofree char *above = g_strdup (path);
  char *slash;

  while (value == NULL && (slash = strrchr (above, '/')) != NULL && slash != above)
    {
      ConfabOptions *next;
      JsonNode *node;

      *slash = '\0';
      node = confab_options_get (changed, above);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
          json_object_get_size (json_node_get_object (node)) > 0)
        break;

      next = confab_options_with (changed, above, NULL);
      confab_options_unref (changed);
      changed = next;
    }

  return g_steal_pointer (&changed);
}

/* Presets ----------------------------------------------------------------------------------- */

/**
 * confab_options_dup_presets:
 * @self: options
 * @n_presets: (out): how many
 *
 * Returns: (transfer full) (nullable) (array length=n_presets): the ids of the presets that are used
 *   with these options, in order; %NULL when they say nothing of it, which is not none
 */
gint64 *
confab_options_dup_presets (ConfabOptions *self,
                            gsize         *n_presets)
{
  JsonArray *array = confab_json_get_array (confab_options_get_root (self), "presets");
  gint64 *presets;

  *n_presets = 0;
  if (array == NULL)
    return NULL;

  /* One more: an empty list is not %NULL. */
  presets = g_new0 (gint64, json_array_get_length (array) + 1);
  for (guint i = 0; i < json_array_get_length (array); i++)
    presets[(*n_presets)++] = json_array_get_int_element (array, i);

  return presets;
}

/**
 * confab_options_with_presets:
 * @self: options
 * @presets: (array length=n_presets): ids of presets, in order
 * @n_presets: how many; 0 is none at all
 *
 * Returns: (transfer full): the same options, used with these presets
 */
ConfabOptions *
confab_options_with_presets (ConfabOptions *self,
                             const gint64  *presets,
                             gsize          n_presets)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (gsize i = 0; i < n_presets; i++)
    json_array_add_int_element (array, presets[i]);
  json_node_take_array (node, array);

  return confab_options_with (self, "/presets", node);
}

/**
 * confab_options_without_presets:
 * @self: options
 *
 * Returns: (transfer full): the same options, which say nothing of presets
 */
ConfabOptions *
confab_options_without_presets (ConfabOptions *self)
{
  return confab_options_with (self, "/presets", NULL);
}

/* Labels ------------------------------------------------------------------------------------ */

/**
 * confab_options_get_label:
 * @self: options
 * @group: what @id names, such as %CONFAB_LABEL_PIPELINE
 * @id: the id of something
 *
 * Returns: (transfer none) (nullable): the person's own name for it
 */
const char *
confab_options_get_label (ConfabOptions *self,
                          const char    *group,
                          const char    *id)
{
  g_autofree char *path = confab_json_path_join (LABELS, group, id, NULL);
  JsonNode *node = confab_options_get (self, path);

  return node != NULL ? json_node_get_string (node) : NULL;
}

/**
 * confab_options_with_label:
 * @self: options
 * @group: what @id names
 * @id: the id of something
 * @label: (nullable): the person's own name for it; %NULL for none
 *
 * Returns: (transfer full): the same options with this label
 */
ConfabOptions *
confab_options_with_label (ConfabOptions *self,
                           const char    *group,
                           const char    *id,
                           const char    *label)
{
  g_autofree char *path = confab_json_path_join (LABELS, group, id, NULL);
  g_autoptr (JsonNode) node = NULL;

  if (label != NULL)
    {
      node = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (node, label);
    }

  return confab_options_put (self, path, node);
}

/* Switched off ------------------------------------------------------------------------------ */

/**
 * confab_options_get_off:
 * @self: options
 * @path: a JSON pointer to a value, or to an object of several
 *
 * Returns: (transfer none) (nullable): what would be there, were it not switched off
 */
JsonNode *
confab_options_get_off (ConfabOptions *self,
                        const char    *path)
{
  g_autofree char *off = confab_json_path_join (OFF, path, NULL);

  return confab_options_get (self, off);
}

/**
 * confab_options_with_off:
 * @self: options
 * @path: a JSON pointer; not to a token
 * @value: (nullable): what is kept for it and not sent; %NULL for nothing
 *
 * Returns: (transfer full): the same options, which keep @value
 */
ConfabOptions *
confab_options_with_off (ConfabOptions *self,
                         const char    *path,
                         JsonNode      *value)
{
  g_autofree char *off = confab_json_path_join (OFF, path, NULL);

  return confab_options_put (self, off, value);
}

/**
 * confab_options_switch:
 * @self: options
 * @path: a JSON pointer to what is set, or was switched off
 * @on: whether it is sent
 *
 * Returns: (transfer full): the same options with this switched on or off; nothing is lost
 */
ConfabOptions *
confab_options_switch (ConfabOptions *self,
                       const char    *path,
                       gboolean       on)
{
  g_autoptr (ConfabOptions) changed = NULL;
  JsonNode *node = on ? confab_options_get_off (self, path) : confab_options_get (self, path);

  if (node == NULL)
    return confab_options_ref (self);

  if (on)
    {
      changed = confab_options_with (self, path, node);
      return confab_options_with_off (changed, path, NULL);
    }

  changed = confab_options_with_off (self, path, node);
  return confab_options_put (changed, path, NULL);
}

/* About ------------------------------------------------------------------------------------- */

/**
 * confab_options_get_about:
 * @self: options
 * @path: a JSON pointer to a parameter or input
 * @member: `required` (boolean), `choices` (array), `description` (string) or another one
 *
 * Returns: (transfer none) (nullable): what the person keeps about it
 */
JsonNode *
confab_options_get_about (ConfabOptions *self,
                          const char    *path,
                          const char    *member)
{
  g_autofree char *about = confab_json_path_join (ABOUT, path, member, NULL);

  return confab_options_get (self, about);
}

/**
 * confab_options_with_about:
 * @self: options
 * @path: a JSON pointer to a parameter or input
 * @member: as for confab_options_get_about()
 * @value: (nullable): what is kept about it; %NULL for nothing
 *
 * Returns: (transfer full): the same options with this
 */
ConfabOptions *
confab_options_with_about (ConfabOptions *self,
                           const char    *path,
                           const char    *member,
                           JsonNode      *value)
{
  g_autofree char *about = confab_json_path_join (ABOUT, path, member, NULL);

  return confab_options_put (self, about, value);
}
