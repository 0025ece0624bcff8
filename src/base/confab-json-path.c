/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json-path.h"

#include <stdarg.h>

#include "confab-json-writer.h"

/*
 * JSON pointers (RFC 6901) into values that do not change: `/input/biz_params/city`. A `/` in a name
 * is written `~1`, a `~` is `~0`.
 */

static char *
unescape (const char *segment)
{
  GString *name = g_string_new (NULL);

  for (; *segment != '\0'; segment++)
    if (segment[0] == '~' && (segment[1] == '0' || segment[1] == '1'))
      g_string_append_c (name, *++segment == '0' ? '~' : '/');
    else
      g_string_append_c (name, *segment);

  return g_string_free (name, FALSE);
}

/**
 * confab_json_path_split:
 * @path: a JSON pointer
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): its names; %NULL when it is none
 */
char **
confab_json_path_split (const char *path)
{
  char **names;

  g_return_val_if_fail (path != NULL, NULL);

  if (*path != '/')
    return *path == '\0' ? g_new0 (char *, 1) : NULL;

  names = g_strsplit (path + 1, "/", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      char *name = unescape (names[i]);

      g_free (names[i]);
      names[i] = name;
    }
  /* g_strsplit() makes nothing of "", which is the member with no name. */
  if (names[0] == NULL)
    {
      g_strfreev (names);
      names = g_new0 (char *, 2);
      names[0] = g_strdup ("");
    }

  return names;
}

/**
 * confab_json_path_join:
 * @first: a JSON pointer
 * @...: names of members, as they are, and %NULL
 *
 * Returns: (transfer full): the pointer to a member further down
 */
char *
confab_json_path_join (const char *first,
                       ...)
{
  GString *path = g_string_new (first);
  const char *name;
  va_list arguments;

  va_start (arguments, first);
  while ((name = va_arg (arguments, const char *)) != NULL)
    confab_json_append_path_segment (path, name);
  va_end (arguments);

  return g_string_free (path, FALSE);
}

static JsonNode *
get_member (JsonObject *object,
            const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}

static JsonObject *
get_object_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * confab_json_path_get:
 * @root: an object
 * @path: a JSON pointer through objects
 *
 * Returns: (transfer none) (nullable): what is there
 */
JsonNode *
confab_json_path_get (JsonObject *root,
                      const char *path)
{
  g_auto (GStrv) names = confab_json_path_split (path);
  JsonObject *object = root;
  JsonNode *node = NULL;

  g_return_val_if_fail (root != NULL, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      node = get_member (object, names[i]);
      if (node == NULL)
        return NULL;
      object = get_object_of (node);
    }

  return node;
}

/* A copy of one level; what is in it is shared. */
static JsonObject *
copy_level (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (object == NULL)
    return copy;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (copy, name, json_node_copy (value));

  return copy;
}

static JsonObject *
set (JsonObject  *object,
     char       **names,
     JsonNode    *value)
{
  JsonObject *copy = copy_level (object);
  JsonObject *below;
  JsonNode *node;

  if (names[1] == NULL)
    {
      if (value != NULL)
        json_object_set_member (copy, names[0], json_node_copy (value));
      else
        json_object_remove_member (copy, names[0]);
      return copy;
    }

  if (value == NULL && get_object_of (get_member (object, names[0])) == NULL)
    return copy; /* what is not there need not be taken away */

  below = set (get_object_of (get_member (object, names[0])), names + 1, value);
  if (value == NULL && json_object_get_size (below) == 0)
    {
      /* What held nothing else is not set either. */
      json_object_remove_member (copy, names[0]);
      json_object_unref (below);
      return copy;
    }

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, below);
  json_object_set_member (copy, names[0], node);

  return copy;
}

/**
 * confab_json_path_set:
 * @root: an object, which stays as it is
 * @path: a JSON pointer with at least one name
 * @value: (nullable): what is to be there; %NULL takes it away, and the objects that held only it
 *
 * Returns: (transfer full): an object like @root with another value at @path
 */
JsonObject *
confab_json_path_set (JsonObject *root,
                      const char *path,
                      JsonNode   *value)
{
  g_auto (GStrv) names = confab_json_path_split (path);

  g_return_val_if_fail (root != NULL, NULL);
  g_return_val_if_fail (names != NULL && names[0] != NULL, NULL);

  return set (root, names, value);
}
