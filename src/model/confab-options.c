/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json-number.h"
#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-options-private.h"

#define BIZ_PARAMS "/input/biz_params"

struct _ConfabOptions
{
  grefcount ref_count;
  ConfabStreamMode stream;
  JsonObject *root;
  JsonObject *input;
  JsonObject *parameters;
};

G_DEFINE_BOXED_TYPE (ConfabOptions, confab_options, confab_options_ref, confab_options_unref)

static const char * const stream_words[] = {
  [CONFAB_STREAM_INCREMENTAL] = "incremental",
  [CONFAB_STREAM_CUMULATIVE] = "cumulative",
  [CONFAB_STREAM_NONE] = "none",
};

/**
 * confab_stream_mode_from_word:
 * @word: (nullable): the word for a stream mode, as it is stored
 * @stream: (out): the mode
 *
 * Returns: whether there is one; else @stream is untouched
 */
gboolean
confab_stream_mode_from_word (const char       *word,
                              ConfabStreamMode *stream)
{
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (stream_words); i++)
    if (g_str_equal (word, stream_words[i]))
      {
        *stream = (ConfabStreamMode) i;
        return TRUE;
      }

  return FALSE;
}

static JsonObject *
dup_object (JsonObject *root,
            const char *member)
{
  JsonObject *object = confab_json_get_object (root, member);

  return object != NULL ? json_object_ref (object) : json_object_new ();
}

/* Takes over @root. */
static ConfabOptions *
create (JsonObject *root)
{
  ConfabOptions *self = g_new0 (ConfabOptions, 1);

  g_ref_count_init (&self->ref_count);
  self->root = root;
  self->input = dup_object (root, "input");
  self->parameters = dup_object (root, "parameters");
  self->stream = CONFAB_STREAM_INCREMENTAL;
  confab_stream_mode_from_word (confab_json_get_string (root, "stream"), &self->stream);

  return self;
}

/**
 * confab_options_new_empty:
 *
 * Returns: (transfer full): options in which nothing is set: incremental streaming, nothing else
 */
ConfabOptions *
confab_options_new_empty (void)
{
  return create (json_object_new ());
}

/**
 * confab_options_new_from_json:
 * @text: (nullable): JSON text of confab_options_to_json(); %NULL and "" are the empty options
 * @error: return location
 *
 * A text with a token in it is refused: options are stored.
 *
 * Returns: (transfer full): the options, or %NULL with %CONFAB_ERROR_USAGE naming the path
 */
ConfabOptions *
confab_options_new_from_json (const char  *text,
                              GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *changed = NULL;

  if (text == NULL || *text == '\0')
    return confab_options_new_empty ();

  node = confab_json_parse (text, -1, &parse_error);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "%s",
                   parse_error != NULL ? parse_error->message : _("This is no JSON object."));
      return NULL;
    }

  /* Another number than what stands there would be sent. */
  changed = confab_json_number_repair (text, strlen (text));
  if (changed != NULL)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("A number is too large to be kept exactly. Write it as a text, in "
                             "quotes."));
      return NULL;
    }

  if (!confab_options_check (json_node_get_object (node), error))
    return NULL;

  return create (json_node_dup_object (node));
}

/**
 * confab_options_new_take:
 * @root: (transfer full): what is set, which must not be changed later
 *
 * As confab_options_new_from_json(), without a text in between, which may be megabytes long.
 *
 * Returns: (transfer full) (nullable): the options; %NULL when they would be refused
 */
ConfabOptions *
confab_options_new_take (JsonObject *root)
{
  g_return_val_if_fail (root != NULL, NULL);

  if (!confab_options_check (root, NULL))
    {
      json_object_unref (root);
      return NULL;
    }

  return create (root);
}

/**
 * confab_options_ref:
 * @self: options
 *
 * Returns: (transfer full): @self
 */
ConfabOptions *
confab_options_ref (ConfabOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * confab_options_unref:
 * @self: (transfer full): options
 */
void
confab_options_unref (ConfabOptions *self)
{
  g_return_if_fail (self != NULL);

  if (!g_ref_count_dec (&self->ref_count))
    return;

  json_object_unref (self->root);
  json_object_unref (self->input);
  json_object_unref (self->parameters);
  g_free (self);
}

/**
 * confab_options_equal:
 * @self: options
 * @other: options
 *
 * Returns: whether both say the same; the order of members is no part of it
 */
gboolean
confab_options_equal (ConfabOptions *self,
                      ConfabOptions *other)
{
  g_autoptr (JsonNode) a = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) b = json_node_new (JSON_NODE_OBJECT);

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  json_node_set_object (a, self->root);
  json_node_set_object (b, other->root);

  return json_node_equal (a, b);
}

/**
 * confab_options_to_json:
 * @self: options
 *
 * Returns: (transfer full): what is set, as JSON text; "{}" when nothing is
 */
char *
confab_options_to_json (ConfabOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return confab_json_object_to_text (self->root);
}

/**
 * confab_options_with_stream:
 * @self: options
 * @mode: how to ask for the answer
 *
 * Returns: (transfer full): the same options with another stream mode
 */
ConfabOptions *
confab_options_with_stream (ConfabOptions    *self,
                            ConfabStreamMode  mode)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (node, stream_words[mode]);

  return confab_options_with (self, "/stream", node);
}

/**
 * confab_options_get_stream:
 * @self: options
 *
 * Returns: how the answer is asked for; incremental when unset
 */
ConfabStreamMode
confab_options_get_stream (ConfabOptions *self)
{
  g_return_val_if_fail (self != NULL, CONFAB_STREAM_INCREMENTAL);

  return self->stream;
}

/**
 * confab_options_with:
 * @self: options
 * @path: a JSON pointer; not to a token
 * @value: (nullable): what is to be there, which must not be changed later; %NULL for unset
 *
 * Returns: (transfer full): the same options with another value at @path
 */
ConfabOptions *
confab_options_with (ConfabOptions *self,
                     const char    *path,
                     JsonNode      *value)
{
  g_autoptr (JsonObject) root = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL && *path == '/', NULL);

  root = confab_json_path_set (self->root, path, value);
  if (!confab_options_check (root, &error))
    {
      g_critical ("Options: %s", error->message);
      return confab_options_ref (self);
    }

  return create (g_steal_pointer (&root));
}

/**
 * confab_options_get:
 * @self: options
 * @path: a JSON pointer
 *
 * Returns: (transfer none) (nullable): the value there, not to be changed; %NULL when it is unset
 */
JsonNode *
confab_options_get (ConfabOptions *self,
                    const char    *path)
{
  g_return_val_if_fail (self != NULL, NULL);

  return confab_json_path_get (self->root, path);
}

/**
 * confab_options_get_root:
 * @self: options
 *
 * Returns: (transfer none): all of it; not to be changed
 */
JsonObject *
confab_options_get_root (ConfabOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

/**
 * confab_options_get_input:
 * @self: options
 *
 * Returns: (transfer none): members for the request's `input`; not to be changed
 */
JsonObject *
confab_options_get_input (ConfabOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->input;
}

/**
 * confab_options_get_parameters:
 * @self: options
 *
 * Returns: (transfer none): members for the request's `parameters`; not to be changed
 */
JsonObject *
confab_options_get_parameters (ConfabOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->parameters;
}

/* Tokens ------------------------------------------------------------------------------------ */

/**
 * confab_options_with_token:
 * @self: options
 * @code: a plug-in or MCP server, not empty
 * @parameter: (nullable): the parameter that takes its token, %NULL for the `user_token`
 *
 * Returns: (transfer full): the same options, and the token that is kept for @code is sent
 */
ConfabOptions *
confab_options_with_token (ConfabOptions *self,
                           const char    *code,
                           const char    *parameter)
{
  g_autofree char *path = confab_json_path_join ("/tokens", code, NULL);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  if (parameter != NULL)
    json_node_set_string (node, parameter);
  else
    json_node_set_boolean (node, TRUE);

  return confab_options_with (self, path, node);
}

/**
 * confab_options_without_token:
 * @self: options
 * @code: a plug-in or MCP server
 *
 * Returns: (transfer full): the same options, which say nothing of a token for @code
 */
ConfabOptions *
confab_options_without_token (ConfabOptions *self,
                              const char    *code)
{
  g_autofree char *path = confab_json_path_join ("/tokens", code, NULL);

  return confab_options_with (self, path, NULL);
}

static void
free_token_ref (gpointer data)
{
  ConfabTokenRef *ref = data;

  g_free (ref->code);
  g_free (ref->parameter);
  g_free (ref->path);
  g_free (ref);
}

/**
 * confab_options_dup_tokens:
 * @self: options
 *
 * Returns: (transfer container) (element-type ConfabTokenRef): the tokens to be sent
 */
GPtrArray *
confab_options_dup_tokens (ConfabOptions *self)
{
  GPtrArray *refs = g_ptr_array_new_with_free_func (free_token_ref);
  JsonObject *tokens = confab_json_get_object (self->root, "tokens");
  JsonObjectIter iter;
  const char *code;
  JsonNode *value;

  if (tokens == NULL)
    return refs;

  json_object_iter_init_ordered (&iter, tokens);
  while (json_object_iter_next_ordered (&iter, &code, &value))
    {
      ConfabTokenRef *ref;
      gboolean has_parameter = json_node_get_value_type (value) == G_TYPE_STRING;

      if (!has_parameter && !json_node_get_boolean (value))
        continue;

      ref = g_new0 (ConfabTokenRef, 1);
      ref->code = g_strdup (code);
      if (has_parameter)
        {
          ref->parameter = json_node_dup_string (value);
          ref->path = confab_json_path_join (BIZ_PARAMS "/user_defined_params", code,
                                             ref->parameter, NULL);
        }
      else
        ref->path = confab_json_path_join (BIZ_PARAMS "/user_defined_tokens", code, "user_token",
                                           NULL);
      g_ptr_array_add (refs, ref);
    }

  return refs;
}
