/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-options.h"

#include "confab-error.h"
#include "confab-json.h"

struct _ConfabOptions
{
  grefcount ref_count;
  ConfabStreamMode stream;
  gboolean stream_is_set;
  JsonObject *input;
  JsonObject *parameters;
};

G_DEFINE_BOXED_TYPE (ConfabOptions, confab_options, confab_options_ref, confab_options_unref)

static const char * const stream_words[] = {
  [CONFAB_STREAM_INCREMENTAL] = "incremental",
  [CONFAB_STREAM_CUMULATIVE] = "cumulative",
  [CONFAB_STREAM_NONE] = "none",
};

static ConfabOptions *
create (JsonObject *input,
        JsonObject *parameters)
{
  ConfabOptions *self = g_new0 (ConfabOptions, 1);

  g_ref_count_init (&self->ref_count);
  self->stream = CONFAB_STREAM_INCREMENTAL;
  self->input = input != NULL ? json_object_ref (input) : json_object_new ();
  self->parameters = parameters != NULL ? json_object_ref (parameters) : json_object_new ();

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
  return create (NULL, NULL);
}

/* An object member that is there but of another type is an error, not a silent nothing. */
static gboolean
take_object (JsonObject   *root,
             const char   *member,
             JsonObject  **object,
             GError      **error)
{
  *object = confab_json_get_object (root, member);
  if (*object != NULL || !json_object_has_member (root, member))
    return TRUE;

  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "Options: “%s” is not an object", member);
  return FALSE;
}

/**
 * confab_options_new_from_json:
 * @text: (nullable): JSON text of confab_options_to_json(); %NULL and "" are the empty options
 * @error: return location
 *
 * Returns: (transfer full): the options, or %NULL with %CONFAB_ERROR_USAGE naming the member
 */
ConfabOptions *
confab_options_new_from_json (const char  *text,
                              GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) parse_error = NULL;
  JsonObject *root;
  JsonObject *input;
  JsonObject *parameters;
  ConfabOptions *self;
  const char *word;

  if (text == NULL || *text == '\0')
    return confab_options_new_empty ();

  node = confab_json_parse (text, -1, &parse_error);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "Options: %s",
                   parse_error != NULL ? parse_error->message : "not an object");
      return NULL;
    }

  root = json_node_get_object (node);
  if (!take_object (root, "input", &input, error) ||
      !take_object (root, "parameters", &parameters, error))
    return NULL;

  self = create (input, parameters);
  word = confab_json_get_string (root, "stream");
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (stream_words); i++)
    if (g_str_equal (word, stream_words[i]))
      {
        self->stream = (ConfabStreamMode) i;
        self->stream_is_set = TRUE;
      }

  if (json_object_has_member (root, "stream") && !self->stream_is_set)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           "Options: “stream” is not incremental, cumulative or none");
      confab_options_unref (self);
      return NULL;
    }

  return self;
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

  json_object_unref (self->input);
  json_object_unref (self->parameters);
  g_free (self);
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
  ConfabOptions *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = create (self->input, self->parameters);
  copy->stream = mode;
  copy->stream_is_set = TRUE;

  return copy;
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

/**
 * confab_options_to_json:
 * @self: options
 *
 * Returns: (transfer full): what is set, as JSON text; "{}" when nothing is
 */
char *
confab_options_to_json (ConfabOptions *self)
{
  g_autoptr (JsonObject) root = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  root = json_object_new ();
  if (self->stream_is_set)
    json_object_set_string_member (root, "stream", stream_words[self->stream]);
  if (json_object_get_size (self->input) > 0)
    json_object_set_object_member (root, "input", json_object_ref (self->input));
  if (json_object_get_size (self->parameters) > 0)
    json_object_set_object_member (root, "parameters", json_object_ref (self->parameters));

  return confab_json_object_to_text (root);
}
