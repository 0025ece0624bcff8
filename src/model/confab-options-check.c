/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json-path.h"
#include "confab-json.h"

/* What can be options at all. What the service would refuse of them is another matter. */

#define BIZ_PARAMS "/input/biz_params"

static gboolean
refuse (GError     **error,
        const char  *path,
        const char  *sentence)
{
  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "%s: %s", path, sentence);
  return FALSE;
}

/* A member that is there but of another type is an error, not a silent nothing. */
static gboolean
check_types (JsonObject  *root,
             GError     **error)
{
  static const char * const objects[] = { "input", "parameters", "headers", "body", "tokens",
                                          "local" };
  ConfabStreamMode stream;

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    if (json_object_has_member (root, objects[i]) &&
        confab_json_get_object (root, objects[i]) == NULL)
      {
        g_autofree char *path = confab_json_path_join ("", objects[i], NULL);

        return refuse (error, path, _("This is no JSON object."));
      }

  if (json_object_has_member (root, "stream") &&
      !confab_stream_mode_from_word (confab_json_get_string (root, "stream"), &stream))
    return refuse (error, "/stream", _("This is not incremental, cumulative or none."));

  return TRUE;
}

static gboolean
check_unset (JsonObject  *root,
             GError     **error)
{
  JsonArray *paths = confab_json_get_array (root, "unset");

  if (paths == NULL && !json_object_has_member (root, "unset"))
    return TRUE;

  for (guint i = 0; paths != NULL && i < json_array_get_length (paths); i++)
    {
      JsonNode *node = json_array_get_element (paths, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING ||
          *json_node_get_string (node) != '/')
        paths = NULL;
    }

  return paths != NULL ||
         refuse (error, "/unset", _("This is no list of paths, such as /parameters/temperature."));
}

/* Looks for a secret in what stands, or would stand, at @path. */
static gboolean
check_secret (const char  *path,
              JsonNode    *value,
              GError     **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (confab_options_is_secret (path))
    return refuse (error, path,
                   _("Tokens are kept in the keyring, never here. Name the plug-in whose token is "
                     "to be sent."));
  if (!JSON_NODE_HOLDS_OBJECT (value))
    return TRUE;

  json_object_iter_init_ordered (&iter, json_node_get_object (value));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_autofree char *below = confab_json_path_join (path, name, NULL);

      if (!check_secret (below, member, error))
        return FALSE;
    }

  return TRUE;
}

/* Options are stored, and a token never is. */
static gboolean
check_secrets (JsonObject  *root,
               GError     **error)
{
  JsonNode *sent = confab_json_path_get (root, BIZ_PARAMS);
  JsonNode *off = confab_json_path_get (root, "/local/off");
  JsonObjectIter iter;
  const char *path;
  JsonNode *value;

  if (sent != NULL && !check_secret (BIZ_PARAMS, sent, error))
    return FALSE;
  if (off == NULL || !JSON_NODE_HOLDS_OBJECT (off))
    return TRUE;

  /* What is switched off is stored as well. */
  json_object_iter_init_ordered (&iter, json_node_get_object (off));
  while (json_object_iter_next_ordered (&iter, &path, &value))
    if (*path == '/' && !check_secret (path, value, error))
      return FALSE;

  return TRUE;
}

static gboolean
check_presets (JsonObject  *root,
               GError     **error)
{
  JsonArray *presets = confab_json_get_array (root, "presets");
  gboolean good = presets != NULL || !json_object_has_member (root, "presets");

  for (guint i = 0; presets != NULL && i < json_array_get_length (presets); i++)
    {
      JsonNode *node = json_array_get_element (presets, i);

      good &= JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
    }

  return good || refuse (error, "/presets", _("This is no list of the numbers of presets."));
}

/* Objects all the way down to what is kept, so that a label can be set. */
static gboolean
check_local (JsonObject  *root,
             GError     **error)
{
  static const char * const members[] = { "labels", "off", "about" };
  JsonObject *local = confab_json_get_object (root, "local");

  for (guint i = 0; local != NULL && i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *path = confab_json_path_join ("/local", members[i], NULL);
      JsonObject *object = confab_json_get_object (local, members[i]);
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      if (object == NULL && json_object_has_member (local, members[i]))
        return refuse (error, path, _("This is no JSON object."));
      if (object == NULL || g_str_equal (members[i], "off"))
        continue;

      json_object_iter_init_ordered (&iter, object);
      while (json_object_iter_next_ordered (&iter, &name, &value))
        if (!JSON_NODE_HOLDS_OBJECT (value))
          return refuse (error, path, _("A member of this is no JSON object."));
    }

  return TRUE;
}

/* Code to true (on), false (off) or the name of a parameter. */
static gboolean
check_tokens (JsonObject  *root,
              GError     **error)
{
  JsonObject *tokens = confab_json_get_object (root, "tokens");
  JsonObjectIter iter;
  const char *code;
  JsonNode *value;

  if (tokens == NULL)
    return TRUE;

  json_object_iter_init_ordered (&iter, tokens);
  while (json_object_iter_next_ordered (&iter, &code, &value))
    {
      GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value)
                                                 : G_TYPE_INVALID;
      g_autofree char *path = confab_json_path_join ("/tokens", code, NULL);

      if (*code == '\0')
        return refuse (error, path, _("The code of the plug-in is missing."));
      if (type != G_TYPE_BOOLEAN && (type != G_TYPE_STRING || *json_node_get_string (value) == '\0'))
        return refuse (error, path,
                       _("This is not true, false or the name of a parameter. A token itself is "
                         "kept in the keyring, never here."));
    }

  return TRUE;
}

/**
 * confab_options_check:
 * @root: what may be options
 * @error: return location for %CONFAB_ERROR_USAGE, which names the path
 *
 * Returns: whether they are: the types of what every reader relies on, and no token among them
 */
gboolean
confab_options_check (JsonObject  *root,
                      GError     **error)
{
  return check_types (root, error) && check_unset (root, error) && check_tokens (root, error) &&
         check_presets (root, error) && check_local (root, error) && check_secrets (root, error);
}

/**
 * confab_options_is_secret:
 * @path: a JSON pointer into options or the body of a request
 *
 * Returns: whether what stands there is always a secret: a plug-in's token, or the `Authorization`
 *   of an MCP server (protocol 2.2)
 */
gboolean
confab_options_is_secret (const char *path)
{
  g_auto (GStrv) names = confab_json_path_split (path);
  guint n = names != NULL ? g_strv_length (names) : 0;

  if (n < 3 || !g_str_equal (names[0], "input") || !g_str_equal (names[1], "biz_params"))
    return FALSE;

  return g_str_equal (names[2], "user_defined_tokens") ||
         (n >= 5 && g_str_equal (names[2], "user_defined_params") &&
          g_ascii_strcasecmp (names[4], "authorization") == 0);
}

/**
 * confab_options_may_hold_token:
 * @text: what a person has typed and is no options, or not yet; it need not be JSON
 *
 * Returns: whether a token may be in it, so that it must not be stored
 */
gboolean
confab_options_may_hold_token (const char *text)
{
  static const char * const names[] = { "user_defined_tokens", "user_token", "authorization" };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strstr (lower, names[i]) != NULL)
      return TRUE;

  return FALSE;
}
