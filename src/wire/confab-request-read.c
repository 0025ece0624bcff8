/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-request.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json-path.h"
#include "confab-json.h"

/* The way back: from what is kept of a request to the options it was built of. */

#define OWN_HEADER_PREFIX "X-"

/* What confab_request_to_json() has taken out, and what is not to be had back from the keyring. */
static gboolean
has_lost_secret (JsonNode *node)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (has_lost_secret (json_array_get_element (array, i)))
          return TRUE;
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        if (confab_request_is_secret_name (name) || has_lost_secret (value))
          return TRUE;
    }

  return FALSE;
}

/* A member of @object without those of @names. (transfer full) */
static JsonNode *
copy_without (JsonObject         *object,
              const char * const *names)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_strv_contains (names, name))
      json_object_set_member (copy, name, json_node_copy (value));
  json_node_take_object (node, copy);

  return node;
}

/* The person's own messages end with the prompt, which comes from elsewhere. */
static JsonNode *
copy_messages (JsonArray *messages,
               gboolean   has_prompt)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *copy = json_array_new ();
  guint n = json_array_get_length (messages);

  for (guint i = 0; i + (has_prompt ? 1 : 0) < n; i++)
    json_array_add_element (copy, json_node_copy (json_array_get_element (messages, i)));
  json_node_take_array (node, copy);

  return node;
}

/* Input without what the call brings: prompt, session and, when they are its own, the messages. */
static JsonNode *
read_input (JsonObject *input,
            JsonObject *own,
            const char *prompt)
{
  static const char * const of_the_call[] = { "prompt", "session_id", "messages", NULL };
  JsonNode *node = copy_without (input, of_the_call);
  JsonArray *messages = confab_json_get_array (input, "messages");
  gboolean is_history = FALSE;

  confab_json_get_boolean (own, "history", &is_history);
  if (messages != NULL && !is_history)
    json_object_set_member (json_node_get_object (node), "messages",
                            copy_messages (messages, *prompt != '\0'));

  return node;
}

/* What of the parameters makes the way of streaming, is that way and no parameter. */
static JsonNode *
read_parameters (JsonObject  *parameters,
                 JsonObject  *headers,
                 const char **stream)
{
  static const char * const by_the_way[] = { "incremental_output", NULL };
  static const char * const nothing[] = { NULL };
  const char *accept = confab_json_get_string (headers, "Accept");
  gboolean is_incremental = FALSE;

  confab_json_get_boolean (parameters, "incremental_output", &is_incremental);
  if (g_strcmp0 (accept, "application/json") == 0)
    *stream = "none";
  else
    *stream = is_incremental ? "incremental" : "cumulative";

  return copy_without (parameters, g_str_equal (*stream, "incremental") ? by_the_way : nothing);
}

static JsonNode *
read_headers (JsonObject *headers)
{
  static const char * const made[] = {
    "X-DashScope-SSE", "X-Accel-Buffering", "X-DashScope-WorkSpace", NULL,
  };
  JsonNode *node = copy_without (headers, made);
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));

  for (GList *l = names; l != NULL; l = l->next)
    if (g_ascii_strncasecmp (l->data, OWN_HEADER_PREFIX, strlen (OWN_HEADER_PREFIX)) != 0)
      json_object_remove_member (json_node_get_object (node), l->data);

  return node;
}

static void
set_unless_empty (JsonObject *root,
                  const char *member,
                  JsonNode   *object)
{
  if (json_object_get_size (json_node_get_object (object)) > 0)
    json_object_set_member (root, member, object);
  else
    json_node_unref (object);
}

/* Where a token was, there is nothing: it is named, and comes from the keyring again. */
static ConfabOptions *
put_tokens_back (JsonObject  *root,
                 JsonNode    *tokens,
                 GError     **error)
{
  g_autoptr (JsonObject) without = json_object_ref (root);
  g_autoptr (JsonObject) only_tokens = json_object_new ();
  g_autoptr (ConfabOptions) named = NULL;
  g_autoptr (GPtrArray) refs = NULL;
  g_autofree char *text = NULL;
  JsonObject *next;

  json_object_set_member (only_tokens, "tokens", json_node_copy (tokens));
  text = confab_json_object_to_text (only_tokens);
  named = confab_options_new_from_json (text, error);
  if (named == NULL)
    return NULL;

  refs = confab_options_dup_tokens (named);
  for (guint i = 0; i < refs->len; i++)
    {
      const ConfabTokenRef *ref = g_ptr_array_index (refs, i);

      next = confab_json_path_set (without, ref->path, NULL);
      json_object_unref (without);
      without = next;
    }
  next = confab_json_path_set (without, "/input/biz_params/user_defined_tokens", NULL);
  json_object_unref (without);
  without = confab_json_path_set (next, "/tokens", refs->len > 0 ? tokens : NULL);
  json_object_unref (next);

  g_clear_pointer (&text, g_free);
  text = confab_json_object_to_text (without);

  return confab_options_new_from_json (text, error);
}

static ConfabOptions *
read_options (JsonObject  *request,
              JsonObject  *own,
              const char  *prompt,
              GError     **error)
{
  static const char * const known[] = { "input", "parameters", "debug", NULL };
  g_autoptr (JsonObject) root = json_object_new ();
  g_autoptr (JsonNode) nothing = json_node_new (JSON_NODE_OBJECT);
  JsonObject *body = confab_json_get_object (request, "body");
  JsonObject *headers = confab_json_get_object (request, "headers");
  JsonObject *input = confab_json_get_object (body, "input");
  JsonObject *parameters = confab_json_get_object (body, "parameters");
  JsonNode *tokens = json_object_get_member (own, "tokens");
  JsonNode *debug;
  const char *stream;

  if (input == NULL || parameters == NULL || headers == NULL)
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_OTHER,
                           _("What this message was sent with cannot be read any more."));
      return NULL;
    }

  json_node_take_object (nothing, json_object_new ());
  set_unless_empty (root, "input", read_input (input, own, prompt));
  set_unless_empty (root, "parameters", read_parameters (parameters, headers, &stream));
  json_object_set_string_member (root, "stream", stream);
  set_unless_empty (root, "headers", read_headers (headers));
  set_unless_empty (root, "body", copy_without (body, known));
  debug = json_object_get_member (body, "debug");
  if (debug != NULL && !json_node_equal (debug, nothing))
    json_object_set_member (root, "debug", json_node_copy (debug));

  return put_tokens_back (root, tokens != NULL ? tokens : nothing, error);
}

/**
 * confab_request_read_record:
 * @record: (nullable): what is kept of a request
 * @prompt: the prompt that was sent
 * @options: (out) (transfer full) (nullable): the options of that message, tokens by name; %NULL
 *   when it had none of its own, which is no error
 * @error: return location for %CONFAB_ERROR_OTHER, with a sentence for the person
 *
 * Reads what confab_request_to_record() has written. A request built of the options and the same
 * prompt has the same body.
 *
 * Returns: %FALSE when the options are not to be had back: the record is damaged, or there was a
 *   secret in them that is not one of the keyring's
 */
gboolean
confab_request_read_record (const char     *record,
                            const char     *prompt,
                            ConfabOptions **options,
                            GError        **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (ConfabOptions) read = NULL;
  g_autoptr (JsonNode) rest = NULL;
  JsonObject *request;
  JsonObject *own;

  g_return_val_if_fail (prompt != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);

  *options = NULL;
  node = record != NULL ? confab_json_parse (record, -1, NULL) : NULL;
  request = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  own = confab_json_get_object (request, CONFAB_REQUEST_OWN);
  if (own == NULL)
    return TRUE;

  read = read_options (request, own, prompt, error);
  if (read == NULL)
    return FALSE;

  rest = copy_without (confab_options_get_root (read), (const char * const []) { "tokens", NULL });
  if (has_lost_secret (rest))
    {
      g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_OTHER,
                           _("This message was sent with a secret that is not kept. Send it again "
                             "as a new message."));
      return FALSE;
    }

  *options = g_steal_pointer (&read);
  return TRUE;
}
