/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ask-fields.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json-number.h"
#include "confab-json-path.h"
#include "confab-json.h"
#include "confab-messages.h"
#include "confab-options-fields.h"
#include "confab-options-merge.h"

/* Each of these takes the options so far, and gives others or an error that names the argument. */

static void
replace (ConfabOptions **options,
         ConfabOptions  *other)
{
  confab_options_unref (*options);
  *options = other;
}

static gboolean
refuse (GError     **error,
        const char  *option,
        const char  *sentence)
{
  g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, "%s: %s", option, sentence);
  return FALSE;
}

/* JSON as it was given: no number in it may become another one. (transfer full) (nullable) */
static JsonNode *
parse_json (const char  *option,
            const char  *text,
            gboolean     want_object,
            GError     **error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *changed = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    {
      refuse (error, option, _("It is no text in UTF-8."));
      return NULL;
    }

  node = confab_json_parse (text, -1, &parse_error);
  if (node == NULL)
    {
      refuse (error, option, parse_error->message);
      return NULL;
    }
  if (want_object && !JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, option, _("This is no JSON object."));
      return NULL;
    }

  changed = confab_json_number_repair (text, strlen (text));
  if (changed != NULL)
    {
      refuse (error, option,
              _("A number is too large to be kept exactly. Write it as a text, in quotes."));
      return NULL;
    }

  return g_steal_pointer (&node);
}

static gboolean
take_strings (ConfabOptions **options,
              ConfabField     field,
              const char     *option,
              char          **values,
              GError        **error)
{
  if (values == NULL)
    return TRUE;

  for (guint i = 0; values[i] != NULL; i++)
    if (!g_utf8_validate (values[i], -1, NULL))
      return refuse (error, option, _("It is no text in UTF-8."));

  replace (options, confab_options_with_strings (*options, field, (const char * const *) values));
  return TRUE;
}

static gboolean
take_object (ConfabOptions **options,
             ConfabField     field,
             const char     *option,
             const char     *text,
             GError        **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonObject) root = NULL;
  g_autoptr (ConfabOptions) over = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) refused = NULL;

  if (text == NULL)
    return TRUE;

  node = parse_json (option, text, TRUE, error);
  if (node == NULL)
    return FALSE;

  /* Through the parser, which lets no token in. */
  root = json_object_new ();
  {
    JsonObject *placed = confab_json_path_set (root, confab_field_get_info (field)->path, node);

    json = confab_json_object_to_text (placed);
    json_object_unref (placed);
  }
  over = confab_options_new_from_json (json, &refused);
  if (over == NULL)
    return refuse (error, option, refused->message);

  replace (options, confab_options_overlay (*options, over));
  return TRUE;
}

/* CODE:NAME=VALUE */
static gboolean
take_plugin (ConfabOptions **options,
             const char     *text,
             GError        **error)
{
  const char *colon = strchr (text, ':');
  const char *equals = colon != NULL ? strchr (colon, '=') : NULL;
  g_autofree char *code = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *changed = NULL;
  g_autoptr (JsonNode) value = NULL;

  if (equals == NULL || colon == text || equals == colon + 1 || !g_utf8_validate (text, -1, NULL))
    return refuse (error, "--plugin", _("It takes CODE:NAME=VALUE."));

  code = g_strndup (text, (gsize) (colon - text));
  name = g_strndup (colon + 1, (gsize) (equals - colon - 1));
  path = confab_json_path_join (confab_field_get_info (CONFAB_FIELD_USER_DEFINED_PARAMS)->path, code,
                                name, NULL);
  if (confab_options_is_secret (path))
    {
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                   _("--plugin: A token never stands in the command line. Use --token %s:%s."), code,
                   name);
      return FALSE;
    }

  value = confab_json_parse (equals + 1, -1, NULL);
  if (value == NULL)
    {
      value = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (value, equals + 1);
    }
  else
    {
      changed = confab_json_number_repair (equals + 1, strlen (equals + 1));
      if (changed != NULL)
        return refuse (error, "--plugin",
                       _("A number is too large to be kept exactly. Write it as a text, in "
                         "quotes."));
    }

  replace (options, confab_options_with_parameter (*options, code, name, value));
  return TRUE;
}

/* CODE, or CODE:NAME for a parameter that takes the token. */
static gboolean
take_token (ConfabOptions **options,
            const char     *text,
            GError        **error)
{
  const char *colon = strchr (text, ':');
  g_autofree char *code = NULL;

  if (*text == '\0' || colon == text || (colon != NULL && colon[1] == '\0') ||
      !g_utf8_validate (text, -1, NULL))
    return refuse (error, "--token", _("It takes CODE, or CODE:NAME for a parameter."));

  code = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : g_strdup (text);
  replace (options, confab_options_with_token (*options, code, colon != NULL ? colon + 1 : NULL));

  return TRUE;
}

static gboolean
take_flow_mode (ConfabOptions **options,
                const char     *mode,
                GError        **error)
{
  static const char * const modes[] = {
    "message_format_plus", "message_format", "full_thoughts", "agent_format", NULL,
  };

  if (mode == NULL)
    return TRUE;
  if (!g_strv_contains (modes, mode))
    return refuse (error, "--flow-mode",
                   _("The known modes are message_format_plus, message_format, full_thoughts and "
                     "agent_format."));

  replace (options, confab_options_with_string (*options, CONFAB_FIELD_FLOW_STREAM_MODE, mode));
  return TRUE;
}

/* At most one byte more than is allowed: then it is too long. (transfer full) (nullable) */
static GBytes *
read_file (const char  *name,
           GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (name);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *buffer = NULL;
  gsize length;

  if (stream == NULL)
    return NULL;

  buffer = g_malloc (CONFAB_MESSAGES_MAX_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, CONFAB_MESSAGES_MAX_BYTES + 1,
                                &length, NULL, error))
    return NULL;

  return g_bytes_new (buffer, length);
}

/* Without a prompt, the last message is it. */
static gboolean
take_messages (ConfabOptions **options,
               const char     *name,
               char          **prompt,
               GError        **error)
{
  g_autoptr (GError) own_error = NULL;
  g_autoptr (JsonNode) messages = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data;
  gsize length;

  if (name == NULL)
    return TRUE;

  bytes = read_file (name, &own_error);
  if (bytes == NULL)
    return refuse (error, "--messages", own_error->message);

  data = g_bytes_get_data (bytes, &length);
  messages = confab_messages_parse (data != NULL ? data : "", length, &own_error);
  if (messages == NULL)
    return refuse (error, "--messages", own_error->message);

  if (*prompt == NULL)
    {
      *prompt = confab_messages_take_last (&messages);
      if (*prompt == NULL)
        return refuse (error, "--messages",
                       _("Without a prompt, the last message must be the user’s."));
    }

  if (messages != NULL)
    replace (options, confab_options_with_value (*options, CONFAB_FIELD_MESSAGES, messages));
  return TRUE;
}

/* Members of the body: input, parameters and debug have a place of their own. */
static gboolean
take_extra (ConfabOptions **options,
            const char     *text,
            GError        **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonObject) root = NULL;
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (ConfabOptions) over = NULL;
  g_autoptr (GError) refused = NULL;
  g_autofree char *json = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (text == NULL)
    return TRUE;

  node = parse_json ("--extra", text, TRUE, error);
  if (node == NULL)
    return FALSE;

  root = json_object_new ();
  body = json_object_new ();
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (g_str_equal (name, "input") || g_str_equal (name, "parameters") ||
        g_str_equal (name, "debug"))
      json_object_set_member (root, name, json_node_copy (value));
    else
      json_object_set_member (body, name, json_node_copy (value));
  if (json_object_get_size (body) > 0)
    json_object_set_object_member (root, "body", json_object_ref (body));

  json = confab_json_object_to_text (root);
  over = confab_options_new_from_json (json, &refused);
  if (over == NULL)
    return refuse (error, "--extra", refused->message);

  replace (options, confab_options_overlay (*options, over));
  return TRUE;
}

static gboolean
take_each (ConfabOptions **options,
           char          **values,
           gboolean      (*take) (ConfabOptions **, const char *, GError **),
           GError        **error)
{
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    if (!take (options, values[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
take_stream (ConfabOptions         **options,
             const ConfabAskFields  *self,
             GError                **error)
{
  if (self->cumulative && self->no_stream)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                           _("--cumulative and --no-stream exclude each other."));
      return FALSE;
    }

  if (self->cumulative)
    replace (options, confab_options_with_stream (*options, CONFAB_STREAM_CUMULATIVE));
  else if (self->no_stream)
    replace (options, confab_options_with_stream (*options, CONFAB_STREAM_NONE));
  if (self->thoughts)
    replace (options, confab_options_with_boolean (*options, CONFAB_FIELD_HAS_THOUGHTS, TRUE));

  return TRUE;
}

/**
 * confab_ask_fields_to_options:
 * @self: the arguments
 * @prompt: (inout): the prompt; where there is none, the last message of a file becomes it
 * @error: return location for %CONFAB_ERROR_USAGE, which names the argument
 *
 * Returns: (transfer full): the same as options of one message, or %NULL
 */
ConfabOptions *
confab_ask_fields_to_options (const ConfabAskFields  *self,
                              char                  **prompt,
                              GError                **error)
{
  ConfabOptions *options = confab_options_new_empty ();

  if (take_stream (&options, self, error) &&
      take_strings (&options, CONFAB_FIELD_PIPELINE_IDS, "--pipeline", self->pipelines, error) &&
      take_strings (&options, CONFAB_FIELD_FILE_IDS, "--file", self->files, error) &&
      take_strings (&options, CONFAB_FIELD_TAGS, "--tag", self->tags, error) &&
      take_object (&options, CONFAB_FIELD_METADATA_FILTER, "--metadata", self->metadata, error) &&
      take_object (&options, CONFAB_FIELD_STRUCTURED_FILTER, "--structured", self->structured,
                   error) &&
      take_object (&options, CONFAB_FIELD_BIZ_PARAMS, "--input", self->input, error) &&
      take_each (&options, self->plugins, take_plugin, error) &&
      take_each (&options, self->tokens, take_token, error) &&
      take_strings (&options, CONFAB_FIELD_IMAGE_LIST, "--image", self->images, error) &&
      take_messages (&options, self->messages, prompt, error) &&
      take_flow_mode (&options, self->flow_mode, error) &&
      take_extra (&options, self->extra, error))
    return options;

  confab_options_unref (options);
  return NULL;
}

/**
 * confab_ask_fields_clear:
 * @self: the arguments
 *
 * Frees what they hold.
 */
void
confab_ask_fields_clear (ConfabAskFields *self)
{
  g_strfreev (self->pipelines);
  g_strfreev (self->files);
  g_strfreev (self->tags);
  g_free (self->metadata);
  g_free (self->structured);
  g_free (self->input);
  g_strfreev (self->plugins);
  g_strfreev (self->tokens);
  g_strfreev (self->images);
  g_free (self->messages);
  g_free (self->flow_mode);
  g_free (self->extra);
}
